//! Lines that hold markers and nothing behind them.

/// Whether a line is an empty item (perhaps in quotes or other items), an empty task or an empty heading.
pub(super) fn is_bare(line: &str) -> bool {
    let mut rest = line.trim_matches(['\u{feff}', ' ', '\t']);
    let mut items = 0;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '>']);
        match behind_marker(rest) {
            Some(behind) => rest = behind,
            None => break,
        }
        items += 1;
    }
    items > 0 && (rest.is_empty() || is_task(rest)) || !rest.is_empty() && rest.bytes().all(|b| b == b'#')
}

/// The column of the last marker of a bare line, from 0.
pub(super) fn innermost_column(line: &str) -> usize {
    let line = line.trim_start_matches('\u{feff}');
    let mut rest = line;
    let mut column = 0;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '>']);
        let Some(behind) = behind_marker(rest) else { return column };
        column = width(&line[..line.len() - rest.len()]);
        rest = behind;
    }
}

/// How many columns a text of one-column characters takes, tabs going to the next multiple of four.
pub(super) fn width(text: &str) -> usize {
    text.chars().fold(0, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 })
}

/// What stands behind a bullet or number, if the text begins with one.
fn behind_marker(text: &str) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = match digits {
        0 => text.strip_prefix(['-', '*', '+']),
        1..=9 => text[digits..].strip_prefix(['.', ')']),
        _ => None,
    };
    behind.filter(|behind| behind.is_empty() || behind.starts_with([' ', '\t']))
}

fn is_task(text: &str) -> bool {
    let mut inner = text.strip_prefix('[').unwrap_or("").chars();
    inner.next().is_some() && inner.as_str() == "]"
}

#[cfg(test)]
mod tests {
    use super::{innermost_column, is_bare};

    #[test]
    fn markers_alone_are_bare() {
        for line in ["-", "- ", "  * [ ]", "> 1. [x] ", "- - ", "##  ", "\u{feff}-"] {
            assert!(is_bare(line), "{line:?}");
        }
        for line in ["", " ", "> ", "- a", "-a", "1.a", "***", "# a", "#tag", "[ ]", "- [ ] a", "1234567890."] {
            assert!(!is_bare(line), "{line:?}");
        }
    }

    #[test]
    fn columns_count_tabs() {
        assert_eq!(["-", "\t-", "- - ", "-\t- [ ]"].map(innermost_column), [0, 4, 2, 4]);
    }
}
