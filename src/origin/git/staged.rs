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
    /// The paths of all there is in the index, other files too.
    pub paths: Vec<Vec<u8>>,
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
        let folders = known_folders(&index);
        let mut parents = Vec::new();
        for tree in self.parent_trees()? {
            // A folder that the index knows to be the same is not read: of a large vault, a commit changes little.
            let same = |path: &[u8], node: Node| folders.get(path) == Some(&node.id);
            let wanted = |path: &[u8], node: Node| if path.ends_with(b"/") { same(path, node) } else { is_note(path) };
            parents.push(Parent::new(trees::list_where(self, tree, &wanted)?));
        }
        let mut staged = Staged {
            changed: Vec::new(),
            all: Vec::new(),
            paths: Vec::with_capacity(index.entries().len()),
            skipped: Vec::new(),
            commit_kind: self.commit_kind(),
            refusals: self.refusals(),
        };
        let mut conflicts = false;
        for entry in index.entries() {
            let path: &[u8] = entry.path(&index);
            if entry.mode != Mode::DIR && staged.paths.last().is_none_or(|last| last != path) {
                staged.paths.push(path.to_vec());
            }
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
                for (below, node) in trees::list(self, entry.id, &|below| !below.ends_with(b"/"))? {
                    let path = [path, &below].concat();
                    staged.paths.push(path.clone());
                    if !is_note(&path) {
                        continue;
                    }
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

/// The folders whose content the index knows as a tree (its cache of trees), with a `/` at the end.
fn known_folders(index: &gix::index::File) -> BTreeMap<Vec<u8>, gix::ObjectId> {
    let mut known = BTreeMap::new();
    let mut open: Vec<(Vec<u8>, &gix::index::extension::Tree)> =
        index.tree().into_iter().map(|root| (Vec::new(), root)).collect();
    while let Some((path, tree)) = open.pop() {
        for child in &tree.children {
            let path = [&path, child.name.as_slice(), b"/"].concat();
            if child.num_entries.is_some() {
                known.insert(path.clone(), child.id);
            }
            open.push((path, child));
        }
    }
    known
}

/// What a parent commit has: its notes, and folders (`/` at the end) that are as they are in the index.
struct Parent {
    nodes: BTreeMap<Vec<u8>, Node>,
    has_folders: bool,
}

impl Parent {
    fn new(nodes: BTreeMap<Vec<u8>, Node>) -> Self {
        let has_folders = nodes.keys().any(|path| path.ends_with(b"/"));
        Self { nodes, has_folders }
    }

    /// Whether the parent has this very content at a path.
    fn has(&self, path: &[u8], node: &Node) -> bool {
        let folders = path.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| &path[..=at]);
        self.nodes.get(path) == Some(node)
            || self.has_folders && folders.into_iter().any(|folder| self.nodes.contains_key(folder))
    }
}

fn sort_in(staged: &mut Staged, parents: &[Parent], path: Vec<u8>, node: Node, flags: Flags) {
    if flags.contains(Flags::INTENT_TO_ADD) {
        staged.skipped.push((path, Skip::IntentToAdd));
        return;
    }
    let changed = parents.iter().all(|parent| !parent.has(&path, &node));
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
