//! Dated items out of order, and the fix that moves whole items without touching a byte of them.

use jiff::civil::Date;
use serde::Deserialize;

use super::key::{DateForm, Lead, leading_date};
use super::scope::{Scope, ScopeSpec};
use super::{Check, Context, Finding, Messages};
use crate::note::{Item, List, Note};
use crate::text::{Edit, Fix, Safety, Span};

pub(super) const MESSAGES: Messages =
    &[("out-of-order", &["key", "previous", "count", "order"]), ("impossible", &["key"]), ("undated", &["key"])];

/// Parameters of the primitive `sorted`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// Which lists.
    #[serde(default)]
    pub scope: ScopeSpec,
    /// Which order they should have.
    pub order: Order,
    /// Forms of date that an entry may begin with.
    #[serde(default = "iso_only")]
    pub date_forms: Vec<DateForm>,
    /// Words that stand where a date should, compared without case.
    #[serde(default)]
    pub unknown_keys: Vec<String>,
    /// A list counts as dated from this many dated items on.
    #[serde(default = "two")]
    pub min_dated: usize,
    /// Whether dates that do not exist, and words in place of dates, are reported.
    #[serde(default = "yes")]
    pub report_bad_dates: bool,
}

fn iso_only() -> Vec<DateForm> {
    vec![DateForm::Dashes]
}

fn two() -> usize {
    2
}

fn yes() -> bool {
    true
}

/// The order of a dated list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// The latest entry stands first.
    NewestFirst,
    /// The earliest entry stands first.
    OldestFirst,
    /// Either, but one of them throughout.
    Consistent,
}

pub(super) struct Sorted {
    params: Params,
    scope: Scope,
}

impl Sorted {
    pub(super) fn new(params: Params) -> Result<Self, String> {
        let scope = Scope::new(&params.scope)?;
        Ok(Self { params, scope })
    }
}

/// One item's date, or why it has none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Dated(Date, Span),
    /// Has no date and goes where the item above goes.
    Follows,
    /// Shows a date that cannot be placed: keeps its place in the list.
    Pinned(Span, &'static str),
}

impl Check for Sorted {
    fn date_forms(&self) -> &[DateForm] {
        &self.params.date_forms
    }

    fn check(&self, note: &Note, _: &Context<'_>, out: &mut Vec<Finding>) {
        for list in &note.lists {
            if !self.scope.holds(note, list) {
                continue;
            }
            let items: Vec<&Item> = list.items.iter().map(|id| note.item(*id)).collect();
            // Tasks are ordered by what they are for, not by the date in their text.
            if items.iter().any(|item| item.task.is_some()) {
                continue;
            }
            let keys: Vec<Key> = items.iter().map(|item| self.key(note, item)).collect();
            let dated = keys.iter().filter(|key| matches!(key, Key::Dated(..))).count();
            if dated < self.params.min_dated || dated * 2 < keys.len() {
                continue;
            }
            if self.params.report_bad_dates {
                for key in &keys {
                    if let Key::Pinned(span, message) = key {
                        out.push(Finding::new(message, *span).value("key", note.slice(*span)));
                    }
                }
            }
            self.check_order(note, list, &items, &keys, out);
        }
    }
}

impl Sorted {
    fn key(&self, note: &Note, item: &Item) -> Key {
        match leading_date(note, item, &self.params.date_forms) {
            Lead::Date(date, span, _) => Key::Dated(date, span),
            Lead::Impossible(span) => Key::Pinned(span, "impossible"),
            Lead::Other => {
                let text = note.slice(item.content);
                let inner = text.trim_start_matches(['*', '_', '[', '(']);
                let word = &inner[..inner.find([':', '*', ']', ')']).unwrap_or(0)];
                let unknown =
                    !word.is_empty() && self.params.unknown_keys.iter().any(|k| k.eq_ignore_ascii_case(word.trim()));
                let start = item.content.from() + (text.len() - inner.len());
                if unknown { Key::Pinned(Span::new(start, start + word.len()), "undated") } else { Key::Follows }
            }
        }
    }

