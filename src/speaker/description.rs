//! Mentions without a name: "the senator", "the company", "one European official".

use std::ops::Range;

use super::mention::{group, person_like};
use super::name::{NameKind, form, lower};
use super::pronoun;
use super::sieve::{Answer, Resolver};
use super::spelling::words_of;
use super::{Speaker, SpeakerKind};
use crate::lexicon::{is_body, is_one_of, is_title};
use crate::text::Tag;

/// How many tokens back a fuller description is looked for: more than an article has.
const FAR: usize = 10_000;

impl Resolver<'_> {
    /// Returns whom a description stands for, or the description itself.
    pub fn by_description(&self, tokens: &Range<usize>) -> Answer {
        let document = self.document;
        let mut tokens = tokens.clone();
        let first = lower(document, tokens.start);
        let mut head = self.head_noun(&tokens);
        // "a number of senators" are senators.
        if is_one_of("quantity", lower(document, head))
            && lower(document, head + 1) == "of"
            && head + 2 < tokens.end
            && document.tokens[tokens.start].tag == Tag::Dt
        {
            tokens.start = head + 2;
            head = self.head_noun(&tokens);
        }
        // "one of the sources".
        if first == "one" && tokens.len() > 2 && lower(document, tokens.start + 1) == "of" {
            let several = (document.tokens[tokens.start + 2].tag == Tag::Prp)
                .then(|| pronoun::resolve(self, "they", tokens.start, &[]))
                .flatten()
                .and_then(|(_, speaker, _)| speaker)
                .filter(|speaker| speaker.kind == SpeakerKind::Group)
                .map(|speaker| format!("the {}", speaker.name));
            let several = several.unwrap_or_else(|| words_of(document, tokens.start + 2..tokens.end));
            let name = format!("one of {several}");
            return (None, Some(Speaker { name, kind: SpeakerKind::Unnamed, role: None }), "one of several");
        }
        let noun = lower(document, head);
        let plural = matches!(document.tokens[head].tag, Tag::Nns | Tag::Nnps);
        let definite = matches!(first, "the" | "this" | "that");
        if is_one_of("document", noun)
            && let Some(answer) = self.by_document(&tokens, head)
        {
            return answer;
        }
        // "both officers", "the couple": the two who were named together.
        // "the two countries" are no people.
        let two = plural && (first == "both" || tokens.len() > 1 && lower(document, tokens.start + 1) == "two");
        let bodies = is_one_of("pair-of-bodies", noun);
        if (two || first == "both" || is_one_of("pair", noun))
            && let Some(answer) = self.two_before(tokens.start, bodies)
        {
            return answer;
        }
        if !plural
            && (is_title(noun) || is_one_of("kin", noun))
            && let Some(entity) = self.by_office(noun, &tokens, head)
        {
            return self.answer(entity, "role");
        }
        // "the 19-year-old striker", "the hydrologist, 58,": somebody named just before.
        if definite
            && !plural
            && let Some(answer) = self.by_age(&tokens, head)
        {
            return answer;
        }
        // "the official" after "one European official".
        if definite
            && !plural
            && let Some(answer) = self.described_before(noun, &tokens)
        {
            return answer;
        }
        let body = is_body(noun) || is_one_of("generic-body", noun);
        if body && let Some(answer) = self.by_body(noun, &tokens, head) {
            return answer;
        }
        if definite
            && !plural
            && tokens.len() == 2
            && form(document, head).starts_with(char::is_lowercase)
            && let Some(entity) = self.carrying(noun, tokens.start)
        {
            return self.body_answer(entity, "thing by its noun");
        }
        let mut name = self.described(&tokens);
        // "his lawyers": whose they are is part of who they are.
        if document.tokens[tokens.start].tag == Tag::PrpS
            && let Some(owner) = self.owner(tokens.start)
        {
            let (_, rest) = name.split_once(' ').unwrap_or(("", ""));
            name = format!("{}'s {rest}", owner.1.map(|s| s.name).unwrap_or_default());
        } else if !name.contains(' ')
            && is_one_of("definite", first)
            && let Some(fuller) = self.fuller(noun, tokens.start)
        {
            name = fuller;
        }
        let kind = if plural {
            SpeakerKind::Group
        } else if body || is_one_of("document", noun) || self.cast.names_in(&tokens).len() == 1 && !is_title(noun) {
            SpeakerKind::Organization
        } else {
            SpeakerKind::Unnamed
        };
        (None, Some(Speaker { name, kind, role: None }), "description")
    }

    /// Returns whoever the possessive pronoun at `token` stands for.
    pub fn owner(&self, token: usize) -> Option<Answer> {
        let word = match lower(self.document, token) {
            "his" => "he",
            "her" => "she",
            "its" => "it",
            "their" => "they",
            _ => return None,
        };
        pronoun::resolve(self, word, token, &[]).filter(|(_, speaker, _)| speaker.is_some())
    }

    /// "the hotel" after "Hotel Arvit Palace": a name that begins or ends with the noun.
    fn carrying(&self, noun: &str, token: usize) -> Option<usize> {
        self.named_before(token, |known| {
            let ends = [known.words.first(), known.words.last()].into_iter().flatten().any(|word| word == noun);
            known.kind != NameKind::Person && known.words.len() > 1 && ends
        })
    }

    /// "the official" after "one European official".
    fn described_before(&self, noun: &str, tokens: &Range<usize>) -> Option<Answer> {
        let singular = noun.strip_suffix('s').unwrap_or(noun);
        let words = (tokens.start + 1..tokens.end).map(|t| lower(self.document, t));
        let words: Vec<&str> = words.filter(|word| *word != "same").collect();
        let said = self.said_before().find(|said| {
            let name = said.speaker.name.to_lowercase();
            said.speaker.kind != SpeakerKind::Person
                && words.iter().all(|word| name.split(' ').any(|w| w == *word || (*word == noun && w == singular)))
        })?;
        Some((said.entity, Some(said.speaker.clone()), "described before"))
    }

    /// "the 19-year-old striker": an age describes whom the sentences before name first.
    fn by_age(&self, tokens: &Range<usize>, head: usize) -> Option<Answer> {
        let document = self.document;
        let aged = (tokens.start..tokens.end).any(|t| {
            let word = lower(document, t);
            word.ends_with("-year-old")
                || word == "old" && t > tokens.start && lower(document, t - 1) == "-"
                || t == head + 2 && document.tokens[head + 1].tag == Tag::Comma && word.parse::<u8>().is_ok()
        });
        if !aged {
            return None;
        }
        let sentence = document.sentence_of(tokens.start);
        let near = self
            .names_before(tokens.start)
            .take_while(|&n| self.cast.names[n].sentence + 2 >= sentence)
            .filter(|&n| self.cast.entity_of[n] != usize::MAX && person_like(self, n));
        let n = near.max_by_key(|&n| (self.cast.names[n].sentence, self.cast.names[n].first))?;
        Some(self.answer(self.cast.entity_of[n], "age of somebody named"))
    }

    /// Returns the two people, or the two bodies, who were named together last before a token.
    fn two_before(&self, token: usize, bodies: bool) -> Option<Answer> {
        for n in self.names_before(token).filter(|&n| n > 0) {
            let (one, other) = (&self.cast.names[n - 1], &self.cast.names[n]);
            let start = other.title.start.min(other.tokens.start);
            let between = one.tokens.end..start;
            let (a, b) = (self.cast.entity_of[n - 1], self.cast.entity_of[n]);
            let joined = between.clone().any(|t| lower(self.document, t) == "and")
                && between.len() <= 4
                && between.clone().all(|t| !self.document.tokens[t].tag.is_verb());
            let fits = |e: usize| {
                self.cast.entities.get(e).is_some_and(|known| (known.kind == NameKind::Person) != bodies)
                    && (bodies || self.cast.entities[e].kind != NameKind::Body)
            };
            if joined && a != b && fits(a) && fits(b) {
                let name = format!("{} and {}", self.named(a).name, self.named(b).name);
                return Some(group(name, "two before"));
            }
        }
        None
    }

    /// "the researchers" after "researchers from the University of Oslo", "police" after "El Paso
    /// police": the fuller description.
    pub fn fuller(&self, noun: &str, token: usize) -> Option<String> {
        let research = is_one_of("researcher", noun);
        let same = |word: &str| word == noun || research && is_one_of("researcher", word);
        let said = self.said_before().rev().find(|said| {
            said.speaker.kind == SpeakerKind::Group
                && said.speaker.name.split(' ').any(|word| is_one_of("belonging", word))
                && said.speaker.name.to_lowercase().split(' ').any(same)
        });
        if let Some(said) = said {
            return Some(said.speaker.name.clone());
        }
        let document = self.document;
        let at = (token.saturating_sub(FAR)..token.min(document.tokens.len())).find(|&t| {
            // "researchers from", "researchers mostly from", "a team of scientists from".
            let adverb = usize::from(document.tokens.get(t + 1).is_some_and(|t| t.tag == Tag::Rb));
            same(lower(document, t))
                && document.tokens[t].tag.is_noun()
                && is_one_of("belonging", lower(document, t + 1 + adverb))
                && (t + 2..t + 6).any(|n| document.tokens.get(n).is_some_and(|n| n.tag.is_name()))
                && !(t + 1..t + 4).any(|n| is_one_of("calendar", lower(document, n)))
        })?;
        Some(self.with_complement(at))
    }

    /// Returns the noun at `at` with the prepositional phrases behind it, brackets left out.
    pub fn with_complement(&self, at: usize) -> String {
        let document = self.document;
        let sentence = document.sentences.get(document.sentence_of(at));
        let limit = sentence.map_or(at + 1, |s| s.tokens.end);
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut start = at;
        let mut t = at + 1;
        while t < limit.min(at + 28) {
            let tag = document.tokens[t].tag;
            if tag == Tag::OpenBracket {
                parts.push(start..t);
                while t < limit && document.tokens[t].tag != Tag::CloseBracket {
                    t += 1;
                }
                start = t + 1;
            } else if tag.is_verb() && document.tokens[t - 1].tag != Tag::Pos
                || matches!(
                    tag,
                    Tag::Comma | Tag::Stop | Tag::Wp | Tag::Wdt | Tag::Wrb | Tag::Md | Tag::Colon | Tag::CloseQuote
                )
                || is_one_of("calendar", lower(document, t))
                || tag == Tag::Cc && matches!(lower(document, t + 1), "a" | "an")
            {
                break;
            }
            t += 1;
        }
        let mut end = t.min(limit);
        // "researchers in Oslo on": a preposition without anything behind it.
        while end > start + 1 && matches!(document.tokens[end - 1].tag, Tag::In | Tag::Rb | Tag::Cc | Tag::To) {
            end -= 1;
        }
        if start < end {
            parts.push(start..end);
        }
        parts.into_iter().filter(|r| !r.is_empty()).map(|r| words_of(document, r)).collect::<Vec<_>>().join(" ")
    }

    /// Returns the noun that carries the mention: the last one before a preposition or mark.
    pub fn head_noun(&self, tokens: &Range<usize>) -> usize {
        let tags = |t: usize| self.document.tokens[t].tag;
        let stop = (tokens.start + 1..tokens.end)
            .find(|&t| {
                matches!(
                    tags(t),
                    Tag::In | Tag::Comma | Tag::To | Tag::Vbg | Tag::Vbn | Tag::OpenBracket | Tag::Colon | Tag::Prp
                ) && (tokens.start..t).any(|n| tags(n).is_noun())
            })
            .unwrap_or(tokens.end);
        (tokens.start..stop).rev().find(|&t| tags(t).is_noun()).unwrap_or(stop.max(tokens.start + 1) - 1)
    }

    /// Returns a description without determiner and without what follows a comma.
    pub fn described(&self, tokens: &Range<usize>) -> String {
        let tags = |t: usize| self.document.tokens[t].tag;
        let mut start = tokens.start;
        // "The “No” camp": a mark that is closed again belongs to it.
        let quoted = |t: usize| (t + 1..tokens.end).any(|end| tags(end) == Tag::CloseQuote);
        let lead = |t: usize| {
            let mark = tags(t).is_mark() && !(tags(t) == Tag::OpenQuote && quoted(t));
            is_one_of("determiner", lower(self.document, t)) || mark
        };
        while start + 1 < tokens.end && lead(start) && tags(start) != Tag::PrpS {
            start += 1;
        }
        // "reports as of Wednesday": the time is no part of who it is.
        let end = (start + 1..tokens.end)
            .find(|&t| matches!(tags(t), Tag::Comma | Tag::Colon | Tag::OpenBracket) || self.dates(t, tokens.end))
            .unwrap_or(tokens.end);
        let as_of = end > start + 1 && lower(self.document, end - 1) == "as";
        words_of(self.document, start..end - usize::from(as_of))
    }
}
