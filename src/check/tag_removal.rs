//! Taking one tag out of a note and leaving every other byte.

use crate::note::{Note, Property, Value};
use crate::text::{Edit, Span};

/// The edit that removes the tag at `place` (a list element, a word of a text value, or `#tag` in the text).
/// `None` where it cannot be done without touching anything else.
#[must_use]
pub(super) fn remove_tag(note: &Note, place: Span) -> Option<Edit> {
    let property = note.front.entries().iter().find(|property| property.value_span.contains(place));
    match property {
        Some(property) => match &property.value {
            Value::List(elements) => {
                let index = elements.iter().position(|element| element.span == place)?;
                let flow = note.slice(property.value_span).starts_with('[');
                if flow { flow_element(note, property, elements, index) } else { block_element(note, place) }
            }
            Value::Text(_) => word(note, property, place),
            _ => None,
        },
        None => Some(inline(note, place)),
    }
}

/// `- tag` on a line of its own: the line goes, unless a comment stands behind the tag.
fn block_element(note: &Note, place: Span) -> Option<Edit> {
    let line = note.source.line_of(place.from());
    let own = note.source.line(line);
    let before = note.slice(Span::new(own.from(), place.from()));
    let behind = note.slice(Span::new(place.to(), own.to()));
    (before.trim() == "-" && behind.trim().is_empty()).then(|| Edit::delete(note.source.full_line(line)))
}

/// `[a, tag, b]`: the tag with the comma behind it, or the one before it where it is the last.
fn flow_element(
    note: &Note,
    property: &Property,
    elements: &[crate::note::front_matter::Element],
    index: usize,
) -> Option<Edit> {
    let place = elements[index].span;
    let span = match (elements.get(index + 1), index.checked_sub(1)) {
        (Some(next), _) => Span::new(place.from(), next.span.from()),
        (None, Some(previous)) => Span::new(elements[previous].span.to(), place.to()),
        (None, None) => Span::new(place.from(), place.to()),
    };
    // A comment or an anchor between the elements would go with it.
    let plain = |c: char| matches!(c, ',' | ' ' | '\n' | '\r' | '\t');
    let removed = note.slice(span);
    let around = removed.len() - place.len();
    let only_separators = removed.chars().filter(|c| plain(*c)).count() >= around && property.value_span.contains(span);
    only_separators.then(|| Edit::delete(span))
}

/// `tags: a, tag b`: the word with one separator.
fn word(note: &Note, property: &Property, place: Span) -> Option<Edit> {
    let text = note.text();
    let behind = text.get(place.to()..property.value_span.to())?;
    let separators = behind.len() - behind.trim_start_matches([',', ' ']).len();
    if separators > 0 {
        return Some(Edit::delete(Span::new(place.from(), place.to() + separators)));
    }
    let before = text.get(property.value_span.from()..place.from())?;
    let kept = before.trim_end_matches([',', ' ']);
    Some(Edit::delete(Span::new(property.value_span.from() + kept.len(), place.to())))
}

/// `#tag` in running text, with the blank in front of it (or behind it, at the start of a line).
fn inline(note: &Note, place: Span) -> Edit {
    let line = note.source.line(note.source.line_of(place.from()));
    let before = note.slice(Span::new(line.from(), place.from()));
    let behind = note.slice(Span::new(place.to(), line.to()));
    if before.ends_with(' ') && !before.trim_end_matches(' ').ends_with(['-', '*', '+', '>']) {
        Edit::delete(Span::new(place.from() - 1, place.to()))
    } else if behind.starts_with(' ') {
        Edit::delete(Span::new(place.from(), place.to() + 1))
    } else {
        Edit::delete(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{NotePath, Source, apply};

    fn without(text: &str) -> String {
        let note = Note::parse(Source::new(NotePath::new("a.md"), text.to_owned()).unwrap());
        let at = text.find("needs-review").unwrap();
        let place = match note.front.get("tags").map(|p| &p.value) {
            Some(Value::List(elements)) => elements.iter().map(|e| e.span).find(|s| s.range().contains(&at)).unwrap(),
            _ if text.starts_with("---") => Span::new(at, at + 12),
            _ => Span::new(at - 1, at + 12),
        };
        apply(text, &[remove_tag(&note, place).unwrap()])
    }

    #[test]
    fn every_form_of_tag_list() {
        for (before, after) in [
            ("---\ntags:\n- a\n- needs-review\n- b\n---\n", "---\ntags:\n- a\n- b\n---\n"),
            ("---\ntags: [a, \"needs-review\", b]\n---\n", "---\ntags: [a, b]\n---\n"),
            ("---\ntags: [a, needs-review]\n---\n", "---\ntags: [a]\n---\n"),
            ("---\ntags: [needs-review]\n---\n", "---\ntags: []\n---\n"),
            ("---\ntags: a, needs-review, b\n---\n", "---\ntags: a, b\n---\n"),
            ("---\ntags: a needs-review\n---\n", "---\ntags: a\n---\n"),
            ("text #needs-review more\n", "text more\n"),
            ("- #needs-review more\n", "- more\n"),
        ] {
            assert_eq!(without(before), after);
        }
    }

    #[test]
    fn a_comment_beside_the_tag_is_not_lost() {
        let text = "---\ntags:\n- needs-review # since the merger\n---\n";
        let note = Note::parse(Source::new(NotePath::new("a.md"), text.to_owned()).unwrap());
        let at = text.find("needs").unwrap();
        assert_eq!(remove_tag(&note, Span::new(at, at + 12)), None);
    }
}
