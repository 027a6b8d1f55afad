//! What kind of file it is, by its first bytes. Names and extensions are never asked.

use super::fields::{FieldMap, known};
use super::table;

/// What the first bytes of a file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Gzip,
    Zstandard,
    Tar,
    Zip,
    /// Recognised, and not read: what it is, and what to do.
    Refused(&'static str),
    Warc,
    Mbox,
    Mail,
    Page,
    Xml,
    JsonArray,
    JsonRecords,
    /// A table with this character between its columns.
    Table(u8),
    Text,
}

/// Kinds of files that hold no articles or none that can be read, by their first bytes.
const REFUSED: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF, convert it to text first (pdftotext FILE), left out"),
    (b"\xd0\xcf\x11\xe0", "an old Office document, save it as plain text first, left out"),
    (b"{\\rtf", "a rich text document, save it as plain text first, left out"),
    (b"\xfd7zXZ\x00", "compressed with xz, unpack it first (xz -d) or use gzip or zstd, left out"),
    (b"BZh", "compressed with bzip2, unpack it first (bzip2 -d) or use gzip or zstd, left out"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive, unpack it first or use tar or zip, left out"),
    (b"Rar!", "a RAR archive, unpack it first or use tar or zip, left out"),
    (b"PAR1", "a Parquet file, write it as JSON lines or CSV first, left out"),
    (b"SQLite format 3", "a database, write its articles as JSON lines or CSV first, left out"),
    (b"\x89PNG", "a picture, left out"),
    (b"\xff\xd8\xff", "a picture, left out"),
    (b"GIF8", "a picture, left out"),
    (b"\x7fELF", "a program, left out"),
];

/// Returns the kind of a file by its first bytes, which should be some thousand or all there are.
/// `map` tells which columns of a table hold what.
pub fn form(head: &[u8], map: &FieldMap) -> Form {
    if head.starts_with(&[0x1f, 0x8b]) {
        return Form::Gzip;
    }
    // A skippable frame may come first.
    if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
        || (head.len() > 4 && (0x50..0x60).contains(&head[0]) && head[1..4] == [0x2a, 0x4d, 0x18])
    {
        return Form::Zstandard;
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Form::Zip;
    }
    if head.get(257..262) == Some(b"ustar") {
        return Form::Tar;
    }
    if let Some((_, reason)) = REFUSED.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Form::Refused(reason);
    }
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.as_bytes().first() {
        Some(b'<') => return markup(text),
        Some(b'{') => return Form::JsonRecords,
        // "[" may also open a text: JSON goes on with a record or ends.
        Some(b'[') if text[1..].trim_start().starts_with(['{', ']']) => return Form::JsonArray,
        _ => {}
    }
    if text.starts_with("WARC/") {
        return Form::Warc;
    }
    if text.starts_with("From ") && text.lines().nth(1).is_some_and(|line| line.contains(':')) {
        return Form::Mbox;
    }
    if is_mail(text) {
        return Form::Mail;
    }
    match table::separator(text, |column| known(column, map)) {
        Some(separator) => Form::Table(separator),
        None => Form::Text,
    }
}

/// A page, a feed or a news message; a text that only opens with "<".
fn markup(text: &str) -> Form {
    let root = root(text).to_ascii_lowercase();
    match root.as_str() {
        "html" | "head" | "body" => Form::Page,
        "rss" | "feed" | "rdf" | "nitf" | "newsitem" | "newsmessage" | "newsml" | "packageitem" => Form::Xml,
        _ if text.starts_with("<?xml") => Form::Xml,
        // A part of a page, or a page without a root.
        "article" | "div" | "p" | "section" | "main" | "meta" | "title" | "h1" | "link" | "script" | "header" => {
            Form::Page
        }
        _ if text.as_bytes()[..text.len().min(9)].eq_ignore_ascii_case(b"<!doctype") => Form::Page,
        _ => Form::Text,
    }
}

/// Returns the name of the first element, without its prefix.
fn root(text: &str) -> &str {
    let mut rest = text.trim_start();
    while rest.starts_with("<!") || rest.starts_with("<?") {
        let end = if rest.starts_with("<!--") { "-->" } else { ">" };
        rest = rest.find(end).map_or("", |at| &rest[at + end.len()..]).trim_start();
    }
    let name = rest.strip_prefix('<').unwrap_or("");
    let name = &name[..name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(name.len())];
    name.rsplit(':').next().unwrap_or(name)
}

/// A mail opens with header lines, some of which only mails have.
fn is_mail(text: &str) -> bool {
    let mut telling = 0;
    for line in text.lines().take(60) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { break };
        if name.is_empty() || name.contains(' ') {
            break;
        }
        let name = name.to_ascii_lowercase();
        telling += match name.as_str() {
            "received" | "return-path" | "message-id" | "mime-version" | "delivered-to" | "dkim-signature" => 2,
            "from" | "to" | "subject" | "content-type" => 1,
            _ => 0,
        };
    }
    telling >= 4
}
