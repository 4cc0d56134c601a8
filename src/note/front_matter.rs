//! Front matter: found, decoded and located. The only file that names serde_yaml and granit-parser.
//!
//! granit-parser reads first: it gives the place of every key and value, finds duplicate keys and bounds nesting.
//! Only then serde_yaml types the values (its scanner is quadratic on deep nesting). Nothing is ever written back
//! from the decoded values: edits go by places.

mod events;

use crate::text::{Source, Span};

/// A note's properties.
#[derive(Clone, Debug, PartialEq)]
pub enum FrontMatter {
    /// The note does not begin with `---`.
    Absent,
    /// Read without trouble.
    Present(Properties),
    /// Obsidian cannot read it.
    Broken {
        /// The lines it takes, fences included (only the opening one where it is not closed).
        span: Span,
        /// Where the trouble is.
        at: Span,
        /// What the trouble is, without a full stop.
        reason: String,
        /// A second place, such as the first use of a key that stands twice.
        related: Option<Span>,
    },
}

/// Front matter that could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Properties {
    /// All its lines, fences included, with the ending of the last one.
    pub span: Span,
    /// What stands between the fences.
    pub body: Span,
    /// Its keys in order.
    pub entries: Vec<Property>,
}

/// One key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Value,
    /// Where the value stands, quotes and brackets included; empty where there is none.
    pub value_span: Span,
}

/// A value as YAML 1.2 (core schema) types it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// Text; dates too.
    Text(String),
    /// A list.
    List(Vec<Element>),
    /// A mapping; `[[Note]]` and `{{date}}` without quotes end up here or in a nested list.
    Nested,
}

/// One element of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// The value.
    pub value: Value,
    /// Where it stands, without the `- `.
    pub span: Span,
}

impl Value {
    /// The value as text where it is text, a number or a truth value.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            Self::Bool(true) => Some("true"),
            Self::Bool(false) => Some("false"),
            Self::Null | Self::List(_) | Self::Nested => None,
        }
    }
}

impl FrontMatter {
    /// The properties in order; none where there are none or they are broken.
    #[must_use]
    pub fn entries(&self) -> &[Property] {
        match self {
            Self::Present(properties) => &properties.entries,
            Self::Absent | Self::Broken { .. } => &[],
        }
    }

    /// The property of this name; case counts, as in Obsidian's files (not in its interface).
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Property> {
        self.entries().iter().find(|property| property.key == key)
    }
}

/// Whether a line is a fence of front matter.
fn is_fence(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| rest.bytes().all(|b| b == b' ' || b == b'\t'))
}

/// Finds and reads the front matter; the second value is where the body begins.
#[must_use]
pub fn read(source: &Source) -> (FrontMatter, usize) {
    let start = source.content_start();
    let opening = Span::new(start, source.line(0).to());
    if !is_fence(source.slice(opening)) {
        return (FrontMatter::Absent, start);
    }
    let Some(closing) = (1..source.line_count()).find(|line| is_fence(source.line_text(*line))) else {
        let looks_meant = source.line_count() > 1 && looks_like_a_key(source.line_text(1));
        let reason = "the closing `---` is missing".to_owned();
        let broken = FrontMatter::Broken { span: opening, at: opening, reason, related: None };
        return (if looks_meant { broken } else { FrontMatter::Absent }, start);
    };
    let span = Span::new(start, source.line_start(closing + 1));
    let body = Span::new(source.line_start(1), source.line_start(closing));
    let front = match events::entries(source.slice(body), body.from()) {
        Ok(entries) => FrontMatter::Present(Properties { span, body, entries }),
        Err(trouble) => FrontMatter::Broken { span, at: trouble.at, reason: trouble.reason, related: trouble.related },
    };
    (front, span.to())
}

fn looks_like_a_key(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, rest)| {
        (rest.is_empty() || rest.starts_with([' ', '\t']))
            && !key.is_empty()
            && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::NotePath;

    fn front(text: &str) -> (FrontMatter, usize) {
        read(&Source::new(NotePath::new("a.md"), text.to_owned()).unwrap())
    }

    #[test]
    fn every_key_and_value_has_its_place() {
        let text = "---\ntags:\n- a\n- 'b c'\nx: 2025-01-02\ny:\n---\nbody";
        let (front, body) = front(text);
        assert_eq!(&text[body..], "body");
        let places: Vec<_> = front.entries().iter().map(|p| (&*p.key, p.value_span.slice(text))).collect();
        assert_eq!(places, [("tags", "- a\n- 'b c'"), ("x", "2025-01-02"), ("y", "")]);
        let Value::List(tags) = &front.entries()[0].value else { panic!("a list") };
        assert_eq!(tags.iter().map(|e| e.span.slice(text)).collect::<Vec<_>>(), ["a", "'b c'"]);
        assert_eq!(tags[1].value, Value::Text("b c".into()));
    }

    #[test]
    fn an_empty_block_is_front_matter_and_a_rule_is_not() {
        assert!(matches!(front("---\n---\n").0, FrontMatter::Present(p) if p.entries.is_empty()));
        assert_eq!(front("---\n\ntext").0, FrontMatter::Absent);
        assert!(matches!(front("---\ntitle: x\n").0, FrontMatter::Broken { .. }));
    }

    #[test]
    fn a_duplicate_key_names_both_places() {
        let text = "---\na: 1\nb: 2\na: 3\n---\n";
        let FrontMatter::Broken { at, related: Some(first), .. } = front(text).0 else { panic!("broken") };
        assert_eq!((at.start, first.start), (14, 4));
    }

    #[test]
    fn deep_nesting_is_refused_at_once() {
        let text = format!("---\na: {}\n---\n", "[".repeat(100_000));
        assert!(matches!(front(&text).0, FrontMatter::Broken { .. }));
    }
}
