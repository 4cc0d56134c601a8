//! Text and places in it: byte spans, a note's source with its lines, and edits. Knows nothing of Markdown.

pub mod caret;
pub mod edit;
pub mod nearest;
pub mod source;
pub mod span;

pub use edit::{Edit, Effect, Fix, Safety, apply};
pub use source::{Eol, NotePath, Source, SourceError};
pub use span::Span;
