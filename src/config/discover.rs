//! Which `vault-lint.toml` applies to a note, and what lies below it.
//!
//! Files are reached through [`Disk`] alone, so that this stays free of I/O.

mod layers;
mod merge;

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

pub use layers::{Layer, PRESETS};
pub use merge::{Merged, Origin};

use super::file::ConfigError;

/// The name of a file of settings.
pub const FILE_NAME: &str = "vault-lint.toml";

/// What is asked of the disk.
#[derive(Clone, Copy)]
pub struct Disk<'d> {
    /// The working folder, absolute: messages show paths below it relative to it.
    pub base: &'d Path,
    /// The text of a file; [`io::ErrorKind::NotFound`] where there is none.
    pub read: &'d (dyn Fn(&Path) -> io::Result<String> + Sync),
    /// Whether there is a file or folder of that name.
    pub exists: &'d (dyn Fn(&Path) -> bool + Sync),
}

/// Finds settings and remembers what it found, folder by folder: each folder is looked into once.
pub struct Discovery<'d> {
    disk: Disk<'d>,
    folders: BTreeMap<PathBuf, Arc<Merged>>,
}

impl<'d> Discovery<'d> {
    /// Nothing is read yet.
    #[must_use]
    pub fn new(disk: Disk<'d>) -> Self {
        Self { disk, folders: BTreeMap::new() }
    }

    /// The settings for notes in a folder, which is best absolute: from a relative one the search cannot leave the
    /// working folder.
    ///
    /// The nearest [`FILE_NAME`] upward wins; the search ends with the first folder that holds `.git` or `.obsidian`.
    /// Without such a file the built-in defaults apply, rooted where the search ended.
    ///
    /// # Errors
    /// A file that cannot be read or whose settings cannot be used. Not remembered: asking again reads again.
    pub fn for_folder(&mut self, folder: &Path) -> Result<Arc<Merged>, ConfigError> {
        let folder = normal(folder);
        let mut passed = Vec::new();
        let mut found = None;
        for dir in folder.ancestors() {
            if let Some(known) = self.folders.get(dir) {
                found = Some(Arc::clone(known));
                break;
            }
            passed.push(dir.to_owned());
            let path = dir.join(FILE_NAME);
            match (self.disk.read)(&path) {
                Ok(text) => {
                    found = Some(Arc::new(self.merge(path, text)?));
                    break;
                }
                Err(error) if is_missing(&error) => {}
                Err(reason) => return Err(self.unreadable(&path, reason)),
            }
            if [".git", ".obsidian"].iter().any(|top| (self.disk.exists)(&dir.join(top))) {
                break;
            }
        }
        let root = passed.last().cloned().unwrap_or_default();
        let merged = found.unwrap_or_else(|| Arc::new(Merged::defaults(root)));
        for dir in passed {
            self.folders.insert(dir, Arc::clone(&merged));
        }
        Ok(merged)
    }

    /// The settings of one file, wherever notes are (`--config`).
    ///
    /// # Errors
    /// As [`Self::for_folder`]; a missing file is one too.
    pub fn load(&self, file: &Path) -> Result<Merged, ConfigError> {
        let path = normal(file);
        match (self.disk.read)(&path) {
            Ok(text) => self.merge(path, text),
            Err(reason) => Err(self.unreadable(&path, reason)),
        }
    }

    fn merge(&self, path: PathBuf, text: String) -> Result<Merged, ConfigError> {
        let root = path.parent().map(Path::to_owned).unwrap_or_default();
        layers::collect(self.disk, path, text, env!("CARGO_PKG_VERSION")).and_then(|stack| merge::merge(stack, root))
    }

    fn unreadable(&self, path: &Path, reason: io::Error) -> ConfigError {
        ConfigError::Read { path: path.strip_prefix(self.disk.base).unwrap_or(path).to_owned(), reason }
    }
}

/// A path of which a part is a file is missing too.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The path without `.` and `..`, as far as its text goes.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            // Above the top there is nothing.
            Component::ParentDir if out.has_root() => {}
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests;
