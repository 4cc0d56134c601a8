//! Which pairs of statements are looked at, and what is seen of each.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::candidates::Index;
use super::compare::{self, Alignment};
use super::contradiction::contradicts;
use super::figures::{
    self, CONTAINMENT, DENSITY, Figures, JACCARD, NEAREST, PLAIN_JACCARD, RIVALS, SUPPORT, SideFigures, TWIN,
};
use super::lexicon::Lexicon;
use super::{Corpus, across};

/// Share of both weights, on the mean, that a candidate pair has in common, in per cent. Of the labelled pairs of one fact four
/// in two thousand have less.
const CANDIDATE_PERCENT: u64 = 35;

/// Date, subject, words, references and quotations of a statement; statements alike in all five are one.
type Wording<'a> = (Option<Date>, Option<&'a [u32]>, Vec<&'a str>, &'a [String], &'a [String]);

/// The statements worth comparing, list by list: of several with the very same words only the first, with the others behind it.
pub(super) struct Lists {
    lists: Vec<Vec<usize>>,
    /// The first statement with the same words, for each statement.
    pub(super) first: Vec<usize>,
    /// How many statements have the words of the first one, at its place.
    counts: Vec<usize>,
}

impl Lists {
    /// How many statements share the words of this one.
    pub(super) fn wordings(&self, statement: usize) -> usize {
        self.counts.get(statement).copied().unwrap_or(1).max(1)
    }

    /// Sorts the statements into lists.
    pub(super) fn of(corpus: &Corpus, min_words: usize) -> Self {
        let mut lists: BTreeMap<Option<Date>, Vec<usize>> = BTreeMap::new();
        let mut known: FxHashMap<Wording, usize> = FxHashMap::default();
        let mut first = Vec::with_capacity(corpus.readings.len());
        for (statement, (date, reading)) in corpus.dates.iter().zip(&corpus.readings).enumerate() {
            // The date of an entry is a word of it.
            if reading.words + usize::from(date.is_some()) < min_words {
                first.push(statement);
                continue;
            }
            // A bullet without a subject is about the note's: the same words of two notes are two facts.
            let subject = (!reading.starts_with_name).then(|| corpus.subjects[corpus.notes[statement]].as_slice());
            let words: Vec<&str> = reading.plain.text.split_whitespace().collect();
            let plain = &reading.plain;
            let same = *known.entry((*date, subject, words, &plain.references, &plain.pieces)).or_insert(statement);
            first.push(same);
            if same == statement {
                lists.entry(*date).or_default().push(statement);
            }
        }
        let mut counts = vec![0; first.len()];
        for same in &first {
            counts[*same] += 1;
        }
        Self { lists: lists.into_values().collect(), first, counts }
    }
}

/// Partners of one bullet that are judged at most, those that share most; more are another wording of the same crowd.
const MOST_PARTNERS: usize = 64;

/// The same where notes are held against each other: a coincidence is likelier among all bullets of a vault.
const ACROSS_PERCENT: u64 = 50;

/// Pairs worth comparing, as numbers of statements; of several notes only pairs of two of them.
fn candidates(corpus: &Corpus, lists: &Lists) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let across = corpus.subjects.len() > 1;
    let percent = if across { ACROSS_PERCENT } else { CANDIDATE_PERCENT };
    for list in &lists.lists {
        let keys = list.iter().map(|statement| corpus.readings[*statement].keys.as_slice());
        let index = Index::build(keys, percent, &corpus.weights);
        let apart = |a: u32, b: u32| !across || corpus.notes[list[a as usize]] != corpus.notes[list[b as usize]];
        let found = index.pairs_where(MOST_PARTNERS, apart);
        pairs.extend(found.into_iter().map(|(a, b)| (list[a as usize], list[b as usize])));
    }
    pairs.sort_unstable();
    pairs
}

/// Share of their words from which two bullets count as one document, in per cent.
const ONE_DOCUMENT_PERCENT: usize = 50;

