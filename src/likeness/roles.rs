//! The roles of words.

/// What a word does in a sentence besides, or instead of, carrying content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Roles(u16);

impl Roles {
    /// Function word.
    pub(super) const STOP: Self = Self(1);
    /// Content word that adds no detail ("currently", "key").
    pub(super) const LIGHT: Self = Self(2);
    /// Negation.
    pub(super) const NOT: Self = Self(4);
    /// Planned, not done.
    pub(super) const PLAN: Self = Self(8);
    /// Only possible or considered.
    pub(super) const MAYBE: Self = Self(16);
    /// Asked for, wanted or demanded.
    pub(super) const ASK: Self = Self(32);
    /// Done.
    pub(super) const DONE: Self = Self(64);
    /// Attribution.
    pub(super) const SAY: Self = Self(128);
    /// Marks the one who acts in a passive sentence.
    pub(super) const BY: Self = Self(256);
    /// Suffix of a firm's name.
    pub(super) const FIRM: Self = Self(512);

    /// Whether any of the roles is among these.
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets of roles.
    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The role that a word list calls so.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "stop" => Self::STOP,
            "light" => Self::LIGHT,
            "not" => Self::NOT,
            "plan" => Self::PLAN,
            "maybe" => Self::MAYBE,
            "ask" => Self::ASK,
            "done" => Self::DONE,
            "say" => Self::SAY,
            "by" => Self::BY,
            "firm" => Self::FIRM,
            _ => return None,
        })
    }
}
