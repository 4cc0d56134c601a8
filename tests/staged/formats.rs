//! Every form of index and repository that git writes: what was in it is in it afterwards.

use crate::git::{BAD, CLEAN, GOOD, Vault};
use std::{
    fs,
    os::unix::fs::{PermissionsExt, chown, symlink},
    path::Path,
};

/// Ada.md staged with something to fix, next to notes in folders.
fn vault() -> Vault {
    let vault = Vault::with(&[("Bo.md", CLEAN), ("deep/er/Cy.md", CLEAN), ("deep/Dee.md", CLEAN)]);
    vault.stage("Ada.md", BAD);
    vault
}

/// Names of the extensions in the index, read independently of vault-lint.
fn extensions(vault: &Vault, hash_len: usize) -> Vec<String> {
    let bytes = fs::read(vault.path(".git/index")).unwrap();
    let known = ["TREE", "REUC", "link", "UNTR", "FSMN", "EOIE", "IEOT", "sdir"];
    let mut found = Vec::new();
    for at in 12..bytes.len() - hash_len {
        for name in known {
            if bytes[at..].starts_with(name.as_bytes()) {
                found.push(name.to_owned());
            }
        }
    }
    found
}

fn version(vault: &Vault) -> u8 {
    fs::read(vault.path(".git/index")).unwrap()[7]
}

#[track_caller]
fn fixes(vault: &Vault) {
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(vault.staged("Ada.md"), GOOD);
    vault.git(&["commit", "-qm", "two"]);
    assert_eq!(vault.git(&["show", "HEAD:Ada.md"]), GOOD);
    assert_eq!(vault.git(&["status", "--porcelain"]), "");
    assert_eq!(vault.git(&["fsck", "--strict", "--no-dangling"]), "");
}

#[test]
fn versions_two_three_and_four_are_kept() {
    for number in [2, 4] {
        let vault = vault();
        vault.git(&["update-index", "--index-version", &number.to_string()]);
        vault.fix(&["Ada.md"]).code(0);
        assert_eq!(version(&vault), number);
        vault.stage("deep/er/Ada.md", BAD);
        fixes_one(&vault, "deep/er/Ada.md");
        assert_eq!(version(&vault), number);
    }
    let vault = vault();
    vault.write("intent.md", CLEAN);
    vault.git(&["add", "-N", "intent.md"]);
    assert_eq!(version(&vault), 3);
    vault.fix(&["Ada.md"]);
    assert_eq!(version(&vault), 3);
}

#[track_caller]
fn fixes_one(vault: &Vault, path: &str) {
    vault.fix(&[path]).code(0);
    assert_eq!(vault.staged(path), GOOD);
}

#[test]
fn a_commit_holds_the_fix_although_the_tree_was_cached() {
    let vault = Vault::with(&[("deep/er/Ada.md", CLEAN), ("deep/Bo.md", CLEAN), ("other/Cy.md", CLEAN)]);
    vault.stage("deep/er/Ada.md", BAD);
    vault.git(&["write-tree"]);
    assert!(extensions(&vault, 20).contains(&"TREE".to_owned()));
    vault.fix(&["deep/er/Ada.md"]).code(0);
    assert!(extensions(&vault, 20).contains(&"TREE".to_owned()), "other folders stay known");
    vault.git(&["commit", "-qm", "two"]);
    assert_eq!(vault.git(&["show", "HEAD:deep/er/Ada.md"]), GOOD);
}

#[test]
fn a_split_index_is_made_whole_and_split_again_by_git() {
    let vault = vault();
    vault.git(&["config", "core.splitIndex", "true"]);
    vault.git(&["update-index", "--split-index"]);
    vault.stage("Eve.md", CLEAN);
    assert!(extensions(&vault, 20).contains(&"link".to_owned()));
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(vault.git(&["ls-files"]).lines().count(), 5);
    vault.stage("Flo.md", CLEAN);
    assert!(extensions(&vault, 20).contains(&"link".to_owned()));
    fixes_nothing_more(&vault);
}

