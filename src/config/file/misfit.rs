//! A value that does not fit: the words for it, the place, and what was meant.

use std::fmt;

use serde::de::{self, Unexpected};

use super::place::{ConfigError, Place, Texts};
use crate::text::nearest::nearest;

/// A value that does not fit its type: what is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Where: the unknown key or the wrong value. [`Place::BUILT_IN`] for a value nobody wrote into a file.
    pub at: Place,
    /// What is wrong, without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Misfit {
    /// A misfit whose place is not known yet.
    #[must_use]
    pub fn new(message: impl Into<String>, help: Option<String>) -> Self {
        Self { at: Place::BUILT_IN, message: message.into(), help }
    }

    /// The same with a place, unless it has one: the innermost place is the best one.
    #[must_use]
    pub fn or_at(mut self, at: Place) -> Self {
        if !self.at.is_in_text() {
            self.at = at;
        }
        self
    }

    /// The error to show.
    #[must_use]
    pub fn in_texts(self, texts: &Texts) -> ConfigError {
        texts.error(self.at, self.message, self.help)
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string(), None)
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("unknown key `{field}`"), help(field, expected))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("unknown value `{variant}`"), help(variant, expected))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(format!("the key `{field}` is missing"), None)
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let wanted = plain(expected);
        let help = match found {
            Unexpected::Str(text) if wanted == LIST => Some(format!("write `[{}]`", toml::Value::String(text.into()))),
            _ => None,
        };
        Self::new(format!("expected {wanted}, found {}", plain_found(found)), help)
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(format!("expected {}, found {}", plain(expected), plain_found(found)), None)
    }
}

/// The word that was meant, else all that are known.
fn help(word: &str, known: &[&str]) -> Option<String> {
    if let Some(nearest) = nearest(word, known) {
        return Some(format!("did you mean `{nearest}`?"));
    }
    let known: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
    (!known.is_empty()).then(|| format!("known here: {}", known.join(", ")))
}

/// What serde calls a sequence.
const LIST: &str = "a list";

/// serde's words for what is wanted, in TOML's words.
fn plain(expected: &dyn de::Expected) -> String {
    let words = expected.to_string();
    match words.as_str() {
        "a sequence" => LIST.to_owned(),
        "a string" | "string" => "a text".to_owned(),
        "a boolean" => "`true` or `false`".to_owned(),
        "a map" => "a table".to_owned(),
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, not negative".to_owned(),
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        words if words.starts_with("struct ") => "a table".to_owned(),
        words if words.starts_with("enum ") => "a name".to_owned(),
        _ => words,
    }
}

/// What was found, in TOML's words.
fn plain_found(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Seq => LIST.to_owned(),
        Unexpected::Map => "a table".to_owned(),
        Unexpected::Bool(value) => format!("`{value}`"),
        Unexpected::Signed(value) => format!("the number {value}"),
        Unexpected::Unsigned(value) => format!("the number {value}"),
        Unexpected::Float(value) => format!("the number {value}"),
        Unexpected::Str(text) => format!("the text {}", toml::Value::String(text.into())),
        other => other.to_string(),
    }
}
