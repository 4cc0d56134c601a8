//! Reading many neighbouring objects of history fast.

use super::{error::GitError, pack_cache::PackCache, repo::Repo};
use gix::ObjectId;
use std::{
    collections::{HashMap, VecDeque},
    rc::Rc,
};

/// What the walk needs of a commit.
#[derive(Debug, Clone)]
pub(super) struct CommitInfo {
    pub(super) tree: ObjectId,
    pub(super) parents: Vec<ObjectId>,
    /// Of the committer, in seconds since 1970.
    pub(super) time: i64,
}

/// Reads objects of one repository with caches for trees and for what pack deltas build on.
pub(super) struct ObjectReader {
    git: gix::Repository,
    kind: gix::hash::Kind,
    trees: HashMap<ObjectId, Rc<Vec<u8>>>,
    age: VecDeque<ObjectId>,
    held: usize,
}

/// Bytes of trees to keep.
const TREES: usize = 16 << 20;

impl ObjectReader {
    pub(super) fn new(repo: &Repo) -> Self {
        let mut git = repo.git.clone();
        git.objects.set_pack_cache(|| Box::new(PackCache::default()));
        ObjectReader { kind: git.object_hash(), git, trees: HashMap::new(), age: VecDeque::new(), held: 0 }
    }

    /// `None` if this clone does not have the commit.
    pub(super) fn commit(&self, id: ObjectId) -> Result<Option<CommitInfo>, GitError> {
        let Some(data) = self.data(id)? else {
            return Ok(None);
        };
        let bad = |err: gix::Error| unreadable("commit", id, err.into());
        let commit = gix::objs::CommitRef::from_bytes(&data, self.kind).map_err(bad)?;
        let time = commit.committer().and_then(|who| who.time()).map_err(bad)?;
        Ok(Some(CommitInfo { tree: commit.tree(), parents: commit.parents().collect(), time: time.seconds }))
    }

    /// `None` if this clone does not have the blob.
    pub(super) fn blob(&self, id: ObjectId) -> Result<Option<Vec<u8>>, GitError> {
        self.data(id)
    }

    /// The bytes of a tree; a missing one is an error, since commits are only used whole.
    pub(super) fn tree(&mut self, id: ObjectId) -> Result<Rc<Vec<u8>>, GitError> {
        if let Some(data) = self.trees.get(&id) {
            return Ok(data.clone());
        }
        let data = if id.is_empty_tree() {
            Rc::default()
        } else {
            let data = self.data(id)?.ok_or_else(|| GitError::MissingObject {
                id: id.to_string(),
                what: "a folder of an older commit".to_owned(),
                promised: false,
            })?;
            Rc::new(data)
        };
        self.held += data.len();
        self.trees.insert(id, data.clone());
        self.age.push_back(id);
        while self.held > TREES {
            let Some(oldest) = self.age.pop_front() else {
                break;
            };
            self.held -= self.trees.remove(&oldest).map_or(0, |data| data.len());
        }
        Ok(data)
    }

    /// How this repository names objects.
    pub(super) fn kind(&self) -> gix::hash::Kind {
        self.kind
    }

    fn data(&self, id: ObjectId) -> Result<Option<Vec<u8>>, GitError> {
        match self.git.try_find_object(id) {
            Ok(object) => Ok(object.map(|object| object.detach().data)),
            Err(err) => Err(unreadable("object", id, err.into())),
        }
    }
}

fn unreadable(what: &str, id: ObjectId, cause: super::error::Cause) -> GitError {
    GitError::Read { what: format!("{what} {id}"), cause }
}
