//! `onrecord man`

use std::io::Write;

use anyhow::bail;

use super::FOUND;

/// Print the man page of onrecord or of one of its commands
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord man | man -l -
  onrecord man search > onrecord-search.1")]
pub struct Man {
    /// The command
    command: Option<String>,
}

impl Man {
    pub fn run(&self, out: &mut dyn Write) -> anyhow::Result<u8> {
        let whole = super::command_line();
        let command = match &self.command {
            None => whole,
            Some(name) => {
                let Some(command) = whole.find_subcommand(name) else {
                    bail!("there is no command '{name}'; 'onrecord help' lists them");
                };
                let title: &'static str = format!("onrecord-{name}").leak();
                command.clone().name(title).version(env!("CARGO_PKG_VERSION"))
            }
        };
        clap_mangen::Man::new(command).render(&mut &mut *out)?;
        Ok(FOUND)
    }
}
