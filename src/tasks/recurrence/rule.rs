//! A rule that was understood, and how rrule says it.

use std::fmt;

/// How often something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frequency {
    Minutely,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A day of the week (from Monday as 0), the n-th of its month or year if `nth` is not 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OnWeekday {
    pub(super) day: u8,
    pub(super) nth: i32,
}

/// A rule; empty lists were not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) frequency: Frequency,
    pub(super) interval: u64,
    pub(super) weekdays: Vec<OnWeekday>,
    pub(super) month_days: Vec<i32>,
    pub(super) months: Vec<u8>,
    pub(super) hours: Vec<u64>,
    pub(super) weeks: Vec<u64>,
    /// Year, month and day.
    pub(super) until: Option<(i64, u8, u8)>,
    pub(super) count: Option<u64>,
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = vec!["every".to_owned()];
        match self.frequency {
            Frequency::Minutely => self.plain(&mut words, "minute"),
            Frequency::Hourly => self.plain(&mut words, "hour"),
            Frequency::Daily => self.daily(&mut words),
            Frequency::Weekly => self.weekly(&mut words),
            Frequency::Monthly => self.monthly(&mut words),
            Frequency::Yearly => self.yearly(&mut words),
        }
        if let Some((year, month, day)) = self.until {
            words.push(format!("until {} {day}, {year}", month_name(month)));
        } else if let Some(count) = self.count.filter(|count| *count > 0) {
            words.push(format!("for {count} {}", if plural(count) { "times" } else { "time" }));
        }
        f.write_str(&words.join(" "))
    }
}

impl Rule {
    fn has_all(&self, days: std::ops::Range<u8>) -> bool {
        days.into_iter().all(|day| self.weekdays.iter().any(|on| on.day == day))
    }

    fn is_weekdays(&self) -> bool {
        self.has_all(0..5) && !self.weekdays.iter().any(|on| on.day > 4)
    }

    /// The interval, unless it is 1.
    fn interval(&self, words: &mut Vec<String>) {
        if self.interval != 1 {
            words.push(self.interval.to_string());
        }
    }

    fn unit(&self, unit: &str) -> String {
        if plural(self.interval) { format!("{unit}s") } else { unit.to_owned() }
    }

    fn plain(&self, words: &mut Vec<String>, unit: &str) {
        self.interval(words);
        words.push(self.unit(unit));
    }

    fn daily(&self, words: &mut Vec<String>) {
        self.plain(words, if self.is_weekdays() { "weekday" } else { "day" });
        if !self.months.is_empty() {
            words.push("in".to_owned());
            self.by_month(words);
        }
        if !self.month_days.is_empty() {
            self.by_month_day(words);
        } else if !self.weekdays.is_empty() {
            self.by_weekday(words);
        } else {
            self.by_hour(words);
        }
    }

    fn weekly(&self, words: &mut Vec<String>) {
        if self.interval != 1 {
            self.plain(words, "week");
        }
        if self.is_weekdays() {
            words.push(if self.interval == 1 { "weekday" } else { "on weekdays" }.to_owned());
        } else if self.has_all(0..7) {
            words.push(self.unit("day"));
        } else {
            if self.interval == 1 {
                words.push("week".to_owned());
            }
            if !self.months.is_empty() {
                words.push("in".to_owned());
                self.by_month(words);
            }
            if !self.month_days.is_empty() {
                self.by_month_day(words);
            } else if !self.weekdays.is_empty() {
                self.by_weekday(words);
            }
            self.by_hour(words);
        }
    }

    fn monthly(&self, words: &mut Vec<String>) {
        if self.months.is_empty() {
            self.plain(words, "month");
        } else {
            if self.interval != 1 {
                self.interval(words);
                words.push("months".to_owned());
                if plural(self.interval) {
                    words.push("in".to_owned());
                }
            }
            self.by_month(words);
        }
        if !self.month_days.is_empty() {
            self.by_month_day(words);
        } else if self.is_weekdays() {
            words.push("on weekdays".to_owned());
        } else if !self.weekdays.is_empty() {
            self.by_weekday(words);
        }
    }

