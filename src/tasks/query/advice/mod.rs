//! What the plugin accepts although it was almost surely not meant.

mod date;
mod operators;
mod path;
mod sort;
mod text;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::words::{js_trim_range, normal, strip_keyword};
use super::super::{Code, Problem};
use super::keywords::ELEMENTS;
pub(super) use date::date;
pub(super) use path::path;
pub use path::{Notes, PathMatch};
pub(super) use sort::sort_tail;
pub(super) use text::text_value;

/// What follows `short`, `full`, `explain` and `ignore global query`.
pub(super) fn mode_tail(line: &str, start: &str, whole: &str, tail: &str) -> Option<Problem> {
    let rest = &whole[start.len()..];
    let behind = strip_keyword(tail, rest).unwrap_or(tail);
    let harmless = matches!(normal(behind).as_str(), "" | "mode" | "query" | "s");
    if harmless {
        return None;
    }
    let range = line.len() - behind.len()..line.len();
    Some(ignored(line, range, &format!("`{whole}`")))
}

/// What follows `limit N`.
pub(super) fn limit_tail(line: &str, tail: Range<usize>) -> Option<Problem> {
    let text = normal(&line[tail.clone()]);
    if text.is_empty() {
        return None;
    }
    if matches!(text.as_str(), "group" | "groups") && !normal(line).starts_with("limit groups") {
        let number: String = line.chars().filter(char::is_ascii_digit).collect();
        return Some(
            Problem::warning(Code::NoEffect, tail, "this limits the tasks, not the groups")
                .help(format!("`limit groups {number}` limits the tasks of each group"))
                .instead(
                    format!("write `limit groups {number}`"),
                    vec![(0..line.len(), format!("limit groups {number}"))],
                ),
        );
    }
    Some(ignored(line, tail, "`limit`"))
}

/// What follows an element of `hide` and `show`, which begins at `start`.
pub(super) fn element_tail(line: &str, start: usize, known: &str) -> Option<Problem> {
    let tail = &line[start + known.len()..];
    let said = normal(tail);
    if said.is_empty() || (said == "s" && !tail.starts_with(' ')) {
        return None;
    }
    // The longest known element that is meant by a longer word.
    let range = line.len() - tail.len()..line.len();
    let problem = Problem::warning(
        Code::IgnoredTail,
        start + known.len() + js_trim_range(tail).start..line.len(),
        format!("only `{known}` is read here, this is ignored"),
    );
    let more: Vec<&str> = tail
        .split(',')
        .map(|word| word.trim_matches(|c: char| c == '.' || c.is_whitespace()))
        .filter(|word| !word.is_empty())
        .collect();
    let all_known = tail.trim_start().starts_with(',')
        && !more.is_empty()
        && more.iter().all(|word| ELEMENTS.iter().any(|element| element.eq_ignore_ascii_case(word)));
    if all_known {
        let verb = line[..start].trim_end();
        let lines: String = more.iter().map(|word| format!("\n{verb} {word}")).collect();
        return Some(
            problem
                .help("write each element on a line of its own")
                .instead("write one line for each", vec![(range, lines)]),
        );
    }
    Some(problem.help("write one element a line").instead("remove it", vec![(range, String::new())]))
}

fn ignored(line: &str, range: Range<usize>, what: &str) -> Problem {
    let start = range.start + js_trim_range(&line[range.clone()]).start;
    Problem::warning(Code::IgnoredTail, start..range.end, format!("{what} ignores this"))
        .help("write it on a line of its own, or remove it")
        .instead("remove it", vec![(range, String::new())])
}

/// JavaScript behind `filter by function`.
pub(super) fn function(line: &str, at: usize) -> Option<Problem> {
    arrow_function(line, at)
}

/// A function that is written but never called: as a filter it is always true, as a key it never differs.
fn arrow_function(line: &str, at: usize) -> Option<Problem> {
    static ARROW: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\s*(?:\(\s*\w*(?:\s*,\s*\w+)*\s*\)|\w+)\s*=>").expect("a constant pattern"));
    let arrow = ARROW.find(&line[at..])?;
    let range = at..at + arrow.end();
    Some(
        Problem::warning(Code::SuspectFunction, range.clone(), "this function is written but never called")
            .help("write only the expression behind `=>`; `task` and `query` are there already")
            .instead(
                "keep the expression",
                vec![(at..at + arrow.end() + blanks(&line[at + arrow.end()..]), String::new())],
            ),
    )
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::super::{Context, check_block};

    fn codes(query: &str) -> Vec<&'static str> {
        let context = Context::new(None, jiff::civil::date(2025, 6, 18));
        check_block(query, &context).iter().map(|problem| problem.code.as_str()).collect()
    }

    #[test]
    fn tails_are_reported_and_plurals_are_not() {
        for line in [
            "sort by due, priority",
            "limit 5 due today",
            "shortest path",
            "hide due date, tags",
            "sort by tag 2 reverse",
        ] {
            assert_eq!(codes(line), ["ignored-tail"], "{line}");
        }
        for line in ["hide backlinks", "limit 5 tasks", "explain", "short mode"] {
            assert!(codes(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn swallowed_operators() {
        for line in [
            "due today AND not done",
            "path includes a OR path includes b",
            "(due today) or (scheduled today)",
            "due today and not done",
        ] {
            assert_eq!(codes(line), ["swallowed-operator"], "{line}");
        }
        for line in ["heading includes rock and roll", "due 2025-01-01 2025-02-01", "(due today) AND (path includes x)"]
        {
            assert!(codes(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn loose_dates() {
        for line in [
            "due > today",
            "due is tomorrow",
            "due This Week",
            "due next 7 days",
            "due today foo",
            "due end of this month",
        ] {
            assert_eq!(codes(line), ["loose-date"], "{line}");
        }
        for line in [
            "due before next week",
            "due in two weeks",
            "due after 7 days ago",
            "due on or before tomorrow",
            "due monday",
            "starts before next 2 weeks",
        ] {
            assert!(codes(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn the_value_of_a_text_filter() {
        assert_eq!(codes("path includes \"Mill/Weir\""), ["quoted-value"]);
        assert_eq!(codes("path includes Mill # the old one"), ["swallowed-comment"]);
        assert!(codes("tags include #mill").is_empty());
    }
}
