//! A date property that is older than the newest dated entry of the note.

use jiff::civil::Date;
use serde::Deserialize;

use super::key::{DateForm, Lead, iso_date, leading_date};
use super::scope::{Scope, ScopeSpec};
use super::{Check, Context, Finding, Messages};
use crate::note::Note;
use crate::text::{Edit, Fix, Safety, Span};

pub(super) const MESSAGES: Messages = &[("behind", &["property", "value", "newest"])];

/// Parameters of the primitive `behind`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// The property that should not be older than the entries.
    pub property: String,
    /// Which lists hold the entries.
    #[serde(default)]
    pub scope: ScopeSpec,
}

pub(super) struct Behind {
    params: Params,
    scope: Scope,
}

impl Behind {
    pub(super) fn new(params: Params) -> Result<Self, String> {
        let scope = Scope::new(&params.scope)?;
        Ok(Self { params, scope })
    }

    /// The newest entry that has happened: a planned one is no contact yet.
    fn newest(&self, note: &Note, today: Date) -> Option<(Date, Span)> {
        let lists = note.lists.iter().filter(|list| self.scope.holds(note, list));
        let items = lists.flat_map(|list| &list.items).map(|id| note.item(*id));
        let dated = items.filter_map(|item| match leading_date(note, item, &[DateForm::Dashes]) {
            Lead::Date(date, _, _) => Some((date, note.item_line(item))),
            Lead::Impossible(_) | Lead::Other => None,
        });
        // The first of equals, so that the message points at the upper one.
        dated.filter(|(date, _)| *date <= today).reduce(|best, next| if next.0 > best.0 { next } else { best })
    }
}

impl Check for Behind {
    fn check(&self, note: &Note, context: &Context<'_>, out: &mut Vec<Finding>) {
        let Some(property) = note.front.get(&self.params.property) else { return };
        let Some(date) = property.value.as_text().and_then(iso_date) else { return };
        let Some((newest, entry)) = self.newest(note, context.today) else { return };
        if date >= newest {
            return;
        }
        // Only the date's ten characters change: quotes and what follows stay. A time of day would be made up.
        let written = note.slice(property.value_span);
        let inner = written.trim_matches(['"', '\'']);
        let start = property.value_span.from() + written.find(inner).unwrap_or(0);
        let fix = (inner.len() == 10).then(|| {
            let edit = Edit::replace(Span::new(start, start + 10), newest.to_string());
            Fix::new(format!("set `{}` to {newest}", self.params.property), Safety::Safe, vec![edit])
        });
        out.push(
            Finding::new("behind", property.value_span)
                .value("property", &self.params.property)
                .value("value", date)
                .value("newest", newest)
                .related(note, entry, "the newest entry")
                .fix(fix.flatten()),
        );
    }
}
