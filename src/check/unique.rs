//! Bullets that state the same fact, or the same but for one detail. What likeness is, the module `likeness` knows; here
//! bullets are gathered, and what may be deleted is decided.

mod elsewhere;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::Deserialize;

use super::across::Part;
use super::key::{DateForm, Lead, leading_date};
use super::scope::{Scope, ScopeSpec};
use super::{Check, Context, Finding, Messages};
use crate::likeness::{self, Analysis, ConflictKind, Redundant, Relation, Statement};
use crate::note::{InlineKind, Item, ItemId, Lines, List, Note, SectionId};
use crate::text::{Edit, Fix, Safety, Span};

/// Parameters of the primitive `unique`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// Which lists.
    #[serde(default)]
    pub scope: ScopeSpec,
    /// Bullets of fewer words are no sentences and are not compared.
    #[serde(default = "four")]
    pub min_words: usize,
    /// Which bullets are compared with each other.
    #[serde(default)]
    pub within: Within,
    /// What is reported.
    pub report: Report,
}

fn four() -> usize {
    4
}

/// Which bullets are compared with each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Within {
    /// Those of one section's lists; nested lists each for themselves.
    #[default]
    List,
    /// All of the note.
    Note,
    /// All of the note, and its bullets with those of all other notes of the vault.
    Vault,
}

/// What is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Report {
    /// Bullets that another one makes redundant.
    Redundant,
    /// Bullets that would state the same fact but for one detail.
    Conflict,
}

impl Params {
    pub(super) fn messages(&self) -> Messages {
        match self.report {
            Report::Redundant => {
                &[("same", &["line", "score"]), ("subsumes", &["line", "score"]), ("overlap", &["line", "score"])]
            }
            Report::Conflict => &[("conflict", &["kind", "left", "right", "line"])],
        }
    }
}

/// One set of bullets that were compared, and what came of it.
struct Unit {
    items: Vec<ItemId>,
    /// Where each statement's text begins in the note: behind the date, for a dated entry.
    starts: Vec<usize>,
    analysis: Analysis,
}

/// Comparisons already made for the note at hand: two rules look at the same pairs.
#[derive(Default)]
pub struct Memo(RefCell<Vec<(String, Rc<Vec<Unit>>)>>);

pub(super) struct Unique {
    params: Params,
    scope: Scope,
    /// What a comparison depends on, as a key for the memo.
    key: String,
}

impl Unique {
    pub(super) fn new(params: Params) -> Result<Self, String> {
        let scope = Scope::new(&params.scope)?;
        let key = format!("{:?} {} {:?}", params.scope, params.min_words, params.within);
        Ok(Self { params, scope, key })
    }

    fn units(&self, note: &Note, memo: &Memo) -> Rc<Vec<Unit>> {
        if let Some((_, units)) = memo.0.borrow().iter().find(|(key, _)| *key == self.key) {
            return Rc::clone(units);
        }
        let units = Rc::new(self.compare(note));
        memo.0.borrow_mut().push((self.key.clone(), Rc::clone(&units)));
        units
    }

    /// The bullets in the scope, list by list.
    fn bullets<'a>(&'a self, note: &'a Note) -> impl Iterator<Item = (usize, &'a List, Vec<ItemId>)> {
        let lists = note.lists.iter().enumerate().filter(|(_, list)| self.scope.holds(note, list));
        lists.map(|(index, list)| {
            let bullets = list.items.iter().copied().filter(|id| is_bullet(note, note.item(*id)));
            (index, list, bullets.collect())
        })
    }

    fn compare(&self, note: &Note) -> Vec<Unit> {
        let mut sets: BTreeMap<Set, Vec<ItemId>> = BTreeMap::new();
        for (index, list, bullets) in self.bullets(note) {
            sets.entry(self.set(index, list)).or_default().extend(bullets);
        }
        let mut sets: Vec<Vec<ItemId>> = sets.into_values().filter(|items| items.len() > 1).collect();
        for items in &mut sets {
            items.sort_by_key(|id| note.item(*id).marker);
        }
        self.analysed(note, sets)
    }

    fn set(&self, index: usize, list: &List) -> Set {
        match self.params.within {
            Within::Note | Within::Vault => Set::Note,
            Within::List if list.parent.is_none() && !list.quoted => Set::Section(list.section),
            Within::List => Set::List(index),
        }
    }

    fn analysed(&self, note: &Note, sets: Vec<Vec<ItemId>>) -> Vec<Unit> {
        if sets.is_empty() {
            return Vec::new();
        }
        let read: Vec<Vec<(Statement, usize)>> =
            sets.iter().map(|items| items.iter().map(|id| statement(note, note.item(*id))).collect()).collect();
        let (lists, starts): (Vec<Vec<Statement>>, Vec<Vec<usize>>) =
            read.into_iter().map(|list| list.into_iter().unzip()).unzip();
        let settings = likeness::Settings { min_words: self.params.min_words, ..likeness::Settings::default() };
        let subject = Some(note.source.path.stem().to_owned());
        let context = likeness::Context { subject, background: background(note, &sets) };
        let analyses = likeness::analyse_lists(&lists, &context, &settings);
        let units = sets.into_iter().zip(starts).zip(analyses);
        units.map(|((items, starts), analysis)| Unit { items, starts, analysis }).collect()
    }
}

