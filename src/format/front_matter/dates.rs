//! The quotes of dates.

use crate::format::layout::Layout;
use crate::format::{Change, DateQuotes};
use crate::note::Value;
use crate::text::{Edit, Span};

/// Puts dates (`2025-01-02`, alone in a value or a list element) into the quotes asked for.
pub(in crate::format) fn run(layout: &Layout<'_>, pass: &'static str) -> Vec<Change> {
    let note = layout.note;
    let mut changes = Vec::new();
    let mut add = |value: &Value, span: Span| {
        let Value::Text(date) = value else { return };
        let written = note.slice(span);
        let wanted = match layout.settings.front_matter_date_quotes {
            DateQuotes::Keep => return,
            DateQuotes::None => date.clone(),
            DateQuotes::Single => format!("'{date}'"),
            DateQuotes::Double => format!("\"{date}\""),
        };
        // Only what is plainly a date or a date in quotes: not one written by escapes, folding or blocks.
        let is_plain = [format!("'{date}'"), format!("\"{date}\""), date.clone()].iter().any(|form| form == written);
        if is_date(date) && is_plain && written != wanted {
            let message = format!("the date is written {written} and not {wanted}");
            changes.push(Change::new(pass, Edit::replace(span, wanted), message));
        }
    };
    for property in note.front.entries() {
        match &property.value {
            Value::List(elements) => elements.iter().for_each(|e| add(&e.value, e.span)),
            value => add(value, property.value_span),
        }
    }
    changes
}

/// Four digits, two, two, with `-` between.
fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(
            |(i, byte)| {
                if matches!(i, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
            },
        )
}
