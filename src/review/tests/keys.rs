//! What each key does to a note.

use super::*;
use Relation::{Conflict, First, Overlap, Same, Subsumes};

const LIST: &str = "# Facts\n\n- Mira runs the mill.\n- Mira runs it.\n- Something else.\n- The mill is run by Mira.\n";

#[test]
fn a_number_keeps_that_bullet_and_drops_those_it_covers() {
    let mut walk = Walk::new(LIST, &[&[(3, First), (4, Subsumes), (6, Same)]]);
    assert_eq!(walk.press("1").disk, "# Facts\n\n- Mira runs the mill.\n- Something else.\n");
    assert_eq!(walk.said, ["kept line 3, dropped lines 4 and 6"]);
    assert!(walk.session.current().is_none() && walk.session.left() == 0);
    let mut walk = Walk::new(LIST, &[&[(3, First), (4, Subsumes), (6, Same)]]);
    assert_eq!(walk.press("3").disk, "# Facts\n\n- Something else.\n- The mill is run by Mira.\n");
}

#[test]
fn what_is_not_covered_goes_only_when_asked_for_twice() {
    let mut walk = Walk::new(LIST, &[&[(3, First), (4, Same), (6, Overlap)]]);
    assert_eq!(
        walk.press("1").disk,
        "# Facts\n\n- Mira runs the mill.\n- Something else.\n- The mill is run by Mira.\n"
    );
    assert_eq!(
        walk.session.current().map(|(_, cluster)| cluster.members.len()),
        Some(2),
        "the other one is still asked"
    );
    let before = walk.disk.clone();
    assert_eq!(walk.press("1").disk, before);
    assert!(walk.said.concat().contains("press 1 again"), "{:?}", walk.said);
    assert_eq!(walk.press("?1").disk, before, "any other key calls it off");
    assert_eq!(walk.press("1").disk, "# Facts\n\n- Mira runs the mill.\n- Something else.\n");
}

#[test]
fn one_that_says_less_is_kept_only_when_asked_for_twice() {
    let mut walk = Walk::new(LIST, &[&[(3, First), (4, Subsumes)]]);
    assert_eq!(walk.press("2").disk, LIST);
    assert_eq!(walk.press("2").disk, LIST.replace("- Mira runs the mill.\n", ""));
}

#[test]
fn of_two_that_disagree_the_chosen_one_stays() {
    let mut walk = Walk::new(LIST, &[&[(3, Conflict), (4, Conflict)], &[(4, Conflict), (6, Conflict)]]);
    assert_eq!(walk.press("1").disk, LIST.replace("- Mira runs it.\n", ""));
    assert!(walk.session.current().is_none(), "the second pair has lost a bullet and is not asked");
}

#[test]
fn keeping_all_marks_the_reported_bullets_and_leaves_the_list_as_it_is() {
    let mut walk = Walk::new(LIST, &[&[(3, First), (4, Subsumes), (6, Same)], &[(3, Conflict), (4, Conflict)]]);
    let mark = " %% vault-lint: ignore duplicate-facts -- reviewed %%";
    let once = LIST.replace("runs it.", &format!("runs it.{mark}")).replace("by Mira.", &format!("by Mira.{mark}"));
    assert_eq!(walk.press("a").disk, once);
    // A second rule joins the comment that is there.
    assert_eq!(walk.press("a").disk, once.replacen("duplicate-facts", "duplicate-facts,conflicting-facts", 1));
    assert_eq!(walk.press("uu").disk, LIST);
}

#[test]
fn a_comment_stands_before_what_must_end_the_line() {
    let text = "- Mira runs the mill.\n- Mira runs it.  \n  Since May. ^m1\n- Run by Mira. ^m2\n- Mira it is\\\n  that runs it.\n";
    let mut walk = Walk::new(text, &[&[(1, First), (2, Same), (4, Same), (5, Same)]]);
    let mark = " %% vault-lint: ignore duplicate-facts -- reviewed %%";
    let expected = format!(
        "- Mira runs the mill.\n- Mira runs it.{mark}  \n  Since May. ^m1\n- Run by Mira.{mark} ^m2\n- Mira it is{mark}\\\n  that runs it.\n"
    );
    assert_eq!(walk.press("a").disk, expected);
}

#[test]
fn no_comment_is_written_where_it_would_be_no_comment() {
    let text = "- Mira runs the mill.\n- Mira runs `it\n  now`.\n";
    let mut walk = Walk::new(text, &[&[(1, First), (2, Same)]]);
    assert_eq!(walk.press("a").disk, text);
    assert_eq!(walk.said, ["no comment can stand at the end of line 2", "nothing was changed"]);
}

