//! `path includes …`, `tag regex matches /…/` and their like.

use super::super::regexp::{self, Refusal};
use super::super::words::strip_keyword;
use super::super::{Code, Problem};
use super::advice;
use super::instruction::Judge;
use super::keywords::{TAG_OPERATORS, TEXT_FIELDS, TEXT_OPERATORS};

/// A filter on a text field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TextFilter {
    pub(super) field: &'static str,
    pub(super) regex: bool,
    /// Where the value begins.
    pub(super) value: usize,
}

/// Reads `FIELD OPERATOR VALUE`.
pub(super) fn read(line: &str) -> Option<TextFilter> {
    for &field in TEXT_FIELDS {
        let Some(rest) = strip_keyword(line, field).and_then(|rest| rest.strip_prefix(' ')) else { continue };
        let more: &[&str] = if field.starts_with("tag") { TAG_OPERATORS } else { &[] };
        for operator in TEXT_OPERATORS.iter().chain(more) {
            let value = strip_keyword(rest, operator).and_then(|rest| rest.strip_prefix(' '));
            if let Some(value) = value {
                return Some(TextFilter {
                    field,
                    regex: operator.starts_with("regex"),
                    value: line.len() - value.len(),
                });
            }
        }
    }
    None
}

/// Judges the value of a filter.
pub(super) fn check(line: &str, filter: &TextFilter, judge: &Judge<'_>) -> Vec<Problem> {
    if filter.regex {
        return regex(line, filter.value).into_iter().collect();
    }
    let mut problems = advice::text_value(line, filter, judge);
    if problems.is_empty() {
        problems.extend(advice::path(line, filter, judge));
    }
    problems
}

fn regex(line: &str, at: usize) -> Option<Problem> {
    let value = &line[at..];
    let whole = at..line.len();
    let place = |range: std::ops::Range<usize>| at + range.start..at + range.end;
    match regexp::check(value).err()? {
        Refusal::Shape => {
            let problem =
                Problem::error(Code::RegexWithoutSlashes, whole.clone(), format!("Invalid instruction: '{line}'"))
                    .help("a regular expression stands between slashes: `/pattern/` or `/pattern/flags`");
            let bare = value.trim_matches(['/', '"', '\'']).trim();
            Some(if bare.is_empty() || bare.contains('/') {
                problem
            } else {
                problem.instead("put it between slashes", vec![(whole, format!("/{bare}/"))])
            })
        }
        Refusal::Syntax(message, range) => {
            let message = format!("Error: Parsing regular expression: SyntaxError: {message}");
            let problem = Problem::error(Code::InvalidRegex, place(range), message);
            Some(if message_is_about_flags(&problem.message) {
                let flags = at + value.rfind('/').map_or(0, |slash| slash + 1)..line.len();
                let problem = problem
                    .help("nothing but the flags i, m, s, u, y, g, d and v may follow the last slash, each once");
                match flags_meant(&line[flags.clone()]) {
                    Some(meant) => problem.instead("correct the flags", vec![(flags, meant)]),
                    None => problem,
                }
            } else {
                problem.help("to search for a special character itself, put `\\` before it")
            })
        }
        Refusal::Unsafe(message, range) => {
            let message = format!("Error: Parsing regular expression: SyntaxError: {message}");
            Some(Problem::error(Code::UnsafeRegex, place(range), message).help(
                "the plugin refuses a quantifier inside another, more than 25 of them, look-behind and patterns of more than 500 characters",
            ))
        }
    }
}

fn message_is_about_flags(message: &str) -> bool {
    message.contains("Invalid flags")
}

/// The known flags of the text, if little else stands there.
fn flags_meant(text: &str) -> Option<String> {
    let word = text.split_whitespace().next()?;
    let mut meant = String::new();
    for flag in word.to_lowercase().chars() {
        if !"dgimsuvy".contains(flag) {
            return None;
        }
        if !meant.contains(flag) {
            meant.push(flag);
        }
    }
    Some(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_operators() {
        assert_eq!(read("path includes x"), Some(TextFilter { field: "path", regex: false, value: 14 }));
        assert_eq!(read("TAGS do not include x").map(|filter| filter.value), Some(20));
        assert_eq!(read("path include x"), None);
        assert_eq!(read("path includes"), None);
        assert_eq!(read("path  includes x"), None);
        assert!(read("status.name regex does not match /x/").is_some_and(|filter| filter.regex));
    }
}
