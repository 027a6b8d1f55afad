//! Offices: "the senator" after "Senator Thom Tillis".

use std::ops::Range;

use super::name::{NameKind, lower};
use super::sieve::Resolver;
use crate::lexicon::is_one_of;

impl Resolver<'_> {
    /// The person whose role names the noun: "the senator" after "Senator Thom Tillis".
    pub fn by_role(&self, noun: &str, tokens: &Range<usize>) -> Option<usize> {
        let words: Vec<String> = (tokens.start..tokens.end)
            .map(|t| lower(self.document, t))
            .filter(|w| !is_one_of("determiner", w))
            .collect();
        let fits = |role: &str, all: bool| {
            let role: Vec<String> =
                role.to_lowercase().split(|c: char| !c.is_alphanumeric() && c != '-').map(str::to_owned).collect();
            if all {
                words.iter().all(|w| role.contains(w))
            } else {
                role.iter().any(|w| w == noun || same_office(w, noun))
            }
        };
        let last_before = |entity: usize| {
            self.cast
                .names
                .iter()
                .zip(&self.cast.entity_of)
                .take_while(|(n, _)| n.tokens.start < tokens.start)
                .filter(|(_, e)| **e == entity)
                .map(|(n, _)| n.tokens.start)
                .last()
        };
        for all in [true, false] {
            let found = (0..self.cast.entities.len())
                .filter(|&e| {
                    self.cast.entities[e].kind != NameKind::Body
                        && self.cast.entities[e].roles.iter().any(|role| fits(role, all))
                })
                .filter_map(|e| last_before(e).map(|at| (at, e)))
                .max();
            if let Some((_, entity)) = found {
                return Some(entity);
            }
        }
        None
    }
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
        other => other.to_owned(),
    };
    office(a) == office(b)
}
