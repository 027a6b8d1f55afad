//! Writing an index: articles come and go, and a commit makes it all visible in one step.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tantivy::directory::error::LockError;
use tantivy::{IndexWriter, TantivyDocument, TantivyError, Term};

use super::directory::Folder;
use super::document::Maker;
use super::error::IndexError;
use super::fields::{Fields, schema};
use super::manifest::{ArticleEntry, Manifest};
use super::open::{Content, FORMAT, Payload, look, read_manifest};
use super::people;
use super::words::{self, Analyzers};
use crate::record::Statement;

/// Bytes that tantivy may fill before it writes a segment.
const HEAP: usize = 64 << 20;
/// The file that names the process that writes.
const OWNER: &str = ".writing";

/// The one process that may change an index.
pub struct Writer {
    path: PathBuf,
    fields: Fields,
    writer: IndexWriter,
    /// What the index will hold after the next commit.
    pub manifest: Manifest,
    manifest_name: Option<String>,
}

impl Writer {
    /// Opens the index in the folder `path` for writing, and makes one where there is none. With
    /// `wait`, waits until no other process writes it.
    pub fn open(path: &Path, wait: bool) -> Result<Writer, IndexError> {
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
        let writer = loop {
            match index.writer_with_num_threads(1, HEAP) {
                Ok(writer) => break writer,
                Err(TantivyError::LockFailure(LockError::LockBusy, _)) if wait => {
                    std::thread::sleep(Duration::from_millis(200));
                }
                Err(TantivyError::LockFailure(LockError::LockBusy, _)) => {
                    let pid = fs::read_to_string(path.join(OWNER)).ok();
                    let pid = pid.and_then(|pid| pid.trim().parse().ok());
                    return Err(IndexError::Locked { path: path.to_owned(), pid });
                }
                Err(error) => return Err(failed(error)),
            }
        };
        let _ = fs::write(path.join(OWNER), std::process::id().to_string());
        // Looked at again, since whoever held the lock may have changed it.
        let (manifest, manifest_name) = match look(path)? {
            Content::Index(payload) => (read_manifest(path, &payload)?, payload.manifest),
            Content::Nothing | Content::Begun => (Manifest::default(), None),
        };
        let mut writer = Writer { path: path.to_owned(), fields, writer, manifest, manifest_name };
        writer.remove_stale_manifests();
        if !matches!(content, Content::Index(_)) {
            writer.commit()?;
        }
        Ok(writer)
    }

    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Removes the statements of an article.
    pub(super) fn remove_article(&self, id: &str) {
        self.writer.delete_term(Term::from_field_text(self.fields.article, id));
    }

    pub(super) fn add(&self, document: TantivyDocument) -> Result<(), IndexError> {
        self.writer.add_document(document).map_err(|error| self.error(error))?;
        Ok(())
    }

    /// Puts a statement's document in place of the one with that id.
    pub(super) fn replace(&self, id: &str, document: TantivyDocument) -> Result<(), IndexError> {
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
        let entry = ArticleEntry { id: id.to_owned(), fingerprint: 0, statements };
        let articles = &mut self.manifest.files.entry(file.to_owned()).or_default().articles;
        articles.retain(|article| article.id != id);
        articles.push(entry);
        Ok(())
    }

    /// Makes everything up to here visible, with the manifest that belongs to it.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        let failed = |error| IndexError::Tantivy { path: self.path.clone(), error };
        let mut commit = self.writer.prepare_commit().map_err(failed)?;
        let name = format!("manifest-{}-{}.jsonl", commit.opstamp(), std::process::id());
        let file = self.path.join(&name);
        self.manifest.write(&file).map_err(|error| IndexError::Io { path: file.clone(), error })?;
        let payload = Payload {
            onrecord_format: FORMAT,
            manifest: Some(name.clone()),
            written_by: env!("CARGO_PKG_VERSION").to_owned(),
            written_at: jiff::Timestamp::now().as_second(),
        };
        commit.set_payload(&serde_json::to_string(&payload).unwrap_or_default());
        commit.commit().map_err(failed)?;
        self.manifest_name = Some(name);
        self.remove_stale_manifests();
        Ok(())
    }

    /// Waits for what goes on in the background and lets others write.
    pub fn close(self) -> Result<(), IndexError> {
        let _ = fs::remove_file(self.path.join(OWNER));
        let path = self.path;
        let failed = |error| IndexError::Tantivy { path: path.clone(), error };
        self.writer.wait_merging_threads().map_err(failed)?;
        people::refresh(&path)
    }

    /// Removes the manifests of earlier commits and of runs that were killed.
    fn remove_stale_manifests(&self) {
        for entry in fs::read_dir(&self.path).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            if name.starts_with("manifest-") && Some(name) != self.manifest_name.as_deref() {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn error(&self, error: TantivyError) -> IndexError {
        IndexError::Tantivy { path: self.path.clone(), error }
    }
}
