//! The language of the Tasks plugin against cases labelled by the plugin's own parser, where they are at hand.
//!
//! The clock of the labels stands at 2025-06-18, JavaScript is on, the presets are the plugin's own. Cases that hang on
//! JavaScript, or on what only the user's vault knows, are left out.

use jiff::civil::{Date, date};
use serde_json::Value;
use vault_lint::tasks::line::{OnCompletion, TaskDate, parse};
use vault_lint::tasks::query::{Context, Host, check_block};
use vault_lint::tasks::{Format, Problem, Settings, Severity, dates, recurrence};

const TODAY: Date = date(2025, 6, 18);

/// The cases of a file; none if it is not there.
fn cases(name: &str) -> Vec<Value> {
    let path = format!("{}/../shared/tasks/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// Whether the label hangs on JavaScript or on presets of the user.
fn undecidable(case: &Value) -> bool {
    let error = case["error"].as_str().unwrap_or_default();
    let foreign = ["Cannot find preset", "Failed parsing expression", "Search failed"];
    case["js_needed"] == true || foreign.iter().any(|text| error.contains(text))
}

fn is_refused(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// Every range must lie in the text, on whole characters.
fn ranges_fit(text: &str, problems: &[Problem]) {
    for problem in problems {
        assert!(text.get(problem.range.clone()).is_some(), "{text:?}: {problem:?}");
        let edits = problem.suggestion.iter().flat_map(|suggestion| &suggestion.replacements);
        let mut last = 0;
        for (range, _) in edits {
            assert!(range.start >= last && text.get(range.clone()).is_some(), "{text:?}: {problem:?}");
            last = range.end;
        }
    }
}

/// Compares verdicts with labels: how many agree, and the texts that are refused although the plugin takes them.
fn agreement(judged: impl Iterator<Item = (String, bool, Vec<Problem>)>) -> (f64, Vec<String>) {
    let (mut all, mut agree, mut false_alarms) = (0, 0, Vec::new());
    for (text, valid, problems) in judged {
        ranges_fit(&text, &problems);
        all += 1;
        if is_refused(&problems) != valid {
            agree += 1;
        } else if valid {
            false_alarms.push(text);
        }
    }
    (f64::from(agree) / f64::from(all.max(1)), false_alarms)
}

#[test]
fn blocks_and_their_mutants() {
    let blocks = cases("blocks");
    if blocks.is_empty() {
        return;
    }
    let known = blocks.iter().filter(|case| case["expected"] != "unknown" && case["block"].is_string());
    let (rate, false_alarms) = agreement(known.filter(|case| !undecidable(case)).map(|case| {
        let text = case["block"].as_str().expect("a text").to_owned();
        let label = case.get("oracle").unwrap_or(&case["expected"]);
        let problems = check_block(&text, &Context::new(None, TODAY));
        (text, label == "valid", problems)
    }));
    assert_eq!(false_alarms, Vec::<String>::new());
    assert!(rate >= 0.995, "{rate}");

    let mutants = cases("mutants");
    let (rate, _) = agreement(mutants.iter().filter(|case| !undecidable(case)).map(|case| {
        let text = case["block"].as_str().expect("a text").to_owned();
        let problems = check_block(&text, &Context::new(None, TODAY));
        (text, case["valid"] == true, problems)
    }));
    assert!(rate >= 0.995, "{rate}");
}

#[test]
fn single_lines() {
    // These were labelled with the plugin's own presets, in a note without properties.
    let settings = Settings::default();
    let mut host = Host { path: Some("Folder/Note.md".to_owned()), ..Host::default() };
    for name in ["instructions", "matrix"] {
        let lines = cases(name);
        if lines.is_empty() {
            return;
        }
        let (rate, _) = agreement(lines.iter().filter(|case| !undecidable(case)).map(|case| {
            let text = case["line"].as_str().expect("a text").to_owned();
            host.path = Some(case["path"].as_str().unwrap_or("Folder/Note.md").to_owned());
            let context = Context { settings: Some(&settings), today: TODAY, note: Some(&host), vault: None };
            let problems = check_block(&text, &context);
            (text, case["valid"] == true, problems)
        }));
        assert!(rate >= 0.995, "{name}: {rate}");
    }
}

#[test]
fn dates_of_filters() {
    let cases = cases("dates");
    let (mut agree, mut ranged, mut same) = (0, 0, 0);
    for case in &cases {
        let text = case["text"].as_str().expect("a text");
        let found = dates::read_filter(text, TODAY);
        agree += usize::from(found.is_some() == (case["ok"] == true));
        if let (Some(start), Some(end), Some(found)) = (case["start"].as_str(), case["end"].as_str(), found) {
            ranged += 1;
            same += usize::from(found.range.start.to_string() == start && found.range.end.to_string() == end);
        }
    }
    assert!(agree * 1000 >= cases.len() * 985, "{agree} of {}", cases.len());
    assert!(same * 1000 >= ranged * 985, "{same} of {ranged}");
}

#[test]
fn recurrences() {
    let cases = cases("recurrences");
    let (mut accepted, mut said) = (0, 0);
    for case in &cases {
        let text = case["text"].as_str().expect("a text");
        let read = recurrence::parse(text.trim());
        accepted += usize::from(read.is_some() == (case["ok"] == true));
        said += usize::from(read.map(|read| read.canonical).as_deref() == case["canonical"].as_str());
    }
    assert!(accepted * 100 >= cases.len() * 98, "{accepted} of {}", cases.len());
    assert!(said * 100 >= cases.len() * 98, "{said} of {}", cases.len());
}

#[test]
fn task_lines() {
    let cases = cases("taskline_mutants");
    let mut wrong = Vec::new();
    for case in &cases {
        let line = case["line"].as_str().expect("a text");
        let format = if case["format"] == "dataview" { Format::Dataview } else { Format::Emoji };
        wrong.extend(differences(line, format, case));
    }
    assert!(wrong.len() * 1000 <= cases.len() * 5, "{wrong:#?}");
}

/// What is read otherwise than the plugin reads it, if anything is.
fn differences(line: &str, format: Format, label: &Value) -> Option<String> {
    let Some(task) = parse(line, format) else {
        return (label["is_task"] == true).then(|| format!("{line:?} is a task"));
    };
    let day = |date: Option<TaskDate>| match date {
        None => Value::Null,
        Some(TaskDate::Day(day)) => day.to_string().into(),
        Some(TaskDate::Invalid) => "INVALID".into(),
    };
    let read = [
        ("is_task", true.into()),
        ("status", task.status.to_string().into()),
        ("status_type", Settings::default().status_type(task.status).as_str().into()),
        ("indentation", line[task.indentation.clone()].into()),
        ("marker", line[task.marker.clone()].into()),
        ("description", task.description.clone().into()),
        ("priority", format!("{:?}", task.priority).into()),
        ("created", day(task.created)),
        ("start", day(task.start)),
        ("scheduled", day(task.scheduled)),
        ("due", day(task.due)),
        ("done", day(task.done)),
        ("cancelled", day(task.cancelled)),
        ("recurrence", task.recurrence.clone().map_or(Value::Null, |rule| rule.canonical.into())),
        (
            "onCompletion",
            match task.on_completion {
                None => Value::Null,
                Some(OnCompletion::Keep) => "keep".into(),
                Some(OnCompletion::Delete) => "delete".into(),
            },
        ),
        ("id", task.id.clone().map_or(Value::Null, Value::from)),
        ("dependsOn", task.depends_on.clone().into()),
        ("tags", task.tags.clone().into()),
        ("blockLink", task.block_link.clone().map_or(Value::Null, |link| line[link].into())),
    ];
    let other = read.into_iter().find(|(key, value)| &label[*key] != value)?;
    Some(format!("{line:?}: {} is {}, not {}", other.0, label[other.0], other.1))
}

#[test]
fn hostile_queries_neither_hang_nor_overflow() {
    let begun = std::time::Instant::now();
    let deep = format!("{}not done{}", "(".repeat(5_000), ")".repeat(5_000));
    assert!(!is_refused(&check_block(&deep, &Context::new(None, TODAY))));
    let mixed = format!("{}not done{}", "([".repeat(5_000), "])".repeat(5_000));
    for text in [
        mixed,
        "(".repeat(100_000),
        "NOT (".repeat(20_000),
        vec!["(not done)"; 8_000].join(" AND "),
        "due 1 ".repeat(17_000),
        "ptah includes x\n".repeat(6_250),
        "{{".repeat(50_000),
        "a \\\n".repeat(25_000),
        format!("path regex matches /{}/", "(".repeat(100_000)),
    ] {
        let problems = check_block(&text, &Context::new(None, TODAY));
        ranges_fit(&text, &problems);
    }
    // Generous: what this guards against takes minutes.
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}
