//! `onrecord index`

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};

use super::global::Global;
use super::own_topics;
use super::{FAILED, FOUND};
use crate::article::FieldMap;
use crate::index::{Ingest, Progress, Summary, apply_own_topics};

/// Read articles and put their statements into the index
///
/// Run again, it takes only what changed. Whatever cannot be read is named, and the run goes on.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord index ~/news
  onrecord index --index /srv/press archive.jsonl ~/news --prune
  curl -s https://example.org/articles.jsonl | onrecord index -")]
pub struct Index {
    /// Files, folders and archives; - reads the standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Remove what came from files below PATH that are gone
    #[arg(long)]
    prune: bool,
    /// Only tell what would be done
    #[arg(long)]
    dry_run: bool,
    /// Extract everything again, also what did not change
    #[arg(long)]
    again: bool,
    /// Wait while another process writes the index
    #[arg(long)]
    wait: bool,
    /// Print the summary as JSON
    #[arg(long)]
    json: bool,
    /// Do not name what was skipped, only count it
    #[arg(long)]
    quiet: bool,
    /// Which fields of records and columns of tables hold what, as title=headline,text=content
    #[arg(long, value_name = "FIELD=NAME,...")]
    map: Option<FieldMap>,
}

impl Index {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let ingest = Ingest {
            paths: self.paths.clone(),
            prune: self.prune,
            dry_run: self.dry_run,
            again: self.again,
            wait: self.wait,
            map: self.map.clone().unwrap_or_default(),
        };
        let bar = Bar::new(self.quiet);
        let folder = global.folder()?;
        // Own topics that cannot be understood are better told before the long run.
        let own = if self.dry_run { None } else { own_topics::stated(global, &folder, None)? };
        let summary = ingest.run(&folder, &bar)?;
        if let Some(own) = &own {
            apply_own_topics(&folder, own, self.wait)?;
        }
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&summary)?)?;
        } else {
            write_summary(&summary, talk)?;
        }
        let read = summary.new + summary.changed + summary.unchanged + summary.duplicates;
        let nothing = read == 0 && !summary.skipped.is_empty();
        if nothing {
            writeln!(talk, "nothing could be read")?;
        }
        Ok(if nothing { FAILED } else { FOUND })
    }
}

fn write_summary(summary: &Summary, talk: &mut dyn Write) -> std::io::Result<()> {
    let would = if summary.dry_run { "would be " } else { "" };
    let counts = [
        (summary.new, "new"),
        (summary.changed, "changed"),
        (summary.unchanged, "unchanged"),
        (summary.removed, "removed"),
        (summary.duplicates, "duplicates"),
    ];
    let counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {would}{name}")).collect();
    let counts = if counts.is_empty() { "none".to_owned() } else { counts.join(", ") };
    writeln!(talk, "articles:   {counts}")?;
    if !summary.dry_run {
        writeln!(talk, "statements: {} added", summary.statements)?;
    }
    if !summary.skipped.is_empty() {
        writeln!(talk, "skipped:    {}", summary.skipped.len())?;
    }
    writeln!(
        talk,
        "index:      {} articles, {} statements ({:.1} s)",
        summary.articles_in_index, summary.statements_in_index, summary.seconds
    )
}

/// A bar on a terminal; elsewhere nothing but what was skipped.
struct Bar {
    bar: ProgressBar,
    quiet: bool,
}

impl Bar {
    fn new(quiet: bool) -> Bar {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::no_length() } else { ProgressBar::hidden() };
        let template = "{bar:30.cyan} {percent:>3}%  {bytes} of {total_bytes}  {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸ "));
        }
        Bar { bar, quiet }
    }
}

impl Progress for Bar {
    fn begin(&self, bytes: u64) {
        self.bar.set_length(bytes);
    }

    fn advance(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn skipped(&self, path: &str, reason: &str) {
        if !self.quiet {
            self.bar.suspend(|| eprintln!("skipped {path}: {reason}"));
        }
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}
