//! What a user sees of bad input, bad arguments and bad configuration, with the real binary.

mod world;

use world::World;

const FACTS: &str = "## Key Facts\n\n- Mira Solberg runs the water mill in Ostervik.\n- Mira Solberg runs the water mill in Ostervik.\n";

#[test]
fn a_missing_path_is_an_error_and_no_silent_pass() {
    let run = World::new().run(&["nowhere.md"]).ends(2);
    assert!(run.err.starts_with("error: nowhere.md: no such file or folder"), "{}", run.err);
    assert!(run.err.contains("hint: "), "{}", run.err);
}

#[test]
fn a_note_that_is_not_utf8_is_told_and_the_others_are_checked() {
    let world = World::new();
    world.write("bad.md", b"caf\xe9\n").write("good.md", FACTS);
    let run = world.run(&["--output-format", "concise", "."]).ends(2);
    assert!(run.err.contains("bad.md: not UTF-8: line 1, byte 3 is 0xe9"), "{}", run.err);
    assert!(run.out.contains("good.md:4:1: warning[duplicate-facts]"), "{}", run.out);
    assert_eq!(std::fs::read(world.path("bad.md")).unwrap(), b"caf\xe9\n");
}

#[test]
fn odd_notes_are_checked_without_a_word() {
    let world = World::new();
    world
        .write("empty.md", "")
        .write("front.md", "---\ntype: x\n---\n")
        .write("nul.md", "a\0b\n")
        .write("rule.md", "---\n");
    let run = world.run(&["--output-format", "concise", "."]).ends(0);
    assert_eq!(run.out, "");
}

#[test]
fn deep_nesting_and_long_notes_end_in_time() {
    let world = World::new();
    world.write("quotes.md", format!("{} deep\n", ">".repeat(5_000)));
    world.write("brackets.md", format!("{}\n", "[".repeat(5_000)));
    world.write("links.md", format!("{}\n", "[[a ".repeat(20_000)));
    world.write("lists.md", format!("{}x\n", "- ".repeat(1_000)));
    world.write("yaml.md", format!("---\na: {}\n---\n", "[".repeat(50_000)));
    world.write("long.md", "A line of running text that says nothing at all.\n\n".repeat(400_000));
    let run = world.run(&["--output-format", "concise", "."]);
    assert_ne!(run.code, -1);
    assert!(run.out.contains("yaml.md:2:"), "{}", run.out);
}

