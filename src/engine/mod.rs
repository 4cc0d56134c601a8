//! The engine: rules and formatter over notes. Pure: no files, no clock, no environment.

pub mod example;
pub mod fix;
pub mod lint;
pub mod survey;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::RuleId;
use crate::format;
use crate::rule::Rule;

/// The rules in force for a note, the formatter's settings and the clock.
pub struct Engine {
    /// The rules, in the order of their names.
    pub rules: Arc<Vec<Rule>>,
    /// All rules there are, switched on or not: a suppression may name any of them.
    pub known: Arc<BTreeSet<RuleId>>,
    /// The fingerprints of the findings that are accepted in this note: they are neither reported nor mended.
    pub accepted: Arc<BTreeSet<String>>,
    /// What the formatter does.
    pub format: format::Settings,
    /// Today.
    pub today: jiff::civil::Date,
}
