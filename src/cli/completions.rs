//! `onrecord completions`

use std::io::Write;

use super::FOUND;

/// Print the completions of a shell
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord completions bash > ~/.local/share/bash-completion/completions/onrecord
  onrecord completions zsh > ~/.zfunc/_onrecord
  onrecord completions fish > ~/.config/fish/completions/onrecord.fish")]
pub struct Completions {
    shell: clap_complete::Shell,
}

impl Completions {
    pub fn run(&self, out: &mut dyn Write) -> anyhow::Result<u8> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::command_line(), "onrecord", &mut script);
        out.write_all(&script)?;
        Ok(FOUND)
    }
}
