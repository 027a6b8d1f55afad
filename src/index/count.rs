//! Counting what a query matches: by speaker, topic, outlet, act, kind, or time.

use std::collections::HashMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::document::{day_number, day_of};
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

/// Counts by facets, each one a fruit. Statements without a value are not counted.
pub(super) struct CountBy<'a>(pub &'a [Facet]);

/// Values and how many statements have each; a value may come more than once.
pub(super) type Counts = Vec<(String, u64)>;

/// The most days that are counted, from the first: those of ten thousand years.
const LONGEST: usize = 3_660_000;

pub(super) enum FacetCounts {
    Values {
        column: StrColumn,
        counts: Vec<u32>,
    },
    Days {
        days: Column<i64>,
        unit: Unit,
        first: i64,
        counts: Vec<u32>,
    },
    /// The segment has no such column.
    None,
}

impl Collector for CountBy<'_> {
    type Fruit = Vec<Counts>;
    type Child = SegmentCounts;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentCounts> {
        let columns = segment.fast_fields();
        let counts = |facet: &Facet| -> tantivy::Result<FacetCounts> {
            Ok(match facet {
                Facet::Time(unit) => match columns.i64(facet.column()) {
                    Ok(days) => {
                        let first = days.min_value();
                        let last = usize::try_from(days.max_value().saturating_sub(first)).unwrap_or(0).min(LONGEST);
                        FacetCounts::Days { days, unit: *unit, first, counts: vec![0; last + 1] }
                    }
                    Err(_) => FacetCounts::None,
                },
                facet => match columns.str(facet.column())? {
                    Some(column) => {
                        let values = column.dictionary().num_terms();
                        FacetCounts::Values { column, counts: vec![0; values] }
                    }
                    None => FacetCounts::None,
                },
            })
        };
        Ok(SegmentCounts(self.0.iter().map(counts).collect::<tantivy::Result<_>>()?))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Counts>>) -> tantivy::Result<Vec<Counts>> {
        let mut all: Vec<Counts> = vec![Vec::new(); self.0.len()];
        for fruit in fruits {
            all.iter_mut().zip(fruit).for_each(|(all, more)| all.extend(more));
        }
        Ok(all)
    }
}

/// The counts of a segment, one for each facet.
pub(super) struct SegmentCounts(Vec<FacetCounts>);

impl SegmentCollector for SegmentCounts {
    type Fruit = Vec<Counts>;

    fn collect(&mut self, doc: DocId, _: Score) {
        for facet in &mut self.0 {
            facet.collect(doc);
        }
    }

    fn harvest(self) -> Vec<Counts> {
        self.0.into_iter().map(FacetCounts::harvest).collect()
    }
}

impl FacetCounts {
    fn collect(&mut self, doc: DocId) {
        match self {
            FacetCounts::Values { column, counts } => {
                for ord in column.term_ords(doc) {
                    if let Some(count) = counts.get_mut(ord as usize) {
                        *count += 1;
                    }
                }
            }
            FacetCounts::Days { days, first, counts, .. } => {
                let place = days.first(doc).and_then(|day| usize::try_from(day.saturating_sub(*first)).ok());
                if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
                    *count += 1;
                }
            }
            FacetCounts::None => {}
        }
    }

    fn harvest(self) -> Counts {
        match self {
            FacetCounts::Values { column, counts } => {
                let seen: Vec<(u64, u32)> = (0..).zip(counts).filter(|&(_, count)| count > 0).collect();
                let mut values = Vec::with_capacity(seen.len());
                let mut at = seen.iter();
                let ords: Vec<u64> = seen.iter().map(|&(ord, _)| ord).collect();
                let _ = column.dictionary().sorted_ords_to_term_cb(&ords, |bytes| {
                    if let Some(&(_, count)) = at.next() {
                        values.push((String::from_utf8_lossy(bytes).into_owned(), u64::from(count)));
                    }
                });
                values
            }
            FacetCounts::Days { unit, first, counts, .. } => {
                let seen = (first..).zip(counts).filter(|&(_, count)| count > 0);
                seen.filter_map(|(day, count)| Some((unit.label(day)?, u64::from(count)))).collect()
            }
            FacetCounts::None => Vec::new(),
        }
    }
}

impl Unit {
    /// Returns the name of the next one.
    fn after(self, label: &str) -> Option<String> {
        let first = match self {
            Unit::Day | Unit::Week => label.to_owned(),
            Unit::Month => format!("{label}-01"),
            Unit::Year => format!("{label}-01-01"),
        };
        let one = jiff::Span::new();
        let one = match self {
            Unit::Day => one.days(1),
            Unit::Week => one.weeks(1),
            Unit::Month => one.months(1),
            Unit::Year => one.years(1),
        };
        let next = first.parse::<jiff::civil::Date>().ok()?.checked_add(one).ok()?;
        self.label(day_number(next))
    }

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

/// Returns counts with each value once.
pub(super) fn summed(counts: Counts) -> HashMap<String, u64> {
    let mut sums = HashMap::with_capacity(counts.len());
    for (value, count) in counts {
        *sums.entry(value).or_default() += count;
    }
    sums
}

/// Returns the buckets of a timeline with those between them in which nothing was said.
pub fn without_gaps(unit: Unit, buckets: Vec<Bucket>) -> Vec<Bucket> {
    let mut all: Vec<Bucket> = Vec::with_capacity(buckets.len());
    for bucket in buckets {
        while let Some(last) = all.last()
            && let Some(next) = unit.after(&last.value)
            && next < bucket.value
        {
            all.push(Bucket { value: next, count: 0 });
        }
        all.push(bucket);
    }
    all
}

/// Returns the buckets in order: times as they follow each other, others from the most frequent,
/// equal ones by name.
pub(super) fn ordered(facet: Facet, counts: HashMap<String, u64>) -> Vec<Bucket> {
    let mut buckets: Vec<Bucket> = counts.into_iter().map(|(value, count)| Bucket { value, count }).collect();
    match facet {
        Facet::Time(_) => buckets.sort_unstable_by(|a, b| a.value.cmp(&b.value)),
        _ => buckets.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value))),
    }
    buckets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled() {
        let filled = |unit, labels: &[&str]| -> Vec<String> {
            let buckets = labels.iter().map(|label| Bucket { value: (*label).to_owned(), count: 1 });
            without_gaps(unit, buckets.collect()).into_iter().map(|bucket| bucket.value).collect()
        };
        assert_eq!(filled(Unit::Day, &["2025-12-30", "2026-01-01"]), ["2025-12-30", "2025-12-31", "2026-01-01"]);
        assert_eq!(filled(Unit::Week, &["2025-12-29", "2026-01-12"]), ["2025-12-29", "2026-01-05", "2026-01-12"]);
        assert_eq!(filled(Unit::Month, &["2025-11", "2026-01"]), ["2025-11", "2025-12", "2026-01"]);
        assert_eq!(filled(Unit::Year, &["2023", "2025"]), ["2023", "2024", "2025"]);
        assert!(filled(Unit::Year, &[]).is_empty());
    }
}
