//! `onrecord timeline`

use std::io::Write;

use super::filters::Filters;
use super::global::{Global, width};
use super::suggestion::explain_nothing;
use super::{FOUND, NOTHING};
use crate::index::{Bucket, Facet, Unit};
use crate::output::{Cell, Format, write_table};

/// Count statements by day, week, month or year
///
/// Statements are counted by the first day on which they may have been said. Steps between the first
/// and the last in which nothing was said are counted as 0.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord timeline tariffs --speaker trump
  onrecord timeline 'act:deny' --by month --since 2024 --format csv > denials.csv")]
pub struct Timeline {
    #[command(flatten)]
    filters: Filters,
    /// The length of a step; unless given, one that fits the period
    #[arg(long, value_name = "UNIT")]
    by: Option<Step>,
    /// The format of the results
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Step {
    Day,
    /// Named by its Monday
    Week,
    Month,
    Year,
}

/// More steps in a row than these without a statement are not listed one by one.
const LONGEST_GAP: usize = 5;

impl Timeline {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let query = self.filters.query()?;
        let index = global.open()?;
        let unit = self.by.map(|step| match step {
            Step::Day => Unit::Day,
            Step::Week => Unit::Week,
            Step::Month => Unit::Month,
            Step::Year => Unit::Year,
        });
        let (unit, buckets) = index.timeline(&query, unit)?;
        let facet = Facet::Time(unit);
        if buckets.is_empty() {
            explain_nothing(&index, &query, talk)?;
            return Ok(NOTHING);
        }
        let most = buckets.iter().map(|bucket| bucket.count).max().unwrap_or(1).max(1);
        let row = |bucket: Bucket| {
            let part = bucket.count as f64 / most as f64;
            vec![Cell::Text(bucket.value), Cell::Number(bucket.count), Cell::Bar(part)]
        };
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let mut buckets = buckets.into_iter().peekable();
        while let Some(bucket) = buckets.next() {
            let mut empty = Vec::new();
            while let Some(next) = buckets.next_if(|next| next.count == 0) {
                empty.push(next);
            }
            rows.push(row(bucket));
            // A plot needs every step; a reader does not.
            if self.format == Format::Text && empty.len() > LONGEST_GAP {
                rows.push(vec![Cell::Text("⋮".to_owned()), Cell::Text(String::new()), Cell::Bar(0.0)]);
            } else {
                rows.extend(empty.into_iter().map(row));
            }
        }
        write_table(out, self.format, &[facet.name(), "count", "bar"], &rows, width())?;
        Ok(FOUND)
    }
}
