//! `{{…}}`: what the plugin puts in its place, as far as the text alone tells.
//!
//! What only the vault knows (the path of the note, its properties) becomes a mark that stands for anything fitting; a
//! statement is refused only if nothing fitting would make it acceptable.

use std::sync::LazyLock;

use regex::Regex;

use super::super::words::js_trim;
use super::super::{Code, Problem};
use super::Context;
use super::statements::Placed;

/// The plugin expands what an expansion brought in, so many times.
const ROUNDS: usize = 10;
/// A preset that doubles itself is not followed further than this many bytes.
const LONGEST: usize = 100_000;

/// Stands in a text for what only the vault knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    Anything,
    Path,
    PathStem,
    Filename,
    Stem,
    Folder,
    Truth,
    /// An object of JavaScript, which is written as JSON.
    Object,
}

const MARKS: [(char, Unknown); 8] = [
    ('\u{f0000}', Unknown::Anything),
    ('\u{f0001}', Unknown::Path),
    ('\u{f0002}', Unknown::Filename),
    ('\u{f0003}', Unknown::Stem),
    ('\u{f0004}', Unknown::Folder),
    ('\u{f0005}', Unknown::Truth),
    ('\u{f0006}', Unknown::Object),
    ('\u{f0007}', Unknown::PathStem),
];

/// How many different things are tried in the place of an unknown text.
pub(super) const TRIES: usize = 8;

impl Unknown {
    fn mark(self) -> char {
        MARKS.iter().find(|(_, kind)| *kind == self).map_or('\u{f0000}', |(mark, _)| *mark)
    }

    /// The text to try in its place in the given try.
    fn example(self, attempt: usize) -> &'static str {
        let examples: &[&str] = match self {
            Self::Anything | Self::Stem => {
                &["Note", "2025-06-18", "not done", "due", "/a/", "5", "TODO", "path includes x"]
            }
            // The name of a note may be an instruction; a path with its folders is none.
            Self::PathStem => &["Folder/Note", "Folder/2025-06-18", "2025-06-18"],
            Self::Path | Self::Filename => &["Note.md", "2025-06-18.md"],
            Self::Folder => &["Folder/", "2025-06-18/", "/"],
            Self::Truth => &["true", "false"],
            Self::Object => &["{\"a\":\"b\"}"],
        };
        examples[attempt % examples.len()]
    }
}

/// Whether anything in the text is unknown.
pub(super) fn is_open(text: &str) -> bool {
    text.chars().any(|c| MARKS.iter().any(|(mark, _)| *mark == c))
}

/// The text with every mark replaced by something that may stand there.
pub(super) fn filled(text: &Placed, attempt: usize) -> Placed {
    let mut out = Placed::default();
    let mut from = 0;
    for (at, c) in text.text.char_indices() {
        let Some((_, unknown)) = MARKS.iter().find(|(mark, _)| *mark == c) else { continue };
        out.append(&text.slice(from..at));
        from = at + c.len_utf8();
        out.push_instead(unknown.example(attempt), text.locate(&(at..from)));
    }
    out.append(&text.slice(from..text.text.len()));
    out
}

/// Expands the placeholders of a statement; what cannot be expanded goes to `out`, and nothing is returned.
pub(super) fn expand(statement: &Placed, context: &Context<'_>, out: &mut Vec<Problem>) -> Option<Placed> {
    let mut text = statement.clone();
    for _ in 0..ROUNDS {
        let Some(first) = text.text.find("{{") else { return Some(text) };
        let mut next = Placed::default();
        let mut from = 0;
        let mut open = Some(first);
        while let Some(at) = open {
            next.append(&text.slice(from..at));
            let Some(length) = text.text[at..].find("}}") else {
                let position = text.text.encode_utf16().count();
                let message = failure(&format!("Unclosed tag at {position}"));
                let range = text.locate(&(at..at + 2));
                out.push(Problem::error(Code::InvalidPlaceholder, range, message).help("close it with `}}`"));
                return None;
            };
            let inner = at + 2..at + length;
            from = at + length + 2;
            let place = text.locate(&(at..from));
            match resolve(&text.text[inner], context) {
                Resolved::Text(expansion) => next.push_instead(&expansion, place),
                Resolved::Unknown(unknown) => next.push_instead(unknown.mark().encode_utf8(&mut [0; 4]), place),
                Resolved::NotJudged(why, unknown) => {
                    out.push(Problem::info(Code::JavaScript, place.clone(), why));
                    next.push_instead(unknown.mark().encode_utf8(&mut [0; 4]), place);
                }
                Resolved::Missing(property) => {
                    let expression = &text.text[at..from];
                    let reason = format!(
                        "Invalid placeholder result 'null'. Check for missing file property in this expression: {expression}"
                    );
                    out.push(
                        Problem::error(Code::MissingProperty, place.clone(), failure(&reason))
                            .help(format!("give the note the property `{property}`")),
                    );
                    // The rest of the statement is judged as if the property were there.
                    next.push_instead(Unknown::Anything.mark().encode_utf8(&mut [0; 4]), place);
                }
                Resolved::Refused(reason, help) => {
                    let problem = Problem::error(Code::InvalidPlaceholder, place, failure(&reason));
                    out.push(match help {
                        Some(help) => problem.help(help),
                        None => problem,
                    });
                    return None;
                }
            }
            open = text.text[from..].find("{{").map(|more| from + more);
        }
        next.append(&text.slice(from..text.text.len()));
        text = next;
        if text.text.len() > LONGEST {
            return None;
        }
    }
    Some(text)
}

