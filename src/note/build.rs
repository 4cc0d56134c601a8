//! From Markdown blocks to the owned model: true extents, lists, items, sections.

use super::markdown::{RawBlock, RawKind, lower};
use super::{
    Block, BlockId, BlockKind, Fence, FrontMatter, Item, ItemId, Lines, List, ListId, Note, Section, SectionId,
    TaskBox, directive, front_matter, inline,
};
use crate::text::{Source, Span};

/// Builds the model of a note.
pub(super) fn build(source: Source) -> Note {
    let (front, body_start) = front_matter::read(&source);
    let first_line = source.line_of(body_start);
    let body = source.text().get(body_start..).unwrap_or("");
    let mut raw = lower(body);
    for block in &mut raw {
        block.first_line += first_line;
        block.last_line += first_line;
    }
    let extents = extents(&source, &raw);
    let mut note = Note {
        source,
        front,
        body_start: body_start as u32,
        blocks: Vec::with_capacity(raw.len()),
        sections: Vec::new(),
        lists: Vec::new(),
        items: Vec::new(),
        inlines: Vec::new(),
        opaque: Vec::new(),
        ignores: Vec::new(),
    };
    for (index, (block, lines)) in raw.into_iter().zip(extents).enumerate() {
        add_block(&mut note, index, block, lines);
    }
    mark_children(&mut note);
    sections(&mut note);
    for i in 0..note.lists.len() {
        let line = note.block(note.lists[i].block).lines.first as usize;
        note.lists[i].section = note.section_at(line);
    }
    let found = inline::scan(&note);
    note.inlines = found.inlines;
    note.opaque = found.opaque;
    note.ignores = directive::collect(&note);
    note
}

/// The true lines of every block: the last line of what it holds, or comrak's own end where that is further, but never
/// past the start of the next block that is not inside it, and without trailing blank lines (except in open code).
fn extents(source: &Source, raw: &[RawBlock]) -> Vec<Lines> {
    let line_count = source.line_count();
    let mut ends: Vec<usize> = raw.iter().map(|b| b.last_line.min(line_count - 1) + 1).collect();
    // Right to left: the next block that is no descendant, found through the subtree's end.
    let mut subtree_end: Vec<usize> = (1..=raw.len()).collect();
    for i in (0..raw.len()).rev() {
        if let Some(parent) = raw[i].parent {
            subtree_end[parent] = subtree_end[parent].max(subtree_end[i]);
        }
    }
    // Where the last thing inside a block ends: its blank lines may belong to open code in there.
    let mut held = vec![0; raw.len()];
    for i in (0..raw.len()).rev() {
        let first = raw[i].first_line;
        if let Some(next) = raw.get(subtree_end[i]) {
            ends[i] = ends[i].min(next.first_line);
        }
        ends[i] = ends[i].max(first + 1);
        let open_code = matches!(raw[i].kind, RawKind::Fence { closed: false, .. });
        while !open_code && ends[i] > held[i].max(first + 1) && is_blank_behind_prefix(source, ends[i] - 1) {
            ends[i] -= 1;
        }
        if let Some(parent) = raw[i].parent {
            ends[parent] = ends[parent].max(ends[i]);
            held[parent] = held[parent].max(ends[i]);
        }
    }
    raw.iter().zip(ends).map(|(b, end)| Lines { first: b.first_line as u32, end: end as u32 }).collect()
}

/// A line of nothing but quote signs and blanks ends no list item inside a quote.
fn is_blank_behind_prefix(source: &Source, line: usize) -> bool {
    source.line_text(line).bytes().all(|b| matches!(b, b' ' | b'\t' | b'>')) && !source.line_text(line).starts_with('>')
        || source.is_blank(line)
}

