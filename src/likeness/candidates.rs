//! Pairs worth comparing, found without comparing all: a prefix-filtered inverted index.
//!
//! Sought are all pairs of which the shared words weigh, on the mean of both bullets, at least the share `t` of the whole (Kulczyński's
//! measure: a short bullet that a long one holds passes, two that share a small part of each do not). Of the lighter bullet that is a
//! share of `t` at least. Order its words from rare to common and cut where what follows weighs less than `t` of it: a partner
//! that holds none of the words before the cut shares only words after it, that is less than `t`. So it is enough to look up the words
//! before the cut (the prefix) among all words of heavier bullets, and no pair is missed. Prefix filtering: Chaudhuri, Ganti and Kaushik
//! 2006 ("A Primitive Operator for Similarity Joins"), Bayardo, Ma and Srikant 2007 ("Scaling Up All Pairs").

use super::weights::Weights;

/// An inverted index over bullets.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// By key the ranks of the bullets that hold it, ascending.
    postings: Vec<Vec<u32>>,
    /// The bullets by rank: from light to heavy, so that whoever is heavier than a bullet stands behind it in every posting.
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    /// The number under which it was given.
    id: u32,
    keys: Vec<u32>,
    total: u64,
}

impl Index {
    /// Indexes the distinct keys of bullets, numbered from 0 in the order given.
    pub(super) fn build<'a>(bullets: impl IntoIterator<Item = &'a [u32]>, weights: &Weights) -> Self {
        let entry = |(id, keys): (u32, &[u32])| {
            let mut keys = keys.to_vec();
            keys.sort_unstable();
            keys.dedup();
            keys.sort_by_key(|key| (std::cmp::Reverse(weights.scaled(*key)), *key));
            let total = keys.iter().map(|key| u64::from(weights.scaled(*key))).sum();
            Entry { id, keys, total }
        };
        let mut entries: Vec<Entry> = (0u32..).zip(bullets).map(entry).collect();
        // Of two equally heavy bullets each would look the other up; one of the two is enough.
        entries.sort_by_key(|entry| (entry.total, entry.id));
        let mut postings: Vec<Vec<u32>> = Vec::new();
        for (rank, entry) in (0u32..).zip(&entries) {
            for key in &entry.keys {
                let place = *key as usize;
                if place >= postings.len() {
                    postings.resize_with(place + 1, Vec::new);
                }
                postings[place].push(rank);
            }
        }
        Self { postings, entries }
    }

    /// All pairs `(a, b)`, `a < b`, that share at least `percent` of their weights on the mean, and none twice; sorted.
    ///
    /// Of a bullet with more than `most` heavier partners only those are returned that share most with it.
    pub(super) fn pairs(&self, percent: u64, most: usize, weights: &Weights) -> Vec<(u32, u32)> {
        self.pairs_where(percent, most, weights, |_, _| true)
    }

    /// The same among those pairs that `admits` lets pass; the others cost a look each and no more.
    pub(super) fn pairs_where(
        &self,
        percent: u64,
        most: usize,
        weights: &Weights,
        admits: impl Fn(u32, u32) -> bool,
    ) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        // Sums of a prefix; narrow, since this array is what the inner loop walks through.
        let mut shared: Vec<u32> = vec![0; self.entries.len()];
        let mut touched: Vec<u32> = Vec::new();
        for (rank, entry) in (0u32..).zip(&self.entries) {
            let mut rest = entry.total;
            for key in &entry.keys {
                // What is left, this word included, cannot reach the share any more.
                if rest * 100 < percent * entry.total || rest == 0 {
                    break;
                }
                let weight = weights.scaled(*key);
                rest -= u64::from(weight);
                let posting = self.postings.get(*key as usize).map_or(&[][..], Vec::as_slice);
                for other in &posting[posting.partition_point(|other| *other <= rank)..] {
                    let sum = &mut shared[*other as usize];
                    if *sum == 0 {
                        touched.push(*other);
                    }
                    *sum = sum.saturating_add(weight);
                }
            }
            let mut partners: Vec<(u64, u32)> = Vec::new();
            for other in touched.drain(..) {
                // The prefix gives a first part of what is shared; the remainder is at most `rest`.
                let first = u64::from(std::mem::take(&mut shared[other as usize]));
                // No partner is lighter, so that this holds of all that are enough; most end here.
                if (first + rest) * 100 < percent * entry.total {
                    continue;
                }
                let heavier = &self.entries[other as usize];
                let enough = |shared: u64| is_enough(shared, percent, entry.total, heavier.total);
                if enough(first + rest) && admits(entry.id, heavier.id) {
                    let overlap = overlap(entry, heavier, weights);
                    if enough(overlap) {
                        partners.push((overlap, heavier.id));
                    }
                }
            }
            if partners.len() > most {
                partners.sort_unstable_by_key(|(overlap, other)| (std::cmp::Reverse(*overlap), *other));
                partners.truncate(most);
            }
            pairs.extend(partners.into_iter().map(|(_, other)| (entry.id.min(other), entry.id.max(other))));
        }
        pairs.sort_unstable();
        pairs
    }
}

