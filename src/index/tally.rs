//! Counting voices, with the first and the last day on which each was heard, and mentions.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
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

/// What was heard in a segment, by the values of a column. A value may be in several segments.
pub(super) struct Tallied {
    pub segment: SegmentId,
    /// `None` where the segment has no such column.
    column: Option<StrColumn>,
    days: Option<Column<i64>>,
    tallies: Vec<Tally>,
}

impl Tallied {
    fn new(segment: &SegmentReader, column: Option<StrColumn>, days: Option<Column<i64>>) -> Tallied {
        let values = column.as_ref().map_or(0, |column| column.dictionary().num_terms());
        Tallied { segment: segment.segment_id(), column, days, tallies: vec![Tally::default(); values] }
    }

    /// Calls `each` with the values that were heard, in their order, and their places in the column's
    /// dictionary.
    pub(super) fn each(&self, mut each: impl FnMut(u64, &str, &Tally)) {
        let Some(column) = &self.column else { return };
        let heard = || (0..).zip(&self.tallies).filter(|(_, tally)| tally.count > 0);
        let ords: Vec<u64> = heard().map(|(ord, _)| ord).collect();
        let mut heard = heard();
        let _ = column.dictionary().sorted_ords_to_term_cb(&ords, |value| {
            if let Some((ord, tally)) = heard.next() {
                each(ord, &String::from_utf8_lossy(value), tally);
            }
        });
    }
}

impl Collector for VoiceTally {
    type Fruit = Vec<Tallied>;
    type Child = Tallied;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Tallied> {
        let columns = segment.fast_fields();
        Ok(Tallied::new(segment, columns.str(column::VOICE)?, columns.i64(column::SAID_FIRST).ok()))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Tallied>) -> tantivy::Result<Vec<Tallied>> {
        Ok(fruits)
    }
}

impl Collector for MentionTally {
    type Fruit = Vec<Tallied>;
    type Child = Tallied;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Tallied> {
        Ok(Tallied::new(segment, segment.fast_fields().str(column::MENTION)?, None))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Tallied>) -> tantivy::Result<Vec<Tallied>> {
        Ok(fruits)
    }
}

impl SegmentCollector for Tallied {
    type Fruit = Tallied;

    fn collect(&mut self, doc: DocId, _: Score) {
        let Some(column) = &self.column else { return };
        // What was said "in 2013" was said from January on, and perhaps not as late as December.
        let day = self.days.as_ref().and_then(|days| days.first(doc));
        for ord in column.term_ords(doc) {
            if let Some(tally) = self.tallies.get_mut(ord as usize) {
                tally.add(&Tally { count: 1, first: day, last: day });
            }
        }
    }

    fn harvest(self) -> Tallied {
        self
    }
}
