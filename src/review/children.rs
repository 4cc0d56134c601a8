//! What hangs on a bullet that is to go: it moves under the bullet that stays, or the bullet cannot go.

use crate::note::{BlockKind, InlineKind, Item, ItemId, Lines, Note};
use crate::text::{Edit, Span};

/// The sub-bullets of `drop` that `keep` lacks.
///
/// # Errors
/// Why they cannot move: something that is no bullet hangs there, or they would have to be indented anew.
pub(super) fn to_move(note: &Note, keep: ItemId, drop: ItemId) -> Result<Vec<Lines>, String> {
    let item = note.item(drop);
    if !item.has_children {
        return Ok(Vec::new());
    }
    let line = item.lines.first + 1;
    let own = note.blocks.iter().filter(|block| block.parent == Some(item.block));
    // The first paragraph is the bullet's own; whatever else is no list cannot be told apart from its wording.
    let others = own.filter(|block| !matches!(block.kind, BlockKind::List(_))).count();
    if others > usize::from(!item.content.is_empty()) {
        return Err(format!("line {line} stays: more than sub-bullets hangs on it"));
    }
    let texts: Vec<String> = sub_items(note, keep).map(|sub| words(note, sub)).collect();
    let moved: Vec<Lines> =
        sub_items(note, drop).filter(|sub| !texts.contains(&words(note, sub))).map(|sub| sub.lines).collect();
    if !moved.is_empty() && indent(note, note.item(keep)) != indent(note, item) {
        return Err(format!(
            "line {line} stays: its sub-bullets would have to be indented anew to stand under the kept one"
        ));
    }
    Ok(moved)
}

/// The bullets that hang directly on one.
pub(super) fn sub_items(note: &Note, id: ItemId) -> impl Iterator<Item = &Item> {
    note.lists.iter().filter(move |list| list.parent == Some(id)).flat_map(|list| &list.items).map(|id| note.item(*id))
}

/// The edit that puts whole lines behind a bullet and all that hangs on it; `None` where there are none.
pub(super) fn insertion(note: &Note, keep: &Item, moved: &[Lines]) -> Option<Edit> {
    let eol = note.source.eol_near(keep.lines.last()).as_str();
    let mut text = String::new();
    for lines in moved {
        text.push_str(note.slice(note.lines_span(*lines)));
        if note.source.eol(lines.last()).is_none() {
            text.push_str(eol);
        }
    }
    if text.is_empty() {
        return None;
    }
    if note.source.eol(keep.lines.last()).is_none() {
        // The last line of the note has no ending, and shall have none afterwards.
        text.insert_str(0, eol);
        text.truncate(text.trim_end_matches(['\n', '\r']).len());
    }
    Some(Edit::insert(note.source.line_start(keep.lines.end as usize), text))
}

/// A bullet's own block id (not one of its sub-bullets): the name by which other notes may link to it.
pub(super) fn block_id(note: &Note, item: &Item) -> Option<Span> {
    let own = note.inlines_in(item.content).iter();
    own.filter(|inline| inline.kind == InlineKind::BlockId).map(|inline| inline.span).next_back()
}

fn words(note: &Note, item: &Item) -> String {
    note.slice(note.item_span(item)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands in front of a bullet's text, with the marker itself left out: sub-bullets move only between equals.
fn indent<'a>(note: &'a Note, item: &Item) -> (&'a str, usize) {
    let start = note.source.line_start(item.lines.first as usize);
    let before = note.slice(Span::new(start, item.marker.from()));
    (before, item.content.from().saturating_sub(item.marker.from()))
}
