//! `onrecord check`

use std::io::Write;

use super::global::Global;
use super::{FAILED, FOUND};
use crate::index::Index;

/// Check that the index is whole
///
/// Reads all of its files and compares their checksums, and the number of statements with what
/// was read from the articles.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord check && echo whole")]
pub struct Check {}

impl Check {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let mut whole = true;
        for index in global.open()?.indexes() {
            whole &= check(index, out, talk)?;
        }
        Ok(if whole { FOUND } else { FAILED })
    }
}

/// Returns whether the index is whole.
fn check(index: &Index, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<bool> {
    let path = index.path().display();
    let damaged = index.damaged_files()?;
    for file in &damaged {
        writeln!(talk, "{path}: damaged: {}", file.display())?;
    }
    let (listed, stored) = (index.manifest()?.statements(), index.statements());
    if listed != stored {
        writeln!(talk, "{path}: the articles gave {listed} statements, and {stored} are stored")?;
    }
    let whole = damaged.is_empty() && listed == stored;
    if whole {
        writeln!(out, "{path}: whole, {stored} statements")?;
    } else {
        writeln!(talk, "{path}: make it anew with 'onrecord index PATH...' in another folder")?;
    }
    Ok(whole)
}
