//! Turns of phrase that are told by the words around: what no list of words can say.

use super::tokens::{Gap, Shape, Token};

/// Whether a number hangs on capital letters, "DX-2038": it is part of a name, and no year. A fiscal year is one.
pub(super) fn is_number_of_id(tokens: &[Token], at: usize) -> bool {
    let (Some(token), Some(letters)) = (tokens.get(at), at.checked_sub(1).and_then(|at| tokens.get(at))) else {
        return false;
    };
    token.shape == Shape::Number
        && token.gap == Gap::Hyphen
        && token.text.chars().all(|c| c.is_ascii_digit())
        && letters.shape == Shape::Upper
        && letters.text != "fy"
}

/// French "ne … plus" is "no more"; without "ne" it is "more".
pub(super) fn denies_more(tokens: &[Token], at: usize) -> bool {
    tokens[at].text == "plus"
        && tokens[at.saturating_sub(4)..at].iter().any(|before| matches!(before.text.as_str(), "ne" | "n"))
}

/// "at Ada's request": Ada is the one who asks.
pub(super) fn is_on_request(tokens: &[Token], at: usize) -> bool {
    matches!(tokens[at].text.as_str(), "request" | "behalf" | "suggestion")
        && at.checked_sub(1).is_some_and(|before| tokens[before].text == "s" && tokens[before].gap == Gap::Apostrophe)
}