#[test]
fn many_links_into_the_own_note_and_many_ids_end_in_time() {
    let world = World::new();
    let headings: String = (0..20_000).map(|n| format!("# h{n}\n\n[[#h{n}]]\n\n")).collect();
    let ids: String = (0..20_000).map(|n| format!("- [ ] task 🆔 i{n} ⛔ i{}\n", n / 2)).collect();
    world.write("headings.md", headings).write("ids.md", ids);
    let run = world.run(&["--select", "broken-link,malformed-task-line", "--output-format", "concise", "."]).ends(0);
    assert_eq!(run.out, "");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_vault_is_never_opened() {
    let world = World::new();
    world.write("a.md", "text\n");
    let fifo = world.path("pipe.md");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().expect("mkfifo runs").success());
    world.run(&["."]).ends(0);
    let run = world.run(&["pipe.md"]).ends(2);
    assert!(run.err.contains("not a regular file"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn an_unreadable_note_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    world.write("secret.md", "x\n");
    std::fs::set_permissions(world.path("secret.md"), std::fs::Permissions::from_mode(0o000)).unwrap();
    // Root reads everything: then there is nothing to see.
    if std::fs::read(world.path("secret.md")).is_err() {
        let run = world.run(&["."]).ends(2);
        assert!(run.err.contains("secret.md: cannot be read"), "{}", run.err);
    }
}

#[test]
fn a_misspelt_key_is_shown_with_its_place_and_a_suggestion() {
    let world = World::new();
    world
        .write("a.md", "x\n")
        .write("vault-lint.toml", "exclude = []\n\n[rules.stale-needs-review]\nmax-age-dais = 3\n");
    let run = world.run(&["."]).ends(2);
    for part in ["vault-lint.toml:4:1", "max-age-dais = 3", "^^^^^^^^^^^^", "did you mean `max-age-days`?"] {
        assert!(run.err.contains(part), "{part} is missing in:\n{}", run.err);
    }
}

#[test]
fn an_unknown_rule_is_shown_with_a_suggestion() {
    let world = World::new();
    world.write("a.md", "x\n").write("vault-lint.toml", "[rules]\nduplicate-fact = \"error\"\n");
    let run = world.run(&["."]).ends(2);
    assert!(
        run.err.contains("vault-lint.toml:2:1") && run.err.contains("did you mean `duplicate-facts`?"),
        "{}",
        run.err
    );
    let run = World::new().run(&["--select", "duplicate-fact", "--no-config"]).ends(2);
    assert!(run.err.contains("did you mean `duplicate-facts`?"), "{}", run.err);
}

#[test]
fn a_bad_flag_or_date_is_exit_2() {
    let run = World::new().run(&["--fixx"]).ends(2);
    assert!(run.err.contains("--fix"), "{}", run.err);
    let run = World::new().run(&["--today", "yesterday"]);
    assert_eq!(run.code, 2);
}

#[test]
fn fixing_writes_what_the_patch_said() {
    let world = World::sample();
    let patch = world.run(&["--diff", "People"]).ends(1).out;
    let copy = World::sample();
    copy.run(&["--fix", "--quiet", "People"]);
    let mut apply = world.command("git");
    apply.args(["apply", "--unsafe-paths", "-p1", "-"]).stdin(std::process::Stdio::piped());
    let mut child = apply.spawn().expect("git runs");
    std::io::Write::write_all(&mut child.stdin.take().expect("piped"), patch.as_bytes()).expect("the patch is read");
    assert!(child.wait().expect("git ends").success());
    let files = std::fs::read_dir(world.path("People")).unwrap().map(|entry| entry.unwrap().path());
    for path in files.filter(|path| path.is_file()) {
        let name = format!("People/{}", path.file_name().unwrap().to_string_lossy());
        assert_eq!(world.read(&name), copy.read(&name), "{name}");
    }
}

#[test]
fn fixing_twice_changes_nothing_more() {
    let world = World::sample();
    world.run(&["--fix", "--quiet", "."]);
    let snapshot = |world: &World| {
        let mut folders = vec![world.path("")];
        let mut all = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let text = std::fs::read(&path).unwrap();
                    all.push((path.strip_prefix(world.path("")).unwrap().to_owned(), text));
                }
            }
        }
        all.sort();
        all
    };
    let once = snapshot(&world);
    world.run(&["--fix", "--quiet", "."]);
    assert_eq!(once, snapshot(&world));
    world.run(&["--diff", "."]).ends(0);
}

#[test]
fn standard_input_is_linted_fixed_and_formatted() {
    let world = World::new();
    let run = world.run_with(&["--output-format", "concise", "--stdin-filename", "People/Mira.md", "-"], FACTS).ends(1);
    assert!(run.out.starts_with("People/Mira.md:4:1: warning[duplicate-facts]"), "{}", run.out);
    let run = world.run_with(&["--fix", "--quiet", "-"], FACTS).ends(0);
    assert_eq!(run.out, "## Key Facts\n\n- Mira Solberg runs the water mill in Ostervik.\n");
    let run = world.run_with(&["format", "-"], "# A\ntext   \n").ends(0);
    assert_eq!(run.out, "# A\n\ntext\n");
}

