//! `onrecord export`

use std::io::Write;

use anyhow::bail;

use super::filters::Filters;
use super::global::Global;
use super::suggestion::explain_nothing;
use super::{FOUND, NOTHING};
use crate::output::{self, ExportFormat};

/// Write all statements that match, for other tools
///
/// Statements come in the order in which they are stored, those of an article together. Negated
/// ones are left out unless asked for with --with-negated.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord export --with-negated > statements.jsonl
  onrecord export --speaker rubio --format csv --fields said_on,text,url
  onrecord export 'said:2025' --format w3c-annotation")]
pub struct Export {
    #[command(flatten)]
    filters: Filters,
    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    format: ExportFormat,
    /// The columns of a table: speaker,said_on,text,url
    #[arg(long, value_name = "LIST")]
    fields: Option<String>,
}

impl Export {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let query = self.filters.query()?;
        let columns = match self.fields.as_deref().map(output::columns).transpose() {
            Ok(Some(_)) if self.format != ExportFormat::Csv => {
                bail!("--fields goes with --format csv; the other formats have their own fields")
            }
            Ok(columns) => columns,
            Err(error) => bail!("--fields: {error}"),
        };
        let library = global.open()?;
        let count = output::write_export(&library, &query, output::export(self.format, columns), out)?;
        if count == 0 {
            explain_nothing(&library, &query, talk)?;
            return Ok(NOTHING);
        }
        Ok(FOUND)
    }
}