fn failure(reason: &str) -> String {
    format!("There was an error expanding one or more placeholders: {reason}")
}

enum Resolved {
    Text(String),
    Unknown(Unknown),
    NotJudged(&'static str, Unknown),
    /// The value of a property that the note does not have.
    Missing(String),
    Refused(String, Option<String>),
}

const JAVASCRIPT: &str = "JavaScript in a placeholder is not judged";
const NO_SETTINGS: &str = "the plugin's settings were not found, so this preset cannot be judged";

const FILE: &str = "query.file.";

/// The names behind `query.file.` whose value is a text, a list or the like.
const MEMBERS: &[(&str, Unknown)] = &[
    ("path", Unknown::Path),
    ("pathWithoutExtension", Unknown::PathStem),
    ("root", Unknown::Folder),
    ("folder", Unknown::Folder),
    ("filename", Unknown::Filename),
    ("filenameWithoutExtension", Unknown::Stem),
    ("outlinks", Unknown::Anything),
    ("outlinksInProperties", Unknown::Anything),
    ("outlinksInBody", Unknown::Anything),
    ("tags", Unknown::Anything),
    ("frontmatter", Unknown::Anything),
    ("cachedMetadata", Unknown::Anything),
];

/// Names that a browser defines: with JavaScript on, they are something.
const GLOBALS: &[&str] = &[
    "query",
    "preset",
    "moment",
    "window",
    "document",
    "app",
    "name",
    "status",
    "location",
    "history",
    "navigator",
    "event",
    "length",
    "origin",
    "parent",
    "self",
    "top",
    "undefined",
    "null",
    "true",
    "false",
    "this",
    "NaN",
    "Infinity",
    "Math",
    "Date",
    "JSON",
    "Object",
    "Array",
    "String",
    "Number",
    "Boolean",
    "globalThis",
    "console",
    "performance",
    "screen",
];

fn resolve(inner: &str, context: &Context<'_>) -> Resolved {
    static PLAIN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$").expect("a constant pattern"));
    let name = js_trim(inner);
    if let Some((call, property, simple)) = property_call(name) {
        return match (call, context.has_property(&property)) {
            ("property", Some(false)) => Resolved::Missing(property),
            _ if !simple => Resolved::NotJudged(JAVASCRIPT, Unknown::Anything),
            ("property", _) => Resolved::Unknown(Unknown::Anything),
            (_, None) => Resolved::Unknown(Unknown::Truth),
            (_, Some(known)) => Resolved::Text(known.to_string()),
        };
    }
    if let Some(member) = name.strip_prefix(FILE) {
        if let Some((_, unknown)) = MEMBERS.iter().find(|(known, _)| *known == member) {
            return context.member(member).map_or(Resolved::Unknown(*unknown), Resolved::Text);
        }
        if PLAIN.is_match(name) && !member.contains('.') {
            let nearest = super::super::words::nearest(member, MEMBERS.iter().map(|(known, _)| *known));
            return Resolved::Refused(
                format!("Unknown property: {name}"),
                nearest.map(|nearest| format!("write `{{{{{FILE}{nearest}}}}}`")),
            );
        }
    }
    if let Some(preset) = name.strip_prefix("preset.") {
        return resolve_preset(preset, &PLAIN, context);
    }
    if PLAIN.is_match(name) {
        let root = name.split('.').next().unwrap_or_default();
        if GLOBALS.contains(&root) {
            return Resolved::NotJudged(JAVASCRIPT, Unknown::Anything);
        }
        return Resolved::Refused(
            format!("{root} is not defined"),
            Some(
                "the plugin knows `query.file.…` and `preset.…`; text of a template has to be expanded first"
                    .to_owned(),
            ),
        );
    }
    odd(name)
}

/// `query.file.property('NAME')` or `hasProperty`: which of them, the name, and whether it is one literal, which works
/// without JavaScript as well.
fn property_call(name: &str) -> Option<(&'static str, String, bool)> {
    static LITERAL: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"^\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*$"#).expect("a constant pattern"));
    let (call, rest) = [("property", "property("), ("hasProperty", "hasProperty(")]
        .into_iter()
        .find_map(|(call, start)| Some((call, name.strip_prefix(FILE)?.strip_prefix(start)?)))?;
    let argument = rest.strip_suffix(')')?;
    let mut property = String::new();
    let mut parts = 0;
    for part in argument.split('+') {
        let literal = LITERAL.captures(part)?;
        property.push_str(literal.get(1).or_else(|| literal.get(2))?.as_str());
        parts += 1;
    }
    Some((call, property, parts == 1 && argument.trim() == argument))
}

fn resolve_preset(preset: &str, plain: &Regex, context: &Context<'_>) -> Resolved {
    if !plain.is_match(preset) {
        return Resolved::NotJudged(JAVASCRIPT, Unknown::Anything);
    }
    match context.preset(preset) {
        Some(text) => Resolved::Text(text.to_owned()),
        None if context.settings.is_none() => Resolved::NotJudged(NO_SETTINGS, Unknown::Anything),
        None => {
            let nearest = context.nearest_preset(preset);
            Resolved::Refused(
                format!("Unknown property: preset.{preset}"),
                nearest.map(|nearest| format!("write `{{{{preset.{nearest}}}}}`")),
            )
        }
    }
}

/// Everything that is neither a name nor one of the plugin's own calls: refused only if it fails with and without
/// JavaScript.
fn odd(name: &str) -> Resolved {
    static TEMPLATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?i:date|time|title|vdate|value|name|now)\s*(?:[+-]\s*\d+\s*\w*\s*)?:|^[.\s]*$")
            .expect("a constant pattern")
    });
    static WORDS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^[A-Za-z]\w*(?: +\w+)+$").expect("a constant pattern"));
    static CALL: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^([A-Za-z_$][\w$]*)[.(]").expect("a constant pattern"));
    static COMMENT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^!\s*([A-Za-z_$][\w$]*)\s*$").expect("a constant pattern"));
    const KEYWORDS: &[&str] = &[
        "new", "typeof", "void", "await", "function", "class", "return", "throw", "let", "const", "var", "if", "async",
    ];
    let template = "text of a template has to be expanded before the plugin reads the query";
    if TEMPLATE.is_match(name) || name.is_empty() {
        return Resolved::Refused(format!("Unknown property: {name}"), Some(template.to_owned()));
    }
    if WORDS.is_match(name) {
        let first = name.split(' ').next().unwrap_or_default();
        let operator = name.split(' ').any(|word| matches!(word, "in" | "of" | "instanceof"));
        if !KEYWORDS.contains(&first) && !operator {
            return Resolved::Refused(format!("Unknown property: {name}"), Some(template.to_owned()));
        }
    }
    if let Some(comment) = COMMENT.captures(name)
        && !GLOBALS.contains(&&comment[1])
    {
        return Resolved::Refused(
            format!("{} is not defined", &comment[1]),
            Some("write the comment on a line of its own that begins with `#`".to_owned()),
        );
    }
    if name == "query.file.property()" || name == "query.file.hasProperty()" {
        return Resolved::Refused("Cannot read properties of undefined (reading 'toLowerCase')".to_owned(), None);
    }
    if let Some(call) = CALL.captures(name)
        && !GLOBALS.contains(&&call[1])
        && !KEYWORDS.contains(&&call[1])
        && !name.contains("=>")
        && call[1].chars().all(char::is_lowercase)
        && call[1].len() > 1
    {
        return Resolved::Refused(format!("{} is not defined", &call[1]), None);
    }
    let object = name.starts_with('{') && name.ends_with('}');
    Resolved::NotJudged(JAVASCRIPT, if object { Unknown::Object } else { Unknown::Anything })
}

#[cfg(test)]
mod tests {
    use super::super::{Context, check_block};

    #[test]
    fn the_name_of_a_note_may_be_an_instruction_and_its_path_is_none() {
        let context = Context::new(None, jiff::civil::date(2025, 6, 18));
        let refused = |line: &str| !check_block(line, &context).is_empty();
        assert!(refused("{{query.file.pathWithoutExtension}}"));
        assert!(refused("path regex matches {{query.file.pathWithoutExtension}}"));
        for line in [
            "{{query.file.filenameWithoutExtension}}",
            "path includes {{query.file.pathWithoutExtension}}",
            "due before {{query.file.pathWithoutExtension}}",
        ] {
            assert!(!refused(line), "{line}");
        }
    }
}
