//! Bodies behind a noun: "the company", and who issued "the statement".

use std::collections::HashMap;

use super::SpeakerKind;
use super::name::{NameKind, lower};
use super::sieve::{Answer, Resolver};
use crate::lexicon::is_known_body;

impl Resolver<'_> {
    /// The body named last before a token whose name has the noun; for "the company" any body.
    pub fn body_before(&self, noun: &str, token: usize) -> Option<usize> {
        let before = self.cast.names.partition_point(|n| n.tokens.start < token);
        let earlier = || (0..before).rev().map(|n| self.cast.entity_of[n]).filter(|&e| e != usize::MAX);
        let by_word = earlier().find(|&e| self.cast.entities[e].words.iter().any(|w| w == noun));
        if by_word.is_some() {
            return by_word;
        }
        // "the company": the body that the article is about, the most often named so far.
        let body = |e: usize| {
            let known = &self.cast.entities[e];
            let person = known.kind == NameKind::Person || known.gender.is_some() || !known.roles.is_empty();
            !person && !is_known_body(&known.words.join(" ")) && !known.name.contains('.')
        };
        let last = self
            .history
            .iter()
            .rev()
            .find_map(|said| said.entity.filter(|&e| said.speaker.kind == SpeakerKind::Organization && body(e)));
        let mut counts: HashMap<usize, (usize, std::cmp::Reverse<usize>)> = HashMap::new();
        for (order, entity) in
            (0..before).map(|n| self.cast.entity_of[n]).enumerate().filter(|&(_, e)| e != usize::MAX && body(e))
        {
            counts.entry(entity).or_insert((0, std::cmp::Reverse(order))).0 += 1;
        }
        let most = counts.into_iter().max_by_key(|(_, rank)| *rank);
        match (most, last) {
            (Some((entity, (count, _))), _) if count > 1 => Some(entity),
            (_, Some(entity)) => Some(entity),
            (most, None) => most.map(|(entity, _)| entity),
        }
    }

    /// "the statement": who issued the one mentioned before.
    pub fn issuer_before(&self, noun: &str, token: usize) -> Option<Answer> {
        let near = token.saturating_sub(120);
        // "a joint statement issued by X … The statement added".
        let mention = (near..token).rev().find(|&t| lower(self.document, t) == noun);
        if let Some(at) = mention {
            let said = self.history.iter().rev().find(|said| said.token <= at + 1 && said.token + 12 > at);
            if let Some(said) = said {
                return Some((said.entity, Some(said.speaker.clone()), "issuer before"));
            }
            let after = at + 1..(at + 8).min(token);
            if after.clone().any(|t| matches!(lower(self.document, t).as_str(), "by" | "from"))
                && let Some(n) = self.cast.names_in(&after).find(|&n| self.cast.entity_of[n] != usize::MAX)
            {
                return Some(self.answer(self.cast.entity_of[n], "issuer before"));
            }
        }
        self.history
            .iter()
            .rev()
            .find(|said| said.speaker.kind == SpeakerKind::Organization && said.token >= near)
            .map(|said| (said.entity, Some(said.speaker.clone()), "body before"))
    }
}
