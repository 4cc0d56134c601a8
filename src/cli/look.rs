//! One note, wherever it came from: linted, or mended in memory.

use super::failure::Failure;
use crate::check::{Compiled, Facts};
use crate::diagnostic::{Diagnostic, RuleId};
use crate::engine::Engine;
use crate::engine::survey::Survey;
use crate::note::Note;
use crate::text::{Safety, Source};

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
    /// What a page about the whole vault draws on; empty unless it was asked for.
    pub(super) survey: Survey,
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
    let Some(wanted) = fix else {
        let linted = engine.lint(&note, relative, facts);
        return Ok(Checked {
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
    let linted = engine.lint(&note, relative, facts);
    Ok(Checked {
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
