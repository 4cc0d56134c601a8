//! Several lists of one note, each for itself: the note is read once for all of them.

use super::model::Model;
use super::prepared::Prepared;
use super::reader::Reader;
use super::reading::{Interner, Reading};
use super::weights::Weights;
use super::{Analysis, Context, Corpus, Settings, Statement, groups, pairs, screen};

/// Finds the groups and conflicts within each of the lists; what the other lists say tells how common words are.
///
/// The same as [`super::analyse`] for every list with all other lists as its background, in time that grows with the
/// note and not with the number of lists times the note.
pub fn analyse_lists(lists: &[Vec<Statement>], context: &Context, settings: &Settings) -> Vec<Analysis> {
    let plausible: Vec<bool> = lists.iter().map(|list| screen::is_plausible(list)).collect();
    if !plausible.contains(&true) {
        return lists.iter().map(|_| Analysis::default()).collect();
    }
    let statements = lists.iter().flatten().map(|statement| statement.text.as_str());
    let texts = statements.chain(context.background.iter().map(String::as_str));
    let prepared: Vec<Prepared> = texts.map(Prepared::new).collect();
    let reader = Reader::learn_from(&prepared, context.subject.as_deref());
    let mut interner = Interner::default();
    let mut read = prepared.into_iter().map(|text| reader.read_prepared(text, &mut interner));
    let readings: Vec<Vec<Reading>> = lists.iter().map(|list| read.by_ref().take(list.len()).collect()).collect();
    let background: Vec<Reading> = read.collect();
    let mut whole = Weights::default();
    for reading in background.iter().chain(readings.iter().flatten()) {
        whole.count(&reading.keys);
    }
    let subject = reader.subject_keys(&mut interner);
    let mut found = Vec::with_capacity(lists.len());
    for ((list, readings), plausible) in lists.iter().zip(readings).zip(plausible) {
        if !plausible {
            found.push(Analysis::default());
            continue;
        }
        let mut weights = whole.clone();
        for reading in &readings {
            weights.uncount(&reading.keys);
        }
        let mut corpus = Corpus {
            readings,
            dates: list.iter().map(|statement| statement.group_key).collect(),
            notes: vec![0; list.len()],
            languages: vec![reader.language()],
            subjects: vec![subject.clone()],
            interner,
            weights,
        };
        pairs::count_words(&mut corpus);
        found.push(groups::group(&corpus, settings, Model::built_in()));
        interner = corpus.interner;
    }
    found
}
