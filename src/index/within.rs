//! A filter by days, whose columns an open index finds once and not again for every search.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::columnar::Column;
use tantivy::index::SegmentId;
use tantivy::query::{AllScorer, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED};

/// The columns of days of an archive, by segment and name. A segment never changes.
#[derive(Debug, Clone, Default)]
pub(super) struct DayColumns(Arc<Mutex<Found>>);

type Found = HashMap<(SegmentId, &'static str), Column<i64>>;

impl DayColumns {
    /// Returns the column of that name; `None` where no statement of the segment has such a day.
    fn of(&self, segment: &SegmentReader, name: &'static str) -> Option<Column<i64>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (segment.segment_id(), name);
        if let Some(column) = known.get(&key) {
            return Some(column.clone());
        }
        let column = segment.fast_fields().i64(name).ok()?;
        known.insert(key, column.clone());
        Some(column)
    }
}

/// The documents whose day lies in a range.
#[derive(Debug, Clone)]
pub(super) struct Within {
    columns: DayColumns,
    name: &'static str,
    days: RangeInclusive<i64>,
}

impl Within {
    /// Returns the filter for documents of which a column has one of `days`, counted from 1970-01-01.
    pub(super) fn new(columns: DayColumns, name: &'static str, days: RangeInclusive<i64>) -> Within {
        Within { columns, name, days }
    }
}

impl Query for Within {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Within {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(column) = self.columns.of(segment, self.name) else { return Ok(Box::new(EmptyScorer)) };
        let (least, most) = (column.min_value(), column.max_value());
        if self.days.is_empty() || most < *self.days.start() || *self.days.end() < least {
            return Ok(Box::new(EmptyScorer));
        }
        let all = column.get_cardinality().is_full() && self.days.contains(&least) && self.days.contains(&most);
        if all {
            return Ok(Box::new(ConstScorer::new(AllScorer::new(segment.max_doc()), boost)));
        }
        Ok(Box::new(ConstScorer::new(Scan::new(column, self.days.clone()), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("a day in a range", 1.0))
    }
}

/// Looks through a column, stretch by stretch.
struct Scan {
    column: Column<i64>,
    days: RangeInclusive<i64>,
    /// Those found in the last stretch, and the place among them.
    found: Vec<DocId>,
    at: usize,
    /// Where the next stretch begins, and how long it is.
    next: DocId,
    stretch: u32,
}

/// A stretch after a leap, and the longest one.
const SHORT: u32 = 128;
const LONG: u32 = 1 << 16;

impl Scan {
    fn new(column: Column<i64>, days: RangeInclusive<i64>) -> Scan {
        let mut scan = Scan { column, days, found: Vec::new(), at: 0, next: 0, stretch: SHORT };
        scan.read_on();
        scan
    }

    /// Reads stretches until one has a document.
    fn read_on(&mut self) {
        self.found.clear();
        self.at = 0;
        let end = self.column.num_docs();
        while self.found.is_empty() && self.next < end {
            let to = self.next.saturating_add(self.stretch).min(end);
            self.column.get_docids_for_value_range(self.days.clone(), self.next..to, &mut self.found);
            self.next = to;
            self.stretch = (self.stretch * 2).min(LONG);
        }
    }

    /// Leaves everything before `target` out.
    fn leap(&mut self, target: DocId) {
        if target.saturating_sub(self.next) >= SHORT {
            self.stretch = SHORT;
        }
        self.next = self.next.max(target);
    }
}

impl DocSet for Scan {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        if self.at >= self.found.len() {
            self.read_on();
        }
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.found.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|doc| *doc < target);
        if self.at >= self.found.len() {
            self.leap(target);
            self.read_on();
        }
        self.doc()
    }

    /// Looks at the one document alone: most of those asked for are far from each other.
    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= self.column.num_docs() {
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        if !self.column.values_for_doc(target).any(|day| self.days.contains(&day)) {
            return SeekDangerResult::SeekLowerBound(target + 1);
        }
        self.stretch = SHORT;
        self.next = target + 1;
        self.found.clear();
        self.found.push(target);
        self.at = 0;
        SeekDangerResult::Found
    }

    fn doc(&self) -> DocId {
        self.found.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.column.num_docs() / 10
    }

    /// A scan takes longer than a list of as many documents.
    fn cost(&self) -> u64 {
        u64::from(self.size_hint()) * 5
    }
}
