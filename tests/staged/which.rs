//! Which notes count as staged.

use crate::git::{BAD, CLEAN, GOOD, Vault, bytes, escape, os};
use std::{fs, os::unix::fs::symlink};

#[test]
fn before_the_first_commit_every_staged_note_counts() {
    let vault = Vault::empty();
    vault.stage("Ada.md", BAD);
    vault.check().code(1).names("Ada.md");
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(vault.staged("Ada.md"), GOOD);
}

#[test]
fn added_modified_renamed_and_made_executable_notes_count() {
    let vault = Vault::with(&[
        ("changed.md", CLEAN),
        ("renamed.md", &format!("{BAD}old name\n")),
        ("mode.md", &format!("{BAD}mode only\n")),
        ("same.md", &format!("{BAD}not staged\n")),
    ]);
    vault.stage("added.md", BAD);
    vault.stage("changed.md", BAD);
    vault.git(&["mv", "renamed.md", "New name.md"]);
    vault.git(&["update-index", "--chmod=+x", "mode.md"]);
    crate::git::executable(&vault.path("mode.md"));
    let said = vault.check().code(1).keeps_quiet_about("same.md");
    let said = said.keeps_quiet_about("renamed.md");
    said.names("added.md").names("changed.md").names("New name.md").names("mode.md");
    vault.fix(&["added.md", "changed.md", "New name.md", "mode.md"]).code(0);
    assert!(vault.git(&["ls-files", "-s", "mode.md"]).starts_with("100755"));
    assert_eq!(vault.git(&["diff", "--name-only"]), "");
}

#[test]
fn in_folders_that_git_knows_to_be_the_same_nothing_counts_as_staged() {
    let bad = |name: &str| format!("{BAD}{name}\n");
    let vault = Vault::with(&[
        ("a/one.md", &bad("one")),
        ("a/b/two.md", &bad("two")),
        ("a/b/three.md", CLEAN),
        ("a-b/four.md", &bad("four")),
        ("a.md", &bad("five")),
        ("x.md/six.md", &bad("six")),
    ]);
    // Git now keeps the ids of all folders in its index; the first change makes some of them unknown again.
    vault.git(&["read-tree", "HEAD"]);
    vault.stage("a/b/three.md", BAD);
    let said = vault.check().code(1).names("a/b/three.md");
    for same in ["one.md", "two.md", "four.md", "a.md", "six.md"] {
        assert!(!said.all().contains(same), "{same}: {said:#?}");
    }
    vault.fix(&["a/b/three.md"]).code(0);
    vault.git(&["commit", "-qm", "two"]);
    vault.git(&["mv", "a/b/two.md", "a/b/2.md"]);
    vault.check().code(1).names("a/b/2.md").keeps_quiet_about("three.md");
}

#[test]
fn a_staged_deletion_alone_is_nothing_to_check() {
    let vault = Vault::with(&[("Ada.md", BAD), ("Bo.md", CLEAN)]);
    vault.git(&["rm", "-q", "Ada.md"]);
    vault.check().code(0);
    vault.fix(&[]).code(0);
}

#[test]
fn links_submodules_and_intents_to_add_are_never_touched() {
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    let sub = Vault::with(&[("inner.md", BAD)]);
    symlink("Bo.md", vault.path("link.md")).unwrap();
    vault.git(&["add", "link.md"]);
    vault.git(&["submodule", "add", "-q", sub.top.to_str().unwrap(), "sub.md"]);
    vault.write("intent.md", BAD);
    vault.git(&["add", "-N", "intent.md"]);
    vault.stage("Ada.md", BAD);
    vault.fix(&["Ada.md"]).keeps_quiet_about("inner.md");
    assert_eq!(vault.read("intent.md"), BAD);
    assert_eq!(fs::read_link(vault.path("link.md")).unwrap(), std::path::Path::new("Bo.md"));
}

