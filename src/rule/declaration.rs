//! The shape of a rule file, and what must hold for it before any note is read.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de::Error as _};

use crate::check::CheckSpec;
use crate::diagnostic::{Level, RuleId};
use crate::rule::Template;
use crate::text::{Safety, Span, caret};

/// A rule file that cannot be used; the message shows the place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RuleError(pub String);

/// One rule as its file declares it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Declaration {
    /// Its name.
    #[serde(deserialize_with = "rule_id")]
    pub id: RuleId,
    /// The version that brought it.
    pub since: String,
    /// How much its findings weigh unless the user says otherwise.
    pub level: RuleLevel,
    /// How safe its fixes are at best.
    #[serde(deserialize_with = "ceiling")]
    pub fix: Option<Safety>,
    /// What it finds, in a line.
    pub summary: String,
    /// Why that matters, and how it decides.
    pub rationale: String,
    /// Paths that it does not look at, as globs relative to the configuration's folder.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// What it does.
    pub check: CheckSpec,
    /// Its message, for a check with one kind of finding.
    #[serde(default)]
    pub message: Option<String>,
    /// Its messages by kind of finding.
    #[serde(default)]
    pub messages: BTreeMap<String, String>,
    /// Where to read more.
    #[serde(default)]
    pub links: Vec<String>,
    /// Examples: shown by `explain`, run by `vault-lint test`.
    #[serde(default, rename = "example")]
    pub examples: Vec<Example>,
}

/// One example of a rule. `«` and `»` in `bad` mark what is reported.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Example {
    /// What it shows.
    pub name: String,
    /// A note with findings.
    #[serde(default)]
    pub bad: Option<String>,
    /// A note without.
    #[serde(default)]
    pub good: Option<String>,
    /// What safe fixes make of `bad`.
    #[serde(default)]
    pub fixed: Option<String>,
    /// What unsafe fixes make of `bad`.
    #[serde(default)]
    pub unsafe_fixed: Option<String>,
    /// The clock.
    #[serde(default)]
    pub today: Option<String>,
    /// The note's path.
    #[serde(default)]
    pub path: Option<String>,
    /// The other files of the vault, for a rule that looks at them.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// Parameters laid over the rule's own.
    #[serde(default)]
    pub params: toml::Table,
    /// What the first finding says, where that matters.
    #[serde(default)]
    pub message: Option<String>,
    /// The first finding's level, where it is not the rule's.
    #[serde(default)]
    pub level: Option<String>,
}

/// `off`, or how much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleLevel {
    /// The rule does not run.
    Off,
    /// It runs, and its findings weigh this much.
    On(Level),
}

impl RuleLevel {
    /// Reads the word that config and rule files use.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "off" => Self::Off,
            "info" => Self::On(Level::Info),
            "warn" | "warning" => Self::On(Level::Warning),
            "error" => Self::On(Level::Error),
            _ => return None,
        })
    }

    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::On(level) => level.as_str(),
        }
    }
}

impl<'de> Deserialize<'de> for RuleLevel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Self::parse(&word)
            .ok_or_else(|| D::Error::custom(format!("`{word}` is no level; use off, info, warning or error")))
    }
}

fn rule_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RuleId, D::Error> {
    let id = String::deserialize(deserializer)?;
    RuleId::new(&id)
        .ok_or_else(|| D::Error::custom(format!("`{id}` is no rule name; use lower-case words joined by `-`")))
}

fn ceiling<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Safety>, D::Error> {
    let word = String::deserialize(deserializer)?;
    parse_ceiling(&word)
        .ok_or_else(|| D::Error::custom(format!("`{word}` is no fix ceiling; use none, display, unsafe or safe")))
}

/// Reads the word for a fix ceiling; the inner `None` is `none`.
#[must_use]
pub fn parse_ceiling(word: &str) -> Option<Option<Safety>> {
    Some(match word {
        "none" => None,
        "display" => Some(Safety::Display),
        "unsafe" => Some(Safety::Unsafe),
        "safe" => Some(Safety::Safe),
        _ => return None,
    })
}

impl Declaration {
    /// Reads and validates a rule file: every message worded, every placeholder known, the check compiled once.
    ///
    /// # Errors
    /// [`RuleError`] with file, line and caret.
    pub fn parse(path: &str, text: &str) -> Result<Self, RuleError> {
        let declaration: Self = toml::from_str(text).map_err(|error| {
            let span = error.span().map_or(Span::at(0), |range| Span::new(range.start, range.end));
            RuleError(caret::render(text, span, path.as_ref(), error.message(), None))
        })?;
        let at_key = |key: &str, message: String| {
            let start = text.find(key).unwrap_or(0);
            RuleError(caret::render(text, Span::new(start, start + key.len()), path.as_ref(), &message, None))
        };
        let known = declaration.check.messages();
        for (kind, text) in &declaration.messages {
            let Some((_, values)) = known.iter().find(|(known, _)| known == kind) else {
                let kinds: Vec<&str> = known.iter().map(|(kind, _)| *kind).collect();
                return Err(at_key(kind, format!("this check has no message `{kind}`; it has {}", kinds.join(", "))));
            };
            validate_template(text, values).map_err(|message| at_key(kind, message))?;
        }
        if let Some(text) = &declaration.message {
            let [(_, values)] = known else {
                return Err(at_key("message", "this check has several messages: word them under [messages]".into()));
            };
            validate_template(text, values).map_err(|message| at_key("message", message))?;
        }
        for (kind, _) in known {
            if declaration.message(kind).is_none() {
                return Err(at_key("[check", format!("the message `{kind}` has no words: add it under [messages]")));
            }
        }
        declaration.check.clone().compile().map_err(|message| at_key("[check", message))?;
        crate::check::scope::globs(&declaration.exclude).map_err(|message| at_key("exclude", message))?;
        Ok(declaration)
    }

    /// The words for a kind of finding.
    #[must_use]
    pub fn message(&self, kind: &str) -> Option<&str> {
        self.messages.get(kind).or(self.message.as_ref()).map(String::as_str)
    }
}

fn validate_template(text: &str, values: &[&str]) -> Result<(), String> {
    let template = Template::parse(text)?;
    match template.names().find(|name| !values.contains(name)) {
        Some(name) => Err(format!("`{{{name}}}` is no value of this message; it has {}", values.join(", "))),
        None => Ok(()),
    }
}
