//! Comma- and tab-separated values, with a header line.

use std::io::{self, Write};

use super::Hits;
use super::fields::{Column, table, to_json};
use crate::index::Hit;

pub(super) struct Delimited {
    delimiter: u8,
    columns: Vec<Column>,
    begun: bool,
}

impl Delimited {
    pub(super) fn new(delimiter: u8, columns: Option<Vec<Column>>) -> Delimited {
        Delimited { delimiter, columns: columns.unwrap_or_else(table), begun: false }
    }

    fn row(&self, out: &mut dyn Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
        write_row(out, self.delimiter, cells)
    }

    fn header(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        self.row(out, self.columns.iter().map(|column| column.name.clone()))
    }
}

impl Hits for Delimited {
    fn hit(&mut self, out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
        self.header(out)?;
        let record = to_json(hit);
        self.row(out, self.columns.iter().map(|column| column.text(&record)))
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.header(out)
    }
}

/// Writes one row. Tab-separated values have no quotation marks: tabs and line breaks in them
/// become spaces, so that every row is one line and every tab separates.
pub(super) fn write_row(out: &mut dyn Write, delimiter: u8, cells: impl Iterator<Item = String>) -> io::Result<()> {
    if delimiter == b'\t' {
        let cells: Vec<String> = cells.map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect();
        return writeln!(out, "{}", cells.join("\t"));
    }
    let mut row = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    row.write_record(cells)?;
    let row = row.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    out.write_all(&row)
}
