//! `onrecord stats`

use std::io::Write;

use super::FOUND;
use super::global::{Global, width};
use crate::index::Facet;
use crate::output::{Cell, Format, write_table};
use crate::query::{Expr, FlagField, KeyField, Query, Sort};
use crate::record::Kind;

/// Tell what the index holds
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord stats
  onrecord stats --index press --format json")]
pub struct Stats {
    /// The format of the results
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

impl Stats {
    pub fn run(&self, global: &Global, out: &mut dyn Write) -> anyhow::Result<u8> {
        let index = global.open()?;
        let mut files = 0;
        let mut articles = 0;
        let mut bytes = 0;
        for index in index.indexes() {
            let manifest = index.manifest()?;
            files += manifest.len() as u64;
            articles += manifest.articles() as u64;
            bytes += index.bytes();
        }
        let everything = Expr::Flag { field: FlagField::Negated, wanted: None };
        let query = Query::new(everything.clone());
        let mut rows = vec![
            ("files", Cell::Number(files)),
            ("articles", Cell::Number(articles)),
            ("statements", Cell::Number(index.statements())),
        ];
        for kind in Kind::ALL {
            let is = Expr::Is { field: KeyField::Kind, value: kind.as_str().to_owned() };
            let count = index.count(&Query::new(Expr::and([is, everything.clone()])))?;
            rows.push((kind.as_str(), Cell::Number(count as u64)));
        }
        let negated = Expr::Flag { field: FlagField::Negated, wanted: Some(true) };
        rows.push(("negated", Cell::Number(index.count(&Query::new(negated))? as u64)));
        for (name, facet) in [("speakers", Facet::Speaker), ("topics", Facet::Topic), ("outlets", Facet::Outlet)] {
            rows.push((name, Cell::Number(index.facet(&query, facet)?.len() as u64)));
        }
        for (name, sort) in [("first", Sort::Oldest), ("last", Sort::Newest)] {
            let found = index.search(&Query { sort, limit: 1, ..query.clone() })?;
            let day = found.hits.first().and_then(|hit| {
                let said = hit.statement.said_on.as_ref().map(|said| said.date.clone());
                said.or_else(|| Some(hit.statement.article.published.as_deref()?.get(..10)?.to_owned()))
            });
            rows.push((name, Cell::Text(day.unwrap_or_default())));
        }
        rows.push(("bytes", Cell::Number(bytes)));
        if let Some(latest) = index.indexes().iter().max_by_key(|index| index.written_at()) {
            rows.push(("written by", Cell::Text(latest.written_by().to_owned())));
            let at = jiff::Timestamp::from_second(latest.written_at()).map(|at| at.to_string());
            rows.push(("written at", Cell::Text(at.unwrap_or_default())));
        }
        let rows: Vec<Vec<Cell>> = rows
            .into_iter()
            .map(|(name, value)| {
                let value = match (self.format, value) {
                    // Read in a column, numbers and dates begin at the same place.
                    (Format::Text, Cell::Number(number)) => Cell::Text(number.to_string()),
                    (_, value) => value,
                };
                vec![Cell::Text(name.to_owned()), value]
            })
            .collect();
        write_table(out, self.format, &["name", "value"], &rows, width())?;
        Ok(FOUND)
    }
}
