//! Settings as they are in force: rules compiled, globs built, overrides resolved by path.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use globset::GlobSet;

use super::discover::Merged;
use super::file::{ConfigError, FixCeiling, LevelSetting, Located, Misfit, Node, Place, RuleEntry, Rules, Tree};
use crate::check::CheckSpec;
use crate::check::scope::globs;
use crate::diagnostic::RuleId;
use crate::format;
use crate::rule::catalog::Entry;
use crate::rule::{Catalog, Rule, RuleLevel};
use crate::text::nearest::nearest;

/// Which rules run, by the command line.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only these; empty: all that are not switched off.
    pub select: Vec<RuleId>,
    /// Not these.
    pub ignore: Vec<RuleId>,
}

impl Selection {
    /// Whether a rule may run. A rule that was asked for by name runs even where the configuration switches it off.
    fn admits(&self, id: &RuleId, level: RuleLevel) -> bool {
        let asked = self.select.contains(id);
        let wanted = if self.select.is_empty() { level != RuleLevel::Off } else { asked };
        wanted && !self.ignore.contains(id)
    }
}

/// Settings of one `vault-lint.toml` (or of none), resolved.
pub struct Settings {
    /// What was read, and where every value came from.
    pub merged: Arc<Merged>,
    /// All rules there are.
    pub catalog: Arc<Catalog>,
    /// The formatter's settings.
    pub format: format::Settings,
    selection: Selection,
    exclude: GlobSet,
    overrides: Vec<GlobSet>,
    /// Compiled rules by which overrides hold: few combinations, many notes.
    compiled: Mutex<BTreeMap<Vec<bool>, Arc<Vec<Rule>>>>,
}

impl Settings {
    /// Resolves settings. Every combination that the overrides name alone is compiled once, so that a mistake in one
    /// is told before any note is read.
    ///
    /// # Errors
    /// The first mistake, at its place.
    pub fn new(merged: Arc<Merged>, catalog: Arc<Catalog>, selection: Selection) -> Result<Self, ConfigError> {
        let glob_set = |patterns: &[Located<String>]| located_globs(&merged, patterns);
        let exclude = glob_set(&merged.file.exclude)?;
        let overrides = merged.file.overrides.iter().map(|o| glob_set(&o.paths)).collect::<Result<Vec<_>, _>>()?;
        let format = match &merged.file.format {
            Some(tree) => tree.decode().map_err(|misfit: Misfit| misfit.in_texts(&merged.texts))?,
            None => format::Settings::default(),
        };
        let settings = Self { merged, catalog, format, selection, exclude, overrides, compiled: Mutex::default() };
        let count = settings.overrides.len();
        settings.compile(&vec![false; count])?;
        for i in 0..count {
            settings.compile(&(0..count).map(|j| j == i).collect::<Vec<_>>())?;
        }
        Ok(settings)
    }

