//! What a run came to, in figures and in one line.

use crate::diagnostic::{Diagnostic, Level};
use crate::text::{NotePath, Safety};

/// What only the caller can count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many notes were looked at, the unreadable ones apart.
    pub notes: usize,
    /// How many findings were mended in this run; they are not among the diagnostics any more.
    pub fixed: usize,
    /// How many findings were accepted before; they are not among the diagnostics.
    pub accepted: usize,
    /// How many notes could not be read.
    pub unreadable: usize,
}

/// What can be counted in the findings themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Findings of level `error`.
    pub errors: usize,
    /// Findings of level `warning`.
    pub warnings: usize,
    /// Findings of level `info`.
    pub infos: usize,
    /// Findings that `--fix` would mend.
    pub safe: usize,
    /// Findings that `--unsafe-fixes` would mend as well.
    pub unsafe_: usize,
    /// Notes with a finding.
    pub notes: usize,
}

impl Counts {
    /// Counts sorted findings.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut counts = Self::default();
        let mut last: Option<&NotePath> = None;
        for diagnostic in diagnostics {
            match diagnostic.level {
                Level::Error => counts.errors += 1,
                Level::Warning => counts.warnings += 1,
                Level::Info => counts.infos += 1,
            }
            match diagnostic.fix.as_ref().map(|fix| fix.safety) {
                Some(Safety::Safe) => counts.safe += 1,
                Some(Safety::Unsafe) => counts.unsafe_ += 1,
                Some(Safety::Display) | None => {}
            }
            if last != Some(&diagnostic.at.path) {
                counts.notes += 1;
                last = Some(&diagnostic.at.path);
            }
        }
        counts
    }

    /// How many findings there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.errors + self.warnings + self.infos
    }
}

/// The last line of a report for people, without a line ending.
#[must_use]
pub fn line(counts: &Counts, summary: &Summary) -> String {
    let mut parts = Vec::new();
    if summary.fixed > 0 {
        parts.push(format!("{} mended", plural(summary.fixed, "finding")));
    }
    let levels: Vec<String> = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.infos, "info")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| plural(count, name))
        .collect();
    if levels.is_empty() {
        let left = if summary.fixed > 0 { "nothing left" } else { "nothing to report" };
        parts.push(format!("{left} in {}", plural(summary.notes, "note")));
    } else {
        let left = if summary.fixed > 0 { " left" } else { "" };
        parts.push(format!("{}{left} in {}", and(&levels), plural(counts.notes, "note")));
    }
    if summary.accepted > 0 {
        parts.push(format!("{} accepted before", summary.accepted));
    }
    if summary.unreadable > 0 {
        parts.push(format!("{} unreadable", plural(summary.unreadable, "note")));
    }
    let mut line = parts.join(", ");
    match (counts.safe, counts.unsafe_) {
        (0, 0) => {}
        (safe, 0) => line += &format!("; `--fix` would mend {safe}"),
        (0, more) => line += &format!("; `--fix --unsafe-fixes` would mend {more}"),
        (safe, more) => line += &format!("; `--fix` would mend {safe}, `--unsafe-fixes` {more} more"),
    }
    line
}

/// A count with its noun in the right number.
pub(super) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Parts of a sentence as a list.
pub(super) fn and(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_what_a_fix_would_do() {
        let counts = Counts { warnings: 3, notes: 2, safe: 2, unsafe_: 1, ..Counts::default() };
        let summary = Summary { notes: 9, fixed: 0, unreadable: 1, ..Summary::default() };
        assert_eq!(
            line(&counts, &summary),
            "3 warnings in 2 notes, 1 note unreadable; `--fix` would mend 2, `--unsafe-fixes` 1 more"
        );
    }

    #[test]
    fn a_clean_run_says_so() {
        let summary = Summary { notes: 1, ..Summary::default() };
        assert_eq!(line(&Counts::default(), &summary), "nothing to report in 1 note");
        let summary = Summary { notes: 4, fixed: 2, ..Summary::default() };
        assert_eq!(line(&Counts::default(), &summary), "2 findings mended, nothing left in 4 notes");
    }

    #[test]
    fn levels_are_told_apart() {
        let counts = Counts { errors: 1, warnings: 2, infos: 3, notes: 1, unsafe_: 1, ..Counts::default() };
        assert_eq!(
            line(&counts, &Summary { notes: 1, fixed: 5, ..Summary::default() }),
            "5 findings mended, 1 error, 2 warnings and 3 infos left in 1 note; `--fix --unsafe-fixes` would mend 1"
        );
    }
}
