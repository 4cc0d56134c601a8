//! The files of a vault: on disk, or as git will commit them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::origin::git::{IndexReader, Repo, Staged};
use crate::origin::worktree;
use crate::vault::Files;

/// The files on disk below a vault's top.
pub(super) struct OnDisk(pub(super) PathBuf);

impl Files for OnDisk {
    fn list(&self) -> Vec<String> {
        worktree::all_files(&self.0)
    }

    fn beside(&self) -> Vec<String> {
        Vec::new()
    }

    fn read(&self, path: &str) -> Option<String> {
        worktree::read(&self.0.join(path)).ok()
    }

    fn reads_all_cheaply(&self) -> bool {
        true
    }
}

/// The files of a vault that lies in git's index, at or below the work tree's top.
pub(super) struct InIndex {
    top: PathBuf,
    /// The vault's path in the repository: empty, or with a `/` at the end.
    prefix: String,
    staged: Arc<Staged>,
    /// Opened when the first note is asked for.
    reader: OnceLock<IndexReader>,
    git_dir: PathBuf,
}

impl InIndex {
    /// The part of the index below `top`; `None` where that lies outside of the work tree.
    pub(super) fn new(repo: &Repo, top: &Path, staged: &Arc<Staged>) -> Option<Self> {
        let prefix = match repo.path_of(top)? {
            path if path.is_empty() => String::new(),
            path => format!("{}/", String::from_utf8(path).ok()?),
        };
        Some(Self {
            top: top.to_owned(),
            prefix,
            staged: Arc::clone(staged),
            reader: OnceLock::new(),
            git_dir: repo.git_dir().to_owned(),
        })
    }
}

impl Files for InIndex {
    fn list(&self) -> Vec<String> {
        let below = |path: &[u8]| Some(std::str::from_utf8(path).ok()?.strip_prefix(&self.prefix)?.to_owned());
        self.staged.paths.iter().filter_map(|path| below(path)).collect()
    }

    fn beside(&self) -> Vec<String> {
        worktree::ignored_files(&self.top)
    }

    fn read(&self, path: &str) -> Option<String> {
        let whole = [self.prefix.as_bytes(), path.as_bytes()].concat();
        // The notes of an index are in order of their paths.
        let at = self.staged.all.binary_search_by(|entry| entry.path.cmp(&whole)).ok()?;
        let reader = self.reader.get_or_init(|| IndexReader::open(self.git_dir.clone()));
        String::from_utf8(reader.read(self.staged.all.get(at)?.id)?).ok()
    }

    fn reads_all_cheaply(&self) -> bool {
        false
    }
}
