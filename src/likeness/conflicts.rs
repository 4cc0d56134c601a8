//! Pairs that would state the same fact but for one detail: all else stands on both sides, and in one place the two say something
//! else.

use std::collections::BTreeMap;
use std::ops::Range;

use super::apart::tell_of_people;
use super::compare::{Alignment, Match, leftover};
use super::distinct::{link_elsewhere, quote_different_things};
use super::enumeration::Frames;
use super::figures::{LEFT_WORDS, MOST_DATES, MOST_NAMES, MOST_NUMBERS, RIGHT_WORDS, SHARED_NAMES, SHARED_VALUES};
use super::model::probability;
use super::pairs::{self, Pair};
use super::purpose::{Purpose, is_sentence};
use super::reading::{Kind, Reading};
use super::turned::turned;
use super::{Conflict, ConflictKind, Corpus};

/// Content words that two bullets must share before a single difference says anything.
const LEAST_SHARED: usize = 3;

/// The figures that count what is left over: of one detail no more than two of a kind on either side.
const MOST_LEFT_OVER: [usize; 5] = [LEFT_WORDS, RIGHT_WORDS, MOST_NAMES, MOST_NUMBERS, MOST_DATES];

/// The same for two that differ in a name: most lists name one thing after the other in like words.
const LEAST_SHARED_WITH_NAME: usize = 5;

/// Bullets that differ from more than so many others in the same kind of detail are a series ("Q1: …", "Q2: …"), not a conflict.
const SERIES: usize = 2;

/// Finds conflicts among candidate pairs; `group_of` tells which bullets are in one group already.
pub(super) fn find(
    corpus: &Corpus,
    pairs: &[Pair],
    group_of: &BTreeMap<usize, usize>,
    purpose: Purpose,
    frames: &mut Frames,
) -> Vec<Conflict> {
    let mut found = Vec::new();
    for pair in pairs {
        let together = group_of.get(&pair.a).is_some_and(|group| group_of.get(&pair.b) == Some(group));
        if !together && let Some(conflict) = between(corpus, pair, purpose, frames) {
            found.push(conflict);
        }
    }
    let mut degrees: BTreeMap<(usize, ConflictKind), usize> = BTreeMap::new();
    for conflict in &found {
        for statement in [conflict.a, conflict.b] {
            *degrees.entry((statement, conflict.kind)).or_default() += 1;
        }
    }
    found.retain(|conflict| {
        [conflict.a, conflict.b]
            .iter()
            .all(|statement| degrees.get(&(*statement, conflict.kind)).is_none_or(|n| *n <= SERIES))
    });
    found
}

fn between(corpus: &Corpus, pair: &Pair, purpose: Purpose, frames: &mut Frames) -> Option<Conflict> {
    // Aligning is dear; where more is left over than one detail, there is no need.
    if MOST_LEFT_OVER.iter().any(|figure| pair.figures[*figure] > 2.0) {
        return None;
    }
    let (alignment, _) = pairs::judge(corpus, pair.a, pair.b);
    let (a, b) = (&corpus.readings[pair.a], &corpus.readings[pair.b]);
    if alignment.matched < LEAST_SHARED || a.plain.cut_off || b.plain.cut_off || labels_differ(a, b) {
        return None;
    }
    let (kind, left, right) = detail(a, b, &alignment)?;
    let entry = corpus.dates.get(pair.a).copied().flatten().is_some();
    // Among cases and properties two bullets that differ in one detail are two cases, unless both tell of the same two people.
    let told = purpose != Purpose::Other || tell_of_people(a, b, &alignment);
    if !entry
        && (!told
            || !are_statements(pair, a, b)
            || is_another(a, b, kind, &left, &right, &alignment)
            || frames.are_in_series(corpus, pair))
    {
        return None;
    }
    // All else agrees: the more of it there is, the surer it is one fact.
    #[expect(clippy::cast_precision_loss, reason = "counts of words are far below 2^52")]
    let score = probability(alignment.matched as f64 - 2.0);
    Some(Conflict { a: pair.a, b: pair.b, kind, left, right, score })
}

/// Whether two bullets state something rather than name two cases of a distinction ("nodes that are ready", "nodes that are not
/// ready"): they are whole sentences, or are about the same names and values.
fn are_statements(pair: &Pair, a: &Reading, b: &Reading) -> bool {
    is_sentence(a) && is_sentence(b) || pair.figures[SHARED_NAMES] + pair.figures[SHARED_VALUES] >= 2.0
}

/// Where two names are that stand in each other's place in the other bullet: "Ada hands over to Bo", "Bo hands over to Ada".
fn names_turned(reading: &Reading, other: &Reading) -> Option<Range<usize>> {
    let turned = turned(&reading.plain.text, &other.plain.text)?;
    let is_name = |part: &Range<usize>| {
        let mut terms = reading.terms.iter().filter(|term| part.contains(&term.range.start)).peekable();
        terms.peek().is_some() && terms.all(|term| term.kind == Kind::Name)
    };
    // "A to Z" and "Z to A" are two orders of one thing.
    let letter =
        |part: &Range<usize>| reading.plain.text.get(part.clone()).is_some_and(|part| part.chars().count() == 1);
    (is_name(&turned.first) && is_name(&turned.last) && !letter(&turned.first))
        .then_some(turned.first.start..turned.last.end)
}

