//! Articles: from a path, a stream or an archive to [`Article`]s. One file per format.
//!
//! This layer knows nothing about statements. What cannot be read is reported with its path and
//! the reason, and never stops the reading of what comes after it.

use serde::{Deserialize, Serialize};

/// One news text with what its file says about it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Stable identifier: the file's own (`id`, `doc_id`) or one made from the content.
    pub id: String,
    /// Where it was read from, with `#` and the number of the record in a file of many; `-` for a stream.
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
// STUB
pub struct Skipped {
    pub path: String,
    pub reason: String,
}
pub fn read_stream(input: impl std::io::BufRead, _display: &str, sink: &mut dyn FnMut(Result<Article, Skipped>)) {
    for line in input.lines().map_while(Result::ok) {
        let v: serde_json::Value = serde_json::from_str(&line).unwrap();
        let text = v["text"].as_str().unwrap().to_owned();
        let title = v["title"].as_str().map(str::to_owned);
        let t = title.as_ref().filter(|t| text.starts_with(t.as_str())).map(|t| (0, t.len()));
        sink(Ok(Article {
            id: v["doc_id"].as_str().unwrap().to_owned(),
            title,
            title_span: t,
            body_span: (t.map_or(0, |t| t.1), text.len()),
            text,
            ..Article::default()
        }));
    }
}
impl std::fmt::Display for Published {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.at)
    }
}
