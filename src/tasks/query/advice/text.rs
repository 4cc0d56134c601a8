//! Values of filters on text that hold more than the text that is searched for.

use super::super::super::words::js_trim_range;
use super::super::super::{Code, Problem};
use super::super::instruction::Judge;
use super::super::text_filter::TextFilter;
use super::operators::{swallowed, swallowed_operator};

/// The value of a filter on text.
pub(in super::super) fn text_value(line: &str, filter: &TextFilter, judge: &Judge<'_>) -> Vec<Problem> {
    let at = filter.value;
    let value = &line[at..];
    if let Some((operator, meant)) = swallowed(line, at, judge) {
        return vec![swallowed_operator(line, operator, meant)];
    }
    let trimmed = js_trim_range(value);
    let text = &value[trimmed.clone()];
    let mut problems = Vec::new();
    let quotes = [('"', '"'), ('\'', '\''), ('“', '”'), ('„', '“'), ('«', '»'), ('`', '`')];
    for (open, close) in quotes {
        let inner = text.strip_prefix(open).and_then(|text| text.strip_suffix(close)).filter(|inner| !inner.is_empty());
        if let Some(inner) = inner {
            let range = at + trimmed.start..at + trimmed.end;
            problems.push(
                Problem::warning(
                    Code::QuotedValue,
                    range.clone(),
                    "the quotation marks are part of the text that is searched for",
                )
                .help(format!("write `{inner}` without them"))
                .instead("remove the quotation marks", vec![(range, inner.to_owned())]),
            );
            break;
        }
    }
    if let Some(comment) = comment(text) {
        let range = at + trimmed.start + comment..at + trimmed.end;
        let before = text[..comment].trim_end().len();
        problems.push(
            Problem::warning(
                Code::SwallowedComment,
                range.clone(),
                "this is no comment but part of the text that is searched for",
            )
            .help("write the comment on a line of its own that begins with `#`")
            .instead("remove it", vec![(at + trimmed.start + before..range.end, String::new())]),
        );
    }
    problems
}

/// Where a comment begins that stands behind other text.
fn comment(text: &str) -> Option<usize> {
    [" # ", " // ", " %% ", " <!-- "]
        .into_iter()
        .filter_map(|mark| text.find(mark))
        .filter(|at| *at > 0)
        .min()
        .map(|at| at + 1)
}
