//! Speakers: from source mentions to the people and bodies they stand for.
// STUB
use crate::{
    article::Article,
    record::{Speaker, SpeakerKind},
    statement::Attribution,
    text::Document,
};
pub struct Resolution {
    pub speakers: Vec<Option<Speaker>>,
}
pub fn resolve(document: &Document, _article: &Article, attributions: &[Attribution]) -> Resolution {
    Resolution {
        speakers: attributions
            .iter()
            .map(|a| {
                a.source.as_ref().map(|s| Speaker {
                    name: document.text[s.clone()].to_owned(),
                    kind: SpeakerKind::Person,
                    role: None,
                })
            })
            .collect(),
    }
}
pub fn mentions(_r: &Resolution, _c: &[std::ops::Range<usize>]) -> Vec<String> {
    Vec::new()
}
