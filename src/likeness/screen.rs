//! A cheap look before the close one: whether a list can hold a repeated fact at all.

use rustc_hash::FxHasher;
use std::hash::Hasher;

use super::Statement;

/// A list with more bullets than this is worth the close look without the cheap one, which compares all pairs.
const MOST: usize = 48;
/// How many words two bullets must share …
const SHARED: usize = 2;
/// … and how many of the shorter one's words at least, in per cent. Wordings of one fact share names and nouns.
const PERCENT: usize = 50;

/// Whether two of the bullets, of one date or without, share enough words for a close look.
///
/// On the labelled notes no list with a repeated fact is passed over; documentation, whose bullets say different things,
/// mostly is.
pub(super) fn is_plausible(statements: &[Statement]) -> bool {
    if statements.len() > MOST {
        return true;
    }
    let words: Vec<Vec<u64>> = statements.iter().map(|statement| words(&statement.text, LETTERS)).collect();
    (0..words.len())
        .any(|i| (0..i).any(|j| statements[i].group_key == statements[j].group_key && share(&words[i], &words[j])))
}

fn share(a: &[u64], b: &[u64]) -> bool {
    let shorter = a.len().min(b.len());
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                i += 1;
                j += 1;
            }
        }
    }
    both >= SHARED.min(shorter.max(1)) && both * 100 >= PERCENT * shorter
}

/// So many letters of a word count, so that endings do not.
const LETTERS: usize = 5;

/// Hashes of the words that say something: four letters and more, cut to their first `letters`; anything with a digit; pairs of
/// characters of scripts that do not part words.
pub(super) fn words(text: &str, letters: usize) -> Vec<u64> {
    let mut out = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if word.is_ascii() {
            if word.len() >= 4 || word.bytes().any(|b| b.is_ascii_digit()) {
                out.push(hash(word.bytes().take(letters).map(|b| u32::from(b.to_ascii_lowercase()))));
            }
        } else if word
            .chars()
            .any(|c| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{9fff}'))
        {
            let signs: Vec<u32> = word.chars().map(u32::from).collect();
            out.extend(signs.windows(2).map(|pair| hash(pair.iter().copied())));
        } else if word.chars().count() >= 4 {
            out.push(hash(word.chars().flat_map(char::to_lowercase).take(letters).map(u32::from)));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

fn hash(letters: impl Iterator<Item = u32>) -> u64 {
    let mut hasher = FxHasher::default();
    letters.for_each(|letter| hasher.write_u32(letter));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(texts: &[&str]) -> Vec<Statement> {
        texts.iter().map(|text| Statement { text: (*text).to_owned(), group_key: None }).collect()
    }

    #[test]
    fn wordings_of_one_fact_are_looked_at() {
        assert!(is_plausible(&list(&["Mira leads the choir rehearsals.", "The choir's rehearsals are led by Mira."])));
        assert!(is_plausible(&list(&["米拉经营奥斯特维克的水磨坊", "奥斯特维克的水磨坊由米拉经营"])));
    }

    #[test]
    fn bullets_that_share_nothing_are_not() {
        assert!(!is_plausible(&list(&["Open the settings of the application.", "Choose where files are stored."])));
    }
}
