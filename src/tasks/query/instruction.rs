//! One line of a query: which instruction it is, and what is wrong with it.

use std::ops::Range;

use super::super::words::{js_trim, nearest, strip_keyword};
use super::super::{Code, Problem, Severity};
use super::keywords::{ELEMENTS, GROUP_KEYS, SORT_KEYS};
use super::{Context, advice, filter, spelling, statements};

/// Judges lines. Ranges are bytes of the line.
#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    pub(super) context: &'a Context<'a>,
    /// Whether to look for what was meant; off while a suggestion is tried.
    pub(super) suggest: bool,
    /// How many presets or Boolean lines this line stands in.
    pub(super) depth: usize,
}

/// Presets that call each other, and Boolean lines in Boolean lines, are followed so far.
pub(super) const DEEPEST: usize = 24;

impl<'a> Judge<'a> {
    /// The same, one level further in.
    pub(super) fn deeper(&self) -> Judge<'a> {
        Judge { depth: self.depth + 1, ..*self }
    }

    /// Whether the plugin takes the line.
    pub(super) fn accepts(&self, line: &str) -> bool {
        let quiet = Judge { suggest: false, ..*self };
        !quiet.line(line).iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Judges a statement in the order in which the plugin tries its instructions.
    pub(super) fn line(&self, line: &str) -> Vec<Problem> {
        if let Some(name) = preset_name(line) {
            return self.preset(line, name).into_iter().collect();
        }
        for (start, whole) in [
            ("short", "short mode"),
            ("full", "full mode"),
            ("explain", "explain"),
            ("ignore global query", "ignore global query"),
        ] {
            if let Some(tail) = strip_keyword(line, start) {
                return advice::mode_tail(line, start, whole, tail).into_iter().collect();
            }
        }
        if let Some(tail) = limit_tail(line) {
            return advice::limit_tail(line, tail).into_iter().collect();
        }
        if let Some(sort) = sort(line) {
            return advice::sort_tail(line, sort).into_iter().collect();
        }
        if is_group(line) {
            return Vec::new();
        }
        if let Some(mode) = argument(line, "view") {
            return view(line, mode).into_iter().collect();
        }
        if let Some(element) = argument(line, "hide").or_else(|| argument(line, "show")) {
            return self.element(line, element).into_iter().collect();
        }
        if line.starts_with('#') {
            return Vec::new();
        }
        match filter::check(line, self) {
            Some(problems) => problems,
            None => vec![spelling::unknown(line, self)],
        }
    }

    fn preset(&self, line: &str, name: Range<usize>) -> Option<Problem> {
        let context = self.context;
        let wanted = js_trim(&line[name.clone()]);
        let Some(text) = context.preset(wanted) else {
            if context.settings.is_none() {
                let message = "the plugin's settings were not found, so this preset cannot be judged";
                return Some(Problem::info(Code::UnknownPreset, name, message));
            }
            let message = format!("Cannot find preset \"{wanted}\" in the Tasks settings");
            let problem = Problem::error(Code::UnknownPreset, name.clone(), message);
            return Some(match context.nearest_preset(wanted) {
                Some(nearest) => problem.instead(format!("write `{nearest}`"), vec![(name, nearest.to_owned())]),
                None => problem.help("define it in the settings of the Tasks plugin, or write its instructions here"),
            });
        };
        if self.depth >= DEEPEST {
            let message = format!("the preset \"{wanted}\" calls itself: Maximum call stack size exceeded");
            return Some(Problem::error(Code::BrokenSettings, name, message));
        }
        let inner = Judge { suggest: false, ..self.deeper() };
        let mut problems = Vec::new();
        for statement in statements::split(text, &mut Vec::new()) {
            super::check_statement(&statement, &inner, &mut super::Facts::default(), &mut problems);
            // One is enough; presets that call themselves several times would never end.
            if let Some(first) = problems.iter().find(|problem| problem.severity == Severity::Error) {
                let message = format!("the preset \"{wanted}\" is refused: {}", first.message);
                return Some(
                    Problem::error(Code::BrokenSettings, name, message)
                        .help("correct it in the settings of the Tasks plugin"),
                );
            }
        }
        None
    }

    fn element(&self, line: &str, element: Range<usize>) -> Option<Problem> {
        let wanted = &line[element.clone()];
        if let Some(known) = ELEMENTS.iter().find(|known| strip_keyword(wanted, known).is_some()) {
            return advice::element_tail(line, element.start, known);
        }
        let problem = Problem::error(Code::UnknownElement, element.clone(), "do not understand hide/show option");
        let problem = problem.help(format!("one of: {}", ELEMENTS.join(", ")));
        Some(match spelling::element(wanted) {
            Some(known) => problem.instead(format!("write `{known}`"), vec![(element, known.to_owned())]),
            None => problem,
        })
    }
}

/// What follows a word and at least one blank.
fn argument(line: &str, word: &str) -> Option<Range<usize>> {
    let rest = strip_keyword(line, word)?;
    let value = rest.trim_start_matches(' ');
    (value.len() < rest.len()).then_some(line.len() - value.len()..line.len())
}

fn preset_name(line: &str) -> Option<Range<usize>> {
    argument(line, "preset")
}