fn fixes_nothing_more(vault: &Vault) {
    vault.fix(&[]).code(0);
    vault.git(&["commit", "-qm", "two"]);
    assert_eq!(vault.git(&["show", "HEAD:Ada.md"]), GOOD);
    assert_eq!(vault.git(&["status", "--porcelain"]), "");
}

#[test]
fn what_git_needs_to_undo_a_resolved_conflict_is_kept() {
    for split in [false, true] {
        let vault = Vault::with(&[("Ada.md", CLEAN), ("Bo.md", CLEAN)]);
        vault.git(&["checkout", "-qb", "other"]);
        vault.write("Ada.md", CLEAN.replace("plums", "pears"));
        vault.git(&["commit", "-qam", "theirs"]);
        vault.git(&["checkout", "-q", "main"]);
        vault.write("Ada.md", CLEAN.replace("plums", "nuts"));
        vault.git(&["commit", "-qam", "ours"]);
        vault.try_git(&["merge", "other"]).code(1);
        vault.stage("Ada.md", BAD);
        if split {
            vault.git(&["update-index", "--split-index"]);
        }
        let undo = || vault.git(&["ls-files", "--resolve-undo"]);
        let before = undo();
        assert_eq!(before.lines().count(), 3);
        vault.fix(&["Ada.md"]).code(0);
        assert_eq!(undo(), before);
        assert!(vault.path(".git/MERGE_HEAD").exists());
        vault.git(&["commit", "-qm", "merged"]);
        assert_eq!(vault.git(&["show", "HEAD:Ada.md"]), GOOD);
    }
}

#[test]
fn the_untracked_cache_is_kept() {
    let vault = vault();
    vault.git(&["update-index", "--force-untracked-cache"]);
    vault.write("new.md", CLEAN);
    vault.git(&["status"]);
    assert!(extensions(&vault, 20).contains(&"UNTR".to_owned()));
    vault.fix(&["Ada.md"]).code(0);
    assert!(extensions(&vault, 20).contains(&"UNTR".to_owned()));
    assert_eq!(vault.git(&["status", "--porcelain"]), "A  Ada.md\n?? new.md\n");
}

#[test]
fn a_file_system_monitor_is_asked_anew() {
    let vault = vault();
    let script = vault.outside("monitor");
    // A monitor of version 2 that reports every path as changed.
    fs::write(&script, "#!/bin/sh\nprintf 'token\\0/\\0'\n").unwrap();
    crate::git::executable(&script);
    vault.git(&["config", "core.fsmonitor", script.to_str().unwrap()]);
    vault.git(&["config", "core.fsmonitorHookVersion", "2"]);
    vault.git(&["update-index", "--fsmonitor"]);
    vault.git(&["status"]);
    assert!(extensions(&vault, 20).contains(&"FSMN".to_owned()));
    // The file differs from what is staged, so git must not believe it clean after the fix.
    vault.write("Ada.md", BAD.replace("figs ", "figs, mostly "));
    vault.fix(&["Ada.md"]);
    assert_eq!(vault.git(&["status", "--porcelain"]), "AM Ada.md\n");
}

#[test]
fn offsets_for_threads_and_the_end_mark_stay_valid() {
    for number in ["2", "4"] {
        let vault = vault();
        for note in 0..200 {
            vault.write(format!("folder {}/{note}.md", note % 7), CLEAN);
        }
        vault.git(&["config", "index.threads", "2"]);
        vault.git(&["config", "index.version", number]);
        // git writes these two only for large indexes, unless its own tests tell it to.
        let loud = vault.and_env("GIT_TEST_INDEX_THREADS", "1");
        loud.git(&["add", "-A"]);
        loud.git(&["update-index", "--force-write-index"]);
        let before = extensions(&vault, 20);
        if !before.contains(&"EOIE".to_owned()) {
            continue;
        }
        vault.fix(&["Ada.md"]);
        assert_eq!(extensions(&vault, 20), before);
        vault.at("").and_env("GIT_TEST_INDEX_THREADS", "1").git(&["ls-files", "-s"]);
        vault.git(&["commit", "-qm", "two"]);
        assert_eq!(vault.git(&["status", "--porcelain"]), "");
    }
}

