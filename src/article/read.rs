//! Reading: bytes to articles. The form is found by looking at the content.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;

use super::{Article, Skipped, json, plain};

/// A single text larger than this many bytes is no article.
const LARGEST: u64 = 16 * 1024 * 1024;

/// What is handed every article, and every reason why something is not one.
pub type Sink<'a> = dyn FnMut(Result<Article, Skipped>) + 'a;

/// Hands the articles of a file to `sink`; `display` is the path that they carry. Records of a
/// file of many are read one after the other, never all at once.
pub fn read_file(path: &Path, display: &str, sink: &mut Sink<'_>) {
    let opened = File::open(path).and_then(|file| {
        let bytes = file.metadata()?.len();
        Ok((BufReader::new(file), bytes))
    });
    match opened {
        Ok((_, 0)) => skip(display, "empty file, left out", sink),
        Ok((reader, bytes)) => read_unpacked(reader, bytes, display, sink),
        Err(error) => skip(display, &format!("{}, left out", why(&error)), sink),
    }
}

/// Unpacks gzip and Zstandard, then reads.
fn read_unpacked(mut reader: BufReader<File>, bytes: u64, display: &str, sink: &mut Sink<'_>) {
    let magic: Vec<u8> = reader.fill_buf().map(|head| head[..head.len().min(4)].to_vec()).unwrap_or_default();
    if magic.starts_with(&[0x1f, 0x8b]) {
        read_content(BufReader::new(flate2::bufread::MultiGzDecoder::new(reader)), None, display, sink);
    } else if magic == [0x28, 0xb5, 0x2f, 0xfd] {
        match ruzstd::decoding::StreamingDecoder::new(reader) {
            Ok(decoder) => read_content(BufReader::new(decoder), None, display, sink),
            Err(error) => skip(display, &format!("broken Zstandard file ({error}), left out"), sink),
        }
    } else {
        read_content(reader, Some(bytes), display, sink);
    }
}

/// Hands the articles of a stream to `sink`: JSON lines, a JSON array, or one text.
pub fn read_stream(input: impl BufRead, display: &str, sink: &mut Sink<'_>) {
    read_content(input, None, display, sink);
}

fn read_content(mut reader: impl BufRead, bytes: Option<u64>, display: &str, sink: &mut Sink<'_>) {
    let head = match reader.fill_buf() {
        Ok(head) => head,
        Err(error) => return skip(display, &format!("{}, left out", why(&error)), sink),
    };
    if head.is_empty() {
        return skip(display, "empty, left out", sink);
    }
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    match start.iter().find(|b| !b.is_ascii_whitespace()) {
        Some(b'{') => read_lines(reader, display, sink),
        Some(b'[') if looks_like_json(start) => read_array(reader, display, sink),
        _ => read_text(reader, bytes, display, sink),
    }
}

/// "[" may also open a text: JSON goes on with a record or ends.
fn looks_like_json(head: &[u8]) -> bool {
    let mut bytes = head.iter().filter(|b| !b.is_ascii_whitespace());
    bytes.next();
    matches!(bytes.next(), Some(b'{' | b']'))
}

/// A record a line; or one record over several lines.
fn read_lines(mut reader: impl BufRead, display: &str, sink: &mut Sink<'_>) {
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        match reader.read_until(b'\n', &mut line) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => {
                return skip(display, &format!("{} after line {number}, the rest left out", why(&error)), sink);
            }
        }
        number += 1;
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(text) {
            Ok(record) => give(&record, &format!("{display}#{number}"), display, sink),
            Err(error) if error.is_eof() && number == 1 => {
                // One record laid out over many lines.
                let mut all = line.clone();
                if reader.by_ref().take(LARGEST).read_to_end(&mut all).is_ok()
                    && let Ok(record) = serde_json::from_slice::<Value>(&all)
                {
                    return give(&record, display, display, sink);
                }
                let rest = all.get(line.len()..).unwrap_or_default().to_vec();
                skip(display, &format!("line 1 is not valid JSON ({error}), line left out"), sink);
                return read_lines_after(&rest, display, sink);
            }
            Err(error) => skip(display, &format!("line {number} is not valid JSON ({error}), line left out"), sink),
        }
    }
}

/// The lines after a broken first one, which had to be read to see whether they belong to it.
fn read_lines_after(rest: &[u8], display: &str, sink: &mut Sink<'_>) {
    for (index, line) in rest.split(|b| *b == b'\n').enumerate() {
        let text = String::from_utf8_lossy(line);
        let number = index + 2;
        if text.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(text.trim()) {
            Ok(record) => give(&record, &format!("{display}#{number}"), display, sink),
            Err(error) => skip(display, &format!("line {number} is not valid JSON ({error}), line left out"), sink),
        }
    }
}

/// An array of records, taken one at a time.
fn read_array(reader: impl BufRead, display: &str, sink: &mut Sink<'_>) {
    use serde::de::{Deserializer, SeqAccess, Visitor};
    struct Records<'a, 's> {
        display: &'a str,
        sink: &'a mut Sink<'s>,
    }
    impl<'de> Visitor<'de> for Records<'_, '_> {
        type Value = ();
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an array of records")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
            let mut number = 0;
            while let Some(record) = items.next_element::<Value>()? {
                number += 1;
                give(&record, &format!("{}#{number}", self.display), self.display, self.sink);
            }
            Ok(())
        }
    }
    let mut parser = serde_json::Deserializer::from_reader(reader);
    let outcome = parser.deserialize_seq(Records { display, sink });
    if let Err(error) = outcome {
        skip(display, &format!("broken JSON ({error}), what comes after is left out"), sink);
    }
}

