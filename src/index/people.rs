//! Who is who in an index: the identities of its speakers, and what a name that was typed stands
//! for.
//!
//! They are worked out from the columns of the index alone, when a writer closes it, and kept in a
//! file beside it that names the commit it belongs to. A reader that finds another commit works
//! them out itself. The aliases file is applied on reading, so that it holds at once.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use lru::LruCache;
use memchr::{memchr, memmem, memrchr};
use tantivy::IndexReader;
use tantivy::query::AllQuery;
use tantivy::schema::Field;

use super::chosen::Chosen;
use super::error::IndexError;
use super::kept::{self, Head, Kept, Part};
use super::roll::{self, Roll};
use super::tally::{MentionTally, Tally, VoiceTally};
use super::voice;
use super::within::DayColumns;
use super::words::Analyzers;
use crate::query::Pattern;
use crate::record::SpeakerKind;
use crate::speaker::identity::{Aliases, Heard, Identified, Identity, Known, Voice, are_one_name, clean, identify};

/// The identities of one or several indexes that are searched as one.
///
/// They stay the text that is kept beside the index: a search asks for a few of many, and those
/// alone are taken apart. A speaker is the place in bytes at which his line begins.
pub struct People {
    heads: String,
    voices: Part,
    voices_read: OnceLock<String>,
    segments: Part,
    pub(super) roll: Roll,
    /// Whether an aliases file has named some of them.
    named_by_hand: bool,
    /// Whom the names typed last were found to be.
    typed: Mutex<LruCache<Pattern, Arc<Found>>>,
}

/// Who goes by a name that was typed, and the filters for them, made when a search first asks.
pub(super) struct Found {
    pub identities: Vec<usize>,
    spoken: OnceLock<Chosen>,
    mentioned: OnceLock<Chosen>,
}

/// How many names that were typed are remembered.
const TYPED: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// What a short name was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub typed: String,
    /// The speakers that it fits and how many statements each made, the most frequent first.
    pub speakers: Vec<(String, u64)>,
}

impl People {
    fn new(Kept { heads, voices, segments }: Kept, named_by_hand: bool) -> People {
        People {
            heads,
            voices,
            voices_read: OnceLock::new(),
            segments,
            roll: Roll::default(),
            named_by_hand,
            typed: Mutex::new(LruCache::new(TYPED)),
        }
    }

    /// Returns who goes by a name, or by a part of it.
    pub(super) fn typed(&self, pattern: &Pattern, analyzers: &mut Analyzers) -> Arc<Found> {
        let mut typed = self.typed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = typed.get(pattern) {
            return Arc::clone(found);
        }
        let identities = self.find(pattern, analyzers);
        let found = Arc::new(Found { identities, spoken: OnceLock::new(), mentioned: OnceLock::new() });
        typed.put(pattern.clone(), Arc::clone(&found));
        found
    }

    /// Returns the filter for what they said, whose voices stand in `field`.
    pub(super) fn said_by(&self, found: &Found, field: Field) -> Chosen {
        found.spoken.get_or_init(|| Chosen::new(field, self.voices(&found.identities))).clone()
    }

    /// Returns the filter for what mentions them under a name in `field`.
    pub(super) fn mentioning(&self, found: &Found, field: Field) -> Chosen {
        found.mentioned.get_or_init(|| Chosen::new(field, self.mentions(&found.identities))).clone()
    }

    /// Returns those of identities, as the aliases file has them.
    fn of_identities(mut identities: Vec<Identity>, aliases: &Aliases) -> People {
        aliases.apply(&mut identities);
        People::new(kept::render(&identities, 0), *aliases != Aliases::default())
    }

