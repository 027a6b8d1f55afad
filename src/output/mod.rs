//! Output formats: one file per format, each writing to an `io::Write`.
//!
//! What is written here is data; what is said about it goes to stderr and is none of this layer's
//! business. Styles are always written: the stream takes them out where nobody can see them.

mod delimited;
mod export;
mod fields;
mod finding;
mod json;
mod markdown;
pub mod style;
mod table;
mod template;
mod text;
pub mod wrap;

use std::io::{self, Write};

pub use export::{Export, ExportFormat, export, write_export};
pub use fields::{Column, Whole, columns, to_json};
pub use finding::finding_json;
pub use table::{Cell, write_table};
pub use text::{Paper, write_article, write_hit};

use crate::index::Hit;

/// The JSON Schema of a record.
pub const RECORD_SCHEMA: &str = include_str!("record.schema.json");

/// A format of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// For reading.
    #[default]
    Text,
    /// One JSON object a line.
    Jsonl,
    /// One JSON array.
    Json,
    /// Comma-separated, with a header line.
    Csv,
    /// Tab-separated, with a header line.
    Tsv,
    /// A Markdown list.
    Md,
}

/// Writes statements one after the other.
pub trait Hits {
    fn hit(&mut self, out: &mut dyn Write, hit: &Hit) -> io::Result<()>;

    /// Called once, after the last statement.
    fn end(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// How results are to look.
#[derive(Debug, Clone, Default)]
pub struct Look {
    pub format: Format,
    /// The fields that were asked for, if any were.
    pub columns: Option<Vec<Column>>,
    /// A template in place of the format.
    pub template: Option<String>,
    pub ending: Ending,
    pub paper: Paper,
}

/// What ends a result that is one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ending {
    #[default]
    LineBreak,
    /// The character that no text holds, for `xargs -0`.
    Zero,
}

impl Ending {
    fn write(self, out: &mut dyn Write, line: &str) -> io::Result<()> {
        out.write_all(line.as_bytes())?;
        out.write_all(match self {
            Ending::LineBreak => b"\n",
            Ending::Zero => b"\0",
        })
    }
}

/// Returns the writer of results that look so. The error says what is wrong with the template.
pub fn hits(look: Look) -> Result<Box<dyn Hits>, String> {
    let Look { format, columns, template, ending, paper } = look;
    if let Some(template) = template {
        return Ok(Box::new(template::Template::new(&template, ending)?));
    }
    Ok(match format {
        Format::Text => match columns {
            Some(columns) => Box::new(text::Lines { columns, ending }),
            None => Box::new(text::Text::new(paper)),
        },
        Format::Jsonl => Box::new(json::Lines { columns, ending }),
        Format::Json => Box::new(json::Array { columns, begun: false }),
        Format::Csv => Box::new(delimited::Delimited::new(b',', columns)),
        Format::Tsv => Box::new(delimited::Delimited::new(b'\t', columns)),
        Format::Md => Box::new(markdown::Markdown { columns, begun: false }),
    })
}
