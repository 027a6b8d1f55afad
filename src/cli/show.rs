//! `onrecord show`

use std::io::Write;

use anyhow::bail;

use super::global::{Global, width};
use super::{FOUND, NOTHING};
use crate::output::{self, Format, write_article, write_hit};
use crate::query::{Expr, KeyField, Query, Sort};

/// Show a statement in its article, marked
#[derive(clap::Args)]
pub struct Show {
    /// The id of the statement, or its beginning if no other id begins so
    id: String,
    /// Show only so many lines of the article before and after the statement
    #[arg(long, value_name = "LINES")]
    context: Option<usize>,
    /// text shows the article; the others print the record
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// How many ids are named when the beginning of an id fits several.
const NAMED: usize = 5;

impl Show {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let index = global.open()?;
        let value = self.id.trim().to_owned();
        if value.is_empty() {
            bail!("the id is empty; search prints the ids of statements");
        }
        let mut query = Query::new(Expr::Is { field: KeyField::Id, value: value.clone() });
        query.limit = NAMED;
        query.sort = Sort::Newest;
        let mut found = index.search(&query)?;
        // An id may be the beginning of another one.
        if let Some(n) = found.hits.iter().position(|hit| hit.statement.id == value) {
            found.hits.swap(0, n);
            found.total = 1;
        }
        let hit = match found.hits.first() {
            None => {
                writeln!(talk, "no statement with the id '{value}'; search prints the ids")?;
                return Ok(NOTHING);
            }
            Some(_) if found.total > 1 => {
                let ids: Vec<&str> = found.hits.iter().map(|hit| hit.statement.id.as_str()).collect();
                bail!("{} ids begin with '{value}': {} ...", found.total, ids.join(", "));
            }
            Some(hit) => hit,
        };
        if self.format != Format::Text {
            let mut writer = output::hits(self.format, None, width());
            writer.hit(out, hit)?;
            writer.end(out)?;
            return Ok(FOUND);
        }
        let statement = &hit.statement;
        write_hit(out, hit, width())?;
        for line in [&statement.article.url, &Some(statement.article.path.clone())].into_iter().flatten() {
            writeln!(out, "  {}{line}{:#}", output::style::ASIDE, output::style::ASIDE)?;
        }
        writeln!(out)?;
        match index.article_text(&statement.article.id)? {
            Some(text) => write_article(out, statement, &text, self.context, width())?,
            None => writeln!(out, "{}", statement.context)?,
        }
        Ok(FOUND)
    }
}
