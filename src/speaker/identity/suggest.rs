//! Pairs that may be one person, for a person to decide: what the rules leave open.

use std::collections::BTreeMap;

use super::fit::{Fit, fit};
use super::parts::{Parts, is_person_name};
use super::profile::Profile;
use super::{Heard, Identity, usual_role};
use crate::speaker::SpeakerKind;

/// Two identities that may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The one that is heard more.
    pub name: String,
    pub other: String,
    /// The role of each, where one is known.
    pub roles: [Option<String>; 2],
    pub statements: [u64; 2],
    pub why: &'static str,
}

/// Returns pairs of people that may be one, those with the most statements at stake first.
pub fn suggestions(identities: &[Identity]) -> Vec<Suggestion> {
    let mut blocks: BTreeMap<String, Vec<(&Identity, Parts)>> = BTreeMap::new();
    for identity in identities {
        if identity.kind != Some(SpeakerKind::Person) || identity.statements() == 0 {
            continue;
        }
        let Some(best) = identity.members.iter().max_by_key(|member| member.statements) else { continue };
        let parts = Parts::of(&best.voice);
        if !is_person_name(&parts) {
            continue;
        }
        // A slip in the surname keeps its first letters: "Pachter", "Patcher".
        let block: String = parts.surname().chars().take(2).collect();
        blocks.entry(block).or_default().push((identity, parts));
    }
    let mut found = Vec::new();
    for block in blocks.values() {
        for (at, one) in block.iter().enumerate() {
            for other in &block[at + 1..] {
                if let Some(why) = likely(one, other) {
                    let (a, b) =
                        if one.0.statements() >= other.0.statements() { (one.0, other.0) } else { (other.0, one.0) };
                    found.push(Suggestion {
                        name: a.name.clone(),
                        other: b.name.clone(),
                        roles: [usual_role(a), usual_role(b)],
                        statements: [a.statements(), b.statements()],
                        why,
                    });
                }
            }
        }
    }
    found.sort_by(|a, b| {
        let (x, y) = (a.statements[1], b.statements[1]);
        y.cmp(&x).then_with(|| a.name.cmp(&b.name)).then_with(|| a.other.cmp(&b.other))
    });
    found
}

fn likely(one: &(&Identity, Parts), other: &(&Identity, Parts)) -> Option<&'static str> {
    let roles_agree = || profile(one.0).shared(&profile(other.0)) > 0;
    let (one, other) = (&one.1, &other.1);
    if let Some(fit) = fit(one, other) {
        return Some(match fit {
            Fit::Middle => "one name, with roles of two people",
            Fit::Nickname => "two forms of the given name",
            Fit::Sound => "spellings that sound alike",
            Fit::Far if roles_agree() => "spellings that sound alike from afar",
            Fit::Far => return None,
            Fit::Initial => "an initial that fits",
            Fit::Skipped => "a given name left out",
            Fit::Slip => "a letter's difference in the given name",
        });
    }
    let (a, b) = (one.surname(), other.surname());
    let slip = a != b && a.len().min(b.len()) >= 5 && strsim::osa_distance(a, b) == 1;
    (slip && one.given() == other.given()).then_some("a letter's difference in the surname")
}

fn profile(identity: &Identity) -> Profile {
    let mut profile = Profile::default();
    for member in &identity.members {
        let voice = member.voice.clone();
        profile.add(&Profile::of(&Heard {
            voice,
            statements: member.statements,
            mentions: 0,
            first: None,
            last: None,
        }));
    }
    profile
}
