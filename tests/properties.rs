//! What must hold for every note, sensible or not: parsing never fails and its places make sense; fixing settles and loses
//! nothing it does not say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use vault_lint::check::Facts;
use vault_lint::engine::Engine;
use vault_lint::format;
use vault_lint::note::{BlockKind, Note};
use vault_lint::rule::{Catalog, Rule, RuleLevel};
use vault_lint::text::{NotePath, Safety, Source};

fn parse(text: &str) -> Note {
    Note::parse(Source::new(NotePath::new("Note.md"), text.to_owned()).expect("far below 4 GiB"))
}

/// An engine with all built-in rules that are on by default.
fn engine() -> Engine {
    let catalog = Catalog::built_in().expect("the built-in rules can be read");
    let rules = catalog.iter().filter_map(|entry| {
        let RuleLevel::On(level) = entry.declaration.level else { return None };
        let check = entry.declaration.check.clone();
        Some(Rule::new(entry.declaration.clone(), check, level, entry.declaration.fix).expect("compiles"))
    });
    Engine {
        rules: Arc::new(rules.collect()),
        known: Arc::new(catalog.iter().map(|entry| entry.declaration.id.clone()).collect::<BTreeSet<_>>()),
        accepted: Arc::default(),
        format: format::Settings::default(),
        today: jiff::civil::date(2026, 7, 1),
    }
}

/// Whether every place of the model makes sense.
fn check_model(note: &Note) -> Result<(), TestCaseError> {
    let text = note.text();
    for (id, block) in note.block_ids() {
        let span = note.block_span(block);
        prop_assert!(text.get(span.range()).is_some(), "block {id:?} {span:?} is off in {text:?}");
        prop_assert!(block.lines.first < block.lines.end);
        if let Some(parent) = block.parent {
            prop_assert!(parent < id);
            let outer = note.block(parent).lines;
            prop_assert!(
                outer.first <= block.lines.first && block.lines.end <= outer.end,
                "{id:?} leaves {parent:?} in {text:?}"
            );
        }
        if let BlockKind::Fence(fence) = &block.kind {
            for at in [0, fence.literal.len() / 2, fence.literal.len()] {
                prop_assert!(fence.locate(at..at).to() <= text.len());
            }
        }
    }
    for list in &note.lists {
        for pair in list.items.windows(2) {
            let (a, b) = (note.item(pair[0]), note.item(pair[1]));
            prop_assert!(a.lines.end <= b.lines.first, "items overlap in {text:?}");
        }
    }
    for item in &note.items {
        let marker = note.slice(item.marker);
        let good =
            matches!(marker, "-" | "*" | "+") || marker.ends_with(['.', ')']) && marker.as_bytes()[0].is_ascii_digit();
        prop_assert!(good, "{marker:?} is no marker in {text:?}");
        prop_assert!(text.get(item.content.range()).is_some());
    }
    for pair in note.opaque.windows(2) {
        prop_assert!(pair[0].end <= pair[1].start);
    }
    for inline in &note.inlines {
        prop_assert!(text.get(inline.span.range()).is_some(), "{inline:?} is off in {text:?}");
    }
    for section in &note.sections {
        prop_assert!(text.get(section.title.range()).is_some());
    }
    Ok(())
}

/// The lines of a text with white space and bullets folded, counted.
fn lines(text: &str) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for line in text.split(['\n', '\r']) {
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let bare = words.trim_start_matches(['*', '+', '-', '>', ' ', '\u{feff}']);
        if !bare.is_empty() {
            *counted.entry(bare.to_owned()).or_default() += 1;
        }
    }
    counted
}

fn check_fixing(text: &str, wanted: Safety) -> Result<(), TestCaseError> {
    let engine = engine();
    let facts = Facts::default();
    let once = engine.fix(parse(text), "Note.md", &facts, wanted, true);
    prop_assert!(once.cycle.is_empty(), "a cycle: {:?} in {text:?}", once.cycle);
    let twice = engine.fix(parse(&once.text), "Note.md", &facts, wanted, true);
    prop_assert_eq!(&twice.text, &once.text, "does not settle: {:?}", text);
    // Safe fixes delete lines that stand elsewhere too, move lines, or change dates of a property: no other line is new.
    let (before, after) = (lines(text), lines(&once.text));
    if wanted == Safety::Safe && !text.contains("last_contact") && !text.contains("[]") && !text.contains('\u{a0}') {
        for line in after.keys() {
            prop_assert!(before.contains_key(line), "{line:?} is new in {:?}, from {text:?}", once.text);
        }
    }
    Ok(())
}

/// Fixing and then formatting gives what formatting and then fixing gives, each to its end.
fn check_order(text: &str) -> Result<(), TestCaseError> {
    let engine = engine();
    let fixed = |text: &str| engine.fix(parse(text), "Note.md", &Facts::default(), Safety::Safe, true).text;
    let formatted = |text: &str| {
        let note = parse(text);
        format::edits(&note, &engine.format).text(&note)
    };
    let (fix_first, format_first) = (formatted(&fixed(text)), fixed(&formatted(text)));
    prop_assert_eq!(fix_first, format_first, "from {:?}", text);
    Ok(())
}

