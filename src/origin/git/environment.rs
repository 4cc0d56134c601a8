//! What git's environment says about this run: the work tree, the index, and why not to write.

use super::{
    reasons::Refusal,
    repo::{CommitKind, Repo},
};
use std::{
    env,
    path::{Path, PathBuf},
};

impl Repo {
    /// Why nothing staged may be fixed in this repository, whatever the notes are.
    pub(super) fn refusals(&self) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if self.commit_kind() == CommitKind::Partial {
            refusals.push(Refusal::PartialCommit);
        }
        if self.git.git_dir_trust() == gix::sec::Trust::Reduced {
            let place = self.work_tree().unwrap_or_else(|| self.git_dir()).to_owned();
            refusals.push(Refusal::ForeignOwner(place));
        }
        if self.work_tree().is_none() {
            refusals.push(Refusal::Bare);
        }
        if env::var_os("GIT_OBJECT_DIRECTORY").is_some_and(|named| {
            let ours = self.git.common_dir().join("objects");
            self.work_tree().map(Path::to_owned).unwrap_or_default().join(&named).canonicalize().ok()
                != ours.canonicalize().ok()
        }) {
            refusals.push(Refusal::ObjectDirectory);
        }
        if env::var_os("PRE_COMMIT").is_some_and(|value| value == "1") {
            refusals.push(Refusal::HookFramework);
        }
        refusals
    }
}

/// The work tree in use; see [`Repo::discover`].
pub(super) fn work_tree(git: &gix::Repository) -> Option<PathBuf> {
    let inferred = git.workdir().map(Path::to_owned);
    let explicit = env::var_os("GIT_DIR").is_none()
        || env::var_os("GIT_WORK_TREE").is_some()
        || git.config_snapshot().string("core.worktree").is_some();
    if explicit || git.config_snapshot().boolean("core.bare") == Some(true) {
        return inferred;
    }
    let current = env::current_dir().ok()?;
    let inside = inferred.as_ref().is_some_and(|top| {
        let top = top.canonicalize().unwrap_or_else(|_| top.clone());
        current.canonicalize().is_ok_and(|current| current.starts_with(top))
    });
    if inside { inferred } else { Some(current) }
}

/// The index in use, and whether GIT_INDEX_FILE named it.
///
/// git sets a relative GIT_INDEX_FILE in hooks and means it from the work tree's top; a hook that
/// changes into the vault first would otherwise see an empty index and pass in silence.
pub(super) fn index_path(git: &gix::Repository, work_tree: Option<&Path>) -> (PathBuf, bool) {
    match env::var_os("GIT_INDEX_FILE").filter(|value| !value.is_empty()) {
        Some(named) => match work_tree {
            Some(top) => (top.join(named), true),
            None => (std::path::absolute(&named).unwrap_or_else(|_| named.into()), true),
        },
        None => (git.git_dir().join("index"), false),
    }
}
