//! Mentions with a name: "Houthi spokesperson Yahya Sarea", "Smith and Jones", "the Fed".

use std::ops::Range;

use super::name::{NameKind, form, lower};
use super::sieve::{Answer, Resolver};
use super::{Speaker, SpeakerKind};
use crate::lexicon::is_body;
use crate::text::Tag;

impl Resolver<'_> {
    /// A name in the mention: "Houthi spokesperson Yahya Sarea", "Smith and Jones", "the Fed".
    pub fn by_name(&self, tokens: &Range<usize>) -> Option<Answer> {
        let document = self.document;
        let inside: Vec<usize> = self.cast.names_in(tokens).filter(|&n| self.cast.entity_of[n] != usize::MAX).collect();
        let person = |n: usize| self.cast.entities[self.cast.entity_of[n]].kind != NameKind::Body;
        let mut heads: Vec<usize> = Vec::new();
        let mut last_behind = None;
        for &n in &inside {
            let name = &self.cast.names[n];
            let start = name.title.start.min(name.tokens.start).max(tokens.start);
            // "Ford's spokesman": the name only owns who speaks.
            let owns = document.tokens.get(name.tokens.end).is_some_and(|t| t.tag == Tag::Pos)
                && name.tokens.end + 1 < tokens.end;
            // "a spokesman for Ford": the name stands behind a preposition.
            let mut before = start;
            while before > tokens.start
                && matches!(document.tokens[before - 1].tag, Tag::Dt | Tag::Jj | Tag::PrpS | Tag::Nn)
                && !form(document, before - 1).starts_with(char::is_uppercase)
            {
                before -= 1;
            }
            let coordinated = last_behind.is_some_and(|end: usize| {
                end < start && (end..start).all(|t| matches!(document.tokens[t].tag, Tag::Cc | Tag::Dt))
            });
            let behind = coordinated
                || before > tokens.start
                    && matches!(document.tokens[before - 1].tag, Tag::In | Tag::To)
                    && !matches!(lower(document, before - 1).as_str(), "than");
            // "Fed officials", "the Trump administration": a common noun follows and carries the mention.
            let noun_after = document.tokens.get(name.tokens.end).filter(|_| name.tokens.end < tokens.end);
            let modifies = noun_after.is_some_and(|t| {
                let carries = is_body(&lower(document, name.tokens.end)) || t.tag == Tag::Nns;
                matches!(t.tag, Tag::Nn | Tag::Nns | Tag::Jj | Tag::Hyph) && (carries || !person_like(self, n))
            });
            // "World Health Organization (WHO)": the short form says nothing new.
            let bracketed = start > tokens.start && document.tokens[start - 1].tag == Tag::OpenBracket;
            if bracketed {
                continue;
            }
            if behind {
                last_behind = Some(name.tokens.end);
            }
            if !owns && !behind && !modifies {
                heads.push(n);
            }
        }
        // A person in apposition wins over the body or place before it: "the mayor of London, Sadiq Khan".
        let people: Vec<usize> = heads.iter().copied().filter(|&n| person(n)).collect();
        let joined = |a: usize, b: usize| {
            let between =
                self.cast.names[a].tokens.end..self.cast.names[b].title.start.min(self.cast.names[b].tokens.start);
            between.clone().any(|t| document.tokens[t].tag == Tag::Cc) && between.len() <= 4
                || between.len() == 1 && heads.len() > 2
        };
        if let [first, rest @ ..] = heads.as_slice()
            && !rest.is_empty()
            && heads.windows(2).all(|pair| joined(pair[0], pair[1]))
        {
            // "Smith and Jones", "the United States and Ukraine".
            let names: Vec<String> = heads.iter().map(|&n| self.named(self.cast.entity_of[n]).name).collect();
            let _ = first;
            return Some((
                None,
                Some(Speaker { name: names.join(" and "), kind: SpeakerKind::Group, role: None }),
                "joint",
            ));
        }
        let described = |n: usize| self.cast.names[n].kind == NameKind::Person;
        if let Some(&n) = people.iter().find(|&&n| described(n)).or_else(|| people.first()) {
            // A plural noun before it carries the mention: "analysts at Smith Barney".
            return Some(self.answer(self.cast.entity_of[n], "name"));
        }
        let n = *heads.first()?;
        Some(self.answer(self.cast.entity_of[n], "name"))
    }
}

/// Returns whether a name is, as far as the article tells, a person's.
pub fn person_like(resolver: &Resolver<'_>, name: usize) -> bool {
    let entity = &resolver.cast.entities[resolver.cast.entity_of[name]];
    entity.kind == NameKind::Person
        || (entity.kind == NameKind::Unknown && (entity.words.len() > 1 || !entity.roles.is_empty()))
}
