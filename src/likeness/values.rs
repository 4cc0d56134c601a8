//! Numbers, amounts, dates and clock times as values: `six` is 6, `1.2k` is 1200, `March 14, 2026` is 2026-03-14.

use super::dates;
use super::language::Language;
use super::lexicon::Lexicon;
use super::myriads::{COUNTERS, ideograph_number, ideograph_percent, myriads};
use super::tokens::{Gap, Shape, Token, three_digits};

/// One value read from a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A number in plain decimal notation without trailing zeros.
    Number(String),
    /// Month and day of the month.
    Day(u8, u8),
    /// Month.
    Month(u8),
    /// Year.
    Year(u16),
    /// Quarter of a year.
    Quarter(u8),
    /// Day of the week, from 1 for Monday.
    Weekday(u8),
    /// Hour and minute.
    Clock(u8, u8),
    /// Per cent, or the code of a currency.
    Unit(String),
}

impl Value {
    /// A key that equal values share.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Number(number) => format!("#{number}"),
            Self::Day(month, day) => format!("#d{month}-{day}"),
            Self::Month(month) => format!("#m{month}"),
            Self::Year(year) => format!("#y{year}"),
            Self::Quarter(quarter) => format!("#q{quarter}"),
            Self::Weekday(day) => format!("#w{day}"),
            Self::Clock(hour, minute) => format!("#t{hour}:{minute:02}"),
            Self::Unit(unit) => format!("#u{unit}"),
        }
    }
}

/// Reads the values that begin at the first of these tokens: how many tokens they take, and the values.
pub(super) fn read(tokens: &[Token], language: Language) -> Option<(usize, Vec<Value>)> {
    let lexicon = Lexicon::of(language);
    let first = tokens.first()?;
    dates::read(tokens, lexicon, language)
        .or_else(|| clock(tokens))
        .or_else(|| score(first))
        .or_else(|| quarter(tokens, lexicon, language))
        .or_else(|| myriads(tokens))
        .or_else(|| ideograph_percent(tokens))
        .or_else(|| amount(tokens, lexicon, language))
        .or_else(|| unit(tokens, lexicon))
        .or_else(|| weekday(first, lexicon))
}

/// The token as a whole number.
pub(super) fn integer(token: &Token) -> Option<u32> {
    (token.shape == Shape::Number && token.text.len() <= 9).then(|| token.text.parse().ok()).flatten()
}

/// The token as a day, if it can be one.
pub(super) fn day(token: &Token) -> Option<u8> {
    integer(token).and_then(|n| u8::try_from(n).ok()).filter(|day| (1..=31).contains(day))
}

/// The token as a month, if it can be one.
pub(super) fn month_number(token: &Token) -> Option<u8> {
    integer(token).and_then(|n| u8::try_from(n).ok()).filter(|month| (1..=12).contains(month))
}

/// The token as a year, if it can be one.
pub(super) fn year(token: &Token) -> Option<u16> {
    (token.text.len() == 4)
        .then(|| integer(token))
        .flatten()
        .and_then(|n| u16::try_from(n).ok())
        .filter(|year| (1900..2100).contains(year))
}

/// "16:00", "10 am", "7:30 pm", "16 Uhr", "10h".
fn clock(tokens: &[Token]) -> Option<(usize, Vec<Value>)> {
    let first = tokens.first()?;
    let (hour, minute) = match first.shape {
        Shape::Clock => {
            let (hour, minute) = first.text.split_once(':')?;
            (minute.len() == 2).then_some(())?;
            (hour.parse::<u8>().ok()?, minute.parse::<u8>().ok()?)
        }
        Shape::Number => (u8::try_from(integer(first)?).ok()?, 0),
        _ => return None,
    };
    if hour > 24 || minute > 59 {
        return None;
    }
    let near = tokens
        .get(1)
        .filter(|token| matches!(token.gap, Gap::None | Gap::Space))
        .map_or("", |token| token.text.as_str());
    let (used, hour) = match near {
        "am" if hour <= 12 => (2, hour % 12),
        "pm" if hour <= 12 => (2, hour % 12 + 12),
        "uhr" => (2, hour),
        _ if first.shape == Shape::Clock => (1, hour),
        _ => return None,
    };
    Some((used, vec![Value::Clock(hour, minute)]))
}

/// "31:12", a count against another.
fn score(token: &Token) -> Option<(usize, Vec<Value>)> {
    let (left, right) = token.text.split_once(':').filter(|_| token.shape == Shape::Clock && token.text.len() > 3)?;
    let plain = |text: &str| text.parse::<u64>().ok().map(|number| Value::Number(number.to_string()));
    Some((1, vec![plain(left)?, plain(right)?]))
}