/// Whether two bullets of an undated list speak of two things rather than twice of one: they quote or link to different things,
/// hardly say a word beside what they quote, say it in another order, or differ in the date at their head, or in a name that is what
/// the bullet is about, or is set off.
fn is_another(
    a: &Reading,
    b: &Reading,
    kind: ConflictKind,
    left: &Range<usize>,
    right: &Range<usize>,
    alignment: &Alignment,
) -> bool {
    // What begins with its date is an entry: two of them are two events.
    let entries = kind == ConflictKind::Date && begins_with(a, left) && begins_with(b, right);
    let named = kind == ConflictKind::Name
        && (alignment.matched < LEAST_SHARED_WITH_NAME
            || begins_with(a, left)
            || begins_with(b, right)
            || is_set_off(a, left)
            || is_set_off(b, right)
            || is_identifier(a, left) && is_identifier(b, right)
            || addresses_differ(a, b));
    named
        || entries
        || quote_different_things(&a.plain, &b.plain)
        || link_elsewhere(&a.plain, &b.plain)
        || mostly_quoted(a)
        || mostly_quoted(b)
        || kind != ConflictKind::Direction && alignment.in_order < alignment.matched
}

/// Whether the words stand before all else that the bullet says.
fn begins_with(reading: &Reading, words: &Range<usize>) -> bool {
    reading.terms.iter().all(|term| term.range.start >= words.start)
}

/// Whether emphasis or code is around the words: they are a button, a field, a term.
fn is_set_off(reading: &Reading, words: &Range<usize>) -> bool {
    let text = &reading.plain.text;
    let inside = |mark: &str| text.get(..words.start).is_some_and(|before| before.matches(mark).count() % 2 == 1);
    ["**", "__", "==", "\""].iter().any(|mark| inside(mark))
        || reading.plain.code.iter().any(|code| code.start <= words.start && words.end <= code.end)
}

/// Whether the words are one with a capital inside, as fields and products are named.
fn is_identifier(reading: &Reading, words: &Range<usize>) -> bool {
    let text = reading.plain.text.get(words.clone()).unwrap_or_default();
    text.chars().zip(text.chars().skip(1)).any(|(left, right)| left.is_lowercase() && right.is_uppercase())
}

/// Whether both name web addresses, and not one in common.
fn addresses_differ(a: &Reading, b: &Reading) -> bool {
    let addresses = |reading: &Reading| -> Vec<String> {
        reading.plain.references.iter().filter(|target| target.contains("://")).cloned().collect()
    };
    let (left, right) = (addresses(a), addresses(b));
    !left.is_empty() && !right.is_empty() && !left.iter().any(|address| right.contains(address))
}

/// Whether at least half of what a bullet says is code.
fn mostly_quoted(reading: &Reading) -> bool {
    let quoted = reading.plain.pieces.iter().map(String::len).sum::<usize>();
    quoted * 2 >= reading.plain.text.split_whitespace().map(str::len).sum::<usize>()
}

fn labels_differ(a: &Reading, b: &Reading) -> bool {
    match (&a.plain.label, &b.plain.label) {
        (Some(left), Some(right)) => a.plain.text.get(left.clone()) != b.plain.text.get(right.clone()),
        (None, None) => false,
        _ => true,
    }
}

/// The one detail in which two aligned bullets differ, if it is one.
fn detail(a: &Reading, b: &Reading, alignment: &Alignment) -> Option<(ConflictKind, Range<usize>, Range<usize>)> {
    let (left, right): (Vec<usize>, Vec<usize>) =
        (leftover(&alignment.left).collect(), leftover(&alignment.right).collect());
    let soft = alignment
        .left
        .iter()
        .chain(&alignment.right)
        .any(|partner| matches!(partner, Some(Match::Soft(_) | Match::Near(_) | Match::Subject)));
    if soft {
        return None;
    }
    let place = |reading: &Reading, terms: &[usize]| -> Range<usize> {
        let start = terms.iter().map(|term| reading.terms[*term].range.start).min().unwrap_or(0);
        let end = terms.iter().map(|term| reading.terms[*term].range.end).max().unwrap_or(0);
        start..end
    };
    if left.is_empty() && right.is_empty() {
        if let Some((left, right)) = names_turned(a, b).zip(names_turned(b, a)) {
            return Some((ConflictKind::Direction, left, right));
        }
        if alignment.negation_clash {
            // Two things denied on either side are two cases.
            if alignment.negations_clashing > 1 {
                return None;
            }
            let negated = |reading: &Reading| -> Vec<usize> {
                (0..reading.terms.len()).filter(|term| reading.terms[*term].negated).collect()
            };
            return Some((ConflictKind::Polarity, place(a, &negated(a)), place(b, &negated(b))));
        }
        let turned = alignment.persons == Some(false) || alignment.numbers_turned;
        return turned.then_some((ConflictKind::Direction, 0..0, 0..0));
    }
    if alignment.negation_clash
        || alignment.direction_differs
        || alignment.persons == Some(false)
        || alignment.numbers_turned
    {
        return None;
    }
    if let Some((l, r)) = alignment.opposite {
        let only = left == [l] && right == [r];
        return only.then(|| (ConflictKind::Polarity, place(a, &left), place(b, &right)));
    }
    // The differing words stand at one place of otherwise equal wording.
    let [slot] = alignment.slots.as_slice() else { return None };
    if slot.left.is_empty() || slot.right.is_empty() || slot.left.len() > 2 || slot.right.len() > 2 {
        return None;
    }
    let all = |kind: Kind| {
        slot.left.iter().all(|term| a.terms[*term].kind == kind)
            && slot.right.iter().all(|term| b.terms[*term].kind == kind)
    };
    let kind = if all(Kind::Number) {
        ConflictKind::Number
    } else if all(Kind::Date) {
        ConflictKind::Date
    } else if all(Kind::Name) {
        ConflictKind::Name
    } else {
        return None;
    };
    Some((kind, place(a, &slot.left), place(b, &slot.right)))
}
