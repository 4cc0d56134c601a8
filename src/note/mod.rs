//! The owned model of one note: what every check, fix and formatting pass looks at.
//!
//! Parsing never fails and never panics: a note that is broken gets a model that says so. All places are byte
//! spans into [`Source::text`]. Blocks are whole lines; their ends are recomputed here and not taken from the
//! Markdown parser, whose list items may end past or before their last line.

mod build;
pub mod directive;
pub mod front_matter;
pub mod inline;
pub mod markdown;
pub mod outline;

pub use directive::{Ignore, IgnoreKind};
pub use front_matter::{FrontMatter, Properties, Property, Value};
pub use inline::{Inline, InlineKind};

use crate::text::{Edit, Source, Span, apply};

/// Names one block of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub(crate) u32);
/// Names one list of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub(crate) u32);
/// Names one list item of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub(crate) u32);
/// Names one section of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub(crate) u32);

/// A run of whole lines, from 0, half open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lines {
    /// First line.
    pub first: u32,
    /// One past the last line.
    pub end: u32,
}

impl Lines {
    /// The line numbers.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.first as usize..self.end as usize
    }

    /// The last line of the run (the first one where the run is empty).
    #[must_use]
    pub fn last(self) -> usize {
        (self.end as usize).saturating_sub(1).max(self.first as usize)
    }
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// `# Heading`, or the underlined form.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Underlined with `===` or `---`.
        setext: bool,
    },
    /// A list; its items are its children.
    List(ListId),
    /// A list item.
    Item(ItemId),
    /// `> quote`.
    Quote,
    /// `> [!note]`.
    Callout,
    /// A fenced code block.
    Fence(Fence),
    /// Code by indentation.
    IndentedCode,
    /// HTML; comments included.
    Html,
    /// A table; its rows are not blocks of their own.
    Table,
    /// `---`, `***`.
    Rule,
    /// `[^1]: …`.
    Footnote,
    /// `%% … %%` over whole lines.
    Comment,
    /// `[label]: url` lines, and whatever else the parser leaves without a node.
    Other,
}

/// A fenced code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// What stands behind the opening fence, trimmed.
    pub info: String,
    /// Whether a closing fence was found before the container ended.
    pub closed: bool,
    /// The opening fence itself: the run of backticks or tildes.
    pub opening: Span,
    /// The code, without container prefixes; lines end in `\n`.
    pub literal: String,
    /// Where each line of `literal` begins in the note.
    pub line_starts: Vec<u32>,
    /// Where the block ends.
    pub end: u32,
}

impl Fence {
    /// The first word of the info string: the language.
    #[must_use]
    pub fn language(&self) -> &str {
        self.info.split_whitespace().next().unwrap_or("")
    }

    /// The place in the note of a range of [`Fence::literal`].
    #[must_use]
    pub fn locate(&self, range: std::ops::Range<usize>) -> Span {
        let place = |at: usize| {
            let mut at = at.min(self.literal.len());
            while !self.literal.is_char_boundary(at) {
                at -= 1;
            }
            let line = self.literal[..at].bytes().filter(|b| *b == b'\n').count();
            let start = self.literal[..at].rfind('\n').map_or(0, |i| i + 1);
            // Past the final line break there is no line of the note to point at: stay at the end of the last.
            match self.line_starts.get(line) {
                Some(begin) => *begin as usize + (at - start),
                None => self.line_starts.last().map_or(self.opening.to(), |begin| {
                    let last = self.literal.trim_end_matches('\n').rsplit('\n').next().unwrap_or("");
                    *begin as usize + last.len()
                }),
            }
        };
        let end = self.end as usize;
        Span::new(place(range.start).min(end), place(range.end).min(end))
    }
}

/// One block, in document order; a parent stands before its children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The block that holds it; `None` at the top.
    pub parent: Option<BlockId>,
    /// Where its first character (marker, `#`, quote sign, first letter) stands.
    pub start: u32,
    /// Its lines, trailing blank ones left out (they are kept in unclosed code).
    pub lines: Lines,
}

/// A heading and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's block.
    pub block: BlockId,
    /// 1 to 6.
    pub level: u8,
    /// The heading's text without `#`, closing `#` and blanks.
    pub title: Span,
    /// The heading's lines.
    pub heading: Lines,
    /// The lines below the heading up to the next heading of any level.
    pub own: Lines,
    /// The lines below the heading up to the next heading of the same or a higher level.
    pub body: Lines,
    /// The section that holds this one.
    pub parent: Option<SectionId>,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Its block.
    pub block: BlockId,
    /// The item that holds it.
    pub parent: Option<ItemId>,
    /// The section it stands in: that of the nearest heading above, at the top level of the note.
    pub section: Option<SectionId>,
    /// Its items, in order.
    pub items: Vec<ItemId>,
    /// `1.` rather than `-`.
    pub ordered: bool,
    /// Whether it is inside a quote, callout or footnote, where lines carry a prefix.
    pub quoted: bool,
    /// Whether Markdown reads it as tight (no blank line between its parts).
    pub tight: bool,
}

