//! TOML as a tree in which every key and value knows its place; merging keeps the places.

use std::collections::BTreeMap;

use serde::Deserialize as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::misfit::Misfit;
use super::place::{ConfigError, FileId, Located, Place, Texts};
use crate::text::Span;

/// How deep values may nest; toml itself refuses somewhat more.
const DEPTH: usize = 64;

/// A value with its place. Dates are kept as text.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Where the value stands; for a table written `[name]`, its header.
    pub at: Place,
    /// The value.
    pub node: Node,
}

/// What a [`Tree`] holds.
#[derive(Clone, Debug)]
pub enum Node {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Text, or a date.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// A table; keys know their places too.
    Table(BTreeMap<Located<String>, Tree>),
}

impl Tree {
    /// Reads a TOML text that is already among `texts`.
    ///
    /// # Errors
    /// With place and caret: text that is not TOML, a key that stands twice, nesting deeper than 64.
    pub fn parse(texts: &Texts, file: FileId) -> Result<Self, ConfigError> {
        let table = DeTable::parse(texts.text(file)).map_err(|error| syntax_error(texts, file, &error))?;
        let span = table.span();
        let root = Spanned::new(span, DeValue::Table(table.into_inner()));
        lower(root, file, DEPTH).map_err(|misfit| misfit.in_texts(texts))
    }

    /// A table without entries.
    #[must_use]
    pub fn empty_table(at: Place) -> Self {
        Self { at, node: Node::Table(BTreeMap::new()) }
    }

    /// A tree of values that all stand at one place: [`Place::BUILT_IN`] for a rule's own parameters.
    #[must_use]
    pub fn from_toml(value: &toml::Value, at: Place) -> Self {
        let node = match value {
            toml::Value::Boolean(value) => Node::Bool(*value),
            toml::Value::Integer(value) => Node::Integer(*value),
            toml::Value::Float(value) => Node::Float(*value),
            toml::Value::String(value) => Node::Text(value.clone()),
            toml::Value::Datetime(value) => Node::Text(value.to_string()),
            toml::Value::Array(list) => Node::List(list.iter().map(|value| Self::from_toml(value, at)).collect()),
            toml::Value::Table(table) => Node::Table(
                table
                    .iter()
                    .map(|(key, value)| (Located { value: key.clone(), at }, Self::from_toml(value, at)))
                    .collect(),
            ),
        };
        Self { at, node }
    }

    /// The same values without places.
    #[must_use]
    pub fn to_toml(&self) -> toml::Value {
        match &self.node {
            Node::Bool(value) => toml::Value::Boolean(*value),
            Node::Integer(value) => toml::Value::Integer(*value),
            Node::Float(value) => toml::Value::Float(*value),
            Node::Text(value) => toml::Value::String(value.clone()),
            Node::List(list) => toml::Value::Array(list.iter().map(Self::to_toml).collect()),
            Node::Table(table) => {
                toml::Value::Table(table.iter().map(|(key, value)| (key.value.clone(), value.to_toml())).collect())
            }
        }
    }

    /// Lays `upper` over this tree: tables key by key, everything else (lists too) is replaced.
    pub fn merge(&mut self, upper: Tree) {
        match (&mut self.node, upper.node) {
            (Node::Table(lower), Node::Table(upper_table)) => {
                self.at = upper.at;
                for (key, value) in upper_table {
                    // Taken out and put back, so that the key's place is the upper one too.
                    let merged = match lower.remove(&key) {
                        Some(mut below) => {
                            below.merge(value);
                            below
                        }
                        None => value,
                    };
                    lower.insert(key, merged);
                }
            }
            (node, upper_node) => {
                *node = upper_node;
                self.at = upper.at;
            }
        }
    }

    /// The entries of a table; none for any other value.
    pub fn entries(&self) -> impl Iterator<Item = (&Located<String>, &Tree)> {
        let table = if let Node::Table(table) = &self.node { Some(table) } else { None };
        table.into_iter().flatten()
    }

    /// The value under a key of a table.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Tree> {
        if let Node::Table(table) = &self.node { table.get(key) } else { None }
    }

    /// The value under a key of a table, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Tree> {
        if let Node::Table(table) = &mut self.node { table.get_mut(key) } else { None }
    }
}

fn lower(value: Spanned<DeValue<'_>>, file: FileId, depth: usize) -> Result<Tree, Misfit> {
    let range = value.span();
    let at = Place { file, span: Span::new(range.start, range.end) };
    let Some(depth) = depth.checked_sub(1) else {
        return Err(Misfit::new("nested too deeply", None).or_at(at));
    };
    let node = match value.into_inner() {
        DeValue::String(text) => Node::Text(text.into_owned()),
        DeValue::Boolean(value) => Node::Bool(value),
        DeValue::Datetime(date) => Node::Text(date.to_string()),
        DeValue::Array(list) => {
            Node::List(list.into_iter().map(|value| lower(value, file, depth)).collect::<Result<_, _>>()?)
        }
        DeValue::Table(table) => {
            let mut entries = BTreeMap::new();
            for (key, value) in table {
                let range = key.span();
                let at = Place { file, span: Span::new(range.start, range.end) };
                entries.insert(Located { value: key.into_inner().into_owned(), at }, lower(value, file, depth)?);
            }
            Node::Table(entries)
        }
        number @ (DeValue::Integer(_) | DeValue::Float(_)) => {
            let number = ValueDeserializer::from(Spanned::new(range, number));
            match toml::Value::deserialize(number) {
                Ok(toml::Value::Integer(value)) => Node::Integer(value),
                Ok(toml::Value::Float(value)) => Node::Float(value),
                _ => return Err(Misfit::new("this number is too large", None).or_at(at)),
            }
        }
    };
    Ok(Tree { at, node })
}

fn syntax_error(texts: &Texts, file: FileId, error: &toml::de::Error) -> ConfigError {
    let end = texts.text(file).len();
    let range = error.span().unwrap_or(end..end);
    let at = Place { file, span: Span::new(range.start, range.end) };
    let (message, help) = match error.message() {
        message if message.starts_with("duplicate key") => {
            ("this key stands here for the second time".to_owned(), Some("keep one of the two".to_owned()))
        }
        message => (format!("not valid TOML: {message}"), None),
    };
    texts.error(at, message, help)
}
