//! Asks git's history since when notes have had a tag, in one walk for all of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::world::World;
use crate::check::TagAge;
use crate::engine::Engine;
use crate::note::Note;
use crate::origin::git::{self, Repo};
use crate::text::{NotePath, Source};

/// A note that cannot be judged before history is known.
pub(super) struct Asked {
    /// How reports call it.
    pub(super) shown: NotePath,
    /// Its file.
    pub(super) path: PathBuf,
    /// No need to look further back than this.
    pub(super) until: Date,
}

/// Since when the notes have had their tags, as history tells. Without a repository, or where it cannot be read, nothing is
/// known: the check then falls back to the notes' properties.
pub(super) fn ages(world: &World, asked: &[Asked]) -> BTreeMap<NotePath, TagAge> {
    let unknown = BTreeMap::new;
    let Some(first) = asked.first() else { return unknown() };
    let Ok(Some(repo)) = Repo::discover(first.path.parent().unwrap_or(Path::new("."))) else { return unknown() };
    let paths: Vec<(Vec<u8>, &Asked)> =
        asked.iter().filter_map(|note| Some((repo.path_of(&note.path)?, note))).collect();
    let until = asked.iter().map(|note| note.until).min().map_or(0, seconds);
    let names: Vec<Vec<u8>> = paths.iter().map(|(path, _)| path.clone()).collect();
    // Each note is judged by its own rules: another folder may ask for another tag.
    let engines: Vec<Option<(Engine, String)>> =
        paths.iter().map(|(_, note)| world.engine_for(&note.path).ok()).collect();
    let has_tag = |asked: usize, text: &[u8]| {
        let engine = engines.get(asked).and_then(Option::as_ref);
        engine.is_some_and(|(engine, relative)| has_tag(engine, relative, text))
    };
    let Ok(ages) = repo.tag_added(&names, &has_tag, Some(until)) else { return unknown() };
    ages_by_note(ages, &paths)
}

fn has_tag(engine: &Engine, relative: &str, text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let Ok(source) = Source::new(NotePath::new(relative), text.to_owned()) else { return false };
    engine.asks_history(&Note::parse(source), relative).is_some()
}

fn ages_by_note(ages: BTreeMap<Vec<u8>, git::TagAge>, paths: &[(Vec<u8>, &Asked)]) -> BTreeMap<NotePath, TagAge> {
    let mut found = BTreeMap::new();
    for (path, note) in paths {
        let age = match ages.get(path) {
            Some(git::TagAge::Added { commit, time }) => {
                TagAge::Added { commit: commit.chars().take(10).collect(), date: date(*time) }
            }
            Some(git::TagAge::OlderThan { .. }) => TagAge::Before(note.until),
            Some(git::TagAge::HistoryTooShort) => TagAge::HistoryTooShort,
            Some(git::TagAge::Uncommitted) => TagAge::Uncommitted,
            // What its properties say is all that is known of a note that was never committed.
            Some(git::TagAge::NoteIsNew) | None => continue,
        };
        found.insert(note.shown.clone(), age);
    }
    found
}

/// The day (UTC) of a time in seconds since 1970.
fn date(time: i64) -> Date {
    let days = i32::try_from(time.div_euclid(86_400)).unwrap_or(0);
    jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
}

/// The first second (UTC) of a day, since 1970.
fn seconds(date: Date) -> i64 {
    i64::from((date - jiff::civil::date(1970, 1, 1)).get_days()) * 86_400
}