/// What follows `limit [groups ][to ]N[ task[s]]`.
fn limit_tail(line: &str) -> Option<Range<usize>> {
    let rest = strip_keyword(line, "limit ")?;
    let rest = strip_keyword(rest, "groups ").unwrap_or(rest);
    let rest = strip_keyword(rest, "to ").unwrap_or(rest);
    let tail = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    if tail.len() == rest.len() {
        return None;
    }
    let tail = strip_keyword(tail, " task").unwrap_or(tail);
    let tail = strip_keyword(tail, "s").unwrap_or(tail);
    Some(line.len() - tail.len()..line.len())
}

/// A `sort by` that the plugin takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// By a key; the number of bytes from where its tail begins.
    Key { key: &'static str, tail: usize },
    /// By JavaScript, which begins at this byte.
    Function(usize),
}

fn sort(line: &str) -> Option<Sort> {
    let rest = strip_keyword(line, "sort by ")?;
    if let Some(expression) = function(rest) {
        return Some(Sort::Function(line.len() - expression.len()));
    }
    let key = SORT_KEYS.iter().find(|key| strip_keyword(rest, key).is_some())?;
    let mut tail = &rest[key.len()..];
    tail = strip_keyword(tail, " reverse").unwrap_or(tail);
    if *key == "tag" {
        let number = tail.trim_start_matches(super::super::words::is_js_space);
        let behind = number.trim_start_matches(|c: char| c.is_ascii_digit());
        tail = if behind.len() < number.len() { behind } else { tail };
    }
    Some(Sort::Key { key, tail: line.len() - tail.len() })
}

/// The expression of `function [reverse ]EXPRESSION`.
fn function(rest: &str) -> Option<&str> {
    let rest = strip_keyword(rest, "function")?;
    let rest = strip_keyword(rest, " reverse").filter(|rest| rest.starts_with(' ')).unwrap_or(rest);
    rest.strip_prefix(' ')
}

/// Whether the line groups.
pub(super) fn is_group(line: &str) -> bool {
    let Some(rest) = strip_keyword(line, "group by ") else { return false };
    if function(rest).is_some() {
        return true;
    }
    let without = rest.len().checked_sub(" reverse".len()).and_then(|at| Some((rest.get(..at)?, rest.get(at..)?)));
    let key = match without {
        Some((key, reverse)) if reverse.eq_ignore_ascii_case(" reverse") => key,
        _ => rest,
    };
    GROUP_KEYS.iter().any(|known| known.eq_ignore_ascii_case(key))
}

/// Judges what follows `view`.
fn view(line: &str, mode: Range<usize>) -> Option<Problem> {
    let text = js_trim(&line[mode.clone()]);
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let rest = js_trim(rest);
    if word.eq_ignore_ascii_case("list") && rest.is_empty() {
        return None;
    }
    if !word.eq_ignore_ascii_case("columns") {
        let message = format!("do not understand view mode \"{text}\"");
        let problem =
            Problem::error(Code::UnknownView, mode.clone(), message).help("`view list` or `view columns by KEY`");
        let known = nearest(word, ["list", "columns"]);
        return Some(match known {
            Some(known) => {
                let place = mode.start..mode.start + word.len();
                problem.instead(format!("write `{known}`"), vec![(place, known.to_owned())])
            }
            None => problem,
        });
    }
    if rest.is_empty() {
        let message = "columns view requires a grouping expression";
        return Some(Problem::error(Code::UnknownView, mode, message).help("for example `view columns by priority`"));
    }
    if is_group(&format!("group {rest}")) {
        return None;
    }
    let message = format!("do not understand columns grouping \"{rest}\"");
    let start = line.len() - rest.len();
    let problem = Problem::error(Code::UnknownView, start..line.len(), message)
        .help(format!("`view columns by` takes what `group by` takes: {}", GROUP_KEYS.join(", ")));
    let key = strip_keyword(rest, "by ").unwrap_or(rest);
    Some(match spelling::group_key(key) {
        Some(known) => problem.instead(format!("write `by {known}`"), vec![(start..line.len(), format!("by {known}"))]),
        None => problem,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sort_key_is_read_by_its_beginning() {
        assert_eq!(sort("sort by due date"), Some(Sort::Key { key: "due", tail: 11 }));
        assert_eq!(sort("SORT BY status.name reverse"), Some(Sort::Key { key: "status.name", tail: 27 }));
        assert_eq!(sort("sort by tag reverse 2"), Some(Sort::Key { key: "tag", tail: 21 }));
        assert_eq!(sort("sort by folder"), None);
        assert_eq!(sort("sort by  due"), None);
        assert_eq!(sort("sort by function reverse task.x"), Some(Sort::Function(25)));
        assert_eq!(sort("sort by function"), None);
    }

    #[test]
    fn a_group_key_stands_alone() {
        assert!(is_group("group by due reverse"));
        assert!(!is_group("group by due date"));
        assert!(!is_group("group by tag"));
        assert!(is_group("group by function task.x"));
    }

    #[test]
    fn limits() {
        assert_eq!(limit_tail("limit to 5 tasks"), Some(16..16));
        assert_eq!(limit_tail("limit groups 5"), Some(14..14));
        assert_eq!(limit_tail("limit 5 groups"), Some(7..14));
        assert_eq!(limit_tail("limit five"), None);
    }
}
