//! Runs a rule's examples: used by `cargo test`, by `vault-lint test` and for the user's own rules alike.
//!
//! A `bad` note must be reported at exactly the marked places, its fix must give `fixed`, and fixing that again must
//! change nothing. Every example is run again with `\r\n` endings, with a byte order mark, and with text in front and
//! behind: findings may only shift. A `good` note must stay silent through all of that.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::Engine;
use crate::check::Facts;
use crate::check::key::iso_date;
use crate::diagnostic::Level;
use crate::format;
use crate::note::Note;
use crate::rule::catalog::Entry;
use crate::rule::{Example, Rule, RuleLevel};
use crate::text::{NotePath, Safety, Source, Span};
use crate::vault::{self, Vault};

/// An example that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The example's name.
    pub example: String,
    /// What was expected and what came.
    pub what: String,
}

/// Runs all examples of a rule; an empty list means that they hold.
#[must_use]
pub fn run(entry: &Entry) -> Vec<Failure> {
    let mut failures = Vec::new();
    let mut fail = |example: &str, what: String| failures.push(Failure { example: example.to_owned(), what });
    let examples = &entry.declaration.examples;
    if !examples.iter().any(|example| example.bad.is_some()) {
        fail("(all)", "the rule has no `bad` example".into());
    }
    if !examples.iter().any(|example| example.good.is_some()) {
        fail("(all)", "the rule has no `good` example".into());
    }
    let fixes = examples.iter().any(|example| example.fixed.is_some() || example.unsafe_fixed.is_some());
    if entry.declaration.fix > Some(Safety::Display) && !fixes {
        fail("(all)", "the rule has fixes, but no example shows one".into());
    }
    for example in examples {
        match engine(entry, example) {
            Ok(engine) => {
                if let Some(good) = &example.good {
                    run_good(&engine, example, good, &mut |what| fail(&example.name, what));
                }
                if let Some(bad) = &example.bad {
                    run_bad(&engine, example, bad, &mut |what| fail(&example.name, what));
                }
            }
            Err(what) => fail(&example.name, what),
        }
    }
    failures
}

/// An engine with this one rule.
fn engine(entry: &Entry, example: &Example) -> Result<Engine, String> {
    let check = entry.check_with(&example.params)?;
    let level = match entry.declaration.level {
        RuleLevel::On(level) => level,
        RuleLevel::Off => Level::Warning,
    };
    let rule = Rule::new(entry.declaration.clone(), check, level, entry.declaration.fix)?;
    let today = example.today.as_deref().unwrap_or("2026-01-15");
    let today = iso_date(today).ok_or_else(|| format!("`today = \"{today}\"` is no date"))?;
    let known = crate::rule::Catalog::built_in().map_err(|error| error.to_string())?;
    let mut known: BTreeSet<_> = known.iter().map(|entry| entry.declaration.id.clone()).collect();
    known.insert(rule.id().clone());
    Ok(Engine {
        rules: Arc::new(vec![rule]),
        known: Arc::new(known),
        accepted: Arc::default(),
        format: format::Settings::default(),
        today,
    })
}

/// A note's text with the places that should be reported.
struct Marked {
    text: String,
    spans: Vec<Span>,
}

/// Takes the marks out of a text; a lone `»` stays.
fn marked(text: &str) -> Marked {
    let mut out = String::with_capacity(text.len());
    let mut open = Vec::new();
    let mut spans = Vec::new();
    for c in text.chars() {
        match c {
            '«' => open.push(out.len()),
            '»' if !open.is_empty() => {
                let start = open.pop().unwrap_or(0);
                spans.push(Span::new(start, out.len()));
            }
            c => out.push(c),
        }
    }
    spans.sort();
    Marked { text: out, spans }
}

fn variants(marked: &Marked) -> Vec<(&'static str, Marked)> {
    let shifted = |by: usize| marked.spans.iter().map(|s| Span::new(s.from() + by, s.to() + by)).collect();
    let crlf = |at: usize| at + marked.text[..at].matches('\n').count();
    let mut all = vec![
        (
            "with \\r\\n",
            Marked {
                text: marked.text.replace('\n', "\r\n"),
                spans: marked.spans.iter().map(|s| Span::new(crlf(s.from()), crlf(s.to()))).collect(),
            },
        ),
        ("with a byte order mark", Marked { text: format!("\u{feff}{}", marked.text), spans: shifted(3) }),
    ];
    if !marked.text.starts_with("---") {
        let front = "---\naliases: []\n---\n\n";
        all.push((
            "below front matter",
            Marked { text: format!("{front}{}", marked.text), spans: shifted(front.len()) },
        ));
    }
    if !marked.text.contains('\r') && marked.text.ends_with('\n') && !marked.spans.is_empty() {
        let text = format!("{}\n# The end\n\nLast words.\n", marked.text);
        all.push(("with text behind", Marked { text, spans: marked.spans.clone() }));
    }
    all
}

/// The example's own vault, in memory.
struct Files(BTreeMap<String, String>);

