//! What a rule can check: one primitive a file, named and tuned by `rules/*.toml`.
//!
//! A primitive knows no rule's name, no level and no prose: it reports places, a message's key and the values that
//! the message's template may use. [`CheckSpec`] is the closed list of primitives; [`CheckSpec::compile`] is the one
//! place that knows them all.

pub mod facts;
pub mod finding;
pub mod key;
pub mod scope;

mod across;
mod behind;
mod fence;
mod fresh;
mod front;
mod heading;
mod link;
mod pattern;
mod property;
mod section;
mod sorted;
mod tag;
mod tag_removal;
pub mod task_ids;
mod task_line;
mod tasks_paths;
mod tasks_query;
mod truncated;
pub mod unique;

pub use across::{Across, Part};
pub use facts::{Facts, TagAge};
pub use finding::Finding;

use serde::Deserialize;

use crate::note::Note;

/// What a check may know besides the note: the clock and the vault.
pub struct Context<'a> {
    /// The day on which the vault is looked at.
    pub today: jiff::civil::Date,
    /// What is known of the vault as a whole.
    pub facts: &'a Facts,
    /// What two rules over the same note would otherwise both work out.
    pub memo: unique::Memo,
}

/// A tag that asks for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The tag, without `#`.
    pub tag: String,
    /// The day from which on it has certainly been there; `None` where nobody knows.
    pub since: Option<jiff::civil::Date>,
}

/// A compiled check.
pub trait Check: Send + Sync {
    /// Adds what it finds in one note.
    fn check(&self, note: &Note, context: &Context<'_>, out: &mut Vec<Finding>);

    /// Whether each finding sets two wordings side by side, so that a person can choose between them.
    fn compares_wordings(&self) -> bool {
        false
    }

    /// For a check that holds notes against each other: takes in what this note has to say. Such a check finds more once
    /// all notes of the vault were gathered; see [`Facts::across`].
    fn gather(&self, _note: &Note, _into: &mut Part) {}

    /// Whether [`Self::gather`] does anything.
    fn looks_across(&self) -> bool {
        false
    }

    /// For a check that wants to know since when something has been in the note: the day before which it need not know
    /// any better, where that something is there. History is then asked before the check runs.
    fn asks_history(&self, _note: &Note, _today: jiff::civil::Date) -> Option<jiff::civil::Date> {
        None
    }

    /// For such a check: what waits in the note, for however short a time.
    fn waiting(&self, _note: &Note, _context: &Context<'_>) -> Option<Waiting> {
        None
    }

    /// Forms of date that it reads at the front of entries.
    fn date_forms(&self) -> &[key::DateForm] {
        &[]
    }
}

/// A kind of message with the values that its template may use.
pub type Messages = &'static [(&'static str, &'static [&'static str])];

/// The parameters of every primitive; `[check.sorted]` in a rule file picks one.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckSpec {
    /// Items of a list that state the same fact.
    Unique(unique::Params),
    /// Dated items out of order.
    Sorted(sorted::Params),
    /// A tag that has been on a note for too long.
    Fresh(fresh::Params),
    /// A date property older than the newest dated entry.
    Behind(behind::Params),
    /// Front matter that Obsidian cannot read, or does not.
    FrontMatter(front::Params),
    /// A fenced block that is never closed.
    OpenFence(fence::Params),
    /// Two headings of one name under one parent.
    Heading(heading::Params),
    /// A heading with nothing below it.
    Section(section::Params),
    /// A bullet that was cut off.
    Truncated(truncated::Params),
    /// A query block of the Tasks plugin.
    TasksQuery(tasks_query::Params),
    /// A task line of the Tasks plugin.
    TaskLine(task_line::Params),
    /// A wikilink or embed that leads nowhere.
    Link(link::Params),
    /// A regular expression.
    Pattern(pattern::Params),
    /// A property that is missing or has the wrong form.
    Property(property::Params),
    /// The form of tags.
    Tag(tag::Params),
    /// The formatter would change the note: judged by the engine, which owns the formatter.
    Formatted(NoParams),
    /// A suppression that suppresses nothing: judged by the engine, which applies them.
    Suppression(NoParams),
}

/// For primitives without parameters.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoParams {}

/// A check, ready to run.
pub enum Compiled {
    /// Looks at one note at a time.
    Note(Box<dyn Check>),
    /// The formatter's findings.
    Formatted,
    /// Dead suppressions.
    Suppression,
}

impl CheckSpec {
    /// The messages that a rule must word, with their values.
    #[must_use]
    pub fn messages(&self) -> Messages {
        match self {
            Self::Unique(params) => params.messages(),
            Self::Sorted(_) => sorted::MESSAGES,
            Self::Fresh(_) => fresh::MESSAGES,
            Self::Behind(_) => behind::MESSAGES,
            Self::FrontMatter(params) => params.messages(),
            Self::OpenFence(_) => fence::MESSAGES,
            Self::Heading(_) => heading::MESSAGES,
            Self::Section(_) => section::MESSAGES,
            Self::Truncated(_) => truncated::MESSAGES,
            Self::TasksQuery(_) => tasks_query::MESSAGES,
            Self::TaskLine(_) => task_line::MESSAGES,
            Self::Link(_) => link::MESSAGES,
            Self::Pattern(_) => pattern::MESSAGES,
            Self::Property(_) => property::MESSAGES,
            Self::Tag(_) => tag::MESSAGES,
            Self::Formatted(_) => &[("unformatted", &["what"])],
            Self::Suppression(_) => &[("unused", &["rule"]), ("unknown", &["rule"])],
        }
    }

    /// Builds the check: globs and regular expressions are compiled here, before any note is read.
    ///
    /// # Errors
    /// A sentence about the parameter that does not compile.
    pub fn compile(self) -> Result<Compiled, String> {
        fn boxed(check: impl Check + 'static) -> Compiled {
            Compiled::Note(Box::new(check))
        }
        Ok(match self {
            Self::Unique(params) => boxed(unique::Unique::new(params)?),
            Self::Sorted(params) => boxed(sorted::Sorted::new(params)?),
            Self::Fresh(params) => boxed(fresh::Fresh::new(params)),
            Self::Behind(params) => boxed(behind::Behind::new(params)?),
            Self::FrontMatter(params) => boxed(front::Front::new(params)),
            Self::OpenFence(params) => boxed(fence::OpenFence::new(params)),
            Self::Heading(params) => boxed(heading::Heading::new(params)),
            Self::Section(params) => boxed(section::EmptySection::new(params)?),
            Self::Truncated(params) => boxed(truncated::Truncated::new(params)),
            Self::TasksQuery(params) => boxed(tasks_query::TasksQuery::new(params)),
            Self::TaskLine(params) => boxed(task_line::TaskLine::new(params)),
            Self::Link(params) => boxed(link::Link::new(params)),
            Self::Pattern(params) => boxed(pattern::Pattern::new(params)?),
            Self::Property(params) => boxed(property::PropertyCheck::new(params)?),
            Self::Tag(params) => boxed(tag::Tag::new(params)?),
            Self::Formatted(_) => Compiled::Formatted,
            Self::Suppression(_) => Compiled::Suppression,
        })
    }
}