/// Whether what is shared is `percent` of both weights on the mean.
fn is_enough(shared: u64, percent: u64, one: u64, other: u64) -> bool {
    let wide = u128::from;
    wide(shared) * 100 * (wide(one) + wide(other)) >= 2 * wide(percent) * wide(one) * wide(other)
}

/// The weight of the keys that two bullets share.
fn overlap(one: &Entry, other: &Entry, weights: &Weights) -> u64 {
    // Both lists are in the same order, by weight and key, so one pass finds what they share.
    let (mut left, mut right) = (one.keys.iter().peekable(), other.keys.iter().peekable());
    let mut sum = 0;
    while let (Some(l), Some(r)) = (left.peek(), right.peek()) {
        let order = (std::cmp::Reverse(weights.scaled(**l)), **l).cmp(&(std::cmp::Reverse(weights.scaled(**r)), **r));
        match order {
            std::cmp::Ordering::Less => {
                left.next();
            }
            std::cmp::Ordering::Greater => {
                right.next();
            }
            std::cmp::Ordering::Equal => {
                sum += u64::from(weights.scaled(**l));
                left.next();
                right.next();
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All pairs, compared one by one.
    fn all_pairs(bullets: &[Vec<u32>], percent: u64, weights: &Weights) -> Vec<(u32, u32)> {
        let weigh =
            |keys: &mut dyn Iterator<Item = u32>| -> u64 { keys.map(|key| u64::from(weights.scaled(key))).sum() };
        let sets: Vec<std::collections::BTreeSet<u32>> =
            bullets.iter().map(|keys| keys.iter().copied().collect()).collect();
        let mut pairs = Vec::new();
        for (a, left) in (0u32..).zip(&sets) {
            for (b, right) in (0u32..).zip(&sets).skip(a as usize + 1) {
                let shared = weigh(&mut left.intersection(right).copied());
                let (one, other) = (weigh(&mut left.iter().copied()), weigh(&mut right.iter().copied()));
                // shared / one + shared / other >= 2 * percent / 100, without fractions
                if shared > 0 && shared * 100 * (one + other) >= 2 * percent * one * other {
                    pairs.push((a, b));
                }
            }
        }
        pairs
    }

    proptest! {
        #[test]
        fn no_pair_is_missed_and_none_invented(
            bullets in prop::collection::vec(prop::collection::vec(0u32..30, 0..9), 0..40),
            percent in 1u64..101,
        ) {
            let mut weights = Weights::default();
            for keys in &bullets {
                let mut keys = keys.clone();
                keys.sort_unstable();
                keys.dedup();
                weights.count(&keys);
            }
            let index = Index::build(bullets.iter().map(Vec::as_slice), &weights);
            prop_assert_eq!(index.pairs(percent, usize::MAX, &weights), all_pairs(&bullets, percent, &weights));
        }
    }

    #[test]
    fn a_crowd_is_cut_to_those_that_share_most() {
        let bullets: Vec<Vec<u32>> = (0..50).map(|n| vec![1, 2, 3, 10 + n]).collect();
        let mut weights = Weights::default();
        for keys in &bullets {
            weights.count(keys);
        }
        let index = Index::build(bullets.iter().map(Vec::as_slice), &weights);
        assert!(index.pairs(1, 4, &weights).len() <= 50 * 4);
    }
}
