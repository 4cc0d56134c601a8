//! The words of the query language.

/// What `sort by` takes. A sort key is recognised by its beginning, so longer ones stand before their own beginnings.
pub(super) const SORT_KEYS: &[&str] = &[
    "status.name",
    "status.type",
    "status",
    "recurring",
    "priority",
    "happens",
    "cancelled",
    "created",
    "start",
    "scheduled",
    "due",
    "done",
    "path",
    "description",
    "tag",
    "heading",
    "filename",
    "urgency",
    "id",
    "random",
];

/// What `group by` and `view columns by` take.
pub(super) const GROUP_KEYS: &[&str] = &[
    "status",
    "status.name",
    "status.type",
    "recurring",
    "recurrence",
    "priority",
    "happens",
    "cancelled",
    "created",
    "start",
    "scheduled",
    "due",
    "done",
    "path",
    "folder",
    "root",
    "backlink",
    "tags",
    "heading",
    "filename",
    "urgency",
    "id",
];

/// What `hide` and `show` take.
pub(super) const ELEMENTS: &[&str] = &[
    "backlink",
    "edit button",
    "nested backlink",
    "postpone button",
    "task count",
    "group count",
    "toolbar",
    "tree",
    "urgency",
    "tags",
    "id",
    "depends on",
    "priority",
    "recurrence rule",
    "on completion",
    "created date",
    "start date",
    "scheduled date",
    "due date",
    "done date",
    "cancelled date",
];

/// The fields that hold text.
pub(super) const TEXT_FIELDS: &[&str] =
    &["status.name", "path", "folder", "root", "description", "tags", "tag", "heading", "filename", "recurrence", "id"];

/// How a text field is compared.
pub(super) const TEXT_OPERATORS: &[&str] = &["includes", "does not include", "regex matches", "regex does not match"];

/// How `tag` and `tags` may be compared as well.
pub(super) const TAG_OPERATORS: &[&str] = &["include", "do not include"];

/// How a filter on a date begins, with the name that its errors use.
pub(super) const DATE_FIELDS: &[(&str, &str)] = &[
    ("happens", "happens"),
    ("cancelled", "cancelled"),
    ("created", "created"),
    ("starts", "start"),
    ("scheduled", "scheduled"),
    ("due", "due"),
    ("done", "done"),
];

/// What `status.type` takes.
pub(super) const STATUS_TYPES: &[&str] = &["TODO", "DONE", "IN_PROGRESS", "ON_HOLD", "CANCELLED", "NON_TASK"];

/// What `priority` takes.
pub(super) const PRIORITIES: &[&str] = &["lowest", "low", "none", "medium", "high", "highest"];

/// The filters that are a whole line.
pub(super) const EXACT: &[&str] = &[
    "done",
    "not done",
    "is recurring",
    "is not recurring",
    "exclude sub-items",
    "has tag",
    "has tags",
    "no tag",
    "no tags",
    "has id",
    "no id",
    "has depends on",
    "no depends on",
    "is blocking",
    "is not blocking",
    "is blocked",
    "is not blocked",
    "has due date",
    "no due date",
    "has done date",
    "no done date",
    "has scheduled date",
    "no scheduled date",
    "has start date",
    "no start date",
    "has created date",
    "no created date",
    "has cancelled date",
    "no cancelled date",
    "has happens date",
    "no happens date",
    "due date is invalid",
    "done date is invalid",
    "scheduled date is invalid",
    "start date is invalid",
    "created date is invalid",
    "cancelled date is invalid",
];

/// How instructions that are no filters begin.
pub(super) const STARTS: &[&str] = &[
    "sort by",
    "group by",
    "limit",
    "limit groups",
    "hide",
    "show",
    "preset",
    "view",
    "short mode",
    "full mode",
    "explain",
    "ignore global query",
    "filter by function",
    "priority is",
    "status.type is",
];
