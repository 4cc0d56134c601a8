//! git's conversions between blob and file: line endings, ident, encodings and filters.

use super::{
    content::Filtered,
    error::{Cause, GitError},
    repo::Repo,
    worktree_file,
};
use gix::{
    attrs::StateRef,
    filter::plumbing::{
        driver::apply::Delay,
        pipeline::convert::{
            ToGitOutcome,
            to_worktree::{Options, UnknownEncoding},
        },
    },
    worktree::stack::state::attributes::Source,
};
use std::{io::Read, path::Path};

/// Converts one note after the other, by the attributes of the work tree and then the index.
pub(super) struct Converter<'repo> {
    pipeline: gix::filter::Pipeline<'repo>,
    attributes: gix::AttributeStack<'repo>,
    selected: gix::attrs::search::Outcome,
    index: gix::index::File,
}

impl<'repo> Converter<'repo> {
    pub(super) fn new(repo: &'repo Repo) -> Result<Self, GitError> {
        let index = repo.index()?;
        let unreadable = |cause: gix::Error| GitError::Read { what: "git attributes".to_owned(), cause: cause.into() };
        let source = Source::WorktreeThenIdMapping;
        let attributes = repo.git.attributes_only(&index, source).map_err(unreadable)?;
        let stack = repo.git.attributes_only(&index, source).map_err(unreadable)?;
        let pipeline = gix::filter::Pipeline::new(&repo.git, stack.detach()).map_err(unreadable)?;
        let selected = attributes.selected_attribute_matches(["filter", "working-tree-encoding"]);
        Ok(Converter { pipeline, attributes, selected, index })
    }

    /// The filter or encoding that the attributes give the note.
    pub(super) fn filtered(&mut self, path: &[u8]) -> Result<Option<Filtered>, GitError> {
        let unreadable = |cause: gix::Error| GitError::Read {
            what: format!("git attributes of {}", String::from_utf8_lossy(path)),
            cause: cause.into(),
        };
        let path: &gix::bstr::BStr = path.into();
        let at = self.attributes.at_entry(path, None).map_err(unreadable)?;
        self.selected.reset();
        at.matching_attributes(&mut self.selected);
        let mut found = None;
        for matched in self.selected.iter_selected() {
            if let StateRef::Value(value) = matched.assignment.state {
                let value = value.as_bstr().to_string();
                let encoding = matched.assignment.name.as_str() == "working-tree-encoding";
                if encoding && !value.eq_ignore_ascii_case("utf-8") {
                    found = Some(Filtered::Encoding(value));
                } else if !encoding {
                    return Ok(Some(Filtered::Filter(value)));
                }
            }
        }
        Ok(found)
    }

    /// True if the index knows the file at `file` to be the note's object `id`, without reading it.
    pub(super) fn is_unchanged(&self, path: &[u8], file: &Path, id: gix::ObjectId) -> bool {
        let entry = self.index.entry_by_path(path.into());
        let stat = worktree_file::stat(file);
        entry.zip(stat).is_some_and(|(entry, stat)| {
            let options = gix::index::entry::stat::Options::default();
            entry.id == id && entry.stat.matches(&stat, options) && !entry.stat.is_racy(self.index.timestamp(), options)
        })
    }

    /// What `git add` would store for a file of these bytes.
    pub(super) fn clean(&mut self, path: &[u8], bytes: &[u8]) -> Result<Vec<u8>, Cause> {
        let file = gix::path::from_byte_slice(path)?;
        let outcome = self.pipeline.convert_to_git(bytes, file, &self.index)?;
        let mut out = Vec::new();
        match outcome {
            ToGitOutcome::Unchanged(mut same) => same.read_to_end(&mut out)?,
            ToGitOutcome::Process(mut stream) => stream.read_to_end(&mut out)?,
            ToGitOutcome::Buffer(buffer) => return Ok(buffer.to_vec()),
        };
        Ok(out)
    }

    /// What `git checkout` would write for this blob.
    pub(super) fn smudge(&mut self, path: &[u8], blob: &[u8]) -> Result<Vec<u8>, Cause> {
        let options = Options { can_delay: Delay::Forbid, unknown_encoding: UnknownEncoding::Fail };
        let mut outcome = self.pipeline.convert_to_worktree(blob, path.into(), options)?;
        let mut out = Vec::new();
        outcome.read_to_end(&mut out)?;
        Ok(out)
    }
}
