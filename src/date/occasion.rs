//! Occasions: what somebody does on a day, says in a speech or calls "today" dates what is said there.

use jiff::civil::Date;

use super::expression::Expression;
use super::scene::Before;
use super::{Precision, SaidOn, expression, lower};
use crate::lexicon::is_one_of;
use crate::statement::{Attribution, Kind};
use crate::text::{Document, Tag};

/// How many sentences back a deed may stand.
const REACH: usize = 2;
/// How many sentences back the day may stand that a quotation calls "today".
const DAY: usize = 6;

fn outside(document: &Document, attribution: &Attribution, token: usize) -> bool {
    let span = &document.tokens[token].span;
    !attribution.content.iter().any(|c| c.start <= span.start && span.end <= c.end)
}

/// "On Wednesday, Lam said … . “…,” Lam said in a televised announcement": the same speaker on the
/// occasion that the article is about.
pub fn of_speaker(document: &Document, at: usize, sentence: usize, before: &Before) -> Option<SaidOn> {
    let attribution = &before.attributions[at];
    let tokens = document.sentences.get(sentence)?.tokens.clone();
    let occasion = |t: usize| {
        let name = lower(document, t);
        let place =
            (tokens.start.max(t.saturating_sub(3))..t).any(|d| is_one_of("occasion-preposition", &lower(document, d)));
        outside(document, attribution, t) && place && (is_one_of("occasion", &name) || is_one_of("made-public", &name))
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
    // "He had earlier said", "has said before": another occasion.
    let elsewhen =
        here.tokens.clone().any(|t| outside(document, attribution, t) && is_one_of("other-time", &lower(document, t)));
    let perfect = attribution.cue.as_ref().is_some_and(|cue| {
        let text = document.text[cue.span.clone()].to_lowercase();
        text.split_whitespace().next().is_some_and(|w| is_one_of("perfect", w))
    });
    if elsewhen || perfect {
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
        let verb = |t: usize| matches!(document.tokens[t].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
        let mut subject = (opening.tokens.end..deed.tokens.end).take_while(|&t| !verb(t));
        subject.any(|t| lower(document, t) == name).then(|| opening.date.clone())
    })
}

/// "Speaking after the talks, he said", with "Sunday's talks" elsewhere in the article: the only day
/// that an occasion is called by.
pub fn of_owner(document: &Document, attribution: &Attribution, sentence: usize, today: Date) -> Option<SaidOn> {
    const REACH: usize = 6;
    let tokens = document.sentences.get(sentence)?.tokens.clone();
    let mut occasions = tokens.clone().filter(|&t| expression::is_occasion(&lower(document, t)));
    let at_one = occasions.any(|t| {
        let mut before = tokens.start.max(t.saturating_sub(REACH))..t;
        outside(document, attribution, t) && before.any(|p| is_one_of("occasion-preposition", &lower(document, p)))
    });
    if !at_one {
        return None;
    }
    let mut days = expression::owned_occasions(document, 0..document.tokens.len(), today).into_iter().map(|(_, d)| d);
    let day = days.next()?;
    days.all(|other| other == day).then_some(day)
}

/// “We received an alert this morning”: a quotation that speaks of its own day belongs to the day that
/// the text spoke of last.
pub fn of_today(
    document: &Document,
    attribution: &Attribution,
    sentence: usize,
    found: &[Vec<Expression>],
) -> Option<SaidOn> {
    if attribution.kind == Kind::Indirect {
        return None;
    }
    let tokens = document.sentences.get(sentence)?.tokens.clone();
    let own = tokens.clone().any(|t| {
        let word = lower(document, t);
        let part = matches!(word.as_str(), "morning" | "evening" | "afternoon");
        let this = part && t > tokens.start && lower(document, t - 1) == "this";
        !outside(document, attribution, t) && (is_one_of("own-day", &word) || this)
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
