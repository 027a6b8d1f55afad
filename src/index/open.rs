//! Opening an index for reading.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tantivy::{IndexReader, ReloadPolicy, Searcher};

use super::directory::Folder;
use super::error::IndexError;
use super::fields::{Fields, schema};
use super::manifest::Manifest;
use super::people::{Archive, work_out};
use super::within::DayColumns;
use super::words;
use crate::speaker::identity::{Aliases, Identified, Known};

/// The number of the way in which things are stored. Another number means another way.
pub const FORMAT: u64 = 2;

/// What a commit says about itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Payload {
    pub onrecord_format: u64,
    /// The name of the manifest's journal in the folder.
    pub manifest: Option<String>,
    /// How much of it belongs to this commit.
    #[serde(default)]
    pub manifest_bytes: u64,
    /// The version that wrote it.
    pub written_by: String,
    /// When, in seconds since 1970.
    pub written_at: i64,
}

impl Payload {
    /// Returns the journal's name and how much of it counts.
    pub(super) fn journal(&self) -> Option<(String, u64)> {
        Some((self.manifest.clone()?, self.manifest_bytes))
    }

    /// Tells this commit from all others of the index.
    fn generation(&self) -> String {
        self.journal().map(|(name, bytes)| format!("{name}:{bytes}")).unwrap_or_default()
    }
}

/// An index that can be searched, as it was when it was opened.
pub struct Index {
    pub(super) path: PathBuf,
    pub(super) fields: Fields,
    pub(super) reader: IndexReader,
    pub(super) payload: Payload,
    pub(super) archive: Arc<Archive>,
}

/// What a folder holds.
pub(super) enum Content {
    /// Nothing, or no folder.
    Nothing,
    /// An index that was begun and never committed.
    Begun,
    Index(Payload),
}

/// Looks at a folder without opening the index, and refuses what is not ours.
pub(super) fn look(path: &Path) -> Result<Content, IndexError> {
    let io = |error| IndexError::Io { path: path.to_owned(), error };
    let meta = match fs::read(path.join("meta.json")) {
        Ok(meta) => meta,
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            return Err(IndexError::NotAnIndex(path.to_owned()));
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut entries = match fs::read_dir(path) {
                Ok(entries) => entries,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    return Ok(Content::Nothing);
                }
                Err(error) => return Err(io(error)),
            };
            // Files whose name begins with a dot: `.gitkeep`, and what a killed run left behind.
            let foreign = entries.any(|entry| entry.is_ok_and(|e| !e.file_name().as_encoded_bytes().starts_with(b".")));
            return if foreign { Err(IndexError::NotAnIndex(path.to_owned())) } else { Ok(Content::Nothing) };
        }
        Err(error) => return Err(io(error)),
    };
    let not_ours = || IndexError::NotAnIndex(path.to_owned());
    let meta: serde_json::Value = serde_json::from_slice(&meta).map_err(|_| not_ours())?;
    let payload = match &meta["payload"] {
        serde_json::Value::String(payload) => payload,
        // The first commit follows at once, unless the run is killed between the two.
        serde_json::Value::Null if has_our_fields(&meta) => return Ok(Content::Begun),
        _ => return Err(not_ours()),
    };
    let value: serde_json::Value = serde_json::from_str(payload).map_err(|_| not_ours())?;
    let found = value["onrecord_format"].as_u64().ok_or_else(not_ours)?;
    if found != FORMAT {
        return Err(IndexError::OtherFormat { path: path.to_owned(), found, known: FORMAT });
    }
    Ok(Content::Index(serde_json::from_value(value).map_err(|_| not_ours())?))
}

fn has_our_fields(meta: &serde_json::Value) -> bool {
    let ours = serde_json::to_value(schema().0).ok();
    ours.is_some_and(|ours| meta["schema"] == ours)
}

