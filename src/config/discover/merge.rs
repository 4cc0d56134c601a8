//! Layers laid over one another: tables merge key by key, lists are replaced, and every value keeps its origin.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::layers::{Layer, Stack};
use crate::config::file::{ConfigError, ConfigFile, Located, Node, Place, Texts, Tree};

/// Settings as they hold for a folder.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// What all layers together say.
    pub file: ConfigFile,
    /// Where every value came from, by dotted key: `rules.tag-style.level`, `override[0].paths`.
    pub origins: BTreeMap<String, Origin>,
    /// The folder of the nearest file: globs are relative to it.
    pub root: PathBuf,
    /// What was read, nearest first; empty for the built-in defaults.
    pub layers: Vec<Layer>,
    /// The texts, for errors at a [`Place`] of `file`.
    pub texts: Texts,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// The file as messages show it, or `preset:NAME`.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The value.
    pub value: toml::Value,
}

impl Merged {
    /// No file at all.
    #[must_use]
    pub fn defaults(root: PathBuf) -> Self {
        Self { root, ..Self::default() }
    }

    /// The folders of the user's own rules, each resolved against the folder of the file that names it.
    #[must_use]
    pub fn rule_dirs(&self) -> Vec<Located<PathBuf>> {
        let resolved = |dir: &Located<String>| {
            let file = self.texts.path(dir.at.file);
            Located { value: super::normal(&file.parent().unwrap_or(Path::new("")).join(&dir.value)), at: dir.at }
        };
        self.file.rule_dirs.iter().map(resolved).collect()
    }
}

/// Lays the layers over one another.
///
/// `[[override]]` is the one list that is not replaced but continued: an extended file's overrides come first, so that
/// the nearer file's still win. Replacing them would drop a preset's scopes as soon as a vault says anything by path.
pub(super) fn merge(stack: Stack, root: PathBuf) -> Result<Merged, ConfigError> {
    let Stack { texts, layers } = stack;
    let mut names = Vec::new();
    let mut merged: Option<Tree> = None;
    let mut overrides = Vec::new();
    for (layer, mut tree) in layers.into_iter().rev() {
        names.insert(0, layer);
        spell_out_levels(tree.get_mut("rules"));
        if let Some(Tree { node: Node::List(list), .. }) = tree.get("override") {
            overrides.extend(list.iter().cloned());
        }
        match &mut merged {
            Some(below) => below.merge(tree),
            None => merged = Some(tree),
        }
    }
    let Some(mut merged) = merged else { return Ok(Merged::defaults(root)) };
    if let Some(list) = merged.get_mut("override") {
        list.node = Node::List(overrides);
    }
    let file = merged.decode().map_err(|misfit| misfit.in_texts(&texts))?;
    let mut origins = BTreeMap::new();
    origins_of(&merged, String::new(), &texts, &mut origins);
    Ok(Merged { file, origins, root, layers: names, texts })
}

/// Turns `rule = "level"` into a table, so that it keeps the parameters of the layer below.
fn spell_out_levels(rules: Option<&mut Tree>) {
    let Some(Tree { node: Node::Table(rules), .. }) = rules else { return };
    for (id, entry) in rules.iter_mut() {
        if let Node::Text(_) = entry.node {
            let key = Located { value: "level".to_owned(), at: id.at };
            let at = entry.at;
            let level = std::mem::replace(entry, Tree::empty_table(at));
            entry.node = Node::Table(BTreeMap::from([(key, level)]));
        }
    }
}

fn origins_of(tree: &Tree, name: String, texts: &Texts, out: &mut BTreeMap<String, Origin>) {
    match &tree.node {
        Node::Table(table) => {
            for (key, value) in table {
                let dot = if name.is_empty() { "" } else { "." };
                origins_of(value, format!("{name}{dot}{}", quoted(&key.value)), texts, out);
            }
        }
        Node::List(list) if list.iter().any(|value| matches!(value.node, Node::Table(_))) => {
            for (i, value) in list.iter().enumerate() {
                origins_of(value, format!("{name}[{i}]"), texts, out);
            }
        }
        _ => {
            let Place { file, .. } = tree.at;
            let path = texts.shown(texts.path(file)).to_owned();
            let origin = Origin { path, line: texts.line(tree.at), value: tree.to_toml() };
            out.insert(name, origin);
        }
    }
}

/// A key as it would be written in TOML.
fn quoted(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare { key.to_owned() } else { toml::Value::String(key.to_owned()).to_string() }
}
