//! Full names of one sound: which are one person's.
//!
//! Names of the same words are first told apart by their roles ([`split`]). Then each, from the one
//! heard most, joins the group that it fits, if it fits every name in it and no other group as well.

use std::collections::{BTreeMap, BTreeSet};

use super::fit::{Fit, fit};
use super::parts::Parts;
use super::profile::Profile;
use super::{Heard, Identity, Member};

/// Of several groups that a name fits, one must be heard so many times as often as the next.
const DOMINANT: u64 = 3;

/// Surnames with so many given names are common: a nickname alone does not tell who is meant.
const COMMON: usize = 4;

/// Voices of one name that belong to one person.
struct Node {
    parts: Parts,
    profile: Profile,
    voices: Vec<(Heard, Parts)>,
}

impl Node {
    fn of(voices: Vec<(Heard, Parts)>) -> Option<Node> {
        let parts = voices.iter().max_by_key(|(heard, parts)| (!parts.cut, heard.weight())).map(|(_, p)| p.clone())?;
        let mut profile = Profile::default();
        for (heard, _) in &voices {
            profile.add(&Profile::of(heard));
        }
        Some(Node { parts, profile, voices })
    }

    fn weight(&self) -> u64 {
        self.voices.iter().map(|(heard, _)| heard.weight()).sum()
    }
}

struct Group {
    nodes: Vec<Node>,
    profile: Profile,
    weight: u64,
}

/// The words of a name, and "Jr.".
type NameAndSuffix = (Vec<String>, Option<String>);

/// Returns the people of a block.
pub(super) fn cluster(voices: Vec<(Heard, Parts)>) -> Vec<Identity> {
    let mut names: BTreeMap<NameAndSuffix, Vec<(Heard, Parts)>> = BTreeMap::new();
    for (heard, parts) in voices {
        names.entry((parts.words.clone(), parts.suffix.clone())).or_default().push((heard, parts));
    }
    let mut nodes: Vec<Node> = names.into_values().flat_map(split).filter_map(Node::of).collect();
    nodes.sort_by(|a, b| b.weight().cmp(&a.weight()).then_with(|| a.parts.words.cmp(&b.parts.words)));
    let common = is_common(&nodes);
    let mut groups: Vec<Group> = Vec::new();
    for node in nodes {
        match home(&groups, &node, common) {
            Some(at) => {
                groups[at].profile.add(&node.profile);
                groups[at].weight += node.weight();
                groups[at].nodes.push(node);
            }
            None => groups.push(Group { profile: node.profile.clone(), weight: node.weight(), nodes: vec![node] }),
        }
    }
    groups.into_iter().map(identity).collect()
}

/// Whether many people have the surname, by their given names.
fn is_common(nodes: &[Node]) -> bool {
    let given: BTreeSet<char> = nodes.iter().filter_map(|node| node.parts.given().first()?.chars().next()).collect();
    given.len() >= COMMON
}

/// Returns the group that a name belongs to.
fn home(groups: &[Group], node: &Node, common: bool) -> Option<usize> {
    let mut fitting: Vec<(bool, Fit, usize)> = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let Some(fits) = group.nodes.iter().map(|known| fit(&known.parts, &node.parts)).collect::<Option<Vec<_>>>()
        else {
            continue;
        };
        // Split by roles before: the same name again.
        if group.nodes.iter().any(|known| known.parts.words == node.parts.words) {
            continue;
        }
        let Some(best) = fits.into_iter().min() else { continue };
        let agree = group.profile.shared(&node.profile) > 0;
        let strangers = common && best > Fit::Middle && group.profile.strangers(&node.profile);
        let apart = group.profile.clashes(&node.profile) || strangers;
        if !apart && (agree || !best.is_weak()) {
            fitting.push((agree, best, at));
        }
    }
    fitting.sort_by_key(|&(agree, fit, at)| (!agree, fit, std::cmp::Reverse(groups[at].weight)));
    match fitting.as_slice() {
        [] => None,
        [(_, _, only)] => Some(*only),
        [first, second, ..] => {
            let clear = first.0 && !second.0 || groups[first.2].weight >= DOMINANT * groups[second.2].weight;
            clear.then_some(first.2)
        }
    }
}

