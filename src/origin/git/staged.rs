//! Which notes are staged: the index against HEAD, and in a merge against every parent.

use super::{
    error::GitError,
    reasons::{Refusal, Skip},
    repo::{BlobId, CommitKind, Entry, Repo},
    trees::{self, Node},
};
use gix::index::entry::{Flags, Mode, Stage};
use std::{collections::BTreeMap, env};

/// What the index says about notes. All lists are in order of path.
#[derive(Debug)]
pub struct Staged {
    /// Notes that this commit would add or change; in a merge only those that differ from every parent.
    pub changed: Vec<Entry>,
    /// Every note of the index, for rules about the whole vault.
    pub all: Vec<Entry>,
    /// Notes of this commit that cannot be looked at, and why.
    pub skipped: Vec<(Vec<u8>, Skip)>,
    /// How git was asked to commit.
    pub commit_kind: CommitKind,
    /// Why nothing may be fixed; empty if fixing is fine.
    pub refusals: Vec<Refusal>,
}

impl Repo {
    /// What is staged among the paths that `is_note` accepts (paths from the work tree's top, with `/`).
    ///
    /// # Errors
    /// If the index, HEAD or a tree cannot be read.
    pub fn staged(&self, is_note: &dyn Fn(&[u8]) -> bool) -> Result<Staged, GitError> {
        let index = self.index()?;
        let mut parents = Vec::new();
        for tree in self.parent_trees()? {
            parents.push(trees::list(self, tree, is_note)?);
        }
        let mut staged = Staged {
            changed: Vec::new(),
            all: Vec::new(),
            skipped: Vec::new(),
            commit_kind: self.commit_kind(),
            refusals: self.refusals(),
        };
        let mut conflicts = false;
        for entry in index.entries() {
            let path: &[u8] = entry.path(&index);
            if entry.stage() != Stage::Unconflicted {
                conflicts = true;
                let seen = staged.skipped.last().is_some_and(|(last, _)| last == path);
                if is_note(path) && !seen {
                    staged.skipped.push((path.to_vec(), Skip::Conflicted));
                }
                continue;
            }
            if entry.mode == Mode::DIR {
                // A sparse index holds a whole folder as one entry.
                for (below, node) in trees::list(self, entry.id, &|below| is_note(&[path, below].concat()))? {
                    let path = [path, &below].concat();
                    sort_in(&mut staged, &parents, path, node, Flags::empty());
                }
            } else if is_note(path) {
                let node = Node { mode: entry.mode.bits(), id: entry.id };
                sort_in(&mut staged, &parents, path.to_vec(), node, entry.flags);
            }
        }
        if conflicts {
            staged.refusals.push(Refusal::Conflicts);
        }
        staged.all.sort();
        staged.changed.sort();
        staged.skipped.sort();
        Ok(staged)
    }

    /// The index in use, decoded. A missing one is empty, unless it was named and HEAD has files.
    pub(super) fn index(&self) -> Result<gix::index::File, GitError> {
        let path = self.index_path();
        if self.index_is_named() && !path.exists() && !self.head_tree()?.is_empty_tree() {
            return Err(GitError::IndexMissing { path: path.to_owned() });
        }
        let hash = self.git.object_hash();
        gix::index::File::at_or_default(path, hash, false, Default::default())
            .map_err(|err| GitError::IndexUnreadable { path: path.to_owned(), why: err.to_string() })
    }

    /// The tree of HEAD; the empty tree before the first commit.
    pub(super) fn head_tree(&self) -> Result<gix::ObjectId, GitError> {
        match self.git.head_tree_id_or_empty() {
            Ok(id) => Ok(id.detach()),
            Err(err) if err.is_not_found() => Err(GitError::MissingObject {
                id: "HEAD".to_owned(),
                what: err.to_string(),
                promised: self.is_partial_clone(),
            }),
            Err(err) => Err(GitError::Read { what: "HEAD".to_owned(), cause: err.into() }),
        }
    }

    /// Commits that are being merged into HEAD. In `pre-merge-commit` git has not written
    /// MERGE_HEAD yet, but hands their ids to the hook as names of environment variables.
    pub(super) fn merge_heads(&self) -> Vec<gix::ObjectId> {
        let named: Vec<_> = match std::fs::read_to_string(self.git_dir().join("MERGE_HEAD")) {
            Ok(text) => text.lines().map(str::to_owned).collect(),
            Err(_) => env::vars_os()
                .filter_map(|(name, _)| Some(name.to_str()?.strip_prefix("GITHEAD_")?.to_owned()))
                .collect(),
        };
        let mut heads: Vec<_> =
            named.iter().filter_map(|hex| gix::ObjectId::from_hex(hex.trim().as_bytes()).ok()).collect();
        heads.sort();
        heads
    }

    fn parent_trees(&self) -> Result<Vec<gix::ObjectId>, GitError> {
        let mut parents = vec![self.head_tree()?];
        for head in self.merge_heads() {
            let commit = self.git.find_commit(head);
            let tree = commit.and_then(|commit| commit.tree_id().map(|id| id.detach()));
            parents.push(tree.map_err(|err| GitError::Read {
                what: format!("commit {head}, which is being merged"),
                cause: err.into(),
            })?);
        }
        Ok(parents)
    }
}

fn sort_in(staged: &mut Staged, parents: &[BTreeMap<Vec<u8>, Node>], path: Vec<u8>, node: Node, flags: Flags) {
    if flags.contains(Flags::INTENT_TO_ADD) {
        staged.skipped.push((path, Skip::IntentToAdd));
        return;
    }
    let changed = parents.iter().all(|parent| parent.get(&path) != Some(&node));
    match Mode::from_bits(node.mode) {
        Some(Mode::FILE | Mode::FILE_EXECUTABLE) => {
            let entry = Entry { path, id: BlobId(node.id) };
            if changed {
                staged.changed.push(entry.clone());
            }
            staged.all.push(entry);
        }
        Some(Mode::SYMLINK) if changed => staged.skipped.push((path, Skip::Symlink)),
        Some(Mode::COMMIT) if changed => staged.skipped.push((path, Skip::Submodule)),
        _ => {}
    }
}
