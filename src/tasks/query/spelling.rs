//! Lines that the plugin refuses: what was probably meant.
//!
//! Guesses are only made where the plugin would take them: every candidate is judged before it is suggested.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::super::words::{nearest, normal, strip_keyword, words};
use super::super::{Code, Problem};
use super::habits::HABITS;
use super::instruction::Judge;
use super::keywords::{
    DATE_FIELDS, ELEMENTS, EXACT, GROUP_KEYS, SORT_KEYS, STARTS, TAG_OPERATORS, TEXT_FIELDS, TEXT_OPERATORS,
};

/// Longer lines are no slips of the pen.
const LONGEST: usize = 400;

/// A line that no instruction claims.
pub(super) fn unknown(line: &str, judge: &Judge<'_>) -> Problem {
    let whole = 0..line.len();
    let refused = "do not understand query";
    if let Some(bracket) = list_item(line) {
        return Problem::error(Code::TaskInQuery, whole, refused)
            .help(format!("`{bracket}` begins a task: tasks stand outside of the query that lists them"));
    }
    for (start, code, keys, key) in [
        ("sort by ", Code::UnknownSortKey, SORT_KEYS, sort_key as fn(&str) -> Option<&'static str>),
        ("group by ", Code::UnknownGroupKey, GROUP_KEYS, group_key),
    ] {
        let Some(rest) = strip_keyword(line, start).map(str::trim_start).filter(|rest| !rest.is_empty()) else {
            continue;
        };
        let range = line.len() - rest.len()..line.len();
        let problem = Problem::error(code, range.clone(), refused).help(format!("one of: {}", keys.join(", ")));
        let from = start.len()..line.len();
        let reverse = if normal(rest).split(' ').nth(1) == Some("reverse") { " reverse" } else { "" };
        return match key(rest).filter(|_| judge.suggest).map(|key| format!("{key}{reverse}")) {
            Some(meant) => problem.instead(format!("write `{meant}`"), vec![(from, meant)]),
            None => problem,
        };
    }
    let problem = Problem::error(Code::UnknownInstruction, whole.clone(), refused);
    if !judge.suggest || line.len() > LONGEST {
        return problem.help(hint(line));
    }
    match candidates(line).into_iter().find(|candidate| candidate.text != line && judge.accepts(&candidate.text)) {
        Some(Candidate { text, certain: true }) => {
            problem.help("words are separated by one plain blank").surely("write plain blanks", vec![(whole, text)])
        }
        Some(Candidate { text, certain: false }) => {
            let mut problem = problem.help(format!("did you mean `{text}`?"));
            if let Some(meant) = difference(line, &text) {
                problem.range = meant;
            }
            problem.instead(format!("write `{text}`"), vec![(whole, text)])
        }
        None => problem.help(hint(line)),
    }
}

/// The bytes of the line that a suggestion changes, widened to whole words; nothing if it changes most of the line.
fn difference(line: &str, meant: &str) -> Option<std::ops::Range<usize>> {
    let same_start = line
        .char_indices()
        .zip(meant.chars())
        .find(|((_, a), b)| !a.eq_ignore_ascii_case(b))
        .map_or(line.len().min(meant.len()), |((at, _), _)| at);
    let tail = line[same_start..]
        .chars()
        .rev()
        .zip(meant.get(same_start..).unwrap_or_default().chars().rev())
        .take_while(|(a, b)| a.eq_ignore_ascii_case(b))
        .map(|(c, _)| c.len_utf8())
        .sum::<usize>();
    let end = line.len() - tail;
    let touched = words(line).into_iter().filter(|word| word.end >= same_start && word.start <= end);
    let (mut from, mut to) = (None, 0);
    for word in touched {
        from.get_or_insert(word.start);
        to = word.end;
    }
    Some(from?..to).filter(|range| range.start < range.end)
}

fn hint(line: &str) -> String {
    let lower = normal(line);
    let first = lower.split(' ').next().unwrap_or_default();
    let known = DATE_FIELDS.iter().map(|(word, _)| *word).find(|word| *word == first);
    if let Some(field) = known {
        return format!("`{field}` wants a date behind it, such as `{field} before tomorrow`");
    }
    if let Some(field) = TEXT_FIELDS.iter().find(|field| **field == first) {
        return format!(
            "`{field}` wants `includes`, `does not include`, `regex matches` or `regex does not match` and a text"
        );
    }
    match first {
        "sort" => "`sort by` and a key".to_owned(),
        "group" => "`group by` and a key".to_owned(),
        "limit" => "`limit 10` or `limit groups 10`".to_owned(),
        "priority" => {
            "`priority is`, then `above`, `below` or `not` if wanted, then lowest, low, none, medium, high or highest"
                .to_owned()
        }
        "hide" | "show" => format!("`{first}` and one of: {}", ELEMENTS.join(", ")),
        "preset" => "`preset` and its name".to_owned(),
        "view" => "`view list` or `view columns by KEY`".to_owned(),
        "filter" => "`filter by function` and an expression".to_owned(),
        _ => {
            "a comment begins with `#`; every other line is an instruction such as `not done` or `due before tomorrow`"
                .to_owned()
        }
    }
}

/// How a list item begins, if the line is one.
fn list_item(line: &str) -> Option<&str> {
    static ITEM: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:[-*+]|\d+[.)])\s*\[[^\]]?\](?:\s|$)").expect("a constant pattern"));
    ITEM.find(line).map(|item| item.as_str().trim_end())
}