/// Counts in how many documents each word occurs. Bullets that are much alike are one document: twenty wordings of one fact
/// must not make its words common.
pub(super) fn count_words(corpus: &mut Corpus) {
    let mut rough = corpus.weights.clone();
    for reading in &corpus.readings {
        rough.count(&reading.keys);
    }
    // Of bullets with the very same words one is enough.
    let mut known: FxHashMap<&[u32], usize> = FxHashMap::default();
    let mut one_each: Vec<usize> = Vec::new();
    let mut parent: Vec<usize> = Vec::with_capacity(corpus.readings.len());
    for (statement, reading) in corpus.readings.iter().enumerate() {
        let same = *known.entry(&reading.keys).or_insert(statement);
        parent.push(same);
        if same == statement {
            one_each.push(statement);
        }
    }
    let keys = one_each.iter().map(|statement| corpus.readings[*statement].keys.as_slice());
    for (a, b) in Index::build(keys, 60, &rough).pairs(MOST_PARTNERS) {
        let (a, b) = (one_each[a as usize], one_each[b as usize]);
        let (left, right) = (&corpus.readings[a].keys, &corpus.readings[b].keys);
        let both = left.iter().filter(|key| right.binary_search(key).is_ok()).count();
        if both * 100 >= ONE_DOCUMENT_PERCENT * (left.len() + right.len() - both) {
            let (x, y) = (root(&mut parent, a), root(&mut parent, b));
            parent[x.max(y)] = x.min(y);
        }
    }
    let mut documents: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (statement, reading) in corpus.readings.iter().enumerate() {
        documents.entry(root(&mut parent, statement)).or_default().extend(&reading.keys);
    }
    for keys in documents.values_mut() {
        keys.sort_unstable();
        keys.dedup();
        corpus.weights.count(keys);
    }
}

/// The first bullet of the set that a bullet belongs to (disjoint sets with path halving).
fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

/// Aligns two statements and takes the figures.
pub(super) fn judge(corpus: &Corpus, a: usize, b: usize) -> (Alignment, Figures) {
    let (left, right) = (&corpus.readings[a], &corpus.readings[b]);
    let (note, other) = (corpus.notes[a], corpus.notes[b]);
    let alignment = compare::align(
        left,
        right,
        (&corpus.subjects[note], &corpus.subjects[other]),
        &corpus.interner,
        Lexicon::of(corpus.languages[note]),
    );
    let figures = figures::features(left, right, &alignment, &corpus.weights, corpus.dates[a].is_some());
    (alignment, figures)
}

/// One candidate pair: its statements and figures.
pub(super) struct Pair {
    /// The upper statement.
    pub(super) a: usize,
    /// The lower statement.
    pub(super) b: usize,
    /// Named by `figures::FEATURES`.
    pub(super) figures: Figures,
    /// Whether the two are two facts whatever they share.
    pub(super) contradicts: bool,
}

/// Share of common words from which two bullets are neighbours.
const NEIGHBOUR: f64 = 0.5;

