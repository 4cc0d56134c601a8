//! The end of the note: exactly one line ending. An empty note stays empty.

use super::Change;
use super::layout::Layout;
use crate::text::{Edit, Span};

/// Adds the missing line ending, or takes away the blank lines behind the last line.
pub(super) fn run(layout: &Layout<'_>, pass: &'static str) -> Vec<Change> {
    let source = &layout.note.source;
    let end = source.text().len();
    let count = source.line_count();
    if end == source.content_start() {
        return Vec::new();
    }
    let blank = |line: usize| {
        source.is_blank(line)
            || line == 0 && source.slice(source.line(0)).trim_matches(['\u{feff}', ' ', '\t']).is_empty()
    };
    let last = (0..count).rev().find(|line| !blank(*line)).unwrap_or(0);
    // Code or HTML that is not closed reaches to the very end: a line ending there would be part of it.
    if layout.is_open_from(last) {
        return Vec::new();
    }
    if last + 1 < count {
        let surplus = Span::new(source.line_start(last + 1), end);
        let due = !surplus.is_empty() && !layout.is_verbatim(surplus);
        return due
            .then(|| Change::new(pass, Edit::delete(surplus), "blank lines at the end of the note"))
            .into_iter()
            .collect();
    }
    // No ending at all. A note of nothing but blanks becomes empty by the pass on trailing blanks.
    let edit = Edit::insert(end, source.eol_near(last).as_str());
    (!blank(last)).then(|| Change::new(pass, edit, "the last line has no line ending")).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::format::testing::{becomes, messages, stays};

    #[test]
    fn the_last_line_ends_once() {
        becomes("a", "a\n");
        becomes("a\r\nb", "a\r\nb\r\n");
        becomes("a\n\n\n", "a\n");
        becomes("a\n  ", "a\n");
        becomes("---\na: 1\n---", "---\na: 1\n---\n");
        assert_eq!(messages("a"), ["the last line has no line ending"]);
    }

    #[test]
    fn an_empty_note_stays_empty() {
        stays("");
        stays("\u{feff}");
        stays("\n");
        becomes("\n\n\n", "\n");
        becomes("  ", "");
    }

    #[test]
    fn open_code_keeps_its_blank_lines() {
        stays("```\nx\n\n\n");
        stays("```\nx");
        stays("<!-- x\n\n\n");
    }
}
