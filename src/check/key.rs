//! How a date is read off the front of an item.

use jiff::civil::Date;
use serde::Deserialize;

use crate::note::{Item, Note};
use crate::text::Span;

/// A form of date that an entry may begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum DateForm {
    /// `2026-01-05`
    #[serde(rename = "YYYY-MM-DD")]
    Dashes,
    /// `2026/01/05`
    #[serde(rename = "YYYY/MM/DD")]
    Slashes,
    /// `2026.01.05`
    #[serde(rename = "YYYY.MM.DD")]
    Dots,
    /// `20260105`
    #[serde(rename = "YYYYMMDD")]
    Digits,
}

/// What an item begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// A date, where it stands, and where the text behind it begins.
    Date(Date, Span, usize),
    /// Shaped like a date, but there is no such day.
    Impossible(Span),
    /// Anything else.
    Other,
}

/// The date at the front of an item's text: bare, bold, a link, in brackets.
#[must_use]
pub fn leading_date(note: &Note, item: &Item, forms: &[DateForm]) -> Lead {
    let text = note.slice(item.content);
    let inner = text.trim_start_matches(['*', '_', '[', '(', '`']);
    let start = item.content.from() + (text.len() - inner.len());
    for form in forms {
        let Some((length, date)) = read(inner, *form) else { continue };
        let span = Span::new(start, start + length);
        return match date {
            Some(date) => {
                let behind = &inner[length..];
                let rest = behind.trim_start_matches(['*', '_', ']', ')', '`', ':', ' ', '\t', '-', '–', '—']);
                Lead::Date(date, span, span.to() + (behind.len() - rest.len()))
            }
            None => Lead::Impossible(span),
        };
    }
    Lead::Other
}

/// A whole text that is one date in the ISO form, as in a property.
#[must_use]
pub fn iso_date(text: &str) -> Option<Date> {
    let (length, date) = read(text, DateForm::Dashes)?;
    // A time may follow: `2026-01-05T10:00`, `2026-01-05 10:00`.
    let rest = &text[length..];
    (rest.is_empty() || rest.starts_with(['T', ' '])).then_some(date).flatten()
}

/// Length and day of a date at the start of `text`; the day is `None` where there is no such day.
fn read(text: &str, form: DateForm) -> Option<(usize, Option<Date>)> {
    let shape = match form {
        DateForm::Dashes => "dddd-dd-dd",
        DateForm::Slashes => "dddd/dd/dd",
        DateForm::Dots => "dddd.dd.dd",
        DateForm::Digits => "dddddddd",
    };
    let bytes = text.as_bytes().get(..shape.len())?;
    let fits = shape.bytes().zip(bytes).all(|(s, b)| if s == b'd' { b.is_ascii_digit() } else { s == *b });
    let ends = !text.as_bytes().get(shape.len()).is_some_and(u8::is_ascii_digit);
    if !fits || !ends {
        return None;
    }
    let digits: Vec<i16> = bytes.iter().filter(|b| b.is_ascii_digit()).map(|b| i16::from(b - b'0')).collect();
    let number = |range: std::ops::Range<usize>| digits[range].iter().fold(0, |n, d| n * 10 + d);
    let date = Date::new(number(0..4), number(4..6) as i8, number(6..8) as i8).ok().filter(|d| d.year() > 0);
    Some((shape.len(), date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_days_are_dates() {
        assert_eq!(iso_date("2024-02-29"), Date::new(2024, 2, 29).ok());
        assert_eq!(iso_date("2026-02-30"), None);
        assert_eq!(iso_date("2026-02-1"), None);
        assert_eq!(iso_date("2026-01-05T10:00"), Date::new(2026, 1, 5).ok());
    }
}