#[test]
fn a_skipped_cluster_is_left_and_comes_back_with_undo() {
    let mut walk = Walk::new(LIST, &[&[(3, First), (4, Same)], &[(5, First), (6, Same)]]);
    walk.press("s");
    assert_eq!((walk.session.progress(), walk.disk.as_str()), ((2, 2), LIST));
    walk.press("u");
    assert_eq!(walk.session.progress(), (1, 2));
    walk.press("s1");
    assert_eq!(
        (walk.session.left(), walk.disk.as_str()),
        (1, "# Facts\n\n- Mira runs the mill.\n- Mira runs it.\n- Something else.\n")
    );
}

#[test]
fn undo_gives_every_byte_back() {
    let text = "\u{feff}- Mira runs the mill.\r\n\r\n- Mira runs it.\t\r\n\r\n  - since May\n- Run by Mira. ^m";
    let mut walk = Walk::new(text, &[&[(1, First), (3, Same), (6, Same)]]);
    assert_ne!(walk.press("1").disk, text);
    assert_eq!(walk.press("u").disk, text);
    assert_eq!(walk.press("u").said, ["there is nothing to undo"]);
}

#[test]
fn the_last_decision_can_be_undone_as_well() {
    let mut walk = Walk::new(LIST, &[&[(3, First), (4, Same)]]);
    assert!(walk.press("1").session.current().is_none());
    assert_eq!(walk.press("u").disk, LIST);
    assert!(walk.session.current().is_some());
    assert_eq!(walk.session.account(), []);
}

#[test]
fn an_edited_wording_replaces_the_first_bullet() {
    let mut walk = Walk::new(LIST, &[&[(3, First), (4, Overlap), (6, Overlap)]]);
    walk.editor = Some("Mira runs the mill,\nwhich is hers.\n".into());
    assert_eq!(walk.press("e").disk, "# Facts\n\n- Mira runs the mill,\n  which is hers.\n- Something else.\n");
    assert_eq!(walk.said, ["reworded line 3, dropped lines 4 and 6"]);
    assert_eq!(walk.press("u").disk, LIST);
}

#[test]
fn an_edit_without_a_result_changes_nothing() {
    let mut walk = Walk::new(LIST, &[&[(3, First), (4, Overlap)]]);
    for (editor, said) in [
        (None, "cancelled"),
        (Some("  \n"), "cancelled"),
        (Some("Mira runs the mill."), "cancelled"),
        (Some("Mira runs it.\n- And more."), "not be read as one bullet"),
        (Some("# Mira"), "not be read as one bullet"),
    ] {
        walk.editor = editor.map(str::to_owned);
        assert_eq!(walk.press("e").disk, LIST);
        assert!(walk.said.concat().contains(said), "{editor:?}: {:?}", walk.said);
    }
}

#[test]
fn more_than_nine_bullets_have_two_digits() {
    let text: String = (1..=12).map(|number| format!("- Mira runs mill {number}.\n")).collect();
    let mut members = vec![(1, First)];
    members.extend((2..=12).map(|line| (line, Same)));
    let mut walk = Walk::new(&text, &[&members]);
    assert_eq!(walk.press("1").disk, text, "it could become 10");
    assert_eq!(walk.session.digits(), "1");
    assert_eq!(walk.press("2").disk, "- Mira runs mill 12.\n");
    assert_eq!(walk.press("u1\n").disk, "- Mira runs mill 1.\n");
    assert_eq!(walk.press("u3").disk, "- Mira runs mill 3.\n");
    assert_eq!(walk.press("u19").said, ["there are bullets 1 to 12"]);
    assert_eq!(walk.disk, text);
}

#[test]
fn a_write_that_fails_leaves_the_walk_where_it_was() {
    let mut walk = Walk::new(LIST, &[&[(3, First), (4, Same)]]);
    assert!(matches!(walk.session.press(Key::Char('1')), Action::Write(_)));
    walk.session.refused();
    assert!(!walk.session.can_undo());
    assert_eq!(walk.press("1").disk, LIST.replace("- Mira runs it.\n", ""));
}

#[test]
fn a_note_that_somebody_else_changed_is_walked_anew() {
    let clusters: &[&[(usize, Relation)]] = &[&[(3, First), (4, Same)], &[(5, First), (6, Same)]];
    let mut walk = Walk::new(LIST, clusters);
    walk.press("1s");
    assert!(matches!(walk.session.press(Key::Char('u')), Action::Show));
    walk.press("s");
    let theirs = format!("{}- Theirs.\n", walk.disk);
    let new = note(&theirs);
    let found = vec![cluster(&new, &[(4, First), (5, Same)]), cluster(&new, &[(3, First), (6, Same)])];
    walk.session.reread(new, found);
    walk.disk = theirs.clone();
    assert_eq!(walk.session.progress(), (2, 2), "what was skipped stays skipped");
    assert_eq!(walk.press("u").disk, theirs, "their words cannot be undone away");
    assert_eq!(walk.session.account().len(), 1, "what was done before still counts");
    assert_eq!(walk.press("1").disk, theirs.replace("- Theirs.\n", ""));
}
