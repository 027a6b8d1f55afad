//! Dates: when a statement was said. Never reads the clock.
//!
//! A date counts as stated by the text when a time expression belongs to the cue ([`place`]): "said
//! on Sunday", "On Monday, police said"; or when the sentences before date the scene ([`scene`]). It
//! is resolved against the day of the dateline or of publication; without a publication date there
//! is no guess. Else the publication date stands in.

mod calendar;
mod dateline;
mod expression;
mod occasion;
mod place;
mod scene;

use std::cell::LazyCell;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::article::Published;
use crate::lexicon::is_one_of;
use crate::speaker::Speaker;
use crate::statement::Attribution;
use crate::text::{Document, without_stop};

/// When it was said.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SaidOn {
    /// `2025-11-23`, `2025-11` or `2025`, as precise as `precision` says; a week is its Monday.
    pub date: String,
    pub precision: Precision,
    pub from: DateSource,
}

/// How precise a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    Day,
    Week,
    Month,
    Year,
}

/// Whether the article says when it was said, or the publication date stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateSource {
    Text,
    Published,
}

/// Returns when each attribution was said, in their order; `None` where nothing is known. `speakers`
/// are those of the attributions: one who goes on speaking does so in the same scene.
pub fn said_on(
    document: &Document,
    published: Option<&Published>,
    attributions: &[Attribution],
    speakers: &[Option<Speaker>],
) -> Vec<Option<SaidOn>> {
    let Some(published) = published else { return vec![None; attributions.len()] };
    let published = published.at.date();
    let today = dateline::today(document, published);
    let expressions = scene::expressions(document, today);
    let mut stated: Vec<Option<SaidOn>> = Vec::with_capacity(attributions.len());
    for (at, attribution) in attributions.iter().enumerate() {
        let found = match (attribution.continues, &attribution.cue) {
            (Some(earlier), None) => stated.get(earlier).cloned().flatten(),
            _ => sentence_of(document, attribution).and_then(|sentence| {
                let tokens = document.sentences[sentence].tokens.clone();
                let before = scene::Before { attributions, speakers, stated: &stated };
                let told = scene::Told { document, attribution, sentence, tokens: &tokens, found: &expressions };
                place::nearest(document, attribution, &tokens, &expressions[sentence])
                    .or_else(|| scene::at_the_time(&told))
                    .or_else(|| scene::of_event(&told))
                    .or_else(|| occasion::of_speaker(document, at, sentence, &before))
                    .or_else(|| occasion::of_deed(document, at, sentence, &before, &expressions))
                    .or_else(|| occasion::of_today(&told))
                    .or_else(|| scene::carried(document, at, &tokens, &before))
            }),
        };
        stated.push(found);
    }
    // "cited the treaty and said that … , addressing the press yesterday": one subject, one occasion.
    for at in (1..attributions.len()).rev() {
        let (one, other) = (&attributions[at - 1], &attributions[at]);
        let shared = one.source.is_some() && one.source == other.source;
        if shared && stated[at - 1].is_none() {
            stated[at - 1] = stated[at].clone();
        }
    }
    let owner = LazyCell::new(|| occasion::owner(document, today));
    for (attribution, stated) in attributions.iter().zip(&mut stated).filter(|(_, stated)| stated.is_none()) {
        let at_one = |sentence: &usize| occasion::is_at_one(document, attribution, *sentence);
        *stated = sentence_of(document, attribution).filter(at_one).and_then(|_| (*owner).clone());
    }
    let fallback = SaidOn { date: published.to_string(), precision: Precision::Day, from: DateSource::Published };
    stated.into_iter().map(|date| date.or_else(|| Some(fallback.clone()))).collect()
}

/// Returns the sentence in which the statement is reported.
fn sentence_of(document: &Document, attribution: &Attribution) -> Option<usize> {
    let byte = match (&attribution.cue, &attribution.source) {
        (Some(cue), _) => cue.span.start,
        (None, Some(source)) => source.start,
        (None, None) => return None,
    };
    let token = document.token_at(byte);
    let at = document.sentence_of(token);
    (at < document.sentences.len()).then_some(at)
}

/// Whether a token is no part of what is reported.
fn outside(document: &Document, attribution: &Attribution, token: usize) -> bool {
    let span = &document.tokens[token].span;
    !attribution.content.iter().any(|c| c.start <= span.start && span.end <= c.end)
}

/// "He later apologised", "has said before": another occasion than what stands before. `sentence` has
/// the tokens of the sentence that reports it.
fn is_elsewhen(document: &Document, attribution: &Attribution, sentence: &Range<usize>) -> bool {
    let perfect = attribution.cue.as_ref().is_some_and(|cue| {
        let text = document.text[cue.span.clone()].to_lowercase();
        text.split_whitespace().next().is_some_and(|w| is_one_of("perfect", w))
    });
    let mut own = sentence.clone().filter(|&t| outside(document, attribution, t));
    perfect || own.any(|t| is_one_of("other-time", document.lower(t)))
}

/// Returns the words of tokens as times are read: lower case, without a final full stop.
fn words<'d>(document: &'d Document, tokens: Range<usize>) -> Vec<&'d str> {
    tokens.map(|t| without_stop(document.lower(t))).collect()
}