#[test]
fn format_checks_shows_and_writes() {
    let world = World::new();
    world.write("a.md", "# A\ntext\n").write("b.md", "# B\n\ntext\n");
    let run = world.run(&["format", "--check"]).ends(1);
    assert!(run.out.contains("would change: a.md") && !run.out.contains("b.md"), "{}", run.out);
    let run = world.run(&["format", "--diff"]).ends(1);
    assert!(run.out.contains("--- a/a.md") && run.out.contains("\n+\n"), "{}", run.out);
    assert_eq!(world.read("a.md"), "# A\ntext\n");
    world.run(&["format"]).ends(0);
    assert_eq!(world.read("a.md"), "# A\n\ntext\n");
    world.run(&["format", "--check"]).ends(0);
}

#[test]
fn hidden_folders_and_excludes_are_never_looked_at() {
    let world = World::new();
    world.write(".obsidian/x.md", FACTS).write("Archive/x.md", FACTS).write("ignored/x.md", FACTS).write("a.md", "x\n");
    world.write("vault-lint.toml", "exclude = [\"Archive/**\"]\n").write(".vaultlintignore", "ignored/\n");
    world.run(&["."]).ends(0);
    world.run(&["Archive/x.md"]).ends(1);
    world.run(&["--force-exclude", "Archive/x.md"]).ends(0);
}

#[test]
fn a_level_and_an_override_are_obeyed() {
    let world = World::new();
    world.write("Log/a.md", FACTS).write("b.md", FACTS);
    world.write(
        "vault-lint.toml",
        "[rules]\nduplicate-facts = \"error\"\n\n[[override]]\npaths = [\"Log/**\"]\nrules.duplicate-facts = \"off\"\n",
    );
    let run = world.run(&["--output-format", "concise", "."]).ends(1);
    assert!(run.out.contains("b.md:4:1: error[duplicate-facts]") && !run.out.contains("Log/"), "{}", run.out);
}

#[test]
fn a_rule_of_the_users_own_runs_explains_and_is_tested() {
    let world = World::new();
    let rule = "id = \"no-shouting\"\nsince = \"1\"\nlevel = \"warning\"\nfix = \"none\"\nsummary = \"Words in capitals\"\nrationale = \"Loud.\"\n[check.pattern]\nregex = \"[A-Z]{5,}\"\n[messages]\nfound = \"`{match}` is loud\"\n[[example]]\nname = \"loud\"\nbad = \"a «GREAT» day\\n\"\n[[example]]\nname = \"quiet\"\ngood = \"a great day\\n\"\n";
    world.write("vault-rules/no-shouting.toml", rule).write("vault-lint.toml", "rule-dirs = [\"vault-rules\"]\n");
    world.write("a.md", "What a GREAT day.\n");
    let run = world.run(&["--output-format", "concise", "a.md"]).ends(1);
    assert_eq!(run.out, "a.md:1:8: warning[no-shouting] `GREAT` is loud\n");
    assert!(world.run(&["explain", "no-shouting"]).ends(0).out.contains("Words in capitals"));
    assert!(world.run(&["test"]).ends(0).out.contains("ok   no-shouting"));
    world.write("vault-rules/no-shouting.toml", rule.replace("«GREAT»", "GREAT"));
    world.run(&["test", "vault-rules/no-shouting.toml"]).ends(1);
    world.write("vault-rules/no-shouting.toml", rule.replace("{match}", "{word}"));
    let run = world.run(&["a.md"]).ends(2);
    assert!(run.err.contains("no-shouting.toml") && run.err.contains("{word}"), "{}", run.err);
}

#[test]
fn json_has_the_promised_shape() {
    let world = World::new();
    world.write("a.md", FACTS);
    let run = world.run(&["--output-format", "json", "a.md"]).ends(1);
    let json: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let finding = &json["diagnostics"][0];
    assert_eq!(json["version"], 1);
    assert_eq!(finding["rule"], "duplicate-facts");
    assert_eq!(finding["range"]["start"], serde_json::json!({"line": 4, "column": 1, "offset": 62}));
    assert_eq!(finding["data"]["relation"], "same");
    assert_eq!(finding["data"]["keep"]["line"], 3);
    assert_eq!(finding["related"][0]["range"]["start"]["line"], 3);
    assert_eq!(finding["fix"]["safety"], "safe");
    assert_eq!(json["summary"]["notes"], 1);
}

