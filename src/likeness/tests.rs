//! What the whole does, on invented people: groups, relations, conflicts and what may be deleted.

use super::*;

pub(super) fn list(texts: &[&str]) -> Vec<Statement> {
    texts.iter().map(|text| Statement { text: (*text).to_owned(), group_key: None }).collect()
}

pub(super) fn about(subject: &str) -> Context {
    Context { subject: Some(subject.to_owned()), background: Vec::new() }
}

/// Groups as sorted lists of statements.
pub(super) fn groups(texts: &[&str], subject: &str) -> Vec<Vec<usize>> {
    let analysis = analyse(&list(texts), &about(subject), &Settings::default());
    let mut groups: Vec<Vec<usize>> = analysis
        .groups
        .iter()
        .map(|group| {
            let mut all: Vec<usize> = group.members.iter().map(|member| member.index).chain([group.keep]).collect();
            all.sort_unstable();
            all
        })
        .collect();
    groups.sort();
    groups
}

pub(super) fn only_member(texts: &[&str], subject: &str) -> Redundant {
    let analysis = analyse(&list(texts), &about(subject), &Settings::default());
    analysis.groups.first().and_then(|group| group.members.first().cloned()).expect("one group of two")
}

pub(super) const PASSIVE: [&str; 4] = [
    "Ada Quillon asked Bo Tarrant for a revised estimate for 1,200 pumps.",
    "Bo Tarrant was asked by Ada Quillon for a revised estimate for 1.2k pumps.",
    "The Harwell depot closes on Saturdays from May.",
    "Bo Tarrant asked Ada Quillon for the pump drawings.",
];

#[test]
fn passive_and_number_format_do_not_matter() {
    assert_eq!(groups(&PASSIVE, "Ada Quillon"), [vec![0, 1]]);
}

#[test]
fn one_finding_a_redundant_statement_against_the_fuller_one() {
    let texts = [
        "Harwell's harbour board approved the Wren crane design for berth 4.",
        "The Harwell depot closes on Saturdays from May.",
        "Harwell's harbour board approved the Wren crane design for berth 4 on 26 February 2026.",
    ];
    let member = only_member(&texts, "Ada Quillon");
    assert_eq!((member.index, member.against, member.relation), (0, 2, Relation::Subsumes));
    assert!(member.lossless, "the kept one says all of it");
}

#[test]
fn the_upper_of_two_equal_statements_is_kept() {
    let texts = ["Ada Quillon leads the crane reviews for Wren.", "Ada Quillon leads the crane reviews for Wren."];
    let member = only_member(&texts, "Wren");
    assert_eq!((member.index, member.against, member.relation, member.lossless), (1, 0, Relation::Same, true));
}

#[test]
fn a_citation_that_would_go_is_not_lost() {
    let texts = ["Ada Quillon leads the crane reviews for Wren. [^4]", "Ada Quillon leads the crane reviews for Wren."];
    let analysis = analyse(&list(&texts), &about("Wren"), &Settings::default());
    for member in analysis.groups.iter().flat_map(|group| &group.members) {
        assert_eq!(member.lossless, member.index == 1, "the one with the citation stays");
    }
}

#[test]
fn dates_in_three_spellings_are_one_date() {
    let texts = [
        "The inspection at Gannet Pier is set for March 14, 2026.",
        "The inspection at Gannet Pier is set for 2026-03-14.",
        "The inspection at Gannet Pier is set for 14 March 2026.",
    ];
    assert_eq!(groups(&texts, "Harbour"), [vec![0, 1, 2]]);
}

#[test]
fn one_detail_that_differs_is_a_conflict_and_no_group() {
    let cases = [
        (
            "The reactor 3 retest is set for 22 April 2026.",
            "The reactor 3 retest is set for 24 April 2026.",
            ConflictKind::Date,
        ),
        (
            "Monthly spending on cranes is $640k in Harwell.",
            "Monthly spending on cranes is $460k in Harwell.",
            ConflictKind::Number,
        ),
        (
            "The harbour board approved the tender of the Harwell dock.",
            "The harbour board has not approved the tender of the Harwell dock.",
            ConflictKind::Polarity,
        ),
    ];
    for (upper, lower, kind) in cases {
        let analysis = analyse(&list(&[upper, lower]), &about("Harbour"), &Settings::default());
        assert!(analysis.groups.is_empty(), "{upper}");
        let kinds: Vec<ConflictKind> = analysis.conflicts.iter().map(|conflict| conflict.kind).collect();
        assert_eq!(kinds, [kind], "{upper}");
    }
}

