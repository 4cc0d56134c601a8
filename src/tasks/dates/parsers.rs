//! The parsers of dates without a clock time, each after one file of `locales/en/parsers` of chrono-node 2.3.9.

use regex::Captures;

use super::calendar::{Instant, Unit};
use super::components::{Components, Found, Part};
use super::vocabulary::{
    is_full_month, leading_int, likely_year, month_of, ordinal_of, read_amounts, reversed, unit_of, weekday_of, year_of,
};

/// What a parser makes of one match.
pub(super) enum Outcome {
    /// A date; the range is in the text that was searched.
    Date(Box<Found>),
    /// None; the search goes on one character behind this place.
    Skip(usize),
}

/// One match of a parser's pattern.
pub(super) struct Match<'a, 'b> {
    /// The whole text.
    pub(super) text: &'a str,
    /// Where the searched part of the text begins.
    pub(super) offset: usize,
    pub(super) captures: &'b Captures<'a>,
}

impl<'a> Match<'a, '_> {
    pub(super) fn group(&self, number: usize) -> Option<&'a str> {
        self.captures.get(number).map(|found| found.as_str())
    }

    pub(super) fn start(&self) -> usize {
        self.offset + self.captures.get(0).map_or(0, |found| found.start())
    }

    /// The place behind the first group, which is the boundary on the left.
    pub(super) fn inner(&self) -> usize {
        self.captures.get(1).map_or(self.start(), |found| self.offset + found.end())
    }

    /// The place before the boundary on the right: the last group that took part.
    fn before_boundary(&self) -> usize {
        let groups = (1..self.captures.len()).rev().filter_map(|number| self.captures.get(number));
        let boundary = groups.take(1).next();
        boundary.map_or(self.offset, |found| self.offset + found.start())
    }

    fn end(&self) -> usize {
        self.captures.get(0).map_or(self.offset, |found| self.offset + found.end())
    }

    fn date(&self, to: usize, components: Components) -> Outcome {
        Outcome::Date(Box::new(Found::new(self.inner(), to, components)))
    }

    fn skip(&self) -> Outcome {
        Outcome::Skip(self.inner())
    }
}

pub(super) fn casual_relative(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    let amounts = read_amounts(found.group(3).unwrap_or_default());
    let back = matches!(found.group(2).unwrap_or_default().to_ascii_lowercase().as_str(), "last" | "past" | "-");
    let amounts = if back { reversed(amounts) } else { amounts };
    found.date(found.before_boundary(), Components::relative(reference, &amounts))
}

pub(super) fn relative(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    let modifier = found.group(2).unwrap_or_default().to_ascii_lowercase();
    let word = found.group(3).unwrap_or_default().to_ascii_lowercase();
    let Some(unit) = unit_of(&word) else { return found.skip() };
    let to = found.before_boundary();
    if modifier == "next" || modifier.starts_with("after") {
        return found.date(to, Components::relative(reference, &vec![(unit, 1.0)]));
    }
    if modifier == "last" || modifier == "past" {
        return found.date(to, Components::relative(reference, &vec![(unit, -1.0)]));
    }
    let mut components = Components::new(reference);
    match unit {
        Unit::Week => components.imply_date(reference.plus_days(-reference.weekday())),
        Unit::Month => {
            let first = reference.with_day(1);
            components.imply(Part::Day, 1);
            components.assign(Part::Year, first.year());
            components.assign(Part::Month, first.month());
        }
        // `this y` and `this yr` are today.
        Unit::Year if word.contains("year") => {
            components.imply(Part::Day, 1);
            components.imply(Part::Month, 1);
            components.assign(Part::Year, reference.year());
        }
        _ => {}
    }
    found.date(to, components)
}

pub(super) fn month_name(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    let name = found.group(3).unwrap_or_default();
    let (from, to) = (found.inner(), found.before_boundary());
    let (Some(month), false) = (month_of(name), to - from <= 3 && !is_full_month(name)) else { return found.skip() };
    let mut components = Components::new(reference);
    components.imply(Part::Day, 1);
    components.assign(Part::Month, month);
    match found.group(4) {
        Some(year) => components.assign(Part::Year, year_of(year)),
        None => components.imply(Part::Year, nearest_year(reference, 1, month)),
    }
    Outcome::Date(Box::new(Found::new(from + found.group(2).unwrap_or_default().len(), to, components)))
}

pub(super) fn casual_date(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    let mut components = Components::new(reference);
    let mut on_day = |days: i64| {
        components.assign_date(reference.plus_days(days));
        components.imply_time(reference);
    };
    match found.group(2).unwrap_or_default().to_ascii_lowercase().as_str() {
        "now" => {
            components.assign_date(reference);
            components.assign_time(reference);
            components.assign(Part::Offset, 0);
        }
        "today" => on_day(0),
        "yesterday" => on_day(-1),
        "tomorrow" | "tmr" | "tmrw" => on_day(1),
        "tonight" => {
            components.imply(Part::Hour, 22);
            components.imply(Part::Meridiem, 1);
            components.assign_date(reference);
        }
        _ => {
            components.assign_date(reference.plus_days(-1));
            components.imply(Part::Hour, 0);
        }
    }
    found.date(found.before_boundary(), components)
}

