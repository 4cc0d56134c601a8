//! Findings that say one thing many times over in one note: shown once, with the lines of the others.

use std::collections::BTreeMap;

use super::Report;
use crate::diagnostic::Diagnostic;

/// Fewer than this are all shown.
const FROM: usize = 4;
/// How many lines of the others are named.
const NAMED: usize = 8;

/// What happens to one finding of the report.
pub(super) enum Shown {
    /// Shown as it is.
    Alone,
    /// Shown for itself and for others; says which.
    For(String),
    /// Shown with the first of its kind.
    Folded,
}

/// For every finding of the report what happens to it. Folded are findings of one rule in one note whose fix has one
/// title and which point nowhere else: places that the formatter would change, above all.
pub(super) fn fold(report: &Report<'_>) -> Vec<Shown> {
    let mut kinds: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
    for (index, finding) in report.diagnostics.iter().enumerate() {
        if let Some(title) = foldable(finding) {
            kinds.entry((finding.at.path.as_str(), finding.rule.as_str(), title)).or_default().push(index);
        }
    }
    let mut shown: Vec<Shown> = report.diagnostics.iter().map(|_| Shown::Alone).collect();
    for members in kinds.values().filter(|members| members.len() >= FROM) {
        let (first, others) = (members[0], &members[1..]);
        for index in others {
            shown[*index] = Shown::Folded;
        }
        shown[first] = Shown::For(words(report, others));
    }
    shown
}

fn foldable(finding: &Diagnostic) -> Option<&str> {
    let alone = finding.related.is_empty() && finding.help.is_none();
    finding.fix.as_ref().filter(|_| alone).map(|fix| fix.title.as_str())
}

fn words(report: &Report<'_>, others: &[usize]) -> String {
    let lines: Vec<String> = others
        .iter()
        .take(NAMED)
        .map(|index| {
            let at = &report.diagnostics[*index].at;
            (report.source)(&at.path).map_or(1, |source| source.line_of(at.span.from()) + 1).to_string()
        })
        .collect();
    let more = if others.len() > NAMED { " …" } else { "" };
    format!("{} more like it in this note, in lines {}{more}", others.len(), lines.join(", "))
}
