//! Bullets: `-` for every list that is not a neighbour of a list with `-`.

use super::Change;
use super::layout::Layout;
use crate::note::{BlockKind, List, Note};
use crate::text::Edit;

/// Turns the bullets `*` and `+` into `-`.
///
/// Two lists in a row differ by their bullets alone, so a list keeps its own where a neighbour has `-` already.
pub(super) fn run(layout: &Layout<'_>, pass: &'static str) -> Vec<Change> {
    let note = layout.note;
    let (before, after) = neighbours(note);
    let mut bullets: Vec<&str> = note.lists.iter().map(|list| bullet(note, list)).collect();
    let mut changes = Vec::new();
    for (index, list) in note.lists.iter().enumerate() {
        let old = bullets[index];
        let is_dash = |list: Option<usize>| list.is_some_and(|list| bullets[list] == "-");
        if !matches!(old, "*" | "+") || is_dash(before[index]) || is_dash(after[index]) || !may_change(layout, list) {
            continue;
        }
        bullets[index] = "-";
        for item in &list.items {
            let edit = Edit::replace(note.item(*item).marker, "-");
            changes.push(Change::new(pass, edit, format!("the bullet is `{old}` and not `-`")));
        }
    }
    changes
}

/// For every list, the list right before and right after it in the same parent.
fn neighbours(note: &Note) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
    let (mut before, mut after) = (vec![None; note.lists.len()], vec![None; note.lists.len()]);
    let top = note.blocks.len();
    let mut last_child: Vec<Option<usize>> = vec![None; top + 1];
    for block in &note.blocks {
        let here = match block.kind {
            BlockKind::List(list) => Some(list.0 as usize),
            _ => None,
        };
        let above = std::mem::replace(&mut last_child[block.parent.map_or(top, |p| p.0 as usize)], here);
        if let (Some(here), Some(above)) = (here, above) {
            before[here] = Some(above);
            after[above] = Some(here);
        }
    }
    (before, after)
}

/// The bullet of a list; empty for an ordered one.
fn bullet<'a>(note: &'a Note, list: &List) -> &'a str {
    match list.items.first() {
        Some(first) if !list.ordered => note.slice(note.item(*first).marker),
        _ => "",
    }
}

/// Nothing verbatim, and no line that would read as a rule: `* - -` is a list, `- - -` is not.
fn may_change(layout: &Layout<'_>, list: &List) -> bool {
    let note = layout.note;
    list.items.iter().all(|item| {
        let item = note.item(*item);
        let line = note.source.line_text(item.lines.first as usize).trim_matches(['\u{feff}', ' ', '\t']);
        let signs_only = line.bytes().all(|b| matches!(b, b'-' | b'*' | b'+' | b' ' | b'\t' | b'>'));
        !layout.is_verbatim(item.marker) && (!signs_only || line.len() == 1)
    })
}

#[cfg(test)]
mod tests {
    use crate::format::testing::{becomes, stays};

    #[test]
    fn bullets_become_dashes() {
        becomes("* a\n  + b\n* c\n", "- a\n  - b\n- c\n");
        becomes("> * a\n> * b\n", "> - a\n> - b\n");
        stays("1. a\n2. b\n");
    }

    #[test]
    fn neighbouring_lists_stay_apart() {
        becomes("- a\n\n* b\n", "- a\n\n* b\n");
        becomes("* a\n\n- b\n", "* a\n\n- b\n");
        becomes("* a\n\n+ b\n", "- a\n\n+ b\n");
        becomes("* a\n\n1. b\n\n+ c\n", "- a\n\n1. b\n\n- c\n");
    }

    #[test]
    fn a_list_does_not_become_a_rule() {
        stays("* - -\n");
        stays("+ + *\n");
        stays("***\n");
    }

    #[test]
    fn emphasis_and_signs_in_text_are_no_bullets() {
        stays("*a*\n+1\n\n**b** * c\n");
    }
}
