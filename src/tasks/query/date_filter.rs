//! `due before tomorrow` and its like.

use super::super::dates;
use super::super::{Code, Problem};
use super::advice;
use super::filter::template_text;
use super::instruction::Judge;

/// Judges a filter on the date field `name`, whose text begins at `at`.
pub(super) fn check(line: &str, at: usize, name: &str, judge: &Judge<'_>) -> Vec<Problem> {
    if let Some(problem) = template_text(line) {
        return vec![problem];
    }
    let text = &line[at..];
    match dates::read_filter(text, judge.context.today) {
        Some(found) => advice::date(line, at, &found, judge),
        // The end of such a text was not looked at.
        None if text.len() > dates::LONGEST => Vec::new(),
        None => vec![unknown(line, at, name, judge)],
    }
}

fn unknown(line: &str, at: usize, name: &str, judge: &Judge<'_>) -> Problem {
    let (keyword, from) = dates::split_keyword(&line[at..]);
    let whole_word =
        keyword.is_some_and(|keyword| !line[at + keyword.len()..].starts_with(|c: char| c.is_alphanumeric()));
    let start = if whole_word && at + from < line.len() { at + from } else { at };
    let range = start..line.len();
    let problem = Problem::error(Code::UnknownDate, range.clone(), format!("do not understand {name} date"));
    let problem = match impossible(&line[range.clone()]) {
        Some((place, date)) => {
            let mut problem = problem.help(format!("{date} does not exist"));
            problem.range = start + place.start..start + place.end;
            return problem;
        }
        None => problem.help("a date such as 2025-06-18, `today`, `in two weeks`, `next month` or `2025-W25`"),
    };
    if !judge.suggest {
        return problem;
    }
    let (words, today) = (&line[range.clone()], judge.context.today);
    match respelt(words).filter(|meant| dates::read_filter(meant, today).is_some()) {
        Some(meant) => problem.instead(format!("write `{meant}`"), vec![(range, meant)]),
        None => problem,
    }
}

/// A date of the right shape that no calendar has.
fn impossible(text: &str) -> Option<(std::ops::Range<usize>, &str)> {
    let bytes = text.as_bytes();
    let at = (0..bytes.len().saturating_sub(9)).find(|at| {
        bytes[*at..*at + 10].iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
    })?;
    let date = &text[at..at + 10];
    date.parse::<jiff::civil::Date>().is_err().then_some((at..at + 10, date))
}

/// Every word that is no number with the word of dates that is nearest to it.
fn respelt(text: &str) -> Option<String> {
    const WORDS: &[&str] = &[
        "today",
        "tomorrow",
        "yesterday",
        "tonight",
        "now",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "this",
        "next",
        "last",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "quarter",
        "day",
        "days",
        "ago",
        "in",
        "before",
        "after",
        "on",
        "or",
    ];
    const SHORT: &[(&str, &str)] = &[("d", "days"), ("w", "weeks"), ("m", "months"), ("y", "years")];
    let mut out = Vec::new();
    for word in text.split_whitespace().take(12) {
        let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let unit = SHORT.iter().find(|(short, _)| digits > 0 && word[digits..].eq_ignore_ascii_case(short));
        out.push(match unit {
            Some((_, unit)) => format!("in {} {unit}", &word[..digits]),
            None => super::super::words::nearest(word, WORDS.iter().copied()).unwrap_or(word).to_owned(),
        });
    }
    let meant = out.join(" ");
    (meant != text).then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_dates_are_found() {
        assert_eq!(impossible("on 2025-02-30"), Some((3..13, "2025-02-30")));
        assert_eq!(impossible("2025-02-28"), None);
        assert_eq!(respelt("tomorow"), Some("tomorrow".to_owned()));
        assert_eq!(respelt("7d"), Some("in 7 days".to_owned()));
    }
}
