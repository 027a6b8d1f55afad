//! Filling an index from files: in parallel, in a fixed order, with bounded memory.
//!
//! Files are read and their statements extracted in batches on all cores, while one thread adds
//! what is ready to the index. Files that did not change since they were read are not opened;
//! articles that did not change are not extracted again. A run that is killed leaves the index as
//! of its last commit, and the next run does the rest.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant, UNIX_EPOCH};

use serde::Serialize;

use super::error::IndexError;
use super::intake::{Job, Part, Reader, STREAM, Taken};
use super::manifest::{ArticleEntry, FileEntry, Manifest};
use super::open::{Content, look, read_manifest};
use super::writer::Writer;
use crate::article::{self, FieldMap, Skipped};

/// A run that is killed loses at most this much work.
const COMMIT_EVERY: Duration = Duration::from_secs(10);
/// What to index, and how.
#[derive(Debug, Clone, Default)]
pub struct Ingest {
    /// Files and folders; `-` is the standard input.
    pub paths: Vec<PathBuf>,
    /// Remove what came from files that are gone.
    pub prune: bool,
    /// Only tell what would be done.
    pub dry_run: bool,
    /// Extract everything again, also what did not change.
    pub again: bool,
    /// Wait while another process writes the index.
    pub wait: bool,
    /// Which fields of records hold what.
    pub map: FieldMap,
}

/// What was done.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Summary {
    pub files: usize,
    /// Articles by what became of them.
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub removed: usize,
    /// Left out, since another file holds an article with the same id.
    pub duplicates: usize,
    /// Statements in the articles that are new or changed.
    pub statements: usize,
    /// What could not be read, and why.
    pub skipped: Vec<SkippedFile>,
    /// Files left out on purpose: hidden ones, and those that an ignore file names.
    pub ignored: usize,
    pub seconds: f64,
    pub dry_run: bool,
    /// Articles and statements in the index afterwards.
    pub articles_in_index: usize,
    pub statements_in_index: u64,
}

/// Something that could not be read.
#[derive(Debug, Clone, Serialize)]
pub struct SkippedFile {
    pub path: String,
    pub reason: String,
}

/// Hears how far a run is.
pub trait Progress: Sync {
    /// The bytes of all files that are read.
    fn begin(&self, bytes: u64);
    /// One more file of that many bytes is done.
    fn advance(&self, bytes: u64);
    fn skipped(&self, path: &str, reason: &str);
    fn end(&self);
}

impl Ingest {
    /// Runs it on the index in the folder `index`.
    pub fn run(&self, index: &Path, progress: &dyn Progress) -> Result<Summary, IndexError> {
        let began = Instant::now();
        let stream = self.paths.iter().any(|path| path.as_os_str() == STREAM);
        let paths: Vec<PathBuf> = self.paths.iter().filter(|path| path.as_os_str() != STREAM).cloned().collect();
        let walk = article::walk(&paths);
        let mut summary = Summary {
            files: walk.files.len() + usize::from(stream),
            ignored: walk.ignored,
            dry_run: self.dry_run,
            ..Summary::default()
        };
        for skipped in walk.skipped {
            note_skipped(&mut summary, progress, skipped);
        }
        if self.dry_run {
            let manifest = match look(index)? {
                Content::Index(payload) => read_manifest(index, &payload)?,
                Content::Nothing | Content::Begun => Manifest::default(),
            };
            self.rehearse(&walk.files, &paths, manifest, &mut summary);
            summary.seconds = began.elapsed().as_secs_f64();
            return Ok(summary);
        }
        let mut writer = Writer::open(index, self.wait)?;
        let seen: HashSet<String> = walk.files.iter().map(|file| key_of(&file.path)).collect();
        let mut vanished = HashSet::new();
        if self.prune {
            for key in gone(&writer.manifest, &paths, &seen) {
                if let Some(file) = writer.manifest.files.remove(&key) {
                    for article in file.articles {
                        writer.remove_article(&article.id);
                        summary.removed += 1;
                        vanished.insert(article.id);
                    }
                }
            }
        }
        let mut jobs = Vec::new();
        for file in &walk.files {
            let job = job_of(file);
            match writer.manifest.files.get(&job.key) {
                Some(known)
                    if !self.again
                        && same_file(known, &job.entry)
                        && !known.duplicates.iter().any(|id| vanished.contains(id)) =>
                {
                    summary.unchanged += known.articles.len();
                }
                _ => jobs.push(job),
            }
        }
        progress.begin(jobs.iter().map(|job| job.entry.bytes).sum());
        if stream {
            jobs.push(Job { key: STREAM.to_owned(), path: PathBuf::from(STREAM), entry: FileEntry::default() });
        }
        if !jobs.is_empty() || !vanished.is_empty() {
            self.take(&mut writer, &jobs, &mut summary, progress)?;
            writer.commit()?;
        }
        progress.end();
        summary.articles_in_index = writer.manifest.articles();
        summary.statements_in_index = writer.manifest.statements();
        writer.close()?;
        summary.seconds = began.elapsed().as_secs_f64();
        Ok(summary)
    }

