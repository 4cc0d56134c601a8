//! Blank lines around blocks: a heading, list, fence, quote, callout, table or rule that touches its neighbour.
//!
//! Only at the top of the note: inside a list item the author's spacing decides whether the list is loose
//! ([`super::looseness`]), and inside quotes a line belongs to what its prefix says.

use super::Change;
use super::layout::{Gap, Layout};
use crate::note::{Block, BlockKind};
use crate::text::{Edit, Span};

/// Which blocks a pass looks after.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    Headings,
    Lists,
    Fences,
    Quotes,
    Callouts,
    Tables,
    Rules,
}

impl Around {
    fn of(kind: &BlockKind) -> Option<Self> {
        match kind {
            BlockKind::Heading { .. } => Some(Self::Headings),
            BlockKind::List(_) => Some(Self::Lists),
            BlockKind::Fence(_) => Some(Self::Fences),
            BlockKind::Quote => Some(Self::Quotes),
            BlockKind::Callout => Some(Self::Callouts),
            BlockKind::Table => Some(Self::Tables),
            BlockKind::Rule => Some(Self::Rules),
            _ => None,
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Headings => "heading",
            Self::Lists => "list",
            Self::Fences => "code block",
            Self::Quotes => "quote",
            Self::Callouts => "callout",
            Self::Tables => "table",
            Self::Rules => "rule",
        }
    }
}

/// A blank line where a block of this kind touches the one above or below it.
pub(super) fn run(layout: &Layout<'_>, pass: &'static str, around: Around) -> Vec<Change> {
    let note = layout.note;
    let mut changes = Vec::new();
    for gap in layout.gaps.iter().filter(|gap| gap.parent.is_none() && gap.len() == 0) {
        let below = note.block(gap.below);
        let above = gap.above.map(|above| note.block(above));
        let side = if Around::of(&below.kind) == Some(around) {
            "above"
        } else if above.and_then(|block| Around::of(&block.kind)) == Some(around) {
            "below"
        } else {
            continue;
        };
        let line = below.lines.first as usize;
        if line == 0
            || !may_part(layout, gap, above, below)
            || !layout.may_move(line, line)
            || layout.is_open_end(line - 1)
        {
            continue;
        }
        let eol = note.source.eol_near(line - 1).as_str();
        let edit = Edit::replace(Span::at(note.source.line_start(line)), eol);
        changes.push(Change::new(pass, edit, format!("a blank line is missing {side} the {}", around.noun())));
    }
    changes
}

/// Whether two blocks that touch may be parted.
fn may_part(layout: &Layout<'_>, gap: &Gap, above: Option<&Block>, below: &Block) -> bool {
    use BlockKind::{Callout, Comment, Footnote, Heading, Html, Other, Paragraph, Quote, Rule};
    let Some(above) = above else {
        // A rule right below the front matter is the fence of a second one.
        return below.kind != Rule;
    };
    if layout.is_block_id(gap.below) || is_fence_like(layout, gap, above) {
        return false;
    }
    match (&above.kind, &below.kind) {
        // What a comment or tag stands on, it may speak of.
        (Html | Comment | Footnote | Other, _) => false,
        // Obsidian reads a line right below a quote as part of it, whatever it is here.
        (Quote | Callout, Paragraph) => false,
        (Heading { .. }, _) => true,
        (_, Html | Comment | Footnote | Other) => false,
        _ => true,
    }
}

/// `---` with `key: value` right below it: front matter at the wrong place, to be mended as such.
fn is_fence_like(layout: &Layout<'_>, gap: &Gap, above: &Block) -> bool {
    let note = layout.note;
    let below = note.source.line_text(gap.lines.end as usize);
    let key = below.split_once(':').map_or("", |(key, _)| key);
    above.kind == BlockKind::Rule
        && note.slice(note.block_span(above)).trim_end().bytes().all(|b| b == b'-')
        && !key.is_empty()
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
}

#[cfg(test)]
mod tests {
    use crate::format::testing::{becomes, messages, stays};

    #[test]
    fn a_heading_stuck_to_the_list_above_is_parted() {
        becomes("# A\n\n- x\n- y\n## B\n\ntext\n", "# A\n\n- x\n- y\n\n## B\n\ntext\n");
        becomes("# A\ntext\n# B\n## C\n", "# A\n\ntext\n\n# B\n\n## C\n");
        becomes("Title\n===\ntext\n", "Title\n===\n\ntext\n");
    }

    #[test]
    fn every_kind_of_block_gets_its_blank_lines() {
        becomes("text\n- a\n***\ntext\n", "text\n\n- a\n\n***\n\ntext\n");
        becomes("text\n```\ncode\n```\ntext\n", "text\n\n```\ncode\n```\n\ntext\n");
        becomes("text\n> quote\n# A\n", "text\n\n> quote\n\n# A\n");
        becomes("text\n> [!note] N\n> text\n# A\n", "text\n\n> [!note] N\n> text\n\n# A\n");
        becomes("text\n| a |\n|---|\n| b |\n# A\n", "text\n\n| a |\n|---|\n| b |\n\n# A\n");
        becomes("---\nk: v\n---\n# A\n", "---\nk: v\n---\n\n# A\n");
    }

    #[test]
    fn what_belongs_together_stays() {
        stays("text\nmore text\n");
        stays("<!-- about B -->\n# B\n");
        stays("%%\nabout B\n%%\n# B\n");
        stays("- a\n  - b\n- c\n  1. d\n");
        stays("- a\n  > q\n  ```\n  code\n  ```\n");
        stays("text\n[a]: /url\n");
        stays("[^1]: one\n[^2]: two\n");
        stays("text\n\n---\nkey: value\n---\n");
        stays("#tag\n#other\n");
    }

    #[test]
    fn nothing_is_parted_inside_comments_templates_and_math() {
        stays("%%\nhidden\n\n# A\ntext\n- a\n%%\n");
        stays("text <%*\nx\n\n# A\ntext %>\n");
        stays("<%* x -%>\n# A\n<% y %>\n\n\n- a\n");
        stays("$$\na\n\n- b\n# c\n$$\n");
    }

    #[test]
    fn the_message_says_on_which_side() {
        let said = messages("# A\n- x\n# B\n```\n```\n");
        let expected = ["below the heading", "above the heading", "below the heading"];
        assert_eq!(said, expected.map(|side| format!("a blank line is missing {side}")));
    }
}
