//! Words that mean much the same: what is left over on both sides of two otherwise alike bullets counts as said by both.

use rustc_hash::FxHashMap;

/// Lines of near synonyms; a word stands in one line for each of its senses.
#[derive(Debug, Default)]
pub(super) struct NearSynonyms {
    /// By stem, or the stems of a phrase joined by blanks, the numbers of its lines, sorted.
    lines: FxHashMap<String, Vec<u16>>,
    /// The number of the line that is read.
    current: u16,
}

impl NearSynonyms {
    /// Begins the next line.
    pub(super) fn next_line(&mut self) {
        self.current = self.current.saturating_add(1);
    }

    /// Adds a word to the line.
    pub(super) fn add(&mut self, stem: String) {
        let lines = self.lines.entry(stem).or_default();
        if lines.last() != Some(&self.current) {
            lines.push(self.current);
        }
    }

    /// The lines that a stem is in.
    pub(super) fn lines_of(&self, stem: &str) -> &[u16] {
        self.lines.get(stem).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::Language;
    use super::super::lexicon::Lexicon;

    fn are_near(left: &str, right: &str) -> bool {
        let lexicon = Lexicon::of(Language::English);
        let lines = |word: &str| {
            let stems: Vec<String> = word.split(' ').map(|word| lexicon.stem(word)).collect();
            lexicon.near(&stems.join(" ")).to_vec()
        };
        let others = lines(right);
        lines(left).iter().any(|line| others.contains(line))
    }

    #[test]
    fn senses_are_kept_apart() {
        assert!(are_near("lapses", "run out"));
        assert!(are_near("bill", "invoices"));
        assert!(!are_near("rises", "falls"));
        assert!(!are_near("accepted", "rejected"));
    }

    /// No line joins what the lexicon holds for opposites.
    #[test]
    fn no_line_holds_opposites() {
        for language in Language::ALL {
            let lexicon = Lexicon::of(language);
            for (left, right) in lexicon.opposites().all() {
                let (lines, others) = (lexicon.near(left), lexicon.near(right));
                assert!(!lines.iter().any(|line| others.contains(line)), "{language:?}: {left} and {right}");
            }
        }
    }
}
