//! Datelines: the day from which an article counts "on Monday", where its first lines say so.

use std::ops::Range;

use jiff::civil::Date;

use super::calendar::read_date;
use super::words;
use crate::text::Document;

/// How many days a dateline may lie from the publication date.
const REACH: i32 = 31;
/// How many words a date alone on its line has at most.
const SHORT: usize = 8;
/// How many words of the first sentences may hold it.
const LEAD: usize = 24;
/// How many words of a sentence are read for it.
const OPENING: usize = 40;

/// Returns the day of the dateline, "Friday, July 10, 2020" on a line of its own or "WASHINGTON, Nov
/// 23 (Reuters) -"; the day of publication where there is none.
pub fn today(document: &Document, published: Date) -> Date {
    let near = |date: &Date| published.since(*date).map(|span| span.get_days().abs() <= REACH).unwrap_or(false);
    alone(document, published).filter(near).or_else(|| in_lead(document, published).filter(near)).unwrap_or(published)
}

/// A date with its year, alone on one of the first lines.
fn alone(document: &Document, published: Date) -> Option<Date> {
    document.sentences.iter().take_while(|s| s.paragraph < 4).find_map(|sentence| {
        if sentence.tokens.len() > SHORT {
            return None;
        }
        let words = opening(document, &sentence.tokens);
        let year = words.iter().any(|w| w.len() == 4 && w.parse::<i16>().is_ok_and(|y| y >= 1900));
        // Up to a month after: some archives store when an article was begun.
        let latest = published.checked_add(jiff::Span::new().days(i64::from(REACH))).ok()?;
        (0..words.len())
            .filter(|_| year)
            .find_map(|at| read_date(&words, at, latest, true).and_then(|(_, said)| said.date.parse::<Date>().ok()))
    })
}

/// "WASHINGTON, Nov 23 (Reuters) - The president": the day before the agency in brackets.
fn in_lead(document: &Document, published: Date) -> Option<Date> {
    document.sentences.iter().take_while(|s| s.paragraph < 3).find_map(|sentence| {
        let bracket = sentence.tokens.clone().take(LEAD).position(|t| document.lower(t) == "(")?;
        let words = opening(document, &sentence.tokens);
        let place = document.tokens.get(sentence.tokens.start)?;
        let shouted = document.text[place.span.clone()].chars().filter(|c| c.is_uppercase()).count() > 1;
        (0..bracket).filter(|_| shouted).find_map(|at| {
            let (length, said) = read_date(&words, at, published, true)?;
            (at + length == bracket).then(|| said.date.parse::<Date>().ok()).flatten()
        })
    })
}

/// Returns the first words of a sentence.
fn opening<'d>(document: &'d Document, tokens: &Range<usize>) -> Vec<&'d str> {
    words(document, tokens.start..tokens.end.min(tokens.start + OPENING))
}
