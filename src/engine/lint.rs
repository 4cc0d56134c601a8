//! One note, all rules, suppressions last.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Engine;
use crate::check::{Check, Compiled, Context, Facts, Finding, Part};
use crate::diagnostic::{self, Data, Diagnostic, Label, Level, RuleId};
use crate::fingerprint;
use crate::format;
use crate::note::Note;
use crate::rule::Rule;
use crate::suppress;
use crate::text::{Fix, NotePath, Safety, Span};

/// What linting one note gave.
#[derive(Default)]
pub struct Linted {
    /// The findings, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// How many findings the note's own suppressions silenced.
    pub suppressed: usize,
    /// How many findings were accepted before.
    pub accepted: usize,
    /// Rules that broke down on this note: a bug of ours.
    pub broken: Vec<RuleId>,
}

impl Engine {
    /// Runs every rule over a note. `path` is the note's path relative to the configuration's folder: what path globs
    /// are matched against.
    #[must_use]
    pub fn lint(&self, note: &Note, path: &str, facts: &Facts) -> Linted {
        self.lint_with(note, path, facts, |_| true)
    }

    /// The same with those rules only that set wordings side by side: what a person can choose between.
    #[must_use]
    pub fn compare(&self, note: &Note, path: &str, facts: &Facts) -> Linted {
        let compares = |rule: &Rule| matches!(&rule.check, Compiled::Note(check) if check.compares_wordings());
        self.lint_with(note, path, facts, compares)
    }

    fn lint_with(&self, note: &Note, path: &str, facts: &Facts, asked: impl Fn(&Rule) -> bool) -> Linted {
        let mut found = Vec::new();
        let mut ran = BTreeSet::new();
        let mut broken = Vec::new();
        let mut dead_suppressions = None;
        let context = Context { today: self.today, facts, memo: Default::default() };
        for rule in self.rules.iter().filter(|rule| asked(rule) && rule.applies_to(path)) {
            ran.insert(rule.id().clone());
            match &rule.check {
                Compiled::Note(check) => {
                    let mut findings = Vec::new();
                    // One check that breaks down must not cost the user the findings of the others.
                    let run = catch_unwind(AssertUnwindSafe(|| check.check(note, &context, &mut findings)));
                    if run.is_err() {
                        broken.push(rule.id().clone());
                        found.push(breakdown(rule, &note.source.path));
                    }
                    found.extend(findings.into_iter().map(|finding| rule.diagnose(note, finding)));
                }
                Compiled::Formatted => found.extend(self.unformatted(note, rule)),
                Compiled::Suppression => dead_suppressions = Some(rule),
            }
        }
        let result = suppress::apply(note, found, &ran, &self.known);
        let mut diagnostics = result.kept;
        if let Some(rule) = dead_suppressions {
            let say = |kind, ignore: &crate::note::Ignore| {
                let name = ignore.rule.as_deref().unwrap_or("every rule").to_owned();
                rule.diagnose(note, Finding::new(kind, ignore.span).value("rule", name))
            };
            diagnostics.extend(result.unused.iter().map(|ignore| say("unused", ignore)));
            diagnostics.extend(result.unknown.iter().map(|ignore| say("unknown", ignore)));
        }
        diagnostic::sort(&mut diagnostics);
        let before = diagnostics.len();
        self.without_accepted(note, &mut diagnostics);
        let accepted = before - diagnostics.len();
        Linted { diagnostics, suppressed: result.count, accepted, broken }
    }

    /// Whether some rule holds this note against others of the vault: it finds all there is only once
    /// [`Facts::across`] is known.
    #[must_use]
    pub fn looks_across(&self, path: &str) -> bool {
        self.checks(path).any(Check::looks_across)
    }

    /// What the note adds to what is held against other notes; `None` where no rule asks.
    #[must_use]
    pub fn gather(&self, note: &Note, path: &str) -> Option<Part> {
        if !self.looks_across(path) {
            return None;
        }
        let mut part = Part::of(note);
        self.checks(path).for_each(|check| check.gather(note, &mut part));
        Some(part)
    }

    /// The checks of those rules that look at a note of this path.
    fn checks(&self, path: &str) -> impl Iterator<Item = &dyn Check> {
        self.rules.iter().filter(move |rule| rule.applies_to(path)).filter_map(|rule| match &rule.check {
            Compiled::Note(check) => Some(&**check),
            Compiled::Formatted | Compiled::Suppression => None,
        })
    }

    /// The earliest day down to which git's history must be asked before the note can be linted; `None`: need not be.
    #[must_use]
    pub fn asks_history(&self, note: &Note, path: &str) -> Option<jiff::civil::Date> {
        self.checks(path).filter_map(|check| check.asks_history(note, self.today)).min()
    }

    fn without_accepted(&self, note: &Note, diagnostics: &mut Vec<Diagnostic>) {
        if self.accepted.is_empty() {
            return;
        }
        let mut names = fingerprint::of(diagnostics, &|_| Some(&note.source)).into_iter();
        diagnostics.retain(|_| names.next().is_none_or(|name| !self.accepted.contains(&name)));
    }

    fn unformatted(&self, note: &Note, rule: &Rule) -> Vec<Diagnostic> {
        let formatted = format::edits(note, &self.format);
        let mut found: Vec<Diagnostic> = formatted
            .edits
            .into_iter()
            // What the note itself holds back is reported too, so that its suppression counts as used.
            .chain(formatted.suppressed)
            .map(|change| {
                let fix = Fix::new("format the note", Safety::Safe, vec![change.edit.clone()]);
                let finding = Finding::new("unformatted", change.edit.span)
                    .value("what", change.message)
                    .data("pass", change.pass)
                    .fix(fix);
                rule.diagnose(note, finding)
            })
            .collect();
        found.extend(formatted.dropped.into_iter().map(|dropped| {
            let what =
                format!("left alone: the pass `{}` would change what the note says ({})", dropped.pass, dropped.reason);
            let at = Span::at(note.source.content_start());
            rule.diagnose(
                note,
                Finding::new("unformatted", at).value("what", what).data("pass", dropped.pass).at_most(Level::Info),
            )
        }));
        found
    }
}

fn breakdown(rule: &Rule, path: &NotePath) -> Diagnostic {
    Diagnostic {
        rule: rule.id().clone(),
        level: Level::Error,
        message: format!("vault-lint has a bug: the rule `{}` broke down on this note", rule.id()),
        at: Label { path: path.clone(), span: Span::at(0), text: String::new() },
        related: Vec::new(),
        help: Some("the note is untouched; please report it with the note if you can".into()),
        fix: None,
        data: Data::new(),
    }
}
