//! Findings and patches on their way to the terminal, a pipe or a file.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::args::{CheckArgs, OutputFormat};
use super::failure::Failure;
use super::look::Checked;
use super::world::World;
use super::{Stop, written};
use crate::diagnostic::{self, Diagnostic, Level};
use crate::rule::RuleLevel;
use crate::sink::{self, Report, RuleInfo, Summary};
use crate::text::{NotePath, Source};

/// Writes the findings to standard output or to the file that was asked for.
pub(super) fn to_target(world: &World, args: &CheckArgs, checked: &[Checked], summary: &Summary) -> Result<(), Stop> {
    match &args.output_file {
        Some(path) => {
            let mut file = created(world, path)?;
            print(world, args, checked, summary, &mut file, Look { colour: false, width: None })?;
            written(file.flush())
        }
        None => {
            let stdout = io::stdout();
            let look = Look { colour: world.colour(&stdout), width: width() };
            let mut out = BufWriter::new(stdout.lock());
            print(world, args, checked, summary, &mut out, look)?;
            written(out.flush())
        }
    }
}

/// The file that was asked for with `--output-file`.
fn created(world: &World, path: &Path) -> Result<BufWriter<File>, Failure> {
    let whole = world.cwd.join(path);
    let refused = |error: io::Error| Failure::new(format!("{}: cannot be written: {error}", world.shown(&whole)));
    Ok(BufWriter::new(File::create(&whole).map_err(refused)?))
}

/// Writes the findings to a stream that is for people, such as standard error.
pub(super) fn findings(
    world: &World,
    args: &CheckArgs,
    checked: &[Checked],
    summary: &Summary,
    out: &mut dyn Write,
) -> Result<(), Stop> {
    let look = Look { colour: world.colour(&io::stderr()), width: width() };
    print(world, args, checked, summary, out, look)
}

/// How a format for people looks.
#[derive(Clone, Copy)]
struct Look {
    colour: bool,
    width: Option<usize>,
}

/// The terminal's width in columns; `COLUMNS` wins, as everywhere.
fn width() -> Option<usize> {
    let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    columns.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)))
}

fn print(
    world: &World,
    args: &CheckArgs,
    checked: &[Checked],
    summary: &Summary,
    out: &mut dyn Write,
    look: Look,
) -> Result<(), Stop> {
    written(with_report(world, checked, summary, |report| match args.output_format {
        _ if args.statistics => sink::statistics::write(report, out),
        OutputFormat::Text => sink::text::write(
            report,
            &sink::text::Style { color: look.colour, width: look.width, summary: !world.global.quiet },
            out,
        ),
        OutputFormat::Concise => sink::concise::write(report, out),
        OutputFormat::Json => sink::json::write(report, out),
        OutputFormat::JsonLines => sink::json_lines::write(report, out),
        OutputFormat::Sarif => sink::sarif::write(report, out),
        OutputFormat::Github => sink::github::write(report, out),
        OutputFormat::Gitlab => sink::gitlab::write(report, out),
        OutputFormat::Junit => sink::junit::write(report, out),
        OutputFormat::Markdown => sink::markdown::write(report, out),
    })?)
}

/// Gives all findings, sorted, with what formats need to know besides.
///
/// # Errors
/// A configuration that cannot be used.
pub(super) fn with_report<T>(
    world: &World,
    checked: &[Checked],
    summary: &Summary,
    tell: impl FnOnce(&Report<'_>) -> T,
) -> Result<T, Failure> {
    let mut diagnostics: Vec<Diagnostic> = checked.iter().flat_map(|note| note.diagnostics.iter().cloned()).collect();
    diagnostic::sort(&mut diagnostics);
    let elsewhere = checked.iter().flat_map(|note| &note.elsewhere).map(|source| (&source.path, &**source));
    let own = checked.iter().map(|note| (&note.source.path, &note.source));
    let sources: BTreeMap<&NotePath, &Source> = elsewhere.chain(own).collect();
    let rules = rules(world)?;
    Ok(tell(&Report {
        diagnostics: &diagnostics,
        source: &|path| sources.get(path).copied(),
        rules: &rules,
        summary: *summary,
    }))
}

fn rules(world: &World) -> Result<Vec<RuleInfo>, Failure> {
    let settings = world.settings_for(&world.cwd)?;
    let info = |entry: &crate::rule::catalog::Entry| RuleInfo {
        id: entry.declaration.id.clone(),
        level: match entry.declaration.level {
            RuleLevel::On(level) => level,
            RuleLevel::Off => Level::Info,
        },
        summary: entry.declaration.summary.clone(),
        help: entry.declaration.rationale.clone(),
    };
    Ok(settings.catalog.iter().map(info).collect())
}

/// Prints what fixing changed, as one patch.
pub(super) fn patch(world: &World, args: &CheckArgs, checked: &[Checked]) -> Result<(), Stop> {
    let pairs: Vec<(&NotePath, &str, &str)> = checked
        .iter()
        .filter_map(|note| Some((&note.source.path, note.before.as_ref()?.text(), note.source.text())))
        .collect();
    match &args.output_file {
        Some(path) => {
            let mut file = created(world, path)?;
            write_patches(&pairs, false, &mut file)?;
            written(file.flush())
        }
        None => patches(world, &pairs),
    }
}

fn stdout_is_terminal() -> bool {
    io::IsTerminal::is_terminal(&io::stdout())
}

/// Prints pairs of texts as one patch.
pub(super) fn patches(world: &World, pairs: &[(&NotePath, &str, &str)]) -> Result<(), Stop> {
    let stdout = io::stdout();
    let colour = world.colour(&stdout);
    let mut out = BufWriter::new(stdout.lock());
    if stdout_is_terminal() {
        // In front of a person control characters are shown; a pipe gets the exact bytes, for `git apply`.
        for (path, before, after) in pairs {
            written(sink::diff::write_shown(path, before, after, colour, &mut out))?;
        }
    } else {
        write_patches(pairs, colour, &mut out)?;
    }
    written(out.flush())
}

fn write_patches(pairs: &[(&NotePath, &str, &str)], colour: bool, out: &mut dyn Write) -> Result<(), Stop> {
    for (path, before, after) in pairs {
        written(sink::diff::write(path, before, after, colour, out))?;
    }
    Ok(())
}
