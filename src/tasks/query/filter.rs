//! Filters: the instructions that choose tasks, in the order in which the plugin tries them.

use super::super::words::{is_js_space, nearest, strip_keyword};
use super::super::{Code, Problem};
use super::instruction::Judge;
use super::keywords::{DATE_FIELDS, EXACT, PRIORITIES, STATUS_TYPES};
use super::{advice, boolean, date_filter, text_filter};

/// Judges a line as a filter; nothing if the plugin takes it for none. Ranges are bytes of the line.
pub(super) fn check(line: &str, judge: &Judge<'_>) -> Option<Vec<Problem>> {
    if EXACT.iter().any(|exact| exact.eq_ignore_ascii_case(line)) {
        return Some(template_text(line).into_iter().collect());
    }
    if strip_keyword(line, "status.type").is_some() {
        return Some(status_type(line).into_iter().collect());
    }
    if is_priority(line) {
        return Some(Vec::new());
    }
    for (word, name) in DATE_FIELDS {
        if strip_keyword(line, word).is_some_and(|rest| rest.starts_with(' ')) {
            return Some(date_filter::check(line, word.len() + 1, name, judge));
        }
    }
    if let Some(filter) = text_filter::read(line) {
        return Some(text_filter::check(line, &filter, judge));
    }
    if let Some(expression) = strip_keyword(line, "filter by function ") {
        return Some(advice::function(line, line.len() - expression.len()).into_iter().collect());
    }
    boolean::check(line, judge)
}

/// Text of a template, which filters on dates refuse wherever it stands.
pub(super) fn template_text(line: &str) -> Option<Problem> {
    let found = ["<%", "YYYY-MM-DD"].into_iter().find_map(|text| Some((text, line.find(text)?)));
    let (text, at) = found?;
    let message = format!("Instruction contains unexpanded template text: \"{text}\" - and cannot be interpreted.");
    Some(
        Problem::error(Code::TemplateText, at..at + text.len(), message)
            .help("write a date such as 2025-06-18 or `today`, or keep the query in the folder of templates"),
    )
}

fn status_type(line: &str) -> Option<Problem> {
    let rest = &line["status.type".len()..];
    let value = ["is not ", "is "]
        .into_iter()
        .find_map(|operator| strip_keyword(rest.strip_prefix(' ')?, operator))
        .unwrap_or_default();
    let known = STATUS_TYPES.iter().chain(&["EMPTY"]).any(|known| known.eq_ignore_ascii_case(value));
    if known {
        return None;
    }
    let message = format!("Invalid status.type instruction: '{line}'");
    let help = format!("`status.type is` or `status.type is not`, then one of {}", STATUS_TYPES.join(", "));
    if value.is_empty() {
        let range = if rest.is_empty() { 0..line.len() } else { line.len() - rest.trim_start().len()..line.len() };
        return Some(Problem::error(Code::InvalidStatusType, range, message).help(help));
    }
    let range = line.len() - value.len()..line.len();
    let problem = Problem::error(Code::InvalidStatusType, range.clone(), message).help(help);
    let joined: String = value.trim().replace([' ', '-'], "_");
    Some(match nearest(&joined, STATUS_TYPES.iter().copied()) {
        Some(known) => problem.instead(format!("write `{known}`"), vec![(range, known.to_owned())]),
        None => problem,
    })
}

/// `priority [is] [above|below|not] VALUE`; blanks of any kind and number separate these words, and only these.
fn is_priority(line: &str) -> bool {
    let mut words: Vec<&str> = line.split(is_js_space).filter(|word| !word.is_empty()).collect();
    let first_at_start = line.chars().next().is_some_and(|c| !is_js_space(c));
    let ends = line.chars().next_back().is_some_and(|c| !is_js_space(c));
    let is = |word: Option<&&str>, wanted: &[&str]| {
        word.is_some_and(|word| wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(word)))
    };
    if !first_at_start || !ends || words.len() > 4 || !is(words.first(), &["priority"]) {
        return false;
    }
    words.remove(0);
    if is(words.first(), &["is"]) {
        words.remove(0);
    }
    if is(words.first(), &["above", "below", "not"]) {
        words.remove(0);
    }
    words.len() == 1 && is(words.first(), PRIORITIES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priorities_take_any_blanks_and_nothing_behind() {
        assert!(is_priority("priority  is\tabove  low"));
        assert!(is_priority("Priority HIGH"));
        assert!(!is_priority("priority above is low"));
        assert!(!is_priority("priority is not above low"));
        assert!(!is_priority("priority is normal"));
        assert!(!is_priority("priority"));
    }

    #[test]
    fn a_status_type_is_one_word() {
        assert_eq!(status_type("status.type is not todo"), None);
        assert!(status_type("status.type is  TODO").is_some());
        let spaced = status_type("status.type is in progress").unwrap();
        assert_eq!(spaced.suggestion.unwrap().replacements, vec![(15..26, "IN_PROGRESS".to_owned())]);
    }
}
