//! What is known of a date, and what is only implied; after `ParsingComponents` and `ParsingResult` of chrono-node 2.3.9.

use super::calendar::{Instant, Unit};

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Year,
    Month,
    Day,
    Weekday,
    Hour,
    Minute,
    Second,
    Millisecond,
    /// 0 before noon, 1 after.
    Meridiem,
    /// Minutes east of Greenwich.
    Offset,
}

const PARTS: usize = 10;

/// Every part, in the order of their declaration.
const ALL: [Part; PARTS] = [
    Part::Year,
    Part::Month,
    Part::Day,
    Part::Weekday,
    Part::Hour,
    Part::Minute,
    Part::Second,
    Part::Millisecond,
    Part::Meridiem,
    Part::Offset,
];

/// The amounts of a relative date, in the order in which they were written.
pub(super) type Amounts = Vec<(Unit, f64)>;

/// The parts of one date.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Components {
    known: [Option<i64>; PARTS],
    implied: [Option<i64>; PARTS],
    /// JavaScript's invalid date: too far away to be an instant.
    impossible: bool,
}

impl Components {
    /// Nothing known; the reference day at noon implied.
    pub(super) fn new(reference: Instant) -> Self {
        let mut components = Self { known: [None; PARTS], implied: [None; PARTS], impossible: false };
        components.imply_date(reference);
        components.imply(Part::Hour, 12);
        for part in [Part::Minute, Part::Second, Part::Millisecond] {
            components.imply(part, 0);
        }
        components
    }

    pub(super) fn get(&self, part: Part) -> Option<i64> {
        self.known[part as usize].or(self.implied[part as usize])
    }

    fn value(&self, part: Part) -> i64 {
        self.get(part).unwrap_or_default()
    }

    pub(super) fn is_certain(&self, part: Part) -> bool {
        self.known[part as usize].is_some()
    }

    pub(super) fn certain(&self) -> impl Iterator<Item = Part> {
        ALL.into_iter().filter(|part| self.is_certain(*part))
    }

    pub(super) fn imply(&mut self, part: Part, value: i64) {
        if !self.is_certain(part) {
            self.implied[part as usize] = Some(value);
        }
    }

    pub(super) fn assign(&mut self, part: Part, value: i64) {
        self.known[part as usize] = Some(value);
        self.implied[part as usize] = None;
    }

    pub(super) fn assign_date(&mut self, date: Instant) {
        let (year, month, day) = date.civil();
        self.assign(Part::Day, day);
        self.assign(Part::Month, month);
        self.assign(Part::Year, year);
    }

    pub(super) fn imply_date(&mut self, date: Instant) {
        let (year, month, day) = date.civil();
        self.imply(Part::Day, day);
        self.imply(Part::Month, month);
        self.imply(Part::Year, year);
    }

    pub(super) fn imply_time(&mut self, date: Instant) {
        let time = date.time();
        self.imply(Part::Hour, time / 3_600_000);
        self.imply(Part::Minute, time / 60_000 % 60);
        self.imply(Part::Second, time / 1000 % 60);
        self.imply(Part::Millisecond, time % 1000);
    }

    pub(super) fn assign_time(&mut self, date: Instant) {
        let time = date.time();
        self.assign(Part::Hour, time / 3_600_000);
        self.assign(Part::Minute, time / 60_000 % 60);
        self.assign(Part::Second, time / 1000 % 60);
        self.assign(Part::Millisecond, time % 1000);
        self.assign(Part::Meridiem, i64::from(time >= 12 * 3_600_000));
    }

    /// The date that lies the given amounts away from the reference.
    pub(super) fn relative(reference: Instant, amounts: &Amounts) -> Self {
        let mut components = Self::new(reference);
        let mut date = reference;
        for &(unit, amount) in amounts {
            match date.plus(amount, unit) {
                Some(moved) => date = moved,
                None => {
                    components.impossible = true;
                    return components;
                }
            }
        }
        let has = |unit: Unit| amounts.iter().any(|&(other, amount)| other == unit && amount != 0.0);
        if has(Unit::Hour) || has(Unit::Minute) || has(Unit::Second) {
            components.assign_time(date);
            components.assign_date(date);
            components.assign(Part::Offset, 0);
            return components;
        }
        components.imply_time(date);
        components.imply(Part::Offset, 0);
        if has(Unit::Day) {
            components.assign_date(date);
            return components;
        }
        if has(Unit::Week) {
            components.imply(Part::Weekday, date.weekday());
        }
        components.imply(Part::Day, date.day());
        if has(Unit::Month) {
            components.assign(Part::Month, date.month());
            components.assign(Part::Year, date.year());
        } else {
            components.imply(Part::Month, date.month());
            if has(Unit::Year) {
                components.assign(Part::Year, date.year());
            } else {
                components.imply(Part::Year, date.year());
            }
        }
        components
    }

    pub(super) fn is_only_date(&self) -> bool {
        ![Part::Hour, Part::Minute, Part::Second].into_iter().any(|part| self.is_certain(part))
    }

    pub(super) fn is_only_time(&self) -> bool {
        ![Part::Weekday, Part::Day, Part::Month].into_iter().any(|part| self.is_certain(part))
    }

    pub(super) fn is_only_weekday(&self) -> bool {
        self.is_certain(Part::Weekday) && !self.is_certain(Part::Day) && !self.is_certain(Part::Month)
    }

    fn written(&self) -> Instant {
        let millis = self.value(Part::Hour) * 3_600_000
            + self.value(Part::Minute) * 60_000
            + self.value(Part::Second) * 1000
            + self.value(Part::Millisecond);
        Instant::from_parts(self.value(Part::Year), self.value(Part::Month), self.value(Part::Day), millis)
    }

    /// The instant in local time.
    pub(super) fn instant(&self) -> Instant {
        Instant(self.written().0 - self.value(Part::Offset) * 60_000)
    }

    /// Whether no part had to run over into the next larger one.
    pub(super) fn is_valid(&self) -> bool {
        let date = self.written();
        let time = date.time();
        !self.impossible
            && date.civil() == (self.value(Part::Year), self.value(Part::Month), self.value(Part::Day))
            && time / 3_600_000 == self.value(Part::Hour)
            && time / 60_000 % 60 == self.value(Part::Minute)
    }
}

/// A date that was found in a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// Byte range in the text.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) start: Components,
    pub(super) end: Option<Components>,
}

impl Found {
    pub(super) fn new(from: usize, to: usize, start: Components) -> Self {
        Self { from, to, start, end: None }
    }
}
