//! Any sequence of keys: no bullet is lost that was not decided, and no other line changes.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::review::cluster::wording;

/// Pieces of a note; `{}` becomes a number, so that every line is told apart.
fn piece() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        6 => Just("- Mira runs mill B{}.\n"),
        2 => Just("- Mira runs B{}.\n  - kept sub{}\n"),
        1 => Just("- Mira runs B{}.\n\n  As sub{} said.\n"),
        1 => Just("- Mira B{}\n  goes on. ^id-{}\n"),
        1 => Just("* Mira runs B{}\n"),
        1 => Just("\n"),
        1 => Just("## Part O{}\n"),
        1 => Just("\nText O{}\n"),
        1 => Just("- Mira runs B{}\nlazily in B{}\n"),
        1 => Just("---\n"),
        1 => Just("    - Mira runs B{}\n"),
        1 => Just("> - Mira runs B{}\n"),
        1 => Just("\n%% comment O{} %%\n"),
        1 => Just("- `Mira B{}\n"),
    ]
}

fn text() -> impl Strategy<Value = String> {
    (proptest::collection::vec(piece(), 2..14), any::<bool>(), any::<bool>()).prop_map(|(pieces, crlf, open)| {
        let mut text: String =
            pieces.iter().enumerate().map(|(number, piece)| piece.replace("{}", &number.to_string())).collect();
        if open {
            text.truncate(text.trim_end_matches('\n').len());
        }
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

/// Clusters over the bullets of a note, as chance has it: each bullet goes to one of three, or to none.
fn dealt(note: &Note, hands: &[u8]) -> Vec<Cluster> {
    let mut lots: [Vec<u32>; 3] = Default::default();
    for (item, hand) in note.items.iter().zip(hands) {
        let content = note.slice(item.content);
        let bullet = !marks(content).is_empty() && !content.contains("sub");
        if let Some(lot) = lots.get_mut(usize::from(*hand % 4)).filter(|_| bullet) {
            lot.push(item.marker.start);
        }
    }
    let others = [Relation::Same, Relation::Subsumes, Relation::Overlap];
    let cluster = |(number, lot): (usize, Vec<u32>)| {
        let member = |(index, marker): (usize, u32)| {
            let relation = match (number, index) {
                (2, _) => Relation::Conflict,
                (_, 0) => Relation::First,
                _ => others[marker as usize % 3],
            };
            Member { marker, relation, score: None, reported: (index > 0).then_some(marker) }
        };
        let kind = if number == 2 { Kind::Conflicting("date".into()) } else { Kind::Repeated };
        let members = lot.into_iter().take(if number == 2 { 2 } else { 9 }).enumerate().map(member).collect();
        Cluster { rule: RuleId::new(["one", "two", "three"][number]).unwrap(), kind, members }
    };
    let clusters = lots.into_iter().enumerate().map(cluster);
    clusters.filter(|cluster: &Cluster| cluster.members.len() > 1).collect()
}

/// The marks (`B3`, `O4`) in a text.
fn marks(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.starts_with(['B', 'O']) && word[1..].parse::<u32>().is_ok()).map(str::to_owned).collect()
}

/// The lines that hold none of these marks, with the blank ones and the words of edits left out: those at the margin in
/// their order, and the rest, which may move with the bullet that holds them.
fn others(text: &str, decided: &BTreeSet<String>) -> (Vec<String>, BTreeSet<String>) {
    let told = |line: &&str| {
        let moved = ["sub", "goes on.", "merged"].iter().any(|word| line.contains(word));
        !line.trim().is_empty() && !moved && marks(line).is_disjoint(decided)
    };
    let lines = text.split_inclusive('\n').map(|line| line.trim_end_matches(['\r', '\n'])).filter(told);
    let (inner, outer): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.starts_with(' '));
    (outer.into_iter().map(str::to_owned).collect(), inner.into_iter().map(str::to_owned).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn only_what_was_decided_changes(
        text in text(), hands in proptest::collection::vec(any::<u8>(), 20), keys in "[123aesu?\n]{0,24}",
    ) {
        let parsed = note(&text);
        let clusters = dealt(&parsed, &hands);
        let mut walk = Walk { disk: text.clone(), session: Session::new(vec![(parsed, clusters)]), said: Vec::new(), editor: None };
        let mut decided = BTreeSet::new();
        for (number, key) in keys.chars().enumerate() {
            if number % 2 == 0 {
                walk.editor = Some(format!("merged {number}\n"));
            }
            let before = walk.disk.clone();
            let asked = walk.session.current().map(|(note, cluster)| {
                cluster.members.iter().map(|member| wording(note, member.marker) + " ").collect::<String>()
            });
            walk.press(&key.to_string());
            if walk.disk != before && key != 'u' {
                decided.extend(marks(&asked.unwrap_or_default()));
            }
            if matches!(key, 's' | '?' | '\n') {
                prop_assert_eq!(&walk.disk, &before);
            }
        }
        // Each bullet nobody decided, and each line that is no bullet, stands where it stood, as it stood.
        prop_assert_eq!(others(&walk.disk, &decided), others(&text, &decided));
        // What hangs on a bullet is never dropped with it, nor is its block id.
        for word in text.split_whitespace().filter(|word| word.starts_with("sub") || word.starts_with("^id-")) {
            prop_assert!(walk.disk.split_whitespace().any(|other| other == word), "{} is gone from {}", word, walk.disk);
        }
        for _ in 0..keys.len() {
            walk.press("u");
        }
        prop_assert_eq!(walk.disk, text);
    }
}
