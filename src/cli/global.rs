//! What all commands share: which index, colours, the width of the terminal.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use anstream::ColorChoice;
use anyhow::bail;

use super::config::Config;
use crate::index::{Library, read_aliases};
use crate::output::Paper;
use crate::speaker::identity::Aliases;

/// Where to look, and how to show it
#[derive(Default, clap::Args)]
pub struct Global {
    /// The folder of the index; given more than once, several are searched as one
    ///
    /// Unless given, ONRECORD_INDEX names it (several with ':' between them), then the
    /// configuration file, and else it is ./index.
    #[arg(long, global = true, value_name = "DIR")]
    index: Vec<PathBuf>,
    /// A file that states by hand which names are one speaker's, beside aliases.toml in the index
    #[arg(long, global = true, value_name = "FILE")]
    aliases: Option<PathBuf>,
    /// When to use colours [default: auto]
    #[arg(long, global = true, value_name = "WHEN")]
    color: Option<Color>,
    /// What the configuration files say.
    #[arg(skip)]
    pub config: Config,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

impl Global {
    /// Returns what holds where the command line says nothing but these folders.
    pub fn configured(config: Config, index: Vec<PathBuf>) -> Global {
        Global { config, index, ..Global::default() }
    }

    /// Returns the folders of the indexes.
    pub fn folders(&self) -> Vec<PathBuf> {
        if !self.index.is_empty() {
            return self.index.clone();
        }
        if let Some(variable) = std::env::var_os("ONRECORD_INDEX").filter(|value| !value.is_empty()) {
            return std::env::split_paths(&variable).collect();
        }
        if !self.config.index.is_empty() {
            return self.config.index.clone();
        }
        vec![PathBuf::from("index")]
    }

    /// Returns when to use colours.
    pub fn color(&self) -> Color {
        self.color.or(self.config.color).unwrap_or(Color::Auto)
    }

    /// Returns the folder to write to.
    pub fn folder(&self) -> anyhow::Result<PathBuf> {
        let mut folders = self.folders();
        match folders.len() {
            1 => Ok(folders.swap_remove(0)),
            count => {
                bail!("{count} indexes are named, and only one can be written; use --index DIR")
            }
        }
    }

    /// Returns the identities that the named aliases file states.
    pub fn stated_aliases(&self) -> anyhow::Result<Aliases> {
        let mut aliases = Aliases::default();
        if let Some(path) = self.aliases.as_ref().or(self.config.aliases.as_ref()) {
            match read_aliases(path)? {
                Some(stated) => aliases.extend(stated),
                None => bail!("{}: there is no such aliases file", path.display()),
            }
        }
        Ok(aliases)
    }

    /// Opens the indexes for reading.
    pub fn open(&self) -> anyhow::Result<Library> {
        Ok(Library::open_with(&self.folders(), self.stated_aliases()?)?)
    }
}

/// Returns stdout, for data, without styles where nobody can see them. What is `plain` has none, and is
/// not searched for them.
pub(super) fn data(color: Color, plain: bool) -> Box<dyn Write> {
    let stdout = io::stdout();
    let styled = plain
        || match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => anstream::AutoStream::choice(&stdout) != ColorChoice::Never,
        };
    const CAPACITY: usize = 1 << 16;
    if styled {
        Box::new(BufWriter::with_capacity(CAPACITY, stdout))
    } else {
        Box::new(BufWriter::with_capacity(CAPACITY, anstream::StripStream::new(stdout)))
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

/// Returns what statements are written on.
pub(super) fn paper() -> Paper {
    Paper { width: width(), links: knows_links() }
}

/// Returns whether stdout is a terminal that is known to show links: others may print what stands
/// for a link, or stop at it.
fn knows_links() -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let vte = set("VTE_VERSION").and_then(|version| version.parse::<u32>().ok());
    let known = ["DOMTERM", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "WEZTERM_PANE", "WT_SESSION", "GHOSTTY_BIN_DIR"];
    let program = set("TERM_PROGRAM").unwrap_or_default();
    io::stdout().is_terminal()
        && set("NO_COLOR").is_none()
        && (vte.is_some_and(|version| version >= 5000)
            || known.iter().any(|name| set(name).is_some())
            || ["iTerm.app", "vscode", "WezTerm", "ghostty", "Hyper"].contains(&program.as_str()))
}

/// Returns how many columns a line may have: those of the terminal, else of `COLUMNS`, else 80.
pub(super) fn width() -> usize {
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let variable = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let columns = if io::stdout().is_terminal() { terminal() } else { None };
    columns.or_else(variable).unwrap_or(80).clamp(20, 1000)
}
