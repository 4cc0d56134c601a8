//! Two rounds of changes as one: edits of a text, then edits of the result, as edits of the first text.

use super::Change;
use super::change::applied;
use crate::text::{Edit, Span};

/// Changes of `original` that do what `first` and then `second` do, where `between` is what `first` makes of `original`.
///
/// Changes of the two rounds that touch become one; all others keep their pass and message. Linear.
pub(super) fn compose(original: &str, first: Vec<Change>, between: &str, second: Vec<Change>) -> Vec<Change> {
    let mut out = Vec::with_capacity(first.len() + second.len());
    let mut first = first.into_iter().peekable();
    let mut second = second.into_iter().peekable();
    // How far the text between is ahead of the original, behind all of `first` that was taken.
    let mut shift: i64 = 0;
    loop {
        let next_first = first.peek().map(|change| between_span(change, shift));
        let next_second = second.peek().map(|change| change.edit.span);
        let begin = match (next_first, next_second) {
            (Some(a), Some(b)) => a.start.min(b.start),
            (Some(a), None) => a.start,
            (None, Some(b)) => b.start,
            (None, None) => return out,
        };
        let original_start = i64::from(begin) - shift;
        let mut group = Group { end: begin, first: Vec::new(), second: Vec::new() };
        loop {
            if let Some(change) = first.next_if(|change| group.reaches(between_span(change, shift))) {
                group.end = group.end.max(between_span(&change, shift).end);
                shift += growth(&change);
                group.first.push(change);
            } else if let Some(change) = second.next_if(|change| group.reaches(change.edit.span)) {
                group.end = group.end.max(change.edit.span.end);
                group.second.push(change);
            } else {
                break;
            }
        }
        let end = i64::from(group.end) - shift;
        out.extend(group.join(original, Span::new(original_start as usize, end as usize), between, begin));
    }
}

/// Changes of both rounds that touch each other, and where they end in the text between.
struct Group {
    end: u32,
    first: Vec<Change>,
    second: Vec<Change>,
}

impl Group {
    fn reaches(&self, span: Span) -> bool {
        span.start <= self.end
    }

    fn join(self, original: &str, replaced: Span, between: &str, begin: u32) -> Vec<Change> {
        if self.second.is_empty() {
            return self.first;
        }
        if let ([], [only]) = (&*self.first, &*self.second) {
            return vec![Change { edit: Edit::replace(replaced, only.edit.text.clone()), ..only.clone() }];
        }
        let inner = Span { start: begin, end: self.end };
        let moved: Vec<Change> = self
            .second
            .iter()
            .map(|change| {
                let span = Span { start: change.edit.span.start - begin, end: change.edit.span.end - begin };
                Change { edit: Edit::replace(span, change.edit.text.clone()), ..change.clone() }
            })
            .collect();
        let text = applied(inner.slice(between), &moved);
        let Some(edit) = trimmed(original, replaced, &text) else {
            return Vec::new();
        };
        let speaker = self.first.into_iter().next().or_else(|| self.second.into_iter().next());
        speaker.map(|change| Change { edit, ..change }).into_iter().collect()
    }
}

/// The span of a change's text in the text between, given how far that is ahead.
fn between_span(change: &Change, shift: i64) -> Span {
    let start = (i64::from(change.edit.span.start) + shift) as u32;
    Span { start, end: start + change.edit.text.len() as u32 }
}

fn growth(change: &Change) -> i64 {
    change.edit.text.len() as i64 - change.edit.span.len() as i64
}

/// The edit without what both sides begin and end with; `None` where nothing changes.
fn trimmed(original: &str, span: Span, text: &str) -> Option<Edit> {
    let old = span.slice(original);
    let front: usize = old.chars().zip(text.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (old, text) = (&old[front..], &text[front..]);
    let back: usize =
        old.chars().rev().zip(text.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (old, text) = (&old[..old.len() - back], &text[..text.len() - back]);
    let start = span.from() + front;
    (!old.is_empty() || !text.is_empty()).then(|| Edit::replace(Span::new(start, start + old.len()), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(start: usize, end: usize, text: &str) -> Change {
        Change::new("x", Edit::replace(Span::new(start, end), text), "m")
    }

    fn check(original: &str, first: Vec<Change>, second: Vec<Change>) -> Vec<Change> {
        let between = applied(original, &first);
        let expected = applied(&between, &second);
        let both = compose(original, first, &between, second);
        assert_eq!(applied(original, &both), expected);
        both
    }

    #[test]
    fn changes_apart_stay_apart() {
        let both = check("abcdefgh", vec![change(1, 2, "XX"), change(6, 7, "")], vec![change(4, 5, "y")]);
        assert_eq!(both, [change(1, 2, "XX"), change(3, 4, "y"), change(6, 7, "")]);
    }

    #[test]
    fn touching_changes_become_one() {
        assert_eq!(check("abcdef", vec![change(2, 2, "XY")], vec![change(3, 5, "")]), [change(2, 3, "X")]);
        assert_eq!(check("abcdef", vec![change(2, 2, "X"), change(3, 4, "")], vec![change(0, 4, "")]).len(), 1);
    }

    #[test]
    fn what_is_undone_is_no_change() {
        assert!(check("abc", vec![change(1, 1, "X")], vec![change(1, 2, "")]).is_empty());
    }
}
