//! `and` and `or` that a filter has taken for a part of its value.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::super::{Code, Problem};
use super::super::filter;
use super::super::instruction::Judge;

/// Operators that a filter may have swallowed: the operator, and whether another filter stands behind it.
pub(super) fn swallowed(line: &str, from: usize, judge: &Judge<'_>) -> Option<(Range<usize>, bool)> {
    static OPERATOR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)[\s)\]}"]+(and not|or not|and|or|xor|&&|\|\|)[\s(\[{"]+"#).expect("a constant pattern")
    });
    let quiet = Judge { suggest: false, ..judge.deeper() };
    if quiet.depth > 3 {
        return None;
    }
    let mut upper = None;
    for found in OPERATOR.captures_iter(&line[from..]).take(8) {
        let (whole, operator) = (found.get(0)?, found.get(1)?);
        let range = from + operator.start()..from + operator.end();
        let behind = line[from + whole.end()..].trim_end_matches([')', ']', '}', '"', ' ']);
        if !behind.is_empty() && filter::check(behind, &quiet).is_some() {
            return Some((range, true));
        }
        let loud = operator.as_str().chars().all(|c| c.is_ascii_uppercase() || c == ' ');
        let closed = line[..range.start].trim_end().ends_with([')', ']', '}', '"']);
        let opens = line[range.end..].trim_start().starts_with(['(', '[', '{', '"']);
        if (loud || closed && opens) && !behind.is_empty() {
            upper.get_or_insert((range, false));
        }
    }
    upper
}

pub(super) fn swallowed_operator(line: &str, operator: Range<usize>, certain: bool) -> Problem {
    let word = &line[operator.clone()];
    let message = format!("`{word}` is part of the filter before it, and so is everything behind it");
    let problem = Problem::warning(Code::SwallowedOperator, operator.clone(), message);
    let (left, right) = (line[..operator.start].trim_end(), line[operator.end..].trim_start());
    let open = ['(', '[', '{', '"'];
    let bare = |text: &str| !text.contains(open) && !text.contains([')', ']', '}']);
    let upper = match word.to_ascii_lowercase().as_str() {
        "&&" => "AND".to_owned(),
        "||" => "OR".to_owned(),
        other => other.to_ascii_uppercase(),
    };
    if certain && bare(left) && bare(right) {
        let meant = format!("({left}) {upper} ({right})");
        return problem
            .help(format!("write `{meant}`"))
            .instead("put the filters in brackets", vec![(0..line.len(), meant)]);
    }
    if left.ends_with([')', ']', '}', '"']) && right.starts_with(open) && upper != *word {
        return problem.help(format!("write `{upper}`")).instead(format!("write `{upper}`"), vec![(operator, upper)]);
    }
    problem.help("put every filter in brackets: `(filter) AND (filter)`, the operator in capitals")
}
