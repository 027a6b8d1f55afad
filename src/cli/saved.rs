//! `onrecord saved`

use std::collections::{BTreeMap, HashSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Subcommand;
use serde::{Deserialize, Serialize};

use super::config::folder;
use super::filters::Filters;
use super::global::Global;
use super::look::Look;
use super::{FOUND, NOTHING};
use crate::index::Library;
use crate::output::style;
use crate::query::{Sort, nearest};

/// Keep searches, and see what is new in them since the last time
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord saved add port 'port OR harbour' --speaker quill
  onrecord saved run                       what is new in all of them
  onrecord saved run port --format jsonl   for scripts")]
pub struct Saved {
    #[command(subcommand)]
    command: SavedCommand,
}

#[derive(Subcommand)]
enum SavedCommand {
    /// Keep a search under a name
    Add {
        name: String,
        #[command(flatten)]
        filters: Box<Filters>,
    },
    /// Print what is new in a search, or in all, since the last run
    Run {
        name: Option<String>,
        #[command(flatten)]
        look: Look,
    },
    /// List the searches
    List,
    /// Forget a search
    Remove { name: String },
}

/// A search that is kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Search {
    filters: Filters,
    /// The indexes that it searches.
    index: Vec<PathBuf>,
    /// The keys of the statements that were shown.
    #[serde(default)]
    seen: Vec<u64>,
}

/// The searches by name, in one file of the user's.
type Searches = BTreeMap<String, Search>;

impl Saved {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let Some(folder) = folder("XDG_STATE_HOME", ".local/state", "LOCALAPPDATA") else {
            bail!("there is no place to keep searches; set XDG_STATE_HOME to a folder");
        };
        let file = folder.join("saved.json");
        let mut searches = read(&file)?;
        match &self.command {
            SavedCommand::Add { name, filters } => {
                // A query that cannot be understood is better told now.
                filters.query()?;
                let index = global.folders();
                let index = index.iter().map(std::path::absolute).collect::<Result<_, _>>()?;
                let search = Search { filters: (**filters).clone(), index, seen: Vec::new() };
                let replaced = searches.insert(name.clone(), search).is_some();
                write(&file, &searches)?;
                let done = if replaced { "replaced" } else { "saved" };
                writeln!(talk, "{done}; see what is new with 'onrecord saved run {name}'")?;
                Ok(FOUND)
            }
            SavedCommand::List => {
                for (name, search) in &searches {
                    writeln!(out, "{name}\t{}", search.filters.query()?)?;
                }
                Ok(if searches.is_empty() { NOTHING } else { FOUND })
            }
            SavedCommand::Remove { name } => {
                known(&searches, name)?;
                searches.remove(name);
                write(&file, &searches)?;
                Ok(FOUND)
            }
            SavedCommand::Run { name, look } => {
                let names: Vec<String> = match name {
                    Some(name) => {
                        known(&searches, name)?;
                        vec![name.clone()]
                    }
                    None => searches.keys().cloned().collect(),
                };
                if names.is_empty() {
                    bail!("no search is saved yet; keep one with 'onrecord saved add NAME QUERY'");
                }
                let mut found = false;
                for name in names {
                    if let Some(search) = searches.get_mut(&name) {
                        found |= run(&name, search, look, global, out)?;
                        out.flush()?;
                    }
                }
                // Only now: what could not be printed is new the next time as well.
                write(&file, &searches)?;
                Ok(if found { FOUND } else { NOTHING })
            }
        }
    }
}

/// Prints what is new in a search; returns whether anything is.
fn run(name: &str, search: &mut Search, look: &Look, global: &Global, out: &mut dyn Write) -> anyhow::Result<bool> {
    let mut query = search.filters.query()?;
    query.sort = Sort::Newest;
    let library = Library::open(&search.index)?;
    let mut seen: HashSet<u64> = search.seen.iter().copied().collect();
    let (hits, keys) = library.unseen(&query, &seen)?;
    if !hits.is_empty() {
        if look.for_reading(global) {
            let s = style::ASIDE;
            writeln!(out, "{s}{name}: {} new{s:#}\n", hits.len())?;
        }
        let mut writer = look.writer(global)?;
        for hit in &hits {
            writer.hit(out, hit)?;
        }
        writer.end(out)?;
        if look.for_reading(global) {
            writeln!(out)?;
        }
    }
    seen.extend(keys);
    search.seen = seen.into_iter().collect();
    search.seen.sort_unstable();
    Ok(!hits.is_empty())
}

fn known(searches: &Searches, name: &str) -> anyhow::Result<()> {
    if searches.contains_key(name) {
        return Ok(());
    }
    match nearest(name, searches.keys().map(String::as_str)) {
        Some(meant) => bail!("no search is saved as '{name}'; did you mean '{meant}'?"),
        None => bail!("no search is saved as '{name}'; 'onrecord saved list' lists them"),
    }
}

fn read(file: &Path) -> anyhow::Result<Searches> {
    match std::fs::read(file) {
        Ok(text) => serde_json::from_slice(&text).with_context(|| file.display().to_string()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Searches::new()),
        Err(error) => Err(error).with_context(|| file.display().to_string()),
    }
}

/// Writes the file in one step, so that a run that is killed loses nothing.
fn write(file: &Path, searches: &Searches) -> anyhow::Result<()> {
    let at = || file.display().to_string();
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(at)?;
    }
    let fresh = file.with_extension(format!("{}.new", std::process::id()));
    std::fs::write(&fresh, serde_json::to_vec(searches)?).with_context(at)?;
    std::fs::rename(&fresh, file).with_context(at)
}
