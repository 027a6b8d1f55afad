//! Filling an index from files: in parallel, in a fixed order, with bounded memory.
//!
//! Files are read and their statements extracted in batches on all cores, while one thread adds
//! what is ready to the index. Files that did not change since they were read are not opened;
//! articles that did not change are not extracted again, wherever they stand now. A run that is
//! killed leaves the index as of its last commit, and the next run does the rest.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::error::IndexError;
use super::fields::{Fields, schema};
use super::fingerprint::fingerprint;
use super::intake::{Job, Reader, STREAM};
use super::ledger::{Current, Ledger, Rehearsal, Store, is_gone};
use super::manifest::{FileEntry, Manifest};
use super::open::{Content, look, read_manifest};
use super::owners::Owners;
use super::stamp::Stamp;
use super::writer::{Holder, Writer};
use crate::article::{self, FieldMap, Skipped};

/// How often files are read again since others gave up articles that they hold, too.
const MOST_ROUNDS: usize = 4;

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
    /// How often what was read is made searchable, and safe from a kill; 10 seconds unless given.
    pub commit_every: Option<Duration>,
    /// The folders that `paths` are in, where these are only what was touched in them; else empty.
    pub roots: Vec<PathBuf>,
}

/// What was done.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Summary {
    pub files: usize,
    /// Articles by what became of them.
    pub new: usize,
    pub changed: usize,
    /// In a file that has another name or place now.
    pub moved: usize,
    pub unchanged: usize,
    pub removed: usize,
    /// Left out, since another file holds an article with the same id.
    pub duplicates: usize,
    /// Statements in the articles that are new or changed.
    pub statements: usize,
    /// What could not be read, and why.
    pub skipped: Vec<SkippedFile>,
    /// Files left out on purpose, by what their names say.
    pub ignored: usize,
    pub seconds: f64,
    pub dry_run: bool,
    /// Articles and statements in the index afterwards.
    pub articles_in_index: usize,
    pub statements_in_index: u64,
}

impl Summary {
    /// Returns whether the index is not what it was, or something could not be read.
    pub fn did_something(&self) -> bool {
        self.new + self.changed + self.moved + self.removed + self.skipped.len() > 0
    }
}

/// Something that could not be read.
#[derive(Debug, Clone, Serialize)]
pub struct SkippedFile {
    pub path: String,
    pub reason: String,
}

