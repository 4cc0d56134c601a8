//! The function words of the languages by themselves: a language is guessed by them, and to guess is no reason to read the word lists
//! of all languages whole.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::language::Language;
use super::lexicon::{place, sources};

/// The single function words of a language whose script has blanks, in small letters; read once.
pub(super) fn of(language: Language) -> &'static FxHashSet<&'static str> {
    static WORDS: [OnceLock<FxHashSet<&'static str>>; Language::ALL.len()] =
        [const { OnceLock::new() }; Language::ALL.len()];
    WORDS[place(language)].get_or_init(|| {
        let lines = sources(language).into_iter().flat_map(str::lines);
        let words = lines.filter_map(|line| line.strip_prefix("@stop ")).flat_map(str::split_whitespace);
        words.filter(|word| !word.contains(['_', '-'])).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::Lexicon;
    use super::*;

    #[test]
    fn they_are_those_of_the_word_lists() {
        for language in Language::LATIN {
            assert!(of(language).iter().all(|word| Lexicon::of(language).is_function_word(word)), "{language:?}");
        }
        assert!(of(Language::English).contains("the") && of(Language::German).contains("und"));
    }
}