fn add_block(note: &mut Note, index: usize, raw: RawBlock, lines: Lines) {
    let id = BlockId(index as u32);
    let parent = raw.parent.map(|p| BlockId(p as u32));
    // The body's first line begins behind a byte order mark, which the parser was not shown.
    let line_start = note.source.line_start(raw.first_line).max(note.body_start as usize);
    let start = clamp(note.text(), line_start + raw.column);
    let kind = match raw.kind {
        RawKind::Paragraph => BlockKind::Paragraph,
        RawKind::Heading { level, setext } => BlockKind::Heading { level, setext },
        RawKind::List { ordered, tight } => {
            let (item, quoted) = list_surroundings(note, parent);
            let list = ListId(note.lists.len() as u32);
            note.lists.push(List { block: id, parent: item, section: None, items: Vec::new(), ordered, quoted, tight });
            BlockKind::List(list)
        }
        RawKind::Item => match parent.map(|p| &note.blocks[p.0 as usize].kind) {
            Some(BlockKind::List(list)) => {
                let list = *list;
                let item = ItemId(note.items.len() as u32);
                let made = item_at(note, id, list, start, lines);
                note.items.push(made);
                note.lists[list.0 as usize].items.push(item);
                BlockKind::Item(item)
            }
            _ => BlockKind::Other,
        },
        RawKind::Quote => BlockKind::Quote,
        RawKind::Callout => BlockKind::Callout,
        RawKind::Fence { info, closed, length, literal } => {
            let opening = Span::new(start, clamp(note.text(), start + length));
            let literal = with_note_lines(literal);
            let line_starts = literal_lines(&note.source, &literal, raw.first_line + 1);
            let end = note.source.line(lines.last()).to() as u32;
            BlockKind::Fence(Fence { info, closed, opening, literal, line_starts, end })
        }
        RawKind::IndentedCode => BlockKind::IndentedCode,
        RawKind::Html => BlockKind::Html,
        RawKind::Table => BlockKind::Table,
        RawKind::Rule => BlockKind::Rule,
        RawKind::Footnote => BlockKind::Footnote,
        RawKind::Comment => BlockKind::Comment,
        RawKind::Other => BlockKind::Other,
    };
    note.blocks.push(Block { kind, parent, start: start as u32, lines });
}

