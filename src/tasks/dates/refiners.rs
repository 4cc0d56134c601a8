//! What is done with the dates found: overlaps, neighbours that belong together, dates that do not exist.
//!
//! In the order of chrono-node 2.3.9.

use std::sync::LazyLock;

use regex::Regex;

use super::calendar::Unit;
use super::components::{Components, Found, Part};
use super::vocabulary::{pattern, read_amounts, reversed};
use super::zones;

static BLANK: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*$"));
static BLANK_OR_COMMA: LazyLock<Regex> = LazyLock::new(|| pattern(r"^,?\s*$"));
static TO: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(to|-)\s*$"));
/// Unlike its neighbours this pattern minds the case.
static AT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?-i:^\s*(T|at|after|before|on|of|,|-)?\s*$)"));
static BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s+(before|from)$"));
static AFTER: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s+(after|since)$"));
static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[0-9]*(\.[0-9]*)?$"));

/// Applies every refiner to dates sorted by their place.
pub(super) fn refine(text: &str, found: Vec<Found>) -> Vec<Found> {
    let mut found = without_overlaps(found);
    for date in &mut found {
        zones::offset(text, date);
    }
    for date in &mut found {
        zones::abbreviation(text, date);
    }
    let found = merged(text, found, &weekday_and_date);
    let found = merged(text, found, &|between, date, next| relative_to_date(text, between, date, next));
    let found = merged(text, found, &date_and_time);
    let found = merged(text, found, &date_range);
    let mut found = without_overlaps(found);
    found.retain(|date| is_likely(text, date));
    found
}

fn slice<'a>(text: &'a str, found: &Found) -> &'a str {
    text.get(found.from..found.to).unwrap_or_default()
}

/// Of two dates that share characters the longer one stays, the first of two equally long ones.
fn without_overlaps(found: Vec<Found>) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::new();
    for date in found {
        match kept.last_mut() {
            Some(previous) if date.from < previous.to => {
                if date.to - date.from > previous.to - previous.from {
                    *previous = date;
                }
            }
            _ => kept.push(date),
        }
    }
    kept
}

/// Merges neighbours, from left to right, where the merger agrees.
fn merged(text: &str, found: Vec<Found>, merge: &dyn Fn(&str, &Found, &Found) -> Option<Found>) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::new();
    for date in found {
        if let Some(previous) = kept.last_mut() {
            // Where a zone reaches into the next date, the library looks at what the two share.
            let (start, end) = (previous.to.min(date.from), previous.to.max(date.from));
            let between = text.get(start..end).unwrap_or_default();
            if let Some(both) = merge(between, previous, &date) {
                *previous = both;
                continue;
            }
        }
        kept.push(date);
    }
    kept
}

fn weekday_and_date(between: &str, date: &Found, next: &Found) -> Option<Found> {
    let fits = date.start.is_only_weekday() && !date.start.is_certain(Part::Hour) && next.start.is_certain(Part::Day);
    if !fits || !BLANK_OR_COMMA.is_match(between) {
        return None;
    }
    let weekday = date.start.get(Part::Weekday).unwrap_or_default();
    let mut both = next.clone();
    both.from = date.from;
    both.start.assign(Part::Weekday, weekday);
    if let Some(end) = &mut both.end {
        end.assign(Part::Weekday, weekday);
    }
    Some(both)
}

/// `2 weeks before` and the date behind it.
fn relative_to_date(text: &str, between: &str, date: &Found, next: &Found) -> Option<Found> {
    let words = slice(text, date);
    let earlier = BEFORE.is_match(words);
    if !BLANK.is_match(between) || !(earlier || AFTER.is_match(words)) {
        return None;
    }
    let given =
        [Part::Day, Part::Month, Part::Year].into_iter().all(|part| next.start.get(part).is_some_and(|n| n != 0));
    if !given {
        return None;
    }
    let amounts: Vec<(Unit, f64)> = read_amounts(words);
    let amounts = if earlier { reversed(amounts) } else { amounts };
    Some(Found::new(date.from, next.to, Components::relative(next.start.instant(), &amounts)))
}

