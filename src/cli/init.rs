//! `vault-lint init`: a commented `vault-lint.toml` that fits the vault at hand.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use super::failure::Failure;
use super::selection::explained;
use super::world::World;
use super::{Status, Stop, written};
use crate::check::key::{DateForm, Lead, leading_date};
use crate::config::discover::FILE_NAME;
use crate::note::Note;
use crate::origin::worktree;
use crate::text::Source;

/// What was seen in the vault.
#[derive(Default)]
struct Seen {
    notes: usize,
    /// Headings above dated lists, and how many of those lists fall and rise.
    dated: BTreeMap<String, (usize, usize)>,
    /// Folders that look like templates or archives.
    set_aside: Vec<String>,
}

/// Writes (or prints) the file.
pub(super) fn run(world: &World, path: &Path, print: bool) -> Result<Status, Stop> {
    let folder = world.cwd.join(path);
    if !folder.is_dir() {
        return Err(Failure::new(format!("{}: not a folder", world.shown(&folder))).into());
    }
    let target = folder.join(FILE_NAME);
    let text = file(&look(world, &folder)?);
    if print {
        written(io::stdout().write_all(text.as_bytes()))?;
        return Ok(Status::Clean);
    }
    // Never over a file that somebody wrote.
    let created = std::fs::OpenOptions::new().write(true).create_new(true).open(&target);
    let mut out = created.map_err(|error| {
        let failure = Failure::new(format!("{}: {error}", world.shown(&target)));
        failure.hint("`vault-lint init --print` shows what would be written")
    })?;
    out.write_all(text.as_bytes()).map_err(|error| Failure::new(format!("{}: {error}", world.shown(&target))))?;
    written(writeln!(io::stdout(), "wrote {}; now run `vault-lint`", world.shown(&target)))?;
    Ok(Status::Clean)
}

fn look(world: &World, folder: &Path) -> Result<Seen, Failure> {
    let options = worktree::Options {
        working: &world.cwd,
        excluded: &|_| false,
        force_exclude: false,
        threads: world.global.threads,
    };
    let found = worktree::collect(&[folder.to_owned()], &options).map_err(|error| explained(&error))?;
    let mut seen = Seen::default();
    for note in &found.notes {
        // A note that cannot be read is told of when the vault is checked.
        let Ok(text) = worktree::read(&note.path) else { continue };
        let Ok(source) = Source::new(note.shown.clone(), text) else { continue };
        seen.notes += 1;
        look_at(&Note::parse(source), &mut seen);
        let inside = note.path.strip_prefix(folder).unwrap_or(&note.path);
        if let Some(first) = inside.parent().and_then(|parent| parent.iter().next()).and_then(|name| name.to_str()) {
            let name = first.to_lowercase();
            let aside = name.contains("template") || name.contains("archive");
            if aside && !seen.set_aside.iter().any(|known| known == first) {
                seen.set_aside.push(first.to_owned());
            }
        }
    }
    Ok(seen)
}

fn look_at(note: &Note, seen: &mut Seen) {
    for list in note.lists.iter().filter(|list| list.parent.is_none()) {
        let dates: Vec<jiff::civil::Date> = list
            .items
            .iter()
            .filter_map(|id| match leading_date(note, note.item(*id), &[DateForm::Dashes]) {
                Lead::Date(date, ..) => Some(date),
                Lead::Impossible(_) | Lead::Other => None,
            })
            .collect();
        let Some(section) = list.section.filter(|_| dates.len() > 1 && dates.len() * 2 >= list.items.len()) else {
            continue;
        };
        let falling = dates.windows(2).filter(|pair| pair[0] > pair[1]).count();
        let rising = dates.windows(2).filter(|pair| pair[0] < pair[1]).count();
        let count = seen.dated.entry(note.title(section).to_owned()).or_default();
        if falling > rising {
            count.0 += 1;
        } else if rising > falling {
            count.1 += 1;
        }
    }
}

fn file(seen: &Seen) -> String {
    let quoted = |names: &[String]| names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
    let mut out = format!("# vault-lint: {} notes were looked at to write this file.\n", seen.notes);
    out.push_str("# `vault-lint rules` lists the rules, `vault-lint explain RULE` tells what each is tuned by.\n\n");
    let aside: Vec<String> = seen.set_aside.iter().map(|folder| format!("{folder}/**")).collect();
    out.push_str("# Folders that are not looked at. .gitignore and .vaultlintignore are honoured as well.\n");
    out.push_str(&format!("exclude = [{}]\n\n", quoted(&aside)));
    out.push_str("# Your own rules: TOML files in these folders, in the form of the built-in ones.\n# rule-dirs = [\"vault-rules\"]\n\n");
    out.push_str("[rules]\n# A level (off, info, warning, error) …\n# malformed-task-block = \"error\"\n\n# … or a table with the rule's own parameters.\n");
    let newest: Vec<String> = seen
        .dated
        .iter()
        .filter(|(_, (falling, rising))| falling > rising)
        .map(|(title, _)| title.clone())
        .take(12)
        .collect();
    let oldest: Vec<String> = seen
        .dated
        .iter()
        .filter(|(_, (falling, rising))| rising > falling)
        .map(|(title, _)| title.clone())
        .take(12)
        .collect();
    out.push_str("[rules.unsorted-context-dates]\n");
    if newest.is_empty() {
        out.push_str("# scope = { headings = [\"Recent Context\"] }\n");
    } else {
        out.push_str("# Headings whose dated lists run newest first in this vault.\n");
        out.push_str(&format!("scope = {{ headings = [{}] }}\n", quoted(&newest)));
    }
    if !oldest.is_empty() {
        out.push_str(&format!("# These run oldest first: {}\n", oldest.join(", ").replace('\n', " ")));
    }
    out.push_str("\n# Some notes are judged differently.\n# [[override]]\n# paths = [\"Archive/**\"]\n# rules.stale-needs-review = \"off\"\n");
    out
}
