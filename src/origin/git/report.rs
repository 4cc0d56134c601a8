//! What [`Repo::write_back`](super::Repo::write_back) is given and what it tells.

use super::{
    reasons::{LeftAlone, Skip},
    repo::BlobId,
};

/// A note and its fixed text.
#[derive(Debug, Clone)]
pub struct Rewrite {
    /// From the work tree's top.
    pub path: Vec<u8>,
    /// The staged text from which the fix was computed.
    pub old_id: BlobId,
    /// The fixed text, as git shall store it.
    pub new_bytes: Vec<u8>,
}

/// What became of one note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Index and file both hold the fixed text.
    IndexAndFile,
    /// The index holds the fixed text; the fix was merged into the file with its unstaged changes.
    IndexAndMerged,
    /// The index holds the fixed text; the file is byte for byte as it was.
    IndexOnly {
        /// Why the file was left.
        reason: LeftAlone,
    },
    /// Nothing was changed.
    Skipped {
        /// Why.
        reason: Skip,
    },
}

/// One note of a [`Report`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteReport {
    /// From the work tree's top.
    pub path: Vec<u8>,
    /// What became of it.
    pub outcome: Outcome,
    /// The blob that holds what was staged before; nothing else may hold it, so tell the user.
    pub staged_before: BlobId,
    /// The blob that holds what the file was, if it was changed and differed from `staged_before`.
    pub file_before: Option<BlobId>,
}

/// What the call did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// One for each rewrite, in the order given.
    pub notes: Vec<NoteReport>,
    /// The index now equals HEAD: a commit would be empty, so the hook should stop it.
    pub empties_commit: bool,
}
