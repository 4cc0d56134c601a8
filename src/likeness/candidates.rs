//! Pairs worth comparing, found without comparing all: a prefix-filtered inverted index.
//!
//! Sought are all pairs of which the shared words weigh, on the mean of both bullets, at least the share `t` of the whole (Kulczyński's
//! measure: a short bullet that a long one holds passes, two that share a small part of each do not). Three bounds keep the work small,
//! and no pair is missed:
//!
//! - Order a bullet's words from rare to common. If a word is the rarest that a pair shares, the pair shares no more than what this word
//!   and those behind it weigh in the lighter bullet. So a word is looked up only among bullets that are light enough to share `t` with
//!   that little; near the end of the lighter half there are none. Prefix filtering: Chaudhuri, Ganti and Kaushik 2006 ("A Primitive
//!   Operator for Similarity Joins"), Bayardo, Ma and Srikant 2007 ("Scaling Up All Pairs").
//! - Each bullet has a signature, one bit for each word, several words to a bit. What a pair shares weighs no more than the words
//!   behind the bits that both have. Superimposed coding: Mooers 1947; as a bound in set joins: Helmer and Moerkotte 1997.
//! - The words of two bullets are merged only as long as what is left can still be enough.

use rustc_hash::FxHashMap;

use super::weights::Weights;

/// An inverted index over bullets.
#[derive(Debug)]
pub(super) struct Index {
    /// The share that pairs have in common at least, in per cent.
    percent: u64,
    /// The bullets by rank: from light to heavy, so that whoever is heavier than a bullet stands behind it in every posting.
    entries: Vec<Entry>,
    /// By key its weight; keys are numbered from rare to common.
    weights: Vec<u32>,
    /// By key the bullets that hold it, by rank: the places of `held` from one start to the next.
    starts: Vec<usize>,
    held: Vec<Held>,
}

#[derive(Debug)]
struct Entry {
    /// The number under which it was given.
    id: u32,
    /// From rare to common.
    keys: Box<[u32]>,
    total: u64,
    signature: u64,
}

/// That a bullet holds a key; all that is known without a look at the bullet, as most end here.
#[derive(Debug, Clone, Copy)]
struct Held {
    rank: u32,
    /// Weight of the bullet, or the most that fits.
    total: u32,
    /// One bit for each key of the bullet, several keys to a bit.
    signature: u64,
}

