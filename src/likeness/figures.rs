//! An alignment in figures: the input of the model. Every figure has a name, and the names are those of the data file.

use std::ops::Range;

use super::compare::{Alignment, Match, Slot, leftover};
use super::reading::{Kind, Reading};
use super::weights::Weights;

/// Number of figures of a pair, and of a side.
const COUNT: usize = 62;
const SIDE_COUNT: usize = 20;

/// The figures of a pair, named by [`FEATURES`].
pub(super) type Figures = [f64; COUNT];

/// The figures of a side, named by [`SIDE_FEATURES`].
pub(super) type SideFigures = [f64; SIDE_COUNT];

/// Places of single figures in [`FEATURES`].
pub(super) const CONTAINMENT: usize = 0;
pub(super) const JACCARD: usize = 2;
pub(super) const PLAIN_JACCARD: usize = 4;
pub(super) const LEFT_WEIGHT: usize = 5;
pub(super) const LEFT_WORDS: usize = 7;
pub(super) const RIGHT_WORDS: usize = 8;
pub(super) const MOST_NAMES: usize = 10;
pub(super) const MOST_NUMBERS: usize = 12;
pub(super) const MOST_DATES: usize = 14;
pub(super) const NEGATION: usize = 15;
pub(super) const ORDER: usize = 23;
pub(super) const TWIN: usize = 26;
pub(super) const DATED: usize = 29;
pub(super) const SHORT: usize = 30;
pub(super) const SHARED_NAMES: usize = 33;
pub(super) const SHARED_VALUES: usize = 34;
pub(super) const SUPPORT: usize = 51;
pub(super) const RIVALS: usize = 55;
pub(super) const DENSITY: usize = 56;
pub(super) const NEAREST: usize = 59;

/// Bullets that have a word, at most, if two share it and next to nobody else does.
const ALONE: u32 = 2;

/// What an alignment shows, in figures: the input of the model.
pub(super) const FEATURES: [&str; COUNT] = [
    "containment",
    "coverage",
    "jaccard",
    "plain_containment",
    "plain_jaccard",
    "left_weight",
    "right_weight",
    "left_words",
    "right_words",
    "left_names",
    "right_names",
    "left_numbers",
    "right_numbers",
    "left_dates",
    "right_dates",
    "negation",
    "plan",
    "maybe",
    "ask",
    "opposite",
    "direction_differs",
    "direction_agrees",
    "numbers_turned",
    "order",
    "slots",
    "slot_size",
    "twin",
    "rare_leftover",
    "common_leftover",
    "dated",
    "short",
    "long",
    "soft",
    "shared_names",
    "shared_values",
    "other_subject",
    "surface",
    "cut_off",
    "shared_weight",
    "implied",
    "object_differs",
    "converse",
    "subject_slot",
    "persons_differ",
    "persons_agree",
    "negation_clash",
    "label_differs",
    "label_one",
    "code",
    "code_leftover",
    "number_elsewhere",
    "support",
    "support_share",
    "crowd",
    "reach",
    "rivals",
    "density",
    "exclusive",
    "exclusive_share",
    "nearest",
    "nearest_both",
    "contained_most",
];

