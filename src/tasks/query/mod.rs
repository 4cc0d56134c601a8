//! Query blocks: from the text between the fences to problems.

mod advice;
mod boolean;
mod date_filter;
mod filter;
mod habits;
mod instruction;
mod keywords;
mod placeholders;
mod spelling;
mod statements;
mod text_filter;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Code, Problem, Settings, Severity};
pub use advice::{Notes, PathMatch};
use statements::Placed;

/// What is known when a query is judged.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The vault's settings of the plugin, if they were found.
    pub settings: Option<&'a Settings>,
    /// The day on which relative dates are to be understood.
    pub today: Date,
    /// The note that holds the query, if it is known.
    pub note: Option<&'a Host>,
    /// The vault that holds the note, if it is known.
    pub vault: Option<&'a dyn Notes>,
}

/// The note that holds a query, as far as placeholders ask for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Host {
    /// Where it stands in the vault, with `/` and extension; nothing if that is not to be looked at.
    pub path: Option<String>,
    /// The names of its properties that have a value, in lower case.
    pub properties: BTreeSet<String>,
}

impl<'a> Context<'a> {
    /// A context in which nothing is known of the note.
    pub fn new(settings: Option<&'a Settings>, today: Date) -> Self {
        Self { settings, today, note: None, vault: None }
    }

    fn has_property(&self, name: &str) -> Option<bool> {
        let name = name.to_lowercase();
        // The plugin gives every note a list of tags, if an empty one.
        Some(name == "tags" || self.note?.properties.contains(&name))
    }

    /// The value of `query.file.MEMBER`, where the path of the note tells it.
    fn member(&self, member: &str) -> Option<String> {
        let path = self.note?.path.as_deref()?;
        let (folder, filename) =
            path.rsplit_once('/').map_or(("/", path), |(_, name)| (&path[..path.len() - name.len()], name));
        let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
        match member {
            "path" => Some(path.to_owned()),
            "pathWithoutExtension" => Some(stem(path)),
            "folder" => Some(folder.to_owned()),
            "filename" => Some(filename.to_owned()),
            "filenameWithoutExtension" => Some(stem(filename)),
            "root" => Some(path.split_once('/').map_or_else(|| "/".to_owned(), |(root, _)| format!("{root}/"))),
            _ => None,
        }
    }

    /// A preset of the vault; the plugin's own ones where the settings were not found.
    fn preset(&self, name: &str) -> Option<&'a str> {
        let presets: &BTreeMap<String, String> = match self.settings {
            Some(settings) => &settings.presets,
            None => default_presets(),
        };
        presets.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    fn nearest_preset(&self, name: &str) -> Option<&'a str> {
        super::words::nearest(name, self.settings?.presets.keys().map(String::as_str))
    }
}

fn default_presets() -> &'static BTreeMap<String, String> {
    static DEFAULTS: std::sync::LazyLock<Settings> = std::sync::LazyLock::new(Settings::default);
    &DEFAULTS.presets
}

/// Judges every statement of a block. Ranges are bytes of `text`; problems come in the order of their places.
pub fn check_block(text: &str, context: &Context<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut facts = Facts::default();
    for statement in statements::split(text, &mut problems) {
        let judge = instruction::Judge { context, suggest: problems.len() < MOST_SUGGESTIONS, depth: 0 };
        check_statement(&statement, &judge, &mut facts, &mut problems);
    }
    facts.finish(&mut problems);
    problems.sort_by_key(|problem| (problem.range.start, problem.range.end, problem.code));
    problems
}

/// Beyond this many problems nothing is suggested any more, so that a book pasted into a query does no harm.
const MOST_SUGGESTIONS: usize = 200;

fn check_statement(statement: &Placed, judge: &instruction::Judge<'_>, facts: &mut Facts, out: &mut Vec<Problem>) {
    if statement.text.starts_with('#') {
        return;
    }
    let Some(expanded) = placeholders::expand(statement, judge.context, out) else { return };
    // What a placeholder stands for is its author's business: that it fits this note is just what it is for.
    let context = Context { vault: judge.context.vault.filter(|_| expanded.text == statement.text), ..*judge.context };
    let judge = &instruction::Judge { context: &context, ..*judge };
    for line in expanded.lines() {
        let (line, mut found) = check_line(&line, judge);
        facts.note(&line, &found);
        out.append(&mut found);
    }
}

/// Judges one line; where something in it is unknown, in the way that suits it best.
fn check_line(line: &Placed, judge: &instruction::Judge<'_>) -> (Placed, Vec<Problem>) {
    let judged = |line: &Placed| -> Vec<Problem> {
        judge.line(&line.text).into_iter().map(|problem| line.settle(problem)).collect()
    };
    if !placeholders::is_open(&line.text) {
        let found = judged(line);
        return (line.clone(), found);
    }
    let mut first = None;
    for attempt in 0..placeholders::TRIES {
        let filled = placeholders::filled(line, attempt);
        let found = judged(&filled);
        if !found.iter().any(|problem| problem.severity == Severity::Error) {
            // Warnings may be about the example that was filled in.
            return (filled, Vec::new());
        }
        first.get_or_insert((filled, found));
    }
    first.unwrap_or_default()
}

/// What only the whole block tells.
#[derive(Default)]
struct Facts {
    grouped: bool,
    group_limits: Vec<std::ops::Range<usize>>,
}

impl Facts {
    fn note(&mut self, line: &Placed, found: &[Problem]) {
        if found.iter().any(|problem| problem.severity == Severity::Error) {
            return;
        }
        let lower = super::words::normal(line.text.get(..24).unwrap_or(&line.text));
        // A preset may hold the grouping.
        self.grouped |= ["group by", "view columns", "preset"].iter().any(|start| lower.starts_with(start));
        if lower.starts_with("limit groups") {
            self.group_limits.push(line.locate(&(0..line.text.len())));
        }
    }

    fn finish(self, out: &mut Vec<Problem>) {
        // A line that is refused may be the one that was meant to group.
        if self.grouped || out.iter().any(|problem| problem.severity == Severity::Error) {
            return;
        }
        out.extend(self.group_limits.into_iter().map(|range| {
            Problem::warning(Code::NoEffect, range, "`limit groups` does nothing in a query without groups")
                .help("add a `group by` instruction, or limit the tasks with `limit N`")
        }));
    }
}
