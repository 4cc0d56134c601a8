//! Notes on disk: which files under the named paths are notes, and their text.
//!
//! The only file that names the crate `ignore`.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ignore::{WalkBuilder, WalkState};

use super::error::OriginError;
use crate::text::NotePath;

mod list;
mod named;
mod read;

pub use list::{all_files, ignored_files};
pub use named::Named;
pub use read::read;
pub(super) use read::read_from;

use named::{clean, is_link, is_note_name, names_its_target, or_here};

/// The file in which a vault lists what vault-lint should not look at, in the syntax of `.gitignore`.
pub const IGNORE_FILE: &str = ".vaultlintignore";

/// How to look for notes.
pub struct Options<'a> {
    /// The absolute path of the working folder; paths are relative to it and shown relative to it.
    pub working: &'a Path,
    /// Whether the config excludes the file or folder at this absolute path.
    pub excluded: &'a (dyn Fn(&Path) -> bool + Sync),
    /// Whether excludes and ignore files count for files that are named explicitly as well.
    pub force_exclude: bool,
    /// How many threads walk; 0 lets the walker choose.
    pub threads: usize,
}

/// A note that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// How reports call it.
    pub shown: NotePath,
    /// Its absolute path.
    pub path: PathBuf,
}

/// What a search brought up.
#[derive(Debug, Default)]
pub struct Collected {
    /// The notes, sorted by the path shown, each file once.
    pub notes: Vec<Found>,
    /// What was in the way (a folder that cannot be listed, a broken pattern); the search went on beside it.
    pub problems: Vec<OriginError>,
}

/// Finds the notes at and under `paths` (the working folder where there are none).
///
/// In folders, only `.md` and `.markdown` files count, hidden ones and ignored ones do not; a file that is named
/// explicitly counts whatever it is called. A symbolic link to a folder is followed only where it is named
/// itself; one to a note only where the note lies under the named paths.
///
/// # Errors
/// A named path that does not exist, is no regular file or folder, or leads out of the named paths.
pub fn collect(paths: &[PathBuf], options: &Options<'_>) -> Result<Collected, OriginError> {
    let named = Named::new(paths, options.working)?;
    let mut search = Search { named: &named, options, notes: BTreeMap::new(), links: Vec::new(), problems: Vec::new() };
    for path in or_here(paths) {
        let whole = options.working.join(clean(&path, options.working));
        let metadata = fs::metadata(&whole).map_err(|source| absent(&path, source))?;
        if metadata.is_dir() && names_its_target(&whole) {
            search.walk(&whole)?;
        } else if metadata.is_file() {
            search.explicit(&whole)?;
        } else {
            return Err(OriginError::NotRegular { path });
        }
    }
    Ok(search.finish())
}

/// A search under way.
struct Search<'a> {
    named: &'a Named,
    options: &'a Options<'a>,
    /// By the path with all links resolved, so that each file counts once.
    notes: BTreeMap<PathBuf, Found>,
    /// Links to notes that were met in folders; looked at last, since the notes themselves go first.
    links: Vec<PathBuf>,
    problems: Vec<OriginError>,
}

