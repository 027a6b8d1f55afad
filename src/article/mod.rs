//! Articles: from a path, a stream or an archive to [`Article`]s. One file per format.
//!
//! This layer knows nothing about statements. What cannot be read is reported with its path and
//! the reason, and never stops the reading of what comes after it.

mod archive;
mod encoding;
mod feed;
mod fields;
mod finish;
mod form;
mod json;
mod language;
mod lenient;
mod mail;
mod newsml;
mod page;
mod plain;
mod published;
mod read;
mod records;
mod table;
mod unpack;
mod walk;
mod warc;
mod xml;

pub use fields::FieldMap;
pub use read::{Reader, read_file, read_stream};
pub use walk::{FileEntry, Walk, is_left_out, walk};

use serde::{Deserialize, Serialize};

/// Something that could not be read, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// The file, with `!` and a name for a member of an archive, `#` and a number for a record in a
    /// file of many.
    pub path: String,
    /// In lower case: what is wrong and what was left out.
    pub reason: String,
}

/// What is handed every article, and every reason why something is not one.
pub type Sink<'a> = dyn FnMut(Result<Article, Skipped>) + 'a;

/// Hands over the reason why something is not an article.
fn skip(path: &str, reason: &str, sink: &mut Sink<'_>) {
    sink(Err(Skipped { path: path.to_owned(), reason: reason.to_owned() }));
}

/// One news text with what its file says about it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Stable identifier: the file's own (`id`, `doc_id`) or one made from the content.
    pub id: String,
    /// Where it was read from, with `!` and the name of the member in an archive, `#` and the number
    /// of the record in a file of many; `-` for a stream.
    pub path: String,
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub published: Option<Published>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    pub section: Option<String>,
    pub keywords: Vec<String>,
    /// The text that every span of every statement slices, unchanged.
    pub text: String,
    /// The part of `text`, in bytes, that is the title line standing in the text, if it stands there.
    pub title_span: Option<(usize, usize)>,
    /// The part of `text`, in bytes, that is news: without the title line and trailing time stamp.
    pub body_span: (usize, usize),
}

/// When an article was published, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Local date and time as the article states them.
    pub at: jiff::civil::DateTime,
    /// Whether the article gives a time of day (`false`: `at` is midnight and means the whole day).
    pub has_time: bool,
    /// Offset from UTC in minutes, where the article states one.
    pub offset_minutes: Option<i16>,
    /// Where it was found: `header`, `field`, `last-line`, `front-matter`, `json-ld`, `meta`, `address`, ...
    pub from: String,
}
