//! The plugin's settings, as far as they decide what a text means.

use std::collections::BTreeMap;

use serde_json::Value;

/// Which of the two notations of fields the plugin reads; it never reads both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `📅 2025-06-18`.
    #[default]
    Emoji,
    /// `[due:: 2025-06-18]`.
    Dataview,
}

impl Format {
    /// The other one.
    pub(super) fn other(self) -> Self {
        match self {
            Self::Emoji => Self::Dataview,
            Self::Dataview => Self::Emoji,
        }
    }

    /// The name that the plugin's settings use.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Emoji => "emoji",
            Self::Dataview => "Dataview",
        }
    }
}

/// What a status symbol means to the plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusType {
    /// Still to be done; every unknown symbol counts as this.
    Todo,
    /// Begun.
    InProgress,
    /// Waiting.
    OnHold,
    /// Done.
    Done,
    /// Given up.
    Cancelled,
    /// Not a task at all.
    NonTask,
}

impl StatusType {
    /// The name that the plugin uses in settings and queries.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Todo => "TODO",
            Self::InProgress => "IN_PROGRESS",
            Self::OnHold => "ON_HOLD",
            Self::Done => "DONE",
            Self::Cancelled => "CANCELLED",
            Self::NonTask => "NON_TASK",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Todo, Self::InProgress, Self::OnHold, Self::Done, Self::Cancelled, Self::NonTask]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// The settings of the plugin; `Settings::default()` holds the plugin's own defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Instructions by the name under which `preset NAME` finds them.
    pub presets: BTreeMap<String, String>,
    /// Instructions that stand before every query.
    pub global_query: String,
    /// A text that a line must hold to be a task of the plugin; empty: every checkbox is one.
    pub global_filter: String,
    /// The notation of fields.
    pub format: Format,
    /// Whether a date in the name of a note stands for a missing scheduled date.
    pub scheduled_from_filename: bool,
    /// What each status symbol means; symbols that are missing count as `Todo`.
    pub statuses: BTreeMap<char, StatusType>,
}

/// The plugin's own presets, which every vault has unless its owner took them out.
const DEFAULT_PRESETS: &[(&str, &str)] = &[
    ("this_file", "path includes {{query.file.path}}"),
    ("this_folder", "folder includes {{query.file.folder}}"),
    ("this_folder_only", "filter by function task.file.folder === query.file.folder"),
    ("this_root", "root includes {{query.file.root}}"),
    (
        "hide_date_fields",
        "# Hide any values for all date fields\nhide due date\nhide scheduled date\nhide start date\nhide created date\nhide done date\nhide cancelled date",
    ),
    (
        "hide_non_date_fields",
        "# Hide all the non-date fields, but not tags\nhide id\nhide depends on\nhide recurrence rule\nhide on completion\nhide priority",
    ),
    (
        "hide_query_elements",
        "# Hide toolbar, postpone, edit, backlinks and task count\nhide toolbar\nhide postpone button\nhide edit button\nhide backlinks\nhide task count",
    ),
    (
        "hide_everything",
        "# Hide everything except description and any tags\npreset hide_date_fields\npreset hide_non_date_fields\npreset hide_query_elements",
    ),
];

impl Default for Settings {
    fn default() -> Self {
        Self {
            presets: DEFAULT_PRESETS.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
            global_query: String::new(),
            global_filter: String::new(),
            format: Format::Emoji,
            scheduled_from_filename: false,
            statuses: BTreeMap::from([
                (' ', StatusType::Todo),
                ('x', StatusType::Done),
                ('/', StatusType::InProgress),
                ('-', StatusType::Cancelled),
            ]),
        }
    }
}

impl Settings {
    /// Reads `.obsidian/plugins/obsidian-tasks-plugin/data.json`.
    ///
    /// Whatever is missing or has an unexpected shape keeps its default, as in the plugin.
    ///
    /// # Errors
    /// When the text is no JSON.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        let fields: Value = serde_json::from_str(text)?;
        let mut settings = Self::default();
        // The key was `includes` before the plugin called them presets.
        if let Some(presets) = fields.get("presets").or_else(|| fields.get("includes")).and_then(Value::as_object) {
            settings.presets =
                presets.iter().filter_map(|(name, text)| Some((name.clone(), text.as_str()?.to_owned()))).collect();
        }
        let text_of = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
        settings.global_query = text_of("globalQuery").unwrap_or_default();
        settings.global_filter = text_of("globalFilter").unwrap_or_default();
        if text_of("taskFormat").is_some_and(|format| format == "dataview") {
            settings.format = Format::Dataview;
        }
        settings.scheduled_from_filename =
            fields.get("useFilenameAsScheduledDate").and_then(Value::as_bool).unwrap_or_default();
        if let Some(lists) = fields.get("statusSettings") {
            settings.statuses = BTreeMap::from([(' ', StatusType::Todo), ('x', StatusType::Done)]);
            let listed = ["coreStatuses", "customStatuses"].iter().filter_map(|list| lists.get(*list)?.as_array());
            for status in listed.flatten() {
                settings.add_status(status);
            }
        }
        Ok(settings)
    }

    /// What a status symbol means.
    pub fn status_type(&self, symbol: char) -> StatusType {
        self.statuses.get(&symbol).copied().unwrap_or(StatusType::Todo)
    }

    fn add_status(&mut self, status: &Value) {
        let symbol = status.get("symbol").and_then(Value::as_str).unwrap_or_default();
        let kind = status.get("type").and_then(Value::as_str).and_then(StatusType::from_name);
        let mut chars = symbol.chars();
        if let (Some(symbol), None) = (chars.next(), chars.next()) {
            self.statuses.insert(symbol, kind.unwrap_or(StatusType::Todo));
        }
    }
}
