//! Formats for other tools: whole selections, article by article.

mod annotation;
mod gqg;
mod schema_org;

use std::io::{self, Write};

use super::Hits as _;
use super::delimited::Delimited;
use super::fields::Column;
use crate::index::{Hit, IndexError, Library};
use crate::query::Query;
use crate::record::Statement;

/// A format to export to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum ExportFormat {
    /// The records, one JSON object a line.
    #[default]
    Jsonl,
    /// A table, comma-separated.
    Csv,
    /// Quotations of schema.org, one JSON-LD object a line.
    SchemaOrg,
    /// Web Annotations of the W3C, one JSON-LD object a line.
    W3cAnnotation,
    /// The Global Quotation Graph of GDELT, one article a line.
    Gqg,
}

/// Writes statements; those of one article follow each other.
pub trait Export {
    /// Whether it needs the text of the article.
    fn needs_text(&self) -> bool {
        false
    }

    fn article(&mut self, out: &mut dyn Write, statements: &[Statement], text: Option<&str>) -> io::Result<()>;

    /// Called once, after the last article.
    fn end(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the writer of a format.
pub fn export(format: ExportFormat, columns: Option<Vec<Column>>) -> Box<dyn Export> {
    match format {
        ExportFormat::Jsonl => Box::new(Records),
        ExportFormat::Csv => Box::new(Table(Delimited::new(b',', columns))),
        ExportFormat::SchemaOrg => Box::new(schema_org::SchemaOrg),
        ExportFormat::W3cAnnotation => Box::new(annotation::Annotations),
        ExportFormat::Gqg => Box::new(gqg::QuotationGraph),
    }
}

/// Writes all statements that the query matches, article by article; returns how many.
pub fn write_export(
    library: &Library,
    query: &Query,
    mut writer: Box<dyn Export>,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let failed = |error: IndexError| io::Error::other(error.to_string());
    let mut article = |statements: &[Statement], out: &mut dyn Write| -> io::Result<()> {
        let Some(first) = statements.first() else { return Ok(()) };
        let text = if writer.needs_text() { library.article_text(&first.article.id) } else { Ok(None) };
        writer.article(out, statements, text.map_err(failed)?.as_deref())
    };
    // Statements of one article.
    let mut waiting: Vec<Statement> = Vec::new();
    let mut count = 0;
    let mut failure = None;
    let visited = library.each(query, &mut |statement| {
        if waiting.first().is_some_and(|first| first.article.id != statement.article.id) {
            if let Err(error) = article(&waiting, out) {
                failure = Some(error);
                return false;
            }
            waiting.clear();
        }
        count += 1;
        waiting.push(statement);
        true
    });
    visited.map_err(failed)?;
    if let Some(failure) = failure {
        return Err(failure);
    }
    article(&waiting, out)?;
    writer.end(out)?;
    out.flush()?;
    Ok(count)
}

/// The records as they are.
struct Records;

impl Export for Records {
    fn article(&mut self, out: &mut dyn Write, statements: &[Statement], _: Option<&str>) -> io::Result<()> {
        for statement in statements {
            serde_json::to_writer(&mut *out, statement)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

struct Table(Delimited);

impl Export for Table {
    fn article(&mut self, out: &mut dyn Write, statements: &[Statement], _: Option<&str>) -> io::Result<()> {
        statements.iter().try_for_each(|statement| self.0.hit(out, &Hit::of(statement.clone())))
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.0.end(out)
    }
}

/// How many code points of text stand before and after a quotation.
const AROUND: usize = 64;

/// A text that can be cut by code points.
struct Text<'a> {
    text: &'a str,
    /// The byte of each code point, and the end.
    bytes: Vec<usize>,
}

impl<'a> Text<'a> {
    fn new(text: &'a str) -> Text<'a> {
        let bytes = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        Text { text, bytes }
    }

    fn cut(&self, from: usize, to: usize) -> &'a str {
        let byte = |point: usize| self.bytes.get(point).copied().unwrap_or(self.text.len());
        self.text.get(byte(from)..byte(to)).unwrap_or("")
    }

    /// The text before, of and after a span.
    fn around(&self, [from, to]: [usize; 2]) -> (&'a str, &'a str, &'a str) {
        (self.cut(from.saturating_sub(AROUND), from), self.cut(from, to), self.cut(to, to.saturating_add(AROUND)))
    }
}