/// Tells people of the same name apart by their roles: "Scott Brown", the senator, and "Scott
/// Brown", a bank's chief economist.
fn split(voices: Vec<(Heard, Parts)>) -> Vec<Vec<(Heard, Parts)>> {
    type Part = (Profile, Vec<(Heard, Parts)>);
    let mut voices = voices;
    voices.sort_by(|a, b| b.0.weight().cmp(&a.0.weight()).then_with(|| a.0.cmp(&b.0)));
    let mut parts: Vec<Part> = Vec::new();
    let mut silent = Vec::new();
    for one in voices {
        let profile = Profile::of(&one.0);
        if profile.classes.is_empty() {
            silent.push((profile, one));
            continue;
        }
        let mut kin: Vec<usize> = (0..parts.len())
            .filter(|&at| {
                parts[at].0.same_class(&profile) && !parts[at].0.clashes(&profile) || parts[at].0.shared(&profile) > 0
            })
            .collect();
        let Some(home) = (!kin.is_empty()).then(|| kin.remove(0)) else {
            parts.push((profile, vec![one]));
            continue;
        };
        parts[home].0.add(&profile);
        parts[home].1.push(one);
        // It ties others together: "chairman and portfolio manager".
        for &at in kin.iter().rev() {
            let (profile, voices) = parts.remove(at);
            parts[home].0.add(&profile);
            parts[home].1.extend(voices);
        }
    }
    parts.sort_by_key(|(_, voices)| std::cmp::Reverse(voices.iter().map(|(heard, _)| heard.weight()).sum::<u64>()));
    let mut kept: Vec<Part> = Vec::new();
    for (profile, voices) in parts {
        let home = kept.iter().position(|(other, _)| !other.clashes(&profile) || !other.at_one_time(&profile));
        match home {
            Some(at) => {
                kept[at].0.add(&profile);
                kept[at].1.extend(voices);
            }
            None => kept.push((profile, voices)),
        }
    }
    for (profile, one) in silent {
        // The most words in common, and else the one heard most.
        let best = (0..kept.len()).max_by_key(|&at| (kept[at].0.shared(&profile), std::cmp::Reverse(at)));
        match best {
            Some(at) => kept[at].1.push(one),
            None => kept.push((profile, vec![one])),
        }
    }
    kept.into_iter().map(|(_, voices)| voices).collect()
}

/// Returns the identity of a group, under the name that is used most among the full ones.
fn identity(group: Group) -> Identity {
    let main = group
        .nodes
        .iter()
        .max_by_key(|node| {
            let full = node.parts.given().first().is_some_and(|first| first.len() > 1);
            (full, node.weight(), std::cmp::Reverse(node.parts.words.clone()))
        })
        .map(|node| node.parts.clone());
    let Some(main) = main else { return Identity { name: String::new(), kind: None, members: Vec::new() } };
    let mut shown: BTreeMap<&str, (bool, u64)> = BTreeMap::new();
    for (heard, parts) in group.nodes.iter().flat_map(|node| &node.voices) {
        if parts.words == main.words {
            let entry = shown.entry(&parts.shown).or_default();
            entry.0 |= parts.shown == heard.voice.name;
            entry.1 += heard.weight();
        }
    }
    let name = shown.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))).map(|(name, _)| (*name).to_owned());
    let name = name.unwrap_or(main.shown.clone());
    let mut members = Vec::new();
    let mut kind = None;
    for node in group.nodes {
        let reason = if node.parts.words == main.words { None } else { fit(&node.parts, &main).map(Fit::reason) };
        for (heard, parts) in node.voices {
            kind = kind.or(heard.voice.kind);
            members.push(Member {
                why: why(&name, &heard, &parts, reason),
                statements: heard.statements,
                voice: heard.voice,
            });
        }
    }
    members.sort_by(|a, b| a.voice.cmp(&b.voice));
    Identity { name, kind, members }
}

fn why(name: &str, heard: &Heard, parts: &Parts, reason: Option<&str>) -> String {
    let front = parts.cut.then_some("what stands before the name is no part of it");
    let marks = (parts.shown != name).then_some("capitals, accents or marks");
    let same = (heard.voice.name == name).then_some("spelled so");
    let reasons: Vec<&str> = match reason {
        Some(reason) => front.into_iter().chain([reason]).collect(),
        None => same.or(front).or(marks).into_iter().collect(),
    };
    if reasons.is_empty() { "spelled so".to_owned() } else { reasons.join("; ") }
}
