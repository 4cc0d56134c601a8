//! Front matter that Obsidian cannot read, or reads as text.

use serde::Deserialize;

use super::{Check, Context, Finding, Messages};
use crate::note::{FrontMatter, Note};
use crate::text::Span;

/// Parameters of the primitive `front-matter`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// What is looked for.
    pub fault: Fault,
}

/// What can be wrong with front matter as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// It cannot be read.
    Invalid,
    /// A second block stands behind the first, or the only one stands behind blank lines.
    Misplaced,
}

impl Params {
    pub(super) fn messages(&self) -> Messages {
        match self.fault {
            Fault::Invalid => &[("invalid", &["reason"])],
            Fault::Misplaced => &[("second", &[]), ("not-first", &[])],
        }
    }
}

pub(super) struct Front {
    params: Params,
}

impl Front {
    pub(super) fn new(params: Params) -> Self {
        Self { params }
    }
}

impl Check for Front {
    fn check(&self, note: &Note, _: &Context<'_>, out: &mut Vec<Finding>) {
        match self.params.fault {
            Fault::Invalid => {
                if let FrontMatter::Broken { at, reason, related, .. } = &note.front {
                    let mut finding = Finding::new("invalid", *at).value("reason", reason);
                    if let Some(first) = related {
                        finding = finding.related(note, *first, "the first one");
                    }
                    out.push(finding);
                }
            }
            Fault::Misplaced => {
                let Some(span) = misplaced(note) else { return };
                match note.front.span() {
                    Some(first) => {
                        let opening = Span::new(first.from(), first.from() + 3);
                        out.push(Finding::new("second", span).related(note, opening, "the one that Obsidian reads"));
                    }
                    None => out.push(Finding::new("not-first", span)),
                }
            }
        }
    }
}

/// A block between two `---` lines at the top of the body in which every line reads like properties.
fn misplaced(note: &Note) -> Option<Span> {
    let source = &note.source;
    let body = source.line_of(note.body_start as usize);
    let opening = (body..source.line_count()).find(|line| !source.is_blank(*line))?;
    let is_fence = |line: usize| source.line_text(line).trim_end() == "---";
    if !is_fence(opening) || note.front == FrontMatter::Absent && opening == body {
        return None;
    }
    // Properties are short: a rule far below is a rule.
    let closing = (opening + 1..source.line_count().min(opening + 200)).find(|line| is_fence(*line))?;
    let mut keys = 0;
    for line in opening + 1..closing {
        let text = source.line_text(line);
        let key = text.split_once(':').is_some_and(|(key, rest)| {
            (rest.is_empty() || rest.starts_with(' '))
                && !key.is_empty()
                && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
        });
        let continues = text.starts_with([' ', '\t', '#']) || text.starts_with("- ");
        if !(key || continues && keys > 0) {
            return None;
        }
        keys += usize::from(key);
    }
    (keys > 0).then(|| source.line(opening))
}
