//! Time expressions: "on Sunday", "yesterday", "last month", "Nov. 12", "in March 2018".

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use serde::Deserialize;

use super::{DateSource, Precision, SaidOn};
use crate::text::{Document, Tag};

#[derive(Default, Deserialize)]
struct Calendar {
    weekdays: HashMap<String, i8>,
    months: HashMap<String, i8>,
    days: HashMap<String, i8>,
    units: HashMap<String, String>,
    parts: HashMap<String, i8>,
}

static CALENDAR: LazyLock<Calendar> =
    LazyLock::new(|| toml::from_str(include_str!("../../lexicon/calendar.toml")).unwrap_or_default());

/// A time expression, resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    pub tokens: Range<usize>,
    pub date: SaidOn,
}

/// Returns the expressions among the tokens `range` that mean a time no later than `published`.
pub fn find(document: &Document, range: Range<usize>, published: Date) -> Vec<Expression> {
    let words: Vec<String> = range
        .clone()
        .map(|t| document.text[document.tokens[t].span.clone()].trim_end_matches('.').to_lowercase())
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let capital = document.text[document.tokens[range.start + at].span.clone()].starts_with(char::is_uppercase);
        let verb = matches!(document.tokens[range.start + at].tag, Tag::Md | Tag::Vb | Tag::Vbd | Tag::Vbp | Tag::Vbz);
        match read(&words, at, published, capital && !verb) {
            Some((length, date)) => {
                found.push(Expression { tokens: range.start + at..range.start + at + length, date });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

fn day(date: Date) -> SaidOn {
    SaidOn { date: date.to_string(), precision: Precision::Day, from: DateSource::Text }
}

fn month(date: Date) -> SaidOn {
    SaidOn {
        date: format!("{:04}-{:02}", date.year(), date.month()),
        precision: Precision::Month,
        from: DateSource::Text,
    }
}

fn year(year: i16) -> SaidOn {
    SaidOn { date: format!("{year:04}"), precision: Precision::Year, from: DateSource::Text }
}

/// Reads the expression that begins at `at`; returns how many words it has.
fn read(words: &[String], at: usize, published: Date, capital: bool) -> Option<(usize, SaidOn)> {
    let calendar = &*CALENDAR;
    let word = words[at].as_str();
    let next = |n: usize| words.get(at + n).map_or("", String::as_str);
    let before = |n: usize| at.checked_sub(n).and_then(|i| words.get(i)).map_or("", String::as_str);
    if let Some(&number) = calendar.weekdays.get(word).filter(|_| capital) {
        // "next Monday", "by Thursday", "until Friday" lie ahead; "Sunday's talks" date no speech.
        if matches!(before(1), "next" | "by" | "until" | "till" | "before" | "since" | "coming")
            || matches!(next(1), "'s" | "’s")
        {
            return None;
        }
        let weekday = Weekday::from_monday_one_offset(number).ok()?;
        let back = (i64::from(published.weekday().to_monday_one_offset()) - i64::from(weekday.to_monday_one_offset()))
            .rem_euclid(7);
        let back = if before(1) == "last" && back == 0 { 7 } else { back };
        // "on Monday, March 4": the date is more telling.
        let skip = usize::from(next(1) == ",");
        if let Some((length, date)) = words.get(at + 1 + skip).and_then(|_| read_date(words, at + 1 + skip, published))
        {
            return Some((1 + skip + length, date));
        }
        return Some((1, day(published.checked_sub(back.days()).ok()?)));
    }
    if let Some(&offset) = calendar.days.get(word) {
        if matches!(next(1), "'s" | "’s") {
            return None;
        }
        return Some((1, day(published.checked_add(i64::from(offset).days()).ok()?)));
    }
    if matches!(word, "this" | "last" | "earlier" | "past") {
        if word == "earlier" {
            return read(words, at + 1, published, false)
                .filter(|_| next(1) == "this")
                .map(|(length, date)| (length + 1, date));
        }
        let back = i64::from(word != "this");
        if calendar.parts.contains_key(next(1)) && back == 0 {
            return Some((2, day(published)));
        }
        if back == 1 && next(1) == "night" {
            return Some((2, day(published.checked_sub(1.days()).ok()?)));
        }
        let shifted = |span: Span| published.checked_sub(span).ok();
        return match calendar.units.get(next(1)).map(String::as_str) {
            Some("week") => {
                let monday = shifted((back * 7 + i64::from(published.weekday().to_monday_zero_offset())).days())?;
                Some((2, SaidOn { date: monday.to_string(), precision: Precision::Week, from: DateSource::Text }))
            }
            Some("month") => Some((2, month(shifted(back.months())?))),
            Some("year") => Some((2, year(shifted(back.years())?.year()))),
            _ => None,
        };
    }
    if calendar.months.contains_key(word) && capital
        || word.parse::<i8>().is_ok_and(|n| (1..=31).contains(&n)) && calendar.months.contains_key(next(1))
    {
        return read_date(words, at, published);
    }
    // "in 2015".
    if before(1) == "in" && word.len() == 4 {
        let number: i16 = word.parse().ok().filter(|y| (1900..=published.year()).contains(y))?;
        return Some((1, year(number)));
    }
    None
}

/// "March 5", "5 March 2019", "March 2018", "March".
fn read_date(words: &[String], at: usize, published: Date) -> Option<(usize, SaidOn)> {
    let calendar = &*CALENDAR;
    let number =
        |i: usize| words.get(i).and_then(|w| w.trim_end_matches(|c: char| c.is_alphabetic()).parse::<i16>().ok());
    let day_number = |i: usize| number(i).filter(|n| (1..=31).contains(n) && words[i].len() <= 4).map(|n| n as i8);
    let year_number = |i: usize| number(i).filter(|n| (1900..=2200).contains(n) && words[i].len() == 4);
    let comma = |i: usize| usize::from(words.get(i).is_some_and(|w| w == ","));
    let (month_number, day_found, mut used) = if let Some(&found) = calendar.months.get(words.get(at)?) {
        match day_number(at + 1) {
            Some(day) => (found, Some(day), 2),
            None => (found, None, 1),
        }
    } else {
        (*calendar.months.get(words.get(at + 1)?)?, Some(day_number(at)?), 2)
    };
    let skip = comma(at + used);
    let year_found = year_number(at + used + skip);
    if year_found.is_some() {
        used += skip + 1;
    }
    let Some(day_found) = day_found else {
        let year = year_found.unwrap_or(published.year() - i16::from(month_number > published.month()));
        return Some((used, month(Date::new(year, month_number, 1).ok()?)));
    };
    let year = year_found.unwrap_or_else(|| {
        published.year() - i16::from((month_number, day_found) > (published.month(), published.day()))
    });
    let date = Date::new(year, month_number, day_found).ok().filter(|d| *d <= published)?;
    Some((used, day(date)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(text: &str) -> Vec<String> {
        let document = Document::analyse(text, 0..text.len());
        find(&document, 0..document.tokens.len(), Date::constant(2025, 11, 24))
            .into_iter()
            .map(|e| e.date.date)
            .collect()
    }

    #[test]
    fn expressions_are_read_against_the_day_of_publication() {
        // 24 November 2025 was a Monday.
        for (text, wanted) in [
            ("Rubio said on Sunday that", "2025-11-23"),
            ("He said on Monday night", "2025-11-24"),
            ("she said yesterday", "2025-11-23"),
            ("wrote earlier this month", "2025-11"),
            ("said last year", "2024"),
            ("said last week", "2025-11-17"),
            ("wrote on Nov. 12 that", "2025-11-12"),
            ("said on 5 March", "2025-03-05"),
            ("in a January interview", "2025-01"),
            ("said on December 3 that", "2024-12-03"),
            ("In March 2018 he said", "2018-03"),
        ] {
            assert_eq!(dates(text), [wanted], "{text}");
        }
        for text in ["it may rain by Thursday", "Sunday's talks", "He may march on"] {
            assert!(dates(text).is_empty(), "{text}");
        }
    }
}
