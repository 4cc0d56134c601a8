//! Since when a note has had its tag, as `stale-needs-review` tells it from history.

use crate::git::{Said, Vault};

const PLAIN: &str = "---\ntags: [person]\n---\n\n# Ada\n\nlikes figs\n\nsings in a choir\n\nlives by the sea\n";

fn tagged() -> String {
    PLAIN.replace("person]", "person, needs-review]")
}

/// Commits all there is, at noon of a day.
fn commit(vault: &Vault, day: &str) {
    vault.git(&["add", "-A"]);
    vault.and_env("GIT_COMMITTER_DATE", format!("{day}T12:00:00Z")).git(&["commit", "-qm", day]);
}

/// What is said on the first of March 2026, when a tag may be thirty days old.
fn look(vault: &Vault) -> Said {
    vault.lint(&["--select", "stale-needs-review", "--today", "2026-03-01"])
}

#[test]
fn neither_edits_nor_renames_make_a_tag_younger() {
    let vault = Vault::empty();
    vault.write("Ada.md", PLAIN);
    commit(&vault, "2025-11-01");
    vault.write("Ada.md", tagged());
    commit(&vault, "2026-01-01");
    vault.write("Ada.md", tagged().replace("[person", "[person, singer"));
    commit(&vault, "2026-02-20");
    vault.git(&["mv", "Ada.md", "Ada Byron.md"]);
    vault.write("Ada Byron.md", tagged().replace("figs", "figs and plums"));
    commit(&vault, "2026-02-25");
    look(&vault).code(1).names("Ada Byron.md").names("git history");
}

#[test]
fn a_tag_added_lately_to_an_old_note_is_young() {
    let vault = Vault::empty();
    vault.write("Ada.md", PLAIN);
    commit(&vault, "2025-01-01");
    vault.write("Ada.md", tagged());
    commit(&vault, "2026-02-20");
    vault.git(&["mv", "Ada.md", "Ada Byron.md"]);
    commit(&vault, "2026-02-25");
    look(&vault).code(0).keeps_quiet_about("stale-needs-review");
}

#[test]
fn a_tag_that_was_cleared_and_came_back_counts_anew() {
    let vault = Vault::empty();
    for (text, day) in [(tagged(), "2025-06-01"), (PLAIN.to_owned(), "2025-12-01"), (tagged(), "2026-02-20")] {
        vault.write("Ada.md", text);
        commit(&vault, day);
    }
    look(&vault).code(0).keeps_quiet_about("stale-needs-review");
}

#[test]
fn a_merge_does_not_make_a_tag_of_a_branch_younger() {
    let vault = Vault::empty();
    vault.write("Ada.md", PLAIN);
    vault.write("Bo.md", PLAIN);
    commit(&vault, "2025-11-01");
    vault.git(&["checkout", "-qb", "side"]);
    vault.write("Ada.md", tagged());
    commit(&vault, "2025-12-01");
    vault.git(&["checkout", "-q", "main"]);
    vault.write("Bo.md", tagged());
    commit(&vault, "2026-02-10");
    let late = vault.and_env("GIT_COMMITTER_DATE", "2026-02-25T12:00:00Z");
    late.git(&["merge", "-q", "--no-ff", "-m", "both", "side"]);
    look(&vault).code(1).names("Ada.md").keeps_quiet_about("Bo.md");
}

#[test]
fn a_shallow_clone_says_so_and_never_a_wrong_date() {
    let source = Vault::empty();
    source.write("Ada.md", tagged());
    commit(&source, "2025-06-01");
    source.write("Bo.md", PLAIN);
    commit(&source, "2026-02-20");
    let vault = Vault::room();
    let url = format!("file://{}", source.top.display());
    let here = vault.outside("");
    vault.at(here).git(&["clone", "-q", "--depth=1", &url, "vault"]);
    look(&vault).code(0).names("too short").keeps_quiet_about("2026-02-20");
}

#[test]
fn a_tag_put_on_just_now_is_young_whatever_the_properties_say() {
    let vault = Vault::empty();
    vault.write("Ada.md", PLAIN);
    commit(&vault, "2025-06-01");
    vault.write("Ada.md", tagged());
    look(&vault).code(0).keeps_quiet_about("Ada.md");
}

#[test]
fn of_a_note_never_committed_only_the_properties_tell() {
    let vault = Vault::empty();
    vault.write("Bo.md", PLAIN);
    commit(&vault, "2025-06-01");
    vault.write("Ada.md", tagged());
    look(&vault).code(0).names("nobody knows when");
    vault.write("Ada.md", tagged().replacen("---\n", "---\ncreated: 2025-01-02\n", 1));
    look(&vault).code(1).names("2025-01-02").names("property `created`");
}
