//! All rules of a run: the built-in ones, embedded, and the user's own; one id each.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Declaration, RuleError};
use crate::check::CheckSpec;
use crate::diagnostic::RuleId;
use crate::text::{Span, caret};

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        /// The built-in rule files: name and text. A test compares the list with the folder.
        pub const BUILT_IN: &[(&str, &str)] = &[$((concat!("rules/", $name, ".toml"), include_str!(concat!("../../rules/", $name, ".toml")))),*];
    };
}

embedded!(
    "broken-link",
    "conflicting-facts",
    "duplicate-facts",
    "duplicate-heading",
    "empty-section",
    "invalid-front-matter",
    "malformed-task-block",
    "malformed-task-line",
    "mixed-date-order",
    "second-front-matter",
    "stale-last-contact",
    "stale-needs-review",
    "tag-style",
    "template-leftover",
    "truncated-text",
    "unclosed-fence",
    "unformatted",
    "unsorted-context-dates",
    "unused-suppression",
);

/// A rule file up to its examples, which come last in the built-in ones.
fn brief(text: &str) -> &str {
    text.find("\n[[example]]").map_or(text, |end| &text[..=end])
}

/// Where a rule's file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Shipped with the program.
    BuiltIn,
    /// The user's own.
    User,
}

/// One rule with its file.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The rule.
    pub declaration: Arc<Declaration>,
    /// Whose it is.
    pub origin: Origin,
    /// Its file.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
}

/// All rules, by id.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    entries: BTreeMap<RuleId, Entry>,
}

impl Catalog {
    /// The built-in rules.
    ///
    /// # Errors
    /// [`RuleError`]: never for a released program, since a test reads them all.
    pub fn built_in() -> Result<Self, RuleError> {
        let mut catalog = Self::default();
        for (path, text) in BUILT_IN {
            catalog.add(path, text, Origin::BuiltIn)?;
        }
        Ok(catalog)
    }

    /// The built-in rules without their examples, which are most of their text and which checking notes does not need.
    ///
    /// # Errors
    /// As [`Catalog::built_in`].
    pub fn built_in_in_brief() -> Result<Self, RuleError> {
        let mut catalog = Self::default();
        for (path, text) in BUILT_IN {
            catalog.add(path, brief(text), Origin::BuiltIn)?;
        }
        Ok(catalog)
    }

    /// Adds a rule file.
    ///
    /// # Errors
    /// [`RuleError`] where the file cannot be used or its id is taken.
    pub fn add(&mut self, path: &str, text: &str, origin: Origin) -> Result<(), RuleError> {
        let declaration = Declaration::parse(path, text)?;
        let id = declaration.id.clone();
        if let Some(first) = self.entries.get(&id) {
            let start = text.find(id.as_str()).unwrap_or(0);
            let message = format!("the rule `{id}` exists already, in {}", first.path);
            let span = Span::new(start, start + id.as_str().len());
            return Err(RuleError(caret::render(text, span, path.as_ref(), &message, Some("give yours another id"))));
        }
        let entry = Entry { declaration: Arc::new(declaration), origin, path: path.to_owned(), text: text.into() };
        self.entries.insert(id, entry);
        Ok(())
    }

    /// All rules in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// A rule by name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.entries.get(&RuleId::new(id)?)
    }

    /// The name nearest to a misspelt one.
    #[must_use]
    pub fn nearest(&self, word: &str) -> Option<&RuleId> {
        let names: Vec<&str> = self.entries.keys().map(RuleId::as_str).collect();
        let best = crate::text::nearest::nearest(word, &names)?;
        self.entries.keys().find(|id| id.as_str() == best)
    }
}

impl Entry {
    /// The primitive's name and the parameters that the rule's file gives it.
    #[must_use]
    pub fn declared_check(&self) -> (String, toml::Table) {
        // Read before when the entry was made, so neither step can fail; a rule without a check would then say so.
        let mut file: toml::Table = self.text.parse().unwrap_or_default();
        match file
            .remove("check")
            .and_then(|check| if let toml::Value::Table(table) = check { table.into_iter().next() } else { None })
        {
            Some((kind, toml::Value::Table(params))) => (kind, params),
            Some((kind, _)) => (kind, toml::Table::new()),
            None => (String::new(), toml::Table::new()),
        }
    }

    /// The check with parameters laid over the declared ones, decoded once.
    ///
    /// # Errors
    /// The message of the decoder.
    pub fn check_with(&self, params: &toml::Table) -> Result<CheckSpec, String> {
        if params.is_empty() {
            return Ok(self.declaration.check.clone());
        }
        let (kind, mut declared) = self.declared_check();
        overlay(&mut declared, params);
        let mut whole = toml::Table::new();
        whole.insert(kind, toml::Value::Table(declared));
        toml::Value::Table(whole).try_into().map_err(|error: toml::de::Error| error.message().to_owned())
    }
}

/// Tables merge key by key, everything else replaces.
fn overlay(base: &mut toml::Table, over: &toml::Table) {
    for (key, value) in over {
        match (base.get_mut(key), value) {
            (Some(toml::Value::Table(base)), toml::Value::Table(over)) => overlay(base, over),
            _ => {
                base.insert(key.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_brief_only_examples_are_missing() {
        for (path, text) in BUILT_IN {
            let mut whole: toml::Table = text.parse().expect(path);
            assert!(whole.remove("example").is_some(), "{path}");
            let brief: toml::Table = brief(text).parse().expect(path);
            assert_eq!(brief, whole, "{path}");
        }
    }
}
