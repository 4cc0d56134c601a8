//! Logs and other lists. A log piles up what somebody noted about people and events, and says one thing again in other words. A list
//! that was written in one go (steps, cases, properties) hardly ever does: what is worded otherwise there is meant otherwise, so two
//! of its bullets are one fact only where next to nothing but the wording differs.

use super::Corpus;
use super::compare::{Alignment, Match, leftover};
use super::markup::Plain;
use super::pairs::Pair;
use super::reading::{Kind, Reading};
use super::verbatim;

/// The signs of a log, as shares of a list's bullets in per cent: bullets with a date, …
const DATED: usize = 5;
/// … with the full name of somebody, …
const NAMING: usize = 20;
/// … about what the note is named after, …
const ABOUT_SUBJECT: usize = 20;
/// … that are sentences, of a list that names people …
const SENTENCES: usize = 90;
/// … and of a long list, which nobody writes in one go.
const SENTENCES_OF_LONG: usize = 50;
/// Bullets of a long list.
const LONG: usize = 30;
/// Fewer bullets show no custom of naming people.
const FEW: usize = 5;
/// Where so many bullets quote code, the list is documentation, unless it shows all other signs.
const QUOTING: usize = 25;

/// What a list is for, as far as its bullets show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Notes about people and events.
    Log,
    /// Sentences without code: statements, of whatever.
    Statements,
    /// Steps, cases, properties, documentation.
    Other,
}

/// What the list is for. Bullets of several notes are no list, and are read as notes about people and events.
pub(super) fn purpose(corpus: &Corpus) -> Purpose {
    let [subject] = corpus.subjects.as_slice() else { return Purpose::Log };
    let all = corpus.readings.len();
    let at_least = |percent: usize, holds: &dyn Fn(&Reading) -> bool| {
        corpus.readings.iter().filter(|reading| holds(reading)).count() * 100 >= percent * all
    };
    let is_dated = |reading: &Reading| reading.terms.iter().any(|term| term.kind == Kind::Date);
    let is_cited = |reading: &Reading| reading.plain.references.iter().any(|reference| reference.starts_with("[^"));
    let is_about_subject = |reading: &Reading| subject.iter().any(|key| reading.keys.binary_search(key).is_ok());
    let is_quoting = |reading: &Reading| !reading.plain.pieces.is_empty();
    if corpus.dates.iter().any(Option::is_some) || corpus.readings.iter().any(is_cited) {
        return Purpose::Log;
    }
    let dated = at_least(DATED, &is_dated);
    let names_people = at_least(NAMING, &|reading| reading.names.iter().any(|name| name.len() > 1));
    let sentences = at_least(SENTENCES, &is_sentence);
    if at_least(QUOTING, &is_quoting) && !(dated && names_people && sentences) {
        return Purpose::Other;
    }
    let about_people = names_people && (at_least(ABOUT_SUBJECT, &is_about_subject) || all >= FEW && sentences);
    let grown = all >= LONG && at_least(SENTENCES_OF_LONG, &is_sentence);
    if dated || about_people || grown {
        return Purpose::Log;
    }
    let quotes_nothing = !corpus.readings.iter().any(is_quoting);
    if at_least(100, &is_sentence) && quotes_nothing { Purpose::Statements } else { Purpose::Other }
}

/// Whether two bullets of a list that is no log say two things. Sentences do where each says something of its own; phrases name
/// cases, and do with any word more on one side. Two sentences about the same two people are those of a log wherever they stand.
pub(super) fn are_apart(corpus: &Corpus, pair: &Pair, alignment: &Alignment) -> bool {
    let (a, b) = (&corpus.readings[pair.a], &corpus.readings[pair.b]);
    let sentences = is_sentence(a) && is_sentence(b);
    if sentences && alignment.persons.is_some() {
        return false;
    }
    let (left, right) = (says_more(a, &alignment.left), says_more(b, &alignment.right));
    let respelt = || alignment.left.iter().any(|partner| matches!(partner, Some(Match::Soft(_))));
    alignment.in_order < alignment.matched
        || a.negations != b.negations
        || alignment.negation_clash
        || left && right
        || !sentences && (left || right || respelt())
        || quotes_more(&a.plain, &b.plain)
        || quotes_more(&b.plain, &a.plain)
        || addresses_differ(a, b)
}

