//! How much a word says: the rarer among the bullets that surround it, the more.

/// In few documents every word is common: fewer than these are counted as these, so that a short list is weighed like a long one.
const LEAST_DOCUMENTS: u32 = 128;

/// Inverse document frequencies of keys (Spärck Jones 1972), in bits.
#[derive(Debug, Clone, Default)]
pub(super) struct Weights {
    frequencies: Vec<u32>,
    documents: u32,
}

impl Weights {
    /// Counts one document; each key once.
    pub(super) fn count(&mut self, keys: &[u32]) {
        self.documents = self.documents.saturating_add(1);
        for key in keys {
            let place = *key as usize;
            if place >= self.frequencies.len() {
                self.frequencies.resize(place + 1, 0);
            }
            self.frequencies[place] = self.frequencies[place].saturating_add(1);
        }
    }

    /// Takes back a document that was counted.
    pub(super) fn uncount(&mut self, keys: &[u32]) {
        self.documents = self.documents.saturating_sub(1);
        for key in keys {
            if let Some(frequency) = self.frequencies.get_mut(*key as usize) {
                *frequency = frequency.saturating_sub(1);
            }
        }
    }

    /// Documents that hold the key.
    pub(super) fn frequency(&self, key: u32) -> u32 {
        self.frequencies.get(key as usize).copied().unwrap_or(0)
    }

    /// The weight of a key: 1 for a word of every document, growing by one for each halving of its share.
    pub(super) fn of(&self, key: u32) -> f64 {
        f64::from(self.scaled(key)) / 256.0
    }

    /// The same in 256ths of a bit: integers, so that sums are exact and alike on every platform.
    pub(super) fn scaled(&self, key: u32) -> u32 {
        let frequency = self.frequency(key).max(1);
        256 + log2(self.documents.max(frequency).max(LEAST_DOCUMENTS)) - log2(frequency)
    }
}

/// Binary logarithm in 256ths, linear between powers of two.
fn log2(n: u32) -> u32 {
    let whole = n.max(1).ilog2();
    let fraction = (u64::from(n) << 8 >> whole) - 256;
    whole * 256 + u32::try_from(fraction).unwrap_or(0)
}
