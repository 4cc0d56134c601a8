//! Blank lines inside lists: a list is tight throughout or loose throughout.
//!
//! The rule: a list is loose if one of its items holds two blocks with a blank line between them (two paragraphs, a
//! paragraph and a code block); a sub-list does not count, since no blank line is needed above it. Then one blank line stands
//! between all its items. Every other list is tight: no blank line between its items or above their sub-lists. Each
//! sub-list is judged by itself.

use super::Change;
use super::layout::{Gap, Layout};
use super::marker;
use crate::note::{BlockKind, List, ListId};
use crate::text::{Edit, Span};

/// Makes every list tight or loose throughout.
pub(super) fn run(layout: &Layout<'_>, pass: &'static str) -> Vec<Change> {
    let note = layout.note;
    let loose = loose_lists(layout);
    let mut changes = Vec::new();
    for gap in layout.gaps.iter().filter(|gap| !gap.prefixed) {
        let (line, between) = (gap.lines.end as usize, gap.lines.range());
        let Some(parent) = gap.parent else { continue };
        if !layout.may_move(between.start, line) || line == 0 || layout.is_open_end(between.start.max(1) - 1) {
            continue;
        }
        let taken = |why: &str| {
            let span = note.lines_span(gap.lines);
            let several = if gap.len() == 1 { "a blank line" } else { "blank lines" };
            let kept =
                layout.endings_may_merge(between.start) || layout.is_verbatim(span) || would_hold_the_next(layout, gap);
            (!kept).then(|| Change::new(pass, Edit::delete(span), format!("{several} {why}")))
        };
        match &note.block(parent).kind {
            BlockKind::List(list) if !loose[list.0 as usize] && gap.len() > 0 => {
                changes.extend(taken("between the items of a tight list"));
            }
            BlockKind::List(list) if loose[list.0 as usize] && gap.len() == 0 => {
                let eol = note.source.eol_near(line - 1).as_str();
                let edit = Edit::replace(Span::at(note.source.line_start(line)), eol);
                changes.push(Change::new(pass, edit, "a blank line is missing between the items of a loose list"));
            }
            BlockKind::Item(item) => {
                let list = note.item(*item).list;
                if gap.len() > 0 && !loose[list.0 as usize] && is_needless(layout, gap) {
                    changes.extend(taken("above the sub-list of a tight list"));
                }
            }
            _ => {}
        }
    }
    changes
}

/// Whether the line above a gap is an empty item and the block below stands further to the right: without the blank line
/// it would become that item's.
fn would_hold_the_next(layout: &Layout<'_>, gap: &Gap) -> bool {
    let note = layout.note;
    let above = note.source.line_text((gap.lines.first as usize).saturating_sub(1));
    let below = note.block(gap.below);
    let indent =
        note.text().get(note.source.line_start(below.lines.first as usize)..below.start as usize).unwrap_or("");
    marker::is_bare(above) && marker::innermost_column(above) < marker::width(indent)
}

/// For every list, whether it is loose.
fn loose_lists(layout: &Layout<'_>) -> Vec<bool> {
    let note = layout.note;
    let mut loose = vec![false; note.lists.len()];
    for gap in layout.gaps.iter().filter(|gap| gap.len() > 0) {
        let Some(BlockKind::Item(item)) = gap.parent.map(|parent| &note.block(parent).kind) else {
            continue;
        };
        let counts = !is_needless(layout, gap)
            && !layout.is_block_id(gap.below)
            && layout.may_move(gap.lines.first as usize, gap.lines.end as usize);
        if counts {
            loose[note.item(*item).list.0 as usize] = true;
        }
    }
    loose
}

/// Whether the lower block of a gap in an item is a sub-list that needs no blank line above it.
fn is_needless(layout: &Layout<'_>, gap: &Gap) -> bool {
    let note = layout.note;
    let BlockKind::List(below) = note.block(gap.below).kind else {
        return false;
    };
    match gap.above.map(|above| &note.block(above).kind) {
        Some(BlockKind::List(_)) => true,
        Some(BlockKind::Paragraph) => interrupts_paragraph(layout, below),
        _ => false,
    }
}

/// Whether Markdown reads a list right below a paragraph's line: not one that begins with an empty item or with another
/// number than 1.
fn interrupts_paragraph(layout: &Layout<'_>, list: ListId) -> bool {
    let note = layout.note;
    let list: &List = note.list(list);
    let Some(first) = list.items.first().map(|item| note.item(*item)) else {
        return false;
    };
    let line_end = note.source.line(first.lines.first as usize).to();
    let text = note.text().get(first.marker.to()..line_end).unwrap_or("");
    let number = note.slice(first.marker).trim_end_matches(['.', ')']);
    !text.trim().is_empty() && (!list.ordered || number == "1")
}

#[cfg(test)]
mod tests {
    use crate::format::testing::{becomes, messages, stays};

    #[test]
    fn items_of_one_paragraph_stand_close() {
        becomes("- a\n\n- b\n- c\n\n\n- d\n", "- a\n- b\n- c\n- d\n");
        becomes("1. a\n\n2. b\n", "1. a\n2. b\n");
        becomes("- [ ] a\n\n- [x] b\n  more of b\n\n- c\n", "- [ ] a\n- [x] b\n  more of b\n- c\n");
    }

    #[test]
    fn sub_lists_do_not_make_a_list_loose() {
        becomes("- a\n\n  - b\n\n  - c\n\n- d\n", "- a\n  - b\n  - c\n- d\n");
        becomes("- a\n\n  - b\n\n  1. c\n\n- d\n", "- a\n  - b\n  1. c\n- d\n");
    }

    #[test]
    fn two_blocks_in_an_item_make_its_list_loose_throughout() {
        becomes("- a\n\n  more\n- b\n- c\n", "- a\n\n  more\n\n- b\n\n- c\n");
        becomes("- a\n- b\n\n  ```\n  x\n\n  ```\n- c\n", "- a\n\n- b\n\n  ```\n  x\n\n  ```\n\n- c\n");
        becomes("- a\n  - b\n\n    more\n  - c\n- d\n", "- a\n  - b\n\n    more\n\n  - c\n- d\n");
    }

    #[test]
    fn code_right_below_its_text_leaves_a_list_tight() {
        stays("1. a\n   ```\n   x\n   ```\n2. b\n");
    }

    #[test]
    fn a_sub_list_that_needs_its_blank_line_keeps_it() {
        becomes("- a\n\n  3. b\n- c\n", "- a\n\n  3. b\n\n- c\n");
        becomes("- a\n\n  -\n- c\n", "- a\n\n  -\n\n- c\n");
    }

    #[test]
    fn a_block_id_stays_where_it_is() {
        stays("- a\n- b\n\n^list\n\ntext\n");
        stays("- a\n  - b\n\n  ^item\n- c\n");
        stays("| a |\n|---|\n\n^table\n");
    }

    #[test]
    fn lists_in_quotes_are_left_alone() {
        stays("> - a\n>\n> - b\n");
    }

    #[test]
    fn the_message_names_what_is_there() {
        assert_eq!(
            messages("- a\n\n- b\n\n\n- c\n"),
            ["a blank line between the items of a tight list", "blank lines between the items of a tight list",]
        );
    }
}
