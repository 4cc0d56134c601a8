//! Whether a word gave way to another one, although all that counts as content is said: what a deletion asks.
//!
//! Where "took over the mill" stands against "left the mill", or "delivers" against "ought to deliver", the word in between turns
//! the meaning. Such a word may be one of those that add no detail, or unknown in the language at hand, so it is looked for by place.

use super::compare::{Alignment, Match};
use super::diff::hunks;
use super::lossless::FILLERS;
use super::reading::{Kind, Reading, Term};
use super::tokens::Token;

/// Words beyond which two bullets are not compared word by word.
const MOST_WORDS: usize = 200;

/// Whether nowhere a word of the dropped bullet is missing where the kept one has a word of its own.
pub(super) fn nothing_is(
    (dropped, left): (&Reading, &[Token]),
    (kept, right): (&Reading, &[Token]),
    alignment: &Alignment,
) -> bool {
    if left.len().max(right.len()) > MOST_WORDS {
        return false;
    }
    let is_filler = |token: &Token| FILLERS.contains(&token.text.as_str());
    let new = |token: &Token| {
        let shared = term_at(kept, token).is_some_and(|term| alignment.right[term].is_some());
        !is_filler(token) && !shared
    };
    hunks(left, right).into_iter().all(|hunk| {
        let here = &right[hunk.right];
        let gone = |token: &Token| {
            let as_written = || right.iter().any(|other| other.text == token.text);
            !is_filler(token) && !as_written() && !is_said_elsewhere(dropped, kept, alignment, token, here)
        };
        !left[hunk.left].iter().any(gone) || !here.iter().any(new)
    })
}

/// Whether the kept bullet has the word of a token in another form at another place, or its value in any form.
fn is_said_elsewhere(dropped: &Reading, kept: &Reading, alignment: &Alignment, token: &Token, here: &[Token]) -> bool {
    let Some(at) = term_at(dropped, token) else { return false };
    let term = &dropped.terms[at];
    let partner = match alignment.left[at] {
        Some(Match::Exact(partner)) => &kept.terms[partner],
        Some(Match::Implied | Match::Subject) => return true,
        _ => return false,
    };
    if matches!(term.kind, Kind::Number | Kind::Code | Kind::Date | Kind::Unit) {
        return true;
    }
    // A phrase that stands for one word says more than that.
    let one_word = token.range == term.range;
    one_word && !here.iter().any(|other| covers(partner, other))
}

fn term_at(reading: &Reading, token: &Token) -> Option<usize> {
    reading.terms.iter().position(|term| covers(term, token))
}

fn covers(term: &Term, token: &Token) -> bool {
    term.range.start <= token.range.start && token.range.start < term.range.end
}
