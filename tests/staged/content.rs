//! Which content is looked at, and which is never rewritten.

use crate::git::{BAD, CLEAN, GOOD, Vault};
use std::fs;

#[test]
fn findings_come_from_the_blob_with_its_line_numbers() {
    let vault = Vault::staging("Ada.md", BAD);
    vault.write("Ada.md", "# Ada\n\none\n\ntwo\n\nthree\n\nlikes figs\n");
    vault.check().code(1).names("Ada.md:3");
    let vault = Vault::staging("Ada.md", GOOD);
    vault.write("Ada.md", BAD);
    vault.check().code(0);
}

#[test]
fn a_note_left_out_by_sparse_checkout_is_fixed_without_making_its_file() {
    let vault = Vault::with(&[("Bo.md", CLEAN), ("far/Ada.md", CLEAN), ("near/Cy.md", CLEAN)]);
    vault.git(&["sparse-checkout", "set", "near"]);
    let id = vault.outside("blob");
    fs::write(&id, BAD).unwrap();
    let id = vault.git(&["hash-object", "-w", id.to_str().unwrap()]);
    let entry = format!("100644,{},far/Ada.md", id.trim());
    vault.git(&["update-index", "--cacheinfo", &entry]);
    vault.git(&["update-index", "--skip-worktree", "far/Ada.md"]);
    vault.fix(&["far/Ada.md"]);
    assert_eq!(vault.staged("far/Ada.md"), GOOD);
    assert!(!vault.path("far").exists());
    assert!(vault.git(&["ls-files", "-t", "far/Ada.md"]).starts_with("S "));
}

#[test]
fn the_flag_assume_unchanged_is_kept() {
    let vault = Vault::with(&[("Ada.md", CLEAN)]);
    vault.stage("Ada.md", BAD);
    vault.git(&["update-index", "--assume-unchanged", "Ada.md"]);
    vault.fix(&["Ada.md"]).code(0);
    assert!(vault.git(&["ls-files", "-v", "Ada.md"]).starts_with("h "));
    assert_eq!(vault.read("Ada.md"), GOOD);
}

#[test]
fn notes_stored_through_a_filter_are_never_rewritten() {
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    vault.git(&["config", "filter.rot.clean", "tr a-z n-za-m"]);
    vault.git(&["config", "filter.rot.smudge", "tr a-z n-za-m"]);
    vault.write(".gitattributes", "secret.md filter=rot\nmissing.md filter=none\n");
    vault.stage("secret.md", BAD);
    vault.stage("missing.md", BAD);
    vault.fix(&[]).names("secret.md").names("rot").names("missing.md");
    assert_eq!(vault.read("secret.md"), BAD);
}

#[test]
fn a_required_filter_that_fails_stops_nothing_else() {
    let vault = Vault::staging("secret.md", BAD);
    vault.git(&["config", "filter.broken.clean", "false"]);
    vault.git(&["config", "filter.broken.smudge", "false"]);
    vault.git(&["config", "filter.broken.required", "true"]);
    vault.stage("Ada.md", BAD);
    vault.write(".gitattributes", "secret.md filter=broken\n");
    // git itself cannot refresh secret.md, so its status is told apart from ours by hand.
    vault.lint(&["--staged", "--fix"]).names("secret.md").names("broken");
    assert_eq!(vault.staged("secret.md"), BAD);
    assert_eq!(vault.staged("Ada.md"), GOOD);
    assert_eq!(vault.read("secret.md"), BAD);
}

#[test]
fn a_pointer_of_git_lfs_is_left_alone_with_or_without_attributes() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";
    let vault = Vault::staging("big.md", pointer);
    vault.fix(&[]);
    assert_eq!(vault.staged("big.md"), pointer);
    // The file holds the real text while the blob holds the pointer, as after `git lfs checkout`.
    vault.write("big.md", BAD);
    vault.fix(&[]);
    assert_eq!(vault.read("big.md"), BAD);
}

#[test]
fn bytes_that_are_no_text_are_reported_and_never_rewritten() {
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    vault.stage("latin.md", b"# Ad\xe4 \n\nfigs \n");
    vault.stage("nul.md", b"# Ada\0 \n\nfigs \n");
    let said = vault.fix(&[]).names("latin.md").names("nul.md");
    assert_ne!(said.code, Some(0));
}

#[test]
fn a_missing_blob_is_an_error_with_advice_and_nothing_is_written() {
    let vault = Vault::staging("Ada.md", BAD);
    let id = vault.git(&["rev-parse", ":Ada.md"]);
    let id = id.trim();
    let object = vault.path(format!(".git/objects/{}/{}", &id[..2], &id[2..]));
    let aside = vault.outside("object");
    fs::rename(&object, &aside).unwrap();
    let before = fs::read(vault.path(".git/index")).unwrap();
    let said = vault.lint(&["--staged", "--fix"]).code(2).names(id).names("Ada.md");
    said.names("fsck");
    vault.git(&["config", "remote.origin.promisor", "true"]);
    vault.git(&["config", "remote.origin.url", "/nowhere"]);
    vault.lint(&["--staged", "--fix"]).code(2).names("partial clone");
    assert_eq!(fs::read(vault.path(".git/index")).unwrap(), before);
    fs::rename(aside, object).unwrap();
}
