//! Regions that run over several blocks although the Markdown parser does not see them.
//!
//! A comment, a template command or a formula may hold blank lines; for the parser each part is a paragraph of its own, for
//! Obsidian and Templater it is one piece. `note.opaque` knows formulas that are closed; the rest is found here.

use crate::note::{Block, BlockKind, Note};
use crate::text::Span;

/// The regions, sorted and disjoint. Linear.
pub(super) fn regions(note: &Note) -> Vec<Span> {
    let mut found = Vec::new();
    pairs(note, "%%", "%%", true, &mut found);
    pairs(note, "<%", "%>", false, &mut found);
    pairs(note, "{{", "}}", false, &mut found);
    pairs(note, "$$", "$$", true, &mut found);
    found.extend(open_blocks(note));
    found.extend(fences_behind_html(note));
    found.sort();
    let mut out: Vec<Span> = Vec::with_capacity(found.len());
    for span in found {
        match out.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

/// Blocks that are never closed, with all their lines and the blank ones below: the parser ends such a block too early
/// inside list items.
fn open_blocks(note: &Note) -> impl Iterator<Item = Span> {
    note.blocks.iter().filter(|block| is_open(note, block)).map(|block| {
        let code_lines = match &block.kind {
            BlockKind::Fence(fence) => fence.line_starts.len(),
            _ => 0,
        };
        let mut end = (block.lines.end as usize).max(block.lines.first as usize + 1 + code_lines);
        while end < note.source.line_count() && note.source.is_blank(end) {
            end += 1;
        }
        Span::new(block.start as usize, note.source.line_start(end))
    })
}

/// Code right behind a line such as `<br/>`, which begins HTML down to the next blank line for some parsers and is text for
/// others: what the fences hold is code to those. From the opening fence to the end of the closing one.
fn fences_behind_html(note: &Note) -> Vec<Span> {
    let source = &note.source;
    let text = |line: usize| source.slice(source.line(line)).trim();
    let mut found = Vec::new();
    let mut covered = 0;
    for block in note.blocks.iter().filter(|block| block.kind == BlockKind::Html) {
        for line in block.lines.range() {
            let Some(fence) = fence(text(line)).filter(|_| line >= covered) else { continue };
            let closes =
                |line: &usize| text(*line).starts_with(fence) && text(*line).trim_matches(['`', '~']).is_empty();
            let end = (line + 1..source.line_count()).find(closes).map_or(source.line_count(), |close| close + 1);
            found.push(Span::new(source.line_start(line), source.line_start(end)));
            covered = end;
        }
    }
    found
}

/// The run of at least three backticks or tildes that begins a line.
fn fence(text: &str) -> Option<&str> {
    let sign = text.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let length = text.len() - text.trim_start_matches(sign).len();
    (length >= 3).then(|| &text[..length])
}

/// Code without a closing fence, or HTML that waits for its end.
pub(super) fn is_open(note: &Note, block: &Block) -> bool {
    match &block.kind {
        BlockKind::Fence(fence) => !fence.closed,
        BlockKind::Html => is_open_html(note.slice(note.block_span(block))),
        BlockKind::Comment => !note.slice(note.block_span(block)).trim_end().ends_with("%%"),
        _ => false,
    }
}

/// HTML that ends at a sign of its own and not at a blank line, where that sign is missing (CommonMark 0.31, 4.6).
fn is_open_html(text: &str) -> bool {
    let begins = |tag: &str| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    let verbatim = ["<pre", "<script", "<style", "<textarea"];
    if verbatim.iter().any(|tag| begins(tag)) {
        let lower = text.to_ascii_lowercase();
        return !["</pre>", "</script>", "</style>", "</textarea>"].iter().any(|end| lower.contains(end));
    }
    [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">")]
        .iter()
        .find(|(start, _)| begins(start))
        .is_some_and(|(_, end)| !text.contains(end))
}

/// Openers outside of anything opaque, each up to its closer. One that is never closed and begins its line reaches to the
/// end of the note where `to_end` says so: Obsidian hides everything behind an open `%%`.
fn pairs(note: &Note, open: &str, close: &str, to_end: bool, found: &mut Vec<Span>) {
    let text = note.text();
    let mut at = note.body_start as usize;
    while let Some(start) = text.get(at..).and_then(|rest| find(rest, open)).map(|i| at + i) {
        let inner = start + open.len();
        if note.is_opaque(Span::new(start, inner)) {
            let after = note.opaque.partition_point(|o| o.to() <= start);
            at = note.opaque.get(after).map_or(inner, |o| o.to().max(inner));
            continue;
        }
        match find(&text[inner..], close) {
            Some(end) => {
                let end = inner + end + close.len();
                found.push(Span::new(start, end));
                at = end;
            }
            None => {
                let line = note.source.line_start(note.source.line_of(start));
                if to_end && text[line..start].bytes().all(|b| matches!(b, b' ' | b'\t' | b'>')) {
                    found.push(Span::new(start, text.len()));
                }
                return;
            }
        }
    }
}

/// Where a sign of two bytes first stands. Most notes hold none, and a search for one byte runs several times as fast over
/// them as one for a text.
fn find(text: &str, sign: &str) -> Option<usize> {
    let first = sign.chars().next()?;
    text.match_indices(first).map(|(at, _)| at).find(|at| text[*at..].starts_with(sign))
}
