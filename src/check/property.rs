//! A property that is missing or has the wrong form.

use regex::Regex;
use serde::Deserialize;

use super::key::iso_date;
use super::{Check, Context, Finding, Messages};
use crate::note::{FrontMatter, Note, Property, Value};
use crate::text::Span;

pub(super) const MESSAGES: Messages = &[
    ("missing", &["property"]),
    ("wrong-type", &["property", "wanted", "value"]),
    ("not-allowed", &["property", "value", "allowed"]),
    ("wrong-form", &["property", "value"]),
];

/// Parameters of the primitive `property`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// The property.
    pub name: String,
    /// Whether it must be there and have a value.
    #[serde(default)]
    pub required: bool,
    /// The type of value it must have.
    #[serde(default, rename = "type")]
    pub kind: Option<Kind>,
    /// The values it may have (each element, for a list).
    #[serde(default)]
    pub allowed: Vec<String>,
    /// A regular expression that the whole text value must match.
    #[serde(default)]
    pub form: Option<String>,
    /// Only notes whose property of the first name has the second value: `when = ["type", "people"]`.
    #[serde(default)]
    pub when: Option<(String, String)>,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Any text.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Checkbox,
    /// A day, `2026-01-05`, with or without a time.
    Date,
    /// A list.
    List,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::Checkbox => "true or false",
            Self::Date => "a date (YYYY-MM-DD)",
            Self::List => "a list",
        }
    }

    fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text => matches!(value, Value::Text(_)),
            Self::Number => matches!(value, Value::Number(_)),
            Self::Checkbox => matches!(value, Value::Bool(_)),
            Self::Date => value.as_text().and_then(iso_date).is_some(),
            Self::List => matches!(value, Value::List(_)),
        }
    }
}

pub(super) struct PropertyCheck {
    params: Params,
    form: Option<Regex>,
}

impl PropertyCheck {
    pub(super) fn new(params: Params) -> Result<Self, String> {
        let form = params.form.as_deref().map(|form| Regex::new(&format!("^(?:{form})$"))).transpose();
        let form = form.map_err(|error| format!("`form` does not compile: {error}"))?;
        Ok(Self { params, form })
    }

    fn applies(&self, note: &Note) -> bool {
        // Broken front matter is another rule's finding: here everything would be missing.
        if matches!(note.front, FrontMatter::Broken { .. }) {
            return false;
        }
        self.params.when.as_ref().is_none_or(|(key, wanted)| {
            note.front.get(key).is_some_and(|property| match &property.value {
                Value::List(elements) => elements.iter().any(|element| element.value.as_text() == Some(wanted)),
                value => value.as_text() == Some(wanted),
            })
        })
    }

    fn judge(&self, note: &Note, property: &Property, out: &mut Vec<Finding>) {
        let name = &self.params.name;
        let written = note.slice(property.value_span);
        if let Some(kind) = self.params.kind.filter(|kind| !kind.fits(&property.value)) {
            let finding =
                Finding::new("wrong-type", property.value_span).value("property", name).value("wanted", kind.name());
            out.push(finding.value("value", written));
            return;
        }
        let single = [(&property.value, property.value_span)];
        let values: Vec<(&Value, Span)> = match &property.value {
            Value::List(elements) => elements.iter().map(|element| (&element.value, element.span)).collect(),
            _ => single.to_vec(),
        };
        for (value, span) in values {
            let text = value.as_text().unwrap_or("");
            if !self.params.allowed.is_empty() && !self.params.allowed.iter().any(|allowed| allowed == text) {
                let finding =
                    Finding::new("not-allowed", span).value("property", name).value("value", note.slice(span));
                out.push(finding.value("allowed", self.params.allowed.join(", ")));
            } else if self.form.as_ref().is_some_and(|form| !form.is_match(text)) {
                out.push(Finding::new("wrong-form", span).value("property", name).value("value", note.slice(span)));
            }
        }
    }
}

impl Check for PropertyCheck {
    fn check(&self, note: &Note, _: &Context<'_>, out: &mut Vec<Finding>) {
        if !self.applies(note) {
            return;
        }
        match note.front.get(&self.params.name) {
            Some(property) if property.value != Value::Null => self.judge(note, property, out),
            Some(property) if self.params.required => {
                out.push(Finding::new("missing", property.key_span).value("property", &self.params.name));
            }
            None if self.params.required => {
                let at = note
                    .front
                    .span()
                    .map_or(Span::at(note.source.content_start()), |span| Span::new(span.from(), span.from() + 3));
                out.push(Finding::new("missing", at).value("property", &self.params.name));
            }
            _ => {}
        }
    }
}