impl vault::Files for Files {
    fn list(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    fn beside(&self) -> Vec<String> {
        Vec::new()
    }

    fn read(&self, path: &str) -> Option<String> {
        self.0.get(path).cloned()
    }

    fn reads_all_cheaply(&self) -> bool {
        true
    }
}

fn facts(example: &Example) -> Facts {
    if example.files.is_empty() {
        return Facts::default();
    }
    let vault = Vault::new(Box::new(Files(example.files.clone())), PathBuf::new(), PathBuf::new());
    Facts { vault: Some(Arc::new(vault)), ..Facts::default() }
}

fn parse(example: &Example, text: &str) -> Option<Note> {
    let path = NotePath::new(example.path.as_deref().unwrap_or("Note.md"));
    Source::new(path, text.to_owned()).ok().map(Note::parse)
}

fn spans(engine: &Engine, example: &Example, text: &str) -> Vec<Span> {
    let Some(note) = parse(example, text) else { return Vec::new() };
    let path = note.source.path.as_str().to_owned();
    let mut spans: Vec<Span> =
        engine.lint(&note, &path, &facts(example)).diagnostics.iter().map(|d| d.at.span).collect();
    spans.sort();
    spans
}

fn show(text: &str, spans: &[Span]) -> String {
    let pieces: Vec<String> = spans.iter().map(|s| format!("{:?} at {}", s.slice(text), s.from())).collect();
    if pieces.is_empty() { "nothing".into() } else { pieces.join(", ") }
}

fn run_good(engine: &Engine, example: &Example, good: &str, fail: &mut impl FnMut(String)) {
    let good = marked(good);
    let mut all = variants(&good);
    all.push(("as it stands", good));
    for (variant, marked) in all {
        let found = spans(engine, example, &marked.text);
        if !found.is_empty() {
            fail(format!("{variant}: expected silence, got {}", show(&marked.text, &found)));
        }
    }
}

fn run_bad(engine: &Engine, example: &Example, bad: &str, fail: &mut impl FnMut(String)) {
    let bad = marked(bad);
    if bad.spans.is_empty() {
        fail("nothing is marked with « » in `bad`".into());
    }
    run_first(engine, example, &bad, fail);
    for (variant, marked) in variants(&bad) {
        let found = spans(engine, example, &marked.text);
        if found != marked.spans {
            fail(format!(
                "{variant}: expected {}, got {}",
                show(&marked.text, &marked.spans),
                show(&marked.text, &found)
            ));
        }
    }
    for (wanted, fixed) in [(Safety::Safe, &example.fixed), (Safety::Unsafe, &example.unsafe_fixed)] {
        let Some(fixed) = fixed else { continue };
        let once = fix(engine, example, &bad.text, wanted);
        if once != *fixed {
            fail(format!("the {} fix: expected {fixed:?}, got {once:?}", wanted.as_str()));
            continue;
        }
        let twice = fix(engine, example, &once, wanted);
        if twice != once {
            fail(format!("the {} fix does not settle: {twice:?} after {once:?}", wanted.as_str()));
        }
        let crlf = fix(engine, example, &bad.text.replace('\n', "\r\n"), wanted);
        if crlf != fixed.replace('\n', "\r\n") {
            fail(format!("the {} fix with \\r\\n: got {crlf:?}", wanted.as_str()));
        }
        let formatted = format_text(engine, example, fixed);
        let before = spans(engine, example, fixed).len();
        let after = spans(engine, example, &formatted).len();
        if after > before {
            fail(format!("formatting the fixed note brings {after} findings where there were {before}"));
        }
    }
}

/// What the first finding says and weighs, where the example tells.
fn run_first(engine: &Engine, example: &Example, bad: &Marked, fail: &mut impl FnMut(String)) {
    let Some(note) = parse(example, &bad.text) else { return };
    let path = note.source.path.as_str().to_owned();
    let found = engine.lint(&note, &path, &facts(example)).diagnostics;
    let mut spans: Vec<Span> = found.iter().map(|d| d.at.span).collect();
    spans.sort();
    if spans != bad.spans {
        fail(format!("expected {}, got {}", show(&bad.text, &bad.spans), show(&bad.text, &spans)));
    }
    let Some(first) = found.first() else { return };
    if example.message.as_ref().is_some_and(|message| *message != first.message) {
        fail(format!("expected the message {:?}, got {:?}", example.message.as_deref().unwrap_or(""), first.message));
    }
    if example.level.as_ref().is_some_and(|level| level != first.level.as_str()) {
        fail(format!(
            "expected the level {:?}, got {:?}",
            example.level.as_deref().unwrap_or(""),
            first.level.as_str()
        ));
    }
}

fn fix(engine: &Engine, example: &Example, text: &str, wanted: Safety) -> String {
    let Some(note) = parse(example, text) else { return text.to_owned() };
    let path = note.source.path.as_str().to_owned();
    engine.fix(note, &path, &facts(example), wanted, true).text
}

fn format_text(engine: &Engine, example: &Example, text: &str) -> String {
    let Some(note) = parse(example, text) else { return text.to_owned() };
    let edits: Vec<_> = format::edits(&note, &engine.format).edits.into_iter().map(|change| change.edit).collect();
    crate::text::apply(text, &edits)
}
