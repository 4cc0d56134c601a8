//! Who said it: an attribution at the end of a bullet is one at its beginning.

use super::lexicon::{Lexicon, Roles};
use super::reading::Reading;
use super::tokens::{Gap, Token};

/// "…, Ada reported" says what "Ada reported that …" says: the attribution is moved to the front.
pub(super) fn move_to_front(reading: &mut Reading, tokens: &[Token], positions: &[usize], lexicon: &Lexicon) {
    let Some(say) = tokens.iter().rposition(|token| lexicon.roles_of(&token.text).has(Roles::SAY)) else {
        return;
    };
    let Some(comma) = tokens[..=say].iter().rposition(|token| token.gap == Gap::Comma) else { return };
    let rest = &tokens[say + 1..];
    if say - comma > 4 || rest.len() > 5 || comma == 0 || rest.iter().any(|token| token.gap == Gap::Comma) {
        return;
    }
    let Some(first) = positions.iter().position(|at| *at >= comma) else { return };
    let moved = reading.terms.len() - first;
    reading.terms.rotate_right(moved);
    let front: Vec<u32> = reading.terms[..moved].iter().map(|term| term.key).collect();
    let (mut moved_names, mut kept) = (Vec::new(), Vec::new());
    let last_kept: Vec<u32> = reading.terms[moved..].iter().map(|term| term.key).collect();
    for name in std::mem::take(&mut reading.names) {
        let in_front = name.iter().any(|key| front.contains(key)) && !name.iter().all(|key| last_kept.contains(key));
        if in_front { moved_names.push(name) } else { kept.push(name) }
    }
    moved_names.append(&mut kept);
    reading.names = moved_names;
    reading.agent = None;
}
