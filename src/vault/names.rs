//! File names, and what a link's path leads to.
//!
//! The rules are Obsidian's (`MetadataCache.getFirstLinkpathDest`): a path that is exact from the top or from the note's own
//! folder wins, else any file whose path ends in the link's, parts whole, case and Unicode form apart; `.md` may be left out.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

/// What a link's path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// This file.
    File(&'a str),
    /// A folder with a note that stands for it (`Ada/README.md`): other programs open that, Obsidian does not.
    Folder(&'a str),
    /// No such path, but one file of this name elsewhere.
    Elsewhere(&'a str),
    /// Nothing.
    Nothing,
}

/// Notes that stand for the folder they lie in, in the order of preference.
const FOLDER_NOTES: [&str; 2] = ["readme", "index"];

/// The files of a vault by name.
#[derive(Debug, Default)]
pub struct Names {
    paths: Vec<String>,
    /// Of each path its key, `.md` left out.
    keys: Vec<String>,
    /// By the key of the last part, `.md` left out: indices into `paths`.
    by_name: BTreeMap<String, Vec<u32>>,
    /// The paths in lower case, for those who look for a part of one.
    lower: OnceLock<Vec<String>>,
}

impl Names {
    /// Takes in all files. Which of two equally good files a link leads to does not depend on their order.
    #[must_use]
    pub fn new(mut paths: Vec<String>) -> Self {
        paths.sort();
        let mut by_name: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let keys: Vec<String> = paths.iter().map(|path| key(without_md(path))).collect();
        for (index, key) in (0_u32..).zip(&keys) {
            let name = key.rsplit('/').next().unwrap_or(key);
            by_name.entry(name.to_owned()).or_default().push(index);
        }
        Self { paths, keys, by_name, lower: OnceLock::new() }
    }

    /// All notes, in order.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str).filter(|path| without_md(path).len() < path.len())
    }

    /// All notes whose path holds a text, in order; capital letters do not matter.
    pub fn notes_with<'a>(&'a self, part: &str) -> impl Iterator<Item = &'a str> {
        let part = part.to_lowercase();
        let lower = self.lower.get_or_init(|| self.paths.iter().map(|path| path.to_lowercase()).collect());
        let pairs = lower.iter().zip(&self.paths).filter(|(lower, _)| lower.ends_with(".md"));
        pairs.filter(move |(lower, _)| lower.contains(&part)).map(|(_, path)| path.as_str())
    }

    /// What a link's path leads to, seen from a note.
    #[must_use]
    pub fn find(&self, link: &str, from: Option<&str>) -> Found<'_> {
        let Some(wanted) = Wanted::new(link, from) else { return Found::Nothing };
        if let Some(file) = best(self.fitting(&wanted), from) {
            return Found::File(file);
        }
        if let Some(note) = self.folder_note(&wanted) {
            return Found::Folder(note);
        }
        let mut elsewhere = self.named(&wanted.name);
        match (elsewhere.next(), elsewhere.next()) {
            (Some((_, only)), None) if wanted.path.contains('/') => Found::Elsewhere(only),
            _ => Found::Nothing,
        }
    }

    /// All files of a name, as key and path.
    fn named(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let indices = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        indices.iter().filter_map(|index| {
            let index = *index as usize;
            Some((self.keys.get(index)?.as_str(), self.paths.get(index)?.as_str()))
        })
    }

    /// The paths of those files that a link's path fits.
    fn fitting<'a, 'w>(&'a self, wanted: &'w Wanted) -> impl Iterator<Item = &'a str> + use<'a, 'w> {
        self.named(&wanted.name).filter(|(key, _)| wanted.fits(key)).map(|(_, path)| path)
    }

    fn folder_note(&self, wanted: &Wanted) -> Option<&str> {
        FOLDER_NOTES.iter().find_map(|name| {
            let inside =
                Wanted { path: format!("{}/{name}", wanted.path), name: (*name).to_owned(), whole: wanted.whole };
            best(self.fitting(&inside), None)
        })
    }
}

/// A link's path, ready to be compared.
struct Wanted {
    /// Its key, from the vault's top where `whole`.
    path: String,
    /// The key of its last part.
    name: String,
    /// Only this path will do: it began with `/`, `./` or `../`.
    whole: bool,
}

