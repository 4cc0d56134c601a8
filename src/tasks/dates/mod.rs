//! Dates in filters: what stands behind `due before ` and its like.
//!
//! The plugin hands most of it to chrono-node 2.3.9, which looks for a date anywhere in a text; these modules are that
//! library's English parsers and refiners, with its patterns and its oddities, and no others: what it does not find,
//! the plugin refuses.

mod calendar;
mod clock;
mod components;
mod parsers;
mod patterns;
mod refiners;
mod vocabulary;
mod zones;

use std::ops::Range;

use jiff::civil::Date;

use calendar::{Instant, Unit};
use components::Found;
use parsers::{Match, Outcome};
use patterns::PARSERS;

use super::words::js_trim;

/// The days from `start` to `end`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRange {
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
}

/// What the plugin makes of the words behind the field's name in a date filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterDate {
    /// The comparison in small letters (`on or before`), if there is one.
    pub keyword: Option<String>,
    /// The days that are compared with.
    pub range: DateRange,
    /// How the range was found.
    pub via: Via,
    /// Bytes of the text that the date was read from; for [`Via::Numbered`] without the blanks around it.
    pub words: Range<usize>,
}

/// Which of the plugin's three ways of reading dates found a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// `last week`, `this quarter`.
    Relative,
    /// `2025`, `2025-Q2`, `2025-06`, `2025-W25`.
    Numbered,
    /// Anything else: one day, or the days between two.
    Words,
    /// As [`Via::Words`], but only together with the keyword: `in two weeks`.
    WithKeyword,
}

/// The keywords of date filters, in the order in which they are tried.
const KEYWORDS: [&str; 8] =
    ["on or before", "in or before", "before", "on or after", "in or after", "after", "on", "in"];

/// No filter is that long; what lies behind is not searched, so that hostile text costs nothing. Bytes.
pub(super) const LONGEST: usize = 2048;

/// Reads the text behind `due ` (or another field); `None` where the plugin does not understand it.
pub fn read_filter(text: &str, today: Date) -> Option<FilterDate> {
    let (keyword, at) = split_keyword(text);
    let rest = text.get(at..).unwrap_or_default();
    let found = |(range, via, words): (DateRange, Via, Range<usize>), at: usize| FilterDate {
        keyword: keyword.map(str::to_owned),
        range,
        via,
        words: words.start + at..words.end + at,
    };
    if let Some(parsed) = parse_range(rest, today) {
        return Some(found(parsed, at));
    }
    let dates = search(text, today);
    let first = dates.first()?;
    let day = first.start.instant();
    Some(found((range_of(day, day), Via::WithKeyword, first.from..first.to), 0))
}

/// Splits the comparison off; the second value is where the date begins.
pub fn split_keyword(text: &str) -> (Option<&'static str>, usize) {
    let keyword = KEYWORDS.into_iter().find(|keyword| super::words::strip_keyword(text, keyword).is_some());
    let at = keyword.map_or(0, str::len);
    let blank = text.get(at..).is_some_and(|rest| rest.starts_with(' '));
    (keyword, at + usize::from(blank))
}

fn parse_range(text: &str, today: Date) -> Option<(DateRange, Via, Range<usize>)> {
    if let Some((range, words)) = relative_range(text, today) {
        return Some((range, Via::Relative, words));
    }
    if let Some(range) = numbered_range(js_trim(text)) {
        let from = text.len() - text.trim_start_matches(super::words::is_js_space).len();
        return Some((range, Via::Numbered, from..from + js_trim(text).len()));
    }
    let dates = search(text, today);
    let first = dates.first()?;
    let (start, end) = (first.start.instant(), dates.get(1).unwrap_or(first).start.instant());
    let to = dates.get(1).unwrap_or(first).to;
    Some((range_of(start.min(end), start.max(end)), Via::Words, first.from..to))
}