/// The box of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskBox {
    /// `[ ]` with its brackets.
    pub span: Span,
    /// The character in it.
    pub symbol: char,
}

/// A list item with all that hangs on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its block.
    pub block: BlockId,
    /// The list it belongs to.
    pub list: ListId,
    /// The item that holds its list.
    pub parent: Option<ItemId>,
    /// `-`, `*`, `+`, `1.` …, without the blanks behind it.
    pub marker: Span,
    /// `[x]`, where the plugin or Obsidian reads a task.
    pub task: Option<TaskBox>,
    /// The first paragraph without marker and task box; empty where the item begins with something else.
    pub content: Span,
    /// All its lines, sub-lists included, trailing blank ones left out.
    pub lines: Lines,
    /// Whether anything but its first paragraph hangs on it (sub-items, further paragraphs, code).
    pub has_children: bool,
}

/// A note, parsed.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its text.
    pub source: Source,
    /// Its properties.
    pub front: FrontMatter,
    /// Where the body begins: behind the front matter.
    pub body_start: u32,
    /// All blocks in document order.
    pub blocks: Vec<Block>,
    /// All top-level headings.
    pub sections: Vec<Section>,
    /// All lists.
    pub lists: Vec<List>,
    /// All list items.
    pub items: Vec<Item>,
    /// Obsidian's inline syntax outside code, in order of place.
    pub inlines: Vec<Inline>,
    /// Code, math, HTML, comments and templates: nothing may be edited in there. Sorted and disjoint.
    pub opaque: Vec<Span>,
    /// Suppressions written in the note.
    pub ignores: Vec<Ignore>,
}

impl Note {
    /// Parses a note. Linear in its length; never fails.
    #[must_use]
    pub fn parse(source: Source) -> Self {
        build::build(source)
    }

    /// The note with edits (sorted, disjoint) applied; `None` where it would grow past 4 GiB.
    #[must_use]
    pub fn edited(&self, edits: &[Edit]) -> Option<Self> {
        let text = apply(self.text(), edits);
        Some(Self::parse(Source::new(self.source.path.clone(), text).ok()?))
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// The text at a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.source.slice(span)
    }

    /// One block.
    #[must_use]
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }

    /// One list.
    #[must_use]
    pub fn list(&self, id: ListId) -> &List {
        &self.lists[id.0 as usize]
    }

    /// One item.
    #[must_use]
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id.0 as usize]
    }

    /// One section.
    #[must_use]
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.0 as usize]
    }

    /// All blocks with their ids, in document order.
    pub fn block_ids(&self) -> impl Iterator<Item = (BlockId, &Block)> {
        self.blocks.iter().enumerate().map(|(i, block)| (BlockId(i as u32), block))
    }

    /// The text of a run of lines, the ending of the last line included.
    #[must_use]
    pub fn lines_span(&self, lines: Lines) -> Span {
        Span::new(self.source.line_start(lines.first as usize), self.source.line_start(lines.end as usize))
    }

    /// A block from its first character to the end of its last line, without that line's ending.
    #[must_use]
    pub fn block_span(&self, block: &Block) -> Span {
        Span::new(block.start as usize, self.source.line(block.lines.last()).to())
    }

    /// An item from its marker to the end of its last line.
    #[must_use]
    pub fn item_span(&self, item: &Item) -> Span {
        Span::new(item.marker.from(), self.source.line(item.lines.last()).to())
    }

    /// An item's own first line from the marker on: what a finding about the bullet marks.
    #[must_use]
    pub fn item_line(&self, item: &Item) -> Span {
        let line = self.source.line(item.lines.first as usize);
        let text = line.slice(self.text()).trim_end_matches([' ', '\t']);
        Span::new(item.marker.from(), (line.from() + text.len()).max(item.marker.to()))
    }

    /// The text of a section's heading.
    #[must_use]
    pub fn title(&self, section: SectionId) -> &str {
        self.slice(self.section(section).title)
    }

    /// The innermost section whose heading or body holds a line.
    #[must_use]
    pub fn section_at(&self, line: usize) -> Option<SectionId> {
        let after = self.sections.partition_point(|s| s.heading.first as usize <= line);
        after.checked_sub(1).map(|i| SectionId(i as u32))
    }

    /// Whether a span touches something that must not be edited.
    #[must_use]
    pub fn is_opaque(&self, span: Span) -> bool {
        let first = self.opaque.partition_point(|o| o.end <= span.start);
        self.opaque.get(first).is_some_and(|o| o.overlaps(span) || span.is_empty() && o.start < span.start)
    }

    /// The inline pieces that lie inside a span.
    #[must_use]
    pub fn inlines_in(&self, span: Span) -> &[Inline] {
        let first = self.inlines.partition_point(|i| i.span.start < span.start);
        let rest = &self.inlines[first..];
        &rest[..rest.partition_point(|i| i.span.start < span.end)]
    }
}