/// Hears how far a run is.
pub trait Progress: Sync {
    /// Another process writes the index; the run waits for it.
    fn waiting(&self, holder: Option<Holder>);
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
        let mut summary = Summary { dry_run: self.dry_run, ..Summary::default() };
        if self.dry_run {
            let manifest = match look(index)? {
                Content::Index(payload) => read_manifest(index, &payload)?,
                Content::Nothing | Content::Begun => Manifest::default(),
            };
            let mut rehearsal = Rehearsal { manifest };
            self.fill(index, &mut rehearsal, &schema().1, &mut summary, progress)?;
        } else {
            let mut writer = Writer::open_after(index, self.wait, &mut |holder| progress.waiting(holder))?;
            if let Some(often) = self.commit_every {
                writer.commit_every(often);
            }
            let fields = writer.fields().clone();
            self.fill(index, &mut writer, &fields, &mut summary, progress)?;
            writer.close()?;
        }
        summary.seconds = began.elapsed().as_secs_f64();
        Ok(summary)
    }

    fn fill(
        &self,
        index: &Path,
        store: &mut dyn Store,
        fields: &Fields,
        summary: &mut Summary,
        progress: &dyn Progress,
    ) -> Result<(), IndexError> {
        let stream = self.paths.iter().any(|path| path.as_os_str() == STREAM);
        let paths: Vec<PathBuf> = self.paths.iter().filter(|path| path.as_os_str() != STREAM).cloned().collect();
        let walk = article::walk(&paths);
        summary.ignored = walk.ignored;
        let index = key_of(index);
        let mut seen = HashSet::new();
        let mut files: Vec<Job> = Vec::new();
        for file in walk.files {
            let key = key_of(&file.path);
            // The index may lie in the folder that it is filled from.
            if Path::new(&key).starts_with(&index) {
                continue;
            }
            if seen.insert(fingerprint(key.as_bytes())) {
                files.push(Job { key, path: file.path, bytes: file.bytes, known: None });
            }
        }
        summary.files = files.len() + usize::from(stream);
        let gone = self.gone(store.manifest(), &paths, &seen);
        let standing: HashSet<&str> = gone.iter().map(String::as_str).collect();
        let owners = Owners::new(store.manifest(), &|path| !standing.contains(path));
        let by_fingerprint = gone.iter().map(|key| (fingerprint(key.as_bytes()), key.clone())).collect();
        let mut ledger = Ledger {
            store,
            owners: &owners,
            seen,
            gone: by_fingerprint,
            others: None,
            freed: false,
            again: self.again,
            summary,
            progress,
            current: Current::default(),
        };
        for skipped in walk.skipped {
            // What is known and gone is no mistake of whoever names it.
            let key = key_of(Path::new(&skipped.path));
            if !gone.iter().any(|gone| Path::new(gone).starts_with(&key)) {
                ledger.skip(skipped);
            }
        }
        let mut jobs = Vec::new();
        let mut others = Vec::new();
        for file in files {
            match self.job(file, ledger.store.manifest(), &owners) {
                Ok(job) => jobs.push(job),
                Err((file, articles)) => {
                    ledger.summary.unchanged += articles;
                    others.push(file);
                }
            }
        }
        progress.begin(jobs.iter().map(|job| job.bytes).sum());
        if stream {
            jobs.push(Job { key: STREAM.to_owned(), path: PathBuf::from(STREAM), bytes: 0, known: None });
        }
        self.read(&mut ledger, &jobs, fields)?;
        if self.prune {
            for key in self.prunable(&gone, &mut ledger) {
                ledger.remove_file(key)?;
            }
        }
        others.extend(jobs.into_iter().filter(|job| job.key != STREAM));
        for _ in 0..MOST_ROUNDS {
            if !self.hand_on(&mut ledger, &others, fields)? {
                break;
            }
        }
        ledger.store.finish()?;
        progress.end();
        summary.articles_in_index = store.manifest().articles();
        summary.statements_in_index = store.manifest().statements();
        Ok(())
    }

    /// Returns what to do with a file; nothing and the number of its articles if it is as it was.
    fn job(&self, file: Job, manifest: &Manifest, owners: &Owners) -> Result<Job, (Job, usize)> {
        let known = manifest.get(&file.key).filter(|known| !self.again && !is_owed(known, owners));
        let Some(known) = known else { return Ok(file) };
        match Stamp::of(&file.path) {
            Ok(stamp) if stamp.proves(&known.stamp) => Err((file, known.articles.len())),
            _ => Ok(Job { known: known.content, ..file }),
        }
    }

    /// Reads files and adds what they hold.
    fn read(&self, ledger: &mut Ledger<'_>, jobs: &[Job], fields: &Fields) -> Result<(), IndexError> {
        if jobs.is_empty() {
            return Ok(());
        }
        let reader = Reader {
            jobs,
            owners: ledger.owners,
            fields,
            articles: article::Reader { map: self.map.clone() },
            again: self.again,
            rehearse: self.dry_run,
        };
        let (send, receive) = sync_channel(1);
        std::thread::scope(|scope| {
            scope.spawn(|| reader.read_all(send));
            ledger.take_all(jobs, receive)
        })
    }

    /// Reads those files again that hold articles which others gave up. Returns whether there were
    /// any.
    fn hand_on(&self, ledger: &mut Ledger<'_>, files: &[Job], fields: &Fields) -> Result<bool, IndexError> {
        if !std::mem::take(&mut ledger.freed) {
            return Ok(false);
        }
        let manifest = ledger.store.manifest();
        let wanted = |job: &&Job| manifest.get(&job.key).is_some_and(|file| is_owed(file, ledger.owners));
        let again: Vec<Job> = files.iter().filter(wanted).map(|job| Job { known: None, ..job.clone() }).collect();
        // What these files hold was counted before, and what they get was counted as left out.
        let before = ledger.summary.clone();
        Ingest { again: false, ..self.clone() }.read(ledger, &again, fields)?;
        let got = ledger.summary.new - before.new;
        ledger.summary.unchanged = before.unchanged;
        ledger.summary.duplicates = before.duplicates.saturating_sub(got);
        ledger.summary.skipped = before.skipped;
        Ok(!again.is_empty())
    }

    /// Returns the files that the index knows below the paths and that are not there any more.
    fn gone(&self, manifest: &Manifest, paths: &[PathBuf], seen: &HashSet<u64>) -> Vec<String> {
        let roots: Vec<String> = paths.iter().map(|path| key_of(path)).collect();
        let below = |key: &str| roots.iter().any(|root| Path::new(key).starts_with(root));
        let known = manifest.files().map(|(key, _)| key).filter(|key| *key != STREAM);
        let gone = known.filter(|key| !seen.contains(&fingerprint(key.as_bytes())) && below(key) && is_gone(key));
        gone.map(str::to_owned).collect()
    }

    /// Returns those whose articles may be removed: not where a whole folder is gone or empty,
    /// as the place of a disk is that is not there today.
    fn prunable<'a>(&self, gone: &'a [String], ledger: &mut Ledger<'_>) -> Vec<&'a String> {
        let roots = if self.roots.is_empty() { &self.paths } else { &self.roots };
        let mut prunable = BTreeSet::new();
        for path in roots {
            let root = key_of(path);
            let below: Vec<&String> = gone.iter().filter(|key| Path::new(key).starts_with(&root)).collect();
            let is_file = below.iter().all(|key| **key == root);
            let filled = std::fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some());
            if is_file || filled {
                prunable.extend(below);
            } else {
                let what = if path.exists() { "is empty" } else { "is not there" };
                let reason = format!("the folder {what}; what came from it is kept, unless the folder above is pruned");
                ledger.skip(Skipped { path: path.display().to_string(), reason });
            }
        }
        prunable.into_iter().collect()
    }
}

/// Returns whether a file holds an article that was left out since another file held it, too, and
/// that none holds now.
fn is_owed(file: &FileEntry, owners: &Owners) -> bool {
    file.duplicates.iter().any(|id| owners.get(id).is_none())
}

/// Returns the name of a file in the manifest: its absolute path, and for a name that is not
/// Unicode its bytes, so that no two files have the same.
pub(super) fn key_of(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match path.to_str() {
        Some(key) => key.to_owned(),
        None => {
            let bytes = path.as_os_str().as_encoded_bytes();
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{}{NOT_UNICODE}{hex}", path.to_string_lossy())
        }
    }
}

/// Stands between a name as far as it can be read and its bytes.
const NOT_UNICODE: &str = "\u{fffd}/";

/// Returns the path that [`key_of`] names.
pub(super) fn path_of(key: &str) -> PathBuf {
    #[cfg(unix)]
    if let Some((_, hex)) = key.rsplit_once(NOT_UNICODE) {
        use std::os::unix::ffi::OsStringExt;
        let digits = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
        let bytes: Option<Vec<u8>> = digits.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect();
        if let Some(bytes) = bytes {
            return std::ffi::OsString::from_vec(bytes).into();
        }
    }
    PathBuf::from(key)
}
