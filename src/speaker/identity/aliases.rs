//! The aliases file: identities stated by hand.
//!
//! ```toml
//! # One speaker: all names together, whatever the rules make of them.
//! [[join]]
//! name = "Volodymyr Zelensky"
//! names = ["Vladimir Zelensky", "Ze"]
//!
//! # Two speakers: the statements of this name whose role has these words are another one's.
//! [[split]]
//! name = "Scott Brown"
//! role = "economist"
//! as = "Scott Brown (economist)"
//!
//! # A spelling that was joined to somebody, and should not have been.
//! [[split]]
//! name = "Jim Smith"
//! ```
//!
//! Joins come first, then splits, each in the order of the file. A name is any name or spelling
//! that `onrecord speakers --same` shows; a name that nobody has is no error, as it may come.

use std::collections::HashSet;

use serde::Deserialize;

use super::super::spelling::folded;
use super::{Identity, Member, Voice};

/// What an aliases file says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aliases {
    #[serde(default, rename = "join")]
    pub joins: Vec<Join>,
    #[serde(default, rename = "split")]
    pub splits: Vec<Split>,
}

/// Several names of one speaker.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    pub name: String,
    pub names: Vec<String>,
}

/// One name of several speakers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    pub name: String,
    /// Words that the role has; without it all statements of exactly this spelling are meant.
    pub role: Option<String>,
    /// What the other one is called; unless given, by the name itself.
    #[serde(rename = "as")]
    pub called: Option<String>,
}

/// How a name is compared.
fn key(name: &str) -> String {
    name.split_whitespace().map(folded).collect::<Vec<_>>().join(" ")
}

impl Aliases {
    /// Parses an aliases file; the error says what is wrong and where.
    pub fn parse(text: &str) -> Result<Aliases, String> {
        toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())
    }

    /// Adds what another file says.
    pub fn extend(&mut self, other: Aliases) {
        self.joins.extend(other.joins);
        self.splits.extend(other.splits);
    }

    /// Returns the names that it speaks of, to be asked whether an identity or a voice has one: it
    /// leaves all identities as they are that have none.
    pub fn names(&self) -> Names {
        let joined = self.joins.iter().flat_map(|join| join.names.iter().chain([&join.name]));
        let split = self.splits.iter().flat_map(|split| split.called.iter().chain([&split.name]));
        Names(joined.chain(split).map(|name| key(name)).collect())
    }

    /// Applies it.
    pub fn apply(&self, identities: &mut Vec<Identity>) {
        for join in &self.joins {
            let mut moved = Vec::new();
            for name in &join.names {
                moved.extend(take(identities, &key(name), |_| true, true));
            }
            put(identities, &join.name, moved);
        }
        for split in &self.splits {
            let words: Vec<String> = split.role.iter().flat_map(|role| role.split_whitespace()).map(folded).collect();
            let has_role = |voice: &Voice| {
                let role: Vec<String> = voice.role.iter().flat_map(|r| r.split_whitespace()).map(folded).collect();
                words.iter().all(|word| role.contains(word))
            };
            let moved = take(identities, &key(&split.name), has_role, split.role.is_some());
            if !moved.is_empty() {
                let called = split.called.as_deref().unwrap_or(&split.name);
                let called = if split.called.is_none() && identities.iter().any(|i| i.name == called) {
                    split.role.as_ref().map_or(called.to_owned(), |role| format!("{called} ({role})"))
                } else {
                    called.to_owned()
                };
                put(identities, &called, moved);
            }
        }
        identities.retain(|identity| !identity.members.is_empty());
    }
}

/// The bytes of a name that folding leaves of plain letters.
fn solid(name: &str) -> impl Iterator<Item = u8> {
    let kept = name.bytes().filter(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'.' | b'\''));
    kept.map(|byte| byte.to_ascii_lowercase())
}

/// Names in the form in which they are compared.
#[derive(Debug)]
pub struct Names(HashSet<String>);

impl Names {
    /// Returns whether the name is one of them.
    pub fn contains(&self, name: &str) -> bool {
        // Most are told by their first letter, without folding them.
        let may_be = !name.is_ascii() || self.0.iter().any(|known| solid(known).eq(solid(name)));
        may_be && self.0.contains(&key(name))
    }
}

/// Takes the members of that name out; of identities called so all members, if `whole`.
fn take(identities: &mut [Identity], name: &str, wanted: impl Fn(&Voice) -> bool, whole: bool) -> Vec<Member> {
    let mut taken = Vec::new();
    for identity in identities {
        let all = whole && key(&identity.name) == name;
        let (out, kept): (Vec<Member>, Vec<Member>) = std::mem::take(&mut identity.members)
            .into_iter()
            .partition(|member| (all || key(&member.voice.name) == name) && wanted(&member.voice));
        identity.members = kept;
        taken.extend(out);
    }
    taken
}

/// Puts members to the identity of that name, and makes one where there is none.
fn put(identities: &mut Vec<Identity>, name: &str, members: Vec<Member>) {
    let members = members.into_iter().map(|member| Member { why: "the aliases file".to_owned(), ..member });
    let wanted = key(name);
    let known = identities
        .iter()
        .position(|identity| identity.name == name)
        .or_else(|| identities.iter().position(|identity| key(&identity.name) == wanted))
        .or_else(|| identities.iter().position(|i| i.members.iter().any(|m| key(&m.voice.name) == wanted)));
    match known {
        Some(at) => {
            identities[at].members.extend(members);
            name.clone_into(&mut identities[at].name);
        }
        None => {
            let members: Vec<Member> = members.collect();
            let kind = members.iter().find_map(|member| member.voice.kind);
            identities.push(Identity { name: name.to_owned(), kind, members });
        }
    }
}