    /// Returns them as the aliases file has them. Only those that it speaks of are taken apart.
    fn with(&self, aliases: &Aliases) -> People {
        let names = aliases.names();
        let mut voices = self.voice_text().to_owned();
        let mut heads = String::with_capacity(self.heads.len());
        let mut touched: Vec<Identity> = Vec::new();
        for line in self.heads.split_inclusive('\n') {
            let Some(head) = Head::of(line) else { continue };
            let of_it = voices.get(head.voices.clone()).unwrap_or_default().lines();
            let mut spelled = of_it.filter_map(kept::voice_of).filter_map(|key| key.split('\t').next());
            if names.contains(head.name) || spelled.any(|name| names.contains(name)) {
                touched.extend(head.identity(&voices));
            } else {
                heads.push_str(line);
            }
        }
        aliases.apply(&mut touched);
        let changed = kept::render(&touched, voices.len());
        heads.push_str(&changed.heads);
        voices.push_str(&changed.voices.text());
        People::new(Kept { heads, voices: Part::Read(voices), segments: Part::default() }, true)
    }

    pub(super) fn heads(&self) -> &str {
        &self.heads
    }

    pub(super) fn voice_text(&self) -> &str {
        self.voices_read.get_or_init(|| self.voices.text().into_owned())
    }

