//! Obsidian's inline syntax: links, tags, block ids, fields, and what must not be touched.
//!
//! Scanned here and not taken from the Markdown parser, whose inline places cannot be relied on and which knows no tags,
//! block ids or fields. One pass over the text of paragraphs, headings and tables.

mod scanner;

use super::{BlockKind, Note};
use crate::text::Span;

/// One piece of inline syntax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// All of it, brackets and signs included.
    pub span: Span,
}

/// What an inline piece is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// `[[target|alias]]`, `![[embed]]`.
    Wikilink {
        /// Begins with `!`.
        embed: bool,
        /// What stands before `|` (`#heading` and `^block` included).
        target: Span,
    },
    /// `#tag`; the span includes the `#`.
    Tag,
    /// `^id` at the end of a line; the span includes the `^`.
    BlockId,
    /// `key:: value`, bare, in `[]` or in `()`; where the key stands.
    Field {
        /// The key.
        key: Span,
    },
    /// `[^1]`, a footnote's reference.
    FootnoteRef,
    /// `[text](destination)`: the whole of it; where the destination stands.
    Link {
        /// Begins with `!`.
        embed: bool,
        /// Between the parentheses, title included.
        destination: Span,
    },
    /// `` `code` ``.
    Code,
    /// `$math$`.
    Math,
    /// `<tag>`, `<https://…>`, `<!-- -->`.
    Html,
    /// `%% comment %%`.
    Comment,
    /// `{{…}}`, `<% … %>`.
    Template,
    /// A bare `https://…`.
    Url,
}

impl InlineKind {
    /// Whether nothing may be edited inside.
    #[must_use]
    pub fn is_opaque(&self) -> bool {
        matches!(self, Self::Code | Self::Math | Self::Html | Self::Comment | Self::Template | Self::Url)
    }
}

/// Inline pieces and opaque spans of a note.
pub(super) struct Found {
    pub(super) inlines: Vec<Inline>,
    pub(super) opaque: Vec<Span>,
}

/// Scans a note whose blocks are known.
pub(super) fn scan(note: &Note) -> Found {
    let mut inlines = Vec::new();
    let mut opaque = Vec::new();
    if let Some(front) = note.front.span() {
        opaque.push(front);
    }
    for block in &note.blocks {
        let span = note.block_span(block);
        match block.kind {
            BlockKind::Paragraph | BlockKind::Heading { .. } | BlockKind::Table => {
                scanner::scan(note.text(), span, matches!(block.kind, BlockKind::Table), &mut inlines);
            }
            BlockKind::Fence(_) | BlockKind::IndentedCode | BlockKind::Html | BlockKind::Comment => opaque.push(span),
            _ => {}
        }
    }
    inlines.sort_by_key(|inline| inline.span);
    opaque.extend(inlines.iter().filter(|i| i.kind.is_opaque()).map(|i| i.span));
    opaque.extend(display_math(note, &opaque));
    Found { inlines, opaque: merged(opaque) }
}

/// `$$` that stands alone on a line opens math up to the next such line, blank lines or not. The parser ends a paragraph
/// at the blank line; a reader in Obsidian sees one formula, so nothing in between may be edited.
fn display_math(note: &Note, opaque: &[Span]) -> Vec<Span> {
    let mut sorted: Vec<Span> = opaque.to_vec();
    sorted.sort();
    let inside = |at: usize| {
        let after = sorted.partition_point(|o| o.from() <= at);
        after.checked_sub(1).is_some_and(|i| sorted[i].contains_offset(at))
    };
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for line in note.source.line_of(note.body_start as usize)..note.source.line_count() {
        let span = note.source.line(line);
        let text = note.slice(span).trim_matches([' ', '\t', '>']);
        let count = text.matches("$$").count();
        if count.is_multiple_of(2)
            || open.is_none() && inside(span.to() - text.len().min(span.len())) && !text.starts_with("$$")
        {
            continue;
        }
        match open.take() {
            Some(start) => found.push(Span::new(start, span.to())),
            None => open = Some(span.from()),
        }
    }
    found
}

/// Sorted, with what overlaps joined.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| !span.is_empty());
    spans.sort();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}
