//! `onrecord check`

use std::io::Write;

use super::global::Global;
use super::{FAILED, FOUND};

/// Check that the index is whole
///
/// Reads all of its files and compares their checksums, and the number of statements with what
/// was read from the articles.
#[derive(clap::Args)]
pub struct Check {}

impl Check {
    pub fn run(
        &self,
        global: &Global,
        out: &mut dyn Write,
        talk: &mut dyn Write,
    ) -> anyhow::Result<u8> {
        let index = global.open()?;
        let damaged = index.damaged_files()?;
        for file in &damaged {
            writeln!(talk, "damaged: {}", index.path().join(file).display())?;
        }
        let manifest = index.manifest()?;
        let (listed, stored) = (manifest.statements(), index.statements());
        if listed != stored {
            writeln!(
                talk,
                "the articles gave {listed} statements, and {stored} are stored"
            )?;
        }
        if damaged.is_empty() && listed == stored {
            writeln!(
                out,
                "{}: whole, {stored} statements",
                index.path().display()
            )?;
            return Ok(FOUND);
        }
        writeln!(
            talk,
            "make the index anew with 'onrecord index PATH...' in another folder"
        )?;
        Ok(FAILED)
    }
}
