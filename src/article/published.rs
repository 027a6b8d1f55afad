//! Publication dates in the forms that files have them.
//!
//! Never guesses: "03/04/2020" is read only where one reading is impossible.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Time};

use super::Published;

/// Minutes east of UTC, by abbreviation.
static ZONES: LazyLock<HashMap<&str, i16>> = LazyLock::new(|| {
    include_str!("../../lexicon/time-zones.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, minutes)| Some((name, minutes.parse().ok()?)))
        .collect()
});

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl fmt::Display for Published {
    /// ISO 8601: a date, or date and time with the offset where one is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.at.date())?;
        if self.has_time {
            write!(f, "T{:02}:{:02}:{:02}", self.at.hour(), self.at.minute(), self.at.second())?;
            if let Some(minutes) = self.offset_minutes {
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60)?;
            }
        }
        Ok(())
    }
}

/// Months in other languages than English.
static MONTH_NAMES: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| {
    include_str!("../../lexicon/months.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, number)| Some((name, number.parse().ok()?)))
        .collect()
});

/// Returns the date that `value` states, found in `from`; `None` when it states none clearly.
pub fn parse(value: &str, from: &str) -> Option<Published> {
    parse_in(value, from, false)
}

/// Returns the same for a text of a language that always writes the day before the month
/// (`day_first`), where "03/04/2020" has one reading.
pub fn parse_in(value: &str, from: &str, day_first: bool) -> Option<Published> {
    let value = value.trim();
    if value.is_empty() || value.len() > 80 {
        return None;
    }
    if let Some(found) = epoch(value).or_else(|| compact(value)) {
        return Some(Published { from: from.to_owned(), ..found });
    }
    let words: Vec<String> = tokens(value);
    let (date, rest) = date(&words, day_first)?;
    let clock = clock(&rest);
    Some(Published {
        at: DateTime::from_parts(date, clock.map_or(Time::midnight(), |(_, time)| time)),
        has_time: clock.is_some(),
        // "25.01.2022 - 14:45" has no offset: one stands behind the time.
        offset_minutes: clock.and_then(|(at, _)| offset(&rest[at..])),
        from: from.to_owned(),
    })
}

/// Returns the date in an address: "/2019/11/18/", "/2019-11-18-", "/20191118/", "/2019/nov/18/".
pub fn in_address(url: &str) -> Option<Published> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest).split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<i16>().ok().filter(|_| part.len() <= 2);
    let made = |year: i16, month: i16, day: i16| {
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        let at = DateTime::from_parts(date, Time::midnight());
        (1990..2100).contains(&year).then(|| Published {
            at,
            has_time: false,
            offset_minutes: None,
            from: "address".to_owned(),
        })
    };
    let split = parts.windows(3).find_map(|three| {
        let year = three[0].parse::<i16>().ok().filter(|_| three[0].len() == 4)?;
        let month =
            number(three[1]).or_else(|| (three[1].len() >= 3).then(|| month(three[1])).flatten().map(i16::from))?;
        made(year, month, number(three[2])?)
    });
    split.or_else(|| {
        parts.iter().filter(|part| part.len() == 8).find_map(|part| {
            let digits: i32 = part.parse().ok()?;
            made((digits / 10_000) as i16, (digits / 100 % 100) as i16, (digits % 100) as i16)
        })
    })
}

/// Returns the first date in a line: "By Jane Roe | March 3, 2019 | 5 comments".
pub fn within(line: &str, read: &dyn Fn(&str, &str) -> Option<Published>) -> Option<Published> {
    line.split(['|', '•', '·', '\n'])
        .map(str::trim)
        .filter(|part| part.chars().any(|c| c.is_ascii_digit()))
        .find_map(|part| {
            let mut cut = part.len().min(80);
            while !part.is_char_boundary(cut) {
                cut -= 1;
            }
            read(&part[..cut], "text")
        })
        .filter(|found| (1990..2100).contains(&found.at.year()))
}

/// Seconds or milliseconds since 1970.
fn epoch(value: &str) -> Option<Published> {
    let number: i64 = value.parse().ok().filter(|_| matches!(value.len(), 9 | 10 | 13))?;
    let seconds = if value.len() == 13 { number / 1000 } else { number };
    let at = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    Some(Published { at, has_time: true, offset_minutes: Some(0), from: String::new() })
}

