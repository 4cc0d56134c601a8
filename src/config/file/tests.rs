//! What settings decode to, and what the user sees when they do not.

use std::path::PathBuf;

use super::*;

fn parse(text: &str) -> Result<(Texts, ConfigFile), ConfigError> {
    let mut texts = Texts::default();
    let id = texts.add(PathBuf::from("vault-lint.toml"), text.to_owned());
    let file = Tree::parse(&texts, id)?.decode().map_err(|misfit: Misfit| misfit.in_texts(&texts))?;
    Ok((texts, file))
}

fn error(text: &str) -> String {
    parse(text).expect_err("these settings are wrong").to_string()
}

fn at(texts: &Texts, place: Place) -> &str {
    place.span.slice(texts.text(place.file))
}

const WHOLE: &str = r#"
exclude = ["Templates/**", "_archive/**"]
rule-dirs = ["vault-rules"]
min-version = "0.1.0"
extends = "strict"

[rules]
malformed-task-block = "warn"
[rules.unsorted-context-dates]
level = "info"
fix = "unsafe"
paths = ["People/**"]
scope = { headings = ["Recent Context", "Log*"] }
order = "newest-first"
since = 2026-01-31

[[override]]
paths = ["Archive/**"]
rules.stale-needs-review = "off"
rules.tag-style = { level = "error", case = "kebab" }

[format]
bullet = "*"
"#;

#[test]
fn a_whole_file_decodes_and_every_part_knows_its_place() {
    let (texts, file) = parse(WHOLE).unwrap();
    assert_eq!(
        file.exclude.iter().map(|glob| glob.value.as_str()).collect::<Vec<_>>(),
        ["Templates/**", "_archive/**"]
    );
    assert_eq!(at(&texts, file.exclude[1].at), "\"_archive/**\"");
    assert_eq!(at(&texts, file.min_version.unwrap().at), "\"0.1.0\"");
    assert_eq!(file.extends.unwrap().value, "strict");

    let (id, block) = file.rules.get_key_value("malformed-task-block").unwrap();
    assert_eq!(at(&texts, id.at), "malformed-task-block");
    let level = block.level.unwrap();
    assert_eq!((level.value, at(&texts, level.at)), (LevelSetting::On(Level::Warning), "\"warn\""));

    let (id, sorted) = file.rules.get_key_value("unsorted-context-dates").unwrap();
    assert_eq!(at(&texts, id.at), "unsorted-context-dates");
    assert_eq!(sorted.fix.unwrap().value, FixCeiling(Some(Safety::Unsafe)));
    assert_eq!(at(&texts, sorted.paths.as_ref().unwrap()[0].at), "\"People/**\"");
    let (key, order) = sorted.params.get_key_value("order").unwrap();
    assert_eq!((at(&texts, key.at), at(&texts, order.at)), ("order", "\"newest-first\""));
    let scope = sorted.params.get("scope").unwrap();
    assert_eq!(at(&texts, scope.get("headings").unwrap().at), "[\"Recent Context\", \"Log*\"]");
    assert_eq!(sorted.params.keys().map(|key| key.value.as_str()).collect::<Vec<_>>(), ["order", "scope", "since"]);

    let over = &file.overrides[0];
    assert_eq!(over.rules.get("stale-needs-review").unwrap().level.unwrap().value, LevelSetting::Off);
    assert_eq!(at(&texts, over.rules.get("tag-style").unwrap().params.get("case").unwrap().at), "\"kebab\"");
    assert_eq!(file.format.unwrap().to_toml().to_string(), "{ bullet = \"*\" }");
}

#[test]
fn an_empty_file_says_nothing() {
    let (_, file) = parse("").unwrap();
    assert!(file.exclude.is_empty() && file.rules.is_empty() && file.overrides.is_empty() && file.format.is_none());
}

#[test]
fn a_byte_order_mark_moves_no_place() {
    let (texts, file) = parse("\u{feff}exclude = [\"ä\"]\r\n").unwrap();
    assert_eq!(at(&texts, file.exclude[0].at), "\"ä\"");
    assert!(error("\u{feff}exlude = []\r\n").starts_with("vault-lint.toml:1:1: unknown key `exlude`"));
}

