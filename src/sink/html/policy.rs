//! The page's own style and script, and the policy that lets the browser run nothing else.

use sha2::{Digest, Sha256};

/// The style.
const STYLE: &str = include_str!("style.css");
/// The script.
const SCRIPT: &str = include_str!("page.js");

/// The text of a block. A browser hashes what its parser made of the page, which knows `\n` only; a checkout may have `\r\n`.
fn block(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// The style for its block.
pub(super) fn style() -> String {
    block(STYLE)
}

/// The script for its block.
pub(super) fn script() -> String {
    block(SCRIPT)
}

/// The policy for the `<meta>` element: no source of anything but these two blocks, no form, no `<base>`, and no text that
/// is made markup by a script.
pub(super) fn policy() -> String {
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        hash(&script()),
        hash(&style())
    )
}

/// SHA-256 in Base64, as a policy names a block.
fn hash(text: &str) -> String {
    base64(&Sha256::digest(text.as_bytes()))
}

/// Base64 of RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let sextet = bits >> (18 - 6 * place) & 63;
            out.push(if place > chunk.len() { '=' } else { char::from(ALPHABET[sextet as usize]) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        // RFC 4648, section 10.
        let all = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|text| base64(text.as_bytes()));
        assert_eq!(all, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
    }

    #[test]
    fn the_hash_is_that_of_the_standard() {
        // FIPS 180-2, appendix B.1, in Base64.
        assert_eq!(hash("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    #[test]
    fn the_blocks_do_not_end_early() {
        for block in [style(), script()] {
            assert!(!block.contains("</") && !block.contains("<!--") && !block.contains('\r'));
        }
    }

    #[test]
    fn the_script_makes_no_markup_of_text_and_asks_nobody() {
        let forbidden = [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "DOMParser",
            "eval(",
            "Function(",
            "fetch(",
            "XMLHttpRequest",
            "import(",
            "setAttribute(\"on",
            ".src",
            ".href",
        ];
        for word in forbidden {
            assert!(!script().contains(word), "{word}");
        }
    }
}
