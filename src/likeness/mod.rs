//! How alike two sentences are: finds bullets of a note that state the same fact, and bullets that state nearly the same but for one
//! detail. Knows nothing of notes, files or rules.
//!
//! A bullet becomes a *reading* (`reading`): its content words as stems and concepts, numbers and dates as values, names, and what its
//! function words say (negation, plan or done, who acts). Candidate pairs come from an inverted index that misses none
//! (`candidates`). Two readings are aligned (`compare`), the alignment judged on two axes, how much is shared and whether
//! anything contradicts (`model`), weighed by how much the list repeats itself (`prior`), and pairs are put together into groups in
//! which nobody contradicts (`groups`). Lists that are no logs (`purpose`) ask for more (`apart`).

mod across;
mod apart;
mod attribution;
mod candidates;
mod compare;
mod conflicts;
mod contradiction;
mod dates;
mod diff;
mod distinct;
mod enumeration;
mod figures;
mod function_words;
mod gathering;
mod groups;
mod language;
mod lexicon;
mod lists;
mod lossless;
mod markup;
mod model;
mod myriads;
mod names;
mod near;
mod opposites;
mod order;
mod pairs;
mod prepared;
mod prior;
mod purpose;
mod reader;
mod reading;
mod replaced;
mod roles;
mod screen;
mod spelling;
mod stemming;
mod tokens;
mod turned;
mod turns;
mod values;
mod verbatim;
mod weights;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod traps_tests;
#[cfg(test)]
mod values_tests;

use std::ops::Range;

use jiff::civil::Date;

pub use self::across::analyse_across;
pub use self::gathering::{Gathering, Promise, Promising};
pub use self::language::Language;
pub use self::lists::analyse_lists;
pub use self::model::{Model, Trees};
use self::reader::Reader;
use self::reading::{Interner, Reading};
use self::weights::Weights;

/// One bullet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its content without the list marker, markup included.
    pub text: String,
    /// The date at its head, if it is an entry of a dated list; then `text` is what follows the date. Only statements with the same date,
    /// or both without, are compared.
    pub group_key: Option<Date>,
}

/// What surrounds the statements.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Title of the note: who or what a bullet without a subject is about.
    pub subject: Option<String>,
    /// Other text of the note or vault: tells names, the language, and which words are common there.
    pub background: Vec<String>,
}

/// How strict to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Log-odds that the surest pair of a group must exceed.
    pub margin: f64,
    /// Log-odds that the mean over all pairs between two groups must exceed for them to be one.
    pub linkage: f64,
    /// The same between two groups with at least `crowd` pairs between them.
    pub crowd_linkage: f64,
    /// See `crowd_linkage`.
    pub crowd: usize,
    /// Log-odds beyond which a single pair counts no further in a mean.
    pub clamp: f64,
    /// Statements of fewer words, the date counted in, are not compared.
    pub min_words: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { margin: 0.4, linkage: 0.2, crowd_linkage: -1.0, crowd: 12, clamp: 4.0, min_words: 4 }
    }
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Analysis {
    /// Statements of the same fact, by the place of the first one.
    pub groups: Vec<Group>,
    /// Pairs that would state the same fact but for one detail.
    pub conflicts: Vec<Conflict>,
}

/// Statements of one fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The statement that says most: the one to keep.
    pub keep: usize,
    /// The others, in order.
    pub members: Vec<Redundant>,
}

/// A statement that another one makes redundant.
#[derive(Debug, Clone, PartialEq)]
pub struct Redundant {
    /// The redundant statement.
    pub index: usize,
    /// The statement to keep.
    pub against: usize,
    /// How the two relate.
    pub relation: Relation,
    /// How sure it is that both state one fact, from 0 to 1.
    pub score: f64,
    /// What was seen.
    pub evidence: Evidence,
    /// Whether the kept statement provably says all that this one says, so that deleting it loses nothing.
    pub lossless: bool,
    /// Where it does not, another statement of the group that provably does. That one says more than this one, or is above it, so that
    /// following this from statement to statement ends at one that has no such other.
    pub said_by: Option<usize>,
}

/// How a redundant statement relates to the kept one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Both say the same.
    Same,
    /// The kept one says all of it and more.
    Subsumes,
    /// Each adds a detail that the other lacks.
    Overlap,
}

/// What speaks for and against a pair; places are bytes of the statements' texts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    /// Share of the shorter statement's content, by weight, that the other one has too.
    pub containment: f64,
    /// Words of the redundant statement that the kept one lacks.
    pub only_redundant: Vec<Range<usize>>,
    /// Words of the kept statement that the redundant one lacks.
    pub only_kept: Vec<Range<usize>>,
}

