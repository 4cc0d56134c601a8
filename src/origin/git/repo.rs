//! Finding the repository, and what git's environment says about this run.

use super::{environment, error::GitError};
use std::{
    env, fmt,
    path::{Path, PathBuf},
};

/// The name of a blob in git's object database, shown as its full hexadecimal id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId(pub(super) gix::ObjectId);

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One note as git holds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Path from the work tree's top, parts divided by `/`; need not be UTF-8.
    pub path: Vec<u8>,
    /// The content.
    pub id: BlobId,
}

/// How git was asked to commit, told from the index it uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitKind {
    /// A plain `git commit`, or no commit at all.
    Plain,
    /// `git commit -a`, `-i` or `-p`: the index is `index.lock`.
    All,
    /// `git commit PATH` or `-o`: a temporary index `next-index-…`.
    Partial,
}

/// An open repository, with all paths absolute.
#[derive(Debug)]
pub struct Repo {
    pub(super) git: gix::Repository,
    work_tree: Option<PathBuf>,
    index_path: PathBuf,
    index_named: bool,
}

impl Repo {
    /// The repository that holds `from` (a folder, or a file in one), or the one that git's
    /// environment names (GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE). `None` outside of any.
    ///
    /// Where GIT_DIR is set without GIT_WORK_TREE, the work tree is the one the repository itself
    /// names as long as the current folder lies in it (a hook that changed into the vault first);
    /// otherwise it is the current folder, as in git.
    ///
    /// # Errors
    /// If there is a repository that cannot be read.
    pub fn discover(from: &Path) -> Result<Option<Repo>, GitError> {
        let folder = if from.is_file() { from.parent().unwrap_or(from) } else { from };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let place = env::var_os("GIT_DIR").map_or_else(|| folder.to_owned(), PathBuf::from);
        let options = gix::discover::upwards::Options { match_ceiling_dir_or_error: false, ..Default::default() };
        let opened =
            gix::ThreadSafeRepository::discover_with_environment_overrides_opts(folder, options, Default::default());
        let mut git = match opened {
            Ok(git) => git.to_thread_local(),
            Err(err) if is_outside(&err) => return Ok(None),
            Err(err) if format!("{err:?}").contains("reftable") => {
                return Err(GitError::Reftable { git_dir: place });
            }
            Err(err) => {
                return Err(GitError::Open { place, cause: err.into() });
            }
        };
        if let Err(err) = git.make_paths_absolute() {
            return Err(GitError::Open { place, cause: err.into() });
        }
        let storage = git.config_snapshot().string("extensions.refStorage");
        if storage.is_some_and(|value| value.eq_ignore_ascii_case(b"reftable")) {
            return Err(GitError::Reftable { git_dir: git.git_dir().to_owned() });
        }
        let work_tree = environment::work_tree(&git);
        let (index_path, index_named) = environment::index_path(&git, work_tree.as_deref());
        Ok(Some(Repo { git, work_tree, index_path, index_named }))
    }

    /// The top of the work tree, absolute; `None` in a bare repository.
    pub fn work_tree(&self) -> Option<&Path> {
        self.work_tree.as_deref()
    }

    /// The folder of this work tree's own git data (HEAD, index), absolute.
    pub fn git_dir(&self) -> &Path {
        self.git.git_dir()
    }

    /// The index in use, absolute: the repository's own or what GIT_INDEX_FILE names.
    pub fn index_path(&self) -> &Path {
        &self.index_path
    }

    /// True if GIT_INDEX_FILE named the index.
    pub(super) fn index_is_named(&self) -> bool {
        self.index_named
    }

    /// How git was asked to commit.
    pub fn commit_kind(&self) -> CommitKind {
        let name = self.index_path.file_name().unwrap_or_default();
        let name = name.to_string_lossy();
        if name.starts_with("next-index-") {
            CommitKind::Partial
        } else if name == "index.lock" {
            CommitKind::All
        } else {
            CommitKind::Plain
        }
    }

    /// The file of a note, absolute; `None` in a bare repository or where the system cannot spell the path.
    pub fn file_of(&self, path: &[u8]) -> Option<PathBuf> {
        let relative = gix::path::from_byte_slice(path).ok()?;
        Some(self.work_tree.as_ref()?.join(relative))
    }

    /// The path of `file` from the work tree's top, or `None` if it lies outside.
    /// Symbolic links on the way to the work tree are resolved, none below it.
    pub fn path_of(&self, file: &Path) -> Option<Vec<u8>> {
        let top = self.work_tree.as_ref()?;
        let absolute = std::path::absolute(file).ok()?;
        let relative = match absolute.strip_prefix(top) {
            Ok(relative) => relative.to_owned(),
            Err(_) => {
                let top = top.canonicalize().ok()?;
                let parent = absolute.parent()?.canonicalize().ok()?;
                parent.join(absolute.file_name()?).strip_prefix(top).ok()?.to_owned()
            }
        };
        let bytes = gix::path::into_bstr(relative).ok()?;
        let unix = gix::path::to_unix_separators_on_windows(bytes);
        Some(unix.into_owned().into())
    }

    /// True if a partial clone may hold missing objects elsewhere.
    pub(super) fn is_partial_clone(&self) -> bool {
        let config = self.git.config_snapshot();
        config.string("extensions.partialClone").is_some()
            || config.plumbing().sections_by_name("remote").is_some_and(|mut remotes| {
                remotes.any(|remote| remote.value("promisor").is_some() || remote.value("partialCloneFilter").is_some())
            })
    }
}

fn is_outside(err: &gix::Error) -> bool {
    use gix::discover::upwards::Error;
    matches!(
        err.downcast_any_ref::<Error>(),
        Some(
            Error::NoGitRepository { .. }
                | Error::NoGitRepositoryWithinCeiling { .. }
                | Error::NoGitRepositoryWithinFs { .. }
        )
    )
}