/// Lines that look like what programs and people write, and pieces that break parsers.
fn line() -> impl Strategy<Value = String> {
    let pieces = vec![
        "",
        "",
        "# Mira Solberg",
        "## Key Facts",
        "## Recent Context",
        "### ",
        "#tag #a/b",
        "---",
        "***",
        "===",
        "- Mira Solberg runs the water mill in Ostervik.",
        "- Mira Solberg runs the water mill in Ostervik",
        "* Jon Aune mends the weir of the mill.",
        "+ plus",
        "1. one",
        "2) two",
        "  - nested",
        "\t- tab nested",
        "- ",
        "-",
        "- [ ] task 📅 2026-02-01",
        "- [] task",
        "- [x] done",
        "- 2026-01-02: call",
        "- 2025-12-01: letter",
        "- **2026-03-01** visit",
        "- 2026-02-30: never",
        "- unknown: x",
        "> quote",
        "> [!note] callout",
        "> - in quote",
        ">> deep",
        "```",
        "```tasks",
        "not done",
        "~~~",
        "````",
        "    code",
        "$$",
        "$x$ and $5",
        "%%",
        "%% comment %%",
        "<!-- html -->",
        "<div>",
        "</div>",
        "| a | b |",
        "|---|---|",
        "| [[x\\|y]] | `c` |",
        "[[link|alias]] ![[embed]]",
        "[^1]: note",
        "text[^1]",
        "[ref]: http://x.y",
        "key:: value",
        "(k:: v) [k:: v]",
        "text ^block-1",
        "^block-2",
        "{{date}}",
        "<% tp.x %>",
        "word  ",
        "word   ",
        "trailing\t",
        "\u{a0}",
        "é̂ 漢字 😀",
        "\u{200b}",
        "a\\",
        "`code",
        "``c`` `d`",
        "**bold *it* _x_",
        "%% vault-lint: ignore duplicate-facts %%",
        "%% vault-lint: off %%",
        "%% vault-lint: on %%",
        "tags: [a, needs-review]",
        "last_contact: 2025-01-01",
        "created: 2025-01-01",
        "a: 1",
        "\u{0}",
        "\u{c}",
    ];
    prop_oneof![8 => proptest::sample::select(pieces).prop_map(str::to_owned), 1 => "[ -~]{0,12}", 1 => "\\PC{0,6}"]
}

fn note() -> impl Strategy<Value = String> {
    let ending = prop_oneof![12 => Just("\n"), 2 => Just("\r\n"), 1 => Just("\r")];
    let indent = prop_oneof![8 => Just(""), 1 => Just("  "), 1 => Just("    "), 1 => Just("\t"), 1 => Just("> ")];
    let line = (indent, line(), ending).prop_map(|(indent, line, ending)| format!("{indent}{line}{ending}"));
    let front = prop_oneof![
        4 => Just(String::new()),
        1 => Just("---\ntype: people\ntags:\n- needs-review\ncreated: 2025-01-01\n---\n".to_owned()),
        1 => Just("\u{feff}".to_owned()),
    ];
    (front, proptest::collection::vec(line, 0..24)).prop_map(|(front, lines)| front + &lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_place_of_the_model_makes_sense(text in note()) {
        check_model(&parse(&text))?;
    }

    #[test]
    fn linting_never_breaks_down(text in note()) {
        let linted = engine().lint(&parse(&text), "Note.md", &Facts::default());
        prop_assert!(linted.broken.is_empty(), "{:?} broke on {text:?}", linted.broken);
        for finding in &linted.diagnostics {
            prop_assert!(text.get(finding.at.span.range()).is_some(), "{finding:?} is off in {text:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn safe_fixes_settle_and_bring_no_new_line(text in note()) {
        check_fixing(&text, Safety::Safe)?;
    }

    #[test]
    fn the_order_of_fixing_and_formatting_does_not_matter(text in note()) {
        check_order(&text)?;
    }

    #[test]
    fn unsafe_fixes_settle(text in note()) {
        check_fixing(&text, Safety::Unsafe)?;
    }
}

#[test]
fn what_a_fix_leaves_behind_does_not_hang_on_the_layout_before() {
    let fact = "- Mira Solberg runs the water mill in Ostervik.\n";
    check_order(&format!("===\n- [] task\n{fact}> quote\n{fact}> \n")).expect("a quote");
    check_order(&format!("{fact}#tag #a/b\r\n{fact}# Mira Solberg\n")).expect("a heading");
    check_order(&format!("{fact}<!-- html -->\n{fact}> quote\n")).expect("a comment");
}

#[test]
fn a_fix_refused_before_formatting_gets_its_turn_after() {
    let text = "# Ada Holm\n## Key Facts\n- Ada leads th\n* Ada met: '2026-01-05'\n---\n\
                li met Berta Muster on 2026-01-03. ^fact-2\n* Ada met: '2026-01-05'\n---\nlikes `code `  \n  an";
    check_fixing(text, Safety::Safe).expect("it settles in one go");
}

#[test]
fn a_lone_carriage_return_in_code_shifts_no_place() {
    for text in ["```tasks\n\rword  \n\u{1ee24}\u{a81}a\n```\n", "```tasks\nnot done\rw\u{f6}rd\r\n\u{f6}\u{f6}\n```\n"]
    {
        let note = parse(text);
        let BlockKind::Fence(fence) = &note.blocks[0].kind else { panic!("{text:?} is a fence") };
        for (at, _) in fence.literal.char_indices() {
            let place = fence.locate(at..at).from();
            assert!(text.is_char_boundary(place), "{at} is at {place} in {text:?}");
        }
        let linted = engine().lint(&note, "Note.md", &Facts::default());
        assert!(linted.diagnostics.iter().all(|found| text.get(found.at.span.range()).is_some()), "{text:?}");
    }
}

#[test]
fn nasty_real_notes_hold_as_well() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/edge");
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let name = path.display();
        check_model(&parse(&text)).unwrap_or_else(|error| panic!("{name}: {error}"));
        check_fixing(&text, Safety::Safe).unwrap_or_else(|error| panic!("{name}: {error}"));
        check_order(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}
