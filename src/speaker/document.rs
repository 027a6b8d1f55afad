//! What somebody issued: "the statement" is said by the ministry that issued it.

use std::ops::Range;

use super::mention::group;
use super::name::{NameKind, lower};
use super::sieve::{Answer, Resolver};
use super::{SpeakerKind, pronoun};
use crate::lexicon::{is_body, is_known_body, is_one_of, is_time};
use crate::text::Tag;

/// How many tokens back a document may have been mentioned.
const REACH: usize = 220;

impl Resolver<'_> {
    /// Returns who issued the document that a mention with the head noun at `head` names.
    pub fn by_document(&self, tokens: &Range<usize>, head: usize) -> Option<Answer> {
        let document = self.document;
        let noun = lower(document, head);
        let first = lower(document, tokens.start);
        self.by_agent(tokens, head)
            .or_else(|| self.by_possessor(tokens, head))
            .or_else(|| {
                // "her memoirs".
                (document.tokens[tokens.start].tag == Tag::PrpS).then(|| self.owner(tokens.start)).flatten()
            })
            .or_else(|| {
                (is_one_of("research-document", noun) && is_one_of("definite", first))
                    .then(|| self.fuller("researchers", tokens.start))
                    .flatten()
                    .map(|name| group(name, "researchers before"))
            })
            .or_else(|| {
                // "the reports" are those of the media.
                let bare = head - tokens.start <= 2 && noun != "reports";
                (bare && is_one_of("definite", first)).then(|| self.issuer_before(noun, tokens.start)).flatten()
            })
            .or_else(|| (!is_one_of("definite", first)).then(|| self.bearer(tokens)).flatten())
    }

    /// "The task force released a statement saying", "protesters with placards asking": the subject
    /// of the sentence, where no other clause stands between.
    fn bearer(&self, tokens: &Range<usize>) -> Option<Answer> {
        let document = self.document;
        let tag = |t: usize| document.tokens[t].tag;
        let at = document.sentence_of(tokens.start);
        let start = document.sentences.get(at)?.tokens.start;
        let finite = |t: usize| tag(t).is_finite();
        let participle = |t: usize| tag(t) == Tag::Comma && tag(t + 1) == Tag::Vbg;
        let verb = (start + 1..tokens.start).find(|&t| finite(t) || participle(t))?;
        let clause =
            |t: usize| matches!(tag(t), Tag::Prp | Tag::Wp | Tag::Wdt | Tag::Wrb | Tag::Colon | Tag::OpenQuote);
        let governed = tag(tokens.start - 1).is_verb() || lower(document, tokens.start - 1) == "with";
        if !governed || (verb + 1..tokens.start).any(|t| clause(t) || finite(t) && tag(t - 1).is_noun()) {
            return None;
        }
        let subject = self.without_lead(start..verb);
        if subject.len() == 1 && tag(subject.start) == Tag::Prp {
            return pronoun::resolve(self, lower(document, subject.start), subject.start, &[]);
        }
        let noun = subject.clone().any(|t| tag(t).is_noun());
        self.by_name(&subject).or_else(|| noun.then(|| self.by_description(&subject)))
    }

    /// "A joint statement issued by the United States and Ukraine", "the opinion of the court".
    fn by_agent(&self, tokens: &Range<usize>, head: usize) -> Option<Answer> {
        let document = self.document;
        let word = |wanted: [&'static str; 2]| (head + 1..tokens.end).find(|&t| wanted.contains(&lower(document, t)));
        // "a memo seen by this newspaper": who saw it did not write it.
        let seen = |t: usize| is_one_of("seeing", lower(document, t));
        let at = word(["by", "from"]).filter(|&t| !seen(t - 1)).or_else(|| word(["of", "in"]))?;
        let mut rest = at + 1..tokens.end;
        // "a study published by the University of Varrow in March": the month says when.
        if matches!(lower(document, at), "by" | "from")
            && let Some(time) = (at + 2..tokens.end).find(|&t| is_one_of("calendar", lower(document, t)))
        {
            let preposition = usize::from(document.tokens[time - 1].tag == Tag::In);
            rest.end = (time - preposition).max(rest.start);
        }
        let time = rest.clone().any(|t| is_one_of("calendar", lower(document, t)));
        if rest.is_empty() || time && lower(document, at) != "in" {
            return None;
        }
        let named = self.by_name(&rest);
        match lower(document, at) {
            "by" | "from" => named.or_else(|| {
                let noun = rest.clone().any(|t| document.tokens[t].tag.is_noun());
                noun.then(|| self.by_description(&rest))
            }),
            // "a study in the Journal of Threatened Taxa", but not "a survey in France".
            "in" => named.filter(|(entity, ..)| {
                entity.is_some_and(|e| {
                    let known = &self.cast.entities[e];
                    known.kind == NameKind::Body && known.words.iter().any(|w| is_one_of("periodical", w))
                })
            }),
            // "the report of the European Commission", but not "images of Syria".
            _ => named
                .filter(|(entity, ..)| entity.is_none_or(|e| !is_known_body(&self.cast.entities[e].words.join(" "))))
                .or_else(|| (lower(document, rest.start) == "the").then(|| self.by_description(&rest)))
                .filter(|(_, speaker, _)| {
                    speaker.as_ref().is_some_and(|s| matches!(s.kind, SpeakerKind::Organization | SpeakerKind::Person))
                }),
        }
    }

    /// "the ministry's report", "JHU data", "the chain's press release".
    fn by_possessor(&self, tokens: &Range<usize>, head: usize) -> Option<Answer> {
        let document = self.document;
        let named = self.cast.names_in(&(tokens.start..head)).rev().find(|&n| {
            let platform = is_one_of("platform", lower(document, self.cast.names[n].tokens.start));
            self.cast.entity_of[n] != usize::MAX && !(platform && self.cast.names[n].tokens.len() == 1)
        });
        if let Some(n) = named {
            return Some(self.answer(self.cast.entity_of[n], "document of a name"));
        }
        let owner =
            (head > tokens.start && document.tokens[head - 1].tag == Tag::Nn).then(|| lower(document, head - 1));
        // "a company statement": the company that the article is about.
        let generic = owner.as_ref().filter(|noun| is_one_of("business", noun) && head <= tokens.start + 2);
        if let Some(entity) = generic.and_then(|noun| self.body_before(noun, tokens.start)) {
            return Some(self.body_answer(entity, "document of the body"));
        }
        // "a fire service statement", "government reports".
        if owner.is_some_and(is_body) {
            let (entity, speaker, _) = self.by_description(&(tokens.start..head));
            return Some((entity, speaker, "document of a body"));
        }
        let possessive = (tokens.start + 1..head).rev().find(|&t| document.tokens[t].tag == Tag::Pos)?;
        // "Friday's report": a day issues nothing.
        if is_time(lower(document, possessive - 1)) {
            return None;
        }
        let (entity, speaker, _) = self.by_description(&(tokens.start..possessive));
        Some((entity, speaker, "document of somebody"))
    }

    /// "the statement": who issued the one mentioned before.
    fn issuer_before(&self, noun: &str, token: usize) -> Option<Answer> {
        let document = self.document;
        let near = token.saturating_sub(REACH);
        // "the ruling": the court that was named last.
        if is_one_of("court-document", noun) {
            let names = self.cast.names_in(&(near..token));
            let mut bodies = names.rev().map(|n| self.cast.entity_of[n]).filter(|&e| e != usize::MAX);
            let court = bodies.find(|&e| self.cast.entities[e].words.iter().any(|w| w == "court"));
            if let Some(court) = court {
                return Some(self.body_answer(court, "court before"));
            }
        }
        let singular = noun.trim_end_matches('s');
        let mentioned = (near..token).rev().filter(|&t| lower(document, t).trim_end_matches('s') == singular);
        for at in mentioned {
            let sentence = document.sentences.get(document.sentence_of(at))?.tokens.clone();
            // "a statement from the ministry", "a joint statement issued by X".
            let after = at + 1..sentence.end.min(at + 5).min(token);
            if let Some(by) = after.clone().find(|&t| matches!(lower(document, t), "by" | "from"))
                && let Some(n) = self
                    .cast
                    .names_in(&(by + 1..sentence.end.min(by + 10).min(token)))
                    .find(|&n| self.cast.entity_of[n] != usize::MAX)
            {
                // "issued by the United States and Ukraine": both.
                let finite = |t: usize| document.tokens[t].tag.is_finite();
                let end =
                    (by + 1..sentence.end.min(token)).find(|&t| finite(t)).unwrap_or(self.cast.names[n].tokens.end);
                let joint = self.by_name(&(by + 1..end)).filter(|(_, _, sieve)| *sieve == "joint");
                let (entity, speaker, _) =
                    joint.unwrap_or_else(|| self.answer(self.cast.entity_of[n], "issuer before"));
                return Some((entity, speaker, "issuer before"));
            }
            // "the ministry said in a statement": who spoke in that sentence.
            let said = self.said_before().find(|said| sentence.contains(&said.token));
            if let Some(said) = said {
                return Some((said.entity, Some(said.speaker.clone()), "issuer before"));
            }
            // "Trump signed a proclamation": who is named first in that sentence.
            let subject = self.cast.names_in(&(sentence.start..at)).find(|&n| self.cast.entity_of[n] != usize::MAX);
            if let Some(n) = subject {
                return Some(self.answer(self.cast.entity_of[n], "issuer named before"));
            }
        }
        self.said_before()
            .take_while(|said| said.token >= near)
            .find(|said| said.speaker.kind == SpeakerKind::Organization)
            .map(|said| (said.entity, Some(said.speaker.clone()), "body before"))
    }
}