/// Whether a bullet says something that the other one does not, or says it once more.
fn says_more(reading: &Reading, side: &[Option<Match>]) -> bool {
    let mut partners: Vec<usize> = side
        .iter()
        .filter_map(|partner| match partner {
            Some(Match::Exact(other) | Match::Soft(other)) => Some(*other),
            _ => None,
        })
        .collect();
    let all = partners.len();
    partners.sort_unstable();
    partners.dedup();
    partners.len() < all || leftover(side).any(|term| reading.terms[term].kind != Kind::Unit)
}

/// Whether a bullet quotes code that the other one does not have.
fn quotes_more(one: &Plain, other: &Plain) -> bool {
    verbatim::lacks((&other.pieces, &other.text), (&one.pieces, &one.text))
}

/// Whether a bullet ends as a sentence does.
pub(super) fn is_sentence(reading: &Reading) -> bool {
    let text = reading.plain.text.trim_end_matches([' ', '\n', '\t', '*', '_', ')', '"']);
    text.ends_with(['.', '!', '?', '。', '！', '？', '।', '።', '؟', '។'])
}

/// Whether both name web addresses, and not one in common.
pub(super) fn addresses_differ(a: &Reading, b: &Reading) -> bool {
    let addresses = |reading: &Reading| -> Vec<String> {
        reading.plain.references.iter().filter(|target| target.contains("://")).cloned().collect()
    };
    let (left, right) = (addresses(a), addresses(b));
    !left.is_empty() && !right.is_empty() && !left.iter().any(|address| right.contains(address))
}

#[cfg(test)]
mod tests {
    use super::super::{Context, Settings, Statement, analyse};

    fn groups(texts: &[&str]) -> usize {
        let statements: Vec<Statement> =
            texts.iter().map(|text| Statement { text: (*text).to_owned(), group_key: None }).collect();
        analyse(&statements, &Context::default(), &Settings::default()).groups.len()
    }

    const ACTIVE: &str = "The board approved the purchase of the crane for the port.";
    const PASSIVE: &str = "The purchase of the crane for the port was approved by the board.";

    #[test]
    fn a_log_repeats_itself_in_other_words() {
        let dated = "Ada Quillon lives in Harwell since May 2024.";
        let cited = "The roof of the port is new. [^2]";
        assert_eq!(groups(&[ACTIVE, PASSIVE, dated]), 1);
        assert_eq!(groups(&[ACTIVE, PASSIVE, cited]), 1);
    }

    #[test]
    fn other_lists_do_so_only_where_one_adds_nothing() {
        let more = "The board approved the purchase of the crane for the port of Harwell.";
        let quoting = "Set `port.crane` before the port opens.";
        assert_eq!(groups(&[ACTIVE, PASSIVE, quoting]), 0);
        assert_eq!(groups(&[ACTIVE, more, quoting]), 1);
        assert_eq!(groups(&[ACTIVE, "The board approved the purchase of a crane for the port by Wren.", quoting]), 1);
        assert_eq!(
            groups(&[
                "The winter board approved the purchase of the crane for the port.",
                "The summer board approved the purchase of the crane for the port.",
                quoting
            ]),
            0
        );
    }

    #[test]
    fn phrases_do_so_only_where_none_adds_anything() {
        let phrase = "purchase of the new crane for the port, approved";
        let quoting = "Set `port.crane` before the port opens.";
        assert_eq!(groups(&[phrase, "the purchase of the new crane for the port: approved", quoting]), 1);
        assert_eq!(groups(&[phrase, "purchase of the new crane for the port, approved in Harwell", quoting]), 0);
    }
}