/// The sort key that was meant.
fn sort_key(text: &str) -> Option<&'static str> {
    match normal(text).as_str() {
        "folder" | "root" | "file" | "name" => Some("path"),
        "title" | "text" => Some("description"),
        "prio" => Some("priority"),
        "deadline" => Some("due"),
        other => key(other, SORT_KEYS),
    }
}

/// The group key that was meant; `reverse` is not part of it.
pub(super) fn group_key(text: &str) -> Option<&'static str> {
    let lower = normal(text);
    match lower.as_str() {
        "tag" => return Some("tags"),
        "starts" | "start date" => return Some("start"),
        "file" | "note" | "page" => return Some("filename"),
        "prio" => return Some("priority"),
        _ => {}
    }
    key(&lower, GROUP_KEYS)
}

/// The key that a text begins with, or is nearest to.
fn key(lower: &str, keys: &'static [&'static str]) -> Option<&'static str> {
    let first = lower.split([' ', ',', ';']).next().unwrap_or_default();
    keys.iter().find(|key| **key == first).copied().or_else(|| nearest(first, keys.iter().copied()))
}

/// The element of `hide` that was meant.
pub(super) fn element(text: &str) -> Option<&'static str> {
    match normal(text).as_str() {
        "due" => Some("due date"),
        "start" | "starts" => Some("start date"),
        "scheduled" => Some("scheduled date"),
        "created" => Some("created date"),
        "done" => Some("done date"),
        "cancelled" => Some("cancelled date"),
        "tag" => Some("tags"),
        "edit" => Some("edit button"),
        "postpone" => Some("postpone button"),
        "recurrence" | "recurring" => Some("recurrence rule"),
        "dependson" | "dependencies" | "depends" => Some("depends on"),
        "oncompletion" => Some("on completion"),
        "count" => Some("task count"),
        "link" | "links" | "path" => Some("backlink"),
        other => nearest(other, ELEMENTS.iter().copied()),
    }
}

struct Candidate {
    text: String,
    certain: bool,
}

