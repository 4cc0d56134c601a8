//! The bullets of a whole vault, sifted: which of them may have a twin in another note.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHasher};

use super::candidates::Index;
use super::weights::Weights;
use super::{Statement, screen};

/// Share of their weights that two bullets of two notes have in common on the mean, in per cent. More than within one list: a
/// coincidence is likelier among all bullets of a vault.
const SHARED_PERCENT: u64 = 50;

/// Partners of one bullet that are looked at; more are one crowd.
const MOST_PARTNERS: usize = 64;

/// A wording that names nobody and nothing in more notes than this is a template's, and a label that opens bullets of more
/// notes than this is a field's.
pub(super) const MOST_NOTES: usize = 4;

/// So many letters of a word count: most endings do not, and few words of a vault are taken for each other.
const LETTERS: usize = 7;

/// A field has fewer words than this; what a label opens besides is a sentence.
const LONG_VALUE: usize = 12;

/// Statements of many notes, each kept as a few numbers.
#[derive(Debug, Default)]
pub struct Gathering {
    /// By word hash its number.
    words: FxHashMap<u64, u32>,
    /// By the hash of a label: the notes that open bullets with it, up to one more than a label may have.
    labels: FxHashMap<u64, Vec<usize>>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    note: usize,
    date: Option<Date>,
    /// Hash of the text.
    text: u64,
    /// Hash of the label before a short value.
    field: Option<u64>,
    /// Whether it names something: see [`is_specific`].
    specific: bool,
    words: Box<[u32]>,
}

/// The statements that are worth reading; numbers are those of adding.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Promising {
    /// Those to read, sorted.
    pub(super) read: Vec<usize>,
    /// Verbatim copies of statements that two notes hold already: what is found of the key holds for them too.
    pub(super) copies: BTreeMap<usize, Vec<usize>>,
}

/// What to do with a promising statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// It is to be read.
    Read,
    /// It is in the words of one that is read.
    Copy,
}

impl Promising {
    /// The promising statements by number.
    #[must_use]
    pub fn statements(&self) -> BTreeMap<usize, Promise> {
        let copies = self.copies.values().flatten().map(|number| (*number, Promise::Copy));
        self.read.iter().map(|number| (*number, Promise::Read)).chain(copies).collect()
    }
}

impl Gathering {
    /// Adds a statement of a note. Statements are numbered in the order in which they are added; all of a note follow each other.
    pub fn add(&mut self, note: usize, statement: &Statement) {
        let hashes = screen::words(&statement.text, LETTERS);
        let mut words: Vec<u32> = hashes
            .into_iter()
            .map(|hash| {
                let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
                *self.words.entry(hash).or_insert(next)
            })
            .collect();
        words.sort_unstable();
        // Behind a date, a label such as "Mentioned in:" carries nothing.
        let field = field(&statement.text).filter(|_| statement.group_key.is_none()).map(hash);
        if let Some(label) = field {
            let notes = self.labels.entry(label).or_default();
            if notes.last() != Some(&note) && notes.len() <= MOST_NOTES {
                notes.push(note);
            }
        }
        self.entries.push(Entry {
            note,
            date: statement.group_key,
            text: hash(statement.text.trim()),
            field,
            specific: is_specific(&statement.text),
            words: words.into(),
        });
    }

    /// The statements that share half of both weights, on the mean, with one of another note and of the same date. What templates put into
    /// many notes, wordings without a name and fields, is left out.
    #[must_use]
    pub fn promising(&self) -> Promising {
        let mut weights = Weights::default();
        for entry in &self.entries {
            weights.count(&entry.words);
        }
        let mut found = Promising::default();
        for alike in self.verbatim() {
            self.partners(&alike, &weights, &mut found);
        }
        found.read.sort_unstable();
        found
    }

    /// By date the statements with the same text.
    fn verbatim(&self) -> Vec<Vec<Vec<usize>>> {
        let mut by_date: BTreeMap<Option<Date>, BTreeMap<u64, Vec<usize>>> = BTreeMap::new();
        for (number, entry) in self.entries.iter().enumerate() {
            if !entry.words.is_empty() && !self.is_field(entry) {
                by_date.entry(entry.date).or_default().entry(entry.text).or_default().push(number);
            }
        }
        let sorted = |texts: BTreeMap<u64, Vec<usize>>| {
            let mut texts: Vec<Vec<usize>> = texts.into_values().filter(|copies| !self.is_template(copies)).collect();
            texts.sort();
            texts
        };
        by_date.into_values().map(sorted).collect()
    }

    fn is_field(&self, entry: &Entry) -> bool {
        entry.field.and_then(|label| self.labels.get(&label)).is_some_and(|notes| notes.len() > MOST_NOTES)
    }

    fn is_template(&self, copies: &[usize]) -> bool {
        let entry = |number: &usize| &self.entries[*number];
        let notes: BTreeSet<usize> = copies.iter().map(|number| entry(number).note).collect();
        notes.len() > MOST_NOTES && copies.first().is_some_and(|number| !entry(number).specific)
    }

