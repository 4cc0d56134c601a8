//! Numbers and dates of several languages as values.

use super::language::Language;
use super::tokens::tokenise;
use super::values::{Value, read};

/// The keys of all values of a text.
fn values(text: &str, language: Language) -> Vec<String> {
    let tokens = tokenise(text);
    let (mut at, mut keys) = (0, Vec::new());
    while at < tokens.len() {
        match read(&tokens[at..], language) {
            Some((taken, values)) => {
                keys.extend(values.iter().map(Value::key));
                at += taken;
            }
            None => at += 1,
        }
    }
    keys
}

#[test]
fn numbers_are_read_as_values() {
    for text in ["1,200", "1.2k", "1200", "1.200"] {
        assert_eq!(values(text, Language::English), ["#1200"], "{text}");
    }
    assert_eq!(values("six of thirty-one", Language::English), ["#6", "#31"]);
    assert_eq!(values("2,3 Mio. €", Language::German), ["#2300000", "#ueur"]);
    assert_eq!(values("12 000 et 4,2 pour cent", Language::French), ["#12000", "#4.2", "#u%"]);
    assert_eq!(values("3.2亿元", Language::Chinese), ["#320000000", "#ucny"]);
    assert_eq!(values("$1.4M, 2.8.4", Language::English), ["#uusd", "#1400000"]);
}

#[test]
fn dates_are_read_as_values() {
    for text in ["March 14, 2026", "2026-03-14", "14 March 2026", "14.03.2026", "14th of March 2026"] {
        assert_eq!(values(text, Language::English), ["#d3-14", "#y2026"], "{text}");
    }
    assert_eq!(values("6 de marzo de 2026", Language::Spanish), ["#d3-6", "#y2026"]);
    assert_eq!(values("22. bis 31. Dezember", Language::German), ["#d12-22", "#d12-31"]);
    assert_eq!(values("2026年3月25日", Language::Chinese), ["#d3-25", "#y2026"]);
    assert_eq!(values("third quarter of 2026, Q3", Language::English), ["#q3", "#y2026", "#q3"]);
    assert_eq!(values("10 am, 10:00", Language::English), ["#t10:00", "#t10:00"]);
    assert_eq!(values("she may march on", Language::English), [""; 0]);
}
