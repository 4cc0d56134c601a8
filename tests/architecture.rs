//! Invariants of the repository: who may import whom, one doorway per dependency, documented and small files.

use std::fs;
use std::path::{Path, PathBuf};

/// Each module of the library and the modules it may name. `src/lib.rs` and `src/main.rs` stand outside.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("likeness", &[]),
    ("tasks", &[]),
    ("diagnostic", &["text"]),
    ("note", &["text"]),
    ("vault", &["text", "note"]),
    ("check", &["text", "note", "diagnostic", "likeness", "tasks", "vault"]),
    ("rule", &["text", "note", "diagnostic", "check"]),
    ("format", &["text", "note"]),
    ("config", &["text", "diagnostic", "check", "rule", "format"]),
    ("suppress", &["note", "diagnostic"]),
    ("fingerprint", &["text", "diagnostic"]),
    ("baseline", &["text", "diagnostic"]),
    ("engine", &["text", "note", "diagnostic", "check", "rule", "format", "suppress", "tasks", "fingerprint", "vault"]),
    ("origin", &["text"]),
    ("sink", &["text", "diagnostic", "fingerprint"]),
    ("review", &["text", "note", "diagnostic", "check", "sink"]),
    (
        "cli",
        &[
            "text",
            "note",
            "diagnostic",
            "check",
            "rule",
            "format",
            "config",
            "suppress",
            "fingerprint",
            "baseline",
            "engine",
            "origin",
            "sink",
            "review",
            "tasks",
            "likeness",
            "vault",
        ],
    ),
];

/// Crates that may be named in one place only.
const DOORWAYS: &[(&str, &str)] = &[
    ("comrak", "note/markdown/"),
    ("serde_yaml", "note/front_matter"),
    ("granit_parser", "note/front_matter"),
    ("gix", "origin/git/"),
    ("ignore", "origin/worktree"),
    ("rust_stemmers", "likeness/"),
    ("regress", "tasks/"),
    ("unicode_normalization", "vault/"),
    ("similar", "sink/"),
    ("clap", "cli/"),
    ("clap_complete", "cli/"),
    ("clap_mangen", "cli/"),
    ("terminal_size", "cli/"),
    ("crossterm", "cli/review"),
    ("signal_hook", "cli/review"),
    ("rustix", "cli/review"),
    ("notify", "origin/watch"),
];

/// Lines a file may have; tests at its end count as well.
const MAX_LINES: usize = 400;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

/// Every source file with its path below `src/`, its text and whether it holds tests only.
fn sources() -> Vec<(String, String)> {
    let mut paths = Vec::new();
    files(&root(), &mut paths);
    paths.sort();
    let name = |path: &Path| path.strip_prefix(root()).expect("inside").to_string_lossy().replace('\\', "/");
    paths.iter().map(|path| (name(path), fs::read_to_string(path).expect("a source file"))).collect()
}

/// The part of a file that ships: what stands above its tests.
fn shipped(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

fn is_test(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/")
}

#[test]
fn nothing_imports_against_the_flow() {
    let mut wrong = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| !is_test(name)) {
        let module = name.split(['/', '.']).next().unwrap_or("");
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(m, _)| *m == module) else {
            assert!(matches!(module, "lib" | "main"), "{name}: a module that the table does not know");
            continue;
        };
        for (number, line) in shipped(text).lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            for (at, _) in code.match_indices("crate::") {
                let target: String = code[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if !target.is_empty() && target != module && !allowed.contains(&target.as_str()) {
                    wrong.push(format!(
                        "src/{name}:{}: `{module}` may not name `{target}`: {}",
                        number + 1,
                        line.trim()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_dependency_has_one_doorway() {
    let mut wrong = Vec::new();
    for (name, text) in &sources() {
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            for (krate, doorway) in DOORWAYS {
                let named = code.contains(&format!("{krate}::")) || code.contains(&format!("use {krate}"));
                let own_path = code.contains(&format!("::{krate}::"));
                if named && !own_path && !name.starts_with(doorway) {
                    wrong.push(format!("src/{name}:{}: `{krate}` belongs in {doorway}: {}", number + 1, line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_library_does_no_io_below_the_origins() {
    let banned = ["std::fs", "std::env", "SystemTime::now", "process::exit", "println!", "eprintln!"];
    let mut wrong = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| !is_test(name)) {
        if name.starts_with("origin/") || name.starts_with("cli/") {
            continue;
        }
        for (number, line) in shipped(text).lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            if let Some(call) = banned.iter().find(|call| code.contains(**call)) {
                wrong.push(format!("src/{name}:{}: `{call}` outside of origin/ and cli/", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_owns_and_holds_one_idea() {
    let mut wrong = Vec::new();
    for (name, text) in &sources() {
        if !text.starts_with("//!") {
            wrong.push(format!("src/{name}: does not begin with `//!`"));
        }
        let lines = text.lines().count();
        if lines > MAX_LINES {
            wrong.push(format!("src/{name}: {lines} lines, more than {MAX_LINES}"));
        }
        let stem = name.trim_end_matches(".rs").rsplit('/').next().unwrap_or("");
        if ["utils", "util", "common", "helpers", "misc"].contains(&stem) {
            wrong.push(format!("src/{name}: a name that says nothing"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