#[test]
fn the_conflict_names_the_words() {
    let texts = ["The retest of pump 3 is set for 22 April 2026.", "The retest of pump 3 is set for 24 April 2026."];
    let analysis = analyse(&list(&texts), &Context::default(), &Settings::default());
    let conflict = analysis.conflicts.first().expect("a conflict");
    assert_eq!(&texts[0][conflict.left.clone()], "22 April 2026");
    assert_eq!(&texts[1][conflict.right.clone()], "24 April 2026");
}

#[test]
fn entries_of_different_dates_are_never_compared() {
    let entry = |day| Statement {
        text: "Mentioned in: Weekly crane review".to_owned(),
        group_key: Some(jiff::civil::date(2026, 3, day)),
    };
    assert!(analyse(&[entry(4), entry(5)], &Context::default(), &Settings::default()).groups.is_empty());
    let analysis = analyse(&[entry(4), entry(4)], &Context::default(), &Settings::default());
    assert_eq!(analysis.groups.len(), 1);
}

#[test]
fn a_cut_off_title_is_deleted_for_the_full_one() {
    let date = Some(jiff::civil::date(2026, 3, 4));
    let full = "Ada Quillon and Bo Tarrant aligned on the crane move ahead of Friday's review";
    let statements = ["Ada Quillon and Bo Tarrant aligned on the crane move ahead of Fri...", full]
        .map(|text| Statement { text: format!("Mentioned in: {text}"), group_key: date });
    let analysis = analyse(&statements, &Context::default(), &Settings::default());
    let member = &analysis.groups[0].members[0];
    assert_eq!((member.index, member.against, member.lossless), (0, 1, true));
}

#[test]
fn steps_of_a_manual_are_not_repetitions() {
    let steps = [
        "Select **Settings** in the lower left corner.",
        "Select **Appearance** in the sidebar.",
        "Select **Manage** next to the theme.",
        "Click **Save** to keep the changes.",
        "Click **Cancel** to drop the changes.",
    ];
    assert!(groups(&steps, "Change the theme").is_empty());
}

#[test]
fn items_of_an_enumeration_are_not_repetitions() {
    let lists: [(&str, &[&str]); 9] = [
        (
            "different code",
            &[
                "`[Mill name](Mill.md)` is shown as [Mill name](Mill.md)",
                "`[[Mill|Mill name]]` is shown as [[Mill|Mill name]]",
            ],
        ),
        ("different fields", &["sacks.initWeights[*].scale.host", "sacks.weights[*].scale.host"]),
        ("different formulas", &["$f(b)>0$", "$f(a)<0$"]),
        (
            "links to different places",
            &[
                "[Spring fair](https://example.org/fair-a) — Ostervik, market square",
                "[Spring fair](https://example.org/fair-b) — Ostervik, market square",
            ],
        ),
        ("turned order", &["Sort the sacks by weight (A to Z)", "Sort the sacks by weight (Z to A)"]),
        ("turned words", &["New wheels fit all the old axles", "Old wheels fit all the new axles"]),
        ("one word in a frame", &["create a mill wheel with the brake on", "create a mill wheel with the brake off"]),
        ("a part put to a word", &["Harwell lists 14 non-sealed sacks of rye", "Harwell lists 14 sealed sacks of rye"]),
        ("a part put to a letter", &["Wheel N-1 / Paddle N or N-2 of Harwell", "Wheel N / Paddle N or N-2 of Harwell"]),
    ];
    for (kind, texts) in lists {
        assert_eq!(groups(texts, "Mill"), [[0usize; 0]; 0], "{kind}");
        let analysis = analyse(&list(texts), &about("Mill"), &Settings::default());
        assert_eq!(analysis.conflicts, [], "{kind}");
    }
}

