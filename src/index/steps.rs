//! Steps of time: days put together as weeks, months or years.

use jiff::civil::Date;

use super::count::Bucket;
use super::document::{day_number, day_of};

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    /// Every one, the shortest first.
    pub const ALL: [Unit; 4] = [Unit::Day, Unit::Week, Unit::Month, Unit::Year];

    /// Returns the counts of days, which are in order, as those of their steps. A day is a number of
    /// days since 1970-01-01; one that no calendar has is not counted.
    pub(super) fn buckets(self, days: &[(i64, u64)]) -> Vec<Bucket> {
        let mut buckets: Vec<Bucket> = Vec::new();
        let mut end = i64::MIN;
        for &(day, count) in days {
            match buckets.last_mut() {
                Some(bucket) if day <= end => bucket.count += count,
                _ => {
                    let Some(date) = day_of(day) else { continue };
                    end = day_number(self.last_day(date));
                    buckets.push(Bucket { value: self.label(date), count });
                }
            }
        }
        buckets
    }

    /// Returns how many steps there are from the first to the last of days that are in order.
    pub(super) fn steps(self, days: &[(i64, u64)]) -> usize {
        let mut dates = days.iter().filter_map(|&(day, _)| day_of(day));
        let Some(first) = dates.next() else { return 0 };
        let last = dates.next_back().unwrap_or(first);
        usize::try_from(self.number(last) - self.number(first) + 1).unwrap_or(usize::MAX)
    }

    /// Returns the number of a day's step, in their order.
    fn number(self, date: Date) -> i64 {
        match self {
            Unit::Day => day_number(date),
            Unit::Week => day_number(monday(date)).div_euclid(7),
            Unit::Month => i64::from(date.year()) * 12 + i64::from(date.month()),
            Unit::Year => i64::from(date.year()),
        }
    }

    /// Returns the last day of the step that a day lies in.
    fn last_day(self, date: Date) -> Date {
        match self {
            Unit::Day => date,
            Unit::Week => monday(date).checked_add(jiff::Span::new().days(6)).unwrap_or(Date::MAX),
            Unit::Month => date.last_of_month(),
            Unit::Year => date.last_of_year(),
        }
    }

    /// Returns the name of the day, week (its Monday), month or year of a day.
    fn label(self, date: Date) -> String {
        match self {
            Unit::Day => date.to_string(),
            Unit::Week => monday(date).to_string(),
            Unit::Month => format!("{:04}-{:02}", date.year(), date.month()),
            Unit::Year => format!("{:04}", date.year()),
        }
    }

    /// Returns the name of the next one.
    fn after(self, label: &str) -> Option<String> {
        let first = match self {
            Unit::Day | Unit::Week => label.to_owned(),
            Unit::Month => format!("{label}-01"),
            Unit::Year => format!("{label}-01-01"),
        };
        let last = self.last_day(first.parse().ok()?);
        Some(self.label(last.tomorrow().ok()?))
    }
}

fn monday(date: Date) -> Date {
    let back = jiff::Span::new().days(date.weekday().to_monday_zero_offset());
    date.checked_sub(back).unwrap_or(date)
}

/// Returns the buckets of a timeline with those between them in which nothing was said.
pub fn without_gaps(unit: Unit, buckets: Vec<Bucket>) -> Vec<Bucket> {
    let mut all: Vec<Bucket> = Vec::with_capacity(buckets.len());
    for bucket in buckets {
        while let Some(last) = all.last()
            && let Some(next) = unit.after(&last.value)
            && next < bucket.value
        {
            all.push(Bucket { value: next, count: 0 });
        }
        all.push(bucket);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled() {
        let filled = |unit, labels: &[&str]| -> Vec<String> {
            let buckets = labels.iter().map(|label| Bucket { value: (*label).to_owned(), count: 1 });
            without_gaps(unit, buckets.collect()).into_iter().map(|bucket| bucket.value).collect()
        };
        assert_eq!(filled(Unit::Day, &["2025-12-30", "2026-01-01"]), ["2025-12-30", "2025-12-31", "2026-01-01"]);
        assert_eq!(filled(Unit::Week, &["2025-12-29", "2026-01-12"]), ["2025-12-29", "2026-01-05", "2026-01-12"]);
        assert_eq!(filled(Unit::Month, &["2025-11", "2026-01"]), ["2025-11", "2025-12", "2026-01"]);
        assert_eq!(filled(Unit::Year, &["2023", "2025"]), ["2023", "2024", "2025"]);
        assert!(filled(Unit::Year, &[]).is_empty());
    }

    #[test]
    fn days_make_as_many_steps_as_they_fill() {
        let day = |text: &str| day_number(text.parse().expect("a date"));
        // A Sunday, the Monday after it, and a day in the next year.
        let days = [(day("2025-11-30"), 2), (day("2025-12-01"), 1), (day("2026-01-07"), 4)];
        for unit in Unit::ALL {
            let filled = without_gaps(unit, unit.buckets(&days));
            assert_eq!(filled.len(), unit.steps(&days), "{unit:?}");
            assert_eq!(filled.iter().map(|bucket| bucket.count).sum::<u64>(), 7, "{unit:?}");
        }
        assert_eq!(Unit::Week.steps(&days), 7);
        assert_eq!(Unit::Month.buckets(&days)[1], Bucket { value: "2025-12".to_owned(), count: 1 });
        assert_eq!(Unit::Day.steps(&[]), 0);
    }
}
