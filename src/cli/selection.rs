//! Which notes a command looks at: files and folders, or one note from standard input.

use std::io;
use std::path::{Path, PathBuf};

use super::args::NoteArgs;
use super::failure::Failure;
use super::world::World;
use crate::origin::{OriginError, stdin, worktree};
use crate::text::{NotePath, Source};

/// The notes of a run.
pub(super) enum Notes {
    /// Files, and the paths under which they were named.
    Files {
        /// The notes found.
        found: Vec<worktree::Found>,
        /// What was in the way.
        problems: Vec<OriginError>,
        /// Nothing is written outside of these.
        named: worktree::Named,
    },
    /// One note from standard input: its text and the absolute path that it stands for.
    Stdin(Box<Source>, PathBuf),
}

/// Finds the notes.
///
/// # Errors
/// A path that is not there, input that is not text.
pub(super) fn notes(world: &World, args: &NoteArgs) -> Result<Notes, Failure> {
    let dash = Path::new(stdin::NAME);
    if args.paths.iter().any(|path| path == dash) {
        if args.paths.len() > 1 {
            return Err(Failure::new("`-` reads one note from standard input; no other path can stand beside it"));
        }
        let shown = args.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("stdin.md"));
        let text = stdin::read(io::stdin().lock()).map_err(|error| explained(&error))?;
        let whole = world.cwd.join(&shown);
        let source = Source::new(NotePath::new(&world.shown(&whole)), text).map_err(Failure::new)?;
        return Ok(Notes::Stdin(Box::new(source), whole));
    }
    if args.stdin_filename.is_some() {
        return Err(Failure::new("--stdin-filename needs `-` as the path")
            .hint("vault-lint --stdin-filename NOTE.md - < NOTE.md"));
    }
    let excluded = |path: &Path| world.excluded(path);
    let options = options(world, &excluded, args.force_exclude);
    let named = worktree::Named::new(&args.paths, &world.cwd).map_err(|error| explained(&error))?;
    let collected = worktree::collect(&args.paths, &options).map_err(|error| explained(&error))?;
    Ok(Notes::Files { found: collected.notes, problems: collected.problems, named })
}

/// The absolute paths of all notes below a folder that are not excluded; what cannot be listed is passed over.
pub(super) fn all_below(world: &World, folder: &Path) -> Vec<PathBuf> {
    let excluded = |path: &Path| world.excluded(path);
    let found = worktree::collect(&[folder.to_owned()], &options(world, &excluded, true));
    found.map_or_else(|_| Vec::new(), |found| found.notes.into_iter().map(|note| note.path).collect())
}

fn options<'a>(
    world: &'a World,
    excluded: &'a (dyn Fn(&Path) -> bool + Sync),
    force_exclude: bool,
) -> worktree::Options<'a> {
    worktree::Options { working: &world.cwd, excluded, force_exclude, threads: world.global.threads }
}

/// An origin's error with its hint.
pub(super) fn explained(error: &OriginError) -> Failure {
    Failure::new(error).hint(error.hint())
}
