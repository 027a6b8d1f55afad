//! Offices and relatives: "the senator" after "Senator Thom Tillis", "his father".

use std::collections::BTreeMap;
use std::ops::Range;

use super::name::{NameKind, form, lower};
use super::sieve::{Answer, Resolver};
use crate::lexicon::{is_known_body, is_one_of, is_title};
use crate::text::Tag;

/// How many sentences after an office its holder may be named.
const AHEAD: usize = 3;

impl Resolver<'_> {
    /// "premier tells crowd at reopening": in a headline, the first person with this office; "Australian
    /// woman claims": the first whom the article describes by these words.
    pub fn office_in_headline(&self, tokens: &Range<usize>) -> Option<Answer> {
        let noun = lower(self.document, tokens.end.checked_sub(1)?);
        let words: Vec<&str> = tokens.clone().map(|t| lower(self.document, t)).collect();
        let title = is_title(noun);
        if words.len() > 2 || !title && words.len() < 2 {
            return None;
        }
        let holds = |role: &String| {
            let role = role.to_lowercase();
            let mut of_role = role.split(' ');
            if title {
                of_role.next_back().is_some_and(|w| same_office(w, noun))
            } else {
                of_role.collect::<Vec<_>>().windows(words.len()).any(|run| run == words)
            }
        };
        let entity = self.cast.entity_of.iter().copied().find(|&e| {
            self.cast.entities.get(e).is_some_and(|known| known.kind != NameKind::Body && known.roles.iter().any(holds))
        })?;
        Some(self.answer(entity, "role in headline"))
    }

    /// Returns the person whose role is what a mention with the head noun `noun` at `head` says.
    ///
    /// The mention needs an article or an owner: "a senator" is somebody new.
    pub fn by_office(&self, noun: &str, tokens: &Range<usize>, head: usize) -> Option<usize> {
        let document = self.document;
        let first = lower(document, tokens.start);
        let owned = document.tokens[tokens.start].tag == Tag::PrpS
            || (tokens.start..head).any(|t| document.tokens[t].tag == Tag::Pos);
        if !is_one_of("definite", first) && !owned {
            return None;
        }
        let wanted: Vec<String> = (tokens.start..tokens.end)
            .filter(|&t| !matches!(document.tokens[t].tag, Tag::Pos | Tag::In | Tag::Comma | Tag::PrpS | Tag::Dt))
            .map(|t| lower(document, t).to_owned())
            .filter(|w| !is_one_of("determiner", w))
            .collect();
        // Where each entity was named last.
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        for n in self.names_before(tokens.start) {
            places.entry(self.cast.entity_of[n]).or_insert(self.cast.names[n].tokens.start);
        }
        // "the state's health secretary said here on Friday": the name may come in the next sentences.
        if wanted.len() > 1 {
            let sentence = document.sentence_of(tokens.start);
            let soon = |n: &usize| self.cast.names[*n].sentence <= sentence + AHEAD;
            for n in self.names_from(tokens.start).take_while(soon) {
                places.entry(self.cast.entity_of[n]).or_insert(0);
            }
        }
        // Words that say which country, city or age are often left out of the role: "the Wooster
        // professor", "the 72-year-old president"; "the prime minister" is no foreign minister.
        let loose = |word: &str| {
            word.contains(|c: char| c.is_ascii_digit())
                || (tokens.start..head).any(|t| {
                    lower(document, t) == word && form(document, t).starts_with(char::is_uppercase) && t > tokens.start
                })
        };
        let owner: Vec<&String> = wanted.iter().take(if owned { head - tokens.start } else { 0 }).collect();
        let mut best: Option<((usize, bool, usize), usize)> = None;
        for (entity, at) in places {
            let Some(known) = self.cast.entities.get(entity) else { continue };
            if known.kind == NameKind::Body || known.roles.is_empty() {
                continue;
            }
            let fit = known
                .roles
                .iter()
                .filter_map(|role| {
                    let (missing, plain) = fitting(role, noun, &wanted)?;
                    let elsewhere = || role.split(' ').any(|w| is_known_body(&w.to_lowercase()));
                    let fits = missing.iter().all(|word| {
                        // "Malaysia's prime minister" where the article says "Prime Minister" alone.
                        loose(word) || owner.contains(&word) && !elsewhere()
                    });
                    fits.then_some((wanted.len() - missing.len(), plain))
                })
                .max();
            let Some((words, plain)) = fit else { continue };
            if best.is_none_or(|(rank, _)| (words, plain, at) > rank) {
                best = Some(((words, plain, at), entity));
            }
        }
        best.filter(|((_, plain, _), _)| *plain).map(|(_, entity)| entity)
    }
}

/// Returns which of the words `wanted` a role lacks, and whether it is no lesser office ("former
/// president" for "the president"); `None` where the role is another one than `noun`.
fn fitting(role: &str, noun: &str, wanted: &[String]) -> Option<(Vec<String>, bool)> {
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
    let missing: Vec<String> = wanted.iter().filter(|want| !words.iter().any(|w| alike(w, want))).cloned().collect();
    // "the foreign minister" for the foreign secretary, but not "the minister" for any secretary.
    if words[at] != last && is_minister(words[at]) && is_minister(last) && (wanted.len() < 2 || !missing.is_empty()) {
        return None;
    }
    let lesser =
        words.iter().any(|w| is_one_of("lesser", w) && !wanted.iter().any(|want| want.split('-').any(|p| p == *w)));
    Some((missing, !lesser))
}

/// Returns whether two words say the same office or place: "Malaysia", "Malaysian".
fn alike(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let short = a.chars().count().min(b.chars().count());
    let foreign = |w: &str| matches!(w, "foreign" | "state");
    same_office(a, b)
        || foreign(a) && foreign(b)
        || b.split('-').any(|part| part == a)
        || common >= 4 && common + 1 >= short
}

fn is_minister(word: &str) -> bool {
    matches!(word, "minister" | "secretary" | "premier")
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
        "premier" | "secretary" => "minister".to_owned(),
        other => other.to_owned(),
    };
    office(a) == office(b)
}
