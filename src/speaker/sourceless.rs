//! Statements without a source of their own: floating quotations, "..., saying that".

use super::mention::person_like;
use super::sieve::{Answer, Resolver};
use crate::statement::Attribution;
use crate::text::Tag;

impl Resolver<'_> {
    /// A quotation without cue goes on with the last speaker; other statements without source have none.
    pub fn without_source(&self, attribution: &Attribution, token: usize) -> Answer {
        if attribution.rule == "hearsay" {
            return (None, None, "nobody named");
        }
        let paragraph = |t: usize| self.document.sentences.partition_point(|s| s.tokens.end <= t);
        let sentence = paragraph(token);
        let place = |s: usize| self.document.sentences.get(s).map_or(0, |s| s.paragraph);
        let last = self.history.last().filter(|said| place(paragraph(said.token)) + 1 >= place(sentence));
        match &attribution.cue {
            // "…, saying that": the subject of the sentence.
            Some(cue) => {
                let range = self.document.sentences.get(sentence).map_or(token..token, |s| s.tokens.clone());
                let active = self.document.tokens.get(cue.token).is_some_and(|t| t.tag != Tag::Vbn);
                let said = self.history.last().filter(|said| range.contains(&said.token) && said.token < token);
                if let Some(said) = said.filter(|_| active) {
                    return (said.entity, Some(said.speaker.clone()), "same sentence");
                }
                // "…, Maranhão recalls": a name of the sentence outside what was said, the nearest before the cue.
                let free = |n: &usize| {
                    let start = self.document.tokens[self.cast.names[*n].tokens.start].span.start;
                    self.cast.entity_of[*n] != usize::MAX
                        && !attribution.content.iter().any(|span| span.contains(&start))
                };
                let before =
                    self.cast.names_in(&(range.start..cue.token.clamp(range.start, range.end))).rev().find(free);
                let participle = self.document.tokens.get(cue.token).is_some_and(|t| t.tag == Tag::Vbg);
                let found = before.filter(|&n| participle || person_like(self, n)).or_else(|| {
                    let after = self.cast.names_in(&(cue.token + 1..(cue.token + 8).min(range.end))).find(free);
                    after.filter(|&n| person_like(self, n))
                });
                match found.filter(|_| active) {
                    Some(n) => self.answer(self.cast.entity_of[n], "same sentence"),
                    None => (None, None, "nobody named"),
                }
            }
            None => match last {
                Some(said) => (said.entity, Some(said.speaker.clone()), "last speaker"),
                None => {
                    let before =
                        self.document.sentences.get(sentence).map_or(0, |s| s.tokens.start).saturating_sub(60)..token;
                    let name = self
                        .cast
                        .names_in(&before)
                        .rev()
                        .find(|&n| self.cast.entity_of[n] != usize::MAX && person_like(self, n));
                    name.map_or((None, None, "nobody named"), |n| self.answer(self.cast.entity_of[n], "name before"))
                }
            },
        }
    }
}
