//! Every example of every built-in rule holds, in all its variants; the list of embedded files is the folder's.

use std::collections::BTreeSet;

use vault_lint::engine::example;
use vault_lint::rule::Catalog;
use vault_lint::rule::catalog::BUILT_IN;

#[test]
fn the_examples_of_every_rule_hold() {
    let catalog = Catalog::built_in().expect("the built-in rules can be read");
    let mut failures = String::new();
    for entry in catalog.iter() {
        for failure in example::run(entry) {
            failures.push_str(&format!("{} / {}: {}\n", entry.declaration.id, failure.example, failure.what));
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn every_file_of_the_folder_is_embedded() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder of rules")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".toml"))
        .map(|name| format!("rules/{name}"))
        .collect();
    let embedded: BTreeSet<String> = BUILT_IN.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(files, embedded);
    for (path, text) in BUILT_IN {
        assert!(
            text.contains(&format!("\"{}\"", path.trim_start_matches("rules/").trim_end_matches(".toml"))),
            "{path}: id and name differ"
        );
    }
}