/// A vault with a conflict in Ada.md, and Cy.md staged with something to fix.
fn conflicted() -> Vault {
    let vault = Vault::with(&[("Ada.md", GOOD), ("Bo.md", CLEAN)]);
    vault.git(&["checkout", "-qb", "other"]);
    vault.write("Ada.md", "# Ada\n\nlikes pears \n");
    vault.write("Dee.md", BAD);
    vault.git(&["add", "-A"]);
    vault.git(&["commit", "-qm", "other"]);
    vault.git(&["checkout", "-q", "main"]);
    vault.write("Ada.md", "# Ada\n\nlikes nuts \n");
    vault.git(&["commit", "-qam", "ours"]);
    vault.try_git(&["merge", "-q", "other"]).code(1);
    vault.stage("Cy.md", BAD.replace("Ada", "Cy"));
    vault
}

#[test]
fn conflicts_are_reported_and_nothing_is_fixed() {
    let vault = conflicted();
    let said = vault.fix(&[]).names("Ada.md").names("conflict");
    assert_ne!(said.code, Some(0));
    assert!(vault.read("Ada.md").contains("<<<<<<<"));
}

#[test]
fn with_nothing_staged_nothing_is_written() {
    let vault = Vault::with(&[("Ada.md", BAD)]);
    vault.stage("picture.png", "no note \n");
    let index = || fs::metadata(vault.path(".git/index")).unwrap().modified().unwrap();
    let before = index();
    vault.check().code(0);
    vault.fix(&[]).code(0);
    assert_eq!(index(), before);
}

#[test]
fn untracked_notes_and_unstaged_changes_do_not_count() {
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    vault.write("untracked.md", BAD);
    vault.write("Bo.md", BAD);
    vault.check().code(0).keeps_quiet_about("untracked.md");
    vault.fix(&[]).code(0);
    assert_eq!(vault.read("untracked.md"), BAD);
    assert_eq!(vault.read("Bo.md"), BAD);
}

#[test]
fn staged_but_deleted_in_the_work_tree_is_fixed_in_the_index_only() {
    let vault = Vault::staging("Ada.md", BAD);
    fs::remove_file(vault.path("Ada.md")).unwrap();
    vault.fix(&["Ada.md"]).names("Ada.md");
    assert_eq!(vault.staged("Ada.md"), GOOD);
    assert!(!vault.path("Ada.md").exists());
}

#[test]
fn removed_from_the_index_but_still_a_file_is_untouched() {
    let vault = Vault::with(&[("Ada.md", BAD), ("Bo.md", CLEAN)]);
    vault.git(&["rm", "-q", "--cached", "Ada.md"]);
    vault.fix(&[]).code(0);
    assert_eq!(vault.read("Ada.md"), BAD);
}

#[test]
fn a_rename_of_letter_case_only_shows_under_the_new_name() {
    let vault = Vault::with(&[("ada.md", BAD)]);
    vault.git(&["config", "core.ignorecase", "true"]);
    vault.git(&["mv", "ada.md", "Ada.md"]);
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(vault.read("Ada.md"), GOOD);
}

#[test]
fn two_notes_of_the_same_text_and_a_folder_named_like_a_note() {
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    vault.stage("one.md", BAD);
    vault.stage("x.md/two.md", BAD);
    vault.fix(&["one.md", "x.md/two.md"]);
    assert_eq!(vault.read("x.md/two.md"), GOOD);
}

#[test]
fn names_that_look_like_magic_or_are_no_text() {
    for quotepath in ["true", "false"] {
        let vault = Vault::with(&[("Bo.md", CLEAN)]);
        vault.git(&["config", "core.quotepath", quotepath]);
        let names: &[&[u8]] = &[
            b":(top).md",
            b"[a].md",
            b"*.md",
            b"$x.md",
            b"-leading.md",
            b"a space.md",
            b"a\ttab.md",
            b"a\nnewline.md",
            b"a\"quote.md",
            "caf\u{e9}.md".as_bytes(),
            "cafe\u{301}.md".as_bytes(),
            b"not utf8 \xff.md",
        ];
        for name in names {
            vault.write(os(name), BAD);
        }
        vault.git(&["add", "-A"]);
        let expected: Vec<String> = names.iter().map(|name| escape(name)).collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        vault.fix(&expected);
        for name in names {
            assert_eq!(vault.read(os(name)), GOOD, "{}", name.escape_ascii());
        }
        let left: Vec<_> = fs::read_dir(&vault.top).unwrap().flatten().collect();
        assert_eq!(left.len(), names.len() + 2);
        assert!(left.iter().any(|entry| bytes(&entry.file_name()) == b"not utf8 \xff.md"));
    }
}
