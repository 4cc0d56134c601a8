//! As git calls it: every way to commit, with the tool as `pre-commit`.

use crate::git::{BAD, CLEAN, GOOD, Vault};
use std::fs;

/// A vault whose pre-commit hook fixes.
fn hooked() -> Vault {
    let vault = Vault::with(&[("Bo.md", CLEAN), ("Cy.md", CLEAN)]);
    vault.hook("pre-commit", "--staged --fix");
    vault
}

#[track_caller]
fn committed(vault: &Vault, path: &str, text: &str) {
    assert_eq!(vault.git(&["show", &format!("HEAD:{path}")]), text);
    let tree = vault.git(&["rev-parse", "HEAD^{tree}"]);
    assert_eq!(vault.git(&["write-tree"]), tree, "index and commit differ");
}

#[test]
fn a_plain_commit_holds_the_fix() {
    let vault = hooked();
    vault.stage("Ada.md", BAD);
    vault.git(&["commit", "-qm", "two"]);
    committed(&vault, "Ada.md", GOOD);
    assert_eq!(vault.git(&["status", "--porcelain"]), "");
}

#[test]
fn the_first_commit_of_all() {
    let vault = Vault::empty();
    vault.hook("pre-commit", "--staged --fix");
    vault.stage("Ada.md", BAD);
    vault.git(&["commit", "-qm", "one"]);
    committed(&vault, "Ada.md", GOOD);
}

