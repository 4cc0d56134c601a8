//! A sealed world for tests with the real `git` and the real `vault-lint`, and the five invariants
//! that must hold after whatever was run:
//!
//! 1. every byte from before is in the work tree, the index, HEAD or a blob named in the output
//! 2. `git fsck --strict` finds no error and the index can be written as a tree
//! 3. the index differs in nothing but the ids of the notes expected to be fixed
//! 4. `git status` is the same for every other path
//! 5. no lock and no temporary file is left

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::{OsStr, OsString},
    fs,
    os::unix::ffi::{OsStrExt, OsStringExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A note with something to fix: a blank at the end of line 3.
pub(crate) const BAD: &str = "# Ada\n\nlikes figs \n";
/// The same, fixed.
pub(crate) const GOOD: &str = "# Ada\n\nlikes figs\n";
/// A note with nothing to fix.
pub(crate) const CLEAN: &str = "# Bo\n\nlikes plums\n";

/// A repository in a temporary folder, with a home of its own.
pub(crate) struct Vault {
    room: tempfile::TempDir,
    pub(crate) top: PathBuf,
    pub(crate) env: Vec<(OsString, OsString)>,
}

/// What a program said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    #[track_caller]
    pub(crate) fn code(self, code: i32) -> Said {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    #[track_caller]
    pub(crate) fn names(self, text: &str) -> Said {
        assert!(self.all().contains(text), "{text:?} is not in {self:#?}");
        self
    }

    #[track_caller]
    pub(crate) fn keeps_quiet_about(self, text: &str) -> Said {
        assert!(!self.all().contains(text), "{text:?} is in {self:#?}");
        self
    }

    /// Every full object id in the output.
    pub(crate) fn ids(&self) -> BTreeSet<String> {
        self.all()
            .split(|c: char| !c.is_ascii_hexdigit())
            .filter(|word| word.len() == 40 || word.len() == 64)
            .map(str::to_owned)
            .collect()
    }
}

impl Vault {
    /// `git init` with nothing in it.
    pub(crate) fn empty() -> Vault {
        Vault::init(&[])
    }

    pub(crate) fn init(options: &[&str]) -> Vault {
        let vault = Vault::room();
        fs::create_dir(&vault.top).unwrap();
        let mut args = vec!["init", "-q", "-b", "main"];
        args.extend(options);
        vault.git(&args);
        vault
    }

    /// A home and a place for a repository, but none yet.
    pub(crate) fn room() -> Vault {
        let room = tempfile::tempdir().unwrap();
        let home = room.path().join("home");
        fs::create_dir(&home).unwrap();
        fs::write(
            home.join(".gitconfig"),
            "[user]\nname = Ada\nemail = ada@example.org\n[gc]\nauto = 0\n[advice]\ndetachedHead = false\n[protocol \"file\"]\nallow = always\n",
        )
        .unwrap();
        // A blank at a line's end is only worth a remark by default; here a check must fail on it.
        fs::write(room.path().join("vault-lint.toml"), "[rules]\nunformatted = \"warning\"\n").unwrap();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let env = [
            ("PATH", path),
            ("HOME", home.into()),
            ("LC_ALL", "C".into()),
            ("TZ", "UTC".into()),
            ("GIT_CONFIG_NOSYSTEM", "1".into()),
            ("GIT_TERMINAL_PROMPT", "0".into()),
            ("GIT_EDITOR", "true".into()),
        ];
        Vault { top: room.path().join("vault"), room, env: env.into_iter().map(|(k, v)| (k.into(), v)).collect() }
    }

    /// Files committed, nothing staged.
    pub(crate) fn with(files: &[(&str, &str)]) -> Vault {
        let vault = Vault::empty();
        for (path, text) in files {
            vault.write(path, text);
        }
        vault.git(&["add", "-A"]);
        vault.git(&["commit", "-qm", "start", "--allow-empty"]);
        vault
    }

    /// A clean note committed, then `path` staged with `text`.
    pub(crate) fn staging(path: &str, text: impl AsRef<[u8]>) -> Vault {
        let vault = Vault::with(&[("Bo.md", CLEAN)]);
        vault.stage(path, text);
        vault
    }

    /// The same world seen from another folder of it.
    pub(crate) fn at(&self, folder: impl AsRef<Path>) -> View<'_> {
        View { vault: self, folder: self.top.join(folder), env: Vec::new() }
    }

    /// The same world with one more variable in the environment.
    pub(crate) fn and_env(&self, name: &str, value: impl AsRef<OsStr>) -> View<'_> {
        self.at("").and_env(name, value)
    }

    pub(crate) fn outside(&self, name: &str) -> PathBuf {
        self.room.path().join(name)
    }

    pub(crate) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.top.join(path)
    }

    pub(crate) fn write(&self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: impl AsRef<Path>) -> String {
        String::from_utf8(fs::read(self.path(path)).unwrap()).unwrap()
    }

    pub(crate) fn stage(&self, path: &str, text: impl AsRef<[u8]>) {
        self.write(path, text);
        self.git(&["add", "--", path]);
    }

    /// The text of `path` in the index.
    pub(crate) fn staged(&self, path: &str) -> String {
        let said = self.at("").try_git(&["cat-file", "-p", &format!(":{path}")]).code(0);
        said.out
    }

    /// Runs git, which must succeed.
    #[track_caller]
    pub(crate) fn git(&self, args: &[&str]) -> String {
        self.at("").try_git(args).code(0).out
    }

    pub(crate) fn try_git(&self, args: &[&str]) -> Said {
        self.at("").try_git(args)
    }

    pub(crate) fn lint(&self, args: &[&str]) -> Said {
        self.at("").lint(args)
    }

    /// `vault-lint --staged`
    pub(crate) fn check(&self) -> Said {
        self.lint(&["--staged"])
    }

    /// `vault-lint --staged --fix`, nothing but `fixed` may change; all invariants asserted.
    #[track_caller]
    pub(crate) fn fix(&self, fixed: &[&str]) -> Said {
        self.at("").fix(fixed)
    }

    /// A pre-commit hook that runs `vault-lint` with `args`.
    pub(crate) fn hook(&self, name: &str, args: &str) {
        let hooks = self.git(&["rev-parse", "--git-path", "hooks"]);
        let hook = self.top.join(hooks.trim()).join(name);
        fs::create_dir_all(hook.parent().unwrap()).unwrap();
        self.write_hook(&hook, args);
    }

    /// Writes a hook that runs `vault-lint` with `args` to this path.
    pub(crate) fn write_hook(&self, hook: &Path, args: &str) {
        let program = env!("CARGO_BIN_EXE_vault-lint");
        fs::create_dir_all(hook.parent().unwrap()).unwrap();
        fs::write(hook, format!("#!/bin/sh\nexec '{program}' {args} {}\n", self.config().join(" "))).unwrap();
        executable(hook);
    }

    /// The options that make `vault-lint` take the settings of this world.
    pub(crate) fn config(&self) -> [String; 2] {
        ["--config".to_owned(), self.outside("vault-lint.toml").to_str().unwrap().to_owned()]
    }

    /// A hook with a body of its own; `vault_lint` runs the program.
    pub(crate) fn hook_script(&self, name: &str, body: &str) {
        let hooks = self.git(&["rev-parse", "--git-path", "hooks"]);
        let hook = self.top.join(hooks.trim()).join(name);
        fs::create_dir_all(hook.parent().unwrap()).unwrap();
        let program = env!("CARGO_BIN_EXE_vault-lint");
        let config = self.config().join(" ");
        fs::write(&hook, format!("#!/bin/sh\nvault_lint() {{ '{program}' \"$@\" {config}; }}\n{body}\n")).unwrap();
        executable(&hook);
    }
}

