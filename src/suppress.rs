//! Applies the suppressions of a note to its findings, and finds those that suppressed nothing.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, RuleId};
use crate::note::{Ignore, Note};

/// What is left after suppression.
pub struct Suppressed<'a> {
    /// Findings that nobody suppressed.
    pub kept: Vec<Diagnostic>,
    /// How many were suppressed.
    pub count: usize,
    /// Suppressions that suppressed nothing although their rule ran.
    pub unused: Vec<&'a Ignore>,
    /// Suppressions of rules that do not exist.
    pub unknown: Vec<&'a Ignore>,
}

/// Sorts findings by whether a suppression of the note covers them. `ran` are the rules that looked at the note, `known`
/// are all rules there are: a suppression of a rule that was not asked is not dead.
#[must_use]
pub fn apply<'a>(
    note: &'a Note,
    findings: Vec<Diagnostic>,
    ran: &BTreeSet<RuleId>,
    known: &BTreeSet<RuleId>,
) -> Suppressed<'a> {
    let mut used = vec![false; note.ignores.len()];
    let mut kept = Vec::with_capacity(findings.len());
    let mut count = 0;
    for finding in findings {
        let line = note.source.line_of(finding.at.span.from()) as u32;
        let mut covered = false;
        for (ignore, used) in note.ignores.iter().zip(&mut used) {
            let names = ignore.rule.as_deref().is_none_or(|rule| rule == finding.rule.as_str());
            let holds = ignore.lines.is_some_and(|lines| (lines.first..lines.end).contains(&line));
            if names && holds {
                *used = true;
                covered = true;
            }
        }
        if covered {
            count += 1;
        } else {
            kept.push(finding);
        }
    }
    let mut unused = Vec::new();
    let mut unknown = Vec::new();
    for (ignore, used) in note.ignores.iter().zip(used) {
        match ignore.rule.as_deref() {
            Some(rule) if !known.iter().any(|id| id.as_str() == rule) => unknown.push(ignore),
            Some(rule) if !used && ran.iter().any(|id| id.as_str() == rule) => unused.push(ignore),
            // One that names every rule is judged only where every rule ran.
            None if !used && ran.len() == known.len() => unused.push(ignore),
            _ => {}
        }
    }
    Suppressed { kept, count, unused, unknown }
}
