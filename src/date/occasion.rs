//! Occasions: what somebody does on a day, says in a speech or calls "today" dates what is said there.

use jiff::civil::Date;

use super::expression::Expression;
use super::scene::{Before, Told};
use super::{Precision, SaidOn, expression, is_elsewhen, outside};
use crate::lexicon::is_one_of;
use crate::statement::{Attribution, Kind};
use crate::text::Document;

/// How many sentences back a deed may stand.
const REACH: usize = 2;
/// How many sentences back the day may stand that a quotation calls "today".
const DAY: usize = 6;

/// "On Wednesday, Lam said … . “…,” Lam said in a televised announcement": the same speaker on the
/// occasion that the article is about.
pub fn of_speaker(document: &Document, at: usize, sentence: usize, before: &Before) -> Option<SaidOn> {
    let attribution = &before.attributions[at];
    let tokens = document.sentences.get(sentence)?.tokens.clone();
    let occasion = |t: usize| {
        let name = document.lower(t);
        let mut before = tokens.start.max(t.saturating_sub(3))..t;
        outside(document, attribution, t)
            && (is_one_of("occasion", name) || is_one_of("made-public", name))
            && before.any(|d| is_one_of("occasion-preposition", document.lower(d)))
    };
    if !tokens.clone().any(occasion) {
        return None;
    }
    let speaker = before.speakers.get(at)?.as_ref()?;
    let earlier = (0..at).rev().filter(|&e| before.speakers[e].as_ref().is_some_and(|s| s.name == speaker.name));
    earlier.filter_map(|e| before.stated[e].clone()).find(|date| date.precision == Precision::Day)
}

/// "On Monday, Johnson joined the calls. He said": what the speaker does in the sentence before is
/// dated by the words that it begins with.
pub fn of_deed(
    document: &Document,
    at: usize,
    sentence: usize,
    before: &Before,
    found: &[Vec<Expression>],
) -> Option<SaidOn> {
    let attribution = &before.attributions[at];
    let speaker = before.speakers.get(at)?.as_ref()?;
    let name = speaker.name.split(' ').next_back()?.to_lowercase();
    let here = document.sentences.get(sentence)?;
    if is_elsewhen(document, attribution, &here.tokens) {
        return None;
    }
    (sentence.saturating_sub(REACH)..sentence).rev().find_map(|s| {
        let deed = &document.sentences[s];
        if deed.paragraph != here.paragraph {
            return None;
        }
        let opening = found[s]
            .first()
            .filter(|e| e.date.precision == Precision::Day && !e.modifier && e.tokens.start <= deed.tokens.start + 1)?;
        let verb = |t: usize| document.tokens[t].tag.is_finite();
        let mut subject = (opening.tokens.end..deed.tokens.end).take_while(|&t| !verb(t));
        subject.any(|t| document.lower(t) == name).then(|| opening.date.clone())
    })
}

/// Whether it was said at, or after, an occasion: "Speaking after the talks, he said".
pub fn is_at_one(document: &Document, attribution: &Attribution, sentence: usize) -> bool {
    const REACH: usize = 6;
    let Some(tokens) = document.sentences.get(sentence).map(|s| s.tokens.clone()) else { return false };
    tokens.clone().filter(|&t| is_occasion(document.lower(t))).any(|t| {
        let mut before = tokens.start.max(t.saturating_sub(REACH))..t;
        outside(document, attribution, t) && before.any(|p| is_one_of("occasion-preposition", document.lower(p)))
    })
}

/// Returns the only day that the article calls an occasion by, as in "Sunday's talks".
pub fn owner(document: &Document, today: Date) -> Option<SaidOn> {
    const REACH: usize = 4;
    let end = document.tokens.len();
    let owners = (1..end).filter(|&t| matches!(&document.text[document.tokens[t].span.clone()], "'s" | "’s"));
    let mut days = owners
        .filter(|&t| (t + 1..end.min(t + 1 + REACH)).any(|noun| is_occasion(document.lower(noun))))
        .filter_map(|t| expression::weekday(document.lower(t - 1), today));
    let day = days.next()?;
    days.all(|other| other == day).then_some(day)
}

/// Whether people speak there, to everybody or with each other.
fn is_occasion(word: &str) -> bool {
    is_one_of("occasion", word) || is_one_of("negotiation", word)
}

/// “We received an alert this morning”: a quotation that speaks of its own day belongs to the day that
/// the text spoke of last.
pub fn of_today(told: &Told) -> Option<SaidOn> {
    let Told { document, attribution, sentence, tokens, found } = *told;
    if attribution.kind == Kind::Indirect {
        return None;
    }
    let own = tokens.clone().any(|t| {
        let word = document.lower(t);
        let part = matches!(word, "morning" | "evening" | "afternoon");
        let this = part && t > tokens.start && document.lower(t - 1) == "this";
        !outside(document, attribution, t) && (is_one_of("own-day", word) || this)
    });
    if !own {
        return None;
    }
    let stated = |e: &&Expression| {
        e.date.precision == Precision::Day && e.tokens.clone().all(|t| outside(document, attribution, t))
    };
    (sentence.saturating_sub(DAY)..sentence)
        .rev()
        .find_map(|s| found[s].iter().rev().find(stated).map(|e| e.date.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_occasion_may_be_called_by_its_day() {
        let day = |text: &str| {
            let document = Document::analyse(text, 0..text.len());
            owner(&document, Date::constant(2025, 11, 24)).map(|date| date.date)
        };
        assert_eq!(day("Sunday's Geneva talks went on. Friday’s papers said so.").as_deref(), Some("2025-11-23"));
        assert_eq!(day("Sunday's talks followed Friday’s debate."), None);
    }
}