/// What a bullet states, and where that text begins: behind the date, for a dated entry.
pub(super) fn statement(note: &Note, item: &Item) -> (Statement, usize) {
    let (group_key, start) = match leading_date(note, item, &[DateForm::Dashes]) {
        Lead::Date(date, _, rest) => (Some(date), rest.min(item.content.to())),
        Lead::Impossible(_) | Lead::Other => (None, item.content.from()),
    };
    (Statement { text: note.slice(Span::new(start, item.content.to())).to_owned(), group_key }, start)
}

/// Which bullets belong together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Set {
    Note,
    Section(Option<SectionId>),
    List(usize),
}

fn is_bullet(note: &Note, item: &Item) -> bool {
    item.task.is_none() && !item.content.is_empty() && !note.list(item.list).ordered
}

/// The rest of the note's words, which tell what is rare: bullets that are not compared, and headings.
pub(super) fn background(note: &Note, sets: &[Vec<ItemId>]) -> Vec<String> {
    let compared: BTreeSet<ItemId> = sets.iter().flatten().copied().collect();
    let others = note.items.iter().enumerate().filter(|(i, _)| !compared.contains(&ItemId(*i as u32)));
    let mut texts: Vec<String> = others.map(|(_, item)| note.slice(item.content).to_owned()).collect();
    texts.extend(note.sections.iter().map(|section| note.slice(section.title).to_owned()));
    texts
}

impl Check for Unique {
    fn compares_wordings(&self) -> bool {
        true
    }

    fn looks_across(&self) -> bool {
        self.params.within == Within::Vault
    }

    fn gather(&self, note: &Note, into: &mut Part) {
        if self.looks_across() {
            into.add(note, self.bullets(note).flat_map(|(_, _, bullets)| bullets), self.params.min_words);
        }
    }

    fn check(&self, note: &Note, context: &Context<'_>, out: &mut Vec<Finding>) {
        let units = self.units(note, &context.memo);
        let before = out.len();
        let mut group_number = 0;
        for unit in units.iter() {
            match self.params.report {
                Report::Redundant => {
                    for group in &unit.analysis.groups {
                        group_number += 1;
                        out.extend(group.members.iter().map(|member| redundant(note, unit, member, group_number)));
                    }
                }
                Report::Conflict => {
                    out.extend(unit.analysis.conflicts.iter().map(|conflict| conflicting(note, unit, conflict)))
                }
            }
        }
        if let Some(across) = context.facts.across.as_ref().filter(|_| self.looks_across()) {
            let here: Vec<Span> = out.iter().skip(before).map(|finding| finding.at).collect();
            out.extend(self.elsewhere(note, across, &here));
        }
    }
}

