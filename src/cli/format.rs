//! `vault-lint format`: the formatter alone.

use std::io::{self, Write};
use std::path::Path;

use rayon::prelude::*;

use super::args::FormatArgs;
use super::failure::Failure;
use super::selection::{Notes, explained, notes};
use super::world::World;
use super::{Status, Stop, output, written};
use crate::format::{self, Dropped};
use crate::note::Note;
use crate::origin::{OriginError, worktree, write};
use crate::text::{NotePath, Source};

/// One note, formatted in memory.
struct Formatted {
    path: NotePath,
    before: String,
    after: String,
    dropped: Vec<Dropped>,
}

/// Runs the command.
pub(super) fn run(world: &World, args: &FormatArgs) -> Result<Status, Stop> {
    match notes(world, &args.notes)? {
        Notes::Stdin(source, path) => {
            let note = format_note(world, *source, &path)?;
            if !args.check && !args.diff {
                written(io::stdout().write_all(note.after.as_bytes()))?;
                return Ok(Status::Clean);
            }
            report(world, args, &[note])
        }
        Notes::Files { found, problems, named } => {
            let results: Vec<Result<Formatted, Failure>> =
                found.par_iter().map(|note| file(world, note, args, &named)).collect();
            let mut troubles: Vec<Failure> = problems.iter().map(explained).collect();
            let mut formatted = Vec::new();
            for result in results {
                match result {
                    Ok(note) => formatted.push(note),
                    Err(failure) => troubles.push(failure),
                }
            }
            let status = report(world, args, &formatted)?;
            for trouble in &troubles {
                written(writeln!(io::stderr(), "{trouble}"))?;
            }
            if troubles.is_empty() {
                Ok(status)
            } else {
                Err(Failure::new(format!("{} notes could not be formatted", troubles.len())).into())
            }
        }
    }
}

fn file(
    world: &World,
    found: &worktree::Found,
    args: &FormatArgs,
    named: &worktree::Named,
) -> Result<Formatted, Failure> {
    let text = worktree::read(&found.path).map_err(|error| explained(&error))?;
    let too_large = |_| explained(&OriginError::TooLarge { path: found.path.clone() });
    let source = Source::new(found.shown.clone(), text).map_err(too_large)?;
    let note = format_note(world, source, &found.path)?;
    if !args.check && !args.diff && note.before != note.after {
        write::replace(&found.path, &note.before, &note.after, named).map_err(|error| explained(&error))?;
    }
    Ok(note)
}

fn format_note(world: &World, source: Source, path: &Path) -> Result<Formatted, Failure> {
    let settings = world.settings_for(path.parent().unwrap_or(path))?;
    let note = Note::parse(source);
    // A NUL byte is in no text that a person wrote: whatever this file is, it is not ours to rewrite.
    let binary = note.text().contains('\0');
    let formatted = if binary { format::Formatted::default() } else { format::edits(&note, &settings.format) };
    let after = formatted.text(&note);
    let before = note.text().to_owned();
    Ok(Formatted { path: note.source.path, before, after, dropped: formatted.dropped })
}

fn report(world: &World, args: &FormatArgs, notes: &[Formatted]) -> Result<Status, Stop> {
    let changed: Vec<&Formatted> = notes.iter().filter(|note| note.before != note.after).collect();
    let verb = if args.check || args.diff { "would change" } else { "changed" };
    if args.diff {
        let pairs: Vec<_> =
            changed.iter().map(|note| (&note.path, note.before.as_str(), note.after.as_str())).collect();
        output::patches(world, &pairs)?;
    } else if !world.global.quiet {
        let mut out = String::new();
        for note in &changed {
            out.push_str(&format!("{verb}: {}\n", crate::text::caret::visible(note.path.as_str())));
        }
        written(io::stdout().write_all(out.as_bytes()))?;
        let total = format!("{} of {} notes {verb}\n", changed.len(), notes.len());
        written(io::stderr().write_all(total.as_bytes()))?;
    }
    for note in notes.iter().filter(|_| world.global.verbose) {
        for dropped in &note.dropped {
            written(writeln!(io::stderr(), "{}: pass {} left out: {}", note.path, dropped.pass, dropped.reason))?;
        }
    }
    let wrong = (args.check || args.diff) && !changed.is_empty();
    Ok(if wrong { Status::Findings } else { Status::Clean })
}
