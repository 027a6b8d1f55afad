//! Counting voices, with the first and the last day on which each was heard, and mentions.

use std::collections::HashMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::fields::column;

/// How often something was heard, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub count: u64,
    /// Days since 1970-01-01.
    pub first: Option<i64>,
    pub last: Option<i64>,
}

impl Tally {
    pub(super) fn add(&mut self, other: &Tally) {
        self.count += other.count;
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.last = [self.last, other.last].into_iter().flatten().max();
    }
}

/// Counts statements by the key of their voice.
pub(super) struct VoiceTally;

/// Counts statements by the names they mention.
pub(super) struct MentionTally;

pub(super) struct VoicesOfSegment {
    voices: Option<StrColumn>,
    days: Option<Column<i64>>,
    tallies: Vec<Tally>,
}

impl Collector for VoiceTally {
    type Fruit = HashMap<String, Tally>;
    type Child = VoicesOfSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<VoicesOfSegment> {
        let columns = segment.fast_fields();
        let voices = columns.str(column::VOICE)?;
        let values = voices.as_ref().map_or(0, |column| column.dictionary().num_terms());
        Ok(VoicesOfSegment {
            voices,
            days: columns.i64(column::SAID_FIRST).ok(),
            tallies: vec![Tally::default(); values],
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<HashMap<String, Tally>>) -> tantivy::Result<Self::Fruit> {
        let mut fruits = fruits.into_iter();
        let mut all = fruits.next().unwrap_or_default();
        for (voice, tally) in fruits.flatten() {
            all.entry(voice).or_default().add(&tally);
        }
        Ok(all)
    }
}

impl SegmentCollector for VoicesOfSegment {
    type Fruit = HashMap<String, Tally>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let Some(ord) = self.voices.as_ref().and_then(|voices| voices.term_ords(doc).next()) else { return };
        if let Some(tally) = self.tallies.get_mut(ord as usize) {
            // What was said "in 2013" was said from January on, and perhaps not as late as December.
            let day = self.days.as_ref().and_then(|days| days.first(doc));
            tally.add(&Tally { count: 1, first: day, last: day });
        }
    }

    fn harvest(self) -> HashMap<String, Tally> {
        let Some(voices) = self.voices else { return HashMap::new() };
        let seen: Vec<(u64, Tally)> = (0..).zip(self.tallies).filter(|(_, tally)| tally.count > 0).collect();
        named(&voices, seen)
    }
}

/// Returns values by the names of their ordinals, which are sorted.
fn named<T: Copy>(column: &StrColumn, seen: Vec<(u64, T)>) -> HashMap<String, T> {
    let ords: Vec<u64> = seen.iter().map(|&(ord, _)| ord).collect();
    let mut values = HashMap::with_capacity(seen.len());
    let mut at = seen.iter();
    let _ = column.dictionary().sorted_ords_to_term_cb(&ords, |bytes| {
        if let Some(&(_, value)) = at.next() {
            values.insert(String::from_utf8_lossy(bytes).into_owned(), value);
        }
    });
    values
}

pub(super) struct MentionsOfSegment {
    mentions: Option<StrColumn>,
    counts: Vec<u64>,
}

impl Collector for MentionTally {
    type Fruit = HashMap<String, u64>;
    type Child = MentionsOfSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<MentionsOfSegment> {
        let mentions = segment.fast_fields().str(column::MENTION)?;
        let values = mentions.as_ref().map_or(0, |column| column.dictionary().num_terms());
        Ok(MentionsOfSegment { mentions, counts: vec![0; values] })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<HashMap<String, u64>>) -> tantivy::Result<Self::Fruit> {
        let mut fruits = fruits.into_iter();
        let mut all = fruits.next().unwrap_or_default();
        for (name, count) in fruits.flatten() {
            *all.entry(name).or_default() += count;
        }
        Ok(all)
    }
}

impl SegmentCollector for MentionsOfSegment {
    type Fruit = HashMap<String, u64>;

    fn collect(&mut self, doc: DocId, _: Score) {
        for ord in self.mentions.iter().flat_map(|mentions| mentions.term_ords(doc)) {
            if let Some(count) = self.counts.get_mut(ord as usize) {
                *count += 1;
            }
        }
    }

    fn harvest(self) -> HashMap<String, u64> {
        let Some(mentions) = self.mentions else { return HashMap::new() };
        named(&mentions, (0..).zip(self.counts).filter(|&(_, count)| count > 0).collect())
    }
}
