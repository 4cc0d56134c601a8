//! Lists that enumerate: items built alike, with one place that changes from item to item. However many words two such items
//! share, the frame is not the fact: what fills it is.

use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::Corpus;
use super::compare::{Alignment, Match};
use super::diff::{Hunk, hunks};
use super::lexicon::Lexicon;
use super::opposites::Opposites;
use super::pairs::Pair;
use super::reading::{Kind, Reading, Term};
use super::tokens::{Gap, Shape, Token, tokenise};

/// Share of the longer item's words that the frame has at least, in per cent.
const FRAME_PERCENT: usize = 60;

/// Words that fill a place of a frame at most; characters of scripts without blanks count half.
const MOST_FILLING: usize = 3;

/// A frame of more words is no frame: one word changed in so long a sentence is another wording of it.
const LONGEST_FRAME: usize = 14;

/// Items with more words are not compared word by word.
const LONGEST_ITEM: usize = 96;

/// Items of one frame that are looked at; more change nothing.
const MOST_SIBLINGS: usize = 256;

/// The items of one list by how they begin and end, to find those of one frame.
#[derive(Default)]
pub(super) struct Frames {
    words: FxHashMap<usize, Rc<[Token]>>,
    heads: FxHashMap<String, Vec<usize>>,
    tails: FxHashMap<String, Vec<usize>>,
    indexed: bool,
}

impl Frames {
    /// Whether two items are built alike and differ in what fills the frame.
    pub(super) fn are_parallel(&mut self, corpus: &Corpus, pair: &Pair, alignment: &Alignment) -> bool {
        if corpus.dates.get(pair.a).copied().flatten().is_some() {
            return false;
        }
        let (a, b) = (self.words(corpus, pair.a), self.words(corpus, pair.b));
        if a.len().max(b.len()) > LONGEST_ITEM {
            return false;
        }
        let items = Items {
            left: (&corpus.readings[pair.a], &alignment.left, &a),
            right: (&corpus.readings[pair.b], &alignment.right, &b),
            opposites: Lexicon::of(corpus.languages[corpus.notes[pair.a]]).opposites(),
        };
        let found = hunks(&a, &b);
        let said: Vec<Said> = found.iter().map(|hunk| items.said(hunk)).collect();
        let size_of = |side: &[Token], range: &Range<usize>| size(side.get(range.clone()).unwrap_or_default());
        let longer = size(&a).max(size(&b));
        let frame = size(&a) - found.iter().map(|hunk| size_of(&a, &hunk.left)).sum::<usize>();
        if !said.contains(&Said::Replaced) && !said.contains(&Said::Prefixed) || frame > 2 * LONGEST_FRAME {
            return false;
        }
        // Something else in one place, and nothing added in another.
        let small = found
            .iter()
            .zip(&said)
            .filter(|(_, said)| **said == Said::Replaced)
            .all(|(hunk, _)| size_of(&a, &hunk.left).max(size_of(&b, &hunk.right)) <= 2 * MOST_FILLING);
        !said.contains(&Said::Added) && small && frame * 100 >= FRAME_PERCENT * longer
            || self.has_sibling(corpus, pair, &a, &b)
    }

