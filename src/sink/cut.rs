//! A line of a note as runs of text, each with whether it is marked, cut around the first mark where it is long.

use std::ops::Range;

use super::excerpt::boundary;

/// Where something was left out.
const LEFT_OUT: &str = "…";

/// The runs of a line, `most` characters in all, with `…` where something is left out.
///
/// `marks` are byte ranges in `text`, sorted; empty ones mark nothing. Runs are never empty.
pub(super) fn runs<'a>(text: &'a str, marks: &[Range<usize>], most: usize) -> Vec<(&'a str, bool)> {
    // A place far into a long line is shown from shortly before it.
    let far = marks.first().filter(|mark| mark.end > most);
    let start = far.map_or(0, |mark| boundary(text, mark.start.saturating_sub(most / 4)));
    let rest = text.get(start..).unwrap_or("");
    let end = rest.char_indices().nth(most).map_or(text.len(), |(at, _)| start + at);
    let mut out = Vec::new();
    let mut add = |run: &'a str, marked| {
        if !run.is_empty() {
            out.push((run, marked));
        }
    };
    add(if start > 0 { LEFT_OUT } else { "" }, false);
    let mut at = start;
    for mark in marks {
        let (from, to) = (mark.start.clamp(at, end), mark.end.clamp(at, end));
        add(text.get(at..from).unwrap_or(""), false);
        add(text.get(from..to).unwrap_or(""), true);
        at = to;
    }
    add(text.get(at..end).unwrap_or(""), false);
    add(if end < text.len() { LEFT_OUT } else { "" }, false);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The runs as one text, marked ones in brackets.
    fn shown(text: &str, marks: &[(usize, usize)], most: usize) -> String {
        let marks: Vec<Range<usize>> = marks.iter().map(|(start, end)| *start..*end).collect();
        let run = |(text, marked): (&str, bool)| if marked { format!("[{text}]") } else { text.to_owned() };
        runs(text, &marks, most).into_iter().map(run).collect()
    }

    #[test]
    fn a_short_line_is_whole() {
        assert_eq!(shown("one two three", &[(4, 7), (13, 13)], 99), "one [two] three");
        assert_eq!(shown("", &[(0, 0)], 9), "");
    }

    #[test]
    fn a_long_line_is_cut_around_its_first_mark() {
        assert_eq!(shown("abcdefghij", &[(8, 9)], 4), "…h[i]j");
        assert_eq!(shown("abcdefghij", &[(1, 3)], 4), "a[bc]d…");
        assert_eq!(shown("ééééééé", &[], 2), "éé…");
        assert_eq!(shown("abcdefghij", &[(7, 9)], 8), "…fg[hi]j");
        assert_eq!(shown("abcdefghij", &[(0, 10)], 4), "[abcd]…");
    }

    #[test]
    fn marks_off_a_character_or_past_the_end_do_no_harm() {
        assert_eq!(shown("é", &[(1, 9)], 9), "");
        assert_eq!(shown("ab", &[(5, 9)], 9), "ab");
    }
}