/// "20251124T001100Z", "20251124001100" and "20251124".
fn compact(value: &str) -> Option<Published> {
    let zulu = value.ends_with('Z');
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    if !value.chars().all(|c| c.is_ascii_digit() || matches!(c, 'T' | 'Z')) || !matches!(digits.len(), 8 | 14) {
        return None;
    }
    let number = |at: usize, length: usize| digits.get(at..at + length)?.parse::<i16>().ok();
    let date = Date::new(number(0, 4)?, number(4, 2)? as i8, number(6, 2)? as i8).ok().filter(|d| plausible(*d))?;
    let has_time = digits.len() == 14;
    let time = if has_time {
        Time::new(number(8, 2)? as i8, number(10, 2)? as i8, number(12, 2)? as i8, 0).ok()?
    } else {
        Time::midnight()
    };
    Some(Published {
        at: DateTime::from_parts(date, time),
        has_time,
        offset_minutes: zulu.then_some(0),
        from: String::new(),
    })
}

fn plausible(date: Date) -> bool {
    (1700..=2200).contains(&date.year())
}

/// Splits into runs of letters, runs of digits with ":" inside, and single signs.
fn tokens(value: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut kind = ' ';
    for c in value.chars() {
        let this = if c.is_ascii_digit() || (c == ':' && kind == 'd') {
            'd'
        } else if c.is_alphabetic() {
            'a'
        } else {
            's'
        };
        match found.last_mut() {
            Some(last) if this == kind && this != 's' => last.push(c),
            _ => found.push(c.to_string()),
        }
        kind = this;
    }
    found.retain(|t| !t.trim().is_empty());
    found
}

fn month(word: &str) -> Option<i8> {
    let lower = word.to_lowercase();
    MONTHS
        .iter()
        .position(|m| lower.starts_with(m))
        .filter(|_| lower.len() <= 9 && lower.chars().all(char::is_alphabetic) && lower != "mart" && lower != "second")
        .map(|at| at as i8 + 1)
        .or_else(|| MONTH_NAMES.get(lower.as_str()).copied())
}

/// Returns the date among the tokens, and the tokens that are not part of it.
fn date(words: &[String], day_first: bool) -> Option<(Date, Vec<String>)> {
    let number = |at: usize| {
        let word = words.get(at).filter(|w| w.len() <= 4)?;
        // "0001-01-01T00:00:00Z": what some systems write for no date.
        word.parse::<i16>().ok().filter(|&number| word.len() < 4 || number >= 1000)
    };
    let made = |year: i16, month: i16, day: i16, used: std::ops::Range<usize>| {
        let year = if year < 100 { 2000 + year } else { year };
        let date =
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().filter(|d| plausible(*d))?;
        let rest = words.iter().enumerate().filter(|(i, _)| !used.contains(i)).map(|(_, w)| w.clone()).collect();
        Some((date, rest))
    };
    for at in 0..words.len() {
        let sign = |i: usize| words.get(i).map(String::as_str);
        // 2025-11-24, 2025/11/24, 2025.11.24
        if let (Some(a), Some(b), Some(c)) = (number(at), number(at + 2), number(at + 4))
            && sign(at + 1) == sign(at + 3)
            && matches!(sign(at + 1), Some("-" | "/" | "."))
        {
            if words[at].len() == 4 {
                return made(a, b, c, at..at + 5);
            }
            let year_last = words[at + 4].len() == 4 || words[at + 4].len() == 2;
            if year_last && (sign(at + 1) == Some(".") || a > 12 || day_first) {
                return made(c, b, a, at..at + 5);
            }
            if year_last && b > 12 {
                return made(c, a, b, at..at + 5);
            }
            return None;
        }
        let Some(month) = words.get(at).and_then(|w| month(w)) else { continue };
        let skip = |mut i: usize| {
            while matches!(sign(i), Some("." | "," | "st" | "nd" | "rd" | "th" | "-" | "of" | "de" | "del")) {
                i += 1;
            }
            i
        };
        // November 24, 2025; Nov. 24 2025; Mon Nov 24, 2025
        let day_at = skip(at + 1);
        let year_at = skip(day_at + 1);
        if let (Some(day), Some(year)) = (number(day_at).filter(|d| (1..=31).contains(d)), number(year_at))
            && words[year_at].len() == 4
        {
            return made(year, i16::from(month), day, at..year_at + 1);
        }
        // 24 November 2025; 24-Nov-2025; Mon, 24 Nov 2025
        let mut before = at;
        while before > 0
            && matches!(
                sign(before - 1),
                Some("." | "," | "st" | "nd" | "rd" | "th" | "-" | "of" | "de" | "del" | "º" | "er")
            )
        {
            before -= 1;
        }
        let year_at = skip(at + 1);
        if let (Some(day), Some(year)) =
            (before.checked_sub(1).and_then(number).filter(|d| (1..=31).contains(d)), number(year_at))
            && (words[year_at].len() == 4 || (words[year_at].len() == 2 && sign(at + 1) == Some("-")))
        {
            return made(year, i16::from(month), day, before - 1..year_at + 1);
        }
    }
    None
}