/// Judges all candidate pairs, and counts for each how many third bullets are near both, so that a crowd of wordings is known as one.
pub(super) fn judge_all(corpus: &Corpus, lists: &Lists) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = candidates(corpus, lists)
        .into_iter()
        .map(|(a, b)| {
            let (alignment, figures) = judge(corpus, a, b);
            let contradicts = contradicts(&corpus.readings[a], &corpus.readings[b], &alignment)
                || !across::can_be_one(corpus, a, b, &alignment);
            Pair { a, b, figures, contradicts }
        })
        .collect();
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); corpus.readings.len()];
    for pair in &pairs {
        if pair.figures[PLAIN_JACCARD] >= NEIGHBOUR {
            near[pair.a].push(pair.b);
            near[pair.b].push(pair.a);
        }
    }
    for list in &mut near {
        list.sort_unstable();
        list.truncate(MOST_NEIGHBOURS);
    }
    let (rivals, density) = rivals(&pairs, corpus.readings.len());
    let (likest, fullest) =
        (most(&pairs, corpus.readings.len(), JACCARD), most(&pairs, corpus.readings.len(), CONTAINMENT));
    for pair in &mut pairs {
        // Its own contrast is in its other figures.
        let own = usize::from(is_contrast(pair));
        pair.figures[RIVALS] = number((rivals[pair.a].max(rivals[pair.b]) - own).min(8));
        pair.figures[DENSITY] = density;
        let share = |of: f64, most: f64| if most > 0.0 { of / most } else { 0.0 };
        let (of_a, of_b) = (share(pair.figures[JACCARD], likest[pair.a]), share(pair.figures[JACCARD], likest[pair.b]));
        pair.figures[NEAREST] = of_a.max(of_b);
        pair.figures[NEAREST + 1] = of_a.min(of_b);
        pair.figures[NEAREST + 2] = share(pair.figures[CONTAINMENT], fullest[pair.a].max(fullest[pair.b]));
        let (left, right) = (&near[pair.a], &near[pair.b]);
        let both = left.iter().filter(|statement| right.binary_search(statement).is_ok()).count();
        let adjacent = usize::from(left.binary_search(&pair.b).is_ok());
        let either = left.len() + right.len() - both - 2 * adjacent;
        pair.figures[SUPPORT] = number(both.min(8));
        pair.figures[SUPPORT + 1] = if either == 0 { 0.0 } else { number(both) / number(either) };
        pair.figures[SUPPORT + 2] = number(left.len().min(right.len()).min(12));
        pair.figures[SUPPORT + 3] = number(left.len().max(right.len()).min(12));
    }
    pairs
}

/// The most that any partner of each statement reaches in a figure.
fn most(pairs: &[Pair], statements: usize, figure: usize) -> Vec<f64> {
    let mut most = vec![0.0_f64; statements];
    for pair in pairs {
        for statement in [pair.a, pair.b] {
            most[statement] = most[statement].max(pair.figures[figure]);
        }
    }
    most
}

/// Whether two neighbours are told apart by one word, or by a contradiction.
fn is_contrast(pair: &Pair) -> bool {
    pair.figures[PLAIN_JACCARD] >= NEIGHBOUR && (pair.contradicts || pair.figures[TWIN] > 0.0)
}

/// For each statement the neighbours that contrast with it, and the share of such pairs among all neighbours: a list full of
/// contrasts says other things in nearly the same words, so that words alike tell less there.
fn rivals(pairs: &[Pair], statements: usize) -> (Vec<usize>, f64) {
    let mut rivals = vec![0; statements];
    let mut contrasts = 0;
    for pair in pairs.iter().filter(|pair| is_contrast(pair)) {
        rivals[pair.a] += 1;
        rivals[pair.b] += 1;
        contrasts += 1;
    }
    let neighbours = pairs.iter().filter(|pair| pair.figures[PLAIN_JACCARD] >= NEIGHBOUR).count();
    // A few pairs show no custom.
    (rivals, number(contrasts) / number(neighbours + FEW_NEIGHBOURS))
}

/// Pairs of neighbours that are added to the count before their share of contrasts is taken.
const FEW_NEIGHBOURS: usize = 4;

/// A count as a figure.
#[expect(clippy::cast_precision_loss, reason = "counts of bullets are far below 2^52")]
pub(super) fn number(n: usize) -> f64 {
    n as f64
}

/// Neighbours of one bullet that are looked at; more change nothing.
const MOST_NEIGHBOURS: usize = 64;

/// What each of two aligned statements has over the other.
pub(super) fn judge_sides(corpus: &Corpus, a: usize, b: usize, alignment: &Alignment) -> (SideFigures, SideFigures) {
    let (left, right) = (&corpus.readings[a], &corpus.readings[b]);
    let dated = corpus.dates[a].is_some();
    let side =
        |one, other, mine, theirs| figures::side_features(one, other, mine, theirs, alignment, &corpus.weights, dated);
    (side(left, right, &alignment.left, &alignment.right), side(right, left, &alignment.right, &alignment.left))
}
