//! What makes two facts of two bullets whatever else they share.

use super::compare::{Alignment, Match, leftover};
use super::reading::{Kind, Reading};
use super::turned::SYMMETRIC;

/// Whether a word stands against its opposite, the note's subject against somebody else, yes against no, or two terms have changed places.
pub(super) fn contradicts(a: &Reading, b: &Reading, alignment: &Alignment) -> bool {
    let all_else_agrees = leftover(&alignment.left).next().is_none() && leftover(&alignment.right).next().is_none();
    alignment.opposite.is_some()
        || alignment.slots.iter().any(|slot| slot.subject)
        || all_else_agrees && (alignment.negation_clash || persons_turned(a, b, alignment))
        || planned_and_done(a, b, alignment)
        || swapped(a, b, alignment)
        || numbered_links_differ(a, b)
        || numbers_differ_in_place(a, b, alignment)
}

/// "Zofia Lipska asked Adam Wrona", "Adam Wrona asked Zofia Lipska" where names are declined, so that their order is all that tells:
/// two full names that a word parts have changed places, and neither bullet marks who acts.
fn persons_turned(a: &Reading, b: &Reading, alignment: &Alignment) -> bool {
    let parted = |reading: &Reading| {
        let is_name = |index: &usize| reading.terms[*index].kind == Kind::Name;
        let names: Vec<usize> = (0..reading.terms.len()).filter(is_name).collect();
        names.windows(2).any(|pair| pair[1] > pair[0] + 1)
    };
    a.declines_names
        && alignment.persons == Some(false)
        && !alignment.converse
        && a.agent.is_none()
        && b.agent.is_none()
        && parted(a)
        && parted(b)
}

/// "will ship 40 tons" against "has shipped 40 tons": what one plans without a word beyond the other is done in the other. What bears
/// marks of both ("was planned") counts as neither; what is asked for may well have been asked already.
fn planned_and_done(a: &Reading, b: &Reading, alignment: &Alignment) -> bool {
    let says_no_more = |reading: &Reading, side: &[Option<Match>]| {
        leftover(side).all(|index| matches!(reading.terms[index].kind, Kind::Date | Kind::Unit))
    };
    let (planned, done) =
        (|one: &Reading| one.plan && !one.done && !one.ask, |one: &Reading| one.done && !one.plan && !one.ask);
    planned(a) && done(b) && says_no_more(a, &alignment.left)
        || planned(b) && done(a) && says_no_more(b, &alignment.right)
}

/// "old to new" against "new to old": neighbours have changed places around the very same words.
fn swapped(a: &Reading, b: &Reading, alignment: &Alignment) -> bool {
    (1..a.terms.len()).any(|l| {
        let (Some(Some(Match::Exact(before))), Some(Some(Match::Exact(after)))) =
            (alignment.left.get(l - 1), alignment.left.get(l))
        else {
            return false;
        };
        if *before != after + 1 {
            return false;
        }
        let (left, right) = (between(a, l - 1, l), between(b, *after, *before));
        left == right && left.is_some_and(|words| !SYMMETRIC.contains(&words.as_str()))
    })
}

/// What stands between two terms that follow each other, in small letters.
fn between(reading: &Reading, first: usize, second: usize) -> Option<String> {
    let (left, right) = (reading.terms.get(first)?, reading.terms.get(second)?);
    let text = reading.plain.text.get(left.range.end..right.range.start)?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
}

/// Whether both number the same thing differently: "amendment 3" and "amendment 4", "unit KL-207" and "unit KL-217". A number that
/// the other one has as well counts where it numbers something else there.
fn numbers_differ_in_place(a: &Reading, b: &Reading, alignment: &Alignment) -> bool {
    let (left, right) = (numbers(a, b, &alignment.left), numbers(b, a, &alignment.right));
    let alike = |l: usize, r: usize| {
        same_series(a, l, b, r) || agree(before(a, l), before(b, r)) || agree(behind(a, l), behind(b, r))
    };
    let on_both = |l: usize, r: usize| alignment.left[l].is_some() && alignment.right[r].is_some();
    left.iter().any(|l| right.iter().any(|r| a.terms[*l].key != b.terms[*r].key && !on_both(*l, *r) && alike(*l, *r)))
}

fn agree(one: Option<u32>, other: Option<u32>) -> bool {
    one.is_some() && one == other
}

/// The numbers and codes of a bullet that the other one does not have at all, or not of the same thing.
fn numbers(reading: &Reading, other: &Reading, side: &[Option<Match>]) -> Vec<usize> {
    let apart = |(term, partner): (usize, &Option<Match>)| {
        let partner = match partner {
            None => return Some(term),
            Some(Match::Exact(partner)) => *partner,
            Some(_) => return None,
        };
        let placed = agree(before(reading, term), before(other, partner))
            || agree(behind(reading, term), behind(other, partner));
        (!placed).then_some(term)
    };
    let is_number = |term: &usize| matches!(reading.terms[*term].kind, Kind::Number | Kind::Code);
    side.iter().enumerate().filter_map(apart).filter(is_number).collect()
}

/// The word that a number follows at once.
fn before(reading: &Reading, number: usize) -> Option<u32> {
    let term = number.checked_sub(1)?;
    word_beside(reading, term, (term, number))
}

/// The word that follows a number at once.
fn behind(reading: &Reading, number: usize) -> Option<u32> {
    word_beside(reading, number + 1, (number, number + 1))
}

fn word_beside(reading: &Reading, word: usize, (first, second): (usize, usize)) -> Option<u32> {
    let term = reading.terms.get(word).filter(|term| matches!(term.kind, Kind::Word | Kind::Name))?;
    matches!(between(reading, first, second)?.as_str(), "" | "-" | "#").then_some(term.key)
}

/// Whether two codes have the same letters and other digits.
fn same_series(a: &Reading, l: usize, b: &Reading, r: usize) -> bool {
    let letters = |reading: &Reading, term: usize| -> Option<String> {
        let term = reading.terms.get(term).filter(|term| term.kind == Kind::Code)?;
        let text = reading.plain.text.get(term.range.clone())?;
        let bare: String = text.chars().filter(|c| !c.is_numeric()).flat_map(char::to_lowercase).collect();
        bare.contains(char::is_alphabetic).then_some(bare)
    };
    letters(a, l).zip(letters(b, r)).is_some_and(|(x, y)| x == y)
}

/// Links to two numbered things of one place: two issues, two requests.
fn numbered_links_differ(a: &Reading, b: &Reading) -> bool {
    let links = |reading: &Reading| -> Vec<String> {
        reading.plain.references.iter().filter(|link| link.contains("://")).cloned().collect()
    };
    let (left, right) = (links(a), links(b));
    let bare = |link: &str| -> String { link.chars().filter(|c| !c.is_ascii_digit()).collect() };
    left.iter().any(|l| right.iter().any(|r| l != r && bare(l) == bare(r))) && !left.iter().any(|l| right.contains(l))
}
