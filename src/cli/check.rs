//! `vault-lint check`: the notes in, findings, fixes or a patch out.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::args::CheckArgs;
use super::failure::Failure;
use super::look::{Checked, look};
use super::selection::{Notes, all_below, explained, notes};
use super::world::World;
use super::{Status, Stop, across, history, output, progress, since, staged, written};
use crate::check::{Facts, TagAge};
use crate::diagnostic::{Level, RuleId};
use crate::engine::Engine;
use crate::note::Note;
use crate::origin::{OriginError, worktree, write};
use crate::sink::Summary;
use crate::text::{NotePath, Safety, Source};

/// What to do with each note.
#[derive(Clone, Copy)]
pub(super) struct Job {
    /// Apply fixes at least this safe; `None`: only look.
    pub(super) fix: Option<Safety>,
    /// Write what was fixed.
    pub(super) write: bool,
    /// Also gather what a page about the whole vault draws on; history is then asked for as long as it goes.
    pub(super) survey: bool,
}

/// What one look at the vault came to.
pub(super) struct Round {
    pub(super) status: Status,
    /// The files that were mended, by absolute path.
    pub(super) mended: BTreeSet<PathBuf>,
}

impl From<Status> for Round {
    fn from(status: Status) -> Self {
        Self { status, mended: BTreeSet::new() }
    }
}

/// Runs the command.
pub(super) fn round(world: &World, args: &CheckArgs) -> Result<Round, Stop> {
    if args.unsafe_fixes && !args.fix && !args.diff {
        return Err(Failure::new("--unsafe-fixes changes nothing by itself")
            .hint("add --fix to apply, or --diff to look")
            .into());
    }
    let wanted = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let job = Job { fix: (args.fix || args.diff).then_some(wanted), write: args.fix, survey: false };
    if args.staged {
        return Ok(staged::run(world, args, job)?.into());
    }
    match notes(world, &args.notes)? {
        Notes::Stdin(source, path) => Ok(stdin(world, args, job, *source, &path)?.into()),
        Notes::Files { mut found, problems, named } => {
            if let Some(rev) = &args.since {
                found = since::changed(world, rev, found)?;
            }
            let mut troubles: Vec<Failure> = problems.iter().map(explained).collect();
            let checked = files(world, job, &found, &named, &mut troubles)?;
            let written = checked.iter().filter(|note| job.write && note.before.is_some());
            let mended = written.map(|note| world.cwd.join(note.source.path.as_str())).collect();
            Ok(Round { status: finish(world, args, checked, troubles)?, mended })
        }
    }
}

/// Why a note could not be looked at.
enum Trouble {
    Note(OriginError),
    Config(Failure),
}

/// What became of a note in the first pass.
enum First {
    Done(Box<Checked>),
    /// History must be asked before it can be judged.
    Asks(history::Asked),
}

/// Looks at files, in parallel; those whose findings hang on git's history once more when that is known.
pub(super) fn files(
    world: &World,
    job: Job,
    found: &[worktree::Found],
    named: &worktree::Named,
    troubles: &mut Vec<Failure>,
) -> Result<Vec<Checked>, Failure> {
    let first: Vec<Result<First, Trouble>> = progress::with(found.len(), !world.global.quiet, |done| {
        found.par_iter().map(|note| first_pass(world, job, note, named, done)).collect()
    });
    let mut checked = Vec::with_capacity(first.len());
    let mut history = BTreeMap::new();
    let mut asked = Vec::new();
    let mut sort = |result: Result<First, Trouble>, asked: &mut Vec<history::Asked>| {
        match result {
            Ok(First::Done(note)) => checked.push(*note),
            Ok(First::Asks(note)) => asked.push(note),
            Err(Trouble::Note(error)) => troubles.push(explained(&error)),
            // A broken configuration concerns every note below it: once is enough.
            Err(Trouble::Config(failure)) => return Err(failure),
        }
        Ok(())
    };
    for result in first {
        sort(result, &mut asked)?;
    }
    if !asked.is_empty() {
        history = history::ages(world, &asked);
        let second: Vec<Result<First, Trouble>> = asked
            .par_iter()
            .map(|note| {
                let facts = Facts { tag_ages: history.clone(), ..(*world.facts_for(&note.path)).clone() };
                finish_file(world, job, note, named, &facts)
            })
            .collect();
        for result in second {
            sort(result, &mut Vec::new())?;
        }
        checked.sort_by(|a, b| a.source.path.cmp(&b.source.path));
    }
    across::look_again(world, &mut checked, &OnDisk { world, tag_ages: &history })?;
    Ok(checked)
}

/// Vaults on disk.
struct OnDisk<'a> {
    world: &'a World,
    tag_ages: &'a BTreeMap<NotePath, TagAge>,
}

impl across::Vaults for OnDisk<'_> {
    fn facts(&self, top: &Path) -> Facts {
        Facts { tag_ages: self.tag_ages.clone(), ..(*self.world.facts_at(top)).clone() }
    }

    fn notes(&self, top: &Path) -> Vec<PathBuf> {
        all_below(self.world, top)
    }
}

fn read(shown: &NotePath, path: &Path) -> Result<Source, Trouble> {
    let text = worktree::read(path).map_err(Trouble::Note)?;
    Source::new(shown.clone(), text).map_err(|_| Trouble::Note(OriginError::TooLarge { path: path.to_owned() }))
}

