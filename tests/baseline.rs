//! `vault-lint baseline`: what is accepted stays silent wherever it moves, what is new does not, and nothing of it is mended.

mod world;

use world::World;

const FACT: &str = "- Mira Solberg runs the water mill in Ostervik.\n";
const OTHER: &str = "- The parish of Lund keeps bees behind the chapel.\n";
const FILE: &str = ".vault-lint-baseline.json";

fn accepted() -> World {
    let world = World::new();
    world.write("People/Mira.md", format!("## Key Facts\n\n{FACT}{FACT}"));
    world.run(&["--output-format", "concise", "."]).ends(1);
    let run = world.run(&["baseline"]).ends(0);
    assert!(run.out.starts_with(".vault-lint-baseline.json: 1 finding accepted in 1 note\n"), "{}", run.out);
    world
}

#[test]
fn what_is_accepted_is_not_reported_again() {
    let world = accepted();
    let run = world.run(&["."]).ends(0);
    assert!(run.out.contains("1 accepted before"), "{}", run.out);
    let run = world.run(&["--no-baseline", "."]).ends(1);
    assert!(run.out.contains("duplicate-facts"), "{}", run.out);
}

#[test]
fn a_finding_stays_accepted_when_lines_above_it_move() {
    let world = accepted();
    world.write("People/Mira.md", format!("# Mira\n\nA miller.\n\n## Key Facts\n\n{OTHER}{FACT}{FACT}"));
    world.run(&["."]).ends(0);
}

#[test]
fn a_finding_stays_accepted_when_its_note_is_renamed() {
    let world = accepted();
    std::fs::rename(world.path("People/Mira.md"), world.path("People/Mira Solberg.md")).expect("renamed");
    world.run(&["."]).ends(0);
}

#[test]
fn equal_findings_are_counted() {
    let world = accepted();
    world.write("People/Mira.md", format!("## Key Facts\n\n{FACT}{FACT}{FACT}"));
    let run = world.run(&["--output-format", "concise", "."]).ends(1);
    assert_eq!(run.out.lines().filter(|line| line.contains("[duplicate-facts]")).count(), 1, "{}", run.out);
}

#[test]
fn new_findings_and_other_notes_are_reported() {
    let world = accepted();
    world.write("People/Per.md", format!("## Key Facts\n\n{FACT}{FACT}"));
    world.write("People/Mira.md", format!("## Key Facts\n\n{FACT}{FACT}{OTHER}{OTHER}"));
    let run = world.run(&["--output-format", "concise", "."]).ends(1);
    assert!(run.out.contains("People/Per.md:4:1"), "the same finding in another note is new: {}", run.out);
    assert!(run.out.contains("People/Mira.md:6:1"), "{}", run.out);
    assert!(!run.out.contains("People/Mira.md:4:1"), "{}", run.out);
}

#[test]
fn what_is_accepted_is_not_mended() {
    let world = accepted();
    let text = format!("## Key Facts\n\n{FACT}{FACT}");
    world.run(&["--fix", "."]).ends(0);
    assert_eq!(world.read("People/Mira.md"), text);
    world.run(&["--fix", "--no-baseline", "."]).ends(0);
    assert_eq!(world.read("People/Mira.md"), format!("## Key Facts\n\n{FACT}"));
}

#[test]
fn a_second_baseline_takes_in_what_is_new_and_forgets_what_is_gone() {
    let world = accepted();
    world.write("Per.md", format!("## Key Facts\n\n{OTHER}{OTHER}"));
    std::fs::remove_file(world.path("People/Mira.md")).expect("removed");
    let run = world.run(&["baseline"]).ends(0);
    assert!(run.out.contains("1 finding accepted in 1 note (before: 1)"), "{}", run.out);
    assert!(!world.read(FILE).contains("Mira"), "{}", world.read(FILE));
    world.run(&["."]).ends(0);
}

#[test]
fn a_baseline_of_some_notes_leaves_the_others_as_they_were() {
    let world = accepted();
    world.write("Per.md", format!("## Key Facts\n\n{OTHER}{OTHER}"));
    world.run(&["baseline", "Per.md"]).ends(0);
    let text = world.read(FILE);
    assert!(text.contains("\"Per.md\"") && text.contains("\"People/Mira.md\""), "{text}");
    world.run(&["."]).ends(0);
}

#[test]
fn it_is_found_from_below_and_written_where_it_was() {
    let world = accepted();
    let run = world.run_in("People", &["."]).ends(0);
    assert!(run.out.contains("1 accepted before"), "{}", run.out);
    world.run_in("People", &["baseline"]).ends(0);
    assert!(!world.path("People").join(FILE).exists());
}

#[test]
fn a_broken_baseline_stops_the_run_and_says_where() {
    let world = accepted();
    world.write(FILE, "{\n  \"version\": 1,\n  oops\n}\n");
    let run = world.run(&["."]).ends(2);
    assert!(run.err.contains(".vault-lint-baseline.json: not a baseline: "), "{}", run.err);
    assert!(run.err.contains("line 3"), "{}", run.err);
    assert!(run.err.contains("hint: "), "{}", run.err);
    let run = world.run(&["baseline"]).ends(2);
    assert!(run.err.contains("not a baseline"), "{}", run.err);
}

#[test]
fn the_format_of_machines_leaves_accepted_findings_out() {
    let world = accepted();
    let run = world.run(&["--output-format", "json", "."]).ends(0);
    let value: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(value["diagnostics"].as_array().map(Vec::len), Some(0));
    assert_eq!(value["summary"]["warnings"], 0);
}
