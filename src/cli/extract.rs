//! `onrecord extract`

use std::io::Write;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{FAILED, FOUND, NOTHING};
use crate::article::{self, Article, FieldMap, Reader, Skipped};
use crate::index;
use crate::pipeline::Extraction;

/// Print the statements of articles, one JSON object a line, without an index
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord extract article.txt | jq -r '[.speaker.name, .text] | @tsv'
  onrecord extract - < articles.jsonl > statements.jsonl")]
pub struct Extract {
    /// Files, folders and archives; - reads the standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Tell on stderr what was not understood
    #[arg(long)]
    notes: bool,
    /// Which fields of records and columns of tables hold what, as title=headline,text=content
    #[arg(long, value_name = "FIELD=NAME,...")]
    map: Option<FieldMap>,
}

/// Articles that are worked on together.
const CHUNK_ARTICLES: usize = 64;
const CHUNK_BYTES: usize = 1 << 20;
/// About how many bytes a statement takes.
const USUAL_LINE: usize = 1280;

impl Extract {
    pub fn run(&self, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let mut run = Run {
            notes: self.notes,
            out,
            talk,
            waiting: Vec::new(),
            bytes: 0,
            articles: 0,
            skipped: 0,
            statements: 0,
            failure: None,
        };
        let reader = Reader { map: self.map.clone().unwrap_or_default() };
        for path in &self.paths {
            if path.as_os_str() == "-" {
                reader.stream(std::io::stdin().lock(), "-", &mut |result| run.take(result));
                continue;
            }
            let walk = article::walk(std::slice::from_ref(path));
            for skipped in walk.skipped {
                run.take(Err(skipped));
            }
            for file in walk.files {
                let display = file.path.to_string_lossy();
                reader.file(Path::new(&file.path), &display, &mut |result| run.take(result));
                if run.failure.is_some() {
                    break;
                }
            }
        }
        run.flush();
        let (articles, skipped, statements) = (run.articles, run.skipped, run.statements);
        if let Some(failure) = run.failure {
            return Err(failure.into());
        }
        Ok(match (articles, skipped, statements) {
            (0, 1.., _) => FAILED,
            (_, _, 0) => NOTHING,
            _ => FOUND,
        })
    }
}

struct Run<'a> {
    notes: bool,
    out: &'a mut dyn Write,
    talk: &'a mut dyn Write,
    waiting: Vec<Article>,
    bytes: usize,
    articles: usize,
    skipped: usize,
    statements: usize,
    failure: Option<std::io::Error>,
}

impl Run<'_> {
    fn take(&mut self, result: Result<Article, Skipped>) {
        match result {
            Ok(article) => {
                self.articles += 1;
                self.bytes += article.text.len();
                self.waiting.push(article);
            }
            Err(skipped) => {
                self.skipped += 1;
                let _ = writeln!(self.talk, "skipped {}: {}", skipped.path, skipped.reason);
            }
        }
        if self.waiting.len() >= CHUNK_ARTICLES || self.bytes >= CHUNK_BYTES {
            self.flush();
        }
    }

    /// Extracts from what is waiting, on all cores, and prints it in order.
    fn flush(&mut self) {
        self.bytes = 0;
        let articles = std::mem::take(&mut self.waiting);
        if self.failure.is_some() {
            return;
        }
        let printed: Vec<Result<Printed, Skipped>> =
            articles.par_iter().map(|article| index::extract(article).map(printed)).collect();
        for (article, printed) in articles.iter().zip(printed) {
            let printed = match printed {
                Ok(printed) => printed,
                Err(skipped) => {
                    self.articles -= 1;
                    self.take(Err(skipped));
                    continue;
                }
            };
            self.statements += printed.statements;
            if let Err(error) = self.print(article, printed) {
                self.failure = Some(error);
                return;
            }
        }
    }

    fn print(&mut self, article: &Article, printed: Printed) -> std::io::Result<()> {
        self.out.write_all(&printed.lines?)?;
        if self.notes {
            for note in &printed.notes {
                writeln!(self.talk, "{}: {note}", article.path)?;
            }
        }
        Ok(())
    }
}

/// What is printed of an article.
struct Printed {
    lines: std::io::Result<Vec<u8>>,
    statements: usize,
    notes: Vec<String>,
}

/// Returns the lines of an extraction. Made where it was extracted: the memory of its statements is at hand there.
fn printed(extraction: Extraction) -> Printed {
    let Extraction { statements, notes } = extraction;
    let mut lines = Vec::with_capacity(USUAL_LINE * statements.len());
    let written = statements.iter().try_for_each(|statement| {
        serde_json::to_writer(&mut lines, statement)?;
        lines.push(b'\n');
        Ok(())
    });
    Printed { lines: written.map(|()| lines), statements: statements.len(), notes }
}