/// "Q3", "T3", "third quarter", "3. Quartal", "第三季度".
fn quarter(tokens: &[Token], lexicon: &Lexicon, language: Language) -> Option<(usize, Vec<Value>)> {
    let first = tokens.first()?;
    let romance = matches!(language, Language::French | Language::Spanish | Language::Italian | Language::Portuguese);
    if first.shape == Shape::Code
        && let Some(digit) = first.text.strip_prefix('q').or_else(|| first.text.strip_prefix('t').filter(|_| romance))
        && let Ok(number @ 1..=4) = digit.parse::<u8>()
    {
        return Some((1, vec![Value::Quarter(number)]));
    }
    let lead = usize::from(first.text == "第");
    let (length, number) = small_number(tokens.get(lead..)?, lexicon)?;
    let mut used = lead + length;
    while used < lead + length + 2
        && tokens.get(used).is_some_and(|token| {
            matches!(token.text.as_str(), "st" | "nd" | "rd" | "th" | "e" | "er" | "ème" | "º" | "й")
        })
    {
        used += 1;
    }
    let words: Vec<&str> = tokens.get(used..)?.iter().take(3).map(|token| token.text.as_str()).collect();
    let taken = lexicon
        .quarter(&words)
        .filter(|_| words.first().is_some_and(|word| word.chars().count() > 1 || lead > 0 || !word.is_ascii()))?;
    (1..=4).contains(&number).then(|| (used + taken, vec![Value::Quarter(u8::try_from(number).unwrap_or(1))]))
}

/// A number in digits or words below a hundred.
fn small_number(tokens: &[Token], lexicon: &Lexicon) -> Option<(usize, u32)> {
    let first = tokens.first()?;
    if let Some(number) = integer(first) {
        return Some((1, number));
    }
    if first.shape == Shape::Ideograph {
        return ideograph_number(tokens);
    }
    let number = lexicon.number(&first.text)?;
    if number >= 20
        && number % 10 == 0
        && let Some(unit) = tokens
            .get(1)
            .filter(|token| matches!(token.gap, Gap::Hyphen | Gap::Space))
            .and_then(|token| lexicon.number(&token.text))
        && (1..10).contains(&unit)
    {
        return Some((2, number + unit));
    }
    Some((1, number))
}

/// Numbers with their scale and currency, ordinals, ranges, four-digit years.
fn amount(tokens: &[Token], lexicon: &Lexicon, language: Language) -> Option<(usize, Vec<Value>)> {
    let first = tokens.first()?;
    if let Some(year) = year(first) {
        return Some((1, vec![Value::Year(year)]));
    }
    let (mut used, mut decimal) = match first.shape {
        Shape::Number => literal(tokens, language)?,
        Shape::Ideograph => {
            let lead = usize::from(first.text == "第");
            if let Some(number) = tokens.get(lead).filter(|_| lead == 1).and_then(integer) {
                return Some((2, vec![Value::Number(number.to_string())]));
            }
            let (length, number) = ideograph_number(tokens.get(lead..)?)?;
            let counted = tokens.get(lead + length).is_some_and(|token| COUNTERS.contains(token.text.as_str()));
            if lead == 0 && !counted {
                return None;
            }
            (lead + length, Decimal { digits: u128::from(number), places: 0 })
        }
        Shape::Lower | Shape::Capital => {
            let (length, number) = small_number(tokens, lexicon)?;
            // A lone "one" is an article as often as a number.
            if length == 1 && number == 1 && lexicon.is_function_word(&first.text) {
                return None;
            }
            (length, Decimal { digits: u128::from(number), places: 0 })
        }
        _ => return None,
    };
    if tokens.get(used).is_some_and(|token| {
        token.gap == Gap::None
            && matches!(token.text.as_str(), "st" | "nd" | "rd" | "th" | "e" | "er" | "ème" | "re" | "ª" | "º")
    }) {
        used += 1;
    }
    let before_currency = tokens
        .get(used + 1)
        .is_some_and(|next| next.shape == Shape::Symbol && next.gap == Gap::None && next.text != "%");
    if let Some(scale) = tokens.get(used).and_then(|token| scale_of(token, lexicon, before_currency)) {
        decimal = decimal.times(scale);
        used += 1;
    }
    Some((used, vec![Value::Number(decimal.plain())]))
}