    /// In what two items of an undated list differ, if that is little and says something: the words of one against those of
    /// the other one, the same whichever comes first. Where it recurs it is one dimension of a table, not a rewording.
    pub(super) fn difference(&mut self, corpus: &Corpus, pair: &Pair, alignment: &Alignment) -> Option<String> {
        let (a, b) = (self.words(corpus, pair.a), self.words(corpus, pair.b));
        if corpus.dates.get(pair.a).copied().flatten().is_some() || a.len().max(b.len()) > 2 * LONGEST_FRAME {
            return None;
        }
        let (left, right) = (&corpus.readings[pair.a], &corpus.readings[pair.b]);
        let found = hunks(&a, &b);
        let changed: usize = found.iter().map(|hunk| hunk.left.len().max(hunk.right.len())).sum();
        let says = found.iter().any(|hunk| {
            says_alone(left, &alignment.left, a.get(hunk.left.clone()).unwrap_or_default())
                || says_alone(right, &alignment.right, b.get(hunk.right.clone()).unwrap_or_default())
        });
        if !says || changed * 2 > a.len().max(b.len()) {
            return None;
        }
        let side = |words: &[Token], range: fn(&Hunk) -> Range<usize>| -> String {
            let words = found.iter().flat_map(|hunk| words.get(range(hunk)).unwrap_or_default());
            words.map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        let (left, right) = (side(&a, |hunk| hunk.left.clone()), side(&b, |hunk| hunk.right.clone()));
        Some(if left <= right { format!("{left}/{right}") } else { format!("{right}/{left}") })
    }

    /// Whether two items are of three and more that are the same but for one place.
    pub(super) fn are_in_series(&mut self, corpus: &Corpus, pair: &Pair) -> bool {
        let (a, b) = (self.words(corpus, pair.a), self.words(corpus, pair.b));
        self.has_sibling(corpus, pair, &a, &b)
    }

    /// Whether a third item has the beginning and the end that two items share, and something else in between.
    fn has_sibling(&mut self, corpus: &Corpus, pair: &Pair, a: &[Token], b: &[Token]) -> bool {
        let same = |(x, y): &(&Token, &Token)| x.text == y.text;
        let head = a.iter().zip(b).take_while(same).count();
        let rest = a.len().min(b.len()) - head;
        let tail = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(same).count();
        if (head + tail) * 2 < a.len().max(b.len()) {
            return false;
        }
        self.index(corpus);
        let others = match (key(a.get(..head)), key(a.get(a.len() - tail..))) {
            (Some(key), _) => self.heads.get(&key),
            (None, Some(_)) => self.tails.get(&tail_key(a)),
            (None, None) => None,
        };
        let agrees = |words: &[Token], item: &[Token]| {
            let (one, other) = (&words[head..words.len() - tail], &item[head..item.len() - tail]);
            one.len() == other.len() && one.iter().zip(other).all(|(l, r)| l.text == r.text)
        };
        others.into_iter().flatten().take(MOST_SIBLINGS).any(|other| {
            let Some(words) = self.words.get(other).filter(|words| words.len() > head + tail) else { return false };
            let framed = words.iter().zip(a).take(head).filter(same).count() == head
                && words.iter().rev().zip(a.iter().rev()).take(tail).filter(same).count() == tail;
            *other != pair.a && *other != pair.b && framed && !agrees(words, a) && !agrees(words, b)
        })
    }

    /// The words of an item, each read once.
    pub(super) fn words(&mut self, corpus: &Corpus, statement: usize) -> Rc<[Token]> {
        let read = || tokenise(&corpus.readings[statement].plain.text).into();
        Rc::clone(self.words.entry(statement).or_insert_with(read))
    }

    fn index(&mut self, corpus: &Corpus) {
        if std::mem::replace(&mut self.indexed, true) {
            return;
        }
        for statement in 0..corpus.readings.len() {
            let words = self.words(corpus, statement);
            if let Some(key) = key(Some(&words)) {
                self.heads.entry(key).or_default().push(statement);
            }
            self.tails.entry(tail_key(&words)).or_default().push(statement);
        }
    }
}

/// The first two words, by which items that begin alike are found.
fn key(words: Option<&[Token]>) -> Option<String> {
    let [first, second, ..] = words? else { return None };
    Some(format!("{} {}", first.text, second.text))
}

/// The last two words.
fn tail_key(words: &[Token]) -> String {
    words.iter().rev().take(2).map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// What a stretch in which two items differ comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    /// Nothing: other function words, another form of a word.
    Alike,
    /// One thing in one item, another one in the other.
    Replaced,
    /// A part put to a word or number on one side only ("non-", "N-1"), which makes another one of it.
    Prefixed,
    /// Something on one side only.
    Added,
}

/// A reading, its side of the alignment and its words.
type Item<'a> = (&'a Reading, &'a [Option<Match>], &'a [Token]);

