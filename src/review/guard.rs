//! Holds a decision to what it says: nothing but the decided bullets may read differently afterwards.

use std::mem::discriminant;

use crate::note::outline::{is_subset, parts, same_front};
use crate::note::{BlockKind, Item, Lines, Note};
use crate::text::Span;

/// Whether `after` is `before` with another text inside the paragraph at `at`, and the same everywhere else.
pub(super) fn same_elsewhere(before: &Note, after: &Note, at: Span) -> bool {
    let touched = |span: Span| span.start <= at.start && at.start <= span.end;
    let blocks = before.blocks.len() == after.blocks.len()
        && before.blocks.iter().zip(&after.blocks).all(|(old, new)| {
            let span = before.block_span(old);
            discriminant(&old.kind) == discriminant(&new.kind)
                && old.parent == new.parent
                && (touched(span) || before.slice(span) == after.slice(after.block_span(new)))
        });
    // The innermost block there is the bullet's paragraph: inline syntax ends with it.
    let paragraph = |note: &Note, index: usize| note.blocks.get(index).map(|block| note.block_span(block));
    let index = before.blocks.iter().rposition(|block| touched(before.block_span(block))).unwrap_or(0);
    let outside = |note: &Note| -> Vec<String> {
        let own = paragraph(note, index);
        let others = note.inlines.iter().filter(|inline| own.is_none_or(|own| !own.overlaps(inline.span)));
        others.map(|inline| note.slice(inline.span).to_owned()).collect()
    };
    blocks && same_front(before, after) && outside(before) == outside(after)
}

/// Whether `after` has the inline pieces of `before`, without `gone` and with `new`.
pub(super) fn same_inlines(before: &Note, after: &Note, gone: Option<&str>, new: &str) -> bool {
    let texts = |note: &Note| -> Vec<String> { note.inlines.iter().map(|i| note.slice(i.span).to_owned()).collect() };
    let (mut old, mut now) = (texts(before), texts(after));
    if let Some(gone) = gone {
        let Some(at) = old.iter().position(|text| text == gone) else { return false };
        old.remove(at);
    }
    old.push(new.to_owned());
    old.sort_unstable();
    now.sort_unstable();
    old == now
}

/// Whether `after` is `before` without the item, what stands at `moved` apart: every other piece is there, and no new one.
pub(super) fn only_gone(before: &Note, after: &Note, item: &Item, moved: &[Lines]) -> bool {
    let inside = |lines: Lines, outer: &Lines| outer.first <= lines.first && lines.end <= outer.end;
    let stays = |lines: Lines| moved.iter().any(|outer| inside(lines, outer));
    let blocks = before.blocks.iter().filter(|block| {
        !matches!(block.kind, BlockKind::List(_)) && inside(block.lines, &item.lines) && !stays(block.lines)
    });
    let inlines = before.inlines_in(before.item_span(item)).iter().filter(|inline| {
        let line = before.source.line_of(inline.span.from()) as u32;
        !stays(Lines { first: line, end: line + 1 })
    });
    let (old, new) = (parts(before), parts(after));
    old.len() == new.len() + blocks.count() + inlines.count() && is_subset(&new, &old) && same_front(before, after)
}