#[test]
fn an_index_without_a_checksum_stays_without() {
    let vault = vault();
    vault.git(&["config", "index.skipHash", "true"]);
    vault.git(&["update-index", "--force-write-index"]);
    let checksum = || {
        let bytes = fs::read(vault.path(".git/index")).unwrap();
        bytes[bytes.len() - 20..].to_vec()
    };
    assert_eq!(checksum(), [0; 20]);
    vault.fix(&["Ada.md"]).code(0);
    assert_eq!(checksum(), [0; 20]);
}

#[test]
fn the_settings_for_many_files_are_fine() {
    let vault = vault();
    vault.git(&["config", "feature.manyFiles", "true"]);
    vault.git(&["update-index", "--force-write-index"]);
    fixes(&vault);
}

#[test]
fn a_sparse_index_stays_sparse() {
    let vault = Vault::with(&[("near/Bo.md", CLEAN), ("far/away/Cy.md", CLEAN), ("Dee.md", CLEAN)]);
    vault.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "near"]);
    vault.stage("near/Ada.md", BAD);
    assert!(vault.git(&["ls-files", "--sparse"]).contains("far/\n"));
    vault.fix(&["near/Ada.md"]).code(0);
    assert!(vault.git(&["ls-files", "--sparse"]).contains("far/\n"));
    vault.git(&["commit", "-qm", "two"]);
    assert_eq!(vault.git(&["show", "HEAD:near/Ada.md"]), GOOD);
    assert_eq!(vault.git(&["show", "HEAD:far/away/Cy.md"]), CLEAN);
}

#[test]
fn objects_named_by_sha256() {
    let vault = Vault::init(&["--object-format=sha256"]);
    vault.stage("Bo.md", CLEAN);
    vault.git(&["commit", "-qm", "one"]);
    vault.stage("Ada.md", BAD);
    fixes(&vault);
}

#[test]
fn references_in_a_reftable_are_refused_with_advice() {
    let vault = Vault::init(&["--ref-format=reftable"]);
    vault.stage("Bo.md", CLEAN);
    vault.git(&["commit", "-qm", "one"]);
    vault.stage("Ada.md", BAD);
    vault.fix(&[]).code(2).names("reftable");
}

#[test]
fn borrowed_shallow_and_partial_clones() {
    let source = Vault::with(&[("Bo.md", CLEAN), ("Cy.md", BAD)]);
    source.write("Bo.md", GOOD);
    source.git(&["commit", "-qam", "two"]);
    source.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", source.top.display());
    for options in
        [&["--shared", source.top.to_str().unwrap()][..], &["--depth=1", &url], &["--filter=blob:none", &url]]
    {
        let vault = Vault::room();
        let mut args = vec!["clone", "-q"];
        args.extend(options);
        args.push("vault");
        let here = vault.outside("");
        vault.at(here).git(&args);
        vault.stage("Ada.md", BAD);
        fixes(&vault);
    }
}

#[test]
fn a_redirected_object_directory_is_refused() {
    let vault = vault();
    let elsewhere = vault.outside("objects");
    fs::create_dir(&elsewhere).unwrap();
    let view = vault
        .and_env("GIT_OBJECT_DIRECTORY", &elsewhere)
        .and_env("GIT_ALTERNATE_OBJECT_DIRECTORIES", vault.path(".git/objects"));
    let said = view.lint(&["--staged", "--fix"]).names("GIT_OBJECT_DIRECTORY");
    assert_ne!(said.code, Some(0));
    assert_eq!(vault.staged("Ada.md"), BAD);
    assert_eq!(vault.read("Ada.md"), BAD);
}

#[test]
fn a_shared_repository_stays_shared() {
    let vault = Vault::init(&["--shared=group"]);
    vault.stage("Ada.md", BAD);
    vault.fix(&["Ada.md"]).code(0);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&vault.path(".git/index")), 0o664 & mode(&vault.path(".git/index")) | 0o660);
    let id = vault.git(&["rev-parse", ":Ada.md"]);
    let object = vault.path(format!(".git/objects/{}/{}", &id[..2], &id.trim()[2..]));
    assert_eq!(mode(&object) & 0o770, 0o440);
    assert_eq!(mode(object.parent().unwrap()) & 0o070, 0o070);
}

