//! A fingerprint of meaning: equal before and after an edit that only concerns layout.

use super::{BlockKind, FrontMatter, InlineKind, Note};
use crate::note::markdown::render;

/// What a note says to a reader and to Obsidian, without its layout.
///
/// Two notes with equal outlines have the same headings, items, tasks, links, embeds, tags, block ids, fields,
/// footnotes, callouts, code, math, comments, tables and properties, and look the same when rendered, up to the space
/// between list items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    front: String,
    blocks: Vec<String>,
    inlines: Vec<String>,
    rendered: String,
}

/// The pieces of a note's body without their order: what moving or removing whole items may rearrange, but not break.
///
/// Lists themselves are left out, since their number of items is what such a fix changes.
#[must_use]
pub fn parts(note: &Note) -> Vec<String> {
    let mut parts = Vec::new();
    let blocks = note.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::List(_)));
    parts.extend(blocks.map(|block| match block.kind {
        // By its words: an item that changed its parent or its text is another one.
        BlockKind::Paragraph | BlockKind::Heading { .. } => words(note.slice(note.block_span(block))),
        BlockKind::Item(id) => format!("item {}", words(note.slice(note.item(id).content))),
        _ => block_outline(note, block),
    }));
    parts.extend(note.inlines.iter().map(|inline| inline_outline(note, &inline.kind, inline.span)));
    parts.sort_unstable();
    parts
}

/// Whether every one of some [`parts`] is among others, counted. Linear.
#[must_use]
pub fn is_subset(small: &[String], large: &[String]) -> bool {
    let mut rest = large.iter();
    small.iter().all(|element| rest.by_ref().find(|other| *other >= element) == Some(element))
}

/// Whether the front matter of two notes is the same byte for byte.
#[must_use]
pub fn same_front(a: &Note, b: &Note) -> bool {
    a.front.span().map(|span| a.slice(span)) == b.front.span().map(|span| b.slice(span))
}

impl Outline {
    /// Draws the outline of a note. Linear; renders the body once.
    #[must_use]
    pub fn of(note: &Note) -> Self {
        Self {
            front: front(note),
            blocks: note.blocks.iter().map(|block| block_outline(note, block)).collect(),
            inlines: note.inlines.iter().map(|inline| inline_outline(note, &inline.kind, inline.span)).collect(),
            rendered: render(note.text().get(note.body_start as usize..).unwrap_or("")),
        }
    }

    /// The first thing in which two outlines differ, for a message; `None` where they are equal.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<String> {
        if self.front != other.front {
            return Some("the properties differ".into());
        }
        let pairs = [("block", &self.blocks, &other.blocks), ("inline", &self.inlines, &other.inlines)];
        for (what, a, b) in pairs {
            if let Some(at) = (0..a.len().max(b.len())).find(|i| a.get(*i) != b.get(*i)) {
                let show = |side: &Vec<String>| side.get(at).map_or("nothing".to_owned(), |s| format!("{s:?}"));
                return Some(format!("{what} {at} was {} and would be {}", show(a), show(b)));
            }
        }
        (self.rendered != other.rendered).then(|| "the rendered text differs".into())
    }
}

/// Front matter byte for byte but for trailing blanks on its lines.
fn front(note: &Note) -> String {
    let Some(span) = note.front.span() else { return String::new() };
    let state = match &note.front {
        FrontMatter::Broken { reason, .. } => reason.as_str(),
        FrontMatter::Absent | FrontMatter::Present(_) => "",
    };
    let lines: Vec<&str> = note
        .slice(span)
        .trim_end_matches(['\n', '\r'])
        .split(['\n', '\r'])
        .map(|line| line.trim_end_matches([' ', '\t']))
        .collect();
    format!("{state}\n{}", lines.join("\n"))
}

fn block_outline(note: &Note, block: &super::Block) -> String {
    let span = note.block_span(block);
    match &block.kind {
        BlockKind::Paragraph => "paragraph".into(),
        BlockKind::Heading { level, .. } => format!("heading {level}"),
        BlockKind::List(id) => format!("list ordered={} items={}", note.list(*id).ordered, note.list(*id).items.len()),
        BlockKind::Item(id) => {
            let item = note.item(*id);
            let marker = note.slice(item.marker);
            let number = if marker.len() > 1 { marker } else { "" };
            format!("item {number} task={:?} parent={:?}", item.task.map(|t| t.symbol), item.parent)
        }
        BlockKind::Quote => "quote".into(),
        BlockKind::Callout => format!("callout {}", first_line(note.slice(span))),
        BlockKind::Fence(fence) => format!("fence {} {} {}", fence.info, fence.closed, fence.literal),
        BlockKind::IndentedCode | BlockKind::Html | BlockKind::Comment => format!("verbatim {}", note.slice(span)),
        BlockKind::Table => format!("table {}", words(note.slice(span))),
        BlockKind::Rule => "rule".into(),
        // What stands behind the label are blocks of their own.
        BlockKind::Footnote => format!("footnote {}", first_line(note.slice(span)).split("]:").next().unwrap_or("")),
        BlockKind::Other => format!("other {}", words(note.slice(span))),
    }
}

fn inline_outline(note: &Note, kind: &InlineKind, span: crate::text::Span) -> String {
    let name = match kind {
        InlineKind::Wikilink { .. } => "wikilink",
        InlineKind::Tag => "tag",
        InlineKind::BlockId => "block id",
        InlineKind::Field { .. } => "field",
        InlineKind::FootnoteRef => "footnote",
        InlineKind::Link { .. } => "link",
        InlineKind::Code => "code",
        InlineKind::Math => "math",
        InlineKind::Html => "html",
        InlineKind::Comment => "comment",
        InlineKind::Template => "template",
        InlineKind::Url => "url",
    };
    format!("{name} {}", note.slice(span))
}

fn first_line(text: &str) -> &str {
    text.split(['\n', '\r']).next().unwrap_or("").trim_end()
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
