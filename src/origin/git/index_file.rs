//! Changing entries of git's index in place, so that everything else in it stays byte for byte.
//!
//! gix's own writer drops what it does not model (resolve-undo, untracked cache, version 4,
//! entry offsets) and writes the cached tree stale. A fix changes ids and stat data, both of
//! fixed width, so the file is patched instead: <https://git-scm.com/docs/index-format>.
//! Three extensions react to such a change: `TREE` forgets the folders concerned, `FSMN` is
//! dropped (git asks its monitor again), `EOIE` gets its checksum renewed.

use super::{
    index_entry::{MODE, MTIME, SIZE, STAT_LEN, Slot, number, slot},
    index_tree_cache,
    repo::Repo,
};
use std::ops::Range;

/// An index as read from disk, and where its entries are.
#[derive(Debug)]
pub(super) struct IndexFile {
    bytes: Vec<u8>,
    kind: gix::hash::Kind,
    entries: Vec<Slot>,
    extensions: usize,
    hashed: bool,
}

impl IndexFile {
    /// Decodes `bytes`. A split index (extension `link`) is made whole through gix first.
    ///
    /// # Errors
    /// Says what is wrong with the file.
    pub(super) fn parse(repo: &Repo, bytes: Vec<u8>) -> Result<IndexFile, String> {
        let kind = repo.git.object_hash();
        let index = IndexFile::locate(bytes, kind)?;
        if index.extension(b"link").is_none() {
            return Ok(index);
        }
        let whole =
            gix::index::File::at(repo.index_path(), kind, false, Default::default()).map_err(|err| err.to_string())?;
        let options =
            gix::index::write::Options { extensions: gix::index::write::Extensions::None, skip_hash: !index.hashed };
        let mut bytes = Vec::new();
        whole.write_to(&mut bytes, options).map_err(|err| err.to_string())?;
        let mut whole = IndexFile::locate(bytes, kind)?;
        let end = whole.bytes.len() - kind.len_in_bytes();
        let kept: Vec<u8> = index
            .extension_ranges()
            .into_iter()
            .filter(|(name, _)| matches!(*name, b"REUC" | b"UNTR"))
            .flat_map(|(_, range)| index.bytes[range].to_vec())
            .collect();
        whole.bytes.splice(end..end, kept);
        Ok(whole)
    }

    fn locate(bytes: Vec<u8>, kind: gix::hash::Kind) -> Result<IndexFile, String> {
        let hash_len = kind.len_in_bytes();
        let end = bytes.len().checked_sub(hash_len).filter(|end| *end >= 12).ok_or("it is too short")?;
        let hashed = bytes[end..].iter().any(|byte| *byte != 0);
        if hashed && digest(kind, &bytes[..end])? != bytes[end..] {
            return Err("its checksum does not match".to_owned());
        }
        let version = number(&bytes, 4).unwrap_or_default();
        if !bytes.starts_with(b"DIRC") || !(2..=4).contains(&version) {
            return Err(format!("it has the unknown version {version}"));
        }
        let count = number(&bytes, 8).unwrap_or_default();
        let mut entries: Vec<Slot> = Vec::new();
        let mut at = 12;
        for _ in 0..count {
            let previous = entries.last().map_or(&[][..], |slot| &slot.path);
            let (slot, next) = slot(&bytes[..end], at, hash_len, version, previous).ok_or("an entry is cut off")?;
            entries.push(slot);
            at = next;
        }
        let index = IndexFile { bytes, kind, entries, extensions: at, hashed };
        match index.extension_ranges().last() {
            Some((_, last)) if last.end != end => Err("an extension is cut off".to_owned()),
            None if at != end => Err("an extension is cut off".to_owned()),
            _ => Ok(index),
        }
    }

    /// All entries, in order of path.
    pub(super) fn slots(&self) -> &[Slot] {
        &self.entries
    }

    /// The only entry of `path` if it has no conflict.
    pub(super) fn find(&self, path: &[u8]) -> Option<usize> {
        self.entries.binary_search_by(|slot| slot.path.as_slice().cmp(path).then(slot.stage().cmp(&0))).ok()
    }

    /// The object of an entry.
    pub(super) fn id(&self, slot: &Slot) -> gix::ObjectId {
        gix::ObjectId::from_bytes_or_panic(&self.bytes[self.id_range(slot)])
    }

    /// The mode of an entry, as in a tree.
    pub(super) fn mode(&self, slot: &Slot) -> u32 {
        number(&self.bytes, slot.start + MODE).unwrap_or_default()
    }

