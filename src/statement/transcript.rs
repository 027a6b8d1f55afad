//! Transcripts: paragraphs that begin with the name of who speaks, "WALLACE: Good evening."

use std::ops::Range;

use super::Kind;
use super::{Attribution, CueMention};
use crate::text::Document;

/// The longest label, in bytes.
const LABEL: usize = 40;

/// Returns the turns of a transcript, and the paragraphs that they take; nothing unless at least
/// two paragraphs begin with a label.
pub fn turns(document: &Document) -> Vec<Attribution> {
    let labels: Vec<(usize, Range<usize>)> = document
        .paragraphs
        .iter()
        .enumerate()
        .filter_map(|(index, paragraph)| label(document.text, paragraph).map(|label| (index, label)))
        .collect();
    if labels.len() < 2 {
        return Vec::new();
    }
    labels
        .into_iter()
        .filter_map(|(index, label)| {
            let paragraph = &document.paragraphs[index];
            let spoken = &document.text[label.end + 1..paragraph.end];
            let start = label.end + 1 + (spoken.len() - spoken.trim_start().len());
            let end = label.end + 1 + spoken.trim_end().len();
            (start < end).then(|| Attribution {
                content: Vec::from([Range { start, end }]),
                kind: Kind::Direct,
                cue: Some(CueMention {
                    span: label.end..label.end + 1,
                    token: 0,
                    lemma: ":".to_owned(),
                    act: "state".to_owned(),
                }),
                source: Some(label),
                addressee: None,
                continues: None,
                negated: false,
                headline: false,
                rule: "speaker-label",
                confidence: 0.9,
            })
        })
        .collect()
}

/// Returns the label at the start of a paragraph: capitals only, then a colon.
fn label(text: &str, paragraph: &Range<usize>) -> Option<Range<usize>> {
    let slice = &text[paragraph.clone()];
    let lead = slice.len() - slice.trim_start_matches([' ', '"', '“', '\u{a0}']).len();
    let colon = slice[lead..].find(':').filter(|&at| at <= LABEL)?;
    let name = &slice[lead..lead + colon];
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let fits = letters >= 2 && name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\'' | '’'));
    fits.then(|| paragraph.start + lead..paragraph.start + lead + colon)
}
