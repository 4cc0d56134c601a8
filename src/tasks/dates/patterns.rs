//! The patterns of the library's English parsers, in its order, each compiled when a text first asks for it.

use std::sync::{LazyLock, OnceLock};

use regex::Regex;

use super::calendar::Instant;
use super::clock;
use super::parsers::*;
use super::vocabulary::{BOUNDARY, MONTH, ORDINAL, UNIT, WEEKDAY, amounts, pattern, year};

/// A pattern and what to make of its matches.
pub(super) struct Parser {
    /// Of each of these lists one must stand in a text (in small letters) for the pattern to match: compiling costs more
    /// than looking.
    triggers: &'static [&'static [&'static str]],
    source: String,
    compiled: OnceLock<Regex>,
    pub(super) read: fn(&Match<'_, '_>, Instant) -> Outcome,
}

impl Parser {
    /// The pattern, unless it cannot match a text whose small letters are `lower`.
    pub(super) fn pattern(&self, lower: &str) -> Option<&Regex> {
        let possible = self.triggers.iter().all(|list| list.iter().any(|trigger| lower.contains(trigger)));
        possible.then(|| self.compiled.get_or_init(|| pattern(&self.source)))
    }
}

const RELATIVE: &[&str] = &["this", "last", "past", "next", "after", "+", "-"];
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAYTIMES: &[&str] = &["morning", "noon", "evening", "night"];
const DAYS: &[&str] = &["now", "today", "night", "tomorrow", "tmr", "yesterday"];
const UNITS: &[&str] = &["sec", "min", "h", "day", "week", "month", "qtr", "quarter", "y"];
const DIGITS: &[&str] = &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

const LEFT: &str = "([^0-9A-Za-z_]|^)";

fn parser(
    triggers: &'static [&'static [&'static str]],
    source: &str,
    read: fn(&Match<'_, '_>, Instant) -> Outcome,
) -> Parser {
    Parser { triggers, source: format!("{LEFT}{source}"), compiled: OnceLock::new(), read }
}

/// Every parser, in the library's order, which decides between matches that begin at one place.
pub(super) static PARSERS: LazyLock<Vec<Parser>> = LazyLock::new(|| {
    let amounts = amounts();
    let year = year();
    // A year must not be followed by one more character and a digit; without a year any boundary will do.
    let year_end = "(\\s|[^0-9A-Za-z_\\s](?:[^0-9]|$)|$)";
    let end = "([^0-9A-Za-z_:]|:[^0-9]|:$|$)";
    vec![
        parser(&[RELATIVE, UNITS], &format!("(this|last|past|next|after|\\+|-)\\s*({amounts}){BOUNDARY}"), casual_relative),
        parser(&[RELATIVE, UNITS], &format!("(this|last|past|next|after\\s*this)\\s*({UNIT}){BOUNDARY}"), relative),
        parser(
            &[MONTHS],
            &format!("((?:in)\\s*)?({MONTH})\\s*(?:[,-]?\\s*({year})?)?([^0-9A-Za-z_\\s]|\\s+[^0-9]|\\s+$|$)"),
            month_name,
        ),
        parser(
            &[DAYTIMES],
            &format!("(?:this)?\\s{{0,3}}(morning|afternoon|evening|night|midnight|noon){BOUNDARY}"),
            clock::casual_time,
        ),
        parser(&[DAYS], &format!("(now|today|tonight|tomorrow|tmr|tmrw|yesterday|last\\s*night){BOUNDARY}"), casual_date),
        parser(
            &[&["-"]],
            &format!(
                "([0-9]{{4}})-([0-9]{{1,2}})-([0-9]{{1,2}})(?:T([0-9]{{1,2}}):([0-9]{{1,2}})(?::([0-9]{{1,2}})(?:\\.([0-9]{{1,4}}))?)?(?:Z|([+-][0-9]{{2}}):?([0-9]{{2}})?)?)?{BOUNDARY}"
            ),
            clock::iso,
        ),
        Parser {
            triggers: &[&["/", ".", "-"]],
            source: "([^0-9]|^)([0-3]{0,1}[0-9]{1})[/.\\-]([0-3]{0,1}[0-9]{1})(?:[/.\\-]([0-9]{4}|[0-9]{2}))?([^0-9A-Za-z_]|$)"
                .to_owned(),
            compiled: OnceLock::new(),
            read: slash_date,
        },
        parser(
            &[&["in", "for"], UNITS],
            &format!(
                "(?:within|in|for)\\s*(?:(?:about|around|roughly|approximately|just)\\s*(?:~\\s*)?)?({amounts}){BOUNDARY}"
            ),
            within,
        ),
        parser(
            &[MONTHS],
            &format!(
                "(?:on\\s{{0,3}})?({ORDINAL})(?:\\s{{0,3}}(?:to|-|–|until|through|till)?\\s{{0,3}}({ORDINAL}))?(?:-|/|\\s{{0,3}}(?:of)?\\s{{0,3}})({MONTH})(?:(?:-|/|,?\\s{{0,3}})({year}){year_end}|{BOUNDARY})"
            ),
            day_then_month,
        ),
        parser(
            &[MONTHS],
            &format!(
                "({MONTH})(?:-|/|\\s*,?\\s*)({ORDINAL})(?:\\s*(?:to|-)\\s*({ORDINAL})\\s*(?:(?:-|/|\\s*,?\\s*)({year}){end}|{end})|\\s*(?:-|/|\\s*,?\\s*)({year}){end}|\\s*([^0-9A-Za-z_:\\s]|:[^0-9]|:$|$)|\\s*(\\s(?:[0-9_b-oq-z]|[ap](?:[^m]|$))))"
            ),
            month_then_day,
        ),
        parser(
            &[WEEKDAYS],
            &format!(
                "(?:[,(（]\\s*)?(?:on\\s*?)?(?:(this|last|past|next)\\s*)?({WEEKDAY})(?:\\s*[,)）])?(?:\\s*(this|last|past|next)\\s*week)?{BOUNDARY}"
            ),
            weekday,
        ),
        parser(
            &[DIGITS],
            &format!("([0-9]{{4}})[./\\s](?:({MONTH})|([0-9]{{1,2}}))[./\\s]([0-9]{{1,2}}){BOUNDARY}"),
            year_month_day,
        ),
        parser(&[&["/"]], "([0-9]|0[1-9]|1[012])/([0-9]{4})", slash_month),
        Parser { triggers: &[DIGITS], source: clock::PRIMARY.to_owned(), compiled: OnceLock::new(), read: clock::time },
        parser(
            &[&["ago", "before", "earlier"], UNITS],
            &format!("({amounts})\\s{{0,5}}(?:ago|before|earlier){BOUNDARY}"),
            ago,
        ),
        parser(
            &[&["later", "after", "from", "henceforth", "forward", "out"], UNITS],
            &format!("({amounts})\\s{{0,5}}(?:later|after|from now|henceforth|forward|out){BOUNDARY}"),
            later,
        ),
    ]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert_eq!(PARSERS.len(), 16);
        for parser in PARSERS.iter() {
            let text: String = parser.triggers.iter().map(|list| list[0]).collect();
            assert!(parser.pattern(&text).is_some());
            assert!(parser.pattern("").is_none());
        }
    }
}
