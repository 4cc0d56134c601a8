//! Replaces a note on disk as a whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::error::OriginError;
use super::worktree::Named;

/// How the names of temporary files begin. They lie beside the note, since only there a rename is atomic.
pub const TEMPORARY_PREFIX: &str = ".vault-lint.";

/// Puts `after` in the place of the note at `path`, which must still hold `before`.
///
/// The new text is written to a temporary file in the same folder, forced to disk and renamed over the note;
/// permissions stay (a read-only note stays read-only: who asks for a fix wants it), and owner and group where the system
/// allows it. A link is written through to its target.
///
/// # Errors
/// [`OriginError::LeadsOut`] for a note outside of the named paths, [`OriginError::Changed`] for one that no longer holds
/// `before`, [`OriginError::Unwritable`]. In every case the note is what it was and the
/// temporary file is gone.
pub fn replace(path: &Path, before: &str, after: &str, named: &Named) -> Result<(), OriginError> {
    let unwritable = |source| OriginError::Unwritable { path: path.to_owned(), source };
    let target = path.canonicalize().map_err(unwritable)?;
    if !named.contains(&target) {
        return Err(OriginError::LeadsOut { path: path.to_owned() });
    }
    let metadata = fs::metadata(&target).map_err(unwritable)?;
    if !metadata.is_file() {
        return Err(OriginError::NotRegular { path: path.to_owned() });
    }
    let folder = target.parent().ok_or_else(|| unwritable(io::ErrorKind::NotFound.into()))?;
    let temporary = beside(folder, after, Some(&metadata)).map_err(unwritable)?;
    // As late as possible: whoever saved the note since it was linted must not lose a word.
    if fs::read(&target).map_err(unwritable)? != before.as_bytes() {
        return Err(OriginError::Changed { path: path.to_owned() });
    }
    temporary.persist(&target).map_err(|error| unwritable(error.error))?;
    sync_folder(folder);
    Ok(())
}

/// Writes a file of the program's own as a whole, whether or not it is there already.
///
/// # Errors
/// [`OriginError::Unwritable`]; what was there before is then still there.
pub fn whole(path: &Path, text: &str) -> Result<(), OriginError> {
    let unwritable = |source| OriginError::Unwritable { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temporary = beside(folder, text, fs::metadata(path).ok().as_ref()).map_err(unwritable)?;
    temporary.persist(path).map_err(|error| unwritable(error.error))?;
    sync_folder(folder);
    Ok(())
}

/// A temporary file with the text, on disk and with the owner and permissions of the file that it will replace; those of
/// any new file where there is none.
fn beside(folder: &Path, text: &str, old: Option<&fs::Metadata>) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY_PREFIX);
    #[cfg(unix)]
    let everybody = {
        use std::os::unix::fs::PermissionsExt;
        // What the user's umask leaves of it.
        fs::Permissions::from_mode(0o666)
    };
    #[cfg(unix)]
    if old.is_none() {
        builder.permissions(everybody);
    }
    let mut temporary = builder.tempfile_in(folder)?;
    let file = temporary.as_file_mut();
    file.write_all(text.as_bytes())?;
    if let Some(old) = old {
        keep_owner(file, old);
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()?;
    Ok(temporary)
}

