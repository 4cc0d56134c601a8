//! A file of settings and everything it extends: files and the presets that come with the program.

use std::io;
use std::path::{Path, PathBuf};

use super::{Disk, is_missing, normal};
use crate::config::caret::shown_path;
use crate::config::file::{ConfigError, ConfigFile, FileId, Located, Texts, Tree};
use crate::text::nearest::nearest;

/// The presets that come with the program: name and text.
pub const PRESETS: [(&str, &str); 3] = [
    ("recommended", include_str!("../presets/recommended.toml")),
    ("strict", include_str!("../presets/strict.toml")),
    ("people-notes", include_str!("../presets/people-notes.toml")),
];

/// How many files may lie below the nearest one.
const CHAIN: usize = 10;

/// One file or preset.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// A file.
    File(PathBuf),
    /// A preset, by name.
    Preset(&'static str),
}

impl Layer {
    /// The file's path; `preset:strict` for a preset.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        match self {
            Self::File(path) => path.clone(),
            Self::Preset(name) => format!("preset:{name}").into(),
        }
    }
}

/// Layers from the nearest down, each checked by itself.
pub(super) struct Stack {
    pub(super) texts: Texts,
    pub(super) layers: Vec<(Layer, Tree)>,
}

/// Reads a file of settings and what it extends.
pub(super) fn collect(disk: Disk<'_>, path: PathBuf, text: String, running: &str) -> Result<Stack, ConfigError> {
    let mut stack = Stack { texts: Texts::new(disk.base.to_owned()), layers: Vec::new() };
    let mut next = Some((Layer::File(path), text));
    while let Some((layer, text)) = next.take() {
        let id = stack.texts.add(layer.path(), text);
        let (tree, extends) = checked(&stack.texts, id, running)?;
        stack.layers.push((layer, tree));
        if let Some(extends) = extends {
            let layer = target(&stack, &extends)?;
            let text = match &layer {
                Layer::Preset(name) => preset(name).unwrap_or_default().to_owned(),
                Layer::File(path) => {
                    (disk.read)(path).map_err(|reason| missing(&stack.texts, &extends, path, &reason))?
                }
            };
            next = Some((layer, text));
        }
    }
    Ok(stack)
}

/// A layer's tree and what it extends, if the file is good on its own.
fn checked(texts: &Texts, id: FileId, running: &str) -> Result<(Tree, Option<Located<String>>), ConfigError> {
    let tree = Tree::parse(texts, id)?;
    // The version comes first: what else seems wrong may just be newer than this program.
    if let Some(wanted) = tree.get("min-version") {
        check_version(texts, wanted, running)?;
    }
    let file: ConfigFile = tree.decode().map_err(|misfit| misfit.in_texts(texts))?;
    Ok((tree, file.extends))
}

fn check_version(texts: &Texts, wanted: &Tree, running: &str) -> Result<(), ConfigError> {
    let text: String = wanted.decode().map_err(|misfit| misfit.in_texts(texts))?;
    let Some(least) = version(&text) else {
        let help = Some("write it as `min-version = \"0.1.0\"`".to_owned());
        return Err(texts.error(wanted.at, format!("`{text}` is not a version"), help));
    };
    // A preview of a version counts as that version.
    let own = running.split(['-', '+']).next().and_then(version);
    if own.is_some_and(|own| own < least) {
        let message = format!("these settings need vault-lint {text} or newer, this is {running}");
        return Err(texts.error(
            wanted.at,
            message,
            Some("install a newer vault-lint, or lower `min-version`".to_owned()),
        ));
    }
    Ok(())
}

/// `1`, `1.2` or `1.2.3`; missing numbers are 0.
fn version(text: &str) -> Option<[u64; 3]> {
    let mut numbers = [0; 3];
    let mut parts = text.split('.');
    for (at, slot) in numbers.iter_mut().enumerate() {
        match parts.next() {
            Some(part) if part.bytes().all(|byte| byte.is_ascii_digit()) => *slot = part.parse().ok()?,
            None if at > 0 => break,
            _ => return None,
        }
    }
    parts.next().is_none().then_some(numbers)
}

/// What an `extends` of the lowest layer names.
fn target(stack: &Stack, extends: &Located<String>) -> Result<Layer, ConfigError> {
    let (name, texts) = (extends.value.as_str(), &stack.texts);
    let layer = if let Some((name, _)) = PRESETS.iter().find(|(preset, _)| *preset == name) {
        Layer::Preset(name)
    } else if name.contains(['/', '\\']) || name.ends_with(".toml") {
        let folder = texts.path(extends.at.file).parent().unwrap_or(Path::new(""));
        Layer::File(normal(&folder.join(name)))
    } else {
        return Err(unknown_preset(texts, extends));
    };
    let chain: Vec<&Layer> = stack.layers.iter().map(|(layer, _)| layer).collect();
    if let Some(first) = chain.iter().position(|seen| **seen == layer) {
        let round: Vec<String> = chain
            .iter()
            .skip(first)
            .copied()
            .chain([&layer])
            .map(|layer| shown_path(texts.shown(&layer.path())))
            .collect();
        let message = format!("`extends` goes round in a circle: {}", round.join(" -> "));
        return Err(texts.error(extends.at, message, Some("take one of these `extends` out".to_owned())));
    }
    if chain.len() > CHAIN {
        return Err(texts.error(extends.at, format!("more than {CHAIN} files extend one another"), None));
    }
    Ok(layer)
}

fn unknown_preset(texts: &Texts, extends: &Located<String>) -> ConfigError {
    let name = &extends.value;
    let names: Vec<&str> = PRESETS.iter().map(|(preset, _)| *preset).collect();
    let help = match nearest(name, &names) {
        Some(meant) => format!("did you mean `{meant}`? A file is named with its folder: `./{name}`"),
        None => format!("presets are `{}`; a file is named with its folder: `./{name}`", names.join("`, `")),
    };
    texts.error(extends.at, format!("there is no preset `{name}`"), Some(help))
}

fn missing(texts: &Texts, extends: &Located<String>, path: &Path, reason: &io::Error) -> ConfigError {
    let shown = shown_path(texts.shown(path));
    let (message, help) = if is_missing(reason) {
        let help = "the path is relative to the folder of this file".to_owned();
        (format!("there is no file `{shown}`"), Some(help))
    } else {
        (format!("cannot read `{shown}`: {reason}"), None)
    };
    texts.error(extends.at, message, help)
}

/// The text of a preset.
fn preset(name: &str) -> Option<&'static str> {
    PRESETS.iter().find(|(preset, _)| *preset == name).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers_and_compare_as_such() {
        assert_eq!(version("1"), Some([1, 0, 0]));
        assert!(version("0.10.0") > version("0.9.9"));
        for bad in ["", ".", "1.", "v1", "1.2.3.4", "1.2.x", "1.-2", "99999999999999999999", " 1"] {
            assert_eq!(version(bad), None, "{bad:?}");
        }
    }
}
