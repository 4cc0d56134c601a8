//! `--since REV`: what a pull request or a push changed.

use crate::git::{BAD, CLEAN, Vault};
use std::fs;

/// main with a bad note of old, and a branch that adds one, leaves one untracked and changes one unstaged.
fn branch() -> Vault {
    let vault = Vault::with(&[("old.md", BAD), ("Bo.md", CLEAN), ("Cy.md", CLEAN)]);
    vault.git(&["checkout", "-qb", "work"]);
    vault.stage("committed.md", BAD);
    vault.git(&["commit", "-qm", "work"]);
    vault.git(&["checkout", "-q", "main"]);
    vault.stage("later.md", BAD);
    vault.git(&["commit", "-qm", "later"]);
    vault.git(&["checkout", "-q", "work"]);
    vault.write("untracked.md", BAD);
    vault.write("Bo.md", BAD);
    vault
}

#[test]
fn the_merge_base_decides_and_the_work_tree_counts() {
    let vault = branch();
    let said = vault.lint(&["--since", "main"]).code(1);
    said.names("committed.md")
        .names("untracked.md")
        .names("Bo.md")
        .keeps_quiet_about("old.md")
        .keeps_quiet_about("Cy.md");
    // From a folder, with the revision spelled in other ways.
    let parent = vault.git(&["rev-parse", "HEAD"]);
    vault.lint(&["--since", parent.trim()]).code(1).names("Bo.md").keeps_quiet_about("committed.md");
    vault.lint(&["--since", "HEAD~1"]).code(1).names("committed.md").keeps_quiet_about("old.md");
}

#[test]
fn line_endings_of_the_work_tree_are_no_change() {
    let vault = Vault::with(&[("Ada.md", BAD), ("Bo.md", CLEAN)]);
    vault.git(&["config", "core.autocrlf", "true"]);
    vault.write("Ada.md", BAD.replace('\n', "\r\n"));
    vault.lint(&["--since", "HEAD"]).code(0).keeps_quiet_about("Ada.md");
}

#[test]
fn the_first_push_of_a_branch_is_since_the_beginning() {
    let vault = branch();
    let zeros = "0".repeat(40);
    vault.lint(&["--since", &zeros]).code(1).names("old.md").names("committed.md");
}

#[test]
fn an_unknown_revision_and_an_unrelated_history_are_explained() {
    let vault = branch();
    vault.lint(&["--since", "nowhere"]).code(2).names("nowhere");
    vault.git(&["checkout", "-q", "--orphan", "alone"]);
    vault.git(&["commit", "-qm", "alone"]);
    vault.lint(&["--since", "main"]).code(2).names("no common ancestor");
}

#[test]
fn a_shallow_clone_without_the_base_says_what_to_fetch() {
    let source = branch();
    source.git(&["add", "-A"]);
    source.git(&["commit", "-qm", "all"]);
    let url = format!("file://{}", source.top.display());
    let clone = |depth: &str| {
        let vault = Vault::room();
        let here = vault.outside("");
        vault.at(here).git(&["clone", "-q", depth, "--no-single-branch", "-b", "work", &url, "vault"]);
        vault
    };
    let vault = clone("--depth=1");
    vault.lint(&["--since", "origin/main"]).code(2).names("shallow").names("fetch-depth");
    vault.lint(&["--since", "HEAD~1"]).code(2).names("shallow");
    // Deep enough for the merge base.
    let vault = clone("--depth=3");
    vault.lint(&["--since", "origin/main"]).code(1).names("committed.md").keeps_quiet_about("old.md");
}

#[test]
fn a_merge_commit_fetched_with_its_parents_is_compared_with_the_first() {
    // As actions/checkout leaves a pull request: the merge commit, depth 2.
    let source = branch();
    source.git(&["stash", "-qu"]);
    source.git(&["checkout", "-q", "main"]);
    source.git(&["merge", "-q", "--no-edit", "work"]);
    let vault = Vault::room();
    let here = vault.outside("");
    let url = format!("file://{}", source.top.display());
    vault.at(here).git(&["clone", "-q", "--depth=2", &url, "vault"]);
    vault.lint(&["--since", "HEAD^1"]).code(1).names("committed.md").keeps_quiet_about("later.md");
    assert!(fs::exists(vault.path("later.md")).unwrap());
}
