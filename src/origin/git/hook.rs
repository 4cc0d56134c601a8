//! The pre-commit hook: installing it beside what is there, taking it away again, telling its state.

use super::{error::GitError, hook_script, hook_state::HookState, repo::Repo};
use std::{
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

impl Repo {
    /// Where git looks for hooks: core.hooksPath (relative to the work tree's top), or the folder
    /// `hooks` that all linked work trees share. Absolute.
    ///
    /// # Errors
    /// If core.hooksPath cannot be read as a path.
    pub fn hooks_dir(&self) -> Result<PathBuf, GitError> {
        let named = self.git.config_snapshot().trusted_path("core.hooksPath");
        let named = named.map_err(|err| GitError::Read { what: "core.hooksPath".to_owned(), cause: err.into() })?;
        let top = self.work_tree().unwrap_or_else(|| self.git_dir());
        Ok(match named.filter(|path| !path.as_os_str().is_empty()) {
            Some(path) => top.join(path),
            None => self.git.common_dir().join("hooks"),
        })
    }

    fn owns(&self, folder: &Path) -> bool {
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = real(folder);
        let tops = [Some(self.git.common_dir()), self.work_tree()];
        tops.into_iter().flatten().any(|top| folder.starts_with(real(top)))
    }
}

/// Installs a hook that starts `program` (made absolute, so that a hook started by an editor finds
/// it) with `arguments`. A plain hook that is there already is kept under another name and run
/// first; one of a hook manager is left, and the state returned says what to do.
///
/// # Errors
/// If the folder of hooks cannot be read or written.
pub fn install_hook(repo: &Repo, program: &Path, arguments: &[&str]) -> Result<HookState, GitError> {
    let hook = repo.hooks_dir()?.join("pre-commit");
    let failed = |cause| file("write", &hook, cause);
    let program = std::path::absolute(program).map_err(failed)?;
    let command = hook_script::command(&program, arguments);
    let folder = hook.parent().unwrap_or(&hook);
    if !repo.owns(folder) {
        return Ok(HookState::Shared { hook, command });
    }
    fs::create_dir_all(folder).map_err(failed)?;
    let before = before(&hook);
    match state(&hook)? {
        HookState::Installed { .. } => {}
        HookState::Foreign { manager, .. } => {
            if manager.is_some() || fs::symlink_metadata(&before).is_ok() {
                return Ok(HookState::Foreign { hook, manager, command });
            }
            fs::rename(&hook, &before).map_err(failed)?;
        }
        HookState::Absent { .. } | HookState::Shared { .. } => {}
    }
    let written = write(&hook, &hook_script::text(&program, arguments)).map_err(failed);
    if written.is_err() && !hook.exists() && before.exists() {
        fs::rename(&before, &hook).map_err(failed)?;
    }
    written?;
    state(&hook)
}

/// Removes our hook and puts the one that was there before back. Another hook is left.
///
/// # Errors
/// If the folder of hooks cannot be read or written.
pub fn uninstall_hook(repo: &Repo) -> Result<HookState, GitError> {
    let hook = repo.hooks_dir()?.join("pre-commit");
    if let HookState::Installed { before, .. } = state(&hook)? {
        let failed = |cause| file("remove", &hook, cause);
        match before {
            Some(before) => fs::rename(before, &hook).map_err(failed)?,
            None => fs::remove_file(&hook).map_err(failed)?,
        }
    }
    state(&hook)
}

/// What is installed.
///
/// # Errors
/// If the hook cannot be read.
pub fn hook_status(repo: &Repo) -> Result<HookState, GitError> {
    state(&repo.hooks_dir()?.join("pre-commit"))
}

fn state(hook: &Path) -> Result<HookState, GitError> {
    let text = match fs::read(hook) {
        Ok(text) => text,
        Err(err) if err.kind() == ErrorKind::NotFound && fs::symlink_metadata(hook).is_err() => {
            return Ok(HookState::Absent { hook: hook.to_owned() });
        }
        Err(err) if err.kind() == ErrorKind::NotFound => Vec::new(),
        Err(cause) => return Err(file("read", hook, cause)),
    };
    Ok(match hook_script::program_of(&text) {
        Some(program) => HookState::Installed {
            works: program.is_file(),
            program,
            before: Some(before(hook)).filter(|before| fs::symlink_metadata(before).is_ok()),
            hook: hook.to_owned(),
        },
        None => HookState::Foreign {
            manager: hook_script::manager_of(hook, &text),
            command: "vault-lint --staged --fix".to_owned(),
            hook: hook.to_owned(),
        },
    })
}

fn before(hook: &Path) -> PathBuf {
    hook.with_file_name(hook_script::BEFORE)
}

/// Writes an executable file as a whole, under its name only when complete.
fn write(hook: &Path, text: &str) -> std::io::Result<()> {
    let folder = hook.parent().unwrap_or(hook);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".vault-lint.");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755));
    let mut new = builder.tempfile_in(folder)?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    new.persist(hook)?;
    Ok(())
}

fn file(action: &'static str, path: &Path, cause: std::io::Error) -> GitError {
    GitError::File { action, path: path.to_owned(), cause }
}
