//! English words of dates, and the patterns built from them; after `locales/en/constants.ts` of chrono-node 2.3.9.

use std::sync::LazyLock;

use regex::Regex;

use super::super::words::js_trim;
use super::calendar::Unit;
use super::components::Amounts;

/// JavaScript's `\s`.
pub(super) const S: &str =
    r"[\t\n\x0b\x0c\r \u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}]";

/// What a look-ahead `(?=\W|$)` needs; these patterns take it in and give it back.
pub(super) const BOUNDARY: &str = "([^0-9A-Za-z_]|$)";
pub(super) const MONTH: &str = concat!(
    "(?:september|february|november|december|january|october|august|march|april|sept\\.|june|july|sept|",
    "jan\\.|feb\\.|mar\\.|apr\\.|jun\\.|jul\\.|aug\\.|sep\\.|oct\\.|nov\\.|dec\\.|may|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)"
);
pub(super) const WEEKDAY: &str = concat!(
    "(?:wednesday|thursday|saturday|tuesday|thurs\\.|sunday|monday|friday|thurs|thur\\.|",
    "sun\\.|mon\\.|tue\\.|wed\\.|thur|thu\\.|fri\\.|sat\\.|sun|mon|tue|wed|thu|fri|sat)"
);
pub(super) const ORDINAL: &str = concat!(
    "(?:twenty seventh|twenty-seventh|twenty second|twenty-second|twenty fourth|twenty-fourth|twenty eighth|twenty-eighth|",
    "twenty first|twenty-first|twenty third|twenty-third|twenty fifth|twenty-fifth|twenty sixth|twenty-sixth|twenty ninth|",
    "twenty-ninth|thirty first|thirty-first|seventeenth|thirteenth|fourteenth|eighteenth|nineteenth|fifteenth|sixteenth|",
    "twentieth|thirtieth|eleventh|seventh|twelfth|second|fourth|eighth|first|third|fifth|sixth|ninth|tenth|[0-9]{1,2}(?:st|nd|rd|th)?)"
);
pub(super) const UNIT: &str = concat!(
    "(?:quarters|seconds|minutes|quarter|second|minute|months|hours|weeks|month|years|mins|hour|days|week|year|",
    "sec|min|hrs|day|qtr|hr|yr|h|y)"
);

/// Compiles a pattern in which case does not count and `\s` is JavaScript's.
pub(super) fn pattern(source: &str) -> Regex {
    let source = format!("(?i){}", source.replace("\\s", S));
    Regex::new(&source).expect("the patterns of this module are constant and valid")
}

pub(super) fn year() -> String {
    "(?:[1-9][0-9]{0,3}\\s{0,2}(?:BE|AD|BC|BCE|CE)|[1-2][0-9]{3}|[5-9][0-9])".to_owned()
}

fn number() -> &'static str {
    concat!(
        "(?:eleven|twelve|three|seven|eight|four|five|nine|one|two|six|ten|[0-9]+|[0-9]+\\.[0-9]+|half(?:\\s{0,2}an?)?|",
        "an?(?-u:\\b)(?:\\s{0,2}few)?|few|several|a?\\s{0,2}couple\\s{0,2}(?:of)?)"
    )
}

/// One or more amounts: `2 weeks, 3 days`.
pub(super) fn amounts() -> String {
    let single = format!("{}\\s{{0,3}}{UNIT}", number());
    format!("(?:(?:about|around)\\s{{0,3}})?{single}\\s{{0,5}}(?:,?\\s{{0,5}}{single}){{0,10}}")
}

static SINGLE_AMOUNT: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("({})\\s{{0,3}}({UNIT})", number())));

