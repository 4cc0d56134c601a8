//! Edits, fixes and how safe they are; applying disjoint edits to a text.

use super::Span;

/// Replaces the text at `span` by `text`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Edit {
    /// Puts `text` in place of `span`.
    #[must_use]
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// Deletes `span`.
    #[must_use]
    pub fn delete(span: Span) -> Self {
        Self::replace(span, "")
    }

    /// Inserts `text` before the byte at `offset`.
    #[must_use]
    pub fn insert(offset: usize, text: impl Into<String>) -> Self {
        Self::replace(Span::at(offset), text)
    }

    /// Whether applying both could depend on their order.
    ///
    /// Two insertions at one place conflict as well: which comes first would be chance.
    #[must_use]
    pub fn conflicts(&self, other: &Edit) -> bool {
        self.span.overlaps(other.span) || self.span.start == other.span.start || {
            let (a, b) = if self.span.start <= other.span.start { (self, other) } else { (other, self) };
            // An insertion at the very end of a replaced range is ambiguous too.
            b.span.is_empty() && a.span.end == b.span.start && !a.span.is_empty() && !a.text.is_empty()
        }
    }
}

/// How far a fix can be trusted; ordered, so that a threshold is a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Only shown, never applied.
    Display,
    /// May drop or merge wording: applied with `--unsafe-fixes` only.
    Unsafe,
    /// Loses nothing: applied by `--fix`.
    Safe,
}

impl Safety {
    /// The word used in JSON and in messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Display => "display",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// What a fix does to the words of a note; told from its edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// The same pieces stand elsewhere.
    Moves,
    /// Something is gone, nothing is new.
    Removes,
    /// Anything else.
    Rewrites,
}

/// A titled set of edits to one note that belong together: applied whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative: "move the entry up".
    pub title: String,
    /// How far it can be trusted.
    pub safety: Safety,
    edits: Vec<Edit>,
}

impl Fix {
    /// Sorts the edits; `None` where there are none or where two of them overlap.
    #[must_use]
    pub fn new(title: impl Into<String>, safety: Safety, mut edits: Vec<Edit>) -> Option<Self> {
        edits.sort();
        let disjoint = edits.windows(2).all(|pair| !pair[0].span.overlaps(pair[1].span) && pair[0] != pair[1]);
        (disjoint && !edits.is_empty()).then(|| Self { title: title.into(), safety, edits })
    }

    /// The edits, sorted by place and disjoint.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// What the fix does to the words of `text`.
    #[must_use]
    pub fn effect(&self, text: &str) -> Effect {
        if self.edits.iter().all(|edit| edit.text.is_empty()) {
            return Effect::Removes;
        }
        let mut before: Vec<&str> = self.edits.iter().map(|edit| edit.span.slice(text)).collect();
        let mut after: Vec<&str> = self.edits.iter().map(|edit| edit.text.as_str()).collect();
        before.sort_unstable();
        after.sort_unstable();
        if before == after { Effect::Moves } else { Effect::Rewrites }
    }
}

/// The text with all edits applied. Edits must be sorted and disjoint; one that does not fit the text
/// (off a character boundary, or overlapping the one before) is left out rather than guessed at.
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let Some(before) = text.get(at..edit.span.from()) else { continue };
        if text.get(edit.span.range()).is_none() {
            continue;
        }
        out.push_str(before);
        out.push_str(&edit.text);
        at = edit.span.to();
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_in_one_pass() {
        let edits = [Edit::delete(Span::new(0, 2)), Edit::insert(3, "X"), Edit::replace(Span::new(4, 5), "yy")];
        assert_eq!(apply("abcde", &edits), "cXdyy");
    }

    #[test]
    fn an_edit_off_a_character_boundary_changes_nothing() {
        assert_eq!(apply("é", &[Edit::delete(Span::new(1, 2))]), "é");
    }

    #[test]
    fn a_fix_refuses_overlaps() {
        let edits = vec![Edit::delete(Span::new(0, 3)), Edit::delete(Span::new(2, 4))];
        assert!(Fix::new("x", Safety::Safe, edits).is_none());
    }

    #[test]
    fn safety_is_a_threshold() {
        assert!(Safety::Safe > Safety::Unsafe && Safety::Unsafe > Safety::Display);
    }
}
