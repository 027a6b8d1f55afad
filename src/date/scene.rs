//! Scenes: statements that are dated by an earlier sentence.

use std::ops::Range;

use jiff::civil::Date;

use super::expression::{Expression, last_day};
use super::{Precision, SaidOn, expression, is_elsewhen, outside};
use crate::lexicon::is_one_of;
use crate::speaker::{Speaker, SpeakerKind};
use crate::statement::{Attribution, Kind};
use crate::text::{Document, Tag};

/// How many sentences back an event or a document may have been dated.
const REACH: usize = 8;
/// How many words may stand between a time and the occasion that it dates.
const OWN: usize = 3;
/// How many sentences back a time may have been told that "at the time" means.
const TOLD: usize = 2;
/// For how many sentences somebody goes on speaking on the day, or in the week, that was told.
const DAY_LASTS: usize = 8;
const WEEK_LASTS: usize = 4;

/// Returns the expressions of every sentence; each counts "the day before" from the sentences before.
pub fn expressions(document: &Document, today: Date) -> Vec<Vec<Expression>> {
    let mut scene: Option<Date> = None;
    document
        .sentences
        .iter()
        .map(|sentence| {
            let found = expression::find(document, sentence.tokens.clone(), today, scene);
            scene = last_day(&found).or(scene);
            found
        })
        .collect()
}

/// What is known of the statements before one.
pub struct Before<'a> {
    pub attributions: &'a [Attribution],
    pub speakers: &'a [Option<Speaker>],
    pub stated: &'a [Option<SaidOn>],
}

/// A statement with the sentence that reports it, and the times that all sentences tell.
pub struct Told<'a> {
    pub document: &'a Document<'a>,
    pub attribution: &'a Attribution,
    pub sentence: usize,
    /// The tokens of that sentence.
    pub tokens: &'a Range<usize>,
    pub found: &'a [Vec<Expression>],
}

/// "Rubio said on Sunday that … . He also said …": the same speaker goes on in the same paragraph or
/// the next.
pub fn carried(document: &Document, at: usize, sentence: &Range<usize>, before: &Before) -> Option<SaidOn> {
    let place = |a: &Attribution| a.source.as_ref().or(a.content.first()).map_or(0, |s| s.start);
    let paragraph = |a: &Attribution| document.paragraphs.partition_point(|p| p.end <= place(a));
    let sentence_at = |a: &Attribution| {
        document.sentences.partition_point(|s| document.tokens[s.tokens.end - 1].span.end <= place(a))
    };
    let attribution = &before.attributions[at];
    let speaker = before.speakers.get(at)?.as_ref()?;
    if is_elsewhen(document, attribution, sentence) {
        return None;
    }
    let pronoun = attribution.source.as_ref().is_none_or(|span| {
        let text = document.text[span.clone()].to_lowercase();
        is_one_of("pronoun", &text) || text.split(' ').next().is_some_and(|w| is_one_of("definite", w))
    });
    // "Trump said on Friday … . Trump also said he would": what is told in other words, and of
    // somebody named anew, seldom stays in the scene.
    if attribution.kind == Kind::Indirect && !is_pronoun(document, attribution) {
        return None;
    }
    let here = paragraph(attribution);
    for earlier in (0..at).rev() {
        let there = paragraph(&before.attributions[earlier]);
        if there + 1 < here {
            return None;
        }
        let same =
            before.speakers[earlier].as_ref().is_some_and(|s| s.name == speaker.name || is_one_of_them(speaker, s));
        if same && let Some(date) = &before.stated[earlier] {
            // A paragraph may be the whole article.
            let apart = sentence_at(attribution).saturating_sub(sentence_at(&before.attributions[earlier]));
            let lasting = match date.precision {
                Precision::Day => DAY_LASTS,
                Precision::Week => WEEK_LASTS,
                Precision::Month | Precision::Year => 1,
            };
            let near = there == here && apart <= lasting
                || (pronoun || attribution.kind == Kind::Direct)
                    && matches!(date.precision, Precision::Day | Precision::Week);
            return near.then(|| date.clone());
        }
        // Somebody else spoke in between: the scene is over.
        if !same && there < here {
            return None;
        }
    }
    None
}

/// "Durbin and Schiff both said on Sunday … . Schiff called it": one of those who spoke together.
fn is_one_of_them(speaker: &Speaker, group: &Speaker) -> bool {
    group.kind == SpeakerKind::Group && group.name.split(" and ").any(|name| name == speaker.name)
}