impl Search<'_> {
    /// A file named on the command line.
    fn explicit(&mut self, path: &Path) -> Result<(), OriginError> {
        if self.options.force_exclude && self.is_excluded(path) {
            return Ok(());
        }
        let resolved = path.canonicalize().map_err(|source| absent(path, source))?;
        if is_link(path) && !self.named.contains(&resolved) {
            return Err(OriginError::LeadsOut { path: path.to_owned() });
        }
        self.add(path.to_owned(), resolved);
        Ok(())
    }

    /// All notes under a folder.
    fn walk(&mut self, folder: &Path) -> Result<(), OriginError> {
        let resolved = folder.canonicalize().map_err(|source| absent(folder, source))?;
        let met = Mutex::new((Vec::new(), Vec::new()));
        self.builder(folder).build_parallel().run(|| {
            Box::new(|entry| {
                if entry.as_ref().is_ok_and(|entry| entry.depth() > 0 && (self.options.excluded)(entry.path())) {
                    return WalkState::Skip;
                }
                let (note, problem) = self.look_at(entry);
                if note.is_some() || problem.is_some() {
                    let mut met = met.lock().unwrap_or_else(PoisonError::into_inner);
                    met.0.extend(note);
                    met.1.extend(problem);
                }
                WalkState::Continue
            })
        });
        let (notes, problems) = met.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.problems.extend(problems);
        for (path, link) in notes {
            if link {
                self.links.push(path);
            } else {
                let below = path.strip_prefix(folder).unwrap_or(&path);
                let resolved = resolved.join(below);
                self.add(path, resolved);
            }
        }
        Ok(())
    }

    /// What one step of the walk brought: a note and whether it is a link, or a problem.
    fn look_at(
        &self,
        entry: Result<ignore::DirEntry, ignore::Error>,
    ) -> (Option<(PathBuf, bool)>, Option<OriginError>) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return (None, problem(error, self.options.working)),
        };
        let broken = entry.error().cloned().and_then(|error| problem(error, self.options.working));
        let kind = entry.file_type();
        let link = kind.is_some_and(|kind| kind.is_symlink());
        // Pipes, devices and folders called `x.md` are not notes and never opened.
        let file = kind.is_some_and(|kind| kind.is_file()) || link;
        let note = file && is_note_name(entry.path());
        (note.then(|| (entry.into_path(), link)), broken)
    }

    fn builder(&self, folder: &Path) -> WalkBuilder {
        // Outside of a repository, `.gitignore` counts where it lies under the named folder; one further up,
        // such as the `*` that some people keep in their home, must not hide every note without a word.
        let in_git = folder.ancestors().any(|ancestor| ancestor.join(".git").exists());
        let mut builder = WalkBuilder::new(folder);
        builder
            .current_dir(self.options.working)
            .threads(self.options.threads)
            .follow_links(false)
            .require_git(in_git)
            .parents(in_git)
            // Only what lies in the vault counts, lest two machines see two vaults.
            .git_global(false)
            .ignore(false)
            .add_custom_ignore_filename(IGNORE_FILE);
        if !in_git && folder != self.options.working && folder.starts_with(self.options.working) {
            for name in [".gitignore", IGNORE_FILE] {
                // Most folders have none, which the builder reports as an error.
                let _absent = builder.add_ignore(self.options.working.join(name));
            }
        }
        builder
    }

    /// Whether the config or an ignore file on the way from the working folder hides an explicitly named file.
    fn is_excluded(&self, path: &Path) -> bool {
        if self.config_excludes(path) {
            return true;
        }
        let Ok(below) = path.strip_prefix(self.options.working) else { return false };
        let matchers = self.builder(self.options.working).build_matchers();
        matchers.into_iter().next().is_some_and(|mut matcher| matcher.matched(below, false).is_ignore())
    }

    /// Whether the config excludes a file or one of the folders it lies in.
    fn config_excludes(&self, path: &Path) -> bool {
        path.ancestors()
            .take_while(|ancestor| *ancestor != self.options.working)
            .any(|ancestor| (self.options.excluded)(ancestor))
    }

    fn add(&mut self, path: PathBuf, resolved: PathBuf) {
        let below = path.strip_prefix(self.options.working).unwrap_or(&path);
        match below.to_str() {
            Some(shown) => {
                let shown = NotePath::new(shown);
                self.notes.entry(resolved).or_insert(Found { shown, path });
            }
            None => self.problems.push(OriginError::NameNotUtf8 { path }),
        }
    }

    fn finish(mut self) -> Collected {
        self.links.sort();
        for link in std::mem::take(&mut self.links) {
            // A dangling link is no note, and one that leads out is nobody's business here.
            let Ok(target) = link.canonicalize() else { continue };
            if target.is_file() && self.named.contains(&target) {
                self.add(link, target);
            }
        }
        let mut notes: Vec<Found> = self.notes.into_values().collect();
        notes.sort();
        let mut problems = self.problems;
        problems.sort_by(|a, b| a.path().cmp(b.path()));
        Collected { notes, problems }
    }
}

/// What the walker complains of, where it concerns the user.
fn problem(error: ignore::Error, working: &Path) -> Option<OriginError> {
    let (mut path, mut inner) = (working.to_owned(), error);
    loop {
        inner = match inner {
            ignore::Error::WithPath { path: at, err } => {
                path = at;
                *err
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. }
                if matches!(
                    *err,
                    ignore::Error::Io(_) | ignore::Error::WithPath { .. } | ignore::Error::WithDepth { .. }
                ) =>
            {
                *err
            }
            ignore::Error::Partial(errors) => errors.into_iter().next()?,
            ignore::Error::Io(source) => return Some(OriginError::Unreadable { path, source }),
            other => {
                // A bad pattern in `.gitignore` is git's to report; it ignores the pattern, and so does the walker.
                let ours = path.file_name() == Some(OsStr::new(IGNORE_FILE));
                return ours.then(|| OriginError::IgnoreFile { path, message: other.to_string() });
            }
        };
    }
}

fn absent(path: &Path, source: io::Error) -> OriginError {
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => OriginError::Missing { path },
        _ => OriginError::Unreadable { path, source },
    }
}

#[cfg(test)]
mod tests;
