//! Regular expressions as the plugin takes them: JavaScript's syntax, then its guard against slow ones.

mod safety;
mod syntax;

use std::ops::Range;

/// Why an expression is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Not written `/pattern/flags`.
    Shape,
    /// JavaScript refuses it: the words of the engine, and the bytes of the value that it means.
    Syntax(String, Range<usize>),
    /// The plugin refuses it as too slow, in its words.
    Unsafe(String, Range<usize>),
}

/// Judges the value of a `regex matches` filter.
pub(super) fn check(value: &str) -> Result<(), Refusal> {
    let (pattern, flags) = parts(value).ok_or(Refusal::Shape)?;
    if let Err(flag) = syntax::check_flags(&value[flags.clone()]) {
        let message = format!("Invalid flags supplied to RegExp constructor '{}'", &value[flags.clone()]);
        return Err(Refusal::Syntax(message, flags.start + flag.start..flags.start + flag.end));
    }
    let source = &value[pattern.clone()];
    if let Err((message, at)) = syntax::check(source, &value[flags.clone()]) {
        let message = format!("Invalid regular expression: /{source}/{}: {message}", &value[flags]);
        return Err(Refusal::Syntax(message, pattern.start + at.start..pattern.start + at.end));
    }
    safety::check(source).map_err(|message| Refusal::Unsafe(message, pattern))
}

/// The pattern and the flags of `/pattern/flags`; the last slash ends the pattern.
fn parts(value: &str) -> Option<(Range<usize>, Range<usize>)> {
    let end = value.rfind('/')?;
    (value.starts_with('/') && end >= 2).then_some((1..end, end + 1..value.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_slashes_need_no_escape() {
        assert_eq!(check("/a/b/i"), Ok(()));
        assert_eq!(check("hello"), Err(Refusal::Shape));
        assert_eq!(check("//"), Err(Refusal::Shape));
        assert!(matches!(check("/a/b"), Err(Refusal::Syntax(_, range)) if range == (3..4)));
    }

    #[test]
    fn look_behind_is_valid_javascript_and_refused_all_the_same() {
        assert!(matches!(check("/(?<=a)b/"), Err(Refusal::Unsafe(..))));
        assert_eq!(check("/(?<n>a)(?=b)/"), Ok(()));
    }
}