#[test]
fn a_missing_index_is_empty_but_a_missing_named_one_is_an_error() {
    let vault = vault();
    fs::remove_file(vault.path(".git/index")).unwrap();
    vault.lint(&["--staged", "--fix"]).code(0);
    assert!(!vault.path(".git/index").exists());
    let view = vault.and_env("GIT_INDEX_FILE", "no/such/index");
    view.lint(&["--staged"]).code(2).names("no/such/index");
}

#[test]
fn a_corrupt_index_is_an_error_and_untouched() {
    let vault = vault();
    let mut bytes = fs::read(vault.path(".git/index")).unwrap();
    let cut = bytes.len() / 2;
    for damage in [0, 1] {
        if damage == 0 {
            bytes[cut] ^= 1;
        } else {
            bytes.truncate(cut);
        }
        fs::write(vault.path(".git/index"), &bytes).unwrap();
        vault.lint(&["--staged", "--fix"]).code(2).names("index");
        assert_eq!(fs::read(vault.path(".git/index")).unwrap(), bytes);
        assert_eq!(vault.read("Ada.md"), BAD);
    }
}

#[test]
fn a_head_that_leads_nowhere() {
    let vault = vault();
    vault.git(&["symbolic-ref", "HEAD", "refs/heads/nowhere"]);
    vault.lint(&["--staged"]).code(1).names("Ada.md");
    vault.git(&["symbolic-ref", "HEAD", "refs/heads/main"]);
    fs::write(vault.path(".git/refs/heads/main"), "1234567890123456789012345678901234567890\n").unwrap();
    vault.lint(&["--staged", "--fix"]).code(2).names("HEAD");
    assert_eq!(vault.read("Ada.md"), BAD);
}

#[test]
fn a_repository_of_somebody_else_is_checked_but_not_written() {
    let vault = vault();
    let mut all = vec![vault.top.clone()];
    while let Some(path) = all.pop() {
        // Only root can play this out.
        if chown(&path, Some(12345), Some(12345)).is_err() {
            return;
        }
        if path.is_dir() {
            all.extend(fs::read_dir(path).unwrap().flatten().map(|entry| entry.path()));
        }
    }
    let said = vault.lint(&["--staged", "--fix"]).names("safe.directory");
    assert_ne!(said.code, Some(0));
    assert_eq!(vault.read("Ada.md"), BAD);
    vault.git(&["config", "--global", "safe.directory", vault.top.to_str().unwrap()]);
    assert_eq!(vault.staged("Ada.md"), BAD);
    vault.fix(&["Ada.md"]).code(0);
}

#[test]
fn a_hundred_thousand_entries() {
    let vault = vault();
    let id = vault.git(&["rev-parse", ":Bo.md"]);
    let lines: String =
        (0..100_000).map(|note| format!("100644 {} 0\tmany/{}/{note}.md\n", id.trim(), note % 300)).collect();
    fs::write(vault.outside("lines"), lines).unwrap();
    let said = vault.at("").run("sh", &["-c", "git update-index --index-info < ../lines"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    vault.git(&["rm", "-q", "--cached", "Ada.md"]);
    vault.git(&["commit", "-qm", "many"]);
    vault.git(&["add", "Ada.md"]);
    let before = vault.git(&["ls-files", "-s"]);
    vault.lint(&["--staged", "--fix"]).names("Ada.md");
    let after = vault.git(&["ls-files", "-s"]);
    let differing = before.lines().zip(after.lines()).filter(|(one, two)| one != two).count();
    assert_eq!((differing, before.len()), (1, after.len()));
    assert_eq!(vault.staged("Ada.md"), GOOD);
}

#[test]
fn a_vault_reached_through_a_symbolic_link() {
    let vault = vault();
    let link = vault.outside("link");
    symlink(&vault.top, &link).unwrap();
    vault.at(link).lint(&["--staged", "--fix"]).code(0);
    assert_eq!(vault.staged("Ada.md"), GOOD);
    assert_eq!(vault.read("Ada.md"), GOOD);
}