impl Index {
    /// Indexes the distinct keys of bullets, numbered from 0 in the order given, for pairs that share `percent` of their weights.
    pub(super) fn build<'a>(bullets: impl IntoIterator<Item = &'a [u32]>, percent: u64, weights: &Weights) -> Self {
        let bullets: Vec<&[u32]> = bullets.into_iter().collect();
        let (numbers, weights) = from_rare_to_common(&bullets, weights);
        let entry = |(id, keys): (u32, &&[u32])| {
            let mut keys: Vec<u32> = keys.iter().map(|key| numbers[key]).collect();
            keys.sort_unstable();
            keys.dedup();
            let total = keys.iter().map(|key| u64::from(weights[*key as usize])).sum();
            let signature = keys.iter().fold(0, |bits, key| bits | bit(*key));
            Entry { id, keys: keys.into(), total, signature }
        };
        let mut entries: Vec<Entry> = (0u32..).zip(&bullets).map(entry).collect();
        // Of two equally heavy bullets each would look the other up; one of the two is enough.
        entries.sort_by_key(|entry| (entry.total, entry.id));
        let mut starts = vec![0; weights.len() + 1];
        for key in entries.iter().flat_map(|entry| &entry.keys) {
            starts[*key as usize + 1] += 1;
        }
        for key in 0..weights.len() {
            starts[key + 1] += starts[key];
        }
        let mut next = starts.clone();
        let mut held = vec![Held { rank: 0, total: 0, signature: 0 }; starts.last().copied().unwrap_or(0)];
        for (rank, entry) in (0u32..).zip(&entries) {
            let total = u32::try_from(entry.total).unwrap_or(u32::MAX);
            for key in &entry.keys {
                held[next[*key as usize]] = Held { rank, total, signature: entry.signature };
                next[*key as usize] += 1;
            }
        }
        Self { percent, entries, weights, starts, held }
    }

    /// All pairs `(a, b)`, `a < b`, that share enough, and none twice; sorted.
    ///
    /// Of a bullet with more than `most` heavier partners only those are returned that share most with it.
    pub(super) fn pairs(&self, most: usize) -> Vec<(u32, u32)> {
        self.pairs_where(most, |_, _| true)
    }

    /// The same among those pairs that `admits` lets pass; the others cost a look each and no more.
    pub(super) fn pairs_where(&self, most: usize, admits: impl Fn(u32, u32) -> bool) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        // By key the first place in `held` that was not passed yet.
        let mut next = self.starts.clone();
        // By rank the last lighter bullet that met it, counted from one.
        let mut met: Vec<u32> = vec![0; self.entries.len()];
        let mut touched: Vec<u32> = Vec::new();
        for (rank, entry) in (0u32..).zip(&self.entries) {
            let own = Signed::new(entry, &self.weights, self.percent);
            let mut rest = entry.total;
            for key in &entry.keys {
                let key = *key as usize;
                // All that hold the key up to this bullet are behind us.
                next[key] += 1;
                let heaviest = heaviest_partner(rest, entry.total, self.percent);
                rest -= u64::from(self.weights[key]);
                let heavier = self.held[next[key]..self.starts[key + 1]].iter();
                for other in heavier.take_while(|other| u64::from(other.total) <= heaviest) {
                    if own.may_share_enough(other) && std::mem::replace(&mut met[other.rank as usize], rank + 1) <= rank
                    {
                        touched.push(other.rank);
                    }
                }
            }
            let mut partners: Vec<(u64, u32)> = Vec::new();
            for other in touched.drain(..) {
                let heavier = &self.entries[other as usize];
                if admits(entry.id, heavier.id) {
                    partners.extend(self.overlap(entry, heavier).map(|overlap| (overlap, heavier.id)));
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

    /// The weight of the keys that two bullets share, if that is enough.
    fn overlap(&self, one: &Entry, other: &Entry) -> Option<u64> {
        let enough = |shared: u64| is_enough(shared, self.percent, one.total, other.total);
        let weight = |key: u32| u64::from(self.weights[key as usize]);
        let (mut left, mut right) = (&*one.keys, &*other.keys);
        let (mut left_rest, mut right_rest) = (one.total, other.total);
        let mut sum = 0;
        while let (Some((l, left_on)), Some((r, right_on))) = (left.split_first(), right.split_first()) {
            if l == r {
                sum += weight(*l);
            } else if !enough(sum + left_rest.min(right_rest)) {
                return None;
            }
            if l <= r {
                left = left_on;
                left_rest -= weight(*l);
            }
            if r <= l {
                right = right_on;
                right_rest -= weight(*r);
            }
        }
        enough(sum).then_some(sum)
    }
}

/// What a bullet's signature says about its partners.
struct Signed {
    signature: u64,
    total: u64,
    percent: u64,
    /// By bit the weight of the bullet's keys behind it.
    behind: [u64; u64::BITS as usize],
    /// So many bits a partner shares at least: those keys that weigh most make less than enough before.
    least: u32,
}

impl Signed {
    fn new(entry: &Entry, weights: &[u32], percent: u64) -> Self {
        let mut behind = [0; u64::BITS as usize];
        for key in &entry.keys {
            behind[bit(*key).trailing_zeros() as usize] += u64::from(weights[*key as usize]);
        }
        let mut heaviest = behind;
        heaviest.sort_unstable_by_key(|weight| std::cmp::Reverse(*weight));
        let mut sum = 0;
        // No partner is lighter, so that of both weights on the mean is this share of its own at least.
        let too_few = heaviest.iter().take_while(|weight| {
            sum += **weight;
            sum * 100 < percent * entry.total
        });
        let least = u32::try_from(too_few.count() + 1).unwrap_or(u32::MAX);
        Self { signature: entry.signature, total: entry.total, percent, behind, least }
    }

    /// Whether the keys behind the bits that both have weigh enough: always where the keys that both have do.
    fn may_share_enough(&self, other: &Held) -> bool {
        let mut both = self.signature & other.signature;
        if both.count_ones() < self.least {
            return false;
        }
        let mut sum = 0;
        while both != 0 {
            sum += self.behind[both.trailing_zeros() as usize];
            both &= both - 1;
        }
        is_enough(sum, self.percent, self.total, u64::from(other.total))
    }
}

/// The bit of a key in a signature, well mixed as keys are numbered by weight (Fibonacci hashing, Knuth 1973).
fn bit(key: u32) -> u64 {
    1 << (key.wrapping_mul(0x9e37_79b9) >> 26)
}

/// The keys that bullets hold, numbered from rare to common, and the weight of each.
fn from_rare_to_common(bullets: &[&[u32]], weights: &Weights) -> (FxHashMap<u32, u32>, Vec<u32>) {
    let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
    numbers.extend(bullets.iter().copied().flatten().map(|key| (*key, 0)));
    let mut keys: Vec<(std::cmp::Reverse<u32>, u32)> =
        numbers.keys().map(|key| (std::cmp::Reverse(weights.scaled(*key)), *key)).collect();
    keys.sort_unstable();
    for (number, (_, key)) in (0u32..).zip(&keys) {
        numbers.insert(*key, number);
    }
    (numbers, keys.into_iter().map(|(weight, _)| weight.0).collect())
}

/// The heaviest partner of a bullet with which it can share enough if all that they share weighs no more than `rest`.
fn heaviest_partner(rest: u64, total: u64, percent: u64) -> u64 {
    let (rest, total, percent) = (u128::from(rest), u128::from(total), u128::from(percent));
    // Kulczyński's mean solved for the partner.
    let missing = (2 * percent * total).saturating_sub(100 * rest);
    let heaviest = (100 * rest * total).checked_div(missing).unwrap_or(u128::MAX);
    u64::try_from(heaviest).unwrap_or(u64::MAX)
}

/// Whether what is shared is `percent` of both weights on the mean.
fn is_enough(shared: u64, percent: u64, one: u64, other: u64) -> bool {
    let wide = u128::from;
    wide(shared) * 100 * (wide(one) + wide(other)) >= 2 * wide(percent) * wide(one) * wide(other)
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
            bullets in prop::collection::vec(prop::collection::vec(0u32..100, 0..40), 0..40),
            percent in 1u64..101,
        ) {
            let mut weights = Weights::default();
            for keys in &bullets {
                let mut keys = keys.clone();
                keys.sort_unstable();
                keys.dedup();
                weights.count(&keys);
            }
            let index = Index::build(bullets.iter().map(Vec::as_slice), percent, &weights);
            prop_assert_eq!(index.pairs(usize::MAX), all_pairs(&bullets, percent, &weights));
        }
    }

    #[test]
    fn a_crowd_is_cut_to_those_that_share_most() {
        let bullets: Vec<Vec<u32>> = (0..50).map(|n| vec![1, 2, 3, 10 + n]).collect();
        let mut weights = Weights::default();
        for keys in &bullets {
            weights.count(keys);
        }
        let index = Index::build(bullets.iter().map(Vec::as_slice), 1, &weights);
        assert!(index.pairs(4).len() <= 50 * 4);
    }
}
