//! The order of the properties.

use crate::format::Change;
use crate::format::layout::Layout;
use crate::note::FrontMatter;
use crate::text::{Edit, Span};

/// Moves the keys named in the settings to the front, in that order, with the comments above them.
///
/// Nothing is moved where a line could mean something else at another place: anchors and aliases, templates, flow
/// mappings, several documents, blocks that keep their last blank lines.
pub(in crate::format) fn run(layout: &Layout<'_>, pass: &'static str) -> Vec<Change> {
    let note = layout.note;
    let FrontMatter::Present(properties) = &note.front else {
        return Vec::new();
    };
    let body = note.slice(properties.body);
    let source = &note.source;
    let at_margin = |span: Span| source.line_start(source.line_of(span.from())) == span.from();
    let unclear = ["&", "*", "{{", "<%", "|+", ">+", "<<:", "\n...", "\n? "].iter().any(|sign| body.contains(sign));
    if unclear || properties.entries.len() < 2 || !properties.entries.iter().all(|p| at_margin(p.key_span)) {
        return Vec::new();
    }
    // A chunk is a key with what hangs on it, up to where the next one's comments begin.
    let starts: Vec<usize> =
        properties.entries.iter().map(|p| chunk_start(layout, source.line_of(p.key_span.from()))).collect();
    let end = source.line_of(properties.body.to());
    let chunk = |i: usize| {
        Span::new(source.line_start(starts[i]), source.line_start(starts.get(i + 1).copied().unwrap_or(end)))
    };
    let rank = |i: usize| {
        let wanted = &layout.settings.front_matter_key_order;
        wanted.iter().position(|key| *key == properties.entries[i].key).unwrap_or(wanted.len())
    };
    let mut order: Vec<usize> = (0..starts.len()).collect();
    order.sort_by_key(|i| rank(*i));
    let Some(first) = order.iter().enumerate().position(|(place, i)| place != *i) else {
        return Vec::new();
    };
    let last = order.iter().enumerate().rposition(|(place, i)| place != *i).unwrap_or(first);
    let text: String = order[first..=last].iter().map(|i| note.slice(chunk(*i))).collect();
    let span = Span::new(chunk(first).from(), chunk(last).to());
    vec![Change::new(pass, Edit::replace(span, text), "the properties are in another order")]
}

/// The first line of a key with the comments right above it.
fn chunk_start(layout: &Layout<'_>, key_line: usize) -> usize {
    let source = &layout.note.source;
    let mut line = key_line;
    while line > 1 && source.line_text(line - 1).starts_with('#') {
        line -= 1;
    }
    line
}
