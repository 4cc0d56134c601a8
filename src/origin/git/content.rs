//! Reading staged notes, and knowing which of them are not stored as plain text.

use super::{
    convert::Converter,
    error::GitError,
    repo::{Entry, Repo},
};
use std::fmt;

/// How a note is stored if not as the bytes of its file (line endings apart).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filtered {
    /// A pointer of git-lfs: the text is elsewhere, so not even checking makes sense.
    Lfs,
    /// The attribute `filter` names a driver.
    Filter(String),
    /// The attribute `working-tree-encoding` names an encoding.
    Encoding(String),
    /// It holds NUL bytes, so that git itself takes it for binary.
    Binary,
}

impl fmt::Display for Filtered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Filtered::Lfs => f.write_str("stored as a git-lfs pointer"),
            Filtered::Filter(name) => write!(f, "stored through the git filter {name:?}"),
            Filtered::Encoding(name) => {
                write!(f, "kept as {name} in the work tree (working-tree-encoding)")
            }
            Filtered::Binary => f.write_str("binary to git, as it holds NUL bytes"),
        }
    }
}

impl Repo {
    /// The bytes of a note as git stores them.
    ///
    /// # Errors
    /// If the blob is missing, as in a partial clone, or damaged.
    pub fn read(&self, entry: &Entry) -> Result<Vec<u8>, GitError> {
        let path = String::from_utf8_lossy(&entry.path).into_owned();
        match self.git.try_find_object(entry.id.0) {
            Ok(Some(object)) => Ok(object.detach().data),
            Ok(None) => Err(GitError::MissingObject {
                id: entry.id.to_string(),
                what: format!("the staged text of {path}"),
                promised: self.is_partial_clone(),
            }),
            Err(err) => {
                Err(GitError::Read { what: format!("the staged text of {path} ({})", entry.id), cause: err.into() })
            }
        }
    }

    /// For each of `entries` that is stored through a filter, in another encoding or as an LFS
    /// pointer: its position and how. Such notes may be checked, never rewritten.
    ///
    /// # Errors
    /// If the index, an attribute file or a blob cannot be read.
    pub fn filtered(&self, entries: &[Entry]) -> Result<Vec<(usize, Filtered)>, GitError> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let mut converter = Converter::new(self)?;
        let mut found = Vec::new();
        for (position, entry) in entries.iter().enumerate() {
            let stored = how_stored(&mut converter, &entry.path, &self.read(entry)?)?;
            found.extend(stored.map(|how| (position, how)));
        }
        Ok(found)
    }
}

/// How a note of these bytes is stored, if not as plain text.
pub(super) fn how_stored(
    converter: &mut Converter<'_>,
    path: &[u8],
    bytes: &[u8],
) -> Result<Option<Filtered>, GitError> {
    if is_lfs_pointer(bytes) {
        return Ok(Some(Filtered::Lfs));
    }
    let filtered = converter.filtered(path)?;
    Ok(filtered.or_else(|| bytes.contains(&0).then_some(Filtered::Binary)))
}

/// <https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md>
fn is_lfs_pointer(bytes: &[u8]) -> bool {
    bytes.len() < 1024
        && bytes.starts_with(b"version https://git-lfs.github.com/spec/v1\n")
        && bytes.windows(12).any(|part| part == b"\noid sha256:")
}
