//! Gathers what is known of a vault as a whole.

use std::path::Path;
use std::sync::Arc;

use crate::check::Facts;
use crate::vault::{Files, Vault};

/// Where the Tasks plugin keeps its settings, from the vault's top.
const TASKS_SETTINGS: &str = ".obsidian/plugins/obsidian-tasks-plugin/data.json";

/// The facts of the vault at `top`, whose files are looked at where `files` says; paths in reports are relative to `working`.
#[must_use]
pub fn gather(top: &Path, working: &Path, files: Box<dyn Files>) -> Facts {
    // Settings that cannot be read are as good as none: the plugin then falls back to its defaults as well.
    let tasks = std::fs::read_to_string(top.join(TASKS_SETTINGS))
        .ok()
        .and_then(|text| crate::tasks::Settings::from_json(&text).ok());
    let vault = Vault::new(files, top.to_owned(), working.to_owned());
    Facts { tasks, vault: Some(Arc::new(vault)), ..Facts::default() }
}
