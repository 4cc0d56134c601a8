//! A note's file in the work tree: reached without symbolic links, replaced as a whole or not at all.

use super::{reasons::LeftAlone, repo::Repo};
use std::{
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

/// Why a replacement did not happen.
#[derive(Debug)]
pub(super) enum NotReplaced {
    /// The file is no longer what it was when the new text was made.
    Changed,
    /// The system refused.
    Io(std::io::Error),
}

/// The absolute path of a note if it is a plain file and no folder on the way is a symbolic link.
pub(super) fn plain_file(repo: &Repo, path: &[u8]) -> Result<PathBuf, LeftAlone> {
    let whole = repo.file_of(path).ok_or_else(|| LeftAlone::Io("the system cannot spell its path".to_owned()))?;
    let mut parents = Vec::new();
    for (place, _) in path.iter().enumerate().filter(|(_, byte)| **byte == b'/') {
        parents.extend(repo.file_of(&path[..place]));
    }
    for parent in parents {
        match fs::symlink_metadata(&parent) {
            Ok(found) if found.is_symlink() => return Err(LeftAlone::SymlinkedParent),
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(LeftAlone::Deleted),
            Err(err) => return Err(absent(err)),
        }
    }
    match fs::symlink_metadata(&whole) {
        Ok(found) if found.is_file() => Ok(whole),
        Ok(_) => Err(LeftAlone::NotAFile),
        Err(err) => Err(absent(err)),
    }
}

/// Replaces the file at `path`, which must still hold `expected`, by `new` through `temporary`
/// in the same folder. Mode and, where the system allows it, owner are kept.
pub(super) fn replace(path: &Path, temporary: &Path, expected: &[u8], new: &[u8]) -> Result<(), NotReplaced> {
    let before = fs::symlink_metadata(path).map_err(NotReplaced::Io)?;
    // Registered but not held open by gix, which would hide it from the signal handler meanwhile.
    let handle = gix::tempfile::mark_at(
        temporary,
        gix::tempfile::ContainingDirectory::Exists,
        gix::tempfile::AutoRemove::Tempfile,
    )
    .map_err(NotReplaced::Io)?;
    fill(temporary, new, &before).map_err(NotReplaced::Io)?;
    let still_plain = fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
    if !still_plain || fs::read(path).map_err(NotReplaced::Io)? != expected {
        return Err(NotReplaced::Changed);
    }
    match handle.persist(path) {
        Ok(()) => Ok(()),
        Err(err) => Err(NotReplaced::Io(err.error)),
    }
}

fn fill(temporary: &Path, text: &[u8], like: &fs::Metadata) -> std::io::Result<()> {
    let mut file = fs::File::options().write(true).open(temporary)?;
    file.write_all(text)?;
    keep_owner(temporary, like);
    file.set_permissions(like.permissions())?;
    file.sync_all()
}

/// What git would record about the file at `path`.
pub(super) fn stat(path: &Path) -> Option<gix::index::entry::Stat> {
    let found = gix::index::fs::Metadata::from_path_no_follow(path).ok()?;
    gix::index::entry::Stat::from_fs(&found).ok()
}

fn absent(err: std::io::Error) -> LeftAlone {
    if err.kind() == ErrorKind::NotFound { LeftAlone::Deleted } else { LeftAlone::Io(err.to_string()) }
}

#[cfg(unix)]
fn keep_owner(path: &Path, before: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, chown};
    let now = fs::symlink_metadata(path).ok();
    let differs = now.is_some_and(|now| (now.uid(), now.gid()) != (before.uid(), before.gid()));
    if differs {
        // Only root may give files away; for everybody else the new file is theirs, as in an editor.
        drop(chown(path, Some(before.uid()), Some(before.gid())));
    }
}

#[cfg(not(unix))]
fn keep_owner(_path: &Path, _before: &fs::Metadata) {}

#[cfg(test)]
mod tests {
    use super::{NotReplaced, replace};
    use std::fs;

    #[test]
    fn a_file_that_was_saved_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (file, temporary) = (folder.path().join("a.md"), folder.path().join("t"));
        fs::write(&file, "saved by an editor").unwrap();
        let refused = replace(&file, &temporary, b"what was read", b"fixed");
        assert!(matches!(refused, Err(NotReplaced::Changed)), "{refused:?}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "saved by an editor");
        assert!(!temporary.exists());
    }

    #[test]
    fn an_unchanged_file_is_replaced_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (file, temporary) = (folder.path().join("a.md"), folder.path().join("t"));
        fs::write(&file, "what was read").unwrap();
        assert!(replace(&file, &temporary, b"what was read", b"fixed").is_ok());
        assert_eq!(fs::read_to_string(&file).unwrap(), "fixed");
        assert!(!temporary.exists());
    }
}
