//! Identity: which names across an archive are one person or body.
//!
//! An article calls a speaker by the fullest name that it gives. Across articles one person has
//! several: "Volodymyr Zelensky", "Zelenskiy", "President Zelenskyy". A [`Voice`] is what the
//! articles say (name, kind, role); [`identify`] puts voices together into [`Identity`]s.
//!
//! Full names are compared within blocks of surnames that sound alike ([`cluster`]), single words
//! are then understood by the full names that there are ([`short`]), as a reader would. A block is
//! a function of its voices alone: neither the order of the articles nor the other blocks matter,
//! so what was worked out for a block holds until its voices change ([`Known`]).
//!
//! It prefers two speakers for one person over one speaker for two people: joining by hand is one
//! line in the aliases file, and a wrong join puts words into somebody's mouth.

mod aliases;
mod body;
mod cluster;
mod fit;
mod parts;
mod profile;
mod short;
mod suggest;

pub use aliases::{Aliases, Join, Names, Split};
pub use suggest::{Suggestion, suggestions};

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::SpeakerKind;
use parts::{Parts, is_person_name};

/// A speaker as articles name him: the unit that is put together.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Voice {
    pub name: String,
    /// Absent for a name that statements only mention.
    pub kind: Option<SpeakerKind>,
    pub role: Option<String>,
}

/// A voice and how often it was heard.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Heard {
    pub voice: Voice,
    pub statements: u64,
    /// How many statements mention the name; only for names without a kind.
    pub mentions: u64,
    /// Days since 1970-01-01.
    pub first: Option<i64>,
    pub last: Option<i64>,
}

impl Heard {
    fn weight(&self) -> u64 {
        2 * self.statements + self.mentions
    }
}

/// A voice that belongs to an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub voice: Voice,
    pub statements: u64,
    /// Why it belongs there.
    pub why: String,
}

/// One person or body, or what cannot be told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The fullest usual name; no two identities share it.
    pub name: String,
    pub kind: Option<SpeakerKind>,
    pub members: Vec<Member>,
}

impl Identity {
    /// Returns how many statements it made.
    pub fn statements(&self) -> u64 {
        self.members.iter().map(|member| member.statements).sum()
    }
}

/// What was worked out before, by the fingerprint of a block's voices.
pub type Known = HashMap<u64, Vec<Identity>>;

/// The identities of an archive, by block.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Identified {
    /// The fingerprint of the block's voices, and its identities before single words joined them.
    pub blocks: Vec<(u64, Vec<Identity>)>,
    pub identities: Vec<Identity>,
    /// How many blocks had to be worked out.
    pub fresh: usize,
}

/// Puts voices together. `known` holds what an earlier run gave for its blocks.
pub fn identify(heard: &[Heard], known: &Known) -> Identified {
    let mut heard: Vec<Heard> = heard.to_vec();
    heard.sort();
    let mut blocks: BTreeMap<String, Vec<(Heard, Parts)>> = BTreeMap::new();
    let mut shorts = Vec::new();
    let mut others = Vec::new();
    let bodies = body::Bodies::new(&heard);
    let mut last: Option<(Voice, Parts)> = None;
    for one in heard {
        // Sorted, the voices of one name and kind stand together.
        let parts = match &last {
            Some((voice, parts))
                if voice.name == one.voice.name
                    && voice.kind == one.voice.kind
                    && parts.words.len() > 1
                    && !parts.by_role =>
            {
                parts.clone()
            }
            _ => Parts::of(&one.voice),
        };
        last = Some((one.voice.clone(), parts.clone()));
        match one.voice.kind {
            Some(SpeakerKind::Group | SpeakerKind::Unnamed) => others.push(one),
            _ if parts.words.is_empty() => others.push(one),
            _ if parts.words.len() == 1 => shorts.push((one, parts)),
            Some(SpeakerKind::Person) if !bodies.has(&one.voice) => {
                blocks.entry(parts.block()).or_default().push((one, parts));
            }
            None if is_person_name(&parts) => blocks.entry(parts.block()).or_default().push((one, parts)),
            _ => others.push(one),
        }
    }
    let mut identified = Identified::default();
    for voices in blocks.into_values() {
        let fingerprint = fingerprint(&voices);
        let identities = match known.get(&fingerprint) {
            Some(identities) => identities.clone(),
            None => {
                identified.fresh += 1;
                cluster::cluster(voices)
            }
        };
        identified.blocks.push((fingerprint, identities));
    }
    let mut all: Vec<Identity> = identified.blocks.iter().flat_map(|(_, identities)| identities.clone()).collect();
    let left = short::join(&mut all, shorts, &bodies);
    all.extend(body::join(left, others));
    name_apart(&mut all);
    identified.identities = all;
    identified
}

/// A number that changes when any of the voices does.
fn fingerprint(voices: &[(Heard, Parts)]) -> u64 {
    let mut hasher = DefaultHasher::new();
    // Another version may decide otherwise.
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    for (heard, _) in voices {
        heard.hash(&mut hasher);
    }
    hasher.finish()
}

/// Gives identities of one name a role behind it, all but the one heard most: "Scott Brown (chief
/// economist at Raymond James)".
fn name_apart(identities: &mut [Identity]) {
    let mut order: Vec<usize> = (0..identities.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&identities[a], &identities[b]);
        b.statements()
            .cmp(&a.statements())
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.kind.cmp(&b.kind))
            .then_with(|| a.members.first().map(|m| &m.voice).cmp(&b.members.first().map(|m| &m.voice)))
    });
    let mut taken: HashMap<String, usize> = HashMap::new();
    for at in order {
        let identity = &identities[at];
        let mut name = identity.name.clone();
        if taken.contains_key(&name) {
            let role = usual_role(identity).or_else(|| identity.kind.map(kind_word).map(str::to_owned));
            name = format!("{name} ({})", role.as_deref().unwrap_or("mentioned"));
        }
        while taken.contains_key(&name) {
            name.push('*');
        }
        taken.insert(name.clone(), at);
        identities[at].name = name;
    }
}

fn usual_role(identity: &Identity) -> Option<String> {
    let roles = identity.members.iter().filter_map(|member| Some((member.statements, member.voice.role.clone()?)));
    roles.max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1))).map(|(_, role)| role)
}

/// Returns the name of a kind of speaker.
pub fn kind_word(kind: SpeakerKind) -> &'static str {
    match kind {
        SpeakerKind::Person => "person",
        SpeakerKind::Organization => "organization",
        SpeakerKind::Group => "group",
        SpeakerKind::Unnamed => "unnamed",
    }
}

/// Returns the words of a name as they are compared, without what stuck to its front, and the name
/// as it is shown.
pub fn clean(voice: &Voice) -> (Vec<String>, String) {
    let parts = Parts::of(voice);
    let mut words = parts.words;
    words.extend(parts.suffix);
    (words, parts.shown)
}

/// Returns whether two names, folded, may be one person's: "bill clinton" and "william clinton".
pub fn are_one_name(one: &str, other: &[&str]) -> bool {
    let parts = |words: Vec<String>| Parts { words, suffix: None, shown: String::new(), cut: false, by_role: false };
    let other = parts(other.iter().map(|word| (*word).to_owned()).collect());
    let one = parts(one.split(' ').map(str::to_owned).collect());
    one.words.len() > 1 && fit::fit(&one, &other).is_some_and(|fit| !fit.is_weak())
}
