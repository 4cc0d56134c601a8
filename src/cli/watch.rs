//! `vault-lint --watch`: checks again whenever the vault changes.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use super::args::{CheckArgs, GlobalArgs};
use super::check::{self, Round};
use super::failure::Failure;
use super::selection::explained;
use super::world::World;
use super::{Status, Stop, written};
use crate::origin::stdin;
use crate::origin::watch::Watch;

/// Moves the cursor to the upper left and clears what is visible; what was scrolled away stays.
const CLEAR: &str = "\x1b[H\x1b[2J";

/// Checks, waits for a change, checks again, until it is interrupted.
pub(super) fn run(global: &GlobalArgs, args: &CheckArgs) -> Result<Status, Stop> {
    if args.notes.paths.iter().any(|path| path == Path::new(stdin::NAME)) {
        return Err(Failure::new("--watch cannot watch standard input").hint("name a note or a folder").into());
    }
    let world = World::new(global, &args.select, &args.ignore)?;
    let folders = folders(&world, &args.notes.paths)?;
    // Watched before the first look, so that no change falls between the two.
    let watch = Watch::of(&folders).map_err(|error| explained(&error))?;
    // What is wrong with the command itself ends it; what breaks later may be mended under our eyes.
    let mut last = look(&world, args)?;
    loop {
        if !global.quiet {
            let (what, them) = if folders.len() == 1 { ("folder", "it") } else { ("folders", "them") };
            let shown: Vec<String> = folders.iter().map(|folder| world.shown(folder)).collect();
            let shown = shown.join(", ");
            let shown = if shown.is_empty() { "this folder".to_owned() } else { format!("{what} {shown}") };
            written(writeln!(io::stderr(), "\nWatching {shown} and all below {them}; Ctrl+C ends."))?;
        }
        let changed = loop {
            let Some(changed) = watch.wait() else { return Ok(Status::Clean) };
            let news: Vec<PathBuf> = changed
                .into_iter()
                .filter(|path| concerns(path, &folders, &world.cwd, args) && last.is_news(path))
                .collect();
            if !news.is_empty() {
                break news;
            }
        };
        tell(&world, args, &changed)?;
        let again = World::new(global, &args.select, &args.ignore).map_err(Stop::from);
        match again.and_then(|world| look(&world, args)) {
            Ok(done) => last = done,
            Err(Stop::Pipe) => return Err(Stop::Pipe),
            Err(Stop::Failure(failure)) => {
                last = Last::default();
                written(writeln!(io::stderr(), "{failure}"))?;
            }
        }
    }
}

/// What the last look wrote.
#[derive(Default)]
struct Last {
    mended: BTreeSet<PathBuf>,
    ended: Option<SystemTime>,
}

impl Last {
    /// Whether a changed path is more than the echo of our own fix.
    fn is_news(&self, path: &Path) -> bool {
        let modified = || path.metadata().and_then(|meta| meta.modified()).ok();
        let ours = self.mended.contains(path) && modified().is_some_and(|at| Some(at) <= self.ended);
        !ours
    }
}

fn look(world: &World, args: &CheckArgs) -> Result<Last, Stop> {
    let Round { mended, .. } = check::round(world, args)?;
    Ok(Last { mended, ended: Some(SystemTime::now()) })
}

/// The tops of the vaults that hold the named paths: rules look at the whole vault, and settings lie there.
fn folders(world: &World, paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let here = [PathBuf::from(".")];
    let mut tops = BTreeSet::new();
    for path in if paths.is_empty() { &here[..] } else { paths } {
        let whole = world.cwd.join(path);
        let resolved =
            whole.canonicalize().map_err(|error| Failure::new(format!("{}: {error}", world.shown(&whole))))?;
        // A folder is asked for what lies in it.
        tops.insert(world.vault_of(&if resolved.is_dir() { resolved.join("note") } else { resolved }));
    }
    // A folder within another one is watched with it.
    let within = |folder: &PathBuf| folder.ancestors().skip(1).any(|above| tops.contains(above));
    Ok(tops.iter().filter(|folder| !within(folder)).cloned().collect())
}

/// Whether findings may hang on a path: notes, attachments, settings; not git's own files, what editors leave, nor the report.
fn concerns(path: &Path, folders: &[PathBuf], cwd: &Path, args: &CheckArgs) -> bool {
    if args.output_file.as_ref().is_some_and(|report| cwd.join(report) == path) {
        return false;
    }
    let Some(inside) = folders.iter().find_map(|folder| path.strip_prefix(folder).ok()) else { return true };
    let mut parts = inside.components().filter_map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    match parts.find(|part| part.starts_with('.')) {
        None => !name.ends_with('~'),
        // Obsidian keeps writing which panes are open.
        Some(".obsidian") => path.extension().is_some_and(|ext| ext == "json") && !name.starts_with("workspace"),
        Some(hidden) => matches!(hidden, ".gitignore" | ".ignore" | crate::baseline::FILE),
    }
}

/// Makes room for the next report and says why there is one.
fn tell(world: &World, args: &CheckArgs, changed: &[PathBuf]) -> Result<(), Stop> {
    let mut stdout = io::stdout();
    // What was mended before must stay readable.
    if stdout.is_terminal() && args.output_file.is_none() && !args.fix {
        written(stdout.write_all(CLEAR.as_bytes()))?;
        written(stdout.flush())?;
    }
    let (Some(first), false) = (changed.first(), world.global.quiet) else { return Ok(()) };
    let more = match changed.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    written(writeln!(io::stderr(), "\nChanged: {}{more}\n", world.shown(first)))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::super::args::Cli;
    use super::*;

    #[test]
    fn only_what_findings_hang_on_is_news() {
        let args = Cli::parse_from(["vault-lint", "--watch", "--output-file", "out/report.json"]).check;
        let folders = [PathBuf::from("/vault")];
        let concerns = |path: &str| concerns(Path::new(path), &folders, Path::new("/vault"), &args);
        for path in [
            "/vault/People/Mira.md",
            "/vault/vault-lint.toml",
            "/vault/attachments/weir.png",
            "/vault/People",
            "/vault/.gitignore",
            "/vault/.vault-lint-baseline.json",
            "/vault/.obsidian/plugins/obsidian-tasks-plugin/data.json",
            "/vault",
        ] {
            assert!(concerns(path), "{path}");
        }
        for path in [
            "/vault/.git/index.lock",
            "/vault/.obsidian/workspace.json",
            "/vault/People/.Mira.md.swp",
            "/vault/People/Mira.md~",
            "/vault/.vault-lint.x7",
            "/vault/out/report.json",
        ] {
            assert!(!concerns(path), "{path}");
        }
    }
}
