//! Walking: which files under the given paths may be articles.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::SystemTime;

use super::Skipped;

/// A file to read.
#[derive(Debug, Clone, PartialEq)]
pub struct FileEntry {
    pub path: PathBuf,
    pub bytes: u64,
    pub modified: Option<SystemTime>,
}

/// What lies under some paths.
#[derive(Debug, Default)]
pub struct Walk {
    /// Sorted by path within each given path.
    pub files: Vec<FileEntry>,
    pub skipped: Vec<Skipped>,
    /// How many files were left out because their kind is never an article.
    pub ignored: usize,
}

static IGNORED: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("../../lexicon/ignored-extensions.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// Returns the files under `paths`, recursively. Hidden files and what links point to are left
/// out, ignore files of version control are not obeyed. A path that is given itself is always
/// taken, whatever its name.
pub fn walk(paths: &[PathBuf]) -> Walk {
    let mut walk = Walk::default();
    for path in paths {
        if !path.exists() {
            walk.skipped
                .push(Skipped { path: path.display().to_string(), reason: "no such file or folder".to_owned() });
            continue;
        }
        let tree =
            ignore::WalkBuilder::new(path).standard_filters(false).hidden(true).sort_by_file_path(Path::cmp).build();
        for entry in tree {
            match entry {
                Ok(entry)
                    if entry.file_type().is_some_and(|kind| kind.is_file())
                        || (entry.depth() == 0 && entry.path().is_file()) =>
                {
                    if entry.depth() > 0 && is_ignored(entry.path()) {
                        walk.ignored += 1;
                        continue;
                    }
                    match entry.path().metadata() {
                        Ok(data) => walk.files.push(FileEntry {
                            path: entry.path().to_owned(),
                            bytes: data.len(),
                            modified: data.modified().ok(),
                        }),
                        Err(error) => walk.skipped.push(skipped(entry.path(), &error.to_string())),
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    let (place, reason) = place_and_reason(&error, path);
                    walk.skipped.push(skipped(place, &reason));
                }
            }
        }
    }
    walk
}

/// Returns whether a walk leaves out a file for its name: `inside` is its path below a given folder.
pub fn is_left_out(inside: &Path) -> bool {
    let hidden = inside.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."));
    hidden || is_ignored(inside)
}

fn is_ignored(path: &Path) -> bool {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    IGNORED.contains(extension.as_str())
}

fn skipped(path: &Path, reason: &str) -> Skipped {
    Skipped { path: path.display().to_string(), reason: format!("{}, left out", reason.to_lowercase()) }
}

/// Returns what could not be walked, and why.
fn place_and_reason<'a>(error: &'a ignore::Error, root: &'a Path) -> (&'a Path, String) {
    match error {
        ignore::Error::WithPath { path, err } => (path, place_and_reason(err, root).1),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place_and_reason(err, root),
        ignore::Error::Io(error) => match error.kind() {
            std::io::ErrorKind::PermissionDenied => (root, "no permission to read it".to_owned()),
            _ => (root, error.to_string()),
        },
        other => (root, other.to_string()),
    }
}