fn first_pass(
    world: &World,
    job: Job,
    found: &worktree::Found,
    named: &worktree::Named,
    done: &AtomicUsize,
) -> Result<First, Trouble> {
    let source = read(&found.shown, &found.path)?;
    let (engine, relative) = world.engine_for(&found.path).map_err(Trouble::Config)?;
    done.fetch_add(1, Ordering::Relaxed);
    // Parsed twice where it asks, which few notes do; keeping the parsed vault in memory would cost every run.
    let note = Note::parse(source);
    if let Some(until) = engine.asks_history(&note, &relative) {
        let until = if job.survey { jiff::civil::Date::MIN } else { until };
        return Ok(First::Asks(history::Asked { shown: found.shown.clone(), path: found.path.clone(), until }));
    }
    let facts = world.facts_for(&found.path);
    judge(job, &engine, &relative, note, &facts, &found.path, named)
}

fn finish_file(
    world: &World,
    job: Job,
    note: &history::Asked,
    named: &worktree::Named,
    facts: &Facts,
) -> Result<First, Trouble> {
    let source = read(&note.shown, &note.path)?;
    let (engine, relative) = world.engine_for(&note.path).map_err(Trouble::Config)?;
    judge(job, &engine, &relative, Note::parse(source), facts, &note.path, named)
}

/// Looks at a note of which everything is known.
fn judge(
    job: Job,
    engine: &Engine,
    relative: &str,
    note: Note,
    facts: &Facts,
    path: &Path,
    named: &worktree::Named,
) -> Result<First, Trouble> {
    let survey = job.survey.then(|| engine.survey(&note, relative, facts));
    let mut checked = look(engine, relative, note, facts, job.fix).map_err(Trouble::Config)?;
    checked.survey = survey.unwrap_or_default();
    write_back(job, &checked, path, named)?;
    Ok(First::Done(Box::new(checked)))
}

fn write_back(job: Job, checked: &Checked, path: &Path, named: &worktree::Named) -> Result<(), Trouble> {
    match checked.before.as_ref().filter(|_| job.write) {
        Some(before) => write::replace(path, before.text(), checked.source.text(), named).map_err(Trouble::Note),
        None => Ok(()),
    }
}

fn stdin(world: &World, args: &CheckArgs, job: Job, source: Source, path: &Path) -> Result<Status, Stop> {
    let text = source.text().to_owned();
    let (engine, relative) = world.engine_for(path)?;
    let mut checked = vec![look(&engine, &relative, Note::parse(source), &world.facts_for(path), job.fix)?];
    across::look_again(world, &mut checked, &OnDisk { world, tag_ages: &BTreeMap::new() })?;
    if !args.fix {
        return finish(world, args, checked, Vec::new());
    }
    let Some(checked) = checked.pop() else { return Ok(Status::Clean) };
    // The mended note goes to standard output, so the findings must not.
    let out = if checked.before.is_some() { checked.source.text() } else { &text };
    written(io::stdout().write_all(out.as_bytes()))?;
    let changed = checked.before.is_some();
    let failing = checked.diagnostics.iter().any(|d| d.level > Level::Info);
    if !world.global.quiet {
        let summary = summary(std::slice::from_ref(&checked), 0);
        output::findings(world, args, &[checked], &summary, &mut io::stderr())?;
    }
    Ok(status(args, failing, changed))
}

pub(super) fn finish(
    world: &World,
    args: &CheckArgs,
    checked: Vec<Checked>,
    troubles: Vec<Failure>,
) -> Result<Status, Stop> {
    let summary = summary(&checked, troubles.len());
    if args.diff {
        output::patch(world, args, &checked)?;
    } else {
        output::to_target(world, args, &checked, &summary)?;
    }
    tell(world, &checked)?;
    for trouble in &troubles {
        written(writeln!(io::stderr(), "{trouble}"))?;
    }
    if let Some(note) = checked.iter().find(|note| note.broken) {
        return Err(Failure::new(format!("a rule broke down on {}", note.source.path))
            .hint("please report it; the note is untouched")
            .into());
    }
    if !troubles.is_empty() {
        let (count, notes) = (troubles.len(), if troubles.len() == 1 { "note" } else { "notes" });
        return Err(Failure::new(format!("{count} {notes} could not be looked at")).into());
    }
    let changed = checked.iter().any(|note| note.before.is_some());
    let failing = checked.iter().flat_map(|note| &note.diagnostics).any(|d| d.level > Level::Info);
    if args.diff {
        return Ok(if changed && !args.exit_zero { Status::Findings } else { Status::Clean });
    }
    Ok(status(args, failing, changed))
}

fn status(args: &CheckArgs, failing: bool, changed: bool) -> Status {
    let findings = failing && !args.exit_zero || changed && args.exit_non_zero_on_fix;
    if findings { Status::Findings } else { Status::Clean }
}

/// Fixes that were not made although they were asked for are always told, the rest with --verbose.
fn tell(world: &World, checked: &[Checked]) -> Result<(), Stop> {
    for note in checked {
        let path = &note.source.path;
        if !note.cycle.is_empty() {
            let rules: Vec<&str> = note.cycle.iter().map(RuleId::as_str).collect();
            written(writeln!(
                io::stderr(),
                "{path}: the fixes of {} undo each other; please report it",
                rules.join(", ")
            ))?;
        }
        for (rule, title) in &note.refused {
            written(writeln!(
                io::stderr(),
                "{path}: not done, since it would have changed more than it says: {title} [{rule}]"
            ))?;
        }
        if world.global.verbose && !note.applied.is_empty() {
            let rules: BTreeSet<&str> = note.applied.iter().map(RuleId::as_str).collect();
            let rules: Vec<&str> = rules.into_iter().collect();
            written(writeln!(io::stderr(), "{path}: applied {}", rules.join(", ")))?;
        }
    }
    Ok(())
}

pub(super) fn summary(checked: &[Checked], unreadable: usize) -> Summary {
    Summary {
        notes: checked.len(),
        fixed: checked.iter().map(|note| note.applied.len()).sum(),
        accepted: checked.iter().map(|note| note.accepted).sum(),
        unreadable,
    }
}
