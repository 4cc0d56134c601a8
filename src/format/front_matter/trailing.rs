//! Trailing blanks in the front matter: only on lines that surely hold no part of a longer value.

use crate::format::Change;
use crate::format::layout::Layout;
use crate::note::{FrontMatter, Value};
use crate::text::{Edit, Span};

/// Removes blanks behind the fences, behind values that stand on their key's line, and behind one-line list elements.
pub(in crate::format) fn run(layout: &Layout<'_>, pass: &'static str) -> Vec<Change> {
    let note = layout.note;
    let FrontMatter::Present(properties) = &note.front else {
        return Vec::new();
    };
    let first = note.source.line_of(properties.span.from());
    let closing = note.source.line_of(properties.body.to());
    let mut lines = vec![first, closing];
    for property in &properties.entries {
        let key_line = note.source.line_of(property.key_span.from());
        let one_line = |span: Span| {
            let line = note.source.line_of(span.from());
            let text = note.slice(span);
            // `|` and `>` open a block whose lines follow; whatever has several lines may end in blanks that count.
            (!text.contains(['\n', '\r']) && !text.starts_with(['|', '>'])).then_some(line)
        };
        match &property.value {
            Value::Nested => {}
            Value::List(elements) if !note.slice(property.value_span).starts_with(['[', '&', '!']) => {
                lines.push(key_line);
                let simple = |value: &Value| !matches!(value, Value::Nested | Value::List(_));
                lines.extend(elements.iter().filter(|e| simple(&e.value)).filter_map(|e| one_line(e.span)));
            }
            _ => lines.extend(one_line(property.value_span).filter(|line| *line == key_line)),
        }
    }
    lines.sort_unstable();
    lines.dedup();
    let mut changes = Vec::new();
    for line in lines {
        let span = note.source.line(line);
        let kept = note.slice(span).trim_end_matches([' ', '\t']);
        let blanks = Span::new(span.from() + kept.len(), span.to());
        if !blanks.is_empty() && !kept.is_empty() {
            changes.push(Change::new(pass, Edit::delete(blanks), "blanks at the end of a line of the front matter"));
        }
    }
    changes
}
