//! Reading: bytes to articles. The form is found by looking at the content.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use super::fields::FieldMap;
use super::finish::finished;
use super::form::{Form, form};
use super::unpack::{self, Budget, Peeked, Source};
use super::{Article, Sink, Skipped, archive, encoding, json, mail, page, plain, records, skip, table, warc, xml};

/// A single text or record larger than this many bytes is no article.
pub const LARGEST: u64 = 16 * 1024 * 1024;
/// The bytes that are looked at to see what a file is.
const HEAD: usize = 8 * 1024;

/// Hands the articles of a file to `sink`; `display` is the path that they carry. Records of a
/// file of many are read one after the other, never all at once.
pub fn read_file(path: &Path, display: &str, sink: &mut Sink<'_>) {
    Reader::default().file(path, display, sink);
}

/// Hands the articles of a stream to `sink`, in any form that a file may have.
pub fn read_stream(input: impl BufRead, display: &str, sink: &mut Sink<'_>) {
    Reader::default().stream(input, display, sink);
}

/// Reads files and streams, with what a person says about their fields.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    /// Which fields of records and columns of tables hold what.
    pub map: FieldMap,
}

impl Reader {
    /// Hands the articles of a file to `sink`, as [`read_file`] does.
    pub fn file(&self, path: &Path, display: &str, sink: &mut Sink<'_>) {
        let opened = File::open(path).and_then(|file| {
            let bytes = file.metadata()?.len();
            Ok((file, bytes))
        });
        match opened {
            Ok((_, 0)) => skip(display, "empty file, left out", sink),
            Ok((file, _)) => self.stream(BufReader::with_capacity(1 << 16, file), display, sink),
            Err(error) => skip(display, &format!("{}, left out", why(&error)), sink),
        }
    }

    /// Hands the articles of a stream to `sink`, as [`read_stream`] does.
    pub fn stream(&self, input: impl BufRead, display: &str, sink: &mut Sink<'_>) {
        let budget = Rc::new(Budget::default());
        let mut source = BufReader::new(Source { inner: input, budget: Rc::clone(&budget) });
        let at = At { name: display.to_owned(), map: &self.map, depth: 0, url: None, budget };
        read_any(&mut source, &at, sink);
    }
}

/// Where reading stands: in which file, how deep in archives.
pub struct At<'a> {
    /// The path that articles carry.
    pub name: String,
    pub map: &'a FieldMap,
    /// How many layers of packing have been opened.
    pub depth: u8,
    /// The address that what is read comes from, where that is known.
    pub url: Option<String>,
    pub budget: Rc<Budget>,
}

impl<'a> At<'a> {
    /// Returns where a member of an archive stands: "news.tar!2020/a.html".
    pub fn member(&self, name: &str) -> At<'a> {
        self.within(format!("{}!{name}", self.name), None)
    }

    /// Returns where the content of a packed file stands.
    fn content(&self) -> At<'a> {
        self.within(self.name.clone(), self.url.clone())
    }

    /// Returns where something inside stands, one layer deeper.
    pub fn within(&self, name: String, url: Option<String>) -> At<'a> {
        At { name, map: self.map, depth: self.depth + 1, url, budget: Rc::clone(&self.budget) }
    }

    /// Returns the path of a record in a file of many. A record of a stream without a file keeps
    /// the stream's name.
    pub fn record(&self, number: u64) -> String {
        if self.name == "-" { self.name.clone() } else { format!("{}#{number}", self.name) }
    }
}

/// Hands the articles of whatever `reader` gives to `sink`.
pub fn read_any(reader: &mut dyn BufRead, at: &At<'_>, sink: &mut Sink<'_>) {
    if at.depth > unpack::DEEPEST {
        return skip(&at.name, "packed too often inside other files, unpack it first, left out", sink);
    }
    let mut peeked = match Peeked::new(reader, HEAD) {
        Ok(peeked) => peeked,
        Err(error) => return skip(&at.name, &format!("{}, left out", why(&error)), sink),
    };
    if peeked.head().is_empty() {
        return skip(&at.name, "empty, left out", sink);
    }
    let found = form(peeked.head(), at.map);
    match found {
        Form::Gzip => read_any(&mut unpack::gzip(&mut peeked, &at.budget), &at.content(), sink),
        Form::Zstandard => read_any(&mut unpack::zstandard(&mut peeked, &at.budget), &at.content(), sink),
        Form::Tar => archive::tar(&mut peeked, at, sink),
        Form::Zip => archive::zip(&mut peeked, at, sink),
        Form::Refused(reason) => skip(&at.name, reason, sink),
        Form::Warc => warc::read(&mut peeked, at, sink),
        Form::Mbox => mail::read_mbox(&mut peeked, at, sink),
        Form::JsonRecords => records::lines(&mut peeked, at, sink),
        Form::JsonArray => records::array(&mut peeked, at, sink),
        Form::Table(separator) => table::read(&mut peeked, separator, at, sink),
        Form::Xml => xml::read(&mut peeked, at, sink),
        Form::Mail | Form::Page | Form::Text => whole(&mut peeked, found, at, sink),
    }
}

/// One mail, one page, one text; or UTF-16, behind which anything may be.
fn whole(reader: &mut dyn BufRead, found: Form, at: &At<'_>, sink: &mut Sink<'_>) {
    let mut raw = Vec::new();
    if let Err(error) = reader.take(LARGEST + 1).read_to_end(&mut raw) {
        return skip(&at.name, &format!("{}, left out", why(&error)), sink);
    }
    if raw.len() as u64 > LARGEST {
        return skip(&at.name, &format!("a text of more than {} MB is no article, left out", LARGEST >> 20), sink);
    }
    match found {
        Form::Mail => give(mail::article(&raw), &at.name, sink),
        Form::Page => {
            let decoded = encoding::decoded_page(&raw, None);
            give(decoded.and_then(|html| page::article(&html, at.url.as_deref())), &at.name, sink);
        }
        _ => match encoding::decoded(&raw) {
            Ok(text) if text.trim().is_empty() => skip(&at.name, "nothing but white space, left out", sink),
            Ok(text) => {
                // "<" and "{" are two bytes in UTF-16: look again.
                let again = if raw.contains(&0) { form(text.as_bytes(), at.map) } else { Form::Text };
                match again {
                    Form::Text => give(Ok(text_article(text, at)), &at.name, sink),
                    _ => read_any(&mut text.as_bytes(), &at.content(), sink),
                }
            }
            Err(reason) => skip(&at.name, &reason, sink),
        },
    }
}

fn text_article(text: String, at: &At<'_>) -> Article {
    let mut article = plain::article(text);
    if article.url.is_none() {
        article.url = at.url.clone();
    }
    article
}

/// Hands over an article, or why there is none.
pub fn give(result: Result<Article, String>, path: &str, sink: &mut Sink<'_>) {
    match result {
        Ok(article) => sink(Ok(finished(article, path))),
        Err(reason) => sink(Err(Skipped { path: path.to_owned(), reason })),
    }
}

/// Hands over the article in a record, or why there is none.
pub fn give_record(record: &serde_json::Value, path: &str, at: &At<'_>, sink: &mut Sink<'_>) {
    give(json::article(record, at.map), path, sink);
}

/// Returns why something could not be read.
pub fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        io::ErrorKind::NotFound => "gone before it could be read".to_owned(),
        _ => error.to_string().to_lowercase(),
    }
}
