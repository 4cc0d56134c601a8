//! What hangs on a bullet that goes, and what the next run says.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::check::Facts;
use crate::engine::Engine;
use crate::rule::{Catalog, Rule, RuleLevel};
use Relation::{First, Same};

#[test]
fn sub_bullets_that_the_kept_one_lacks_move_under_it() {
    let text = "- Mira runs the mill.\n  - since May\n- Else.\n- Mira runs it.\n  - since  May\n  - with Jon\n    - who is her brother\n";
    let mut walk = Walk::new(text, &[&[(1, First), (4, Same)]]);
    let expected = "- Mira runs the mill.\n  - since May\n  - with Jon\n    - who is her brother\n- Else.\n";
    assert_eq!(walk.press("1").disk, expected);
    assert_eq!(walk.said[1], "a sub-bullet of line 4 moved under the kept bullet");
    assert_eq!(
        walk.press("u2").disk,
        "- Else.\n- Mira runs it.\n  - since  May\n  - with Jon\n    - who is her brother\n"
    );
}

#[test]
fn they_move_to_the_end_of_a_note_that_ends_without_a_line_break() {
    let text = "- Mira runs it.\r\n\t- with Jon\r\n- Mira runs the mill.";
    let mut walk = Walk::new(text, &[&[(3, First), (1, Same)]]);
    assert_eq!(walk.press("1").disk, "- Mira runs the mill.\r\n\t- with Jon");
}

#[test]
fn what_cannot_move_keeps_its_bullet() {
    for (text, reason) in [
        (
            "- Mira runs the mill.\n- Mira runs it.\n\n  As she said.\n",
            "line 2 stays: more than sub-bullets hangs on it",
        ),
        (
            "- Mira runs the mill.\n\t- Mira runs it.\n\t\t- with Jon\n",
            "line 2 stays: its sub-bullets would have to be",
        ),
        ("- Mira runs the mill. ^a\n- Mira runs it. ^b\n", "line 2 stays: both have a block id"),
        ("- Mira runs the mill.\n- - Mira runs it.\n", "line 2 stays: another bullet begins on it"),
    ] {
        let mut walk = Walk::new(text, &[&[(1, First), (2, Same)]]);
        if text.contains("- - ") {
            let inner = walk.session.current().map(|(note, _)| note.items[2].marker.start).unwrap();
            let (note, mut cluster) = walk.session.current().map(|(n, c)| (n.clone(), c.clone())).unwrap();
            cluster.members[1].marker = inner;
            walk.session = Session::new(vec![(note, vec![cluster])]);
        }
        assert_eq!(walk.press("1").disk, text);
        assert!(walk.said[0].starts_with(reason), "{:?}", walk.said);
    }
}

#[test]
fn a_block_id_goes_on_with_the_kept_bullet() {
    let text = "- Mira runs the mill.\n- Mira runs it. ^m1\n";
    let mut walk = Walk::new(text, &[&[(1, First), (2, Same)]]);
    assert_eq!(walk.press("1").disk, "- Mira runs the mill. ^m1\n");
    walk.press("u");
    walk.editor = Some("It is Mira's.".into());
    assert_eq!(walk.press("e").disk, "- It is Mira's. ^m1\n");
    // One that the edit left out stays as well.
    let mut walk = Walk::new("- Mira runs the mill. ^m1\n- Mira runs it.\n", &[&[(1, First), (2, Same)]]);
    walk.editor = Some("It is Mira's.".into());
    assert_eq!(walk.press("e").disk, "- It is Mira's. ^m1\n");
}

#[test]
fn a_bullet_stays_where_the_lines_around_it_would_change_their_meaning() {
    // Without the bullet the line of dashes would make a heading of the text above.
    let text = "- Mira runs the mill.\n\nText\n- Mira runs it.\n---\n";
    let mut walk = Walk::new(text, &[&[(1, First), (4, Same)]]);
    assert_eq!(walk.press("1").disk, text);
    assert!(walk.said[0].contains("would read differently"), "{:?}", walk.said);
}

