//! `onrecord completions`

use std::io::Write;

use anyhow::bail;
use clap_complete::env::Shells;

use super::FOUND;

/// Print the completions of a shell
///
/// They know the commands and options, and the speakers, topics and outlets of the index.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  echo 'source <(onrecord completions bash)' >> ~/.bashrc
  echo 'source <(onrecord completions zsh)' >> ~/.zshrc
  onrecord completions fish > ~/.config/fish/completions/onrecord.fish
  onrecord completions powershell >> $PROFILE")]
pub struct Completions {
    /// bash, zsh, fish, powershell or elvish
    shell: String,
}

impl Completions {
    pub fn run(&self, out: &mut dyn Write) -> anyhow::Result<u8> {
        let shells = Shells::builtins();
        let Some(completer) = shells.completer(&self.shell.to_lowercase()) else {
            let known: Vec<&str> = shells.names().collect();
            bail!("there are no completions for '{}'; they are for {}", self.shell, known.join(", "));
        };
        let mut script = Vec::new();
        completer.write_registration("COMPLETE", "onrecord", "onrecord", "onrecord", &mut script)?;
        out.write_all(&script)?;
        Ok(FOUND)
    }
}
