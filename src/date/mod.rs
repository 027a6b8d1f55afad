//! Dates: when a statement was said. Never reads the clock.
//!
//! A date counts as stated by the text when a time expression stands in the sentence of the cue,
//! outside what was said: "said on Sunday", "On Monday, police said". It is resolved against the
//! publication date; without one there is no guess. Else the publication date stands in.

mod expression;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::article::Published;
use crate::lexicon::is_one_of;
use crate::statement::Attribution;
use crate::text::Document;

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

/// Returns when each attribution was said, in their order; `None` where nothing is known.
pub fn said_on(
    document: &Document,
    published: Option<&Published>,
    attributions: &[Attribution],
) -> Vec<Option<SaidOn>> {
    let Some(published) = published else { return vec![None; attributions.len()] };
    let day = published.at.date();
    let mut stated: Vec<Option<SaidOn>> = Vec::with_capacity(attributions.len());
    for attribution in attributions {
        let found = match (attribution.continues, &attribution.cue) {
            (Some(earlier), None) => stated.get(earlier).cloned().flatten(),
            _ => sentence_of(document, attribution).and_then(|sentence| {
                let expressions = expression::find(document, sentence.clone(), day);
                nearest(document, attribution, &expressions).or_else(|| {
                    carried(
                        document,
                        attribution,
                        attributions.get(stated.len().wrapping_sub(1)),
                        stated.last()?.as_ref(),
                    )
                })
            }),
        };
        stated.push(found);
    }
    let fallback = SaidOn { date: day.to_string(), precision: Precision::Day, from: DateSource::Published };
    stated.into_iter().map(|date| date.or_else(|| Some(fallback.clone()))).collect()
}

/// "Rubio said on Sunday that … . He said …": a pronoun goes on with the scene of the statement
/// before it, in the same paragraph or the next.
fn carried(
    document: &Document,
    attribution: &Attribution,
    before: Option<&Attribution>,
    date: Option<&SaidOn>,
) -> Option<SaidOn> {
    let source = attribution.source.as_ref()?;
    let word = document.text.get(source.clone())?.to_lowercase();
    let paragraph = |at: usize| document.paragraphs.partition_point(|p| p.end <= at);
    let near = paragraph(before?.content.first()?.start) + 1 >= paragraph(source.start);
    (is_one_of("pronoun", &word) && near).then(|| date.cloned()).flatten()
}

/// Returns the tokens of the sentence in which the statement is reported.
fn sentence_of(document: &Document, attribution: &Attribution) -> Option<Range<usize>> {
    let byte = match (&attribution.cue, &attribution.source) {
        (Some(cue), _) => cue.span.start,
        (None, Some(source)) => source.start,
        (None, None) => return None,
    };
    let token = document.tokens.partition_point(|t| t.span.end <= byte);
    let at = document.sentences.partition_point(|s| s.tokens.end <= token);
    document.sentences.get(at).map(|s| s.tokens.clone())
}

/// Returns the expression nearest to the cue that is outside the content and not behind it.
fn nearest(document: &Document, attribution: &Attribution, expressions: &[expression::Expression]) -> Option<SaidOn> {
    let cue = attribution.cue.as_ref()?.span.clone();
    let bytes =
        |tokens: &Range<usize>| document.tokens[tokens.start].span.start..document.tokens[tokens.end - 1].span.end;
    expressions
        .iter()
        .filter_map(|found| {
            let span = bytes(&found.tokens);
            if attribution.content.iter().any(|c| span.start < c.end && c.start < span.end) {
                return None;
            }
            let (from, to) =
                if span.start >= cue.end { (cue.end, span.start) } else { (span.end.min(cue.start), cue.start) };
            // Another statement's words, or this one's, between the expression and the cue.
            let behind = attribution.content.iter().any(|c| c.start >= from && c.end <= to);
            if behind {
                return None;
            }
            // A full clause between them: "arrived on Sunday, and the mayor, who had waited, said".
            let words = document.text[from..to].split_whitespace().count();
            (words <= 24).then_some((words, found))
        })
        .min_by_key(|(words, _)| *words)
        .map(|(_, found)| found.date.clone())
}
