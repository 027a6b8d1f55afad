//! Writing an index: articles come and go, and a commit makes it all visible in one step.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tantivy::directory::error::LockError;
use tantivy::{IndexWriter, Searcher, TantivyDocument, TantivyError, Term};

use super::directory::Folder;
use super::document::{Maker, record};
use super::error::IndexError;
use super::fields::{Fields, schema};
use super::ledger::Store;
use super::manifest::{ArticleEntry, Manifest};
use super::open::{Content, FORMAT, Payload, look, read_manifest};
use super::people;
use super::words::{self, Analyzers};
use crate::record::Statement;

/// Bytes that tantivy may fill before it writes a segment.
const HEAP: usize = 64 << 20;
/// The file that names the process that writes.
const HOLDER: &str = ".writing";
/// How often it is tried again to write an index that another process writes.
const PATIENCE: Duration = Duration::from_millis(200);
/// How often, and how long after, a lock that nobody says he holds is tried again.
const TRIES: u32 = 40;
const SOON: Duration = Duration::from_millis(25);
/// A run that is killed loses at most this much work, or some times what a commit takes.
const COMMIT_EVERY: Duration = Duration::from_secs(10);
const COMMITS_WORTH: u32 = 10;

/// How often a long run commits.
#[derive(Debug, Clone, Copy)]
struct Pace {
    every: Duration,
    /// Unless told how often, not so often that commits take most of the time.
    worth: u32,
}

/// The process that writes an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub pid: u32,
    /// Since when, in seconds since 1970.
    pub since: i64,
}

/// The one process that may change an index.
pub struct Writer {
    path: PathBuf,
    fields: Fields,
    writer: IndexWriter,
    /// What the index will hold after the next commit.
    pub manifest: Manifest,
    /// The journal's file in the folder and how much of it counts.
    journal: Option<(String, u64)>,
    /// The index as it was when the first article was moved.
    before: Option<Searcher>,
    /// Whether something was changed since the last commit.
    changed: bool,
    /// When the last commit was done, and how long it took.
    committed: (Instant, Duration),
    pace: Pace,
}

impl Writer {
    /// Opens the index in the folder `path` for writing, and makes one where there is none. With
    /// `wait`, waits until no other process writes it.
    pub fn open(path: &Path, wait: bool) -> Result<Writer, IndexError> {
        Writer::open_after(path, wait, &mut |_| {})
    }

    /// Opens it, and tells once for whom it waits.
    pub(super) fn open_after(
        path: &Path,
        wait: bool,
        tell: &mut dyn FnMut(Option<Holder>),
    ) -> Result<Writer, IndexError> {
        let content = look(path)?;
        let io = |error| IndexError::Io { path: path.to_owned(), error };
        let failed = |error| IndexError::Tantivy { path: path.to_owned(), error };
        fs::create_dir_all(path).map_err(io)?;
        let (schema, fields) = schema();
        let folder = Folder::open(path).map_err(failed)?;
        let mut index = match content {
            Content::Index(_) => tantivy::Index::open(folder).map_err(failed)?,
            Content::Nothing | Content::Begun => tantivy::Index::open_or_create(folder, schema).map_err(failed)?,
        };
        index.set_tokenizers(words::manager());
        let mut told = false;
        let mut tries = 0;
        let writer = loop {
            match index.writer_with_num_threads(1, HEAP) {
                Ok(writer) => break writer,
                Err(TantivyError::LockFailure(LockError::LockBusy, _)) => {
                    let holder = fs::read(path.join(HOLDER)).ok();
                    let holder = holder.and_then(|holder| serde_json::from_slice(&holder).ok());
                    // Nobody says that he writes: he has just begun, or just ended while a program that
                    // he starts at the same moment still has his files open.
                    if holder.is_none() && tries < TRIES {
                        tries += 1;
                        std::thread::sleep(SOON);
                        continue;
                    }
                    if !wait {
                        return Err(IndexError::Locked { path: path.to_owned(), holder });
                    }
                    if !std::mem::replace(&mut told, true) {
                        tell(holder);
                    }
                    std::thread::sleep(PATIENCE);
                }
                Err(error) => return Err(failed(error)),
            }
        };
        let holder = Holder { pid: std::process::id(), since: jiff::Timestamp::now().as_second() };
        let _ = fs::write(path.join(HOLDER), serde_json::to_string(&holder).unwrap_or_default());
        // Looked at again, since whoever held the lock may have changed it.
        let (manifest, journal) = match look(path)? {
            Content::Index(payload) => (read_manifest(path, &payload)?, payload.journal()),
            Content::Nothing | Content::Begun => (Manifest::default(), None),
        };
        let committed = (Instant::now(), Duration::ZERO);
        let mut writer = Writer {
            path: path.to_owned(),
            fields,
            writer,
            manifest,
            journal,
            before: None,
            changed: false,
            committed,
            pace: Pace { every: COMMIT_EVERY, worth: COMMITS_WORTH },
        };
        writer.remove_stale_journals();
        if writer.journal.is_none() {
            writer.commit()?;
        }
        Ok(writer)
    }

    /// Makes a long run commit so often.
    pub(super) fn commit_every(&mut self, every: Duration) {
        self.pace = Pace { every, worth: 0 };
    }

    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Removes the statements of an article.
    pub(super) fn remove_article(&mut self, id: &str) {
        self.changed = true;
        self.writer.delete_term(Term::from_field_text(self.fields.article, id));
    }

    pub(super) fn add(&mut self, document: TantivyDocument) -> Result<(), IndexError> {
        self.changed = true;
        self.writer.add_document(document).map_err(|error| self.error(error))?;
        Ok(())
    }

