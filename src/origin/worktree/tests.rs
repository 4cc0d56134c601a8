//! Which files are found, and what is said of those that cannot be read.

use super::*;

struct Vault {
    folder: tempfile::TempDir,
}

impl Vault {
    fn new(files: &[&str]) -> Self {
        let vault = Self { folder: tempfile::tempdir().unwrap() };
        for file in files {
            vault.file(file, "text\n");
        }
        vault
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    fn collect(&self, paths: &[&str], force_exclude: bool, excluded: &str) -> Result<Collected, OriginError> {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        let out = self.path(excluded);
        let options = Options {
            working: self.folder.path(),
            excluded: &|path| !excluded.is_empty() && path.starts_with(&out),
            force_exclude,
            threads: 2,
        };
        collect(&paths, &options)
    }

    fn shown(&self, paths: &[&str]) -> Vec<String> {
        let collected = self.collect(paths, false, "").unwrap();
        assert!(collected.problems.is_empty(), "{:?}", collected.problems);
        collected.notes.iter().map(|note| note.shown.to_string()).collect()
    }
}

#[test]
fn only_notes_count_and_they_are_sorted() {
    let vault =
        Vault::new(&["b.md", "a.markdown", "c.txt", "A/d.md", ".obsidian/x.md", ".trash/y.md", ".z.md", "e.MD"]);
    assert_eq!(vault.shown(&[]), ["A/d.md", "a.markdown", "b.md", "e.MD"]);
}

#[test]
fn a_file_named_twice_counts_once() {
    let vault = Vault::new(&["A/d.md", "b.md"]);
    assert_eq!(vault.shown(&["A", "./A/d.md", ".", "A/../b.md", "b.md"]), ["A/d.md", "b.md"]);
    let absolute = vault.path("b.md");
    assert_eq!(vault.shown(&[absolute.to_str().unwrap()]), ["b.md"]);
}

#[test]
fn an_explicit_file_is_taken_whatever_it_is_called() {
    let vault = Vault::new(&["c.txt", ".hidden/x.md", "no.md"]);
    vault.file(".gitignore", "no.md\n");
    assert_eq!(vault.shown(&["c.txt", ".hidden/x.md", "no.md"]), [".hidden/x.md", "c.txt", "no.md"]);
}

#[test]
fn ignore_files_are_honoured_with_and_without_a_repository() {
    for git in [false, true] {
        let vault = Vault::new(&["a.md", "Build/b.md", "Drafts/c.md", "A/d.md"]);
        vault.file(".gitignore", "Build/\n");
        vault.file(".vaultlintignore", "Drafts/\n");
        if git {
            fs::create_dir(vault.path(".git")).unwrap();
        }
        assert_eq!(vault.shown(&[]), ["A/d.md", "a.md"], "git: {git}");
    }
}

#[test]
fn ignore_files_of_the_working_folder_count_for_a_folder_in_it() {
    for git in [false, true] {
        let vault = Vault::new(&["A/d.md", "A/e.md", "A/f.md", "A/B/g.md"]);
        vault.file(".gitignore", "d.md\n");
        vault.file(".vaultlintignore", "e.md\n/A/B/\n");
        if git {
            fs::create_dir(vault.path(".git")).unwrap();
        }
        assert_eq!(vault.shown(&["A"]), ["A/f.md"], "git: {git}");
    }
}

#[test]
fn the_config_excludes_in_folders_and_on_demand_for_explicit_files() {
    let vault = Vault::new(&["Templates/t.md", "a.md"]);
    let shown = |paths: &[&str], force| -> Vec<String> {
        let collected = vault.collect(paths, force, "Templates").unwrap();
        collected.notes.iter().map(|note| note.shown.to_string()).collect()
    };
    assert_eq!(shown(&[], false), ["a.md"]);
    assert_eq!(shown(&["Templates/t.md"], false), ["Templates/t.md"]);
    assert_eq!(shown(&["Templates/t.md", "a.md"], true), ["a.md"]);
}

#[test]
fn force_exclude_honours_ignore_files_too() {
    let vault = Vault::new(&["Drafts/c.md", "a.md"]);
    vault.file(".vaultlintignore", "Drafts/\n");
    let collected = vault.collect(&["Drafts/c.md", "a.md"], true, "").unwrap();
    assert_eq!(collected.notes.iter().map(|note| note.shown.as_str()).collect::<Vec<_>>(), ["a.md"]);
}

#[test]
fn a_missing_path_is_an_error() {
    let vault = Vault::new(&["a.md"]);
    let error = vault.collect(&["a.md", "gone.md"], false, "").unwrap_err();
    assert_eq!(error.to_string(), "gone.md: no such file or folder");
}

#[test]
fn a_folder_called_like_a_note_is_a_folder() {
    let vault = Vault::new(&["x.md/inner.md"]);
    assert_eq!(vault.shown(&[]), ["x.md/inner.md"]);
    assert_eq!(vault.shown(&["x.md"]), ["x.md/inner.md"]);
}

#[test]
fn a_broken_pattern_of_ours_is_a_problem() {
    let vault = Vault::new(&["a.md"]);
    vault.file(".vaultlintignore", "ok.md\na[z-a].md\n");
    let collected = vault.collect(&[], false, "").unwrap();
    assert_eq!(collected.notes.len(), 1);
    let problem = collected.problems.first().expect("one problem").to_string();
    assert!(problem.contains("line 2") && problem.contains(".vaultlintignore"), "{problem}");
}

#[test]
fn text_that_is_not_utf8_is_located() {
    let vault = Vault::new(&[]);
    fs::write(vault.path("a.md"), b"one\ntwo \xe9t\xe9\n").unwrap();
    let error = read(&vault.path("a.md")).unwrap_err();
    assert!(error.to_string().ends_with("a.md: not UTF-8: line 2, byte 8 is 0xe9"), "{error}");
    fs::write(vault.path("a.md"), b"\xff\xfea\0").unwrap();
    assert!(read(&vault.path("a.md")).unwrap_err().hint().contains("UTF-16"));
}

#[test]
fn a_note_of_4_gib_is_refused_before_it_is_read() {
    let vault = Vault::new(&["a.md"]);
    let file = fs::OpenOptions::new().write(true).open(vault.path("a.md")).unwrap();
    // The file is sparse: it takes no space.
    if file.set_len(1 << 32).is_ok() {
        let error = read(&vault.path("a.md")).unwrap_err();
        assert!(matches!(error, OriginError::TooLarge { .. }), "{error}");
    }
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn links_are_followed_inside_only() {
        let (vault, other) = (Vault::new(&["a.md", ".hidden/h.md"]), Vault::new(&["out.md", "Sub/s.md"]));
        symlink("a.md", vault.path("again.md")).unwrap();
        symlink(".hidden/h.md", vault.path("unhidden.md")).unwrap();
        symlink(other.path("out.md"), vault.path("out.md")).unwrap();
        symlink(other.path("Sub"), vault.path("Sub")).unwrap();
        symlink("nowhere.md", vault.path("dangling.md")).unwrap();
        symlink(".", vault.path("Loop")).unwrap();
        assert_eq!(vault.shown(&[]), ["a.md", "unhidden.md"]);
    }

    #[test]
    fn a_link_named_as_a_note_must_not_lead_out() {
        let (vault, other) = (Vault::new(&["a.md"]), Vault::new(&["out.md"]));
        symlink(other.path("out.md"), vault.path("out.md")).unwrap();
        symlink(other.folder.path(), vault.path("folder.md")).unwrap();
        let error = vault.collect(&["out.md"], false, "").unwrap_err();
        assert!(matches!(error, OriginError::LeadsOut { .. }), "{error}");
        let error = vault.collect(&["folder.md"], false, "").unwrap_err();
        assert!(matches!(error, OriginError::NotRegular { .. }), "{error}");
    }

    #[test]
    fn a_linked_folder_is_followed_where_it_is_named() {
        let (vault, other) = (Vault::new(&[]), Vault::new(&["n.md"]));
        symlink(other.folder.path(), vault.path("Linked")).unwrap();
        assert_eq!(vault.shown(&["Linked"]), ["Linked/n.md"]);
    }

    #[test]
    fn a_pipe_is_never_opened() {
        let vault = Vault::new(&["a.md"]);
        // A socket stands for all that is not regular: the standard library can make one without a shell.
        let _socket = std::os::unix::net::UnixListener::bind(vault.path("pipe.md")).unwrap();
        assert_eq!(vault.shown(&[]), ["a.md"]);
        let error = vault.collect(&["pipe.md"], false, "").unwrap_err();
        assert_eq!(error.to_string(), "pipe.md: not a regular file");
        assert!(matches!(read(&vault.path("pipe.md")), Err(OriginError::NotRegular { .. })));
        assert!(matches!(read(Path::new("/dev/zero")), Err(OriginError::NotRegular { .. })));
    }

    #[test]
    fn a_name_that_is_not_utf8_is_a_problem() {
        use std::os::unix::ffi::OsStrExt;
        let vault = Vault::new(&["a.md"]);
        // Some file systems refuse such names in the first place.
        if fs::write(vault.folder.path().join(OsStr::from_bytes(b"\xff.md")), "x").is_ok() {
            let collected = vault.collect(&[], false, "").unwrap();
            assert_eq!(collected.notes.len(), 1);
            assert!(matches!(collected.problems.first(), Some(OriginError::NameNotUtf8 { .. })));
        }
    }

    #[test]
    fn a_folder_that_cannot_be_listed_is_a_problem() {
        let vault = Vault::new(&["a.md", "Closed/b.md"]);
        fs::set_permissions(vault.path("Closed"), fs::Permissions::from_mode(0o000)).unwrap();
        let collected = vault.collect(&[], false, "").unwrap();
        // Root reads everything.
        if fs::read_dir(vault.path("Closed")).is_err() {
            let problem = collected.problems.first().expect("one problem");
            assert!(matches!(problem, OriginError::Unreadable { .. }), "{problem}");
            assert!(problem.path().ends_with("Closed"));
        }
        fs::set_permissions(vault.path("Closed"), fs::Permissions::from_mode(0o755)).unwrap();
    }
}
