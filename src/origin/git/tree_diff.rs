//! How two folders of history differ, read only where their bytes differ.

use super::error::GitError;
use gix::{ObjectId, bstr::ByteSlice, objs::TreeRefIter};
use std::cmp::Ordering;

/// One name that is not the same in both trees.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change<'a> {
    pub(super) name: &'a [u8],
    /// Both sides are folders, or the one that there is; a file that became a folder is two changes.
    pub(super) is_dir: bool,
    pub(super) new: Option<Side>,
    pub(super) old: Option<Side>,
}

/// What a name is in one of the trees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Side {
    /// The object.
    pub(super) id: ObjectId,
    /// False for symbolic links, submodules and folders.
    pub(super) is_file: bool,
}

/// The names that differ between the trees of these bytes, in order of name.
///
/// Neighbouring commits share nearly all of a large folder, so equal bytes at both ends are passed
/// over: at the start as far as the last whole entry, at the end down to where both stand between
/// two entries with the same bytes to come.
pub(super) fn changes<'a>(new: &'a [u8], old: &'a [u8], kind: gix::hash::Kind) -> Result<Vec<Change<'a>>, GitError> {
    let start = last_entry_within(new, common_prefix(new, old), kind.len_in_bytes());
    let (new, old) = (&new[start..], &old[start..]);
    let same_end = common_suffix(new, old);
    let mut new = Entries::new(new, kind);
    let mut old = Entries::new(old, kind);
    let mut found = Vec::new();
    loop {
        let at_same_end = new.rest == old.rest && new.rest <= same_end;
        if at_same_end {
            break;
        }
        let (one, two) = (new.peek()?, old.peek()?);
        let order = match (&one, &two) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(one), Some(two)) => by_name(one, two),
        };
        let one = one.filter(|_| order != Ordering::Greater);
        let two = two.filter(|_| order != Ordering::Less);
        if one.is_some() {
            new.advance();
        }
        if two.is_some() {
            old.advance();
        }
        if let Some(named) = one.or(two)
            && one.map(|entry| (entry.side, entry.mode)) != two.map(|entry| (entry.side, entry.mode))
        {
            found.push(Change {
                name: named.name,
                is_dir: named.is_dir,
                new: one.map(|entry| entry.side),
                old: two.map(|entry| entry.side),
            });
        }
    }
    Ok(found)
}

#[derive(Debug, Clone, Copy)]
struct Named<'a> {
    name: &'a [u8],
    is_dir: bool,
    mode: u16,
    side: Side,
}

/// Entries one by one, with a look ahead and the number of bytes to come.
struct Entries<'a> {
    data: &'a [u8],
    iter: TreeRefIter<'a>,
    ahead: Option<Named<'a>>,
    rest: usize,
}

impl<'a> Entries<'a> {
    fn new(data: &'a [u8], kind: gix::hash::Kind) -> Self {
        Entries { data, iter: TreeRefIter::from_bytes(data, kind), ahead: None, rest: data.len() }
    }

    fn peek(&mut self) -> Result<Option<Named<'a>>, GitError> {
        if self.ahead.is_none() && self.rest > 0 {
            let entry = self
                .iter
                .next()
                .transpose()
                .map_err(|err| GitError::Read { what: "a folder of an older commit".to_owned(), cause: err.into() })?;
            self.ahead = entry.map(|entry| Named {
                name: entry.filename,
                is_dir: entry.mode.is_tree(),
                mode: entry.mode.value(),
                side: Side { id: entry.oid.to_owned(), is_file: entry.mode.is_blob() },
            });
        }
        Ok(self.ahead)
    }

    fn advance(&mut self) {
        self.ahead = None;
        self.rest = self.data.len() - self.iter.offset_to_next_entry(self.data);
    }
}

/// git's order of names in a tree: a folder sorts as if its name ended in `/`.
fn by_name(one: &Named<'_>, two: &Named<'_>) -> Ordering {
    let common = one.name.len().min(two.name.len());
    let after = |entry: &Named<'_>| match entry.name.get(common) {
        Some(byte) => *byte,
        None if entry.is_dir => b'/',
        None => 0,
    };
    one.name[..common]
        .cmp(&two.name[..common])
        .then(after(one).cmp(&after(two)))
        .then(one.name.len().cmp(&two.name.len()))
        .then(one.is_dir.cmp(&two.is_dir))
}

