//! How a cluster looks: at any width, and whatever a note holds.

use unicode_width::UnicodeWidthStr;

use super::*;
use crate::review::render::{Line, Look, Role, account, help, prompt, view};
use crate::sink::visible;
use Relation::{Conflict, First, Overlap, Same};

fn plain(lines: &[Line]) -> String {
    lines.iter().map(|line| format!("{}\n", line.text())).collect()
}

const FACTS: &str = "## Facts\n\n- Mira runs the mill in Ostervik with two apprentices.\n- Mira leads the mill in Ostervik.\n  - since May\n";

#[test]
fn wordings_stand_one_below_the_other_with_their_words_marked() {
    let walk = Walk::new(FACTS, &[&[(3, First), (4, Overlap)]]);
    let look = Look { width: 61, colour: false };
    let expected = "
── People/Mira.md ─────────────────────────────────── 1/1 ──
Facts: one fact in 2 wordings (duplicate-facts)

1  line 3, vault-lint would keep this one
   Mira runs the mill in Ostervik with two apprentices.
        ~~~~                      ~~~~~~~~~~~~~~~~~~~~
2  line 4, says something that 1 lacks (0.90)
   Mira leads the mill in Ostervik.
        ~~~~~
   + 1 sub-bullet

";
    assert_eq!(plain(&view(&walk.session, look)), expected);
    assert_eq!(prompt(&walk.session, look).text(), "keep 1-2 · a all · e edit · s skip · q quit · ? help > ");
    let coloured = view(&walk.session, Look { colour: true, ..look });
    let marked: Vec<&str> = coloured
        .iter()
        .flat_map(|line| &line.0)
        .filter(|(role, _)| *role == Role::Differs)
        .map(|(_, t)| t.as_str())
        .collect();
    assert_eq!(marked, ["runs", "with two apprentices", "leads"]);
}

#[test]
fn the_first_one_is_marked_where_no_other_one_has_the_words() {
    let text = "- Mira runs the mill in Ostervik with two apprentices.\n- Mira runs the mill with two apprentices.\n- Mira runs the mill in Ostervik.\n";
    let walk = Walk::new(text, &[&[(1, First), (2, Same), (3, Same)]]);
    let shown = plain(&view(&walk.session, Look { width: 100, colour: false }));
    assert!(!shown.contains('~'), "each of its words stands in one of the others:\n{shown}");
}

#[test]
fn nothing_is_wider_than_the_terminal() {
    let long = "水車はミラが動かしている。".repeat(20);
    let text = format!("# {long}\n\n- {long} one\n- {long} two {}\n", "word ".repeat(50));
    for width in [30, 60, 61, 80, 200] {
        for colour in [false, true] {
            let look = Look { width, colour };
            let mut walk = Walk::new(&text, &[&[(3, Conflict), (4, Conflict)]]);
            let mut lines = view(&walk.session, look);
            lines.push(prompt(&walk.session, look));
            lines.extend(help(look));
            walk.press("1");
            lines.extend(account(&walk.session, look));
            for line in lines {
                assert!(line.text().width() < width, "{width}: {}", line.text());
            }
        }
    }
}

#[test]
fn a_hostile_note_is_shown_and_not_obeyed() {
    let evil = "\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\u{feff} words to compare";
    let text = format!("# {evil}\n\n- {evil} a\n- {evil} b\n");
    let source = Source::new(NotePath::new("\u{1b}[1m\u{202e}.md"), text.clone()).unwrap();
    let note = Note::parse(source);
    let members = [(3, First), (4, Same)];
    let found = cluster(&note, &members);
    let mut session = Session::new(vec![(note, vec![found])]);
    let look = Look { width: 80, colour: true };
    let mut lines = view(&session, look);
    assert!(plain(&lines).contains("␛[2J"), "{}", plain(&lines));
    if let Action::Write(_) = session.press(Key::Char('1')) {
        lines.extend(crate::review::render::said(Role::Good, &session.written(), look));
    }
    lines.extend(account(&session, look));
    let shown: String = lines.iter().map(Line::text).collect();
    assert!(shown.contains("1 bullet dropped"));
    assert!(!shown.chars().any(visible::is_hidden), "{shown:?}");
}

#[test]
fn the_account_names_what_was_written_and_what_is_left() {
    let mut walk = Walk::new(FACTS, &[&[(3, Conflict), (4, Conflict)], &[(3, Conflict), (4, Conflict)]]);
    let look = Look { width: 80, colour: false };
    assert_eq!(plain(&account(&walk.session, look)), "\nNo note was changed.\n2 clusters are left for another time.\n");
    walk.press("a");
    let expected =
        "\n1 note was changed:\n  People/Mira.md: 1 cluster kept whole\n1 cluster is left for another time.\n";
    assert_eq!(plain(&account(&walk.session, look)), expected);
}
