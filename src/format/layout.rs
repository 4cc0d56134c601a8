//! What the passes look at: a note with the gaps between its blocks and the places that must stay as they are.

use std::collections::BTreeSet;

use super::{Settings, verbatim};
use crate::note::{BlockId, BlockKind, Lines, Note};
use crate::text::{Eol, Span};

/// A note prepared for the passes.
pub(super) struct Layout<'a> {
    pub(super) note: &'a Note,
    pub(super) settings: &'a Settings,
    /// The gaps between neighbouring blocks of one parent, in order of the lower block.
    pub(super) gaps: Vec<Gap>,
    /// Regions over several blocks that count as one verbatim piece; sorted and disjoint.
    regions: Vec<Span>,
    /// Last lines of code or HTML that is not closed: a blank line behind them would become part of it.
    open_ends: BTreeSet<usize>,
    /// Whether a lone `\r` and a `\n` both end lines somewhere: then two endings can run together into one.
    lone_cr: bool,
}

/// The blank lines (perhaps none) between two neighbouring blocks.
pub(super) struct Gap {
    /// What holds both; `None` at the top of the note.
    pub(super) parent: Option<BlockId>,
    /// The upper block; `None` where the lower one is the first below the front matter.
    pub(super) above: Option<BlockId>,
    /// The lower block.
    pub(super) below: BlockId,
    /// The blank lines.
    pub(super) lines: Lines,
    /// Inside a quote, callout or footnote, where lines carry a prefix.
    pub(super) prefixed: bool,
}

impl Gap {
    pub(super) fn len(&self) -> usize {
        self.lines.range().len()
    }
}

impl<'a> Layout<'a> {
    pub(super) fn of(note: &'a Note, settings: &'a Settings) -> Self {
        let crs = |line| note.source.eol(line) == Some(Eol::Cr);
        let lone_cr =
            note.text().contains('\r') && note.text().contains('\n') && (0..note.source.line_count()).any(crs);
        let open_ends = note.blocks.iter().filter(|b| verbatim::is_open(note, b)).map(|b| b.lines.last()).collect();
        Self { note, settings, gaps: gaps(note), regions: verbatim::regions(note), open_ends, lone_cr }
    }

    /// Whether the text at a span must stay as it is.
    pub(super) fn is_verbatim(&self, span: Span) -> bool {
        let first = self.regions.partition_point(|region| region.end <= span.start);
        let hit = |o: &Span| o.overlaps(span) || span.is_empty() && o.start < span.start;
        self.regions.get(first).is_some_and(hit) || self.note.is_opaque(span)
    }

    /// Whether blank lines may be taken from or put between the line before `first` and `line`.
    ///
    /// Beside a template command they may not: `-%>` swallows just the next line ending.
    pub(super) fn may_move(&self, first: usize, line: usize) -> bool {
        let source = &self.note.source;
        let above = first.checked_sub(1).map_or("", |above| source.line_text(above).trim_end());
        let template = above.ends_with("%>") || source.line_text(line).trim_start().starts_with("<%");
        !template && !self.is_verbatim(Span::at(source.line_start(line)))
    }

    /// Whether a blank line below this line would belong to unclosed code or HTML.
    pub(super) fn is_open_end(&self, line: usize) -> bool {
        self.open_ends.contains(&line)
    }

    /// Whether the note ends in unclosed code or HTML that reaches to this line or further.
    pub(super) fn is_open_from(&self, line: usize) -> bool {
        self.open_ends.range(line..).next().is_some()
    }

    /// Whether taking whole lines away behind the line above `first` could make one line ending of two.
    pub(super) fn endings_may_merge(&self, first: usize) -> bool {
        self.lone_cr && first.checked_sub(1).is_some_and(|above| self.note.source.eol(above) == Some(Eol::Cr))
    }

    /// Whether a block is a paragraph of nothing but a block id: it speaks of the block above it.
    pub(super) fn is_block_id(&self, block: BlockId) -> bool {
        let block = self.note.block(block);
        let text = self.note.slice(self.note.block_span(block)).trim();
        block.kind == BlockKind::Paragraph
            && text
                .strip_prefix('^')
                .is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
    }
}

fn gaps(note: &Note) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut prefixed = Vec::with_capacity(note.blocks.len());
    // The last child seen of every block; the last place is the note itself.
    let top = note.blocks.len();
    let mut last_child: Vec<Option<BlockId>> = vec![None; top + 1];
    let front_end = note.front.span().map(|_| note.source.line_of(note.body_start as usize));
    for (id, block) in note.block_ids() {
        let parent = block.parent.map_or(top, |p| p.0 as usize);
        let held = prefixed.get(parent).copied().unwrap_or(false);
        prefixed.push(held || matches!(block.kind, BlockKind::Quote | BlockKind::Callout | BlockKind::Footnote));
        let above = last_child[parent].replace(id);
        let first = match above {
            Some(above) => note.block(above).lines.end,
            None if block.parent.is_none() && front_end.is_some() => front_end.unwrap_or(0) as u32,
            None => continue,
        };
        let lines = Lines { first, end: block.lines.first };
        // Lines of link definitions have no block: what they touch is no gap between two blocks.
        if lines.first <= lines.end && lines.range().all(|line| note.source.is_blank(line)) {
            gaps.push(Gap { parent: block.parent, above, below: id, lines, prefixed: held });
        }
    }
    gaps
}
