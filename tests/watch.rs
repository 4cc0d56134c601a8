//! `--watch` with the real binary: a change of the vault is looked at, whatever else happens.

mod world;

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use world::World;

const FACTS: &str = "## Key Facts\n\n- Mira Solberg runs the water mill in Ostervik.\n- Mira Solberg runs the water mill in Ostervik.\n";

/// A watching vault-lint; ends with the test.
struct Watching {
    child: Child,
    lines: Receiver<String>,
    /// All lines so far.
    seen: Vec<String>,
}

impl Watching {
    fn start(world: &World, arguments: &[&str]) -> Self {
        let mut command = world.command(env!("CARGO_BIN_EXE_vault-lint"));
        command.args(["--today", world::TODAY, "--watch", "--output-format", "concise"]).args(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("vault-lint starts");
        let (sender, lines) = channel();
        let streams: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().expect("a pipe")), Box::new(child.stderr.take().expect("a pipe"))];
        for stream in streams {
            let sender = sender.clone();
            std::thread::spawn(move || {
                BufReader::new(stream).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
            });
        }
        Self { child, lines, seen: Vec::new() }
    }

    /// Waits for lines with these texts, in any order, as there are two streams; all lines are kept in `seen`.
    fn until(&mut self, texts: &[&str]) {
        let mut missing = texts.to_vec();
        while !missing.is_empty() {
            let line = self.lines.recv_timeout(Duration::from_secs(60));
            let line = line.unwrap_or_else(|_| panic!("no {missing:?} in {:#?}", self.seen));
            missing.retain(|text| !line.contains(text));
            self.seen.push(line);
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Puts a note into the vault in one go, so that it is one change.
fn put(world: &World, name: &str, text: &str) {
    let beside = world.path("").with_file_name(name);
    std::fs::write(&beside, text).expect("a file");
    std::fs::rename(beside, world.path(name)).expect("a move");
}

#[test]
fn a_changed_note_is_checked_again() {
    let world = World::new();
    world.write("People/Mira.md", FACTS);
    let mut watching = Watching::start(&world, &[]);
    watching.until(&["Mira.md:4:1: warning[duplicate-facts]", "Watching this folder and all below it"]);
    world.write("People/Jon.md", FACTS);
    watching.until(&["Changed: ", "Jon.md:4:1: warning[duplicate-facts]", "Watching"]);
    // What breaks while somebody writes it is told, and no end.
    world.write("vault-lint.toml", "[rules.duplicate-facts\n");
    watching.until(&["Changed: vault-lint.toml", "error", "Watching"]);
    world.write("vault-lint.toml", "[rules.duplicate-facts]\nlevel = \"error\"\n");
    watching.until(&["Jon.md:4:1: error[duplicate-facts]"]);
}

#[test]
fn a_fix_is_no_change_of_the_vault() {
    let world = World::new();
    world.write("Mira.md", FACTS);
    let mut watching = Watching::start(&world, &["--fix"]);
    watching.until(&["Watching"]);
    assert_eq!(world.read("Mira.md").matches("Mira Solberg").count(), 1);
    put(&world, "Jon.md", FACTS);
    watching.until(&["Changed: Jon.md", "Watching"]);
    assert_eq!(world.read("Jon.md").matches("Mira Solberg").count(), 1);
    put(&world, "Per.md", "# Per\n");
    watching.until(&["Changed: Per.md"]);
    let changed: Vec<&String> = watching.seen.iter().filter(|line| line.starts_with("Changed")).collect();
    assert_eq!(changed.len(), 2, "{changed:?}");
}

#[test]
fn what_cannot_be_watched_is_an_error() {
    let world = World::new();
    let run = world.run(&["--watch", "-"]).ends(2);
    assert!(run.err.contains("--watch cannot watch standard input"), "{}", run.err);
    let run = world.run(&["--watch", "nowhere"]).ends(2);
    assert!(run.err.contains("nowhere"), "{}", run.err);
    world.run(&["--watch", "--staged"]).ends(2);
}