#[test]
fn a_note_that_no_person_wrote_is_left_alone() {
    let text = "- Mira runs\0 the mill.\n- Mira runs it.\n";
    let mut walk = Walk::new(text, &[&[(1, First), (2, Same)]]);
    assert_eq!(walk.press("1a").disk, text);
}

#[test]
fn bullets_in_a_callout_are_decided_like_any_other() {
    let text = "> [!note] Facts\n> - Mira runs the mill.\n> - Mira runs it.\n> - Else.\n";
    let mut walk = Walk::new(text, &[&[(2, First), (3, Same)]]);
    walk.editor = Some("Mira runs\nthe mill.".into());
    assert_eq!(walk.press("1").disk, text.replace("> - Mira runs it.\n", ""));
    assert_eq!(walk.press("ue").disk, "> [!note] Facts\n> - Mira runs\n>   the mill.\n> - Else.\n");
}

/// The two rules that compare bullets, and the one that finds dead suppressions.
fn engine() -> Engine {
    let catalog = Catalog::built_in().unwrap();
    let rule = |id: &str| {
        let entry = catalog.get(id).unwrap();
        let RuleLevel::On(level) = entry.declaration.level else { panic!("{id} is off") };
        Rule::new(Arc::clone(&entry.declaration), entry.check_with(&toml::Table::new()).unwrap(), level, None).unwrap()
    };
    let rules: Vec<Rule> = ["conflicting-facts", "duplicate-facts", "unused-suppression"].map(rule).into();
    let known: BTreeSet<RuleId> = catalog.iter().map(|entry| entry.declaration.id.clone()).collect();
    Engine {
        rules: Arc::new(rules),
        known: Arc::new(known),
        accepted: Arc::default(),
        format: crate::format::Settings::default(),
        today: jiff::civil::date(2026, 1, 15),
    }
}

const SEVERAL: &str = "## Key Facts

- Mira Solberg runs the water mill in Ostervik with two apprentices.

- Mira Solberg runs the water mill in Ostervik.

- The water mill in Ostervik is run by Mira Solberg.

- The spring fair of the millers takes place in Ostervik on 25-26 February 2026.

- The spring fair of the millers takes place in Ostervik on 24-26 February 2026. ^fair

- Jon Aune mended the northern weir in the autumn of 2025.

- The northern weir was mended by Jon Aune in the autumn of 2025.
";

/// A walk through what the rules find.
fn found(text: &str) -> Walk {
    let note = note(text);
    let linted = engine().compare(&note, "People/Mira.md", &Facts::default());
    let clusters = crate::review::clusters(&note, &linted.diagnostics);
    Walk { disk: text.to_owned(), session: Session::new(vec![(note, clusters)]), said: Vec::new(), editor: None }
}

#[test]
fn what_was_kept_is_not_asked_again_and_the_rest_still_is() {
    let mut walk = found(SEVERAL);
    assert_eq!(walk.session.progress(), (1, 3));
    walk.press("as");
    let rules = |text: &str| -> Vec<String> {
        let linted = engine().lint(&note(text), "People/Mira.md", &Facts::default());
        linted.diagnostics.iter().map(|d| d.rule.to_string()).collect()
    };
    assert_eq!(rules(SEVERAL), ["duplicate-facts", "duplicate-facts", "conflicting-facts", "duplicate-facts"]);
    assert_eq!(rules(&walk.disk), ["conflicting-facts", "duplicate-facts"]);
    walk.press("a");
    assert_eq!(rules(&walk.disk), ["duplicate-facts"], "{}", walk.disk);
    let next = found(&walk.disk);
    assert_eq!(next.session.progress(), (1, 1));
}

#[test]
fn a_comment_splits_no_list_and_changes_no_looseness() {
    for text in [SEVERAL.to_owned(), SEVERAL.replace(".\n\n", ".\n").replace("^fair\n\n", "^fair\n")] {
        let mut walk = found(&text);
        walk.press("aaa");
        let (before, after) = (note(&text), note(&walk.disk));
        assert_ne!(before.text(), after.text());
        let shape = |note: &Note| note.lists.iter().map(|list| (list.items.len(), list.tight)).collect::<Vec<_>>();
        assert_eq!(shape(&before), shape(&after));
    }
}
