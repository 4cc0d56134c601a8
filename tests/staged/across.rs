//! `within = "vault"` with `--staged`: the notes of the vault are those that git will commit.

use crate::git::Vault;
use std::fs;

const CONFIG: &str = "[rules.duplicate-facts]\nwithin = \"vault\"\n";
const FACT: &str =
    "- Mira Solberg leads the repair of the weir in Ostervik.\n- Keeps pears in the cellar of the ferry house.\n";
const FULLER: &str = "- Mira Solberg is leading the repair of the Ostervik weir since 2024.\n- Keeps the books of the mill in a ledger.\n";
const ACROSS: &[&str] = &["--staged", "--select", "duplicate-facts", "--output-format", "concise"];

/// A vault whose notes are held against each other.
fn vault(committed: &[(&str, &str)]) -> Vault {
    let vault = Vault::with(committed);
    fs::write(vault.outside("vault-lint.toml"), CONFIG).unwrap();
    vault
}

#[test]
fn the_other_note_is_the_one_in_the_index() {
    let vault = vault(&[("Jon.md", FULLER)]);
    vault.write("Jon.md", "- Nothing of the kind is left here.\n");
    vault.stage("Mira.md", FACT);
    vault
        .lint(ACROSS)
        .code(1)
        .names("Mira.md:1:1: warning[duplicate-facts] line 1 of Jon.md says all of this and more");
    vault.git(&["add", "Jon.md"]);
    vault.lint(ACROSS).code(0).keeps_quiet_about("Mira.md:");
}

#[test]
fn a_note_that_nobody_added_is_no_other_note() {
    let vault = vault(&[("Bo.md", "# Plums\n")]);
    vault.write("Jon.md", FULLER);
    vault.stage("Mira.md", FACT);
    vault.lint(ACROSS).code(0).keeps_quiet_about("Mira.md:");
}

#[test]
fn both_notes_of_one_commit_are_held_against_each_other() {
    let vault = vault(&[("Bo.md", "# Plums\n")]);
    vault.stage("Jon.md", FULLER);
    vault.stage("Mira.md", FACT);
    vault.lint(ACROSS).code(1).names("Mira.md:1:1: warning[duplicate-facts] line 1 of Jon.md");
}