    pub(super) fn segment_text(&self) -> Cow<'_, str> {
        self.segments.text()
    }

    /// Returns whether an aliases file has named some of them.
    pub(super) fn named_by_hand(&self) -> bool {
        self.named_by_hand
    }

    /// Returns the lines of all identities, with the places where they begin.
    fn lines(&self) -> impl Iterator<Item = (usize, Head<'_>)> {
        kept::lines(&self.heads).filter_map(|(at, line)| Some((at, Head::of(line)?)))
    }

    fn head(&self, at: usize) -> Option<Head<'_>> {
        Head::of(self.heads.get(at..)?.split('\n').next()?)
    }

    /// Returns an identity, taken apart.
    pub(super) fn identity(&self, at: usize) -> Identity {
        let identity = self.head(at).and_then(|head| head.identity(self.voice_text()));
        identity.unwrap_or(Identity { name: String::new(), kind: None, members: Vec::new() })
    }

    /// Returns all identities, taken apart.
    pub(super) fn all(&self) -> Vec<Identity> {
        self.lines().filter_map(|(_, head)| head.identity(self.voice_text())).collect()
    }

    /// Returns who goes by a name, or by a part of it.
    fn find(&self, pattern: &Pattern, analyzers: &mut Analyzers) -> Vec<usize> {
        let folded = analyzers.folded(pattern.text());
        let typed: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let Some((last, before)) = typed.split_last() else { return Vec::new() };
        match pattern {
            Pattern::Word { exact: true, .. } | Pattern::Phrase { exact: true, .. } => self.called(&folded),
            Pattern::Prefix { .. } => self.with_name(|name| {
                let words: Vec<&str> = name.split(' ').collect();
                let mut places = words.windows(typed.len());
                places.any(|place| place.starts_with(before) && place[before.len()].starts_with(last))
            }),
            Pattern::Fuzzy { distance, .. } => {
                let near = |word: &str, typed: &str| {
                    let most = distance.unwrap_or_else(|| super::compile::fuzzy_distance(typed));
                    strsim::osa_distance(word, typed) <= usize::from(most)
                };
                self.with_name(|name| typed.iter().all(|typed| name.split(' ').any(|word| near(word, typed))))
            }
            Pattern::Word { .. } | Pattern::Phrase { .. } => self.by_words(pattern.text(), &folded, &typed),
        }
    }

    fn by_words(&self, text: &str, folded: &str, typed: &[&str]) -> Vec<usize> {
        // "Marco Rubio" is nobody else who has both words in his name.
        let found = if typed.len() > 1 { self.called(folded) } else { Vec::new() };
        if !found.is_empty() {
            return found;
        }
        let found = self.with_words(typed);
        if !found.is_empty() || typed.len() == 1 {
            return found;
        }
        // "President Zelenskyy": a title is no part of the name.
        let (plain, _) = clean(&Voice { name: text.to_owned(), kind: None, role: None });
        let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
        let found = if plain.is_empty() { Vec::new() } else { self.with_words(&plain) };
        if !found.is_empty() || plain.len() < 2 {
            return found;
        }
        // "Bill Clinton" where articles write "William".
        self.with_name(|name| are_one_name(name, &plain))
    }

    fn with_name(&self, fits: impl Fn(&str) -> bool) -> Vec<usize> {
        self.lines().filter(|(_, head)| head.names.split('|').any(&fits)).map(|(at, _)| at).collect()
    }

    /// Those with a name that fits, which has `part` in it. Looks only at the lines that have it.
    fn with_part(&self, part: &str, fits: impl Fn(&str) -> bool) -> Vec<usize> {
        let text = self.heads.as_bytes();
        let mut found: Vec<usize> = Vec::new();
        let mut end = 0;
        for place in memmem::find_iter(text, part.as_bytes()) {
            if place < end {
                continue;
            }
            let at = memrchr(b'\n', &text[..place]).map_or(0, |line_break| line_break + 1);
            end = memchr(b'\n', &text[place..]).map_or(text.len(), |length| place + length);
            let head = self.heads.get(at..end).and_then(Head::of);
            if head.is_some_and(|head| head.names.split('|').any(&fits)) {
                found.push(at);
            }
        }
        found
    }

    fn called(&self, folded: &str) -> Vec<usize> {
        self.with_part(folded, |name| name == folded)
    }

    fn with_words(&self, typed: &[&str]) -> Vec<usize> {
        let longest = typed.iter().max_by_key(|word| word.len()).copied().unwrap_or_default();
        self.with_part(longest, |name| has_words(name, typed))
    }

    /// Returns the keys of the voices of identities.
    fn voices(&self, identities: &[usize]) -> Vec<String> {
        let members = identities.iter().flat_map(|&at| self.identity(at).members);
        members.filter(|member| member.voice.kind.is_some()).map(|member| voice::key(&member.voice)).collect()
    }

    /// Returns all names by which statements mention the identities.
    fn mentions(&self, identities: &[usize]) -> Vec<String> {
        let members = identities.iter().flat_map(|&at| self.identity(at).members);
        let mut names: Vec<String> = members.map(|member| member.voice.name).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Returns the speaker whose name is nearest to what was typed, if one is near enough to be what
    /// was meant.
    pub(super) fn nearest(&self, typed: &str, analyzers: &mut Analyzers) -> Option<&str> {
        let folded = analyzers.folded(typed);
        let typed: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let distance = |name: &str| -> Option<usize> {
            let each = typed.iter().map(|word| {
                let near = name.split(' ').map(|known| strsim::osa_distance(word, known)).min()?;
                (near <= word.chars().count() / 3).then_some(near)
            });
            each.sum()
        };
        let speaking = self.lines().filter(|(_, head)| head.statements > 0 && !typed.is_empty());
        let near = speaking.filter_map(|(_, head)| Some((head.names.split('|').filter_map(distance).min()?, head)));
        let best = near.min_by_key(|(distance, head)| (*distance, Reverse(head.statements), head.name));
        best.map(|(_, head)| head.name)
    }

    /// Returns whom a name was taken for, if more than one person or body goes by it, or one who is
    /// spelled otherwise.
    pub(super) fn taken(&self, pattern: &Pattern, analyzers: &mut Analyzers) -> Option<Taken> {
        let found = self.typed(pattern, analyzers);
        let found: Vec<Head> = found.identities.iter().filter_map(|&at| self.head(at)).collect();
        let named = found.iter().filter(|head| {
            head.statements > 0 && matches!(head.kind, Some(SpeakerKind::Person | SpeakerKind::Organization))
        });
        let mut speakers: Vec<(String, u64)> = named.map(|head| (head.name.to_owned(), head.statements)).collect();
        speakers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let folded = analyzers.folded(pattern.text());
        let typed: Vec<&str> = folded.split(' ').collect();
        // "Mara Quil" finds Mara Quill, whom nobody spells so.
        let guessed = !found.iter().any(|head| head.names.split('|').any(|name| has_words(name, &typed)));
        let tells = speakers.len() > 1 || guessed && !speakers.is_empty();
        tells.then(|| Taken { typed: pattern.text().to_owned(), speakers })
    }
}

