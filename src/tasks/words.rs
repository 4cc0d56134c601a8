//! Blanks, words and spelling: the small differences between JavaScript's strings and Rust's, and the nearest keyword.

use std::ops::Range;

/// Whether JavaScript's `trim` and `\s` take the character for a blank.
pub(super) fn is_js_space(c: char) -> bool {
    matches!(c, '\u{feff}') || (c.is_whitespace() && c != '\u{85}')
}

/// JavaScript's `trim`: also takes a byte order mark.
pub(super) fn js_trim(text: &str) -> &str {
    text.trim_matches(is_js_space)
}

/// The bytes of `text` that [`js_trim`] leaves.
pub(super) fn js_trim_range(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start_matches(is_js_space).len();
    let trimmed = js_trim(text);
    start..start + trimmed.len()
}

/// What follows `prefix`, upper and lower case being alike.
pub(super) fn strip_keyword<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// Byte ranges of the words of `text`, separated by blanks of any kind.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (is_js_space(c), start) {
            (true, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    found.extend(start.map(|from| from..text.len()));
    found
}

/// The text with every run of blanks made one plain blank, in lower case: what a person reads.
pub(super) fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for range in words(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&text[range].to_lowercase());
    }
    out
}

/// The candidate that differs least from `word`, if it differs little enough to be a slip of the pen: one edit for
/// short words, about a third of the letters for long ones. Swapped neighbours count as one edit (Damerau 1964, in the
/// form of the optimal string alignment). Of equals the first wins.
pub(super) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word: Vec<char> = word.chars().take(LONGEST).flat_map(char::to_lowercase).collect();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
        let allowed = (word.len().min(other.len()) + 1) / 3;
        if word.len().abs_diff(other.len()) > allowed {
            continue;
        }
        let distance = alignment(&word, &other);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// No keyword is longer; comparing more would make hostile input slow.
const LONGEST: usize = 40;

fn alignment(a: &[char], b: &[char]) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replace = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replace.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_a_blank_and_a_next_line_is_none() {
        assert_eq!(js_trim("\u{feff} a\u{a0}"), "a");
        assert_eq!(js_trim_range("\u{feff} a\u{a0}"), 4..5);
        assert_eq!(js_trim("a\u{85}"), "a\u{85}");
    }

    #[test]
    fn the_nearest_word_is_a_slip_away() {
        let words = ["due", "done", "path", "description"];
        assert_eq!(nearest("dscription", words), Some("description"));
        assert_eq!(nearest("paht", words), Some("path"));
        assert_eq!(nearest("banana", words), None);
    }

    #[test]
    fn words_keep_their_places() {
        assert_eq!(words(" a\u{a0}bc "), vec![1..2, 4..6]);
        assert_eq!(normal(" A\u{a0} bc "), "a bc");
    }
}
