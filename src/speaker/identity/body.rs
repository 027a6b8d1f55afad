//! Bodies, and all that is not a person: names that differ in their legal form, and descriptions.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::spelling::folded;
use super::{Heard, Identity, Member, Voice};
use crate::lexicon::{is_body, is_known_body, is_one_of};
use crate::speaker::SpeakerKind;

/// What the archive names as bodies.
pub(super) struct Bodies {
    /// How often each core was heard as a body, and as a person without a role.
    heard: HashMap<String, (u64, u64)>,
    /// The first words of bodies of several words.
    begins: HashSet<String>,
    /// Those that were heard with a legal form: "Dell Inc".
    formed: HashSet<String>,
}

impl Bodies {
    pub(super) fn new(heard: &[Heard]) -> Bodies {
        let mut bodies = Bodies { heard: HashMap::new(), begins: HashSet::new(), formed: HashSet::new() };
        for one in heard {
            let core = core(&one.voice.name);
            if ends_in_form(&one.voice.name) {
                bodies.formed.insert(core.clone());
            }
            let entry = bodies.heard.entry(core.clone()).or_default();
            match one.voice.kind {
                Some(SpeakerKind::Organization) => {
                    entry.0 += one.statements;
                    if let Some((first, _)) = core.split_once(' ') {
                        bodies.begins.insert(first.to_owned());
                    }
                }
                Some(SpeakerKind::Person) => {
                    entry.1 += one.statements;
                    // "Ford Motor Co" taken for a person.
                    if let Some((first, rest)) = core.split_once(' ')
                        && rest.split(' ').any(|word| is_body(word) || is_one_of("legal-form", word))
                    {
                        bodies.begins.insert(first.to_owned());
                    }
                }
                _ => {}
            }
        }
        bodies
    }

    /// Returns whether a voice that was taken for a person's is a body's: "Goldman Sachs", which
    /// other articles name as one.
    pub(super) fn has(&self, voice: &Voice) -> bool {
        let core = core(&voice.name);
        let words: Vec<&str> = core.split(' ').collect();
        if words.last().is_some_and(|word| is_body(word))
            || is_known_body(&core)
            || core != folded(&voice.name) && ends_in_form(&voice.name)
        {
            return true;
        }
        let (body, person) = self.heard.get(&core).copied().unwrap_or_default();
        body > 0 && (voice.role.is_none() && 10 * body >= person || body >= 3 * person)
    }

    /// Returns how often the word alone was heard as a body.
    pub(super) fn heard_as(&self, word: &str) -> u64 {
        self.heard.get(word).map_or(0, |&(body, _)| body)
    }

    /// Returns whether bodies' names begin with the word: "Ford Motor Co".
    pub(super) fn begins(&self, word: &str) -> bool {
        self.begins.contains(word)
    }

    /// Returns whether the word is a body's name with a legal form: "Dell Inc".
    pub(super) fn formed(&self, word: &str) -> bool {
        self.formed.contains(word)
    }
}

fn ends_in_form(name: &str) -> bool {
    name.split_whitespace().last().is_some_and(|word| is_one_of("legal-form", &folded(word)))
}

/// Returns the words of a body's name that its short form keeps: without "the" and its legal form.
pub(super) fn core(name: &str) -> String {
    let words: Vec<String> = name
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | ',' | '(' | ')'))
        .map(folded)
        .filter(|word| !word.is_empty() && word != "&")
        .collect();
    let mut words = words.as_slice();
    while let [rest @ .., last] = words
        && !rest.is_empty()
        && is_one_of("legal-form", last)
    {
        words = rest;
    }
    while let [first, rest @ ..] = words
        && !rest.is_empty()
        && first == "the"
    {
        words = rest;
    }
    words.join(" ")
}

/// Puts together what differs in nothing that matters. `left` are single words that stand for
/// nobody known; a body's name taken for a person's goes to the body.
pub(super) fn join(left: Vec<Heard>, others: Vec<Heard>) -> Vec<Identity> {
    let mut groups: BTreeMap<(String, Option<SpeakerKind>), Vec<Heard>> = BTreeMap::new();
    let mut bodies: HashMap<String, u64> = HashMap::new();
    for one in left.iter().chain(&others) {
        if one.voice.kind == Some(SpeakerKind::Organization) {
            *bodies.entry(core(&one.voice.name)).or_default() += one.statements;
        }
    }
    for one in left.into_iter().chain(others) {
        let (key, kind) = match one.voice.kind {
            // "Boeing", once taken for a description.
            Some(SpeakerKind::Group | SpeakerKind::Unnamed)
                if one.voice.name.starts_with(char::is_uppercase)
                    && bodies.get(&core(&one.voice.name)).is_some_and(|&body| body > one.statements) =>
            {
                (core(&one.voice.name), Some(SpeakerKind::Organization))
            }
            Some(SpeakerKind::Group | SpeakerKind::Unnamed) => (folded(&one.voice.name), one.voice.kind),
            Some(SpeakerKind::Person) => {
                let core = core(&one.voice.name);
                let body = bodies.get(&core).copied().unwrap_or(0);
                let several = core.contains(' ');
                // Names of several words come here when they are bodies'; single ones where a body
                // of that name speaks more often.
                let kind = if several || body >= one.statements.max(1) {
                    SpeakerKind::Organization
                } else {
                    SpeakerKind::Person
                };
                (core, Some(kind))
            }
            _ => (core(&one.voice.name), Some(SpeakerKind::Organization)),
        };
        groups.entry((key, kind)).or_default().push(one);
    }
    groups.into_iter().map(|((_, kind), heard)| identity(kind, heard)).collect()
}

fn identity(kind: Option<SpeakerKind>, heard: Vec<Heard>) -> Identity {
    let mut names: BTreeMap<&str, u64> = BTreeMap::new();
    for one in &heard {
        *names.entry(&one.voice.name).or_default() += one.weight();
    }
    let name = names.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))).map(|(name, _)| (*name).to_owned());
    let name = name.unwrap_or_default();
    let members = heard
        .into_iter()
        .map(|one| {
            let why = if one.voice.name == name {
                "spelled so"
            } else if folded(&one.voice.name) == folded(&name) {
                "capitals, accents or marks"
            } else {
                "with or without its legal form"
            };
            Member { statements: one.statements, why: why.to_owned(), voice: one.voice }
        })
        .collect();
    Identity { name, kind, members }
}
