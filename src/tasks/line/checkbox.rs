//! Checkboxes that are not written as Markdown or the plugin wants them.

use std::ops::Range;

use super::super::words::is_js_space;
use super::super::{Code, Problem};
use super::{TaskLine, marker};

/// Judges a line that the plugin does not read as a task.
pub(super) fn check(line: &str) -> Option<Problem> {
    let rest = line.trim_start_matches(|c: char| is_js_space(c) || c == '>');
    let at = line.len() - rest.len();
    if let Some(length) = dash(rest) {
        let behind = &rest[length..];
        let bracket = checkbox(behind.trim_start_matches(' ')).filter(|_| behind.starts_with(' '))?;
        let range = at..at + length;
        let _ = bracket;
        return Some(
            Problem::warning(Code::MalformedCheckbox, range.clone(), "a task begins with a hyphen, not with a dash")
                .instead("write `-`", vec![(range, "-".to_owned())]),
        );
    }
    let Some(length) = marker(rest) else { return unmarked(rest, at) };
    let behind = &rest[length..];
    let box_at = at + length + behind.len() - behind.trim_start_matches(is_js_space).len();
    let bracket = &line[box_at..];
    let gap = at + length..box_at;
    if gap.is_empty() {
        let end = checkbox(bracket)?;
        return Some(
            Problem::warning(
                Code::MalformedCheckbox,
                at..box_at + end,
                "a blank is missing between the marker and the brackets",
            )
            .surely("insert a blank", vec![(box_at..box_at, " ".to_owned())]),
        );
    }
    if let Some(empty) = bracket.strip_prefix("[]") {
        if !(empty.is_empty() || empty.starts_with([' ', '\t'])) {
            return None;
        }
        let range = box_at..box_at + 2;
        return Some(
            Problem::warning(
                Code::MalformedCheckbox,
                range.clone(),
                "no blank stands between the brackets, so this is no task",
            )
            .surely("write `[ ]`", vec![(range, "[ ]".to_owned())]),
        );
    }
    if checkbox(bracket).is_some() {
        let range = gap.clone();
        return Some(
            Problem::warning(Code::MalformedCheckbox, range, "the plugin reads a task only behind plain blanks")
                .surely("write a plain blank", vec![(gap, " ".to_owned())]),
        );
    }
    padded(bracket, box_at)
}

/// `- [ ]text`; other characters between the brackets, or a link behind them, are text that was meant as such.
pub(super) fn glued(line: &str, task: &TaskLine) -> Option<Problem> {
    let begins = |c: char| c.is_alphanumeric() || matches!(c, '*' | '_' | '#' | '`') || !c.is_ascii();
    let meant = matches!(task.status, ' ' | 'x' | 'X') && line[task.checkbox.end..].starts_with(begins);
    let end = task.checkbox.end;
    meant.then(|| {
        let message = "a blank is missing behind the brackets, so this is no task";
        Problem::warning(Code::MalformedCheckbox, task.checkbox.clone(), message)
            .instead("insert a blank", vec![(end..end, " ".to_owned())])
    })
}

/// `[ ]` or `[x]`, followed by a blank and text or by nothing: its length.
fn checkbox(text: &str) -> Option<usize> {
    let known = ["[ ]", "[x]", "[X]", "[/]", "[-]"].into_iter().find(|known| text.starts_with(known))?;
    let rest = &text[known.len()..];
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some(known.len())
}

/// `[  ]`, `[ x]`, `[x ]`.
fn padded(text: &str, at: usize) -> Option<Problem> {
    let inside = text.strip_prefix('[')?;
    let inside = &inside[..inside.find(']')?];
    let rest = &text[inside.len() + 2..];
    let symbol = inside.trim_matches(is_js_space);
    let blanks = inside.chars().count() - symbol.chars().count();
    let known = matches!(symbol, "" | "x" | "X" | "/" | "-") && blanks > 0 && inside != " ";
    if !known || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let meant = if symbol.is_empty() { " " } else { symbol };
    let range: Range<usize> = at..at + inside.len() + 2;
    Some(
        Problem::warning(
            Code::MalformedCheckbox,
            range.clone(),
            "exactly one character stands between the brackets of a task",
        )
        .surely(format!("write `[{meant}]`"), vec![(range, format!("[{meant}]"))]),
    )
}

/// `[x] text` without a marker.
fn unmarked(text: &str, at: usize) -> Option<Problem> {
    let known = ["[ ]", "[x]", "[X]"].into_iter().find(|known| text.starts_with(known))?;
    let rest = text[known.len()..].strip_prefix(' ')?;
    if rest.trim().is_empty() {
        return None;
    }
    let range = at..at + known.len();
    Some(
        Problem::warning(Code::MalformedCheckbox, range, "without a list marker this is no task")
            .instead("put `- ` in front", vec![(at..at, "- ".to_owned())]),
    )
}

/// The length of a dash that was meant as a marker.
fn dash(text: &str) -> Option<usize> {
    text.chars().next().filter(|c| matches!(c, '–' | '—' | '−' | '‐')).map(char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(line: &str) -> Option<String> {
        let suggestion = check(line)?.suggestion?;
        let mut out = line.to_owned();
        for (range, text) in suggestion.replacements.into_iter().rev() {
            out.replace_range(range, &text);
        }
        Some(out)
    }

    #[test]
    fn checkboxes_are_mended() {
        for (line, meant) in [
            ("- []", "- [ ]"),
            ("  - [] mend", "  - [ ] mend"),
            ("-[ ] mend", "- [ ] mend"),
            ("1.[x] mend", "1. [x] mend"),
            ("[x] mend", "- [x] mend"),
            ("> [ ] mend", "> - [ ] mend"),
            ("- [  ] mend", "- [ ] mend"),
            ("- [x ] mend", "- [x] mend"),
            ("-\t[ ] mend", "- [ ] mend"),
            ("– [ ] mend", "- [ ] mend"),
        ] {
            assert_eq!(fixed(line).as_deref(), Some(meant), "{line}");
        }
    }

    #[test]
    fn links_footnotes_and_text_are_left_alone() {
        for line in [
            "[x](url)",
            "[x]: url",
            "[[x]]",
            "- [](url)",
            "-[ ](url)",
            "[1] a source",
            "[!note] title",
            "- []: x",
            "[x]",
            "*[x]*",
            "[ ]",
            "[x]text",
            "- [[x]]",
            "- text",
            "-",
            "",
            "- [a b] text",
            "– text",
            "- [ ]",
        ] {
            if line == "- [ ]" {
                continue;
            }
            assert_eq!(fixed(line), None, "{line}");
        }
    }
}
