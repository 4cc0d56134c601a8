//! What can go wrong between vault-lint and git, each with what to do about it.

use super::reasons::Refusal;
use std::path::PathBuf;

/// A cause underneath a [`GitError`], kept for the chain of messages.
pub(super) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why the job with git could not be done. Every message says what, where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// The repository is there but cannot be opened.
    #[error(
        "cannot open the git repository at {place}: check that GIT_DIR and the repository's config are right (`git status` must work there)"
    )]
    Open {
        /// Where the search began, or what GIT_DIR names.
        place: PathBuf,
        /// What gix said.
        #[source]
        cause: Cause,
    },
    /// References are stored as a reftable, which gix cannot read.
    #[error(
        "{git_dir} keeps its references as a reftable, which vault-lint cannot read yet: run `git refs migrate --ref-format=files` or check files without --staged and --since"
    )]
    Reftable {
        /// The repository.
        git_dir: PathBuf,
    },
    /// GIT_INDEX_FILE names a file that is not there although HEAD has files.
    #[error(
        "GIT_INDEX_FILE names {path}, which does not exist: nothing can be said about what is staged; run the hook through git, or unset GIT_INDEX_FILE"
    )]
    IndexMissing {
        /// The file that was looked for.
        path: PathBuf,
    },
    /// The index cannot be decoded.
    #[error(
        "git's index {path} cannot be read ({why}): nothing was changed; `git status` says more, and `rm {path} && git reset` rebuilds it from HEAD"
    )]
    IndexUnreadable {
        /// The index file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Another process holds the index.
    #[error(
        "another git process holds {path}: nothing was changed; wait for it to end, or, if none is running (a crash may have left the file), remove it by hand and try again"
    )]
    Locked {
        /// The lock file.
        path: PathBuf,
    },
    /// The index could not be written.
    #[error(
        "cannot write git's index {path}: the staged notes are as they were; notes whose files were already fixed show as changed in `git status`, and running again continues from there"
    )]
    IndexWrite {
        /// The index file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: Cause,
    },
    /// An object that must be there is not.
    #[error(
        "git object {id} ({what}) is missing: {}",
        if *promised {
            "this is a partial clone and vault-lint never uses the network; run `git cat-file -p` on it, or `git fetch --refetch`, and try again"
        } else {
            "`git fsck` says more"
        }
    )]
    MissingObject {
        /// The object's full id.
        id: String,
        /// What it was needed for.
        what: String,
        /// True if the repository is a partial clone that may hold it elsewhere.
        promised: bool,
    },
    /// An object or reference exists but could not be read.
    #[error("cannot read {what} from git: `git fsck` says more")]
    Read {
        /// What was being read.
        what: String,
        /// What gix said.
        #[source]
        cause: Cause,
    },
    /// A new object could not be stored.
    #[error("cannot store the fixed text of {path} in git's object database: nothing was changed")]
    ObjectWrite {
        /// The note.
        path: String,
        /// What gix said.
        #[source]
        cause: Cause,
    },
    /// Fixing staged notes is not possible here.
    #[error("staged notes were not fixed: {0}")]
    Refused(Refusal),
    /// A revision named by the user is not known.
    #[error("git knows no revision {rev:?}{}", if *shallow { ": this is a shallow clone, so fetch more of its history (`git fetch --unshallow`, or `fetch-depth: 0` in actions/checkout)" } else { ": check its spelling with `git rev-parse`, or fetch it first" })]
    UnknownRevision {
        /// What the user wrote.
        rev: String,
        /// True if the clone is shallow.
        shallow: bool,
    },
    /// HEAD and the revision have no common ancestor in this clone.
    #[error("HEAD and {rev:?} have no common ancestor here{}", if *shallow { ": this is a shallow clone, so fetch more of its history (`git fetch --unshallow`, or `fetch-depth: 0` in actions/checkout)" } else { ": choose a revision of the same history" })]
    NoMergeBase {
        /// What the user wrote.
        rev: String,
        /// True if the clone is shallow.
        shallow: bool,
    },
    /// The repository has no work tree, but one is needed.
    #[error("{git_dir} is a bare repository: run inside a work tree, or set GIT_WORK_TREE")]
    NoWorkTree {
        /// The repository.
        git_dir: PathBuf,
    },
    /// A file or folder could not be read or written.
    #[error("cannot {action} {path}")]
    File {
        /// "read", "write", "list"…
        action: &'static str,
        /// Which one.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
}
