//! What tells two bullets apart that share most of their words: the close look at pairs that would otherwise be reported.

use std::ops::Range;

use super::Corpus;
use super::compare::{Alignment, Match};
use super::enumeration::Frames;
use super::lexicon::Lexicon;
use super::markup::Plain;
use super::opposites::Opposites;
use super::pairs::Pair;
use super::reading::Reading;
use super::tokens::{Token, tokenise};
use super::turned::{letters_differ, turned_words};
use super::verbatim;

/// Whether the two say different things however alike their words are: they quote different code, define different terms, link
/// to different places, say the same words in turned order, have opposites in one place, or fill one frame with different words.
pub(super) fn are_distinct(corpus: &Corpus, pair: &Pair, alignment: &Alignment, frames: &mut Frames) -> bool {
    let (a, b) = (&corpus.readings[pair.a], &corpus.readings[pair.b]);
    let (left, right) = (frames.words(corpus, pair.a), frames.words(corpus, pair.b));
    quote_different_things(&a.plain, &b.plain)
        || heads_differ(a, b, alignment)
        || link_elsewhere(&a.plain, &b.plain)
        || turned_words(&a.plain.text, &left, &right).is_some()
        || letters_differ(&left, &right)
        || opposites_in_place(&left, &right, Lexicon::of(corpus.languages[corpus.notes[pair.a]]).opposites())
        || frames.are_parallel(corpus, pair, alignment)
}

/// Whether one has a word and the other one its opposite, each alone and between the same words: "where the gate is on", "where the
/// gate is off". Such words are often too small to be compared otherwise.
fn opposites_in_place(a: &[Token], b: &[Token], opposites: &Opposites) -> bool {
    let lacks = |side: &[Token], word: &str| side.iter().all(|token| token.text != word);

    (1..a.len()).any(|l| {
        !opposites.of(&a[l].text).is_empty()
            && lacks(b, &a[l].text)
            && (1..b.len()).any(|r| {
                a[l - 1].text == b[r - 1].text
                    && a.get(l + 1).map(|token| &token.text) == b.get(r + 1).map(|token| &token.text)
                    && opposites.are_opposite(&a[l].text, &b[r].text)
                    && lacks(a, &b[r].text)
            })
    })
}

/// Whether each quotes code, a formula, a path or an identifier that the other one has not.
pub(super) fn quote_different_things(a: &Plain, b: &Plain) -> bool {
    let (left, right) = (verbatim::operators(&a.text), verbatim::operators(&b.text));
    verbatim::differ((&a.pieces, &a.text), (&b.pieces, &b.text))
        || left != right
            && (!left.is_empty() && !right.is_empty()
                || left.concat().contains(['<', '>'])
                || right.concat().contains(['<', '>']))
}

/// Whether both define something, "**term**: text" or "Term: text", and not the same: each head has a word that the other
/// bullet lacks, or is a link to another place.
fn heads_differ(a: &Reading, b: &Reading, alignment: &Alignment) -> bool {
    let (Some(left), Some(right)) = (head(a), head(b)) else { return false };
    let alone = |reading: &Reading, side: &[Option<Match>], head: &Range<usize>| {
        reading.terms.iter().zip(side).any(|(term, partner)| partner.is_none() && head.contains(&term.range.start))
    };
    let signs = |reading: &Reading, head: &Range<usize>| {
        let head = reading.plain.text.get(head.clone())?;
        (!head.contains(char::is_alphanumeric)).then(|| head.to_owned())
    };
    alone(a, &alignment.left, &left) && alone(b, &alignment.right, &right)
        || terms_turned(a, &left, b, &right)
        || signs(a, &left).zip(signs(b, &right)).is_some_and(|(l, r)| l != r)
        || letter(a, &left).zip(letter(b, &right)).is_some_and(|(l, r)| l != r)
        || target(a, &left).zip(target(b, &right)).is_some_and(|(l, r)| l != r)
}

