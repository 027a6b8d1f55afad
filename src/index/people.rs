//! Who is who in an index: the identities of its speakers, and what a name that was typed stands
//! for.
//!
//! They are worked out from the columns of the index alone, when a writer closes it, and kept in a
//! file beside it that names the commit it belongs to. A reader that finds another commit works
//! them out itself. The aliases file is applied on reading, so that it holds at once.

use std::collections::HashMap;
use std::sync::OnceLock;

use rayon::prelude::*;
use tantivy::IndexReader;
use tantivy::query::AllQuery;

use super::error::IndexError;
use super::tally::{MentionTally, VoiceTally};
use super::voice;
use super::words::Analyzers;
use crate::query::Pattern;
use crate::record::SpeakerKind;
use crate::speaker::identity::{Aliases, Heard, Identified, Identity, Known, Voice, clean, identify};

/// The identities of one or several indexes that are searched as one.
pub struct People {
    pub(super) identities: Vec<Identity>,
    /// The identity of each voice, by its key.
    by_voice: OnceLock<HashMap<String, usize>>,
    /// The folded names of each identity: its own, and those that articles use, cleaned.
    names: OnceLock<Vec<Names>>,
}

/// The words of the names of an identity.
struct Names {
    /// Its own name, folded.
    own: String,
    /// Every name, as its words.
    all: Vec<Vec<String>>,
}

/// What a short name was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub typed: String,
    /// The speakers that it fits and how many statements each made, the most frequent first.
    pub speakers: Vec<(String, u64)>,
}

impl People {
    pub(super) fn new(mut identities: Vec<Identity>, aliases: &Aliases) -> People {
        aliases.apply(&mut identities);
        People { identities, by_voice: OnceLock::new(), names: OnceLock::new() }
    }

    /// Returns the identity that a voice belongs to.
    pub(super) fn of(&self, voice: &str) -> Option<&Identity> {
        let by_voice = self.by_voice.get_or_init(|| {
            let members =
                self.identities.iter().enumerate().flat_map(|(at, known)| known.members.iter().map(move |m| (at, m)));
            members.map(|(at, member)| (voice::key(&member.voice), at)).collect()
        });
        by_voice.get(voice).map(|&at| &self.identities[at])
    }

    /// Returns the name of whoever speaks with a voice.
    pub(super) fn name_of(&self, voice: &str) -> String {
        match self.of(voice) {
            Some(identity) => identity.name.clone(),
            None => voice.split('\t').next().unwrap_or("").to_owned(),
        }
    }

    /// Returns the names of each identity.
    fn names_by_identity(&self) -> &[Names] {
        self.names.get_or_init(|| {
            let named =
                self.identities.par_iter().map_init(Analyzers::new, |analyzers, known| names_of(known, analyzers));
            named.collect()
        })
    }

    /// Returns who goes by a name, or by a part of it.
    pub(super) fn find(&self, pattern: &Pattern, analyzers: &mut Analyzers) -> Vec<usize> {
        let names = self.names_by_identity();
        let all = 0..self.identities.len();
        let folded = analyzers.folded(pattern.text());
        let typed: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let exact = matches!(pattern, Pattern::Word { exact: true, .. } | Pattern::Phrase { exact: true, .. });
        let whole = |at: &usize| names[*at].own == folded || names[*at].all.iter().any(|name| name.iter().eq(&typed));
        match pattern {
            _ if typed.is_empty() => Vec::new(),
            _ if exact => all.filter(whole).collect(),
            Pattern::Prefix { .. } => {
                let begins = |word: &str| word.starts_with(typed[typed.len() - 1]);
                all.filter(|&at| names[at].all.iter().any(|name| name.iter().any(|word| begins(word)))).collect()
            }
            Pattern::Fuzzy { distance, .. } => {
                let near = |word: &str, typed: &str| {
                    let most = distance.unwrap_or_else(|| super::compile::fuzzy_distance(typed));
                    strsim::osa_distance(word, typed) <= usize::from(most)
                };
                all.filter(|&at| {
                    names[at].all.iter().any(|name| typed.iter().all(|typed| name.iter().any(|word| near(word, typed))))
                })
                .collect()
            }
            Pattern::Word { .. } | Pattern::Phrase { .. } => {
                // "Marco Rubio" is nobody else who has both words in his name.
                if typed.len() > 1 {
                    let found: Vec<usize> = all.clone().filter(whole).collect();
                    if !found.is_empty() {
                        return found;
                    }
                }
                let has = |typed: &[&str]| -> Vec<usize> {
                    let fits = |name: &Vec<String>| typed.iter().all(|word| name.iter().any(|known| known == word));
                    all.clone().filter(|&at| names[at].all.iter().any(fits)).collect()
                };
                let found = has(&typed);
                if !found.is_empty() || typed.len() == 1 {
                    return found;
                }
                // "President Zelenskyy", "Bill Clinton" where articles write "William".
                let title = Voice { name: pattern.text().to_owned(), kind: None, role: None };
                let (plain, _) = clean(&title);
                let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
                let found = has(&plain);
                if !found.is_empty() || plain.len() < 2 {
                    return found;
                }
                let fits = |name: &Vec<String>| crate::speaker::identity::are_one_name(name, &plain);
                all.clone().filter(|&at| names[at].all.iter().any(fits)).collect()
            }
        }
    }

    /// Returns the keys of the voices of identities.
    pub(super) fn voices(&self, identities: &[usize]) -> Vec<String> {
        let members = identities.iter().flat_map(|&at| &self.identities[at].members);
        members.filter(|member| member.voice.kind.is_some()).map(|member| voice::key(&member.voice)).collect()
    }

