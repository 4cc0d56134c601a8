//! Queries and task lines of the Tasks plugin: no panic, no hang, and every place lies in the text.
#![no_main]

use std::ops::Range;
use std::time::Instant;

use libfuzzer_sys::fuzz_target;
use vault_lint::tasks::{Problem, Settings, check_block, check_line, recurrence};

fuzz_target!(|text: &str| {
    let begun = Instant::now();
    let today = jiff::civil::date(2026, 1, 15);
    let settings = Settings::default();
    for known in [None, Some(&settings)] {
        sound(text, &check_block(text, known, today));
        for line in text.lines() {
            sound(line, &check_line(line, known));
        }
    }
    let _ = recurrence::parse(text);
    let took = begun.elapsed().as_secs_f64();
    assert!(took < 1.0 + text.len() as f64 / 100_000.0, "{took} s for {} bytes", text.len());
});

fn sound(text: &str, problems: &[Problem]) {
    let inside = |range: &Range<usize>| text.get(range.clone()).is_some();
    for problem in problems {
        assert!(inside(&problem.range), "{problem:?} is off in {text:?}");
        let places = problem.suggestion.iter().flat_map(|suggestion| &suggestion.replacements);
        for (range, _) in places {
            assert!(inside(range), "{problem:?} is off in {text:?}");
        }
    }
}
