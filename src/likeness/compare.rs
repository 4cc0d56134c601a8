//! Two readings side by side: what both say, what only one says, and what stands where the other says something else.

use std::borrow::Cow;

use super::lexicon::Lexicon;
use super::opposites::Opposites;
use super::reading::{Interner, Kind, Reading};
use super::spelling::{likeness, spelling};

/// How a term found its partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// Same key.
    Exact(usize),
    /// The other side names it by a partner: a first name for the full one, a month within a date.
    Implied,
    /// Nearly the same stem, or one within the other.
    Soft(usize),
    /// A near synonym.
    Near(usize),
    /// A pair of ideographs across two matched words.
    Covered,
    /// The note's own subject, which the other side leaves out.
    Subject,
}

/// Words of both sides that stand at one place of otherwise equal surroundings; indices of terms.
#[derive(Debug, Clone, Default)]
pub(super) struct Slot {
    pub(super) left: Vec<usize>,
    pub(super) right: Vec<usize>,
    /// Whether the note's subject stands there on one side, and something else on the other.
    pub(super) subject: bool,
}

/// Two readings aligned.
#[derive(Debug, Clone, Default)]
pub(super) struct Alignment {
    pub(super) left: Vec<Option<Match>>,
    pub(super) right: Vec<Option<Match>>,
    pub(super) slots: Vec<Slot>,
    /// Matched terms that keep their order, of all matched ones.
    pub(super) in_order: usize,
    pub(super) matched: usize,
    /// Whether two shared names act on each other the other way round.
    pub(super) direction_differs: bool,
    /// Whether the one who acts is the same name.
    pub(super) direction_agrees: bool,
    /// Whether the same name acts, but on another one.
    pub(super) object_differs: bool,
    /// Whether one says from one side what the other says from the other side ("lends", "borrows").
    pub(super) converse: bool,
    /// Whether two and more full names shared act on each other in the same order.
    pub(super) persons: Option<bool>,
    /// Shared numbers whose neighbours are not the same on any side ("amendment 4", "week 4").
    pub(super) numbers_elsewhere: usize,
    /// Whether a shared word is negated on one side only.
    pub(super) negation_clash: bool,
    /// How many shared words are.
    pub(super) negations_clashing: usize,
    /// Whether shared numbers stand in another order.
    pub(super) numbers_turned: bool,
    /// A word on the left and its opposite on the right.
    pub(super) opposite: Option<(usize, usize)>,
}

/// Aligns two readings; `subjects` are those of their notes. Effort is bounded: soft matching is tried for at most 48 leftover words a side.
pub(super) fn align(
    a: &Reading,
    b: &Reading,
    subjects: (&[u32], &[u32]),
    interner: &Interner,
    lexicon: &Lexicon,
) -> Alignment {
    let opposites = lexicon.opposites();
    let mut alignment =
        Alignment { left: vec![None; a.terms.len()], right: vec![None; b.terms.len()], ..Alignment::default() };
    exact(a, b, &mut alignment);
    soft(a, b, interner, lexicon, &mut alignment);
    // What one side leaves out is the subject of its own note.
    imply(a, b, subjects.1, &mut alignment.left);
    imply(b, a, subjects.0, &mut alignment.right);
    cover(a, &mut alignment.left);
    cover(b, &mut alignment.right);
    order(a, b, &mut alignment);
    directions(a, b, interner, opposites, &mut alignment);
    if !alignment.converse {
        alignment.opposite = opposite(a, b, interner, opposites, &alignment);
    }
    alignment
}

/// The first leftover term of `a` whose opposite is left over in `b`.
fn opposite(
    a: &Reading,
    b: &Reading,
    interner: &Interner,
    opposites: &Opposites,
    alignment: &Alignment,
) -> Option<(usize, usize)> {
    leftover(&alignment.left).find_map(|l| {
        let ways = ways(a, l, interner);
        if ways.iter().all(|way| opposites.of(way).is_empty()) {
            return None;
        }
        let is_opposite = |r: &usize| {
            let others = self::ways(b, *r, interner);
            ways.iter().any(|way| others.iter().any(|other| opposites.are_opposite(way, other)))
        };
        leftover(&alignment.right).find(is_opposite).map(|r| (l, r))
    })
}

