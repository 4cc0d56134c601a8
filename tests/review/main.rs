//! `vault-lint review` in a real terminal, key by key.

#![cfg(unix)]

mod terminal;
#[path = "../world/mod.rs"]
mod world;

use std::path::Path;

use rustix::process::Signal;
use terminal::Terminal;
use world::World;

const NOTE: &str = "# Mira\r
\r
## Key Facts\r
\r
- Mira Solberg runs the water mill in Ostervik with two apprentices.\r
- Mira Solberg runs the water mill in Ostervik.\r
- The spring fair of the millers takes place in Ostervik on 25-26 February 2026.\r
- The spring fair of the millers takes place in Ostervik on 24-26 February 2026.\r
- Jon Aune mended the northern weir in the autumn of 2025.\r
- The northern weir was mended by Jon Aune in the autumn of 2025. ^weir\r
";

fn mira() -> World {
    let world = World::new();
    world.write("Mira.md", NOTE);
    world
}

fn review(world: &World, columns: u16, editor: &str) -> Terminal {
    let mut command = world.command(env!("CARGO_BIN_EXE_vault-lint"));
    command.args(["--today", world::TODAY, "review"]).env("NO_COLOR", "1").env("VISUAL", editor);
    Terminal::run(&mut command, columns)
}

#[test]
fn every_key_does_what_it_says_and_the_terminal_is_put_back() {
    let world = mira();
    world.write("edit.sh", "sed -i.bak 's/^Jon Aune mended/Jon Aune and his sister mended/' \"$1\"\n");
    let mut terminal = review(&world, 100, "sh edit.sh");
    terminal.wait("Mira.md").wait("1/3").wait("line 5").wait("~~~").wait("line 6").wait("s skip");
    assert!(!terminal.is_plain(), "keys are read one by one");
    terminal.press("?").wait("byte for byte").wait("s skip");
    terminal.press("1").wait("kept line 5, dropped line 6").wait("2/3").wait("u undo");
    assert_eq!(world.read("Mira.md"), NOTE.replace("- Mira Solberg runs the water mill in Ostervik.\r\n", ""));
    terminal.press("u").wait("undone").wait("1/3");
    assert_eq!(world.read("Mira.md"), NOTE);
    terminal.press("s").wait("2/3").wait("u undo");
    terminal
        .press("e")
        .wait("reworded line 9, dropped line 10")
        .wait("^weir moved")
        .wait("3/3")
        .wait("disagree in one date");
    let edited =
        NOTE.replace("- The northern weir was mended by Jon Aune in the autumn of 2025. ^weir\r\n", "").replace(
            "Jon Aune mended the northern weir in the autumn of 2025.",
            "Jon Aune and his sister mended the northern weir in the autumn of 2025. ^weir",
        );
    assert_eq!(world.read("Mira.md"), edited);
    terminal.press("a").wait("kept all").wait("That was the last one").press("q");
    terminal
        .wait("1 note was changed")
        .wait("Mira.md: 1 bullet dropped, 1 reworded, 1 cluster kept whole")
        .wait("1 cluster is left");
    assert_eq!(terminal.end().code(), Some(0));
    assert!(terminal.is_plain());
    let kept = edited.replace(
        "on 24-26 February 2026.",
        "on 24-26 February 2026. %% vault-lint: ignore conflicting-facts -- reviewed %%",
    );
    assert_eq!(world.read("Mira.md"), kept);
    let next =
        world.run(&["--select", "duplicate-facts,conflicting-facts,unused-suppression", "--output-format", "concise"]);
    assert_eq!(
        next.out.lines().filter(|line| line.contains("-facts]")).count(),
        1,
        "only what was skipped: {}",
        next.out
    );
}

#[test]
fn a_note_that_changed_meanwhile_is_read_again_and_not_overwritten() {
    let world = mira();
    let mut terminal = review(&world, 100, "false");
    terminal.wait("1/3").wait("s skip");
    let theirs = format!("{NOTE}- Somebody wrote this meanwhile.\r\n");
    world.write("Mira.md", &theirs);
    terminal.press("1").wait("was changed by another program").wait("1/3").wait("s skip");
    assert_eq!(world.read("Mira.md"), theirs);
    terminal.press("e").wait("cancelled").wait("s skip").press("1").wait("kept line 5").wait("2/3").wait("s skip");
    terminal.press("\u{3}").wait("1 note was changed").wait("2 clusters are left");
    assert_eq!(terminal.end().code(), Some(0));
    assert_eq!(world.read("Mira.md"), theirs.replace("- Mira Solberg runs the water mill in Ostervik.\r\n", ""));
    assert!(terminal.is_plain());
}

