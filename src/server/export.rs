//! All statements that match, as a stream: nothing is held but what is on its way.

use std::io::{self, Write};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use tokio::sync::mpsc::{Sender, channel};
use tokio_stream::wrappers::ReceiverStream;

use super::address::Address;
use super::api::today;
use super::problem::Problem;
use super::site::{Shared, refused};
use crate::output::{self, ExportFormat};
use crate::query::Query;

/// Formats with the type and the ending of their files.
const FORMATS: [(&str, ExportFormat, &str, &str); 5] = [
    ("jsonl", ExportFormat::Jsonl, "application/jsonl", "jsonl"),
    ("csv", ExportFormat::Csv, "text/csv; charset=utf-8", "csv"),
    ("schema-org", ExportFormat::SchemaOrg, "application/ld+json", "jsonl"),
    ("w3c-annotation", ExportFormat::W3cAnnotation, "application/ld+json", "jsonl"),
    ("gqg", ExportFormat::Gqg, "application/jsonl", "jsonl"),
];

/// Pieces of this size are sent, and only a few wait at once.
const PIECE: usize = 64 << 10;
const PIECES: usize = 4;

pub async fn export(State(site): State<Shared>, uri: Uri) -> Response {
    let (query, format, columns) = match read(&uri) {
        Ok(read) => read,
        Err(problem) => return refused(&site, &uri, &problem),
    };
    let Ok(place) = Arc::clone(&site.exports).try_acquire_owned() else {
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many exports at once; try again");
        return refused(&site, &uri, &problem);
    };
    let (sender, receiver) = channel(PIECES);
    let opened = site.now();
    tokio::task::spawn_blocking(move || {
        let mut out = Pieces { sender, waiting: Vec::new() };
        let writer = output::export(format.1, columns);
        if let Err(error) = output::write_export(&opened.library, &query, writer, &mut out) {
            // The stream breaks off, so that nobody takes a part for the whole.
            let _ = out.sender.blocking_send(Err(error));
        }
        drop(place);
    });
    let name = format!("attachment; filename=\"statements.{}\"", format.3);
    let headers = [(header::CONTENT_TYPE, format.2.to_owned()), (header::CONTENT_DISPOSITION, name)];
    (headers, Body::from_stream(ReceiverStream::new(receiver))).into_response()
}

type Format = (&'static str, ExportFormat, &'static str, &'static str);

fn read(uri: &Uri) -> Result<(Query, Format, Option<Vec<output::Column>>), Problem> {
    let address = Address::read(uri, &["format", "fields"], 10, usize::MAX)?;
    let name = address.other("format").unwrap_or("jsonl");
    let format = FORMATS.into_iter().find(|(known, ..)| *known == name).ok_or_else(|| {
        let names = FORMATS.map(|(name, ..)| name).join(", ");
        Problem::parameter("format", format!("format is one of {names}, not '{name}'"))
    })?;
    let columns = address.other("fields").map(output::columns).transpose();
    let columns = columns.map_err(|error| Problem::parameter("fields", error))?;
    if columns.is_some() && format.1 != ExportFormat::Csv {
        return Err(Problem::parameter("fields", "fields goes with format=csv; the other formats have their own"));
    }
    Ok((address.query(today())?, format, columns))
}

/// Sends what is written in pieces, no faster than they are taken.
struct Pieces {
    sender: Sender<io::Result<Bytes>>,
    waiting: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let piece = std::mem::take(&mut self.waiting);
        let sent = piece.is_empty() || self.sender.blocking_send(Ok(Bytes::from(piece))).is_ok();
        if sent { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
    }
}
