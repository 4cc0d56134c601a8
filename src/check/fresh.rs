//! A tag that asks for something and has been on the note for too long.

use jiff::civil::Date;
use serde::Deserialize;

use super::key::iso_date;
use super::tag_removal::remove_tag;
use super::{Check, Context, Finding, Messages, TagAge, Waiting};
use crate::diagnostic::Level;
use crate::note::{InlineKind, Note, Property, Value};
use crate::text::{Fix, Safety, Span};

pub(super) const MESSAGES: Messages = &[
    ("stale", &["tag", "since", "days", "source", "limit"]),
    ("reviewed", &["tag", "since", "source", "reviewed"]),
    ("no-date", &["tag", "reason"]),
];

/// Parameters of the primitive `fresh`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// The tag, without `#`; `tag/x` counts as well.
    pub tag: String,
    /// For how many days it may stay.
    pub max_age_days: i32,
    /// Properties that tell since when, the first that holds a date wins; git history comes before them.
    pub age_from: Vec<String>,
    /// The property that says when somebody looked: a tag older than that has served.
    #[serde(default)]
    pub reviewed: Option<String>,
    /// Whether a tag of unknown age is worth an info.
    #[serde(default = "yes")]
    pub report_unknown: bool,
}

fn yes() -> bool {
    true
}

pub(super) struct Fresh {
    params: Params,
}

/// Since when, and how that is known.
struct Since {
    date: Date,
    source: String,
    /// The tag is at least this old, the day itself is unknown.
    at_least: bool,
}

impl Fresh {
    pub(super) fn new(params: Params) -> Self {
        Self { params }
    }

    /// Where the tag stands: in the properties, else the first time in the text.
    fn places(&self, note: &Note) -> Vec<Span> {
        let mut places: Vec<Span> = ["tags", "tag"]
            .iter()
            .filter_map(|key| note.front.get(key))
            .flat_map(|p| self.in_property(note, p))
            .collect();
        let inline = note.inlines.iter().filter(|inline| inline.kind == InlineKind::Tag);
        places.extend(inline.map(|inline| inline.span).filter(|span| self.names(&note.slice(*span)[1..])));
        places
    }

    fn in_property(&self, note: &Note, property: &Property) -> Vec<Span> {
        match &property.value {
            Value::List(elements) => {
                let named = elements.iter().filter(|e| e.value.as_text().is_some_and(|text| self.names(text)));
                named.map(|e| e.span).collect()
            }
            // `tags: a, needs-review` and `tags: a needs-review`: one text that holds several.
            Value::Text(_) => {
                let written = note.slice(property.value_span);
                let base = property.value_span.from();
                let mut at = 0;
                let mut found = Vec::new();
                for word in written.split([',', ' ', '"', '\'']) {
                    if self.names(word) {
                        found.push(Span::new(base + at, base + at + word.len()));
                    }
                    at += word.len() + 1;
                }
                found
            }
            _ => Vec::new(),
        }
    }

    fn names(&self, text: &str) -> bool {
        let text = text.trim().trim_start_matches('#').to_lowercase();
        let tag = self.params.tag.to_lowercase();
        text == tag || text.strip_prefix(&tag).is_some_and(|rest| rest.starts_with('/'))
    }

    fn since(&self, note: &Note, context: &Context<'_>) -> Result<Since, String> {
        let mut reason = "no property tells its age".to_owned();
        match context.facts.tag_ages.get(&note.source.path) {
            Some(TagAge::Added { commit, date }) => {
                return Ok(Since { date: *date, source: format!("commit {commit}"), at_least: false });
            }
            Some(TagAge::Before(date)) => {
                return Ok(Since { date: *date, source: "git history".into(), at_least: true });
            }
            Some(TagAge::HistoryTooShort) => reason = "the history of this clone is too short to tell its age".into(),
            Some(TagAge::Uncommitted) | None => {}
        }
        let dated = self.params.age_from.iter().find_map(|key| {
            let date = note.front.get(key)?.value.as_text().and_then(iso_date)?;
            Some(Since { date, source: format!("property `{key}`"), at_least: false })
        });
        dated.ok_or(reason)
    }

    fn fix(&self, note: &Note, places: &[Span]) -> Option<Fix> {
        let edits: Option<Vec<_>> = places.iter().map(|place| remove_tag(note, *place)).collect();
        Fix::new(format!("remove the tag `{}`", self.params.tag), Safety::Unsafe, edits?)
    }
}

impl Check for Fresh {
    fn asks_history(&self, note: &Note, today: Date) -> Option<Date> {
        let limit = today.saturating_sub(jiff::Span::new().days(self.params.max_age_days));
        (!self.places(note).is_empty()).then_some(limit)
    }

    fn waiting(&self, note: &Note, context: &Context<'_>) -> Option<Waiting> {
        if self.places(note).is_empty() {
            return None;
        }
        let just_now = context.facts.tag_ages.get(&note.source.path) == Some(&TagAge::Uncommitted);
        let known = || self.since(note, context).ok().map(|since| since.date);
        let since = if just_now { Some(context.today) } else { known() };
        Some(Waiting { tag: self.params.tag.clone(), since })
    }

    fn check(&self, note: &Note, context: &Context<'_>, out: &mut Vec<Finding>) {
        let places = self.places(note);
        let Some(first) = places.first().copied() else { return };
        if context.facts.tag_ages.get(&note.source.path) == Some(&TagAge::Uncommitted) {
            return;
        }
        let tag = &self.params.tag;
        let since = match self.since(note, context) {
            Ok(since) => since,
            Err(reason) => {
                if self.params.report_unknown {
                    out.push(
                        Finding::new("no-date", first).value("tag", tag).value("reason", reason).at_most(Level::Info),
                    );
                }
                return;
            }
        };
        let when = if since.at_least { format!("before {}", since.date) } else { since.date.to_string() };
        let reviewed = self.params.reviewed.as_deref().and_then(|key| {
            let property = note.front.get(key)?;
            Some((property.value.as_text().and_then(iso_date)?, property.value_span))
        });
        // The property is also a source of age: a review on the day that stands for the tag's age proves nothing.
        if let Some((date, span)) = reviewed.filter(|(date, _)| *date > since.date) {
            let finding = Finding::new("reviewed", first)
                .value("tag", tag)
                .value("since", when)
                .value("source", since.source)
                .value("reviewed", date)
                .related(note, span, "reviewed")
                .fix(self.fix(note, &places));
            out.push(finding);
            return;
        }
        let days = (context.today - since.date).get_days();
        // "Before the limit" is over it, though the days up to the limit are just enough.
        if !since.at_least && days <= self.params.max_age_days {
            return;
        }
        let days_text = if since.at_least { format!("more than {days}") } else { days.to_string() };
        out.push(
            Finding::new("stale", first)
                .value("tag", tag)
                .value("since", when)
                .value("days", days_text)
                .value("source", &since.source)
                .value("limit", self.params.max_age_days)
                .data("since", since.date.to_string())
                .data("days", days)
                .data("source", since.source.as_str()),
        );
    }
}
