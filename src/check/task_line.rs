//! Task lines of the Tasks plugin; the language is the module `tasks`.

use serde::Deserialize;

use super::tasks_query::located;
use super::{Check, Context, Finding, Messages};
use crate::note::{BlockKind, Note};
use crate::tasks::check_line;
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
        let mut seen = std::collections::BTreeSet::new();
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
                let problems = check_line(text, context.facts.tasks.as_ref());
                out.extend(problems.into_iter().map(|problem| {
                    located(problem, |range| Span::new(line.from() + range.start, line.from() + range.end))
                }));
            }
        }
    }
}

/// Whether a line begins inside code, math or a comment: Obsidian sees no task there.
fn hidden(note: &Note, line: Span) -> bool {
    let text = note.slice(line);
    let first = line.from() + (text.len() - text.trim_start().len());
    note.is_opaque(Span::new(first, first + 1))
}
