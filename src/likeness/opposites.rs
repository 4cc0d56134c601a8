//! Words that exclude each other, and words that say one thing from its two sides.

use rustc_hash::FxHashSet;

/// Pairs of words, or of concepts, that exclude each other.
#[derive(Debug, Default)]
pub(super) struct Opposites {
    pairs: FxHashSet<(String, String)>,
    converses: FxHashSet<(String, String)>,
}

impl Opposites {
    /// Whether one is the opposite of the other.
    pub(super) fn are_opposite(&self, left: &str, right: &str) -> bool {
        let (low, high) = if left <= right { (left, right) } else { (right, left) };
        self.pairs.contains(&(low.to_owned(), high.to_owned()))
    }

    /// Whether one says from one side what the other says from the other side.
    pub(super) fn are_converse(&self, left: &str, right: &str) -> bool {
        let (low, high) = if left <= right { (left, right) } else { (right, left) };
        self.converses.contains(&(low.to_owned(), high.to_owned()))
    }

    /// Adds a pair.
    pub(super) fn add(&mut self, left: String, right: String, converse: bool) {
        let pairs = if converse { &mut self.converses } else { &mut self.pairs };
        pairs.insert(if left <= right { (left, right) } else { (right, left) });
    }
}
