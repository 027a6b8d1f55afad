//! Reading and extracting, the half of filling an index that works on all cores.
//!
//! Small files are worked on side by side, in batches; a large file or a stream is read once, and
//! its articles are worked on side by side. What comes out is in the order of the files. A file
//! whose content is known is not read, and an article that is in the index is not extracted.

use std::io::BufRead;
use std::path::PathBuf;
use std::sync::mpsc::SyncSender;
use std::time::SystemTime;

use rayon::prelude::*;
use tantivy::TantivyDocument;

use super::document::Maker;
use super::fields::Fields;
use super::fingerprint::fingerprint;
use super::owners::Owners;
use super::stamp::{Stamp, content_of};
use super::words::Analyzers;
use crate::article::{self, Article, Skipped};
use crate::pipeline::{self, Extraction};

/// Files that are read together, in bytes and in number.
const BATCH_BYTES: u64 = 2 << 20;
const BATCH_FILES: usize = 128;
/// Articles of one file or stream that are worked on together.
const CHUNK_BYTES: usize = 1 << 20;
pub(super) const CHUNK_ARTICLES: usize = 128;
/// How often a file is read that changes while it is read.
const ATTEMPTS: usize = 3;

/// The key of all articles that came from a stream.
pub(super) const STREAM: &str = "-";

/// What a file gave, in parts; the last part is [`Part::Done`].
pub(super) enum Part {
    Articles { file: usize, articles: Vec<Taken>, skipped: Vec<Skipped> },
    Done { file: usize, look: Look },
}

/// What a file was when it was read.
#[derive(Default)]
pub(super) struct Look {
    stamp: Stamp,
    read: Option<SystemTime>,
    pub content: Option<u64>,
    /// Whether it has the content that it had, so that it was not read.
    pub same: bool,
}

/// An article that was taken from a file.
pub(super) enum Taken {
    Read(Reading),
    Failed(Skipped),
}

/// An article that was read.
pub(super) struct Reading {
    pub id: String,
    /// Of all that it says, but not of where it stands.
    pub fingerprint: u64,
    pub path: String,
    /// What its path has beyond that of the file.
    pub place: String,
    /// Absent where the index has it, or another file.
    pub documents: Option<Vec<TantivyDocument>>,
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
#[derive(Clone)]
pub(super) struct Job {
    /// Its absolute path, as in the manifest.
    pub key: String,
    pub path: PathBuf,
    pub bytes: u64,
    /// The content that needs no reading.
    pub known: Option<u64>,
}

/// The half of a run that reads and extracts.
pub(super) struct Reader<'a> {
    pub jobs: &'a [Job],
    pub owners: &'a Owners,
    pub fields: &'a Fields,
    /// Reads the files.
    pub articles: article::Reader,
    /// Extract what is in the index, too.
    pub again: bool,
    /// Extract nothing, since nothing will be written.
    pub rehearse: bool,
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
                && bytes + self.jobs[next].bytes <= BATCH_BYTES
                && self.jobs[next].key != STREAM
            {
                bytes += self.jobs[next].bytes;
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
        let mut look = Look::at(job);
        for attempt in 1..=ATTEMPTS {
            if look.same {
                return vec![Part::Done { file, look }];
            }
            self.articles.file(&job.path, &job.path.to_string_lossy(), &mut |result| match result {
                Ok(article) => articles.push(article),
                Err(reason) => skipped.push(reason),
            });
            if look.holds(job) {
                break;
            }
            // It changed while it was read: what was read may be half of either.
            if attempt == ATTEMPTS {
                look = look.unsure();
            } else {
                articles.clear();
                skipped.clear();
                look = Look::at(job);
            }
        }
        let articles = articles.into_iter().map(|article| self.extract(job, article)).collect();
        vec![Part::Articles { file, articles, skipped }, Part::Done { file, look }]
    }

    /// Reads a large file or a stream, some articles at a time. Returns whether anyone listens.
    fn read_large(&self, file: usize, send: &SyncSender<Vec<Part>>) -> bool {
        let job = &self.jobs[file];
        let mut waiting: Vec<Article> = Vec::new();
        let mut skipped = Vec::new();
        let mut bytes = 0;
        let mut heard = true;
        let mut flush = |waiting: &mut Vec<Article>, skipped: &mut Vec<Skipped>| {
            // What nobody listens to need not be extracted; the stream ends when it ends.
            if heard {
                let articles = std::mem::take(waiting).into_par_iter().map(|a| self.extract(job, a)).collect();
                let part = Part::Articles { file, articles, skipped: std::mem::take(skipped) };
                heard = send.send(vec![part]).is_ok();
            }
            waiting.clear();
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
        let look = if job.key == STREAM {
            let input: Box<dyn BufRead> = Box::new(std::io::stdin().lock());
            self.articles.stream(input, STREAM, &mut sink);
            Look::default()
        } else {
            let look = Look::at(job);
            if !look.same {
                self.articles.file(&job.path, &job.path.to_string_lossy(), &mut sink);
            }
            if look.holds(job) { look } else { look.unsure() }
        };
        flush(&mut waiting, &mut skipped);
        heard && send.send(vec![Part::Done { file, look }]).is_ok()
    }

    /// Extracts the statements of an article, unless it is in the index as it is.
    fn extract(&self, job: &Job, mut article: Article) -> Taken {
        let path = std::mem::take(&mut article.path);
        let fingerprint = fingerprint(serde_json::to_string(&article).unwrap_or_default().as_bytes());
        article.path.clone_from(&path);
        let place = match path.strip_prefix(job.path.to_string_lossy().as_ref()) {
            Some(rest) => rest.to_owned(),
            None if job.key == STREAM => String::new(),
            None => path.clone(),
        };
        let reading = Reading { id: article.id.clone(), fingerprint, path, place, documents: None };
        let known = self.owners.get(&article.id).is_some_and(|owner| owner.fingerprint == fingerprint);
        if known && !self.again {
            return Taken::Read(reading);
        }
        if self.rehearse {
            return Taken::Read(Reading { documents: Some(Vec::new()), ..reading });
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
        let documents = Some(documents.collect());
        Taken::Read(Reading { documents, ..reading })
    }
}

impl Look {
    /// Looks at a file before it is read.
    fn at(job: &Job) -> Look {
        let Ok(stamp) = Stamp::of(&job.path) else { return Look::default() };
        let read = SystemTime::now();
        let content = content_of(&job.path);
        Look { stamp, read: Some(read), content, same: content.is_some() && content == job.known }
    }

    /// Returns whether the file is as it was.
    fn holds(&self, job: &Job) -> bool {
        Stamp::of(&job.path).is_ok_and(|now| now == self.stamp)
    }

    /// The same, to be read again the next time.
    fn unsure(self) -> Look {
        Look { stamp: self.stamp.unsure(), content: None, ..self }
    }

    /// Returns the stamp to remember.
    pub(super) fn stamp(&self) -> Stamp {
        self.read.map_or(self.stamp.unsure(), |read| self.stamp.settled(read))
    }
}
