//! One look for errors in texts people write: file, line, column, the line itself, a caret, a help line.
//!
//! Used for TOML (settings, rule files) and for YAML. Plain text without colour; whatever in the quoted line could
//! steer a terminal or reorder its text is made visible.

use std::path::Path;

use unicode_width::UnicodeWidthChar;

use crate::text::Span;

/// Columns of a quoted line that are shown; longer lines are cut on both sides of the caret.
const WINDOW: usize = 96;
/// Columns to the next tab stop.
const TAB: usize = 4;

/// An error at a place in a text.
///
/// ```text
/// vault-lint.toml:3:1: unknown key `exlude`
///   |
/// 3 | exlude = ["Templates/**"]
///   | ^^^^^^
/// help: did you mean `exclude`?
/// ```
///
/// The column counts characters from 1, a byte order mark apart. A span of several lines is marked to the end of its
/// first one, an empty span or one past the end by a single caret. No line ending follows the last line.
#[must_use]
pub fn render(text: &str, span: Span, path: &Path, message: &str, help: Option<&str>) -> String {
    let quoted = Line::at(text, span.from());
    let (shown, before, marked) = quoted.layout(span);
    let number = quoted.number.to_string();
    let margin = " ".repeat(number.len());
    let mut out = format!("{}:{number}:{}: {}\n", shown_path(path), quoted.column(span), visible(message));
    out.push_str(&format!("{margin} |\n{number} | {}\n", shown.trim_end()));
    out.push_str(&format!("{margin} | {}{}", " ".repeat(before), "^".repeat(marked)));
    if let Some(help) = help {
        out.push_str(&format!("\nhelp: {}", visible(help)));
    }
    out
}

/// Line and column of a byte offset, both from 1; the column counts characters, a byte order mark apart.
///
/// Lines end at `\n`, `\r\n` and a lone `\r`.
#[must_use]
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let line = Line::at(text, offset);
    (line.number, line.column(Span::at(offset)))
}

/// The text with control characters, direction marks and invisible characters replaced by something to see.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars().map(|c| show(c).unwrap_or_else(|| c.to_string())).collect()
}

/// A path as messages show it: with `/` on every system, nothing invisible in it.
#[must_use]
pub fn shown_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    visible(&if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() })
}

/// The line a place is in.
struct Line<'t> {
    number: usize,
    start: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn at(text: &'t str, offset: usize) -> Self {
        let bytes = text.as_bytes();
        let (mut number, mut start) = (1, 0);
        for (i, byte) in bytes.iter().enumerate().take(offset) {
            if *byte == b'\n' || *byte == b'\r' && bytes.get(i + 1) != Some(&b'\n') {
                number += 1;
                start = i + 1;
            }
        }
        let rest = text.get(start..).unwrap_or("");
        let mut line = rest.split(['\n', '\r']).next().unwrap_or("");
        if start == 0
            && let Some(stripped) = line.strip_prefix('\u{feff}')
        {
            start = '\u{feff}'.len_utf8();
            line = stripped;
        }
        Self { number, start, text: line }
    }

    fn column(&self, span: Span) -> usize {
        self.text.char_indices().take_while(|(i, _)| self.start + i < span.from()).count() + 1
    }

    /// The line as shown, the columns before the caret, the columns under it.
    fn layout(&self, span: Span) -> (String, usize, usize) {
        let mut cells: Vec<(String, usize)> = Vec::new();
        let (mut column, mut before, mut marked) = (0, None, 0);
        for (i, c) in self.text.char_indices() {
            let at = self.start + i;
            let (shown, width) = cell(c, column);
            if at >= span.from() && before.is_none() {
                before = Some(column);
            }
            if at >= span.from() && at < span.to() {
                marked += width;
            }
            cells.push((shown, width));
            column += width;
        }
        let before = before.unwrap_or(column);
        window(&cells, before, marked.max(1))
    }
}

/// Cuts a long line to [`WINDOW`] columns with the caret's place inside.
fn window(cells: &[(String, usize)], before: usize, marked: usize) -> (String, usize, usize) {
    let total: usize = cells.iter().map(|(_, width)| width).sum();
    if total <= WINDOW {
        return (cells.iter().map(|(shown, _)| shown.as_str()).collect(), before, marked);
    }
    // Half a window of context stands in front of the caret, unless the line's end leaves room for more.
    let from = before.saturating_sub(WINDOW / 2).min(total - WINDOW);
    let to = from + WINDOW;
    let mut shown = String::new();
    let (mut column, mut first) = (0, None);
    for (text, width) in cells {
        if column >= from && column + width <= to {
            first.get_or_insert(column);
            shown.push_str(text);
        }
        column += width;
    }
    let first = first.unwrap_or(from);
    let lead = if first > 0 { "…" } else { "" };
    let tail = if to < total { "…" } else { "" };
    let offset = before.saturating_sub(first) + lead.chars().count();
    (format!("{lead}{shown}{tail}"), offset, marked.min(to.saturating_sub(before)).max(1))
}

