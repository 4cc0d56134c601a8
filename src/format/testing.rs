//! What the passes' tests have in common: a text before and after.

use super::{Formatted, Settings, edits};
use crate::note::Note;
use crate::text::{NotePath, Source};

pub(super) fn parse(text: &str) -> Note {
    Note::parse(Source::new(NotePath::new("note.md"), text.to_owned()).unwrap())
}

pub(super) fn outcome(text: &str) -> (Formatted, String) {
    outcome_with(text, &Settings::default())
}

pub(super) fn outcome_with(text: &str, settings: &Settings) -> (Formatted, String) {
    let note = parse(text);
    let formatted = edits(&note, settings);
    let after = formatted.text(&note);
    let again = edits(&parse(&after), settings);
    assert_eq!(again.edits, [], "formatting {after:?} again changes it");
    (formatted, after)
}

/// The text is formatted to `after`, without a pass having to give up anything.
#[track_caller]
pub(super) fn becomes(before: &str, after: &str) {
    let (formatted, text) = outcome(before);
    assert_eq!(formatted.dropped, []);
    assert_eq!(text, after);
}

/// The text needs nothing.
#[track_caller]
pub(super) fn stays(text: &str) {
    becomes(text, text);
}

/// The messages for a text, in order.
pub(super) fn messages(text: &str) -> Vec<String> {
    outcome(text).0.edits.into_iter().map(|change| change.message).collect()
}
