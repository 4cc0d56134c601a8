//! Returning fixed notes to the index, and to their files where nothing of the user's is at stake.
//!
//! The order makes every point of failure harmless: blobs first (they only add), then under the
//! lock the new index into `index.lock`, then file after file, and last the rename of the lock.
//! Killed before the rename, the index still holds what was staged, files hold the old or the
//! fixed text, and the next run comes to the same end.

use super::{
    content::how_stored,
    convert::Converter,
    error::{Cause, GitError},
    file_fix::{self, FileFix},
    index_file::IndexFile,
    leftovers,
    reasons::{LeftAlone, Refusal, Skip},
    repo::Repo,
    report::{NoteReport, Outcome, Report, Rewrite},
    trees,
};
use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    time::{Duration, UNIX_EPOCH},
};

/// How long to wait for another process that holds the index.
const PATIENCE: Duration = Duration::from_millis(1000);

impl Repo {
    /// Puts fixed notes into the index and, where that is safe, into their files.
    ///
    /// # Errors
    /// If fixing is refused here, the index is locked, unreadable or cannot be written, or an
    /// object cannot be stored. The index is then as it was.
    pub fn write_back(&self, rewrites: &[Rewrite]) -> Result<Report, GitError> {
        if let Some(refusal) = self.refusals().into_iter().next() {
            return Err(GitError::Refused(refusal));
        }
        if rewrites.is_empty() {
            self.sweep_leftovers()?;
            return Ok(report(Vec::new(), false));
        }
        remove_temporary_files_on_signals();
        let mut converter = Converter::new(self)?;
        let mut notes = Vec::new();
        for (position, rewrite) in rewrites.iter().enumerate() {
            let filtered = how_stored(&mut converter, &rewrite.path, &self.blob(rewrite)?)?;
            let (new_id, skip) = match filtered {
                Some(how) => (rewrite.old_id.0, Some(Skip::Filtered(how))),
                None => (self.store(&rewrite.path, &rewrite.new_bytes)?.0, None),
            };
            notes.push(Note {
                rewrite,
                new_id,
                skip,
                slot: None,
                temporary: leftovers::temporary_beside(&rewrite.path, position),
                fix: FileFix::default(),
            });
        }

        let lock = self.lock()?;
        let (mut index, written) = self.index_file()?;
        if index.slots().iter().any(|slot| slot.stage() != 0) {
            return Err(GitError::Refused(Refusal::Conflicts));
        }
        for note in &mut notes {
            note.find(&mut index);
        }
        let paths: Vec<&[u8]> =
            notes.iter().filter(|note| note.slot.is_some()).map(|note| note.rewrite.path.as_slice()).collect();
        let temporaries: Vec<_> = notes.iter().map(|note| note.temporary.clone()).collect();
        let _pending = leftovers::announce(self, &temporaries)?;
        if paths.is_empty() {
            return Ok(report(notes, false));
        }
        let empties_commit = self.merge_heads().is_empty() && self.equals_head(&index)?;
        index.distrust_racy(written);
        let renewed = index.renew_extensions(&paths);
        renewed.map_err(|why| self.unwritable(why.into()))?;
        // Complete before the first file changes, so that a full disk is noticed in time.
        self.put(&lock, &mut index)?;
        for note in &mut notes {
            if let Some(position) = note.slot {
                note.fix = if index.slots()[position].is_skip_worktree() {
                    FileFix::left(LeftAlone::SkipWorktree)
                } else {
                    file_fix::bring(self, &mut converter, note.rewrite, &note.temporary)
                };
                index.set_stat(position, note.fix.stat);
            }
        }
        let file = self.put(&lock, &mut index)?;
        file.sync_all().map_err(|err| self.unwritable(err.into()))?;
        let committed = lock.commit();
        committed.map_err(|err| self.unwritable(err.error.into()))?;
        Ok(report(notes, empties_commit))
    }

    /// Writes the index into its lock, over what that held; all versions have the same length.
    fn put(&self, lock: &gix::lock::Marker, index: &mut IndexFile) -> Result<fs::File, GitError> {
        let bytes = index.seal().map_err(|why| self.unwritable(why.into()))?;
        let written = fs::File::options()
            .write(true)
            .open(lock.lock_path())
            .and_then(|mut file| file.write_all(bytes).map(|()| file));
        written.map_err(|err| self.unwritable(err.into()))
    }

