//! Headings: one blank between `#` and the text.

use super::Change;
use super::layout::Layout;
use crate::note::BlockKind;
use crate::text::{Edit, Span};

/// Puts one blank where several blanks or tabs follow the signs of a heading. `#Heading` is a tag in Obsidian and stays.
pub(super) fn run(layout: &Layout<'_>, pass: &'static str) -> Vec<Change> {
    let note = layout.note;
    let mut changes = Vec::new();
    for block in note.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Heading { setext: false, .. })) {
        let start = block.start as usize;
        let line_end = note.source.line(block.lines.first as usize).to();
        let text = note.text().get(start..line_end).unwrap_or("");
        let behind = text.trim_start_matches('#');
        let title = behind.trim_start_matches([' ', '\t']);
        let (signs, blanks) = (text.len() - behind.len(), behind.len() - title.len());
        let span = Span::new(start + signs, start + signs + blanks);
        if signs == 0 || blanks == 0 || title.is_empty() || note.slice(span) == " " || layout.is_verbatim(span) {
            continue;
        }
        changes.push(Change::new(
            pass,
            Edit::replace(span, " "),
            "more than one blank behind the signs of the heading",
        ));
    }
    changes
}

#[cfg(test)]
mod tests {
    use crate::format::testing::{becomes, stays};

    #[test]
    fn one_blank_behind_the_signs() {
        becomes("#  A\n\n##\t\tB ##\n", "# A\n\n## B ##\n");
        becomes("> ##   A\n", "> ## A\n");
    }

    #[test]
    fn what_is_no_heading_stays() {
        stays("#tag\n\n#  \n\n#######  seven\n\n```\n#  x\n```\n");
    }
}