/// Gives the new file the owner and group of the old one. Only root may do that for others; where it fails, the note
/// belongs to whoever ran the program, as with any editor that saves by renaming.
#[cfg(unix)]
fn keep_owner(file: &fs::File, old: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let ours = file.metadata().is_ok_and(|new| new.uid() == old.uid() && new.gid() == old.gid());
    if !ours {
        let _not_allowed = fchown(file, Some(old.uid()), Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &fs::File, _: &fs::Metadata) {}

/// Makes the rename outlast a power cut. The note is whole either way, so a file system that cannot is not an error.
fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let _unsupported = fs::File::open(folder).and_then(|folder| folder.sync_all());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    struct Vault {
        folder: tempfile::TempDir,
    }

    impl Vault {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("a.md"), "old").unwrap();
            Self { folder }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        fn named(&self, names: &[&str]) -> Named {
            let names: Vec<PathBuf> = names.iter().map(PathBuf::from).collect();
            Named::new(&names, self.folder.path()).unwrap()
        }

        /// What lies in the folder, to see that nothing is left behind.
        fn files(&self) -> Vec<String> {
            let mut names: Vec<String> = fs::read_dir(self.folder.path())
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            names
        }
    }

    #[test]
    fn a_note_is_replaced_and_nothing_is_left_behind() {
        let vault = Vault::new();
        replace(&vault.path("a.md"), "old", "new", &vault.named(&[])).unwrap();
        assert_eq!(fs::read_to_string(vault.path("a.md")).unwrap(), "new");
        assert_eq!(vault.files(), ["a.md"]);
    }

    #[test]
    fn a_note_that_changed_meanwhile_is_left_alone() {
        let vault = Vault::new();
        let error = replace(&vault.path("a.md"), "what was linted", "new", &vault.named(&[])).unwrap_err();
        assert!(matches!(error, OriginError::Changed { .. }), "{error}");
        assert_eq!(fs::read_to_string(vault.path("a.md")).unwrap(), "old");
        assert_eq!(vault.files(), ["a.md"]);
    }

    #[test]
    fn a_note_that_was_deleted_meanwhile_does_not_come_back() {
        let vault = Vault::new();
        fs::remove_file(vault.path("a.md")).unwrap();
        let error = replace(&vault.path("a.md"), "old", "new", &vault.named(&[])).unwrap_err();
        assert!(matches!(error, OriginError::Unwritable { .. }), "{error}");
        assert!(vault.files().is_empty());
    }

    #[test]
    fn a_note_beside_the_named_paths_is_refused() {
        let vault = Vault::new();
        fs::create_dir(vault.path("In")).unwrap();
        let error = replace(&vault.path("a.md"), "old", "new", &vault.named(&["In"])).unwrap_err();
        assert!(matches!(error, OriginError::LeadsOut { .. }), "{error}");
    }

    #[test]
    fn a_read_only_note_is_replaced_and_stays_read_only() {
        let vault = Vault::new();
        let mut permissions = fs::metadata(vault.path("a.md")).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(vault.path("a.md"), permissions).unwrap();
        replace(&vault.path("a.md"), "old", "new", &vault.named(&[])).unwrap();
        assert_eq!(fs::read_to_string(vault.path("a.md")).unwrap(), "new");
        assert!(fs::metadata(vault.path("a.md")).unwrap().permissions().readonly());
    }

    #[cfg(unix)]
    mod unix {
        use super::*;
        use std::os::unix::fs::{PermissionsExt, symlink};

        #[test]
        fn permissions_stay() {
            let vault = Vault::new();
            fs::set_permissions(vault.path("a.md"), fs::Permissions::from_mode(0o640)).unwrap();
            replace(&vault.path("a.md"), "old", "new", &vault.named(&[])).unwrap();
            assert_eq!(fs::metadata(vault.path("a.md")).unwrap().permissions().mode() & 0o7777, 0o640);
        }

        #[test]
        fn a_link_inside_is_written_through_to_its_target() {
            let vault = Vault::new();
            symlink("a.md", vault.path("link.md")).unwrap();
            replace(&vault.path("link.md"), "old", "new", &vault.named(&[])).unwrap();
            assert!(vault.path("link.md").is_symlink());
            assert_eq!(fs::read_to_string(vault.path("a.md")).unwrap(), "new");
        }

        #[test]
        fn a_link_that_leads_out_is_refused() {
            let (vault, other) = (Vault::new(), Vault::new());
            symlink(other.path("a.md"), vault.path("link.md")).unwrap();
            for named in [vault.named(&[]), vault.named(&["link.md"])] {
                let error = replace(&vault.path("link.md"), "old", "new", &named).unwrap_err();
                assert!(matches!(error, OriginError::LeadsOut { .. }), "{error}");
            }
            assert_eq!(fs::read_to_string(other.path("a.md")).unwrap(), "old");
        }

        #[test]
        fn a_failure_leaves_the_note_and_no_temporary_file() {
            // Root may write into read-only folders, so the rename is made to fail: a folder took the note's place.
            let vault = Vault::new();
            fs::remove_file(vault.path("a.md")).unwrap();
            fs::create_dir(vault.path("a.md")).unwrap();
            let error = replace(&vault.path("a.md"), "old", "new", &vault.named(&[])).unwrap_err();
            assert!(matches!(error, OriginError::NotRegular { .. }), "{error}");
            assert_eq!(vault.files(), ["a.md"]);
        }
    }
}
