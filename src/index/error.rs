//! What can be wrong with an index, in words that say what to do.

use std::fmt;
use std::path::PathBuf;

use super::writer::Holder;

/// An error of the index.
#[derive(Debug)]
pub enum IndexError {
    /// There is nothing at the path.
    Missing(PathBuf),
    /// There is a folder, but no index in it.
    Empty(PathBuf),
    /// There is something else.
    NotAnIndex(PathBuf),
    /// Written by an onrecord that stores things in another way.
    OtherFormat {
        path: PathBuf,
        found: u64,
        known: u64,
    },
    /// Another process is writing it.
    Locked {
        path: PathBuf,
        holder: Option<Holder>,
    },
    /// The aliases file cannot be understood.
    Aliases {
        path: PathBuf,
        message: String,
    },
    Io {
        path: PathBuf,
        error: std::io::Error,
    },
    Tantivy {
        path: PathBuf,
        error: tantivy::TantivyError,
    },
    /// It could not be written; it holds what it held at the last commit.
    Unwritten {
        path: PathBuf,
        error: tantivy::TantivyError,
    },
}

/// What holds after a run that failed while it wrote.
const AFTERWARDS: &str = "it holds what it held before, and the next run does the rest";

impl fmt::Display for IndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IndexError::Missing(path) => write!(
                f,
                "{}: there is no index yet; make one with 'onrecord index PATH...', or name \
                 another folder with --index",
                path.display()
            ),
            IndexError::Empty(path) => write!(
                f,
                "{}: the index is empty; fill it with 'onrecord index PATH...', or name another \
                 folder with --index",
                path.display()
            ),
            IndexError::NotAnIndex(path) => {
                write!(f, "{}: this is not an index of onrecord; name another folder with --index", path.display())
            }
            IndexError::OtherFormat { path, found, known } => write!(
                f,
                "{}: the index has format {found}, and this onrecord reads format {known}; make \
                 it anew with 'onrecord index PATH...' in another folder, or use the onrecord \
                 that made it",
                path.display()
            ),
            IndexError::Locked { path, holder } => {
                let who = Holder::told(*holder);
                write!(f, "{}: {who}; try again when it is done, or wait for it with --wait", path.display())
            }
            IndexError::Aliases { path, message } => {
                write!(f, "{}: the aliases file cannot be understood: {message}", path.display())
            }
            IndexError::Io { path, error } => write!(f, "{}: {error}", path.display()),
            IndexError::Unwritten { path, error: tantivy::TantivyError::ErrorInThread(_) } => {
                write!(f, "{}: the index could not be written, as when a disk is full; {AFTERWARDS}", path.display())
            }
            IndexError::Unwritten { path, error } => {
                write!(f, "{}: the index could not be written: {error}; {AFTERWARDS}", path.display())
            }
            IndexError::Tantivy { path, error } => {
                write!(f, "{}: the index cannot be used: {error}", path.display())
            }
        }
    }
}

impl std::error::Error for IndexError {}

impl Holder {
    /// Returns "process 4711 has been writing this index since 14:02:30", as far as it is known.
    pub fn told(holder: Option<Holder>) -> String {
        let Some(holder) = holder else { return "another process is writing this index".to_owned() };
        let since = jiff::Timestamp::from_second(holder.since).unwrap_or_default();
        let since = since.to_zoned(jiff::tz::TimeZone::system());
        let today = jiff::Zoned::now().date() == since.date();
        let since = since.strftime(if today { "%H:%M:%S" } else { "%Y-%m-%d %H:%M:%S" });
        format!("process {} has been writing this index since {since}", holder.pid)
    }
}
