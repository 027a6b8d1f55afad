//! Time expressions: "on Sunday", "yesterday", "last month", "Nov. 12", "the day before".

use std::ops::Range;

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::calendar::{CALENDAR, read_date, read_iso};
use super::{DateSource, Precision, SaidOn, words};
use crate::lexicon::is_one_of;
use crate::text::{Document, Tag};

/// A time expression, resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    pub tokens: Range<usize>,
    pub date: SaidOn,
    /// "a 2015 court decision": it dates what the noun names.
    pub modifier: bool,
    /// "a day after the agency said": it dates only what follows.
    pub opens: bool,
}

/// Returns the expressions among the tokens `range` that mean a time no later than `today`.
///
/// `scene` is the day that the text spoke of last: "the day before" counts from it.
pub fn find(document: &Document, range: Range<usize>, today: Date, scene: Option<Date>) -> Vec<Expression> {
    let words = words(document, range.clone());
    let mut found: Vec<Expression> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let token = range.start + at;
        if !CALENDAR.opens(words[at]) {
            at += 1;
            continue;
        }
        let capital = document.text[document.tokens[token].span.clone()].starts_with(char::is_uppercase);
        // "Theresa May's deal", but "Mon May 24".
        let named = at > 0 && document.tokens[token - 1].tag.is_name();
        let day = document.tokens.get(token + 1).is_some_and(|next| next.tag == Tag::Cd);
        let surname = named && !day && is_one_of("calendar-surname", words[at]);
        let verb = matches!(document.tokens[token].tag, Tag::Md | Tag::Vb | Tag::Vbd | Tag::Vbp | Tag::Vbz);
        // "the Baltimore Sun", "USA Today".
        let part = named && capital && !is_one_of("calendar", words[at]);
        let reader = Reader { words: &words, today, scene: last_day(&found).or(scene) };
        let read = (!part).then(|| reader.read(at, capital && !verb && !surname)).flatten();
        match read {
            Some((length, date)) => {
                // "the November 27 deal", "its January 3 alert".
                let noun = document.tokens.get(token + length).is_some_and(|next| next.tag.is_noun());
                let plain = matches!(date.precision, Precision::Day | Precision::Month) && capital && noun && {
                    let before = at.checked_sub(1).map_or("", |at| words[at]);
                    before != "this" && is_one_of("determiner", before) || before == "'s" || before == "’s"
                };
                let modifier = date.precision == Precision::Year && reader.is_modifier(at) || plain;
                let opens = at > 0 && length == 3 && matches!(words[at + 2], "after" | "before");
                let opens = opens && words[at] != "the" && !reader.ends(at + 3);
                found.push(Expression { tokens: token..token + length, date, modifier, opens });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// Returns the last day of that name, in lower case, no later than `today`.
pub fn weekday(name: &str, today: Date) -> Option<SaidOn> {
    let reader = Reader { words: &[name], today, scene: None };
    reader.weekday(0, true).map(|(_, date)| date)
}

/// Returns the last day that expressions name.
pub fn last_day(expressions: &[Expression]) -> Option<Date> {
    let mut days = expressions.iter().rev().filter(|e| e.date.precision == Precision::Day && !e.modifier && !e.opens);
    days.next().and_then(|e| e.date.date.parse().ok())
}

pub fn day(date: Date) -> SaidOn {
    SaidOn { date: date.to_string(), precision: Precision::Day, from: DateSource::Text }
}

fn week(date: Date) -> Option<SaidOn> {
    let monday = date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok()?;
    Some(SaidOn { date: monday.to_string(), precision: Precision::Week, from: DateSource::Text })
}

pub fn month(date: Date) -> SaidOn {
    SaidOn {
        date: format!("{:04}-{:02}", date.year(), date.month()),
        precision: Precision::Month,
        from: DateSource::Text,
    }
}

fn year(year: i16) -> SaidOn {
    SaidOn { date: format!("{year:04}"), precision: Precision::Year, from: DateSource::Text }
}

/// Returns `date` moved back by `count` of a unit, as precise as the unit.
fn ago(date: Date, count: i64, unit: &str) -> Option<SaidOn> {
    let back = |span: Span| date.checked_sub(span).ok();
    match unit {
        "day" => Some(day(back(count.days())?)),
        "week" => week(back((count * 7).days())?),
        "month" => Some(month(back(count.months())?)),
        "year" => Some(year(back(count.years())?.year())),
        _ => None,
    }
}

struct Reader<'a> {
    words: &'a [&'a str],
    today: Date,
    scene: Option<Date>,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.words.get(at).copied().unwrap_or_default()
    }

    fn before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |i| self.word(i))
    }

    /// Reads the expression that begins at `at`; returns how many words it has.
    fn read(&self, at: usize, capital: bool) -> Option<(usize, SaidOn)> {
        let before = self.before(at, 1);
        // "by Thursday", "until Friday", "since October" tell no time of speaking; "By Sunday
        // afternoon, he said" does, "as of yesterday" does not.
        let opens = at == 1 && before == "by";
        // "As of Thursday, the agency reported" says when, "the most dead as of yesterday" does not.
        let reports = self.word(at + 1) == "," || is_one_of("inverted-verb", self.word(at + 1));
        let as_of = before == "of" && self.before(at, 2) == "as" && at > 2 && !reports;
        if is_one_of("boundary", before) && !opens || as_of {
            return None;
        }
        // "the day before": these words begin nothing else, and stand everywhere.
        if matches!(self.word(at), "the" | "that") {
            return self.by_scene(at);
        }
        self.weekday(at, capital)
            .or_else(|| self.relative_day(at))
            .or_else(|| self.unit(at))
            .or_else(|| self.counted(at))
            .or_else(|| read_date(self.words, at, self.today, capital))
            .or_else(|| read_iso(self.word(at), self.today).map(|date| (1, day(date))))
            .or_else(|| self.year(at))
    }

    /// "during Monday's session" dates what was said there; "criticised Monday's attack" does not.
    fn possessive(&self, at: usize) -> Option<bool> {
        let owner = matches!(self.word(at + 1), "'s" | "’s");
        (!owner || matches!(self.before(at, 1), "at" | "during" | "in")).then_some(owner)
    }

    /// "on Sunday", "last Monday", "Monday night", "Monday, March 4".
    fn weekday(&self, at: usize, capital: bool) -> Option<(usize, SaidOn)> {
        let &number = CALENDAR.weekdays.get(self.word(at)).filter(|_| capital)?;
        // "next Monday" lies ahead.
        if matches!(self.before(at, 1), "next" | "coming") {
            return None;
        }
        let owner = self.possessive(at)?;
        let weekday = Weekday::from_monday_one_offset(number).ok()?;
        let offset = |w: Weekday| i64::from(w.to_monday_one_offset());
        let mut back = (offset(self.today.weekday()) - offset(weekday)).rem_euclid(7);
        // "last Wednesday", said on a Friday, is not the day before yesterday.
        if self.before(at, 1) == "last" && back <= 2 {
            back += 7;
        }
        // "on Monday, March 4": the date is more telling.
        let skip = usize::from(self.word(at + 1) == ",");
        if !owner
            && let Some((length, date)) = read_date(self.words, at + 1 + skip, self.today, true)
                .filter(|(_, date)| date.precision == Precision::Day)
        {
            return Some((1 + skip + length, date));
        }
        Some((1, day(self.today.checked_sub(back.days()).ok()?)))
    }

    /// "yesterday", "tonight", "this morning", "last night".
    fn relative_day(&self, at: usize) -> Option<(usize, SaidOn)> {
        if let Some(&offset) = CALENDAR.days.get(self.word(at)) {
            self.possessive(at)?;
            return Some((1, day(self.today.checked_add(i64::from(offset).days()).ok()?)));
        }
        match (self.word(at), self.word(at + 1)) {
            ("this", part) if CALENDAR.parts.contains_key(part) => Some((2, day(self.today))),
            ("last", "night") => Some((2, day(self.today.checked_sub(1.days()).ok()?))),
            _ => None,
        }
    }

    /// "this month", "earlier this year", "last week".
    fn unit(&self, at: usize) -> Option<(usize, SaidOn)> {
        let back = match self.word(at) {
            "this" => 0,
            "last" | "past" => 1,
            _ => return None,
        };
        let unit = CALENDAR.units.get(self.word(at + 1))?;
        // "is to raise money this year" says nothing, "said earlier this year" does.
        if back == 0 && unit == "year" && !is_one_of("time-modifier", self.before(at, 1)) {
            return None;
        }
        Some((2, ago(self.today, back, unit)?))
    }

    /// "two days ago", "a week ago".
    fn counted(&self, at: usize) -> Option<(usize, SaidOn)> {
        let count = self.count(at)?;
        let unit = CALENDAR.units.get(self.word(at + 1).trim_end_matches('s'))?;
        match self.word(at + 2) {
            "ago" => Some((3, ago(self.today, count, unit)?)),
            // "two days later", "a day earlier"; "it came two days after the agency declared".
            "after" if unit == "day" && at > 0 && !self.ends(at + 3) => Some((3, self.shifted(-count)?)),
            "before" if unit == "day" && at > 0 && !self.ends(at + 3) => Some((3, self.shifted(count)?)),
            "later" | "after" if unit == "day" => Some((3, self.shifted(count)?)),
            "earlier" | "before" if unit == "day" => Some((3, self.shifted(-count)?)),
            _ => None,
        }
    }

    /// Whether a mark or the end of the sentence stands at `at`.
    fn ends(&self, at: usize) -> bool {
        !self.word(at).contains(char::is_alphanumeric)
    }

    fn count(&self, at: usize) -> Option<i64> {
        let word = self.word(at);
        CALENDAR.numbers.get(word).copied().or_else(|| word.parse().ok()).filter(|n| (1..=60).contains(n))
    }

    /// "the day before", "the previous day", "the following day", "that day", "the same day".
    fn by_scene(&self, at: usize) -> Option<(usize, SaidOn)> {
        let same = || self.scene.map(day);
        match (self.word(at), self.word(at + 1), self.word(at + 2)) {
            ("the", "day", "before") | ("the", "previous", "day") => Some((3, self.shifted(-1)?)),
            ("the", "day", "after") | ("the", "next" | "following", "day") => Some((3, self.shifted(1)?)),
            ("the", "same", "day") => Some((3, same()?)),
            ("that", "day" | "evening" | "morning" | "afternoon" | "night", _) => Some((2, same()?)),
            _ => None,
        }
    }

    /// Returns the day of the scene, or of publication, moved by `days`; never one to come.
    fn shifted(&self, days: i64) -> Option<SaidOn> {
        let from = match self.scene {
            Some(scene) => scene,
            None if days < 0 => self.today,
            None => return None,
        };
        from.checked_add(days.days()).ok().filter(|date| *date <= self.today).map(day)
    }

    /// "in 2015", "in mid-2019", "in a 2009 interview", "a 2015 decision".
    fn year(&self, at: usize) -> Option<(usize, SaidOn)> {
        let word = self.word(at);
        let number = word.strip_prefix("mid-").unwrap_or(word);
        let prefixed = number.len() < word.len();
        if number.len() != 4 {
            return None;
        }
        let found: i16 = number.parse().ok().filter(|y| (1900..=self.today.year()).contains(y))?;
        let before = self.before(at, 1);
        let fits = prefixed || matches!(before, "in" | "early" | "late" | "mid" | "-") || self.is_modifier(at);
        fits.then(|| (1, year(found)))
    }

    /// "a 2015 decision", "its 2009 report"; the year of publication says nothing.
    fn is_modifier(&self, at: usize) -> bool {
        let word = self.word(at);
        let past = word.parse::<i16>().is_ok_and(|year| year < self.today.year());
        is_one_of("determiner", self.before(at, 1)) && word.len() == 4 && past
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(text: &str) -> Vec<String> {
        let document = Document::analyse(text, 0..text.len());
        find(&document, 0..document.tokens.len(), Date::constant(2025, 11, 24), None)
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
            ("in a report in March of last year", "2024-03"),
            ("said two days ago", "2025-11-22"),
            ("said during Friday's debate", "2025-11-21"),
            ("said last Sunday", "2025-11-16"),
            ("said last Saturday", "2025-11-15"),
            ("The country claimed, as of Sunday, it was free", "2025-11-23"),
            ("By Sunday afternoon, he said", "2025-11-23"),
            ("in a 2009 interview", "2009"),
            ("said in mid-2019", "2019"),
            ("The day before, she said", "2025-11-23"),
        ] {
            assert_eq!(dates(text), [wanted], "{text}");
        }
        for text in [
            "it may rain by Thursday",
            "Sunday's talks",
            "He may march on",
            "Theresa May’s deal",
            "since October",
            "nobody had as of yesterday",
            "the flight of 2015 people",
        ] {
            assert!(dates(text).is_empty(), "{text}");
        }
        assert_eq!(dates("She spoke on Friday. The following day he said"), ["2025-11-21", "2025-11-22"]);
    }
}
