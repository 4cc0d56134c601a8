//! The second look, at notes that a rule holds against other notes of their vault: it has to wait until all of them are known,
//! and fixed ones count as they are by then.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::failure::Failure;
use super::look::Checked;
use super::world::World;
use crate::check::{Across, Facts, Part};
use crate::note::Note;
use crate::text::{NotePath, Source};

/// A vault as the run sees it: on disk or in git's index.
pub(super) trait Vaults {
    /// What is known of the vault with this top.
    fn facts(&self, top: &Path) -> Facts;

    /// The absolute paths of its notes, excluded ones left out.
    fn notes(&self, top: &Path) -> Vec<PathBuf>;
}

/// Looks again at those of the notes that ask for it.
///
/// # Errors
/// A configuration that cannot be used.
pub(super) fn look_again(world: &World, checked: &mut [Checked], vaults: &impl Vaults) -> Result<(), Failure> {
    let mut by_vault: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
    for (number, note) in checked.iter().enumerate().filter(|(_, note)| note.looks_across) {
        by_vault.entry(world.vault_of(&file(world, note))).or_default().push(number);
    }
    for (top, numbers) in by_vault {
        let mut facts = vaults.facts(&top);
        let known: BTreeMap<PathBuf, &Source> = checked
            .iter()
            .map(|note| (file(world, note), &note.source))
            .filter(|(file, _)| file.starts_with(&top))
            .collect();
        let across = Arc::new(Across::of(parts(world, &facts, &top, vaults.notes(&top), &known)));
        facts.across = Some(Arc::clone(&across));
        let linted: Vec<Result<_, Failure>> = numbers
            .par_iter()
            .map(|number| {
                let note = &checked[*number];
                let (engine, relative) = world.engine_for(&file(world, note))?;
                Ok(engine.lint(&Note::parse(note.source.clone()), &relative, &facts))
            })
            .collect();
        for (number, linted) in numbers.into_iter().zip(linted) {
            checked[number].take(linted?, &across);
        }
    }
    Ok(())
}

/// The absolute path of a note.
fn file(world: &World, note: &Checked) -> PathBuf {
    world.cwd.join(note.source.path.as_str())
}

/// What all notes of a vault add, in the order of their paths. A note that cannot be read or configured adds nothing: that
/// is told where it is looked at itself.
fn parts(
    world: &World,
    facts: &Facts,
    top: &Path,
    mut paths: Vec<PathBuf>,
    known: &BTreeMap<PathBuf, &Source>,
) -> Vec<Part> {
    paths.extend(known.keys().cloned());
    paths.sort();
    paths.dedup();
    let part = |path: &PathBuf| {
        let source = match known.get(path) {
            Some(source) => (*source).clone(),
            None => {
                let inside = path.strip_prefix(top).ok()?.to_string_lossy().replace('\\', "/");
                let shown = path.strip_prefix(&world.cwd).unwrap_or(path).to_string_lossy();
                Source::new(NotePath::new(&shown), facts.vault.as_ref()?.read(&inside)?).ok()?
            }
        };
        let (engine, relative) = world.engine_for(path).ok()?;
        engine.looks_across(&relative).then(|| engine.gather(&Note::parse(source), &relative)).flatten()
    };
    paths.par_iter().filter_map(part).collect()
}
