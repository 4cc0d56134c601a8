//! How alike two single words are that are not the same.

/// Whether two names of six and more letters differ by one letter that is left out or added, or by an accent: 60, else 0.
pub(super) fn spelling(a: &str, b: &str) -> usize {
    // Nearly all pairs of names end here: they agree neither in the first byte nor in the last one.
    if a.as_bytes().first() != b.as_bytes().first() && a.as_bytes().last() != b.as_bytes().last() {
        return 0;
    }
    let (short, long) = if a.chars().count() <= b.chars().count() { (a, b) } else { (b, a) };
    let (n, m) = (short.chars().count(), long.chars().count());
    if n < 6 || m > n + 1 {
        return 0;
    }
    let head = short.chars().zip(long.chars()).take_while(|(x, y)| x == y).count();
    let tail = short.chars().rev().zip(long.chars().rev()).take_while(|(x, y)| x == y).count();
    let added = m == n + 1 && head + tail >= n;
    let accent = m == n
        && head + tail + 1 >= n
        && short.chars().zip(long.chars()).any(|(x, y)| x != y && x.is_ascii() != y.is_ascii());
    if added || accent { 60 } else { 0 }
}

/// How alike two stems are, in per cent: the common beginning, or one word at the beginning or end of a compound.
pub(super) fn likeness(a: &str, b: &str) -> usize {
    // Nearly all pairs of words end here.
    let prefix = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let one_end = a.as_bytes().last() == b.as_bytes().last();
    if prefix < 4 && !(one_end && (a.ends_with(b) || b.ends_with(a))) || a.starts_with('=') || b.starts_with('=') {
        return 0;
    }
    let (short, long) = if a.chars().count() <= b.chars().count() { (a, b) } else { (b, a) };
    let (short_len, long_len) = (short.chars().count(), long.chars().count());
    if short_len < 4 {
        return 0;
    }
    if prefix >= 4 && prefix + 3 >= short_len && prefix * 2 > long_len {
        return (prefix * 100 / long_len).max(60);
    }
    // A part of a compound ("Ausschuss", "Ausschussquote"); what only a prefix like "re-" or "un-" parts is another word.
    if short_len >= 5 && (long.starts_with(short) || long.ends_with(short) && long_len - short_len >= 4) {
        return 60;
    }
    0
}
