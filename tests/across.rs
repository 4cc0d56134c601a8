//! `within = "vault"`: the same fact in several notes.

mod world;

use world::World;

const MIRA: &str = "# Mira Solberg\n\n## Key Facts\n\n- Mira Solberg leads the repair of the weir in Ostervik.\n- Lives above the old ferry house.\n- The spring fair of the millers takes place in Ostervik on 25-26 February 2026.\n";
const JON: &str = "# Jon Aune\n\n## Key Facts\n\n- Keeps the books of the mill in a ledger.\n- Mira Solberg is leading the repair of the Ostervik weir since 2024.\n- The spring fair of the millers takes place in Ostervik on 24-26 February 2026.\n";
const PER: &str = "# Per Aas\n\n## Key Facts\n\n- Keeps the books of the mill in a ledger.\n- Mira Solberg leads the repair of the weir in Ostervik.\n";

const CONFIG: &str = "exclude = [\"Archive/**\"]\n[rules]\nduplicate-facts = { within = \"vault\" }\nconflicting-facts = { within = \"vault\" }\n";

fn vault() -> World {
    let world = World::new();
    world.write(".obsidian/app.json", "{}").write("vault-lint.toml", CONFIG);
    world.write("Mira.md", MIRA).write("Jon.md", JON).write("Archive/Jon.md", JON).write(".trash/Jon.md", JON);
    world
}

const CONCISE: &[&str] = &["--select", "duplicate-facts,conflicting-facts", "--output-format", "concise"];
const SUBSUMED: &str = "Mira.md:5:1: warning[duplicate-facts] line 6 of Jon.md says all of this and more";
const CLASH: &str = "Mira.md:7:61: info[conflicting-facts] disagrees with line 7 of Jon.md in one date: \"25-26 February 2026\" here, \"24-26 February 2026\" there";

#[test]
fn notes_are_held_against_each_other_and_archived_copies_are_not() {
    let run = vault().run(CONCISE).ends(1);
    assert_eq!(run.out.lines().collect::<Vec<_>>()[..2], [SUBSUMED, CLASH], "{}", run.out);
    assert!(!run.out.contains("Archive"), "{}", run.out);
}

#[test]
fn by_default_each_note_is_looked_at_alone() {
    let world = vault();
    world.write("vault-lint.toml", "");
    assert!(!world.run(CONCISE).ends(0).out.contains(".md:"));
}

#[test]
fn naming_one_note_limits_the_report_and_not_the_vault() {
    let world = vault();
    let run = world.run(&[CONCISE, &["Mira.md"]].concat()).ends(1);
    assert!(run.out.starts_with(SUBSUMED), "{}", run.out);
    let run = world.run(&[CONCISE, &["Jon.md"]].concat()).ends(0);
    assert!(!run.out.contains(".md:"), "what is kept is not reported: {}", run.out);
}

#[test]
fn a_fact_about_ones_own_subject_is_another_in_another_note() {
    let world = vault();
    world.write("Per.md", PER);
    let run = world.run(&[CONCISE, &["Per.md"]].concat()).ends(1);
    assert!(run.out.contains("Per.md:6:1: warning[duplicate-facts] line 6 of Jon.md"), "{}", run.out);
    assert!(!run.out.contains("Per.md:5:"), "each keeps the books of a mill: {}", run.out);
}

#[test]
fn all_notes_are_listed_with_their_text() {
    let world = vault();
    world.write("Per.md", PER);
    let run = world.run(&["--select", "duplicate-facts", "Mira.md"]).ends(1);
    for part in ["--> Jon.md:6:1", "since 2024.", "it stands here", "--> Per.md:6:1", "and here", "1 more note has it"]
    {
        assert!(run.out.contains(part), "{part}: {}", run.out);
    }
    let run = world.run(&["--select", "duplicate-facts", "--output-format", "json", "Mira.md"]).ends(1);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let finding = &report["diagnostics"][0];
    assert_eq!(finding["data"]["keep"], serde_json::json!({ "path": "Jon.md", "line": 6 }));
    assert_eq!(finding["related"][0]["range"]["start"]["line"], 6);
    assert_eq!(finding["related"][1]["path"], "Per.md");
    assert_eq!(finding["fix"], serde_json::Value::Null, "reported only");
}

#[test]
fn findings_about_fixed_notes_point_at_what_was_written() {
    let world = vault();
    // The formatter moves the fact of Jon's note up by two lines, and that of Mira's down by one.
    world.write("Jon.md", JON.replace("## Key Facts\n\n", "## Key Facts\n\n\n\n"));
    world.write("Mira.md", MIRA.replace("# Mira Solberg\n\n", "# Mira Solberg\n"));
    let run = world.run(&[
        "--fix",
        "--select",
        "duplicate-facts,conflicting-facts,unformatted",
        "--output-format",
        "concise",
    ]);
    assert_eq!((world.read("Mira.md").as_str(), world.read("Jon.md").as_str()), (MIRA, JON));
    assert_eq!(run.ends(1).out.lines().collect::<Vec<_>>()[..2], [SUBSUMED, CLASH]);
}

#[test]
fn a_note_from_a_pipe_is_held_against_the_vault() {
    let world = vault();
    let run = world.run_with(&[CONCISE, &["--stdin-filename", "Mira.md", "-"]].concat(), MIRA).ends(1);
    assert!(run.out.starts_with(SUBSUMED), "{}", run.out);
}

#[test]
fn a_suppression_holds_and_counts_as_used() {
    let world = vault();
    let ignored = MIRA.replace("- Mira", "%% vault-lint: ignore duplicate-facts -- her own note %%\n\n- Mira");
    world.write("Mira.md", ignored);
    let run = world.run(&["--select", "duplicate-facts,unused-suppression", "--output-format", "concise"]).ends(0);
    assert!(!run.out.contains(".md:"), "{}", run.out);
}

#[test]
fn a_baseline_accepts_it() {
    let world = vault();
    world.run(&["baseline"]).ends(0);
    assert!(!world.run(CONCISE).ends(0).out.contains(".md:"));
    world.run(&[CONCISE, &["--no-baseline"]].concat()).ends(1);
}