    /// Whether a note is excluded; `path` is relative to the configuration's folder.
    #[must_use]
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude.is_match(path)
    }

    /// The rules in force for a note; `path` is relative to the configuration's folder.
    ///
    /// # Errors
    /// A combination of overrides whose parameters do not fit each other.
    pub fn rules_for(&self, path: &str) -> Result<Arc<Vec<Rule>>, ConfigError> {
        self.compile(&self.overrides.iter().map(|globs| globs.is_match(path)).collect::<Vec<_>>())
    }

    fn compile(&self, active: &[bool]) -> Result<Arc<Vec<Rule>>, ConfigError> {
        let lock = || self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rules) = lock().get(active) {
            return Ok(Arc::clone(rules));
        }
        let file = &self.merged.file;
        let mut layers: Vec<&Rules> = vec![&file.rules];
        layers.extend(file.overrides.iter().zip(active).filter(|(_, active)| **active).map(|(o, _)| &o.rules));
        for id in layers.iter().flat_map(|rules| rules.keys()) {
            self.known(id)?;
        }
        let mut rules = Vec::new();
        for entry in self.catalog.iter() {
            let said: Vec<&RuleEntry> =
                layers.iter().filter_map(|rules| rules.get(entry.declaration.id.as_str())).collect();
            rules.extend(self.rule(entry, &said)?);
        }
        let rules = Arc::new(rules);
        lock().insert(active.to_vec(), Arc::clone(&rules));
        Ok(rules)
    }

    fn known(&self, id: &Located<String>) -> Result<(), ConfigError> {
        if self.catalog.get(&id.value).is_some() {
            return Ok(());
        }
        let names: Vec<&str> = self.catalog.iter().map(|entry| entry.declaration.id.as_str()).collect();
        let help = match nearest(&id.value, &names) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "`vault-lint rules` lists them".to_owned(),
        };
        Err(self.merged.texts.error(id.at, format!("there is no rule `{}`", id.value), Some(help)))
    }

    /// One rule with what the configuration says of it, later layers over earlier ones; `None` where it does not run.
    fn rule(&self, entry: &Entry, said: &[&RuleEntry]) -> Result<Option<Rule>, ConfigError> {
        let mut level = entry.declaration.level;
        let mut ceiling = entry.declaration.fix;
        let mut paths = None;
        let mut params: Option<Tree> = None;
        let mut place = Place::BUILT_IN;
        for rule in said {
            if let Some(setting) = &rule.level {
                place = setting.at;
                level = match setting.value {
                    LevelSetting::Off => RuleLevel::Off,
                    LevelSetting::On(level) => RuleLevel::On(level),
                };
            }
            if let Some(Located { value: FixCeiling(wanted), .. }) = &rule.fix {
                // A rule's own ceiling is what its author could vouch for: it can be lowered, not raised.
                ceiling = ceiling.min(*wanted);
            }
            if let Some(patterns) = &rule.paths {
                paths = Some(located_globs(&self.merged, patterns)?);
            }
            if let Some(first) = rule.params.keys().next() {
                place = first.at;
                let over = rule.params_tree(first.at);
                match &mut params {
                    Some(below) => below.merge(over),
                    None => params = Some(over),
                }
            }
        }
        if !self.selection.admits(&entry.declaration.id, level) {
            return Ok(None);
        }
        let level = match level {
            RuleLevel::On(level) => level,
            RuleLevel::Off => crate::diagnostic::Level::Warning,
        };
        let check = self.check(entry, params)?;
        let mut rule = Rule::new(Arc::clone(&entry.declaration), check, level, ceiling).map_err(|message| {
            let message = format!("the settings of `{}` cannot be used: {message}", entry.declaration.id);
            self.merged.texts.error(place, message, None)
        })?;
        rule.paths = paths;
        Ok(Some(rule))
    }

    fn check(&self, entry: &Entry, params: Option<Tree>) -> Result<CheckSpec, ConfigError> {
        let Some(params) = params else { return Ok(entry.declaration.check.clone()) };
        let (kind, declared) = entry.declared_check();
        let mut merged = Tree::from_toml(&toml::Value::Table(declared), Place::BUILT_IN);
        merged.merge(params);
        let tagged = BTreeMap::from([(Located { value: kind, at: Place::BUILT_IN }, merged)]);
        let tree = Tree { at: Place::BUILT_IN, node: Node::Table(tagged) };
        tree.decode().map_err(|misfit: Misfit| misfit.in_texts(&self.merged.texts))
    }
}

fn located_globs(merged: &Merged, patterns: &[Located<String>]) -> Result<GlobSet, ConfigError> {
    for pattern in patterns {
        globs(std::slice::from_ref(&pattern.value)).map_err(|message| merged.texts.error(pattern.at, message, None))?;
    }
    let all: Vec<String> = patterns.iter().map(|pattern| pattern.value.clone()).collect();
    globs(&all).map_err(|message| merged.texts.error(Place::BUILT_IN, message, None))
}
