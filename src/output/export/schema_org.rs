//! <https://schema.org/Quotation>: the words, who said them, and the article they stand in.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::Export;
use crate::record::{SpeakerKind, Statement};

pub(super) struct SchemaOrg;

impl Export for SchemaOrg {
    fn article(&mut self, out: &mut dyn Write, statements: &[Statement], _: Option<&str>) -> io::Result<()> {
        statements.iter().try_for_each(|statement| writeln!(out, "{}", quotation(statement)))
    }
}

fn quotation(statement: &Statement) -> Value {
    let article = &statement.article;
    let speaker = statement.speaker.as_ref().map(|speaker| {
        let kind = match speaker.kind {
            SpeakerKind::Person | SpeakerKind::Unnamed => "Person",
            SpeakerKind::Organization | SpeakerKind::Group => "Organization",
        };
        object([
            ("@type", Some(kind.into())),
            ("name", Some(speaker.name.clone().into())),
            ("jobTitle", speaker.role.clone().map(Value::from).filter(|_| kind == "Person")),
        ])
    });
    let outlet = article.outlet.as_ref().map(|name| json!({ "@type": "Organization", "name": name }));
    let authors: Vec<Value> = article.authors.iter().map(|name| json!({ "@type": "Person", "name": name })).collect();
    let part_of = object([
        ("@type", Some("NewsArticle".into())),
        ("headline", article.title.clone().map(Value::from)),
        ("url", article.url.clone().map(Value::from)),
        ("datePublished", article.published.clone().map(Value::from)),
        ("inLanguage", article.language.clone().map(Value::from)),
        ("author", (!authors.is_empty()).then(|| authors.into())),
        ("publisher", outlet),
    ]);
    let keywords = (!statement.topics.is_empty()).then(|| statement.topics.clone().into());
    let mentions: Vec<Value> =
        statement.mentions.iter().map(|name| json!({ "@type": "Thing", "name": name })).collect();
    object([
        ("@context", Some("https://schema.org".into())),
        ("@type", Some("Quotation".into())),
        ("@id", Some(format!("urn:onrecord:{}", statement.id).into())),
        ("text", Some(statement.text.clone().into())),
        ("creator", speaker),
        ("dateCreated", statement.said_on.as_ref().map(|said| said.date.clone().into())),
        ("keywords", keywords),
        ("mentions", (!mentions.is_empty()).then(|| mentions.into())),
        ("isPartOf", Some(part_of)),
    ])
}

/// An object of the values that there are.
fn object<const N: usize>(entries: [(&str, Option<Value>); N]) -> Value {
    let entries = entries.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(entries.collect::<Map<_, _>>())
}
