//! The order of what a query matches, and what counts as one result.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Collector, Count, SegmentCollector, TopDocs};
use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::{DocAddress, DocId, Order, Score, SegmentOrdinal, SegmentReader};

use super::compile::compile;
use super::document::day_number;
use super::error::IndexError;
use super::fields::column;
use super::fingerprint::fingerprint;
use super::open::Index;
use super::people::Archive;
use super::stories::Stories;
use crate::query::{Collapse, Query, Sort};

/// A statement and its place in the order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked {
    /// Higher comes first.
    pub rank: f64,
    pub score: f32,
    /// Lower comes first among equals.
    pub tie: u64,
    /// Those with the same key are one result; 0 where results are not put together.
    pub key: u64,
    /// How many others are put together in it.
    pub others: usize,
    /// The day of publication; the largest number where it is not known.
    pub published: i64,
    pub address: DocAddress,
    /// Which of several indexes it is in.
    pub index: usize,
}

/// The half-life of freshness, in days.
const HALF_LIFE: f64 = 90.0;

impl Index {
    /// Returns the first `most` statements in order, and how many match.
    pub(super) fn ranked(
        &self,
        query: &Query,
        most: usize,
        stories: &Arc<Stories>,
    ) -> Result<(Vec<Ranked>, usize), IndexError> {
        let searcher = self.searcher();
        let compiled = compile(query, &self.fields, &self.archive);
        let sort = effective(query);
        if query.collapse.is_some() || matches!(sort, Sort::Fresh(_)) {
            let all = All {
                sort,
                collapse: query.collapse,
                archive: Arc::clone(&self.archive),
                stories: Arc::clone(stories),
            };
            let ranked = searcher.search(&compiled, &all).map_err(|error| self.error(error))?;
            let total = ranked.len();
            return Ok((ranked, total));
        }
        let top = TopDocs::with_limit(most.min(searcher.num_docs() as usize).max(1));
        let tie = (SortByStaticFastValue::<u64>::for_field(column::TIE), Order::Asc);
        let place = |rank, score, tie: Option<u64>, address| Ranked {
            rank,
            score,
            tie: tie.unwrap_or(u64::MAX),
            key: 0,
            others: 0,
            published: i64::MAX,
            address,
            index: 0,
        };
        if sort == Sort::Relevance {
            let top = top.order_by((SortBySimilarityScore, tie));
            let (hits, total) = searcher.search(&compiled, &(top, Count)).map_err(|error| self.error(error))?;
            let hits = hits.into_iter();
            let hits = hits.map(|((score, tie), at)| place(f64::from(score), score, tie, at));
            return Ok((hits.collect(), total));
        }
        let (order, sign) = if sort == Sort::Oldest { (Order::Asc, -1.0) } else { (Order::Desc, 1.0) };
        let day = (SortByStaticFastValue::<i64>::for_field(column::SAID_FIRST), order);
        let top = top.order_by((day, tie));
        let (hits, total) = searcher.search(&compiled, &(top, Count)).map_err(|error| self.error(error))?;
        let hits = hits.into_iter();
        let hits = hits.map(|((day, tie), at)| place(by_day(day, sign), 0.0, tie, at));
        Ok((hits.collect(), total))
    }
}

/// The order of a query, which falls back to the newest first where nothing ranks.
fn effective(query: &Query) -> Sort {
    match query.sort {
        Sort::Relevance | Sort::Fresh(_) if !query.expr.ranks() => Sort::Newest,
        sort => sort,
    }
}

/// Undated statements come last in either direction.
fn by_day(day: Option<i64>, sign: f64) -> f64 {
    day.map_or(f64::NEG_INFINITY, |day| day as f64 * sign)
}

/// Puts statements in order, the first ones first.
pub(super) fn put_in_order(ranked: &mut [Ranked]) {
    ranked.sort_by(|a, b| b.rank.total_cmp(&a.rank).then(a.tie.cmp(&b.tie)));
}

/// Keeps of those with the same key the first, and counts the others. Statements with the same words
/// keep their place, but the one that was published first stands for all.
pub(super) fn collapse(ranked: Vec<Ranked>, by: Collapse) -> Vec<Ranked> {
    let mut places: HashMap<u64, usize> = HashMap::new();
    let mut kept: Vec<Ranked> = Vec::new();
    for one in ranked {
        match places.get(&one.key) {
            Some(&place) if one.key != 0 => {
                let first = &mut kept[place];
                first.others += 1 + one.others;
                if by.shows_first_published() && one.published < first.published {
                    let Ranked { tie, published, address, index, .. } = one;
                    *first = Ranked { tie, published, address, index, ..*first };
                }
            }
            _ => {
                places.insert(one.key, kept.len());
                kept.push(one);
            }
        }
    }
    kept
}

