//! Rules about the whole vault see what git will commit, not the files that lie beside it.

use crate::git::Vault;
use std::fs;

const LINKS: &[&str] = &["--staged", "--select", "broken-link", "--output-format", "concise"];

#[test]
fn a_target_that_is_staged_but_deleted_from_disk_is_there() {
    let vault = Vault::with(&[("Bo.md", "# Plums\n")]);
    vault.stage("Weir.md", "# Gates\n");
    fs::remove_file(vault.path("Weir.md")).unwrap();
    vault.stage("Ada.md", "[[Weir#Gates]] [[Bo#Plums]]\n");
    vault.lint(LINKS).code(0).keeps_quiet_about("Ada.md");
}

#[test]
fn a_target_that_nobody_added_is_not_there() {
    let vault = Vault::with(&[("Bo.md", "# Plums\n")]);
    vault.write("Weir.md", "# Gates\n");
    vault.stage("Ada.md", "[[Weir#Gates]]\n");
    vault.lint(LINKS).code(1).names("Ada.md:1:1: warning[broken-link] no `Weir` in the vault");
    vault.git(&["add", "Weir.md"]);
    vault.lint(LINKS).code(0);
}

#[test]
fn headings_are_those_of_the_staged_text() {
    let vault = Vault::with(&[("Weir.md", "# Gates\n")]);
    vault.stage("Weir.md", "# Locks\n");
    vault.write("Weir.md", "# Gates\n");
    vault.stage("Ada.md", "[[Weir#Gates]] [[Weir#Locks]]\n");
    vault.lint(LINKS).code(1).names("no heading `Gates`").keeps_quiet_about("no heading `Locks`");
}

#[test]
fn a_picture_that_git_ignores_is_there_for_obsidian() {
    let vault = Vault::with(&[(".gitignore", "*.png\n")]);
    vault.write("img/weir.png", "x");
    vault.write("img/map.svg", "x");
    vault.stage("Ada.md", "![[weir.png]] ![[map.svg]]\n");
    vault.lint(LINKS).code(1).names("no `map.svg`").keeps_quiet_about("weir.png");
}

#[test]
fn a_vault_in_a_folder_of_the_repository_knows_its_own_notes() {
    let vault = Vault::with(&[("notes/.obsidian/app.json", "{}"), ("notes/Weir.md", "# Gates\n"), ("Out.md", "")]);
    vault.stage("notes/Ada.md", "[[Weir#Gates]] [[Out#x]]\n");
    vault.lint(LINKS).code(1).names("no `Out`").keeps_quiet_about("Weir");
    vault.at("notes").lint(LINKS).code(1).names("Ada.md:1:16").keeps_quiet_about("Weir");
}

#[test]
fn of_a_note_to_come_no_other_name_is_looked_for_in_the_whole_index() {
    let vault = Vault::with(&[("Bo.md", "---\naliases: [The plum man]\n---\n")]);
    vault.stage("Ada.md", "[[The plum man]]\n");
    vault.lint(LINKS).code(0).names("no note `The plum man` yet");
    vault.lint(&["--select", "broken-link", "--output-format", "concise", "."]).names("another name of `Bo`");
}
