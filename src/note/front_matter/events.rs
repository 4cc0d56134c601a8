//! From YAML events to properties with places.

use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScalarStyle};

use super::{Element, Property, Value};
use crate::text::Span;

/// Why front matter cannot be read.
pub(super) struct Trouble {
    pub(super) at: Span,
    pub(super) reason: String,
    pub(super) related: Option<Span>,
}

/// One node of the document: what it is, where it is, and the elements of a list.
struct Node {
    kind: Kind,
    span: Span,
}

enum Kind {
    Scalar { text: String, plain: bool },
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
    Alias,
}

/// Reads the properties between the fences; `base` is where `yaml` begins in the note.
pub(super) fn entries(yaml: &str, base: usize) -> Result<Vec<Property>, Trouble> {
    let whole = Span::new(base, base + yaml.trim_end().len());
    let Some(root) = tree(yaml, base)? else { return Ok(Vec::new()) };
    let pairs = match root.kind {
        Kind::Map(pairs) => pairs,
        Kind::Scalar { text, plain: true } if text.is_empty() || text == "~" => return Ok(Vec::new()),
        _ => return Err(Trouble { at: whole, reason: "it is not a list of `key: value` lines".into(), related: None }),
    };
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut found = Vec::with_capacity(pairs.len());
    // Typed by the one YAML reader that the project fixed; where it refuses what granit accepts (an integer of thirty
    // digits), plain scalars stay text.
    let typed: serde_yaml::Value = serde_yaml::from_str(yaml).unwrap_or_default();
    for (key, value) in pairs {
        let Kind::Scalar { text: name, .. } = key.kind else {
            let reason = "a key is a list or a mapping (template text without quotes?)".into();
            return Err(Trouble { at: key.span, reason, related: None });
        };
        if let Some(first) = seen.insert(name.clone(), key.span) {
            let reason = format!("the key `{name}` stands twice");
            return Err(Trouble { at: key.span, reason, related: Some(first) });
        }
        let value_span = value.span;
        let value = convert(value, typed.get(name.as_str()));
        found.push(Property { key: name, key_span: key.span, value, value_span });
    }
    Ok(found)
}

/// The first document as a tree. granit bounds the nesting, so the explicit stack here stays small.
fn tree(yaml: &str, base: usize) -> Result<Option<Node>, Trouble> {
    let mut stack: Vec<(Vec<Node>, bool, Span)> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str(yaml) {
        let (event, place) = event.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or(0).min(yaml.len());
            Trouble { at: error_line(yaml, at, base), reason: error.info(), related: None }
        })?;
        let range = place.byte_range().unwrap_or(0..0);
        let span = Span::new(base + range.start, base + range.end);
        let node = match event {
            Event::Scalar(text, style, ..) => {
                let plain = style == ScalarStyle::Plain;
                // An omitted value is reported as `~` with an empty place.
                Node { kind: Kind::Scalar { text: text.into_owned(), plain }, span }
            }
            Event::Alias(_) => Node { kind: Kind::Alias, span },
            Event::SequenceStart(..) => {
                stack.push((Vec::new(), false, span));
                continue;
            }
            Event::MappingStart(..) => {
                stack.push((Vec::new(), true, span));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some((children, is_map, start)) = stack.pop() else { continue };
                // A flow collection ends with its bracket; a block one with its last child, not where the next begins.
                let end = if span.is_empty() { children.last().map_or(start.end, |c| c.span.end) } else { span.end };
                let first = children.first().map_or(start.start, |c| c.span.start);
                let begin = if span.is_empty() && !is_map { dash_before(yaml, first, base) } else { start.start };
                let span = Span { start: begin, end: end.max(begin) };
                let kind = if is_map { Kind::Map(pairs(children)) } else { Kind::List(children) };
                Node { kind, span }
            }
            Event::DocumentEnd => break,
            _ => continue,
        };
        match stack.last_mut() {
            Some((children, ..)) => children.push(node),
            None => root = Some(node),
        }
    }
    Ok(root)
}

/// Where a block list begins: at the dash in front of its first element, which the reader leaves out.
fn dash_before(yaml: &str, element: u32, base: usize) -> u32 {
    let before = yaml.get(..element as usize - base).unwrap_or("");
    match before.trim_end_matches([' ', '\t']).strip_suffix('-') {
        Some(rest) => (base + rest.len()) as u32,
        None => element,
    }
}

fn pairs(children: Vec<Node>) -> Vec<(Node, Node)> {
    let mut pairs = Vec::with_capacity(children.len() / 2);
    let mut children = children.into_iter();
    while let (Some(key), Some(value)) = (children.next(), children.next()) {
        pairs.push((key, value));
    }
    pairs
}

fn convert(node: Node, typed: Option<&serde_yaml::Value>) -> Value {
    match node.kind {
        Kind::Scalar { text, plain } => scalar(text, plain, node.span, typed),
        Kind::List(nodes) => Value::List(
            nodes
                .into_iter()
                .enumerate()
                .map(|(i, node)| Element { span: node.span, value: convert(node, typed.and_then(|t| t.get(i))) })
                .collect(),
        ),
        Kind::Map(_) | Kind::Alias => Value::Nested,
    }
}

fn scalar(text: String, plain: bool, span: Span, typed: Option<&serde_yaml::Value>) -> Value {
    if !plain {
        return Value::Text(text);
    }
    match typed {
        Some(serde_yaml::Value::Bool(truth)) => Value::Bool(*truth),
        Some(serde_yaml::Value::Number(_)) => Value::Number(text),
        Some(serde_yaml::Value::Null) => Value::Null,
        None if span.is_empty() => Value::Null,
        _ => Value::Text(text),
    }
}

/// The line of the trouble, from the place to the line's end, so that there is something to underline.
fn error_line(yaml: &str, at: usize, base: usize) -> Span {
    let mut at = at;
    while !yaml.is_char_boundary(at) {
        at -= 1;
    }
    let line_start = yaml[..at].rfind(['\n', '\r']).map_or(0, |i| i + 1);
    let line_end = yaml[at..].find(['\n', '\r']).map_or(yaml.len(), |i| at + i);
    let start = if at == line_end { line_start } else { at };
    Span::new(base + start, base + line_end)
}