/// Collects everything, for orders and groups that tantivy does not know.
struct All {
    sort: Sort,
    collapse: Option<Collapse>,
    archive: Arc<Archive>,
    stories: Arc<Stories>,
}

struct AllOfSegment {
    sort: Sort,
    segment: SegmentOrdinal,
    ties: Option<Column<u64>>,
    days: Option<Column<i64>>,
    published: Option<Column<i64>>,
    keys: Keys,
    ranked: Vec<Ranked>,
}

/// Where the key of a group comes from.
enum Keys {
    None,
    Number(Option<Column<u64>>),
    Name { column: Option<StrColumn>, known: HashMap<u64, u64>, stories: Arc<Stories> },
    Speaker { segment: SegmentId, column: Option<StrColumn>, known: HashMap<u64, u64>, archive: Arc<Archive> },
}

impl Collector for All {
    type Fruit = Vec<Ranked>;
    type Child = AllOfSegment;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<AllOfSegment> {
        let columns = reader.fast_fields();
        let keys = match self.collapse {
            None => Keys::None,
            Some(Collapse::SameWords) => Keys::Number(columns.u64(column::FINGERPRINT).ok()),
            Some(Collapse::Speaker) => Keys::Speaker {
                segment: reader.segment_id(),
                column: columns.str(column::VOICE)?,
                known: HashMap::new(),
                archive: Arc::clone(&self.archive),
            },
            Some(by) => {
                let stories = if by == Collapse::Story { self.stories.clone() } else { Arc::default() };
                Keys::Name { column: columns.str(column::ARTICLE)?, known: HashMap::new(), stories }
            }
        };
        Ok(AllOfSegment {
            sort: self.sort,
            segment,
            ties: columns.u64(column::TIE).ok(),
            days: columns.i64(column::SAID_FIRST).ok(),
            published: columns.i64(column::PUBLISHED).ok(),
            keys,
            ranked: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        matches!(self.sort, Sort::Relevance | Sort::Fresh(_))
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Ranked>>) -> tantivy::Result<Vec<Ranked>> {
        Ok(fruits.into_iter().flatten().collect())
    }
}

impl SegmentCollector for AllOfSegment {
    type Fruit = Vec<Ranked>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let day = self.days.as_ref().and_then(|days| days.first(doc));
        let rank = match self.sort {
            Sort::Relevance => f64::from(score),
            Sort::Fresh(today) => f64::from(score) * freshness(day, today),
            Sort::Newest => by_day(day, 1.0),
            Sort::Oldest => by_day(day, -1.0),
        };
        self.ranked.push(Ranked {
            rank,
            score: if matches!(self.sort, Sort::Fresh(_)) { rank as f32 } else { score },
            tie: self.ties.as_ref().and_then(|ties| ties.first(doc)).unwrap_or(u64::MAX),
            key: self.keys.of(doc),
            others: 0,
            published: self.published.as_ref().and_then(|days| days.first(doc)).unwrap_or(i64::MAX),
            address: DocAddress::new(self.segment, doc),
            index: 0,
        });
    }

    fn harvest(self) -> Vec<Ranked> {
        self.ranked
    }
}

impl Keys {
    fn of(&mut self, doc: DocId) -> u64 {
        match self {
            Keys::None => 0,
            Keys::Number(column) => column.as_ref().and_then(|column| column.first(doc)).unwrap_or(0),
            Keys::Name { column, known, stories } => of_value(column.as_ref(), known, doc, |column, ord| {
                stories.of(fingerprint(value(column, ord).as_bytes()))
            }),
            Keys::Speaker { segment, column, known, archive } => {
                of_value(column.as_ref(), known, doc, |column, ord| {
                    let people = archive.people();
                    match people.kept_speaker(*segment, ord) {
                        Some((name, _)) => fingerprint(name.as_bytes()),
                        None => fingerprint(people.speaker_of(&value(column, ord)).0.as_bytes()),
                    }
                })
            }
        }
    }
}

/// Returns the key of a document's value, which is worked out once for each value.
fn of_value(
    column: Option<&StrColumn>,
    known: &mut HashMap<u64, u64>,
    doc: DocId,
    key: impl Fn(&StrColumn, u64) -> u64,
) -> u64 {
    let Some((column, ord)) = column.and_then(|column| Some((column, column.term_ords(doc).next()?))) else {
        return 0;
    };
    *known.entry(ord).or_insert_with(|| key(column, ord))
}

fn value(column: &StrColumn, ord: u64) -> String {
    let mut value = String::new();
    let _ = column.ord_to_str(ord, &mut value);
    value
}

/// Between a half, for what is old or undated, and one, for what was said today.
fn freshness(day: Option<i64>, today: Date) -> f64 {
    let Some(day) = day else { return 0.5 };
    let age = (day_number(today) - day).max(0) as f64;
    0.5 + 0.5 * 0.5_f64.powf(age / HALF_LIFE)
}