/// Other ways to write the line, the likeliest first.
fn candidates(line: &str) -> Vec<Candidate> {
    let mut all = Vec::new();
    let plain: String = words(line).into_iter().map(|word| &line[word]).collect::<Vec<_>>().join(" ");
    all.push(Candidate { text: plain.clone(), certain: true });
    let visible = plain.replace(['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}'], "");
    all.push(Candidate { text: visible.trim().to_owned(), certain: true });
    let mut guess = |text: String| all.push(Candidate { text, certain: false });
    guess(straight(&plain).unwrap_or_default());
    for (pattern, replacement) in HABITS.iter() {
        if pattern.is_match(&plain) {
            guess(pattern.replace(&plain, *replacement).into_owned());
        }
    }
    // A colon or an equals sign behind the first word.
    guess(plain.replacen(": ", " ", 1));
    guess(plain.replacen(':', " ", 1));
    let first_word = plain.split(' ').next().unwrap_or_default();
    let rest = plain[first_word.len()..].trim_start();
    for (text, field) in operators(&plain) {
        let _ = field;
        guess(text);
    }
    guess(nearest(&plain.to_lowercase(), EXACT.iter().copied()).unwrap_or_default().to_owned());
    let firsts = TEXT_FIELDS
        .iter()
        .copied()
        .chain(DATE_FIELDS.iter().map(|(word, _)| *word))
        .chain(STARTS.iter().map(|start| start.split(' ').next().unwrap_or_default()));
    if let Some(first) = nearest(first_word, firsts) {
        let corrected = format!("{first} {rest}").trim_end().to_owned();
        for (text, _) in operators(&corrected) {
            guess(text);
        }
        guess(corrected);
    }
    for start in STARTS {
        let length = start.split(' ').count();
        let ends = words(&plain);
        let Some(end) = ends.get(length - 1).map(|word| word.end) else { continue };
        if nearest(&plain[..end], [*start]).is_some() {
            guess(format!("{start}{}", &plain[end..]));
        }
    }
    all.retain(|candidate| !candidate.text.is_empty());
    all
}

/// The line with the operator of its text field corrected.
fn operators(line: &str) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    for &field in TEXT_FIELDS {
        let Some(rest) = strip_keyword(line, field).and_then(|rest| rest.strip_prefix(' ')) else { continue };
        let more: &[&str] = if field.starts_with("tag") { TAG_OPERATORS } else { &[] };
        let ends = words(rest);
        for length in (1..=4_usize.min(ends.len().saturating_sub(1))).rev() {
            let (said, value) = (&rest[..ends[length - 1].end], rest[ends[length - 1].end..].trim_start());
            let meant = match said.to_lowercase().as_str() {
                "is" | "=" | "==" | ":" | "contains" | "has" | "include" | "contain" | "matches" | "like"
                | "equals" | "in" | "starts with" => Some("includes"),
                "is not" | "!=" | "does not includes" | "not includes" | "not include" | "doesn't include"
                | "does not contain" | "do not include" | "excludes" | "exclude" | "doesn't includes" => {
                    Some("does not include")
                }
                "regex" | "regexp" | "regex match" | "regex includes" => Some("regex matches"),
                "regex does not matches" | "regex not matches" | "does not regex match" => Some("regex does not match"),
                said => nearest(said, TEXT_OPERATORS.iter().chain(more).copied()),
            };
            if let Some(meant) = meant {
                found.push((format!("{field} {meant} {value}"), field));
            }
        }
    }
    found
}

/// A Boolean line whose delimiters do not fit.
pub(super) fn delimiters(line: &str, message: &str, judge: &Judge<'_>) -> Problem {
    let problem = Problem::error(Code::BooleanDelimiters, 0..line.len(), message);
    if let Some(smart) = straight(line) {
        let range = 0..line.len();
        return problem
            .help("use straight quotation marks")
            .instead("write straight quotation marks", vec![(range, smart)]);
    }
    with_structure(line, problem, judge)
}

/// A Boolean line whose structure does not parse.
pub(super) fn boolean(line: &str, problem: Problem, judge: &Judge<'_>) -> Problem {
    with_structure(line, problem, judge)
}

/// The line with straight quotation marks, if it has others around its filters.
fn straight(line: &str) -> Option<String> {
    line.contains(['“', '”', '„']).then(|| line.replace(['“', '”', '„'], "\""))
}

