//! `vault-lint report`: one HTML page about the vault's health.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::{NoteArgs, ReportArgs};
use super::check::{Job, files, summary};
use super::failure::Failure;
use super::look::Checked;
use super::output::with_report;
use super::selection::{Notes, explained, notes};
use super::world::World;
use super::{Status, Stop, written};
use crate::origin::{stdin, worktree, write};
use crate::sink::html::{self, Health, Waiting};
use crate::sink::visible;
use crate::text::NotePath;

/// Runs the command.
pub(super) fn run(world: &World, args: &ReportArgs) -> Result<Status, Stop> {
    let target = Target::new(world, &args.output)?;
    if args.paths.iter().any(|path| path == Path::new(stdin::NAME)) {
        return Err(Failure::new("a report is about files; `-` is none").into());
    }
    let named = NoteArgs { paths: args.paths.clone(), stdin_filename: None, force_exclude: args.force_exclude };
    let Notes::Files { found, problems, named } = notes(world, &named)? else {
        return Err(Failure::new("a report is about files").into());
    };
    let mut troubles: Vec<Failure> = problems.iter().map(explained).collect();
    let job = Job { fix: None, write: false, survey: true };
    let checked = files(world, job, &found, &named, &mut troubles)?;
    let page = page(world, args, &found, &checked, troubles.len())?;
    target.write(&page)?;
    for trouble in &troubles {
        written(writeln!(io::stderr(), "{trouble}"))?;
    }
    if let Some(note) = checked.iter().find(|note| note.broken) {
        return Err(Failure::new(format!("a rule broke down on {}", note.source.path)).hint("please report it").into());
    }
    if !troubles.is_empty() {
        let (count, notes) = (troubles.len(), if troubles.len() == 1 { "note" } else { "notes" });
        return Err(
            Failure::new(format!("{count} {notes} could not be looked at; the page says nothing of them")).into()
        );
    }
    if let (Target::File(path) | Target::Device(path), false) = (&target, world.global.quiet) {
        written(writeln!(io::stdout(), "{}: the report is written", world.shown(path)))?;
    }
    Ok(Status::Clean)
}

/// Where the page goes.
enum Target {
    /// Standard output.
    Stdout,
    /// A file, there or not: replaced as a whole.
    File(PathBuf),
    /// A pipe, a terminal, `/dev/null`: written to, never replaced.
    Device(PathBuf),
}

impl Target {
    /// # Errors
    /// A folder, or a note: one forgotten file name, and the page would take its place.
    fn new(world: &World, path: &Path) -> Result<Self, Failure> {
        if path == Path::new(stdin::NAME) {
            return Ok(Self::Stdout);
        }
        let whole = world.cwd.join(path);
        let refused = |why: &str| Failure::new(format!("{}: {why}", world.shown(&whole)));
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        if extension.is_some_and(|extension| extension == "md" || extension == "markdown") {
            return Err(
                refused("that is a note, and the report is an HTML page").hint("vault-lint report -o FILE.html")
            );
        }
        if let Some(folder) = whole.parent().filter(|folder| !folder.is_dir()) {
            return Err(Failure::new(format!("{}: no such folder", world.shown(folder))).hint("make it first"));
        }
        match fs::metadata(&whole) {
            Ok(there) if there.is_dir() => Err(refused("is a folder").hint("name a file: -o FILE.html")),
            // A link stays, and what it leads to is replaced.
            Ok(there) if there.is_file() => Ok(Self::File(whole.canonicalize().unwrap_or(whole))),
            Ok(_) => Ok(Self::Device(whole)),
            Err(_) => Ok(Self::File(whole)),
        }
    }

    fn write(&self, page: &str) -> Result<(), Stop> {
        match self {
            Self::Stdout => written(io::stdout().write_all(page.as_bytes())),
            Self::File(path) => Ok(write::whole(path, page).map_err(|error| explained(&error))?),
            Self::Device(path) => written(fs::File::create(path).and_then(|mut file| file.write_all(page.as_bytes()))),
        }
    }
}

fn page(
    world: &World,
    args: &ReportArgs,
    found: &[worktree::Found],
    checked: &[Checked],
    unreadable: usize,
) -> Result<String, Stop> {
    let mut notes: Vec<&NotePath> = checked.iter().map(|note| &note.source.path).collect();
    notes.sort();
    let entries: Vec<jiff::civil::Date> = checked.iter().flat_map(|note| note.survey.entries.iter().copied()).collect();
    let waiting = checked.iter().flat_map(|note| note.survey.waiting.iter().map(move |waiting| (note, waiting)));
    let waiting: Vec<Waiting<'_>> = waiting
        .map(|(note, waiting)| Waiting { path: &note.source.path, tag: &waiting.tag, since: waiting.since })
        .collect();
    let (name, scope) = (name(world, found), scope(args));
    let mut out = Vec::new();
    let write = with_report(world, checked, &summary(checked, unreadable), |report| {
        let health = Health {
            report,
            name: &name,
            today: world.today,
            scope: &scope,
            notes: &notes,
            entries: &entries,
            waiting: &waiting,
        };
        html::write(&health, &mut out)
    })?;
    written(write)?;
    Ok(String::from_utf8(out).map_err(Failure::new)?)
}

/// What the vault is called: the folder that holds all of it, as Obsidian has it.
fn name(world: &World, found: &[worktree::Found]) -> String {
    let mut tops = found.iter().map(|note| world.vault_of(&note.path));
    let here = || world.vault_of(&world.cwd.join("note.md"));
    let top = match tops.next() {
        Some(first) if tops.all(|top| top == first) => first,
        Some(_) => world.cwd.clone(),
        None => here(),
    };
    top.file_name().map_or_else(|| "Vault".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// What was asked for, where that was not everything.
fn scope(args: &ReportArgs) -> Vec<String> {
    let mut scope = Vec::new();
    let paths: Vec<String> = args
        .paths
        .iter()
        .filter(|path| path.as_path() != Path::new("."))
        .map(|path| visible::line(&path.to_string_lossy().replace('\\', "/")))
        .collect();
    if let [first, second, third, rest @ ..] = &paths[..]
        && !rest.is_empty()
    {
        scope.push(format!("{first}, {second}, {third} and {} more", rest.len()));
    } else if !paths.is_empty() {
        scope.push(paths.join(", "));
    }
    if !args.select.is_empty() {
        scope.push(format!("only {}", args.select.join(", ")));
    }
    if !args.ignore.is_empty() {
        scope.push(format!("without {}", args.ignore.join(", ")));
    }
    scope
}
