//! Finds the baseline that holds for a note: the nearest one upward, up to the repository's top.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::failure::Failure;
use crate::baseline::{Baseline, FILE};

/// A baseline and where it lies.
pub(super) struct Found {
    /// Its folder: the paths in it are relative to this one.
    pub(super) folder: PathBuf,
    /// What it accepts.
    pub(super) baseline: Baseline,
    /// What it accepts in notes that are gone: one of them may be the note at hand under its former name.
    homeless: Arc<BTreeSet<String>>,
}

/// The baselines met so far, by the folder of the notes that they hold for.
#[derive(Default)]
pub(super) struct Baselines {
    by_folder: Mutex<BTreeMap<PathBuf, Option<Arc<Found>>>>,
}

impl Baselines {
    /// The fingerprints of the findings that are accepted in a note.
    ///
    /// # Errors
    /// A baseline that cannot be read.
    pub(super) fn accepted_in(&self, note: &Path) -> Result<Arc<BTreeSet<String>>, Failure> {
        let Some(found) = self.nearest(note.parent().unwrap_or(note))? else { return Ok(Arc::default()) };
        let accepted = relative(&found.folder, note).and_then(|path| found.baseline.accepted_in(&path));
        Ok(accepted.map_or_else(|| Arc::clone(&found.homeless), Arc::new))
    }

    /// The nearest baseline at or above a folder.
    ///
    /// # Errors
    /// A baseline that cannot be read.
    pub(super) fn nearest(&self, folder: &Path) -> Result<Option<Arc<Found>>, Failure> {
        let lock = || self.by_folder.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = lock().get(folder) {
            return Ok(found.clone());
        }
        let found = match read(folder)? {
            Some(found) => Some(Arc::new(found)),
            None if is_top(folder) => None,
            None => match folder.parent() {
                Some(above) => self.nearest(above)?,
                None => None,
            },
        };
        lock().insert(folder.to_owned(), found.clone());
        Ok(found)
    }
}

/// Whether nothing above a folder concerns the notes in it: the top of a repository.
pub(super) fn is_top(folder: &Path) -> bool {
    folder.join(".git").symlink_metadata().is_ok()
}

/// A note's path from a folder, as baselines write it.
pub(super) fn relative(folder: &Path, note: &Path) -> Option<String> {
    Some(note.strip_prefix(folder).ok()?.to_string_lossy().replace('\\', "/"))
}

fn read(folder: &Path) -> Result<Option<Found>, Failure> {
    let file = folder.join(FILE);
    let regular = std::fs::metadata(&file).is_ok_and(|metadata| metadata.is_file());
    if !regular {
        return Ok(None);
    }
    let text = std::fs::read_to_string(&file).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
    let baseline = Baseline::read(&text).map_err(|error| {
        Failure::new(format!("{}: {error}", file.display()))
            .hint("mend the file, or write it anew: delete it and run `vault-lint baseline`")
    })?;
    let gone = baseline.notes().filter(|path| folder.join(path).symlink_metadata().is_err());
    let homeless = gone.filter_map(|path| baseline.accepted_in(path)).flatten().collect();
    Ok(Some(Found { folder: folder.to_owned(), baseline, homeless: Arc::new(homeless) }))
}
