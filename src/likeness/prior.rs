//! How many pairs of a list are one fact, judged by the list itself.
//!
//! The trees have learnt from lists in which a certain share of the candidate pairs was one fact. A log that repeats itself has more, a
//! list of look-alikes next to none, and the same evidence means more in the one than in the other. The share is estimated from the
//! margins of all pairs by expectation maximisation, and the log-odds are shifted by what it differs (Saerens, Latinne and Decaestecker,
//! "Adjusting the Outputs of a Classifier to New a Priori Probabilities", Neural Computation 14, 2002).

use super::pairs::number;

/// The share of pairs that leaves the log-odds as they are; chosen by cross-validation over the labelled notes.
const USUAL: f64 = 0.35;
/// So many pairs are believed to be as usual before any is seen: a few pairs show no custom.
const BELIEF: usize = 20;
/// The log-odds are shifted by no more than this, either way.
const MOST: f64 = 2.0;
/// Rounds of estimation; after ten the share hardly moves.
const ROUNDS: usize = 12;
/// The shift is a multiple of one in so many, so that the last bits of a logarithm, which differ between platforms, decide nothing.
const STEPS: f64 = 128.0;

/// What to add to the log-odds of a list's pairs, given all of them as the trees have it.
pub(super) fn shift(margins: &[f64]) -> f64 {
    let mut shift = 0.0;
    for _ in 0..ROUNDS {
        let one_fact: f64 = margins.iter().map(|margin| probability(margin + shift)).sum();
        let share = (USUAL * number(BELIEF) + one_fact) / number(BELIEF + margins.len());
        shift = log_odds(share) - log_odds(USUAL);
    }
    (shift.clamp(-MOST, MOST) * STEPS).round() / STEPS
}

fn log_odds(share: f64) -> f64 {
    (share / (1.0 - share)).ln()
}

fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_repeats_itself_makes_its_pairs_likelier() {
        assert!(shift(&[3.0; 40]) > 0.5);
        assert!(shift(&[-3.0; 40]) < -0.5);
    }

    #[test]
    fn a_pair_or_none_shows_no_custom() {
        assert!(shift(&[]).abs() < 1e-9);
        assert!(shift(&[4.0]).abs() < 0.2);
    }

    #[test]
    fn the_shift_is_bounded() {
        assert!((shift(&[50.0; 1000]) - MOST).abs() < 1e-9);
        assert!((shift(&[-50.0; 1000]) + MOST).abs() < 1e-9);
    }
}
