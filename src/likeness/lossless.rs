//! Whether a bullet can be deleted because another one provably says all of it.
//!
//! Stricter than the score: every word, value and name must stand on the kept side by the very same stem or meaning, in the same
//! order or with who acts and who is acted on known to agree, and nothing may be negated, planned or asked for on one side only.

use super::compare::{Alignment, Match};
use super::lexicon::Lexicon;
use super::order;
use super::reading::{Kind, Reading, Term};
use super::replaced;
use super::tokens::{Gap, Token, tokenise};

/// Whether `kept` says everything that `dropped` says; `alignment` has the dropped one on the left.
pub(super) fn is_lossless(dropped: &Reading, kept: &Reading, alignment: &Alignment, lexicon: &Lexicon) -> bool {
    let references =
        dropped.plain.references.iter().all(|reference| kept.plain.references.binary_search(reference).is_ok());
    if !references || dropped.plain.text.trim().is_empty() {
        return false;
    }
    let (left, right) = (tokens_of(dropped, lexicon), tokens_of(kept, lexicon));
    if dropped.plain.cut_off {
        return begins_with(&left, &right);
    }
    if kept.plain.cut_off {
        return same_words(&left, &right);
    }
    same_words(&left, &right)
        || same_attitude(dropped, kept)
            && same_direction(dropped, alignment)
            && all_said(dropped, kept, alignment)
            && same_subject(dropped, kept, alignment)
            && only_adds(&right, kept, alignment)
            && values_in_order(dropped, alignment)
            && same_things_counted(dropped, alignment)
            && small_words_stand(dropped, &left, &right)
            && replaced::nothing_is((dropped, &left), (kept, &right), alignment)
            && letters_in_order(&left, &right)
            && order::keeps_its_meaning(dropped, kept, &left, &right, alignment)
}

/// Words that another wording of the same fact may do without: articles, forms of "to be" and "to have", and the
/// prepositions that a passive or a genitive brings.
pub(super) const FILLERS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "being", "by", "for", "had", "has", "have", "in", "is", "it",
    "its", "of", "on", "that", "the", "to", "was", "were", "der", "die", "das", "dem", "den", "des", "ein", "eine",
    "einen", "einem", "einer", "ist", "sind", "war", "wurde", "werden", "von", "le", "la", "les", "un", "une", "de",
    "du", "l", "d", "est", "par", "el", "los", "las", "una", "es", "por", "il", "lo", "gli", "i", "di", "da", "o",
    "os", "um", "uma", "do", "het", "een", "van", "en", "ett", "av",
];

/// Whether every word that no term covers, such as "any", "without" or "from", stands in the kept bullet too: the score may
/// overlook such a word, a deletion may not.
fn small_words_stand(dropped: &Reading, left: &[Token], right: &[Token]) -> bool {
    let covered = |token: &Token| {
        dropped.terms.iter().any(|term| term.range.start <= token.range.start && token.range.start < term.range.end)
    };
    left.iter().all(|token| {
        FILLERS.contains(&token.text.as_str()) || covered(token) || right.iter().any(|other| other.text == token.text)
    })
}

/// Whether single capital letters keep their order: "A to Z" is not "Z to A".
fn letters_in_order(left: &[Token], right: &[Token]) -> bool {
    fn letters(tokens: &[Token]) -> impl Iterator<Item = &str> {
        let single = |token: &&Token| token.capital() && token.text.chars().count() == 1;
        tokens.iter().filter(single).map(|token| token.text.as_str())
    }
    let mut kept = letters(right);
    letters(left).all(|letter| kept.any(|other| other == letter))
}

/// Whether a bullet without a name at its head cannot be about somebody else than the kept one.
fn same_subject(dropped: &Reading, kept: &Reading, alignment: &Alignment) -> bool {
    let named = |reading: &Reading, side: &[Option<Match>]| {
        reading
            .terms
            .iter()
            .zip(side)
            .any(|(term, partner)| term.kind == Kind::Name && matches!(partner, None | Some(Match::Subject)))
    };
    dropped.starts_with_name == kept.starts_with_name
        || !named(kept, &alignment.right) && !named(dropped, &alignment.left)
}

/// Whether what the kept bullet adds stands apart from what both say. A word that touches a shared one may make another thing of it:
/// "the meeting", "the production meeting".
fn only_adds(tokens: &[Token], kept: &Reading, alignment: &Alignment) -> bool {
    let term_at = |token: &Token| {
        kept.terms.iter().position(|term| term.range.start <= token.range.start && token.range.start < term.range.end)
    };
    let shared = |index: usize| alignment.right.get(index).is_some_and(Option::is_some);
    let word = |index: usize| matches!(kept.terms[index].kind, Kind::Word | Kind::Name | Kind::Code | Kind::Number);
    tokens.windows(2).all(|pair| {
        let [left, right] = pair else { return true };
        if !matches!(right.gap, Gap::None | Gap::Space | Gap::Hyphen) {
            return true;
        }
        match (term_at(left), term_at(right)) {
            (Some(l), Some(r)) if l != r && shared(l) != shared(r) => !(word(l) && word(r)),
            _ => true,
        }
    })
}

