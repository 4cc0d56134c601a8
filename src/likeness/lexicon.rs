//! The word lists of the languages: function words, roles of words, words that mean the same, names of months and numbers.
//!
//! One readable file a language under `lexicon/`. Lines are `@role words`, `= concept: words` (read as one word), `~ words` (near
//! synonyms: a word may be in several lines) and `! concept concept` (opposites); `_` joins the words of a phrase. Concepts are
//! named alike in all languages.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::language::Language;
use super::near::NearSynonyms;
use super::opposites::Opposites;
pub(super) use super::roles::Roles;
use super::stemming::Stemming;

/// A phrase of several words and what it means.
#[derive(Debug, Clone)]
struct Phrase {
    words: Vec<String>,
    roles: Roles,
    concept: Option<String>,
}

/// The word lists of one language.
pub(super) struct Lexicon {
    stemming: Stemming,
    roles: FxHashMap<String, Roles>,
    concepts: FxHashMap<String, String>,
    phrases: FxHashMap<String, Vec<Phrase>>,
    near: NearSynonyms,
    /// Longest phrase in words, or word in characters for scripts without blanks.
    longest: usize,
    months: FxHashMap<String, (u8, bool)>,
    numbers: FxHashMap<String, u32>,
    scales: FxHashMap<String, u64>,
    currencies: FxHashMap<String, String>,
    percents: Vec<String>,
    quarters: Vec<String>,
    weekdays: FxHashMap<String, u8>,
    future_endings: Vec<String>,
    past_endings: Vec<String>,
    mentions: Vec<Vec<String>>,
    opposites: Opposites,
}

/// What a look-up of consecutive words found.
pub(super) struct Found {
    /// Words covered.
    pub(super) length: usize,
    /// Roles of the phrase.
    pub(super) roles: Roles,
    /// Concept of the phrase.
    pub(super) concept: Option<String>,
}

impl Found {
    /// Whether the phrase is known for its near synonyms only: its words together are the concept then.
    pub(super) fn is_near(&self) -> bool {
        self.concept.as_deref().is_some_and(|concept| concept.contains(' '))
    }
}

const SOURCES: [&str; 14] = [
    include_str!("lexicon/en.txt"),
    include_str!("lexicon/de.txt"),
    include_str!("lexicon/fr.txt"),
    include_str!("lexicon/es.txt"),
    include_str!("lexicon/it.txt"),
    include_str!("lexicon/pt.txt"),
    include_str!("lexicon/nl.txt"),
    include_str!("lexicon/sv.txt"),
    include_str!("lexicon/pl.txt"),
    include_str!("lexicon/ru.txt"),
    include_str!("lexicon/zh.txt"),
    include_str!("lexicon/ja.txt"),
    include_str!("lexicon/ko.txt"),
    "",
];

/// The word lists of a language: those of no language in particular, and its own.
pub(super) fn sources(language: Language) -> [&'static str; 2] {
    [include_str!("lexicon/und.txt"), SOURCES[place(language)]]
}

/// The place of a language in [`Language::ALL`].
pub(super) fn place(language: Language) -> usize {
    Language::ALL.iter().position(|known| *known == language).unwrap_or(SOURCES.len() - 1)
}

static LEXICONS: [OnceLock<Lexicon>; 14] = [const { OnceLock::new() }; 14];

