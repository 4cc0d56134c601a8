//! Bringing a fix from the index into the note's file without losing anything of the file's own.

use super::{
    convert::Converter,
    error::Cause,
    merge::merge,
    reasons::LeftAlone,
    repo::{BlobId, Repo},
    report::{Outcome, Rewrite},
    worktree_file::{self, NotReplaced},
};
use gix::index::entry::Stat;
use std::{fs, path::Path};

/// What happened to the file.
#[derive(Debug)]
pub(super) struct FileFix {
    pub(super) outcome: Outcome,
    /// The blob that holds the file's bytes from before, if nothing else does.
    pub(super) file_before: Option<BlobId>,
    /// What git shall record about the file if it holds exactly the fixed text.
    pub(super) stat: Option<Stat>,
}

impl Default for FileFix {
    fn default() -> Self {
        FileFix::left(LeftAlone::Deleted)
    }
}

impl FileFix {
    pub(super) fn left(reason: LeftAlone) -> Self {
        FileFix { outcome: Outcome::IndexOnly { reason }, file_before: None, stat: None }
    }
}

/// How a file shall change.
struct Plan {
    new: Vec<u8>,
    equals_index: bool,
}

/// An editor may save while we work; after this many changes under our hands the file is left alone.
const ATTEMPTS: usize = 3;

/// Brings the fix into the file, through `temporary` (from the work tree's top, in the same folder).
pub(super) fn bring(repo: &Repo, converter: &mut Converter<'_>, rewrite: &Rewrite, temporary: &[u8]) -> FileFix {
    for _ in 0..ATTEMPTS {
        match attempt(repo, converter, rewrite, temporary) {
            Ok(Some(fix)) => return fix,
            Ok(None) => {}
            Err(reason) => return FileFix::left(reason),
        }
    }
    FileFix::left(LeftAlone::KeepsChanging)
}

/// `None` if the file changed meanwhile.
fn attempt(
    repo: &Repo,
    converter: &mut Converter<'_>,
    rewrite: &Rewrite,
    temporary: &[u8],
) -> Result<Option<FileFix>, LeftAlone> {
    let refused = |err: std::io::Error| LeftAlone::Io(err.to_string());
    let path = worktree_file::plain_file(repo, &rewrite.path)?;
    let file = fs::read(&path).map_err(refused)?;
    let old = stored(repo, rewrite)?;
    let plan = plan(converter, rewrite, &old, &file)?;
    let mut file_before = None;
    if plan.new != file {
        if file != old {
            let kept = repo.store(&rewrite.path, &file);
            file_before = Some(kept.map_err(|err| LeftAlone::Io(err.to_string()))?);
        }
        let temporary = repo.file_of(temporary).ok_or(LeftAlone::Deleted)?;
        match worktree_file::replace(&path, &temporary, &file, &plan.new) {
            Ok(()) => {}
            Err(NotReplaced::Changed) => return Ok(None),
            Err(NotReplaced::Io(err)) => return Err(refused(err)),
        }
    }
    Ok(Some(FileFix {
        outcome: if plan.equals_index { Outcome::IndexAndFile } else { Outcome::IndexAndMerged },
        file_before,
        stat: plan.equals_index.then(|| stat_of(&path, &plan.new)).flatten(),
    }))
}

/// Stat data are taken before the content is looked at once more: whoever writes to the file after
/// that leaves other stat data, and git will see the change.
fn stat_of(path: &Path, expected: &[u8]) -> Option<Stat> {
    let stat = worktree_file::stat(path)?;
    (fs::read(path).ok()? == expected).then_some(stat)
}

fn plan(converter: &mut Converter<'_>, rewrite: &Rewrite, old: &[u8], file: &[u8]) -> Result<Plan, LeftAlone> {
    let path = &rewrite.path;
    let new = &rewrite.new_bytes;
    let refused = |cause: Cause| LeftAlone::Conversion(cause.to_string());
    let clean = converter.clean(path, file).map_err(refused)?;
    if clean == *new {
        let new = file.to_vec();
        return Ok(Plan { new, equals_index: true });
    }
    let old_file = converter.smudge(path, old).map_err(refused)?;
    let new_file = converter.smudge(path, new).map_err(refused)?;
    if clean == old {
        // Nothing unstaged. The file need not be what a checkout would write, so its own ways of
        // writing the same text are tried first; whatever is written, git must read the fix back.
        let candidates = [
            (file == old).then(|| new.clone()),
            (file == old_file).then(|| new_file.clone()),
            (file == with_crlf(old)).then(|| with_crlf(new)),
            merge(old, file, new),
        ];
        for candidate in candidates.into_iter().flatten() {
            if converter.clean(path, &candidate).map_err(refused)? == *new {
                return Ok(Plan { new: candidate, equals_index: true });
            }
        }
        return Err(LeftAlone::Conversion("neither line endings nor encoding explain the file".to_owned()));
    }
    let survives = converter.clean(path, &new_file).map_err(refused)? == *new
        && converter.clean(path, &old_file).map_err(refused)? == old;
    let merged = survives
        .then(|| merge(&old_file, file, &new_file))
        .flatten()
        .or_else(|| merge(old, file, new))
        .ok_or(LeftAlone::Overlaps)?;
    let equals_index = converter.clean(path, &merged).map_err(refused)? == *new;
    Ok(Plan { new: merged, equals_index })
}

fn stored(repo: &Repo, rewrite: &Rewrite) -> Result<Vec<u8>, LeftAlone> {
    let entry = super::Entry { path: rewrite.path.clone(), id: rewrite.old_id };
    repo.read(&entry).map_err(|err| LeftAlone::Io(err.to_string()))
}

/// Every line feed that has no carriage return before it gets one.
fn with_crlf(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 32);
    let mut last = 0;
    for byte in text {
        if *byte == b'\n' && last != b'\r' {
            out.push(b'\r');
        }
        out.push(*byte);
        last = *byte;
    }
    out
}