#[test]
fn commit_all_and_commit_include() {
    let vault = hooked();
    vault.write("Bo.md", BAD);
    vault.git(&["commit", "-qam", "all"]);
    committed(&vault, "Bo.md", GOOD);
    vault.stage("Ada.md", BAD);
    vault.write("Cy.md", BAD);
    vault.git(&["commit", "-qm", "include", "-i", "Cy.md"]);
    committed(&vault, "Cy.md", GOOD);
    committed(&vault, "Ada.md", GOOD);
    assert_eq!(vault.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_commit_of_one_path_is_checked_but_not_fixed() {
    let vault = hooked();
    vault.stage("Ada.md", CLEAN);
    vault.git(&["commit", "-qm", "two"]);
    for option in ["-o", "--"] {
        vault.write("Ada.md", BAD);
        let head = vault.git(&["rev-parse", "HEAD"]);
        let said = vault.try_git(&["commit", "-qm", "three", option, "Ada.md"]);
        said.code(1).names("Ada.md").names("git add");
        assert_eq!(vault.git(&["rev-parse", "HEAD"]), head);
        assert_eq!(vault.read("Ada.md"), BAD);
        assert_eq!(vault.git(&["status", "--porcelain"]), " M Ada.md\n");
    }
}

#[test]
fn amending_looks_at_the_difference_to_head_only() {
    let vault = Vault::with(&[("Bo.md", CLEAN), ("Ada.md", BAD)]);
    vault.hook("pre-commit", "--staged --fix");
    vault.git(&["commit", "-q", "--amend", "-m", "only the message"]);
    assert_eq!(vault.git(&["show", "HEAD:Ada.md"]), BAD);
    vault.stage("Cy.md", BAD);
    vault.git(&["commit", "-q", "--amend", "-m", "with another note"]);
    committed(&vault, "Cy.md", GOOD);
    assert_eq!(vault.git(&["show", "HEAD:Ada.md"]), BAD);
}

/// Two branches that both changed notes, main checked out, hooks installed.
fn branched(ours: &str, theirs: &str) -> Vault {
    let vault = Vault::with(&[("Ada.md", CLEAN), ("Bo.md", CLEAN), ("Cy.md", CLEAN)]);
    vault.git(&["checkout", "-qb", "other"]);
    vault.stage("Ada.md", theirs);
    vault.stage("Bo.md", BAD);
    vault.git(&["commit", "-qm", "theirs"]);
    vault.git(&["checkout", "-q", "main"]);
    vault.stage("Ada.md", ours);
    vault.stage("Cy.md", BAD);
    vault.git(&["commit", "-qm", "ours"]);
    vault.hook("pre-commit", "--staged --fix");
    vault.hook("pre-merge-commit", "--staged --fix");
    vault
}

#[test]
fn a_merge_without_conflicts_looks_at_what_differs_from_every_parent() {
    let top = CLEAN.replace("# Bo", "# Bo\n\none\n\ntwo\n\nthree\n\nfour");
    let vault = branched(&top.replace("# Bo", "# Bob"), &top.replace("plums", "pears"));
    // Bo.md is as in one parent, Cy.md as in the other: both are bad, neither is this commit's doing.
    let said = vault.try_git(&["merge", "-q", "--no-edit", "other"]);
    let said = if said.all().contains("CONFLICT") { panic!("{said:?}") } else { said };
    said.code(0).keeps_quiet_about("Bo.md").keeps_quiet_about("Cy.md");
    assert_eq!(vault.git(&["show", "HEAD:Bo.md"]), BAD);
    assert_eq!(vault.git(&["rev-list", "--parents", "-1", "HEAD"]).split(' ').count(), 3);
}

#[test]
fn a_resolved_conflict_is_fixed_and_the_merge_goes_on() {
    let vault = branched(&CLEAN.replace("plums", "nuts"), &CLEAN.replace("plums", "pears"));
    vault.try_git(&["merge", "-q", "--no-edit", "other"]).code(1);
    let state = fs::read(vault.path(".git/MERGE_MSG")).unwrap();
    vault.stage("Ada.md", BAD);
    vault.check().code(1).names("Ada.md").keeps_quiet_about("Bo.md").keeps_quiet_about("Cy.md");
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(fs::read(vault.path(".git/MERGE_MSG")).unwrap(), state);
    vault.git(&["commit", "-q", "--no-edit"]);
    committed(&vault, "Ada.md", GOOD);
    assert_eq!(vault.git(&["rev-list", "--parents", "-1", "HEAD"]).split(' ').count(), 3);
}

#[test]
fn cherry_pick_and_rebase_go_on_after_a_conflict() {
    for verb in ["cherry-pick", "rebase"] {
        let vault = branched(&CLEAN.replace("plums", "nuts"), &CLEAN.replace("plums", "pears"));
        vault.try_git(&[verb, "other"]).code(1);
        vault.stage("Ada.md", BAD);
        if verb == "rebase" {
            // git 2.47 goes on with a rebase without asking pre-commit, so the fix comes by hand.
            vault.lint(&["--staged", "--fix"]).code(0);
        }
        vault.git(&[verb, "--continue"]);
        committed(&vault, "Ada.md", GOOD);
        for left in ["CHERRY_PICK_HEAD", "rebase-merge"] {
            assert!(!vault.path(".git").join(left).exists());
        }
    }
}

#[test]
fn a_fix_that_leaves_nothing_to_commit_stops_the_commit() {
    let vault = Vault::with(&[("Ada.md", GOOD)]);
    vault.hook("pre-commit", "--staged --fix");
    vault.stage("Ada.md", BAD);
    let head = vault.git(&["rev-parse", "HEAD"]);
    vault.try_git(&["commit", "-qm", "two"]).code(1).names("nothing is left to commit");
    assert_eq!(vault.git(&["rev-parse", "HEAD"]), head);
    assert_eq!(vault.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_linked_work_tree() {
    let vault = hooked();
    let tree = vault.outside("linked");
    vault.git(&["worktree", "add", "-q", tree.to_str().unwrap()]);
    let view = vault.at(&tree);
    fs::write(tree.join("Ada.md"), BAD).unwrap();
    view.git(&["add", "Ada.md"]);
    view.git(&["commit", "-qm", "two"]);
    assert_eq!(view.git(&["show", "HEAD:Ada.md"]), GOOD);
    assert_eq!(view.git(&["status", "--porcelain"]), "");
    assert_eq!(fs::read_to_string(tree.join("Ada.md")).unwrap(), GOOD);
    // By hand, from a folder in it.
    fs::create_dir(tree.join("deep")).unwrap();
    fs::write(tree.join("deep/Ada.md"), BAD).unwrap();
    view.git(&["add", "deep"]);
    vault.at(tree.join("deep")).fix(&["deep/Ada.md"]).code(0);
}

#[test]
fn a_submodule_and_a_git_folder_kept_elsewhere() {
    let inner = Vault::with(&[("Bo.md", CLEAN)]);
    let outer = Vault::with(&[("Cy.md", CLEAN)]);
    outer.git(&["submodule", "add", "-q", inner.top.to_str().unwrap(), "inner"]);
    let view = outer.at("inner");
    let hooks = view.git(&["rev-parse", "--path-format=absolute", "--git-path", "hooks"]);
    let hook = std::path::Path::new(hooks.trim()).join("pre-commit");
    outer.write_hook(&hook, "--staged --fix");
    outer.write("inner/Ada.md", BAD);
    view.git(&["add", "Ada.md"]);
    view.git(&["commit", "-qm", "two"]);
    assert_eq!(view.git(&["show", "HEAD:Ada.md"]), GOOD);
    assert_eq!(view.git(&["status", "--porcelain"]), "");

    let vault = Vault::room();
    let elsewhere = format!("--separate-git-dir={}", vault.outside("elsewhere").display());
    fs::create_dir(&vault.top).unwrap();
    vault.git(&["init", "-q", "-b", "main", &elsewhere]);
    vault.hook("pre-commit", "--staged --fix");
    vault.stage("Ada.md", BAD);
    vault.git(&["commit", "-qm", "one"]);
    committed(&vault, "Ada.md", GOOD);
}

#[test]
fn a_bare_repository_with_a_work_tree_named_by_the_environment() {
    let vault = Vault::room();
    let bare = vault.outside("bare.git");
    vault.at(vault.outside("")).git(&["init", "-q", "--bare", "-b", "main", "bare.git"]);
    fs::create_dir(&vault.top).unwrap();
    vault.write("Ada.md", BAD);
    let view = vault.and_env("GIT_DIR", &bare).and_env("GIT_WORK_TREE", &vault.top);
    vault.write_hook(&bare.join("hooks/pre-commit"), "--staged --fix");
    view.git(&["add", "Ada.md"]);
    view.git(&["commit", "-qm", "one"]);
    assert_eq!(view.git(&["show", "HEAD:Ada.md"]), GOOD);
    assert_eq!(view.git(&["status", "--porcelain"]), "");
    // Without any work tree nothing is fixed.
    let said = vault.at(&bare).lint(&["--staged", "--fix"]);
    assert_ne!(said.code, None);
}

#[test]
fn a_hook_that_changes_into_the_vault_first_sees_the_same_index() {
    let vault = Vault::with(&[("Bo.md", CLEAN), ("vault/Cy.md", CLEAN)]);
    vault.hook_script("pre-commit", "cd vault && vault_lint --staged --fix");
    vault.stage("vault/Ada.md", BAD);
    vault.git(&["commit", "-qm", "two"]);
    committed(&vault, "vault/Ada.md", GOOD);
}

#[test]
fn a_vault_in_a_folder_of_the_repository() {
    let vault = Vault::with(&[("vault/.obsidian/app.json", "{}\n"), ("vault/Bo.md", CLEAN)]);
    vault.hook("pre-commit", "--staged --fix vault");
    vault.stage("vault/Ada.md", BAD);
    vault.stage("README.md", BAD);
    vault.at("vault").git(&["commit", "-qm", "from inside"]);
    assert_eq!(vault.git(&["show", "HEAD:vault/Ada.md"]), GOOD);
    assert_eq!(vault.git(&["show", "HEAD:README.md"]), BAD, "outside of the vault");
    vault.stage("vault/Dee.md", BAD);
    vault.git(&["commit", "-qm", "from above"]);
    committed(&vault, "vault/Dee.md", GOOD);
}

#[test]
fn the_git_folder_named_from_a_folder_below() {
    let vault = Vault::with(&[("deep/Bo.md", CLEAN)]);
    vault.stage("deep/Ada.md", BAD);
    let view = vault.at("deep").and_env("GIT_DIR", vault.path(".git"));
    view.lint(&["--staged", "--fix"]).code(0).names("Ada.md");
    assert_eq!(vault.staged("deep/Ada.md"), GOOD);
    assert_eq!(vault.read("deep/Ada.md"), GOOD);
    // A work tree that the repository knows nothing of is the current folder.
    let other = vault.outside("other");
    fs::create_dir_all(other.join("deep")).unwrap();
    fs::write(other.join("deep/Ada.md"), BAD).unwrap();
    let view = vault.at(&other).and_env("GIT_DIR", vault.path(".git"));
    view.git(&["add", "deep/Ada.md"]);
    view.lint(&["--staged", "--fix"]).code(0);
    assert_eq!(fs::read_to_string(other.join("deep/Ada.md")).unwrap(), GOOD);
}

#[test]
fn outside_of_any_repository() {
    let vault = Vault::room();
    let folder = vault.outside("plain");
    fs::create_dir(&folder).unwrap();
    vault.at(&folder).lint(&["--staged"]).code(2).names("git repository");
}

#[test]
fn no_verify_stash_and_checkout_run_nothing() {
    let vault = hooked();
    vault.stage("Ada.md", BAD);
    vault.git(&["stash", "-q"]);
    vault.git(&["stash", "pop", "-q", "--index"]);
    assert_eq!(vault.staged("Ada.md"), BAD);
    vault.git(&["commit", "-q", "--no-verify", "-m", "two"]);
    assert_eq!(vault.git(&["show", "HEAD:Ada.md"]), BAD);
}

#[test]
fn noisy_settings_change_nothing() {
    let vault = hooked();
    vault.git(&["config", "advice.addIgnoredFile", "true"]);
    vault.git(&["config", "status.short", "true"]);
    vault.git(&["config", "color.ui", "always"]);
    vault.stage("Ada.md", BAD);
    vault.and_env("GIT_TRACE", "1").git(&["commit", "-qm", "two"]);
    committed(&vault, "Ada.md", GOOD);
}

#[test]
fn under_a_hook_framework_the_index_is_not_touched() {
    let vault = Vault::staging("Ada.md", BAD);
    let said = vault.and_env("PRE_COMMIT", "1").fix(&[]).names("vault-lint-fix");
    assert_eq!(said.code, Some(1));
}
