//! From what an alignment shows to a score: boosted regression trees over named figures.
//!
//! The trees are data (`weights.txt`, one tree a line, readable): `figure threshold (below) (above)` in prefix order, `=` before a
//! leaf. They are learnt by the training program from labelled notes (gradient boosting with logistic loss, Friedman 2001) and
//! hold thresholds of figures only, no words. Margins are sums of constants, so decisions are the same on every platform.

use std::sync::LazyLock;

/// Boosted trees over named figures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trees {
    trees: Vec<Vec<Node>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Node {
    /// Values below the threshold go on with the next node, others with the node at `above`.
    Split {
        figure: usize,
        threshold: f64,
        above: usize,
    },
    Leaf(f64),
}

impl Trees {
    /// Reads trees, one a line; a line that is not a tree is left out.
    pub fn parse(text: &str, figures: &[&str]) -> Self {
        Self { trees: text.lines().filter_map(|line| parse_tree(line, figures)).collect() }
    }

    /// The sum of all trees: log-odds. Figures that are missing count as zero.
    pub fn margin(&self, figures: &[f64]) -> f64 {
        self.trees.iter().map(|tree| walk(tree, figures)).sum()
    }
}

fn walk(tree: &[Node], figures: &[f64]) -> f64 {
    let mut at = 0;
    loop {
        match tree.get(at) {
            Some(Node::Split { figure, threshold, above }) => {
                let below = figures.get(*figure).copied().unwrap_or(0.0) < *threshold;
                // `above` lies behind `at`, so that the walk ends.
                at = if below { at + 1 } else { *above };
            }
            Some(Node::Leaf(value)) => return *value,
            None => return 0.0,
        }
    }
}

fn parse_tree(line: &str, figures: &[&str]) -> Option<Vec<Node>> {
    let mut nodes = Vec::new();
    // Splits whose part below, then above, is still to come.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut words = line.split_whitespace();
    while let Some(word) = words.next() {
        if word != "=" {
            let figure = figures.iter().position(|name| *name == word)?;
            let threshold = words.next()?.parse().ok()?;
            open.push((nodes.len(), false));
            nodes.push(Node::Split { figure, threshold, above: 0 });
            continue;
        }
        nodes.push(Node::Leaf(words.next()?.parse().ok()?));
        // A leaf ends every split whose upper part it closes, and the lower part of the next one.
        while open.last().is_some_and(|(_, below_done)| *below_done) {
            open.pop();
        }
        if let Some((split, below_done)) = open.last_mut() {
            *below_done = true;
            let (place, next) = (*split, nodes.len());
            if let Some(Node::Split { above, .. }) = nodes.get_mut(place) {
                *above = next;
            }
        }
    }
    (open.is_empty() && !nodes.is_empty()).then_some(nodes)
}

/// The two models that decide: whether a pair states one fact, and whether one side adds a detail.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    /// Log-odds that both state one fact.
    pub same_fact: Trees,
    /// Log-odds that a side says something that the other one does not.
    pub adds_detail: Trees,
}

impl Model {
    /// Reads the data file: trees of `[same-fact]`, then of `[adds-detail]`.
    pub fn parse(text: &str) -> Self {
        let (first, second) = text.split_once("[adds-detail]").unwrap_or((text, ""));
        Self {
            same_fact: Trees::parse(first, &super::figures::FEATURES),
            adds_detail: Trees::parse(second, &super::figures::SIDE_FEATURES),
        }
    }

    /// The model that comes with the program.
    pub fn built_in() -> &'static Self {
        static MODEL: LazyLock<Model> = LazyLock::new(|| Model::parse(include_str!("weights.txt")));
        &MODEL
    }
}

/// A margin as a number from 0 to 1, rounded so that it prints alike everywhere.
pub(super) fn probability(margin: f64) -> f64 {
    (1000.0 / (1.0 + (-margin).exp())).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_walked_as_written() {
        let trees = Trees::parse("a 0.5 b 2 = 1 = 2 = 4\n= 0.25\nnot a tree", &["a", "b"]);
        assert_eq!(trees.trees.len(), 2);
        assert!((trees.margin(&[0.0, 1.0]) - 1.25).abs() < 1e-9);
        assert!((trees.margin(&[0.0, 2.0]) - 2.25).abs() < 1e-9);
        assert!((trees.margin(&[0.5, 0.0]) - 4.25).abs() < 1e-9);
    }

    #[test]
    fn every_line_of_the_data_file_is_a_tree() {
        let lines = include_str!("weights.txt").lines().filter(|line| !line.starts_with('[')).count();
        let model = Model::built_in();
        assert_eq!(model.same_fact.trees.len() + model.adds_detail.trees.len(), lines);
    }
}
