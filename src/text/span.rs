//! Byte ranges and nothing else.

use std::ops::Range;

/// A half-open range of bytes in a note's text.
///
/// Offsets are `u32`: a note of 4 GiB or more is refused at the door ([`super::Source::new`]), so the casts here are exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `start..end`; an end before the start gives an empty span at the start.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let start = start as u32;
        Self { start, end: (end as u32).max(start) }
    }

    /// An empty span, for insertions.
    #[must_use]
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// The same range for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// First byte, as an index.
    #[must_use]
    pub fn from(self) -> usize {
        self.start as usize
    }

    /// One past the last byte, as an index.
    #[must_use]
    pub fn to(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `offset` lies inside.
    #[must_use]
    pub fn contains_offset(self, offset: usize) -> bool {
        self.range().contains(&offset)
    }

    /// Whether the two share a byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The text at this span; empty where the span does not fit the text.
    #[must_use]
    pub fn slice(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}
