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

#[test]
fn dates_are_read_in_the_order_of_their_language() {
    for (text, language) in
        [("27/03/2026", Language::French), ("27.03.2026", Language::Polish), ("27-3-2026", Language::Dutch)]
    {
        assert_eq!(values(text, language), ["#d3-27", "#y2026"], "{text}");
    }
    assert_eq!(values("3/27", Language::Japanese), ["#d3-27"]);
    assert_eq!(values("03/2026", Language::German), ["#m3", "#y2026"]);
    assert_eq!(values("三月", Language::Chinese), ["#m3"]);
    assert_eq!(values("3월 27일까지", Language::Korean), ["#d3-27"]);
    assert_eq!(values("27 marca 2026", Language::Polish), ["#d3-27", "#y2026"]);
    assert_eq!(values("en mars 5 tonnes", Language::French), ["#m3", "#5"]);
    assert!(
        !values("03/04/2026", Language::English).contains(&"#d4-3".to_owned()),
        "month and day cannot be told apart"
    );
}

#[test]
fn numbers_by_myriads_are_read_whole() {
    for (text, language) in [
        ("1亿2千万", Language::Chinese),
        ("1.2億", Language::Japanese),
        ("1억 2천만", Language::Korean),
        ("120 000 000", Language::Polish),
    ] {
        assert_eq!(values(text, language), ["#120000000"], "{text}");
    }
    assert_eq!(values("48,5 k€", Language::French), ["#48500", "#ueur"]);
    assert_eq!(values("百分之五", Language::Chinese), ["#5", "#u%"]);
}
