//! A note's text from its file.

use std::fs;
use std::io::Read;
use std::path::Path;

use super::absent;
use crate::origin::error::OriginError;

/// The text of the note at `path`.
///
/// # Errors
/// A file that is not regular (it is not opened), not readable, not UTF-8, or has 4 GiB or more.
pub fn read(path: &Path) -> Result<String, OriginError> {
    let unreadable = |source| absent(path, source);
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(OriginError::NotRegular { path: path.to_owned() });
    }
    let file = fs::File::open(path).map_err(unreadable)?;
    read_from(file, path, metadata.len())
}

/// Everything that `input` has to give, as text; `path` is for messages, `expected` a guess at the size in bytes.
pub(in crate::origin) fn read_from(input: impl Read, path: &Path, expected: u64) -> Result<String, OriginError> {
    let limit = u64::from(u32::MAX);
    if expected > limit {
        return Err(OriginError::TooLarge { path: path.to_owned() });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
    // One byte over the limit tells a file that grew from one that just fits.
    input.take(limit + 1).read_to_end(&mut bytes).map_err(|source| absent(path, source))?;
    if bytes.len() as u64 > limit {
        return Err(OriginError::TooLarge { path: path.to_owned() });
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let before = bytes.get(..offset).unwrap_or(bytes);
        OriginError::NotUtf8 {
            path: path.to_owned(),
            offset,
            line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
            byte: bytes.get(offset).copied().unwrap_or(0),
            utf16: bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]),
        }
    })
}