/// Figures of one pair; the side with less left over comes first.
pub(super) fn features(a: &Reading, b: &Reading, alignment: &Alignment, weights: &Weights, dated: bool) -> Figures {
    let side = |reading: &Reading, side: &[Option<Match>]| {
        let mut sums = Side::default();
        for (term, partner) in reading.terms.iter().zip(side) {
            let weight = weights.of(term.key);
            match partner {
                None => {
                    sums.left += weight;
                    sums.rarest = sums.rarest.max(weight);
                    sums.commonest = sums.commonest.max(f64::from(weights.frequency(term.key)));
                    match term.kind {
                        Kind::Word => sums.words += if term.touches { 0.5 } else { 1.0 },
                        Kind::Name => sums.names += 1.0,
                        Kind::Number | Kind::Code => sums.numbers += 1.0,
                        Kind::Date => sums.dates += 1.0,
                        Kind::Unit => {}
                    }
                }
                Some(Match::Covered | Match::Subject) => {}
                Some(matched) => {
                    let weight = if matches!(matched, Match::Soft(_) | Match::Near(_)) { weight * 0.7 } else { weight };
                    sums.shared += weight;
                    sums.count += 1.0;
                    sums.soft += f64::from(u8::from(matches!(matched, Match::Soft(_))));
                    if weights.frequency(term.key) <= ALONE && !matches!(term.kind, Kind::Unit) {
                        sums.exclusive += weight;
                    }
                    sums.implied += f64::from(u8::from(matches!(matched, Match::Implied)));
                    match term.kind {
                        Kind::Name => sums.shared_names += 1.0,
                        Kind::Number | Kind::Code | Kind::Date => sums.shared_values += 1.0,
                        _ => {}
                    }
                }
            }
        }
        sums
    };
    let (mut x, mut y) = (side(a, &alignment.left), side(b, &alignment.right));
    if (x.left, x.words, x.names) > (y.left, y.words, y.names) {
        std::mem::swap(&mut x, &mut y);
    }
    let flag = |value: bool| f64::from(u8::from(value));
    let ratio = |part: f64, rest: f64| if part + rest > 0.0 { part / (part + rest) } else { 0.0 };
    let leftovers = |s: &Side| s.words + s.names + s.numbers + s.dates;
    let shared = x.shared.min(y.shared);
    let count = x.count.min(y.count);
    let replaced: Vec<&Slot> =
        alignment.slots.iter().filter(|slot| !slot.left.is_empty() && !slot.right.is_empty()).collect();
    let slot_size = replaced.iter().map(|slot| slot.left.len().max(slot.right.len())).max().unwrap_or(0);
    let twin =
        alignment.slots.len() == 1 && replaced.len() == 1 && slot_size <= 2 && alignment.in_order == alignment.matched;
    let other_subject = a.starts_with_name != b.starts_with_name && {
        let (named, side) = if a.starts_with_name { (a, &alignment.left) } else { (b, &alignment.right) };
        named.terms.first().is_some_and(|term| term.kind == Kind::Name) && side.first().is_some_and(Option::is_none)
    };
    let surface = {
        let (left, right) = (&a.vocabulary, &b.vocabulary);
        let both = left.iter().filter(|key| right.binary_search(key).is_ok()).count();
        #[expect(clippy::cast_precision_loss, reason = "counts of words are far below 2^52")]
        let share = both as f64 / (left.len() + right.len() - both).max(1) as f64;
        share
    };
    #[expect(clippy::cast_precision_loss, reason = "counts of words are far below 2^52")]
    let number = |n: usize| n as f64;
    let labels = a.plain.label.as_ref().zip(b.plain.label.as_ref()).map(|(l, r)| {
        let within = |reading: &Reading, label: &Range<usize>| -> Vec<u32> {
            let mut keys: Vec<u32> =
                reading.terms.iter().filter(|term| label.contains(&term.range.start)).map(|term| term.key).collect();
            keys.sort_unstable();
            keys.dedup();
            keys
        };
        within(a, l) == within(b, r)
    });
    let in_code = |reading: &Reading, index: usize| {
        reading.plain.code.iter().any(|span| span.contains(&reading.terms[index].range.start))
    };
    let code = |reading: &Reading| {
        if reading.plain.code.is_empty() {
            return 0.0;
        }
        let inside = (0..reading.terms.len()).filter(|index| in_code(reading, *index)).count();
        if reading.terms.is_empty() { 0.0 } else { number(inside) / number(reading.terms.len()) }
    };
    let code_leftover = |reading: &Reading, side: &[Option<Match>]| {
        number(leftover(side).filter(|index| in_code(reading, *index)).count())
    };
    [
        ratio(x.shared.max(y.shared), x.left),
        ratio(shared, y.left),
        ratio(shared, x.left + y.left),
        ratio(count, leftovers(&x)),
        ratio(count, leftovers(&x) + leftovers(&y)),
        x.left,
        y.left,
        x.words,
        y.words,
        x.names.min(y.names),
        x.names.max(y.names),
        x.numbers.min(y.numbers),
        x.numbers.max(y.numbers),
        x.dates.min(y.dates),
        x.dates.max(y.dates),
        f64::from(a.negations.abs_diff(b.negations)),
        flag(a.plan != b.plan),
        flag(a.maybe != b.maybe),
        flag(a.ask != b.ask),
        flag(alignment.opposite.is_some()),
        flag(alignment.direction_differs),
        flag(alignment.direction_agrees),
        flag(alignment.numbers_turned),
        if alignment.matched == 0 { 0.0 } else { number(alignment.in_order) / number(alignment.matched) },
        number(replaced.len()),
        number(slot_size),
        flag(twin),
        x.rarest.min(y.rarest),
        x.commonest.min(y.commonest),
        flag(dated),
        number(a.terms.len().min(b.terms.len())),
        number(a.terms.len().max(b.terms.len())),
        x.soft,
        x.shared_names.min(y.shared_names),
        x.shared_values.min(y.shared_values),
        flag(other_subject),
        surface,
        flag(a.plain.cut_off != b.plain.cut_off),
        shared,
        x.implied.max(y.implied),
        flag(alignment.object_differs),
        flag(alignment.converse),
        flag(alignment.slots.iter().any(|slot| slot.subject)),
        flag(alignment.persons == Some(false)),
        flag(alignment.persons == Some(true)),
        flag(alignment.negation_clash),
        flag(labels == Some(false)),
        flag(a.plain.label.is_some() != b.plain.label.is_some()),
        code(a).max(code(b)),
        code_leftover(a, &alignment.left).max(code_leftover(b, &alignment.right)),
        number(alignment.numbers_elsewhere),
        // Filled in when all pairs of the list are known.
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        x.exclusive.min(y.exclusive),
        ratio(x.exclusive.min(y.exclusive), shared - x.exclusive.min(y.exclusive)),
        0.0,
        0.0,
        0.0,
    ]
}

