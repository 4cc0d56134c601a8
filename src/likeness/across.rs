//! One fact in several notes.
//!
//! A vault may hold a million bullets, so they are not all read closely. [`Gathering`] keeps a few hashes of each and tells which ones
//! share enough rare words with a bullet of another note; only those are read and judged ([`analyse_across`]), by the same model as
//! the bullets of one list. What differs is whom a bullet is about: one that names nobody is about its own note's subject, so the same
//! words in two notes may be two facts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::candidates::Index;
use super::compare::{Alignment, Match};
use super::model::Model;
use super::reading::{Kind, Reading};
use super::weights::Weights;
use super::{Analysis, Context, Corpus, Group, Settings, Statement, analyse_notes, screen};

/// Share of the lighter bullet's weight that two bullets of two notes have in common, in per cent. More than within one list: a
/// coincidence is likelier among all bullets of a vault.
const SHARED_PERCENT: u64 = 50;

/// Partners of one bullet that are looked at; more are one crowd.
const MOST_PARTNERS: usize = 64;

/// A wording that names nobody and nothing in more notes than this is a template's.
const MOST_NOTES_OF_A_PLAIN_WORDING: usize = 4;

/// Words that two bullets share at least, names included, where neither says whom it is about.
const LEAST_SHARED: usize = 5;

/// So many more where they share no name either.
const MORE_WITHOUT_NAME: usize = 1;

/// Statements of many notes, each kept as a few numbers.
#[derive(Debug, Default)]
pub struct Gathering {
    /// By word hash its number.
    words: FxHashMap<u64, u32>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    note: usize,
    date: Option<Date>,
    words: Box<[u32]>,
}

impl Gathering {
    /// Adds a statement of a note. Statements are numbered in the order in which they are added.
    pub fn add(&mut self, note: usize, statement: &Statement) {
        let hashes = screen::words(&statement.text);
        let mut words: Vec<u32> = hashes
            .into_iter()
            .map(|hash| {
                let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
                *self.words.entry(hash).or_insert(next)
            })
            .collect();
        words.sort_unstable();
        self.entries.push(Entry { note, date: statement.group_key, words: words.into() });
    }

    /// The statements that share half of their weight with one of another note and of the same date; sorted.
    #[must_use]
    pub fn promising(&self) -> Vec<usize> {
        let mut weights = Weights::default();
        for entry in &self.entries {
            weights.count(&entry.words);
        }
        let mut by_date: BTreeMap<Option<Date>, Vec<usize>> = BTreeMap::new();
        for (number, entry) in self.entries.iter().enumerate().filter(|(_, entry)| !entry.words.is_empty()) {
            by_date.entry(entry.date).or_default().push(number);
        }
        let mut found = BTreeSet::new();
        for numbers in by_date.values() {
            // Of statements with the very same words one stands for all: copies are what this looks for, and many at times.
            let mut alike: BTreeMap<&[u32], Vec<usize>> = BTreeMap::new();
            for number in numbers {
                alike.entry(&self.entries[*number].words).or_default().push(*number);
            }
            let alike: Vec<(&[u32], Vec<usize>)> = alike.into_iter().collect();
            let only_note = |members: &[usize]| {
                let note = self.entries[members[0]].note;
                members.iter().all(|member| self.entries[*member].note == note).then_some(note)
            };
            let notes: Vec<Option<usize>> = alike.iter().map(|(_, members)| only_note(members)).collect();
            let index = Index::build(alike.iter().map(|(words, _)| *words), &weights);
            let apart = |a: u32, b: u32| match (notes[a as usize], notes[b as usize]) {
                (Some(a), Some(b)) => a != b,
                _ => true,
            };
            let pairs = index.pairs_where(SHARED_PERCENT, MOST_PARTNERS, &weights, apart);
            let alone = notes.iter().enumerate().filter(|(_, note)| note.is_none()).map(|(place, _)| place);
            let places = pairs.into_iter().flat_map(|(a, b)| [a as usize, b as usize]).chain(alone);
            found.extend(places.flat_map(|place| alike[place].1.iter().copied()));
        }
        found.into_iter().collect()
    }
}

