//! What a rule file says, for reading: on the terminal, and as the page `rules/README.md`.

use super::Catalog;
use super::catalog::Entry;
use super::declaration::Example;

/// The whole explanation of a rule, as plain text.
#[must_use]
pub fn text(entry: &Entry) -> String {
    let declaration = &entry.declaration;
    let fix = declaration.fix.map_or("none", crate::text::Safety::as_str);
    let mut out = format!("{}\n{}\n\n", declaration.id, "=".repeat(declaration.id.as_str().len()));
    out.push_str(&format!("{}.\n\n", declaration.summary));
    out.push_str(&format!("level: {}   fix: {fix}   since: {}\n\n", declaration.level.as_str(), declaration.since));
    out.push_str(&format!("{}\n\n", declaration.rationale.trim()));
    let (_, params) = entry.declared_check();
    if !params.is_empty() {
        out.push_str(&format!("Parameters, as they are set by default:\n\n    [rules.{}]\n", declaration.id));
        for (key, value) in &params {
            out.push_str(&format!("    {key} = {value}\n"));
        }
        out.push('\n');
    }
    for example in &declaration.examples {
        out.push_str(&shown_example(example));
    }
    for link in &declaration.links {
        out.push_str(&format!("See {link}\n"));
    }
    out
}

/// `rules/README.md`: all rules in one page, generated so that it says what the files say.
#[must_use]
pub fn page(catalog: &Catalog) -> String {
    let mut out = String::from(
        "# Rules\n\nGenerated from the files in this folder; `vault-lint explain RULE` prints the same.\n\n",
    );
    out.push_str("| rule | level | fix | finds |\n|---|---|---|---|\n");
    for entry in catalog.iter() {
        let declaration = &entry.declaration;
        let fix = declaration.fix.map_or("none", crate::text::Safety::as_str);
        let (id, level) = (&declaration.id, declaration.level.as_str());
        out.push_str(&format!("| [{id}](#{id}) | {level} | {fix} | {} |\n", declaration.summary));
    }
    for entry in catalog.iter() {
        let declaration = &entry.declaration;
        let fix = declaration.fix.map_or("none", crate::text::Safety::as_str);
        out.push_str(&format!("\n## {}\n\n{}.\n\n", declaration.id, declaration.summary));
        out.push_str(&format!("Level `{}`, fix `{fix}`, since {}.\n\n", declaration.level.as_str(), declaration.since));
        out.push_str(&format!("{}\n", declaration.rationale.trim()));
        let (_, params) = entry.declared_check();
        if !params.is_empty() {
            out.push_str(&format!("\n```toml\n[rules.{}]\n", declaration.id));
            for (key, value) in &params {
                out.push_str(&format!("{key} = {value}\n"));
            }
            out.push_str("```\n");
        }
        for example in &declaration.examples {
            out.push_str(&format!(
                "\n````text\n{}````\n",
                shown_example(example).trim_end_matches('\n').to_owned() + "\n"
            ));
        }
    }
    out
}

fn shown_example(example: &Example) -> String {
    let mut out = format!("Example: {}\n\n", example.name);
    let mut part = |title: &str, text: &Option<String>| {
        if let Some(text) = text {
            out.push_str(&format!("  {title}\n"));
            out.push_str(&underlined(text));
            out.push('\n');
        }
    };
    part("reported:", &example.bad);
    part("after --fix:", &example.fixed);
    part("after --fix --unsafe-fixes:", &example.unsafe_fixed);
    part("not reported:", &example.good);
    out
}

/// The text, indented, with what stands between « and » underlined by carets on the line below.
fn underlined(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0usize;
    for line in text.lines() {
        let (mut plain, mut marks, mut any) = (String::new(), String::new(), false);
        for c in line.chars() {
            match c {
                '«' => depth += 1,
                '»' if depth > 0 => {
                    depth -= 1;
                    if marks.len() == plain.chars().count() && !marks.ends_with('^') {
                        marks.push('^');
                        any = true;
                    }
                }
                c => {
                    plain.push(c);
                    marks.push(if depth > 0 { '^' } else { ' ' });
                    any |= depth > 0;
                }
            }
        }
        out.push_str(&format!("    | {plain}\n"));
        if any {
            out.push_str(&format!("    | {}\n", marks.trim_end()));
        }
    }
    out
}