/// Whether a folded name has all the words, in any order.
fn has_words(name: &str, words: &[&str]) -> bool {
    // Most names have none of them, which is told without splitting.
    words.iter().all(|word| name.contains(word)) && words.iter().all(|word| name.split(' ').any(|known| known == *word))
}

/// Works out the identities of indexes from what they hold.
pub(super) fn work_out(readers: &[IndexReader], known: &Known) -> Result<Identified, tantivy::TantivyError> {
    let mut voices: HashMap<String, Tally> = HashMap::new();
    let mut mentions: HashMap<String, u64> = HashMap::new();
    for reader in readers {
        let searcher = reader.searcher();
        for segment in searcher.search(&AllQuery, &VoiceTally)? {
            segment.each(|_, key, tally| voices.entry(key.to_owned()).or_default().add(tally));
        }
        for segment in searcher.search(&AllQuery, &MentionTally)? {
            segment.each(|_, name, tally| *mentions.entry(name.to_owned()).or_default() += tally.count);
        }
    }
    let spoken = voices.into_iter().filter_map(|(key, Tally { count: statements, first, last })| {
        Some(Heard { voice: voice::parse(&key)?, statements, mentions: 0, first, last })
    });
    let mut heard: Vec<Heard> = spoken.collect();
    heard.extend(mentions.into_iter().map(|(name, mentions)| Heard {
        voice: Voice { name, kind: None, role: None },
        statements: 0,
        mentions,
        first: None,
        last: None,
    }));
    Ok(identify(&heard, known))
}

/// What an open library remembers: above all the identities, worked out when first asked for.
pub(super) struct Archive {
    pub readers: Vec<IndexReader>,
    /// What is kept beside each index.
    pub kept: Vec<std::path::PathBuf>,
    pub generations: Vec<String>,
    pub aliases: Aliases,
    pub people: OnceLock<People>,
    pub days: DayColumns,
}

impl Archive {
    /// Returns who is who. An index that cannot be read any more has nobody.
    pub(super) fn people(&self) -> &People {
        self.people.get_or_init(|| {
            if let ([path], [generation]) = (self.kept.as_slice(), self.generations.as_slice())
                && let Some(kept) = kept::identities(path, generation)
            {
                let people = People::new(kept, false);
                return match self.aliases == Aliases::default() {
                    true => people,
                    false => people.with(&self.aliases),
                };
            }
            let known = self.kept.iter().flat_map(|path| kept::known(path)).collect();
            let identified = work_out(&self.readers, &known).unwrap_or_default();
            People::of_identities(identified.identities, &self.aliases)
        })
    }
}

/// Works out the identities of the index that was just written, and keeps them beside it.
pub(super) fn refresh(path: &std::path::Path) -> Result<(), IndexError> {
    let index = super::open::Index::open(path)?;
    let generation = index.generation();
    if kept::generation(path).as_deref() == Some(generation.as_str()) {
        return Ok(());
    }
    let known = kept::known(path);
    let identified = work_out(std::slice::from_ref(&index.reader), &known).map_err(|error| index.error(error))?;
    let mut kept = kept::render(&identified.identities, 0);
    let segments = roll::of_segments(&index.searcher(), &kept).map_err(|error| index.error(error))?;
    kept.segments = Part::Read(segments);
    let written = kept::write(path, &generation, &kept, &identified.blocks);
    written.map_err(|error| IndexError::Io { path: path.to_owned(), error })
}
