//! Pairs put together: one group a fact, one bullet to keep, and nobody in a group who contradicts another.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::apart::are_apart;
use super::compare;
use super::conflicts;
use super::distinct::are_distinct;
use super::enumeration::Frames;
use super::figures::{
    DATED, Figures, LEFT_WEIGHT, NEGATION, ORDER, PLAIN_JACCARD, SHARED_NAMES, SHARED_VALUES, SHORT, SUPPORT, TWIN,
};
use super::lexicon::Lexicon;
use super::lossless::is_lossless;
use super::model::{Model, probability};
use super::pairs::{self, Lists, Pair, judge, judge_sides, number};
use super::prior;
use super::purpose::Purpose;
use super::{Analysis, Corpus, Evidence, Group, Redundant, Relation, Settings};

/// By pair of statements, the upper one first, the log-odds that they state one fact.
type Margins = FxHashMap<(usize, usize), f64>;

/// Finds groups and conflicts.
pub(super) fn group(corpus: &Corpus, settings: &Settings, model: &Model) -> Analysis {
    let lists = Lists::of(corpus, settings.min_words);
    let pairs = pairs::judge_all(corpus, &lists);
    let mut frames = Frames::default();
    let purpose = Purpose::of(corpus);
    let margins = margins(corpus, &pairs, model, purpose, &mut frames);
    let mut analysis = Analysis::default();
    let mut found = clusters(&margins, &lists, settings);
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, cluster) in found.iter().enumerate() {
        group_of.extend(cluster.iter().map(|statement| (*statement, number)));
    }
    analysis.conflicts = conflicts::find(corpus, &pairs, &group_of, purpose, &mut frames);
    // Statements in the very words of another one join its group.
    for (statement, first) in lists.first.iter().enumerate().filter(|(statement, first)| statement != *first) {
        let number = *group_of.entry(*first).or_insert_with(|| {
            found.push(vec![*first]);
            found.len() - 1
        });
        found[number].push(statement);
    }
    found.sort();
    for cluster in found {
        analysis.groups.push(describe(corpus, &cluster, model, &lists, &margins));
    }
    analysis
}

/// The margins of all pairs; those that would be reported get the close look.
fn margins(corpus: &Corpus, pairs: &[Pair], model: &Model, purpose: Purpose, frames: &mut Frames) -> Margins {
    let mut margins = Margins::default();
    let mut differences: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    let learnt: Vec<f64> = pairs.iter().map(|pair| model.same_fact.margin(&pair.figures)).collect();
    let is_undated = |pair: &Pair| pair.figures[DATED] < 0.5;
    let telling: Vec<f64> = std::iter::zip(pairs, &learnt)
        .filter(|(pair, _)| is_undated(pair) && !pair.contradicts)
        .map(|(_, margin)| *margin)
        .collect();
    // Entries of one date are mostly about one thing anyhow; notes that are held against each other are no list.
    let shift = if corpus.subjects.len() == 1 { prior::shift(&telling) } else { 0.0 };
    for (pair, margin) in std::iter::zip(pairs, learnt) {
        let margin = if is_undated(pair) { margin + shift } else { margin };
        let mut margin = weigh(corpus, margin, pair, purpose);
        if margin > 0.0 {
            let (alignment, _) = judge(corpus, pair.a, pair.b);
            if purpose != Purpose::Log && are_apart(corpus, pair, &alignment)
                || are_distinct(corpus, pair, &alignment, frames)
            {
                margin = CONTRADICTED;
            } else if let Some(difference) = frames.difference(corpus, pair, &alignment) {
                differences.entry(difference).or_default().push((pair.a, pair.b));
            }
        }
        margins.insert((pair.a, pair.b), margin);
    }
    for same in differences.values().filter(|same| recurs(same)) {
        margins.extend(same.iter().map(|pair| (*pair, CONTRADICTED)));
    }
    margins
}

