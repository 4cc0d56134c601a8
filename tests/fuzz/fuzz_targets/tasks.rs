//! Queries and task lines of the Tasks plugin: no panic, no hang, and every place lies in the text, edits in order.
#![no_main]

use std::ops::Range;
use std::time::Instant;

use libfuzzer_sys::fuzz_target;
use vault_lint::tasks::{Format, Problem, Settings, check_block, check_line, recurrence};

fuzz_target!(|text: &str| {
    let allowed = 1.0 + text.len() as f64 / 100_000.0;
    // The clock of a busy machine may stop for a second: only what is slow twice is slow.
    let took = seconds(text);
    let again = if took < allowed { took } else { seconds(text) };
    assert!(again < allowed, "{took} s and {again} s for {} bytes", text.len());
});

/// Judges the text as a query, as task lines and as a recurrence, and says how long that took.
fn seconds(text: &str) -> f64 {
    let begun = Instant::now();
    let today = jiff::civil::date(2026, 1, 15);
    let emoji = Settings::default();
    let dataview = Settings { format: Format::Dataview, ..Settings::default() };
    for known in [None, Some(&emoji), Some(&dataview)] {
        sound(text, &check_block(text, known, today));
        for line in text.lines() {
            sound(line, &check_line(line, known));
        }
    }
    let _ = recurrence::parse(text);
    begun.elapsed().as_secs_f64()
}

fn sound(text: &str, problems: &[Problem]) {
    let inside = |range: &Range<usize>| text.get(range.clone()).is_some();
    for problem in problems {
        assert!(inside(&problem.range), "{problem:?} is off in {text:?}");
        let places = problem.suggestion.iter().flat_map(|suggestion| &suggestion.replacements);
        let mut last = 0;
        for (range, _) in places {
            assert!(inside(range) && range.start >= last, "{problem:?} is off in {text:?}");
            last = range.end;
        }
    }
}
