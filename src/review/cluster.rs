//! What a person is asked about: the wordings of one fact, or two that disagree, gathered from findings.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, RuleId};
use crate::note::{Item, ItemId, Note};
use crate::text::Edit;

/// Bullets of one note between which a person has to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// The rule that found them.
    pub rule: RuleId,
    /// What they have to do with each other.
    pub kind: Kind,
    /// The bullets: first the one that vault-lint would keep, or the upper one of a conflict.
    pub members: Vec<Member>,
}

/// What the bullets of a cluster have to do with each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// They state one fact.
    Repeated,
    /// They would, but for one detail: a number, a date …
    Conflicting(String),
}

/// One bullet of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Where its marker stands in the note.
    pub marker: u32,
    /// What the first member says of it.
    pub relation: Relation,
    /// How sure that is, from 0 to 1.
    pub score: Option<f64>,
    /// Where the finding stands, by which it is suppressed; `None` for the bullet that the others were held against.
    pub reported: Option<u32>,
}

/// How the first member of a cluster relates to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It is the first member.
    First,
    /// Both say the same.
    Same,
    /// The first one says all of it and more.
    Subsumes,
    /// The other one has a detail that the first one lacks.
    Overlap,
    /// One of the two is wrong, or they are two facts.
    Conflict,
}

impl Cluster {
    /// Whether bullet `keep` says all that bullet `other` says, as far as the findings tell.
    #[must_use]
    pub fn covers(&self, keep: usize, other: usize) -> bool {
        let relation = |index: usize| self.members.get(index).map(|member| member.relation);
        let as_first = matches!(relation(keep), Some(Relation::First | Relation::Same));
        // The first one says most: whoever says the same covers it, and whatever it covers.
        as_first && matches!(relation(other), Some(Relation::First | Relation::Same | Relation::Subsumes))
    }

    /// The cluster with its places carried over `edits`; bullets that are gone have left it.
    pub(super) fn follow(&mut self, edits: &[Edit]) {
        let had_first = self.members.len();
        self.members.retain_mut(|member| {
            let Some(marker) = follow(edits, member.marker) else { return false };
            member.reported = member.reported.map(|at| follow(edits, at).unwrap_or(marker));
            member.marker = marker;
            true
        });
        if self.members.len() < had_first {
            self.renew();
        }
    }

    /// Makes bullet `index` the first one.
    pub(super) fn promote(&mut self, index: usize) {
        if index > 0 && index < self.members.len() {
            let member = self.members.remove(index);
            self.members.insert(0, member);
            self.renew();
        }
    }

    /// Where the first one is another than it was, nothing is known of how it relates to the rest.
    fn renew(&mut self) {
        if self.members.first().is_none_or(|first| first.relation == Relation::First) {
            return;
        }
        let unknown = if self.kind == Kind::Repeated { Relation::Overlap } else { Relation::Conflict };
        for (index, member) in self.members.iter_mut().enumerate() {
            let known = self.kind == Kind::Repeated && index == 0;
            member.relation = if known { Relation::First } else { unknown };
        }
    }
}

/// Where a place stands after `edits` (sorted, disjoint); `None` where it was replaced.
pub(super) fn follow(edits: &[Edit], at: u32) -> Option<u32> {
    let mut place = i64::from(at);
    for edit in edits {
        if edit.span.end <= at {
            place += edit.text.len() as i64 - edit.span.len() as i64;
        } else if edit.span.start <= at {
            return None;
        }
    }
    u32::try_from(place).ok()
}

/// The bullet whose marker stands at `marker`.
pub(super) fn item_at(note: &Note, marker: u32) -> Option<(ItemId, &Item)> {
    let found = note.items.iter().position(|item| item.marker.start == marker)?;
    Some((ItemId(u32::try_from(found).ok()?), note.items.get(found)?))
}

/// The wording of a bullet on one line, without the signs that stand before its continuation lines.
#[must_use]
pub fn wording(note: &Note, marker: u32) -> String {
    let Some((_, item)) = item_at(note, marker) else { return String::new() };
    wording_lines(note, item).join(" ")
}

/// The same line by line.
pub(super) fn wording_lines<'a>(note: &'a Note, item: &Item) -> Vec<&'a str> {
    let quoted = note.list(item.list).quoted;
    let bare = |(index, line): (usize, &'a str)| {
        let signs: &[char] = if quoted && index > 0 { &[' ', '\t', '>'] } else { &[' ', '\t'] };
        line.trim_start_matches(signs).trim_end_matches([' ', '\t'])
    };
    note.slice(item.content).lines().enumerate().map(bare).collect()
}

/// The clusters in the findings of a note: repeated facts in the order of the note, then conflicts.
///
/// Read from what the findings say of themselves (`group`, `relation`, `kind`), not from the names of rules: a rule of
/// the user's own that compares bullets is reviewed like the built-in ones.
#[must_use]
pub fn clusters(note: &Note, found: &[Diagnostic]) -> Vec<Cluster> {
    let mut repeated: BTreeMap<(&RuleId, u64), Cluster> = BTreeMap::new();
    let mut conflicts = Vec::new();
    for finding in found {
        let Some(other) = finding.related.first().and_then(|label| holder(note, label.span.start)) else { continue };
        let Some(own) = holder(note, finding.at.span.start) else { continue };
        let text = |key: &str| finding.data.get(key).and_then(|value| value.as_str());
        let score = finding.data.get("score").and_then(serde_json::Value::as_f64);
        let member = |marker, relation, score, reported| Member { marker, relation, score, reported };
        let reported = Some(finding.at.span.start);
        let group = finding.data.get("group").and_then(serde_json::Value::as_u64);
        if let (Some(group), Some(relation)) = (group, text("relation").and_then(relation)) {
            let first = member(other, Relation::First, None, None);
            let cluster = repeated.entry((&finding.rule, group)).or_insert_with(|| Cluster {
                rule: finding.rule.clone(),
                kind: Kind::Repeated,
                members: vec![first],
            });
            cluster.members.push(member(own, relation, score, reported));
        } else if let Some(kind) = text("kind") {
            conflicts.push(Cluster {
                rule: finding.rule.clone(),
                kind: Kind::Conflicting(kind.to_owned()),
                members: vec![
                    member(other, Relation::Conflict, score, None),
                    member(own, Relation::Conflict, score, reported),
                ],
            });
        }
    }
    let mut all: Vec<Cluster> = repeated.into_values().chain(conflicts).collect();
    all.retain(|cluster| cluster.members.len() > 1 && cluster.members.windows(2).all(|w| w[0].marker != w[1].marker));
    all
}

fn relation(word: &str) -> Option<Relation> {
    match word {
        "same" => Some(Relation::Same),
        "subsumes" => Some(Relation::Subsumes),
        "overlap" => Some(Relation::Overlap),
        _ => None,
    }
}

/// The marker of the innermost bullet that holds a place.
fn holder(note: &Note, at: u32) -> Option<u32> {
    let holds = |item: &&Item| item.marker.start <= at && at <= note.item_span(item).end;
    note.items.iter().filter(holds).map(|item| item.marker.start).max()
}
