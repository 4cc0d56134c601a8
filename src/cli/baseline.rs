//! `vault-lint baseline`: accepts today's findings, so that from then on only new ones are reported.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::accepted::{is_top, relative};
use super::args::NoteArgs;
use super::check::{Job, files};
use super::failure::Failure;
use super::look::Checked;
use super::selection::{Notes, explained, notes};
use super::world::World;
use super::{Status, Stop, written};
use crate::baseline::{Baseline, FILE};
use crate::fingerprint;
use crate::origin::write;

/// Runs the command. `world` must look at the notes without any baseline.
pub(super) fn run(world: &World, args: &NoteArgs) -> Result<Status, Stop> {
    let Notes::Files { found, problems, named } = notes(world, args)? else {
        return Err(Failure::new("a baseline is about files; `-` is none").into());
    };
    let job = Job { fix: None, write: false, survey: false };
    let mut troubles: Vec<Failure> = problems.iter().map(explained).collect();
    let checked = files(world, job, &found, &named, &mut troubles)?;
    for trouble in &troubles {
        written(writeln!(io::stderr(), "{trouble}"))?;
    }
    let paths: BTreeMap<_, &PathBuf> = found.iter().map(|note| (&note.shown, &note.path)).collect();

    let (folder, mut baseline) = existing(world)?;
    let before = baseline.len();
    for note in &checked {
        let Some(path) = paths.get(&note.source.path).and_then(|path| relative(&folder, path)) else { continue };
        baseline.accept(&path, fingerprints(note));
    }
    baseline.forget(|path| folder.join(path).symlink_metadata().is_err());

    let file = folder.join(FILE);
    let text = baseline.write().map_err(Failure::new)?;
    write::whole(&file, &text).map_err(|error| explained(&error))?;
    let count = |count: usize| if count == 1 { "1 finding".to_owned() } else { format!("{count} findings") };
    let notes = baseline.notes().count();
    let notes = if notes == 1 { "1 note".to_owned() } else { format!("{notes} notes") };
    let was = if before > 0 { format!(" (before: {before})") } else { String::new() };
    let line = format!("{}: {} accepted in {notes}{was}", world.shown(&file), count(baseline.len()));
    written(writeln!(io::stdout(), "{line}"))?;
    if before == 0 {
        written(writeln!(io::stdout(), "commit that file; from now on only new findings are reported"))?;
    }
    if !troubles.is_empty() {
        return Err(Failure::new("some notes could not be looked at; their findings are not accepted").into());
    }
    Ok(Status::Clean)
}

/// The baseline that holds for the working folder, or an empty one where it belongs: beside the configuration, else at the
/// top of the repository or vault, else here.
fn existing(world: &World) -> Result<(PathBuf, Baseline), Failure> {
    if let Some(found) = world.baselines.nearest(&world.cwd)? {
        return Ok((found.folder.clone(), found.baseline.clone()));
    }
    let settings = world.settings_for(&world.cwd)?;
    let configured = !settings.merged.layers.is_empty() && world.cwd.starts_with(&settings.merged.root);
    let vault = |folder: &&Path| is_top(folder) || folder.join(".obsidian").symlink_metadata().is_ok();
    let top = || world.cwd.ancestors().find(vault).unwrap_or(&world.cwd).to_owned();
    Ok((if configured { settings.merged.root.clone() } else { top() }, Baseline::default()))
}

fn fingerprints(note: &Checked) -> Vec<(crate::diagnostic::RuleId, String)> {
    let names = fingerprint::of(&note.diagnostics, &|_| Some(&note.source));
    note.diagnostics.iter().map(|d| d.rule.clone()).zip(names).collect()
}
