//! What all commands share: which index, colours, the width of the terminal.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use anstream::ColorChoice;

use crate::index::Index;

/// Where to look, and how to show it
#[derive(clap::Args)]
pub struct Global {
    /// The folder of the index
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "ONRECORD_INDEX",
        default_value = "index"
    )]
    index: PathBuf,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

impl Global {
    /// Returns the folder to write to.
    pub fn folder(&self) -> &std::path::Path {
        &self.index
    }

    /// Opens the index for reading.
    pub fn open(&self) -> anyhow::Result<Index> {
        Ok(Index::open(&self.index)?)
    }
}

/// Returns stdout, for data, without styles where nobody can see them.
pub(super) fn data(color: Color) -> Box<dyn Write> {
    let stdout = io::stdout();
    let styled = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => anstream::AutoStream::choice(&stdout) != ColorChoice::Never,
    };
    const CAPACITY: usize = 1 << 16;
    if styled {
        Box::new(BufWriter::with_capacity(CAPACITY, stdout))
    } else {
        Box::new(BufWriter::with_capacity(
            CAPACITY,
            anstream::StripStream::new(stdout),
        ))
    }
}

/// Returns stderr, for talk, without styles where nobody can see them.
pub(super) fn talk(color: Color) -> Box<dyn Write> {
    let stderr = io::stderr();
    let choice = match color {
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
        Color::Auto => anstream::AutoStream::choice(&stderr),
    };
    Box::new(anstream::AutoStream::new(stderr, choice))
}

/// Returns how many columns a line may have: those of the terminal, else of `COLUMNS`, else 80.
pub(super) fn width() -> usize {
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let variable = || {
        std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok())
    };
    let columns = if io::stdout().is_terminal() {
        terminal()
    } else {
        None
    };
    columns.or_else(variable).unwrap_or(80).clamp(20, 1000)
}