#[test]
fn a_difference_that_recurs_is_a_dimension_of_the_list() {
    let texts = [
        "Read the specified sack ledger",
        "Read the status of the specified sack ledger",
        "Replace the specified sack ledger",
        "Replace the status of the specified sack ledger",
    ];
    assert!(groups(&texts, "Mill").is_empty());
}

#[test]
fn a_series_is_no_conflict() {
    let texts = [
        "The depot of Harwell has room for 120 sacks of rye in bay 1.",
        "The depot of Harwell has room for 120 sacks of rye in bay 2.",
        "The depot of Harwell has room for 120 sacks of rye in bay 3.",
    ];
    assert_eq!(analyse(&list(&texts), &about("Mill"), &Settings::default()), Analysis::default());
}

#[test]
fn cases_of_a_distinction_are_no_conflict() {
    let texts = ["sacks that are sealed for the winter", "sacks that are not sealed for the winter"];
    assert_eq!(analyse(&list(&texts), &about("Mill"), &Settings::default()).conflicts, []);
}

#[test]
fn names_that_changed_places_are_a_conflict_of_direction() {
    let texts = ["Ada Quillon hands the keys over to Bo Tarrant.", "Bo Tarrant hands the keys over to Ada Quillon."];
    let analysis = analyse(&list(&texts), &about("Mill"), &Settings::default());
    assert!(analysis.groups.is_empty());
    let conflict = analysis.conflicts.first().expect("a conflict");
    assert_eq!(conflict.kind, ConflictKind::Direction);
    assert_eq!(&texts[1][conflict.right.clone()], "Bo Tarrant hands the keys over to Ada Quillon");
}

#[test]
fn the_number_of_an_id_is_no_year() {
    let texts = ["The lease of DX-2038 ends in May.", "The lease of DX-2038 ends in 2038."];
    assert!(groups(&texts, "Harwell").is_empty());
    let texts =
        ["Wren ordered a coil for crane TB-307 in Harwell.", "Wren ordered a coil for crane TB-317 in Harwell."];
    let analysis = analyse(&list(&texts), &about("Cranes"), &Settings::default());
    assert_eq!(analysis.conflicts.iter().map(|conflict| conflict.kind).collect::<Vec<_>>(), [ConflictKind::Name]);
}

#[test]
fn a_value_that_stands_for_another_one_is_not_deleted() {
    let texts = [
        "keep wheel-version 1.31 while moving paddle-version to 1.31 (stepwise move of the paddle version)",
        "keep wheel-version 1.31 while moving paddle-version to 1.30 (stepwise move of the paddle version)",
        "Delete 1 sack with many labels.",
        "Delete many sacks with 1 label each in the yard.",
    ];
    let analysis = analyse(&list(&texts), &about("Mill"), &Settings::default());
    assert!(analysis.groups.iter().flat_map(|group| &group.members).all(|member| !member.lossless));
}

