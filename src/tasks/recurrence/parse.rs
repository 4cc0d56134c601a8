//! rrule's English parser (`parsetext`), rule by rule; a rule that gives up there gives `None` here.

use super::rule::{Frequency, OnWeekday, Rule};
use super::tokens::{Symbol, first};

/// Reads a rule, and how many bytes of the text were read.
pub(super) fn rule(text: &str) -> Option<(Rule, usize)> {
    let mut parser = Parser::new(text);
    parser.next();
    let rule = parser.start()?;
    Some((rule, parser.read()))
}

struct Parser<'t> {
    text: &'t str,
    /// Where the text goes on behind the current symbol.
    at: usize,
    symbol: Option<Symbol>,
    /// The bytes of the current symbol.
    from: usize,
    done: bool,
}

/// The nearest and the farthest day that a rule may count to.
const FARTHEST: i32 = 366;

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0, symbol: None, from: 0, done: false }
    }

    /// Steps to the next symbol, over blanks.
    fn next(&mut self) -> bool {
        self.symbol = None;
        loop {
            self.from = self.at;
            if self.done {
                return false;
            }
            let Some((symbol, length)) = first(&self.text[self.at..]) else {
                self.done = true;
                return false;
            };
            self.at += length;
            self.done = self.at == self.text.len();
            if symbol != Symbol::Skip {
                self.symbol = Some(symbol);
                return true;
            }
        }
    }

    /// How far the text was understood.
    fn read(&self) -> usize {
        if self.symbol.is_some() { self.from } else { self.text[..self.from].trim_end().len() }
    }

    fn ended(&self) -> bool {
        self.done && self.symbol.is_none()
    }

    fn accept(&mut self, symbol: Symbol) -> bool {
        let found = self.symbol == Some(symbol);
        if found {
            self.next();
        }
        found
    }

    fn accept_number(&mut self) -> Option<u64> {
        if self.symbol != Some(Symbol::Number) {
            return None;
        }
        let number = self.text[self.from..self.at].parse().unwrap_or(u64::MAX);
        self.next();
        Some(number)
    }

    fn start(&mut self) -> Option<Rule> {
        if !self.accept(Symbol::Every) {
            return None;
        }
        let mut rule = Rule {
            frequency: Frequency::Daily,
            interval: self.accept_number().unwrap_or(1),
            weekdays: Vec::new(),
            month_days: Vec::new(),
            months: Vec::new(),
            hours: Vec::new(),
            weeks: Vec::new(),
            until: None,
            count: None,
        };
        if self.ended() {
            return None;
        }
        match self.symbol? {
            Symbol::Day => {
                if self.next() {
                    self.at_hours(&mut rule)?;
                    self.limit(&mut rule)?;
                }
            }
            Symbol::Weekdays => {
                rule.frequency = Frequency::Weekly;
                rule.weekdays = (0..5).map(|day| OnWeekday { day, nth: 0 }).collect();
                self.next();
                self.at_hours(&mut rule)?;
                self.limit(&mut rule)?;
            }
            Symbol::Week => {
                rule.frequency = Frequency::Weekly;
                if self.next() {
                    self.on(&mut rule)?;
                    self.at_hours(&mut rule)?;
                    self.limit(&mut rule)?;
                }
            }
            unit @ (Symbol::Hour | Symbol::Minute | Symbol::Month | Symbol::Year) => {
                rule.frequency = match unit {
                    Symbol::Hour => Frequency::Hourly,
                    Symbol::Minute => Frequency::Minutely,
                    Symbol::Month => Frequency::Monthly,
                    _ => Frequency::Yearly,
                };
                if self.next() {
                    self.on(&mut rule)?;
                    self.limit(&mut rule)?;
                }
            }
            Symbol::Weekday(day) => {
                rule.frequency = Frequency::Weekly;
                rule.weekdays.push(OnWeekday { day, nth: 0 });
                if self.next() {
                    while self.accept(Symbol::Comma) {
                        let Some(Symbol::Weekday(day)) = self.symbol else { return None };
                        rule.weekdays.push(OnWeekday { day, nth: 0 });
                        self.next();
                    }
                    self.at_hours(&mut rule)?;
                    self.month_days(&mut rule)?;
                    self.limit(&mut rule)?;
                }
            }
            Symbol::MonthName(month) => {
                rule.frequency = Frequency::Yearly;
                rule.months.push(month);
                if self.next() {
                    while self.accept(Symbol::Comma) {
                        let Some(Symbol::MonthName(month)) = self.symbol else { return None };
                        rule.months.push(month);
                        self.next();
                    }
                    self.on(&mut rule)?;
                    self.limit(&mut rule)?;
                }
            }
            _ => return None,
        }
        Some(rule)
    }

    /// `on the 1st Monday and Friday in May …`
    fn on(&mut self, rule: &mut Rule) -> Option<()> {
        let on = self.accept(Symbol::On);
        let the = self.accept(Symbol::The);
        if !on && !the {
            return Some(());
        }
        loop {
            let nth = self.nth()?;
            match (nth, self.symbol) {
                (_, Some(Symbol::Weekday(day))) => {
                    self.next();
                    rule.weekdays.push(OnWeekday { day, nth });
                }
                (0, Some(Symbol::Weekdays)) => {
                    self.next();
                    if rule.weekdays.is_empty() {
                        rule.weekdays = (0..5).map(|day| OnWeekday { day, nth: 0 }).collect();
                    }
                }
                (0, Some(Symbol::Week)) => {
                    self.next();
                    rule.weeks = vec![self.accept_number()?];
                    while self.accept(Symbol::Comma) {
                        rule.weeks.push(self.accept_number()?);
                    }
                }
                (0, Some(Symbol::MonthName(month))) => {
                    self.next();
                    rule.months.push(month);
                }
                (0, _) => return Some(()),
                _ => {
                    rule.month_days.push(nth);
                    self.accept(Symbol::Day);
                }
            }
            if !(self.accept(Symbol::Comma) || self.accept(Symbol::The) || self.accept(Symbol::On)) {
                return Some(());
            }
        }
    }

    fn at_hours(&mut self, rule: &mut Rule) -> Option<()> {
        if !self.accept(Symbol::At) {
            return Some(());
        }
        loop {
            rule.hours = vec![self.accept_number()?];
            while self.accept(Symbol::Comma) {
                rule.hours.push(self.accept_number()?);
            }
            if !self.accept(Symbol::At) {
                return Some(());
            }
        }
    }

    /// An ordinal number, negative if it counts from the end; 0 if there is none.
    fn nth(&mut self) -> Option<i32> {
        let number = match self.symbol {
            Some(Symbol::Last) => {
                self.next();
                return Some(-1);
            }
            Some(Symbol::First) => {
                self.next();
                return Some(1);
            }
            Some(Symbol::Second) => 2,
            Some(Symbol::Third) => 3,
            Some(Symbol::Nth) => {
                let digits = self.text[self.from..self.at].trim_end_matches(|c: char| !c.is_ascii_digit());
                digits.parse().ok().filter(|number: &i32| *number <= FARTHEST)?
            }
            _ => return Some(0),
        };
        self.next();
        Some(if self.accept(Symbol::Last) { -number } else { number })
    }

    /// `on the 15th` behind a day of the week; steps over one symbol more than it reads, as the original does.
    fn month_days(&mut self, rule: &mut Rule) -> Option<()> {
        self.accept(Symbol::On);
        self.accept(Symbol::The);
        let nth = self.nth()?;
        if nth == 0 {
            return Some(());
        }
        rule.month_days = vec![nth];
        self.next();
        while self.accept(Symbol::Comma) {
            match self.nth()? {
                0 => return None,
                nth => rule.month_days.push(nth),
            }
            self.next();
        }
        Some(())
    }

    /// `until DATE` or `for N times`.
    fn limit(&mut self, rule: &mut Rule) -> Option<()> {
        if self.symbol == Some(Symbol::Until) {
            rule.until = Some(date(&self.text[self.at..])?);
            (self.symbol, self.from, self.at) = (None, self.text.len(), self.text.len());
        } else if self.accept(Symbol::For) {
            rule.count = Some(self.accept_number()?);
            self.accept(Symbol::Times);
        }
        Some(())
    }
}

