//! Mentions without a name: "the senator", "the company", "one European official".

use std::ops::Range;

use super::cast::words_of;
use super::name::lower;
use super::pronoun;
use super::sieve::{Answer, Resolver};
use super::{Speaker, SpeakerKind};
use crate::lexicon::{is_body, is_one_of, is_title};
use crate::statement::Attribution;
use crate::text::Tag;

impl Resolver<'_> {
    /// No name: "the senator", "the company", "the statement", "one European official".
    pub fn by_description(&self, tokens: &Range<usize>) -> Answer {
        let document = self.document;
        let first = lower(document, tokens.start);
        let head = self.head_noun(tokens);
        let noun = lower(document, head);
        let singular = noun.strip_suffix('s').unwrap_or(&noun);
        let plural = document.tokens[head].tag == Tag::Nns || document.tokens[head].tag == Tag::Nnps;
        let definite = matches!(first.as_str(), "the" | "this" | "that");
        if is_one_of("document", &noun) {
            // "A joint statement issued by the United States and Ukraine": the body behind it.
            let issuer = (head + 1..tokens.end).find(|&t| matches!(lower(document, t).as_str(), "by" | "from" | "of"));
            if let Some(by) = issuer.filter(|by| by + 1 < tokens.end) {
                let rest = by + 1..tokens.end;
                let time = rest.clone().any(|t| is_one_of("calendar", &lower(document, t)));
                let of = lower(document, by) == "of";
                if let Some(answer) = self.by_name(&rest).or_else(|| (!of && !time).then(|| self.by_description(&rest)))
                {
                    return answer;
                }
            }
            // "The ministry's report", "the Treasury statement".
            if let Some(n) =
                self.cast.names_in(&(tokens.start..head)).next_back().filter(|&n| self.cast.entity_of[n] != usize::MAX)
            {
                return self.answer(self.cast.entity_of[n], "document of a name");
            }
            if (definite || first == "its" || first == "their")
                && let Some(answer) = self.issuer_before(&noun, tokens.start)
            {
                return answer;
            }
        }
        if definite && !plural {
            if let Some(entity) = self.by_role(&noun, tokens) {
                return self.answer(entity, "role");
            }
            let said_words: Vec<String> = (tokens.start + 1..tokens.end).map(|t| lower(document, t)).collect();
            // "the official" after "one European official".
            if let Some(said) = self.history.iter().rev().find(|said| {
                let name = said.speaker.name.to_lowercase();
                said_words.iter().all(|word| name.split(' ').any(|w| w == word || (*word == noun && w == singular)))
            }) {
                return (said.entity, Some(said.speaker.clone()), "described before");
            }
            if is_body(&noun)
                && tokens.len() <= 2
                && let Some(entity) = self.body_before(&noun, tokens.start)
            {
                return self.answer(entity, "body");
            }
        }
        // "police" where the article names "Thames Valley Police".
        if is_body(&noun) && tokens.len() <= 2 {
            let named =
                self.cast.entities.iter().position(|e| e.words.len() > 1 && e.words.last().is_some_and(|w| *w == noun));
            if let Some(entity) = named {
                return self.answer(entity, "body by its noun");
            }
        }
        let mut name = self.described(tokens);
        // "his lawyers": whose they are is part of who they are.
        if document.tokens[tokens.start].tag == Tag::PrpS
            && let Some(owner) = self.owner(&first, tokens.start)
        {
            let (_, rest) = name.split_once(' ').unwrap_or(("", ""));
            name = format!("{owner}'s {rest}");
        } else if !name.contains(' ')
            && let Some(fuller) = self.fuller(&noun, tokens.start)
        {
            name = fuller;
        }
        let kind = if plural {
            SpeakerKind::Group
        } else if is_body(&noun)
            || is_one_of("document", &noun)
            || self.cast.names_in(tokens).len() == 1 && !is_title(&noun)
        {
            SpeakerKind::Organization
        } else {
            SpeakerKind::Unnamed
        };
        (None, Some(Speaker { name, kind, role: None }), "description")
    }

    /// Returns a description without determiner and without what follows a comma.
    fn described(&self, tokens: &Range<usize>) -> String {
        let tags = |t: usize| self.document.tokens[t].tag;
        let mut start = tokens.start;
        while start + 1 < tokens.end
            && (is_one_of("determiner", &lower(self.document, start)) || tags(start).is_mark())
            && tags(start) != Tag::PrpS
        {
            start += 1;
        }
        let end = (start + 1..tokens.end)
            .find(|&t| matches!(tags(t), Tag::Comma | Tag::Colon | Tag::OpenBracket))
            .unwrap_or(tokens.end);
        words_of(self.document, start..end)
    }

    /// Returns the noun that carries the mention: the last one before a preposition or mark.
    pub fn head_noun(&self, tokens: &Range<usize>) -> usize {
        let tags = |t: usize| self.document.tokens[t].tag;
        let stop = (tokens.start + 1..tokens.end)
            .find(|&t| {
                matches!(tags(t), Tag::In | Tag::Comma | Tag::To | Tag::Vbg | Tag::Vbn | Tag::OpenBracket | Tag::Colon)
                    && (tokens.start..t).any(|n| tags(n).is_noun())
            })
            .unwrap_or(tokens.end);
        (tokens.start..stop).rev().find(|&t| tags(t).is_noun()).unwrap_or(stop.max(tokens.start + 1) - 1)
    }

    /// "the researchers" after "researchers from the University of Oslo": the fuller description.
    fn fuller(&self, noun: &str, token: usize) -> Option<String> {
        let document = self.document;
        let said = self.history.iter().find(|said| {
            said.speaker.kind == SpeakerKind::Group
                && said.speaker.name.contains(' ')
                && said.speaker.name.to_lowercase().split(' ').any(|w| w == noun)
        });
        if let Some(said) = said {
            return Some(said.speaker.name.clone());
        }
        let at = (0..token.min(document.tokens.len())).find(|&t| {
            lower(document, t) == noun
                && matches!(lower(document, t + 1).as_str(), "from" | "at" | "of")
                && (t + 2..t + 5).any(|n| document.tokens.get(n).is_some_and(|n| n.tag.is_name()))
        })?;
        let end = (at + 2..document.tokens.len().min(at + 16))
            .find(|&t| {
                document.tokens[t].tag.is_verb()
                    || matches!(
                        document.tokens[t].tag,
                        Tag::Comma | Tag::Stop | Tag::Wp | Tag::Wdt | Tag::Md | Tag::OpenBracket | Tag::Colon
                    )
            })
            .unwrap_or(at + 1);
        Some(words_of(document, at..end))
    }

    /// Returns the name of whoever a possessive pronoun stands for.
    fn owner(&self, possessive: &str, token: usize) -> Option<String> {
        let word = match possessive {
            "his" => "he",
            "her" => "she",
            "its" => "it",
            "their" => "they",
            _ => return None,
        };
        let nothing = Attribution {
            content: Vec::new(),
            kind: crate::statement::Kind::Indirect,
            cue: None,
            source: None,
            addressee: None,
            continues: None,
            negated: false,
            headline: false,
            rule: "",
            confidence: 0.0,
        };
        pronoun::resolve(self, word, token, &nothing).and_then(|(_, speaker, _)| speaker).map(|speaker| speaker.name)
    }
}
