//! Output formats: one file per format, each writing to an `io::Write`.
//!
//! What is written here is data; what is said about it goes to stderr and is none of this layer's
//! business. Styles are always written: the stream takes them out where nobody can see them.

mod delimited;
mod export;
mod fields;
mod json;
mod markdown;
pub mod style;
mod table;
mod text;
pub mod wrap;

use std::io::{self, Write};

pub use export::{Export, ExportFormat, export};
pub use fields::{Column, columns};
pub use table::{Cell, write_table};
pub use text::{write_article, write_hit};

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

/// Returns the writer of a format. `columns` are the fields that were asked for, if any were;
/// `width` is that of the terminal.
pub fn hits(format: Format, columns: Option<Vec<Column>>, width: usize) -> Box<dyn Hits> {
    match format {
        Format::Text => match columns {
            Some(columns) => Box::new(text::Lines { columns }),
            None => Box::new(text::Text::new(width)),
        },
        Format::Jsonl => Box::new(json::Lines { columns }),
        Format::Json => Box::new(json::Array {
            columns,
            begun: false,
        }),
        Format::Csv => Box::new(delimited::Delimited::new(b',', columns)),
        Format::Tsv => Box::new(delimited::Delimited::new(b'\t', columns)),
        Format::Md => Box::new(markdown::Markdown {
            columns,
            begun: false,
        }),
    }
}