/// A vault seen from a folder, with more of an environment.
pub(crate) struct View<'a> {
    vault: &'a Vault,
    folder: PathBuf,
    env: Vec<(OsString, OsString)>,
}

impl View<'_> {
    pub(crate) fn and_env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.env.push((name.into(), value.as_ref().into()));
        self
    }

    pub(crate) fn run(&self, program: &str, args: &[&str]) -> Said {
        let output = self.command(program, args).output().unwrap();
        Said {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    pub(crate) fn command(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(args)
            .current_dir(&self.folder)
            .env_clear()
            .envs(self.vault.env.iter().map(|(k, v)| (k, v)))
            .envs(self.env.iter().map(|(k, v)| (k, v)))
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn try_git(&self, args: &[&str]) -> Said {
        self.run("git", args)
    }

    #[track_caller]
    pub(crate) fn git(&self, args: &[&str]) -> String {
        self.try_git(args).code(0).out
    }

    pub(crate) fn lint(&self, args: &[&str]) -> Said {
        let config = self.vault.config();
        let mut all = args.to_vec();
        if args.first() != Some(&"hook") {
            all.extend(config.iter().map(String::as_str));
        }
        self.run(env!("CARGO_BIN_EXE_vault-lint"), &all)
    }

    #[track_caller]
    pub(crate) fn fix(&self, fixed: &[&str]) -> Said {
        let before = Snapshot::of(self);
        let said = self.lint(&["--staged", "--fix"]);
        before.holds(self, &said, fixed);
        said
    }
}

/// What there was before a run.
pub(crate) struct Snapshot {
    texts: Vec<(String, Vec<u8>)>,
    index: BTreeMap<String, (String, String)>,
    status: BTreeMap<String, String>,
    head: String,
}

impl Snapshot {
    pub(crate) fn of(view: &View<'_>) -> Snapshot {
        let top = top_of(view);
        let mut texts: Vec<_> = files(&top)
            .into_iter()
            .map(|path| (format!("file {}", path.display()), fs::read(&path).unwrap_or_default()))
            .collect();
        let index = index(view);
        for (path, (_, id)) in &index {
            texts.push((format!("staged {path}"), blob(view, id)));
        }
        Snapshot { texts, index, status: status(view), head: head(view) }
    }

    /// Asserts the five invariants; exactly the notes of `fixed` have another id in the index now.
    #[track_caller]
    pub(crate) fn holds(&self, view: &View<'_>, said: &Said, fixed: &[&str]) {
        let top = top_of(view);
        // 1
        let mut now: BTreeSet<Vec<u8>> = files(&top).iter().map(|path| fs::read(path).unwrap_or_default()).collect();
        let after = index(view);
        let head_files = if self.head.is_empty() {
            String::new()
        } else {
            view.git(&["ls-tree", "-r", "--format=%(objectname)", "HEAD"])
        };
        let ids = said.ids().into_iter().chain(head_files.lines().map(str::to_owned));
        for id in after.values().map(|(_, id)| id.clone()).chain(ids) {
            now.insert(blob(view, &id));
        }
        for (what, text) in &self.texts {
            assert!(now.contains(text), "{what} is lost: {:?}\n{said:#?}", String::from_utf8_lossy(text));
        }
        // 2
        let fsck = view.try_git(&["fsck", "--strict", "--no-dangling"]);
        assert!(fsck.code == Some(0) && !fsck.all().contains("error"), "{fsck:#?}");
        if !after.keys().any(|key| !key.starts_with("0 ")) {
            // On a copy, since git records the tree in the index it is given.
            let copy = view.vault.outside("index-copy");
            fs::copy(index_file(view), &copy).unwrap();
            let tree = View { vault: view.vault, folder: view.folder.clone(), env: view.env.clone() }
                .and_env("GIT_INDEX_FILE", &copy)
                .try_git(&["write-tree"]);
            assert_eq!(tree.code, Some(0), "{tree:#?}");
        }
        // 3
        let fixed: BTreeSet<String> = fixed.iter().map(|path| format!("0 {path}")).collect();
        let keys = |index: &BTreeMap<String, (String, String)>| index.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&self.index), keys(&after), "{said:#?}");
        let mut changed = BTreeSet::new();
        for (path, (flags, id)) in &self.index {
            let (flags_now, id_now) = &after[path];
            assert_eq!(flags, flags_now, "{path} {said:#?}");
            if id != id_now {
                changed.insert(path.clone());
            }
        }
        assert_eq!(changed, fixed, "{said:#?}");
        // 4
        let status_now = status(view);
        let paths: BTreeSet<_> = self.status.keys().chain(status_now.keys()).collect();
        for path in paths {
            if !fixed.contains(&format!("0 {path}")) {
                assert_eq!(self.status.get(path), status_now.get(path), "{path} {said:#?}");
            }
        }
        assert_eq!(self.head, head(view), "HEAD moved");
        // 5
        no_leftovers(view);
    }
}

