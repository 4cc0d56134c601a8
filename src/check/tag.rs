//! The form of tags: what Obsidian will not read as one, and what a house style forbids.

use regex::Regex;
use serde::Deserialize;

use super::{Check, Context, Finding, Messages};
use crate::note::{InlineKind, Note, Value};
use crate::text::Span;

pub(super) const MESSAGES: Messages = &[("unreadable", &["tag", "why"]), ("style", &["tag"])];

/// Parameters of the primitive `tag`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// A regular expression that every tag (without `#`) must match; none: only what Obsidian cannot read is reported.
    #[serde(default)]
    pub form: Option<String>,
}

pub(super) struct Tag {
    form: Option<Regex>,
}

impl Tag {
    pub(super) fn new(params: Params) -> Result<Self, String> {
        let form = params.form.as_deref().map(|form| Regex::new(&format!("^(?:{form})$"))).transpose();
        Ok(Self { form: form.map_err(|error| format!("`form` does not compile: {error}"))? })
    }

    fn judge(&self, tag: &str, span: Span, out: &mut Vec<Finding>) {
        let tag = tag.trim().trim_start_matches('#');
        if let Some(why) = unreadable(tag) {
            out.push(Finding::new("unreadable", span).value("tag", tag).value("why", why));
        } else if self.form.as_ref().is_some_and(|form| !form.is_match(tag)) {
            out.push(Finding::new("style", span).value("tag", tag));
        }
    }
}

/// Why Obsidian would not take a property's text as the tag that is meant.
fn unreadable(tag: &str) -> Option<&'static str> {
    if tag.is_empty() {
        return None;
    }
    if tag.ends_with('/') || tag.starts_with('/') || tag.contains("//") {
        return Some("a level between slashes is empty");
    }
    if tag.chars().all(|c| c.is_ascii_digit()) {
        return Some("a tag needs a character that is not a digit");
    }
    tag.chars()
        .any(|c| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '/'))
        .then_some("a tag holds letters, digits, `_`, `-` and `/` only")
}

impl Check for Tag {
    fn check(&self, note: &Note, _: &Context<'_>, out: &mut Vec<Finding>) {
        for property in ["tags", "tag"].iter().filter_map(|key| note.front.get(key)) {
            match &property.value {
                Value::List(elements) => {
                    for element in elements {
                        if let Some(text) = element.value.as_text() {
                            self.judge(text, element.span, out);
                        }
                    }
                }
                Value::Text(text) => {
                    for word in text.split([',', ' ']).filter(|word| !word.is_empty()) {
                        self.judge(word, property.value_span, out);
                    }
                }
                _ => {}
            }
        }
        for inline in note.inlines.iter().filter(|inline| inline.kind == InlineKind::Tag) {
            let tag = note.slice(inline.span);
            if self.form.as_ref().is_some_and(|form| !form.is_match(&tag[1..])) {
                out.push(Finding::new("style", inline.span).value("tag", &tag[1..]));
            }
        }
    }
}
