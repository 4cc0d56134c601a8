//! Facts that stand in several notes of a vault: gathered from all notes, then looked up note by note.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::unique::{background, statement};
use crate::diagnostic::Label;
use crate::likeness::{self, ConflictKind, Evidence, Promise, Redundant, Relation, Statement};
use crate::note::{ItemId, Note};
use crate::text::{NotePath, Source, Span};

/// What one note adds.
#[derive(Debug)]
pub struct Part {
    source: Arc<Source>,
    bullets: BTreeMap<ItemId, Statement>,
    min_words: Option<usize>,
}

impl Part {
    /// Nothing of a note yet.
    #[must_use]
    pub fn of(note: &Note) -> Self {
        Self { source: Arc::new(note.source.clone()), bullets: BTreeMap::new(), min_words: None }
    }

    /// Adds bullets; those of fewer words than `min_words` do not count. Several checks may add the same ones.
    pub(super) fn add(&mut self, note: &Note, bullets: impl IntoIterator<Item = ItemId>, min_words: usize) {
        self.bullets.extend(bullets.into_iter().map(|id| (id, statement(note, note.item(id)).0)));
        self.min_words = Some(self.min_words.map_or(min_words, |known| known.min(min_words)));
    }
}

/// One bullet of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bullet {
    /// Its line without marker's indent and line ending, as a place for reports.
    pub(super) at: Label,
    /// Its line, from 1.
    pub(super) line: usize,
    /// Where its statement begins in the note: behind the date, for a dated entry.
    pub(super) start: usize,
}

/// How many other places of a fact one finding lists: a fact in a thousand notes would list a million.
const MOST_LISTED: usize = 20;

/// A bullet that one of another note makes redundant.
#[derive(Debug)]
pub(super) struct Repeat {
    /// The bullet.
    pub(super) own: Bullet,
    /// The one that says most.
    pub(super) kept: Bullet,
    /// Others of the same fact in other notes, [`MOST_LISTED`] at most.
    pub(super) others: Vec<Bullet>,
    /// How many notes have it besides this one and that of the one to keep.
    pub(super) more_notes: usize,
    pub(super) relation: Relation,
    pub(super) score: f64,
    pub(super) evidence: Evidence,
}

/// Two bullets of two notes that disagree in one detail.
#[derive(Debug)]
pub(super) struct Clash {
    /// The bullet of the later note.
    pub(super) own: Bullet,
    pub(super) other: Bullet,
    pub(super) kind: ConflictKind,
    /// The disagreeing words, in bytes of the statements.
    pub(super) here: Range<usize>,
    pub(super) there: Range<usize>,
    pub(super) score: f64,
}

/// What the notes of a vault say twice, by the note in which it is reported.
#[derive(Debug, Default)]
pub struct Across {
    repeats: BTreeMap<NotePath, Vec<Repeat>>,
    clashes: BTreeMap<NotePath, Vec<Clash>>,
    sources: BTreeMap<NotePath, Arc<Source>>,
}

impl Across {
    /// Holds the notes against each other. The order of the parts decides which of two equal bullets is the one to keep: the
    /// first one.
    #[must_use]
    pub fn of(parts: Vec<Part>) -> Self {
        let mut gathering = likeness::Gathering::default();
        for (note, part) in parts.iter().enumerate() {
            part.bullets.values().for_each(|statement| gathering.add(note, statement));
        }
        let promising = gathering.promising();
        drop(gathering);
        let min_words = parts.iter().filter_map(|part| part.min_words).min().unwrap_or(0);
        let wanted = promising.statements();
        let mut number = 0..;
        let mut read: Vec<Read> = Vec::new();
        let mut bullets: BTreeMap<usize, Bullet> = BTreeMap::new();
        let mut sources = BTreeMap::new();
        for part in parts {
            let numbered = part.bullets.into_iter().zip(number.by_ref());
            let chosen: Vec<_> =
                numbered.filter_map(|(bullet, number)| Some((bullet, number, wanted.get(&number)?))).collect();
            if chosen.is_empty() {
                continue;
            }
            // Parsed a second time: the notes of a large vault do not fit into memory parsed.
            let note = Note::parse((*part.source).clone());
            bullets.extend(chosen.iter().map(|((id, _), number, _)| (*number, Bullet::of(&note, *id))));
            read.push(Read::new(
                &note,
                chosen.into_iter().filter(|(.., promise)| **promise == Promise::Read).map(|(bullet, ..)| bullet),
            ));
            sources.insert(part.source.path.clone(), part.source);
        }
        let notes: Vec<(&[Statement], &likeness::Context)> =
            read.iter().map(|note| (note.statements.as_slice(), &note.context)).collect();
        let settings = likeness::Settings { min_words, ..likeness::Settings::default() };
        let analysis = likeness::analyse_across(&notes, &promising, &settings);
        let mut across = Self { sources, ..Self::default() };
        for group in &analysis.groups {
            across.add_group(group, &bullets);
        }
        for conflict in &analysis.conflicts {
            across.add_conflict(conflict, &bullets);
        }
        across
    }

