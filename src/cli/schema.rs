//! `onrecord schema`

use std::io::Write;

use super::FOUND;

/// Print the JSON Schema of a record
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord schema > record.schema.json")]
pub struct Schema {}

impl Schema {
    pub fn run(&self, out: &mut dyn Write) -> anyhow::Result<u8> {
        out.write_all(crate::output::RECORD_SCHEMA.as_bytes())?;
        Ok(FOUND)
    }
}
