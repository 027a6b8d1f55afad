//! `onrecord similar`

use std::io::Write;

use anyhow::bail;

use super::filters::Filters;
use super::global::{Global, paper};
use super::{FOUND, NOTHING};
use crate::index::{Hit, Library, Similar as Like};
use crate::output::{self, Format, style};
use crate::query::{Expr, FlagField, KeyField, Query};
use crate::record::Statement;

/// Find others who said the same, or the opposite
///
/// Compares the words of statements, the rare ones counting more. A statement with many of the
/// same words is opposite if one of the two denies.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord similar 3f2a9c1d7e60b542
  onrecord similar 3f2a9c1d --filter 'said:2025 -speaker:quill' --format jsonl")]
pub struct Similar {
    /// The id of the statement, or its beginning if no other id begins so
    id: String,
    /// Look only among the statements that match this query
    #[arg(long, value_name = "QUERY", default_value = "")]
    filter: String,
    /// How many to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// The format of the results
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

impl Similar {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let filter = Filters::parse(&self.filter)?;
        let library = global.open()?;
        let Some(statement) = one_statement(&library, &self.id)? else {
            writeln!(talk, "no statement with the id '{}'; search prints the ids", self.id)?;
            return Ok(NOTHING);
        };
        let similar = library.similar(&statement, &filter, self.limit.max(1))?;
        if similar.is_empty() {
            writeln!(talk, "nothing like it found")?;
            return Ok(NOTHING);
        }
        let mut writer = output::hits(output::Look { format: self.format, paper: paper(), ..output::Look::default() })
            .map_err(anyhow::Error::msg)?;
        for (n, Like { statement, relation, similarity }) in similar.into_iter().enumerate() {
            let relation = serde_json::to_value(relation)?;
            let similarity = (similarity * 1000.0).round() / 1000.0;
            let hit = Hit { score: similarity as f32, ..Hit::of(statement) };
            match self.format {
                Format::Text => {
                    if n > 0 {
                        writeln!(out)?;
                    }
                    let (a, word) = (style::ASIDE, relation.as_str().unwrap_or_default());
                    writeln!(out, "{a}{word}, {:.0} %{a:#}", similarity * 100.0)?;
                    output::write_hit(out, &hit, paper())?;
                }
                Format::Jsonl => {
                    let mut record = serde_json::to_value(&hit.statement)?;
                    record["relation"] = relation;
                    record["similarity"] = similarity.into();
                    writeln!(out, "{record}")?;
                }
                _ => writer.hit(out, &hit)?,
            }
        }
        if !matches!(self.format, Format::Text | Format::Jsonl) {
            writer.end(out)?;
        }
        Ok(FOUND)
    }
}

/// How many ids are named when the beginning of an id fits several.
const NAMED: usize = 5;

/// Returns the statement with that id, or the only one whose id begins so. An error names the
/// first of several.
pub(super) fn one_statement(library: &Library, id: &str) -> anyhow::Result<Option<Statement>> {
    let id = id.trim();
    if id.is_empty() {
        bail!("the id is empty; search prints the ids of statements");
    }
    if let Some(statement) = library.statement(id)? {
        return Ok(Some(statement));
    }
    let begins = Expr::Is { field: KeyField::Id, value: id.to_owned() };
    let any = Expr::Flag { field: FlagField::Negated, wanted: None };
    let query = Query { limit: NAMED, ..Query::new(Expr::and([begins, any])) };
    let mut found = library.search(&query)?;
    if found.total > 1 {
        let ids: Vec<&str> = found.hits.iter().map(|hit| hit.statement.id.as_str()).collect();
        let more = if found.total > ids.len() { " ..." } else { "" };
        bail!("{} ids begin with '{id}': {}{more}", found.total, ids.join(", "));
    }
    Ok(found.hits.pop().map(|hit| hit.statement))
}