    fn check_order(&self, note: &Note, list: &List, items: &[&Item], keys: &[Key], out: &mut Vec<Finding>) {
        let dates: Vec<(usize, Date)> = keys
            .iter()
            .enumerate()
            .filter_map(|(i, key)| if let Key::Dated(date, _) = key { Some((i, *date)) } else { None })
            .collect();
        let Some(newest_first) = self.wanted(&dates) else { return };
        let wrong = |a: Date, b: Date| if newest_first { a < b } else { a > b };
        let Some(pair) = dates.windows(2).find(|pair| wrong(pair[0].1, pair[1].1)) else { return };
        let (previous, current) = (pair[0], pair[1]);
        let misplaced = dates.len() - longest_run(&dates, newest_first);
        let at = note.item_line(items[current.0]);
        let order = if newest_first { "newest first" } else { "oldest first" };
        let finding = Finding::new("out-of-order", at)
            .value("key", current.1)
            .value("previous", previous.1)
            .value("count", misplaced)
            .value("order", order)
            .data("misplaced", misplaced)
            .data("dated", dates.len())
            .related(note, note.item_line(items[previous.0]), "the entry above it")
            .fix(self.fix(note, list, items, keys, newest_first));
        out.push(finding);
    }

    /// Whether the newest should stand first; `None` where a consistent list is asked for and this one is.
    fn wanted(&self, dates: &[(usize, Date)]) -> Option<bool> {
        match self.params.order {
            Order::NewestFirst => Some(true),
            Order::OldestFirst => Some(false),
            Order::Consistent => {
                let rising = dates.windows(2).filter(|pair| pair[0].1 < pair[1].1).count();
                let falling = dates.windows(2).filter(|pair| pair[0].1 > pair[1].1).count();
                (rising > 0 && falling > 0).then_some(falling >= rising)
            }
        }
    }

    /// Stable sort of whole items. What an item says moves; the line endings and blank lines between items stay where
    /// they are, so that the list keeps its looks and its last line its missing final newline.
    fn fix(&self, note: &Note, list: &List, items: &[&Item], keys: &[Key], newest_first: bool) -> Option<Fix> {
        // Numbers would move with their items, and quoted lines carry prefixes of their own.
        if list.ordered || list.quoted {
            return None;
        }
        let spans: Vec<Span> = items
            .iter()
            .map(|item| {
                Span::new(note.source.line_start(item.lines.first as usize), note.source.line(item.lines.last()).to())
            })
            .collect();
        // An item that begins on the line of another list's marker (`- - a`) has no lines of its own to move.
        let own_lines = items.iter().all(|item| {
            let line = note.source.line(item.lines.first as usize);
            note.slice(Span::new(line.from(), item.marker.from())).bytes().all(|b| b == b' ' || b == b'\t')
        });
        let indent = |span: &Span| note.slice(*span).bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let same_indent = spans.windows(2).all(|pair| indent(&pair[0]) == indent(&pair[1]));
        if !own_lines || !same_indent || spans.windows(2).any(|pair| pair[0].overlaps(pair[1])) {
            return None;
        }
        let order = arrangement(keys, newest_first);
        let edits: Vec<Edit> = order
            .iter()
            .enumerate()
            .filter(|(place, from)| place != *from)
            .map(|(place, from)| Edit::replace(spans[place], note.slice(spans[*from])))
            .collect();
        let moved = edits.len();
        Fix::new(format!("sort the list: {moved} items move, none changes"), Safety::Safe, edits)
    }
}

/// For every place in the list, which item stands there once sorted.
fn arrangement(keys: &[Key], newest_first: bool) -> Vec<usize> {
    // A dated item and the undated ones below it form a group; pinned items and what follows them keep their place,
    // and so do undated items above the first date.
    let mut groups: Vec<(Option<Date>, Vec<usize>)> = Vec::new();
    for (i, key) in keys.iter().enumerate() {
        match (key, groups.last_mut()) {
            (Key::Follows, Some((_, members))) => members.push(i),
            (Key::Dated(date, _), _) => groups.push((Some(*date), vec![i])),
            (Key::Follows | Key::Pinned(..), _) => groups.push((None, vec![i])),
        }
    }
    let mut movable: Vec<(Date, Vec<usize>)> =
        groups.iter().filter_map(|(date, members)| date.map(|date| (date, members.clone()))).collect();
    movable.sort_by(|a, b| if newest_first { b.0.cmp(&a.0) } else { a.0.cmp(&b.0) });
    let mut sorted = movable.into_iter();
    groups
        .into_iter()
        .flat_map(|(date, members)| if date.is_some() { sorted.next().map_or(members, |(_, m)| m) } else { members })
        .collect()
}

/// The length of the longest run that is already in order: what must not move. Patience sorting, n log n (Fredman 1975).
fn longest_run(dates: &[(usize, Date)], newest_first: bool) -> usize {
    let mut tails: Vec<Date> = Vec::new();
    for (_, date) in dates {
        let at = tails.partition_point(|tail| if newest_first { tail >= date } else { tail <= date });
        if at == tails.len() {
            tails.push(*date);
        } else {
            tails[at] = *date;
        }
    }
    tails.len()
}
