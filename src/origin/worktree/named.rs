//! The paths that were named, and what naming a path means.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use super::absent;
use crate::origin::error::OriginError;

/// The paths that were named, with all symbolic links resolved. Nothing is read or written outside of them.
#[derive(Clone, Debug, Default)]
pub struct Named {
    roots: BTreeSet<PathBuf>,
}

impl Named {
    /// Resolves the named paths; no path stands for the working folder itself.
    ///
    /// # Errors
    /// [`OriginError::Missing`] or [`OriginError::Unreadable`] for a path that cannot be resolved.
    pub fn new(paths: &[PathBuf], working: &Path) -> Result<Self, OriginError> {
        let mut roots = BTreeSet::new();
        for path in or_here(paths) {
            let whole = working.join(&path);
            let resolved = whole.canonicalize().map_err(|source| absent(&path, source))?;
            if names_its_target(&whole) {
                roots.insert(resolved);
            }
        }
        Ok(Self { roots })
    }

    /// Whether a path, with all symbolic links resolved, is one of the named paths or lies under one.
    #[must_use]
    pub fn contains(&self, resolved: &Path) -> bool {
        resolved.ancestors().any(|ancestor| self.roots.contains(ancestor))
    }
}

/// The working folder where no path was named.
pub(super) fn or_here(paths: &[PathBuf]) -> Vec<PathBuf> {
    if paths.is_empty() { vec![PathBuf::from(".")] } else { paths.to_vec() }
}

/// Drops `.`, and `..` together with the folder before it unless that is a link, whose `..` is somewhere else.
pub(super) fn clean(path: &Path, working: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(out.components().next_back(), Some(Component::Normal(_)))
                    && !is_link(&working.join(&out)) =>
            {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

pub(super) fn is_note_name(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|ext| ext.eq_ignore_ascii_case("md") || ext.eq_ignore_ascii_case("markdown"))
}

/// Whether naming a path names what it leads to. A link to a folder does; one that poses as a note does not,
/// for a pull request can bring such a link, and its name then comes from a list of changed notes.
pub(super) fn names_its_target(path: &Path) -> bool {
    !is_link(path) || (path.is_dir() && !is_note_name(path))
}

pub(super) fn is_link(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink())
}
