//! The index's extension `TREE`: which folders are known to equal which tree object.

use std::collections::BTreeSet;

/// `body` with every folder above one of `paths` marked as unknown, all others kept.
/// `None` if it cannot be read; git then does without it.
///
/// A folder is its name, NUL, the number of entries below it or -1 if unknown, a space, the number
/// of its subfolders, a newline, and its object unless unknown; its subfolders follow.
pub(super) fn without(body: &[u8], hash_len: usize, paths: &[&[u8]]) -> Option<Vec<u8>> {
    let mut unknown = BTreeSet::from([&[][..]]);
    for path in paths {
        let slashes = path.iter().enumerate().filter(|(_, byte)| **byte == b'/');
        unknown.extend(slashes.map(|(place, _)| &path[..place]));
    }
    let mut out = Vec::with_capacity(body.len());
    // The folders we are in: length of the path so far, and subfolders still to come.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut folder = Vec::new();
    let mut rest = body;
    while !rest.is_empty() {
        let nul = rest.iter().position(|byte| *byte == 0)?;
        let (name, after) = (&rest[..nul], &rest[nul + 1..]);
        let newline = after.iter().position(|byte| *byte == b'\n')?;
        let counts = std::str::from_utf8(&after[..newline]).ok()?;
        let (entries, subfolders) = counts.split_once(' ')?;
        let (entries, subfolders) = (entries.parse::<i64>().ok()?, subfolders.parse::<usize>().ok()?);
        let after = &after[newline + 1..];
        let object_len = if entries >= 0 { hash_len } else { 0 };
        let object = after.get(..object_len)?;
        rest = &after[object_len..];

        while open.last().is_some_and(|(_, to_come)| *to_come == 0) {
            open.pop();
        }
        match open.last_mut() {
            Some((length, to_come)) => {
                *to_come -= 1;
                folder.truncate(*length);
                if !folder.is_empty() {
                    folder.push(b'/');
                }
                folder.extend_from_slice(name);
            }
            None if out.is_empty() => {}
            None => return None,
        }
        open.push((folder.len(), subfolders));

        out.extend_from_slice(name);
        out.push(0);
        if unknown.contains(folder.as_slice()) {
            out.extend(format!("-1 {subfolders}\n").bytes());
        } else {
            out.extend(format!("{entries} {subfolders}\n").bytes());
            out.extend_from_slice(object);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn only_the_folders_above_a_path_become_unknown() {
        let body = b"\x005 2\nRRRRRRRRRRRRRRRRRRRRa\x003 1\nAAAAAAAAAAAAAAAAAAAAb\x001 0\nBBBBBBBBBBBBBBBBBBBBc\x001 0\nCCCCCCCCCCCCCCCCCCCC";
        let expected = b"\x00-1 2\na\x00-1 1\nb\x001 0\nBBBBBBBBBBBBBBBBBBBBc\x001 0\nCCCCCCCCCCCCCCCCCCCC";
        assert_eq!(without(body, 20, &[b"a/x.md"]).as_deref(), Some(&expected[..]));
    }

    #[test]
    fn a_body_cut_off_is_dropped() {
        assert_eq!(without(b"\x005 2\nRRR", 20, &[b"a/x.md"]), None);
        assert_eq!(without(b"no end", 20, &[]), None);
    }
}