    fn unwritable(&self, cause: Cause) -> GitError {
        GitError::IndexWrite { path: self.index_path().to_owned(), cause }
    }

    /// The index's lock, after waiting for another holder as long as [`PATIENCE`] allows.
    pub(super) fn lock(&self) -> Result<gix::lock::Marker, GitError> {
        let patience = gix::lock::acquire::Fail::AfterDurationWithBackoff(PATIENCE);
        let path = self.index_path();
        match gix::lock::File::acquire_to_update_resource(path, patience, None, self.sharing()) {
            // Closed, as gix hides an open one from its signal handler while it is written to.
            Ok(lock) => lock.close().map_err(|err| self.unwritable(err.into())),
            Err(err) if err.is_retryable() => {
                let mut lock = path.as_os_str().to_owned();
                lock.push(".lock");
                Err(GitError::Locked { path: lock.into() })
            }
            Err(err) => Err(self.unwritable(err.into())),
        }
    }

    /// The index as it is now, and when it was written (seconds since 1970).
    fn index_file(&self) -> Result<(IndexFile, i64), GitError> {
        let unreadable = |why: String| GitError::IndexUnreadable { path: self.index_path().to_owned(), why };
        let io = |err: std::io::Error| unreadable(err.to_string());
        let found = fs::metadata(self.index_path()).map_err(io)?;
        let written = found.modified().map_err(io)?.duration_since(UNIX_EPOCH);
        let written = written.map_or(0, |time| i64::try_from(time.as_secs()).unwrap_or(i64::MAX));
        let bytes = fs::read(self.index_path()).map_err(io)?;
        Ok((IndexFile::parse(self, bytes).map_err(unreadable)?, written))
    }

    fn blob(&self, rewrite: &Rewrite) -> Result<Vec<u8>, GitError> {
        self.read(&super::Entry { path: rewrite.path.clone(), id: rewrite.old_id })
    }

    /// True if a commit of `index` would have HEAD's tree.
    fn equals_head(&self, index: &IndexFile) -> Result<bool, GitError> {
        let head = self.head_tree()?;
        let staged: BTreeMap<&[u8], trees::Node> = index
            .slots()
            .iter()
            .filter(|slot| !slot.is_intent_to_add())
            .map(|slot| {
                let node = trees::Node { mode: index.mode(slot), id: index.id(slot) };
                (slot.path.as_slice(), node)
            })
            .collect();
        let files = trees::list(self, head, &|path| !path.ends_with(b"/") || staged.contains_key(path))?;
        Ok(files.len() == staged.len() && files.iter().all(|(path, node)| staged.get(path.as_slice()) == Some(node)))
    }
}

struct Note<'a> {
    rewrite: &'a Rewrite,
    new_id: gix::ObjectId,
    skip: Option<Skip>,
    slot: Option<usize>,
    temporary: Vec<u8>,
    fix: FileFix,
}

impl Note<'_> {
    /// Gives the note's entry its new object if it still is what the fix was made from.
    fn find(&mut self, index: &mut IndexFile) {
        if self.skip.is_some() {
            return;
        }
        let found = index.find(&self.rewrite.path).filter(|position| {
            let slot = &index.slots()[*position];
            let is_file = matches!(index.mode(slot), 0o100_644 | 0o100_755);
            is_file && !slot.is_intent_to_add() && index.id(slot) == self.rewrite.old_id.0
        });
        match found {
            Some(position) => {
                index.set_id(position, self.new_id);
                self.slot = Some(position);
            }
            None => self.skip = Some(Skip::ChangedMeanwhile),
        }
    }
}

fn report(notes: Vec<Note<'_>>, empties_commit: bool) -> Report {
    let notes = notes.into_iter().map(|note| NoteReport {
        path: note.rewrite.path.clone(),
        outcome: match note.skip {
            Some(reason) => Outcome::Skipped { reason },
            None => note.fix.outcome,
        },
        staged_before: note.rewrite.old_id,
        file_before: note.fix.file_before,
    });
    Report { notes: notes.collect(), empties_commit }
}

/// On INT and TERM the lock and temporary files are removed before the process ends as usual.
fn remove_temporary_files_on_signals() {
    use gix::tempfile::signal::handler::Mode;
    gix::tempfile::signal::setup(Mode::DeleteTempfilesOnTerminationAndRestoreDefaultBehaviour);
}
