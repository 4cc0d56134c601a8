//! The state machine: keys in, what is to be done out. Nothing is written here; the caller says whether it was.

use std::collections::BTreeSet;

use super::cluster::{Cluster, wording};
pub use super::history::Tally;
use super::history::{Place, Snapshot, Step};
use super::wording;
use crate::note::Note;
use crate::text::{NotePath, Source};

/// A key, as far as it means anything here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A character.
    Char(char),
    /// Ends a number that could go on.
    Enter,
    /// Takes half a number back.
    Escape,
    /// Ctrl-C or Ctrl-D.
    Interrupt,
    /// Any other key.
    Other,
}

/// What is to be done next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Ask again for a key.
    Ask,
    /// Show the cluster that is up now.
    Show,
    /// Say this and ask again.
    Say(Vec<String>),
    /// Write a note, then tell with [`Session::written`], [`Session::refused`] or [`Session::reread`].
    Write(Write),
    /// Let a person edit this text, then hand it to [`Session::edited`].
    Edit(String),
    /// Explain the keys.
    Help,
    /// End.
    Quit,
}

/// A note to write, which must still hold `before`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// The note.
    pub path: NotePath,
    /// What it held when it was last read or written.
    pub before: String,
    /// What it shall hold.
    pub after: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Open,
    Skipped,
    Settled,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub cluster: Cluster,
    pub state: State,
}

pub(super) struct Reviewed {
    pub note: Note,
    pub entries: Vec<Entry>,
    /// What was done to it and cannot be undone any more.
    pub lasting: Tally,
}

/// What comes to pass once a note is written.
pub(super) struct Pending {
    pub place: Place,
    pub note: Note,
    pub entries: Vec<Entry>,
    pub said: Vec<String>,
    /// `None`: it takes a step back.
    pub tally: Option<Tally>,
}

/// A walk through clusters.
pub struct Session {
    pub(super) notes: Vec<Reviewed>,
    /// The cluster that is up; `None` behind the last one.
    pub(super) at: Option<Place>,
    pub(super) history: Vec<Step>,
    /// Digits of a number that could go on.
    digits: String,
    /// The bullet whose number would drop what it does not cover, if pressed once more.
    pub(super) armed: Option<usize>,
    pub(super) pending: Option<Pending>,
}

impl Session {
    /// A walk through the clusters of notes; notes without any are left out.
    #[must_use]
    pub fn new(notes: Vec<(Note, Vec<Cluster>)>) -> Self {
        let open = |(note, clusters): (Note, Vec<Cluster>)| Reviewed {
            note,
            entries: opened(clusters),
            lasting: Tally::default(),
        };
        let notes: Vec<Reviewed> = notes.into_iter().filter(|(_, clusters)| !clusters.is_empty()).map(open).collect();
        let mut session =
            Self { notes, at: None, history: Vec::new(), digits: String::new(), armed: None, pending: None };
        session.go_on(Place { note: 0, entry: 0 });
        session
    }

    /// The cluster that is up, with its note; `None` behind the last one.
    #[must_use]
    pub fn current(&self) -> Option<(&Note, &Cluster)> {
        let place = self.at?;
        let reviewed = self.notes.get(place.note)?;
        Some((&reviewed.note, &reviewed.entries.get(place.entry)?.cluster))
    }