/// Where the last entry begins that starts within the first `length` bytes.
fn last_entry_within(data: &[u8], length: usize, hash_len: usize) -> usize {
    let mut start = 0;
    while let Some(nul) = data[start..].find_byte(0) {
        let next = start + nul + 1 + hash_len;
        if next > length {
            break;
        }
        start = next;
    }
    start
}

const STRIDE: usize = 64;

fn common_prefix(one: &[u8], two: &[u8]) -> usize {
    let strides = one.chunks_exact(STRIDE).zip(two.chunks_exact(STRIDE));
    let whole = STRIDE * strides.take_while(|(one, two)| one == two).count();
    let bytes = one[whole..].iter().zip(&two[whole..]);
    whole + bytes.take_while(|(one, two)| one == two).count()
}

fn common_suffix(one: &[u8], two: &[u8]) -> usize {
    let strides = one.rchunks_exact(STRIDE).zip(two.rchunks_exact(STRIDE));
    let whole = STRIDE * strides.take_while(|(one, two)| one == two).count();
    let ends = (&one[..one.len() - whole], &two[..two.len() - whole]);
    let bytes = ends.0.iter().rev().zip(ends.1.iter().rev());
    whole + bytes.take_while(|(one, two)| one == two).count()
}

#[cfg(test)]
mod tests {
    use super::{Change, Side, changes};
    use gix::ObjectId;

    fn tree(entries: &[(&str, &str, u8)]) -> Vec<u8> {
        let mut data = Vec::new();
        for (mode, name, id) in entries {
            data.extend(format!("{mode} {name}\0").bytes());
            data.extend([*id; 20]);
        }
        data
    }

    fn names(new: &[u8], old: &[u8]) -> Vec<String> {
        let found = changes(new, old, gix::hash::Kind::Sha1).unwrap();
        let show = |change: &Change<'_>| {
            let sign = match (change.new, change.old) {
                (Some(_), None) => '+',
                (None, Some(_)) => '-',
                _ => '*',
            };
            format!("{sign}{}", String::from_utf8_lossy(change.name))
        };
        found.iter().map(show).collect()
    }

    #[test]
    fn added_removed_and_changed_names() {
        let new = tree(&[("100644", "a", 1), ("100644", "b", 2), ("100644", "d", 4)]);
        let old = tree(&[("100644", "a", 1), ("100644", "b", 9), ("100644", "c", 3), ("100644", "d", 4)]);
        assert_eq!(names(&new, &old), ["*b", "-c"]);
        assert_eq!(names(&old, &new), ["*b", "+c"]);
        assert_eq!(names(&new, &new), [""; 0]);
        assert_eq!(names(&new, b""), ["+a", "+b", "+d"]);
    }

    #[test]
    fn a_file_that_became_a_folder_is_two_changes() {
        let new = tree(&[("100644", "a.md", 1), ("40000", "x", 5)]);
        let old = tree(&[("100644", "a.md", 1), ("100644", "x", 5)]);
        assert_eq!(names(&new, &old), ["-x", "+x"]);
    }

    #[test]
    fn equal_bytes_at_both_ends_never_hide_a_change() {
        // Every pair of small trees over few names and ids, where ends agree by accident.
        let mut trees = vec![Vec::new()];
        for name in ["a", "b", "c", "d"] {
            let mut more = Vec::new();
            for tree in &trees {
                for id in [None, Some(1), Some(2)] {
                    let mut tree: Vec<(&str, &str, u8)> = tree.clone();
                    tree.extend(id.map(|id| ("100644", name, id)));
                    more.push(tree);
                }
            }
            trees = more;
        }
        for new in &trees {
            for old in &trees {
                let side = |list: &[(&str, &str, u8)], wanted: &str| {
                    let found = list.iter().find(|(_, name, _)| *name == wanted);
                    found.map(|(_, _, id)| Side { id: ObjectId::from_bytes_or_panic(&[*id; 20]), is_file: true })
                };
                let (new_data, old_data) = (tree(new), tree(old));
                let found = changes(&new_data, &old_data, gix::hash::Kind::Sha1).unwrap();
                let expected: Vec<_> = ["a", "b", "c", "d"]
                    .into_iter()
                    .map(|name| (name, side(new, name), side(old, name)))
                    .filter(|(_, new, old)| new != old)
                    .collect();
                let found: Vec<_> = found
                    .iter()
                    .map(|change| (std::str::from_utf8(change.name).unwrap(), change.new, change.old))
                    .collect();
                assert_eq!(found, expected);
            }
        }
    }
}
