//! What is known of the pre-commit hook, in sentences for the user.

use std::{fmt, path::PathBuf};

/// What stands in the way of, or in the place of, vault-lint's pre-commit hook. Shown as sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HookState {
    /// There is no pre-commit hook.
    Absent {
        /// Where it would be.
        hook: PathBuf,
    },
    /// The hook is ours.
    Installed {
        /// The hook.
        hook: PathBuf,
        /// The program it starts.
        program: PathBuf,
        /// False if the program is no longer there.
        works: bool,
        /// The hook that was there before and is run first.
        before: Option<PathBuf>,
    },
    /// Another hook is there and was left as it is.
    Foreign {
        /// The hook.
        hook: PathBuf,
        /// Whose it is, if that can be told.
        manager: Option<&'static str>,
        /// What to put into it.
        command: String,
    },
    /// core.hooksPath leads out of the repository, where other repositories may share it.
    Shared {
        /// The hook that would be there.
        hook: PathBuf,
        /// What to put into it.
        command: String,
    },
}

impl fmt::Display for HookState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HookState::Absent { hook } => {
                write!(f, "no pre-commit hook is installed ({})", hook.display())
            }
            HookState::Installed { hook, program, works, before } => {
                write!(f, "{} runs {}", hook.display(), program.display())?;
                if !works {
                    f.write_str(", which is no longer there: run `vault-lint hook install` again")?;
                }
                if let Some(before) = before {
                    write!(f, ", after {}", before.display())?;
                }
                Ok(())
            }
            HookState::Foreign { hook, manager: Some(manager), command } => write!(
                f,
                "{} belongs to {manager} and was left as it is: add `{command}` to the configuration of {manager}",
                hook.display()
            ),
            HookState::Foreign { hook, manager: None, command } => write!(
                f,
                "{} is another pre-commit hook and was left as it is: add the line `{command}` to it",
                hook.display()
            ),
            HookState::Shared { hook, command } => write!(
                f,
                "core.hooksPath leads to {}, outside of this repository, where others may share it: add the line `{command}` there, or unset core.hooksPath",
                hook.display()
            ),
        }
    }
}
