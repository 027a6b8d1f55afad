//! Labels before a colon, "KURT KARL, CHIEF ECONOMIST, SWISS RE: “…”", and names in capitals.

use std::ops::Range;

use super::mention::person_like;
use super::name::form;
use super::sieve::{Answer, Resolver};
use super::spelling::words_of;
use super::{Speaker, SpeakerKind};
use crate::statement::Attribution;
use crate::statement::introduced::name_of;

impl Resolver<'_> {
    /// Returns whom a label before a quotation names; what follows the comma is the role.
    pub fn labelled(&self, tokens: &Range<usize>, attribution: &Attribution) -> Option<Answer> {
        let document = self.document;
        // "A: It will hold.": whoever is interviewed.
        if attribution.rule == "speaker-label" && form(document, tokens.start) == "A" && tokens.len() == 1 {
            return self.interviewed();
        }
        if attribution.rule != "quote-label" {
            return None;
        }
        let name = name_of(document, tokens);
        let end = name.end;
        let (entity, speaker, sieve) = self.by_name(&name).unwrap_or_else(|| {
            let name = calm(&words_of(document, name));
            (None, Some(Speaker { name, kind: SpeakerKind::Person, role: None }), "label")
        });
        let role =
            (end + 1 < tokens.end && form(document, end) == ",").then(|| words_of(document, end + 1..tokens.end));
        let speaker = speaker.map(|speaker| Speaker {
            role: speaker.role.or(role.filter(|_| speaker.kind == SpeakerKind::Person)),
            ..speaker
        });
        Some((entity, speaker, sieve))
    }

    /// Returns the person whom the article names most often, the first of several.
    fn interviewed(&self) -> Option<Answer> {
        let most = self.interviewed.get_or_init(|| {
            let mut counts = vec![0usize; self.cast.entities.len()];
            for (n, &entity) in self.cast.entity_of.iter().enumerate() {
                if entity != usize::MAX && person_like(self, n) {
                    counts[entity] += 1;
                }
            }
            (0..counts.len()).rev().max_by_key(|&entity| counts[entity]).filter(|&entity| counts[entity] > 0)
        });
        most.map(|entity| self.answer(entity, "interviewed"))
    }
}

/// Returns a name of several words that stands in capitals as names are written: "Jim O'Sullivan",
/// "Anne-Marie McCall".
pub fn calm(name: &str) -> String {
    let shouted = name.contains(' ') && !name.chars().any(char::is_lowercase);
    if !shouted {
        return name.to_owned();
    }
    let word = |word: &str| {
        let mut calm = String::with_capacity(word.len());
        for c in word.chars() {
            let begins = calm.ends_with(|before: char| !before.is_alphabetic()) || calm == "Mc" || calm.is_empty();
            if begins {
                calm.push(c);
            } else {
                calm.extend(c.to_lowercase());
            }
        }
        calm
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::calm;

    #[test]
    fn names_in_capitals() {
        for (shouted, wanted) in [
            ("JIM O'SULLIVAN", "Jim O'Sullivan"),
            ("ANNE-MARIE MCCALL", "Anne-Marie McCall"),
            ("J.P. ROE", "J.P. Roe"),
            ("NATO", "NATO"),
            ("Jane Roe", "Jane Roe"),
        ] {
            assert_eq!(calm(shouted), wanted);
        }
    }
}
