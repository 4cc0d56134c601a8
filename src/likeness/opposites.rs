//! Words that exclude each other, and words that say one thing from its two sides.

use rustc_hash::FxHashMap;

/// Pairs of words, or of concepts, that exclude each other.
#[derive(Debug, Default)]
pub(super) struct Opposites {
    pairs: Pairs,
    converses: Pairs,
}

/// By word its partners; every pair stands under both of its words. Most words have none, which one look tells.
type Pairs = FxHashMap<String, Vec<String>>;

impl Opposites {
    /// The words that exclude this one.
    pub(super) fn of(&self, word: &str) -> &[String] {
        self.pairs.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether two words exclude each other.
    pub(super) fn are_opposite(&self, left: &str, right: &str) -> bool {
        self.of(left).iter().any(|word| word == right)
    }

    /// The words that say from the other side what this one says from its own.
    pub(super) fn converses_of(&self, word: &str) -> &[String] {
        self.converses.get(word).map_or(&[], Vec::as_slice)
    }

    /// All pairs that exclude each other, both ways.
    #[cfg(test)]
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().flat_map(|(left, rights)| rights.iter().map(move |right| (left.as_str(), right.as_str())))
    }

    /// Adds a pair.
    pub(super) fn add(&mut self, left: String, right: String, converse: bool) {
        let pairs = if converse { &mut self.converses } else { &mut self.pairs };
        pairs.entry(left.clone()).or_default().push(right.clone());
        pairs.entry(right).or_default().push(left);
    }
}
