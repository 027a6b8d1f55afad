//! Newsletters: mails (RFC 5322, MIME) and mailboxes of them (mbox).

use std::io::BufRead;

use mail_parser::{MessageParser, MimeHeaders};

use super::finish::outlet_of;
use super::read::{At, LARGEST, give, why};
use super::unpack::{Line, read_line};
use super::{Article, Sink, page, published, skip};

/// A plain part shorter than this many bytes beside a page only points to it.
const POINTER: usize = 300;

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
        title: mail.subject().map(|s| s.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|s| !s.is_empty()),
        authors: sender.and_then(|sender| sender.name()).map(|name| vec![name.trim().to_owned()]).unwrap_or_default(),
        outlet: domain.and_then(outlet_of),
        published: mail.date().and_then(|date| published::parse(&date.to_rfc3339(), "header")),
        body_span: (0, text.len()),
        text,
        ..Article::default()
    })
}

fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}
