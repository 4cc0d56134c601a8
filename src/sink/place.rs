//! Places as reports give them: lines and columns from 1, offsets in bytes.

use std::cell::Cell;
use std::ops::Range;

use super::Report;
use crate::diagnostic::Label;
use crate::text::{NotePath, Source, Span};

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// From 0, in bytes.
    pub offset: usize,
}

/// Looks places up. Remembers the last one, since counting the characters of a huge line again for each of its findings
/// would take time that grows with the square of its length.
pub(super) struct Places<'a> {
    source: &'a dyn Fn(&NotePath) -> Option<&'a Source>,
    last: Cell<Option<(&'a Source, Place)>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(report: &Report<'a>) -> Self {
        Self { source: report.source, last: Cell::new(None) }
    }

    /// Where a label begins and ends.
    pub(super) fn ends(&self, label: &Label) -> (Place, Place) {
        self.of_span(&label.path, label.span)
    }

    /// Where a span begins and ends. A note without text gives its first character for both.
    pub(super) fn of_span(&self, path: &NotePath, span: Span) -> (Place, Place) {
        match (self.source)(path) {
            Some(source) => (self.find(source, span.from()), self.find(source, span.to())),
            None => {
                let at = |offset| Place { line: 1, column: 1, offset };
                (at(span.from()), at(span.to()))
            }
        }
    }

    fn find(&self, source: &'a Source, offset: usize) -> Place {
        let place = self.near(source, offset).unwrap_or_else(|| {
            let (line, column) = source.line_column(offset);
            Place { line, column, offset }
        });
        self.last.set(Some((source, place)));
        place
    }

    /// A place reckoned from the last one in the same line; the start of a line may hold a byte order mark, which is no column.
    fn near(&self, source: &'a Source, offset: usize) -> Option<Place> {
        let (known, last) = self.last.get()?;
        let line = last.line - 1;
        let start = source.line_start(line);
        if !std::ptr::eq(known, source) || last.offset == start || offset <= start || source.line_of(offset) != line {
            return None;
        }
        let between = |range: Range<usize>| source.text().get(range).map(|text| text.chars().count());
        let column = if offset >= last.offset {
            last.column + between(last.offset..offset)?
        } else {
            last.column.checked_sub(between(offset..last.offset)?)?
        };
        Some(Place { line: last.line, column, offset })
    }
}

/// The lines that marks fall on, each with the marks as byte ranges in the line. A mark over several lines is shown
/// on its first one only: what follows hangs on that and needs no underline.
pub(super) fn marked_lines(source: &Source, marks: &[Span]) -> Vec<(usize, Vec<Range<usize>>)> {
    let mut out: Vec<(usize, Vec<Range<usize>>)> = Vec::new();
    for mark in marks {
        let line = source.line_of(mark.from());
        let span = source.line(line);
        let within = |offset: usize| offset.clamp(span.from(), span.to()) - span.from();
        let range = within(mark.from())..within(mark.to());
        match out.last_mut() {
            Some((last, ranges)) if *last == line => ranges.push(range),
            _ => out.push((line, vec![range])),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembered_places_are_those_of_the_source() {
        let source = Source::new(NotePath::new("a.md"), "\u{feff}é漢x\r\nzwei 👩 wörter\rdrei".to_owned()).unwrap();
        let report = Report {
            diagnostics: &[],
            source: &|_| Some(&source),
            rules: &[],
            summary: crate::sink::Summary::default(),
        };
        let bounds: Vec<usize> = (0..=source.text().len()).filter(|at| source.text().is_char_boundary(*at)).collect();
        for first in &bounds {
            for second in &bounds {
                let places = Places::new(&report);
                for offset in [*first, *second, *first] {
                    let place = places.of_span(&source.path, Span::at(offset)).0;
                    assert_eq!((place.line, place.column), source.line_column(offset), "{first}, {second}");
                }
            }
        }
    }
}
