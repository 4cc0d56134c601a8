//! Clock times: `at 5pm`, `12:00 - 13:30`, `2025-06-18T09:00Z`, `this evening`.

use std::sync::LazyLock;

use regex::Regex;

use super::calendar::Instant;
use super::components::{Components, Found, Part};
use super::parsers::{Match, Outcome};
use super::vocabulary::{BOUNDARY, leading_int, pattern};

/// An hour with what may stand around it; the last group is the boundary on the right.
pub(super) const PRIMARY: &str = concat!(
    r"(^|\s|T|(?-u:\b))(?:(?:at|from)\s*)??([0-9]{1,4})(?:(?:\.|:|：)([0-9]{1,2})(?:(?::|：)([0-9]{2})(?:\.([0-9]{1,6}))?)?)?",
    r"(?:\s*(a\.m\.|p\.m\.|am?|pm?))?",
    r"(?:\s*(?:o[^0-9A-Za-z_]*clock|at\s*night|in\s*the\s*(?:morning|afternoon)))?([^0-9A-Za-z_/]|$)",
);

static FOLLOWING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "{}{BOUNDARY}",
        concat!(
            r"^(\s*(?:-|–|~|〜|to|\?)\s*)([0-9]{1,4})(?:(?:\.|:|：)([0-9]{1,2})(?:(?:\.|:|：)([0-9]{1,2})(?:\.([0-9]{1,6}))?)?)?",
            r"(?:\s*(a\.m\.|p\.m\.|am?|pm?))?",
        )
    ))
});
/// `456-12` and `2022-12` are no times; `7.30 -0800` is one with its zone.
static OFFSET_LIKE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*([+-])\s*([0-9]{2,4})$"));
static ENDING: LazyLock<Regex> = LazyLock::new(|| pattern(r"[^0-9:.]([0-9][0-9.]+)$"));
static ENDING_RANGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[^0-9:.]([0-9][0-9.]+)\s*-\s*([0-9][0-9.]+)$"));
static TWO_DIGITS_AFTER_DOTS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[0-9](\.[0-9]{2})+$"));

struct Groups<'a> {
    hour: &'a str,
    minute: Option<&'a str>,
    second: Option<&'a str>,
    millisecond: Option<&'a str>,
    half: Option<&'a str>,
}

/// After `AbstractTimeExpressionParser` and `ENTimeExpressionParser`.
pub(super) fn time(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    let boundary = found.group(7).unwrap_or_default();
    let end = found.captures.get(0).map_or(found.offset, |whole| found.offset + whole.end()) - boundary.len();
    let groups = Groups {
        hour: found.group(2).unwrap_or_default(),
        minute: found.group(3),
        second: found.group(4),
        millisecond: found.group(5),
        half: found.group(6),
    };
    let from = found.inner();
    let text = found.text.get(from..end).unwrap_or_default();
    let Some(start) = primary(&groups, text, reference) else { return Outcome::Skip(end) };
    let mut result = Found::new(from, end, start);
    let rest = found.text.get(end..).unwrap_or_default();
    let following = FOLLOWING.captures(rest);
    let taken = following.as_ref().map(|following| {
        let whole = following.get(0).map_or(0, |whole| whole.end());
        rest.get(..whole - following.get(7).map_or(0, |boundary| boundary.len())).unwrap_or_default()
    });
    let digits = taken.and_then(|taken| OFFSET_LIKE.captures(taken)).map(|offset| offset.get(2).map_or(0, |d| d.len()));
    let leading = text.bytes().take_while(u8::is_ascii_digit).count();
    if leading >= 3 && digits.is_some() {
        return Outcome::Skip(end);
    }
    let accepted = match (&following, taken) {
        (Some(following), Some(taken)) if digits.is_none_or(|digits| digits < 3) => {
            let group = |number: usize| following.get(number).map(|found| found.as_str());
            let groups = Groups {
                hour: group(2).unwrap_or_default(),
                minute: group(3),
                second: group(4),
                millisecond: group(5),
                half: group(6),
            };
            result.end = second_time(&groups, &mut result.start, reference);
            if result.end.is_some() {
                result.to += taken.len();
            }
            plausible_range(found.text.get(result.from..result.to).unwrap_or_default())
        }
        _ => plausible(text),
    };
    if accepted { Outcome::Date(Box::new(result)) } else { Outcome::Skip(end) }
}

