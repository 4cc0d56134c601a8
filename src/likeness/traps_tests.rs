//! What looks like one fact and is two, on invented people.

use super::tests::{PASSIVE, about, groups, list, only_member};
use super::*;

#[test]
fn what_is_numbered_otherwise_is_something_else() {
    for pair in [
        [
            "Van HW-217 broke down for 70 minutes on 18 November because of a worn belt.",
            "On 18 November van HW-207 broke down for seventy minutes since a belt was worn; two crates were lost.",
        ],
        [
            "The harbour board in Harwell approved revision 4 of the plan on 15 January.",
            "The Harwell harbour board approved revision 3 of the plan with a new gate in week 4.",
        ],
        [
            "The lock saw 1,300 boats in its last eight weeks.",
            "In the first 8 weeks 1,300 boats went through the lock.",
        ],
    ] {
        assert_eq!(groups(&pair, "Ada Quillon"), Vec::<Vec<usize>>::new(), "{pair:?}");
    }
    let turned = [
        "Rooms 4 and 6 of the Harwell depot are painted green.",
        "Painted green: rooms 6 and 4 of the Harwell depot.",
        PASSIVE[0],
        PASSIVE[2],
        PASSIVE[3],
    ];
    assert_eq!(groups(&turned, "Ada Quillon"), [vec![0, 1]]);
}

#[test]
fn a_word_in_the_place_of_another_keeps_a_bullet_from_deletion() {
    let member = |dropped: &str, kept: &str| only_member(&[PASSIVE[2], dropped, kept], "Ada Quillon");
    let turned = [
        (
            "Ada Quillon took over the lead of the Harwell depot in June 2023.",
            "Ada Quillon gave up the lead of the Harwell depot in June 2023.",
        ),
        (
            "The Wren yard delivers 25 tonnes of paper to Harwell.",
            "By 12 March 2026 the Wren yard ought to deliver 25 tonnes of paper to Harwell.",
        ),
    ];
    for (dropped, kept) in turned {
        let analysis = analyse(&list(&[PASSIVE[2], dropped, kept]), &about("Ada Quillon"), &Settings::default());
        assert!(analysis.groups.iter().flat_map(|group| &group.members).all(|member| !member.lossless), "{dropped}");
    }
    let moved = member(
        "Revision 4 of the plan was approved by the harbour board in Harwell on 2026-01-15.",
        "On 15 January 2026 the harbour board in Harwell approved revision 4 of the plan, which adds a gate.",
    );
    assert!(moved.lossless);
}

#[test]
fn a_verb_and_its_particle_say_more_than_either() {
    for pair in [
        ["Bo Tarrant took over the Harwell depot in June.", "Bo Tarrant gave up the Harwell depot in June."],
        ["Bo Tarrant took on the crane reviews for Wren.", "Bo Tarrant gave up the crane reviews for Wren."],
    ] {
        assert_eq!(groups(&pair, "Ada Quillon"), Vec::<Vec<usize>>::new(), "{pair:?}");
    }
}

#[test]
fn small_opposites_in_one_place_make_two_facts() {
    for (upper, lower) in [
        (
            "Ada Quillon updated a sluice while the gate of the mill is on.",
            "Ada Quillon updated a sluice while the gate of the mill is off.",
        ),
        ("Ada Quillon moved the archive from Harwell.", "Ada Quillon moved the archive to Harwell."),
    ] {
        assert!(groups(&[upper, lower], "Ada Quillon").is_empty(), "{upper}");
    }
}
