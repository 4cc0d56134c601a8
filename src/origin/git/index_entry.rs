//! One entry of git's index, by its places in the file.

/// One entry, by its places in the file.
#[derive(Debug)]
pub(super) struct Slot {
    /// Where it begins.
    pub(super) start: usize,
    flags: u16,
    more_flags: u16,
    /// From the work tree's top; ends in `/` for a folder of a sparse index.
    pub(super) path: Vec<u8>,
}

/// Bytes of stat data (and the mode) at the start of an entry; its object follows.
pub(super) const STAT_LEN: usize = 40;
/// Where the seconds of the modification time are in an entry.
pub(super) const MTIME: usize = 8;
/// Where the mode is in an entry.
pub(super) const MODE: usize = 24;
/// Where the size of the file is in an entry.
pub(super) const SIZE: usize = 36;
const EXTENDED: u16 = 0x4000;
const INTENT_TO_ADD: u16 = 0x2000;
const SKIP_WORKTREE: u16 = 0x4000;

impl Slot {
    /// 0, or the side of a conflict.
    pub(super) fn stage(&self) -> u16 {
        self.flags >> 12 & 3
    }

    /// True after `git add --intent-to-add`.
    pub(super) fn is_intent_to_add(&self) -> bool {
        self.more_flags & INTENT_TO_ADD != 0
    }

    /// True if sparse checkout leaves the file out.
    pub(super) fn is_skip_worktree(&self) -> bool {
        self.more_flags & SKIP_WORKTREE != 0
    }
}

/// The entry at `start` and where the next one begins.
pub(super) fn slot(
    bytes: &[u8],
    start: usize,
    hash_len: usize,
    version: u32,
    previous: &[u8],
) -> Option<(Slot, usize)> {
    let mut at = start + STAT_LEN + hash_len;
    let flags = short(bytes, at)?;
    at += 2;
    let mut more_flags = 0;
    if flags & EXTENDED != 0 {
        more_flags = short(bytes, at)?;
        at += 2;
    }
    let mut path = Vec::new();
    if version == 4 {
        let (dropped, after) = variable_number(bytes, at)?;
        at = after;
        path.extend_from_slice(previous.get(..previous.len().checked_sub(dropped)?)?);
    }
    let rest = bytes.get(at..)?;
    let length = rest.iter().position(|byte| *byte == 0)?;
    path.extend_from_slice(&rest[..length]);
    at += length;
    let next = if version == 4 { at + 1 } else { start + (at - start + 8) / 8 * 8 };
    (next <= bytes.len()).then_some((Slot { start, flags, more_flags, path }, next))
}

/// git's `decode_varint`: seven bits a byte, high ones first, each further byte counting from one.
fn variable_number(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut byte = *bytes.get(at)?;
    let mut value = usize::from(byte & 0x7f);
    while byte & 0x80 != 0 {
        at += 1;
        byte = *bytes.get(at)?;
        value = value.checked_add(1)?.checked_mul(128)? + usize::from(byte & 0x7f);
    }
    Some((value, at + 1))
}

/// The four bytes at `at`, high ones first.
pub(super) fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}