impl Wanted {
    fn new(link: &str, from: Option<&str>) -> Option<Self> {
        let link = link.trim().trim_end_matches('/');
        let folder = from.and_then(|from| Some(from.rsplit_once('/')?.0)).unwrap_or("");
        let (path, whole) = if let Some(rest) = link.strip_prefix('/') {
            (joined("", rest)?, true)
        } else if link.starts_with("./") || link.starts_with("../") {
            (joined(folder, link)?, true)
        } else {
            (link.to_owned(), false)
        };
        let path = key(without_md(&path));
        let name = path.rsplit('/').next().unwrap_or("").to_owned();
        (!name.is_empty()).then_some(Self { path, name, whole })
    }

    /// Whether a file's key is this path or, where that is allowed, ends in it.
    fn fits(&self, file: &str) -> bool {
        file == self.path
            || !self.whole && file.strip_suffix(self.path.as_str()).is_some_and(|before| before.ends_with('/'))
    }
}

/// `link` from `folder` on, `.` and `..` resolved; `None` where it leaves the vault.
fn joined(folder: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The file in the note's own folder, else the one with the shortest path, else the first.
fn best<'a>(files: impl Iterator<Item = &'a str>, from: Option<&str>) -> Option<&'a str> {
    let folder = from.map(|from| from.rsplit_once('/').map_or("", |(folder, _)| folder));
    files.min_by_key(|path| {
        let own = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        (Some(own) != folder, path.matches('/').count(), path.len(), *path)
    })
}

/// A path without the `.md` that links leave out.
pub(super) fn without_md(path: &str) -> &str {
    let bytes = path.as_bytes();
    let dotted = bytes.len() >= 3 && bytes[bytes.len() - 3..].eq_ignore_ascii_case(b".md");
    if dotted { &path[..path.len() - 3] } else { path }
}

/// The form in which names are compared: composed (a Mac may write `é` as two characters), in lower case, with plain blanks.
pub(super) fn key(name: &str) -> String {
    name.nfc().flat_map(char::to_lowercase).map(|c| if matches!(c, '\u{a0}' | '\u{202f}') { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let files = [
            "Mill.md",
            "People/Mira Solberg.md",
            "People/Per/README.md",
            "Archive/Mill.md",
            "Archive/Old/Weir.md",
            "img/weir.png",
            "v1.2.md",
            "Cafe\u{301}.md",
        ];
        Names::new(files.iter().map(|file| (*file).to_owned()).collect())
    }

    #[test]
    fn a_name_leads_to_its_file_whatever_the_case() {
        let names = names();
        assert_eq!(names.find("mira solberg", None), Found::File("People/Mira Solberg.md"));
        assert_eq!(names.find("Mira\u{a0}Solberg.md", None), Found::File("People/Mira Solberg.md"));
        assert_eq!(names.find("people/Mira Solberg", None), Found::File("People/Mira Solberg.md"));
        assert_eq!(names.find("v1.2", None), Found::File("v1.2.md"));
        assert_eq!(names.find("weir.png", None), Found::File("img/weir.png"));
        assert_eq!(names.find("Caf\u{e9}", None), Found::File("Cafe\u{301}.md"));
        assert_eq!(names.find("weir", None), Found::File("Archive/Old/Weir.md"));
    }

    #[test]
    fn the_own_folder_and_the_top_come_first() {
        let names = names();
        assert_eq!(names.find("Mill", None), Found::File("Mill.md"));
        assert_eq!(names.find("Mill", Some("Archive/Log.md")), Found::File("Archive/Mill.md"));
    }

    #[test]
    fn paths_from_the_top_and_from_the_folder_are_exact() {
        let names = names();
        assert_eq!(names.find("/Archive/Mill", None), Found::File("Archive/Mill.md"));
        assert_eq!(names.find("../Mill", Some("Archive/Log.md")), Found::File("Mill.md"));
        assert_eq!(names.find("./Old/Weir", Some("Archive/Log.md")), Found::File("Archive/Old/Weir.md"));
        assert_eq!(names.find("../../Mill", Some("Archive/Log.md")), Found::Nothing);
    }

    #[test]
    fn a_dead_path_tells_where_the_file_is() {
        let names = names();
        assert_eq!(names.find("Archive/Weir", None), Found::Elsewhere("Archive/Old/Weir.md"));
        assert_eq!(names.find("rchive/Old/Weir", None), Found::Elsewhere("Archive/Old/Weir.md"));
        assert_eq!(names.find("People/Mill", None), Found::Nothing, "two of that name: nobody knows which");
    }

    #[test]
    fn a_folder_with_a_note_of_its_own_is_told_apart() {
        assert_eq!(names().find("People/Per", None), Found::Folder("People/Per/README.md"));
        assert_eq!(names().find("Per", None), Found::Folder("People/Per/README.md"));
        assert_eq!(names().find("People", None), Found::Nothing);
    }
}
