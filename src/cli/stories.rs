//! `onrecord stories`

use std::collections::BTreeSet;
use std::io::Write;

use super::global::{Global, width};
use super::{FOUND, NOTHING};
use crate::index::Story;
use crate::output::{Cell, Format, write_table};

/// List stories that were printed more than once, and by whom first
///
/// Articles with most of their text in common are one story, as copies of a wire report are. In
/// search results, '--group-by story' shows each story once, and '--unique' each quotation.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord stories --limit 5
  onrecord stories --articles --format csv      every copy, with its outlet and date")]
pub struct Stories {
    /// How many to show; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// List every article of each story, first publication first
    #[arg(long)]
    articles: bool,
    /// The format of the results
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

impl Stories {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let stories = global.open()?.copied()?;
        if stories.is_empty() {
            writeln!(talk, "no story was printed more than once")?;
            return Ok(NOTHING);
        }
        let limit = if self.limit == 0 { usize::MAX } else { self.limit };
        let shown = stories.iter().take(limit);
        if self.articles {
            let rows: Vec<Vec<Cell>> = shown.enumerate().flat_map(|(n, story)| articles_of(n + 1, story)).collect();
            let columns = ["story", "alike", "published", "outlet", "article", "title"];
            write_table(out, self.format, &columns, &rows, width())?;
        } else {
            let mut rows: Vec<Vec<Cell>> = shown.map(row_of).collect();
            let mut columns = vec!["copies", "outlets", "first", "by", "title", "article"];
            if self.format == Format::Text {
                // Too long to read; '--articles' and the other formats tell it.
                columns.pop();
                for row in &mut rows {
                    row.truncate(columns.len());
                    for (cell, name) in row.iter_mut().zip(["copies", "outlets"]) {
                        if let Cell::Number(number) = cell {
                            let name = if *number == 1 { name.trim_end_matches('s') } else { name };
                            *cell = Cell::Text(format!("{number} {name}"));
                        }
                    }
                }
            }
            write_table(out, self.format, &columns, &rows, width())?;
        }
        Ok(FOUND)
    }
}

fn row_of(story: &Story) -> Vec<Cell> {
    let outlets: BTreeSet<&str> = story.copies.iter().filter_map(|copy| copy.article.outlet.as_deref()).collect();
    let first = story.copies.first().map(|copy| &copy.article);
    let text = |value: Option<&String>| Cell::Text(value.cloned().unwrap_or_default());
    vec![
        Cell::Number(story.copies.len() as u64),
        Cell::Number(outlets.len() as u64),
        Cell::Text(first.and_then(|article| article.published.as_deref()?.get(..10)).unwrap_or_default().to_owned()),
        text(first.and_then(|article| article.outlet.as_ref())),
        text(first.and_then(|article| article.title.as_ref())),
        text(first.map(|article| &article.id)),
    ]
}

fn articles_of(number: usize, story: &Story) -> impl Iterator<Item = Vec<Cell>> {
    story.copies.iter().map(move |copy| {
        let article = &copy.article;
        let text = |value: &Option<String>| Cell::Text(value.clone().unwrap_or_default());
        vec![
            Cell::Number(number as u64),
            Cell::Text(format!("{:.0} %", copy.likeness * 100.0)),
            text(&article.published),
            text(&article.outlet),
            Cell::Text(article.id.clone()),
            text(&article.title),
        ]
    })
}
