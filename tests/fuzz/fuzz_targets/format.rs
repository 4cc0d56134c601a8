//! Formats any text: its words stay, it means the same, and formatting it again changes nothing.

#![no_main]

use std::time::Instant;

use libfuzzer_sys::fuzz_target;
use vault_lint::format::{Settings, edits};
use vault_lint::note::Note;
use vault_lint::note::outline::Outline;
use vault_lint::text::{NotePath, Source};

fuzz_target!(|text: &str| {
    let Some(note) = parse(text) else { return };
    let settings = Settings::default();
    let begun = Instant::now();
    let formatted = edits(&note, &settings);
    let took = begun.elapsed().as_secs_f64();
    // The guard's search may parse a note some dozens of times.
    assert!(took < 1.0 + text.len() as f64 / 100_000.0, "{took} s for {} bytes", text.len());
    assert!(formatted.edits.windows(2).all(|pair| pair[0].edit.span.end <= pair[1].edit.span.start), "edits overlap");
    let after = formatted.text(&note);
    let Some(again) = parse(&after) else { return };
    assert_eq!(bare(text), bare(&after), "words");
    assert_eq!(Outline::of(&note).difference(&Outline::of(&again)), None, "{after:?}");
    assert_eq!(edits(&again, &settings).edits, [], "{after:?} does not settle");
});

fn parse(text: &str) -> Option<Note> {
    Source::new(NotePath::new("note.md"), text.to_owned()).ok().map(Note::parse)
}

/// The text without white space, and with one sign for all bullets.
fn bare(text: &str) -> String {
    let bare = text.chars().filter(|c| !matches!(c, ' ' | '\t' | '\n' | '\r'));
    bare.map(|c| if matches!(c, '*' | '+') { '-' } else { c }).collect()
}
