//! What can be told of a note beside its findings: the days of its entries, and what waits in it. For pages about a vault as
//! a whole.

use jiff::civil::Date;

use super::Engine;
use crate::check::key::{DateForm, Lead, leading_date};
use crate::check::{Check, Compiled, Context, Facts, Waiting};
use crate::note::Note;

/// What there is in one note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// The day of every dated entry, in the order of the note.
    pub entries: Vec<Date>,
    /// Tags that ask for something.
    pub waiting: Vec<Waiting>,
}

impl Engine {
    /// Surveys a note; `path` is what path globs are matched against.
    ///
    /// A dated entry is a list item that begins with a date and is no task, in the ISO form or in one that a rule in force
    /// reads.
    #[must_use]
    pub fn survey(&self, note: &Note, path: &str, facts: &Facts) -> Survey {
        let rules = self.rules.iter().filter(|rule| rule.applies_to(path));
        let checks: Vec<&dyn Check> = rules
            .filter_map(|rule| match &rule.check {
                Compiled::Note(check) => Some(&**check),
                Compiled::Formatted | Compiled::Suppression => None,
            })
            .collect();
        let mut forms = vec![DateForm::Dashes];
        for form in checks.iter().flat_map(|check| check.date_forms()) {
            if !forms.contains(form) {
                forms.push(*form);
            }
        }
        let entries = note.items.iter().filter(|item| item.task.is_none());
        let day = |item| match leading_date(note, item, &forms) {
            Lead::Date(date, ..) => Some(date),
            Lead::Impossible(_) | Lead::Other => None,
        };
        let context = Context { today: self.today, facts, memo: Default::default() };
        Survey {
            entries: entries.filter_map(day).collect(),
            waiting: checks.iter().filter_map(|check| check.waiting(note, &context)).collect(),
        }
    }
}