/// Finds the facts that stand in several notes, and the pairs of two notes that disagree in one detail. Statements are numbered
/// through all notes in order; a group that lies within one note, and a wording of a template, is left out.
#[must_use]
pub fn analyse_across(notes: &[(&[Statement], &Context)], settings: &Settings) -> Analysis {
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
        many > 1 && (many <= MOST_NOTES_OF_A_PLAIN_WORDING || is_specific(texts[group.keep]))
    });
    analysis.conflicts.retain(|conflict| note_of[conflict.a] != note_of[conflict.b]);
    analysis
}

/// Whether a text holds a digit, a link, or a capital letter past its first word: what a template's text has none of.
fn is_specific(text: &str) -> bool {
    let later = text.split_whitespace().skip(1);
    text.contains("[[") || text.chars().any(|c| c.is_numeric()) || later.flat_map(str::chars).any(char::is_uppercase)
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
    use proptest::prelude::*;

    use super::*;

    fn bullets(texts: &[&str]) -> Vec<Statement> {
        texts.iter().map(|text| Statement { text: (*text).to_owned(), group_key: None }).collect()
    }

    fn about(subject: &str) -> Context {
        Context { subject: Some(subject.to_owned()), background: Vec::new() }
    }

    /// The groups as lists of statement numbers.
    fn groups(notes: &[(&str, &[&str])]) -> Vec<Vec<usize>> {
        let read: Vec<(Vec<Statement>, Context)> =
            notes.iter().map(|(subject, texts)| (bullets(texts), about(subject))).collect();
        let notes: Vec<(&[Statement], &Context)> =
            read.iter().map(|(statements, context)| (statements.as_slice(), context)).collect();
        let members = |group: &Group| {
            let mut all: Vec<usize> = group.members.iter().map(|m| m.index).chain([group.keep]).collect();
            all.sort_unstable();
            all
        };
        analyse_across(&notes, &Settings::default()).groups.iter().map(members).collect()
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

    proptest! {
        /// Every statement that shares half of the lighter one's weight with one of another note is promising, and no other.
        #[test]
        fn nothing_promising_is_missed(notes in prop::collection::vec(prop::collection::vec(prop::collection::vec(0usize..12, 1..6), 0..5), 0..6)) {
            const WORDS: [&str; 12] = ["weir", "mill", "ferry", "sluice", "barley", "Ostervik", "ledger", "wharf", "choir", "lantern", "harvest", "bridge"];
            let mut gathering = Gathering::default();
            let mut all = Vec::new();
            for (note, texts) in notes.iter().enumerate() {
                for words in texts {
                    let text: Vec<&str> = words.iter().map(|word| WORDS[*word]).collect();
                    gathering.add(note, &Statement { text: text.join(" "), group_key: None });
                    all.push((note, words.iter().copied().collect::<BTreeSet<usize>>()));
                }
            }
            let frequency = |word: usize| all.iter().filter(|(_, words)| words.contains(&word)).count();
            let mut weights = Weights::default();
            let number = |word: usize| u32::try_from(word).unwrap();
            for (_, words) in &all {
                weights.count(&words.iter().map(|word| number(*word)).collect::<Vec<_>>());
            }
            let weigh = |words: &mut dyn Iterator<Item = usize>| -> u64 { words.map(|word| u64::from(weights.scaled(number(word)))).sum() };
            let expected: Vec<usize> = (0..all.len()).filter(|a| {
                all.iter().any(|(note, words)| {
                    let (own, mine) = &all[*a];
                    let shared = weigh(&mut mine.intersection(words).copied());
                    let lighter = weigh(&mut mine.iter().copied()).min(weigh(&mut words.iter().copied()));
                    own != note && shared > 0 && shared * 100 >= SHARED_PERCENT * lighter
                })
            }).collect();
            prop_assert!(all.iter().flat_map(|(_, words)| words).all(|word| frequency(*word) > 0));
            prop_assert_eq!(gathering.promising(), expected);
        }
    }
}