fn redundant(note: &Note, unit: &Unit, member: &Redundant, group: usize) -> Finding {
    let item = note.item(unit.items[member.index]);
    let kept = note.item(unit.items[member.against]);
    let relation = relation_name(member.relation);
    let keep_line = kept.lines.first + 1;
    let score = rounded(member.score);
    let words = |ranges: &[std::ops::Range<usize>], statement: usize| -> Vec<serde_json::Value> {
        let start = unit.starts[statement];
        ranges.iter().map(|r| note.slice(Span::new(start + r.start, start + r.end)).into()).collect()
    };
    let evidence = serde_json::json!({
        "containment": rounded(member.evidence.containment),
        "only-here": words(&member.evidence.only_redundant, member.index),
        "only-kept": words(&member.evidence.only_kept, member.against),
    });
    let mut finding = Finding::new(relation, note.item_line(item))
        .value("line", keep_line)
        .value("score", score)
        .related(note, note.item_line(kept), "keep this one")
        .data("relation", relation)
        .data("score", score)
        .data("group", group)
        .data("keep", serde_json::json!({ "line": keep_line }))
        .data("evidence", evidence)
        .fix(removal(note, unit.items[member.index], member));
    if let Some(fuller) = member.said_by.map(|fuller| note.item(unit.items[fuller])) {
        finding = finding.related(note, note.item_line(fuller), "this one says all of it");
    } else if member.relation == Relation::Overlap {
        finding = finding.help("each of the two adds a detail: merge them by hand");
    }
    finding
}

/// The message's key, and what figures call it.
fn relation_name(relation: Relation) -> &'static str {
    match relation {
        Relation::Same => "same",
        Relation::Subsumes => "subsumes",
        Relation::Overlap => "overlap",
    }
}

fn kind_name(kind: ConflictKind) -> &'static str {
    match kind {
        ConflictKind::Number => "number",
        ConflictKind::Date => "date",
        ConflictKind::Name => "name",
        ConflictKind::Polarity => "yes or no",
        ConflictKind::Direction => "direction",
    }
}

/// A share or probability as figures show it: two places.
fn rounded(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}

/// Deleting a bullet is safe where the kept one, or another one of its group, provably says all of it and nothing else hangs on it;
/// where that is only judged so it is unsafe; where each adds something there is no fix.
fn removal(note: &Note, id: ItemId, member: &Redundant) -> Option<Fix> {
    let item = note.item(id);
    let proven = member.lossless || member.said_by.is_some();
    if member.relation == Relation::Overlap && !proven || note.list(item.list).quoted {
        return None;
    }
    let linked = note.inlines_in(note.item_span(item)).iter().any(|inline| inline.kind == InlineKind::BlockId);
    let safe = proven && !item.has_children && !linked && item.lines.end == item.lines.first + 1;
    let safety = if safe { Safety::Safe } else { Safety::Unsafe };
    Fix::new("delete this bullet; the other one says it", safety, vec![Edit::delete(lines_to_delete(note, item))])
}

/// What to delete for an item to go: its lines, with the blank lines down to the next item of its list so that the list
/// keeps its looks.
#[must_use]
pub fn lines_to_delete(note: &Note, item: &Item) -> Span {
    let siblings = &note.list(item.list).items;
    let own = siblings.iter().position(|id| note.item(*id).marker == item.marker);
    let next = own.and_then(|i| siblings.get(i + 1)).map(|id| note.item(*id));
    let end = next.map_or(item.lines.end, |next| next.lines.first);
    note.lines_span(Lines { first: item.lines.first, end })
}

/// What to do about a conflict.
const LOOK: &str = "one of them is wrong, or they are two facts: a person must look";

fn conflicting(note: &Note, unit: &Unit, conflict: &likeness::Conflict) -> Finding {
    let place = |statement: usize, range: &std::ops::Range<usize>| {
        let start = unit.starts[statement];
        Span::new(start + range.start, start + range.end)
    };
    let (upper, lower) = (place(conflict.a, &conflict.left), place(conflict.b, &conflict.right));
    let item = |statement: usize| note.item(unit.items[statement]);
    let kind = kind_name(conflict.kind);
    let or_line = |span: Span, statement: usize| if span.is_empty() { note.item_line(item(statement)) } else { span };
    let shown =
        |span: Span| if span.is_empty() { "the wording".to_owned() } else { format!("\"{}\"", note.slice(span)) };
    Finding::new("conflict", or_line(lower, conflict.b))
        .value("kind", kind)
        .value("left", shown(upper))
        .value("right", shown(lower))
        .value("line", item(conflict.a).lines.first + 1)
        .related(note, or_line(upper, conflict.a), "against this")
        .data("kind", kind)
        .data("score", rounded(conflict.score))
        .help(LOOK)
}