#[test]
fn exit_status_options() {
    let world = World::new();
    world.write("a.md", FACTS);
    world.run(&["--exit-zero", "a.md"]).ends(0);
    world.run(&["--fix", "--exit-non-zero-on-fix", "a.md"]).ends(1);
    world.run(&["a.md"]).ends(0);
}

#[test]
fn help_completions_man_and_init_work() {
    let world = World::new();
    assert!(world.run(&["--help"]).ends(0).out.contains("Usage: vault-lint"));
    assert!(world.run(&["completions", "bash"]).ends(0).out.contains("vault-lint"));
    assert!(world.run(&["man"]).ends(0).out.contains(".TH vault-lint"));
    let schema = world.run(&["schema"]).ends(0).out;
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    assert_eq!(schema["properties"]["rules"]["properties"]["broken-link"]["anyOf"][0]["$ref"], "#/definitions/level");
    world.write("Log.md", "## Diary\n\n- 2026-01-03 a\n- 2026-01-02 b\n- 2026-01-01 c\n");
    world.run(&["init"]).ends(0);
    assert!(world.read("vault-lint.toml").contains("headings = [\"Diary\"]"), "{}", world.read("vault-lint.toml"));
    world.run(&["."]).ends(0);
    world.run(&["init"]).ends(2);
    assert!(world.run(&["config", "Log.md"]).ends(0).out.contains("rules.unsorted-context-dates.scope.headings"));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_vault_is_never_written_through() {
    let world = World::new();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("x.md"), FACTS).unwrap();
    world.write("a.md", "x\n");
    std::os::unix::fs::symlink(outside.path().join("x.md"), world.path("link.md")).unwrap();
    world.run(&["--fix", "."]);
    assert_eq!(std::fs::read_to_string(outside.path().join("x.md")).unwrap(), FACTS);
}

#[test]
fn control_characters_of_a_note_are_shown_and_not_sent() {
    let world = World::new();
    world.write("a.md", "## Key Facts\n\n- Mira \u{1b}[31mSolberg runs the water mill in Ostervik.\n- Mira \u{1b}[31mSolberg runs the water mill in Ostervik.\n");
    for format in ["text", "concise", "markdown", "github"] {
        let run = world.run(&["--color", "never", "--output-format", format, "a.md"]);
        assert!(!run.out.contains('\u{1b}'), "{format}: {:?}", run.out);
    }
}

#[test]
fn a_list_of_unknown_statuses_needs_one_answer() {
    let world = World::new();
    std::fs::create_dir_all(world.path(".obsidian/plugins/obsidian-tasks-plugin")).unwrap();
    world.write(".obsidian/plugins/obsidian-tasks-plugin/data.json", "{}");
    let items: String = "abcdefghij".chars().map(|symbol| format!("- [{symbol}] gate\n- [{symbol}] weir\n")).collect();
    world.write("many.md", items).write("two.md", "- [!] gate\n- [x] mill\n- [?] weir\n- [X] oak\n");
    world.write("one.md", "- [!] gate\n- [!] weir\n- [r](https://example.org)\n");
    let run = world.run(&["--select", "malformed-task-line", "--output-format", "concise", "."]).ends(0);
    let told: Vec<&str> = run.out.lines().collect();
    let none = "info[malformed-task-line] the settings define none of the statuses";
    assert_eq!(
        told,
        [
            &format!(
                "many.md:1:4: {none} `a`, `b`, `c`, `d`, `e`, `f`, `g`, `h` and 2 more: the plugin counts them as not done"
            ),
            "one.md:1:4: info[malformed-task-line] the settings define no status `!`: the plugin counts it as not done",
            &format!("two.md:1:4: {none} `!`, `?`: the plugin counts them as not done"),
            "two.md:4:4: info[malformed-task-line] the settings define no status `X`: the plugin counts it as not done",
        ]
    );
}