/// Whether numbers, and names, keep their order among themselves.
fn values_in_order(dropped: &Reading, alignment: &Alignment) -> bool {
    let rising = |kinds: &[Kind]| {
        let places: Vec<usize> = dropped
            .terms
            .iter()
            .zip(&alignment.left)
            .filter(|(term, _)| kinds.contains(&term.kind))
            .filter_map(|(_, partner)| match partner {
                Some(Match::Exact(place)) => Some(*place),
                _ => None,
            })
            .collect();
        places.is_sorted()
    };
    rising(&[Kind::Number, Kind::Code])
        && (alignment.direction_agrees || alignment.persons == Some(true) || rising(&[Kind::Name]))
}

/// Whether the thing that a number counts stands behind it in the kept bullet too: "1 sack with many labels" is not "many sacks
/// with 1 label". A number that goes with the word before it on both sides ("wheel 3") or ends its phrase counts nothing.
fn same_things_counted(dropped: &Reading, alignment: &Alignment) -> bool {
    let touches = |left: &Term, right: &Term| {
        let between = dropped.plain.text.get(left.range.end..right.range.start).unwrap_or("?");
        between.chars().all(|c| c.is_whitespace() || c == '-')
    };
    let partner = |term: usize| match alignment.left.get(term) {
        Some(Some(Match::Exact(partner))) => Some(*partner),
        _ => None,
    };
    let terms = &dropped.terms;
    (0..terms.len().saturating_sub(1)).all(|at| {
        let (number, thing) = (&terms[at], &terms[at + 1]);
        if number.kind != Kind::Number || !touches(number, thing) {
            return true;
        }
        let (Some(here), Some(there)) = (partner(at), partner(at + 1)) else { return true };
        let named = at > 0 && touches(&terms[at - 1], number) && partner(at - 1).is_some_and(|name| name + 1 == here);
        named || here < there
    })
}

/// The words of a bullet without "mentioned in".
fn tokens_of(reading: &Reading, lexicon: &Lexicon) -> Vec<Token> {
    let tokens = tokenise(&reading.plain.text);
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    let mention = lexicon.mention(&words);
    tokens.into_iter().skip(mention).collect()
}

fn same_words(left: &[Token], right: &[Token]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(l, r)| l.text == r.text)
}

/// Whether a cut-off title is the beginning of the other one; its last word may be cut as well.
fn begins_with(cut: &[Token], whole: &[Token]) -> bool {
    let Some((last, rest)) = cut.split_last() else { return false };
    rest.len() >= 2
        && whole.len() > rest.len()
        && rest.iter().zip(whole).all(|(l, r)| l.text == r.text)
        && whole.get(rest.len()).is_some_and(|word| word.text.starts_with(&last.text))
}

fn same_attitude(dropped: &Reading, kept: &Reading) -> bool {
    dropped.negations == kept.negations
        && dropped.plan == kept.plan
        && dropped.maybe == kept.maybe
        && dropped.ask == kept.ask
}

fn same_direction(dropped: &Reading, alignment: &Alignment) -> bool {
    let contradicts = alignment.direction_differs
        || alignment.object_differs
        || alignment.persons == Some(false)
        || alignment.converse
        || alignment.opposite.is_some()
        || alignment.numbers_turned
        || alignment.numbers_elsewhere > 0
        || alignment.negation_clash;
    let turned = alignment.in_order < alignment.matched;
    // Words in another order are safe only where the ones who act are known, or nobody acts on anybody.
    !contradicts && (!turned || alignment.direction_agrees || dropped.names.len() <= 1)
}

fn all_said(dropped: &Reading, kept: &Reading, alignment: &Alignment) -> bool {
    dropped.terms.iter().zip(&alignment.left).all(|(term, partner)| match partner {
        Some(Match::Exact(place)) => kept.terms.get(*place).is_some_and(|other| other.key == term.key),
        Some(Match::Implied) => term.kind == Kind::Name || term.kind == Kind::Date,
        Some(Match::Subject) => true,
        Some(Match::Covered) => true,
        Some(Match::Soft(_) | Match::Near(_)) | None => false,
    }) && !dropped.terms.is_empty()
        && as_often(dropped, kept)
}

/// Whether the kept bullet has every value and word as often: of "one pod, one node" nothing may stand for both.
fn as_often(dropped: &Reading, kept: &Reading) -> bool {
    let count = |reading: &Reading, key: u32| reading.terms.iter().filter(|term| term.key == key).count();
    dropped.terms.iter().all(|term| {
        let n = count(dropped, term.key);
        n == 1 || n <= count(kept, term.key)
    })
}
