//! `onrecord timeline`

use std::io::Write;

use super::filters::Filters;
use super::global::{Global, width};
use super::suggestion::explain_nothing;
use super::{FOUND, NOTHING};
use crate::index::{Facet, Unit};
use crate::output::{Cell, Format, write_table};

/// Count statements by day, week, month or year
///
/// Statements are counted by the first day on which they may have been said.
#[derive(clap::Args)]
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
        let rows: Vec<Vec<Cell>> = buckets
            .into_iter()
            .map(|bucket| {
                let part = bucket.count as f64 / most as f64;
                vec![Cell::Text(bucket.value), Cell::Number(bucket.count), Cell::Bar(part)]
            })
            .collect();
        write_table(out, self.format, &[facet.name(), "count", "bar"], &rows, width())?;
        Ok(FOUND)
    }
}