/// Whether two of the pairs have no statement in common.
fn recurs(pairs: &[(usize, usize)]) -> bool {
    let apart = |(a, b): &(usize, usize), (x, y): &(usize, usize)| a != x && a != y && b != x && b != y;
    pairs.first().is_some_and(|first| pairs.iter().any(|pair| apart(first, pair)))
}

/// The margin of a pair, with what the trees alone do not settle.
///
/// A contradiction makes two facts whatever is shared. Against a pair that differs in one word at one place the margin counts double, so that rewordings in between do not bring the two together.
fn weigh(corpus: &Corpus, margin: f64, pair: &Pair, purpose: Purpose) -> f64 {
    let figures = &pair.figures;
    // Three words of which one differs are no sentence to judge by.
    let scant = figures[SHORT] <= 3.0 && figures[LEFT_WEIGHT] > 0.0 && figures[PLAIN_JACCARD] < 0.5;
    match margin {
        _ if pair.contradicts => margin.min(CONTRADICTED),
        _ if scant => margin.min(UNCOMPARED),
        _ if begins(corpus, pair) => margin.max(BEGUN),
        _ if margin < least_of_plain(figures, purpose) => margin.min(0.0),
        _ if figures[TWIN] > 0.0 && margin < 0.0 => margin * 2.0,
        _ => margin,
    }
}

/// Whether all that one bullet says, word by word, is how the other one begins: it goes on where the first one stops.
fn begins(corpus: &Corpus, pair: &Pair) -> bool {
    let (a, b) = (&corpus.readings[pair.a], &corpus.readings[pair.b]);
    let (short, long) = if a.terms.len() <= b.terms.len() { (a, b) } else { (b, a) };
    short.terms.len() >= LEAST_BEGUN
        && short.negations == long.negations
        && short.terms.iter().zip(&long.terms).all(|(x, y)| x.key == y.key && x.negated == y.negated)
}

/// So many words must stand in both before a beginning counts.
const LEAST_BEGUN: usize = 5;

/// Log-odds of a pair of which one is the beginning of the other.
const BEGUN: f64 = 2.0;

/// Log-odds from which two bullets are taken for one fact that share plain words, next to no name, number or date, in much the
/// same order: so do the items of many a list that says one thing after the other. Where third bullets are near both it is
/// more likely a crowd of wordings; where only one of the two denies something it is none. A log asks for less.
fn least_of_plain(figures: &Figures, purpose: Purpose) -> f64 {
    let log = purpose == Purpose::Log;
    let plain = figures[DATED] < 0.5 && figures[SHARED_NAMES] + figures[SHARED_VALUES] < 2.0;
    match figures[ORDER] {
        _ if !plain => f64::NEG_INFINITY,
        order if order >= 0.8 && figures[NEGATION] >= 1.0 => f64::INFINITY,
        _ if figures[SUPPORT] >= 2.0 => f64::NEG_INFINITY,
        order if order >= 1.0 && log => 2.0,
        order if order >= 1.0 => 3.0,
        order if order >= 0.8 && log => 1.0,
        order if order >= 0.8 => 1.5,
        _ => f64::NEG_INFINITY,
    }
}

/// Log-odds of a pair that contradicts itself.
const CONTRADICTED: f64 = -4.0;

/// The bullet to keep, and how the others relate to it.
fn describe(corpus: &Corpus, cluster: &[usize], model: &Model, lists: &Lists, margins: &Margins) -> Group {
    let says = |statement: &usize| {
        let reading = &corpus.readings[*statement];
        (
            !reading.plain.cut_off,
            reading.keys.iter().map(|key| u64::from(corpus.weights.scaled(*key))).sum::<u64>(),
            std::cmp::Reverse(*statement),
        )
    };
    let mut ranked = cluster.to_vec();
    ranked.sort_by_key(|statement| std::cmp::Reverse(says(statement)));
    let keep = ranked.first().copied().unwrap_or_default();
    let relation = |index: usize, other: usize| {
        let (x, y) = (lists.first[index], lists.first[other]);
        let margin = if x == y { CERTAIN } else { margins.get(&(x.min(y), x.max(y))).copied().unwrap_or(UNCOMPARED) };
        relate(corpus, index, other, model, margin)
    };
    let mut members: Vec<Redundant> = Vec::with_capacity(ranked.len());
    for (rank, index) in ranked.iter().copied().enumerate().skip(1) {
        let mut member = relation(index, keep);
        if !member.lossless {
            let fuller = ranked[..rank].iter().copied().skip(1).take(MOST_FULLER);
            member.said_by = fuller.into_iter().find(|other| relation(index, *other).lossless);
        }
        members.push(member);
    }
    members.sort_by_key(|member| member.index);
    Group { keep, members }
}

