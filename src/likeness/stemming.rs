//! Stems of words: Snowball where it has the language, light means of our own where it has not.

use rust_stemmers::Stemmer;

use super::language::Language;

/// How the words of a language are brought to a common form.
pub(super) enum Stemming {
    /// As written.
    None,
    /// A Snowball stemmer.
    Snowball(Stemmer),
    /// Snowball for Russian, with family names in all cases: it takes "-ов" off "Белов" but leaves it in "Беловым".
    Russian(Stemmer),
    /// Polish: the commonest endings. Snowball has none for it, and a full analysis would need a dictionary.
    Polish,
    /// Korean: particles, and what makes a verb of a noun.
    Korean,
}

impl Stemming {
    /// The stemming of a language.
    pub(super) fn of(language: Language) -> Self {
        match (language, language.stemmer()) {
            (Language::Polish, _) => Self::Polish,
            (Language::Korean, _) => Self::Korean,
            (Language::Russian, Some(stemmer)) => Self::Russian(stemmer),
            (_, Some(stemmer)) => Self::Snowball(stemmer),
            (_, None) => Self::None,
        }
    }

    /// The stem of a word in small letters.
    pub(super) fn stem(&self, word: &str) -> String {
        match self {
            Self::None => word.to_owned(),
            Self::Snowball(stemmer) => stemmer.stem(word).into_owned(),
            Self::Russian(stemmer) => {
                let stem = stemmer.stem(&word.replace('ё', "е")).into_owned();
                strip(&stem, &["ов", "ев"], 3).unwrap_or(&stem).to_owned()
            }
            Self::Polish => polish(word),
            Self::Korean => korean(word).to_owned(),
        }
    }
}

/// The word without the first of these endings that leaves at least so many characters.
fn strip<'a>(word: &'a str, endings: &[&str], least: usize) -> Option<&'a str> {
    endings.iter().find_map(|ending| word.strip_suffix(ending).filter(|rest| rest.chars().count() >= least))
}

/// Longest first: endings of adjectives, nouns and verbs.
const POLISH: [&str; 59] = [
    "owała", "owało", "owali", "owały", "owany", "owana", "owane", "owano", "owych", "owymi", "owego", "owemu", "ować",
    "ował", "iach", "iami", "iego", "iemu", "ymi", "imi", "ego", "emu", "ach", "ami", "owi", "owe", "owa", "owy",
    "uje", "ują", "iej", "iem", "iom", "ych", "ich", "ów", "om", "em", "ej", "ym", "im", "ił", "ył", "ła", "ło", "li",
    "ły", "ie", "ia", "ią", "ię", "ii", "a", "ą", "e", "ę", "y", "u", "o",
];

fn polish(word: &str) -> String {
    let rest = strip(word, &POLISH, 3).unwrap_or(word);
    let rest = strip(rest, &["i", "ł", "ć"], 3).unwrap_or(rest);
    // The vowel of the last syllable changes with the ending: "Mróz", "Mroza".
    rest.replace('ó', "o")
}

/// Particles, longest first.
const PARTICLES: [&str; 33] = [
    "으로부터",
    "에게서",
    "한테서",
    "에서는",
    "에게는",
    "으로는",
    "로부터",
    "까지",
    "부터",
    "에서",
    "에게",
    "한테",
    "으로",
    "이라고",
    "처럼",
    "보다",
    "마다",
    "이나",
    "라고",
    "이며",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "에",
    "로",
    "와",
    "과",
    "의",
    "도",
    "만",
];

/// What makes a verb of a noun, longest first.
const VERBALS: [&str; 32] = [
    "하였습니다",
    "되었습니다",
    "했습니다",
    "됐습니다",
    "하기로",
    "하였다",
    "되었다",
    "되었음",
    "받았다",
    "입니다",
    "합니다",
    "됩니다",
    "이었다",
    "였다",
    "했다",
    "됐다",
    "한다",
    "된다",
    "했음",
    "됐음",
    "하고",
    "되고",
    "하는",
    "되는",
    "하지",
    "되지",
    "하여",
    "해서",
    "이다",
    "할",
    "함",
    "됨",
];

/// Counters of one syllable, which stand right behind a number.
const COUNTERS: &str = "명권개대건곳층장번회차원";

fn korean(word: &str) -> &str {
    if !word.starts_with(|c: char| ('\u{ac00}'..='\u{d7a3}').contains(&c)) {
        return word;
    }
    let counter = word.chars().next().filter(|sign| COUNTERS.contains(*sign)).map_or(0, char::len_utf8);
    if counter > 0 && (PARTICLES.contains(&&word[counter..]) || VERBALS.contains(&&word[counter..])) {
        return &word[..counter];
    }
    strip(word, &VERBALS, 2).or_else(|| strip(word, &PARTICLES, 2)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(language: Language, words: &[&str]) {
        let stemming = Stemming::of(language);
        let stems: Vec<String> = words.iter().map(|word| stemming.stem(word)).collect();
        assert!(stems.iter().all(|stem| *stem == stems[0]), "{words:?}: {stems:?}");
    }

    #[test]
    fn cases_of_polish_names_and_nouns_are_one() {
        same(Language::Polish, &["zofia", "zofię", "zofii"]);
        same(Language::Polish, &["nowak", "nowaka", "nowakowi", "nowakiem"]);
        same(Language::Polish, &["mróz", "mroza"]);
        same(Language::Polish, &["umowa", "umowy", "umowę", "umową"]);
        same(Language::Polish, &["wysłał", "wysłała"]);
    }

    #[test]
    fn cases_of_russian_family_names_are_one() {
        same(Language::Russian, &["белов", "белова", "белову", "беловым"]);
        same(Language::Russian, &["белозёрова", "белозеровой"]);
    }

    #[test]
    fn korean_particles_and_verbals_are_taken_off() {
        same(Language::Korean, &["예산", "예산을", "예산은", "예산에서"]);
        same(Language::Korean, &["승인", "승인했다", "승인되었다", "승인함"]);
        same(Language::Korean, &["오가람", "오가람에게", "오가람으로부터"]);
    }
}
