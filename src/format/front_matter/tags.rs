//! Tags as a list with one tag a line.

use super::is_tags;
use crate::format::Change;
use crate::format::layout::Layout;
use crate::note::Value;
use crate::text::Edit;

/// Turns `tags: [a, b]` and `tags: a, b` into a block list. A value with comments, anchors, templates or several lines stays.
pub(in crate::format) fn run(layout: &Layout<'_>, pass: &'static str) -> Vec<Change> {
    let note = layout.note;
    let mut changes = Vec::new();
    for property in note.front.entries().iter().filter(|property| is_tags(&property.key)) {
        let written = note.slice(property.value_span);
        let line = note.source.line_of(property.key_span.from());
        let rest = note.text().get(property.key_span.to()..note.source.line(line).to()).unwrap_or("");
        let plain = rest.strip_prefix(':').is_some_and(|rest| rest.trim() == written);
        if written.is_empty() || !plain || written.contains(['&', '*', '!', '{', '|', '>']) || written.contains(" #") {
            continue;
        }
        let tags: Vec<&str> = match &property.value {
            Value::List(elements) if written.starts_with('[') => elements.iter().map(|e| note.slice(e.span)).collect(),
            Value::Text(text) if text == written => written.split([',', ' ']).filter(|tag| !tag.is_empty()).collect(),
            _ => continue,
        };
        if tags.is_empty() || tags.iter().any(|tag| tag.is_empty()) {
            continue;
        }
        let eol = note.source.eol_near(line).as_str();
        let list: String = tags.iter().map(|tag| format!("{eol}- {tag}")).collect();
        let blanks = rest.len() - 1 - rest[1..].trim_start().len();
        let span = crate::text::Span::new(property.value_span.from() - blanks, property.value_span.to());
        changes.push(Change::new(pass, Edit::replace(span, list), "tags on one line"));
    }
    changes
}

/// The tags that a value means, in order; `None` where it is no list of tags.
pub(super) fn read(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Text(text) => Some(text.split([',', ' ']).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()),
        Value::List(elements) => elements.iter().map(|e| e.value.as_text().map(str::to_owned)).collect(),
        _ => None,
    }
}
