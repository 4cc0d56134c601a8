//! One note, wherever it came from: linted, or mended in memory.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::failure::Failure;
use crate::check::{Across, Compiled, Facts};
use crate::diagnostic::{Diagnostic, RuleId};
use crate::engine::Engine;
use crate::engine::lint::Linted;
use crate::engine::survey::Survey;
use crate::note::Note;
use crate::text::{NotePath, Safety, Source};

/// One note, looked at.
pub(super) struct Checked {
    /// The note as the findings see it: after fixing, where it was fixed.
    pub(super) source: Source,
    /// What was there before, where it was fixed.
    pub(super) before: Option<Source>,
    /// Findings that are left.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The rule of every fix that was made.
    pub(super) applied: Vec<RuleId>,
    /// Fixes that the guard refused.
    pub(super) refused: Vec<(RuleId, String)>,
    /// Rules whose fixes undo each other.
    pub(super) cycle: Vec<RuleId>,
    /// How many findings were accepted before and are not among these.
    pub(super) accepted: usize,
    /// Whether a rule broke down.
    pub(super) broken: bool,
    /// Whether a rule holds the note against others, so that it must be looked at again when all are known.
    pub(super) looks_across: bool,
    /// Other notes that findings point into.
    pub(super) elsewhere: Vec<Arc<Source>>,
    /// What a page about the whole vault draws on; empty unless it was asked for.
    pub(super) survey: Survey,
}

impl Checked {
    /// Takes in what the second look found.
    pub(super) fn take(&mut self, linted: Linted, across: &Across) {
        let others = linted.diagnostics.iter().flat_map(|found| &found.related).map(|label| &label.path);
        let others: BTreeSet<&NotePath> = others.filter(|path| **path != self.source.path).collect();
        self.elsewhere = others.into_iter().filter_map(|path| across.source(path).cloned()).collect();
        self.diagnostics = linted.diagnostics;
        self.accepted = linted.accepted;
        self.broken = !linted.broken.is_empty();
    }
}

/// Lints a note and, where `fix` says so, mends it in memory first.
///
/// # Errors
/// A note that grew past 4 GiB.
pub(super) fn look(
    engine: &Engine,
    relative: &str,
    note: Note,
    facts: &Facts,
    fix: Option<Safety>,
) -> Result<Checked, Failure> {
    let looks_across = engine.looks_across(relative);
    let Some(wanted) = fix else {
        // What is looked at again need not be looked at twice.
        let linted = if looks_across { Linted::default() } else { engine.lint(&note, relative, facts) };
        return Ok(Checked {
            looks_across,
            elsewhere: Vec::new(),
            source: note.source,
            before: None,
            diagnostics: linted.diagnostics,
            accepted: linted.accepted,
            applied: Vec::new(),
            refused: Vec::new(),
            cycle: Vec::new(),
            broken: !linted.broken.is_empty(),
            survey: Survey::default(),
        });
    };
    let before = note.source.clone();
    let fixed = engine.fix(note, relative, facts, wanted, formats(engine));
    let changed = fixed.text != before.text();
    let note = Note::parse(Source::new(before.path.clone(), fixed.text).map_err(Failure::new)?);
    let linted = if looks_across { Linted::default() } else { engine.lint(&note, relative, facts) };
    Ok(Checked {
        looks_across,
        elsewhere: Vec::new(),
        source: note.source,
        before: changed.then_some(before),
        diagnostics: linted.diagnostics,
        accepted: linted.accepted,
        applied: fixed.applied,
        refused: fixed.refused,
        cycle: fixed.cycle,
        broken: !linted.broken.is_empty(),
        survey: Survey::default(),
    })
}

/// Whether fixing ends in formatting: only where the rule that speaks for the formatter is in force.
fn formats(engine: &Engine) -> bool {
    engine.rules.iter().any(|rule| matches!(rule.check, Compiled::Formatted))
}
