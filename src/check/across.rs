//! Facts that stand in several notes of a vault: gathered from all notes, then looked up note by note.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::unique::{background, statement};
use crate::diagnostic::Label;
use crate::likeness::{self, ConflictKind, Evidence, Relation, Statement};
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

/// A bullet that one of another note makes redundant.
#[derive(Debug)]
pub(super) struct Repeat {
    /// The bullet.
    pub(super) own: Bullet,
    /// The one that says most.
    pub(super) kept: Bullet,
    /// The others of the same fact.
    pub(super) others: Vec<Bullet>,
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
        let promising: BTreeSet<usize> = gathering.promising().into_iter().collect();
        drop(gathering);
        let min_words = parts.iter().filter_map(|part| part.min_words).min().unwrap_or(0);
        let mut number = 0;
        let mut read: Vec<Read> = Vec::new();
        for part in parts {
            let mut chosen = Vec::new();
            for (id, statement) in part.bullets {
                if promising.contains(&number) {
                    chosen.push((id, statement));
                }
                number += 1;
            }
            if !chosen.is_empty() {
                read.push(Read::new(part.source, chosen));
            }
        }
        let notes: Vec<(&[Statement], &likeness::Context)> =
            read.iter().map(|note| (note.statements.as_slice(), &note.context)).collect();
        let settings = likeness::Settings { min_words, ..likeness::Settings::default() };
        let analysis = likeness::analyse_across(&notes, &settings);
        Self::from_analysis(&analysis, &read)
    }

    fn from_analysis(analysis: &likeness::Analysis, read: &[Read]) -> Self {
        let bullets: Vec<(&Bullet, &Arc<Source>)> =
            read.iter().flat_map(|note| note.bullets.iter().map(move |bullet| (bullet, &note.source))).collect();
        let mut across = Self::default();
        for group in &analysis.groups {
            let kept = bullets[group.keep].0;
            for member in &group.members {
                let own = bullets[member.index].0;
                // Twice in one note is what a look at that note finds.
                if own.at.path == kept.at.path {
                    continue;
                }
                let others = group.members.iter().map(|other| bullets[other.index].0);
                let others = others.filter(|other| other.at.path != own.at.path && other.at.path != kept.at.path);
                across.repeats.entry(own.at.path.clone()).or_default().push(Repeat {
                    own: own.clone(),
                    kept: kept.clone(),
                    others: others.cloned().collect(),
                    relation: member.relation,
                    score: member.score,
                    evidence: member.evidence.clone(),
                });
            }
            for index in group.members.iter().map(|member| member.index).chain([group.keep]) {
                across.remember(bullets[index]);
            }
        }
        for conflict in &analysis.conflicts {
            let (other, own) = (bullets[conflict.a], bullets[conflict.b]);
            across.remember(other);
            across.clashes.entry(own.0.at.path.clone()).or_default().push(Clash {
                own: own.0.clone(),
                other: other.0.clone(),
                kind: conflict.kind,
                here: conflict.right.clone(),
                there: conflict.left.clone(),
                score: conflict.score,
            });
        }
        across
    }

    fn remember(&mut self, (bullet, source): (&Bullet, &Arc<Source>)) {
        self.sources.entry(bullet.at.path.clone()).or_insert_with(|| Arc::clone(source));
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

/// A note of which some bullets are held against those of other notes.
struct Read {
    source: Arc<Source>,
    bullets: Vec<Bullet>,
    statements: Vec<Statement>,
    context: likeness::Context,
}

impl Read {
    fn new(source: Arc<Source>, chosen: Vec<(ItemId, Statement)>) -> Self {
        // Parsed a second time: the notes of a large vault do not fit into memory parsed.
        let note = Note::parse((*source).clone());
        let subject = Some(source.path.stem().to_owned());
        let ids: Vec<ItemId> = chosen.iter().map(|(id, _)| *id).collect();
        let bullet = |id: &ItemId| {
            let item = note.item(*id);
            let at = Label { path: source.path.clone(), span: note.item_line(item), text: String::new() };
            Bullet { at, line: item.lines.first as usize + 1, start: statement(&note, item).1 }
        };
        let bullets = ids.iter().map(bullet).collect();
        let context = likeness::Context { subject, background: background(&note, &[ids]) };
        Self { bullets, statements: chosen.into_iter().map(|(_, statement)| statement).collect(), context, source }
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
