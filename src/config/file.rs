//! The serde shape of `vault-lint.toml`. Nothing is defaulted or resolved here; every part knows its place.

mod decode;
mod misfit;
mod place;
mod tree;

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

pub use misfit::Misfit;
pub use place::{ConfigError, FileId, InText, Located, Place, Texts};
pub use tree::{Node, Tree};

use crate::diagnostic::Level;
use crate::text::Safety;

/// The keys of a rule's table that belong to every rule; all others are parameters of its check.
pub const RESERVED: [&str; 3] = ["level", "fix", "paths"];

/// Rules by id.
pub type Rules = BTreeMap<Located<String>, RuleEntry>;

/// What a file of settings says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ConfigFile {
    /// Globs of notes that are not looked at, relative to the folder of the nearest file.
    pub exclude: Vec<Located<String>>,
    /// Folders with the user's own rules, relative to the file that names them.
    pub rule_dirs: Vec<Located<String>>,
    /// The oldest version of this program that understands the file.
    pub min_version: Option<Located<String>>,
    /// A file or a preset that lies below this one.
    pub extends: Option<Located<String>>,
    /// Settings of rules for every note.
    pub rules: Rules,
    /// Settings of rules for some notes; later ones win.
    #[serde(rename = "override", deserialize_with = "overrides")]
    pub overrides: Vec<Override>,
    /// The formatter's settings, decoded by the formatter.
    pub format: Option<Tree>,
}

/// Settings for the notes at some paths.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Override {
    /// Globs, relative to the folder of the nearest file.
    pub paths: Vec<Located<String>>,
    /// What is different there.
    #[serde(default)]
    pub rules: Rules,
}

/// A list like any other, but one whose misspelling `[override]` deserves a word.
fn overrides<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Override>, D::Error> {
    deserializer.deserialize_seq(OverridesVisitor)
}

struct OverridesVisitor;

impl<'de> Visitor<'de> for OverridesVisitor {
    type Value = Vec<Override>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of tables, each headed `[[override]]`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Override>, A::Error> {
        let mut list = Vec::new();
        while let Some(one) = seq.next_element()? {
            list.push(one);
        }
        Ok(list)
    }
}

/// What is said of one rule: `rule = "level"` or a table.
#[derive(Clone, Debug, Default)]
pub struct RuleEntry {
    /// How much its findings weigh.
    pub level: Option<Located<LevelSetting>>,
    /// The safest kind of fix it may make.
    pub fix: Option<Located<FixCeiling>>,
    /// Globs of the only notes it looks at.
    pub paths: Option<Vec<Located<String>>>,
    /// Everything else: what goes over the parameters of the rule's check.
    pub params: BTreeMap<Located<String>, Tree>,
}

impl RuleEntry {
    /// The parameters as a tree, to be merged over the rule's own and decoded. `at` is the place of the table.
    #[must_use]
    pub fn params_tree(&self, at: Place) -> Tree {
        Tree { at, node: Node::Table(self.params.clone()) }
    }
}

/// A level, or none at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelSetting {
    /// The rule does not run.
    Off,
    /// The rule runs.
    On(Level),
}

impl LevelSetting {
    const WORDS: [&str; 4] = ["off", "info", "warning", "error"];

    /// The level of a word; `warn` is `warning`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "off" => Some(Self::Off),
            "info" => Some(Self::On(Level::Info)),
            "warn" | "warning" => Some(Self::On(Level::Warning)),
            "error" => Some(Self::On(Level::Error)),
            _ => None,
        }
    }
}

/// The safest kind of fix a rule may make; `None` where it may make none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixCeiling(pub Option<Safety>);

impl FixCeiling {
    const WORDS: [&str; 4] = ["none", "display", "unsafe", "safe"];

    /// The ceiling of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "none" => Some(Self(None)),
            "display" => Some(Self(Some(Safety::Display))),
            "unsafe" => Some(Self(Some(Safety::Unsafe))),
            "safe" => Some(Self(Some(Safety::Safe))),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for LevelSetting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(WordVisitor { wanted: "a level", words: &Self::WORDS, read: Self::from_word })
    }
}

impl<'de> Deserialize<'de> for FixCeiling {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(WordVisitor {
            wanted: "a kind of fix",
            words: &Self::WORDS,
            read: Self::from_word,
        })
    }
}

/// One of a few words.
struct WordVisitor<T> {
    wanted: &'static str,
    words: &'static [&'static str],
    read: fn(&str) -> Option<T>,
}

impl<T> Visitor<'_> for WordVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.wanted, self.words.join(", "))
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<T, E> {
        (self.read)(word).ok_or_else(|| E::unknown_variant(word, self.words))
    }
}

impl<'de> Deserialize<'de> for RuleEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Located first: where the whole entry is one word, that word's place is the level's place.
        let entry = Located::<LevelOrTable>::deserialize(deserializer)?;
        Ok(match entry.value {
            LevelOrTable::Level(value) => Self { level: Some(Located { value, at: entry.at }), ..Self::default() },
            LevelOrTable::Table(entry) => entry,
        })
    }
}

enum LevelOrTable {
    Level(LevelSetting),
    Table(RuleEntry),
}

impl<'de> Deserialize<'de> for LevelOrTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LevelOrTableVisitor)
    }
}

struct LevelOrTableVisitor;

impl<'de> Visitor<'de> for LevelOrTableVisitor {
    type Value = LevelOrTable;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a level ({}) or a table", LevelSetting::WORDS.join(", "))
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<LevelOrTable, E> {
        LevelSetting::from_word(word)
            .map(LevelOrTable::Level)
            .ok_or_else(|| E::unknown_variant(word, &LevelSetting::WORDS))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<LevelOrTable, A::Error> {
        let mut entry = RuleEntry::default();
        while let Some(key) = map.next_key::<Located<String>>()? {
            match key.value.as_str() {
                "level" => entry.level = Some(map.next_value()?),
                "fix" => entry.fix = Some(map.next_value()?),
                "paths" => entry.paths = Some(map.next_value()?),
                _ => {
                    entry.params.insert(key, map.next_value()?);
                }
            }
        }
        Ok(LevelOrTable::Table(entry))
    }
}

#[cfg(test)]
mod tests;
