//! One change of the formatter, the outcome for a note, and how changes of one text are put together.

use crate::note::Note;
use crate::text::{Edit, apply};

/// One edit with the pass that asks for it and what is off at that place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is put where.
    pub edit: Edit,
    /// The pass, as named in [`super::PASSES`].
    pub pass: &'static str,
    /// What is off, without a full stop: "a blank line is missing above the heading".
    pub message: String,
}

impl Change {
    /// A change of a pass.
    #[must_use]
    pub fn new(pass: &'static str, edit: Edit, message: impl Into<String>) -> Self {
        Self { edit, pass, message: message.into() }
    }
}

/// A pass whose edits were given up because the note would not have meant the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dropped {
    /// The pass, as named in [`super::PASSES`].
    pub pass: &'static str,
    /// What would have differed.
    pub reason: String,
}

/// What the formatter has to say about a note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formatted {
    /// Edits of the original text, sorted and disjoint; an insertion may stand where a replacement begins.
    pub edits: Vec<Change>,
    /// Passes that gave up edits, sorted.
    pub dropped: Vec<Dropped>,
    /// Changes that a suppression of `unformatted` in the note holds back.
    pub suppressed: Vec<Change>,
}

impl Formatted {
    /// The formatted text of the note that the edits were made for.
    #[must_use]
    pub fn text(&self, note: &Note) -> String {
        applied(note.text(), &self.edits)
    }
}

/// The text with sorted, disjoint changes applied.
pub(super) fn applied(text: &str, changes: &[Change]) -> String {
    let edits: Vec<Edit> = changes.iter().map(|change| change.edit.clone()).collect();
    apply(text, &edits)
}

/// Sorts changes that were made independently of each other and resolves overlaps: what starts first wins, then what is
/// larger, then what was proposed first. What is lost here comes up again in the next round, if it is still due.
pub(super) fn combine(mut changes: Vec<Change>) -> Vec<Change> {
    changes.sort_by_key(|change| {
        let span = change.edit.span;
        (span.start, !span.is_empty(), u32::MAX - span.end)
    });
    let mut out: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes {
        let span = change.edit.span;
        let taken = out.last().is_some_and(|last| {
            let last = last.edit.span;
            span.start < last.end || span.is_empty() && last.is_empty() && span.start == last.start
        });
        if !taken {
            out.push(change);
        }
    }
    out
}
