//! Two runs of words side by side: the stretches in which they differ.

use std::ops::Range;

use super::tokens::Token;

/// Words on the left in whose place others stand on the right; one of the two may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hunk {
    pub(super) left: Range<usize>,
    pub(super) right: Range<usize>,
}

/// The stretches outside a longest common subsequence. Takes time with the product of the lengths: the callers bound them.
pub(super) fn hunks(a: &[Token], b: &[Token]) -> Vec<Hunk> {
    let width = b.len() + 1;
    // Longest common subsequence of what follows each pair of places.
    let mut longest = vec![0u16; (a.len() + 1) * width];
    for l in (0..a.len()).rev() {
        for r in (0..b.len()).rev() {
            longest[l * width + r] = if a[l].text == b[r].text {
                longest[(l + 1) * width + r + 1] + 1
            } else {
                longest[(l + 1) * width + r].max(longest[l * width + r + 1])
            };
        }
    }
    let (mut found, mut l, mut r) = (Vec::new(), 0, 0);
    let (mut from_left, mut from_right) = (0, 0);
    while l < a.len() && r < b.len() {
        if a[l].text == b[r].text {
            close(&mut found, from_left..l, from_right..r);
            (l, r) = (l + 1, r + 1);
            (from_left, from_right) = (l, r);
        } else if longest[(l + 1) * width + r] >= longest[l * width + r + 1] {
            l += 1;
        } else {
            r += 1;
        }
    }
    close(&mut found, from_left..a.len(), from_right..b.len());
    found
}

fn close(found: &mut Vec<Hunk>, left: Range<usize>, right: Range<usize>) {
    if !left.is_empty() || !right.is_empty() {
        found.push(Hunk { left, right });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::likeness::tokens::tokenise;

    #[test]
    fn what_differs_is_found_between_what_agrees() {
        let (a, b) = (tokenise("the old mill grinds rye"), tokenise("the new mill grinds rye daily"));
        assert_eq!(hunks(&a, &b), [Hunk { left: 1..2, right: 1..2 }, Hunk { left: 5..5, right: 5..6 }]);
        assert_eq!(hunks(&a, &a), []);
        assert_eq!(hunks(&a, &[]), [Hunk { left: 0..5, right: 0..0 }]);
    }
}
