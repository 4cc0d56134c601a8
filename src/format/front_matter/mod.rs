//! Passes on the front matter. All but the one on trailing blanks are asked for by the user; none rewrites a value.

pub(super) mod dates;
pub(super) mod key_order;
pub(super) mod tags;
pub(super) mod trailing;

use super::Change;
use super::change::applied;
use crate::note::{FrontMatter, Note, Value};
use crate::text::Source;

/// The note with changes of its front matter, or why they must not be made: the body must stay byte for byte, and every
/// property must keep its value.
pub(super) fn changed(here: &Note, changes: &[Change]) -> Result<Note, String> {
    let text = applied(here.text(), changes);
    let source = Source::new(here.source.path.clone(), text).map_err(|error| error.to_string())?;
    let note = Note::parse(source);
    let body = |note: &Note| note.text().get(note.body_start as usize..).unwrap_or("").to_owned();
    if body(here) != body(&note) {
        return Err("the text below the properties would differ".into());
    }
    let (FrontMatter::Present(_), FrontMatter::Present(_)) = (&here.front, &note.front) else {
        return Err("the properties could not be read any more".into());
    };
    let (before, after) = (values(here), values(&note));
    if before == after { Ok(note) } else { Err("a property would get another value".into()) }
}

/// Keys and values, sorted by key; tags as a list, however they are written.
fn values(note: &Note) -> Vec<(&str, String)> {
    let mut values: Vec<(&str, String)> = note
        .front
        .entries()
        .iter()
        .map(|property| {
            let written = note.slice(property.value_span);
            let value = match &property.value {
                value if is_tags(&property.key) => {
                    tags::read(value).map_or_else(|| written.to_owned(), |tags| format!("{tags:?}"))
                }
                Value::Nested => written.trim().to_owned(),
                Value::List(elements) => {
                    elements.iter().map(|e| scalar(&e.value, note.slice(e.span))).collect::<Vec<_>>().join("\0")
                }
                value => scalar(value, written),
            };
            (&*property.key, value)
        })
        .collect();
    values.sort();
    values
}

fn scalar(value: &Value, written: &str) -> String {
    match value {
        Value::Text(text) => format!("text {text}"),
        Value::Nested | Value::List(_) => format!("nested {}", written.trim()),
        value => format!("{value:?}"),
    }
}

/// Whether a property holds the note's tags.
fn is_tags(key: &str) -> bool {
    matches!(key, "tags" | "tag" | "Tags" | "Tag")
}

#[cfg(test)]
mod tests {
    use crate::format::Settings;
    use crate::format::testing::{becomes, outcome_with, stays};

    fn with(settings: &str, before: &str) -> String {
        let settings: Settings = toml::from_str(settings).unwrap();
        let (formatted, after) = outcome_with(&format!("---\n{before}---\n\ntext\n"), &settings);
        assert_eq!(formatted.dropped, []);
        after.strip_prefix("---\n").and_then(|rest| rest.strip_suffix("---\n\ntext\n")).unwrap().to_owned()
    }

    #[test]
    fn trailing_blanks_go_only_where_they_mean_nothing() {
        becomes("--- \na: x \nb:  \n  - y \nc:\n- z \n---\t\n", "---\na: x\nb:\n  - y\nc:\n- z\n---\n");
        stays("---\na: |\n  x \n\n  y \nb: \"x \n  y\"\nc: x \n  y \n---\n");
        stays("---\na: {b: 1} \n---\n");
        stays("---\na: [1 \n---\n");
    }

    #[test]
    fn keys_come_in_the_order_asked_for() {
        let order = "front-matter-key-order = ['title', 'tags']";
        assert_eq!(with(order, "a: 1\n# on tags\ntags:\n- x\ntitle: T\n"), "title: T\n# on tags\ntags:\n- x\na: 1\n");
        assert_eq!(with(order, "a: |\n  x\n\ntitle: T # c\nb: 2\n"), "title: T # c\na: |\n  x\n\nb: 2\n");
        for same in
            ["title: T\ntags: x\na: 1\n", "a: &x 1\ntitle: *x\n", "{a: 1, title: T}\n", "a: '{{x}}'\ntitle: T\n"]
        {
            assert_eq!(with(order, same), same);
        }
    }

    #[test]
    fn tags_stand_one_a_line() {
        let tags = "front-matter-tags-as-block-list = true";
        assert_eq!(with(tags, "tags: [a, 'b c', d/e]\nx: 1\n"), "tags:\n- a\n- 'b c'\n- d/e\nx: 1\n");
        assert_eq!(with(tags, "tags: a, b\n"), "tags:\n- a\n- b\n");
        for same in [
            "tags: []\n",
            "tags: [a] # c\n",
            "tags:\n  - a\n",
            "tags: [&x a]\n",
            "tags:\n",
            "tags: [a,\n  b]\n",
            "aliases: [a]\n",
        ] {
            assert_eq!(with(tags, same), same);
        }
    }

    #[test]
    fn dates_get_the_quotes_asked_for() {
        let date = "d: 2025-01-02\nl: ['2025-01-03', x]\nt: 2025-01-02T10:00\n";
        let single = date.replace("2025-01-02\n", "'2025-01-02'\n");
        assert_eq!(with("front-matter-date-quotes = 'single'", date), single);
        let none = date.replace("'2025-01-03'", "2025-01-03");
        assert_eq!(with("front-matter-date-quotes = 'none'", date), none);
        assert_eq!(with("front-matter-date-quotes = 'keep'", date), date);
    }
}
