//! `onrecord show`

use std::io::Write;

use super::global::{Global, width};
use super::similar::one_statement;
use super::{FOUND, NOTHING};
use crate::index::Hit;
use crate::output::{self, Format, write_article, write_hit};

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

impl Show {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let index = global.open()?;
        let Some(statement) = one_statement(&index, &self.id)? else {
            writeln!(talk, "no statement with the id '{}'; search prints the ids", self.id)?;
            return Ok(NOTHING);
        };
        let hit = Hit::of(statement);
        if self.format != Format::Text {
            let mut writer =
                output::hits(output::Look { format: self.format, width: width(), ..output::Look::default() })
                    .map_err(anyhow::Error::msg)?;
            writer.hit(out, &hit)?;
            writer.end(out)?;
            return Ok(FOUND);
        }
        let statement = &hit.statement;
        write_hit(out, &hit, width())?;
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