fn give(record: &Value, path: &str, display: &str, sink: &mut Sink<'_>) {
    match json::article(record) {
        // A record of the stream without a file keeps the stream's name.
        Ok(article) => sink(Ok(finished(article, if display == "-" { "-" } else { path }))),
        Err(reason) => skip(path, &reason, sink),
    }
}

/// One text.
fn read_text(reader: impl BufRead, bytes: Option<u64>, display: &str, sink: &mut Sink<'_>) {
    if let Some(bytes) = bytes.filter(|b| *b > LARGEST) {
        return skip(
            display,
            &format!("a text of {} MB is no article (more than {} MB), left out", bytes >> 20, LARGEST >> 20),
            sink,
        );
    }
    let mut raw = Vec::new();
    if let Err(error) = reader.take(LARGEST + 1).read_to_end(&mut raw) {
        return skip(display, &format!("{}, left out", why(&error)), sink);
    }
    if raw.len() as u64 > LARGEST {
        return skip(display, &format!("a text of more than {} MB is no article, left out", LARGEST >> 20), sink);
    }
    match decoded(&raw) {
        Ok(text) if text.trim().is_empty() => skip(display, "nothing but white space, left out", sink),
        Ok(text) => sink(Ok(finished(plain::article(text), display))),
        Err(reason) => skip(display, &reason, sink),
    }
}

/// Returns the text in whatever encoding it is, without a byte order mark.
fn decoded(raw: &[u8]) -> Result<String, String> {
    for (magic, kind) in [
        (&b"%PDF"[..], "a PDF"),
        (b"PK\x03\x04", "a ZIP archive or Office document"),
        (b"\x89PNG", "a picture"),
        (b"\x7fELF", "a program"),
    ] {
        if raw.starts_with(magic) {
            return Err(format!("{kind}, not text: convert it first; left out"));
        }
    }
    if let Some((encoding, width)) = encoding_rs::Encoding::for_bom(raw) {
        return Ok(encoding.decode_without_bom_handling(&raw[width..]).0.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(raw) {
        return if text.contains('\0') { Err("binary file, left out".to_owned()) } else { Ok(text.to_owned()) };
    }
    let sample = &raw[..raw.len().min(64 * 1024)];
    let odd = sample.iter().filter(|b| matches!(b, 0..=8 | 14..=31)).count();
    // UTF-16 without a mark has a zero in every other place; anything else with zeros is binary.
    let zeros =
        |start: usize| sample.iter().skip(start).step_by(2).filter(|b| **b == 0).count() * 10 > sample.len() * 4;
    if zeros(1) {
        return Ok(encoding_rs::UTF_16LE.decode_without_bom_handling(raw).0.into_owned());
    }
    if zeros(0) {
        return Ok(encoding_rs::UTF_16BE.decode_without_bom_handling(raw).0.into_owned());
    }
    if odd * 100 > sample.len() {
        return Err("binary file, left out".to_owned());
    }
    // A few broken bytes in UTF-8 are replaced; a text in another encoding is recognised.
    let lossy = String::from_utf8_lossy(raw);
    let broken = lossy.matches('\u{fffd}').count();
    let wide = raw.iter().filter(|b| **b >= 0x80).count();
    if broken * 4 < wide {
        return Ok(lossy.into_owned());
    }
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(raw, true);
    Ok(detector.guess(None, true).decode_without_bom_handling(raw).0.into_owned())
}

/// Fills in what follows from the rest: path, outlet, language, id.
fn finished(mut article: Article, path: &str) -> Article {
    path.clone_into(&mut article.path);
    article.outlet = article.outlet.take().or_else(|| article.url.as_deref().and_then(outlet_of));
    if article.language.is_none() {
        article.language = super::language::detect(&article.text);
    }
    if article.id.is_empty() {
        let url = article.url.as_deref().unwrap_or("");
        let title = article.title.as_deref().unwrap_or("");
        article.id = identity(&[article.outlet.as_deref().unwrap_or(""), url, title, &article.text]);
    }
    article
}

static OUTLETS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    include_str!("../../lexicon/outlets.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// Returns the outlet of an address: its name where it is known, else its host.
fn outlet_of(url: &str) -> Option<String> {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split(['/', '?', '#', ':']).next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    if !host.contains('.') || host.contains(' ') {
        return None;
    }
    let mut domain = host;
    loop {
        if let Some(name) = OUTLETS.get(domain) {
            return Some((*name).to_owned());
        }
        match domain.split_once('.') {
            Some((_, parent)) if parent.contains('.') => domain = parent,
            _ => return Some(host.to_owned()),
        }
    }
}

/// Returns 128 bits of FNV-1a over the parts: the same article has the same id under any name.
fn identity(parts: &[&str]) -> String {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for part in parts {
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
    format!("{hash:032x}")
}

fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        io::ErrorKind::NotFound => "gone before it could be read".to_owned(),
        _ => error.to_string().to_lowercase(),
    }
}

fn skip(path: &str, reason: &str, sink: &mut Sink<'_>) {
    sink(Err(Skipped { path: path.to_owned(), reason: reason.to_owned() }));
}
