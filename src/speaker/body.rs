//! Bodies behind a noun: "the company", "the government", "police".

use std::ops::Range;

use rustc_hash::FxHashMap as HashMap;

use super::cast::Entity;
use super::name::{NameKind, form, lower};
use super::sieve::{Answer, Resolver};
use super::spelling::words_of;
use super::{Speaker, SpeakerKind};
use crate::lexicon::{is_body, is_known_body, is_one_of};
use crate::text::Tag;

/// Descriptions of bodies by their nouns: the tokens of each, and the token of its noun.
pub type DescribedBodies = HashMap<String, Vec<(Range<usize>, usize)>>;

/// How many names back may have been named what a description stands for.
const NEAR: usize = 200;

impl Resolver<'_> {
    /// Returns the body that a mention with the head noun `noun` at `head` stands for, if the article
    /// names or describes it before.
    pub fn by_body(&self, noun: &str, tokens: &Range<usize>, head: usize) -> Option<Answer> {
        let first = lower(self.document, tokens.start);
        // "prosecutors" are none that were named before.
        if self.document.tokens[head].tag == Tag::Nns && !is_one_of("collective", noun) {
            return None;
        }
        // "the company, one of the largest brokerages".
        let beside = tokens.end > head + 1 && self.document.tokens[head + 1].tag == Tag::Comma;
        let tokens = if beside { &(tokens.start..head + 1) } else { tokens };
        let bare = tokens.end == head + 1 && (tokens.len() == 1 || tokens.len() == 2 && is_one_of("definite", first));
        if !bare {
            return self.same_words(tokens);
        }
        // "police" where the article names "Thames Valley Police".
        let before = || self.names_before(tokens.start);
        let carries = |e: usize| {
            let known = &self.cast.entities[e];
            known.kind != NameKind::Person && known.words.len() > 1 && known.words.iter().any(|w| w == noun)
        };
        let named = before().map(|n| self.cast.entity_of[n]).filter(|&e| e != usize::MAX).find(|&e| carries(e));
        // "police" after "El Paso police".
        let described = self.described_body(noun, tokens.start);
        let place = |e: usize| {
            let at = before().find(|&n| self.cast.entity_of[n] == e);
            at.map_or(0, |n| self.cast.names[n].tokens.start)
        };
        match (named, described) {
            (Some(entity), Some((at, _))) if place(entity) >= at => {
                return Some(self.answer(entity, "body by its noun"));
            }
            (Some(entity), None) => return Some(self.answer(entity, "body by its noun")),
            (_, Some((_, name))) => {
                let speaker = Speaker { name, kind: SpeakerKind::Organization, role: None };
                return Some((None, Some(speaker), "body described before"));
            }
            (None, None) => {}
        }
        let capital = form(self.document, head).starts_with(char::is_uppercase);
        if !capital && is_one_of("generic-body", noun) {
            return self.body_before(noun, tokens.start).map(|entity| self.body_answer(entity, "body"));
        }
        // "police said" in the first paragraph: they may be named later.
        let later = self
            .names_from(tokens.start)
            .map(|n| self.cast.entity_of[n])
            .find(|&e| e != usize::MAX && carries(e) && self.cast.entities[e].words.last().is_some_and(|w| w == noun));
        later.map(|entity| self.answer(entity, "body by its noun"))
    }

    /// Returns the last entity named before a token, not far, that fits.
    pub fn named_before(&self, token: usize, fits: impl Fn(&Entity) -> bool) -> Option<usize> {
        let mut near = self.names_before(token).take(NEAR).map(|n| self.cast.entity_of[n]);
        near.find(|&e| self.cast.entities.get(e).is_some_and(&fits))
    }

    /// "the Samoan government" for the government of Samoa; "the emergencies ministry".
    fn same_words(&self, tokens: &Range<usize>) -> Option<Answer> {
        let wanted: Vec<String> = tokens
            .clone()
            .filter(|&t| !matches!(self.document.tokens[t].tag, Tag::Dt | Tag::Pos))
            .map(|t| lower(self.document, t).to_owned())
            .collect();
        if wanted.len() < 2 {
            return None;
        }
        let last = wanted.last()?;
        // "the fire service" after "North Vale Fire and Rescue Service".
        let small =
            tokens.clone().all(|t| !form(self.document, t).starts_with(char::is_uppercase) || t == tokens.start);
        let named = self.named_before(tokens.start, |known| {
            known.kind == NameKind::Body
                && known.words.last() == Some(last)
                && wanted.iter().all(|want| known.words.contains(want))
        });
        // "the central bank" is the Bank of Norland, or the reserve.
        let other = |known: &Entity| known.words.iter().any(|w| is_one_of("central-bank", w));
        let doubtful =
            last == "bank" && self.cast.entities.iter().any(|known| known.words.last() != Some(last) && other(known));
        if let Some(entity) = named.filter(|_| small && !doubtful) {
            return Some(self.answer(entity, "body by its words"));
        }
        let said = self.said_before().find(|said| {
            let name = said.speaker.name.to_lowercase();
            let behind = name.split(' ').skip_while(|w| !same_root(w, last)).nth(1);
            said.entity.is_none()
                && behind.is_none_or(|w| w == "of")
                && said.speaker.kind == SpeakerKind::Organization
                && wanted.iter().all(|want| said.speaker.name.to_lowercase().split(' ').any(|w| same_root(w, want)))
        })?;
        Some((None, Some(said.speaker.clone()), "body described before"))
    }

    /// Returns the last fuller description of a body before a token, and where it stands: "El Paso
    /// police", "the government of Samoa".
    fn described_body(&self, noun: &str, token: usize) -> Option<(usize, String)> {
        let described = self.bodies.get_or_init(|| self.described_bodies());
        let last = described.get(noun)?.iter().rev().find(|(tokens, at)| *at < token && tokens.end <= token)?;
        Some((last.1, words_of(self.document, last.0.clone())))
    }

    /// Returns the fuller descriptions of bodies in the article by their nouns, in order, each with the
    /// token of its noun.
    fn described_bodies(&self) -> DescribedBodies {
        let document = self.document;
        let capital = |t: usize| form(document, t).starts_with(char::is_uppercase);
        let mut found = DescribedBodies::default();
        for at in 0..document.tokens.len() {
            let noun = if capital(at) { continue } else { lower(document, at) };
            if (is_body(noun) || is_one_of("generic-body", noun))
                && let Some(tokens) = self.description_around(at)
            {
                found.entry(noun.to_owned()).or_default().push((tokens, at));
            }
        }
        found
    }

    /// Returns the tokens of the description with the noun at `at`, if it says more than the noun.
    fn description_around(&self, at: usize) -> Option<Range<usize>> {
        let document = self.document;
        let capital = |t: usize| form(document, t).starts_with(char::is_uppercase);
        let mut start = at;
        while start > 0
            && (document.tokens[start - 1].tag.is_name() || document.tokens[start - 1].tag == Tag::Jj)
            && capital(start - 1)
            && !is_one_of("starter", lower(document, start - 1))
        {
            start -= 1;
        }
        if start < at {
            return Some(start..at + 1);
        }
        let of = matches!(lower(document, at + 1), "of" | "in");
        let behind = at + 2 + usize::from(lower(document, at + 2) == "the");
        let n = self.cast.names_in(&(behind..behind + 1)).next().filter(|_| of)?;
        let place = is_known_body(&self.cast.entities.get(self.cast.entity_of[n])?.words.join(" "));
        place.then(|| at..self.cast.names[n].tokens.end)
    }

    /// "the company": the body that the article is about, the most often named so far.
    pub fn body_before(&self, noun: &str, token: usize) -> Option<usize> {
        // "the company" is no ministry, university or city.
        let business = is_one_of("business", noun);
        let body = |e: usize| {
            let known = &self.cast.entities[e];
            let person = known.kind == NameKind::Person || known.gender.is_some() || !known.roles.is_empty();
            let public = business && known.words.iter().any(|w| is_one_of("public-body", w));
            // "U.S." is no company, "Heron Foods Inc." is.
            let dotted = known.name.split(' ').any(|word| word.trim_end_matches('.').contains('.'));
            !person && !public && !is_known_body(&known.words.join(" ")) && !dotted
        };
        let last = self
            .said_before()
            .find_map(|said| said.entity.filter(|&e| said.speaker.kind == SpeakerKind::Organization && body(e)));
        let mut counts: HashMap<usize, (usize, std::cmp::Reverse<usize>)> = HashMap::default();
        for (order, entity) in self.names_before(token).rev().map(|n| (n, self.cast.entity_of[n])) {
            if entity == usize::MAX {
                continue;
            }
            counts.entry(entity).or_insert((0, std::cmp::Reverse(order))).0 += 1;
        }
        let most = counts.into_iter().filter(|(entity, _)| body(*entity)).max_by_key(|(_, rank)| *rank);
        match (most, last) {
            // "the newspaper" is the one that reported last.
            (_, Some(entity)) if is_one_of("media-noun", noun) => Some(entity),
            (Some((entity, (count, _))), _) if count > 1 => Some(entity),
            (_, Some(entity)) => Some(entity),
            (most, None) => most.map(|(entity, _)| entity),
        }
    }
}

/// Returns whether two words begin alike: "Samoa", "Samoan".
fn same_root(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    a == b || common >= 4 && common + 1 >= a.chars().count().min(b.chars().count())
}