/// What one side has over the other, in figures.
pub(super) const SIDE_FEATURES: [&str; SIDE_COUNT] = [
    "weight",
    "words",
    "names",
    "numbers",
    "dates",
    "units",
    "share",
    "other_weight",
    "other_words",
    "other_values",
    "terms",
    "other_terms",
    "plan",
    "order",
    "dated",
    "other_cut_off",
    "rarest",
    "slots",
    "soft",
    "longer",
];

/// Figures of what `one` says beyond `other`; `mine` and `theirs` are their sides of the alignment.
pub(super) fn side_features(
    one: &Reading,
    other: &Reading,
    mine: &[Option<Match>],
    theirs: &[Option<Match>],
    alignment: &Alignment,
    weights: &Weights,
    dated: bool,
) -> SideFigures {
    let count = |reading: &Reading, side: &[Option<Match>], kinds: &[Kind]| -> f64 {
        leftover(side)
            .filter(|index| kinds.contains(&reading.terms[*index].kind))
            .map(|index| if reading.terms[index].touches { 0.5 } else { 1.0 })
            .sum()
    };
    let weigh = |reading: &Reading, side: &[Option<Match>]| -> f64 {
        leftover(side).map(|index| weights.of(reading.terms[index].key)).sum()
    };
    let (left, right) = (weigh(one, mine), weigh(other, theirs));
    let whole: f64 = one.terms.iter().map(|term| weights.of(term.key)).sum();
    #[expect(clippy::cast_precision_loss, reason = "counts of words are far below 2^52")]
    let number = |n: usize| n as f64;
    let flag = |value: bool| f64::from(u8::from(value));
    [
        left,
        count(one, mine, &[Kind::Word]),
        count(one, mine, &[Kind::Name]),
        count(one, mine, &[Kind::Number, Kind::Code]),
        count(one, mine, &[Kind::Date]),
        count(one, mine, &[Kind::Unit]),
        if whole > 0.0 { left / whole } else { 0.0 },
        right,
        count(other, theirs, &[Kind::Word]),
        count(other, theirs, &[Kind::Number, Kind::Code, Kind::Date, Kind::Name]),
        number(one.terms.len()),
        number(other.terms.len()),
        flag(one.plan != other.plan),
        if alignment.matched == 0 { 0.0 } else { number(alignment.in_order) / number(alignment.matched) },
        flag(dated),
        flag(other.plain.cut_off),
        leftover(mine).map(|index| weights.of(one.terms[index].key)).fold(0.0, f64::max),
        number(alignment.slots.iter().filter(|slot| !slot.left.is_empty() && !slot.right.is_empty()).count()),
        number(mine.iter().filter(|partner| matches!(partner, Some(Match::Soft(_)))).count()),
        number(one.words) - number(other.words),
    ]
}

#[derive(Debug, Default, Clone, Copy)]
struct Side {
    left: f64,
    shared: f64,
    rarest: f64,
    commonest: f64,
    words: f64,
    names: f64,
    numbers: f64,
    dates: f64,
    count: f64,
    soft: f64,
    exclusive: f64,
    implied: f64,
    shared_names: f64,
    shared_values: f64,
}
