//! Instants and their arithmetic as JavaScript's `Date` and the library dayjs do it, in one zone without summer time.

/// Milliseconds since 1970-01-01, in local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Instant(pub(super) i64);

const DAY: i64 = 86_400_000;
/// JavaScript knows no instants beyond this many milliseconds.
const LIMIT: f64 = 8.64e15;

/// Units of time of the plugin's date library, in its own order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// Days since 1970-01-01 of a day in the proleptic Gregorian calendar; `month` from 1, both may lie outside their range.
///
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year + (month - 1).div_euclid(12);
    let month = (month - 1).rem_euclid(12) + 1;
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted - era * 400;
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468 + day - 1
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted - era * 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_shifted + 2) / 5 + 1;
    let month = if month_shifted < 10 { month_shifted + 3 } else { month_shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    days_from_civil(year, month + 1, 1) - days_from_civil(year, month, 1)
}

impl Instant {
    /// `new Date(year, month - 1, day, …)` followed by `setFullYear(year)`: whatever is too large runs over.
    pub(super) fn from_parts(year: i64, month: i64, day: i64, millis: i64) -> Self {
        // Two-digit years mean the twentieth century to the constructor; the year that is set afterwards puts it right.
        let first = if (0..=99).contains(&year) { year + 1900 } else { year };
        let built = Self(days_from_civil(first, month, day) * DAY + millis);
        let (_, month, day) = built.civil();
        Self(days_from_civil(year, month, day) * DAY + built.time())
    }

    pub(super) fn civil(self) -> (i64, i64, i64) {
        civil_from_days(self.0.div_euclid(DAY))
    }

    pub(super) fn year(self) -> i64 {
        self.civil().0
    }

    pub(super) fn month(self) -> i64 {
        self.civil().1
    }

    pub(super) fn day(self) -> i64 {
        self.civil().2
    }

    /// Milliseconds since midnight.
    pub(super) fn time(self) -> i64 {
        self.0.rem_euclid(DAY)
    }

    /// Sunday is 0.
    pub(super) fn weekday(self) -> i64 {
        (self.0.div_euclid(DAY) + 4).rem_euclid(7)
    }

    pub(super) fn plus_days(self, days: i64) -> Self {
        Self(self.0 + days * DAY)
    }

    /// Another day of the same week, which begins on Sunday; 7 and more lie in later weeks.
    pub(super) fn with_weekday(self, weekday: i64) -> Self {
        self.plus_days(weekday - self.weekday())
    }

    /// The same day of another month, or its last day.
    pub(super) fn with_month(self, year: i64, month: i64) -> Self {
        let year = year + (month - 1).div_euclid(12);
        let month = (month - 1).rem_euclid(12) + 1;
        let day = self.day().min(days_in_month(year, month));
        Self(days_from_civil(year, month, day) * DAY + self.time())
    }

    /// Another day of the month; what does not fit runs over.
    pub(super) fn with_day(self, day: i64) -> Self {
        self.plus_days(day - self.day())
    }

    /// dayjs's `add`; `None` where JavaScript would have an invalid date.
    pub(super) fn plus(self, amount: f64, unit: Unit) -> Option<Self> {
        // More of any unit leaves the range of instants; the bound also keeps the integers below from overflowing.
        if !amount.is_finite() || amount.abs() > LIMIT / 1000.0 {
            return None;
        }
        let whole = amount.trunc() as i64;
        let rounded = |amount: f64| (amount + 0.5).floor() as i64;
        let (year, month, _) = self.civil();
        let moved = match unit {
            Unit::Second => Self(self.0 + (amount * 1000.0) as i64),
            Unit::Minute => Self(self.0 + (amount * 60_000.0) as i64),
            Unit::Hour => Self(self.0.checked_add((amount * 3_600_000.0) as i64)?),
            Unit::Day => Self(self.0.checked_add(rounded(amount).checked_mul(DAY)?)?),
            Unit::Week => Self(self.0.checked_add(rounded(amount * 7.0).checked_mul(DAY)?)?),
            Unit::Month | Unit::Quarter | Unit::Year if whole.abs() > 10_000_000 => return None,
            // The month is cut to a whole number only after it was added, as `setMonth` does.
            Unit::Month => self.with_month(year, 1 + (month as f64 - 1.0 + amount).trunc() as i64),
            Unit::Quarter => self.with_month(year, 1 + (month as f64 - 1.0 + amount * 3.0).trunc() as i64),
            Unit::Year => self.with_month((year as f64 + amount).trunc() as i64, month),
        };
        ((moved.0 as f64).abs() <= LIMIT).then_some(moved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn civil(year: i64, month: i64, day: i64) -> Instant {
        Instant::from_parts(year, month, day, 0)
    }

    #[test]
    fn days_and_dates_are_inverse() {
        for days in (-800_000..800_000).step_by(997) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
    }

    #[test]
    fn months_end_where_they_end() {
        assert_eq!(civil(2025, 1, 31).plus(1.0, Unit::Month).map(Instant::civil), Some((2025, 2, 28)));
        assert_eq!(civil(2024, 2, 29).plus(1.0, Unit::Year).map(Instant::civil), Some((2025, 2, 28)));
        assert_eq!(civil(2025, 2, 30).civil(), (2025, 3, 2));
    }

    #[test]
    fn too_far_is_no_instant() {
        assert_eq!(civil(2025, 1, 1).plus(1e12, Unit::Day), None);
        assert_eq!(civil(2025, 1, 1).plus(f64::INFINITY, Unit::Year), None);
    }
}
