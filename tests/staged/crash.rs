//! Killed, raced and locked out: whatever happens, nothing is lost and the next run comes to the end.

use crate::git::{BAD, CLEAN, GOOD, Snapshot, Vault};
use std::{
    fs,
    process::Stdio,
    thread::sleep,
    time::{Duration, Instant},
};

/// 40 notes with something to fix, every second one with an unstaged change as well.
fn crowd() -> Vault {
    let vault = Vault::with(&[("Bo.md", CLEAN)]);
    for note in 0..40 {
        vault.write(name(note), text(note));
    }
    vault.git(&["add", "-A"]);
    for note in (0..40).step_by(2) {
        vault.write(name(note), mine(note));
    }
    vault
}

fn name(note: usize) -> String {
    format!("folder {}/{note}.md", note % 5)
}

fn text(note: usize) -> String {
    format!("{BAD}\nnumber {note}\n\nlast of {note}\n")
}

fn mine(note: usize) -> String {
    let text = text(note);
    match note % 4 {
        0 => format!("{text}\nunstaged words of {note}\n"),
        _ => text.replace("figs ", &format!("figs, note {note} ")),
    }
}

fn fixed(note: usize) -> String {
    text(note).replace(BAD, GOOD)
}

/// What every file and entry may hold at any time.
fn assert_nothing_lost(vault: &Vault) {
    let fsck = vault.try_git(&["fsck", "--strict"]);
    assert_eq!(fsck.code, Some(0), "{fsck:#?}");
    for note in 0..40 {
        let file = vault.read(name(note));
        let allowed = match note % 4 {
            0 => vec![mine(note), mine(note).replace(BAD, GOOD)],
            2 => vec![mine(note)],
            _ => vec![text(note), fixed(note)],
        };
        assert!(allowed.contains(&file), "{note}: {file:?}");
        let staged = vault.staged(&name(note));
        assert!(staged == text(note) || staged == fixed(note), "{note}: {staged:?}");
    }
}

