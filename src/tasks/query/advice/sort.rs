//! What follows the key of `sort by`: the plugin reads none of it.

use super::super::super::words::{js_trim, js_trim_range, normal, strip_keyword};
use super::super::super::{Code, Problem};
use super::super::instruction::Sort;
use super::super::keywords::SORT_KEYS;
use super::arrow_function;

/// Judges what follows the key of `sort by`.
pub(in super::super) fn sort_tail(line: &str, sort: Sort) -> Option<Problem> {
    let (key, at) = match sort {
        Sort::Key { key, tail } => (key, tail),
        Sort::Function(at) => return arrow_function(line, at),
    };
    let tail = &line[at..];
    let said = normal(tail);
    if said.is_empty() || changes_nothing(key, tail, &said) {
        return None;
    }
    let range = at + js_trim_range(tail).start..line.len();
    let problem = Problem::warning(Code::IgnoredTail, range, format!("`sort by {key}` ignores this"));
    let reversed = matches!(said.as_str(), "reverse" | "desc" | "descending" | "desc." | "reversed" | "backwards");
    let dated = said.strip_prefix("date ").is_some_and(|said| matches!(said, "reverse" | "desc" | "descending"));
    if reversed || dated && is_date(key) {
        let head = line[.."sort by ".len() + key.len()].to_owned();
        let number: String = line[head.len()..at].chars().filter(char::is_ascii_digit).collect();
        let meant = if number.is_empty() { format!("{head} reverse") } else { format!("{head} reverse {number}") };
        return Some(
            problem
                .help("`reverse` counts only directly behind the key")
                .instead(format!("write `{meant}`"), vec![(0..line.len(), meant)]),
        );
    }
    if key == "status" && matches!(said.as_str(), "name" | "type") {
        let meant = format!("sort by status.{said}");
        return Some(problem.instead(format!("write `{meant}`"), vec![(0..line.len(), meant)]));
    }
    if matches!(said.as_str(), "asc" | "ascending" | "asc.") {
        return Some(
            problem
                .help("only `reverse` changes the order; leave this away")
                .instead("remove it", vec![(at..line.len(), String::new())]),
        );
    }
    let problem = problem.help("write each key on a line of its own");
    Some(match more_keys(tail) {
        Some(keys) => {
            let lines = keys.iter().map(|key| format!("\nsort by {key}")).collect();
            problem.instead("write one line for each", vec![(at..line.len(), lines)])
        }
        None => problem.instead("remove it", vec![(at..line.len(), String::new())]),
    })
}

/// A plural, a participle and the word `date` behind a date: the plugin sorts just as it was meant.
fn changes_nothing(key: &str, tail: &str, said: &str) -> bool {
    let glued = !tail.starts_with(' ');
    matches!(said, "s" | "d") && glued || matches!(said, "date" | "dates") && !glued && is_date(key)
}

fn is_date(key: &str) -> bool {
    matches!(key, "happens" | "cancelled" | "created" | "start" | "scheduled" | "due" | "done")
}

/// The keys that follow the first one, each with its `reverse`; nothing if anything else stands there.
fn more_keys(tail: &str) -> Option<Vec<String>> {
    let mut keys = Vec::new();
    for part in tail.split(',') {
        for part in part.split(" sort by ") {
            let part = js_trim(part);
            let part = ["sort by ", "then by ", "then ", "and "]
                .iter()
                .find_map(|word| strip_keyword(part, word))
                .map_or(part, js_trim);
            if part.is_empty() {
                continue;
            }
            let rest = SORT_KEYS.iter().find_map(|key| strip_keyword(part, key))?;
            if !matches!(normal(rest).as_str(), "" | "reverse") || rest.starts_with(|c: char| c.is_alphanumeric()) {
                return None;
            }
            keys.push(part.to_owned());
        }
    }
    (!keys.is_empty()).then_some(keys)
}

#[cfg(test)]
mod tests {
    use super::super::super::{Context, check_block};

    fn fixed(line: &str) -> Option<String> {
        let context = Context::new(None, jiff::civil::date(2025, 6, 18));
        let suggestion = check_block(line, &context).into_iter().next()?.suggestion?;
        let mut out = line.to_owned();
        for (range, text) in suggestion.replacements.into_iter().rev() {
            out.replace_range(range, &text);
        }
        Some(out)
    }

    #[test]
    fn every_key_gets_its_line() {
        for (line, meant) in [
            ("sort by priority sort by due", "sort by priority\nsort by due"),
            ("sort by due, priority reverse", "sort by due\nsort by priority reverse"),
            ("sort by due reverse, priority, path", "sort by due reverse\nsort by priority\nsort by path"),
            ("sort by due then by status.type", "sort by due\nsort by status.type"),
            ("sort by due date reverse", "sort by due reverse"),
            ("sort by due desc", "sort by due reverse"),
            ("sort by path asc", "sort by path"),
            ("sort by path, colour", "sort by path"),
        ] {
            assert_eq!(fixed(line).as_deref(), Some(meant), "{line}");
        }
    }

    #[test]
    fn what_is_meant_and_done_is_left_alone() {
        for line in ["sort by tags", "sort by due reversed", "sort by due date", "sort by done dates"] {
            assert_eq!(fixed(line), None, "{line}");
        }
    }
}
