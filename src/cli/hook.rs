//! `vault-lint hook`: the pre-commit hook of the repository at hand.

use std::io::{self, Write};

use super::args::HookAction;
use super::failure::Failure;
use super::world::World;
use super::{Status, Stop, written};
use crate::origin::git::{HookState, Repo, hook_status, install_hook, uninstall_hook};

/// Installs, removes or describes the hook.
pub(super) fn run(world: &World, action: HookAction) -> Result<Status, Stop> {
    let repo = Repo::discover(&world.cwd)?.ok_or_else(|| {
        Failure::new("there is no git repository here").hint("run `git init` first, or change into the vault")
    })?;
    let state = match action {
        HookAction::Install { fix } => {
            let program = std::env::current_exe()
                .map_err(|error| Failure::new(format!("where this program is cannot be told: {error}")))?;
            let arguments: &[&str] = if fix { &["--staged", "--fix"] } else { &["--staged"] };
            install_hook(&repo, &program, arguments)?
        }
        HookAction::Uninstall => uninstall_hook(&repo)?,
        HookAction::Status => hook_status(&repo)?,
    };
    written(writeln!(io::stdout(), "{state}"))?;
    let done = match action {
        HookAction::Install { .. } => matches!(state, HookState::Installed { .. }),
        HookAction::Uninstall => {
            matches!(state, HookState::Absent { .. }) || !matches!(state, HookState::Installed { .. })
        }
        HookAction::Status => matches!(state, HookState::Installed { works: true, .. }),
    };
    Ok(if done { Status::Clean } else { Status::Findings })
}