impl Index {
    /// Opens the index in the folder `path` for reading. The folder may be read-only, and another
    /// process may be writing the index.
    pub fn open(path: &Path) -> Result<Index, IndexError> {
        let mut attempt = 0;
        loop {
            let payload = match look(path)? {
                Content::Nothing if path.is_dir() => {
                    return Err(IndexError::Empty(path.to_owned()));
                }
                Content::Nothing => return Err(IndexError::Missing(path.to_owned())),
                Content::Begun => return Err(IndexError::Empty(path.to_owned())),
                Content::Index(payload) => payload,
            };
            match open_reader(path) {
                Ok((reader, fields)) => {
                    let archive = Archive {
                        readers: vec![reader.clone()],
                        kept: vec![path.to_owned()],
                        generations: vec![payload.generation()],
                        aliases: Aliases::default(),
                        people: OnceLock::new(),
                        days: DayColumns::default(),
                    };
                    return Ok(Index { path: path.to_owned(), fields, reader, payload, archive: Arc::new(archive) });
                }
                // Read without a lock, files may go away between the list and the opening.
                Err(_) if attempt < 5 => {
                    attempt += 1;
                    std::thread::sleep(Duration::from_millis(20 * attempt));
                }
                Err(error) => {
                    return Err(IndexError::Tantivy { path: path.to_owned(), error });
                }
            }
        }
    }

    /// Returns the folder it was opened from.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the version of onrecord that wrote it.
    pub fn written_by(&self) -> &str {
        &self.payload.written_by
    }

    /// Returns when it was last written, in seconds since 1970.
    pub fn written_at(&self) -> i64 {
        self.payload.written_at
    }

    /// Returns what tells this commit from all others.
    pub(super) fn generation(&self) -> String {
        self.payload.generation()
    }

    /// Returns the number of statements.
    pub fn statements(&self) -> u64 {
        self.searcher().num_docs()
    }

    /// Returns the number of bytes that its files take.
    pub fn bytes(&self) -> u64 {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.metadata().ok()).map(|meta| meta.len()).sum()
    }

    /// Reads which files were indexed.
    pub fn manifest(&self) -> Result<Manifest, IndexError> {
        match read_manifest(&self.path, &self.payload) {
            // Whoever writes it may have begun a new one since it was opened.
            Err(error) => match look(&self.path) {
                Ok(Content::Index(payload)) => read_manifest(&self.path, &payload),
                _ => Err(error),
            },
            read => read,
        }
    }

    /// Works the identities of the speakers out, from nothing or from what is kept of the blocks of
    /// an earlier commit.
    pub fn identify(&self, from_nothing: bool) -> Result<Identified, IndexError> {
        let known = if from_nothing { Known::new() } else { super::kept::known(&self.path) };
        work_out(std::slice::from_ref(&self.reader), &known).map_err(|error| self.error(error))
    }

    /// Returns the files that are damaged, by their checksums.
    pub fn damaged_files(&self) -> Result<Vec<PathBuf>, IndexError> {
        let damaged = self.searcher().index().validate_checksum().map_err(|e| self.error(e))?;
        let mut damaged: Vec<PathBuf> = damaged.into_iter().collect();
        damaged.sort();
        Ok(damaged)
    }

    pub(super) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    pub(super) fn error(&self, error: tantivy::TantivyError) -> IndexError {
        IndexError::Tantivy { path: self.path.clone(), error }
    }
}

fn open_reader(path: &Path) -> Result<(IndexReader, Fields), tantivy::TantivyError> {
    let mut index = tantivy::Index::open(Folder::open(path)?)?;
    index.set_tokenizers(words::manager());
    let (_, fields) = schema();
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok((reader, fields))
}

pub(super) fn read_manifest(path: &Path, payload: &Payload) -> Result<Manifest, IndexError> {
    let Some((name, length)) = payload.journal() else {
        return Ok(Manifest::default());
    };
    let file = path.join(name);
    Manifest::read(&file, length).map_err(|error| IndexError::Io { path: file, error })
}
