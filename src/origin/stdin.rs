//! One note from a pipe.

use std::io::Read;
use std::path::Path;

use super::error::OriginError;
use super::worktree;

/// The argument that stands for standard input.
pub const NAME: &str = "-";

/// All of `input` as a note's text.
///
/// # Errors
/// An input that cannot be read, is not UTF-8, or has 4 GiB or more; the path of the error is `-`.
pub fn read(input: impl Read) -> Result<String, OriginError> {
    worktree::read_from(input, Path::new(NAME), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_comes_byte_for_byte() {
        let text = "\u{feff}a\r\nb\0\rc";
        assert_eq!(read(text.as_bytes()).unwrap(), text);
    }

    #[test]
    fn bad_bytes_are_located() {
        let error = read(&b"ab\ncd\xff\n"[..]).unwrap_err();
        assert_eq!(error.to_string(), "-: not UTF-8: line 2, byte 5 is 0xff");
    }
}
