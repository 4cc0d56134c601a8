//! Query blocks of the Tasks plugin; the language is the module `tasks`.

use serde::Deserialize;

use super::tasks_paths::PathsAround;
use super::{Check, Context, Finding, Messages};
use crate::diagnostic::Level;
use crate::note::{BlockKind, Fence, FrontMatter, Note, Value};
use crate::tasks::query::{self, check_block};
use crate::tasks::{Code, Problem, Severity};
use crate::text::{Edit, Fix, Safety, Span};

pub(super) const MESSAGES: Messages = &[
    ("problem", &["problem"]),
    ("unclosed", &[]),
    ("cut-off", &[]),
    ("language", &["language"]),
    ("preamble", &["where", "problem"]),
];

/// Parameters of the primitive `tasks-query`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// The language of the blocks that the plugin runs; exactly this, case included.
    pub language: String,
    /// Languages that were meant to be it.
    #[serde(default)]
    pub mistaken_for: Vec<String>,
}

pub(super) struct TasksQuery {
    params: Params,
}

impl TasksQuery {
    pub(super) fn new(params: Params) -> Self {
        Self { params }
    }

    fn wrong_language(&self, note: &Note, fence: &Fence) -> Option<Finding> {
        let language = fence.language();
        let looks_meant = self.params.mistaken_for.iter().any(|other| other == language);
        if !looks_meant {
            return None;
        }
        let text = note.text();
        let start = fence.opening.to() + text[fence.opening.to()..].find(language)?;
        let span = Span::new(start, start + language.len());
        let fix = Fix::new(
            format!("write `{}`", self.params.language),
            Safety::Unsafe,
            vec![Edit::replace(span, &self.params.language)],
        );
        Some(Finding::new("language", span).value("language", language).fix(fix).at_most(Level::Warning))
    }
}

impl Check for TasksQuery {
    fn check(&self, note: &Note, context: &Context<'_>, out: &mut Vec<Finding>) {
        let mut around = None;
        let mut told = false;
        for block in &note.blocks {
            let BlockKind::Fence(fence) = &block.kind else { continue };
            if fence.info != self.params.language {
                out.extend(self.wrong_language(note, fence));
                continue;
            }
            if !fence.closed && block.parent.is_none() {
                let close = note.slice(fence.opening);
                out.push(
                    Finding::new("unclosed", fence.opening).help(format!("close it with {close} below the query")),
                );
                // What was swallowed is no query: judging it would drown the one finding that matters.
                continue;
            }
            // A callout or a list item closes its fence with its own end, and the plugin runs what is there.
            if !fence.closed && is_cut_off(note, fence) {
                out.push(
                    Finding::new("cut-off", fence.opening)
                        .help("begin each line of the query, and the closing fence, as the line of the opening fence begins")
                        .at_most(Level::Warning),
                );
                continue;
            }
            let around = around.get_or_insert_with(|| Around::of(note, context));
            let known = around.known(context);
            // Once a note is enough: the same mistake breaks all its blocks.
            if !told && let Some(preamble) = around.refused.iter().find(|preamble| preamble.precedes(&fence.literal)) {
                out.push(preamble.finding(note, fence));
                told = true;
            }
            let problems = check_block(&fence.literal, &known);
            out.extend(problems.into_iter().map(|mut problem| {
                continue_container(note, fence, &mut problem);
                located(problem, |range| fence.locate(range))
            }));
        }
    }
}

/// Whether the container of an open fence ends at once, with text right below that was meant for the query.
fn is_cut_off(note: &Note, fence: &Fence) -> bool {
    let below = note.source.line_of(fence.opening.from()) + 1 + fence.literal.lines().count();
    let text = if below < note.source.line_count() { note.source.line_text(below) } else { "" };
    fence.literal.trim().is_empty() && !text.trim_matches(|c: char| c == '>' || c.is_whitespace()).is_empty()
}

/// New lines of a suggestion get what stands before the code in their container: the `> ` of a callout, the indentation
/// of a list item.
fn continue_container(note: &Note, fence: &Fence, problem: &mut Problem) {
    let Some(suggestion) = &mut problem.suggestion else { return };
    for (range, text) in suggestion.replacements.iter_mut().filter(|(_, text)| text.contains('\n')) {
        let before = &fence.literal[..range.start];
        let start = fence.locate(before.rfind('\n').map_or(0, |at| at + 1)..range.start).from();
        let line = note.source.line_of(start);
        let prefix = &note.text()[note.source.line_start(line)..start];
        *text = text.replace('\n', &format!("{}{prefix}", note.source.eol_near(line).as_str()));
    }
}