    /// Tells what a run would do, by size and time of the files alone.
    fn rehearse(&self, files: &[article::FileEntry], paths: &[PathBuf], manifest: Manifest, summary: &mut Summary) {
        let mut seen = HashSet::new();
        for job in files.iter().map(job_of) {
            match manifest.files.get(&job.key) {
                Some(known) if !self.again && same_file(known, &job.entry) => {
                    summary.unchanged += known.articles.len();
                }
                Some(known) => summary.changed += known.articles.len().max(1),
                None => summary.new += 1,
            }
            seen.insert(job.key);
        }
        if self.prune {
            let gone = gone(&manifest, paths, &seen);
            summary.removed = gone.iter().map(|key| manifest.files[key].articles.len()).sum();
        }
        summary.articles_in_index = manifest.articles();
        summary.statements_in_index = manifest.statements();
    }

    /// Reads the files and adds what they hold.
    fn take(
        &self,
        writer: &mut Writer,
        jobs: &[Job],
        summary: &mut Summary,
        progress: &dyn Progress,
    ) -> Result<(), IndexError> {
        let known: HashMap<String, HashMap<String, u64>> = if self.again {
            HashMap::new()
        } else {
            jobs.iter().filter_map(|job| known_articles(&writer.manifest, &job.key)).collect()
        };
        let fields = writer.fields().clone();
        let reader =
            Reader { jobs, known: &known, fields: &fields, articles: article::Reader { map: self.map.clone() } };
        let (send, receive) = sync_channel(1);
        std::thread::scope(|scope| {
            scope.spawn(|| reader.read_all(send));
            add_all(writer, jobs, receive, summary, progress)
        })
    }
}

/// The half of a run that writes. A failure ends the run; the reading half then finds that nobody
/// listens.
fn add_all(
    writer: &mut Writer,
    jobs: &[Job],
    receive: Receiver<Vec<Part>>,
    summary: &mut Summary,
    progress: &dyn Progress,
) -> Result<(), IndexError> {
    let mut owners = writer.manifest.owners();
    // What the file that is being read holds so far, by article.
    let mut current = Current::default();
    let mut committed = Instant::now();
    for part in receive.into_iter().flatten() {
        match part {
            Part::Articles { file, articles, skipped } => {
                let key = &jobs[file].key;
                for skipped in skipped {
                    current.failures += 1;
                    note_skipped(summary, progress, skipped);
                }
                for taken in articles {
                    add_article(writer, key, taken, &mut owners, &mut current, summary, progress)?;
                }
            }
            Part::Done { file } => {
                let job = &jobs[file];
                finish_file(writer, job, std::mem::take(&mut current), &mut owners, summary);
                progress.advance(job.entry.bytes);
                if committed.elapsed() >= COMMIT_EVERY {
                    writer.commit()?;
                    committed = Instant::now();
                }
            }
        }
    }
    Ok(())
}

/// What a file held, as far as it was read.
#[derive(Default)]
struct Current {
    articles: BTreeMap<String, ArticleEntry>,
    duplicates: Vec<String>,
    failures: usize,
}