pub(super) fn slash_date(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    let (opening, ending) = (found.group(1).unwrap_or_default(), found.group(5).unwrap_or_default());
    if opening == "/" || ending == "/" {
        return Outcome::Skip(found.end());
    }
    let (from, to) = (found.inner(), found.end() - ending.len());
    let text = found.text.get(from..to).unwrap_or_default();
    let (first, second) = (found.group(2).unwrap_or_default(), found.group(3).unwrap_or_default());
    let year = found.group(4);
    // `1.12` and `1.12.12` look like the number of a version.
    let dotted = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && first.len() == 1;
    let looks_like_version =
        dotted && if year.is_some() { year.is_some_and(|year| year.len() == 2) } else { second.len() == 1 };
    let whole = found.captures.get(0).map_or("", |whole| whole.as_str());
    if looks_like_version || (year.is_none() && !whole.contains('/')) {
        return Outcome::Skip(found.start());
    }
    let (mut month, mut day) = (leading_int(first), leading_int(second));
    if month > 12 {
        if !(1..=12).contains(&day) || month > 31 {
            return Outcome::Skip(found.start());
        }
        (day, month) = (month, day);
    }
    if !(1..=31).contains(&day) {
        return Outcome::Skip(found.start());
    }
    let mut components = Components::new(reference);
    components.assign(Part::Day, day);
    components.assign(Part::Month, month);
    match year {
        Some(year) => components.assign(Part::Year, likely_year(leading_int(year))),
        None => components.imply(Part::Year, nearest_year(reference, day, month)),
    }
    Outcome::Date(Box::new(Found::new(from, to, components)))
}

pub(super) fn within(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    let amounts = read_amounts(found.group(2).unwrap_or_default());
    found.date(found.before_boundary(), Components::relative(reference, &amounts))
}

pub(super) fn ago(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    let amounts = reversed(read_amounts(found.group(2).unwrap_or_default()));
    found.date(found.before_boundary(), Components::relative(reference, &amounts))
}

pub(super) fn later(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    within(found, reference)
}

pub(super) fn day_then_month(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    let word = found.group(2).unwrap_or_default();
    let day = ordinal_of(word);
    let month = month_of(found.group(4).unwrap_or_default());
    let (Some(month), 0..=31) = (month, day) else { return Outcome::Skip(found.inner() + word.len()) };
    month_day(found, reference, month, day, found.group(5), found.group(3))
}

pub(super) fn month_then_day(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    let day = ordinal_of(found.group(3).unwrap_or_default());
    let month = month_of(found.group(2).unwrap_or_default());
    let (Some(month), 0..=31) = (month, day) else { return found.skip() };
    month_day(found, reference, month, day, found.group(5).or(found.group(8)), found.group(4))
}

fn month_day(
    found: &Match<'_, '_>,
    reference: Instant,
    month: i64,
    day: i64,
    year: Option<&str>,
    to_day: Option<&str>,
) -> Outcome {
    let mut components = Components::new(reference);
    components.assign(Part::Month, month);
    components.assign(Part::Day, day);
    match year {
        Some(year) => components.assign(Part::Year, year_of(year)),
        None => components.imply(Part::Year, nearest_year(reference, day, month)),
    }
    let end = to_day.map(|to_day| {
        let mut end = components.clone();
        end.assign(Part::Day, ordinal_of(to_day));
        end
    });
    let mut date = Found::new(found.inner(), found.before_boundary(), components);
    date.end = end;
    Outcome::Date(Box::new(date))
}

pub(super) fn weekday(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    let Some(day) = weekday_of(found.group(3).unwrap_or_default()) else { return found.skip() };
    let modifier = found.group(2).or(found.group(4)).unwrap_or_default().to_ascii_lowercase();
    let today = reference.weekday();
    let shift = match modifier.as_str() {
        "last" | "past" => -7,
        "next" => 7,
        "this" => 0,
        // The closest of the three weeks.
        _ if (day - 7 - today).abs() < (day - today).abs() => -7,
        _ if (day + 7 - today).abs() < (day - today).abs() => 7,
        _ => 0,
    };
    let mut components = Components::new(reference);
    components.assign(Part::Weekday, day);
    components.imply_date(reference.with_weekday(day + shift));
    found.date(found.before_boundary(), components)
}

pub(super) fn year_month_day(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    let month = match found.group(4) {
        Some(number) => leading_int(number),
        None => found.group(3).and_then(month_of).unwrap_or_default(),
    };
    if !(1..=12).contains(&month) {
        return found.skip();
    }
    let mut components = Components::new(reference);
    components.assign(Part::Day, leading_int(found.group(5).unwrap_or_default()));
    components.assign(Part::Month, month);
    components.assign(Part::Year, leading_int(found.group(2).unwrap_or_default()));
    found.date(found.before_boundary(), components)
}

pub(super) fn slash_month(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    let mut components = Components::new(reference);
    components.imply(Part::Day, 1);
    components.assign(Part::Month, leading_int(found.group(2).unwrap_or_default()));
    components.assign(Part::Year, leading_int(found.group(3).unwrap_or_default()));
    found.date(found.end(), components)
}

/// The year in which a day lies closest to the reference.
fn nearest_year(reference: Instant, day: i64, month: i64) -> i64 {
    let this = reference.with_month(reference.year(), month).with_day(day);
    let this = this.with_month(reference.year(), this.month());
    let of = |years: f64| this.plus(years, Unit::Year).unwrap_or(this);
    let (next, last) = (of(1.0), of(-1.0));
    let away = |date: Instant| (date.0 - reference.0).abs();
    if away(next) < away(this) {
        next.year()
    } else if away(last) < away(this) {
        last.year()
    } else {
        this.year()
    }
}
