//! Which words of two wordings the other one lacks.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use super::Report;
use crate::diagnostic::{Diagnostic, Label};
use crate::text::Span;

/// Longer texts are not compared word by word: the time would grow with the square of what differs.
const MAX_WORDS: usize = 2_000;

/// What to mark at the finding's own place and at its first related one: the words that differ where the two are
/// wordings of one thing, else the whole places.
pub(super) fn marks(report: &Report<'_>, diagnostic: &Diagnostic) -> (Vec<Span>, Vec<Span>) {
    let whole = (vec![diagnostic.at.span], Vec::new());
    let Some(other) = diagnostic.related.first() else { return whole };
    let (Some(here), Some(there)) = ((report.source)(&diagnostic.at.path), (report.source)(&other.path)) else {
        return whole;
    };
    let (ours, theirs) = (here.slice(diagnostic.at.span), there.slice(other.span));
    let Some((own, others)) = differing(ours, theirs) else { return whole };
    let spans = |ranges: Vec<Range<usize>>, label: &Label| -> Vec<Span> {
        let from = label.span.from();
        let found: Vec<Span> = ranges.iter().map(|range| Span::new(from + range.start, from + range.end)).collect();
        if found.is_empty() { vec![label.span] } else { found }
    };
    (spans(own, &diagnostic.at), spans(others, other))
}

/// Byte ranges of what differs: in the first text, in the second.
pub type Differing = (Vec<Range<usize>>, Vec<Range<usize>>);

/// The words on each side that the other lacks, neighbours joined.
///
/// Case and the punctuation around a word do not count, for that is not what a reader looks for.
/// `None` where the texts have less than half of the shorter one's words in common, so that marks would say nothing.
#[must_use]
pub fn differing(a: &str, b: &str) -> Option<Differing> {
    let (left, right) = (words(a)?, words(b)?);
    let keys = |words: &[Word]| words.iter().map(|word| word.key.clone()).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Myers, &keys(&left), &keys(&right));
    let common: usize = ops.iter().map(|op| if let DiffOp::Equal { len, .. } = op { *len } else { 0 }).sum();
    if common * 2 < left.len().min(right.len()) || common == 0 {
        return None;
    }
    let changed = |op: &&DiffOp| !matches!(op, DiffOp::Equal { .. });
    let in_left = ops.iter().filter(changed).filter_map(|op| covered(&left, op.old_range())).collect();
    let in_right = ops.iter().filter(changed).filter_map(|op| covered(&right, op.new_range())).collect();
    Some((in_left, in_right))
}

struct Word {
    /// What is compared.
    key: String,
    /// Where it stands, without the punctuation around it.
    place: Range<usize>,
}

/// From the first byte of a run of words to its last.
fn covered(words: &[Word], run: Range<usize>) -> Option<Range<usize>> {
    let run = words.get(run)?;
    Some(run.first()?.place.start..run.last()?.place.end)
}

fn words(text: &str) -> Option<Vec<Word>> {
    let mut out = Vec::new();
    let mut at = 0;
    for chunk in text.split_inclusive(char::is_whitespace) {
        let word = chunk.trim_end();
        if word.chars().any(|c| c >= '\u{2e80}') {
            // Scripts that write words without blanks.
            for (offset, part) in word.split_word_bound_indices() {
                push(part, at + offset, &mut out);
            }
        } else {
            push(word, at, &mut out);
        }
        if out.len() > MAX_WORDS {
            return None;
        }
        at += chunk.len();
    }
    Some(out)
}

/// Adds a word unless it is mere punctuation, such as a bullet.
fn push(word: &str, at: usize, out: &mut Vec<Word>) {
    let outer = |c: char| !c.is_alphanumeric();
    let core = word.trim_matches(outer);
    if !core.is_empty() {
        let start = at + (word.len() - word.trim_start_matches(outer).len());
        out.push(Word { key: core.to_lowercase(), place: start..start + core.len() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(a: &str, b: &str) -> Option<(Vec<String>, Vec<String>)> {
        let (left, right) = differing(a, b)?;
        let texts = |text: &str, ranges: &[Range<usize>]| ranges.iter().map(|r| text[r.clone()].to_owned()).collect();
        Some((texts(a, &left), texts(b, &right)))
    }

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn dates_stay_whole_and_punctuation_does_not_count() {
        let (a, b) = marked("- Met Ada on 2026-01-05, in Porto.", "- met Ada on 2026-01-06 in **Porto**").unwrap();
        assert_eq!((a, b), (owned(&["2026-01-05"]), owned(&["2026-01-06"])));
    }

    #[test]
    fn one_side_may_say_more() {
        let (a, b) = marked("Ada leads it", "Ada leads it since the spring").unwrap();
        assert_eq!((a, b), (vec![], owned(&["since the spring"])));
    }

    #[test]
    fn scripts_without_blanks_are_compared_by_word() {
        let (a, b) = marked("会議は火曜日です", "会議は水曜日です").unwrap();
        assert_eq!((a, b), (owned(&["火"]), owned(&["水"])));
    }

    #[test]
    fn unlike_texts_are_not_compared() {
        assert_eq!(marked("one two three four", "five six seven one"), None);
        assert_eq!(marked("", ""), None);
    }
}
