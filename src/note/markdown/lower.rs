//! comrak's tree as a flat list of blocks in document order.

use comrak::nodes::{AstNode, NodeCodeBlock, NodeValue};
use comrak::{Arena, parse_document};

/// What comrak calls a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawKind {
    /// Running text.
    Paragraph,
    /// A heading of a level; `setext` when underlined.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Underlined.
        setext: bool,
    },
    /// A list.
    List {
        /// `1.` rather than `-`.
        ordered: bool,
        /// No blank line between its parts.
        tight: bool,
    },
    /// A list item, task or not.
    Item,
    /// A quote.
    Quote,
    /// An Obsidian callout.
    Callout,
    /// Fenced code: info string, whether closed, length of the fence, code.
    Fence {
        /// Behind the opening fence.
        info: String,
        /// Whether a closing fence was found.
        closed: bool,
        /// Length of the opening run.
        length: usize,
        /// The code.
        literal: String,
    },
    /// Code by indentation.
    IndentedCode,
    /// HTML.
    Html,
    /// A table.
    Table,
    /// A thematic break.
    Rule,
    /// A footnote's definition.
    Footnote,
    /// `%% … %%` over whole lines.
    Comment,
    /// Anything else.
    Other,
}

/// One block as comrak places it.
#[derive(Clone, Debug)]
pub struct RawBlock {
    /// What it is.
    pub kind: RawKind,
    /// Index of the block that holds it.
    pub parent: Option<usize>,
    /// First line of the body, from 0.
    pub first_line: usize,
    /// Byte column of its first character in that line, from 0.
    pub column: usize,
    /// Last line as comrak has it, from 0; not to be trusted for containers.
    pub last_line: usize,
}

/// Parses `body` (a note without front matter) and lists its blocks, parents before children. Linear.
#[must_use]
pub fn lower(body: &str) -> Vec<RawBlock> {
    let arena = Arena::new();
    let body = super::without_nul(body);
    let root = parse_document(&arena, &body, &super::options());
    let mut out = Vec::new();
    // An explicit stack: a note may nest thousands of quotes.
    let mut stack: Vec<(&AstNode<'_>, Option<usize>)> = root.reverse_children().map(|child| (child, None)).collect();
    while let Some((node, parent)) = stack.pop() {
        let here = match kind(node) {
            Lowered::Block(kind) => {
                let place = node.data().sourcepos;
                let first_line = place.start.line.saturating_sub(1);
                // Column 0 of the next line means "ended on the line before".
                let end = if place.end.column == 0 { place.end.line.saturating_sub(1) } else { place.end.line };
                out.push(RawBlock {
                    kind,
                    parent,
                    first_line,
                    column: place.start.column.saturating_sub(1),
                    last_line: end.saturating_sub(1).max(first_line),
                });
                Some(out.len() - 1)
            }
            Lowered::Transparent => parent,
            Lowered::Inline => continue,
        };
        if !matches!(here.map(|i| &out[i].kind), Some(RawKind::Paragraph | RawKind::Heading { .. } | RawKind::Table)) {
            stack.extend(node.reverse_children().map(|child| (child, here)));
        }
    }
    out
}

enum Lowered {
    Block(RawKind),
    Transparent,
    Inline,
}

fn kind(node: &AstNode<'_>) -> Lowered {
    Lowered::Block(match &node.data().value {
        NodeValue::Paragraph => RawKind::Paragraph,
        NodeValue::Heading(h) => RawKind::Heading { level: h.level, setext: h.setext },
        NodeValue::List(l) => {
            RawKind::List { ordered: l.list_type == comrak::nodes::ListType::Ordered, tight: l.tight }
        }
        NodeValue::Item(_) | NodeValue::TaskItem(_) => RawKind::Item,
        NodeValue::BlockQuote => RawKind::Quote,
        NodeValue::Callout(_) | NodeValue::Alert(_) => RawKind::Callout,
        NodeValue::CodeBlock(code) if code.fenced => fence(code),
        NodeValue::CodeBlock(_) => RawKind::IndentedCode,
        NodeValue::HtmlBlock(_) => RawKind::Html,
        NodeValue::Table(_) => RawKind::Table,
        NodeValue::ThematicBreak => RawKind::Rule,
        NodeValue::FootnoteDefinition(_) => RawKind::Footnote,
        NodeValue::MultilineComment(_) => RawKind::Comment,
        NodeValue::CalloutTitle => return Lowered::Transparent,
        value if value.block() => RawKind::Other,
        _ => return Lowered::Inline,
    })
}

fn fence(code: &NodeCodeBlock) -> RawKind {
    RawKind::Fence {
        info: code.info.clone(),
        closed: code.closed,
        length: code.fence_length,
        literal: code.literal.clone(),
    }
}