    /// Gives an entry another object and forgets what is known of its file, so that git looks anew.
    pub(super) fn set_id(&mut self, position: usize, id: gix::ObjectId) {
        let range = self.id_range(&self.entries[position]);
        self.bytes[range].copy_from_slice(id.as_slice());
        self.set_stat(position, None);
    }

    /// Records that the file in the work tree is what the entry says, seen with these stat data.
    pub(super) fn set_stat(&mut self, position: usize, stat: Option<gix::index::entry::Stat>) {
        let start = self.entries[position].start;
        let stat = stat.unwrap_or_default();
        let fields = [
            (0, stat.ctime.secs),
            (4, stat.ctime.nsecs),
            (MTIME, stat.mtime.secs),
            (12, stat.mtime.nsecs),
            (16, stat.dev),
            (20, stat.ino),
            (28, stat.uid),
            (32, stat.gid),
            (SIZE, stat.size),
        ];
        for (offset, value) in fields {
            let place = start + offset;
            self.bytes[place..place + 4].copy_from_slice(&value.to_be_bytes());
        }
    }

    /// Makes git compare the content of every file that was touched in the second in which the
    /// index was last written (`written`, since 1970) or later. Writing the index anew would
    /// otherwise make such a file look unchanged for good: "racy git" in git's own papers.
    pub(super) fn distrust_racy(&mut self, written: i64) {
        for slot in &self.entries {
            let seconds = number(&self.bytes, slot.start + MTIME).unwrap_or_default();
            if i64::from(seconds) >= written {
                let size = slot.start + SIZE;
                self.bytes[size..size + 4].fill(0);
            }
        }
    }

    /// Extensions renewed after the objects at `paths` changed; then the file is ready but for stat data.
    ///
    /// # Errors
    /// If a checksum cannot be computed.
    pub(super) fn renew_extensions(&mut self, paths: &[&[u8]]) -> Result<(), String> {
        let hash_len = self.kind.len_in_bytes();
        let mut renewed = Vec::new();
        let mut headers = Vec::new();
        for (name, range) in self.extension_ranges() {
            let body = &self.bytes[range.start + 8..range.end];
            let body = match name {
                b"TREE" => match index_tree_cache::without(body, hash_len, paths) {
                    Some(body) => body,
                    None => continue,
                },
                b"FSMN" => continue,
                b"EOIE" => {
                    let mut body =
                        u32::try_from(self.extensions).map_err(|err| err.to_string())?.to_be_bytes().to_vec();
                    body.extend(digest(self.kind, &headers)?);
                    body
                }
                _ => body.to_vec(),
            };
            let mut header = name.to_vec();
            let length = u32::try_from(body.len()).map_err(|err| err.to_string())?;
            header.extend(length.to_be_bytes());
            headers.extend_from_slice(&header);
            renewed.extend(header);
            renewed.extend(body);
        }
        self.bytes.truncate(self.extensions);
        self.bytes.extend(renewed);
        self.bytes.resize(self.bytes.len() + hash_len, 0);
        Ok(())
    }

    /// The whole file with its checksum, if it had one.
    ///
    /// # Errors
    /// If the checksum cannot be computed.
    pub(super) fn seal(&mut self) -> Result<&[u8], String> {
        let end = self.bytes.len() - self.kind.len_in_bytes();
        if self.hashed {
            let digest = digest(self.kind, &self.bytes[..end])?;
            self.bytes[end..].copy_from_slice(&digest);
        }
        Ok(&self.bytes)
    }

    fn id_range(&self, slot: &Slot) -> Range<usize> {
        let start = slot.start + STAT_LEN;
        start..start + self.kind.len_in_bytes()
    }

    fn extension(&self, wanted: &[u8; 4]) -> Option<Range<usize>> {
        let ranges = self.extension_ranges();
        let found = ranges.into_iter().find(|(name, _)| *name == wanted);
        found.map(|(_, range)| range)
    }

    /// Name and place (with its eight bytes of header) of each extension.
    fn extension_ranges(&self) -> Vec<(&[u8; 4], Range<usize>)> {
        let end = self.bytes.len() - self.kind.len_in_bytes();
        let mut ranges = Vec::new();
        let mut at = self.extensions;
        while at + 8 <= end {
            let name = self.bytes[at..].first_chunk::<4>();
            let length = number(&self.bytes, at + 4);
            let (Some(name), Some(length)) = (name, length) else {
                break;
            };
            let next = at + 8 + length as usize;
            ranges.push((name, at..next));
            if next > end {
                break;
            }
            at = next;
        }
        ranges
    }
}

fn digest(kind: gix::hash::Kind, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut hasher = gix::hash::hasher(kind);
    hasher.update(bytes);
    let id = hasher.try_finalize().map_err(|err| err.to_string())?;
    Ok(id.as_slice().to_vec())
}