/// Whether the source is a pronoun, or none of its own.
fn is_pronoun(document: &Document, attribution: &Attribution) -> bool {
    let text = attribution.source.as_ref().map(|span| document.text[span.clone()].to_lowercase());
    text.is_none_or(|text| is_one_of("pronoun", &text))
}

/// "It was extended on December 14. At the time, the minister called for": the time that was told last.
pub fn at_the_time(told: &Told) -> Option<SaidOn> {
    let Told { document, attribution, sentence, tokens, found } = *told;
    let word = |t: usize| document.lower(t);
    let says = |t: &usize| {
        word(*t) == "time" && *t >= tokens.start + 2 && matches!(word(t - 1), "the" | "that") && word(t - 2) == "at"
    };
    let at = tokens.clone().find(|t| says(t) && outside(document, attribution, *t))?;
    let cue = attribution.cue.as_ref().filter(|_| attribution.rule != "hearsay")?;
    let cue = document.tokens_of(&cue.span);
    let tag = |t: usize| document.tokens.get(t).map_or(Tag::Stop, |t| t.tag);
    let finite = |t: usize| tag(t).is_finite();
    // "reporting at the time that", "At the time, the minister called for": it belongs to the cue.
    let beside = at == cue.end + 2 || at == tokens.start + 2 && at < cue.start && !(at..cue.start).any(finite);
    // "at the time of the crash" says itself which.
    if !beside || tag(at + 1) == Tag::In && word(at + 1) == "of" {
        return None;
    }
    let here = found[sentence].iter().rev().find(|e| e.tokens.end <= at);
    let before = || (sentence.saturating_sub(TOLD)..sentence).rev().find_map(|s| found[s].last());
    here.or_else(before).map(|e| e.date.clone())
}

/// "The statement said", "at the rally, he said": the day on which an earlier sentence puts the
/// document or the event.
pub fn of_event(told: &Told) -> Option<SaidOn> {
    let Told { document, attribution, sentence, tokens, found } = *told;
    let word = |t: usize| document.lower(t);
    let source = |t: usize| {
        let span = &document.tokens[t].span;
        attribution.source.as_ref().is_some_and(|s| s.start <= span.start && span.end <= s.end)
    };
    let definite = |t: usize| {
        (t.saturating_sub(3)..t)
            .any(|d| is_one_of("definite", word(d)) || matches!(document.tokens[d].tag, Tag::PrpS | Tag::Pos))
    };
    let noun = tokens.clone().find(|&t| {
        let name = word(t);
        let at = || t > 0 && (t.saturating_sub(4)..t).any(|d| is_one_of("occasion-preposition", word(d)));
        outside(document, attribution, t)
            && (source(t) && is_one_of("document", name) || !source(t) && is_one_of("occasion", name) && at())
            && definite(t)
    })?;
    let name = word(noun);
    // "during Monday's final session": the sentence says itself which.
    let own = found[sentence].iter().find(|e| e.tokens.end <= noun && noun - e.tokens.end <= OWN);
    if let Some(own) = own.filter(|_| !source(noun)) {
        return Some(own.date.clone());
    }
    let first = sentence.saturating_sub(REACH);
    let days = |s: usize| found[s].iter().rev().find(|e| e.date.precision == Precision::Day && !e.modifier);
    let mentions = |s: usize| document.sentences[s].tokens.clone().any(|t| word(t) == name);
    let dated = || (first..sentence).rev().filter(|&s| days(s).is_some());
    // An event may go by another word where it is dated: "a party on Saturday", "at the event".
    let by_any_name = || dated().next().filter(|_| !source(noun));
    // "In February, bishops attended a summit. During the summit": as precise as it was told.
    let told = |s: usize| {
        let opens = |e: &&Expression| e.tokens.start <= document.sentences[s].tokens.start + 1;
        found[s].first().filter(opens).filter(|e| e.date.precision != Precision::Year && !e.modifier)
    };
    let last = (first..sentence).rev().find(|&s| mentions(s) && told(s).is_some());
    let day = last.and_then(days).or_else(|| last.and_then(told));
    day.or_else(|| dated().find(|&s| mentions(s)).or_else(by_any_name).and_then(days)).map(|e| e.date.clone())
}
