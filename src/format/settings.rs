//! The table `[format]` of `vault-lint.toml`.

use serde::Deserialize;

/// Which passes run and how: one key per pass of [`super::PASSES`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// A blank line above and below headings.
    pub blank_lines_around_headings: bool,
    /// A blank line above and below lists.
    pub blank_lines_around_lists: bool,
    /// A blank line above and below fenced code.
    pub blank_lines_around_fences: bool,
    /// A blank line above and below quotes.
    pub blank_lines_around_quotes: bool,
    /// A blank line above and below callouts.
    pub blank_lines_around_callouts: bool,
    /// A blank line above and below tables.
    pub blank_lines_around_tables: bool,
    /// A blank line above and below rules.
    pub blank_lines_around_rules: bool,
    /// Lists tight or loose throughout.
    pub list_looseness: bool,
    /// `-` for every bullet.
    pub bullet_markers: bool,
    /// One blank behind the signs of a heading.
    pub heading_spacing: bool,
    /// No trailing blanks.
    pub trailing_blanks: bool,
    /// No two blank lines in a row.
    pub blank_line_runs: bool,
    /// One line ending at the end.
    pub final_newline: bool,
    /// No trailing blanks in the front matter.
    pub front_matter_trailing_blanks: bool,
    /// Keys that come first in the front matter, in this order; empty: keys stay where they are.
    pub front_matter_key_order: Vec<String>,
    /// The property `tags` as a list with one tag a line.
    pub front_matter_tags_as_block_list: bool,
    /// The quotes of dates in the front matter.
    pub front_matter_date_quotes: DateQuotes,
}

/// How dates in the front matter are quoted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateQuotes {
    /// As they are.
    #[default]
    Keep,
    /// `2025-01-02`
    None,
    /// `'2025-01-02'`
    Single,
    /// `"2025-01-02"`
    Double,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            blank_lines_around_headings: true,
            blank_lines_around_lists: true,
            blank_lines_around_fences: true,
            blank_lines_around_quotes: true,
            blank_lines_around_callouts: true,
            blank_lines_around_tables: true,
            blank_lines_around_rules: true,
            list_looseness: true,
            bullet_markers: true,
            heading_spacing: true,
            trailing_blanks: true,
            blank_line_runs: true,
            final_newline: true,
            front_matter_trailing_blanks: true,
            front_matter_key_order: Vec::new(),
            front_matter_tags_as_block_list: false,
            front_matter_date_quotes: DateQuotes::Keep,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;
    use crate::format::PASSES;

    #[test]
    fn every_pass_has_its_key_and_default() {
        for pass in PASSES {
            let same: Settings = toml::from_str(&format!("{} = {}", pass.name, pass.default)).unwrap();
            assert_eq!(same, Settings::default(), "{}", pass.name);
            let other = match pass.default {
                "true" => "false",
                "false" => "true",
                "[]" => "['a']",
                _ => "'single'",
            };
            let changed: Settings = toml::from_str(&format!("{} = {other}", pass.name)).unwrap();
            assert_ne!((pass.is_on)(&changed), (pass.is_on)(&same), "{}", pass.name);
        }
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(toml::from_str::<Settings>("list-loosenes = true").is_err());
    }
}