    fn yearly(&self, words: &mut Vec<String>) {
        if self.months.is_empty() {
            self.plain(words, "year");
        } else {
            if self.interval != 1 {
                self.interval(words);
                words.push("years".to_owned());
            }
            self.by_month(words);
        }
        if !self.month_days.is_empty() {
            self.by_month_day(words);
        } else if !self.weekdays.is_empty() {
            self.by_weekday(words);
        }
        if !self.weeks.is_empty() {
            let unit = if self.weeks.len() % 100 == 1 { "week" } else { "weeks" };
            words.push(format!("in {unit} {}", listed(self.weeks.iter().map(u64::to_string), Some("and"))));
        }
    }

    fn every_week(&self) -> Vec<OnWeekday> {
        sorted(self.weekdays.iter().filter(|on| on.nth == 0))
    }

    fn some_weeks(&self) -> Vec<OnWeekday> {
        sorted(self.weekdays.iter().filter(|on| on.nth != 0))
    }

    fn by_month_day(&self, words: &mut Vec<String>) {
        let mut days = self.month_days.clone();
        // First from the beginning of the month, then from its end.
        days.sort_by_key(|day| (*day < 0, day.abs()));
        let every = self.every_week();
        if every.is_empty() {
            words.push(format!("on the {}", listed(days.into_iter().map(nth), Some("and"))));
        } else {
            words.push(format!("on {}", listed(every.into_iter().map(weekday), Some("or"))));
            words.push(format!("the {}", listed(days.into_iter().map(nth), Some("or"))));
        }
    }

    fn by_weekday(&self, words: &mut Vec<String>) {
        let (every, some) = (self.every_week(), self.some_weeks());
        if !every.is_empty() && !self.is_weekdays() {
            words.push(format!("on {}", listed(every.iter().copied().map(weekday), None)));
        }
        if !some.is_empty() {
            if !every.is_empty() {
                words.push("and".to_owned());
            }
            words.push(format!("on the {}", listed(some.into_iter().map(weekday), Some("and"))));
        }
    }

    fn by_hour(&self, words: &mut Vec<String>) {
        if !self.hours.is_empty() {
            words.push(format!("at {}", listed(self.hours.iter().map(u64::to_string), Some("and"))));
        }
    }

    fn by_month(&self, words: &mut Vec<String>) {
        words.push(listed(self.months.iter().map(|month| month_name(*month).to_owned()), Some("and")));
    }
}

fn sorted<'r>(days: impl Iterator<Item = &'r OnWeekday>) -> Vec<OnWeekday> {
    let mut days: Vec<OnWeekday> = days.copied().collect();
    days.sort_by_key(|on| on.day);
    days
}

fn plural(number: u64) -> bool {
    number % 100 != 1
}

fn month_name(month: u8) -> &'static str {
    MONTHS[usize::from(month.clamp(1, 12)) - 1]
}

fn weekday(on: OnWeekday) -> String {
    let name = WEEKDAYS[usize::from(on.day.min(6))];
    if on.nth == 0 { name.to_owned() } else { format!("{} {name}", nth(on.nth)) }
}

fn nth(number: i32) -> String {
    if number == -1 {
        return "last".to_owned();
    }
    let ending = match number.unsigned_abs() {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    format!("{}{ending}{}", number.unsigned_abs(), if number < 0 { " last" } else { "" })
}

fn listed(items: impl Iterator<Item = String>, last: Option<&str>) -> String {
    let items: Vec<String> = items.collect();
    match (last, items.split_last()) {
        (Some(word), Some((end, rest))) if !rest.is_empty() => format!("{} {word} {end}", rest.join(", ")),
        _ => items.join(", "),
    }
}
