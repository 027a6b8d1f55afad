//! WARC files (ISO 28500), as CC-NEWS has them: the pages in their responses.

use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use super::read::{At, LARGEST, give, read_any, why};
use super::unpack::{Line, Unpacked, read_line};
use super::{Sink, encoding, page, skip};

/// A line of a header is no longer than this many bytes.
const HEADER_LINE: usize = 64 * 1024;

/// Hands the articles in the responses of a WARC file to `sink`.
pub fn read(reader: &mut dyn BufRead, at: &At<'_>, sink: &mut Sink<'_>) {
    let mut number = 0;
    loop {
        let headers = match record(reader) {
            Ok(Some(headers)) => headers,
            Ok(None) => return,
            Err(error) => {
                let reason = format!("broken WARC after record {number} ({}), the rest left out", why(&error));
                return skip(&at.name, &reason, sink);
            }
        };
        number += 1;
        let Some(length) = value(&headers, "content-length").and_then(|length| length.parse::<u64>().ok()) else {
            return skip(&at.name, &format!("record {number} has no length, the rest left out"), sink);
        };
        let mut content = reader.take(length);
        let kind = value(&headers, "warc-type").unwrap_or_default().to_ascii_lowercase();
        let url = value(&headers, "warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        let inner = at.within(at.record(number), url);
        match kind.as_str() {
            "response" if length <= LARGEST => response(&mut content, &inner, sink),
            "resource" | "conversion" if length <= LARGEST => read_any(&mut content, &inner, sink),
            "response" | "resource" => {
                skip(
                    &inner.name,
                    &format!("a response of more than {} MB is no article, left out", LARGEST >> 20),
                    sink,
                );
            }
            // Requests, metadata and what a crawler says of itself.
            _ => {}
        }
        if let Err(error) = io::copy(&mut content, &mut io::sink()) {
            return skip(&at.name, &format!("{} in record {number}, the rest left out", why(&error)), sink);
        }
        if content.limit() > 0 {
            return skip(&at.name, &format!("record {number} is cut off"), sink);
        }
    }
}

/// Reads the header of the next record.
fn record(reader: &mut dyn BufRead) -> io::Result<Option<Vec<(String, String)>>> {
    let mut line = Vec::new();
    loop {
        match read_line(reader, &mut line, HEADER_LINE)? {
            Line::End => return Ok(None),
            Line::Read if line.trim_ascii().is_empty() => {}
            Line::Read if line.starts_with(b"WARC/") => return headers(reader).map(Some),
            _ => return Err(io::Error::other("no record where one should begin")),
        }
    }
}

/// Reads header lines up to an empty one; names in lower case.
fn headers(reader: &mut dyn BufRead) -> io::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut line = Vec::new();
    while read_line(reader, &mut line, HEADER_LINE)? == Line::Read && !line.trim_ascii().is_empty() {
        let text = encoding::line(&line);
        if let Some((name, value)) = text.split_once(':') {
            found.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    Ok(found)
}

fn value<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// A page as a server sent it: a status line, header lines, the page.
fn response(content: &mut dyn BufRead, at: &At<'_>, sink: &mut Sink<'_>) {
    let mut line = Vec::new();
    let status = read_line(content, &mut line, HEADER_LINE);
    let status_line = encoding::line(&line).into_owned();
    let fine = status.is_ok() && status_line.split(' ').nth(1).is_some_and(|code| code == "200");
    let Ok(headers) = headers(content) else { return };
    let kind = value(&headers, "content-type").unwrap_or_default().to_ascii_lowercase();
    let readable = ["html", "xml", "json", "text/plain"].iter().any(|form| kind.contains(form)) || kind.is_empty();
    if !fine || !readable {
        return;
    }
    let mut raw = Vec::new();
    let read = if value(&headers, "transfer-encoding").is_some_and(|t| t.to_ascii_lowercase().contains("chunked")) {
        unchunked(content, &mut raw)
    } else {
        content.read_to_end(&mut raw).map(|_| ())
    };
    if let Err(error) = read {
        return skip(&at.name, &format!("{}, left out", why(&error)), sink);
    }
    // Crawlers often keep the header of a packed page that they have unpacked: look at the bytes.
    if raw.starts_with(&[0x1f, 0x8b]) || !kind.contains("html") {
        let mut bytes = BufReader::new(Unpacked { inner: raw.as_slice(), budget: Rc::clone(&at.budget) });
        return read_any(&mut bytes, at, sink);
    }
    let charset = kind.split_once("charset=").map(|(_, label)| label.trim_matches(['"', ' ', ';']).to_owned());
    let decoded = encoding::decoded_page(&raw, charset.as_deref());
    give(decoded.and_then(|html| page::article(&html, at.url.as_deref())), &at.name, sink);
}

/// Reads a body in chunks (RFC 9112, 7.1); one that only claims to be is taken as it is.
fn unchunked(content: &mut dyn BufRead, raw: &mut Vec<u8>) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        if read_line(content, &mut line, HEADER_LINE)? != Line::Read {
            return Ok(());
        }
        let text = encoding::line(&line).trim().to_owned();
        let size = u64::from_str_radix(text.split(';').next().unwrap_or("").trim(), 16);
        match size {
            Ok(0) => return Ok(()),
            Ok(size) => {
                content.take(size).read_to_end(raw)?;
                read_line(content, &mut line, HEADER_LINE)?;
            }
            Err(_) if raw.is_empty() => {
                raw.extend_from_slice(&line);
                content.read_to_end(raw)?;
                return Ok(());
            }
            Err(_) => return Ok(()),
        }
    }
}
