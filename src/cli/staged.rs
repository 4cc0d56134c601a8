//! `--staged`: the notes that git will commit, read from its index; with `--fix` written back there.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::args::CheckArgs;
use super::check::{Job, finish};
use super::failure::Failure;
use super::look::{Checked, look};
use super::vault::InIndex;
use super::world::World;
use super::{Status, Stop, across, facts, history, written};
use crate::check::Facts;
use crate::note::Note;
use crate::origin::git::{Entry, NoteReport, Outcome, Repo, Rewrite, Skip, Staged};
use crate::text::{NotePath, Safety, Source};

/// A staged note that can be looked at.
struct Candidate {
    entry: Entry,
    path: PathBuf,
    source: Source,
    /// Stored through a filter or the like: checked, never rewritten.
    check_only: bool,
}

/// Runs the command on the index.
pub(super) fn run(world: &World, args: &CheckArgs, job: Job) -> Result<Status, Stop> {
    let repo = Repo::discover(&world.cwd)?.ok_or_else(|| {
        Failure::new("--staged needs a git repository, and here is none").hint("run it inside the vault's repository")
    })?;
    let staged = Arc::new(repo.staged(&is_note)?);
    let asked: Vec<Entry> =
        staged.changed.iter().filter(|entry| is_asked(world, args, &repo, entry)).cloned().collect();
    let mut troubles = Vec::new();
    let (candidates, told) = read(world, &repo, asked, &mut troubles)?;
    for (path, reason) in &staged.skipped {
        let name = shown(world, &repo, path);
        match reason {
            Skip::Conflicted => troubles.push(
                Failure::new(format!("{name}: {reason}")).hint("resolve them, `git add` the note, and commit again"),
            ),
            Skip::Symlink | Skip::Submodule | Skip::IntentToAdd if !world.global.verbose => {}
            _ => written(writeln!(io::stderr(), "{name}: not looked at: {reason}"))?,
        }
    }
    for line in told {
        written(writeln!(io::stderr(), "{line}"))?;
    }
    let refusal = staged.refusals.first().filter(|_| job.write);
    if let Some(refusal) = refusal {
        written(writeln!(io::stderr(), "nothing is fixed: {refusal}"))?;
    }
    let fix = if refusal.is_some() { None } else { job.fix };
    let checked = look_at(world, &repo, &staged, &candidates, fix)?;
    let mut empty = false;
    if job.write && refusal.is_none() {
        empty = write_back(world, &repo, &candidates, &checked)?;
    }
    let status = finish(world, args, checked, troubles)?;
    if empty {
        written(writeln!(io::stderr(), "nothing is left to commit: with the fixes, what is staged equals HEAD"))?;
        return Ok(Status::Findings);
    }
    Ok(status)
}

/// Markdown outside of hidden folders, as in the work tree.
fn is_note(path: &[u8]) -> bool {
    let hidden = path.split(|byte| *byte == b'/').any(|part| part.starts_with(b"."));
    let lower = path.to_ascii_lowercase();
    !hidden && (lower.ends_with(b".md") || lower.ends_with(b".markdown"))
}

/// Whether a staged note lies under the named paths and is not excluded.
fn is_asked(world: &World, args: &CheckArgs, repo: &Repo, entry: &Entry) -> bool {
    let Some(file) = repo.file_of(&entry.path) else { return false };
    let under = |named: &PathBuf| file.starts_with(clean(&world.cwd.join(named)));
    // Excludes always count: nobody named these notes.
    (args.notes.paths.is_empty() || args.notes.paths.iter().any(under)) && !world.excluded(&file)
}

/// The path without `.` and `..`, by its text.
fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

fn shown(world: &World, repo: &Repo, path: &[u8]) -> String {
    match repo.file_of(path) {
        Some(file) => world.shown(&file),
        None => crate::text::caret::visible(&String::from_utf8_lossy(path)),
    }
}

/// The staged texts; what cannot be a note is told about and left out.
fn read(
    world: &World,
    repo: &Repo,
    entries: Vec<Entry>,
    troubles: &mut Vec<Failure>,
) -> Result<(Vec<Candidate>, Vec<String>), Failure> {
    let filtered = repo.filtered(&entries)?;
    let mut told = Vec::new();
    let mut candidates = Vec::with_capacity(entries.len());
    for (index, entry) in entries.into_iter().enumerate() {
        let name = shown(world, repo, &entry.path);
        let how = filtered.iter().find(|(at, _)| *at == index).map(|(_, how)| how);
        if matches!(how, Some(crate::origin::git::Filtered::Lfs)) {
            told.push(format!("{name}: not looked at: stored as a git-lfs pointer"));
            continue;
        }
        let bytes = repo.read(&entry)?;
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                troubles.push(
                    Failure::new(format!("{name}: not UTF-8 from byte {at} on"))
                        .hint("save the note as UTF-8, or exclude it in vault-lint.toml"),
                );
                continue;
            }
        };
        let Some(path) = repo.file_of(&entry.path) else { continue };
        let source = Source::new(NotePath::new(&name), text).map_err(Failure::new)?;
        if let Some(how) = how {
            told.push(format!("{name}: checked, but never rewritten: {how}"));
        }
        candidates.push(Candidate { entry, path, source, check_only: how.is_some() });
    }
    Ok((candidates, told))
}

