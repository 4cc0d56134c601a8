//! Findings counted by rule and by folder.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Level, RuleId};
use crate::sink::Report;
use crate::text::{NotePath, Safety};

/// What one rule found.
pub(super) struct Rule<'a> {
    pub(super) id: &'a RuleId,
    /// The highest level of its findings.
    pub(super) level: Level,
    pub(super) findings: usize,
    /// How many of them `--fix` mends.
    pub(super) safe: usize,
    /// What the rule finds, in one sentence.
    pub(super) summary: &'a str,
}

/// The rules that found something, the most frequent first.
pub(super) fn by_rule<'a>(report: &Report<'a>) -> Vec<Rule<'a>> {
    let mut rules: BTreeMap<&RuleId, Rule<'a>> = BTreeMap::new();
    for diagnostic in report.diagnostics {
        let id = &diagnostic.rule;
        let rule = rules.entry(id).or_insert_with(|| {
            let info = report.rules.iter().find(|info| info.id == *id);
            Rule {
                id,
                level: Level::Info,
                findings: 0,
                safe: 0,
                summary: info.map_or("", |info| info.summary.as_str()),
            }
        });
        rule.level = rule.level.max(diagnostic.level);
        rule.findings += 1;
        rule.safe += usize::from(diagnostic.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe));
    }
    let mut rules: Vec<Rule<'a>> = rules.into_values().collect();
    rules.sort_by_key(|rule| (Reverse(rule.findings), rule.id));
    rules
}

/// A folder right below the one that holds all notes, or the notes that lie in that one itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Folder {
    /// Its path; for [`Folder::direct`] that of the folder that holds all notes.
    pub(super) path: String,
    /// Its name; empty for [`Folder::direct`].
    pub(super) name: String,
    /// Whether it stands for the notes that lie in no folder below the common one.
    pub(super) direct: bool,
    pub(super) notes: usize,
    /// Notes without a finding.
    pub(super) clean: usize,
    pub(super) findings: usize,
}

/// Notes and findings by folder, most findings first.
pub(super) fn by_folder(notes: &[&NotePath], report: &Report<'_>) -> Vec<Folder> {
    let common = common(notes);
    let mut folders: BTreeMap<&str, Folder> = BTreeMap::new();
    let mut findings: BTreeMap<&NotePath, usize> = BTreeMap::new();
    for diagnostic in report.diagnostics {
        *findings.entry(&diagnostic.at.path).or_default() += 1;
    }
    for note in notes {
        let below = note.folder().strip_prefix(common).unwrap_or("");
        let below = if common.is_empty() { below } else { below.trim_start_matches('/') };
        // A leading `/` belongs to the name: it stands for a note outside of the working folder.
        let end = below.char_indices().find(|(at, c)| *at > 0 && *c == '/').map_or(below.len(), |(at, _)| at);
        let name = &below[..end];
        let folder = folders.entry(name).or_insert_with(|| {
            let parts: Vec<&str> = [common, name].into_iter().filter(|part| !part.is_empty()).collect();
            let (path, direct) = (parts.join("/"), name.is_empty());
            Folder { path, name: name.to_owned(), direct, notes: 0, clean: 0, findings: 0 }
        });
        let found = findings.get(note).copied().unwrap_or(0);
        folder.notes += 1;
        folder.clean += usize::from(found == 0);
        folder.findings += found;
    }
    let mut folders: Vec<Folder> = folders.into_values().collect();
    folders.sort_by(|a, b| (Reverse(a.findings), &a.name).cmp(&(Reverse(b.findings), &b.name)));
    folders
}

/// The deepest folder that holds all notes.
fn common<'a>(notes: &[&'a NotePath]) -> &'a str {
    let folders: BTreeSet<&str> = notes.iter().map(|note| note.folder()).collect();
    // Whatever the first and the last in order have in common all have: those between begin with it too.
    let (Some(first), Some(last)) = (folders.first(), folders.last()) else { return "" };
    let mut length = 0;
    for (depth, (a, b)) in first.split('/').zip(last.split('/')).enumerate() {
        if a != b {
            break;
        }
        length += a.len() + usize::from(depth > 0);
    }
    &first[..length]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::sample::Sample;

    fn paths(paths: &[&str]) -> Vec<NotePath> {
        paths.iter().map(|path| NotePath::new(path)).collect()
    }

    #[test]
    fn the_folder_of_all_notes_is_found() {
        let of = |names: &[&str]| {
            let notes = paths(names);
            common(&notes.iter().collect::<Vec<_>>()).to_owned()
        };
        assert_eq!(of(&["a/b/x.md", "a/b/c/y.md"]), "a/b");
        assert_eq!(of(&["a/b/x.md", "a/bc/y.md"]), "a");
        assert_eq!(of(&["x.md", "a/y.md"]), "");
        assert_eq!(of(&["a/x.md"]), "a");
        assert_eq!(of(&["/home/v/x.md", "/home/w/y.md"]), "/home");
        assert_eq!(of(&[]), "");
    }

    #[test]
    fn folders_count_clean_notes_too() {
        let mut sample = Sample::new("v/People/a.md", "one\ntwo\n");
        sample.find("x", Level::Error, "one", "x").find("x", Level::Info, "two", "x");
        let notes = paths(&["v/People/a.md", "v/People/deep/b.md", "v/top.md"]);
        let mut folders = Vec::new();
        sample.written(|report, _| {
            folders = by_folder(&notes.iter().collect::<Vec<_>>(), report);
            Ok(())
        });
        let people =
            Folder { path: "v/People".into(), name: "People".into(), direct: false, notes: 2, clean: 1, findings: 2 };
        let top = Folder { path: "v".into(), name: String::new(), direct: true, notes: 1, clean: 1, findings: 0 };
        assert_eq!(folders, [people, top]);
    }
}
