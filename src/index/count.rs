//! Counting what a query matches: by speaker, topic, outlet, act, kind, or time.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::block::Block;
use super::fields::column;
use super::steps::Unit;

/// What statements are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    Speaker,
    Topic,
    Outlet,
    Act,
    Kind,
    Article,
    Time(Unit),
}

impl Facet {
    /// Every facet that has a name.
    pub const NAMED: [(&'static str, Facet); 10] = [
        ("speaker", Facet::Speaker),
        ("topic", Facet::Topic),
        ("outlet", Facet::Outlet),
        ("act", Facet::Act),
        ("kind", Facet::Kind),
        ("article", Facet::Article),
        ("day", Facet::Time(Unit::Day)),
        ("week", Facet::Time(Unit::Week)),
        ("month", Facet::Time(Unit::Month)),
        ("year", Facet::Time(Unit::Year)),
    ];

    /// Returns its name.
    pub fn name(self) -> &'static str {
        Facet::NAMED.iter().find(|&&(_, facet)| facet == self).map_or("", |&(name, _)| name)
    }

    fn column(self) -> &'static str {
        match self {
            Facet::Speaker => column::VOICE,
            Facet::Topic => column::TOPIC,
            Facet::Outlet => column::OUTLET,
            Facet::Act => column::ACT,
            Facet::Kind => column::KIND,
            Facet::Article => column::ARTICLE,
            Facet::Time(_) => column::SAID_FIRST,
        }
    }
}

/// One value and how many statements have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    pub value: String,
    pub count: u64,
}

/// Counts by facets. Statements without a value are not counted.
pub(super) struct CountBy<'a>(pub &'a [Facet]);

/// The most days that are counted, from the first: those of ten thousand years.
const LONGEST: usize = 3_660_000;

/// How many statements of a segment have each value of a facet.
pub(super) enum Counts {
    /// By the places of the values in the column's dictionary.
    Values { segment: SegmentId, column: StrColumn, counts: Vec<u32> },
    /// By days since 1970-01-01, from the first; only those `seen` have any.
    Days { days: Column<i64>, first: i64, counts: Vec<u32>, seen: Range<usize> },
    /// The segment has no such column.
    None,
}