fn look_at(
    world: &World,
    repo: &Repo,
    staged: &Arc<Staged>,
    candidates: &[Candidate],
    fix: Option<Safety>,
) -> Result<Vec<Checked>, Failure> {
    let mut asked = Vec::new();
    for note in candidates {
        let (engine, relative) = world.engine_for(&note.path)?;
        if let Some(until) = engine.asks_history(&Note::parse(note.source.clone()), &relative) {
            asked.push(history::Asked { shown: note.source.path.clone(), path: note.path.clone(), until });
        }
    }
    let history = history::ages(world, &asked);
    let mut facts: BTreeMap<PathBuf, Facts> = BTreeMap::new();
    for top in candidates.iter().map(|note| world.vault_of(&note.path)) {
        // The vault is what git will commit, not what lies on disk beside it.
        let Some(files) = (!facts.contains_key(&top)).then(|| InIndex::new(repo, &top, staged)).flatten() else {
            continue;
        };
        let mut gathered = facts::gather(&top, &world.cwd, Box::new(files));
        gathered.tag_ages.clone_from(&history);
        facts.insert(top, gathered);
    }
    let none = Facts { tag_ages: history, ..Facts::default() };
    let checked: Result<Vec<Checked>, Failure> = candidates
        .par_iter()
        .map(|note| {
            let (engine, relative) = world.engine_for(&note.path)?;
            let fix = fix.filter(|_| !note.check_only);
            let facts = facts.get(&world.vault_of(&note.path)).unwrap_or(&none);
            look(&engine, &relative, Note::parse(note.source.clone()), facts, fix)
        })
        .collect();
    let mut checked = checked?;
    across::look_again(world, &mut checked, &InGit { world, repo, staged, facts: &facts })?;
    Ok(checked)
}

/// Vaults as git will commit them.
struct InGit<'a> {
    world: &'a World,
    repo: &'a Repo,
    staged: &'a Staged,
    facts: &'a BTreeMap<PathBuf, Facts>,
}

impl across::Vaults for InGit<'_> {
    fn facts(&self, top: &Path) -> Facts {
        self.facts.get(top).cloned().unwrap_or_default()
    }

    fn notes(&self, top: &Path) -> Vec<PathBuf> {
        let entries = self.staged.all.iter().filter(|entry| is_note(&entry.path));
        let files = entries.filter_map(|entry| self.repo.file_of(&entry.path));
        files.filter(|file| file.starts_with(top) && !self.world.excluded(file)).collect()
    }
}

/// Returns what was fixed to the index and the files; says where that was not all. True if nothing is left to commit.
fn write_back(world: &World, repo: &Repo, candidates: &[Candidate], checked: &[Checked]) -> Result<bool, Stop> {
    let rewrites: Vec<Rewrite> = candidates
        .iter()
        .zip(checked)
        .filter(|(_, checked)| checked.before.is_some())
        .map(|(note, checked)| Rewrite {
            path: note.entry.path.clone(),
            old_id: note.entry.id,
            new_bytes: checked.source.text().as_bytes().to_vec(),
        })
        .collect();
    let report = repo.write_back(&rewrites)?;
    for note in &report.notes {
        written(writeln!(io::stderr(), "{}: {}", shown(world, repo, &note.path), outcome(note)))?;
    }
    Ok(report.empties_commit)
}

/// What the user must know of a note that was written back: where the text that was staged can be had again, since
/// nothing else may hold it any more.
fn outcome(note: &NoteReport) -> String {
    let before = note.staged_before;
    let file = note.file_before.map(|id| format!("; the file as it was: git cat-file -p {id}")).unwrap_or_default();
    match &note.outcome {
        Outcome::IndexAndFile => format!("fixed (staged before: git cat-file -p {before}{file})"),
        Outcome::IndexAndMerged => {
            format!(
                "fixed in the index and merged into the file with its unstaged changes (staged before: git cat-file -p {before}{file})"
            )
        }
        Outcome::IndexOnly { reason } => {
            format!("fixed in the index, the file is left as it is: {reason} (staged before: git cat-file -p {before})")
        }
        Outcome::Skipped { reason } => format!("not fixed: {reason}"),
    }
}