/// A term as its opposite may know it: by its concept, its stem, or, since "first" is read as a number, as it is written.
fn ways<'a>(reading: &Reading, term: usize, interner: &'a Interner) -> [Cow<'a, str>; 2] {
    let term = &reading.terms[term];
    let stem = match term.kind {
        Kind::Number => reading.plain.text.get(term.range.clone()).unwrap_or_default().to_lowercase().into(),
        _ => interner.text(term.stem).into(),
    };
    [interner.text(term.key).into(), stem]
}

/// Indices of the terms without a partner.
pub(super) fn leftover(side: &[Option<Match>]) -> impl Iterator<Item = usize> + Clone + '_ {
    side.iter().enumerate().filter(|(_, partner)| partner.is_none()).map(|(index, _)| index)
}

fn exact(a: &Reading, b: &Reading, alignment: &mut Alignment) {
    let mut places: Vec<(u32, usize)> = b.terms.iter().enumerate().map(|(index, term)| (term.key, index)).collect();
    places.sort_unstable();
    for (index, term) in a.terms.iter().enumerate() {
        let from = places.partition_point(|(key, _)| *key < term.key);
        let mut same = places[from..].iter().take_while(|(key, _)| *key == term.key).take(16);
        let partner = same.clone().find(|(_, place)| alignment.right[*place].is_none()).or_else(|| same.next());
        if let Some((_, place)) = partner {
            alignment.left[index] = Some(Match::Exact(*place));
            if alignment.right[*place].is_none() {
                alignment.right[*place] = Some(Match::Exact(index));
            }
        }
    }
    // A word said twice on the right and once on the left is said on the left.
    let mut first: Vec<(u32, usize)> = a.terms.iter().enumerate().map(|(index, term)| (term.key, index)).collect();
    first.sort_unstable();
    for (term, partner) in b.terms.iter().zip(&mut alignment.right) {
        if partner.is_none()
            && let Some((_, place)) =
                first.get(first.partition_point(|(key, _)| *key < term.key)).filter(|(key, _)| *key == term.key)
        {
            *partner = Some(Match::Exact(*place));
        }
    }
}

/// Likeness from which two words are one that is spelt otherwise, and what near synonyms count as.
const SOFT: usize = 60;
const NEAR: usize = 50;

fn soft(a: &Reading, b: &Reading, interner: &Interner, lexicon: &Lexicon, alignment: &mut Alignment) {
    let words = |reading: &Reading, side: &[Option<Match>]| -> Vec<usize> {
        leftover(side)
            .filter(|index| {
                matches!(reading.terms[*index].kind, Kind::Word | Kind::Name) && !reading.terms[*index].touches
            })
            .take(48)
            .collect()
    };
    let rights = words(b, &alignment.right);
    let near_of = |reading: &Reading, term: usize| -> &[u16] {
        let term = &reading.terms[term];
        if term.kind == Kind::Word { lexicon.near(interner.text(term.stem)) } else { &[] }
    };
    let rights_near: Vec<&[u16]> = rights.iter().map(|r| near_of(b, *r)).collect();
    for l in words(a, &alignment.left) {
        let left = interner.text(a.terms[l].stem);
        let near = near_of(a, l);
        let best = rights
            .iter()
            .zip(&rights_near)
            .filter(|(r, _)| alignment.right[**r].is_none())
            .map(|(r, other)| {
                let right = interner.text(b.terms[*r].stem);
                let names = a.terms[l].kind == Kind::Name || b.terms[*r].kind == Kind::Name;
                // Names that begin alike are different names; only a letter may differ, as in two spellings of one.
                let spelt = if names { spelling(left, right) } else { likeness(left, right) };
                (if spelt < SOFT && near.iter().any(|line| other.contains(line)) { NEAR } else { spelt }, *r)
            })
            .max_by_key(|(likeness, r)| (*likeness, std::cmp::Reverse(*r)));
        if let Some((likeness, r)) = best
            && likeness >= NEAR
        {
            let found = if likeness == NEAR { Match::Near } else { Match::Soft };
            alignment.left[l] = Some(found(r));
            alignment.right[r] = Some(found(l));
        }
    }
}

