//! What can go wrong between a note's file and its text, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

/// Why a note could not be found, read or written. Every variant names the path it is about.
#[derive(Debug, thiserror::Error)]
pub enum OriginError {
    /// A path named on the command line is not there.
    #[error("{}: no such file or folder", shown(path))]
    Missing {
        /// The path as it was named.
        path: PathBuf,
    },
    /// A pipe, a device, a socket or a folder where a note was expected. It was not opened.
    #[error("{}: not a regular file", shown(path))]
    NotRegular {
        /// The path as it was named.
        path: PathBuf,
    },
    /// The system refused to read a file or to list a folder.
    #[error("{}: cannot be read: {source}", shown(path))]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The bytes are not UTF-8.
    #[error("{}: not UTF-8: line {line}, byte {offset} is 0x{byte:02x}", shown(path))]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// How many good bytes stand before the first bad one.
        offset: usize,
        /// The line of the first bad byte, from 1.
        line: usize,
        /// The first bad byte.
        byte: u8,
        /// Whether the file begins with the byte order mark of UTF-16.
        utf16: bool,
    },
    /// Places in a note are 32 bits wide.
    #[error("{}: the note has 4 GiB or more", shown(path))]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The name of a note cannot be spelt in a report.
    #[error("{}: the name is not UTF-8", shown(path))]
    NameNotUtf8 {
        /// The file.
        path: PathBuf,
    },
    /// A pattern in an ignore file is broken.
    #[error("{}: {message}", shown(path))]
    IgnoreFile {
        /// The ignore file.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// A symbolic link whose target is not under any of the named paths.
    #[error("{}: a symbolic link that leads out of the named paths", shown(path))]
    LeadsOut {
        /// The link.
        path: PathBuf,
    },
    /// The note is no longer what was linted. It was left alone.
    #[error("{}: changed while it was being mended; left as it is", shown(path))]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The system refused to write. The note is what it was.
    #[error("{}: cannot be written, left as it is: {source}", shown(path))]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system does not tell what changes below a folder.
    #[error("{}: cannot be watched: {message}", shown(path))]
    Unwatchable {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        message: String,
    },
}

impl OriginError {
    /// The path that the error is about.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Missing { path }
            | Self::NotRegular { path }
            | Self::Unreadable { path, .. }
            | Self::NotUtf8 { path, .. }
            | Self::TooLarge { path }
            | Self::NameNotUtf8 { path }
            | Self::IgnoreFile { path, .. }
            | Self::LeadsOut { path }
            | Self::Changed { path }
            | Self::Unwritable { path, .. }
            | Self::Unwatchable { path, .. } => path,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "check the spelling, and that the path is relative to the current folder",
            Self::NotRegular { .. } => "name notes or folders; use `-` to read a note from a pipe",
            Self::Unreadable { .. } => "check the permissions of the path and of the folders above it",
            Self::NotUtf8 { utf16: true, .. } => "the file is UTF-16; save it as UTF-8",
            Self::NotUtf8 { .. } => "save the file as UTF-8, or exclude it in vault-lint.toml",
            Self::TooLarge { .. } => "split the note, or exclude it in vault-lint.toml",
            Self::NameNotUtf8 { .. } => "rename the file, or exclude its folder in vault-lint.toml",
            Self::IgnoreFile { .. } => "mend the pattern, or escape special characters with `\\`",
            Self::LeadsOut { .. } => "name the file or folder that the link points to as well",
            Self::Changed { .. } => "run vault-lint again",
            Self::Unwritable { .. } => "check the permissions of the folder and the free space",
            Self::Unwatchable { .. } => {
                "on Linux a higher `sysctl fs.inotify.max_user_watches` lets more folders be watched"
            }
        }
    }
}

/// A path for a message: control characters and other invisible ones are spelt out, since file names may hold
/// anything and messages go to terminals.
fn shown(path: &Path) -> String {
    let mut out = String::new();
    for c in path.to_string_lossy().chars() {
        if matches!(c, '\\' | '\'' | '"') {
            out.push(c);
        } else {
            out.extend(c.escape_debug());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_send_escape_sequences() {
        let error = OriginError::Missing { path: PathBuf::from("it's \u{1b}[31m\u{202e}\n.md") };
        assert_eq!(error.to_string(), "it's \\u{1b}[31m\\u{202e}\\n.md: no such file or folder");
    }
}