/// The date that JavaScript's `Date.parse` sees in letters, digits and commas: a year, or a month with a day and a year
/// in either order. Words before the first number are skipped.
fn date(text: &str) -> Option<(i64, u8, u8)> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let mut month = None;
    let mut numbers: Vec<i64> = Vec::new();
    for word in text.split([' ', ',', '!']).filter(|word| !word.is_empty()) {
        let lower = word.to_ascii_lowercase();
        if lower.bytes().all(|byte| byte.is_ascii_digit()) {
            numbers.push(lower.parse().ok()?);
        } else if let Some(known) = MONTHS.iter().position(|known| lower.starts_with(known)) {
            month = u8::try_from(known + 1).ok();
        } else if !numbers.is_empty() || lower.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
    }
    if numbers.is_empty() || numbers.len() > 3 {
        return None;
    }
    let is_day = |number: i64| (1..=31).contains(&number);
    // What is missing counts as 1.
    let number = |index: usize| numbers.get(index).copied().unwrap_or(1);
    let (year, month, day) = match month {
        Some(month) if !is_day(number(0)) => (number(0), i64::from(month), number(1)),
        Some(month) => (number(1), i64::from(month), number(0)),
        None if !is_day(number(0)) => (number(0), number(1), number(2)),
        None => (number(2), number(0), number(1)),
    };
    let year = match year {
        0..=49 => year + 2000,
        50..=99 => year + 1900,
        _ => year,
    };
    let known = (1..=12).contains(&month) && is_day(day);
    known.then_some((year, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
}
