//! Fixes any text by all built-in rules and formats it: that settles, and sound front matter stays sound.

#![no_main]

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use libfuzzer_sys::fuzz_target;
use vault_lint::check::Facts;
use vault_lint::diagnostic::Level;
use vault_lint::engine::Engine;
use vault_lint::format::{Settings, edits};
use vault_lint::note::{FrontMatter, Note};
use vault_lint::rule::{Catalog, Rule};
use vault_lint::text::{NotePath, Safety, Source};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let catalog = Catalog::built_in().expect("the built-in rules can be read");
    let rules = catalog.iter().map(|entry| {
        let check = entry.check_with(&toml::Table::new()).expect("the rule's own parameters");
        Rule::new(entry.declaration.clone(), check, Level::Warning, entry.declaration.fix).expect("a built-in rule")
    });
    let rules: Vec<Rule> = rules.collect();
    let known: BTreeSet<_> = rules.iter().map(|rule| rule.id().clone()).collect();
    let today = jiff::civil::date(2026, 1, 15);
    Engine { rules: Arc::new(rules), known: Arc::new(known), accepted: Arc::default(), format: Settings::default(), today }
});

fuzz_target!(|text: &str| {
    let Some(note) = parse(text) else { return };
    let was_sound = !matches!(note.front, FrontMatter::Broken { .. });
    let begun = Instant::now();
    let fixed = fix(note);
    let took = begun.elapsed().as_secs_f64();
    assert!(took < 1.0 + text.len() as f64 / 100_000.0, "{took} s for {} bytes", text.len());
    let Some(again) = parse(&fixed) else { return };
    assert!(!was_sound || !matches!(again.front, FrontMatter::Broken { .. }), "front matter broke: {fixed:?}");
    assert_eq!(edits(&again, &ENGINE.format).text(&again), fixed, "not formatted");
    assert_eq!(fix(again), fixed, "does not settle");
});

fn fix(note: Note) -> String {
    ENGINE.fix(note, "note.md", &Facts::default(), Safety::Safe, true).text
}

fn parse(text: &str) -> Option<Note> {
    Source::new(NotePath::new("note.md"), text.to_owned()).ok().map(Note::parse)
}
