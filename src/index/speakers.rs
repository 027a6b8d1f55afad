//! The speakers that a query finds, and how their names were put together.

use std::cmp::Reverse;
use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::compile::compile;
use super::count::{keep_most, summed};
use super::document::day_of;
use super::error::IndexError;
use super::people::Taken;
use super::search::Library;
use super::tally::{Tally, VoiceTally};
use super::words::Analyzers;
use crate::query::{Expr, Pattern, Query, TextField};
use crate::record::SpeakerKind;
use crate::speaker::identity::{Identity, Suggestion, suggestions};

/// A speaker among the statements that a query matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakerLine {
    pub name: String,
    pub kind: Option<SpeakerKind>,
    pub count: u64,
    /// The roles, the most frequent first.
    pub roles: Vec<String>,
    /// `2025-11-23`: the first and the last day on which something was said.
    pub first: Option<String>,
    pub last: Option<String>,
}

/// A way in which articles name a speaker, and why it is taken for his name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// The speaker's name.
    pub speaker: String,
    pub name: String,
    pub role: Option<String>,
    pub count: u64,
    pub why: String,
}

/// What is counted of a speaker: statements, the kind, the roles.
#[derive(Default)]
struct Counted {
    tally: Tally,
    kind: Option<SpeakerKind>,
    /// A role may come more than once.
    roles: Vec<(String, u64)>,
}

impl Library {
    /// Returns who made the statements that the query matches, the most frequent first.
    pub fn speakers(&self, query: &Query) -> Result<Vec<SpeakerLine>, IndexError> {
        Ok(self.top_speakers(query, usize::MAX)?.0)
    }

    /// Returns the `most` most frequent of them, and how many there are.
    pub fn top_speakers(&self, query: &Query, most: usize) -> Result<(Vec<SpeakerLine>, usize), IndexError> {
        let mut lines: HashMap<String, Counted, FxBuildHasher> = HashMap::default();
        for index in self.indexes() {
            let compiled = compile(query, &index.fields, &index.archive);
            let search = || index.searcher().search(&compiled, &VoiceTally);
            let segments = self.while_people_are_read(search).map_err(|error| index.error(error))?;
            for segment in segments {
                let people = self.people();
                segment.each(|ord, voice, tally| {
                    let speaker = people.kept_speaker(segment.segment, ord);
                    let (name, kind) = speaker.unwrap_or_else(|| people.speaker_of(voice));
                    let line = match lines.get_mut(name) {
                        Some(line) => line,
                        None => lines.entry(name.to_owned()).or_default(),
                    };
                    line.tally.add(tally);
                    line.kind = line.kind.or(kind);
                    if let Some(role) = voice.split('\t').nth(2).filter(|role| !role.is_empty()) {
                        line.roles.push((role.to_owned(), tally.count));
                    }
                });
            }
        }
        let day = |number: Option<i64>| number.and_then(day_of).map(|date| date.to_string());
        let all = lines.len();
        let mut lines: Vec<(String, Counted)> = lines.into_iter().collect();
        keep_most(&mut lines, most, |(_, line)| line.tally.count);
        let mut lines: Vec<SpeakerLine> = lines
            .into_iter()
            .map(|(name, Counted { tally, kind, roles })| {
                // A body has no role: one beside it was another's.
                let person = kind != Some(SpeakerKind::Organization);
                let roles = if person { most_frequent(roles) } else { Vec::new() };
                SpeakerLine { name, kind, count: tally.count, roles, first: day(tally.first), last: day(tally.last) }
            })
            .collect();
        lines.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        lines.truncate(most);
        Ok((lines, all))
    }

    /// Returns how articles name those who go by a name, speaker by speaker.
    pub fn spellings(&self, pattern: &Pattern) -> Vec<Spelling> {
        let people = self.people();
        let found = people.typed(pattern, &mut Analyzers::new());
        let mut found: Vec<Identity> = found.identities.iter().map(|&at| people.identity(at)).collect();
        found.sort_by(|a, b| b.statements().cmp(&a.statements()).then_with(|| a.name.cmp(&b.name)));
        let mut spellings = Vec::new();
        for identity in &found {
            let mut members: Vec<_> = identity.members.iter().collect();
            members.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.voice.cmp(&b.voice)));
            // A name that is only mentioned tells something where nobody speaks under it.
            let spoken: Vec<&str> =
                members.iter().filter(|m| m.statements > 0).map(|m| m.voice.name.as_str()).collect();
            members.retain(|member| member.statements > 0 || !spoken.contains(&member.voice.name.as_str()));
            spellings.extend(members.into_iter().map(|member| Spelling {
                speaker: identity.name.clone(),
                name: member.voice.name.clone(),
                role: member.voice.role.clone(),
                count: member.statements,
                why: member.why.clone(),
            }));
        }
        spellings
    }

    /// Returns the speaker that was probably meant.
    pub fn nearest_speaker(&self, typed: &str) -> Option<String> {
        self.people().nearest(typed, &mut Analyzers::new()).map(str::to_owned)
    }

    /// Returns pairs of speakers that may be one.
    pub fn suggestions(&self) -> Vec<Suggestion> {
        suggestions(&self.people().all())
    }

    /// Returns the names in a query that several speakers go by, with whom each was taken for.
    pub fn taken(&self, query: &Query) -> Vec<Taken> {
        let mut analyzers = Analyzers::new();
        let mut taken = Vec::new();
        query.expr.wanted_leaves(&mut |leaf| {
            if let Expr::Match {
                field: TextField::Speaker,
                pattern: pattern @ (Pattern::Word { .. } | Pattern::Phrase { .. }),
            } = leaf
            {
                taken.extend(self.people().taken(pattern, &mut analyzers));
            }
        });
        taken
    }
}

/// Returns each role once, the most frequent first.
fn most_frequent(roles: Vec<(String, u64)>) -> Vec<String> {
    let mut roles = summed(roles);
    roles.sort_by_key(|&(_, count)| Reverse(count));
    roles.into_iter().map(|(role, _)| role).collect()
}