fn add_article(
    writer: &mut Writer,
    key: &str,
    taken: Taken,
    owners: &mut HashMap<String, (String, u64)>,
    current: &mut Current,
    summary: &mut Summary,
    progress: &dyn Progress,
) -> Result<(), IndexError> {
    let (id, fingerprint, statements) = match taken {
        Taken::Read { id, fingerprint, statements } => (id, fingerprint, statements),
        Taken::Failed(skipped) => {
            current.failures += 1;
            note_skipped(summary, progress, skipped);
            return Ok(());
        }
    };
    let known = owners.get(&id);
    if current.articles.contains_key(&id) || known.is_some_and(|(owner, _)| owner != key) {
        summary.duplicates += 1;
        current.duplicates.push(id);
        return Ok(());
    }
    let Some(documents) = statements else {
        summary.unchanged += 1;
        let known =
            writer.manifest.files.get(key).and_then(|file| file.articles.iter().find(|article| article.id == id));
        let statements = known.map_or(0, |article| article.statements);
        let entry = ArticleEntry { id: id.clone(), fingerprint, statements };
        current.articles.insert(id, entry);
        return Ok(());
    };
    match known {
        Some(_) => {
            summary.changed += 1;
            writer.remove_article(&id);
        }
        None => summary.new += 1,
    }
    summary.statements += documents.len();
    let statements = u32::try_from(documents.len()).unwrap_or(u32::MAX);
    for document in documents {
        writer.add(document)?;
    }
    owners.insert(id.clone(), (key.to_owned(), fingerprint));
    let entry = ArticleEntry { id: id.clone(), fingerprint, statements };
    current.articles.insert(id, entry);
    Ok(())
}

/// Records what a file held, and removes what it holds no more.
fn finish_file(
    writer: &mut Writer,
    job: &Job,
    current: Current,
    owners: &mut HashMap<String, (String, u64)>,
    summary: &mut Summary,
) {
    let before = writer.manifest.files.get(&job.key);
    // A file that cannot be read any more says nothing about what it held.
    if current.failures > 0 && current.articles.is_empty() && current.duplicates.is_empty() {
        return;
    }
    let mut articles = current.articles;
    for old in before.into_iter().flat_map(|file| &file.articles) {
        if articles.contains_key(&old.id) {
            continue;
        }
        if job.key == STREAM || current.failures > 0 {
            // A stream only adds; and what stands in the broken part of a file stays.
            articles.insert(old.id.clone(), old.clone());
        } else {
            writer.remove_article(&old.id);
            owners.remove(&old.id);
            summary.removed += 1;
        }
    }
    let entry =
        FileEntry { articles: articles.into_values().collect(), duplicates: current.duplicates, ..job.entry.clone() };
    writer.manifest.files.insert(job.key.clone(), entry);
}

fn note_skipped(summary: &mut Summary, progress: &dyn Progress, skipped: Skipped) {
    progress.skipped(&skipped.path, &skipped.reason);
    summary.skipped.push(SkippedFile { path: skipped.path, reason: skipped.reason });
}

fn key_of(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).to_string_lossy().into_owned()
}

fn job_of(file: &article::FileEntry) -> Job {
    let modified = file.modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let entry = FileEntry {
        bytes: file.bytes,
        modified: modified.and_then(|time| i64::try_from(time.as_nanos()).ok()),
        ..FileEntry::default()
    };
    Job { key: key_of(&file.path), path: file.path.clone(), entry }
}

fn same_file(known: &FileEntry, now: &FileEntry) -> bool {
    known.bytes == now.bytes && known.modified == now.modified && now.modified.is_some()
}

/// The files that the index knows below `paths` and that are not there any more.
fn gone(manifest: &Manifest, paths: &[PathBuf], seen: &HashSet<String>) -> Vec<String> {
    let roots: Vec<String> = paths.iter().map(|path| key_of(path)).collect();
    let below = |key: &str| roots.iter().any(|root| Path::new(key).starts_with(root));
    let known = manifest.files.keys().filter(|key| key.as_str() != STREAM);
    known.filter(|key| !seen.contains(*key) && below(key)).cloned().collect()
}

fn known_articles(manifest: &Manifest, key: &str) -> Option<(String, HashMap<String, u64>)> {
    let articles = manifest.files.get(key)?.articles.iter();
    Some((key.to_owned(), articles.map(|a| (a.id.clone(), a.fingerprint)).collect()))
}
