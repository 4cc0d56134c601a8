//! Numbers as East Asia writes them: by signs ("三十"), by myriads ("1亿2千万", "4억 5천만"), in hundredths ("百分之五").

use super::language::Language;
use super::tokens::{Gap, Shape, Token};
use super::values::{Decimal, Value, integer, literal};

/// Signs that count things behind a number.
pub(super) const COUNTERS: &str = "季度年月日号個个名位台套次天周家倍件小级期线層层分户章版條条人時时回社本冊目階番年間週度批轮轮楼層项項座部份代枚匹棟栋店票吨箱";

/// "三十", "十二", "两" before a counter, or after 第.
pub(super) fn ideograph_number(tokens: &[Token]) -> Option<(usize, u32)> {
    let (mut total, mut section, mut digit, mut used) = (0u32, 0u32, 0u32, 0usize);
    for token in tokens.iter().take(8) {
        let value = match token.text.as_str() {
            "〇" | "零" => 0,
            "一" => 1,
            "二" | "两" | "両" => 2,
            "三" => 3,
            "四" => 4,
            "五" => 5,
            "六" => 6,
            "七" => 7,
            "八" => 8,
            "九" => 9,
            "十" | "百" | "千" => {
                let power = match token.text.as_str() {
                    "十" => 10,
                    "百" => 100,
                    _ => 1000,
                };
                section += digit.max(1) * power;
                digit = 0;
                used += 1;
                continue;
            }
            "万" if used > 0 => {
                total += (section + digit) * 10_000;
                (section, digit) = (0, 0);
                used += 1;
                continue;
            }
            _ => break,
        };
        digit = value;
        used += 1;
    }
    (used > 0).then_some((used, total + section + digit))
}

/// "百分之五".
pub(super) fn ideograph_percent(tokens: &[Token]) -> Option<(usize, Vec<Value>)> {
    let [first, second, third, rest @ ..] = tokens else { return None };
    if first.text != "百" || second.text != "分" || third.text != "之" {
        return None;
    }
    let (length, number) = match rest.first().and_then(integer) {
        Some(number) => (1, number),
        None => ideograph_number(rest)?,
    };
    Some((3 + length, vec![Value::Number(number.to_string()), Value::Unit("%".to_owned())]))
}

/// Numbers by myriads in digits: "1亿2千万", "3.5億", "1万2千", "1만 2천", "4억 5천만 원".
pub(super) fn myriads(tokens: &[Token]) -> Option<(usize, Vec<Value>)> {
    let (mut total, mut section, mut used) = (Decimal::default(), Decimal::default(), 0);
    let mut scaled = false;
    let mut number: Option<Decimal> = None;
    while let Some(token) = tokens.get(used) {
        if used > 0 && !matches!(token.gap, Gap::None | Gap::Space) {
            break;
        }
        if token.shape == Shape::Number {
            if number.is_some() {
                break;
            }
            let (length, decimal) = literal(&tokens[used..], Language::Unknown)?;
            number = Some(decimal);
            used += length;
            continue;
        }
        // Korean writes several of them in one word: "5천만".
        if !token.text.chars().all(|sign| "百千万萬亿億백천만억".contains(sign)) || used == 0 {
            break;
        }
        for sign in token.text.chars() {
            match sign {
                '百' | '백' | '千' | '천' => {
                    let power = if matches!(sign, '百' | '백') { 100 } else { 1000 };
                    section = section.plus(number.take().unwrap_or(Decimal { digits: 1, places: 0 }).times(power));
                }
                _ => {
                    let power = if "万萬만".contains(sign) { 10_000 } else { 100_000_000 };
                    total = total.plus(section.plus(number.take().unwrap_or_default()).times(power));
                    section = Decimal::default();
                }
            }
        }
        scaled = true;
        used += 1;
    }
    if !scaled {
        return None;
    }
    let all = total.plus(section).plus(number.unwrap_or_default());
    Some((used, vec![Value::Number(all.plain())]))
}