    /// Returns all names by which statements mention the identities.
    pub(super) fn names(&self, identities: &[usize]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for &at in identities {
            names.extend(self.identities[at].members.iter().map(|member| member.voice.name.clone()));
        }
        names.sort();
        names.dedup();
        names
    }

    /// Returns the speaker whose name is nearest to what was typed, if one is near enough to be what
    /// was meant.
    pub(super) fn nearest(&self, typed: &str, analyzers: &mut Analyzers) -> Option<&str> {
        let folded = analyzers.folded(typed);
        let typed: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let distance = |name: &Vec<String>| -> Option<usize> {
            let each = typed.iter().map(|word| {
                let near = name.iter().map(|known| strsim::osa_distance(word, known)).min()?;
                (near <= word.chars().count() / 3).then_some(near)
            });
            each.sum()
        };
        let mut best: Option<((usize, std::cmp::Reverse<u64>, &str), &str)> = None;
        for (identity, names) in self.identities.iter().zip(self.names_by_identity()) {
            let statements = identity.statements();
            if typed.is_empty() || statements == 0 {
                continue;
            }
            if let Some(distance) = names.all.iter().filter_map(distance).min() {
                let rank = (distance, std::cmp::Reverse(statements), identity.name.as_str());
                if best.as_ref().is_none_or(|(known, _)| rank < *known) {
                    best = Some((rank, &identity.name));
                }
            }
        }
        best.map(|(_, name)| name)
    }

    /// Returns whom a name was taken for, if more than one person or body goes by it.
    pub(super) fn taken(&self, pattern: &Pattern, analyzers: &mut Analyzers) -> Option<Taken> {
        let mut speakers: Vec<(String, u64)> = Vec::new();
        for at in self.find(pattern, analyzers) {
            let identity = &self.identities[at];
            let named = matches!(identity.kind, Some(SpeakerKind::Person | SpeakerKind::Organization));
            if named && identity.statements() > 0 {
                speakers.push((identity.name.clone(), identity.statements()));
            }
        }
        speakers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        (speakers.len() > 1).then(|| Taken { typed: pattern.text().to_owned(), speakers })
    }
}

fn names_of(identity: &Identity, analyzers: &mut Analyzers) -> Names {
    let split = |text: String| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let own = analyzers.folded(&identity.name);
    let mut all = vec![split(own.clone())];
    let mut last = "";
    for member in &identity.members {
        let voice = &member.voice;
        // Voices of one name stand together; only single words are understood by their roles.
        if voice.name == last && voice.name.contains(' ') || voice.name == identity.name {
            continue;
        }
        last = &voice.name;
        // What stuck to the front of a name is nothing to find it by.
        let (_, shown) = clean(voice);
        all.push(split(analyzers.folded(&shown)));
    }
    all.sort();
    all.dedup();
    Names { own, all }
}

/// Works out the identities of indexes from what they hold.
pub(super) fn work_out(readers: &[IndexReader], known: &Known) -> Result<Identified, tantivy::TantivyError> {
    let mut voices: HashMap<String, Heard> = HashMap::new();
    let mut mentions: HashMap<String, u64> = HashMap::new();
    for reader in readers {
        let searcher = reader.searcher();
        for (key, tally) in searcher.search(&AllQuery, &VoiceTally)? {
            let Some(voice) = voice::parse(&key) else { continue };
            let empty = Heard { voice, statements: 0, mentions: 0, first: None, last: None };
            let heard = voices.entry(key).or_insert(empty);
            heard.statements += tally.count;
            heard.first = [heard.first, tally.first].into_iter().flatten().min();
            heard.last = [heard.last, tally.last].into_iter().flatten().max();
        }
        for (name, count) in searcher.search(&AllQuery, &MentionTally)? {
            *mentions.entry(name).or_default() += count;
        }
    }
    let mut heard: Vec<Heard> = voices.into_values().collect();
    heard.extend(mentions.into_iter().map(|(name, mentions)| Heard {
        voice: Voice { name, kind: None, role: None },
        statements: 0,
        mentions,
        first: None,
        last: None,
    }));
    Ok(identify(&heard, known))
}

/// The identities of the indexes of a library, worked out when first asked for.
pub(super) struct Archive {
    pub readers: Vec<IndexReader>,
    /// What is kept beside each index.
    pub kept: Vec<std::path::PathBuf>,
    pub generations: Vec<String>,
    pub aliases: Aliases,
    pub people: OnceLock<People>,
}

impl Archive {
    /// Returns who is who. An index that cannot be read any more has nobody.
    pub(super) fn people(&self) -> &People {
        self.people.get_or_init(|| {
            if let ([path], [generation]) = (self.kept.as_slice(), self.generations.as_slice())
                && let Some(identities) = super::kept::identities(path, generation)
            {
                return People::new(identities, &self.aliases);
            }
            let known = self.kept.iter().flat_map(|path| super::kept::known(path)).collect();
            let identified = work_out(&self.readers, &known).unwrap_or_default();
            People::new(identified.identities, &self.aliases)
        })
    }
}

/// Works out the identities of the index that was just written, and keeps them beside it.
pub(super) fn refresh(path: &std::path::Path) -> Result<(), IndexError> {
    let index = super::open::Index::open(path)?;
    let generation = index.generation();
    if super::kept::generation(path).as_deref() == Some(generation.as_str()) {
        return Ok(());
    }
    let known = super::kept::known(path);
    let identified = work_out(std::slice::from_ref(&index.reader), &known).map_err(|error| index.error(error))?;
    super::kept::write(path, &generation, &identified).map_err(|error| IndexError::Io { path: path.to_owned(), error })
}
