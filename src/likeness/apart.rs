//! The bullets of a list that is no log: what is worded otherwise there is meant otherwise, so two of them are one fact only where
//! next to nothing but the wording differs.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Corpus;
use super::compare::{Alignment, Match, leftover};
use super::markup::Plain;
use super::pairs::Pair;
use super::purpose::{is_sentence, term};
use super::reading::{Kind, Reading};
use super::tokens::tokenise;
use super::verbatim;

/// Whether two bullets of a list that is no log say two things. Sentences do where each says something of its own; phrases name
/// cases, and do with any word more on one side, or another small one. Two sentences about the same two people are those of a log
/// wherever they stand.
pub(super) fn are_apart(corpus: &Corpus, pair: &Pair, alignment: &Alignment) -> bool {
    let (a, b) = (&corpus.readings[pair.a], &corpus.readings[pair.b]);
    if tell_of_people(a, b, alignment) {
        return false;
    }
    let sentences = is_sentence(a) && is_sentence(b);
    let (left, right) = (says_more(a, &alignment.left), says_more(b, &alignment.right));
    let other_phrase = || {
        let respelt = alignment.left.iter().any(|partner| matches!(partner, Some(Match::Soft(_) | Match::Near(_))));
        left || right || respelt || (a.plan, a.maybe, a.ask) != (b.plan, b.maybe, b.ask) || small_words_differ(a, b)
    };
    alignment.in_order < alignment.matched
        || a.negations != b.negations
        || alignment.negation_clash
        || left && right
        || !sentences && other_phrase()
        || comparisons(a).ne(comparisons(b))
        || quotes_more(&a.plain, &b.plain)
        || quotes_more(&b.plain, &a.plain)
        || links_differ(&a.plain, &b.plain)
        || terms_differ(a, b)
}

/// Whether two bullets are sentences about the same two people.
pub(super) fn tell_of_people(a: &Reading, b: &Reading, alignment: &Alignment) -> bool {
    let tells = |reading: &Reading| is_sentence(reading) && term(reading).is_none();
    alignment.persons.is_some() && tells(a) && tells(b)
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
    partners.len() < all
        || side.iter().any(|partner| matches!(partner, Some(Match::Subject | Match::Near(_))))
        || leftover(side).any(|term| reading.terms[term].kind != Kind::Unit)
}

/// Whether each has a word beside its content words that the other one lacks: "with the brake on", "with the brake off".
fn small_words_differ(a: &Reading, b: &Reading) -> bool {
    let small = |reading: &Reading| -> BTreeSet<String> {
        let is_term = |at: usize| reading.terms.iter().any(|term| term.range.contains(&at));
        let words = tokenise(&reading.plain.text).into_iter().filter(|word| !is_term(word.range.start));
        words.map(|word| word.text).collect()
    };
    let (left, right) = (small(a), small(b));
    !left.is_subset(&right) && !right.is_subset(&left)
}

/// The signs of comparison in a bullet, arrows left out.
fn comparisons(reading: &Reading) -> impl Iterator<Item = char> + '_ {
    let text = reading.plain.text.as_str();
    let is_arrow = |at: usize| {
        text[..at].ends_with(['-', '=', '>'])
            || text[at..].starts_with(['<', '>', '=']) && text[at + 1..].starts_with(['-', '>'])
    };
    text.char_indices().filter(move |(at, sign)| "<>≤≥≠".contains(*sign) && !is_arrow(*at)).map(|(_, sign)| sign)
}

/// Whether a bullet quotes code that the other one does not have.
fn quotes_more(one: &Plain, other: &Plain) -> bool {
    verbatim::lacks((&other.pieces, &other.text), (&one.pieces, &one.text))
}

/// Whether two bullets say something of two terms.
fn terms_differ(a: &Reading, b: &Reading) -> bool {
    let keys = |reading: &Reading, term: Range<usize>| -> BTreeSet<u32> {
        reading.terms.iter().filter(|word| term.contains(&word.range.start)).map(|word| word.key).collect()
    };
    term(a).zip(term(b)).is_some_and(|(left, right)| keys(a, left) != keys(b, right))
}

/// Whether each leads to a place that the other one does not lead to.
fn links_differ(a: &Plain, b: &Plain) -> bool {
    let lacks = |one: &Plain, other: &Plain| {
        one.links.iter().any(|(_, target)| !other.links.iter().any(|(_, same)| same == target))
    };
    lacks(a, b) && lacks(b, a)
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
    fn small_words_and_signs_make_other_phrases() {
        for (upper, lower) in [
            ("the wheel of the mill turns, gate on", "the wheel of the mill turns, gate off"),
            ("return 0 where rye = barley", "return >0 where rye>barley"),
            ("rye is necessary for the old mill", "rye if the old mill"),
        ] {
            assert_eq!(groups(&[upper, lower]), 0, "{upper}");
        }
    }

    #[test]
    fn other_terms_and_links_make_other_facts() {
        let quoting = "Set `port.crane` before the port opens.";
        let upper = "Sluice: opens where the pond of the mill is full of water.";
        assert_eq!(groups(&[upper, "Upper sluice: opens where the pond of the mill is full of water.", quoting]), 0);
        let upper = "The [plan](plans/upper.md) of the mill shows the sluice of the pond.";
        assert_eq!(
            groups(&[upper, "The [plan](plans/lower.md) of the mill shows the sluice of the pond.", quoting]),
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
