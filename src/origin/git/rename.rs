//! Which deleted note a new one was before.

use super::{error::GitError, object_reader::ObjectReader};
use gix::ObjectId;
use std::collections::HashMap;

/// More deleted notes than this are only compared by content as a whole, as git does by default.
const LIMIT: usize = 1000;

/// A note before it was renamed.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) path: Vec<u8>,
    pub(super) id: ObjectId,
    pub(super) text: Vec<u8>,
}

/// The one of `gone` that became the note with `id` and `text`: the same content, or else the one
/// that shares most lines, at least half of those of the longer text.
pub(super) fn source(
    reader: &mut ObjectReader,
    gone: &[(Vec<u8>, ObjectId)],
    id: ObjectId,
    text: &[u8],
) -> Result<Option<Source>, GitError> {
    if let Some((path, same)) = gone.iter().find(|(_, other)| *other == id) {
        return Ok(Some(Source { path: path.clone(), id: *same, text: text.to_vec() }));
    }
    if gone.len() > LIMIT {
        return Ok(None);
    }
    let mut best = None;
    let mut most = 0;
    for (path, other) in gone {
        let Some(before) = reader.blob(*other)? else {
            continue;
        };
        let (shared, longer) = shared_lines(&before, text);
        let per_mille = shared * 1000 / longer.max(1);
        if per_mille >= 500 && per_mille > most {
            most = per_mille;
            best = Some(Source { path: path.clone(), id: *other, text: before });
        }
    }
    Ok(best)
}

/// How many lines both texts have, in any order, and how many the longer one has.
fn shared_lines(one: &[u8], two: &[u8]) -> (usize, usize) {
    let mut counts: HashMap<&[u8], usize> = HashMap::new();
    let mut lines = 0;
    for line in one.split(|byte| *byte == b'\n') {
        *counts.entry(line).or_default() += 1;
        lines += 1;
    }
    let (mut shared, mut others) = (0, 0);
    for line in two.split(|byte| *byte == b'\n') {
        others += 1;
        if let Some(count) = counts.get_mut(line).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    (shared, lines.max(others))
}
