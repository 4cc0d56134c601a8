//! What a run knows of the world outside: working folder, clock, terminal, and the settings for every folder.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::accepted::Baselines;
use super::args::{ColorWhen, GlobalArgs};
use super::failure::Failure;
use super::vault::OnDisk;
use crate::check::Facts;
use crate::check::key::iso_date;
use crate::config::{Discovery, Disk, Merged, Selection, Settings};
use crate::diagnostic::RuleId;
use crate::engine::Engine;
use crate::rule::{Catalog, Origin};
use crate::text::nearest::nearest;

/// The outside of a run.
pub struct World {
    /// The working folder: paths in reports are relative to it.
    pub cwd: PathBuf,
    /// The day on which the vault is looked at.
    pub today: jiff::civil::Date,
    /// Options of every command.
    pub global: GlobalArgs,
    selection: Selection,
    built_in: Arc<Catalog>,
    discovery: Mutex<Discovery<'static>>,
    /// Resolved settings by the folder of the configuration they come from.
    settings: Mutex<BTreeMap<PathBuf, Arc<Settings>>>,
    facts: Mutex<BTreeMap<PathBuf, Arc<Facts>>>,
    /// The vault's top by the folder of notes in it.
    vaults: Mutex<BTreeMap<PathBuf, PathBuf>>,
    /// What was accepted.
    pub(super) baselines: Baselines,
}

/// The working folder, for as long as the program runs: paths in messages of the configuration are relative to it.
static BASE: OnceLock<PathBuf> = OnceLock::new();