/// What is put in front of every query of a note and is refused: where it comes from, and what the plugin says.
enum Preamble {
    /// The vault's global query.
    Global(Problem),
    /// The property with instructions for all queries of the note.
    Property(Span, Problem),
}

impl Preamble {
    /// Whether it really goes in front of this query.
    fn precedes(&self, query: &str) -> bool {
        matches!(self, Self::Property(..)) || !ignores_global(query)
    }

    fn finding(&self, note: &Note, fence: &Fence) -> Finding {
        let (name, at, problem) = match self {
            Self::Global(problem) => ("the vault's global query", fence.opening, problem),
            Self::Property(span, problem) => (EXTRA, *span, problem),
        };
        let mut finding = Finding::new("preamble", at).value("where", name).value("problem", &problem.message);
        finding.help.clone_from(&problem.help);
        if at != fence.opening {
            finding = finding.related(note, fence.opening, "this query shows the error");
        }
        finding
    }
}

fn ignores_global(query: &str) -> bool {
    query.lines().any(|line| line.trim().to_lowercase().starts_with("ignore global query"))
}

/// What surrounds the queries of a note, worked out once for all of them.
struct Around<'a> {
    notes: Option<PathsAround<'a>>,
    /// The properties of the note, where they can be read. Its name is not told: a query is written for many days, and
    /// judging it by the day of this one note would judge a template.
    host: Option<query::Host>,
    /// What goes in front of them and is refused.
    refused: Vec<Preamble>,
}

/// The property whose text is put in front of every query of its note.
const EXTRA: &str = "TQ_extra_instructions";

impl<'a> Around<'a> {
    fn of(note: &Note, context: &Context<'a>) -> Self {
        let vault = context.facts.vault.as_deref();
        let own = vault.and_then(|vault| vault.locate(&note.source.path));
        let mut around =
            Self { notes: vault.map(|vault| PathsAround { vault, own }), host: host(&note.front), refused: Vec::new() };
        let known = around.known(context);
        let grave = |p: &Problem| p.severity == Severity::Error && p.code != Code::MissingProperty;
        let refused = |text: &str| check_block(text, &known).into_iter().find(grave);
        let extra = note.front.get(EXTRA).and_then(|property| match &property.value {
            Value::Text(text) => Some((property.value_span, text)),
            _ => None,
        });
        let property = extra.and_then(|(span, text)| Some(Preamble::Property(span, refused(text)?)));
        let global = known.settings.map(|settings| settings.global_query.as_str()).unwrap_or_default();
        let ignored = extra.is_some_and(|(_, text)| ignores_global(text));
        let global = (!ignored).then(|| refused(global)).flatten().map(Preamble::Global);
        around.refused = property.into_iter().chain(global).collect();
        around
    }

    fn known<'b>(&'b self, context: &'b Context<'_>) -> query::Context<'b> {
        query::Context {
            settings: context.facts.tasks.as_ref(),
            today: context.today,
            note: self.host.as_ref(),
            vault: self.notes.as_ref().map(|notes| notes as &dyn query::Notes),
        }
    }
}

/// What the note tells its placeholders; nothing where its front matter is broken.
fn host(front: &FrontMatter) -> Option<query::Host> {
    let broken = matches!(front, FrontMatter::Broken { .. });
    let given = front.entries().iter().filter(|property| property.value != Value::Null);
    let properties = given.map(|property| property.key.to_lowercase()).collect();
    (!broken).then_some(query::Host { path: None, properties })
}

/// A problem of the language as a finding in the note.
pub(super) fn located(problem: Problem, locate: impl Fn(std::ops::Range<usize>) -> Span) -> Finding {
    let fix = problem.suggestion.and_then(|suggestion| {
        let safety = if suggestion.certain { Safety::Safe } else { Safety::Unsafe };
        let edits =
            suggestion.replacements.into_iter().map(|(range, text)| Edit::replace(locate(range), text)).collect();
        Fix::new(suggestion.title, safety, edits)
    });
    let mut finding = Finding::new("problem", locate(problem.range))
        .value("problem", problem.message)
        .data("code", problem.code.as_str())
        .fix(fix)
        .at_most(match problem.severity {
            // The plugin refuses it today; the property may be filled in tomorrow.
            Severity::Error if problem.code == Code::MissingProperty => Level::Warning,
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Info => Level::Info,
        });
    finding.help = problem.help;
    finding
}
