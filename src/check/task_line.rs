//! Task lines of the Tasks plugin; the language is the module `tasks`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::task_ids::{self, TaskIds};
use super::tasks_query::located;
use super::{Check, Context, Finding, Messages};
use crate::note::{BlockKind, Note};
use crate::tasks::line::{self, FieldKind};
use crate::tasks::{Code, Problem, check_line};
use crate::text::Span;

pub(super) const MESSAGES: Messages = &[("problem", &["problem"])];

/// Parameters of the primitive `task-line`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {}

pub(super) struct TaskLine;

impl TaskLine {
    pub(super) fn new(_: Params) -> Self {
        Self
    }
}

impl Check for TaskLine {
    fn check(&self, note: &Note, context: &Context<'_>, out: &mut Vec<Finding>) {
        let mut seen = BTreeSet::new();
        let mut unknown = UnknownStatuses::default();
        for block in &note.blocks {
            // Items begin with a line that may be a task; a paragraph may hold lines that were meant to be one.
            if !matches!(block.kind, BlockKind::Item(_) | BlockKind::Paragraph) {
                continue;
            }
            let lines = match block.kind {
                BlockKind::Item(_) => block.lines.first as usize..block.lines.first as usize + 1,
                _ => block.lines.range(),
            };
            for number in lines {
                let line = note.source.line(number);
                let text = note.slice(line);
                // Cheap first: no bracket, no task.
                if !text.contains('[') || !seen.insert(number) || hidden(note, line) {
                    continue;
                }
                for problem in check_line(text, context.facts.tasks.as_ref()) {
                    if problem.code == Code::UnknownStatus {
                        unknown.add(&text[problem.range.clone()], line.from(), problem);
                    } else {
                        out.push(at_line(problem, line.from()));
                    }
                }
            }
        }
        unknown.report(out);
        ids(note, context, out);
    }
}

fn at_line(problem: Problem, start: usize) -> Finding {
    located(problem, |range| Span::new(start + range.start, start + range.end))
}

/// The status symbols of a note that the settings lack: a list that shows forty of them needs one answer.
#[derive(Default)]
struct UnknownStatuses {
    symbols: Vec<String>,
    /// The first of them without a correction, and where its line begins.
    first: Option<(Problem, usize)>,
    /// Those with one.
    corrected: Vec<Finding>,
}

impl UnknownStatuses {
    /// So many are named.
    const NAMED: usize = 8;

    fn add(&mut self, symbol: &str, start: usize, problem: Problem) {
        if problem.suggestion.is_some() {
            self.corrected.push(at_line(problem, start));
        } else if !self.symbols.iter().any(|known| known == symbol) {
            self.symbols.push(symbol.to_owned());
            self.first.get_or_insert((problem, start));
        }
    }

    fn report(self, out: &mut Vec<Finding>) {
        out.extend(self.corrected);
        let Some((mut problem, start)) = self.first else { return };
        if self.symbols.len() > 1 {
            let named: Vec<String> =
                self.symbols.iter().take(Self::NAMED).map(|symbol| format!("`{symbol}`")).collect();
            let more = match self.symbols.len() - named.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            problem.message = format!(
                "the settings define none of the statuses {}{more}: the plugin counts them as not done",
                named.join(", ")
            );
        }
        out.push(at_line(problem, start));
    }
}

/// Ids that two tasks have, and dependencies on an id that no task has.
fn ids(note: &Note, context: &Context<'_>, out: &mut Vec<Finding>) {
    let settings = context.facts.tasks.as_ref();
    let text = note.text();
    if !["🆔", "⛔", "id::", "dependsOn::"].iter().any(|sign| text.contains(sign)) {
        return;
    }
    let own: Vec<(Span, line::TaskLine)> = task_ids::tasks(note, settings).collect();
    let vault = context.facts.vault.as_deref();
    let path = vault.and_then(|vault| vault.locate(&note.source.path));
    let all = vault.map(|vault| context.facts.task_ids.get_or_init(|| TaskIds::of(vault, settings)));
    let elsewhere = |id: &str| all.and_then(|all| all.elsewhere(id, path.as_deref()).next());
    // The first line of each id.
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, (_, task)) in own.iter().enumerate() {
        if let Some(id) = &task.id {
            first.entry(id).or_insert(index);
        }
    }
    for (index, (line, task)) in own.iter().enumerate() {
        if let (Some(id), Some(at)) = (&task.id, task_ids::value(*line, task, FieldKind::Id)) {
            let before = first.get(id.as_str()).filter(|first| **first < index).and_then(|first| own.get(*first));
            let problem = format!("the id `{id}` is that of another task as well");
            let finding = Finding::new("problem", at).value("problem", problem).data("code", "duplicate-id");
            if let Some((line, _)) = before {
                out.push(finding.related(note, *line, "the other task"));
            } else if let Some(path) = elsewhere(id) {
                out.push(finding.help(format!("the other task is in `{path}`; give one of the two a new id")));
            }
        }
        // Without the vault nobody knows which ids there are.
        let Some(at) = task_ids::value(*line, task, FieldKind::DependsOn).filter(|_| all.is_some()) else { continue };
        for id in &task.depends_on {
            if first.contains_key(id.as_str()) || elsewhere(id).is_some() {
                continue;
            }
            let written = note.slice(at);
            let start = written.find(id.as_str()).map_or(at.from(), |start| at.from() + start);
            let problem = format!("no task of the vault has the id `{id}`: nothing holds this task back");
            let place = Span::new(start, (start + id.len()).min(at.to()));
            out.push(Finding::new("problem", place).value("problem", problem).data("code", "unknown-id"));
        }
    }
}

/// Whether a line begins inside code, math or a comment: Obsidian sees no task there.
fn hidden(note: &Note, line: Span) -> bool {
    let text = note.slice(line);
    let first = line.from() + (text.len() - text.trim_start().len());
    note.is_opaque(Span::new(first, first + 1))
}
