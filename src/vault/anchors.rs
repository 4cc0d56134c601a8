//! What can be linked at in a note: its headings and its block ids.

use std::collections::BTreeSet;

use crate::note::{InlineKind, Note};
use crate::text::Span;

/// The places of a note that links name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchors {
    headings: BTreeSet<String>,
    blocks: BTreeSet<String>,
}

impl Anchors {
    /// Gathers them.
    #[must_use]
    pub fn of(note: &Note) -> Self {
        let inside = note.block_ids().filter(|(_, block)| matches!(block.kind, crate::note::BlockKind::Heading { .. }));
        let mut headings: BTreeSet<String> =
            inside.map(|(_, block)| heading_key(note.slice(note.block_span(block)))).collect();
        headings.extend(note.sections.iter().map(|section| heading_key(note.slice(section.title))));
        let ids = note.inlines.iter().filter(|inline| inline.kind == InlineKind::BlockId);
        let id = |span: Span| note.slice(span).trim_start_matches('^').to_lowercase();
        Self { headings, blocks: ids.map(|inline| id(inline.span)).collect() }
    }

    /// Whether there is a heading of this text.
    #[must_use]
    pub fn has_heading(&self, text: &str) -> bool {
        self.headings.contains(&heading_key(text))
    }

    /// Whether there is a block of this id, written without `^`.
    #[must_use]
    pub fn has_block(&self, id: &str) -> bool {
        self.blocks.contains(&id.to_lowercase())
    }
}

/// A heading as links name it: letters and digits count, other characters part words (Obsidian's `stripHeadingForLink`).
#[must_use]
pub fn heading_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() && c != '\'' && c != '_' && c != '-')
    {
        if !word.is_empty() {
            if !key.is_empty() {
                key.push(' ');
            }
            key.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{NotePath, Source};

    fn anchors(text: &str) -> Anchors {
        Anchors::of(&Note::parse(Source::new(NotePath::new("a.md"), text.to_owned()).expect("short")))
    }

    #[test]
    fn headings_are_named_without_their_signs() {
        let anchors = anchors("# The mill: [[Weir|a weir]]\n\n> ## Quoted\n\nUnder\n===\n");
        assert!(anchors.has_heading("the mill weir a weir"));
        assert!(anchors.has_heading("The mill [[Weir a weir]]"));
        assert!(anchors.has_heading("Quoted"));
        assert!(anchors.has_heading("Under"));
        assert!(!anchors.has_heading("mill"));
    }

    #[test]
    fn blocks_are_named_by_their_ids() {
        let anchors = anchors("A fact. ^Fact-1\n\n- item ^b2\n\n`^code`\n");
        assert!(anchors.has_block("fact-1") && anchors.has_block("b2"));
        assert!(!anchors.has_block("code"));
    }
}