fn scale_of(token: &Token, lexicon: &Lexicon, before_currency: bool) -> Option<u64> {
    match token.text.as_str() {
        "万" => return Some(10_000),
        "亿" | "億" => return Some(100_000_000),
        _ => {}
    }
    let near = matches!(token.gap, Gap::None | Gap::Space | Gap::Hyphen);
    let scale = lexicon.scale(&token.text).filter(|_| near)?;
    // A single letter is a scale only where it touches the number or a currency sign ("48 k€"), "m" only as a capital: "8 m" is a
    // length, and "t" only with the sign: "8t" is a weight.
    let letter = token.text.chars().count() == 1;
    let capital = token.capital();
    (!letter
        || before_currency
        || token.text != "t" && token.gap == Gap::None && token.text != "m"
        || token.text == "m" && capital)
        .then_some(scale)
}

/// A decimal number.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Decimal {
    pub(super) digits: u128,
    pub(super) places: u32,
}

impl Decimal {
    pub(super) fn times(self, scale: u64) -> Self {
        Self { digits: self.digits.saturating_mul(u128::from(scale)), ..self }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        let places = self.places.max(other.places);
        let raised = |number: Self| number.digits.saturating_mul(10u128.saturating_pow(places - number.places));
        Self { digits: raised(self).saturating_add(raised(other)), places }
    }

    pub(super) fn plain(self) -> String {
        let (mut digits, mut places) = (self.digits, self.places);
        while places > 0 && digits % 10 == 0 {
            digits /= 10;
            places -= 1;
        }
        let text = format!("{digits:0>width$}", width = places as usize + 1);
        if places == 0 {
            return text;
        }
        let (whole, part) = text.split_at(text.len() - places as usize);
        format!("{whole}.{part}")
    }
}

/// Digits with separators: one separator before exactly three digits groups, any other single one is decimal.
pub(super) fn literal(tokens: &[Token], language: Language) -> Option<(usize, Decimal)> {
    let mut text = tokens.first()?.text.clone();
    let mut used = 1;
    if language.groups_digits_by_blank() && text.len() <= 3 && text.chars().all(|c| c.is_ascii_digit()) {
        while let Some(next) =
            tokens.get(used).filter(|token| token.gap == Gap::Space && token.shape == Shape::Number && used < 4)
        {
            if !three_digits(&next.text) {
                break;
            }
            text.push_str(&next.text);
            used += 1;
        }
    }
    let separators: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let decimal_at = match separators.as_slice() {
        [] => None,
        [(at, sign)] => {
            let after = text.len() - at - sign.len_utf8();
            let groups = after == 3 && *at <= 3 && !text.starts_with('0') || !matches!(sign, '.' | ',');
            (!groups).then_some(*at)
        }
        [.., (before, left), (at, right)] => {
            // "1.200,50" and "1,200.50" end in a decimal; "1,200,000" does not; "2.8.4" is a version and keeps its dots.
            let after = text.len() - at - right.len_utf8();
            if left == right && (after != 3 || at - before != 4) {
                return None;
            }
            (left != right).then_some(*at)
        }
    };
    let places = decimal_at.map_or(0, |at| text[at..].chars().filter(char::is_ascii_digit).count());
    let digits: String = text.chars().filter(char::is_ascii_digit).take(30).collect();
    Some((used, Decimal { digits: digits.parse().ok()?, places: u32::try_from(places.min(digits.len())).ok()? }))
}

fn unit(tokens: &[Token], lexicon: &Lexicon) -> Option<(usize, Vec<Value>)> {
    let first = tokens.first()?;
    let sign = match first.text.as_str() {
        "%" => "%",
        "€" => "eur",
        "£" => "gbp",
        "$" => "usd",
        "¥" => "jpy",
        "₽" => "rub",
        "₩" => "krw",
        _ => "",
    };
    if !sign.is_empty() {
        return Some((1, vec![Value::Unit(sign.to_owned())]));
    }
    let words: Vec<&str> = tokens.iter().take(3).map(|token| token.text.as_str()).collect();
    if let Some(length) = lexicon.percent(&words) {
        return Some((length, vec![Value::Unit("%".to_owned())]));
    }
    lexicon.currency(&first.text).map(|code| (1, vec![Value::Unit(code.to_owned())]))
}

fn weekday(token: &Token, lexicon: &Lexicon) -> Option<(usize, Vec<Value>)> {
    // "sun", "sat" and "mar" are words as well: an abbreviation needs its capital.
    let day = lexicon.weekday(&token.text)?;
    (token.text.chars().count() > 3 || token.capital()).then(|| (1, vec![Value::Weekday(day)]))
}
