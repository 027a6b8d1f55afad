//! The roll of an archive: which identity speaks with which voice.
//!
//! The file beside an index says it for the values of each segment. Where it does not, as after a
//! merge or with an aliases file, voices are looked up by their keys.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use tantivy::columnar::StrColumn;
use tantivy::index::SegmentId;
use tantivy::{Searcher, SegmentReader};

use super::count::{Bucket, Counts, each_counted, most_frequent};
use super::fields::column;
use super::fingerprint::{Fingerprinted, fingerprint};
use super::kept::{self, Kept};
use super::people::People;
use super::voice;
use crate::record::SpeakerKind;

/// The numbers of the identities, which are those of their lines, read when first asked for.
#[derive(Debug, Default)]
pub(super) struct Roll {
    /// Where the lines begin.
    lines: OnceLock<Vec<usize>>,
    /// For the values of the column of voices, by segment.
    segments: OnceLock<HashMap<SegmentId, Vec<Option<u32>>>>,
    voices: OnceLock<Voices>,
    prepared: OnceLock<()>,
}

/// The numbers of the identities by the fingerprints of the keys of their voices.
#[derive(Debug)]
struct Voices(HashMap<u64, u32, Fingerprinted>);

impl Voices {
    fn new(heads: &str, voices: &str) -> Voices {
        // The line of a voice has about as many bytes.
        let mut numbers = HashMap::with_capacity_and_hasher(voices.len() / 48, Fingerprinted);
        for (number, (_, head)) in (0..).zip(kept::lines(heads)) {
            let voices = kept::voices_of(head).and_then(|place| voices.get(place)).unwrap_or_default();
            for key in kept::lines(voices).filter_map(|(_, line)| kept::voice_of(line)) {
                // A name that is only mentioned has neither kind nor role, and speaks nowhere.
                if !key.ends_with("\t\t") {
                    numbers.insert(fingerprint(key.as_bytes()), number);
                }
            }
        }
        Voices(numbers)
    }

    fn number(&self, key: &[u8]) -> Option<u32> {
        self.0.get(&fingerprint(key)).copied()
    }
}

impl People {
    /// Reads what searches for the speakers of segments need.
    pub(super) fn prepare(&self, segments: &[SegmentId]) {
        self.roll.prepared.get_or_init(|| {
            self.starts();
            if segments.iter().any(|segment| self.numbers(*segment).is_empty()) {
                self.by_voice();
            }
        });
    }

    pub(super) fn is_prepared(&self) -> bool {
        self.roll.prepared.get().is_some()
    }

    fn starts(&self) -> &[usize] {
        self.roll.lines.get_or_init(|| {
            // The shortest lines have about as many bytes.
            let mut starts = Vec::with_capacity(self.heads().len() / 40);
            starts.extend(kept::lines(self.heads()).map(|(at, _)| at));
            starts
        })
    }

    fn by_voice(&self) -> &Voices {
        self.roll.voices.get_or_init(|| Voices::new(self.heads(), self.voice_text()))
    }

    /// Returns the numbers of the identities for the values of a segment's column of voices; none
    /// where nothing is kept of it.
    fn numbers(&self, segment: SegmentId) -> &[Option<u32>] {
        let segments = self.roll.segments.get_or_init(|| kept::numbers(&self.segment_text()));
        segments.get(&segment).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the name and the kind of whoever speaks with the voice that is the value `ord` of a
    /// segment's column; `None` where nothing is kept of it.
    pub(super) fn kept_speaker(&self, segment: SegmentId, ord: u64) -> Option<(&str, Option<SpeakerKind>)> {
        self.numbered((*self.numbers(segment).get(usize::try_from(ord).ok()?)?)?)
    }

    /// Returns the name and the kind of the identity of a number.
    fn numbered(&self, number: u32) -> Option<(&str, Option<SpeakerKind>)> {
        let start = *self.starts().get(number as usize)?;
        kept::name_and_kind(self.heads().get(start..)?)
    }

    /// Returns the name of whoever speaks with a voice, and what kind of speaker it is.
    pub(super) fn speaker_of<'a>(&'a self, voice: &'a str) -> (&'a str, Option<SpeakerKind>) {
        match self.by_voice().number(voice.as_bytes()).and_then(|number| self.numbered(number)) {
            Some(speaker) => speaker,
            None => (voice.split('\t').next().unwrap_or(""), voice::parse(voice).and_then(|voice| voice.kind)),
        }
    }

    /// Returns the counts of voices as those of speakers, the `most` most frequent ones.
    pub(super) fn most_heard(&self, segments: &[Counts], most: usize) -> Vec<Bucket> {
        let mut known: Vec<u64> = vec![0; self.starts().len()];
        let mut others: Vec<(String, u64)> = Vec::new();
        for segment in segments {
            let Counts::Values { segment, column, counts } = segment else { continue };
            let numbers = self.numbers(*segment);
            let mut left: Vec<u32> = counts.clone();
            for (number, count) in numbers.iter().zip(&mut left) {
                if let Some(sum) = number.and_then(|number| known.get_mut(number as usize)) {
                    *sum += u64::from(std::mem::take(count));
                }
            }
            each_counted(column, &left, |voice, count| {
                let number = self.by_voice().number(voice);
                match number.and_then(|number| known.get_mut(number as usize)) {
                    Some(sum) => *sum += count,
                    None => others.push((self.speaker_of(&String::from_utf8_lossy(voice)).0.to_owned(), count)),
                }
            });
        }
        let known = (0..).zip(known).filter(|&(_, count)| count > 0);
        let name = |number| self.numbered(number).map_or("", |(name, _)| name);
        // Identities have each a name of their own, unless somebody named them.
        if others.is_empty() && !self.named_by_hand() {
            return most_frequent(known.collect(), most, name);
        }
        let mut sums: HashMap<Cow<'_, str>, u64> = HashMap::new();
        let known = known.map(|(number, count)| (Cow::Borrowed(name(number)), count));
        for (name, count) in known.chain(others.into_iter().map(|(name, count)| (Cow::Owned(name), count))) {
            *sums.entry(name).or_default() += count;
        }
        most_frequent(sums.into_iter().collect(), most, |name| name)
    }
}

/// Returns the lines of all segments, for identities that were just worked out.
pub(super) fn of_segments(searcher: &Searcher, kept: &Kept) -> tantivy::Result<String> {
    let voices = Voices::new(&kept.heads, &kept.voices.text());
    let line = |segment: &SegmentReader| -> tantivy::Result<String> {
        let column = segment.fast_fields().str(column::VOICE)?;
        let numbers = column.map(|column| numbers_of(&column, &voices)).transpose()?;
        Ok(kept::segment_line(segment.segment_id(), &numbers.unwrap_or_default()))
    };
    searcher.segment_readers().iter().map(line).collect()
}

fn numbers_of(column: &StrColumn, voices: &Voices) -> tantivy::Result<Vec<Option<u32>>> {
    let ords: Vec<u64> = (0..column.dictionary().num_terms() as u64).collect();
    let mut numbers = Vec::with_capacity(ords.len());
    column.dictionary().sorted_ords_to_term_cb(&ords, |voice| numbers.push(voices.number(voice)))?;
    Ok(numbers)
}
