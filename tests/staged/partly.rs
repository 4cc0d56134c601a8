//! Fixing notes that have unstaged changes as well: where other tools have lost people's work.

use crate::git::{BAD, CLEAN, GOOD, Vault, executable};
use std::{
    fs,
    os::unix::fs::symlink,
    time::{Duration, SystemTime},
};

const LONG: &str = "# Ada\n\nlikes figs \n\nis tall\n\nsings\n\nlast\n";
const LONG_GOOD: &str = "# Ada\n\nlikes figs\n\nis tall\n\nsings\n\nlast\n";

#[test]
fn a_change_elsewhere_is_merged_and_stays_unstaged() {
    let vault = Vault::staging("Ada.md", LONG);
    vault.write("Ada.md", LONG.replace("sings", "sings loudly"));
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(vault.staged("Ada.md"), LONG_GOOD);
    assert_eq!(vault.read("Ada.md"), LONG_GOOD.replace("sings", "sings loudly"));
    let diff = vault.git(&["diff", "-U0"]);
    assert!(diff.ends_with("-sings\n+sings loudly\n"), "{diff}");
}

#[test]
fn a_change_of_the_same_line_keeps_the_file_byte_for_byte() {
    let vault = Vault::staging("Ada.md", LONG);
    let mine = LONG.replace("likes figs ", "likes figs and dates ");
    vault.write("Ada.md", &mine);
    let before = vault.git(&["rev-parse", ":Ada.md"]);
    vault.fix(&["Ada.md"]).names("Ada.md").names(before.trim());
    assert_eq!(vault.staged("Ada.md"), LONG_GOOD);
    assert_eq!(vault.read("Ada.md"), mine);
}

#[test]
fn a_change_that_is_the_fix_leaves_nothing_unstaged() {
    let vault = Vault::staging("Ada.md", LONG);
    vault.write("Ada.md", LONG_GOOD);
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(vault.git(&["status", "--porcelain"]), "A  Ada.md\n");
}

#[test]
fn a_change_of_the_last_line_without_a_newline() {
    let vault = Vault::staging("Ada.md", LONG);
    let mine = format!("{LONG}\nand one more");
    vault.write("Ada.md", &mine);
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(vault.read("Ada.md"), format!("{LONG_GOOD}\nand one more"));
}

#[test]
fn the_fix_cuts_the_end_while_the_middle_was_edited() {
    let text = format!("{LONG_GOOD}\n\n\n");
    let vault = Vault::staging("Ada.md", &text);
    let mine = text.replace("is tall", "is tall and thin");
    vault.write("Ada.md", &mine);
    vault.lint(&["--staged", "--fix"]);
    assert!(vault.read("Ada.md").contains("is tall and thin"));
    assert!(vault.read("Ada.md").contains("last\n"));
}

#[test]
fn newlines_at_the_end_of_the_users_text_are_kept() {
    let vault = Vault::staging("Ada.md", LONG);
    vault.write("Ada.md", format!("{LONG}\nmine\n\n\n\n"));
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(vault.read("Ada.md"), format!("{LONG_GOOD}\nmine\n\n\n\n"));
}

#[test]
fn deleted_renamed_made_executable_or_replaced_by_a_link() {
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    for name in ["deleted.md", "renamed.md", "chmod.md", "link.md"] {
        vault.stage(name, BAD);
    }
    fs::remove_file(vault.path("deleted.md")).unwrap();
    fs::rename(vault.path("renamed.md"), vault.path("elsewhere.md")).unwrap();
    executable(&vault.path("chmod.md"));
    fs::remove_file(vault.path("link.md")).unwrap();
    symlink("Bo.md", vault.path("link.md")).unwrap();
    vault.fix(&["chmod.md", "deleted.md", "link.md", "renamed.md"]);
    assert!(!vault.path("deleted.md").exists() && !vault.path("renamed.md").exists());
    assert_eq!(vault.read("elsewhere.md"), BAD);
    assert_eq!(vault.read("chmod.md"), GOOD);
    assert_eq!(vault.read("Bo.md"), CLEAN);
    let status = vault.git(&["status", "--porcelain", "chmod.md"]);
    assert_eq!(status, "AM chmod.md\n", "the mode stays an unstaged change");
}

#[test]
fn another_note_changed_in_the_same_second_stays_visible() {
    // Racy git: same second, same size, written after the index. Repeated, as the second may tick.
    let mut shown = 0;
    for _ in 0..3 {
        let vault = Vault::with(&[("Bo.md", CLEAN)]);
        vault.git(&["config", "core.trustctime", "false"]);
        let now = SystemTime::now();
        let stamp = |path: &str| {
            let file = fs::File::options().write(true).open(vault.path(path)).unwrap();
            file.set_modified(now).unwrap();
        };
        stamp("Bo.md");
        vault.stage("Ada.md", BAD);
        vault.git(&["update-index", "--refresh"]);
        fs::write(vault.path("Bo.md"), CLEAN.replace("plums", "prune")).unwrap();
        stamp("Bo.md");
        let index = fs::File::options().write(true).open(vault.path(".git/index")).unwrap();
        index.set_modified(now).unwrap();
        let before = vault.git(&["--no-optional-locks", "status", "--porcelain", "Bo.md"]);
        std::thread::sleep(Duration::from_millis(1100));
        vault.fix(&["Ada.md"]).code(0);
        assert_eq!(before, vault.git(&["status", "--porcelain", "Bo.md"]));
        shown += usize::from(before == " M Bo.md\n");
    }
    assert!(shown > 0, "the race never came up");
}

#[test]
fn no_stash_no_patch_and_no_other_file_comes_into_being() {
    let vault = Vault::staging("Ada.md", LONG);
    vault.write("Ada.md", LONG.replace("sings", "hums"));
    let listing = || {
        let said = vault.at("").run("find", &[".", "-path", "./.git/objects", "-prune", "-o", "-print"]);
        let mut lines: Vec<_> = said.out.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let before = listing();
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(listing(), before);
    assert_eq!(vault.git(&["stash", "list"]), "");
}

#[test]
fn crlf_in_the_work_tree_and_unstaged_changes_merge() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    vault.git(&["config", "core.autocrlf", "true"]);
    vault.stage("Ada.md", crlf(LONG));
    vault.write("Ada.md", crlf(&LONG.replace("sings", "hums")));
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(vault.read("Ada.md"), crlf(&LONG_GOOD.replace("sings", "hums")));
    assert_eq!(vault.staged("Ada.md"), LONG_GOOD);
}
