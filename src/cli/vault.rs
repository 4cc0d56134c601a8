//! The files of a vault: on disk, or as git will commit them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::origin::git::{BlobId, IndexReader, Repo, Staged};
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
}

/// The files of a vault that lies in git's index, at or below the work tree's top.
pub(super) struct InIndex {
    top: PathBuf,
    paths: Vec<String>,
    notes: BTreeMap<String, BlobId>,
    reader: IndexReader,
}

impl InIndex {
    /// The part of the index below `top`.
    pub(super) fn new(repo: &Repo, top: &Path, staged: &Staged) -> Option<Self> {
        let prefix = match repo.path_of(top)? {
            path if path.is_empty() => String::new(),
            path => format!("{}/", String::from_utf8(path).ok()?),
        };
        let below = |path: &[u8]| Some(std::str::from_utf8(path).ok()?.strip_prefix(&prefix)?.to_owned());
        let paths = staged.paths.iter().filter_map(|path| below(path)).collect();
        let notes = staged.all.iter().filter_map(|entry| Some((below(&entry.path)?, entry.id))).collect();
        Some(Self { top: top.to_owned(), paths, notes, reader: repo.index_reader() })
    }
}

impl Files for InIndex {
    fn list(&self) -> Vec<String> {
        self.paths.clone()
    }

    fn beside(&self) -> Vec<String> {
        worktree::ignored_files(&self.top)
    }

    fn read(&self, path: &str) -> Option<String> {
        String::from_utf8(self.reader.read(*self.notes.get(path)?)?).ok()
    }
}
