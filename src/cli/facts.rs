//! Gathers what is known of a vault as a whole.

use std::path::Path;

use crate::check::Facts;

/// Where the Tasks plugin keeps its settings, from the vault's top.
const TASKS_SETTINGS: &str = ".obsidian/plugins/obsidian-tasks-plugin/data.json";

/// The facts of the vault at `top`; without a vault there are none.
#[must_use]
pub fn gather(top: &Path) -> Facts {
    let mut facts = Facts::default();
    if top.as_os_str().is_empty() {
        return facts;
    }
    // Settings that cannot be read are as good as none: the plugin then falls back to its defaults as well.
    facts.tasks = std::fs::read_to_string(top.join(TASKS_SETTINGS))
        .ok()
        .and_then(|text| crate::tasks::Settings::from_json(&text).ok());
    facts
}
