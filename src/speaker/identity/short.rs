//! Single words: whom "Bernanke" stands for in an article that gives no more.

use std::collections::{BTreeMap, HashMap};

use super::body::Bodies;
use super::fit::close_sound;
use super::parts::{Parts, is_given};
use super::profile::Profile;
use super::{Heard, Identity, Member, Voice};
use crate::lexicon::{is_body, is_known_body, is_one_of};
use crate::speaker::SpeakerKind;

/// Of several people that a word may stand for, one must be heard so many times as often as all
/// others together.
const DOMINANT: u64 = 3;
/// A word that was taken for a body's name stands for a person only if that one is heard so many
/// times as often: where nothing but the surname alone of somebody famous was taken so ("Naimi
/// said"), elsewhere and where it has a legal form ("Dell Inc"), and where longer names of bodies
/// begin with it ("Ford Motor Co").
const NO_BODY: u64 = 1;
const A_BODY: u64 = 3;
const HARDLY_BODY: u64 = 10;
/// Somebody who is heard this often is called by one word; a given name alone ("Hillary") stands for
/// nobody else.
const FAMOUS: u64 = 20;

/// Somebody whom a single word may stand for.
struct Candidate {
    identity: usize,
    profile: Profile,
    weight: u64,
}

/// Puts single words to the people they stand for; returns those that nobody is known for.
pub(super) fn join(all: &mut [Identity], shorts: Vec<(Heard, Parts)>, bodies: &Bodies) -> Vec<Heard> {
    let mut by_word: BTreeMap<String, Vec<(Heard, Parts)>> = BTreeMap::new();
    for (heard, parts) in shorts {
        by_word.entry(parts.surname().to_owned()).or_default().push((heard, parts));
    }
    let index = Index::new(all);
    let mut left = Vec::new();
    let mut joined: Vec<(usize, Member)> = Vec::new();
    for (word, voices) in by_word {
        let candidates: Vec<Candidate> = index.candidates(&word, all);
        for (heard, parts) in voices {
            let found =
                if may_be_person(&heard.voice, &parts) { choose(&heard, &word, &candidates, bodies) } else { None };
            match found {
                Some((at, why)) => {
                    let why =
                        if parts.cut { format!("what stands before the name is no part of it; {why}") } else { why };
                    joined.push((at, Member { voice: heard.voice, statements: heard.statements, why }));
                }
                None => left.push(heard),
            }
        }
    }
    for (at, member) in joined {
        all[at].members.push(member);
    }
    left
}

/// "GM" and "China" are no surnames.
fn may_be_person(voice: &Voice, parts: &Parts) -> bool {
    let word = parts.surname();
    let letters = voice.name.chars().filter(|c| c.is_alphabetic()).count();
    let acronym = !parts.cut
        && letters <= 5
        && !voice.name.contains(char::is_lowercase)
        && voice.kind != Some(SpeakerKind::Person);
    let lower = voice.kind == Some(SpeakerKind::Organization) && !voice.name.contains(char::is_uppercase);
    !acronym && !lower && letters > 1 && !is_body(word) && !is_known_body(word)
}

fn choose(heard: &Heard, word: &str, candidates: &[Candidate], bodies: &Bodies) -> Option<(usize, String)> {
    let profile = Profile::of(heard);
    let fitting: Vec<&Candidate> = candidates.iter().filter(|c| !profile.excludes(&c.profile)).collect();
    let agreement = |c: &Candidate| (profile.shared(&c.profile), profile.same_class(&c.profile));
    let best = fitting.iter().max_by_key(|c| (agreement(c), c.weight, std::cmp::Reverse(c.identity)))?;
    let others: u64 = fitting.iter().filter(|c| c.identity != best.identity).map(|c| c.weight).sum();
    let agrees = agreement(best).0 > 0;
    if heard.voice.kind != Some(SpeakerKind::Person) && !agrees {
        // The word alone may be a body's: "Ford", "Dell", "Goldman".
        let body = bodies.heard_as(word);
        let times = if bodies.begins(word) {
            HARDLY_BODY
        } else if is_one_of("family-first", word) {
            0
        } else if bodies.formed(word) || best.weight < FAMOUS {
            A_BODY
        } else {
            NO_BODY
        };
        if best.weight < (2 * times * body).max(2) {
            return None;
        }
    }
    let why = if fitting.len() == 1 && (best.weight >= 2 || agrees) {
        "the only one of that name"
    } else if agrees && fitting.iter().all(|c| c.identity == best.identity || agreement(c) < agreement(best)) {
        "of that name, the one with such a role"
    } else if best.weight >= DOMINANT * others {
        "of that name, the one heard far more often than others"
    } else {
        return None;
    };
    Some((best.identity, format!("a part of the name alone: {why}")))
}

/// Who goes by which word.
struct Index {
    by_word: HashMap<String, Vec<usize>>,
    by_given: HashMap<String, Vec<usize>>,
}

impl Index {
    fn new(all: &[Identity]) -> Index {
        let mut index = Index { by_word: HashMap::new(), by_given: HashMap::new() };
        let add = |map: &mut HashMap<String, Vec<usize>>, word: String, at: usize| {
            let list = map.entry(word).or_default();
            if list.last() != Some(&at) {
                list.push(at);
            }
        };
        for (at, identity) in all.iter().enumerate() {
            for parts in names_of(identity) {
                let Some(first) = parts.words.first() else { continue };
                add(&mut index.by_word, close_sound(parts.surname()), at);
                if is_one_of("family-first", first) {
                    add(&mut index.by_word, close_sound(first), at);
                } else {
                    add(&mut index.by_given, first.clone(), at);
                }
            }
        }
        index
    }

    fn candidates(&self, word: &str, all: &[Identity]) -> Vec<Candidate> {
        let named = self.by_word.get(&close_sound(word)).into_iter().flatten();
        let mut found: Vec<Candidate> = named
            .filter(|&&at| names_of(&all[at]).any(|parts| parts.goes_by(word)))
            .map(|&at| candidate(all, at))
            .collect();
        if found.is_empty() && is_given(word) {
            let famous = self.by_given.get(word).into_iter().flatten().map(|&at| candidate(all, at));
            let famous: Vec<Candidate> = famous.collect();
            let all: u64 = famous.iter().map(|c| c.weight).sum();
            // "Hillary" is Hillary Clinton where hardly another Hillary speaks; "John" is anybody.
            found.extend(famous.into_iter().filter(|c| c.weight >= FAMOUS && 10 * c.weight >= 9 * all));
        }
        found
    }
}

/// Returns the names of an identity, each once where voices of one name stand together.
fn names_of(identity: &Identity) -> impl Iterator<Item = Parts> {
    let mut last = "";
    identity.members.iter().filter_map(move |member| {
        let again = member.voice.name == last && last.contains(' ');
        last = &member.voice.name;
        (!again).then(|| Parts::of(&member.voice))
    })
}

fn candidate(all: &[Identity], at: usize) -> Candidate {
    let mut profile = Profile::default();
    let mut weight = 0;
    for member in &all[at].members {
        // A name that is only mentioned is worth something as well.
        let heard = Heard {
            voice: member.voice.clone(),
            statements: member.statements,
            mentions: u64::from(member.statements == 0),
            first: None,
            last: None,
        };
        weight += heard.weight();
        profile.add(&Profile::of(&heard));
    }
    Candidate { identity: at, profile, weight }
}
