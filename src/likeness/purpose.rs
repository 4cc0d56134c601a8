//! What a list is for. A log piles up what somebody noted about people and events, and says one thing again in other words. A list
//! that was written in one go (steps, cases, properties) hardly ever does.

use std::ops::Range;

use super::Corpus;
use super::reading::{Kind, Reading};

/// Shares of a list's bullets in per cent, from which it has a trait. Half of the bullets of a log are sentences …
const TOLD: usize = 50;
/// … or nearly all.
const SENTENCES: usize = 90;
/// A few have a date …
const DATED: usize = 5;
/// … or more, where they are phrases.
const DATED_PHRASES: usize = 20;
/// Some have the full name of somebody …
const NAMING: usize = 20;
/// … or tell of what the note is named after.
const ABOUT_SUBJECT: usize = 20;
/// Where so many say something of a term, the names are those of terms.
const DEFINING: usize = 50;
/// Where so many quote code, the list is documentation, unless it shows all other signs.
const QUOTING: usize = 25;

/// Fewer bullets show no custom.
const FEW: usize = 5;
/// Nobody writes so long a list in one go.
const LONG: usize = 30;
/// Words of a term at most.
const LONGEST_TERM: usize = 10;

/// What a list is for, as far as its bullets show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// What was noted bit by bit, mostly of people and events.
    Log,
    /// A few sentences without code: statements, of whatever.
    Statements,
    /// Steps, cases, properties, documentation.
    Other,
}

impl Purpose {
    /// What the list is for. Bullets of several notes are no list, and are read as notes about people and events.
    pub(super) fn of(corpus: &Corpus) -> Self {
        let [subject] = corpus.subjects.as_slice() else { return Self::Log };
        let all = corpus.readings.len();
        let at_least = |percent: usize, holds: &dyn Fn(&Reading) -> bool| {
            corpus.readings.iter().filter(|reading| holds(reading)).count() * 100 >= percent * all
        };
        let is_dated = |reading: &Reading| reading.terms.iter().any(|term| term.kind == Kind::Date);
        let is_cited = |reading: &Reading| reading.plain.references.iter().any(|reference| reference.starts_with("[^"));
        let is_about_subject = |reading: &Reading| subject.iter().any(|key| reading.keys.binary_search(key).is_ok());
        let is_quoting = |reading: &Reading| !reading.plain.pieces.is_empty();
        let told = at_least(TOLD, &is_sentence);
        if corpus.dates.iter().any(Option::is_some) || told && corpus.readings.iter().any(is_cited) {
            return Self::Log;
        }
        let dated = at_least(if told { DATED } else { DATED_PHRASES }, &is_dated);
        let defining = at_least(DEFINING, &|reading| term(reading).is_some());
        let names_people = told && at_least(NAMING, &|reading| reading.names.iter().any(|name| name.len() > 1));
        let sentences = at_least(SENTENCES, &is_sentence);
        if at_least(QUOTING, &is_quoting) && !(dated && names_people && sentences) {
            return Self::Other;
        }
        let about_people = names_people && (at_least(ABOUT_SUBJECT, &is_about_subject) || all >= FEW && sentences);
        let quotes_nothing = !corpus.readings.iter().any(is_quoting);
        let telling = sentences && all >= FEW && quotes_nothing;
        if dated || !defining && (about_people || telling || told && all >= LONG) {
            return Self::Log;
        }
        if at_least(100, &is_sentence) && quotes_nothing { Self::Statements } else { Self::Other }
    }
}

/// Where the term is that a bullet begins with and says something of: "Upper sluice: opens when the pond is full."
pub(super) fn term(reading: &Reading) -> Option<Range<usize>> {
    let end = reading.plain.text.find([':', '：'])?;
    let term = reading.plain.text.get(..end)?;
    (!term.contains(['.', '。']) && term.split_whitespace().count() <= LONGEST_TERM).then_some(0..end)
}

/// Whether a bullet ends as a sentence does.
pub(super) fn is_sentence(reading: &Reading) -> bool {
    let text = reading.plain.text.trim_end_matches([' ', '\n', '\t', '*', '_', ')', '"']);
    text.ends_with(['.', '!', '?', '。', '！', '？', '।', '።', '؟', '។'])
}
