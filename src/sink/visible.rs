//! Text from notes, made harmless: what a terminal or an Action log would obey or hide is spelt out instead.

use std::fmt::Write;

use crate::text::NotePath;

/// Whether a character is not shown as itself: control characters, direction marks, invisible ones.
///
/// The joiners U+200C and U+200D and the variation selectors stay, for emoji and Persian need them.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Appends `c` as a reader may see it: `␛` for ESC, `<U+202E>` for what has no picture of its own.
pub fn push(c: char, out: &mut String) {
    if !is_hidden(c) {
        out.push(c);
        return;
    }
    let code = u32::from(c);
    let picture = match code {
        0..0x20 => char::from_u32(0x2400 + code),
        0x7f => Some('\u{2421}'),
        _ => None,
    };
    match picture {
        Some(picture) => out.push(picture),
        // Writing to a string cannot fail.
        None => _ = write!(out, "<U+{code:04X}>"),
    }
}

/// A path at the start of a line. One that looks like a workflow command (`::error::x.md` is a file name like any other)
/// gets a `./`, for GitHub obeys what a line begins with.
#[must_use]
pub fn path(path: &NotePath) -> String {
    let shown = line(path.as_str());
    if shown.trim_start().starts_with("::") { format!("./{shown}") } else { shown }
}

/// Whether a `[` behind `before` would complete `##[`, with which GitHub's older workflow commands begin. They count
/// anywhere in a line of a log.
#[must_use]
pub fn completes_command(before: &str, next: &str) -> bool {
    next.starts_with('[') && before.ends_with("##")
}

/// How the bracket of `##[` is shown.
pub const BRACKET: &str = "<U+005B>";

/// `text` on one line with all that is hidden spelt out. Line breaks and tabs become blanks.
#[must_use]
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim_end_matches(['\n', '\r']).chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '[' if out.ends_with("##") => out.push_str(BRACKET),
            other => push(other, &mut out),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sent_that_a_terminal_obeys() {
        assert_eq!(line("a\u{1b}[31mb\u{9b}1m\u{202e}c\u{7f}"), "a␛[31mb<U+009B>1m<U+202E>c␡");
        assert_eq!(line("one\r\ntwo\tthree\n"), "one  two three");
    }

    #[test]
    fn workflow_commands_are_broken_up() {
        assert_eq!(line("x ##[error]y"), "x ##<U+005B>error]y");
        assert_eq!(path(&NotePath::new("::error::x.md")), "./::error::x.md");
        assert_eq!(path(&NotePath::new("a::b.md")), "a::b.md");
    }

    #[test]
    fn emoji_and_letters_stay() {
        let text = "👩\u{200d}🔧 می\u{200c}خواهم é 漢字";
        assert_eq!(line(text), text);
    }

    #[test]
    fn every_control_character_is_spelt_out() {
        for c in (0..=0x9f).filter_map(char::from_u32).filter(|c| c.is_control()) {
            let mut out = String::new();
            push(c, &mut out);
            assert!(!out.chars().any(char::is_control), "{c:?}");
        }
    }
}
