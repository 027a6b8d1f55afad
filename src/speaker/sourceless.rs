//! Statements without a source of their own: floating quotations, "..., saying that".

use super::mention::person_like;
use super::name::lower;
use super::sieve::{Answer, Resolver};
use crate::lexicon::is_one_of;
use crate::statement::Attribution;
use crate::statement::introduced::before_colon;
use crate::text::{Tag, lemma};

/// How many words may stand between a quotation and the name behind it.
const BESIDE: usize = 8;

impl Resolver<'_> {
    /// A quotation without cue goes on with the last speaker; other statements without source have none.
    pub fn without_source(&self, attribution: &Attribution, token: usize) -> Answer {
        if attribution.rule == "hearsay" {
            return (None, None, "nobody named");
        }
        let sentence = self.document.sentence_of(token);
        let last = self.last_near(token);
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
                // "After pressing Ukraine to accept, Trump said": the subject behind the comma.
                let content = attribution.content.last().map_or(cue.token, |c| self.document.token_at(c.end));
                let comma = (content.max(cue.token)..range.end)
                    .find(|&t| self.document.tokens[t].tag == Tag::Comma)
                    .filter(|_| participle && before.is_none());
                let behind = comma.and_then(|at| {
                    self.cast.names_in(&(at + 1..(at + 6).min(range.end))).find(free).filter(|&n| {
                        let start = self.cast.names[n].tokens.start;
                        (at + 1..start).all(|t| !self.document.tokens[t].tag.is_verb())
                    })
                });
                let found = behind.or(before.filter(|&n| participle || person_like(self, n))).or_else(|| {
                    let after = self.cast.names_in(&(cue.token + 1..(cue.token + 8).min(range.end))).find(free);
                    after.filter(|&n| person_like(self, n))
                });
                match found.filter(|_| active) {
                    Some(n) => self.answer(self.cast.entity_of[n], "same sentence"),
                    None => (None, None, "nobody named"),
                }
            }
            None => match (self.beside(attribution, token), last) {
                (Some(answer), _) => answer,
                (None, Some(said)) => (said.entity, Some(said.speaker.clone()), "last speaker"),
                (None, None) => {
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

    /// Returns the person who is named right beside a quotation.
    pub fn beside(&self, attribution: &Attribution, token: usize) -> Option<Answer> {
        let n = self.beside_quotation(attribution, self.document.sentence_of(token))?;
        Some(self.answer(self.cast.entity_of[n], "name beside the quotation"))
    }

    /// Roe's answer was short: “No.”: the first person whom the words before the colon name, unless they
    /// begin with a pronoun.
    fn before_colon(&self, attribution: &Attribution) -> Option<usize> {
        let document = self.document;
        let words = before_colon(document, attribution.content.first()?.start)?;
        let pronoun = words.clone().find(|&t| matches!(document.tokens[t].tag, Tag::Prp | Tag::PrpS));
        let person = |n: &usize| {
            self.cast.entity_of[*n] != usize::MAX
                && person_like(self, *n)
                && pronoun.is_none_or(|at| self.cast.names[*n].tokens.start < at)
        };
        self.cast.names_in(&words).find(person)
    }

    /// “…,” Sundqvist quips; Hallbeck disagrees. “…”: the person whom the sentence names behind the
    /// quotation, or with whom the sentence before it in the paragraph begins.
    fn beside_quotation(&self, attribution: &Attribution, sentence: usize) -> Option<usize> {
        let range = self.document.sentences.get(sentence)?.tokens.clone();
        if let Some(before) = self.before_colon(attribution) {
            return Some(before);
        }
        let end = self.document.token_at(attribution.content.last()?.end);
        let person = |n: &usize| self.cast.entity_of[*n] != usize::MAX && person_like(self, *n);
        let behind = self.cast.names_in(&(end..range.end.min(end + BESIDE))).find(person);
        if behind.is_some() {
            return behind;
        }
        let before = self.document.sentences.get(sentence.checked_sub(1)?)?;
        let first = before.tokens.start;
        let silent = self.history.last().is_none_or(|said| said.token < first);
        if before.paragraph != self.document.sentences[sentence].paragraph || !silent {
            return None;
        }
        let opens = self.cast.names_in(&(first..first + 3)).find(|n| person(n) && self.cast.names[*n].first);
        // "Asked if he was worried, Beck laughed. “Do I look worried?”"
        let asked = is_one_of("addressing", lemma(lower(self.document, first), Tag::Vbn).as_ref())
            && self.document.tokens[first].tag != Tag::Prp;
        let comma = (first..before.tokens.end).find(|&t| self.document.tokens[t].tag == Tag::Comma).filter(|_| asked);
        opens.or_else(|| {
            let answers = |n: &usize| person(n) && self.document.tokens[self.cast.names[*n].tokens.end].tag.is_finite();
            comma.and_then(|at| self.cast.names_in(&(at + 1..(at + 4).min(before.tokens.end))).find(answers))
        })
    }
}