struct Items<'a> {
    left: Item<'a>,
    right: Item<'a>,
    opposites: &'a Opposites,
}

impl Items<'_> {
    fn said(&self, hunk: &Hunk) -> Said {
        let (a, b) = (self.left.2, self.right.2);
        let left = a.get(hunk.left.clone()).unwrap_or_default();
        let right = b.get(hunk.right.clone()).unwrap_or_default();
        let alone = (says_alone(self.left.0, self.left.1, left), says_alone(self.right.0, self.right.1, right));
        let differ = match (left, right) {
            ([l], [r]) => self.opposites.are_opposite(&l.text, &r.text) || self.are_two_words(l, r),
            _ => false,
        };
        match alone {
            _ if differ || self.numbers_differ(left, right) => Said::Replaced,
            (true, true) => Said::Replaced,
            _ if right.is_empty() && is_prefix(a, &hunk.left) || left.is_empty() && is_prefix(b, &hunk.right) => {
                Said::Prefixed
            }
            (true, false) | (false, true) => Said::Added,
            (false, false) => Said::Alike,
        }
    }

    /// Whether both sides hold a number that the other side does not.
    fn numbers_differ(&self, left: &[Token], right: &[Token]) -> bool {
        let values = |reading: &Reading, words: &[Token]| -> Vec<u32> {
            let within = |term: &&Term| covers(words, term) && term.kind == Kind::Number;
            reading.terms.iter().filter(within).map(|term| term.key).collect()
        };
        let (left, right) = (values(self.left.0, left), values(self.right.0, right));
        left.iter().any(|value| !right.contains(value)) && right.iter().any(|value| !left.contains(value))
    }

    /// Whether two words that begin alike are compounds of different words ("Millstream", "Millwright"), not forms of one word.
    fn are_two_words(&self, left: &Token, right: &Token) -> bool {
        let head = left.text.chars().zip(right.text.chars()).take_while(|(l, r)| l == r).count();
        let rest = |reading: &Reading, token: &Token| -> String {
            reading.plain.text.get(token.range.clone()).unwrap_or_default().chars().skip(head).collect()
        };
        let (l, r) = (rest(self.left.0, left), rest(self.right.0, right));
        let tail = l.chars().rev().zip(r.chars().rev()).take_while(|(l, r)| l == r).count();
        let (short, long) = if l.chars().count() <= r.chars().count() { (&l, &r) } else { (&r, &l) };
        let ends = |rest: &str| matches!(rest, "" | "s") || rest.starts_with(char::is_uppercase);
        let hump = long.starts_with(char::is_uppercase) && ends(short);
        head >= 3 && (hump && long.chars().any(char::is_lowercase) || short.chars().count() >= tail + LEAST_WORD)
    }
}

/// Letters from which the rest of a compound is a word.
const LEAST_WORD: usize = 4;

/// Whether a single word hangs on the next one by a hyphen, or is a number that hangs on the one before.
fn is_prefix(words: &[Token], range: &Range<usize>) -> bool {
    let Some([word]) = words.get(range.clone()) else { return false };
    words.get(range.end).is_some_and(|next| next.gap == Gap::Hyphen)
        || word.shape == Shape::Number && word.gap == Gap::Hyphen && range.start > 0
}

/// Words in halves: a character of a script without blanks is half a word.
fn size(words: &[Token]) -> usize {
    words.iter().map(|word| if word.shape == Shape::Ideograph { 1 } else { 2 }).sum()
}

/// Whether some of these words say what the other item does not.
fn says_alone(reading: &Reading, side: &[Option<Match>], words: &[Token]) -> bool {
    reading
        .terms
        .iter()
        .zip(side)
        .any(|(term, partner)| partner.is_none() && term.kind != Kind::Unit && covers(words, term))
}

/// Whether a term stands within a stretch of words.
fn covers(words: &[Token], term: &Term) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    first.range.start <= term.range.start && term.range.end <= last.range.end
}