#[test]
fn a_wording_that_cannot_be_written_is_not_lost() {
    let world = mira();
    world.write("edit.sh", "echo 'The mill is hers.' > \"$1\"; echo >> Mira.md\n");
    let mut terminal = review(&world, 100, "sh edit.sh");
    terminal.wait("1/3").wait("s skip").press("e").wait("was changed by another program");
    terminal.wait("here to copy: The mill is hers.").wait("s skip").press("q");
    assert_eq!(terminal.end().code(), Some(0));
    assert_eq!(world.read("Mira.md"), format!("{NOTE}\n"));
}

#[test]
fn a_signal_ends_it_and_the_terminal_is_put_back() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let world = mira();
        let mut terminal = review(&world, 60, "false");
        terminal.wait("s skip").press("1").wait("kept line 5").wait("2/3").wait("u undo");
        terminal.send(signal).wait("1 note was changed").wait("stopped by a signal");
        assert_eq!(terminal.end().code(), Some(2));
        assert!(terminal.is_plain());
        assert_eq!(world.read("Mira.md"), NOTE.replace("- Mira Solberg runs the water mill in Ostervik.\r\n", ""));
    }
}

#[test]
fn it_ends_when_the_terminal_is_gone() {
    let world = mira();
    let mut terminal = review(&world, 60, "false");
    terminal.wait("s skip").press("1").wait("2/3").wait("u undo");
    assert_eq!(terminal.close().code(), Some(2));
    assert_eq!(world.read("Mira.md"), NOTE.replace("- Mira Solberg runs the water mill in Ostervik.\r\n", ""));
}

#[test]
fn another_width_draws_the_cluster_anew() {
    let world = mira();
    let mut terminal = review(&world, 60, "false");
    terminal.wait("with two\r\n").wait("s skip");
    terminal.resize(120).wait("with two apprentices.\r\n").wait("s skip").press("q");
    assert_eq!(terminal.end().code(), Some(0));
}

#[test]
fn what_a_note_holds_is_not_obeyed_by_the_terminal() {
    let world = World::new();
    let evil = "\u{1b}[2J\u{202e}\u{9b}1m words that are compared here";
    world.write("a.md", format!("# Facts\n\n- {evil}\n- {evil}\n"));
    let mut terminal = review(&world, 80, "false");
    terminal.wait("␛[2J<U+202E><U+009B>1m").wait("s skip").press("q");
    terminal.end();
    let text = terminal.text();
    let ours = text.replace("\r\u{1b}[K", "");
    assert!(!ours.contains(['\u{1b}', '\u{202e}', '\u{9b}']), "{ours:?}");
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let run = mira().run(&["review"]).ends(2);
    assert!(
        run.err.contains("no terminal") && run.err.contains("hint: run `vault-lint review` in a terminal"),
        "{}",
        run.err
    );
}

#[test]
fn without_findings_it_says_so() {
    let world = World::new();
    world.write("a.md", "# Facts\n\n- Mira runs the mill in Ostervik.\n");
    let mut terminal = review(&world, 80, "false");
    terminal.wait("nothing to review in 1 note");
    assert_eq!(terminal.end().code(), Some(0));
    assert!(terminal.is_plain());
}

#[test]
fn a_path_that_is_not_there_is_a_failure() {
    let world = mira();
    let mut command = world.command(env!("CARGO_BIN_EXE_vault-lint"));
    let mut terminal = Terminal::run(command.args(["review", "Nobody.md"]), 80);
    terminal.wait("Nobody.md");
    assert_eq!(terminal.end().code(), Some(2));
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README.md");
    let readme = readme.replace("\r\n", "\n");
    let scene = readme
        .split("<!-- review: begin -->\n```console\n")
        .nth(1)
        .and_then(|rest| rest.split("```\n<!-- review: end").next());
    let (command, shown) = scene.expect("a scene").split_once('\n').expect("a command and what it prints");
    let note = command.strip_prefix("$ vault-lint review \"").and_then(|rest| rest.strip_suffix('"')).expect("a note");
    let world = World::sample();
    let mut program = world.command(env!("CARGO_BIN_EXE_vault-lint"));
    let mut terminal = Terminal::run(program.args(["review", note]).env("NO_COLOR", "1"), 98);
    terminal.wait("? help > ").press("1").wait("2/").wait("? help > ").press("q");
    terminal.end();
    // The question is erased once it is answered.
    let printed: Vec<String> =
        terminal.text().split("\r\n").map(|line| line.rsplit("\r\u{1b}[K").next().unwrap_or("").to_owned()).collect();
    let printed = printed.join("\n");
    let shown = shown.strip_suffix("…\n").unwrap_or(shown);
    assert!(printed.contains(shown), "printed is\n{printed}");
}