/// Nearly the same fact, with one detail that disagrees.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The upper statement.
    pub a: usize,
    /// The lower statement.
    pub b: usize,
    /// What disagrees.
    pub kind: ConflictKind,
    /// The disagreeing words of `a`, in bytes of its text; empty if the whole statement is meant.
    pub left: Range<usize>,
    /// The disagreeing words of `b`.
    pub right: Range<usize>,
    /// How sure it is that all else agrees, from 0 to 1.
    pub score: f64,
}

/// The detail that disagrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConflictKind {
    /// A number or amount.
    Number,
    /// A date or time.
    Date,
    /// A name.
    Name,
    /// Yes against no.
    Polarity,
    /// Who does it to whom, or up against down.
    Direction,
}

/// Finds the groups and conflicts among the statements of one list.
///
/// Near-linear in the number of statements as long as most words are rare; pairs are never all compared.
pub fn analyse(statements: &[Statement], context: &Context, settings: &Settings) -> Analysis {
    analyse_notes(&[(statements, context)], settings, Model::built_in())
}

/// The same across several notes, each with its own subject, names and language, by a model of one's own. Statements are numbered through all notes in order.
pub fn analyse_notes(notes: &[(&[Statement], &Context)], settings: &Settings, model: &Model) -> Analysis {
    let corpus = Corpus::read(notes);
    groups::group(&corpus, settings, model)
}

/// All statements read, ready to be compared.
struct Corpus {
    readings: Vec<Reading>,
    dates: Vec<Option<Date>>,
    /// The note that each statement is from, and the notes' languages and subjects.
    notes: Vec<usize>,
    languages: Vec<Language>,
    subjects: Vec<Vec<u32>>,
    interner: Interner,
    weights: Weights,
}

impl Corpus {
    fn read(notes: &[(&[Statement], &Context)]) -> Self {
        let mut corpus = Self {
            readings: Vec::new(),
            dates: Vec::new(),
            notes: Vec::new(),
            languages: Vec::new(),
            subjects: Vec::new(),
            interner: Interner::default(),
            weights: Weights::default(),
        };
        for (number, (statements, context)) in notes.iter().enumerate() {
            let texts: Vec<&str> = statements
                .iter()
                .map(|s| s.text.as_str())
                .chain(context.background.iter().map(String::as_str))
                .collect();
            let reader = Reader::learn(&texts, context.subject.as_deref());
            for statement in *statements {
                let reading = reader.read(&statement.text, &mut corpus.interner);
                corpus.readings.push(reading);
                corpus.dates.push(statement.group_key);
                corpus.notes.push(number);
            }
            for text in &context.background {
                let reading = reader.read(text, &mut corpus.interner);
                corpus.weights.count(&reading.keys);
            }
            corpus.languages.push(reader.language());
            corpus.subjects.push(reader.subject_keys(&mut corpus.interner));
        }
        pairs::count_words(&mut corpus);
        corpus
    }
}

/// Figures of a candidate pair, named by [`feature_names`]: what the model's weights are learnt from.
#[derive(Debug, Clone, PartialEq)]
pub struct PairFigures {
    /// The upper statement.
    pub a: usize,
    /// The lower statement.
    pub b: usize,
    /// One figure a feature.
    pub figures: Vec<f64>,
    /// What `a` has over `b`, by [`side_feature_names`].
    pub left: Vec<f64>,
    /// What `b` has over `a`.
    pub right: Vec<f64>,
}

/// Names of the figures of a pair.
pub fn feature_names() -> &'static [&'static str] {
    &self::figures::FEATURES
}

/// The figures of all candidate pairs of one list.
pub fn figures(statements: &[Statement], context: &Context) -> Vec<PairFigures> {
    let corpus = Corpus::read(&[(statements, context)]);
    pairs::judge_all(&corpus, &pairs::Lists::of(&corpus, 2))
        .into_iter()
        .map(|pair| {
            let (alignment, _) = pairs::judge(&corpus, pair.a, pair.b);
            let (left, right) = pairs::judge_sides(&corpus, pair.a, pair.b, &alignment);
            PairFigures {
                a: pair.a,
                b: pair.b,
                figures: pair.figures.to_vec(),
                left: left.to_vec(),
                right: right.to_vec(),
            }
        })
        .collect()
}

/// Names of the figures of a side.
pub fn side_feature_names() -> &'static [&'static str] {
    &self::figures::SIDE_FEATURES
}