#[track_caller]
pub(crate) fn no_leftovers(view: &View<'_>) {
    let mut left = Vec::new();
    let git_dir = view.git(&["rev-parse", "--absolute-git-dir"]);
    everything(Path::new(git_dir.trim()), &mut left);
    everything(&top_of(view), &mut left);
    left.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (name.ends_with(".lock") && path.to_string_lossy().contains(".git")) || name.starts_with(".vault-lint.")
    });
    assert!(left.is_empty(), "left over: {left:?}");
}

fn top_of(view: &View<'_>) -> PathBuf {
    PathBuf::from(view.git(&["rev-parse", "--show-toplevel"]).trim_end())
}

fn index_file(view: &View<'_>) -> PathBuf {
    let path = view.git(&["rev-parse", "--path-format=absolute", "--git-path", "index"]);
    PathBuf::from(path.trim_end())
}

fn head(view: &View<'_>) -> String {
    let said = view.try_git(&["rev-parse", "-q", "--verify", "HEAD"]);
    said.out
}

fn blob(view: &View<'_>, id: &str) -> Vec<u8> {
    let output = view.command("git", &["cat-file", "blob", id]).output().unwrap();
    if output.status.success() { output.stdout } else { Vec::new() }
}

/// "stage path" to (mode and flags, id).
fn index(view: &View<'_>) -> BTreeMap<String, (String, String)> {
    let top = top_of(view);
    let view = View { vault: view.vault, folder: top, env: view.env.clone() };
    let output = view.command("git", &["ls-files", "-s", "-v", "-z"]).output().unwrap();
    let mut entries = BTreeMap::new();
    for line in output.stdout.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        // H 100644 <id> 0\tpath
        let line = escape(line);
        let (meta, path) = line.split_once('\t').unwrap();
        let words: Vec<_> = meta.split(' ').collect();
        let [tag, mode, id, stage] = words[..] else { panic!("{line}") };
        entries.insert(format!("{stage} {path}"), (format!("{tag} {mode}"), id.to_owned()));
    }
    entries
}

