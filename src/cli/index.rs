//! `onrecord index`

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};

use super::global::Global;
use super::own_topics;
use super::{FAILED, FOUND};
use crate::article::FieldMap;
use crate::index::{Holder, Ingest, Progress, Summary, apply_own_topics};
use crate::query::Expr;

/// Read articles and put their statements into the index
///
/// Run again, it takes only what changed: files are told by their content, so that neither a new
/// time stamp nor a new name makes them new. Whatever cannot be read is named, and the run goes on.
/// A run that is killed loses what it did in the last ten seconds, and the next one does the rest.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord index ~/news
  onrecord index --index /srv/press archive.jsonl ~/news --prune
  onrecord index ~/news --watch                 # goes on with what is written there
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
    /// Go on, and take new and changed files within two seconds, until interrupted
    #[arg(long, conflicts_with = "dry_run")]
    watch: bool,
    /// How often what was read so far is made searchable, and safe from a kill [default: 10]
    #[arg(long, value_name = "SECONDS")]
    commit_every: Option<u64>,
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
            commit_every: self.commit_every.map(Duration::from_secs),
            ..Ingest::default()
        };
        let bar = Bar::new(self.quiet);
        let folder = global.folder()?;
        // Own topics that cannot be understood are better told before the long run.
        let own = if self.dry_run { None } else { own_topics::stated(global, &folder, None)? };
        if self.watch {
            return self.watch(&ingest, &folder, own.as_deref(), &bar, out, talk);
        }
        let summary = ingest.run(&folder, &bar)?;
        if let Some(own) = &own {
            apply_own_topics(&folder, own, self.wait)?;
        }
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&summary)?)?;
        } else {
            write_summary(&summary, talk)?;
        }
        let read = summary.new + summary.changed + summary.moved + summary.unchanged + summary.duplicates;
        let nothing = read == 0 && summary.removed == 0 && !summary.skipped.is_empty();
        if nothing {
            writeln!(talk, "nothing could be read")?;
        }
        Ok(if nothing { FAILED } else { FOUND })
    }

    fn watch(
        &self,
        ingest: &Ingest,
        folder: &Path,
        own: Option<&[(String, Expr)]>,
        bar: &Bar,
        out: &mut dyn Write,
        talk: &mut dyn Write,
    ) -> anyhow::Result<u8> {
        if self.paths.iter().any(|path| path.as_os_str() == "-") {
            bail!("--watch: the standard input cannot be watched; name files or folders");
        }
        let mut first = true;
        let mut failed: Option<anyhow::Error> = None;
        let mut report = |summary: &Summary| {
            if let Some(own) = own.filter(|_| summary.statements > 0)
                && let Err(error) = apply_own_topics(folder, own, true)
            {
                failed = Some(error.into());
                return false;
            }
            let told = if self.json {
                serde_json::to_string(summary)
                    .map_err(std::io::Error::from)
                    .and_then(|line| writeln!(out, "{line}"))
                    .and_then(|()| out.flush())
            } else if std::mem::take(&mut first) {
                write_summary(summary, talk).and_then(|()| writeln!(talk, "watching, until interrupted"))
            } else {
                let now = jiff::Zoned::now().strftime("%H:%M:%S").to_string();
                let statements = if summary.statements == 1 { "statement" } else { "statements" };
                writeln!(talk, "{now}  {} · {} {statements} added", counts(summary), summary.statements)
            };
            failed = told.err().map(Into::into);
            failed.is_none()
        };
        ingest.watch(folder, bar, &mut report)?;
        match failed {
            Some(error) => Err(error),
            None => Ok(FOUND),
        }
    }
}

/// "2 new, 1 changed"
fn counts(summary: &Summary) -> String {
    let would = if summary.dry_run { "would be " } else { "" };
    let counts = [
        (summary.new, "new"),
        (summary.changed, "changed"),
        (summary.moved, "moved"),
        (summary.unchanged, "unchanged"),
        (summary.removed, "removed"),
    ];
    let mut counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {would}{name}")).collect();
    if summary.duplicates > 0 {
        counts.push(format!("{} in another file, too", summary.duplicates));
    }
    if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }
}

fn write_summary(summary: &Summary, talk: &mut dyn Write) -> std::io::Result<()> {
    writeln!(talk, "articles:   {}", counts(summary))?;
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
    fn waiting(&self, holder: Option<Holder>) {
        self.bar.suspend(|| eprintln!("{}; waiting for it", Holder::told(holder)));
    }

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
