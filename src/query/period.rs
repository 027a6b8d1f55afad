//! Periods: `2025-11-20..2025-11-24`, `>=2025-11`, `2w..`, `yesterday`.

use std::fmt;

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};

/// A run of days, both ends included; an absent end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    pub first: Option<Date>,
    pub last: Option<Date>,
}

impl Period {
    /// Parses a period as it stands after `said:`. Relative dates count back from `today`. The
    /// error says what is wrong, and with what to do about it after a line break, if anything.
    pub fn parse(text: &str, today: Date) -> Result<Period, (String, Option<String>)> {
        let text = text.trim();
        let point = |text: &str| Point::parse(text, today);
        let period = if let Some((from, to)) = text.split_once("..") {
            if from.is_empty() && to.is_empty() {
                return Err(("a period needs a beginning or an end".into(), None));
            }
            Period {
                first: if from.is_empty() { None } else { Some(point(from)?.first) },
                last: if to.is_empty() { None } else { Some(point(to)?.last) },
            }
        } else if let Some(rest) = text.strip_prefix(">=") {
            Period { first: Some(point(rest)?.first), last: None }
        } else if let Some(rest) = text.strip_prefix("<=") {
            Period { first: None, last: Some(point(rest)?.last) }
        } else if let Some(rest) = text.strip_prefix('>') {
            Period { first: point(rest)?.last.tomorrow().ok(), last: None }
        } else if let Some(rest) = text.strip_prefix('<') {
            Period { first: None, last: point(rest)?.first.yesterday().ok() }
        } else {
            let text = text.strip_prefix('=').unwrap_or(text);
            let point = point(text)?;
            if point.relative {
                return Err((
                    format!("'{text}' ago is one day, not a period"),
                    Some(format!("for everything since then write '{text}..'")),
                ));
            }
            Period { first: Some(point.first), last: Some(point.last) }
        };
        if let (Some(first), Some(last)) = (period.first, period.last)
            && first > last
        {
            let turned = text.split_once("..").map(|(from, to)| format!("did you mean '{to}..{from}'?"));
            return Err(("the period ends before it begins".into(), turned));
        }
        Ok(period)
    }

    /// Parses the value of `--since`: everything from the first day of it on.
    pub fn since(text: &str, today: Date) -> Result<Period, (String, Option<String>)> {
        Ok(Period { first: Some(Point::parse(text.trim(), today)?.first), last: None })
    }

    /// Parses the value of `--until`: everything up to the last day of it.
    pub fn until(text: &str, today: Date) -> Result<Period, (String, Option<String>)> {
        Ok(Period { first: None, last: Some(Point::parse(text.trim(), today)?.last) })
    }

    /// Parses the value of `--on`: a day, week, month or year.
    pub fn on(text: &str, today: Date) -> Result<Period, (String, Option<String>)> {
        let point = Point::parse(text.trim(), today)?;
        Ok(Period { first: Some(point.first), last: Some(point.last) })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => write!(f, "{first}"),
            (Some(first), Some(last)) => write!(f, "{first}..{last}"),
            (Some(first), None) => write!(f, "{first}.."),
            (None, Some(last)) => write!(f, "..{last}"),
            (None, None) => write!(f, "0001-01-01.."),
        }
    }
}

/// A day, week, month or year.
struct Point {
    first: Date,
    last: Date,
    relative: bool,
}

impl Point {
    fn parse(text: &str, today: Date) -> Result<Point, (String, Option<String>)> {
        let day = |date: Date| Point { first: date, last: date, relative: false };
        let lower = text.to_lowercase();
        match lower.as_str() {
            "today" | "now" => return Ok(day(today)),
            "yesterday" => return Ok(day(today.yesterday().unwrap_or(today))),
            _ => {}
        }
        if let Some(span) = relative(&lower) {
            return match today.checked_sub(span) {
                Ok(date) => Ok(Point { relative: true, ..day(date) }),
                Err(_) => Err((format!("'{text}' ago is before the first date there is"), None)),
            };
        }
        absolute(&lower).ok_or_else(|| {
            (
                format!("'{text}' is not a date"),
                Some(
                    "dates look like 2025-11-23, 2025-11, 2025-W47, 2025, today, yesterday, 3d, \
                     2w, 6m or 1y"
                        .into(),
                ),
            )
        })
    }
}

/// `3d`, `2w`, `6m`, `1y`: that long ago.
fn relative(text: &str) -> Option<Span> {
    let unit = text.chars().last()?;
    let count: i32 = text.strip_suffix(unit)?.parse().ok().filter(|n| (0..=9999).contains(n))?;
    match unit {
        'd' => Some(count.days()),
        'w' => Some(count.weeks()),
        'm' => Some(count.months()),
        'y' => Some(count.years()),
        _ => None,
    }
}

/// `2025-11-23`, `2025-11`, `2025-w47`, `2025`.
fn absolute(text: &str) -> Option<Point> {
    let number = |part: &str| -> Option<i16> {
        (!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let mut parts = text.split('-');
    let year = number(parts.next().filter(|year| year.len() == 4)?)?;
    let (first, last) = match (parts.next(), parts.next(), parts.next()) {
        (None, ..) => (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?),
        (Some(week), None, _) if week.starts_with('w') => {
            let week = i8::try_from(number(&week[1..])?).ok()?;
            let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
            (monday, monday.checked_add(6.days()).ok()?)
        }
        (Some(month), None, _) => {
            let first = Date::new(year, i8::try_from(number(month)?).ok()?, 1).ok()?;
            (first, first.last_of_month())
        }
        (Some(month), Some(day), None) => {
            let (month, day) = (number(month)?, number(day)?);
            let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            (date, date)
        }
        _ => return None,
    };
    Some(Point { first, last, relative: false })
}