#[test]
fn an_unknown_key_at_the_top() {
    let text = "# mine\nexlude = [\"Templates/**\"]\n";
    assert_eq!(
        error(text),
        "vault-lint.toml:2:1: unknown key `exlude`
  |
2 | exlude = [\"Templates/**\"]
  | ^^^^^^
help: did you mean `exclude`?"
    );
    assert_eq!(
        error("colour = true"),
        "vault-lint.toml:1:1: unknown key `colour`
  |
1 | colour = true
  | ^^^^^^
help: known here: `exclude`, `rule-dirs`, `min-version`, `extends`, `rules`, `override`, `format`"
    );
    assert_eq!(
        error("[ruls]\ntag-style = \"off\""),
        "vault-lint.toml:1:2: unknown key `ruls`
  |
1 | [ruls]
  |  ^^^^
help: did you mean `rules`?"
    );
}

#[test]
fn an_unknown_key_in_an_override() {
    assert_eq!(
        error("[[override]]\npaths = [\"a\"]\nrule.tag-style = \"off\"\n"),
        "vault-lint.toml:3:1: unknown key `rule`
  |
3 | rule.tag-style = \"off\"
  | ^^^^
help: did you mean `rules`?"
    );
}

#[test]
fn an_override_without_paths() {
    assert_eq!(
        error("\n[[override]]\nrules.tag-style = \"off\"\n"),
        "vault-lint.toml:2:1: the key `paths` is missing
  |
2 | [[override]]
  | ^^^^^^^^^^^^"
    );
}

#[test]
fn a_wrong_type() {
    assert_eq!(
        error("exclude = \"Templates/**\"\n"),
        "vault-lint.toml:1:11: expected a list, found the text \"Templates/**\"
  |
1 | exclude = \"Templates/**\"
  |           ^^^^^^^^^^^^^^
help: write `[\"Templates/**\"]`"
    );
    assert_eq!(
        error("exclude = [\"a\", 3]\n"),
        "vault-lint.toml:1:17: expected a text, found the number 3
  |
1 | exclude = [\"a\", 3]
  |                 ^"
    );
    assert_eq!(
        error("rules = true\n"),
        "vault-lint.toml:1:9: expected a table, found `true`
  |
1 | rules = true
  |         ^^^^"
    );
    assert_eq!(
        error("[rules]\ntag-style = 3\n"),
        "vault-lint.toml:2:13: expected a level (off, info, warning, error) or a table, found the number 3
  |
2 | tag-style = 3
  |             ^"
    );
    assert_eq!(
        error("[override]\npaths = []\n"),
        "vault-lint.toml:1:1: expected a list of tables, each headed `[[override]]`, found a table
  |
1 | [override]
  | ^^^^^^^^^^"
    );
}

#[test]
fn a_bad_level() {
    assert_eq!(
        error("[rules]\ntag-style = \"warnig\"\n"),
        "vault-lint.toml:2:13: unknown value `warnig`
  |
2 | tag-style = \"warnig\"
  |             ^^^^^^^^
help: did you mean `warning`?"
    );
    assert_eq!(
        error("[rules.tag-style]\nlevel = \"fatal\"\n"),
        "vault-lint.toml:2:9: unknown value `fatal`
  |
2 | level = \"fatal\"
  |         ^^^^^^^
help: known here: `off`, `info`, `warning`, `error`"
    );
    assert_eq!(
        error("[rules.tag-style]\nfix = true\n"),
        "vault-lint.toml:2:7: expected a kind of fix (none, display, unsafe, safe), found `true`
  |
2 | fix = true
  |       ^^^^"
    );
}

#[test]
fn a_syntax_error() {
    assert_eq!(
        error("exclude = [\"a\"\nmin-version = \"1\"\n"),
        "vault-lint.toml:2:1: not valid TOML: missing comma between array elements, expected `,`
  |
2 | min-version = \"1\"
  | ^"
    );
    assert!(error("a = ").starts_with("vault-lint.toml:1:5: not valid TOML: "));
    assert_eq!(error("\0"), "vault-lint.toml:1:2: not valid TOML: key with no value, expected `=`\n  |\n1 | ␀\n  |  ^");
}

#[test]
fn hostile_settings_are_refused() {
    assert!(error(&"[".repeat(100_000)).contains("not valid TOML: "));
    let nested = format!("a = {}1{}", "[".repeat(70), "]".repeat(70));
    assert!(error(&nested).contains("nested too deeply"));
    let dotted = format!("{} = 1", vec!["a"; 50_000].join("."));
    assert!(error(&dotted).starts_with("vault-lint.toml:1:"));
    assert!(error("exclude = [99999999999999999999]").contains("too large"));
}

#[test]
fn a_key_that_stands_twice() {
    assert_eq!(
        error("exclude = []\nexclude = [\"a\"]\n"),
        "vault-lint.toml:2:1: this key stands here for the second time
  |
2 | exclude = [\"a\"]
  | ^^^^^^^
help: keep one of the two"
    );
    assert_eq!(
        error("[rules]\ntag-style = \"off\"\n[rules.tag-style]\n"),
        "vault-lint.toml:3:8: this key stands here for the second time
  |
3 | [rules.tag-style]
  |        ^^^^^^^^^
help: keep one of the two"
    );
}

/// A check's parameters as a rule file would type them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Sorted {
    order: Order,
    scope: Scope,
    #[serde(default)]
    min_items: u32,
    #[serde(default)]
    since: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Scope {
    headings: Vec<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Order {
    NewestFirst,
    OldestFirst,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Check {
    Sorted(#[expect(dead_code, reason = "decoded, not looked at")] Sorted),
    Plain,
}

/// Lays the parameters of `tag-style` in `text` over those of a rule.
fn overlaid(text: &str) -> Result<Sorted, String> {
    let (texts, file) = parse(text).map_err(|e| e.to_string())?;
    let (id, entry) = file.rules.get_key_value("tag-style").unwrap();
    let rule = toml::toml! {
        order = "newest-first"
        min-items = 2
        [scope]
        headings = ["Log"]
    };
    let mut tree = Tree::from_toml(&toml::Value::Table(rule), Place::BUILT_IN);
    tree.merge(entry.params_tree(id.at));
    tree.decode().map_err(|misfit| misfit.in_texts(&texts).to_string())
}

#[test]
fn parameters_are_laid_over_the_rules_own_and_decoded_once() {
    let sorted =
        overlaid("[rules.tag-style]\nlevel = \"off\"\norder = \"oldest-first\"\nsince = 2026-01-31\n").unwrap();
    assert_eq!(sorted.order, Order::OldestFirst);
    assert_eq!((sorted.scope.headings, sorted.min_items), (vec!["Log".to_owned()], 2));
    assert_eq!(sorted.since.as_deref(), Some("2026-01-31"));
}

#[test]
fn a_wrong_parameter_is_shown_where_its_user_wrote_it() {
    assert_eq!(
        overlaid("[rules.tag-style]\nordr = \"oldest-first\"\n").unwrap_err(),
        "vault-lint.toml:2:1: unknown key `ordr`
  |
2 | ordr = \"oldest-first\"
  | ^^^^
help: did you mean `order`?"
    );
    assert_eq!(
        overlaid("[rules]\ntag-style = { scope = { heading = [\"A\"] } }\n").unwrap_err(),
        "vault-lint.toml:2:25: unknown key `heading`
  |
2 | tag-style = { scope = { heading = [\"A\"] } }
  |                         ^^^^^^^
help: did you mean `headings`?"
    );
    assert_eq!(
        overlaid("rules.tag-style.order = \"newest\"\n").unwrap_err(),
        "vault-lint.toml:1:25: unknown value `newest`
  |
1 | rules.tag-style.order = \"newest\"
  |                         ^^^^^^^^
help: known here: `newest-first`, `oldest-first`"
    );
    assert_eq!(
        overlaid("rules.tag-style.min-items = -1\n").unwrap_err(),
        "vault-lint.toml:1:29: expected a whole number, not negative, found the number -1
  |
1 | rules.tag-style.min-items = -1
  |                             ^^"
    );
}

#[test]
fn a_named_variant_decodes_from_its_table_or_its_word() {
    let check = |text: &str| {
        let mut texts = Texts::default();
        let id = texts.add(PathBuf::from("rule.toml"), text.to_owned());
        let tree = Tree::parse(&texts, id).unwrap();
        tree.get("check").unwrap().decode::<Check>().map_err(|misfit| misfit.in_texts(&texts).to_string())
    };
    assert!(matches!(check("check = \"plain\""), Ok(Check::Plain)));
    assert!(matches!(check("[check.plain]"), Ok(Check::Plain)));
    assert!(matches!(check("[check.sorted]\norder = \"oldest-first\"\nscope.headings = []"), Ok(Check::Sorted(_))));
    assert!(check("[check.sortd]").unwrap_err().ends_with("help: did you mean `sorted`?"));
    assert!(check("[check.plain]\nx = 1").unwrap_err().starts_with("rule.toml:2:1: unknown key `x`"));
    assert!(check("[check.sorted]\nordr = 1").unwrap_err().starts_with("rule.toml:2:1: unknown key `ordr`"));
    assert!(check("[check.plain]\n[check.sorted]").unwrap_err().contains("expected exactly one key here"));
}