impl Collector for CountBy<'_> {
    type Fruit = Vec<Vec<Counts>>;
    type Child = SegmentCounts;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentCounts> {
        let columns = segment.fast_fields();
        let counts = |facet: &Facet| -> tantivy::Result<Counts> {
            Ok(match facet {
                Facet::Time(_) => match columns.i64(facet.column()) {
                    Ok(days) => {
                        let first = days.min_value();
                        let last = usize::try_from(days.max_value().saturating_sub(first)).unwrap_or(0).min(LONGEST);
                        Counts::Days { days, first, counts: vec![0; last + 1], seen: 0..0 }
                    }
                    Err(_) => Counts::None,
                },
                facet => match columns.str(facet.column())? {
                    Some(column) => {
                        let values = column.dictionary().num_terms();
                        Counts::Values { segment: segment.segment_id(), column, counts: vec![0; values] }
                    }
                    None => Counts::None,
                },
            })
        };
        let facets = self.0.iter().map(counts).collect::<tantivy::Result<_>>()?;
        Ok(SegmentCounts { facets, ords: Block::default(), days: Block::default() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    /// Returns the counts of each facet, one for each segment.
    fn merge_fruits(&self, fruits: Vec<Vec<Counts>>) -> tantivy::Result<Vec<Vec<Counts>>> {
        let mut all: Vec<Vec<Counts>> = self.0.iter().map(|_| Vec::with_capacity(fruits.len())).collect();
        for fruit in fruits {
            all.iter_mut().zip(fruit).for_each(|(all, counts)| all.push(counts));
        }
        Ok(all)
    }
}

/// The counts of a segment, one for each facet.
pub(super) struct SegmentCounts {
    facets: Vec<Counts>,
    ords: Block<u64>,
    days: Block<i64>,
}

impl SegmentCollector for SegmentCounts {
    type Fruit = Vec<Counts>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.collect_block(&[doc]);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        for facet in &mut self.facets {
            match facet {
                Counts::Values { column, counts, .. } => self.ords.each_value(column.ords(), docs, |ord| {
                    if let Some(count) = counts.get_mut(ord as usize) {
                        *count += 1;
                    }
                }),
                Counts::Days { days, first, counts, seen } => self.days.each_value(days, docs, |day| {
                    let place = usize::try_from(day.saturating_sub(*first)).unwrap_or(usize::MAX);
                    if let Some(count) = counts.get_mut(place) {
                        *count += 1;
                        let from = if seen.end == 0 { place } else { seen.start.min(place) };
                        *seen = from..seen.end.max(place + 1);
                    }
                }),
                Counts::None => {}
            }
        }
    }

    fn harvest(self) -> Vec<Counts> {
        self.facets
    }
}

/// Calls `each` with those values of a column that have a count, in their order.
pub(super) fn each_counted(column: &StrColumn, counts: &[u32], mut each: impl FnMut(&[u8], u64)) {
    let seen = || (0..).zip(counts).filter(|&(_, &count)| count > 0);
    let ords: Vec<u64> = seen().map(|(ord, _)| ord).collect();
    let mut counts = seen().map(|(_, &count)| u64::from(count));
    let _ = column.dictionary().sorted_ords_to_term_cb(&ords, |value| {
        if let Some(count) = counts.next() {
            each(value, count);
        }
    });
}

/// Returns how many statements have each value.
pub(super) fn by_value(segments: &[Counts]) -> Vec<(String, u64)> {
    let mut sums: HashMap<String, u64> = HashMap::new();
    for segment in segments {
        let Counts::Values { column, counts, .. } = segment else { continue };
        each_counted(column, counts, |value, count| {
            let value = String::from_utf8_lossy(value);
            match sums.get_mut(value.as_ref()) {
                Some(sum) => *sum += count,
                None => drop(sums.insert(value.into_owned(), count)),
            }
        });
    }
    sums.into_iter().collect()
}

/// Returns how many statements were said on each day that has any, in order.
pub(super) fn by_day(segments: &[Counts]) -> Vec<(i64, u64)> {
    let mut days: Vec<(i64, u64)> = Vec::new();
    for segment in segments {
        let Counts::Days { first, counts, seen, .. } = segment else { continue };
        let counts = counts.get(seen.clone()).unwrap_or_default();
        let counted = (first + seen.start as i64..).zip(counts).filter(|&(_, &count)| count > 0);
        days.extend(counted.map(|(day, &count)| (day, u64::from(count))));
    }
    summed(days)
}

/// Returns each value once, in order, with the sum of its counts.
pub(super) fn summed<K: Ord>(mut counts: Vec<(K, u64)>) -> Vec<(K, u64)> {
    counts.sort_unstable();
    counts.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0 };
        same
    });
    counts
}

/// Leaves no more than the `most` most frequent, and those as frequent as the last of them, in any order.
pub(super) fn keep_most<T>(counted: &mut Vec<T>, most: usize, count: impl Fn(&T) -> u64) {
    match most.checked_sub(1) {
        None => counted.clear(),
        Some(last) if last < counted.len() => {
            let (_, least, _) = counted.select_nth_unstable_by_key(last, |one| Reverse(count(one)));
            let least = count(least);
            counted.retain(|one| count(one) >= least);
        }
        Some(_) => {}
    }
}

/// Returns the `most` most frequent of values, equal ones by name.
pub(super) fn most_frequent<K, N: Into<String>>(
    mut counts: Vec<(K, u64)>,
    most: usize,
    name: impl Fn(K) -> N,
) -> Vec<Bucket> {
    // Few are named where few are wanted.
    keep_most(&mut counts, most, |&(_, count)| count);
    let named = counts.into_iter().map(|(value, count)| Bucket { value: name(value).into(), count });
    let mut buckets: Vec<Bucket> = named.collect();
    buckets.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    buckets.truncate(most);
    buckets
}