    /// Adds those texts of one date that another note has in like words.
    fn partners(&self, texts: &[Vec<usize>], weights: &Weights, found: &mut Promising) {
        // Of texts with the very same words one stands for all in the index.
        let mut alike: BTreeMap<&[u32], Vec<&[usize]>> = BTreeMap::new();
        for copies in texts {
            alike.entry(&self.entries[copies[0]].words).or_default().push(copies);
        }
        let alike: Vec<(&[u32], Vec<&[usize]>)> = alike.into_iter().collect();
        let only_note = |texts: &[&[usize]]| {
            let mut notes = texts.iter().copied().flatten().map(|number| self.entries[*number].note);
            let first = notes.next();
            first.filter(|first| notes.all(|note| note == *first))
        };
        let notes: Vec<Option<usize>> = alike.iter().map(|(_, texts)| only_note(texts)).collect();
        let apart = |a: u32, b: u32| match (notes[a as usize], notes[b as usize]) {
            (Some(a), Some(b)) => a != b,
            _ => true,
        };
        let index = Index::build(alike.iter().map(|(words, _)| *words), SHARED_PERCENT, weights);
        let pairs = index.pairs_where(MOST_PARTNERS, apart);
        let shared = notes.iter().enumerate().filter(|(_, note)| note.is_none()).map(|(place, _)| place);
        let places: BTreeSet<usize> =
            pairs.into_iter().flat_map(|(a, b)| [a as usize, b as usize]).chain(shared).collect();
        for copies in places.into_iter().flat_map(|place| alike[place].1.iter().copied()) {
            self.read_two(copies, found);
        }
    }

    /// Two notes with one text are enough to tell whether it is one fact; the further ones are copies of the second.
    fn read_two(&self, copies: &[usize], found: &mut Promising) {
        let note = |number: &usize| self.entries[*number].note;
        let second = copies.iter().find(|number| note(number) != note(&copies[0]));
        let of_two = |number: &usize| note(number) == note(&copies[0]) || Some(note(number)) == second.map(note);
        let (read, further): (Vec<usize>, Vec<usize>) = copies.iter().partition(|number| of_two(number));
        found.read.extend(read);
        if let Some(second) = second.filter(|_| !further.is_empty()) {
            found.copies.insert(*second, further);
        }
    }
}

/// The label of a bullet that is a label and a short value ("Place: Ostervik").
fn field(text: &str) -> Option<&str> {
    let (label, value) = text.split_once(':')?;
    let label = label.trim_matches(|c: char| matches!(c, '*' | '_' | '`') || c.is_whitespace());
    let words = |text: &str| text.split_whitespace().count().max(text.chars().filter(|c| *c >= '\u{2e80}').count() / 2);
    (!label.is_empty() && words(label) <= 4 && label.len() <= 60 && words(value) < LONG_VALUE).then_some(label)
}

/// Whether a text holds a digit, a link, or a capital letter past its first word: what a template's text has none of.
pub(super) fn is_specific(text: &str) -> bool {
    let later = text.split_whitespace().skip(1);
    text.contains("[[") || text.chars().any(char::is_numeric) || later.flat_map(str::chars).any(char::is_uppercase)
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn gathered(notes: &[&[&str]]) -> Promising {
        let mut gathering = Gathering::default();
        for (note, texts) in notes.iter().enumerate() {
            for text in *texts {
                gathering.add(note, &Statement { text: (*text).to_owned(), group_key: None });
            }
        }
        gathering.promising()
    }

    #[test]
    fn two_notes_stand_for_all_copies() {
        let text = ["The weir in Ostervik is repaired by Mira Solberg."];
        let found = gathered(&[&text[..]; 6]);
        assert_eq!(found.read, [0, 1]);
        assert_eq!(found.copies, BTreeMap::from([(1, vec![2, 3, 4, 5])]));
    }

    #[test]
    fn wordings_and_fields_of_templates_are_left_out() {
        let plain = ["Write down whatever seems important and mention sources."];
        assert_eq!(gathered(&[&plain[..]; 4]).read, [0, 1]);
        assert_eq!(gathered(&[&plain[..]; 5]).read, Vec::<usize>::new());
        let field = ["**Place**: the village hall of Ostervik"];
        assert_eq!(gathered(&[&field[..]; 4]).read, [0, 1]);
        assert_eq!(gathered(&[&field[..]; 5]).read, Vec::<usize>::new());
        let sentence =
            ["Decision: the weir in Ostervik will be repaired by Mira Solberg before the ice of the winter comes"];
        assert_eq!(gathered(&[&sentence[..]; 5]).read, [0, 1]);
    }

    proptest! {
        /// Every statement that shares half of the weights with one of another note is promising, and no other.
        #[test]
        fn nothing_promising_is_missed(notes in prop::collection::vec(prop::collection::vec(prop::collection::vec(0usize..12, 1..6), 0..5), 0..6)) {
            const WORDS: [&str; 12] = ["weir", "mill", "ferry", "sluice", "barley", "Ostervik", "ledger", "wharf", "choir", "lantern", "harvest", "bridge"];
            let mut gathering = Gathering::default();
            let mut all = Vec::new();
            for (note, texts) in notes.iter().enumerate() {
                for words in texts {
                    let text: Vec<&str> = words.iter().map(|word| WORDS[*word]).collect();
                    gathering.add(note, &Statement { text: format!("[[x]] {}", text.join(" ")), group_key: None });
                    all.push((note, words.iter().copied().collect::<BTreeSet<usize>>()));
                }
            }
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
                    let (one, other) = (weigh(&mut mine.iter().copied()), weigh(&mut words.iter().copied()));
                    own != note && shared > 0 && shared * 100 * (one + other) >= 2 * SHARED_PERCENT * one * other
                })
            }).collect();
            let found = gathering.promising();
            let mut all_found: Vec<usize> = found.read.into_iter().chain(found.copies.into_values().flatten()).collect();
            all_found.sort_unstable();
            prop_assert_eq!(all_found, expected);
        }
    }
}
