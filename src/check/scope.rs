//! Which lists of a note a check looks at.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::Deserialize;

use crate::note::{List, Note};

/// `scope = { headings = ["Recent Context", "Log*"], except = ["Archive"] }`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScopeSpec {
    /// Case-insensitive globs over heading text; `["*"]` is every list, under a heading or not.
    #[serde(default = "everything")]
    pub headings: Vec<String>,
    /// Headings left out.
    #[serde(default)]
    pub except: Vec<String>,
}

fn everything() -> Vec<String> {
    vec!["*".to_owned()]
}

impl Default for ScopeSpec {
    fn default() -> Self {
        Self { headings: everything(), except: Vec::new() }
    }
}

/// A compiled scope.
pub struct Scope {
    all: bool,
    headings: GlobSet,
    except: GlobSet,
}

impl Scope {
    /// Compiles the globs.
    ///
    /// # Errors
    /// A sentence that names the glob.
    pub fn new(spec: &ScopeSpec) -> Result<Self, String> {
        Ok(Self {
            all: spec.headings.iter().any(|glob| glob == "*"),
            headings: globs(&spec.headings)?,
            except: globs(&spec.except)?,
        })
    }

    /// Whether a list lies in the scope. A list belongs to the section of the nearest heading and, through it, to the
    /// sections around that one.
    #[must_use]
    pub fn holds(&self, note: &Note, list: &List) -> bool {
        let mut inside = self.all;
        let mut section = list.section;
        while let Some(id) = section {
            let title = note.title(id);
            if self.except.is_match(title) {
                return false;
            }
            inside |= self.headings.is_match(title);
            section = note.section(id).parent;
        }
        inside
    }
}

/// Case-insensitive globs in which `*` also matches `/`.
///
/// # Errors
/// A sentence that names the glob.
pub fn globs(patterns: &[String]) -> Result<GlobSet, String> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = GlobBuilder::new(pattern).case_insensitive(true).build();
        set.add(glob.map_err(|error| format!("the glob `{pattern}` is not valid: {}", error.kind()))?);
    }
    set.build().map_err(|error| error.to_string())
}
