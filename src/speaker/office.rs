//! Offices and relatives: "the senator" after "Senator Thom Tillis", "his father".

use std::ops::Range;

use super::name::{NameKind, lower};
use super::sieve::Resolver;
use crate::lexicon::is_one_of;
use crate::text::Tag;

impl Resolver<'_> {
    /// Returns the person whose role is what a mention with the head noun `noun` at `head` says.
    ///
    /// The mention needs an article or an owner: "a senator" is somebody new.
    pub fn by_office(&self, noun: &str, tokens: &Range<usize>, head: usize) -> Option<usize> {
        let document = self.document;
        let first = lower(document, tokens.start);
        let owned = document.tokens[tokens.start].tag == Tag::PrpS
            || (tokens.start..head).any(|t| document.tokens[t].tag == Tag::Pos);
        if !is_one_of("definite", &first) && !owned {
            return None;
        }
        let wanted: Vec<String> = (tokens.start..tokens.end)
            .filter(|&t| !matches!(document.tokens[t].tag, Tag::Pos | Tag::In | Tag::Comma | Tag::PrpS | Tag::Dt))
            .map(|t| lower(document, t))
            .filter(|w| !is_one_of("determiner", w))
            .collect();
        let before = self.cast.names.partition_point(|n| n.tokens.start < tokens.start);
        let last_before = |entity: usize| {
            let at = (0..before).rev().find(|&n| self.cast.entity_of[n] == entity)?;
            Some(self.cast.names[at].tokens.start)
        };
        let mut best: Option<((usize, bool, usize), usize)> = None;
        for (entity, known) in self.cast.entities.iter().enumerate() {
            if known.kind == NameKind::Body || known.roles.is_empty() {
                continue;
            }
            let fit = known.roles.iter().filter_map(|role| fitting(role, noun, &wanted)).max();
            let (Some((words, plain)), Some(at)) = (fit, last_before(entity)) else { continue };
            // "Malaysia's prime minister": all that the mention says must be in the role.
            if owned && document.tokens[tokens.start].tag != Tag::PrpS && words < wanted.len() {
                continue;
            }
            if best.is_none_or(|(rank, _)| (words, plain, at) > rank) {
                best = Some(((words, plain, at), entity));
            }
        }
        // "the local health minister" is another one than the health minister of the country.
        best.filter(|((words, plain, _), _)| *plain && (*words + 1 >= wanted.len() || wanted.len() <= 2))
            .map(|(_, entity)| entity)
    }
}

/// Returns how many of the words `wanted` a role has, and whether it is no lesser office ("former
/// president" for "the president"); `None` where the role is another one than `noun`.
fn fitting(role: &str, noun: &str, wanted: &[String]) -> Option<(usize, bool)> {
    let role = role.to_lowercase();
    let words: Vec<&str> = role.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    // "spokesman for the foreign minister" is no minister.
    let end =
        words.iter().position(|w| matches!(*w, "of" | "for" | "at" | "from" | "in" | "to")).unwrap_or(words.len());
    let parts: Vec<&str> = noun.split('-').collect();
    let last = parts.last().copied().unwrap_or(noun);
    let at = words[..end].iter().rposition(|w| same_office(w, last))?;
    let carries = at + 1 >= end || at + 2 >= end || words[at + 1..end].contains(&"and");
    if !carries && !is_one_of("kin", noun) {
        return None;
    }
    let count = wanted.iter().filter(|want| words.iter().any(|w| alike(w, want))).count();
    let lesser =
        words.iter().any(|w| is_one_of("lesser", w) && !wanted.iter().any(|want| want.split('-').any(|p| p == *w)));
    Some((count, !lesser))
}

/// Returns whether two words say the same office or place: "Malaysia", "Malaysian".
fn alike(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let short = a.chars().count().min(b.chars().count());
    same_office(a, b) || b.split('-').any(|part| part == a) || common >= 4 && common + 1 >= short
}

/// "the Foreign Secretary" for the Secretary of State, "the congresswoman" for a representative.
fn same_office(a: &str, b: &str) -> bool {
    let office = |w: &str| match w {
        "sen" => "senator".to_owned(),
        "rep" | "congressman" | "congresswoman" | "lawmaker" => "representative".to_owned(),
        "gov" => "governor".to_owned(),
        "prof" => "professor".to_owned(),
        "gen" => "general".to_owned(),
        "spokesman" | "spokeswoman" => "spokesperson".to_owned(),
        "chairman" | "chairwoman" | "chairperson" => "chair".to_owned(),
        "premier" => "minister".to_owned(),
        other => other.to_owned(),
    };
    office(a) == office(b)
}