/// Fuller bullets of a group that are tried at most for whether they say all that one of it says.
const MOST_FULLER: usize = 8;

fn relate(corpus: &Corpus, index: usize, keep: usize, model: &Model, margin: f64) -> Redundant {
    let (alignment, figures) = judge(corpus, index, keep);
    let (mine, theirs) = judge_sides(corpus, index, keep, &alignment);
    let only = |statement: usize, side: &[Option<compare::Match>]| {
        compare::leftover(side).map(|term| corpus.readings[statement].terms[term].range.clone()).collect()
    };
    let evidence = Evidence {
        containment: figures[0],
        only_redundant: only(index, &alignment.left),
        only_kept: only(keep, &alignment.right),
    };
    let relation = match (model.adds_detail.margin(&mine) > 0.0, model.adds_detail.margin(&theirs) > 0.0) {
        (false, false) => Relation::Same,
        (true, true) => Relation::Overlap,
        _ => Relation::Subsumes,
    };
    let lexicon = Lexicon::of(corpus.languages[corpus.notes[index]]);
    let lossless = margin > SURE
        && relation != Relation::Overlap
        && is_lossless(&corpus.readings[index], &corpus.readings[keep], &alignment, lexicon);
    Redundant { index, against: keep, relation, score: probability(margin), evidence, lossless, said_by: None }
}

/// Log-odds from which a pair is sure enough for the safe fix, if all else is proven.
const SURE: f64 = 1.5;

/// Log-odds of a pair in the very same words.
const CERTAIN: f64 = 6.0;

/// Margin that a pair counts with that shares too little to be compared.
const UNCOMPARED: f64 = -2.0;

/// Groups by average linkage: the surest pair first, two groups are joined while the mean over all pairs between them speaks for it.
fn clusters(margins: &Margins, lists: &Lists, settings: &Settings) -> Vec<Vec<usize>> {
    let mut pairs: Vec<(f64, usize, usize)> = margins
        .iter()
        .map(|((a, b), margin)| (*margin, *a, *b))
        .filter(|(margin, ..)| *margin > settings.margin)
        .collect();
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let margin = |x: usize, y: usize| {
        margins.get(&(x.min(y), x.max(y))).copied().unwrap_or(UNCOMPARED).clamp(-2.0 * settings.clamp, settings.clamp)
    };
    for (_, a, b) in pairs {
        let mut place = |statement: usize| {
            *group_of.entry(statement).or_insert_with(|| {
                groups.push(vec![statement]);
                groups.len() - 1
            })
        };
        let (x, y) = (place(a), place(b));
        if x == y {
            continue;
        }
        let weight = |group: &[usize]| group.iter().map(|statement| lists.wordings(*statement)).sum::<usize>();
        let between = weight(&groups[x]) * weight(&groups[y]);
        let mut sum = 0.0;
        for l in &groups[x] {
            for r in &groups[y] {
                sum += margin(*l, *r) * number(lists.wordings(*l) * lists.wordings(*r));
            }
        }
        if sum / number(between) > if between >= settings.crowd { settings.crowd_linkage } else { settings.linkage } {
            let moved = std::mem::take(&mut groups[y]);
            for statement in &moved {
                group_of.insert(*statement, x);
            }
            groups[x].extend(moved);
        }
    }
    let mut found: Vec<Vec<usize>> = groups.into_iter().filter(|group| group.len() > 1).collect();
    for group in &mut found {
        group.sort_unstable();
    }
    found.sort();
    found
}