fn date_and_time(between: &str, date: &Found, next: &Found) -> Option<Found> {
    let date_first = date.start.is_only_date() && next.start.is_only_time();
    let time_first = next.start.is_only_date() && date.start.is_only_time();
    if !(date_first || time_first) || !AT.is_match(between) {
        return None;
    }
    let mut both = if date.start.is_only_date() { with_time(date, next) } else { with_time(next, date) };
    both.from = date.from;
    both.to = next.to;
    Some(both)
}

fn with_time(date: &Found, time: &Found) -> Found {
    let mut both = date.clone();
    both.start = day_at(&date.start, &time.start);
    if date.end.is_some() || time.end.is_some() {
        let end_date = date.end.as_ref().unwrap_or(&date.start);
        let end_time = time.end.as_ref().unwrap_or(&time.start);
        let mut end = day_at(end_date, end_time);
        if date.end.is_none() && end.instant() < both.start.instant() {
            let day = end.get(Part::Day).unwrap_or_default() + 1;
            if end.is_certain(Part::Day) {
                end.assign(Part::Day, day);
            } else {
                end.imply(Part::Day, day);
            }
        }
        both.end = Some(end);
    }
    both
}

fn day_at(date: &Components, time: &Components) -> Components {
    let mut both = date.clone();
    let value = |part: Part| time.get(part).unwrap_or_default();
    if time.is_certain(Part::Hour) {
        both.assign(Part::Hour, value(Part::Hour));
        both.assign(Part::Minute, value(Part::Minute));
        if time.is_certain(Part::Second) {
            both.assign(Part::Second, value(Part::Second));
            if time.is_certain(Part::Millisecond) {
                both.assign(Part::Millisecond, value(Part::Millisecond));
            } else {
                both.imply(Part::Millisecond, value(Part::Millisecond));
            }
        } else {
            both.imply(Part::Second, value(Part::Second));
            both.imply(Part::Millisecond, value(Part::Millisecond));
        }
    } else {
        for part in [Part::Hour, Part::Minute, Part::Second, Part::Millisecond] {
            both.imply(part, value(part));
        }
    }
    if time.is_certain(Part::Offset) {
        both.assign(Part::Offset, value(Part::Offset));
    }
    if time.is_certain(Part::Meridiem) {
        both.assign(Part::Meridiem, value(Part::Meridiem));
    } else if let (Some(meridiem), None) = (time.get(Part::Meridiem), both.get(Part::Meridiem)) {
        both.imply(Part::Meridiem, meridiem);
    }
    let hour = both.get(Part::Hour).unwrap_or_default();
    if both.get(Part::Meridiem) == Some(1) && hour < 12 {
        if time.is_certain(Part::Hour) {
            both.assign(Part::Hour, hour + 12);
        } else {
            both.imply(Part::Hour, hour + 12);
        }
    }
    both
}

/// `Monday - Friday`, `1 to 5 June`: one date with an end.
fn date_range(between: &str, date: &Found, next: &Found) -> Option<Found> {
    if date.end.is_some() || next.end.is_some() || !TO.is_match(between) {
        return None;
    }
    let (mut from, mut to) = (date.start.clone(), next.start.clone());
    if !from.is_only_weekday() && !to.is_only_weekday() {
        share(&to, &mut from);
        share(&from, &mut to);
    }
    if from.instant() > to.instant() {
        let week = 7;
        if from.is_only_weekday() && from.instant().plus_days(-week) < to.instant() {
            let moved = from.instant().plus_days(-week);
            from.imply_date(moved);
        } else if to.is_only_weekday() && to.instant().plus_days(week) > from.instant() {
            let moved = to.instant().plus_days(week);
            to.imply_date(moved);
        } else {
            std::mem::swap(&mut from, &mut to);
        }
    }
    let mut both = Found::new(date.from, next.to, from);
    both.end = Some(to);
    Some(both)
}

fn share(giver: &Components, taker: &mut Components) {
    let parts: Vec<Part> = giver.certain().filter(|part| !taker.is_certain(*part)).collect();
    for part in parts {
        taker.assign(part, giver.get(part).unwrap_or_default());
    }
}

fn is_likely(text: &str, found: &Found) -> bool {
    // Only the first blank is taken out, as the library does it.
    let words = slice(text, found).replacen(' ', "", 1);
    !NUMBER.is_match(&words) && found.start.is_valid() && found.end.as_ref().is_none_or(Components::is_valid)
}
