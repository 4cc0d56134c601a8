//! Whether the same words in another order still say the same, as far as that can be told without a grammar: what a deletion asks.
//!
//! A passive or a genitive brings or drops function words ("by", "of", "was"); a phrase that moved keeps its preposition in front of the
//! same word. Where every function word stayed and content words changed places around them ("the board can approve what the
//! committee has rejected"), or a preposition now stands before another word, it may be the opposite.

use super::compare::{Alignment, Match};
use super::reading::{Kind, Reading};
use super::tokens::{Gap, Token};

/// Articles, and forms of "to be" and "to have": their place says nothing.
const PLACELESS: &[&str] = &[
    "a", "an", "the", "is", "are", "be", "been", "being", "was", "were", "has", "have", "had", "it", "its", "der",
    "die", "das", "dem", "den", "des", "ein", "eine", "einen", "einem", "einer", "ist", "sind", "war", "wird", "wurde",
    "werden", "le", "la", "les", "un", "une", "l", "est", "el", "los", "las", "una", "es", "il", "lo", "gli", "i", "o",
    "os", "um", "uma", "het", "een", "en", "ett",
];

/// Prepositions that a passive or another turn of phrase brings: they may stand elsewhere while the content keeps its order.
const BROUGHT: &[&str] = &["as", "at", "by", "for", "in", "on", "that", "to", "par", "por"];

/// Words of the genitive, which comes and goes: "the repair of the weir", "the weir's repair".
const GENITIVE: &[&str] = &["of", "von", "de", "du", "d", "di", "da", "do", "van", "av"];

/// Words between two parts that may change places.
const JOINING: &[&str] =
    &["and", "or", "und", "oder", "et", "ou", "y", "e", "och", "eller", "и", "или", "和", "与", "と", "&", "/"];

/// Whether nothing that the two bullets share stands in an order that may make another thing of it. `left` and `right` are their
/// words.
pub(super) fn keeps_its_meaning(
    dropped: &Reading,
    kept: &Reading,
    left: &[Token],
    right: &[Token],
    alignment: &Alignment,
) -> bool {
    let (mine, theirs) = (Side::of(dropped, left, &alignment.left), Side::of(kept, right, &alignment.right));
    let turned = alignment.in_order < alignment.matched;
    let stands = |word: &Small<'_>| {
        if GENITIVE.contains(&word.text) || !turned && BROUGHT.contains(&word.text) {
            return true;
        }
        let mut same = theirs.small.iter().filter(|other| other.text == word.text).peekable();
        // One that the other does without was brought by the wording.
        same.peek().is_none() || same.any(|other| are_partners(word.before, other.before, alignment))
    };
    if !mine.small.iter().all(stands) {
        return false;
    }
    let skeleton = |side: &Side<'_>| -> Vec<String> { side.small.iter().map(|word| word.text.to_owned()).collect() };
    !turned || skeleton(&mine) != skeleton(&theirs) || is_moved_whole(dropped, &mine, &theirs, alignment)
}

/// A function word.
struct Small<'a> {
    text: &'a str,
    /// The term that follows it, those left out that the other side lacks; `None` at the end.
    before: Option<usize>,
}

/// The words of one bullet in the order of the text.
struct Side<'a> {
    small: Vec<Small<'a>>,
    /// The terms, each with whether a sign that is more than a blank stands before it.
    terms: Vec<(usize, bool)>,
}

impl<'a> Side<'a> {
    fn of(reading: &Reading, tokens: &'a [Token], partners: &[Option<Match>]) -> Self {
        let term_at = |token: &Token| {
            reading
                .terms
                .iter()
                .position(|term| term.range.start <= token.range.start && token.range.start < term.range.end)
        };
        let mut side = Self { small: Vec::new(), terms: Vec::new() };
        let mut waiting = 0;
        let mut parted = false;
        for token in tokens {
            parted |= !matches!(token.gap, Gap::None | Gap::Space | Gap::Hyphen | Gap::Apostrophe);
            match term_at(token) {
                Some(term) if partners.get(term).is_some_and(Option::is_none) => parted = false,
                Some(term) => {
                    if side.terms.last().is_none_or(|(last, _)| *last != term) {
                        side.terms.push((term, parted));
                    }
                    side.small.iter_mut().skip(waiting).for_each(|word| word.before = Some(term));
                    waiting = side.small.len();
                    parted = false;
                }
                None if PLACELESS.contains(&token.text.as_str()) => {}
                // What "and" joins may change places.
                None if JOINING.contains(&token.text.as_str()) => parted = true,
                None => side.small.push(Small { text: &token.text, before: None }),
            }
        }
        side
    }
}

