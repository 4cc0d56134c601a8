//! `broken-link` over files: paths given limit the report, not the vault.

mod world;

use world::World;

fn vault() -> World {
    let world = World::new();
    world.write(".obsidian/app.json", "{}");
    world.write("Rivers/Weir.md", "# Gates\n\nOak. ^a1\n");
    world.write("People/Mira.md", "[[Weir#Gates]] [[Weir#^a1]] [[Rivers/Weir]] ![[map.png]] [[Weir#Locks]]\n");
    world.write("img/map.png", "x");
    world
}

const CONCISE: &[&str] = &["--select", "broken-link", "--output-format", "concise"];

#[test]
fn files_named_limit_the_report_and_not_the_vault() {
    let world = vault();
    world.write("Other.md", "[[gone/Note]]\n");
    let run = world.run(&[CONCISE, &["People/Mira.md"]].concat()).ends(1);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
    assert!(
        run.out.starts_with("People/Mira.md:1:58: warning[broken-link] no heading `Locks` in `Weir`"),
        "{}",
        run.out
    );
}

#[test]
fn a_run_in_a_folder_sees_the_vault_above() {
    let run = vault().run_in("People", CONCISE).ends(1);
    assert!(run.out.starts_with("Mira.md:1:58:"), "{}", run.out);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
}

#[test]
fn a_note_from_a_pipe_sees_the_vault() {
    let world = vault();
    let run = world.run_with(&[CONCISE, &["--stdin-filename", "New.md", "-"]].concat(), "[[Weir]] [[a/b]]\n").ends(1);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
    assert!(run.out.contains("no `a/b`"), "{}", run.out);
}

#[test]
fn notes_to_come_are_infos_and_can_be_switched() {
    let world = vault();
    world.write("People/Mira.md", "[[Per Aas]]\n");
    let run = world.run(&[CONCISE, &["."]].concat()).ends(0);
    assert!(run.out.contains("info[broken-link] no note `Per Aas` yet"), "{}", run.out);
    world.write("vault-lint.toml", "[rules.broken-link]\nplanned-notes = \"report\"\n");
    world.run(&[CONCISE, &["."]].concat()).ends(1);
    world.write("vault-lint.toml", "[rules.broken-link]\nplanned-notes = \"ignore\"\n");
    let run = world.run(&[CONCISE, &["."]].concat()).ends(0);
    assert_eq!(run.out, "");
}

#[test]
fn an_excluded_note_can_still_be_linked_to() {
    let world = vault();
    world.write("vault-lint.toml", "exclude = [\"Rivers/**\"]\n").write("People/Mira.md", "[[Weir#Gates]]\n");
    world.run(&[CONCISE, &["."]].concat()).ends(0);
}
