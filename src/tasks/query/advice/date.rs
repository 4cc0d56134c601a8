//! Dates that are understood, in words that say more than the plugin reads.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::super::dates::{FilterDate, Via};
use super::super::super::words::{js_trim_range, normal};
use super::super::super::{Code, Problem};
use super::super::instruction::Judge;
use super::operators::{swallowed, swallowed_operator};

/// A date that the plugin understands, in words that say more than a date.
pub(in super::super) fn date(line: &str, at: usize, found: &FilterDate, judge: &Judge<'_>) -> Vec<Problem> {
    if let Some((operator, meant)) = swallowed(line, at, judge) {
        return vec![swallowed_operator(line, operator, meant)];
    }
    let words = at + found.words.start..at + found.words.end;
    let text = &line[words.clone()];
    let compared =
        found.keyword.as_deref().is_some_and(|keyword| keyword.contains("before") || keyword.contains("after"));
    if let Some(problem) = single_day(line, &words, found, compared) {
        return vec![problem];
    }
    let from = at + found.keyword.as_ref().map_or(0, String::len);
    let before = if found.via == Via::WithKeyword { at..words.start.max(at) } else { from..words.start.max(from) };
    let behind = words.end..line.len();
    let mut loose: Vec<Range<usize>> = Vec::new();
    for gap in [before, behind] {
        let trimmed = js_trim_range(&line[gap.clone()]);
        let gap = gap.start + trimmed.start..gap.start + trimmed.end;
        if !gap.is_empty() && !harmless(&line[gap.clone()]) {
            loose.push(gap);
        }
    }
    loose
        .into_iter()
        .map(|gap| {
            let said = &line[gap.clone()];
            let read = if compared { text.to_owned() } else { format!("on {text}") };
            let problem = Problem::warning(
                Code::LooseDate,
                gap.clone(),
                format!("`{said}` says nothing here: the date is read as `{read}`"),
            );
            match comparison(said) {
                Some(keyword) if gap.end <= words.start => problem
                    .help(format!("write `{keyword}`"))
                    .instead(format!("write `{keyword}`"), vec![(gap.start..words.start, format!("{keyword} "))]),
                _ => {
                    let range = if gap.start >= words.end { words.end..gap.end } else { gap.start..words.start };
                    problem
                        .help("a date filter holds nothing but the date")
                        .instead("remove it", vec![(range, String::new())])
                }
            }
        })
        .collect()
}

/// Words around a date that change nothing and mislead nobody.
fn harmless(text: &str) -> bool {
    matches!(normal(text).as_str(), "on" | "the" | "in" | "at" | "of" | "to" | "-" | "–" | "," | "." | "and")
}

/// What a sign or a word of comparison wants to say.
fn comparison(text: &str) -> Option<&'static str> {
    match normal(text).as_str() {
        ">" | "later than" => Some("after"),
        "<" | "earlier than" => Some("before"),
        ">=" | "=>" | "from" | "since" | "on or later than" => Some("on or after"),
        "<=" | "=<" | "by" | "until" | "till" | "up to" | "on or earlier than" | "or before" => Some("on or before"),
        "=" | "==" | "is" | ":" | "is on" => Some("on"),
        _ => None,
    }
}

/// Ranges that the plugin reads as one day: `next 7 days`, and `This Week` in capitals.
fn single_day(line: &str, words: &Range<usize>, found: &FilterDate, compared: bool) -> Option<Problem> {
    static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:this|last|past|next)\s+(?:\d+|\w+)\s+(?:day|week|month|quarter|year)s?\b")
            .expect("a constant pattern")
    });
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:last|this|next) (?:week|month|quarter|year)\b").expect("a constant pattern")
    });
    if matches!(found.via, Via::Relative | Via::Numbered) || found.range.start != found.range.end {
        return None;
    }
    let text = &line[words.clone()];
    if let Some(named) = NAMED.find(text) {
        let range = words.start + named.start()..words.start + named.end();
        let lower = named.as_str().to_lowercase();
        return Some(
            Problem::warning(
                Code::LooseDate,
                range.clone(),
                format!("written like this it is the single day {}", found.range.start),
            )
            .help(format!("`{lower}` in small letters is the whole period"))
            .instead(format!("write `{lower}`"), vec![(range, lower)]),
        );
    }
    let counted = COUNTED.find(text).filter(|_| !compared)?;
    let range = words.start + counted.start()..words.start + counted.end();
    Some(
        Problem::warning(
            Code::LooseDate,
            range,
            format!("this is the single day {}, not the days until then", found.range.start),
        )
        .help(format!(
            "for all of them write both ends, such as `{}`, or compare with `before` or `after`",
            ends(found)
        )),
    )
}

fn ends(found: &FilterDate) -> String {
    format!("on or before {}", found.range.start)
}
