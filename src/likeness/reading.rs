//! A bullet in comparable form: its content as keys, and what its function words say (negation, plan or done, who acts).

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::markup::Plain;

/// What a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A content word.
    Word,
    /// A name, or part of one.
    Name,
    /// A code: letters and digits mixed.
    Code,
    /// A number.
    Number,
    /// A day, month, year, quarter, weekday or clock time.
    Date,
    /// A currency or per cent.
    Unit,
}

/// One content word, name or value of a bullet.
#[derive(Debug, Clone)]
pub(super) struct Term {
    /// Interned key: equal keys mean the same.
    pub(super) key: u32,
    /// Interned stem, before near synonyms were put together.
    pub(super) stem: u32,
    /// What it is.
    pub(super) kind: Kind,
    /// Bytes of the bullet it covers.
    pub(super) range: Range<usize>,
    /// Whether it is one of the overlapping pairs that a run of ideographs is read as.
    pub(super) touches: bool,
    /// Whether a negation bears on it: the first content word after the negation.
    pub(super) negated: bool,
}

/// A bullet in comparable form.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    /// Content in order, an attribution at the end moved to the front.
    pub(super) terms: Vec<Term>,
    /// Distinct keys, sorted.
    pub(super) keys: Vec<u32>,
    /// Keys that names of the bullet stand for besides themselves; sorted.
    pub(super) implied: Vec<u32>,
    /// Names in order: each with its own and implied keys.
    pub(super) names: Vec<Vec<u32>>,
    /// The name marked as the one who acts ("by Ada"), an index into `names`.
    pub(super) agent: Option<usize>,
    /// Number of negations.
    pub(super) negations: u8,
    /// Whether words of plan, possibility and demand occur.
    pub(super) plan: bool,
    /// See `plan`.
    pub(super) maybe: bool,
    /// See `plan`.
    pub(super) ask: bool,
    /// Whether words say that it is done.
    pub(super) done: bool,
    /// Whether its language declines names, or gives them particles.
    pub(super) declines_names: bool,
    /// Whether the first word is a name.
    pub(super) starts_with_name: bool,
    /// Words in all, function words included; two ideographs count as one.
    pub(super) words: usize,
    /// The text without its markup.
    pub(super) plain: Plain,
    /// Every word as written, function words too, in order.
    pub(super) surface: Vec<u32>,
    /// The distinct ones of them, sorted.
    pub(super) vocabulary: Vec<u32>,
}

/// Interns keys; the same for all bullets that are compared.
#[derive(Debug, Default)]
pub(super) struct Interner {
    ids: FxHashMap<String, u32>,
    texts: Vec<String>,
}

impl Interner {
    /// The number of a key.
    pub(super) fn intern(&mut self, key: &str) -> u32 {
        if let Some(id) = self.ids.get(key) {
            return *id;
        }
        let id = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.ids.insert(key.to_owned(), id);
        self.texts.push(key.to_owned());
        id
    }

    /// The key of a number.
    pub(super) fn text(&self, id: u32) -> &str {
        self.texts.get(id as usize).map_or("", String::as_str)
    }
}