    /// The number of the cluster that is up, from 1, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let total = self.notes.iter().map(|reviewed| reviewed.entries.len()).sum();
        let before = |place: Place| {
            self.notes.iter().take(place.note).map(|reviewed| reviewed.entries.len()).sum::<usize>() + place.entry + 1
        };
        (self.at.map_or(total, before), total)
    }

    /// How many clusters nobody has decided.
    #[must_use]
    pub fn left(&self) -> usize {
        self.notes.iter().flat_map(|reviewed| &reviewed.entries).filter(|entry| entry.state != State::Settled).count()
    }

    /// Whether there is a decision to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.history.is_empty()
    }

    /// The digits pressed so far of a number that could go on.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// What was done to each note, in order; notes that are as they were are left out.
    #[must_use]
    pub fn account(&self) -> Vec<(&NotePath, Tally)> {
        let of = |(index, reviewed): (usize, &Reviewed)| {
            let steps = self.history.iter().filter(|step| step.place().note == index);
            let tallies =
                steps.filter_map(|step| if let Step::Wrote { tally, .. } = step { Some(*tally) } else { None });
            tallies.fold(reviewed.lasting, Tally::and)
        };
        let all = self.notes.iter().enumerate().map(|note| (&note.1.note.source.path, of(note)));
        all.filter(|(_, tally)| *tally != Tally::default()).collect()
    }

    /// What a key does.
    pub fn press(&mut self, key: Key) -> Action {
        let armed = self.armed.take();
        let digits = std::mem::take(&mut self.digits);
        let key = if let Key::Char(c) = key { Key::Char(c.to_ascii_lowercase()) } else { key };
        match key {
            Key::Interrupt | Key::Char('q') => Action::Quit,
            Key::Char('u') => self.undo(),
            Key::Char('?' | 'h') => Action::Help,
            _ if self.at.is_none() => Action::Quit,
            Key::Char(digit @ '0'..='9') => {
                self.digits = format!("{digits}{digit}");
                self.number(armed, false)
            }
            Key::Enter if !digits.is_empty() => {
                self.digits = digits;
                self.number(armed, true)
            }
            Key::Char('a') => self.keep_all(),
            Key::Char('e') => {
                self.current().map_or(Action::Ask, |(note, cluster)| Action::Edit(wording::template(note, cluster)))
            }
            Key::Char('s') => self.at.map_or(Action::Ask, |place| self.settle(place, State::Skipped)),
            Key::Char(_) => Action::Say(vec!["no such key; ? lists them".into()]),
            Key::Enter | Key::Escape | Key::Other => Action::Ask,
        }
    }

    /// A number is complete once no bullet has a number that begins with it and goes on.
    fn number(&mut self, armed: Option<usize>, ended: bool) -> Action {
        let Some((_, cluster)) = self.current() else { return Action::Ask };
        let (count, number) = (cluster.members.len(), self.digits.parse().unwrap_or(usize::MAX));
        if (1..=count).contains(&number) && number.saturating_mul(10) <= count && !ended {
            self.armed = armed;
            return Action::Ask;
        }
        self.digits.clear();
        if !(1..=count).contains(&number) {
            return Action::Say(vec![format!("there are bullets 1 to {count}")]);
        }
        self.keep(number - 1, armed)
    }

    /// Leaves a cluster behind without a change to its note.
    pub(super) fn settle(&mut self, place: Place, state: State) -> Action {
        if let Some(entry) = self.entry(place) {
            entry.state = state;
        }
        self.history.push(Step::Skipped(place));
        self.go_on(place);
        Action::Show
    }

    fn undo(&mut self) -> Action {
        match self.history.last() {
            None => Action::Say(vec!["there is nothing to undo".into()]),
            Some(Step::Skipped(place)) => {
                let place = *place;
                self.history.pop();
                if let Some(entry) = self.entry(place) {
                    entry.state = State::Open;
                }
                self.at = Some(place);
                Action::Show
            }
            Some(Step::Wrote { place, before: snapshot, .. }) => {
                let place = *place;
                let Some(reviewed) = self.notes.get(place.note) else { return Action::Ask };
                let path = reviewed.note.source.path.clone();
                let Ok(source) = Source::new(path.clone(), snapshot.text.clone()) else { return Action::Ask };
                let (note, entries) = (Note::parse(source), snapshot.entries.clone());
                let write = Write { path, before: reviewed.note.text().to_owned(), after: snapshot.text.clone() };
                let said = vec!["undone; the note is as it was before".into()];
                self.pending = Some(Pending { place, note, entries, said, tally: None });
                Action::Write(write)
            }
        }
    }

    /// The note was written; what to say about it.
    pub fn written(&mut self) -> Vec<String> {
        let Some(pending) = self.pending.take() else { return Vec::new() };
        let place = pending.place;
        let Some(reviewed) = self.notes.get_mut(place.note) else { return Vec::new() };
        let text = reviewed.note.text().to_owned();
        reviewed.note = pending.note;
        let entries = std::mem::replace(&mut reviewed.entries, pending.entries);
        match pending.tally {
            Some(tally) => {
                self.history.push(Step::Wrote { place, tally, before: Snapshot { text, entries } });
                self.go_on(place);
            }
            None => {
                self.history.pop();
                self.at = Some(place);
            }
        }
        pending.said
    }

    /// The note could not be written: all is as it was before the key.
    pub fn refused(&mut self) {
        self.pending = None;
    }

    /// Somebody else changed the note: this is what it holds now. What was skipped stays skipped; nothing that was done
    /// to the note before can be undone.
    pub fn reread(&mut self, note: Note, clusters: Vec<Cluster>) {
        self.pending = None;
        let path = note.source.path.clone();
        let Some(index) = self.notes.iter().position(|reviewed| reviewed.note.source.path == path) else { return };
        let Some(reviewed) = self.notes.get_mut(index) else { return };
        let words = |note: &Note, cluster: &Cluster| -> BTreeSet<String> {
            cluster.members.iter().map(|member| wording(note, member.marker)).collect()
        };
        let old = reviewed.entries.iter().filter(|entry| entry.state == State::Skipped);
        let skipped: Vec<BTreeSet<String>> = old.map(|entry| words(&reviewed.note, &entry.cluster)).collect();
        let mut entries = opened(clusters);
        for entry in &mut entries {
            if skipped.contains(&words(&note, &entry.cluster)) {
                entry.state = State::Skipped;
            }
        }
        reviewed.note = note;
        reviewed.entries = entries;
        self.history.retain_mut(|step| match step {
            Step::Skipped(place) => place.note != index,
            Step::Wrote { place, tally, .. } if place.note == index => {
                reviewed.lasting = reviewed.lasting.and(*tally);
                false
            }
            Step::Wrote { .. } => true,
        });
        self.go_on(Place { note: index, entry: 0 });
    }

    /// A note cannot be read any more: nothing in it is asked.
    pub fn leave(&mut self, path: &NotePath) {
        for entry in self.notes.iter_mut().filter(|n| n.note.source.path == *path).flat_map(|n| &mut n.entries) {
            if entry.state == State::Open {
                entry.state = State::Skipped;
            }
        }
        if let Some(place) = self.at {
            self.go_on(place);
        }
    }

    /// The editor gave this back; `None` where it was left with an error.
    pub fn edited(&mut self, edited: Option<&str>) -> Action {
        let Some((note, cluster)) = self.current() else { return Action::Ask };
        let template = wording::template(note, cluster);
        let others: Vec<usize> = (1..cluster.members.len()).collect();
        match edited.and_then(|edited| wording::read(edited, &template)) {
            Some(text) => self.decide(0, &others, Some(&text)),
            None => Action::Say(vec!["cancelled: no new wording, so nothing was changed".into()]),
        }
    }

    pub(super) fn entry(&mut self, place: Place) -> Option<&mut Entry> {
        self.notes.get_mut(place.note)?.entries.get_mut(place.entry)
    }

    /// Goes to the first open cluster at or behind a place, else to the end.
    pub(super) fn go_on(&mut self, from: Place) {
        let places = self.notes.iter().enumerate().skip(from.note).flat_map(|(note, reviewed)| {
            reviewed.entries.iter().enumerate().map(move |(entry, e)| (Place { note, entry }, e.state))
        });
        self.at =
            places.filter(|(place, state)| *place >= from && *state == State::Open).map(|(place, _)| place).next();
    }
}

fn opened(clusters: Vec<Cluster>) -> Vec<Entry> {
    clusters.into_iter().map(|cluster| Entry { cluster, state: State::Open }).collect()
}
