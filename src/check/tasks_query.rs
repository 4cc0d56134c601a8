//! Query blocks of the Tasks plugin; the language is the module `tasks`.

use serde::Deserialize;

use super::{Check, Context, Finding, Messages};
use crate::diagnostic::Level;
use crate::note::{BlockKind, Fence, Note};
use crate::tasks::{Problem, Severity, check_block};
use crate::text::{Edit, Fix, Safety, Span};

pub(super) const MESSAGES: Messages = &[("problem", &["problem"]), ("unclosed", &[]), ("language", &["language"])];

/// Parameters of the primitive `tasks-query`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// The language of the blocks that the plugin runs; exactly this, case included.
    pub language: String,
    /// Languages that were meant to be it.
    #[serde(default)]
    pub mistaken_for: Vec<String>,
}

pub(super) struct TasksQuery {
    params: Params,
}

impl TasksQuery {
    pub(super) fn new(params: Params) -> Self {
        Self { params }
    }

    fn wrong_language(&self, note: &Note, fence: &Fence) -> Option<Finding> {
        let language = fence.language();
        let looks_meant = self.params.mistaken_for.iter().any(|other| other == language);
        if !looks_meant {
            return None;
        }
        let text = note.text();
        let start = fence.opening.to() + text[fence.opening.to()..].find(language)?;
        let span = Span::new(start, start + language.len());
        let fix = Fix::new(
            format!("write `{}`", self.params.language),
            Safety::Unsafe,
            vec![Edit::replace(span, &self.params.language)],
        );
        Some(Finding::new("language", span).value("language", language).fix(fix).at_most(Level::Warning))
    }
}

impl Check for TasksQuery {
    fn check(&self, note: &Note, context: &Context<'_>, out: &mut Vec<Finding>) {
        for block in &note.blocks {
            let BlockKind::Fence(fence) = &block.kind else { continue };
            if fence.info != self.params.language {
                out.extend(self.wrong_language(note, fence));
                continue;
            }
            if !fence.closed {
                let close = note.slice(fence.opening);
                out.push(
                    Finding::new("unclosed", fence.opening).help(format!("close it with {close} below the query")),
                );
                // What was swallowed is no query: judging it would drown the one finding that matters.
                continue;
            }
            let problems = check_block(&fence.literal, context.facts.tasks.as_ref(), context.today);
            out.extend(problems.into_iter().map(|problem| located(problem, |range| fence.locate(range))));
        }
    }
}

/// A problem of the language as a finding in the note.
pub(super) fn located(problem: Problem, locate: impl Fn(std::ops::Range<usize>) -> Span) -> Finding {
    let fix = problem.suggestion.and_then(|suggestion| {
        let safety = if suggestion.certain { Safety::Safe } else { Safety::Unsafe };
        let edits =
            suggestion.replacements.into_iter().map(|(range, text)| Edit::replace(locate(range), text)).collect();
        Fix::new(suggestion.title, safety, edits)
    });
    let mut finding = Finding::new("problem", locate(problem.range))
        .value("problem", problem.message)
        .data("code", problem.code.as_str())
        .fix(fix)
        .at_most(match problem.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Info => Level::Info,
        });
    finding.help = problem.help;
    finding
}
