//! `onrecord speakers`

use std::io::Write;

use super::global::Global;
use super::tally::Tally;
use crate::index::Facet;

/// List who is quoted, and how often
#[derive(clap::Args)]
pub struct Speakers {
    #[command(flatten)]
    tally: Tally,
}

impl Speakers {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        self.tally.run(Facet::Speaker, global, out, talk)
    }
}
