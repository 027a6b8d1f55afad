//! Counting what a query matches, for the commands that do only that.

use std::io::Write;

use anyhow::bail;

use super::filters::Filters;
use super::global::{Global, width};
use super::suggestion::{explain_nothing, tell_taken};
use super::{FOUND, NOTHING};
use crate::index::{Facet, Library};
use crate::output::{Cell, Format, write_table};
use crate::query::{Query, nearest};

/// What to count, and how to show it
#[derive(clap::Args)]
pub struct Tally {
    #[command(flatten)]
    pub(super) filters: Filters,
    /// How many to show; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) limit: usize,
    /// How many to leave out at the beginning
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) offset: usize,
    /// Print only how many different ones there are
    #[arg(long)]
    pub(super) count: bool,
    /// The format of the results
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
}

impl Tally {
    pub(super) fn run(
        &self,
        facet: Facet,
        global: &Global,
        out: &mut dyn Write,
        talk: &mut dyn Write,
    ) -> anyhow::Result<u8> {
        let query = self.filters.query()?;
        let index = global.open()?;
        tell_taken(&index, &query, talk)?;
        let buckets = index.facet(&query, facet)?;
        if buckets.is_empty() {
            if self.count {
                writeln!(out, "0")?;
            }
            match index.count(&query)? {
                0 => explain_nothing(&index, &query, talk)?,
                count => writeln!(talk, "{count} statements match, and none has a known {}", facet.name())?,
            }
            return Ok(NOTHING);
        }
        if self.count {
            writeln!(out, "{}", buckets.len())?;
            return Ok(FOUND);
        }
        let limit = self.most();
        let rows: Vec<Vec<Cell>> = buckets
            .into_iter()
            .skip(self.offset)
            .take(limit)
            .map(|bucket| vec![Cell::Number(bucket.count), Cell::Text(bucket.value)])
            .collect();
        write_table(out, self.format, &["count", facet.name()], &rows, width())?;
        Ok(FOUND)
    }
}

impl Tally {
    /// Returns how many to show.
    pub(super) fn most(&self) -> usize {
        if self.limit == 0 { usize::MAX } else { self.limit }
    }
}

/// Parses `speaker,month`.
pub(super) fn parse_facets(list: Option<&str>) -> anyhow::Result<Vec<Facet>> {
    let names = list.into_iter().flat_map(|list| list.split(',')).map(str::trim);
    let mut facets = Vec::new();
    for name in names.filter(|name| !name.is_empty()) {
        match Facet::NAMED.iter().find(|(known, _)| *known == name) {
            Some((_, facet)) => facets.push(*facet),
            None => {
                let known = Facet::NAMED.map(|(name, _)| name);
                match nearest(name, known) {
                    Some(meant) => {
                        bail!("--facets: cannot count by '{name}'; did you mean '{meant}'?")
                    }
                    None => bail!("--facets: cannot count by '{name}'; it is one of {}", known.join(", ")),
                }
            }
        }
    }
    Ok(facets)
}

/// The most values that are shown of one facet, but for times.
const SHOWN: usize = 15;

/// Writes the counts of several facets.
pub(super) fn write_facets(
    index: &Library,
    query: &Query,
    facets: &[Facet],
    format: Format,
    out: &mut dyn Write,
) -> anyhow::Result<u8> {
    let mut rows = Vec::new();
    let most = if format == Format::Text { SHOWN } else { usize::MAX };
    for (facet, buckets) in facets.iter().zip(index.top_facets(query, facets, most)?) {
        rows.extend(buckets.into_iter().map(|bucket| {
            vec![Cell::Text(facet.name().to_owned()), Cell::Number(bucket.count), Cell::Text(bucket.value)]
        }));
    }
    write_table(out, format, &["facet", "count", "value"], &rows, width())?;
    Ok(if rows.is_empty() { NOTHING } else { FOUND })
}