/// Returns the time of day among the tokens: "00:11:00", "7:27am", "3 p.m.".
fn clock(words: &[String]) -> Option<(usize, Time)> {
    let half = |at: usize| {
        words.get(at).map(|w| w.to_lowercase()).and_then(|w| match w.as_str() {
            "am" | "a" => Some(false),
            "pm" | "p" => Some(true),
            _ => None,
        })
    };
    for (at, word) in words.iter().enumerate() {
        let parts: Vec<&str> = word.trim_end_matches(':').split(':').collect();
        let numbers: Vec<i8> = parts.iter().filter_map(|p| p.parse().ok()).collect();
        if numbers.len() != parts.len() || numbers.len() > 3 {
            continue;
        }
        let afternoon = half(at + 1);
        if numbers.len() == 1 && afternoon.is_none() {
            continue;
        }
        let hour = match (numbers[0], afternoon) {
            (12, Some(false)) => 0,
            (hour @ 1..=11, Some(true)) => hour + 12,
            (hour, _) => hour,
        };
        // An offset such as "+02:00" is no time of day.
        if at > 0 && matches!(words[at - 1].as_str(), "+") {
            continue;
        }
        if let Ok(time) = Time::new(hour, numbers.get(1).copied().unwrap_or(0), numbers.get(2).copied().unwrap_or(0), 0)
        {
            return Some((at, time));
        }
    }
    None
}

/// Returns the offset among the tokens: "EDT", "Z", "+0200", "-05:00".
fn offset(words: &[String]) -> Option<i16> {
    for (at, word) in words.iter().enumerate() {
        if let Some(minutes) = ZONES.get(word.as_str()) {
            return Some(*minutes);
        }
        let sign = match word.as_str() {
            "+" => 1,
            "-" => -1,
            _ => continue,
        };
        let digits: String = words.get(at + 1)?.chars().filter(char::is_ascii_digit).collect();
        if digits.len() == 4 {
            let (hours, minutes): (i16, i16) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
            return (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(value: &str) -> Option<String> {
        parse(value, "test").map(|p| p.to_string())
    }

    #[test]
    fn dates_in_every_form() {
        for (value, wanted) in [
            ("2025-11-24 00:11:00", "2025-11-24T00:11:00"),
            ("2025-11-24", "2025-11-24"),
            ("2017-05-01T14:04:36Z", "2017-05-01T14:04:36+00:00"),
            ("2017-05-01T14:04:36.250+02:00", "2017-05-01T14:04:36+02:00"),
            ("Mon May 24, 2010 7:27am EDT", "2010-05-24T07:27:00-04:00"),
            ("Mon, 24 Nov 2025 09:30:00 +0100", "2025-11-24T09:30:00+01:00"),
            ("24 November 2025", "2025-11-24"),
            ("November 24, 2025", "2025-11-24"),
            ("Nov. 24, 2025 at 3:15 p.m.", "2025-11-24T15:15:00"),
            ("24.11.2025", "2025-11-24"),
            ("11/24/2025", "2025-11-24"),
            ("24/11/2025", "2025-11-24"),
            ("1511481600", "2017-11-24T00:00:00+00:00"),
            ("20251124T001100Z", "2025-11-24T00:11:00+00:00"),
            ("Monday, August 5, 2019", "2019-08-05"),
            ("Sat Oct 21, 2006 12:05am EDT", "2006-10-21T00:05:00-04:00"),
            ("25.01.2022 - 14:45", "2022-01-25T14:45:00"),
            ("24. November 2025", "2025-11-24"),
            ("24 de noviembre de 2025", "2025-11-24"),
            ("1er août 2019", "2019-08-01"),
            ("24 ноября 2025", "2025-11-24"),
        ] {
            assert_eq!(iso(value).as_deref(), Some(wanted), "{value}");
        }
    }

    #[test]
    fn dates_in_addresses() {
        for (url, wanted) in [
            ("https://example.org/2019/11/18/dam", Some("2019-11-18")),
            ("https://example.org/news/2019-11-18-dam.html", Some("2019-11-18")),
            ("https://example.org/a/2019/nov/18/dam", Some("2019-11-18")),
            ("https://example.org/20191118/dam", Some("2019-11-18")),
            ("https://example.org/2019/11/dam", None),
            ("https://example.org/story/10048116", None),
            ("https://example.org/?d=2019/11/18", None),
        ] {
            assert_eq!(in_address(url).map(|p| p.to_string()).as_deref(), wanted, "{url}");
        }
        assert_eq!(parse_in("03/04/2020", "test", true).map(|p| p.to_string()).as_deref(), Some("2020-04-03"));
    }

    #[test]
    fn no_guesses() {
        for value in [
            "03/04/2020",
            "0001-01-01T00:00:00Z",
            "May",
            "last Tuesday",
            "2020-13-45",
            "",
            "the 1990s",
            "Marching on 12 fronts 2020",
        ] {
            assert_eq!(iso(value), None, "{value}");
        }
    }
}