#[test]
fn other_languages_are_read_too() {
    let lists: [(&str, [&str; 4]); 8] = [
        (
            "German",
            [
                "Das Projekt hat im Mai 2026 begonnen, und die Kosten sind nicht gestiegen.",
                "Ada Quillon bat Bo Tarrant um ein neues Angebot für 1.200 Pumpen.",
                "Bo Tarrant wurde von Ada Quillon um ein neues Angebot für 1200 Pumpen gebeten.",
                "Der Stadtrat lehnte die neue Brücke über den Fluss ab.",
            ],
        ),
        (
            "Italian",
            [
                "Il progetto è iniziato nel maggio 2026 e i costi non sono aumentati.",
                "Il consiglio ha approvato il 14 marzo 2026 l'acquisto della gru per il porto.",
                "L'acquisto della gru per il porto è stato approvato dal consiglio il 14/03/2026.",
                "Ada Quillon vive a Valdarno con la sorella.",
            ],
        ),
        (
            "Portuguese",
            [
                "O projeto começou em maio de 2026 e os custos não aumentaram.",
                "O conselho aprovou a compra do guindaste para o porto.",
                "A compra do guindaste para o porto foi aprovada pelo conselho.",
                "A Ada Quillon vive em Valdoeste com a irmã.",
            ],
        ),
        (
            "Dutch",
            [
                "Het project is in mei 2026 begonnen en de kosten zijn niet gestegen.",
                "Ada Quillon vroeg Bo Tarrant om een nieuwe offerte voor 1.200 pompen.",
                "Bo Tarrant werd door Ada Quillon gevraagd om een nieuwe offerte voor 1200 pompen.",
                "De raad wees de nieuwe brug over de rivier af.",
            ],
        ),
        (
            "Swedish",
            [
                "Projektet började i maj 2026 och kostnaderna har inte ökat.",
                "Ada Quillon bad Bo Tarrant om en ny offert på 1 200 pumpar.",
                "Bo Tarrant ombads av Ada Quillon om en ny offert på 1200 pumpar.",
                "Nämnden avslog den nya bron över floden.",
            ],
        ),
        (
            "Russian",
            [
                "Проект начался в мае 2026 года, и расходы не выросли.",
                "Совет одобрил покупку крана для порта.",
                "Покупка крана для порта была одобрена советом.",
                "Ада Квиллон живёт в Валдорске вместе с сестрой.",
            ],
        ),
        (
            "Japanese",
            [
                "計画は2026年5月に始まり、費用は増えていない。",
                "取締役会は港のクレーンの購入を承認した。",
                "港のクレーンの購入は取締役会に承認された。",
                "本社は九月に新しい建物へ移る予定である。",
            ],
        ),
        (
            "Spanish",
            [
                "El proyecto empezó en mayo de 2026 y los costes no han subido.",
                "El consejo aprobó la compra de la grúa del puerto.",
                "La compra de la grúa del puerto fue aprobada por el consejo.",
                "Ada Quillon vive en Valdemar con su hermana.",
            ],
        ),
    ];
    for (language, texts) in lists {
        assert_eq!(groups(&texts, "Harbour"), [vec![1, 2]], "{language}");
    }
}

#[test]
fn no_input_makes_it_panic() {
    let odd = [
        "",
        " ",
        "[[",
        "**",
        "....",
        "🦀🦀🦀 🦀",
        "1:1",
        "99999999999999999999999999999999999 k",
        "一二三四五六七八九十百千万",
        "é́́́",
        "\u{0}",
    ];
    let statements: Vec<Statement> = odd
        .iter()
        .flat_map(|one| odd.iter().map(move |other| Statement { text: format!("{one} {other}"), group_key: None }))
        .collect();
    let settings = Settings { min_words: 0, ..Settings::default() };
    let analysis = analyse(&statements, &about(""), &settings);
    assert_eq!(analysis, analyse(&statements, &about(""), &settings), "and twice is the same");
}

#[test]
fn facts_are_read_in_polish_and_korean() {
    let polish = [
        "Zofia Lipska poprosiła Adama Wronę o wycenę nowej tamy na rzece.",
        "Adam Wrona został poproszony przez Zofię Lipską o wycenę nowej tamy na rzece.",
        "Rada gminy odrzuciła budowę młyna w Zalesiu.",
        "Rada gminy zatwierdziła budowę młyna w Zalesiu.",
    ];
    assert_eq!(groups(&polish, "Zofia Lipska"), [vec![0, 1]]);
    let korean = [
        "시의회는 2월에 물레방아 공원 증축을 승인했다.",
        "물레방아 공원 증축이 2월에 시의회에서 승인되었다.",
        "시의회는 2월에 물레방아 공원 증축을 부결했다.",
    ];
    assert_eq!(groups(&korean, "오가람"), [vec![0, 1]]);
}

#[test]
fn what_is_planned_is_not_done() {
    for texts in [
        ["Das Werk Harwell wird im Mai zwölf Pumpen liefern.", "Das Werk Harwell hat im Mai zwölf Pumpen geliefert."],
        [
            "La mairie livrera douze pompes au moulin de Harwell.",
            "La mairie a livré douze pompes au moulin de Harwell.",
        ],
        ["Zakład dostarczy dwanaście pomp do młyna w Zalesiu.", "Zakład dostarczył dwanaście pomp do młyna w Zalesiu."],
    ] {
        assert!(groups(&texts, "Ada Quillon").is_empty(), "{texts:?}");
    }
}