fn primary(groups: &Groups<'_>, text: &str, reference: Instant) -> Option<Components> {
    let mut components = Components::new(reference);
    let mut hour = leading_int(groups.hour);
    let mut minute = 0;
    let mut meridiem = None;
    if hour > 100 {
        if groups.minute.is_some() {
            return None;
        }
        (hour, minute) = (hour / 100, hour % 100);
    }
    if hour > 24 {
        return None;
    }
    if let Some(digits) = groups.minute {
        if digits.len() == 1 && groups.half.is_none() {
            return None;
        }
        minute = leading_int(digits);
    }
    if minute >= 60 {
        return None;
    }
    if hour > 12 {
        meridiem = Some(1);
    }
    if let Some(half) = groups.half {
        if hour > 12 {
            return None;
        }
        (hour, meridiem) = twelve_hours(hour, half);
    }
    components.assign(Part::Hour, hour);
    components.assign(Part::Minute, minute);
    match meridiem {
        Some(meridiem) => components.assign(Part::Meridiem, meridiem),
        None => components.imply(Part::Meridiem, i64::from(hour >= 12)),
    }
    fractions(groups, &mut components)?;
    let text = text.to_ascii_lowercase();
    if text.ends_with("night") {
        if (6..12).contains(&hour) {
            components.assign(Part::Hour, hour + 12);
            components.assign(Part::Meridiem, 1);
        } else if hour < 6 {
            components.assign(Part::Meridiem, 0);
        }
    } else if text.ends_with("afternoon") {
        components.assign(Part::Meridiem, 1);
        if (0..=6).contains(&hour) {
            components.assign(Part::Hour, hour + 12);
        }
    } else if text.ends_with("morning") {
        components.assign(Part::Meridiem, 0);
    }
    Some(components)
}

fn twelve_hours(hour: i64, half: &str) -> (i64, Option<i64>) {
    let morning = half.starts_with(['a', 'A']);
    match (morning, hour) {
        (true, 12) => (0, Some(0)),
        (true, _) => (hour, Some(0)),
        (false, 12) => (12, Some(1)),
        (false, _) => (hour + 12, Some(1)),
    }
}

fn fractions(groups: &Groups<'_>, components: &mut Components) -> Option<()> {
    if let Some(digits) = groups.millisecond {
        components.assign(Part::Millisecond, leading_int(digits.get(..3).unwrap_or(digits)));
    }
    if let Some(digits) = groups.second {
        let second = leading_int(digits);
        if second >= 60 {
            return None;
        }
        components.assign(Part::Second, second);
    }
    Some(())
}

fn second_time(groups: &Groups<'_>, start: &mut Components, reference: Instant) -> Option<Components> {
    let mut components = Components::new(reference);
    fractions(groups, &mut components)?;
    let mut hour = leading_int(groups.hour);
    let mut minute = 0;
    if let Some(digits) = groups.minute {
        minute = leading_int(digits);
    } else if hour > 100 {
        (hour, minute) = (hour / 100, hour % 100);
    }
    if minute >= 60 || hour > 24 {
        return None;
    }
    let mut meridiem = (hour >= 12).then_some(1);
    let tomorrow = |components: &mut Components| {
        let day = components.get(Part::Day).unwrap_or_default() + 1;
        components.imply(Part::Day, day);
    };
    if let Some(half) = groups.half {
        if hour > 12 {
            return None;
        }
        if hour == 12 && half.starts_with(['a', 'A']) && !components.is_certain(Part::Day) {
            tomorrow(&mut components);
        }
        (hour, meridiem) = twelve_hours(hour, half);
        if !start.is_certain(Part::Meridiem) {
            let first = start.get(Part::Hour).unwrap_or_default();
            start.imply(Part::Meridiem, meridiem.unwrap_or_default());
            match meridiem {
                Some(0) if first == 12 => start.assign(Part::Hour, 0),
                Some(1) if first != 12 => start.assign(Part::Hour, first + 12),
                _ => {}
            }
        }
    }
    components.assign(Part::Hour, hour);
    components.assign(Part::Minute, minute);
    let first = start.get(Part::Hour).unwrap_or_default();
    match meridiem {
        Some(meridiem) => components.assign(Part::Meridiem, meridiem),
        None if start.is_certain(Part::Meridiem) && first > 12 => {
            if first - 12 > hour {
                components.imply(Part::Meridiem, 0);
            } else if hour <= 12 {
                components.assign(Part::Hour, hour + 12);
                components.assign(Part::Meridiem, 1);
            }
        }
        None => components.imply(Part::Meridiem, i64::from(hour > 12)),
    }
    if components.instant() < start.instant() {
        tomorrow(&mut components);
    }
    Some(components)
}

