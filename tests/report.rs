//! `vault-lint report`: the page is written as a whole or not at all, says what `check` says, and nothing of a note becomes
//! markup in it. What a browser makes of it, `tests/tools/report_in_browser` tries.

mod world;

use serde_json::Value;
use world::World;

const FACT: &str = "- Mira Solberg runs the water mill in Ostervik.\n";

/// The findings in a page.
fn data(page: &str) -> Value {
    let start = page.find("id=\"data\">").expect("the data") + "id=\"data\">".len();
    serde_json::from_str(page[start..].split("</script>").next().expect("its end")).expect("JSON")
}

/// Rule, note and line of every finding.
fn listed(data: &Value) -> Vec<(String, String, u64)> {
    let text = |table: &str, number: &Value| {
        let number = usize::try_from(number.as_u64().expect("a number")).expect("a small one");
        data[table][number].as_str().expect("a text").to_owned()
    };
    let findings = data["findings"].as_array().expect("findings").iter();
    findings.map(|f| (text("rules", &f[3]), text("notes", &f[0]), f[1].as_u64().expect("a line"))).collect()
}

#[test]
fn the_page_says_what_check_says() {
    let world = World::sample();
    let run = world.run(&["report", "-o", "health.html"]).ends(0);
    assert_eq!(run.out, "health.html: the report is written\n");
    let check = world.run(&["--output-format", "json"]).ends(1);
    let check: Value = serde_json::from_str(&check.out).expect("JSON");
    let told = check["diagnostics"].as_array().expect("findings").iter();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let told: Vec<(String, String, u64)> = told
        .map(|d| (text(&d["rule"]), text(&d["path"]), d["range"]["start"]["line"].as_u64().expect("a line")))
        .collect();
    let page = world.read("health.html");
    assert!(told.len() > 40);
    assert_eq!(listed(&data(&page)), told);
    assert!(page.contains(&format!("<dt>Notes</dt><dd>{}</dd>", check["summary"]["notes"])), "{page}");
    let errors = format!("<dt><i class=\"dot error\"></i>Errors</dt><dd>{}</dd>", check["summary"]["errors"]);
    assert!(page.contains(&errors) && page.contains("<h1>vault</h1>") && page.contains(">1 July 2026</time>"));
}

#[test]
fn the_same_vault_gives_the_same_bytes() {
    let world = World::sample();
    let once = world.run(&["report", "-o", "-"]).ends(0).out;
    world.run(&["report", "--threads", "1", "-o", "page.html"]).ends(0);
    assert!(once == world.read("page.html"));
}

#[test]
fn wordings_and_conflicts_stand_side_by_side() {
    let world = World::sample();
    let data = data(&world.run(&["report", "-o", "-", "People"]).ends(0).out);
    let group = |line: u64| {
        let mut all = data["groups"].as_array().expect("groups").iter();
        all.find(|group| group[0][1] == line).expect("a group").clone()
    };
    let chair = group(29);
    assert_eq!(chair[1].as_array().expect("findings").len(), 2);
    assert_eq!(chair[0][2][1], "which meets on the second Tuesday of each month");
    let numbers: Vec<&Value> = data["conflicts"].as_array().expect("conflicts").iter().map(|c| &c[1][2][1]).collect();
    assert!(numbers.contains(&&Value::from("40")), "{numbers:?}");
}

#[test]
fn entries_and_waiting_notes_are_counted() {
    let world = World::new();
    let front = |extra: &str| format!("---\ntags: [needs-review]\n{extra}---\n");
    world.write(
        "old.md",
        front("created: 2025-01-02\n") + "## Log\n\n- 2026-06-03: one\n- 2026-06-01: two\n- [ ] 2026-06-01 no entry\n",
    );
    world.write("new.md", front("created: 2026-06-29\n")).write("odd.md", front(""));
    let page = world.run(&["report", "-o", "-"]).ends(0).out;
    assert!(page.contains("2 entries, Aug 2025 to Jul 2026."), "{page}");
    assert!(page.contains("<th scope=\"row\">Jun 2026</th><td>2</td>"), "{page}");
    assert!(page.contains("3 notes carry <code>needs-review</code>, by age."), "{page}");
    assert!(page.contains("since 2025-01-02, 545 days") && page.contains("since 2026-06-29, 2 days"), "{page}");
    assert!(page.contains("nobody knows"), "{page}");
    assert!(!world.run(&["report", "-o", "-", "--select", "broken-link"]).ends(0).out.contains("needs-review</code>"));
}

#[test]
fn the_age_of_a_tag_comes_from_all_of_history() {
    let world = World::new();
    let git = |arguments: &[&str], day: &str| {
        let when = format!("{day}T12:00:00Z");
        let mut command = world.command("git");
        command.args(["-c", "user.name=t", "-c", "user.email=t@example.org"]).args(arguments);
        let done = command.env("GIT_AUTHOR_DATE", &when).env("GIT_COMMITTER_DATE", &when).status();
        assert!(done.expect("git runs").success(), "{arguments:?}");
    };
    git(&["init", "-q"], "2024-01-01");
    for (name, day) in [("a.md", "2024-03-05"), ("b.md", "2026-05-20")] {
        world.write(name, "---\ntags: [needs-review]\n---\n");
        git(&["add", "."], day);
        git(&["commit", "-q", "-m", "x"], day);
    }
    let page = world.run(&["report", "-o", "-"]).ends(0).out;
    assert!(page.contains("since 2024-03-05, 848 days") && page.contains("since 2026-05-20, 42 days"), "{page}");
}