fn read(path: &Path) -> std::io::Result<String> {
    // A FIFO of that name would block for ever.
    if std::fs::metadata(path)?.is_file() {
        std::fs::read_to_string(path)
    } else {
        Err(std::io::Error::new(std::io::ErrorKind::NotFound, "not a regular file"))
    }
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

impl World {
    /// Looks at the working folder, the clock and the options.
    ///
    /// # Errors
    /// A working folder that is gone, a date that is none, a rule that does not exist.
    pub fn new(global: &GlobalArgs, select: &[String], ignore: &[String]) -> Result<Self, Failure> {
        let cwd = std::env::current_dir()
            .map_err(|error| Failure::new(format!("the working folder cannot be used: {error}")))?;
        let today = match &global.today {
            Some(text) => iso_date(text)
                .filter(|_| text.len() == 10)
                .ok_or_else(|| Failure::new(format!("--today {text}: not a date")).hint("write it as YYYY-MM-DD"))?,
            None => today(),
        };
        let base = BASE.get_or_init(|| cwd.clone());
        let mut world = Self {
            cwd,
            today,
            global: global.clone(),
            selection: Selection::default(),
            built_in: Arc::new(Catalog::built_in_in_brief()?),
            discovery: Mutex::new(Discovery::new(Disk { read: &read, exists: &exists, base })),
            settings: Mutex::default(),
            facts: Mutex::default(),
            vaults: Mutex::default(),
            baselines: Baselines::default(),
        };
        if !select.is_empty() || !ignore.is_empty() {
            let known = world.settings_for(&world.cwd.clone())?;
            world.selection =
                Selection { select: rule_ids(select, &known.catalog)?, ignore: rule_ids(ignore, &known.catalog)? };
            world.settings = Mutex::default();
        }
        Ok(world)
    }

    /// The same with the examples of the built-in rules.
    ///
    /// # Errors
    /// None for a released program: a test reads them all.
    pub fn with_examples(mut self) -> Result<Self, Failure> {
        self.built_in = Arc::new(Catalog::built_in()?);
        Ok(self)
    }

    /// Whether output to `stream` is coloured.
    #[must_use]
    pub fn colour(&self, stream: &impl IsTerminal) -> bool {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        match self.global.color {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto if set("NO_COLOR") => false,
            ColorWhen::Auto if std::env::var_os("CLICOLOR_FORCE").is_some_and(|v| !v.is_empty() && v != "0") => true,
            ColorWhen::Auto if std::env::var_os("CLICOLOR").is_some_and(|v| v == "0") => false,
            ColorWhen::Auto => stream.is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
        }
    }

    /// The settings for what lies in a folder.
    ///
    /// # Errors
    /// A configuration or a rule file that cannot be used.
    pub fn settings_for(&self, folder: &Path) -> Result<Arc<Settings>, Failure> {
        let merged = self.merged_for(folder)?;
        let lock = || self.settings.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = lock().get(&merged.root) {
            return Ok(Arc::clone(settings));
        }
        let catalog = self.catalog(&merged)?;
        let root = merged.root.clone();
        let settings = Arc::new(Settings::new(merged, catalog, self.selection.clone())?);
        lock().insert(root, Arc::clone(&settings));
        Ok(settings)
    }

    fn merged_for(&self, folder: &Path) -> Result<Arc<Merged>, Failure> {
        let mut discovery = self.discovery.lock().unwrap_or_else(PoisonError::into_inner);
        if self.global.no_config {
            Ok(Arc::new(Merged::defaults(self.cwd.clone())))
        } else if let Some(file) = &self.global.config {
            Ok(Arc::new(discovery.load(&self.cwd.join(file))?))
        } else {
            Ok(discovery.for_folder(folder)?)
        }
    }

    /// The built-in rules and the user's own.
    fn catalog(&self, merged: &Merged) -> Result<Arc<Catalog>, Failure> {
        let folders = merged.rule_dirs();
        if folders.is_empty() {
            return Ok(Arc::clone(&self.built_in));
        }
        let mut catalog = (*self.built_in).clone();
        for folder in folders {
            for file in rule_files(&folder.value).map_err(|error| {
                let message = format!("the rules in {} cannot be read: {error}", folder.value.display());
                Failure::new(merged.texts.error(folder.at, message, None))
            })? {
                let text = std::fs::read_to_string(&file)
                    .map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
                catalog.add(&self.shown(&file), &text, Origin::User)?;
            }
        }
        Ok(Arc::new(catalog))
    }

    /// The engine for a note and the note's path relative to its configuration's folder.
    ///
    /// # Errors
    /// A configuration or a baseline that cannot be used.
    pub fn engine_for(&self, path: &Path) -> Result<(Engine, String), Failure> {
        let settings = self.settings_for(path.parent().unwrap_or(path))?;
        let relative = self.relative(&settings, path);
        let rules = settings.rules_for(&relative)?;
        let known = Arc::new(settings.catalog.iter().map(|entry| entry.declaration.id.clone()).collect());
        let accepted = if self.global.no_baseline { Arc::default() } else { self.baselines.accepted_in(path)? };
        Ok((Engine { rules, known, accepted, format: settings.format.clone(), today: self.today }, relative))
    }

    /// A note's path as globs see it: relative to the configuration's folder, else to the working folder.
    #[must_use]
    pub fn relative(&self, settings: &Settings, path: &Path) -> String {
        let inside = path.strip_prefix(&settings.merged.root).or_else(|_| path.strip_prefix(&self.cwd)).unwrap_or(path);
        inside.to_string_lossy().replace('\\', "/")
    }

    /// Whether a note or folder is excluded by its configuration; what cannot be told is not excluded, so that the
    /// trouble is reported when the note is read.
    #[must_use]
    pub fn excluded(&self, path: &Path) -> bool {
        self.settings_for(path.parent().unwrap_or(path))
            .is_ok_and(|settings| settings.excludes(&self.relative(&settings, path)))
    }

    /// What is known of the vault that holds a note.
    #[must_use]
    pub fn facts_for(&self, path: &Path) -> Arc<Facts> {
        self.facts_at(&self.vault_of(path))
    }

    /// What is known of the vault with this top.
    #[must_use]
    pub fn facts_at(&self, top: &Path) -> Arc<Facts> {
        let mut facts = self.facts.lock().unwrap_or_else(PoisonError::into_inner);
        let gather = || Arc::new(super::facts::gather(top, &self.cwd, Box::new(OnDisk(top.to_owned()))));
        Arc::clone(facts.entry(top.to_owned()).or_insert_with(gather))
    }

    /// The top of the vault that holds a note: the nearest folder above with Obsidian's settings; where they are not kept in
    /// git, the uppermost with a configuration, else the repository's top, else the working folder. Nothing above the
    /// repository counts.
    #[must_use]
    pub fn vault_of(&self, path: &Path) -> PathBuf {
        let folder = path.parent().unwrap_or(path);
        let lock = || self.vaults.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(top) = lock().get(folder) {
            return top.clone();
        }
        let above: Vec<&Path> = folder.ancestors().collect();
        let repository = above.iter().position(|folder| super::accepted::is_top(folder));
        let above = &above[..repository.map_or(above.len(), |at| at + 1)];
        let has = |name: &'static str| move |folder: &&&Path| exists(&folder.join(name));
        let top = (above.iter().find(has(".obsidian")))
            .or_else(|| above.iter().rfind(has(crate::config::discover::FILE_NAME)))
            .or_else(|| repository.and_then(|at| above.get(at)))
            .copied();
        let here = || if folder.starts_with(&self.cwd) { &self.cwd } else { folder };
        let top = top.unwrap_or_else(here).to_owned();
        lock().insert(folder.to_owned(), top.clone());
        top
    }

    /// A path for a message: relative to the working folder where it lies inside.
    #[must_use]
    pub fn shown(&self, path: &Path) -> String {
        crate::text::caret::visible(&path.strip_prefix(&self.cwd).unwrap_or(path).to_string_lossy())
    }
}

/// The rule files of a folder, in the order of their names.
///
/// # Errors
/// A folder that cannot be listed.
pub fn rule_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml") && file.is_file());
    files.sort();
    Ok(files)
}

fn rule_ids(names: &[String], catalog: &Catalog) -> Result<Vec<RuleId>, Failure> {
    let known: Vec<&str> = catalog.iter().map(|entry| entry.declaration.id.as_str()).collect();
    let find = |name: &String| {
        catalog.get(name.trim()).map(|entry| entry.declaration.id.clone()).ok_or_else(|| {
            let failure = Failure::new(format!("there is no rule `{}`", crate::text::caret::visible(name)));
            match nearest(name, &known) {
                Some(name) => failure.hint(format!("did you mean `{name}`?")),
                None => failure.hint("`vault-lint rules` lists them"),
            }
        })
    };
    names.iter().filter(|name| !name.trim().is_empty()).map(find).collect()
}

/// Today, in UTC: the same for everybody who looks at the vault, whatever their clock's zone.
fn today() -> jiff::civil::Date {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |past| past.as_secs());
    let days = i32::try_from(seconds / 86_400).unwrap_or(0);
    jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
}
