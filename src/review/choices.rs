//! Decisions about the cluster that is up: one bullet kept, one reworded, all kept.

use super::cluster::{Kind, item_at};
use super::decision::Work;
use super::history::{Place, Tally};
use super::session::{Action, Pending, Session, State, Write};
use crate::note::Note;

impl Session {
    /// Keeps one bullet and drops those it covers; the others only where it is asked for a second time.
    pub(super) fn keep(&mut self, keep: usize, armed: Option<usize>) -> Action {
        let Some((_, cluster)) = self.current() else { return Action::Ask };
        let others: Vec<usize> = (0..cluster.members.len()).filter(|index| *index != keep).collect();
        let covered: Vec<usize> = others.iter().copied().filter(|other| cluster.covers(keep, *other)).collect();
        let disagree = cluster.kind != Kind::Repeated;
        if covered.is_empty() && !disagree && armed != Some(keep) {
            self.armed = Some(keep);
            return Action::Say(self.lacking(keep, &others));
        }
        let drop = if covered.is_empty() { others } else { covered };
        self.decide(keep, &drop, None)
    }

    fn lacking(&self, keep: usize, others: &[usize]) -> Vec<String> {
        let numbers: Vec<String> = others.iter().map(|index| (index + 1).to_string()).collect();
        let (it, say) = if others.len() == 1 { ("it", "says") } else { ("them", "say") };
        let number = keep + 1;
        vec![
            format!("{number} may lack what {} {say}", numbers.join(", ")),
            format!("press {number} again to drop {it} all the same, e to merge, a to keep all"),
        ]
    }

    /// Drops bullets for the sake of one, whose wording becomes `text` where there is one.
    pub(super) fn decide(&mut self, keep: usize, drop: &[usize], text: Option<&str>) -> Action {
        let (Some(place), Some((note, cluster))) = (self.at, self.current()) else { return Action::Ask };
        if let Some(reason) = untouchable(note) {
            return Action::Say(vec![reason]);
        }
        let line = |index: usize| {
            let marker = cluster.members.get(index).map_or(0, |member| member.marker);
            item_at(note, marker).map_or(0, |(_, item)| item.lines.first + 1)
        };
        let Some(kept) = cluster.members.get(keep) else { return Action::Ask };
        let mut work = Work::new(note);
        if let Some(Err(reason)) = text.map(|text| work.reword(kept.marker, text)) {
            return Action::Say(vec![reason]);
        }
        let (mut dropped, mut refused) = (Vec::new(), Vec::new());
        for member in drop.iter().filter_map(|index| Some((*index, cluster.members.get(*index)?))) {
            match work.drop(kept.marker, member.1.marker) {
                Ok(()) => dropped.push(line(member.0)),
                Err(reason) => refused.push(reason),
            }
        }
        if work.steps.is_empty() {
            return Action::Say(refused);
        }
        dropped.sort_unstable();
        let verb = if text.is_some() { "reworded" } else { "kept" };
        let mut said = vec![match dropped.len() {
            0 => format!("{verb} line {}", line(keep)),
            _ => format!("{verb} line {}, dropped {}", line(keep), lines(&dropped)),
        }];
        said.append(&mut work.said);
        said.append(&mut refused);
        let tally = Tally { dropped: dropped.len(), reworded: usize::from(text.is_some()), spared: 0 };
        self.carry(place, work, Some(keep), said, tally)
    }

    /// Has every bullet of the cluster spared from the rule.
    pub(super) fn keep_all(&mut self) -> Action {
        let (Some(place), Some((note, cluster))) = (self.at, self.current()) else { return Action::Ask };
        if let Some(reason) = untouchable(note) {
            return Action::Say(vec![reason]);
        }
        let mut work = Work::new(note);
        // Where the one they were held against is gone, the first one is it now, and nothing is reported there.
        let held = usize::from(cluster.members.iter().all(|member| member.reported.is_some()));
        for reported in cluster.members.iter().skip(held).filter_map(|member| member.reported) {
            if let Err(reason) = work.spare(cluster.rule.as_str(), reported) {
                return Action::Say(vec![reason, "nothing was changed".into()]);
            }
        }
        if work.steps.is_empty() {
            // All of them are spared already, for the sake of another cluster.
            return self.settle(place, State::Settled);
        }
        let said = vec![format!("kept all; {} will not speak of them again", cluster.rule)];
        self.carry(place, work, None, said, Tally { spared: 1, ..Tally::default() })
    }

    /// The note as a decision leaves it, and the clusters in it; `keep` has become the first of the one that is up.
    fn carry(&mut self, place: Place, work: Work, keep: Option<usize>, said: Vec<String>, tally: Tally) -> Action {
        let Some(reviewed) = self.notes.get(place.note) else { return Action::Ask };
        let mut entries = reviewed.entries.clone();
        for (index, entry) in entries.iter_mut().enumerate() {
            let own = index == place.entry;
            if let Some(keep) = keep.filter(|_| own) {
                entry.cluster.promote(keep);
            }
            let before = entry.cluster.members.len();
            work.carry(&mut entry.cluster);
            if own && keep.is_none() || entry.cluster.members.len() < 2 && before > 1 {
                entry.state = State::Settled;
            }
        }
        let after = work.note.text().to_owned();
        let write = Write { path: reviewed.note.source.path.clone(), before: reviewed.note.text().to_owned(), after };
        self.pending = Some(Pending { place, note: work.note, entries, said, tally: Some(tally) });
        Action::Write(write)
    }
}

/// Why a note is not ours to write to.
fn untouchable(note: &Note) -> Option<String> {
    note.text().contains('\0').then(|| "the note holds a NUL byte: whatever it is, it is not changed".into())
}

fn lines(numbers: &[u32]) -> String {
    let words: Vec<String> = numbers.iter().map(u32::to_string).collect();
    match words.split_last() {
        Some((last, [])) => format!("line {last}"),
        Some((last, rest)) => format!("lines {} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