#[test]
fn settings_choices_and_the_baseline_are_honoured() {
    let world = World::new();
    world.write("In/a.md", format!("## Facts\n\n{FACT}{FACT}")).write("Out/b.md", format!("## Facts\n\n{FACT}{FACT}"));
    world.write("c.md", "[[nowhere]] \n");
    let rules = |arguments: &[&str]| -> Vec<String> {
        let arguments = [&["report", "-o", "-"], arguments].concat();
        let data = data(&world.run(&arguments).ends(0).out);
        listed(&data).into_iter().map(|(rule, note, _)| format!("{note} {rule}")).collect()
    };
    let all = rules(&[]);
    assert!(
        all.contains(&"Out/b.md duplicate-facts".to_owned()) && all.contains(&"c.md broken-link".to_owned()),
        "{all:?}"
    );
    assert_eq!(rules(&["--select", "duplicate-facts", "In"]), ["In/a.md duplicate-facts"]);
    assert_eq!(rules(&["--ignore", "duplicate-facts", "Out"]), [] as [&str; 0]);
    world.write("vault-lint.toml", "exclude = [\"Out/**\"]\n[rules]\nunformatted = \"off\"\n");
    assert_eq!(rules(&[]), ["In/a.md duplicate-facts", "c.md broken-link"]);
    assert_eq!(rules(&["Out/b.md"]), ["Out/b.md duplicate-facts"]);
    assert_eq!(rules(&["--force-exclude", "Out/b.md"]), [] as [&str; 0]);
    world.run(&["baseline"]).ends(0);
    assert_eq!(rules(&[]), [] as [&str; 0]);
    let page = world.run(&["report", "-o", "-", "In"]).ends(0).out;
    assert!(page.contains("1 finding accepted before and not shown."), "{page}");
    assert_eq!(rules(&["--no-baseline"]).len(), 2);
}

#[test]
fn no_note_and_no_folder_is_overwritten() {
    let world = World::new();
    world.write("a.md", "x\n").write("Folder/b.md", "x\n");
    for (target, why) in [("a.md", "that is a note"), ("new.MD", "that is a note"), ("Folder", "is a folder")] {
        let run = world.run(&["report", "-o", target]).ends(2);
        assert!(run.err.contains(&format!("{target}: {why}")) && run.err.contains("hint: "), "{}", run.err);
    }
    assert_eq!(world.read("a.md"), "x\n");
    assert!(!world.path("new.MD").exists());
    let run = world.run(&["report"]).ends(2);
    assert!(run.err.contains("--output-file"), "{}", run.err);
    let run = world.run(&["report", "-o", "page.html", "-"]).ends(2);
    assert!(run.err.contains("a report is about files"), "{}", run.err);
}

#[test]
fn what_was_there_stays_where_the_job_fails() {
    let world = World::new();
    world.write("a.md", "x\n").write("page.html", "before").write("bad.md", b"caf\xe9\n");
    world.run(&["report", "-o", "page.html", "nowhere"]).ends(2);
    assert_eq!(world.read("page.html"), "before");
    let run = world.run(&["report", "-o", "gone/page.html", "a.md"]).ends(2);
    assert!(run.err.contains("gone: no such folder"), "{}", run.err);
    // A note that cannot be read is told, on the page as well; the others are on it.
    let run = world.run(&["report", "-o", "page.html"]).ends(2);
    assert!(run.err.contains("bad.md: not UTF-8") && run.err.contains("1 note could not be looked at"), "{}", run.err);
    assert!(world.read("page.html").contains("1 note could not be read."));
    assert!(
        !std::fs::read_dir(world.path(""))
            .unwrap()
            .any(|entry| { entry.unwrap().file_name().to_string_lossy().starts_with(".vault-lint.") })
    );
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_a_link_stays() {
    let world = World::new();
    world.write("a.md", "x\n").write("real.html", "before");
    std::os::unix::fs::symlink("real.html", world.path("link.html")).unwrap();
    world.run(&["report", "--quiet", "-o", "link.html"]).ends(0);
    assert!(world.path("link.html").is_symlink() && world.read("real.html").starts_with("<!DOCTYPE html>"));
    let fifo = world.path("pipe.html");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().expect("mkfifo runs").success());
    let reader = std::thread::spawn({
        let fifo = fifo.clone();
        move || std::fs::read_to_string(fifo).expect("the page")
    });
    world.run(&["report", "-o", "pipe.html"]).ends(0);
    assert!(reader.join().expect("read").starts_with("<!DOCTYPE html>"));
    assert!(!fifo.symlink_metadata().unwrap().is_file());
}

#[test]
fn a_hostile_vault_makes_no_markup() {
    let world = World::new();
    let nasty = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> {{x}} \u{202e}\u{1b}[2J\u{2028}\0::error::x ##[error]y";
    world.write("x.md", format!(
        "---\ntags: [needs-review]\n---\n## {nasty}\n\n- Mira {nasty} runs the water mill there.\n- Mira {nasty} runs the water mill there.\n\n[[{nasty}]]\n"
    ));
    if cfg!(unix) {
        world.write("<img onerror=alert(1)>/\"'\u{202e}.md", format!("[[{nasty}]]\n"));
    }
    let page = world.run(&["report", "-o", "-"]).ends(0).out;
    assert!(!data(&page)["findings"].as_array().unwrap().is_empty());
    assert_eq!((page.matches("<script").count(), page.matches("</script>").count()), (2, 2));
    assert!(!page.contains("<img") && !page.contains("<!--") && !page.contains("##["));
    assert!(!page.contains(['\u{202e}', '\u{1b}', '\u{2028}', '\0']));
    assert!(page.lines().all(|line| !line.trim_start().starts_with("::")));
}
