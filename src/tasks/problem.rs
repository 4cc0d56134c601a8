//! What the checks of this language report: places, words, and what to write instead.

use std::ops::Range;

/// How sure and how grave a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Cannot be judged from the text alone; said so that silence is not taken for consent.
    Info,
    /// The plugin accepts it and almost surely does something else than was meant.
    Warning,
    /// The plugin refuses it.
    Error,
}

/// One way to write what was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What the replacement does, in a few words.
    pub title: String,
    /// Byte ranges of the text that was handed in, and what to put there; sorted, without overlaps.
    pub replacements: Vec<(Range<usize>, String)>,
    /// Whether the meaning is beyond doubt, so that no person needs to look at it.
    pub certain: bool,
}

/// One thing wrong with a query or a task line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Byte range of the exact words, in the text that was handed in.
    pub range: Range<usize>,
    /// How grave it is.
    pub severity: Severity,
    /// Which kind of problem it is.
    pub code: Code,
    /// What is wrong, with the plugin's own words where it has some.
    pub message: String,
    /// What to write instead, or what happens otherwise.
    pub help: Option<String>,
    /// A mechanical way out.
    pub suggestion: Option<Suggestion>,
}

impl Problem {
    pub(super) fn new(severity: Severity, code: Code, range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, severity, code, message: message.into(), help: None, suggestion: None }
    }

    pub(super) fn error(code: Code, range: Range<usize>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, range, message)
    }

    pub(super) fn warning(code: Code, range: Range<usize>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, range, message)
    }

    pub(super) fn info(code: Code, range: Range<usize>, message: impl Into<String>) -> Self {
        Self::new(Severity::Info, code, range, message)
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a replacement that a person should look at.
    pub(super) fn instead(mut self, title: impl Into<String>, replacements: Vec<(Range<usize>, String)>) -> Self {
        self.suggestion = Some(Suggestion { title: title.into(), replacements, certain: false });
        self
    }

    /// Adds a replacement whose meaning is beyond doubt.
    pub(super) fn surely(mut self, title: impl Into<String>, replacements: Vec<(Range<usize>, String)>) -> Self {
        self.suggestion = Some(Suggestion { title: title.into(), replacements, certain: true });
        self
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident => $name:literal,)*) => {
        /// The kinds of problem, each with a stable name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// The stable name in kebab case.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$variant => $name,)*
                }
            }
        }
    };
}

codes! {
    /// No instruction of the language reads like this.
    UnknownInstruction => "unknown-instruction",
    /// A list item stands inside the query.
    TaskInQuery => "task-in-query",
    /// `sort by` something that cannot be sorted by.
    UnknownSortKey => "unknown-sort-key",
    /// `group by` something that cannot be grouped by, or with text behind it.
    UnknownGroupKey => "unknown-group-key",
    /// `hide` or `show` of something unknown.
    UnknownElement => "unknown-element",
    /// `view` with a mode or a grouping that does not exist.
    UnknownView => "unknown-view",
    /// `status.type` not followed by `is` or `is not` and a type.
    InvalidStatusType => "invalid-status-type",
    /// No date is found where one has to stand.
    UnknownDate => "unknown-date",
    /// Template text such as `<%` or `YYYY-MM-DD` where a date has to stand.
    TemplateText => "template-text",
    /// A regular expression that is not written `/pattern/flags`.
    RegexWithoutSlashes => "regex-without-slashes",
    /// A regular expression that JavaScript refuses.
    InvalidRegex => "invalid-regex",
    /// A regular expression that the plugin refuses as too slow.
    UnsafeRegex => "unsafe-regex",
    /// A Boolean line whose filters do not all stand in delimiters of one kind.
    BooleanDelimiters => "boolean-delimiters",
    /// A Boolean line whose operators and delimiters do not fit together.
    MalformedBoolean => "malformed-boolean",
    /// A part of a Boolean line that is no filter.
    BooleanPart => "boolean-part",
    /// `{{…}}` that cannot be expanded.
    InvalidPlaceholder => "invalid-placeholder",
    /// A placeholder for a property that the note does not have.
    MissingProperty => "missing-property",
    /// A preset that the vault's settings do not define.
    UnknownPreset => "unknown-preset",
    /// The plugin's own settings hold the mistake, not this query.
    BrokenSettings => "broken-settings",
    /// JavaScript is not judged: whether it runs is a setting of the device.
    JavaScript => "javascript",
    /// JavaScript whose result is not what the plugin needs.
    SuspectFunction => "suspect-function",
    /// Text behind a complete instruction, which the plugin ignores.
    IgnoredTail => "ignored-tail",
    /// Something else than a date stands with the date.
    LooseDate => "loose-date",
    /// `and`, `or` and the like, taken for a part of the filter before them.
    SwallowedOperator => "swallowed-operator",
    /// Quotation marks that are part of the text that is searched for.
    QuotedValue => "quoted-value",
    /// A comment that is part of the text that is searched for.
    SwallowedComment => "swallowed-comment",
    /// A `\\` that continues no line, or continues a comment.
    Continuation => "continuation",
    /// An instruction that has no effect where it stands.
    NoEffect => "no-effect",
    /// A path that no note of the vault has.
    NoSuchPath => "no-such-path",
    /// A part of a path that notes of other folders have as well.
    StrayPath => "stray-path",
    /// Fields that are not read because of the text behind them.
    UnreadFields => "unread-fields",
    /// A date that does not exist.
    ImpossibleDate => "impossible-date",
    /// A field whose value is not written as the plugin wants it.
    InvalidField => "invalid-field",
    /// An invisible character between a signifier and its value.
    InvisibleCharacter => "invisible-character",
    /// One field twice; only one of them is kept.
    DuplicateField => "duplicate-field",
    /// A field written in the format that the vault does not use.
    OtherFormat => "other-format",
    /// A recurrence that cannot be read.
    InvalidRecurrence => "invalid-recurrence",
    /// A recurrence of which a part is ignored.
    PartialRecurrence => "partial-recurrence",
    /// A recurrence on a task without a date.
    RecurrenceWithoutDate => "recurrence-without-date",
    /// A done date on a task that is not done, or a cancelled date on one that is not cancelled.
    StatusDate => "status-date",
    /// A status symbol that the settings do not define.
    UnknownStatus => "unknown-status",
    /// A checkbox that is not written as Markdown wants it.
    MalformedCheckbox => "malformed-checkbox",
}
