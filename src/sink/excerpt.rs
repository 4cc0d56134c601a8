//! A line of a note as a terminal can show it: harmless, wrapped to a width, with the marked places known by column.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::visible;

/// How many rows of one line are shown.
const MAX_ROWS: usize = 8;
/// How much of a line is looked at, in bytes.
const MAX_BYTES: usize = 1 << 14;
/// A tab is shown as this many blanks.
const TAB: &str = "    ";

/// A part of a line that fits the width.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The pieces of text in order, each with whether it is marked. Neighbours differ in that.
    pub runs: Vec<(String, bool)>,
}

impl Row {
    fn push(&mut self, cell: Cell) {
        match self.runs.last_mut() {
            Some((text, marked)) if *marked == cell.marked => text.push_str(&cell.text),
            _ => self.runs.push((cell.text, cell.marked)),
        }
    }

    /// The text without the marks.
    #[must_use]
    pub fn text(&self) -> String {
        self.runs.iter().map(|(text, _)| text.as_str()).collect()
    }

    /// Whether any of it is marked.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.runs.iter().any(|(_, marked)| *marked)
    }
}

/// What to show of a line: rows, and `None` where some are left out.
///
/// `marks` are byte ranges in `line`, sorted; an empty one marks the place before its byte. `width` is in columns.
#[must_use]
pub fn rows(line: &str, marks: &[Range<usize>], width: usize) -> Vec<Option<Row>> {
    rows_up_to(MAX_ROWS, line, marks, width)
}

/// The same with so many rows at most.
#[must_use]
pub fn rows_up_to(most: usize, line: &str, marks: &[Range<usize>], width: usize) -> Vec<Option<Row>> {
    let first = marks.first().map_or(0, |mark| mark.start);
    // A place far into a long line is shown from shortly before it.
    let start = if first > width * 6 { boundary(line, first.saturating_sub(width)) } else { 0 };
    // What follows the last mark is shown for as long as it may fill the rows, at four bytes a character.
    let last = marks.iter().map(|mark| mark.end).max().unwrap_or(0).max(start);
    let end = boundary(line, line.len().min(start + MAX_BYTES).min(last + width * (most + 1) * 4));
    let window = line.get(start..end).unwrap_or("");
    let all = wrap(cells(window, start, marks), width.max(1));
    let mut shown = select(all, most);
    if start > 0 {
        shown.insert(0, None);
    }
    if end < line.len() && shown.last().is_some_and(Option::is_some) {
        shown.push(None);
    }
    shown
}

/// What the eye takes for one character.
struct Cell {
    text: String,
    marked: bool,
    width: usize,
    blank: bool,
}

fn cells(window: &str, start: usize, marks: &[Range<usize>]) -> Vec<Cell> {
    let mut out = Vec::new();
    let mut left = marks.iter().peekable();
    for (offset, grapheme) in window.grapheme_indices(true) {
        let here = start + offset..start + offset + grapheme.len();
        while left.next_if(|mark| mark.end <= here.start && !mark.is_empty() || mark.end < here.start).is_some() {}
        let marked =
            left.peek().is_some_and(|mark| mark.start < here.end && (here.start < mark.end || mark.is_empty()));
        let mut text = String::new();
        if grapheme == "\t" {
            text.push_str(TAB);
        } else if visible::completes_command(window.get(..offset).unwrap_or(""), grapheme) {
            text.push_str(visible::BRACKET);
        } else {
            grapheme.chars().for_each(|c| visible::push(c, &mut text));
        }
        let width = text.width();
        out.push(Cell { text, marked, width, blank: matches!(grapheme, " " | "\t") });
    }
    let end = start + window.len();
    if left.any(|mark| mark.is_empty() && mark.start >= end) {
        out.push(Cell { text: " ".to_owned(), marked: true, width: 1, blank: true });
    }
    out
}

/// Breaks after blanks where there are any, else anywhere.
fn wrap(cells: Vec<Cell>, width: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row: Vec<Cell> = Vec::new();
    let mut used = 0;
    for cell in cells {
        if used + cell.width > width && !row.is_empty() && !cell.blank {
            let at = row.iter().rposition(|cell| cell.blank).map_or(row.len(), |at| at + 1);
            // A lone indent is no place to break.
            let at = if row.iter().take(at).all(|cell| cell.blank) { row.len() } else { at };
            let rest = row.split_off(at);
            rows.push(finish(std::mem::replace(&mut row, rest)));
            used = row.iter().map(|cell| cell.width).sum();
        }
        used += cell.width;
        row.push(cell);
    }
    rows.push(finish(row));
    rows
}

fn finish(cells: Vec<Cell>) -> Row {
    let mut row = Row::default();
    cells.into_iter().for_each(|cell| row.push(cell));
    row
}

/// All rows where they are few, else the first and those with marks.
fn select(rows: Vec<Row>, most: usize) -> Vec<Option<Row>> {
    if rows.len() <= most {
        return rows.into_iter().map(Some).collect();
    }
    let mut out: Vec<Option<Row>> = Vec::new();
    let mut shown = 0;
    for (index, row) in rows.into_iter().enumerate() {
        if shown < most && (index == 0 || row.is_marked()) {
            shown += 1;
            out.push(Some(row));
        } else if out.last().is_some_and(Option::is_some) {
            out.push(None);
        }
    }
    out
}

/// The last character boundary at or before `offset`.
pub(super) fn boundary(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as text, marked runs in brackets, `...` for what is left out.
    fn shown(line: &str, marks: &[(usize, usize)], width: usize) -> Vec<String> {
        let marks: Vec<Range<usize>> = marks.iter().map(|(start, end)| *start..*end).collect();
        let text = |row: Row| -> String {
            row.runs.into_iter().map(|(text, marked)| if marked { format!("[{text}]") } else { text }).collect()
        };
        rows(line, &marks, width).into_iter().map(|row| row.map_or("...".to_owned(), text)).collect()
    }

    #[test]
    fn a_line_that_fits_is_one_row() {
        assert_eq!(shown("one two", &[(0, 3)], 20), ["[one] two"]);
    }

    #[test]
    fn rows_break_after_blanks() {
        assert_eq!(shown("one two three", &[(4, 13)], 8), ["one [two ]", "[three]"]);
        assert_eq!(shown("abcdefgh", &[(6, 7)], 5), ["abcde", "f[g]h"]);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(shown("漢字漢字", &[(3, 6)], 5), ["漢[字]", "漢字"]);
    }

    #[test]
    fn an_empty_mark_shows_its_place() {
        assert_eq!(shown("abc", &[(1, 1)], 9), ["a[b]c"]);
        assert_eq!(shown("abc", &[(3, 3)], 9), ["abc[ ]"]);
        assert_eq!(shown("", &[(0, 0)], 9), ["[ ]"]);
    }

    #[test]
    fn a_long_line_is_cut_around_its_marks() {
        let line = format!("{}HERE{}", "word ".repeat(2_000), " word".repeat(2_000));
        let rows = shown(&line, &[(10_000, 10_004)], 40);
        assert!(rows.len() <= MAX_ROWS + 2, "{rows:?}");
        assert!(rows.iter().any(|row| row.contains("[HERE]")), "{rows:?}");
        assert_eq!((rows.first().map(String::as_str), rows.last().map(String::as_str)), (Some("..."), Some("...")));
    }

    #[test]
    fn hidden_characters_keep_their_mark() {
        assert_eq!(shown("a\u{1b}[0m\u{202e}b", &[(1, 2), (5, 8)], 40), ["a[␛][0m[<U+202E>]b"]);
    }
}
