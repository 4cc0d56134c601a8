//! A sealed world for the real binary: a folder of its own, its own HOME, no user's git configuration, UTC, a fixed day.

#![allow(dead_code, reason = "each test binary uses its own part of the world")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The day on which tests look at a vault.
pub const TODAY: &str = "2026-07-01";

/// A folder that goes when the test ends.
pub struct World {
    folder: tempfile::TempDir,
}

/// What a run printed.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl World {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A copy of the sample vault, outside of any repository.
    pub fn sample() -> Self {
        let world = Self::new();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample-vault"), &world.path(""));
        world
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("vault").join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
        self
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a readable file")
    }

    /// A command in the vault, with nothing of the caller's environment but PATH.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let vault = self.path("");
        fs::create_dir_all(&vault).expect("the vault's folder");
        let home = self.folder.path().join("home");
        fs::create_dir_all(&home).expect("a home");
        let mut command = Command::new(program);
        command.current_dir(vault).env_clear();
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        // Windows programs do not start without it.
        if let Some(root) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", root);
        }
        command
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("TZ", "UTC")
            .env("LC_ALL", "C.UTF-8");
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CEILING_DIRECTORIES", self.folder.path());
        command.env("COLUMNS", "100");
        command
    }

    /// Runs vault-lint on the fixed day.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    /// The same in a folder of the vault.
    pub fn run_in(&self, folder: &str, arguments: &[&str]) -> Run {
        let mut command = self.command(env!("CARGO_BIN_EXE_vault-lint"));
        command.current_dir(self.path(folder)).args(["--today", TODAY]).args(arguments);
        Run::of(command.output().expect("vault-lint runs"))
    }

    /// The same with something on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        use std::io::Write;
        let mut command = self.command(env!("CARGO_BIN_EXE_vault-lint"));
        command.args(["--today", TODAY]).args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("vault-lint starts");
        // A program that does not read its input closes it: no failure of the test.
        let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
        Run::of(child.wait_with_output().expect("vault-lint ends"))
    }
}

impl Run {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Asserts the exit status and gives the run back.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the sample vault") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
