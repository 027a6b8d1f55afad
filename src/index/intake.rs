//! Reading and extracting, the half of filling an index that works on all cores.
//!
//! Small files are worked on side by side, in batches; a large file or a stream is read once, and
//! its articles are worked on side by side. What comes out is in the order of the files.

use std::collections::HashMap;
use std::io::BufRead;
use std::path::PathBuf;
use std::sync::mpsc::SyncSender;

use rayon::prelude::*;
use tantivy::TantivyDocument;

use super::document::Maker;
use super::fields::Fields;
use super::fingerprint::fingerprint;
use super::manifest::FileEntry;
use super::words::Analyzers;
use crate::article::{self, Article, Skipped};
use crate::pipeline::{self, Extraction};

/// Files that are read together, in bytes and in number.
const BATCH_BYTES: u64 = 2 << 20;
const BATCH_FILES: usize = 128;
/// Articles of one file or stream that are worked on together.
const CHUNK_BYTES: usize = 1 << 20;
const CHUNK_ARTICLES: usize = 128;

/// The key of all articles that came from a stream.
pub(super) const STREAM: &str = "-";

/// What a file gave, in parts; the last part is [`Part::Done`].
pub(super) enum Part {
    Articles { file: usize, articles: Vec<Taken>, skipped: Vec<Skipped> },
    Done { file: usize },
}

/// An article that was taken from a file.
pub(super) enum Taken {
    Read {
        id: String,
        fingerprint: u64,
        /// Absent where it did not change.
        statements: Option<Vec<TantivyDocument>>,
    },
    Failed(Skipped),
}

/// Returns the statements of an article. The language layers never fail, and should one do so all
/// the same, it costs one article and not the run.
pub fn extract(article: &Article) -> Result<Extraction, Skipped> {
    std::panic::catch_unwind(|| pipeline::extract(article)).map_err(|_| Skipped {
        path: article.path.clone(),
        reason: "onrecord failed on this article, which is an error in onrecord; please report it".to_owned(),
    })
}

/// A file to read.
pub(super) struct Job {
    pub key: String,
    pub path: PathBuf,
    pub entry: FileEntry,
}

/// The half of a run that reads and extracts.
pub(super) struct Reader<'a> {
    pub jobs: &'a [Job],
    /// What the index holds of each file: article ids and fingerprints.
    pub known: &'a HashMap<String, HashMap<String, u64>>,
    pub fields: &'a Fields,
    /// Reads the files.
    pub articles: article::Reader,
}

impl Reader<'_> {
    /// Reads all files, in order, until nobody listens any more.
    pub(super) fn read_all(&self, send: SyncSender<Vec<Part>>) {
        let mut next = 0;
        while next < self.jobs.len() {
            let first = next;
            let mut bytes = 0;
            while next < self.jobs.len()
                && next - first < BATCH_FILES
                && bytes + self.jobs[next].entry.bytes <= BATCH_BYTES
                && self.jobs[next].key != STREAM
            {
                bytes += self.jobs[next].entry.bytes;
                next += 1;
            }
            let sent = if next == first {
                next += 1;
                self.read_large(first, &send)
            } else {
                let parts: Vec<Vec<Part>> = (first..next).into_par_iter().map(|file| self.read_small(file)).collect();
                send.send(parts.into_iter().flatten().collect()).is_ok()
            };
            if !sent {
                return;
            }
        }
    }

    /// Reads a file that fits into memory with all its articles.
    fn read_small(&self, file: usize) -> Vec<Part> {
        let job = &self.jobs[file];
        let mut articles = Vec::new();
        let mut skipped = Vec::new();
        self.articles.file(&job.path, &job.path.to_string_lossy(), &mut |result| match result {
            Ok(article) => articles.push(self.extract(&job.key, article)),
            Err(reason) => skipped.push(reason),
        });
        vec![Part::Articles { file, articles, skipped }, Part::Done { file }]
    }

    /// Reads a large file or a stream, some articles at a time. Returns whether anyone listens.
    fn read_large(&self, file: usize, send: &SyncSender<Vec<Part>>) -> bool {
        let job = &self.jobs[file];
        let mut waiting: Vec<Article> = Vec::new();
        let mut skipped = Vec::new();
        let mut bytes = 0;
        let mut heard = true;
        let mut flush = |waiting: &mut Vec<Article>, skipped: &mut Vec<Skipped>| {
            let articles = std::mem::take(waiting).into_par_iter().map(|a| self.extract(&job.key, a)).collect();
            let part = Part::Articles { file, articles, skipped: std::mem::take(skipped) };
            heard = heard && send.send(vec![part]).is_ok();
        };
        let mut sink = |result: Result<Article, Skipped>| {
            match result {
                Ok(article) => {
                    bytes += article.text.len();
                    waiting.push(article);
                }
                Err(reason) => skipped.push(reason),
            }
            if bytes >= CHUNK_BYTES || waiting.len() + skipped.len() >= CHUNK_ARTICLES {
                bytes = 0;
                flush(&mut waiting, &mut skipped);
            }
        };
        if job.key == STREAM {
            let input: Box<dyn BufRead> = Box::new(std::io::stdin().lock());
            self.articles.stream(input, STREAM, &mut sink);
        } else {
            self.articles.file(&job.path, &job.path.to_string_lossy(), &mut sink);
        }
        flush(&mut waiting, &mut skipped);
        heard && send.send(vec![Part::Done { file }]).is_ok()
    }

    /// Extracts the statements of an article, unless it is in the index as it is.
    fn extract(&self, key: &str, article: Article) -> Taken {
        let fingerprint = fingerprint(serde_json::to_string(&article).unwrap_or_default().as_bytes());
        let known = self.known.get(key).and_then(|articles| articles.get(&article.id));
        if known == Some(&fingerprint) {
            return Taken::Read { id: article.id, fingerprint, statements: None };
        }
        let extraction = match extract(&article) {
            Ok(extraction) => extraction,
            Err(skipped) => return Taken::Failed(skipped),
        };
        let mut maker = Maker { fields: self.fields, analyzers: Analyzers::new() };
        let documents = extraction
            .statements
            .iter()
            .enumerate()
            .map(|(n, statement)| maker.document(statement, (n == 0).then_some(article.text.as_str())));
        let statements = Some(documents.collect());
        Taken::Read { id: article.id, fingerprint, statements }
    }
}
