//! `onrecord show`

use std::io::Write;

use super::global::{Global, paper, width};
use super::similar::one_statement;
use super::{FOUND, NOTHING};
use crate::index::Hit;
use crate::output::{self, Format, write_article, write_hit};
use crate::record::Statement;

/// Show a statement in its article, marked
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord show 05adffc7fdfdb1c5
  onrecord show 05ad --context 3                 with three lines before and after it
  onrecord show 05ad --format json")]
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
                output::hits(output::Look { format: self.format, paper: paper(), ..output::Look::default() })
                    .map_err(anyhow::Error::msg)?;
            writer.hit(out, &hit)?;
            writer.end(out)?;
            return Ok(FOUND);
        }
        let statement = &hit.statement;
        write_hit(out, &hit, paper())?;
        let text = index.article_text(&statement.article.id)?;
        let line = text.as_deref().and_then(|text| line_in_file(statement, text));
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        let place = format!("{}{line}", statement.article.path);
        let a = output::style::ASIDE;
        for place in statement.article.url.iter().chain([&place]) {
            writeln!(out, "  {a}{place}{a:#}")?;
        }
        writeln!(out)?;
        match text {
            Some(text) => write_article(out, statement, &text, self.context, width())?,
            None => writeln!(out, "{}", statement.context)?,
        }
        Ok(FOUND)
    }
}

/// Larger files are not searched for a line.
const LARGEST: u64 = 16 << 20;

/// The line of its file in which a statement begins, as editors count lines; none where the file
/// is gone, or holds the words in another form.
fn line_in_file(statement: &Statement, text: &str) -> Option<usize> {
    let path = &statement.article.path;
    if !std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() <= LARGEST) {
        return None;
    }
    let file = std::fs::read_to_string(path).ok()?;
    let [from, to] = *statement.spans.first()?;
    let words: String = text.chars().skip(from).take(to.saturating_sub(from)).collect();
    let at = file.find(words.lines().next()?)?;
    Some(file[..at].matches('\n').count() + 1)
}
