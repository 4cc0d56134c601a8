//! The JSON schema of `vault-lint.toml`, for editors: made from the rules and the formatter's passes, so that it cannot lag behind.

use serde_json::{Map, Value, json};

use super::file::RESERVED;
use crate::format::PASSES;
use crate::rule::Catalog;

/// The schema (draft 7, which editors for TOML know best) of a configuration with these rules.
///
/// What a parameter may hold is taken from its default. The program checks more than a schema can say: globs, patterns,
/// rules of folders that an editor does not read.
#[must_use]
pub fn schema(catalog: &Catalog) -> Value {
    let texts = |what: &str| json!({ "type": "array", "items": { "type": "string" }, "description": what });
    let rules = json!({
        "type": "object",
        "description": "Levels and settings of rules, by name",
        "properties": rules(catalog),
        "additionalProperties": { "$ref": "#/definitions/rule" },
    });
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "vault-lint.toml",
        "description": "Settings of vault-lint for the notes at and below the folder that holds this file",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "exclude": texts("Globs of notes that are not looked at, from the folder of this file"),
            "rule-dirs": texts("Folders with rules of your own, from the folder of this file"),
            "min-version": { "type": "string", "description": "The oldest version of vault-lint that understands this file" },
            "extends": { "type": "string", "description": "A file or a preset that lies below this one" },
            "rules": rules,
            "override": {
                "type": "array",
                "description": "Settings of rules for some notes; later ones win",
                "items": {
                    "type": "object",
                    "required": ["paths"],
                    "additionalProperties": false,
                    "properties": {
                        "paths": texts("Globs of the notes, from the folder of this file"),
                        "rules": { "$ref": "#/properties/rules" },
                    },
                },
            },
            "format": {
                "type": "object",
                "description": "What the formatter does",
                "additionalProperties": false,
                "properties": format(),
            },
        },
        "definitions": {
            "level": { "enum": ["off", "info", "warning", "error"], "description": "How much its findings weigh" },
            "rule": { "anyOf": [{ "$ref": "#/definitions/level" }, { "type": "object" }] },
        },
    })
}

fn rules(catalog: &Catalog) -> Map<String, Value> {
    let rule = |entry: &crate::rule::catalog::Entry| {
        let declaration = &entry.declaration;
        let mut properties = common();
        for (name, value) in parameters(&entry.text) {
            properties.insert(name, kind(&value));
        }
        // A parameter that the rule's file leaves at the default of its check is allowed as well.
        let table = json!({ "type": "object", "properties": properties });
        let value = json!({
            "description": declaration.summary,
            "anyOf": [{ "$ref": "#/definitions/level" }, table],
        });
        (declaration.id.as_str().to_owned(), value)
    };
    catalog.iter().map(rule).collect()
}

/// The settings that every rule has: [`RESERVED`].
fn common() -> Map<String, Value> {
    let of = |key: &&str| match *key {
        "level" => json!({ "$ref": "#/definitions/level" }),
        "fix" => json!({ "enum": ["none", "unsafe", "safe"], "description": "The safest kind of fix it may make" }),
        _ => {
            json!({ "type": "array", "items": { "type": "string" }, "description": "Globs of the only notes it looks at" })
        }
    };
    RESERVED.iter().map(|key| ((*key).to_owned(), of(key))).collect()
}

/// The parameters of a rule file's check with their defaults.
fn parameters(text: &str) -> Vec<(String, toml::Value)> {
    let file: Option<toml::Table> = toml::from_str(text).ok();
    let check = file.as_ref().and_then(|file| file.get("check")?.as_table()?.values().next()?.as_table().cloned());
    check.into_iter().flatten().collect()
}

/// The kind of value that a default is.
fn kind(value: &toml::Value) -> Value {
    let name = match value {
        toml::Value::String(_) | toml::Value::Datetime(_) => "string",
        toml::Value::Integer(_) => "integer",
        toml::Value::Float(_) => "number",
        toml::Value::Boolean(_) => "boolean",
        toml::Value::Array(_) => "array",
        toml::Value::Table(_) => "object",
    };
    json!({ "type": name, "default": value })
}

fn format() -> Map<String, Value> {
    let of = |pass: &crate::format::Pass| {
        let default: Option<toml::Table> = toml::from_str(&format!("it = {}", pass.default)).ok();
        let mut value = default.and_then(|table| table.get("it").map(kind)).unwrap_or_else(|| json!({}));
        value["description"] = pass.doc.into();
        (pass.name.to_owned(), value)
    };
    PASSES.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_pass_and_key_is_in_it() {
        let catalog = Catalog::built_in().unwrap();
        let schema = schema(&catalog);
        let properties = &schema["properties"];
        for entry in catalog.iter() {
            let rule = &properties["rules"]["properties"][entry.declaration.id.as_str()];
            assert_eq!(rule["description"], entry.declaration.summary.as_str());
            let own = &rule["anyOf"][1]["properties"];
            assert_eq!(own["level"]["$ref"], "#/definitions/level");
        }
        let duplicate = &properties["rules"]["properties"]["duplicate-facts"]["anyOf"][1]["properties"];
        assert_eq!(duplicate["min-words"], json!({ "type": "integer", "default": 4 }));
        for pass in PASSES {
            assert_eq!(properties["format"]["properties"][pass.name]["description"], pass.doc);
        }
        // The program's own list of keys, as it tells it to whoever writes another one.
        let error = toml::from_str::<crate::config::file::ConfigFile>("no-such-key = 1").unwrap_err().to_string();
        for key in properties.as_object().unwrap().keys() {
            assert!(error.contains(&format!("`{key}`")), "{key}: {error}");
        }
        assert_eq!(error.matches('`').count() / 2, 1 + properties.as_object().unwrap().len(), "{error}");
    }
}
