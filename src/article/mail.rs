//! Newsletters: mails (RFC 5322, MIME) and mailboxes of them (mbox).

use std::io::BufRead;

use mail_parser::{Message, MessageParser, MimeHeaders};

use super::finish::outlet_of;
use super::read::{At, LARGEST, give, why};
use super::unpack::{Line, read_line};
use super::{Article, Sink, page, published, skip};
use crate::lexicon::single_spaced;

/// A plain part shorter than this many bytes beside a page only points to it.
const POINTER: usize = 300;
/// The header lines of a saved page are among these bytes.
const HEADERS: usize = 2048;

/// Hands the articles in a mailbox to `sink`: a line "From ..." after an empty line begins a mail.
pub fn read_mbox(reader: &mut dyn BufRead, at: &At<'_>, sink: &mut Sink<'_>) {
    let mut mail = Vec::new();
    let mut line = Vec::new();
    let (mut number, mut empty, mut too_long) = (0, true, false);
    loop {
        let read = match read_line(reader, &mut line, LARGEST as usize) {
            Ok(read) => read,
            Err(error) => return skip(&at.name, &format!("{}, the rest left out", why(&error)), sink),
        };
        let begins = read == Line::Read && empty && line.starts_with(b"From ");
        if (begins || read == Line::End) && number > 0 {
            let path = at.record(number);
            if too_long {
                skip(&path, &format!("a mail of more than {} MB, left out", LARGEST >> 20), sink);
            } else {
                give(article(&mail), &path, sink);
            }
        }
        if read == Line::End {
            return;
        }
        if begins {
            mail.clear();
            number += 1;
            too_long = false;
        } else {
            // ">From" was "From" before it came into the mailbox.
            let quoted = line.iter().position(|b| *b != b'>').unwrap_or(0);
            let start = usize::from(quoted > 0 && line[quoted..].starts_with(b"From "));
            too_long |= read == Line::TooLong || (mail.len() + line.len()) as u64 > LARGEST;
            if !too_long {
                mail.extend_from_slice(&line[start..]);
            }
        }
        empty = line.trim_ascii().is_empty();
    }
}

/// Returns the article in a mail.
pub fn article(raw: &[u8]) -> Result<Article, String> {
    let Some(mail) = MessageParser::default().parse(raw) else {
        return Err("a mail that cannot be read, left out".to_owned());
    };
    if let Some(saved) = saved_page(raw, &mail) {
        return saved;
    }
    let plain = mail
        .text_bodies()
        .find(|part| part.content_type().is_none_or(|kind| kind.subtype() != Some("html")))
        .and_then(|part| part.text_contents());
    let html = mail
        .html_bodies()
        .find(|part| part.content_type().is_some_and(|kind| kind.subtype() == Some("html")))
        .and_then(|part| part.text_contents());
    let text = match (plain, html) {
        (Some(plain), Some(_)) if plain.trim().len() >= POINTER => tidy(plain),
        (_, Some(html)) => page::fragment(html),
        (Some(plain), None) => tidy(plain),
        (None, None) => String::new(),
    };
    if text.is_empty() {
        return Err("a mail without text, left out".to_owned());
    }
    let sender = mail.from().and_then(|from| from.first());
    let address = sender.and_then(|sender| sender.address()).unwrap_or_default();
    let domain = address.rsplit_once('@').map(|(_, domain)| domain);
    Ok(Article {
        id: mail.message_id().unwrap_or_default().to_owned(),
        title: mail.subject().map(single_spaced).filter(|s| !s.is_empty()),
        authors: sender.and_then(|sender| sender.name()).map(|name| vec![name.trim().to_owned()]).unwrap_or_default(),
        outlet: domain.and_then(outlet_of),
        published: mail.date().and_then(|date| published::parse(&date.to_rfc3339(), "header")),
        body_span: (0, text.len()),
        text,
        ..Article::default()
    })
}

/// Browsers save a page with its pictures as a mail (MHTML, RFC 2557): "From: <Saved by Blink>". Its date
/// is that of saving and says nothing about the article.
fn saved_page(raw: &[u8], mail: &Message<'_>) -> Option<Result<Article, String>> {
    let head = String::from_utf8_lossy(&raw[..raw.len().min(HEADERS)]).to_ascii_lowercase();
    let location = mail.header("Snapshot-Content-Location").and_then(|value| value.as_text());
    if location.is_none() && !head.contains("from: <saved by") && !head.contains("from: \"saved by") {
        return None;
    }
    let part =
        mail.html_bodies().find(|part| part.content_type().is_some_and(|kind| kind.subtype() == Some("html")))?;
    let location = location.or_else(|| part.content_location());
    Some(page::article(part.text_contents()?, location.map(str::trim)))
}

fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}
