//! `--since REV`: only notes that changed since the merge base with a revision.

use std::collections::BTreeSet;

use super::failure::Failure;
use super::world::World;
use crate::origin::git::Repo;
use crate::origin::worktree::Found;

/// Those of the notes found whose files differ from the merge base.
///
/// # Errors
/// No repository, an unknown revision, a clone too shallow to know.
pub(super) fn changed(world: &World, rev: &str, found: Vec<Found>) -> Result<Vec<Found>, Failure> {
    let repo = Repo::discover(&world.cwd)?.ok_or_else(|| {
        Failure::new("--since needs a git repository, and here is none").hint("run it inside the vault's repository")
    })?;
    let named: Vec<(Vec<u8>, Found)> =
        found.into_iter().filter_map(|note| Some((repo.path_of(&note.path)?, note))).collect();
    let paths: Vec<Vec<u8>> = named.iter().map(|(path, _)| path.clone()).collect();
    let changed: BTreeSet<Vec<u8>> = repo.changed_since(rev, &paths)?.into_iter().collect();
    Ok(named.into_iter().filter(|(path, _)| changed.contains(path)).map(|(_, note)| note).collect())
}