/// Where the head of a bullet is: a span of emphasis, code or link, or a few words, with a sign behind that sets it off.
fn head(reading: &Reading) -> Option<Range<usize>> {
    let text = &reading.plain.text;
    if let Some(label) = &reading.plain.label {
        let after = text.get(label.end..).unwrap_or_default().trim_start();
        let own = text.get(label.clone()).unwrap_or_default().trim_end_matches(['*', '_', ' ', '`']);
        let few = own.split_whitespace().count() <= MOST_HEAD_WORDS;
        let address = reading.plain.links.iter().any(|(shown, to)| label.contains(&shown.start) && to.contains("://"));
        let set_off = address
            || own.ends_with([':', '：', '-', '–', '—'])
            || after.is_empty() && few
            || after.starts_with(SET_OFF);
        return set_off.then(|| label.clone());
    }
    let end = text.find([':', '：', ')'])?;
    let (words, bracket) = (text.get(..end)?, text.get(end..)?.starts_with(')'));
    // A clock time, a namespace and an address are no heads.
    let whole = text.get(end..)?.chars().nth(1).is_none_or(|c| c.is_whitespace() || !c.is_ascii());
    let short =
        if bracket { is_counter(words) } else { (1..=MOST_HEAD_WORDS).contains(&words.split_whitespace().count()) };
    (whole && short).then_some(0..end)
}

/// Signs that set a head off from what is said of it.
const SET_OFF: [char; 11] = [':', '：', '-', '–', '—', '=', '→', ',', '(', '|', '>'];

/// Words of a head without markup at most.
const MOST_HEAD_WORDS: usize = 4;

/// Whether two terms in emphasis differ by a word each, though the other bullet has it in its text: "**Left bank**: not the right one".
fn terms_turned(a: &Reading, left: &Range<usize>, b: &Reading, right: &Range<usize>) -> bool {
    let keys = |reading: &Reading, head: &Range<usize>| -> Vec<u32> {
        reading.terms.iter().filter(|term| head.contains(&term.range.start)).map(|term| term.key).collect()
    };
    let (left, right) = (keys(a, left), keys(b, right));
    a.plain.label.is_some()
        && b.plain.label.is_some()
        && left.iter().any(|key| !right.contains(key))
        && right.iter().any(|key| !left.contains(key))
}

/// The letter or number by which a head counts its items: "(b)", "T1:".
fn letter<'a>(reading: &'a Reading, head: &Range<usize>) -> Option<&'a str> {
    reading.plain.text.get(head.clone()).filter(|mark| is_counter(mark)).map(|mark| mark.trim().trim_start_matches('('))
}

fn is_counter(mark: &str) -> bool {
    let mark = mark.trim().trim_start_matches('(');
    (1..=3).contains(&mark.len())
        && (mark.chars().count() == 1 || mark.ends_with(|c: char| c.is_ascii_digit()))
        && mark.chars().all(char::is_alphanumeric)
}

/// Where the link leads that the head is.
fn target<'a>(reading: &'a Reading, head: &Range<usize>) -> Option<&'a str> {
    reading.plain.links.iter().find(|(shown, _)| head.contains(&shown.start)).map(|(_, target)| target.as_str())
}

/// Whether both are little more than links, and the links lead to different places: entries of an index.
pub(super) fn link_elsewhere(a: &Plain, b: &Plain) -> bool {
    !a.links.is_empty()
        && !b.links.is_empty()
        && mostly_links(a)
        && mostly_links(b)
        && !a.links.iter().any(|(_, target)| b.links.iter().any(|(_, other)| other == target))
}

/// Whether half of the words at least are those of links or code; an address that is written out counts as three.
fn mostly_links(plain: &Plain) -> bool {
    let words = tokenise(&plain.text);
    let spans = || plain.links.iter().map(|(span, _)| span).chain(&plain.code);
    let shown = words.iter().filter(|word| spans().any(|span| span.contains(&word.range.start))).count();
    let written = 3 * plain.links.iter().filter(|(span, _)| span.is_empty()).count();
    (shown + written) * 2 >= words.len() + written
}
