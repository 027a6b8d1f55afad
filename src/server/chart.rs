//! Counts over time, as the places of bars: a period with nothing in it is an empty place.

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Serialize;

use crate::index::{Bucket, Unit};

/// The width and height of a chart in its own units.
pub const WIDTH: f64 = 600.0;
pub const HEIGHT: f64 = 60.0;
/// More empty places than this are left out: a stray date does not flatten the rest.
const MOST: usize = 400;

/// A chart of bars.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    pub bars: Vec<Bar>,
    pub first: String,
    pub last: String,
    pub unit: &'static str,
    pub most: u64,
}

/// A step of time with its bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    pub label: String,
    pub count: u64,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// The first and the last day.
    pub since: String,
    pub until: String,
}

/// Returns the chart of counts; `None` where there is only one step of time.
pub fn chart(unit: Unit, buckets: &[Bucket]) -> Option<Chart> {
    let steps: Vec<(Date, u64)> =
        buckets.iter().filter_map(|bucket| Some((first_day(&bucket.value)?, bucket.count))).collect();
    let (&(first, _), &(last, _)) = (steps.first()?, steps.last()?);
    let mut days = vec![first];
    while let Some(next) = days.last().and_then(|day| after(unit, *day)).filter(|next| *next <= last) {
        days.push(next);
        if days.len() > MOST {
            days = steps.iter().map(|(day, _)| *day).collect();
            break;
        }
    }
    if days.len() < 2 {
        return None;
    }
    let most = steps.iter().map(|(_, count)| *count).max()?.max(1);
    let width = WIDTH / days.len() as f64;
    let round = |number: f64| (number * 10.0).round() / 10.0;
    let bars = days.iter().enumerate().map(|(at, day)| {
        let count = steps.iter().find(|(step, _)| step == day).map_or(0, |(_, count)| *count);
        // Few are still seen beside many.
        let height = if count == 0 { 0.0 } else { (count as f64 / most as f64 * HEIGHT).max(1.5) };
        let until = after(unit, *day).and_then(|next| next.yesterday().ok()).unwrap_or(*day);
        Bar {
            label: label(unit, *day),
            count,
            x: round(at as f64 * width),
            y: round(HEIGHT - height),
            width: round((width - 1.0).max(width * 0.8)),
            height: round(height),
            since: day.to_string(),
            until: until.to_string(),
        }
    });
    let unit_name = match unit {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    };
    Some(Chart { bars: bars.collect(), first: label(unit, first), last: label(unit, last), unit: unit_name, most })
}

fn first_day(label: &str) -> Option<Date> {
    let whole = format!("{label}-01-01");
    whole.get(..10).filter(|_| label.len() <= 10)?.parse().ok()
}

fn after(unit: Unit, day: Date) -> Option<Date> {
    let step = match unit {
        Unit::Day => 1.day(),
        Unit::Week => 1.week(),
        Unit::Month => 1.month(),
        Unit::Year => 1.year(),
    };
    day.checked_add(step).ok()
}

fn label(unit: Unit, day: Date) -> String {
    let format = match unit {
        Unit::Day => "%-d %b %Y",
        Unit::Week => "week of %-d %b %Y",
        Unit::Month => "%b %Y",
        Unit::Year => "%Y",
    };
    day.strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_without_statements_is_an_empty_place() {
        let bucket = |value: &str, count| Bucket { value: value.to_owned(), count };
        let chart = chart(Unit::Month, &[bucket("2025-11", 4), bucket("2026-02", 8)]).expect("a chart");
        let bars: Vec<_> = chart.bars.iter().map(|bar| (bar.since.as_str(), bar.until.as_str(), bar.count)).collect();
        assert_eq!(
            bars,
            [
                ("2025-11-01", "2025-11-30", 4),
                ("2025-12-01", "2025-12-31", 0),
                ("2026-01-01", "2026-01-31", 0),
                ("2026-02-01", "2026-02-28", 8)
            ]
        );
        assert_eq!(super::chart(Unit::Day, &[bucket("2025-11-23", 4)]), None);
    }
}