/// comrak's columns are bytes; a place that still falls inside a character moves to its start.
fn clamp(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The item a list hangs on, and whether a quote or footnote stands between the list and the top.
fn list_surroundings(note: &Note, mut parent: Option<BlockId>) -> (Option<ItemId>, bool) {
    let item = match parent.map(|p| &note.block(p).kind) {
        Some(BlockKind::Item(item)) => Some(*item),
        _ => None,
    };
    // A list inside an item has the surroundings of that item's list: no need to climb to the top again.
    if let Some(item) = item {
        return (Some(item), note.list(note.item(item).list).quoted);
    }
    let mut quoted = false;
    while let Some(block) = parent.map(|p| note.block(p)) {
        quoted |= matches!(block.kind, BlockKind::Quote | BlockKind::Callout | BlockKind::Footnote);
        if quoted {
            break;
        }
        parent = block.parent;
    }
    (None, quoted)
}

fn item_at(note: &Note, block: BlockId, list: ListId, start: usize, lines: Lines) -> Item {
    let line_end = note.source.line(lines.first as usize).to();
    let rest = note.text().get(start..line_end).unwrap_or("");
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let marker = Span::new(start, start + (digits + 1).min(rest.len()));
    let behind = rest.get(marker.len()..).unwrap_or("");
    let text_at = line_end - behind.trim_start_matches([' ', '\t']).len();
    let task = task_box(note.text().get(text_at..line_end).unwrap_or(""), text_at);
    Item {
        block,
        list,
        parent: note.list(list).parent,
        marker,
        task,
        content: Span::at(text_at),
        lines,
        has_children: false,
    }
}

fn task_box(text: &str, at: usize) -> Option<TaskBox> {
    let inner = text.strip_prefix('[')?;
    let symbol = inner.chars().next()?;
    let behind = inner[symbol.len_utf8()..].strip_prefix(']')?;
    let stands_alone = behind.is_empty() || behind.starts_with([' ', '\t']);
    stands_alone.then(|| TaskBox { span: Span::new(at, at + 2 + symbol.len_utf8()), symbol })
}

/// Fills in each item's first paragraph and whether more hangs on it.
fn mark_children(note: &mut Note) {
    for index in 0..note.blocks.len() {
        let block = &note.blocks[index];
        let Some(BlockKind::Item(item)) = block.parent.map(|p| &note.block(p).kind) else { continue };
        let item = *item;
        let is_first = note.item(item).block.0 as usize + 1 == index;
        if !(is_first && block.kind == BlockKind::Paragraph) {
            note.items[item.0 as usize].has_children = true;
            continue;
        }
        let end = note.source.line(block.lines.last());
        let end = end.from() + note.slice(end).trim_end_matches([' ', '\t']).len();
        let on_marker_line = block.lines.first == note.item(item).lines.first;
        let start = match note.item(item).task {
            Some(task) => {
                let line_end = note.source.line(block.lines.first as usize).to();
                let behind = note.slice(Span::new(task.span.to(), line_end));
                line_end - behind.trim_start_matches([' ', '\t']).len()
            }
            None if on_marker_line => note.item(item).content.from(),
            None => block.start as usize,
        };
        note.items[item.0 as usize].content = Span::new(start, end);
    }
}

/// The code with the note's own lines: a lone carriage return, which the parser leaves in the middle of a line, ends one.
/// Nothing moves, since one byte takes the place of one.
fn with_note_lines(literal: String) -> String {
    if !literal.contains('\r') {
        return literal;
    }
    let mut rest = literal.chars().peekable();
    let mut lines = String::with_capacity(literal.len());
    while let Some(c) = rest.next() {
        lines.push(if c == '\r' && rest.peek() != Some(&'\n') { '\n' } else { c });
    }
    lines
}

/// Where each line of a fence's code begins in the note: a code line is the tail of its raw line, since only container
/// prefixes and indentation are cut off in front (a tab that was split becomes blanks: then the line's first text).
fn literal_lines(source: &Source, literal: &str, first_line: usize) -> Vec<u32> {
    let mut starts = Vec::new();
    for (i, code) in literal.split_terminator('\n').enumerate() {
        let raw = source.line(first_line + i);
        let raw_text = source.slice(raw);
        let code = code.strip_suffix('\r').unwrap_or(code);
        let start = if raw_text.ends_with(code) {
            raw.to() - code.len()
        } else {
            raw.to() - raw_text.trim_start_matches([' ', '\t', '>']).len()
        };
        starts.push(start as u32);
    }
    starts
}

fn sections(note: &mut Note) {
    let mut headings = Vec::new();
    for (id, block) in note.block_ids() {
        if let (BlockKind::Heading { level, setext }, None) = (&block.kind, block.parent) {
            headings.push((id, *level, *setext));
        }
    }
    let total = note.source.line_count() as u32;
    let starts: Vec<u32> = headings.iter().map(|(id, ..)| note.block(*id).lines.first).collect();
    let mut open: Vec<SectionId> = Vec::new();
    let mut made: Vec<Section> = Vec::with_capacity(headings.len());
    for (i, (block, level, setext)) in headings.into_iter().enumerate() {
        let heading = note.block(block).lines;
        while let Some(top) = open.last().copied().filter(|s| made[s.0 as usize].level >= level) {
            made[top.0 as usize].body.end = heading.first;
            open.pop();
        }
        let below = |end| Lines { first: heading.end.min(end), end };
        made.push(Section {
            block,
            level,
            title: title_span(note, block, setext),
            heading,
            own: below(starts.get(i + 1).copied().unwrap_or(total)),
            body: below(total),
            parent: open.last().copied(),
        });
        open.push(SectionId(i as u32));
    }
    note.sections = made;
}

fn title_span(note: &Note, block: BlockId, setext: bool) -> Span {
    let block = note.block(block);
    let last = if setext { block.lines.last().saturating_sub(1) } else { block.lines.first as usize };
    let raw = Span::new(block.start as usize, note.source.line(last.max(block.lines.first as usize)).to());
    let text = note.slice(raw);
    if setext {
        return trimmed(raw, text);
    }
    let inner = text.trim_start_matches('#');
    let from = raw.from() + (text.len() - inner.len());
    let inner = inner.trim_end_matches([' ', '\t']);
    // A closing run of `#` counts only behind a blank.
    let without = inner.trim_end_matches('#');
    let inner = if without.is_empty() || without.ends_with([' ', '\t']) { without } else { inner };
    trimmed(Span::new(from, from + inner.len()), inner)
}

fn trimmed(span: Span, text: &str) -> Span {
    let front = text.len() - text.trim_start().len();
    let text = text.trim();
    Span::new(span.from() + front, span.from() + front + text.len())
}

impl FrontMatter {
    /// The lines that the front matter takes, fences included.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Absent => None,
            Self::Present(properties) => Some(properties.span),
            Self::Broken { span, .. } => Some(*span),
        }
    }
}
