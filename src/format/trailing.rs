//! Trailing blanks: removed, but for hard breaks and for blanks that mean something.

use super::Change;
use super::layout::Layout;
use super::marker;
use crate::note::BlockKind;
use crate::text::{Edit, Span};

/// Removes blanks and tabs at the ends of lines outside of front matter, code and whatever else is verbatim.
pub(super) fn run(layout: &Layout<'_>, pass: &'static str) -> Vec<Change> {
    let note = layout.note;
    let mut changes = Vec::new();
    let mut breaks: Option<Vec<bool>> = None;
    for line in note.source.line_of(note.body_start as usize)..note.source.line_count() {
        let span = note.source.line(line);
        let text = note.slice(span);
        if !text.ends_with([' ', '\t']) {
            continue;
        }
        let kept = text.trim_end_matches([' ', '\t']);
        let blanks = Span::new(span.from() + kept.len(), span.to());
        let is_break =
            text.ends_with("  ") && !kept.is_empty() && breaks.get_or_insert_with(|| hard_breaks(layout))[line];
        if is_break || has_meaning(kept) || layout.is_verbatim(blanks) {
            continue;
        }
        // comrak goes by the blanks of an empty line right below an empty item or an empty footnote.
        let above = if line > 0 { note.source.line_text(line - 1).trim_end_matches([' ', '\t']) } else { "" };
        let below_marker = marker::is_bare(above) || above.ends_with("]:");
        if kept.is_empty() && (below_marker || layout.endings_may_merge(line)) {
            continue;
        }
        let message = if kept.is_empty() { "blanks on an empty line" } else { "blanks at the end of the line" };
        changes.push(Change::new(pass, Edit::delete(blanks), message));
    }
    changes
}

/// For every line, whether two blanks at its end are (or may be) a line break: inside paragraphs and underlined headings
/// on all lines but the last, and in lines that the parser left without a block.
fn hard_breaks(layout: &Layout<'_>) -> Vec<bool> {
    let note = layout.note;
    let mut breaks = vec![true; note.source.line_count()];
    for block in note.blocks.iter().filter(|block| block.parent.is_none()) {
        breaks[block.lines.range()].fill(false);
    }
    for block in &note.blocks {
        let last = match block.kind {
            BlockKind::Paragraph => block.lines.last(),
            // The underline is the last line; the one above it ends the text.
            BlockKind::Heading { setext: true, .. } => block.lines.last().saturating_sub(1),
            // Renderers that know no callouts see a paragraph whose first line breaks behind the title.
            BlockKind::Callout => block.lines.last().min(block.lines.first as usize + 1),
            _ => continue,
        };
        let first = block.lines.first as usize;
        if first < last {
            breaks[first..last].fill(true);
        }
    }
    breaks
}

/// Whether blanks behind this text mean something: an empty item, task or heading needs its blank in Obsidian's editor, an
/// empty field keeps it, and a backslash in front of it would become a line break.
fn has_meaning(text: &str) -> bool {
    text.ends_with('\\') || text.ends_with("::") || marker::is_bare(text)
}

#[cfg(test)]
mod tests {
    use crate::format::testing::{becomes, stays};

    #[test]
    fn blanks_go_and_hard_breaks_stay() {
        becomes("a \nb  \nc\t\nd   \n", "a\nb  \nc\nd\n");
        becomes("# A  \n\n- x  \n  y \n", "# A\n\n- x  \n  y\n");
        becomes("a\n \t\nb\n", "a\n\nb\n");
        becomes("> a\n> \n> b \n", "> a\n>\n> b\n");
        becomes("| a | \n|---| \n", "| a |\n|---|\n");
        becomes("> [!tip] A  \n> b \n\n> [!tip] C  \n", "> [!tip] A  \n> b\n\n> [!tip] C\n");
    }

    #[test]
    fn blanks_that_mean_something_stay() {
        stays("- \n- [ ] \n- [x]  \n\n1. \n\n> - \n");
        stays("## \n");
        stays("due:: \n");
        stays("a\\ \nb\n");
    }

    #[test]
    fn code_math_comments_and_html_keep_every_blank() {
        stays("```\na \n \n```\n");
        stays("    code \n");
        stays("$$\na \n$$\n");
        stays("a %% b \nc %% d\n");
        stays("<div> \nx </div> \n");
    }

    #[test]
    fn code_behind_a_line_of_html_is_code_for_other_readers() {
        stays("- a\n\n<br/>\n- b\n```js\nx\n\n  \n\ny \n```\n");
    }

    #[test]
    fn only_ascii_blanks_go() {
        stays("a\u{a0}\n\nb\u{3000}\n\nc\u{200b}\n");
    }

    #[test]
    fn two_line_endings_never_become_one() {
        stays("a\r \nb\n");
    }
}
