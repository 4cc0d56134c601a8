//! One fact in several notes.
//!
//! A vault may hold a million bullets, so they are not all read closely. [`super::Gathering`] keeps a few hashes of each and tells which
//! ones share enough rare words with a bullet of another note; only those are read and judged ([`analyse_across`]), by the same model as
//! the bullets of one list. What differs is whom a bullet is about: one that names nobody is about its own note's subject, so the same
//! words in two notes may be two facts.

use std::collections::BTreeSet;

use super::compare::{Alignment, Match};
use super::gathering::{MOST_NOTES, Promising, is_specific};
use super::model::Model;
use super::reading::{Kind, Reading};
use super::{Analysis, Context, Corpus, Evidence, Group, Redundant, Relation, Settings, Statement, analyse_notes};

/// Words that two bullets share at least, names included, where neither says whom it is about.
const LEAST_SHARED: usize = 5;

/// So many more where they share no name either.
const MORE_WITHOUT_NAME: usize = 1;

/// Finds the facts that stand in several notes, and the pairs of two notes that disagree in one detail. The notes hold the statements
/// that are to be read, in order, and no others; in the analysis statements have the numbers of gathering, and copies are members
/// of their groups. A group that lies within one note, and a wording of a template, is left out.
#[must_use]
pub fn analyse_across(notes: &[(&[Statement], &Context)], promising: &Promising, settings: &Settings) -> Analysis {
    let note_of: Vec<usize> =
        notes.iter().enumerate().flat_map(|(note, (statements, _))| statements.iter().map(move |_| note)).collect();
    let texts: Vec<&str> =
        notes.iter().flat_map(|(statements, _)| statements.iter().map(|s| s.text.as_str())).collect();
    let mut analysis = analyse_notes(notes, settings, Model::built_in());
    let notes_of = |group: &Group| -> BTreeSet<usize> {
        group.members.iter().map(|member| member.index).chain([group.keep]).map(|index| note_of[index]).collect()
    };
    analysis.groups.retain(|group| {
        let many = notes_of(group).len();
        many > 1 && (many <= MOST_NOTES || is_specific(texts[group.keep]))
    });
    analysis.conflicts.retain(|conflict| note_of[conflict.a] != note_of[conflict.b]);
    for group in &mut analysis.groups {
        gathered_numbers(group, promising);
    }
    for conflict in &mut analysis.conflicts {
        (conflict.a, conflict.b) = (promising.read[conflict.a], promising.read[conflict.b]);
    }
    analysis
}

/// Gives the statements of a group the numbers of gathering, and takes in the copies.
fn gathered_numbers(group: &mut Group, promising: &Promising) {
    let copies = |number: usize| promising.copies.get(&number).map_or(&[][..], Vec::as_slice);
    let keep = promising.read[group.keep];
    let mut members: Vec<Redundant> = Vec::with_capacity(group.members.len());
    for member in std::mem::take(&mut group.members) {
        let index = promising.read[member.index];
        let numbers = copies(index).iter().copied().chain([index]);
        members.extend(numbers.map(|index| Redundant { index, against: keep, ..member.clone() }));
    }
    // A copy of the one to keep says just what that says.
    members.extend(copies(keep).iter().map(|index| Redundant {
        index: *index,
        against: keep,
        relation: Relation::Same,
        score: 1.0,
        evidence: Evidence { containment: 1.0, ..Evidence::default() },
        lossless: true,
        said_by: None,
    }));
    members.sort_by_key(|member| member.index);
    *group = Group { keep, members };
}

/// Whether two bullets can be about the same thing as far as their notes go: always within one note.
pub(super) fn can_be_one(corpus: &Corpus, a: usize, b: usize, alignment: &Alignment) -> bool {
    let (note, other) = (corpus.notes[a], corpus.notes[b]);
    if note == other || corpus.subjects[note] == corpus.subjects[other] {
        return true;
    }
    let (left, right) = (&corpus.readings[a], &corpus.readings[b]);
    if is_about_another(left, &alignment.left) || is_about_another(right, &alignment.right) {
        return false;
    }
    let names_the_others_subject = alignment.left.iter().chain(&alignment.right).any(|m| *m == Some(Match::Subject));
    let name = |kind: Kind| matches!(kind, Kind::Name | Kind::Code);
    let shares_a_name = left
        .terms
        .iter()
        .zip(&alignment.left)
        .any(|(term, partner)| name(term.kind) && matches!(partner, Some(Match::Exact(_) | Match::Implied)));
    names_the_others_subject
        || left.starts_with_name && right.starts_with_name
        || alignment.matched >= LEAST_SHARED + if shares_a_name { 0 } else { MORE_WITHOUT_NAME }
}

