//! The known word that a misspelt one was meant to be.

/// The candidate nearest to `word`, where one is near enough to be meant: a third of its letters may differ.
///
/// Optimal string alignment distance: insertion, deletion, substitution and swap of neighbours cost one each
/// (Damerau 1964; the restricted form).
#[must_use]
pub fn nearest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    let scored = candidates.iter().map(|candidate| (distance(word, candidate), *candidate));
    scored.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}

fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + usize::from(a[i - 1] != b[j - 1]));
            if swap {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_typo_finds_its_word_and_nonsense_finds_none() {
        let words = ["exclude", "extends", "rules"];
        assert_eq!(nearest("exlcude", &words), Some("exclude"));
        assert_eq!(nearest("rule", &words), Some("rules"));
        assert_eq!(nearest("banana", &words), None);
    }
}
