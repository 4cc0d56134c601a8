//! Why the job could not be done: one line that says what and where, and what to do about it. Exit status 2.

use std::fmt;

/// A failure of the whole run.
#[derive(Debug)]
pub struct Failure {
    message: String,
    hints: Vec<String>,
}

impl Failure {
    /// What could not be done.
    #[must_use]
    pub fn new(message: impl fmt::Display) -> Self {
        Self { message: message.to_string(), hints: Vec::new() }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Errors with a place bring their own `error:` line.
        if self.message.starts_with("error") {
            write!(f, "{}", self.message.trim_end())?;
        } else {
            write!(f, "error: {}", self.message.trim_end())?;
        }
        for hint in &self.hints {
            write!(f, "\nhint: {hint}")?;
        }
        Ok(())
    }
}

macro_rules! from_error {
    ($($error:ty),*) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::new(error)
            }
        })*
    };
}

from_error!(
    crate::config::ConfigError,
    crate::origin::OriginError,
    crate::rule::RuleError,
    crate::origin::git::GitError,
    std::io::Error
);
