//! Gradient boosting of small regression trees over binned figures: logistic loss, Newton leaves (Friedman 2001), no randomness.

use std::fmt::Write as _;

/// Rows to learn from: figures, answers and weights.
#[derive(Default)]
pub(crate) struct Rows {
    /// Names of the figures.
    pub(crate) names: Vec<String>,
    /// Figures of each row.
    pub(crate) figures: Vec<Vec<f64>>,
    /// The answer of each row.
    pub(crate) answers: Vec<bool>,
    /// How much each row counts.
    pub(crate) weights: Vec<f64>,
    /// The note that each row is from.
    pub(crate) notes: Vec<usize>,
}

/// How many trees, how deep, and how careful.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Number of trees.
    pub(crate) trees: usize,
    /// Splits on the longest way from root to leaf.
    pub(crate) depth: usize,
    /// Share of its answer that a tree adds.
    pub(crate) rate: f64,
    /// Least sum of second derivatives in a leaf.
    pub(crate) leaf: f64,
    /// Ridge on the leaves.
    pub(crate) ridge: f64,
}

/// Bins of one figure at most.
const BINS: usize = 40;

/// Learns trees from some of the rows and writes them one a line.
pub(crate) fn learn(rows: &Rows, chosen: &[usize], shape: Shape) -> String {
    let cuts: Vec<Vec<f64>> = (0..rows.names.len()).map(|figure| cuts(rows, chosen, figure)).collect();
    let bins = cuts
        .iter()
        .enumerate()
        .map(|(figure, cuts)| {
            chosen.iter().map(|row| cuts.partition_point(|cut| *cut <= rows.figures[*row][figure])).collect()
        })
        .collect();
    let yes: f64 = chosen.iter().filter(|row| rows.answers[**row]).map(|row| rows.weights[*row]).sum();
    let all: f64 = chosen.iter().map(|row| rows.weights[*row]).sum();
    let prior = rounded((yes / (all - yes)).ln());
    let mut learner =
        Learner { rows, cuts, bins, shape, scores: vec![prior; chosen.len()], first: Vec::new(), second: Vec::new() };
    let mut trees = format!("= {prior}\n");
    for _ in 0..shape.trees {
        learner.derive(chosen);
        let mut line = String::new();
        learner.grow(&(0..chosen.len()).collect::<Vec<_>>(), shape.depth, &mut line);
        trees.push_str(line.trim());
        trees.push('\n');
    }
    trees
}

fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

/// Midpoints between values that differ, at most [`BINS`].
fn cuts(rows: &Rows, chosen: &[usize], figure: usize) -> Vec<f64> {
    let mut values: Vec<f64> = chosen.iter().map(|row| rows.figures[*row][figure]).collect();
    values.sort_by(f64::total_cmp);
    let mut distinct = values.clone();
    distinct.dedup();
    let mut cuts: Vec<f64> = if distinct.len() <= BINS {
        distinct.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect()
    } else {
        (1..BINS)
            .filter_map(|part| {
                let at = part * values.len() / BINS;
                let next = if at > 0 && values[at - 1] < values[at] {
                    Some((values[at - 1], values[at]))
                } else {
                    values[at..].iter().find(|value| **value > values[at]).map(|next| (values[at], *next))
                };
                next.map(|(low, high)| f64::midpoint(low, high))
            })
            .collect()
    };
    for cut in &mut cuts {
        *cut = rounded(*cut);
    }
    cuts.dedup();
    cuts
}

struct Learner<'a> {
    rows: &'a Rows,
    cuts: Vec<Vec<f64>>,
    bins: Vec<Vec<usize>>,
    shape: Shape,
    scores: Vec<f64>,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Learner<'_> {
    /// First and second derivatives of the loss at the present scores.
    fn derive(&mut self, chosen: &[usize]) {
        (self.first, self.second) = chosen
            .iter()
            .zip(&self.scores)
            .map(|(row, score)| {
                let (likely, weight) = (1.0 / (1.0 + f64::exp(-score)), self.rows.weights[*row]);
                let answer = f64::from(u8::from(self.rows.answers[*row]));
                (weight * (likely - answer), weight * likely * (1.0 - likely))
            })
            .unzip();
    }

    fn grow(&mut self, places: &[usize], depth: usize, line: &mut String) {
        let (first, second) =
            places.iter().fold((0.0, 0.0), |(g, h), place| (g + self.first[*place], h + self.second[*place]));
        let Some((figure, cut)) = (depth > 0).then(|| self.best_split(places, first, second)).flatten() else {
            let value = rounded(-first / (second + self.shape.ridge) * self.shape.rate);
            let _ = write!(line, "= {value} ");
            for place in places {
                self.scores[*place] += value;
            }
            return;
        };
        let _ = write!(line, "{} {} ", self.rows.names[figure], self.cuts[figure][cut]);
        let (below, above): (Vec<usize>, Vec<usize>) =
            places.iter().partition(|place| self.bins[figure][**place] <= cut);
        self.grow(&below, depth - 1, line);
        self.grow(&above, depth - 1, line);
    }

    fn best_split(&self, places: &[usize], first: f64, second: f64) -> Option<(usize, usize)> {
        let gain = |g: f64, h: f64| g * g / (h + self.shape.ridge);
        let mut best = (1e-6, None);
        for (figure, bins) in self.bins.iter().enumerate() {
            let mut sums = vec![(0.0, 0.0); self.cuts[figure].len() + 1];
            for place in places {
                let sum = &mut sums[bins[*place]];
                *sum = (sum.0 + self.first[*place], sum.1 + self.second[*place]);
            }
            let (mut g, mut h) = (0.0, 0.0);
            for (cut, sum) in sums.iter().enumerate().take(self.cuts[figure].len()) {
                (g, h) = (g + sum.0, h + sum.1);
                if h < self.shape.leaf || second - h < self.shape.leaf {
                    continue;
                }
                let gained = gain(g, h) + gain(first - g, second - h) - gain(first, second);
                if gained > best.0 {
                    best = (gained, Some((figure, cut)));
                }
            }
        }
        best.1
    }
}