    fn add_group(&mut self, group: &likeness::Group, bullets: &BTreeMap<usize, Bullet>) {
        let Some(kept) = bullets.get(&group.keep) else { return };
        let members: Vec<(&Redundant, &Bullet)> =
            group.members.iter().filter_map(|member| Some((member, bullets.get(&member.index)?))).collect();
        let notes: BTreeSet<&NotePath> =
            members.iter().map(|(_, bullet)| &bullet.at.path).chain([&kept.at.path]).collect();
        for (member, own) in &members {
            // Twice in one note is what a look at that note finds.
            if own.at.path == kept.at.path {
                continue;
            }
            let others = members.iter().map(|(_, other)| *other);
            let others = others.filter(|other| other.at.path != own.at.path && other.at.path != kept.at.path);
            self.repeats.entry(own.at.path.clone()).or_default().push(Repeat {
                own: (*own).clone(),
                kept: kept.clone(),
                others: others.take(MOST_LISTED).cloned().collect(),
                more_notes: notes.len() - 2,
                relation: member.relation,
                score: member.score,
                evidence: member.evidence.clone(),
            });
        }
    }

    fn add_conflict(&mut self, conflict: &likeness::Conflict, bullets: &BTreeMap<usize, Bullet>) {
        let (Some(other), Some(own)) = (bullets.get(&conflict.a), bullets.get(&conflict.b)) else { return };
        self.clashes.entry(own.at.path.clone()).or_default().push(Clash {
            own: own.clone(),
            other: other.clone(),
            kind: conflict.kind,
            here: conflict.right.clone(),
            there: conflict.left.clone(),
            score: conflict.score,
        });
    }

    /// The bullets of a note that another note makes redundant.
    pub(super) fn repeats(&self, note: &Note) -> impl Iterator<Item = &Repeat> {
        let found = self.repeats.get(&note.source.path).map_or(&[][..], Vec::as_slice);
        found.iter().filter(|repeat| self.still_there(note, &repeat.own))
    }

    /// The bullets of a note that disagree with one of an earlier note.
    pub(super) fn clashes(&self, note: &Note) -> impl Iterator<Item = &Clash> {
        let found = self.clashes.get(&note.source.path).map_or(&[][..], Vec::as_slice);
        found.iter().filter(|clash| self.still_there(note, &clash.own))
    }

    /// A note may have changed since it was gathered.
    fn still_there(&self, note: &Note, bullet: &Bullet) -> bool {
        let gathered = self.sources.get(&note.source.path).map(|source| source.slice(bullet.at.span));
        gathered.is_none_or(|text| note.slice(bullet.at.span) == text)
    }

    /// The text of a note that findings of other notes point into, as it was gathered.
    #[must_use]
    pub fn source(&self, path: &NotePath) -> Option<&Arc<Source>> {
        self.sources.get(path)
    }
}

/// What is read of a note: some of its bullets, and what surrounds them.
struct Read {
    statements: Vec<Statement>,
    context: likeness::Context,
}

impl Read {
    fn new(note: &Note, chosen: impl Iterator<Item = (ItemId, Statement)>) -> Self {
        let (ids, statements): (Vec<ItemId>, Vec<Statement>) = chosen.unzip();
        let subject = Some(note.source.path.stem().to_owned());
        Self { statements, context: likeness::Context { subject, background: background(note, &[ids]) } }
    }
}

impl Bullet {
    fn of(note: &Note, id: ItemId) -> Self {
        let item = note.item(id);
        let at = Label { path: note.source.path.clone(), span: note.item_line(item), text: String::new() };
        Self { at, line: item.lines.first as usize + 1, start: statement(note, item).1 }
    }
}

impl Clash {
    /// The disagreeing words of this side and of the other one, as places in their notes.
    pub(super) fn places(&self) -> (Span, Span) {
        let place =
            |bullet: &Bullet, range: &Range<usize>| Span::new(bullet.start + range.start, bullet.start + range.end);
        (place(&self.own, &self.here), place(&self.other, &self.there))
    }
}
