//! Repeated facts on labelled notes: what is joined, and what the safe fix deletes. The weights have seen these notes, so that the bars
//! only show when something breaks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

#[path = "tools/labelled.rs"]
mod labelled;
mod world;

use labelled::{Bullet, LabelledNote};
use world::World;

fn notes() -> Vec<LabelledNote> {
    let notes = labelled::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labelled")).expect("labelled notes");
    assert!(notes.len() >= 20, "{} notes", notes.len());
    notes
}

/// The line that each reported line is joined with, directly or through others.
fn joined(note: &LabelledNote) -> BTreeMap<u64, u64> {
    let world = World::new();
    world.write("Note.md", &note.text);
    let run = world.run(&["--no-config", "--select", "duplicate-facts", "--output-format", "json", "Note.md"]);
    let report: Value = serde_json::from_str(&run.out).expect("JSON");
    let mut joined = BTreeMap::new();
    for found in report["diagnostics"].as_array().expect("a list") {
        let line = |place: &Value| place["range"]["start"]["line"].as_u64().expect("a line");
        for related in found["related"].as_array().expect("a list") {
            joined.insert(line(found), line(related));
        }
    }
    joined
}

fn group(joined: &BTreeMap<u64, u64>, bullet: &Bullet) -> u64 {
    let mut line = bullet.line as u64;
    while let Some(next) = joined.get(&line) {
        line = *next;
    }
    line
}

#[test]
fn wordings_of_one_fact_are_joined_and_others_are_not() {
    let mut totals = [[0usize; 3]; 2];
    for note in notes() {
        let joined = joined(&note);
        for (list, total) in note.lists.iter().zip(&mut totals) {
            for (place, one) in list.iter().enumerate() {
                for other in &list[place + 1..] {
                    match (one.fact == other.fact, group(&joined, one) == group(&joined, other)) {
                        (true, true) => total[0] += 1,
                        (false, true) => total[1] += 1,
                        (true, false) => total[2] += 1,
                        (false, false) => {}
                    }
                }
            }
        }
    }
    let [facts, dated] = totals;
    for ([right, wrong, missed], precision, recall) in [(facts, 95, 60), (dated, 98, 75)] {
        assert!(right * 100 >= precision * (right + wrong), "{right} right, {wrong} wrong");
        assert!(right * 100 >= recall * (right + missed), "{right} found, {missed} missed");
    }
}

#[test]
fn a_list_of_mere_look_alikes_is_left_alone() {
    let notes = notes();
    let distinct = |note: &&LabelledNote| {
        note.lists
            .iter()
            .all(|list| list.iter().map(|bullet| &bullet.fact).collect::<BTreeSet<_>>().len() == list.len())
    };
    let note = notes.iter().find(distinct).expect("a note without repetitions");
    assert!(joined(note).is_empty(), "{}: {:?}", note.name, joined(note));
}

#[test]
fn the_safe_fix_deletes_nothing_that_the_kept_bullet_does_not_say() {
    let mut deleted = 0;
    for note in notes() {
        let world = World::new();
        world.write("Note.md", &note.text);
        world.run(&["--no-config", "--select", "duplicate-facts", "--fix", "Note.md"]);
        let text = world.read("Note.md");
        let left: BTreeSet<&str> = text.lines().collect();
        let is_left = |bullet: &Bullet| left.contains(format!("- {}", bullet.text).as_str());
        for list in &note.lists {
            for gone in list.iter().filter(|bullet| !is_left(bullet)) {
                deleted += 1;
                let says_all = |kept: &&Bullet| {
                    kept.fact == gone.fact && gone.details.chars().all(|detail| kept.details.contains(detail))
                };
                let kept = list.iter().filter(|bullet| is_left(bullet)).find(says_all);
                assert!(kept.is_some(), "{}, line {}: {}", note.name, gone.line, gone.text);
            }
        }
    }
    assert!(deleted >= 20, "{deleted} deleted");
}