fn status(view: &View<'_>) -> BTreeMap<String, String> {
    let top = top_of(view);
    let view = View { vault: view.vault, folder: top, env: view.env.clone() };
    let args = ["status", "--porcelain=v2", "-z", "--no-renames", "-uall"];
    let output = view.command("git", &args).env("GIT_OPTIONAL_LOCKS", "0").output().unwrap();
    let mut lines = BTreeMap::new();
    for line in output.stdout.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        let line = escape(line);
        let fields = match line.as_bytes()[0] {
            b'1' => 8,
            b'u' => 10,
            _ => 1,
        };
        let path = line.splitn(fields + 1, ' ').last().unwrap().to_owned();
        lines.insert(path, line);
    }
    lines
}

/// As text, with bytes that are none spelled `\xff`.
pub(crate) fn escape(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.push_str(&chunk.invalid().escape_ascii().to_string());
    }
    out
}

/// Plain files outside `.git`, symbolic links not followed.
fn files(top: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    everything(top, &mut all);
    all.retain(|path| {
        let inside = path.components().any(|part| part.as_os_str() == ".git");
        !inside && fs::symlink_metadata(path).is_ok_and(|found| found.is_file())
    });
    all
}

fn everything(folder: &Path, into: &mut Vec<PathBuf>) {
    let Ok(list) = fs::read_dir(folder) else { return };
    for entry in list.flatten() {
        let path = entry.path();
        if fs::symlink_metadata(&path).is_ok_and(|found| found.is_dir()) {
            everything(&path, into);
        }
        into.push(path);
    }
}

pub(crate) fn executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

pub(crate) fn os(bytes: &[u8]) -> OsString {
    OsString::from_vec(bytes.to_vec())
}

pub(crate) fn bytes(text: &OsStr) -> &[u8] {
    text.as_bytes()
}
