//! Counting what a query matches: by speaker, topic, outlet, act, kind, or time.

use std::collections::HashMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::document::day_of;
use super::fields::column;

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

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    Day,
    Week,
    Month,
    Year,
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

/// Counts by one facet. Statements without a value are not counted.
pub(super) struct CountBy(pub Facet);

pub(super) enum SegmentCounts {
    Values { column: Option<StrColumn>, counts: Vec<u32> },
    Days { days: Option<Column<i64>>, counts: HashMap<i64, u64> },
}

impl Collector for CountBy {
    type Fruit = HashMap<String, u64>;
    type Child = FacetCollector;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<FacetCollector> {
        let counts = match self.0 {
            Facet::Time(_) => {
                SegmentCounts::Days { days: segment.fast_fields().i64(self.0.column()).ok(), counts: HashMap::new() }
            }
            facet => {
                let column = segment.fast_fields().str(facet.column())?;
                let values = column.as_ref().map_or(0, |column| column.dictionary().num_terms());
                SegmentCounts::Values { column, counts: vec![0; values] }
            }
        };
        Ok(FacetCollector { facet: self.0, counts })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<HashMap<String, u64>>) -> tantivy::Result<Self::Fruit> {
        let mut fruits = fruits.into_iter();
        let mut all = fruits.next().unwrap_or_default();
        for (value, count) in fruits.flatten() {
            *all.entry(value).or_default() += count;
        }
        Ok(all)
    }
}

pub(super) struct FacetCollector {
    facet: Facet,
    counts: SegmentCounts,
}

impl SegmentCollector for FacetCollector {
    type Fruit = HashMap<String, u64>;

    fn collect(&mut self, doc: DocId, _: Score) {
        match &mut self.counts {
            SegmentCounts::Values { column: Some(column), counts } => {
                for ord in column.term_ords(doc) {
                    if let Some(count) = counts.get_mut(ord as usize) {
                        *count += 1;
                    }
                }
            }
            SegmentCounts::Days { days: Some(days), counts } => {
                if let Some(day) = days.first(doc) {
                    *counts.entry(day).or_default() += 1;
                }
            }
            _ => {}
        }
    }

    fn harvest(self) -> HashMap<String, u64> {
        match self.counts {
            SegmentCounts::Values { column: Some(column), counts } => {
                let seen: Vec<(u64, u32)> = (0..).zip(counts).filter(|&(_, count)| count > 0).collect();
                let mut values = HashMap::with_capacity(seen.len());
                let mut at = seen.iter();
                let ords: Vec<u64> = seen.iter().map(|&(ord, _)| ord).collect();
                let _ = column.dictionary().sorted_ords_to_term_cb(&ords, |bytes| {
                    if let Some(&(_, count)) = at.next() {
                        let value = String::from_utf8_lossy(bytes).into_owned();
                        values.insert(value, u64::from(count));
                    }
                });
                values
            }
            SegmentCounts::Days { counts, .. } => {
                let Facet::Time(unit) = self.facet else {
                    return HashMap::new();
                };
                let mut values = HashMap::new();
                for (day, count) in counts {
                    if let Some(value) = unit.label(day) {
                        *values.entry(value).or_default() += count;
                    }
                }
                values
            }
            SegmentCounts::Values { .. } => HashMap::new(),
        }
    }
}

impl Unit {
    /// Returns the name of the day, week (its Monday), month or year of a day.
    fn label(self, day: i64) -> Option<String> {
        let date = day_of(day)?;
        Some(match self {
            Unit::Day => date.to_string(),
            Unit::Week => {
                let back = jiff::Span::new().days(date.weekday().to_monday_zero_offset());
                date.checked_sub(back).unwrap_or(date).to_string()
            }
            Unit::Month => format!("{:04}-{:02}", date.year(), date.month()),
            Unit::Year => format!("{:04}", date.year()),
        })
    }
}

/// Returns the buckets in order: times as they follow each other, others from the most frequent,
/// equal ones by name.
pub(super) fn ordered(facet: Facet, counts: HashMap<String, u64>) -> Vec<Bucket> {
    let mut buckets: Vec<Bucket> = counts.into_iter().map(|(value, count)| Bucket { value, count }).collect();
    match facet {
        Facet::Time(_) => buckets.sort_by(|a, b| a.value.cmp(&b.value)),
        _ => buckets.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value))),
    }
    buckets
}