    /// Puts a statement's document in place of the one with that id.
    pub(super) fn replace_statement(&mut self, id: &str, document: TantivyDocument) -> Result<(), IndexError> {
        self.writer.delete_term(Term::from_field_text(self.fields.id, id));
        self.add(document)
    }

    /// Puts the statements of an article into the index, in place of those that it holds of the
    /// article with that id. `file` is where the article comes from, and `text` what it says.
    pub fn put(
        &mut self,
        file: &str,
        id: &str,
        text: Option<&str>,
        statements: &[Statement],
    ) -> Result<(), IndexError> {
        self.remove_article(id);
        let fields = self.fields.clone();
        let mut maker = Maker { fields: &fields, analyzers: Analyzers::new() };
        for (n, statement) in statements.iter().enumerate() {
            self.add(maker.document(statement, text.filter(|_| n == 0)))?;
        }
        let statements = u32::try_from(statements.len()).unwrap_or(u32::MAX);
        let entry = ArticleEntry { id: id.to_owned(), fingerprint: 0, statements, place: String::new() };
        self.manifest.change(file, |file| {
            file.articles.retain(|article| article.id != id);
            file.articles.push(entry);
        });
        Ok(())
    }

    /// Makes everything up to here visible, with the manifest that belongs to it.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        let began = Instant::now();
        let failed = |error| IndexError::Unwritten { path: self.path.clone(), error };
        let mut commit = self.writer.prepare_commit().map_err(failed)?;
        let io = |file: &Path, error| IndexError::Io { path: file.to_owned(), error };
        let (name, length) = match self.journal.take().filter(|_| !self.manifest.is_stale()) {
            Some((name, length)) => {
                let file = self.path.join(&name);
                let length = self.manifest.append(&file, length).map_err(|error| io(&file, error))?;
                (name, length)
            }
            None => {
                let name = format!("manifest-{}-{}.jsonl", commit.opstamp(), std::process::id());
                let file = self.path.join(&name);
                let length = self.manifest.write(&file).map_err(|error| io(&file, error))?;
                (name, length)
            }
        };
        let payload = Payload {
            onrecord_format: FORMAT,
            manifest: Some(name.clone()),
            manifest_bytes: length,
            written_by: env!("CARGO_PKG_VERSION").to_owned(),
            written_at: jiff::Timestamp::now().as_second(),
        };
        commit.set_payload(&serde_json::to_string(&payload).unwrap_or_default());
        commit.commit().map_err(failed)?;
        self.journal = Some((name, length));
        self.remove_stale_journals();
        self.changed = false;
        self.committed = (Instant::now(), began.elapsed());
        Ok(())
    }

    /// Waits for what goes on in the background and lets others write.
    pub fn close(self) -> Result<(), IndexError> {
        let _ = fs::remove_file(self.path.join(HOLDER));
        let path = self.path;
        let failed = |error| IndexError::Tantivy { path: path.clone(), error };
        self.writer.wait_merging_threads().map_err(failed)?;
        people::refresh(&path)
    }

    /// Removes the journals of earlier commits and of runs that were killed.
    fn remove_stale_journals(&self) {
        let journal = self.journal.as_ref().map(|(name, _)| name.as_str());
        for entry in fs::read_dir(&self.path).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            if name.starts_with("manifest-") && Some(name) != journal {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Returns the statements of an article as of the first call in this run, and its text.
    fn stored(&mut self, id: &str) -> Result<(Vec<Statement>, Option<String>), TantivyError> {
        let searcher = match &self.before {
            Some(searcher) => searcher,
            None => {
                let reader = self.writer.index().reader_builder().reload_policy(tantivy::ReloadPolicy::Manual);
                let reader: tantivy::IndexReader = reader.try_into()?;
                self.before.insert(reader.searcher())
            }
        };
        super::search::article_of(searcher, &self.fields, id)
    }

    fn error(&self, error: TantivyError) -> IndexError {
        IndexError::Unwritten { path: self.path.clone(), error }
    }
}

impl Store for Writer {
    fn manifest(&mut self) -> &mut Manifest {
        &mut self.manifest
    }

    fn replace(&mut self, old: Option<&str>, documents: Vec<TantivyDocument>) -> Result<(), IndexError> {
        if let Some(id) = old {
            self.remove_article(id);
        }
        documents.into_iter().try_for_each(|document| self.add(document))
    }

    fn relocate(&mut self, id: &str, path: &str) -> Result<(), IndexError> {
        let (mut statements, text) = self.stored(id).map_err(|error| self.error(error))?;
        let fields = self.fields.clone();
        let mut maker = Maker { fields: &fields, analyzers: Analyzers::new() };
        self.remove_article(id);
        for (n, statement) in statements.iter_mut().enumerate() {
            path.clone_into(&mut statement.article.path);
            self.add(maker.document(statement, text.as_deref().filter(|_| n == 0)))?;
        }
        Ok(())
    }

    fn rename(&mut self, documents: Vec<TantivyDocument>, id: &str) -> Vec<TantivyDocument> {
        let fields = self.fields.clone();
        let mut maker = Maker { fields: &fields, analyzers: Analyzers::new() };
        let renamed = documents.iter().filter_map(|document| {
            let mut statement = record(&fields, document)?;
            id.clone_into(&mut statement.article.id);
            let old = format!("{id} {}", statement.id);
            statement.id = format!("{:016x}", super::fingerprint(old.as_bytes()));
            Some(maker.document(&statement, super::search::text_in(&fields, document)))
        });
        renamed.collect()
    }

    fn is_due(&self) -> bool {
        let (at, took) = self.committed;
        at.elapsed() >= self.pace.every.max(took * self.pace.worth)
    }

    fn finish(&mut self) -> Result<(), IndexError> {
        if self.changed || !self.manifest.is_told() { self.commit() } else { Ok(()) }
    }
}