fn imply(one: &Reading, other: &Reading, subject: &[u32], side: &mut [Option<Match>]) {
    for (term, partner) in one.terms.iter().zip(side) {
        if partner.is_some() {
            continue;
        }
        if other.implied.binary_search(&term.key).is_ok() {
            *partner = Some(Match::Implied);
        } else if matches!(term.kind, Kind::Name | Kind::Code) && subject.binary_search(&term.key).is_ok() {
            *partner = Some(Match::Subject);
        }
    }
}

/// A pair of ideographs is no word of its own where both its halves belong to matched words.
fn cover(reading: &Reading, side: &mut [Option<Match>]) {
    let covered: Vec<bool> = reading
        .terms
        .iter()
        .enumerate()
        .map(|(index, term)| {
            let inside =
                |place: usize| {
                    reading.terms.iter().zip(&*side).any(|(other, partner)| {
                        partner.is_some() && other.range.start <= place && place < other.range.end
                    })
                };
            side[index].is_none() && term.touches && inside(term.range.start) && inside(term.range.end - 1)
        })
        .collect();
    for (partner, covered) in side.iter_mut().zip(covered) {
        if covered {
            *partner = Some(Match::Covered);
        }
    }
}

/// The longest run of matched terms in the same order on both sides, and what stands between its members.
fn order(a: &Reading, b: &Reading, alignment: &mut Alignment) {
    let pairs: Vec<(usize, usize)> = alignment
        .left
        .iter()
        .enumerate()
        .filter_map(|(l, partner)| match partner {
            Some(Match::Exact(r) | Match::Soft(r) | Match::Near(r)) => Some((l, *r)),
            _ => None,
        })
        .collect();
    alignment.matched = pairs.len();
    // Longest increasing subsequence by patience sorting.
    let mut tails: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = vec![None; pairs.len()];
    for (index, (_, r)) in pairs.iter().enumerate() {
        let at = tails.partition_point(|tail| pairs[*tail].1 < *r);
        previous[index] = at.checked_sub(1).map(|before| tails[before]);
        if at == tails.len() {
            tails.push(index);
        } else {
            tails[at] = index;
        }
    }
    let mut anchors = Vec::new();
    let mut cursor = tails.last().copied();
    while let Some(index) = cursor {
        anchors.push(pairs[index]);
        cursor = previous[index];
    }
    anchors.reverse();
    alignment.in_order = anchors.len();
    anchors.push((a.terms.len(), b.terms.len()));
    let (mut from_left, mut from_right) = (0, 0);
    for (l, r) in anchors {
        let unmatched = |side: &[Option<Match>], from: usize, to: usize| -> Vec<usize> {
            (from..to).filter(|index| side[*index].is_none()).collect()
        };
        let (left, right) = (unmatched(&alignment.left, from_left, l), unmatched(&alignment.right, from_right, r));
        let subject =
            |side: &[Option<Match>], from: usize, to: usize| side[from.min(to)..to].contains(&Some(Match::Subject));
        let another = |reading: &Reading, side: &[usize]| {
            side.first().is_some_and(|index| reading.terms[*index].kind == Kind::Name || side.len() <= 2)
        };
        let subject = subject(&alignment.left, from_left, l) && left.is_empty() && another(b, &right)
            || subject(&alignment.right, from_right, r) && right.is_empty() && another(a, &left);
        if !left.is_empty() || !right.is_empty() {
            alignment.slots.push(Slot { left, right, subject });
        }
        (from_left, from_right) = (l + 1, r + 1);
    }
}