fn with_structure(line: &str, problem: Problem, judge: &Judge<'_>) -> Problem {
    static OPERATOR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)([)\]}"])\s*(and not|or not|and|or|xor|&&|\|\|)\s*([(\[{"])"#).expect("a constant pattern")
    });
    if !judge.suggest || line.len() > LONGEST {
        return problem;
    }
    let upper = OPERATOR.replace_all(line, |found: &Captures<'_>| {
        let operator = match found[2].to_ascii_uppercase().as_str() {
            "&&" => "AND".to_owned(),
            "||" => "OR".to_owned(),
            other => other.to_owned(),
        };
        format!("{} {operator} {}", &found[1], &found[3])
    });
    let plain: String = words(line).into_iter().map(|word| &line[word]).collect::<Vec<_>>().join(" ");
    let same = |from: [char; 3], to: [char; 3], open: char, close: char| {
        upper.replace(from, &open.to_string()).replace(to, &close.to_string())
    };
    // Only what is no filter may go: a full stop, a comment.
    let closed = upper.trim_end_matches(|c: char| !matches!(c, ')' | ']' | '}' | '"'));
    let tail = upper[closed.len()..].trim_start();
    let idle = tail.starts_with(['#', '/', '%', '<']) || !tail.contains(char::is_alphanumeric);
    let tries = [
        upper.clone().into_owned(),
        plain,
        if idle { closed.to_owned() } else { String::new() },
        same(['[', '{', '“'], [']', '}', '”'], '(', ')'),
        upper.replace("NOT NOT ", ""),
        format!("{upper})"),
        format!("{upper}]"),
        format!("({upper})"),
    ];
    match tries.into_iter().find(|text| *text != line && judge.accepts(text)) {
        Some(text) => problem
            .help(format!("did you mean `{text}`?"))
            .instead(format!("write `{text}`"), vec![(0..line.len(), text)]),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Context, check_block};

    /// The line with the first suggestion for it applied.
    fn mended(line: &str) -> String {
        let context = Context::new(None, jiff::civil::date(2025, 6, 18));
        let problems = check_block(line, &context);
        let suggestion = problems.into_iter().find_map(|problem| problem.suggestion);
        let mut out = line.to_owned();
        for (range, text) in suggestion.into_iter().flat_map(|suggestion| suggestion.replacements).rev() {
            out.replace_range(range, &text);
        }
        out
    }

    #[test]
    fn what_was_meant() {
        for (line, meant) in [
            ("ptah includes Mill", "path includes Mill"),
            ("path include Mill", "path includes Mill"),
            ("path is not Mill", "path does not include Mill"),
            ("not\u{a0}done", "not done"),
            ("is not done", "not done"),
            ("not is recurring", "is not recurring"),
            ("group by due date", "group by due"),
            ("group by tag reverse", "group by tags reverse"),
            ("sort by priorty", "sort by priority"),
            ("sort by status name", "sort by status.name"),
            ("hide due", "hide due date"),
            ("start before today", "starts before today"),
            ("due befre tomorow", "due before tomorrow"),
            ("limit: 5", "limit 5"),
            ("status.type is in progress", "status.type is IN_PROGRESS"),
            ("description regex matches mill", "description regex matches /mill/"),
            ("// a comment", "# a comment"),
            ("due today and not done", "(due today) AND NOT (done)"),
            ("(due today) or (not done)", "(due today) OR (not done)"),
            ("(due today) and (ptah includes x)", "(due today) AND (path includes x)"),
            ("\u{201c}due today\u{201d} AND \u{201c}not done\u{201d}", "\"due today\" AND \"not done\""),
        ] {
            let mut text = line.to_owned();
            // Some lines need two steps.
            for _ in 0..2 {
                text = mended(&text);
            }
            assert_eq!(text, meant, "{line}");
        }
    }

    #[test]
    fn nothing_is_invented() {
        for line in ["banana", "the quick brown fox", "path", "due"] {
            assert_eq!(mended(line), line);
        }
    }
}