/// Reads the amounts of a text; the last of two amounts of one unit counts.
pub(super) fn read_amounts(text: &str) -> Amounts {
    let mut amounts: Amounts = Vec::new();
    let mut rest = text;
    while let Some(found) = SINGLE_AMOUNT.captures(rest) {
        let (Some(whole), Some(number), Some(unit)) = (found.get(0), found.get(1), found.get(2)) else { break };
        let (Some(unit), amount) = (unit_of(unit.as_str()), read_number(number.as_str())) else { break };
        match amounts.iter_mut().find(|(known, _)| *known == unit) {
            Some((_, value)) => *value = amount,
            None => amounts.push((unit, amount)),
        }
        // The length of what was found is cut off the front, wherever it was found: so the library does it.
        let cut = rest.char_indices().nth(whole.as_str().chars().count()).map_or(rest.len(), |(at, _)| at);
        rest = js_trim(rest.get(cut..).unwrap_or_default());
    }
    amounts
}

pub(super) fn reversed(amounts: Amounts) -> Amounts {
    amounts.into_iter().map(|(unit, amount)| (unit, -amount)).collect()
}

pub(super) fn unit_of(word: &str) -> Option<Unit> {
    Some(match word.to_ascii_lowercase().as_str() {
        "sec" | "second" | "seconds" => Unit::Second,
        "min" | "mins" | "minute" | "minutes" => Unit::Minute,
        "h" | "hr" | "hrs" | "hour" | "hours" => Unit::Hour,
        "day" | "days" => Unit::Day,
        "week" | "weeks" => Unit::Week,
        "month" | "months" => Unit::Month,
        "qtr" | "quarter" | "quarters" => Unit::Quarter,
        "y" | "yr" | "year" | "years" => Unit::Year,
        _ => return None,
    })
}

fn read_number(word: &str) -> f64 {
    let word = word.to_ascii_lowercase();
    const NAMES: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if let Some(place) = NAMES.iter().position(|name| *name == word) {
        return place as f64 + 1.0;
    }
    match word.as_str() {
        "a" | "an" => 1.0,
        _ if word.contains("few") => 3.0,
        _ if word.contains("half") => 0.5,
        _ if word.contains("couple") => 2.0,
        _ if word.contains("several") => 7.0,
        _ => word.parse().unwrap_or(f64::NAN),
    }
}

/// The number of a month, from 1.
pub(super) fn month_of(word: &str) -> Option<i64> {
    const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = word.get(..3)?.to_ascii_lowercase();
    NAMES.iter().position(|name| *name == start).map(|place| place as i64 + 1)
}

/// Whether a word is the unabridged name of a month.
pub(super) fn is_full_month(word: &str) -> bool {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    NAMES.iter().any(|name| name.eq_ignore_ascii_case(word))
}

/// Sunday is 0.
pub(super) fn weekday_of(word: &str) -> Option<i64> {
    const NAMES: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    let start = word.get(..3)?.to_ascii_lowercase();
    NAMES.iter().position(|name| *name == start).map(|place| place as i64)
}

/// The number of an ordinal, in words or digits.
pub(super) fn ordinal_of(word: &str) -> i64 {
    const NAMES: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let word = word.to_ascii_lowercase();
    let place = |word: &str| NAMES.iter().position(|name| *name == word).map(|place| place as i64 + 1);
    if let Some(number) = place(&word) {
        return number;
    }
    if word == "thirtieth" {
        return 30;
    }
    for (tens, value) in [("twenty", 20), ("thirty", 30)] {
        if let Some(ones) = word.strip_prefix(tens).and_then(|rest| place(rest.trim_start_matches([' ', '-']))) {
            return value + ones;
        }
    }
    leading_int(&word)
}

/// `parseInt` of a text that begins with digits.
pub(super) fn leading_int(text: &str) -> i64 {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    // No pattern takes more than a few digits, except for years with six and more, which are no dates anyway.
    text.get(..digits).and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

/// A year with its era, or with two digits.
pub(super) fn year_of(text: &str) -> i64 {
    let upper = text.to_ascii_uppercase();
    let number = leading_int(&upper);
    if upper.contains("BE") {
        number - 543
    } else if upper.contains("BC") {
        -number
    } else if upper.contains("AD") || upper.contains("CE") {
        number
    } else {
        likely_year(number)
    }
}

/// The century of a year of two digits.
pub(super) fn likely_year(year: i64) -> i64 {
    match year {
        ..=50 => year + 2000,
        51..=99 => year + 1900,
        _ => year,
    }
}
