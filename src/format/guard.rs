//! The guard: edits are accepted only where the note still means the same.
//!
//! Where all edits together fail, they are added pass by pass, and those of a guilty pass by halves, until the guilty ones
//! are alone; these are dropped.

use std::collections::BTreeSet;

use super::change::applied;
use super::{Change, Dropped};
use crate::note::Note;
use crate::note::outline::Outline;
use crate::text::Source;

/// How many bytes the search for guilty edits may parse: a hostile note must not cost its length squared.
const SEARCHED_BYTES: usize = 4_000_000;

/// What came of one round of changes.
pub(super) struct Sifted {
    /// The changes that are accepted; none where `note` is `None`.
    pub(super) accepted: Vec<Change>,
    /// The note with them.
    pub(super) note: Option<Note>,
    /// Who had to give up edits.
    pub(super) dropped: Vec<Dropped>,
}

/// Accepts those of the sorted, disjoint `changes` of `here` under which `here` keeps its outline.
///
/// `reference` is that outline; it is drawn when first needed.
pub(super) fn sift(here: &Note, reference: &mut Option<Outline>, changes: Vec<Change>) -> Sifted {
    let reference = reference.get_or_insert_with(|| Outline::of(here));
    match changed(here, reference, &changes) {
        Ok(note) => Sifted { accepted: changes, note: Some(note), dropped: Vec::new() },
        Err(_) => search(here, reference, changes),
    }
}

/// The note with the changes, or what would differ.
fn changed(here: &Note, reference: &Outline, changes: &[Change]) -> Result<Note, String> {
    let text = applied(here.text(), changes);
    let source = Source::new(here.source.path.clone(), text).map_err(|error| error.to_string())?;
    let note = Note::parse(source);
    match reference.difference(&Outline::of(&note)) {
        Some(difference) => Err(difference),
        None => Ok(note),
    }
}

fn search(here: &Note, reference: &Outline, changes: Vec<Change>) -> Sifted {
    let passes: BTreeSet<&str> = changes.iter().map(|change| change.pass).collect();
    // Each piece is a set of indexes into `changes`; the last is tried first.
    let mut pieces: Vec<Vec<usize>> =
        passes.iter().rev().map(|pass| (0..changes.len()).filter(|i| changes[*i].pass == *pass).collect()).collect();
    let mut taken = vec![false; changes.len()];
    let mut result = Sifted { accepted: Vec::new(), note: None, dropped: Vec::new() };
    let mut trials = (SEARCHED_BYTES / here.text().len().max(1)).clamp(8, 64);
    while let Some(piece) = pieces.pop() {
        let pass = changes[piece[0]].pass;
        if trials == 0 {
            result.dropped.push(Dropped { pass, reason: "too many of its edits change what the note says".into() });
            continue;
        }
        trials -= 1;
        piece.iter().for_each(|i| taken[*i] = true);
        let chosen: Vec<Change> = (0..changes.len()).filter(|i| taken[*i]).map(|i| changes[i].clone()).collect();
        match changed(here, reference, &chosen) {
            Ok(note) => {
                result.accepted = chosen;
                result.note = Some(note);
            }
            Err(reason) => {
                piece.iter().for_each(|i| taken[*i] = false);
                if piece.len() == 1 {
                    result.dropped.push(Dropped { pass, reason });
                } else {
                    let (left, right) = piece.split_at(piece.len() / 2);
                    pieces.push(right.to_vec());
                    pieces.push(left.to_vec());
                }
            }
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::parse;
    use crate::text::{Edit, Span};

    fn change(pass: &'static str, start: usize, end: usize, text: &str) -> Change {
        Change::new(pass, Edit::replace(Span::new(start, end), text), "m")
    }

    #[test]
    fn only_the_guilty_edit_is_dropped() {
        let note = parse("a  \nb \n\nc\n");
        let changes = vec![change("good", 1, 2, ""), change("mixed", 5, 6, ""), change("mixed", 7, 8, "")];
        let sifted = sift(&note, &mut None, changes);
        // The first would end a hard break, the last join two paragraphs.
        assert_eq!(sifted.dropped.iter().map(|d| d.pass).collect::<Vec<_>>(), ["good", "mixed"]);
        assert_eq!(sifted.accepted, [change("mixed", 5, 6, "")]);
        assert_eq!(sifted.note.unwrap().text(), "a  \nb\n\nc\n");
    }

    #[test]
    fn the_search_ends() {
        let text = "a\n\n".repeat(2000);
        let changes = (0..2000).map(|i| change("bad", 3 * i + 2, 3 * i + 3, "")).collect();
        let sifted = sift(&parse(&text), &mut None, changes);
        assert!(sifted.accepted.is_empty() && sifted.note.is_none() && !sifted.dropped.is_empty());
    }
}
