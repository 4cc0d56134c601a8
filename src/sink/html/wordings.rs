//! Findings that set two wordings side by side: the bullets as a whole, each with the words that the other one lacks.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Label};
use crate::sink::{Report, cut, visible, words};
use crate::text::{NotePath, Source, Span};

/// How much of a wording is shown, in characters.
const MAX_CHARS: usize = 500;

/// Text with marks: plain and marked runs in turn, a plain one first.
pub(super) type Runs = Vec<String>;

/// What a finding compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Wordings of one fact, the other one the wording to keep.
    Same,
    /// Two bullets that cannot both be right.
    Conflict,
}

/// Two wordings, each with byte ranges of what is marked in it.
pub(super) struct Pair<'a> {
    pub(super) kind: Kind,
    pub(super) own: Wording<'a>,
    pub(super) other: Wording<'a>,
}

/// One bullet without its marker.
#[derive(Clone)]
pub(super) struct Wording<'a> {
    pub(super) path: &'a NotePath,
    pub(super) text: &'a str,
    pub(super) marks: Vec<Range<usize>>,
    /// From 1.
    pub(super) line: usize,
}

impl Wording<'_> {
    /// As the page shows it.
    pub(super) fn runs(&self) -> Runs {
        alternating(&cut::runs(self.text, &self.marks, MAX_CHARS))
    }
}

/// The two wordings of a finding that compares some.
pub(super) fn pair<'a>(report: &Report<'a>, diagnostic: &Diagnostic) -> Option<Pair<'a>> {
    let has = |key: &str| diagnostic.data.contains_key(key);
    let kind = match () {
        () if has("relation") && has("keep") => Kind::Same,
        () if has("kind") && has("score") => Kind::Conflict,
        () => return None,
    };
    let other = diagnostic.related.first()?;
    let mut own = bullet((report.source)(&diagnostic.at.path)?, &diagnostic.at);
    let mut other = bullet((report.source)(&other.path)?, other);
    // A conflict marks the one detail; where it could not, and for wordings of one fact, the words are compared.
    if kind != Kind::Conflict || own.marks.is_empty() || other.marks.is_empty() {
        (own.marks, other.marks) = words::differing(own.text, other.text).unwrap_or_default();
    }
    Some(Pair { kind, own, other })
}

/// The line that a label stands in, without blanks and marker in front; marked is the label's place unless that is all.
fn bullet<'a>(source: &'a Source, label: &Label) -> Wording<'a> {
    let line = source.line_of(label.span.from());
    let whole = source.line(line);
    let text = whole.slice(source.text());
    let inner = text.trim_start_matches([' ', '\t']);
    let inner = inner.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with([' ', '\t'])).unwrap_or(inner);
    let inner = inner.trim_matches([' ', '\t']);
    let start = whole.from() + text.find(inner).unwrap_or(0);
    let mark = within(label.span, Span::new(start, start + inner.len()));
    let all = mark.start == 0 && mark.end == inner.len();
    Wording {
        path: &source.path,
        text: inner,
        marks: if all || mark.is_empty() { Vec::new() } else { vec![mark] },
        line: line + 1,
    }
}

/// The part of a span that lies in another one, counted from that one's start.
fn within(span: Span, outer: Span) -> Range<usize> {
    let clamped = |at: usize| at.clamp(outer.from(), outer.to()) - outer.from();
    clamped(span.from())..clamped(span.to())
}

/// What both lists of ranges mark; each is sorted and disjoint.
pub(super) fn in_both(a: &[Range<usize>], b: &[Range<usize>]) -> Vec<Range<usize>> {
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| a.start.max(b.start)..a.end.min(b.end)));
    pairs.filter(|range| !range.is_empty()).collect()
}

/// Runs as plain and marked text in turn, harmless.
pub(super) fn alternating(runs: &[(&str, bool)]) -> Runs {
    let mut out: Runs = Vec::new();
    for (text, marked) in runs {
        let text = visible::line(text);
        // Marked runs have odd places.
        let place = usize::from(*marked);
        let continues = (out.len() + 1) % 2 == place && !out.is_empty();
        match out.last_mut().filter(|_| continues) {
            Some(last) => last.push_str(&text),
            None => {
                if out.len() % 2 != place {
                    out.push(String::new());
                }
                out.push(text);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Level;
    use crate::sink::sample::Sample;

    #[test]
    fn runs_take_turns() {
        assert_eq!(alternating(&[("a", false), ("b", true), ("c", false)]), ["a", "b", "c"]);
        assert_eq!(alternating(&[("b", true), ("c", false)]), ["", "b", "c"]);
        assert_eq!(alternating(&[("…", false), ("a", false), ("b", true)]), ["…a", "b"]);
        assert_eq!(alternating(&[("a", true), ("b", true)]), ["", "ab"]);
        assert!(alternating(&[]).is_empty());
    }

    #[test]
    fn what_both_mark_is_told() {
        let (first, second) = ([0..5, 8..9], 3..10);
        assert_eq!(in_both(&first, std::slice::from_ref(&second)), [3..5, 8..9]);
        assert!(in_both(&first, &[]).is_empty());
    }

    fn first_pair(sample: &Sample) -> Option<(Kind, Runs, Runs)> {
        let mut found = None;
        sample.written(|report, _| {
            found = pair(report, &report.diagnostics[0]).map(|p| (p.kind, p.own.runs(), p.other.runs()));
            Ok(())
        });
        found
    }

    #[test]
    fn wordings_of_one_fact_lose_their_markers_and_show_what_differs() {
        let mut sample = Sample::new("a.md", "- Ada leads the works\n  - Ada runs the works\n");
        sample.find("twice", Level::Warning, "- Ada runs the works", "twice").related(0, "keep this one");
        assert_eq!(first_pair(&sample), None);
        let data = &mut sample.diagnostics[0].data;
        data.insert("relation".into(), "same".into());
        data.insert("keep".into(), serde_json::json!({"line": 1}));
        let runs = |verb: &str| vec!["Ada ".to_owned(), verb.to_owned(), " the works".to_owned()];
        assert_eq!(first_pair(&sample), Some((Kind::Same, runs("runs"), runs("leads"))));
    }

    #[test]
    fn a_conflict_marks_its_one_detail() {
        let mut sample = Sample::new("a.md", "- Ada has 40 cores there\n- Ada had 60 cores\n");
        sample.find("odd", Level::Warning, "60", "odd").related(0, "against this");
        let span = sample.span("40");
        let finding = &mut sample.diagnostics[0];
        finding.related[0].span = span;
        finding.data.insert("kind".into(), "number".into());
        finding.data.insert("score".into(), 0.9.into());
        let (kind, own, other) = first_pair(&sample).unwrap();
        assert_eq!((kind, own[1].as_str(), other[1].as_str()), (Kind::Conflict, "60", "40"));
        assert_eq!(own[0], "Ada had ");
    }
}
