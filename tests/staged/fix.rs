//! Fixing notes whose files hold exactly what is staged.

use crate::git::{BAD, CLEAN, GOOD, Vault, executable};
use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
};

#[test]
fn index_and_file_both_get_the_fix() {
    let vault = Vault::staging("Ada.md", BAD);
    let before = vault.git(&["rev-parse", ":Ada.md"]);
    vault.fix(&["Ada.md"]).code(0).names("Ada.md").names(before.trim());
    assert_eq!(vault.staged("Ada.md"), GOOD);
    assert_eq!(vault.read("Ada.md"), GOOD);
    assert_eq!(vault.git(&["status", "--porcelain"]), "A  Ada.md\n");
    vault.git(&["diff-files", "--quiet"]);
}

#[test]
fn the_executable_bit_is_kept() {
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    vault.write("Ada.md", BAD);
    executable(&vault.path("Ada.md"));
    vault.git(&["add", "Ada.md"]);
    vault.fix(&["Ada.md"]).code(0);
    assert!(vault.git(&["ls-files", "-s", "Ada.md"]).starts_with("100755"));
    let mode = fs::metadata(vault.path("Ada.md")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o755);
}

#[test]
fn permissions_of_the_file_are_kept() {
    let vault = Vault::staging("Ada.md", BAD);
    fs::set_permissions(vault.path("Ada.md"), fs::Permissions::from_mode(0o640)).unwrap();
    vault.fix(&["Ada.md"]).code(0);
    let mode = fs::metadata(vault.path("Ada.md")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn a_second_run_does_not_write_the_index() {
    let vault = Vault::staging("Ada.md", BAD);
    vault.fix(&["Ada.md"]).code(0);
    let index = || fs::metadata(vault.path(".git/index")).unwrap().modified().unwrap();
    let before = index();
    vault.fix(&[]).code(0);
    assert_eq!(index(), before);
}

#[test]
fn line_endings_of_the_blob_stay_as_they_are() {
    let vault = Vault::staging("Ada.md", BAD.replace('\n', "\r\n"));
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(vault.staged("Ada.md"), GOOD.replace('\n', "\r\n"));
    assert_eq!(vault.read("Ada.md"), GOOD.replace('\n', "\r\n"));
}

/// Stages `text` under the given settings, fixes it, and says what blob and file became.
fn under(config: &[[&str; 2]], attributes: Option<&str>, text: &str) -> (Vault, String, String) {
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    for [name, value] in config {
        vault.git(&["config", name, value]);
    }
    if let Some(lines) = attributes {
        vault.stage(".gitattributes", lines);
        fs::write(vault.path(".git/info/attributes"), "").unwrap();
    }
    vault.stage("Ada.md", text);
    vault.fix(&["Ada.md"]);
    let (blob, file) = (vault.staged("Ada.md"), vault.read("Ada.md"));
    assert_eq!(vault.git(&["diff", "--name-only", "--", "Ada.md"]), "");
    (vault, blob, file)
}

#[test]
fn conversions_of_line_endings_go_both_ways() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    for text in [crlf(BAD), BAD.to_owned()] {
        let fixed = if text.contains('\r') { crlf(GOOD) } else { GOOD.to_owned() };
        let (_, blob, file) = under(&[["core.autocrlf", "true"]], None, &text);
        assert_eq!((blob.as_str(), &file), (GOOD, &fixed), "autocrlf=true");
        let (_, blob, file) = under(&[["core.autocrlf", "input"]], None, &text);
        assert_eq!((blob.as_str(), &file), (GOOD, &fixed), "autocrlf=input");
        let (_, blob, file) = under(&[], Some("*.md text eol=crlf\n"), &text);
        assert_eq!((blob.as_str(), &file), (GOOD, &fixed), "eol=crlf");
    }
}

#[test]
fn attributes_are_found_wherever_git_finds_them() {
    let crlf = BAD.replace('\n', "\r\n");
    // In the repository's own file.
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    fs::write(vault.path(".git/info/attributes"), "*.md text eol=crlf\n").unwrap();
    vault.stage("Ada.md", &crlf);
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(vault.staged("Ada.md"), GOOD);
    assert_eq!(vault.read("Ada.md"), GOOD.replace('\n', "\r\n"));
    // In the user's file.
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    let file = vault.outside("attributes");
    fs::write(&file, "*.md text eol=crlf\n").unwrap();
    vault.git(&["config", "core.attributesFile", file.to_str().unwrap()]);
    vault.stage("Ada.md", &crlf);
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(vault.read("Ada.md"), GOOD.replace('\n', "\r\n"));
    // Only in the index.
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    vault.stage(".gitattributes", "*.md text eol=crlf\n");
    vault.stage("Ada.md", &crlf);
    fs::remove_file(vault.path(".gitattributes")).unwrap();
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(vault.staged("Ada.md"), GOOD);
    assert_eq!(vault.read("Ada.md"), GOOD.replace('\n', "\r\n"));
}

#[test]
fn safecrlf_concerns_one_note_and_aborts_nothing() {
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    vault.stage("mixed.md", BAD);
    vault.stage("Ada.md", BAD);
    vault.write("mixed.md", "# Ada\r\n\nlikes figs \r\n");
    vault.git(&["config", "core.autocrlf", "input"]);
    vault.git(&["config", "core.safecrlf", "true"]);
    let said = vault.lint(&["--staged", "--fix"]).names("mixed.md");
    assert_ne!(said.code, Some(2));
    assert_eq!(vault.read("mixed.md"), "# Ada\r\n\nlikes figs \r\n");
    assert_eq!(vault.staged("Ada.md"), GOOD);
    assert_eq!(vault.read("Ada.md"), GOOD);
}

#[test]
fn ident_keywords_survive() {
    let text = "# Ada\n\n$Id$\n\nlikes figs \n\nmore\n";
    let (vault, blob, file) = under(&[], Some("*.md ident\n"), text);
    assert_eq!(blob, text.replace(" \n", "\n"));
    assert!(file.contains("likes figs\n"));
    // Checked out, the keyword is spelled out; edited and staged, it is that of an older blob.
    vault.git(&["commit", "-qm", "one"]);
    fs::remove_file(vault.path("Ada.md")).unwrap();
    vault.git(&["checkout", "Ada.md"]);
    let file = vault.read("Ada.md");
    assert!(file.contains("$Id: "));
    vault.stage("Ada.md", file.replace("more\n", "more \n\nand more\n"));
    vault.fix(&["Ada.md"]).code(0);
    assert!(vault.read("Ada.md").contains("$Id: "));
    assert!(vault.staged("Ada.md").contains("$Id$"));
    assert!(vault.read("Ada.md").ends_with("\nmore\n\nand more\n"));
}

#[test]
fn another_encoding_in_the_work_tree_is_never_rewritten() {
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    vault.write(".gitattributes", "wide.md working-tree-encoding=UTF-16LE\n");
    let wide: Vec<u8> = BAD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vault.stage("wide.md", &wide);
    assert_eq!(vault.staged("wide.md"), BAD);
    vault.fix(&[]).names("wide.md").names("UTF-16LE");
    assert_eq!(fs::read(vault.path("wide.md")).unwrap(), wide);
}

#[test]
fn a_byte_order_mark_a_missing_newline_an_empty_note_and_a_huge_one() {
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    vault.stage("bom.md", format!("\u{feff}{BAD}"));
    vault.stage("empty.md", "");
    vault.stage("unended.md", "# Ada\n\nlikes figs \n\nlikes plums");
    let huge = "# Ada\n\n".to_owned() + &"Figs are eaten every day of the week.\n\n".repeat(100_000);
    vault.stage("huge.md", format!("{huge}{}", "end \n"));
    let said = vault.lint(&["--staged", "--fix"]);
    assert_ne!(said.code, Some(2), "{said:?}");
    assert_eq!(vault.staged("bom.md"), format!("\u{feff}{GOOD}"));
    assert!(vault.read("unended.md").starts_with("# Ada\n\nlikes figs\n\nlikes plums"));
    assert!(vault.read("huge.md").ends_with("\nend\n"));
    assert_eq!(vault.git(&["diff", "--name-only"]), "");
}

#[test]
fn a_file_that_may_not_be_written_is_replaced_and_stays_so() {
    let vault = Vault::staging("Ada.md", BAD);
    fs::set_permissions(vault.path("Ada.md"), fs::Permissions::from_mode(0o444)).unwrap();
    vault.fix(&["Ada.md"]).code(0);
    let mode = fs::metadata(vault.path("Ada.md")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o444);
    assert_eq!(vault.read("Ada.md"), GOOD);
}

#[test]
fn another_hard_link_keeps_the_old_text() {
    let vault = Vault::staging("Ada.md", BAD);
    fs::hard_link(vault.path("Ada.md"), vault.outside("other")).unwrap();
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(fs::read_to_string(vault.outside("other")).unwrap(), BAD);
    assert_eq!(fs::metadata(vault.path("Ada.md")).unwrap().nlink(), 1);
}

#[test]
fn something_else_than_a_file_is_left_alone() {
    let vault = Vault::staging("Ada.md", BAD);
    vault.stage("dir.md", BAD);
    vault.stage("link.md", BAD);
    for name in ["Ada.md", "dir.md", "link.md"] {
        fs::remove_file(vault.path(name)).unwrap();
    }
    let fifo = vault.at("").run("mkfifo", &["Ada.md"]);
    assert_eq!(fifo.code, Some(0));
    fs::create_dir(vault.path("dir.md")).unwrap();
    symlink(vault.outside("home/target"), vault.path("link.md")).unwrap();
    fs::write(vault.outside("home/target"), BAD).unwrap();
    vault.fix(&["Ada.md", "dir.md", "link.md"]);
    assert_eq!(fs::read_to_string(vault.outside("home/target")).unwrap(), BAD);
    assert!(fs::symlink_metadata(vault.path("link.md")).unwrap().is_symlink());
}

#[test]
fn nothing_is_written_through_a_symbolic_link_to_a_folder() {
    let vault = Vault::staging("deep/er/Ada.md", BAD);
    fs::rename(vault.path("deep"), vault.outside("moved")).unwrap();
    symlink(vault.outside("moved"), vault.path("deep")).unwrap();
    vault.fix(&["deep/er/Ada.md"]).names("symbolic link");
    assert_eq!(fs::read_to_string(vault.outside("moved/er/Ada.md")).unwrap(), BAD);
    assert_eq!(vault.staged("deep/er/Ada.md"), GOOD);
}
