//! What was decided so far, so that it can be undone and told.

use super::session::Entry;

/// What a decision did, for the account at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Bullets that are gone.
    pub dropped: usize,
    /// Bullets with a new wording.
    pub reworded: usize,
    /// Clusters of which all was kept.
    pub spared: usize,
}

impl Tally {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            dropped: self.dropped + other.dropped,
            reworded: self.reworded + other.reworded,
            spared: self.spared + other.spared,
        }
    }

    /// In words, such as `2 bullets dropped, 1 reworded`.
    #[must_use]
    pub fn words(self) -> String {
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let parts = [
            (self.dropped, format!("{} bullet{} dropped", self.dropped, plural(self.dropped))),
            (self.reworded, format!("{} reworded", self.reworded)),
            (self.spared, format!("{} cluster{} kept whole", self.spared, plural(self.spared))),
        ];
        let told: Vec<String> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
        if told.is_empty() { "nothing changed".into() } else { told.join(", ") }
    }
}

/// One step back.
pub(super) enum Step {
    /// A cluster was left behind without a change.
    Skipped(Place),
    /// A note was written.
    Wrote {
        /// Where the session stood.
        place: Place,
        /// What was done.
        tally: Tally,
        /// The note's text and clusters before.
        before: Snapshot,
    },
}

/// A note as it was.
pub(super) struct Snapshot {
    pub text: String,
    pub entries: Vec<Entry>,
}

/// A cluster by the place of its note and its own place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub note: usize,
    pub entry: usize,
}

impl Step {
    pub(super) fn place(&self) -> Place {
        match self {
            Self::Skipped(place) | Self::Wrote { place, .. } => *place,
        }
    }
}
