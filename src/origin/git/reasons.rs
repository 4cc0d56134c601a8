//! Why a note, its file or all notes were left as they were, in sentences for the user.

use super::content::Filtered;
use std::{fmt, path::PathBuf};

/// Why staged notes may be checked but not fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// `git commit PATH` commits from a temporary index.
    PartialCommit,
    /// The index has conflicts.
    Conflicts,
    /// Somebody else owns the repository, so git itself would refuse to work in it.
    ForeignOwner(PathBuf),
    /// The repository has no work tree.
    Bare,
    /// GIT_OBJECT_DIRECTORY redirects new objects, as in a server's quarantine.
    ObjectDirectory,
    /// A hook framework has hidden the unstaged changes and wants files changed, not the index.
    HookFramework,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::PartialCommit => f.write_str(
                "`git commit PATH` commits from a temporary index, so a fix would be undone by the next commit; stage the notes with `git add` and commit without a path",
            ),
            Refusal::Conflicts => f.write_str(
                "the index has conflicts; resolve them, `git add` the notes and commit again",
            ),
            Refusal::ForeignOwner(path) => write!(
                f,
                "{} belongs to another user, and git would refuse to work in it too; if you trust it, run `git config --global --add safe.directory {}`",
                path.display(),
                path.display()
            ),
            Refusal::Bare => f.write_str("the repository has no work tree"),
            Refusal::ObjectDirectory => f.write_str(
                "GIT_OBJECT_DIRECTORY is set (a server-side hook?), and new objects would land in the wrong place",
            ),
            Refusal::HookFramework => f.write_str(
                "a hook framework (PRE_COMMIT is set) keeps the unstaged changes aside and expects files to change, not the index; use its `vault-lint-fix` hook, which is given file names",
            ),
        }
    }
}

/// Why a note was not rewritten at all, or not even looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// Unmerged: the index holds several versions.
    Conflicted,
    /// A symbolic link is not a note.
    Symlink,
    /// A submodule lies where a note might.
    Submodule,
    /// `git add --intent-to-add`: no content is staged yet.
    IntentToAdd,
    /// Somebody staged another version, or removed the note, while the fix was computed.
    ChangedMeanwhile,
    /// Stored through a filter or in another encoding: check only.
    Filtered(Filtered),
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Skip::Conflicted => f.write_str("it has unresolved conflicts"),
            Skip::Symlink => f.write_str("it is a symbolic link"),
            Skip::Submodule => f.write_str("it is a submodule"),
            Skip::IntentToAdd => f.write_str("only the intent to add it is staged, no content"),
            Skip::ChangedMeanwhile => f.write_str("another version was staged while the fix was being computed"),
            Skip::Filtered(how) => write!(f, "it is {how}"),
        }
    }
}

/// Why a fixed note's file in the work tree was left byte for byte as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftAlone {
    /// The file's own unstaged changes touch the same lines.
    Overlaps,
    /// The file is not there.
    Deleted,
    /// Sparse checkout leaves the note out of the work tree.
    SkipWorktree,
    /// Something else than a plain file has its name by now.
    NotAFile,
    /// A folder on the way to it is a symbolic link.
    SymlinkedParent,
    /// Its line endings or encoding would not survive the way through git and back.
    Conversion(String),
    /// It kept changing while it was being replaced.
    KeepsChanging,
    /// The system refused.
    Io(String),
}

impl fmt::Display for LeftAlone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LeftAlone::Overlaps => f.write_str("its unstaged changes touch the same lines as the fix"),
            LeftAlone::Deleted => f.write_str("the file is deleted in the work tree"),
            LeftAlone::SkipWorktree => f.write_str("sparse checkout keeps it out of the work tree"),
            LeftAlone::NotAFile => f.write_str("it is not a plain file in the work tree"),
            LeftAlone::SymlinkedParent => f.write_str("a folder on the way to it is a symbolic link in the work tree"),
            LeftAlone::Conversion(why) => {
                write!(f, "git's conversion of the file would not give the fixed text: {why}")
            }
            LeftAlone::KeepsChanging => f.write_str("another program kept writing to the file meanwhile"),
            LeftAlone::Io(why) => write!(f, "the file could not be replaced: {why}"),
        }
    }
}