/// Whether a bullet begins with a name that the other one neither says nor is about.
fn is_about_another(reading: &Reading, side: &[Option<Match>]) -> bool {
    reading.starts_with_name
        && reading
            .terms
            .first()
            .zip(side.first())
            .is_some_and(|(term, partner)| term.kind == Kind::Name && partner.is_none())
}

#[cfg(test)]
mod tests {
    use super::super::{Gathering, Promise};
    use super::*;

    fn bullets(texts: &[&str]) -> Vec<Statement> {
        texts.iter().map(|text| Statement { text: (*text).to_owned(), group_key: None }).collect()
    }

    fn about(subject: &str) -> Context {
        Context { subject: Some(subject.to_owned()), background: Vec::new() }
    }

    /// The groups as lists of statement numbers.
    fn groups(notes: &[(&str, &[&str])]) -> Vec<Vec<usize>> {
        let mut gathering = Gathering::default();
        for (note, (_, texts)) in notes.iter().enumerate() {
            bullets(texts).iter().for_each(|statement| gathering.add(note, statement));
        }
        let promising = gathering.promising();
        let wanted = promising.statements();
        let mut number = 0..;
        let read: Vec<(Vec<Statement>, Context)> = notes
            .iter()
            .map(|(subject, texts)| {
                let mut read = bullets(texts);
                read.retain(|_| number.next().and_then(|number| wanted.get(&number)) == Some(&Promise::Read));
                (read, about(subject))
            })
            .collect();
        let notes: Vec<(&[Statement], &Context)> =
            read.iter().map(|(statements, context)| (statements.as_slice(), context)).collect();
        let members = |group: &Group| {
            let mut all: Vec<usize> = group.members.iter().map(|m| m.index).chain([group.keep]).collect();
            all.sort_unstable();
            all
        };
        analyse_across(&notes, &promising, &Settings::default()).groups.iter().map(members).collect()
    }

    #[test]
    fn a_fact_with_its_subject_is_found_in_two_notes() {
        let mira = ["Mira Solberg leads the repair of the weir in Ostervik.", "Lives above the old ferry house."];
        let jon = ["Mira Solberg is leading the repair of the Ostervik weir.", "Keeps the books of the mill."];
        assert_eq!(groups(&[("Mira Solberg", &mira), ("Jon Aune", &jon)]), [[0, 2]]);
    }

    #[test]
    fn a_subject_left_out_is_that_of_the_note() {
        let own = ["Leads the repair of the weir in Ostervik.", "Lives above the old ferry house."];
        let other = ["Mira Solberg leads the repair of the weir in Ostervik.", "Keeps the books of the mill."];
        assert_eq!(groups(&[("Mira Solberg", &own), ("Jon Aune", &other)]), [[0, 2]]);
        // In a third one's note it is the third one who leads it.
        assert_eq!(groups(&[("Per Aas", &own), ("Jon Aune", &other)]), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn what_both_notes_say_of_their_own_subject_are_two_facts() {
        let text = ["Enjoys hiking in the mountains"];
        assert_eq!(groups(&[("Mira Solberg", &text), ("Jon Aune", &text)]), Vec::<Vec<usize>>::new());
        assert_eq!(groups(&[("Mira Solberg", &text), ("Mira Solberg", &text)]), [[0, 1]]);
    }

    #[test]
    fn a_templates_wording_is_no_fact() {
        let text = ["Write down whatever seems important and mention sources, dates and people where possible."];
        let many: Vec<(String, &[&str])> = (0..8).map(|n| (format!("Note {n}"), &text[..])).collect();
        let many: Vec<(&str, &[&str])> = many.iter().map(|(subject, texts)| (subject.as_str(), *texts)).collect();
        assert_eq!(groups(&many[..2]).len(), 1);
        assert_eq!(groups(&many), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn copies_are_members_of_the_group() {
        let fact = ["Mira Solberg leads the repair of the weir in Ostervik."];
        let fuller = ["Mira Solberg is leading the repair of the Ostervik weir since 2024."];
        let mut notes: Vec<(String, &[&str])> = (0..5).map(|n| (format!("Note {n}"), &fact[..])).collect();
        notes.push(("Weirs".to_owned(), &fuller));
        let notes: Vec<(&str, &[&str])> = notes.iter().map(|(subject, texts)| (subject.as_str(), *texts)).collect();
        assert_eq!(groups(&notes), [[0, 1, 2, 3, 4, 5]]);
    }
}
