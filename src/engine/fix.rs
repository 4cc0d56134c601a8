//! Formats and applies fixes to a fixpoint; refuses whatever would do more to a note than it says.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher};

use rustc_hash::FxBuildHasher;

use super::Engine;
use crate::check::Facts;
use crate::diagnostic::{Diagnostic, RuleId};
use crate::format;
use crate::note::outline::{is_subset, parts, same_front};
use crate::note::{FrontMatter, Note};
use crate::text::{Edit, Effect, Fix, Safety};

/// A fix that never settles is cut off here. Formatting and rules take turns.
const MAX_PASSES: usize = 20;

/// What fixing a note gave.
pub struct Fixed {
    /// The text afterwards; equal to the text before where nothing was done.
    pub text: String,
    /// The rule of every fix that was applied, in order; each place that was formatted counts as `unformatted`.
    pub applied: Vec<RuleId>,
    /// Fixes refused by the guard, as the rule and what would have happened.
    pub refused: Vec<(RuleId, String)>,
    /// Rules whose fixes undo each other; the text is the one before they began to.
    pub cycle: Vec<RuleId>,
}

impl Engine {
    /// Applies every fix that is at least as safe as `wanted`, re-parsing in between; formats before and after when
    /// `formatting` is on.
    #[must_use]
    pub fn fix(&self, note: Note, path: &str, facts: &Facts, wanted: Safety, formatting: bool) -> Fixed {
        let mut note = note;
        let mut fixed = Fixed { text: String::new(), applied: Vec::new(), refused: Vec::new(), cycle: Vec::new() };
        let mut seen = BTreeSet::from([hash(note.text())]);
        // A NUL byte is in no text that a person wrote: whatever this file is, it is not ours to rewrite.
        if note.text().contains('\0') {
            fixed.text = note.text().to_owned();
            return fixed;
        }
        // Refused as the note stands now; once it has changed, what was too much before may be right.
        let mut refused: Vec<(RuleId, Fix)> = Vec::new();
        for _ in 0..MAX_PASSES {
            let found = self.lint(&note, path, facts).diagnostics;
            let formats = |d: &Diagnostic| d.rule.as_str() == FORMAT_RULE;
            let fixes: Vec<(&RuleId, &Fix)> = found
                .iter()
                .filter(|d| !formats(d))
                .filter_map(|d| Some((&d.rule, d.fix.as_ref()?)))
                .filter(|(_, fix)| fix.safety >= wanted)
                .collect();
            refused.clear();
            // Formatted text first, so that what a fix leaves behind does not hang on how the note was laid out before: a
            // note that was formatted by hand and one that was not come to the same.
            let step = formatting
                .then(|| self.format_step(&note, &found))
                .flatten()
                .or_else(|| rules_step(&note, &fixes, &mut refused));
            let Some((next, rules)) = step else { break };
            if !seen.insert(hash(next.text())) {
                fixed.cycle = rules.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
                break;
            }
            fixed.applied.extend(rules);
            note = next;
        }
        fixed.refused = refused.into_iter().map(|(rule, fix)| (rule, fix.title)).collect();
        fixed.text = note.text().to_owned();
        fixed
    }

    /// The formatter's own edits, in so far as nobody suppressed the finding that goes with them.
    fn format_step(&self, note: &Note, found: &[Diagnostic]) -> Option<(Note, Vec<RuleId>)> {
        let rule = found.iter().find(|d| d.rule.as_str() == FORMAT_RULE)?.rule.clone();
        let wanted: BTreeSet<&Edit> =
            found.iter().filter(|d| d.rule == rule).filter_map(|d| d.fix.as_ref()).flat_map(Fix::edits).collect();
        let changes = format::edits(note, &self.format).edits;
        let edits: Vec<Edit> =
            changes.into_iter().map(|change| change.edit).filter(|edit| wanted.contains(edit)).collect();
        let next = note.edited(&edits)?;
        (next.text() != note.text()).then(|| (next, vec![rule; edits.len()]))
    }
}

/// Applies as many of the fixes as do not touch each other; those that the guard refuses are left out, and the fixes that
/// stood back for them get their turn.
fn rules_step(note: &Note, fixes: &[(&RuleId, &Fix)], refused: &mut Vec<(RuleId, Fix)>) -> Option<(Note, Vec<RuleId>)> {
    loop {
        let is_refused = |rule: &RuleId, fix: &Fix| refused.iter().any(|(r, f)| r == rule && f == fix);
        let open: Vec<(&RuleId, &Fix)> = fixes.iter().filter(|(rule, fix)| !is_refused(rule, fix)).copied().collect();
        let chosen = compatible(&open);
        if chosen.is_empty() {
            return None;
        }
        if let Some(next) = attempt(note, &chosen) {
            return Some((next, chosen.iter().map(|(rule, _)| (*rule).clone()).collect()));
        }
        // Together they go too far: find the guilty one by one.
        for (rule, fix) in &chosen {
            match attempt(note, &[(rule, fix)]) {
                Some(next) => return Some((next, vec![(*rule).clone()])),
                None => refused.push(((*rule).clone(), (*fix).clone())),
            }
        }
    }
}

/// The rule that speaks for the formatter.
const FORMAT_RULE: &str = "unformatted";

/// The fixes in order of place, each whole, without those that touch one already taken.
fn compatible<'a>(fixes: &[(&'a RuleId, &'a Fix)]) -> Vec<(&'a RuleId, &'a Fix)> {
    let mut ordered: Vec<(&RuleId, &Fix)> = fixes.to_vec();
    ordered.sort_by_key(|(rule, fix)| {
        (fix.edits().first().map(|e| e.span), fix.edits().last().map(|e| e.span), (*rule).clone())
    });
    let mut taken: Vec<Edit> = Vec::new();
    let mut chosen = Vec::new();
    for (rule, fix) in ordered {
        let free = fix.edits().iter().all(|edit| {
            let near = taken.partition_point(|t| t.span.end < edit.span.start);
            taken[near..].iter().take_while(|t| t.span.start <= edit.span.end).all(|t| !t.conflicts(edit))
        });
        if free {
            taken.extend(fix.edits().iter().cloned());
            taken.sort();
            chosen.push((rule, fix));
        }
    }
    chosen
}

/// The note with the fixes applied, unless that does more to it than the fixes say.
fn attempt(note: &Note, fixes: &[(&RuleId, &Fix)]) -> Option<Note> {
    let mut edits: Vec<Edit> = fixes.iter().flat_map(|(_, fix)| fix.edits().iter().cloned()).collect();
    edits.sort();
    let next = note.edited(&edits)?;
    let effect = fixes.iter().map(|(_, fix)| fix.effect(note.text())).max()?;
    let sound = match effect {
        Effect::Moves => parts(note) == parts(&next) && same_front(note, &next),
        Effect::Removes => is_subset(&parts(&next), &parts(note)),
        Effect::Rewrites => true,
    };
    let was_broken = matches!(note.front, FrontMatter::Broken { .. });
    let is_broken = matches!(next.front, FrontMatter::Broken { .. });
    (sound && (was_broken || !is_broken)).then_some(next)
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxBuildHasher.build_hasher();
    hasher.write(text.as_bytes());
    hasher.finish()
}