/// `this week` and its like, anywhere in the text, in small letters only.
fn relative_range(text: &str, today: Date) -> Option<(DateRange, Range<usize>)> {
    let matched = text.char_indices().find_map(|(at, _)| {
        let rest = text.get(at..)?;
        let (steps, tail) = [("last ", -1), ("this ", 0), ("next ", 1)]
            .into_iter()
            .find_map(|(word, steps)| Some((steps, rest.strip_prefix(word)?)))?;
        let unit = ["week", "month", "quarter", "year"].into_iter().find(|unit| tail.starts_with(unit))?;
        Some((steps, unit, at..at + 5 + unit.len()))
    });
    let (steps, unit, words) = matched?;
    let now = instant(today);
    let (start, end) = match unit {
        "week" => {
            let monday = now.plus_days(-(now.weekday() + 6).rem_euclid(7) + 7 * steps);
            (monday, monday.plus_days(6))
        }
        _ => {
            let (months, first) = match unit {
                "month" => (1, now.month()),
                "quarter" => (3, (now.month() - 1) / 3 * 3 + 1),
                _ => (12, 1),
            };
            let start = now.with_day(1).with_month(now.year(), first + months * steps);
            (start, start.with_month(start.year(), start.month() + months).plus_days(-1))
        }
    };
    Some((range_of(start, end), words))
}

fn numbered_range(text: &str) -> Option<DateRange> {
    let year: i16 = text.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()?;
    let rest = text.get(4..)?;
    let number = |digits: &str| -> Option<i8> {
        let plain = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse().ok()).flatten()
    };
    let months = |first: i8, count: i8| -> Option<DateRange> {
        let start = Date::new(year, first, 1).ok()?;
        let last = Date::new(year, first + count - 1, 1).ok()?.last_of_month();
        Some(DateRange { start, end: last })
    };
    if rest.is_empty() {
        return months(1, 12);
    }
    let rest = rest.strip_prefix('-')?;
    if let Some(quarter) = rest.strip_prefix('Q') {
        let quarter: i8 = quarter.parse().ok().filter(|_| quarter.len() == 1)?;
        return (1..=4).contains(&quarter).then(|| months(quarter * 3 - 2, 3))?;
    }
    if let Some(week) = rest.strip_prefix('W') {
        let monday = jiff::civil::ISOWeekDate::new(year, number(week)?, jiff::civil::Weekday::Monday).ok()?.date();
        return Some(DateRange { start: monday, end: monday.checked_add(jiff::Span::new().days(6)).ok()? });
    }
    months(number(rest).filter(|month| (1..=12).contains(month))?, 1)
}

/// Every date that chrono finds in a text, in order.
fn search(text: &str, today: Date) -> Vec<Found> {
    let cut = (0..=LONGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let text = text.get(..cut).unwrap_or_default();
    let reference = instant(today).plus(12.0, Unit::Hour).unwrap_or(instant(today));
    let mut found = Vec::new();
    let lower = text.to_ascii_lowercase();
    for parser in PARSERS.iter() {
        let Some(pattern) = parser.pattern(&lower) else { continue };
        let mut offset = 0;
        while let Some(captures) = text.get(offset..).and_then(|rest| pattern.captures(rest)) {
            let matched = Match { text, offset, captures: &captures };
            let start = matched.start();
            let next = match (parser.read)(&matched, reference) {
                Outcome::Skip(at) => after(text, at, 1),
                Outcome::Date(date) => {
                    // The search goes on as many characters behind the match's start as the date is long: the boundary
                    // on the left is not counted, so that the last character is looked at again.
                    let length = text.get(date.from..date.to).unwrap_or_default().chars().count();
                    found.push(*date);
                    after(text, start, length.max(1))
                }
            };
            match next {
                Some(next) => offset = next,
                None => break,
            }
        }
    }
    found.sort_by_key(|date| date.from);
    refiners::refine(text, found)
}

/// The place `count` characters behind another; `None` behind the end of the text.
fn after(text: &str, at: usize, count: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let step = rest.char_indices().map(|(step, _)| step).chain([rest.len()]).nth(count)?;
    Some(at + step)
}

fn instant(date: Date) -> Instant {
    Instant::from_parts(i64::from(date.year()), i64::from(date.month()), i64::from(date.day()), 0)
}

fn range_of(start: Instant, end: Instant) -> DateRange {
    DateRange { start: civil(start), end: civil(end) }
}

/// The day of an instant; JavaScript knows more years than the calendar here, whose ends then stand for them.
fn civil(instant: Instant) -> Date {
    let (year, month, day) = instant.civil();
    let made = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
    let made = made.and_then(|((year, month), day)| Date::new(year, month, day).ok());
    made.unwrap_or(if year < 0 { Date::MIN } else { Date::MAX })
}
