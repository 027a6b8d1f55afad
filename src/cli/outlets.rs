//! `onrecord outlets`

use std::io::Write;

use super::global::Global;
use super::tally::Tally;
use crate::index::Facet;

/// List who published statements, and how many
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord outlets --speaker rubio
  onrecord outlets ceasefire --since 2w --format csv")]
pub struct Outlets {
    #[command(flatten)]
    tally: Tally,
}

impl Outlets {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        self.tally.run(Facet::Outlet, global, out, talk)
    }
}
