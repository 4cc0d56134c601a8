//! Two bullets of the very same words in another order: what changed places. "From A to Z" and "from Z to A" say two things,
//! "on Monday the board met" and "the board met on Monday" one.

use std::ops::Range;

use super::tokens::{Gap, Token, tokenise};

/// Words between two parts that may change places with them.
pub(super) const SYMMETRIC: [&str; 24] = [
    "and", "or", "und", "oder", "et", "ou", "y", "o", "e", "en", "of", "och", "eller", "и", "или", "和", "与", "と",
    "&", "/", "", ",", "vs", "with",
];

/// Words of a stretch that is looked at for parts that changed places.
const LONGEST: usize = 48;

/// Two parts of a bullet that stand in each other's place in another one, as bytes of the first one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turned {
    /// The part that stands first.
    pub(super) first: Range<usize>,
    /// The part that stands last.
    pub(super) last: Range<usize>,
}

/// The two parts that changed places around words that stayed, if that is all in which two texts differ.
///
/// A part that merely moved, with nothing between the two, is no change; neither are parts joined by "and" or a comma.
pub(super) fn turned(left: &str, right: &str) -> Option<Turned> {
    turned_words(left, &tokenise(left), &tokenise(right))
}

/// The same for texts whose words are known.
pub(super) fn turned_words(left: &str, a: &[Token], b: &[Token]) -> Option<Turned> {
    if a.len() != b.len() {
        return None;
    }
    let same = |(x, y): &(&Token, &Token)| x.text == y.text;
    let head = a.iter().zip(b).take_while(same).count();
    if head == a.len() {
        return None;
    }
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(same).count();
    let (x, y) = (a.get(head..a.len() - tail)?, b.get(head..b.len() - tail)?);
    if x.len() > LONGEST {
        return None;
    }
    let equal = |one: &[Token], other: &[Token]| {
        one.len() == other.len() && one.iter().zip(other).all(|(l, r)| l.text == r.text)
    };
    let n = x.len();
    for first in 1..n {
        if !equal(x.get(..first)?, y.get(n - first..)?) {
            continue;
        }
        for last in 1..=n - first {
            let (middle, other) = (x.get(first..n - last)?, y.get(last..n - first)?);
            if equal(x.get(n - last..)?, y.get(..last)?) && equal(middle, other) && holds_apart(left, x, first, middle)
            {
                let span = |part: &[Token]| Some(part.first()?.range.start..part.last()?.range.end);
                return Some(Turned { first: span(x.get(..first)?)?, last: span(x.get(n - last..)?)? });
            }
        }
    }
    None
}

/// Whether what stands between two parts gives them an order.
fn holds_apart(text: &str, stretch: &[Token], first: usize, middle: &[Token]) -> bool {
    if middle.is_empty() {
        // Two single words around a dash or an arrow are a range.
        let ([left, right], 1) = (stretch, first) else { return false };
        let between = text.get(left.range.end..right.range.start).unwrap_or_default();
        return between.contains(['-', '–', '—', '→', '>', '⇒', '~']);
    }
    // Members of a list: a comma or "and" behind the one, and before the other.
    let joins = |token: &Token| SYMMETRIC.contains(&token.text.as_str());
    let last = stretch.get(first + middle.len());
    let behind = middle.first().is_some_and(|token| joins(token) || token.gap == Gap::Comma);
    let before = middle.last().is_some_and(joins) || last.is_some_and(|token| token.gap == Gap::Comma);
    !(behind && before)
}

/// Whether the single capital letters of two texts are others, or the same in another order: "user A", "user B". A letter at
/// the head of a sentence may be an article.
pub(super) fn letters_differ(left: &[Token], right: &[Token]) -> bool {
    fn letters(words: &[Token]) -> Vec<&str> {
        let single = |(at, word): &(usize, &Token)| {
            word.capital() && !word.starts_sentence(*at) && word.text.chars().count() == 1
        };
        words.iter().enumerate().filter(single).map(|(_, word)| word.text.as_str()).collect()
    }
    let (mut a, mut b) = (letters(left), letters(right));
    if a.is_empty() || b.is_empty() || a == b {
        return false;
    }
    a.sort_unstable();
    b.sort_unstable();
    a == b || a.iter().any(|letter| !b.contains(letter)) && b.iter().any(|letter| !a.contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_change_places_around_words_are_turned() {
        for (left, right, first, last) in [
            ("Sort by name (A to Z)", "Sort by name (Z to A)", "A", "Z"),
            ("New mills on old weirs", "Old mills on new weirs", "New", "old"),
            ("New mills work with all old weirs", "Old mills work with all new weirs", "New", "old"),
            ("Rye (first - last)", "Rye (last - first)", "first", "last"),
            (
                "Ada Quillon hands over to Bo Tarrant.",
                "Bo Tarrant hands over to Ada Quillon.",
                "Ada Quillon",
                "Bo Tarrant",
            ),
        ] {
            let turned = turned(left, right).expect(left);
            assert_eq!((&left[turned.first], &left[turned.last]), (first, last));
        }
    }

    #[test]
    fn a_part_that_moves_and_a_list_in_another_order_are_not() {
        for (left, right) in [
            ("On 5 May the board met in Harwell.", "The board met in Harwell on 5 May."),
            ("Ada, Bo and Cy mend the weir.", "Cy, Bo and Ada mend the weir."),
            ("Ada and Bo mend the weir.", "Bo and Ada mend the weir."),
            ("Ada mends the weir.", "Ada mends the weir"),
        ] {
            assert_eq!(turned(left, right), None, "{left}");
        }
    }

    #[test]
    fn letters_are_compared_by_their_order() {
        let differ = |left, right| letters_differ(&tokenise(left), &tokenise(right));
        assert!(differ("Seřadit (od A do Z)", "Seřadit (od Z po A)"));
        assert!(differ("Miller A: keeps the keys", "Miller B: keeps the keys"));
        assert!(!differ("From A to Z", "All from A to Z"));
        assert!(!differ("A miller of mill B", "The miller of mill B"));
    }
}