/// How a character is shown in the quoted line, and how many columns that takes.
fn cell(c: char, column: usize) -> (String, usize) {
    if c == '\t' {
        let width = TAB - column % TAB;
        return (" ".repeat(width), width);
    }
    match show(c) {
        Some(shown) => {
            let width = shown.chars().count();
            (shown, width)
        }
        None => (c.to_string(), c.width().unwrap_or(0)),
    }
}

/// A stand-in for a character that must not reach a terminal as it is; `None` for all others.
fn show(c: char) -> Option<String> {
    match c {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).map(String::from),
        '\u{7f}' => Some('\u{2421}'.to_string()),
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => Some(format!("\\u{{{:x}}}", u32::from(c))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, marked: &str) -> Span {
        let start = text.find(marked).unwrap();
        Span::new(start, start + marked.len())
    }

    #[test]
    fn file_line_column_line_caret_help() {
        let text = "a = 1\nexlude = []\n";
        assert_eq!(
            render(
                text,
                at(text, "exlude"),
                Path::new("v.toml"),
                "unknown key `exlude`",
                Some("did you mean `exclude`?")
            ),
            "v.toml:2:1: unknown key `exlude`\n  |\n2 | exlude = []\n  | ^^^^^^\nhelp: did you mean `exclude`?"
        );
    }

    #[test]
    fn the_margin_is_as_wide_as_the_line_number() {
        let text = format!("{}bad", "\n".repeat(99));
        assert_eq!(
            render(&text, at(&text, "bad"), Path::new("v"), "m", None),
            "v:100:1: m\n    |\n100 | bad\n    | ^^^"
        );
    }

    #[test]
    fn tabs_wide_characters_and_marks_keep_the_caret_in_place() {
        for (text, before) in [("\tx", 4), ("ab\tx", 4), ("名x", 2), ("e\u{301}x", 1), ("\u{feff}ax", 1)] {
            let out = render(text, at(text, "x"), Path::new("v"), "m", None);
            let last = out.lines().last().unwrap();
            assert_eq!(last, format!("  | {}^", " ".repeat(before)), "{text:?}");
        }
    }

    #[test]
    fn what_could_steer_a_terminal_is_shown() {
        let text = "a\u{1b}[31m\u{202e}x";
        let out = render(text, at(text, "x"), Path::new("p\u{7}"), "m\u{1b}", Some("h\u{9b}"));
        assert_eq!(out, "p␇:1:8: m␛\n  |\n1 | a␛[31m\\u{202e}x\n  |               ^\nhelp: h\\u{9b}");
        assert!(!out.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']));
    }

    #[test]
    fn all_line_endings_count_and_none_is_quoted() {
        assert_eq!(line_column("a\r\nb\rc\nd", 7), (4, 1));
        let out = render("a\r\nbad\r\nc", Span::new(3, 6), Path::new("v"), "m", None);
        assert_eq!(out, "v:2:1: m\n  |\n2 | bad\n  | ^^^");
    }

    #[test]
    fn spans_over_several_lines_at_the_end_or_outside_still_have_a_caret() {
        assert!(render("ab\ncd", Span::new(1, 5), Path::new("v"), "m", None).ends_with("1 | ab\n  |  ^"));
        assert!(render("ab", Span::at(2), Path::new("v"), "m", None).ends_with("1 | ab\n  |   ^"));
        assert!(render("", Span::new(90, 99), Path::new("v"), "m", None).starts_with("v:1:1: m\n"));
        // Inside a character.
        assert!(render("é=", Span::new(1, 2), Path::new("v"), "m", None).contains("^"));
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        let text = format!("{}bad{}", "a".repeat(5000), "b".repeat(5000));
        let out = render(&text, at(&text, "bad"), Path::new("v"), "m", None);
        let lines: Vec<&str> = out.lines().collect();
        let column = lines[3].find('^').unwrap();
        assert_eq!(lines[2].chars().skip(column).take(3).collect::<String>(), "bad");
        assert!(lines[3].ends_with(" ^^^"));
        assert!(lines[2].chars().count() < 110 && lines[2].contains("| …a") && lines[2].ends_with("b…"));
    }
}
