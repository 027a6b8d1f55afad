//! `onrecord topics`

use std::io::Write;

use super::global::Global;
use super::tally::Tally;
use crate::index::Facet;

/// List what statements are about, and how often
#[derive(clap::Args)]
pub struct Topics {
    #[command(flatten)]
    tally: Tally,
}

impl Topics {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        self.tally.run(Facet::Topic, global, out, talk)
    }
}
