//! An index of statements made by hand.
#![allow(dead_code)]

use std::path::Path;

use onrecord::index::Writer;
use onrecord::record::{ArticleRef, Cue, DateSource, Kind, Precision, SCHEMA, SaidOn, Speaker, SpeakerKind, Statement};

/// A statement by Mara Quill in the Harbour Times, to change as a test needs it.
pub fn statement(id: &str, text: &str) -> Statement {
    Statement {
        schema: SCHEMA,
        id: id.to_owned(),
        article: ArticleRef {
            id: "port".to_owned(),
            title: Some("Talks go on in Port Kestrel".to_owned()),
            url: Some("https://harbour.example/port".to_owned()),
            outlet: Some("The Harbour Times".to_owned()),
            published: Some("2025-11-24T08:30:00".to_owned()),
            path: "port.txt".to_owned(),
            ..ArticleRef::default()
        },
        kind: Kind::Direct,
        text: text.to_owned(),
        spans: vec![[0, text.chars().count()]],
        cue: Some(Cue { text: "said".to_owned(), span: [0, 1], lemma: "say".to_owned() }),
        act: "state".to_owned(),
        source: None,
        speaker: Some(Speaker {
            name: "Mara Quill".to_owned(),
            kind: SpeakerKind::Person,
            role: Some("harbour minister".to_owned()),
        }),
        addressee: None,
        said_on: Some(said("2025-11-23", Precision::Day)),
        negated: false,
        headline: false,
        topics: vec!["politics/diplomacy".to_owned()],
        mentions: Vec::new(),
        context: format!("“{text},” she said"),
        rule: "quote-verb-source".to_owned(),
        confidence: 0.9,
    }
}

pub fn said(date: &str, precision: Precision) -> SaidOn {
    SaidOn { date: date.to_owned(), precision, from: DateSource::Text }
}

pub fn speaker(name: &str, role: Option<&str>) -> Option<Speaker> {
    Some(Speaker { name: name.to_owned(), kind: SpeakerKind::Person, role: role.map(str::to_owned) })
}

/// Writes an index; statements of one article must stand together.
pub fn write(folder: &Path, statements: &[Statement]) {
    let mut writer = Writer::open(folder, false).expect("the folder is empty");
    for article in statements.chunk_by(|a, b| a.article.id == b.article.id) {
        let id = &article[0].article.id;
        let text: Vec<&str> = article.iter().map(|statement| statement.text.as_str()).collect();
        writer.put(&article[0].article.path, id, Some(&text.join("\n")), article).expect("written");
    }
    writer.commit().expect("committed");
    writer.close().expect("closed");
}
