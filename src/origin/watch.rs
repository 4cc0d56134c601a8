//! Waits until something changes below folders.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::error::OriginError;

/// A burst of changes is over when nothing happened for so long: an editor writes, renames and sets times in turns, and
/// `git checkout` touches many notes.
const QUIET: Duration = Duration::from_millis(50);

/// Folders that are watched from when this is made until it is dropped.
#[derive(Debug)]
pub struct Watch {
    events: Receiver<notify::Result<Event>>,
    folders: Vec<PathBuf>,
    /// Events end when it goes.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Watches folders and all below them.
    ///
    /// # Errors
    /// [`OriginError::Unwatchable`] where the system does not tell what changes.
    pub fn of(folders: &[PathBuf]) -> Result<Self, OriginError> {
        let (sender, events) = channel();
        let unwatchable = |path: &Path, error: &notify::Error| {
            let (path, message) = (path.to_owned(), error.to_string());
            OriginError::Unwatchable { path, message }
        };
        let here = folders.first().map_or(Path::new("."), PathBuf::as_path);
        let mut watcher = notify::recommended_watcher(sender).map_err(|error| unwatchable(here, &error))?;
        for folder in folders {
            watcher.watch(folder, RecursiveMode::Recursive).map_err(|error| unwatchable(folder, &error))?;
        }
        Ok(Self { events, folders: folders.to_vec(), _watcher: watcher })
    }

    /// Blocks until something changed and nothing more does, and gives the paths; the folders themselves where the system
    /// lost count. `None`: there is nothing left to wait for.
    #[must_use]
    pub fn wait(&self) -> Option<BTreeSet<PathBuf>> {
        let mut changed = BTreeSet::new();
        while changed.is_empty() {
            self.take(self.events.recv().ok()?, &mut changed);
        }
        while let Ok(event) = self.events.recv_timeout(QUIET) {
            self.take(event, &mut changed);
        }
        Some(changed)
    }

    fn take(&self, event: notify::Result<Event>, changed: &mut BTreeSet<PathBuf>) {
        match event {
            Ok(event) if event.need_rescan() => changed.extend(self.folders.iter().cloned()),
            Ok(Event { kind: EventKind::Access(_), .. }) => {}
            Ok(event) => changed.extend(event.paths),
            Err(_) => changed.extend(self.folders.iter().cloned()),
        }
    }
}