impl Lexicon {
    /// The word lists of a language, read once.
    pub(super) fn of(language: Language) -> &'static Self {
        LEXICONS[place(language)].get_or_init(|| {
            let mut lexicon = Self::empty(language);
            for source in sources(language) {
                for line in source.lines() {
                    lexicon.read_line(line);
                }
            }
            lexicon
        })
    }

    fn empty(language: Language) -> Self {
        Self {
            stemming: Stemming::of(language),
            roles: FxHashMap::default(),
            concepts: FxHashMap::default(),
            phrases: FxHashMap::default(),
            near: NearSynonyms::default(),
            longest: 1,
            months: FxHashMap::default(),
            numbers: FxHashMap::default(),
            scales: FxHashMap::default(),
            currencies: FxHashMap::default(),
            percents: Vec::new(),
            quarters: Vec::new(),
            weekdays: FxHashMap::default(),
            future_endings: Vec::new(),
            past_endings: Vec::new(),
            mentions: Vec::new(),
            opposites: Opposites::default(),
        }
    }

    fn read_line(&mut self, line: &str) {
        if let Some(rest) = line.strip_prefix('@') {
            let (name, words) = rest.split_once(' ').unwrap_or((rest, ""));
            self.read_role(name, words);
        } else if let Some(rest) = line.strip_prefix("= ")
            && let Some((concept, words)) = rest.split_once(':')
        {
            for word in words.split_whitespace() {
                self.add(word, Roles::default(), Some(concept));
            }
        } else if let Some(words) = line.strip_prefix("~ ") {
            self.near.next_line();
            words.split_whitespace().for_each(|word| self.add_near(word));
        } else if let Some(rest) = line.strip_prefix("! ")
            && let Some((left, right)) = rest.split_once(' ')
        {
            self.opposites.add(format!("={left}"), format!("={right}"), false);
        }
    }

    fn read_role(&mut self, name: &str, words: &str) {
        if let Some(role) = Roles::named(name) {
            for word in words.split_whitespace() {
                self.add(word, role, None);
            }
            return;
        }
        if name == "opposites" || name == "converses" {
            for (left, right) in words.split_whitespace().filter_map(|pair| pair.split_once('/')) {
                let pair = (self.stem(left), self.stem(right));
                self.opposites.add(pair.0, pair.1, name == "converses");
            }
            return;
        }
        let groups = || words.split('|').zip(1u8..);
        match name {
            "months" | "months-in" => {
                for (group, number) in groups() {
                    for (word, full) in
                        group.split_whitespace().zip(std::iter::once(true).chain(std::iter::repeat(false)))
                    {
                        // An abbreviation may be another word as well; a form of four and more letters hardly is.
                        self.months.insert(word.to_owned(), (number, full || word.chars().count() > 4));
                    }
                }
            }
            "weekdays" => {
                for (group, number) in groups() {
                    for word in group.split_whitespace() {
                        self.weekdays.insert(word.to_owned(), number);
                    }
                }
            }
            "number" | "scale" | "currency" => {
                let mut value = "";
                for word in words.split_whitespace() {
                    let word = match word.split_once('=') {
                        Some((left, right)) => {
                            value = left;
                            right
                        }
                        None => word,
                    };
                    match name {
                        "currency" => {
                            self.currencies.insert(word.to_owned(), value.to_owned());
                        }
                        "scale" => {
                            self.scales.insert(word.to_owned(), value.parse().unwrap_or(1));
                        }
                        _ => {
                            self.numbers.insert(word.to_owned(), value.parse().unwrap_or(0));
                        }
                    }
                }
            }
            "percent" => self.percents.extend(words.split_whitespace().map(str::to_owned)),
            "quarter" => self.quarters.extend(words.split_whitespace().map(str::to_owned)),
            "plan-suffix" => self.future_endings.extend(words.split_whitespace().map(str::to_owned)),
            "done-suffix" => self.past_endings.extend(words.split_whitespace().map(str::to_owned)),
            "mention" => self.mentions.extend(words.split_whitespace().map(split_phrase)),
            _ => {}
        }
    }

    fn add(&mut self, word: &str, roles: Roles, concept: Option<&str>) {
        let words = split_phrase(word);
        let [single] = words.as_slice() else {
            let words: Vec<String> = words.iter().map(|word| self.stem(word)).collect();
            self.longest = self.longest.max(words.len());
            let Some(first) = words.first().cloned() else { return };
            let phrases = self.phrases.entry(first).or_default();
            match phrases.iter_mut().find(|phrase| phrase.words == words) {
                Some(phrase) => {
                    phrase.roles = phrase.roles.with(roles);
                    if phrase.concept.is_none() {
                        phrase.concept = concept.map(str::to_owned);
                    }
                }
                None => phrases.push(Phrase { words, roles, concept: concept.map(str::to_owned) }),
            }
            return;
        };
        if let Some(concept) = concept {
            let stem = self.stem(single);
            self.concepts.entry(stem).or_insert_with(|| concept.to_owned());
        } else {
            let known = self.roles.entry(single.clone()).or_default();
            *known = known.with(roles);
        }
    }

    fn add_near(&mut self, word: &str) {
        let stems: Vec<String> = split_phrase(word).iter().map(|word| self.stem(word)).collect();
        let together = stems.join(" ");
        if stems.len() > 1 {
            // Read as one term; the concept tells that it is known for its near synonyms only, unless it has another one.
            self.add(word, Roles::default(), Some(&together));
        }
        self.near.add(together);
    }

    /// The lines of near synonyms that a stem, or the stems of a phrase joined by blanks, is in; sorted.
    pub(super) fn near(&self, stem: &str) -> &[u16] {
        self.near.lines_of(stem)
    }

    /// The stem of a word in small letters.
    pub(super) fn stem(&self, word: &str) -> String {
        self.stemming.stem(word)
    }

    /// Whether the word is a function word of this language.
    pub(super) fn is_function_word(&self, word: &str) -> bool {
        self.roles_of(word).has(Roles::STOP)
    }

    /// The roles of a single word.
    pub(super) fn roles_of(&self, word: &str) -> Roles {
        self.roles.get(word).copied().unwrap_or_default()
    }

    /// Whether the word carries the ending of a future tense.
    pub(super) fn is_future(&self, word: &str) -> bool {
        // A syllable of Hangul is a letter here.
        let least = if word.starts_with(|c: char| ('\u{ac00}'..='\u{d7a3}').contains(&c)) { 3 } else { 6 };
        word.chars().count() >= least && self.future_endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// Whether the word carries the ending of a tense of the past.
    pub(super) fn is_past(&self, word: &str) -> bool {
        word.chars().count() >= 4 && self.past_endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// The concept that a stem belongs to.
    pub(super) fn concept_of(&self, stem: &str) -> Option<&str> {
        self.concepts.get(stem).map(String::as_str)
    }

    /// The longest phrase that the stems begin with.
    pub(super) fn phrase(&self, stems: &[&str]) -> Option<Found> {
        let phrases = self.phrases.get(*stems.first()?)?;
        phrases
            .iter()
            .filter(|phrase| {
                phrase.words.len() <= stems.len() && phrase.words.iter().zip(stems).all(|(word, stem)| word == stem)
            })
            .max_by_key(|phrase| phrase.words.len())
            .map(|phrase| Found { length: phrase.words.len(), roles: phrase.roles, concept: phrase.concept.clone() })
    }

    /// The opposites of the language.
    pub(super) fn opposites(&self) -> &Opposites {
        &self.opposites
    }

    /// Words of the longest phrase.
    pub(super) fn longest_phrase(&self) -> usize {
        self.longest
    }

    /// The number of a month, and whether the word can hardly mean anything else.
    pub(super) fn month(&self, word: &str) -> Option<(u8, bool)> {
        self.months.get(word).copied()
    }

    /// The value of a number word.
    pub(super) fn number(&self, word: &str) -> Option<u32> {
        self.numbers.get(word).copied()
    }

    /// The power of ten of a scale word.
    pub(super) fn scale(&self, word: &str) -> Option<u64> {
        self.scales.get(word).copied()
    }

    /// The code of a currency.
    pub(super) fn currency(&self, word: &str) -> Option<&str> {
        self.currencies.get(word).map(String::as_str)
    }

    /// Whether the words begin with "per cent", and with how many words.
    pub(super) fn percent(&self, words: &[&str]) -> Option<usize> {
        starts_with_any(&self.percents, words)
    }

    /// Whether the words begin with "quarter", and with how many words.
    pub(super) fn quarter(&self, words: &[&str]) -> Option<usize> {
        starts_with_any(&self.quarters, words)
    }

    /// The number of a weekday, from 1 for Monday.
    pub(super) fn weekday(&self, word: &str) -> Option<u8> {
        self.weekdays.get(word).copied()
    }

    /// How many words "mentioned in" takes at the head of these words, or 0.
    pub(super) fn mention(&self, words: &[&str]) -> usize {
        self.mentions
            .iter()
            .filter(|mention| {
                mention.len() <= words.len() && mention.iter().zip(words).all(|(left, right)| left == right)
            })
            .map(Vec::len)
            .max()
            .unwrap_or(0)
    }
}

/// The words of a phrase: the characters of one in a script without blanks.
fn split_phrase(phrase: &str) -> Vec<String> {
    if phrase.chars().any(|c| ('\u{3040}'..='\u{9fff}').contains(&c)) {
        phrase.chars().map(String::from).collect()
    } else {
        phrase.split(['_', '-']).map(str::to_owned).collect()
    }
}

fn starts_with_any(phrases: &[String], words: &[&str]) -> Option<usize> {
    phrases
        .iter()
        .filter_map(|phrase| {
            let parts = split_phrase(phrase);
            (parts.len() <= words.len() && parts.iter().zip(words).all(|(left, right)| left == right))
                .then_some(parts.len())
        })
        .max()
}
