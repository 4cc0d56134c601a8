//! Which notes of the work tree changed since a revision, for pull requests and pushes.

use super::{convert::Converter, error::GitError, repo::Repo, trees, worktree_file};
use std::{collections::BTreeSet, fs};

impl Repo {
    /// Those of `notes` (from the work tree's top, untracked ones included) whose files differ from
    /// the merge base of HEAD and `rev`, in the order given. A `rev` of zeros, as GitHub gives for
    /// the first push of a branch, stands for the time before any note.
    ///
    /// # Errors
    /// If `rev` is not known here or has no common ancestor with HEAD, each with what to do about
    /// it in a shallow clone, or if a file cannot be read.
    pub fn changed_since(&self, rev: &str, notes: &[Vec<u8>]) -> Result<Vec<Vec<u8>>, GitError> {
        if rev.len() >= 40 && rev.bytes().all(|byte| byte == b'0') {
            return Ok(notes.to_vec());
        }
        let base = self.merge_base_tree(rev)?;
        let asked: BTreeSet<&[u8]> = notes.iter().map(Vec::as_slice).collect();
        let before = trees::list(self, base, &|path| asked.contains(path))?;
        let mut converter = Converter::new(self)?;
        let mut changed = Vec::new();
        for path in notes {
            let same = match before.get(path) {
                Some(node) => self.is_file_of(&mut converter, path, node.id)?,
                None => false,
            };
            if !same {
                changed.push(path.clone());
            }
        }
        Ok(changed)
    }

    /// True if `git add` would give the note's file the object `id`.
    fn is_file_of(&self, converter: &mut Converter<'_>, path: &[u8], id: gix::ObjectId) -> Result<bool, GitError> {
        let Ok(file) = worktree_file::plain_file(self, path) else {
            return Ok(false);
        };
        if converter.is_unchanged(path, &file, id) {
            return Ok(true);
        }
        let text = fs::read(&file).map_err(|cause| GitError::File { action: "read", path: file, cause })?;
        let is = |bytes: &[u8]| {
            gix::objs::compute_hash(id.kind(), gix::objs::Kind::Blob, bytes).is_ok_and(|hash| hash == id)
        };
        // A filter is a program; none is started to find out whether a note changed.
        Ok(is(&text)
            || converter.filtered(path)?.is_none() && converter.clean(path, &text).is_ok_and(|clean| is(&clean)))
    }

    fn merge_base_tree(&self, rev: &str) -> Result<gix::ObjectId, GitError> {
        let shallow = self.git.is_shallow().unwrap_or(false);
        let rev = rev.to_owned();
        let named = self.git.rev_parse_single(rev.as_str());
        let named = named.and_then(|id| id.object()?.peel_to_commit());
        let Ok(named) = named else {
            return Err(GitError::UnknownRevision { rev, shallow });
        };
        let head = self
            .git
            .head_commit()
            .map_err(|err| GitError::Read { what: "the commit of HEAD".to_owned(), cause: err.into() })?;
        let base = match self.git.merge_base(head.id, named.id) {
            Ok(Some(base)) => base,
            Ok(None) => return Err(GitError::NoMergeBase { rev, shallow }),
            Err(_) if shallow => return Err(GitError::NoMergeBase { rev, shallow }),
            Err(err) => {
                return Err(GitError::Read { what: format!("the history between HEAD and {rev}"), cause: err.into() });
            }
        };
        let tree = base.object().and_then(|commit| commit.peel_to_tree());
        tree.map(|tree| tree.id)
            .map_err(|err| GitError::Read { what: format!("the merge base of HEAD and {rev}"), cause: err.into() })
    }
}
