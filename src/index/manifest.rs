//! Which files were read, and which articles they held.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// The files of an index, by absolute path; `-` stands for all articles that came from a stream.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Manifest {
    pub files: BTreeMap<String, FileEntry>,
}

/// A file that was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FileEntry {
    pub bytes: u64,
    /// Nanoseconds since 1970; absent where the file system does not tell.
    pub modified: Option<i64>,
    pub articles: Vec<ArticleEntry>,
    /// Articles in it that were left out, since another file holds an article with the same id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duplicates: Vec<String>,
}

/// An article that is in the index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArticleEntry {
    pub id: String,
    /// Tells whether it changed.
    pub fingerprint: u64,
    /// How many statements it holds.
    pub statements: u32,
}

#[derive(Serialize, Deserialize)]
struct Line {
    path: String,
    #[serde(flatten)]
    entry: FileEntry,
}

impl Manifest {
    /// Reads a manifest: one file a line, as JSON.
    pub fn read(path: &Path) -> io::Result<Manifest> {
        let mut files = BTreeMap::new();
        for line in BufReader::new(File::open(path)?).lines() {
            let line: Line = serde_json::from_str(&line?)?;
            files.insert(line.path, line.entry);
        }
        Ok(Manifest { files })
    }

    /// Writes it to disk, and waits until it is there.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        for (path, entry) in &self.files {
            let line = Line { path: path.clone(), entry: entry.clone() };
            serde_json::to_writer(&mut file, &line)?;
            file.write_all(b"\n")?;
        }
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }

    /// Returns the number of articles.
    pub fn articles(&self) -> usize {
        self.files.values().map(|file| file.articles.len()).sum()
    }

    /// Returns the number of statements.
    pub fn statements(&self) -> u64 {
        let articles = self.files.values().flat_map(|file| &file.articles);
        articles.map(|article| u64::from(article.statements)).sum()
    }

    /// Returns which file holds which article.
    pub(super) fn owners(&self) -> HashMap<String, (String, u64)> {
        let mut owners = HashMap::new();
        for (path, file) in &self.files {
            for article in &file.articles {
                owners.insert(article.id.clone(), (path.clone(), article.fingerprint));
            }
        }
        owners
    }
}