fn directions(a: &Reading, b: &Reading, interner: &Interner, opposites: &Opposites, alignment: &mut Alignment) {
    let same = |x: &[u32], y: &[u32]| x.iter().any(|key| y.contains(key));
    let shared = |one: &Reading, other: &Reading| -> Vec<usize> {
        (0..one.names.len().min(32))
            .filter(|index| other.names.iter().take(32).any(|name| same(&one.names[*index], name)))
            .collect()
    };
    // Who acts comes first, the others follow in order.
    let acting_order = |reading: &Reading, mut shared: Vec<usize>| {
        if let Some(place) = reading.agent.and_then(|agent| shared.iter().position(|index| *index == agent)) {
            shared[..=place].rotate_right(1);
        }
        shared
    };
    let persons = |reading: &Reading, order: &[usize]| -> Vec<usize> {
        order.iter().copied().filter(|name| reading.names[*name].len() > 1).collect()
    };
    let (left, right) = (acting_order(a, shared(a, b)), acting_order(b, shared(b, a)));
    let (people, others) = (persons(a, &left), persons(b, &right));
    if people.len() >= 2 && others.len() >= 2 {
        alignment.persons = Some(people.iter().zip(&others).all(|(l, r)| same(&a.names[*l], &b.names[*r])));
    }
    if left.len() >= 2 && right.len() >= 2 {
        let alike =
            |place: usize| left.get(place).zip(right.get(place)).is_none_or(|(l, r)| same(&a.names[*l], &b.names[*r]));
        alignment.direction_differs = !alike(0);
        alignment.direction_agrees = alike(0) && alike(1);
        alignment.object_differs = alike(0) && !alike(1);
        let converse = leftover(&alignment.left).any(|l| {
            let words = opposites.converses_of(interner.text(a.terms[l].stem));
            let in_words = |r: usize| words.iter().any(|word| word == interner.text(b.terms[r].stem));
            !words.is_empty() && leftover(&alignment.right).any(in_words)
        });
        if converse && alignment.direction_differs {
            (alignment.direction_differs, alignment.direction_agrees) = (false, true);
        } else if converse {
            (alignment.direction_differs, alignment.direction_agrees) = (true, false);
        }
        alignment.converse = converse;
    }
    let exact = |side: &[Option<Match>], index: usize| match side.get(index) {
        Some(Some(Match::Exact(partner))) => Some(*partner),
        _ => None,
    };
    // "from 60 to 30" against "from 30 to 60": two numbers close together on both sides, in turned order.
    let numbers: Vec<(usize, usize)> = (0..a.terms.len())
        .filter(|l| {
            matches!(a.terms[*l].kind, Kind::Number | Kind::Date) && !interner.text(a.terms[*l].key).starts_with("#y")
        })
        .filter_map(|l| exact(&alignment.left, l).map(|r| (l, r)))
        .collect();
    alignment.numbers_turned = numbers.windows(2).any(|pair| {
        let [(l, r), (next_l, next_r)] = pair else { return false };
        a.terms[*l].kind == a.terms[*next_l].kind && next_l - l <= 2 && r > next_r && r - next_r <= 2
    });
    let near = |reading: &Reading, index: usize| -> Vec<u32> {
        let around = index.saturating_sub(2)..(index + 3).min(reading.terms.len());
        around.filter(|other| *other != index).map(|other| reading.terms[other].key).collect()
    };
    alignment.numbers_elsewhere = numbers
        .iter()
        .filter(|(l, r)| {
            let (left, right) = (near(a, *l), near(b, *r));
            a.terms[*l].kind == Kind::Number && !left.is_empty() && !right.is_empty() && !same(&left, &right)
        })
        .count();
    alignment.negations_clashing = (0..a.terms.len())
        .filter(|l| {
            let partner = match alignment.left[*l] {
                Some(Match::Exact(r) | Match::Soft(r) | Match::Near(r)) => r,
                _ => return false,
            };
            a.terms[*l].negated != b.terms[partner].negated
        })
        .count();
    alignment.negation_clash = alignment.negations_clashing > 0;
}
