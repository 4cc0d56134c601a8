//! Dates as values: "March 14, 2026", "14. März", "27.03.2026", "2026-03-14", "3月14日".

use super::language::Language;
use super::lexicon::Lexicon;
use super::myriads::ideograph_number;
use super::tokens::{Gap, Token};
use super::values::{Value, day, month_number, year};

/// Reads a date that begins at the first of these tokens: how many tokens it takes, and its parts.
pub(super) fn read(tokens: &[Token], lexicon: &Lexicon, language: Language) -> Option<(usize, Vec<Value>)> {
    let first = tokens.first()?;
    iso_date(tokens)
        .or_else(|| dotted_date(first))
        .or_else(|| slashed_date(tokens, language))
        .or_else(|| cjk_date(tokens))
        .or_else(|| month_first(tokens, lexicon, language))
        .or_else(|| day_first(tokens, lexicon))
}

fn iso_date(tokens: &[Token]) -> Option<(usize, Vec<Value>)> {
    let [y, m, rest @ ..] = tokens else { return None };
    let (year, month) = (year(y)?, month_number(m)?);
    if !matches!(m.gap, Gap::Hyphen | Gap::Other) || m.text.len() != 2 {
        return None;
    }
    match rest.first() {
        Some(d) if d.gap == m.gap && d.text.len() == 2 && day(d).is_some() => {
            Some((3, vec![Value::Day(month, day(d)?), Value::Year(year)]))
        }
        _ if m.gap == Gap::Hyphen => Some((2, vec![Value::Month(month), Value::Year(year)])),
        _ => None,
    }
}

/// "27.03.2026", one token for the tokeniser.
fn dotted_date(token: &Token) -> Option<(usize, Vec<Value>)> {
    let mut parts = token.text.split('.');
    let (d, m, y) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || d.len() > 2 || m.len() > 2 || y.len() != 4 {
        return None;
    }
    let (d, m, y) = (d.parse::<u8>().ok()?, m.parse::<u8>().ok()?, y.parse::<u16>().ok()?);
    ((1..=31).contains(&d) && (1..=12).contains(&m)).then(|| (1, vec![Value::Day(m, d), Value::Year(y)]))
}

/// "27/03/2026", "1-6-2026", "03/2026", "27/03"; "3/27" where the month comes first.
fn slashed_date(tokens: &[Token], language: Language) -> Option<(usize, Vec<Value>)> {
    let [first, second, rest @ ..] = tokens else { return None };
    // One sign between two numbers: a slash, or a hyphen.
    let touches = |left: &Token, right: &Token| {
        right.range.start == left.range.end + 1 && matches!(right.gap, Gap::Other | Gap::Hyphen)
    };
    if !touches(first, second) || first.text.len() > 2 {
        return None;
    }
    if second.gap == Gap::Other
        && let (Some(month), Some(year)) = (month_number(first), year(second))
    {
        return Some((2, vec![Value::Month(month), Value::Year(year)]));
    }
    let (a, b) = (day(first)?, day(second).filter(|_| second.text.len() <= 2)?);
    let month_leads = matches!(language, Language::Japanese | Language::Chinese | Language::Korean);
    let unclear = matches!(language, Language::English | Language::Unknown);
    // "03/04/2026" is read in two ways in English.
    if unclear && a <= 12 && b <= 12 {
        return None;
    }
    let (month, day) = if month_leads || unclear && b > 12 { (a, b) } else { (b, a) };
    if !(1..=12).contains(&month) {
        return None;
    }
    if let Some(year) = rest.first().filter(|token| touches(second, token)).and_then(year) {
        return Some((3, vec![Value::Day(month, day), Value::Year(year)]));
    }
    // Without a year it may be a fraction, or one of so many: both parts need two digits, or the order of East Asia.
    let plain =
        if month_leads { month > 4 || day > 4 } else { !unclear && first.text.len() == 2 && second.text.len() == 2 };
    (plain && second.gap == Gap::Other).then(|| (2, vec![Value::Day(month, day)]))
}

/// "2026年3月25日", in any part.
fn cjk_date(tokens: &[Token]) -> Option<(usize, Vec<Value>)> {
    let (mut used, mut values) = (0, Vec::new());
    let is = |index: usize, signs: &[&str]| tokens.get(index).is_some_and(|token| signs.contains(&token.text.as_str()));
    let mut year_value = None;
    if tokens.get(1).is_some_and(|token| token.text == "年" || is_sign(token, '년')) {
        year_value = Some(Value::Year(year(&tokens[0])?));
        used = 2;
    }
    if let Some((length, month)) = tokens.get(used..).and_then(east_asian_month) {
        match tokens.get(used + length).and_then(day) {
            Some(day) if tokens.get(used + length + 1).is_some_and(is_day_sign) => {
                values.push(Value::Day(month, day));
                used += length + 2;
            }
            _ => {
                values.push(Value::Month(month));
                used += length;
                if is(used, &["份"]) {
                    used += 1;
                }
            }
        }
    }
    values.extend(year_value);
    (used > 0).then_some((used, values))
}

