//! The manifest: which files an index was filled from, and which articles they held.
//!
//! It is kept as a journal, one file a line; a later line about a file replaces an earlier one. A
//! commit adds the lines of what changed and remembers how long the journal is, so that what a
//! run that was killed wrote behind that is never read. A journal that is mostly history is
//! written anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::stamp::Stamp;

/// The files of an index, by absolute path; `-` stands for all articles that came from a stream.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Manifest {
    files: BTreeMap<String, FileEntry>,
    /// Those that the journal does not tell yet.
    untold: BTreeSet<String>,
    /// The lines of the journal.
    lines: usize,
}

/// A file that was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FileEntry {
    pub stamp: Stamp,
    /// The fingerprint of what was in it.
    pub content: Option<u64>,
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
    /// Where it stands in its file: what its path has beyond that of the file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
}

/// One line of the journal; without an entry, the file is forgotten.
#[derive(Serialize, Deserialize)]
struct Line(String, Option<FileEntry>);

impl Manifest {
    /// Reads the first `length` bytes of a journal.
    pub fn read(path: &Path, length: u64) -> io::Result<Manifest> {
        let mut manifest = Manifest::default();
        let file = File::open(path)?;
        if file.metadata()?.len() < length {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "shorter than the index says"));
        }
        for line in BufReader::new(file.take(length)).lines() {
            let Line(path, entry) = serde_json::from_str(&line?)?;
            match entry {
                Some(entry) => manifest.files.insert(path, entry),
                None => manifest.files.remove(&path),
            };
            manifest.lines += 1;
        }
        Ok(manifest)
    }

    /// Returns the files and what they held, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &FileEntry)> {
        self.files.iter().map(|(path, entry)| (path.as_str(), entry))
    }

    /// Returns how many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Returns whether nothing was read.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Returns what a file held.
    pub fn get(&self, path: &str) -> Option<&FileEntry> {
        self.files.get(path)
    }

    /// Notes what a file holds.
    pub fn set(&mut self, path: &str, entry: FileEntry) {
        self.untold.insert(path.to_owned());
        self.files.insert(path.to_owned(), entry);
    }

    /// Changes what is noted of a file, and notes the file if need be.
    pub fn change(&mut self, path: &str, change: impl FnOnce(&mut FileEntry)) {
        self.untold.insert(path.to_owned());
        change(self.files.entry(path.to_owned()).or_default());
    }

    /// Forgets a file.
    pub fn remove(&mut self, path: &str) -> Option<FileEntry> {
        let removed = self.files.remove(path)?;
        self.untold.insert(path.to_owned());
        Some(removed)
    }

    /// Returns whether it says what the journal says.
    pub fn is_told(&self) -> bool {
        self.untold.is_empty()
    }

    /// Returns whether most of the journal is history.
    pub fn is_stale(&self) -> bool {
        self.lines + self.untold.len() > 2 * self.files.len() + 1000
    }

    /// Adds what changed to the journal, behind its first `length` bytes, and waits until it is
    /// on the disk. Returns how long it is then.
    pub fn append(&mut self, path: &Path, length: u64) -> io::Result<u64> {
        let mut file = OpenOptions::new().write(true).open(path)?;
        file.set_len(length)?;
        file.seek(SeekFrom::End(0))?;
        let mut file = BufWriter::new(file);
        for path in &self.untold {
            write_line(&mut file, path, self.files.get(path))?;
        }
        let length = finish(file)?;
        self.lines += self.untold.len();
        self.untold.clear();
        Ok(length)
    }

    /// Writes a new journal, and waits until it is on the disk. Returns how long it is.
    pub fn write(&mut self, path: &Path) -> io::Result<u64> {
        let mut file = BufWriter::new(File::create(path)?);
        for (path, entry) in &self.files {
            write_line(&mut file, path, Some(entry))?;
        }
        let length = finish(file)?;
        self.lines = self.files.len();
        self.untold.clear();
        Ok(length)
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
}

fn write_line(file: &mut impl Write, path: &str, entry: Option<&FileEntry>) -> io::Result<()> {
    serde_json::to_writer(&mut *file, &Line(path.to_owned(), entry.cloned()))?;
    file.write_all(b"\n")
}

fn finish(file: BufWriter<File>) -> io::Result<u64> {
    let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    file.stream_position()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str) -> FileEntry {
        let article = ArticleEntry { id: id.to_owned(), fingerprint: 7, statements: 2, place: String::new() };
        FileEntry { articles: vec![article], ..FileEntry::default() }
    }

    #[test]
    fn what_a_killed_run_wrote_is_never_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("journal");
        let mut manifest = Manifest::default();
        manifest.set("/a\nb", entry("one"));
        let first = manifest.write(&path).expect("written");
        manifest.set("/c", entry("two"));
        manifest.remove("/a\nb");
        let second = manifest.append(&path, first).expect("written");
        let before = Manifest::read(&path, first).expect("read");
        assert_eq!(before.files().map(|(path, _)| path).collect::<Vec<_>>(), ["/a\nb"]);
        assert_eq!(Manifest::read(&path, second).expect("read"), manifest);
        let mut before = before;
        before.set("/d", entry("three"));
        let third = before.append(&path, first).expect("written");
        assert_eq!(Manifest::read(&path, third).expect("read"), before);
        assert!(Manifest::read(&path, third + 1).is_err());
    }
}