#[test]
fn killed_at_any_point_it_loses_nothing_and_the_next_run_ends_the_work() {
    let runs = std::env::var("VAULT_LINT_CRASH_RUNS").ok().and_then(|runs| runs.parse().ok());
    let runs: u32 = runs.unwrap_or(12);
    let vault = crowd();
    let started = Instant::now();
    vault.lint(&["--staged", "--fix"]);
    let whole = started.elapsed();
    let (mut killed, mut locks, mut lists) = (0, 0, 0);
    for run in 0..runs {
        let vault = crowd();
        let mut child = vault
            .at("")
            .command(env!("CARGO_BIN_EXE_vault-lint"), &["--staged", "--fix"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Spread evenly, with a step that does not beat with the run's own rhythm.
        sleep(whole.mul_f64(f64::from(run) * 0.618_034 % 1.0));
        child.kill().unwrap();
        killed += u32::from(!child.wait().unwrap().success());
        locks += u32::from(fs::remove_file(vault.path(".git/index.lock")).is_ok());
        lists += u32::from(vault.path(".git/vault-lint.pending").exists());
        assert_nothing_lost(&vault);
        vault.lint(&["--staged", "--fix"]);
        assert_nothing_lost(&vault);
        for note in 0..40 {
            assert_eq!(vault.staged(&name(note)), fixed(note), "run {run}, note {note}");
        }
        crate::git::no_leftovers(&vault.at(""));
    }
    println!("{killed} of {runs} killed, {locks} left a lock, {lists} a list of temporary files");
    assert!(killed > 0, "no run was caught");
}

#[test]
fn a_held_lock_is_waited_for_and_then_named() {
    let vault = Vault::staging("Ada.md", BAD);
    fs::write(vault.path(".git/index.lock"), "").unwrap();
    vault.lint(&["--staged", "--fix"]).code(2).names("index.lock");
    assert_eq!(vault.read("Ada.md"), BAD);
    assert_eq!(vault.staged("Ada.md"), BAD);
    fs::remove_file(vault.path(".git/index.lock")).unwrap();
    vault.fix(&["Ada.md"]).code(0);
    // One that vanishes soon is no trouble.
    vault.stage("Cy.md", BAD);
    fs::write(vault.path(".git/index.lock"), "").unwrap();
    let lock = vault.path(".git/index.lock");
    let other = std::thread::spawn(move || {
        sleep(Duration::from_millis(200));
        fs::remove_file(lock).unwrap();
    });
    vault.lint(&["--staged", "--fix"]).code(0);
    other.join().unwrap();
    assert_eq!(vault.staged("Cy.md"), GOOD);
}

#[test]
fn two_runs_at_once_do_no_harm() {
    for _ in 0..3 {
        let vault = crowd();
        let start = || {
            vault
                .at("")
                .command(env!("CARGO_BIN_EXE_vault-lint"), &["--staged", "--fix"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        };
        let (mut one, mut two) = (start(), start());
        one.wait().unwrap();
        two.wait().unwrap();
        assert_nothing_lost(&vault);
        vault.lint(&["--staged", "--fix"]);
        for note in 0..40 {
            assert_eq!(vault.staged(&name(note)), fixed(note));
        }
        crate::git::no_leftovers(&vault.at(""));
    }
}

#[test]
fn a_signal_to_end_removes_the_lock() {
    let vault = crowd();
    let started = Instant::now();
    vault.lint(&["--staged", "--fix"]);
    let whole = started.elapsed();
    for signal in ["-INT", "-TERM"] {
        for step in 1..6 {
            let vault = crowd();
            let mut child = vault
                .at("")
                .command(env!("CARGO_BIN_EXE_vault-lint"), &["--staged", "--fix"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            sleep(whole.mul_f64(f64::from(step) / 6.0));
            vault.at("").run("sh", &["-c", &format!("kill {signal} {}", child.id())]);
            child.wait().unwrap();
            crate::git::no_leftovers(&vault.at(""));
            assert_nothing_lost(&vault);
        }
    }
}

#[test]
fn an_old_lock_left_by_a_kill_is_explained_and_leftovers_are_swept_after_it() {
    let vault = Vault::staging("Ada.md", BAD);
    // As a run leaves it that was killed between its temporary file and the rename.
    vault.write(".vault-lint.123-0.tmp", GOOD);
    fs::write(vault.path(".git/vault-lint.pending"), ".vault-lint.123-0.tmp").unwrap();
    // A list may be wrong or malicious: nothing of another name or place is removed.
    let list = [".vault-lint.123-0.tmp", "Bo.md", "../home/.vault-lint.9-9.tmp", ""];
    fs::write(vault.path(".git/vault-lint.pending"), list.join("\0")).unwrap();
    vault.lint(&["--staged", "--fix"]).code(0);
    assert_eq!(vault.read("Bo.md"), CLEAN);
    crate::git::no_leftovers(&vault.at(""));
    // Also by a run that has nothing to fix.
    vault.write(".vault-lint.124-0.tmp", GOOD);
    fs::write(vault.path(".git/vault-lint.pending"), ".vault-lint.124-0.tmp").unwrap();
    vault.lint(&["--staged", "--fix"]).code(0);
    crate::git::no_leftovers(&vault.at(""));
}

#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let vault = Vault::staging("Ada.md", BAD);
    vault.write("Ada.md", BAD);
    let before = Snapshot::of(&vault.at(""));
    // A limit on the size of files stands for a full disk: not even the blob can be written.
    let script = format!("ulimit -f 0; trap '' XFSZ; exec '{}' --staged --fix", env!("CARGO_BIN_EXE_vault-lint"));
    let said = vault.at("").run("sh", &["-c", &script]);
    assert_eq!(said.code, Some(2), "{said:?}");
    before.holds(&vault.at(""), &said, &[]);
}