/// Whether two terms, one on each side, are each other's partners; the end of a bullet is the partner of its end.
fn are_partners(left: Option<usize>, right: Option<usize>, alignment: &Alignment) -> bool {
    match (left, right) {
        (None, None) => true,
        (Some(left), Some(right)) => match alignment.left.get(left) {
            Some(Some(Match::Exact(partner) | Match::Soft(partner))) => *partner == right,
            Some(Some(Match::Implied | Match::Covered | Match::Subject)) => true,
            _ => false,
        },
        _ => false,
    }
}

/// Whether one part of the bullet merely moved from one end to the other, parted from the rest by a sign on one side at least ("burn
/// rate, board meeting", "board meeting: burn rate"). Where a date stands does not matter.
fn is_moved_whole(dropped: &Reading, mine: &Side<'_>, theirs: &Side<'_>, alignment: &Alignment) -> bool {
    let dated = |term: usize| dropped.terms.get(term).is_some_and(|term| term.kind == Kind::Date);
    let place = |term: usize| match alignment.left.get(term) {
        Some(Some(Match::Exact(partner) | Match::Soft(partner))) => {
            theirs.terms.iter().position(|(other, _)| other == partner)
        }
        _ => None,
    };
    let places: Vec<(usize, bool)> = mine
        .terms
        .iter()
        .filter(|(term, _)| !dated(*term))
        .filter_map(|(term, parted)| Some((place(*term)?, *parted)))
        .collect();
    let falls: Vec<usize> = (1..places.len()).filter(|at| places[*at].0 < places[*at - 1].0).collect();
    match falls.as_slice() {
        [] => true,
        [cut] => {
            let (Some(first), Some(last)) = (places.first(), places.last()) else { return false };
            let parted_there = theirs.terms.get(first.0).is_some_and(|(_, parted)| *parted);
            last.0 < first.0 && (places[*cut].1 || parted_there)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::pairs::judge;
    use super::super::tokens::tokenise;
    use super::super::{Context, Corpus, Statement};
    use super::*;

    fn keeps(dropped: &str, kept: &str) -> bool {
        let statement = |text: &str| Statement { text: text.to_owned(), group_key: None };
        let statements = [dropped, kept].map(statement);
        let corpus = Corpus::read(&[(&statements, &Context::default())]);
        let (alignment, _) = judge(&corpus, 0, 1);
        let [left, right] = [dropped, kept].map(tokenise);
        let [mine, theirs] = [0, 1].map(|index| &corpus.readings[index]);
        keeps_its_meaning(mine, theirs, &left, &right, &alignment)
    }

    #[test]
    fn another_order_of_the_same_fact() {
        for (dropped, kept) in [
            (
                "Until December 12, the white van is out of service.",
                "The white van is out of service until 12 December.",
            ),
            ("Burn rate, meeting of the mill board", "Meeting of the mill board: burn rate"),
            ("14 sacks in the loft were counted by the millers.", "The millers counted 14 sacks in the loft."),
            ("The keys of all staff were changed.", "All staff keys have been changed."),
            (
                "Mira is the chair of the group for the removal of the Alder weir.",
                "Mira chairs the group of the Alder weir removal, which meets on the second day of each month.",
            ),
            ("Leak in the laundry and copper pipe", "Copper pipe and leak in the laundry"),
        ] {
            assert!(keeps(dropped, kept), "{dropped} / {kept}");
        }
    }

    #[test]
    fn another_fact_in_the_same_words() {
        for (dropped, kept) in [
            ("Mill before weir, bridge before mill.", "Weir before mill, mill before bridge."),
            ("Mira said that only she likes Jon.", "Only Mira said that she likes Jon."),
            (
                "The board can approve what the committee has rejected.",
                "The committee can approve what the board has rejected.",
            ),
            ("The old weir is higher than the new weir.", "The new weir is higher than the old weir."),
            ("The keeper of the mill sold the barn.", "The mill of the keeper sold the barn."),
            ("If the pump stops, the gate opens.", "If the gate opens, the pump stops."),
            ("the baker owes the miller thirty crowns", "the miller owes the baker thirty crowns"),
            ("Mira's brother married Jon's sister in Ostervik.", "Mira's sister married Jon's brother in Ostervik."),
        ] {
            assert!(!keeps(dropped, kept), "{dropped} / {kept}");
        }
    }
}
