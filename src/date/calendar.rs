//! Dates of the calendar: "March 5", "5 March 2019", "March of last year", "2025-11-12".

use std::sync::LazyLock;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use jiff::civil::Date;
use serde::Deserialize;

use super::SaidOn;
use super::expression::{day, month};

/// Words that say when, from `lexicon/calendar.toml`.
#[derive(Default, Deserialize)]
pub struct Calendar {
    pub weekdays: HashMap<String, i8>,
    pub months: HashMap<String, i8>,
    pub days: HashMap<String, i8>,
    pub units: HashMap<String, String>,
    pub parts: HashMap<String, i8>,
    pub numbers: HashMap<String, i64>,
}

impl Calendar {
    /// Whether an expression of time may begin with a word, in lower case.
    pub fn opens(&self, word: &str) -> bool {
        let digit = word.starts_with(|c: char| c.is_ascii_digit());
        let small = matches!(word, "this" | "last" | "past" | "the" | "that") || word.starts_with("mid-");
        digit || small || OPENERS.contains(word)
    }
}

/// The names and numbers that an expression of time may begin with.
static OPENERS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let names = [&CALENDAR.weekdays, &CALENDAR.months, &CALENDAR.days].into_iter().flat_map(HashMap::keys);
    names.chain(CALENDAR.numbers.keys()).map(String::as_str).collect()
});

pub static CALENDAR: LazyLock<Calendar> =
    LazyLock::new(|| toml::from_str(include_str!("../../lexicon/calendar.toml")).unwrap_or_default());

/// Reads "March 5", "5 March 2019", "March 2018", "March" at `at`, no later than `today`; returns
/// how many words it has. A month alone needs a capital.
pub fn read_date(words: &[&str], at: usize, today: Date, capital: bool) -> Option<(usize, SaidOn)> {
    let number =
        |i: usize| words.get(i).and_then(|w| w.trim_end_matches(|c: char| c.is_alphabetic()).parse::<i16>().ok());
    let day_number = |i: usize| number(i).filter(|n| (1..=31).contains(n) && words[i].len() <= 4).map(|n| n as i8);
    let year_number = |i: usize| number(i).filter(|n| (1900..=2200).contains(n) && words[i].len() == 4);
    let is = |i: usize, word: &str| words.get(i).is_some_and(|w| *w == word);
    let (month_number, day_found, mut used) = if let Some(&found) = CALENDAR.months.get(*words.get(at)?) {
        if !capital {
            return None;
        }
        match day_number(at + 1) {
            Some(day) => (found, Some(day), 2),
            None => (found, None, 1),
        }
    } else {
        (*CALENDAR.months.get(*words.get(at + 1)?)?, Some(day_number(at)?), 2)
    };
    let skip = usize::from(is(at + used, ","));
    let mut year = year_number(at + used + skip);
    if year.is_some() {
        used += skip + 1;
    } else if is(at + used, "of") && is(at + used + 2, "year") {
        // "in March of last year".
        let back = i16::from(is(at + used + 1, "last"));
        year = (back == 1 || is(at + used + 1, "this")).then(|| today.year() - back);
        used += if year.is_some() { 3 } else { 0 };
    }
    let Some(day_found) = day_found else {
        let year = year.unwrap_or(today.year() - i16::from(month_number > today.month()));
        return Some((used, month(Date::new(year, month_number, 1).ok()?)));
    };
    let year =
        year.unwrap_or_else(|| today.year() - i16::from((month_number, day_found) > (today.month(), today.day())));
    let date = Date::new(year, month_number, day_found).ok().filter(|d| *d <= today)?;
    Some((used, day(date)))
}

/// Reads "2025-11-12", no later than `today`.
pub fn read_iso(word: &str, today: Date) -> Option<Date> {
    (word.len() == 10 && word.as_bytes()[4] == b'-').then(|| word.parse().ok()).flatten().filter(|d| *d <= today)
}