fn plausible(text: &str) -> bool {
    let only_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if only_digits && text.len() != 2 {
        return false;
    }
    let mut last = text.bytes().rev();
    if let (Some(b'a' | b'p' | b'A' | b'P'), Some(b'0'..=b'9')) = (last.next(), last.next()) {
        return false;
    }
    let Some(digits) = ENDING.captures(text).and_then(|found| found.get(1)) else { return true };
    plausible_ending(digits.as_str())
}

fn plausible_ending(digits: &str) -> bool {
    (!digits.contains('.') || TWO_DIGITS_AFTER_DOTS.is_match(digits)) && leading_int(digits) <= 24
}

fn plausible_range(text: &str) -> bool {
    if let Some((from, to)) = text.split_once('-') {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits(from) && digits(to) {
            return false;
        }
    }
    let Some(found) = ENDING_RANGE.captures(text) else { return true };
    let group = |number: usize| found.get(number).map_or("", |found| found.as_str());
    plausible_ending(group(2)) && leading_int(group(1)) <= 24
}

/// After `ENCasualTimeParser`.
pub(super) fn casual_time(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    let mut components = Components::new(reference);
    let mut hour = |hour: i64, meridiem: i64| {
        components.imply(Part::Meridiem, meridiem);
        components.imply(Part::Hour, hour);
    };
    match found.group(2).unwrap_or_default().to_ascii_lowercase().as_str() {
        "afternoon" => hour(15, 1),
        "evening" | "night" => hour(20, 1),
        "morning" => hour(6, 0),
        "noon" => hour(12, 0),
        _ => {
            components.assign_date(reference.plus_days(1));
            for part in [Part::Hour, Part::Minute, Part::Second] {
                components.imply(part, 0);
            }
        }
    }
    let to = found.captures.get(3).map_or(found.offset, |boundary| found.offset + boundary.start());
    Outcome::Date(Box::new(Found::new(found.inner(), to, components)))
}

/// After `ISOFormatParser`.
pub(super) fn iso(found: &Match<'_, '_>, reference: Instant) -> Outcome {
    let mut components = Components::new(reference);
    let parts = [Part::Year, Part::Month, Part::Day, Part::Hour, Part::Minute, Part::Second, Part::Millisecond];
    for (part, group) in parts.into_iter().zip(2..) {
        if let Some(digits) = found.group(group) {
            components.assign(part, leading_int(digits));
        }
    }
    if found.group(5).is_some() {
        let hours = found.group(9).unwrap_or_default();
        let minutes = found.group(10).map_or(0, leading_int);
        let offset = leading_int(hours.trim_start_matches(['+', '-'])) * 60;
        // `-00:30` counts as positive: the sign is asked of the hours alone.
        let offset = if hours.starts_with('-') && offset > 0 { -offset - minutes } else { offset + minutes };
        components.assign(Part::Offset, offset);
    }
    let to = found.captures.get(11).map_or(found.offset, |boundary| found.offset + boundary.start());
    Outcome::Date(Box::new(Found::new(found.inner(), to, components)))
}
