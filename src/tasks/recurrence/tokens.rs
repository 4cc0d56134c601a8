//! The words of rrule's English grammar. The longest token that fits counts; of equals the first.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbol {
    Skip,
    Number,
    NumberAsText,
    Every,
    Day,
    Weekdays,
    Week,
    Hour,
    Minute,
    Month,
    Year,
    On,
    At,
    The,
    First,
    Second,
    Third,
    Nth,
    Last,
    For,
    Times,
    Until,
    /// A day of the week, from Monday as 0.
    Weekday(u8),
    /// A month, from January as 1.
    MonthName(u8),
    Comma,
}

use Symbol::{MonthName, Weekday};

/// Words in the order of the grammar; of each the longest spelling first.
const WORDS: &[(Symbol, &[&str])] = &[
    (Symbol::NumberAsText, &["one", "two", "three"]),
    (Symbol::Every, &["every"]),
    (Symbol::Day, &["days", "day"]),
    (Symbol::Weekdays, &["weekdays", "weekday"]),
    (Symbol::Week, &["weeks", "week"]),
    (Symbol::Hour, &["hours", "hour"]),
    (Symbol::Minute, &["minutes", "minute"]),
    (Symbol::Month, &["months", "month"]),
    (Symbol::Year, &["years", "year"]),
    (Symbol::On, &["on", "in"]),
    (Symbol::At, &["at"]),
    (Symbol::The, &["the"]),
    (Symbol::First, &["first"]),
    (Symbol::Second, &["second"]),
    (Symbol::Third, &["third"]),
    (Symbol::Last, &["last"]),
    (Symbol::For, &["for"]),
    (Symbol::Times, &["times", "time"]),
    (Symbol::Until, &["until", "til"]),
    (Weekday(0), &["monday", "mon", "mo"]),
    (Weekday(1), &["tuesday", "tues", "tue", "tu"]),
    (Weekday(2), &["wednesday", "wedn", "wed", "we"]),
    (Weekday(3), &["thursday", "thur", "thu", "th"]),
    (Weekday(4), &["friday", "fri", "fr"]),
    (Weekday(5), &["saturday", "sat", "sa"]),
    (Weekday(6), &["sunday", "sun", "su"]),
    (MonthName(1), &["january", "jan"]),
    (MonthName(2), &["february", "feb"]),
    (MonthName(3), &["march", "mar"]),
    (MonthName(4), &["april", "apr"]),
    (MonthName(5), &["may"]),
    (MonthName(6), &["june", "jun"]),
    (MonthName(7), &["july", "jul"]),
    (MonthName(8), &["august", "aug"]),
    (MonthName(9), &["september", "sept", "sep"]),
    (MonthName(10), &["october", "oct"]),
    (MonthName(11), &["november", "nov"]),
    (MonthName(12), &["december", "dec"]),
];

/// The token at the beginning of the text, with its length; nothing if there is none.
pub(super) fn first(text: &str) -> Option<(Symbol, usize)> {
    let mut best = None;
    let mut offer = |symbol: Symbol, length: usize| {
        if length > 0 && best.is_none_or(|(_, longest)| length > longest) {
            best = Some((symbol, length));
        }
    };
    offer(Symbol::Skip, text.len() - text.trim_start_matches([' ', '\r', '\n', '\t']).len());
    let digits = number(text);
    offer(Symbol::Number, digits);
    for (symbol, spellings) in WORDS {
        let fits =
            |spelling: &&&str| text.get(..spelling.len()).is_some_and(|head| head.eq_ignore_ascii_case(spelling));
        offer(*symbol, spellings.iter().find(fits).map_or(0, |spelling| spelling.len()));
    }
    let ordinal = text.get(digits..digits + 2).map(str::to_ascii_lowercase);
    if digits > 0 && ordinal.is_some_and(|ending| matches!(ending.as_str(), "th" | "nd" | "rd" | "st")) {
        offer(Symbol::Nth, digits + 2);
    }
    offer(Symbol::Comma, commas(text));
    best
}

/// The length of a number that does not begin with 0.
fn number(text: &str) -> usize {
    if text.starts_with('0') { 0 } else { text.bytes().take_while(u8::is_ascii_digit).count() }
}

/// The length of a run of `,`, `and`, `or` and blanks that begins with one of the three.
fn commas(text: &str) -> usize {
    let mut rest = text;
    loop {
        let step = ["and", "or", ","]
            .into_iter()
            .find(|word| rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)));
        let Some(step) = step else { return text.len() - rest.len() };
        rest = rest[step.len()..].trim_start();
    }
}
