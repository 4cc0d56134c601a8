//! Every command of the README is run; its picture is what the program prints.

mod world;

use std::path::Path;

use world::World;

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    std::fs::read_to_string(path).expect("README.md").replace("\r\n", "\n")
}

/// The commands below the mark `<!-- run: NAME -->`, without comments.
fn commands(name: &str) -> Vec<String> {
    let readme = readme();
    let mark = format!("<!-- run: {name} -->\n```sh\n");
    let start = readme.find(&mark).unwrap_or_else(|| panic!("README has no {mark:?}")) + mark.len();
    let block = &readme[start..start + readme[start..].find("```").expect("the end of the block")];
    block.lines().map(|line| line.split("  #").next().unwrap_or(line).trim().to_owned()).collect()
}

/// Runs `vault-lint …` of the README with the binary that was built for the tests.
fn vault_lint(world: &World, command: &str) -> world::Run {
    let words: Vec<&str> = command.split_whitespace().collect();
    assert_eq!(words.first(), Some(&"vault-lint"), "{command}");
    world.run(&words[1..])
}

#[test]
fn the_first_command_installs_and_runs_on_the_sample_vault() {
    let [command] = &commands("try")[..] else { panic!("one line") };
    let (install, run) = command.split_once(" && ").expect("two parts");
    let root = tempfile::tempdir().expect("a folder");
    // The debug build of the tests is at hand; a release build would take minutes and prove nothing more.
    let status = std::process::Command::new(env!("CARGO"))
        .args(install.split_whitespace().skip(1))
        .args(["--debug", "--offline", "--quiet", "--no-track", "--root"])
        .arg(root.path())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_BIN_EXE_vault-lint")).ancestors().nth(2).expect("the target folder"),
        )
        .status()
        .expect("cargo runs");
    assert!(status.success(), "{install}");
    let program = root.path().join("bin").join(format!("vault-lint{}", std::env::consts::EXE_SUFFIX));
    let output = std::process::Command::new(program)
        .args(run.split_whitespace().skip(1))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the installed program runs");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && printed.contains("duplicate-facts"), "{printed}");
}

/// The words of a command line, with double quotes kept together.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    let split = |(i, part): (usize, &str)| -> Vec<String> {
        if i % 2 == 1 { vec![part.to_owned()] } else { part.split_whitespace().map(str::to_owned).collect() }
    };
    parts.flat_map(split).collect()
}

#[test]
fn the_picture_is_what_the_program_prints() {
    let readme = readme();
    let picture = readme
        .split("<!-- picture: begin -->\n```console\n")
        .nth(1)
        .and_then(|rest| rest.split("```\n<!-- picture: end").next());
    let scenes: Vec<&str> = picture.expect("a picture").split("$ ").skip(1).collect();
    assert_eq!(scenes.len(), 2);
    for scene in scenes {
        let (command, shown) = scene.split_once('\n').expect("a command and its output");
        let words = words(command);
        assert_eq!(words[0], "vault-lint");
        let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
        let printed = World::sample().run(&arguments).ends(1).out;
        let shown = shown.strip_suffix("…\n").unwrap_or(shown);
        assert!(printed.starts_with(shown), "{command} prints\n{printed}");
    }
}

#[test]
fn continuous_integration_runs_the_test_command() {
    let [command] = &commands("test")[..] else { panic!("one line") };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/run");
    let ci = std::fs::read_to_string(path).expect(".ci/run");
    assert!(ci.lines().any(|line| line == command), "{command}");
}

#[test]
fn the_commands_for_every_day_work() {
    for command in commands("use") {
        let run = vault_lint(&World::sample(), &command);
        assert!(matches!(run.code, 0 | 1), "{command}: {}", run.err);
    }
}

#[test]
fn the_report_is_written() {
    let [command] = &commands("report")[..] else { panic!("one line") };
    let world = World::sample();
    vault_lint(&world, command).ends(0);
    assert!(world.read("health.html").starts_with("<!DOCTYPE html>"));
}

#[test]
fn the_hook_is_installed_described_and_removed() {
    let world = World::new();
    assert!(world.command("git").args(["init", "-q"]).status().expect("git runs").success());
    for command in commands("hook") {
        vault_lint(&world, &command).ends(0);
    }
}

#[test]
fn the_configuration_and_the_rule_shown_are_accepted() {
    let readme = readme();
    let blocks: Vec<&str> = readme.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let [config, rule] = blocks[..] else { panic!("two blocks of TOML") };
    let world = World::new();
    world.write("vault-lint.toml", config).write("vault-rules/no-absolute-paths.toml", rule);
    world.write("a.md", "The deck is in /home/mira/decks.\n");
    let run = world.run(&["--output-format", "concise", "a.md"]).ends(1);
    assert!(
        run.out.contains("warning[no-absolute-paths] `/home/mira/decks` exists on one machine only"),
        "{}",
        run.out
    );
    world.run(&["test", "vault-rules/no-absolute-paths.toml"]).ends(0);
}
