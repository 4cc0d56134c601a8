//! A fenced code block that is never closed.

use serde::Deserialize;

use super::{Check, Context, Finding, Messages};
use crate::note::{BlockKind, Note};

pub(super) const MESSAGES: Messages = &[("unclosed", &["fence", "lines"])];

/// Parameters of the primitive `open-fence`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// Languages that another rule answers for.
    #[serde(default)]
    pub except_languages: Vec<String>,
}

pub(super) struct OpenFence {
    params: Params,
}

impl OpenFence {
    pub(super) fn new(params: Params) -> Self {
        Self { params }
    }
}

impl Check for OpenFence {
    fn check(&self, note: &Note, _: &Context<'_>, out: &mut Vec<Finding>) {
        for block in &note.blocks {
            let BlockKind::Fence(fence) = &block.kind else { continue };
            if fence.closed || self.params.except_languages.iter().any(|language| language == fence.language()) {
                continue;
            }
            let swallowed = block.lines.range().skip(1).filter(|line| !note.source.is_blank(*line)).count();
            out.push(
                Finding::new("unclosed", fence.opening)
                    .value("fence", note.slice(fence.opening))
                    .value("lines", swallowed)
                    .data("lines", swallowed)
                    .help(format!("close it with {} where the code ends", note.slice(fence.opening))),
            );
        }
    }
}
