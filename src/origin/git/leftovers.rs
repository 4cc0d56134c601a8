//! Temporary files of runs that were killed: known by a list in the git folder, swept by the next run.
//!
//! Temporary files stand next to notes only while the index is locked, so whoever holds the lock
//! may remove those on the list.

use super::{error::GitError, repo::Repo, worktree_file};
use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// The list of temporary files that may exist; it is removed when dropped. A signal leaves it, so
/// that the next run can look for what the handler did not catch.
#[derive(Debug)]
pub(super) struct Pending(PathBuf);

impl Drop for Pending {
    fn drop(&mut self) {
        // One that stays only makes the next run look for files that are not there.
        drop(fs::remove_file(&self.0));
    }
}

/// The temporary file beside the note at `path` for the note's `position` in this run.
pub(super) fn temporary_beside(path: &[u8], position: usize) -> Vec<u8> {
    let folder = path.iter().rposition(|byte| *byte == b'/').map_or(0, |place| place + 1);
    let name = format!(".vault-lint.{}-{position}.tmp", std::process::id());
    [&path[..folder], name.as_bytes()].concat()
}

impl Repo {
    /// Removes what a killed run left in the work tree. Does nothing, and takes no lock, if there is nothing.
    ///
    /// # Errors
    /// If the index is locked or the list cannot be read.
    pub fn sweep_leftovers(&self) -> Result<(), GitError> {
        if list_path(self).exists() {
            let _lock = self.lock()?;
            sweep_all(self)?;
        }
        Ok(())
    }
}

/// Removes what a killed run left and announces `names`. Call with the index locked.
pub(super) fn announce(repo: &Repo, names: &[Vec<u8>]) -> Result<Pending, GitError> {
    sweep_all(repo)?;
    let list = list_path(repo);
    fs::write(&list, names.join(&0)).map_err(|cause| file("write", &list, cause))?;
    Ok(Pending(list))
}

fn sweep_all(repo: &Repo) -> Result<(), GitError> {
    let list = list_path(repo);
    match fs::read(&list) {
        Ok(text) => {
            for name in text.split(|byte| *byte == 0) {
                sweep(repo, name);
            }
            fs::remove_file(&list).map_err(|cause| file("remove", &list, cause))
        }
        Err(err) if err.kind() == ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(file("read", &list, cause)),
    }
}

/// Only plain files with our kind of name, reached without a symbolic link, are removed.
fn sweep(repo: &Repo, name: &[u8]) {
    let start = name.iter().rposition(|byte| *byte == b'/').map_or(0, |place| place + 1);
    let ours = name[start..].starts_with(b".vault-lint.") && name.ends_with(b".tmp");
    if !ours {
        return;
    }
    if let Ok(path) = worktree_file::plain_file(repo, name) {
        // One that cannot be removed stays visible; it must not stop the fixing of notes.
        drop(fs::remove_file(path));
    }
}

fn list_path(repo: &Repo) -> PathBuf {
    repo.git_dir().join("vault-lint.pending")
}

fn file(action: &'static str, path: &Path, cause: std::io::Error) -> GitError {
    GitError::File { action, path: path.to_owned(), cause }
}
