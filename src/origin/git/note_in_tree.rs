//! Comparing a commit's tree with a parent's, as far as the notes under question need it.

use super::{error::GitError, object_reader::ObjectReader, tree_diff};
use gix::ObjectId;
use std::ops::Range;

/// A note on its way back through history.
#[derive(Debug, Clone)]
pub(super) struct Traced {
    /// Its place in the list of paths asked for.
    pub(super) asked: usize,
    /// The name it has in the commit where it is now.
    pub(super) path: Vec<u8>,
    /// Its content there.
    pub(super) id: ObjectId,
}

/// A folder to look into: its trees, the length of its path, and the notes below it.
struct Folder {
    child: ObjectId,
    parent: Option<ObjectId>,
    depth: usize,
    notes: Range<usize>,
}

/// Those of `notes`, sorted by path and all in the tree `child`, that the tree `parent` has with
/// other content (its id) or not at all, by their positions, in order.
/// Folders that are the same in both, or hold no note under question, are not read.
pub(super) fn differing(
    reader: &mut ObjectReader,
    child: ObjectId,
    parent: ObjectId,
    notes: &[Traced],
) -> Result<Vec<(usize, Option<ObjectId>)>, GitError> {
    let mut found = Vec::new();
    let mut open = vec![Folder { child, parent: Some(parent), depth: 0, notes: 0..notes.len() }];
    while let Some(folder) = open.pop() {
        let Some(parent) = folder.parent else {
            found.extend(folder.notes.map(|position| (position, None)));
            continue;
        };
        if parent == folder.child {
            continue;
        }
        let (new, old) = (reader.tree(folder.child)?, reader.tree(parent)?);
        for change in tree_diff::changes(&new, &old, reader.kind())? {
            let Some(side) = change.new else {
                continue;
            };
            let below = below(notes, &folder, change.name, change.is_dir);
            if below.is_empty() {
                continue;
            }
            if change.is_dir {
                open.push(Folder {
                    child: side.id,
                    parent: change.old.map(|old| old.id),
                    depth: folder.depth + change.name.len() + 1,
                    notes: below,
                });
            } else {
                let old = change.old.filter(|old| old.is_file).map(|old| old.id);
                // A change of mode alone is none of the text.
                found.extend(below.filter(|position| old != Some(notes[*position].id)).map(|position| (position, old)));
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Files of the tree `old` whose names the tree `new` has not, in order of path.
pub(super) fn only_in(
    reader: &mut ObjectReader,
    old: ObjectId,
    new: ObjectId,
) -> Result<Vec<(Vec<u8>, ObjectId)>, GitError> {
    let mut gone = Vec::new();
    let mut open = vec![(Vec::new(), old, Some(new))];
    while let Some((folder, old, new)) = open.pop() {
        let old = reader.tree(old)?;
        let new = match new {
            Some(new) => reader.tree(new)?,
            None => Default::default(),
        };
        for change in tree_diff::changes(&new, &old, reader.kind())? {
            let Some(side) = change.old else {
                continue;
            };
            let mut path: Vec<u8> = folder.clone();
            path.extend_from_slice(change.name);
            if change.is_dir {
                path.push(b'/');
                open.push((path, side.id, change.new.map(|new| new.id)));
            } else if side.is_file && change.new.is_none() {
                gone.push((path, side.id));
            }
        }
    }
    gone.sort();
    Ok(gone)
}

/// The positions of the note called `name` in the folder, or of those below the folder `name` in it.
fn below(notes: &[Traced], folder: &Folder, name: &[u8], is_dir: bool) -> Range<usize> {
    let mut key = name.to_vec();
    if is_dir {
        key.push(b'/');
    }
    let here = &notes[folder.notes.clone()];
    let start = here.partition_point(|note| rest(note, folder.depth) < key.as_slice());
    let count = here[start..].partition_point(|note| match is_dir {
        true => rest(note, folder.depth).starts_with(&key),
        false => rest(note, folder.depth) == key,
    });
    let start = folder.notes.start + start;
    start..start + count
}

fn rest(note: &Traced, depth: usize) -> &[u8] {
    note.path.get(depth..).unwrap_or_default()
}