/// "3月", "三月", "3월" with its particle: how many tokens it takes, and the month.
fn east_asian_month(tokens: &[Token]) -> Option<(usize, u8)> {
    let (length, month) = match month_number(tokens.first()?) {
        Some(month) => (1, month),
        None => {
            let (length, number) = ideograph_number(tokens)?;
            (length, u8::try_from(number).ok().filter(|month| (1..=12).contains(month))?)
        }
    };
    let sign = tokens.get(length).filter(|token| matches!(token.gap, Gap::None | Gap::Space))?;
    (sign.text == "月" || is_sign(sign, '월')).then_some((length + 1, month))
}

fn is_day_sign(token: &Token) -> bool {
    matches!(token.text.as_str(), "日" | "号") || is_sign(token, '일')
}

/// Whether the token is this sign with a particle of two syllables at most.
fn is_sign(token: &Token, sign: char) -> bool {
    token.text.starts_with(sign) && token.text.chars().count() <= 3
}

fn month_word(token: &Token, lexicon: &Lexicon) -> Option<(u8, bool)> {
    let (month, clear) = lexicon.month(&token.text).or_else(|| Lexicon::of(Language::English).month(&token.text))?;
    // "may" and "march" are verbs as well.
    let clear = clear && (token.capital() || !matches!(token.text.as_str(), "may" | "march"));
    Some((month, clear))
}

/// A year that may follow a day and month, after a comma or "de".
fn trailing_year(tokens: &[Token]) -> Option<(usize, Value)> {
    let link =
        usize::from(tokens.first().is_some_and(|token| matches!(token.text.as_str(), "de" | "del" | "of" | "do")));
    let token = tokens.get(link)?;
    let close = matches!(token.gap, Gap::Space | Gap::Comma) || (token.gap == Gap::Stop && link == 0);
    (close).then(|| year(token)).flatten().map(|year| (link + 1, Value::Year(year)))
}

/// "March 14, 2026", "Nov 23-26", "March 2026", "March".
fn month_first(tokens: &[Token], lexicon: &Lexicon, language: Language) -> Option<(usize, Vec<Value>)> {
    let (month, clear) = month_word(tokens.first()?, lexicon)?;
    let (mut used, mut values) = (1, Vec::new());
    // Elsewhere the day stands before the month: "im März 5 Tonnen".
    let day_may_follow = matches!(language, Language::English | Language::Unknown);
    if let Some(first) =
        tokens.get(1).filter(|token| day_may_follow && matches!(token.gap, Gap::Space | Gap::Stop)).and_then(day)
        && tokens[1].text.len() <= 2
    {
        values.push(Value::Day(month, first));
        used = 2;
        if tokens
            .get(2)
            .is_some_and(|token| token.gap == Gap::None && matches!(token.text.as_str(), "st" | "nd" | "rd" | "th"))
        {
            used = 3;
        }
        let linked = usize::from(tokens.get(used).is_some_and(links_days));
        if let Some(last) =
            tokens.get(used + linked).filter(|token| token.gap == Gap::Hyphen || linked == 1).and_then(day)
        {
            values.push(Value::Day(month, last));
            used += 1 + linked;
        }
    } else {
        values.push(Value::Month(month));
    }
    if let Some((length, year)) = trailing_year(tokens.get(used..).unwrap_or_default()) {
        values.push(year);
        used += length;
    }
    (clear || values.len() > 1 || matches!(values.first(), Some(Value::Day(..)))).then_some((used, values))
}

/// A word between two days of one month: "16 and 17 February", "22. bis 31. Dezember".
fn links_days(token: &Token) -> bool {
    matches!(
        token.text.as_str(),
        "and"
            | "to"
            | "until"
            | "through"
            | "und"
            | "bis"
            | "et"
            | "au"
            | "y"
            | "al"
            | "e"
            | "a"
            | "en"
            | "tot"
            | "och"
            | "till"
            | "и"
            | "по"
    )
}

/// "14 March 2026", "14. März", "16-17 October", "6 de marzo de 2026".
fn day_first(tokens: &[Token], lexicon: &Lexicon) -> Option<(usize, Vec<Value>)> {
    let first = day(tokens.first()?).filter(|_| tokens[0].text.len() <= 2)?;
    let (mut used, mut last) = (1, None);
    if let Some(day) = tokens.get(1).filter(|token| token.gap == Gap::Hyphen).and_then(day) {
        last = Some(day);
        used = 2;
    } else if tokens.get(1).is_some_and(links_days)
        && let Some(day) = tokens.get(2).and_then(day)
    {
        last = Some(day);
        used = 3;
    }
    let filler = |token: &Token| {
        matches!(token.text.as_str(), "st" | "nd" | "rd" | "th" | "er" | "de" | "of" | "º" | "е" | "го")
    };
    while used < 4 && tokens.get(used).is_some_and(filler) {
        used += 1;
    }
    let word = tokens.get(used).filter(|token| matches!(token.gap, Gap::Space | Gap::Stop))?;
    let (month, _) = month_word(word, lexicon)?;
    used += 1;
    let mut values = vec![Value::Day(month, first)];
    values.extend(last.map(|day| Value::Day(month, day)));
    if let Some((length, year)) = trailing_year(tokens.get(used..).unwrap_or_default()) {
        values.push(year);
        used += length;
    }
    Some((used, values))
}
