//! The sample vault: what its README says is wrong is reported, what only looks wrong is not, and two notes are clean.

mod world;

use std::collections::BTreeSet;

use world::World;

/// A note, a line in it and a rule.
type Place = (String, u64, String);

/// Rows of the table under a heading.
fn rows(readme: &str, heading: &str) -> Vec<Place> {
    let start = readme.find(heading).expect("the heading") + heading.len();
    let section = readme[start..].split("\n## ").next().unwrap_or("");
    let cells =
        |line: &str| -> Vec<String> { line.split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect() };
    let rows = section.lines().filter(|line| line.starts_with("| `")).map(cells);
    rows.map(|cells| (cells[1].clone(), cells[2].parse().expect("a line number"), cells[3].clone())).collect()
}

/// What is reported, as note, line and rule; a finding that points at two places counts at both.
fn reported(world: &World) -> (BTreeSet<Place>, BTreeSet<Place>) {
    let run = world.run(&["--output-format", "json", "."]).ends(1);
    let json: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let (mut own, mut all) = (BTreeSet::new(), BTreeSet::new());
    for finding in json["diagnostics"].as_array().expect("findings") {
        let rule = finding["rule"].as_str().expect("a rule").to_owned();
        let place = |at: &serde_json::Value| {
            let (first, last) = (&at["range"]["start"]["line"], &at["range"]["end"]["line"]);
            (
                at["path"].as_str().expect("a path").to_owned(),
                first.as_u64().expect("a line"),
                last.as_u64().expect("a line"),
            )
        };
        let (path, first, last) = place(finding);
        own.insert((path.clone(), first, rule.clone()));
        // Blank lines that are too many are marked as one place.
        all.extend((first..=last).map(|line| (path.clone(), line, rule.clone())));
        for related in finding["related"].as_array().expect("places") {
            let (path, first, _) = place(related);
            all.insert((path, first, rule.clone()));
        }
    }
    (own, all)
}

#[test]
fn the_table_of_the_sample_vault_holds() {
    let world = World::sample();
    let readme = world.read("README.md");
    let (own, all) = reported(&world);
    let mut wrong = Vec::new();
    let broken = rows(&readme, "## What is wrong");
    assert!(broken.len() > 30, "the table was read");
    for row in broken {
        if !all.contains(&row) {
            wrong.push(format!("not reported: {row:?}"));
        }
    }
    for row in rows(&readme, "## What only looks wrong") {
        if own.contains(&row) {
            wrong.push(format!("reported: {row:?}"));
        }
    }
    for clean in ["README.md", "People/Maud Kettlewick.md"] {
        wrong.extend(
            own.iter().filter(|(path, ..)| path == clean).map(|finding| format!("in a clean note: {finding:?}")),
        );
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
