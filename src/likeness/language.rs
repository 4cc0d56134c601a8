//! Which language a note is written in, and the stemmer that goes with it.
//!
//! The guess is made once for a note: a single bullet is too short to tell. Scripts decide first, function words second.

use rust_stemmers::{Algorithm, Stemmer};

use super::function_words;
use super::tokens::{Shape, Token};

/// A language with word lists of its own; everything else is `Unknown` and read without stemming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Italian.
    Italian,
    /// Portuguese.
    Portuguese,
    /// Dutch.
    Dutch,
    /// Swedish; Danish and Norwegian are read by it too.
    Swedish,
    /// Polish.
    Polish,
    /// Russian.
    Russian,
    /// Chinese.
    Chinese,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
    /// Any other language.
    #[default]
    Unknown,
}

/// So many words tell the language of a note; every further one is looked up in nine lexicons for nothing.
const ENOUGH: usize = 600;

/// So many function words show that a bullet is in another language than its note.
pub(super) const OTHER_LANGUAGE: usize = 3;

/// The same in a note that has such bullets.
pub(super) const OTHER_LANGUAGE_IN_MIXED: usize = 2;

impl Language {
    /// Every language, in the order in which ties are decided.
    pub(super) const ALL: [Self; 14] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Italian,
        Self::Portuguese,
        Self::Dutch,
        Self::Swedish,
        Self::Polish,
        Self::Russian,
        Self::Chinese,
        Self::Japanese,
        Self::Korean,
        Self::Unknown,
    ];

    /// Those told apart by their function words.
    pub(super) const LATIN: [Self; 9] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Italian,
        Self::Portuguese,
        Self::Dutch,
        Self::Swedish,
        Self::Polish,
    ];

    /// The stemmer of the language, if it has one.
    pub(super) fn stemmer(self) -> Option<Stemmer> {
        let algorithm = match self {
            Self::English => Algorithm::English,
            Self::German => Algorithm::German,
            Self::French => Algorithm::French,
            Self::Spanish => Algorithm::Spanish,
            Self::Italian => Algorithm::Italian,
            Self::Portuguese => Algorithm::Portuguese,
            Self::Dutch => Algorithm::Dutch,
            Self::Swedish => Algorithm::Swedish,
            Self::Russian => Algorithm::Russian,
            Self::Polish | Self::Chinese | Self::Japanese | Self::Korean | Self::Unknown => return None,
        };
        Some(Stemmer::create(algorithm))
    }

    /// Whether common nouns are capitalised, so that a capital says nothing about names.
    pub(super) fn capitalises_nouns(self) -> bool {
        self == Self::German
    }

    /// Whether names have cases or particles, so that a name is written in many forms.
    pub(super) fn declines_names(self) -> bool {
        matches!(self, Self::Polish | Self::Russian | Self::Korean)
    }

    /// Whether a blank may group the digits of a number ("1 500").
    pub(super) fn groups_digits_by_blank(self) -> bool {
        matches!(
            self,
            Self::French
                | Self::Swedish
                | Self::Polish
                | Self::Russian
                | Self::Spanish
                | Self::Portuguese
                | Self::Italian
        )
    }

    /// Guesses the language of a note from all its words.
    ///
    /// Deterministic: shares of scripts decide for Chinese, Japanese, Korean and Russian, then the language whose function words cover
    /// most of the words; ties go to the language named first in this module.
    pub(super) fn guess<'a>(tokens: impl Iterator<Item = &'a Token> + Clone) -> Self {
        let tokens = tokens.take(ENOUGH);
        let (mut words, mut han, mut kana, mut hangul, mut cyrillic) = (0usize, 0usize, 0usize, 0usize, 0usize);
        for token in tokens.clone() {
            if !matches!(token.shape, Shape::Number | Shape::Symbol) {
                words += 1;
            }
            match token.text.chars().next() {
                Some('\u{3040}'..='\u{30ff}') => kana += 1,
                Some('\u{4e00}'..='\u{9fff}') => han += 1,
                Some('\u{ac00}'..='\u{d7a3}') => hangul += 1,
                Some('\u{0400}'..='\u{04ff}') => cyrillic += 1,
                _ => {}
            }
        }
        if (han + kana) * 3 > words {
            return if kana * 12 > han + kana { Self::Japanese } else { Self::Chinese };
        }
        if hangul * 3 > words {
            return Self::Korean;
        }
        if cyrillic * 3 > words {
            return Self::Russian;
        }
        let best = Self::of_most_function_words(tokens);
        // Titles and word lists hold hardly a function word; then the plain reading is the safer one.
        if best.0 * 20 > words { best.1 } else { Self::Unknown }
    }

    /// The language of the Latin script whose function words are most of these, and how many they are.
    fn of_most_function_words<'a>(tokens: impl Iterator<Item = &'a Token> + Clone) -> (usize, Self) {
        let mut best = (0usize, Self::Unknown);
        for language in Self::LATIN {
            let hits = language.function_words(tokens.clone());
            if hits > best.0 {
                best = (hits, language);
            }
        }
        best
    }

    fn function_words<'a>(self, tokens: impl Iterator<Item = &'a Token>) -> usize {
        let words = function_words::of(self);
        tokens.filter(|token| words.contains(token.text.as_str())).count()
    }

    /// The language of one bullet of a note: that of the note unless the bullet plainly is in another one of the Latin script.
    pub(super) fn of_bullet<'a>(self, tokens: impl Iterator<Item = &'a Token> + Clone, least: usize) -> Self {
        if !Self::LATIN.contains(&self) {
            return self;
        }
        let (words, own) = (tokens.clone().count(), self.function_words(tokens.clone()));
        // Most bullets have so many of their own that no other language can have enough more.
        if words < least || words <= own * 3 {
            return self;
        }
        let (hits, other) = Self::of_most_function_words(tokens);
        // Neighbouring languages share their smallest words: a few more hits are a coincidence.
        if hits >= least && hits > own * 3 { other } else { self }
    }
}
