//! Runs of blank lines: at most one blank line in a row.

use super::Change;
use super::layout::Layout;
use crate::text::{Edit, Span};

/// Takes away all but the first of several blank lines in a row, outside of anything verbatim. The blank lines at the end
/// of the note belong to [`super::final_newline`].
pub(super) fn run(layout: &Layout<'_>, pass: &'static str) -> Vec<Change> {
    let source = &layout.note.source;
    let mut changes = Vec::new();
    let mut line = source.line_of(layout.note.body_start as usize);
    while line < source.line_count() {
        if !source.is_blank(line) {
            line += 1;
            continue;
        }
        let first = line;
        while line < source.line_count() && source.is_blank(line) {
            line += 1;
        }
        let surplus = Span::new(source.line_start(first + 1), source.line_start(line));
        let count = line - first;
        let kept = line == source.line_count()
            || layout.is_verbatim(surplus)
            || !layout.may_move(first, line)
            || first > 0 && layout.is_open_end(first - 1)
            || (first..=line).any(|line| layout.endings_may_merge(line));
        if count > 1 && !kept {
            changes.push(Change::new(pass, Edit::delete(surplus), format!("{count} blank lines in a row")));
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use crate::format::testing::{becomes, messages, stays};

    #[test]
    fn several_blank_lines_become_one() {
        becomes("a\n\n\n\nb\n \n\t\nc\n", "a\n\nb\n\nc\n");
        becomes("a\r\n\r\n\r\nb\r\n", "a\r\n\r\nb\r\n");
        becomes("\n\n\na\n", "\na\n");
        assert_eq!(messages("a\n\n\n\nb\n"), ["3 blank lines in a row"]);
    }

    #[test]
    fn code_math_comments_and_front_matter_keep_theirs() {
        stays("---\na: 1\n\n\nb: 2\n---\n");
        stays("```\n\n\n```\n");
        stays("$$\nx\n\n\ny\n$$\n");
        stays("%%\nx\n\n\ny\n%%\n");
        stays("<!--\nx\n\n\ny\n-->\n");
    }
}
