//! Parses any text: no panic, and a model whose places fit the text.

#![no_main]

use std::time::Instant;

use libfuzzer_sys::fuzz_target;
use vault_lint::note::{Note, Value};
use vault_lint::text::{NotePath, Source, Span};

fuzz_target!(|text: &str| {
    let begun = Instant::now();
    let Ok(source) = Source::new(NotePath::new("note.md"), text.to_owned()) else { return };
    let note = Note::parse(source);
    let took = begun.elapsed().as_secs_f64();
    assert!(took < 1.0 + text.len() as f64 / 100_000.0, "{took} s for {} bytes", text.len());
    check(&note);
});

fn check(note: &Note) {
    let lines = note.source.line_count() as u32;
    for block in &note.blocks {
        fits(note, note.block_span(block));
        assert!(block.lines.first < block.lines.end && block.lines.end <= lines, "{block:?}");
        if let Some(parent) = block.parent {
            let parent = note.block(parent);
            assert!(
                parent.lines.first <= block.lines.first && block.lines.end <= parent.lines.end,
                "{parent:?} {block:?}"
            );
        }
    }
    for item in &note.items {
        [item.marker, item.content, note.item_span(item), note.item_line(item)].map(|span| fits(note, span));
        if let Some(task) = item.task {
            fits(note, task.span);
        }
    }
    note.sections.iter().for_each(|section| fits(note, section.title));
    note.inlines.iter().for_each(|inline| fits(note, inline.span));
    note.opaque.iter().for_each(|span| fits(note, *span));
    assert!(note.opaque.windows(2).all(|pair| pair[0].end <= pair[1].start), "opaque spans overlap");
    for property in note.front.entries() {
        fits(note, property.key_span);
        fits(note, property.value_span);
        if let Value::List(elements) = &property.value {
            elements.iter().for_each(|element| fits(note, element.span));
        }
    }
}

fn fits(note: &Note, span: Span) {
    assert!(note.text().get(span.range()).is_some(), "{span:?} is off in {:?}", note.text());
}
