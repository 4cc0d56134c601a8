//! Reading git's trees: all files of one, without recursion.

use super::{error::GitError, repo::Repo};
use std::collections::BTreeMap;

/// What a path is in a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Node {
    /// The raw mode, as in the index: 0o100644, 0o120000…
    pub(super) mode: u32,
    /// The object.
    pub(super) id: gix::ObjectId,
}

/// Every path that `wanted` accepts below the tree `root`, with what it is.
/// Folders (mode 0o040000, path ending in `/`) are offered too; one that is accepted is not entered.
pub(super) fn list(
    repo: &Repo,
    root: gix::ObjectId,
    wanted: &dyn Fn(&[u8]) -> bool,
) -> Result<BTreeMap<Vec<u8>, Node>, GitError> {
    list_where(repo, root, &|path, _| wanted(path))
}

/// The same with `wanted` shown what the path is.
pub(super) fn list_where(
    repo: &Repo,
    root: gix::ObjectId,
    wanted: &dyn Fn(&[u8], Node) -> bool,
) -> Result<BTreeMap<Vec<u8>, Node>, GitError> {
    let mut found = BTreeMap::new();
    let mut open = vec![(Vec::new(), root)];
    while let Some((folder, id)) = open.pop() {
        let data = read(repo, id)?;
        for entry in gix::objs::TreeRefIter::from_bytes(&data, id.kind()) {
            let entry = entry.map_err(|err| unreadable(id, err.into()))?;
            let mut path = folder.clone();
            path.extend_from_slice(entry.filename);
            let node = Node { mode: entry.mode.value().into(), id: entry.oid.to_owned() };
            if entry.mode.is_tree() {
                path.push(b'/');
                if !wanted(&path, node) {
                    open.push((path, node.id));
                    continue;
                }
            } else if !wanted(&path, node) {
                continue;
            }
            found.insert(path, node);
        }
    }
    Ok(found)
}

/// The bytes of the tree `id`; the empty tree need not be stored.
pub(super) fn read(repo: &Repo, id: gix::ObjectId) -> Result<Vec<u8>, GitError> {
    if id.is_empty_tree() {
        return Ok(Vec::new());
    }
    match repo.git.try_find_object(id) {
        Ok(Some(object)) => Ok(object.detach().data),
        Ok(None) => Err(GitError::MissingObject {
            id: id.to_string(),
            what: "a folder".to_owned(),
            promised: repo.is_partial_clone(),
        }),
        Err(err) => Err(unreadable(id, err.into())),
    }
}

fn unreadable(id: gix::ObjectId, cause: super::error::Cause) -> GitError {
    GitError::Read { what: format!("tree {id}"), cause }
}
