//! Whom a source stands for, each case with the English that it holds.

use super::{Speaker, SpeakerKind, resolve};
use crate::article::Article;
use crate::statement::{Attribution, Kind};
use crate::text::Document;

/// Returns the speaker of each bracketed mention of `text`.
fn speakers(text: &str) -> Vec<Option<Speaker>> {
    let plain = text.replace(['[', ']'], "");
    let mut sources = Vec::new();
    let mut open = 0;
    for (removed, (at, mark)) in text.match_indices(['[', ']']).enumerate() {
        match mark {
            "[" => open = at - removed,
            _ => sources.push(open..at - removed),
        }
    }
    let document = Document::analyse(&plain, 0..plain.len());
    let attributions: Vec<Attribution> = sources
        .into_iter()
        .map(|source| Attribution {
            content: std::iter::once(source.end..source.end).collect(),
            kind: Kind::Indirect,
            cue: None,
            source: Some(source),
            addressee: None,
            continues: None,
            negated: false,
            headline: false,
            rule: "test",
            confidence: 1.0,
        })
        .collect();
    let article = Article { text: plain.clone(), ..Article::default() };
    resolve(&document, &article, &attributions).speakers
}

/// The name of the last bracketed mention.
#[track_caller]
fn assert_last(text: &str, wanted: &str) {
    let found = speakers(text).pop().flatten().map(|s| s.name);
    assert_eq!(found.as_deref(), Some(wanted), "{text}");
}

#[test]
fn scratch() {
    for text in std::fs::read_to_string("/tmp/scratch.txt").unwrap().lines() {
        println!("{:?} {text}", speakers(text).pop().flatten().map(|s| (s.name, s.role)));
    }
    assert_last("[Jane Roe] said so.", "Jane Roe");
    let _ = SpeakerKind::Group;
}

#[test]
fn scratch_names() {
    for text in std::fs::read_to_string("/tmp/scratch2.txt").unwrap().lines() {
        let document = Document::analyse(text, 0..text.len());
        let cast = super::Cast::new(&document);
        for (n, e) in cast.names.iter().zip(&cast.entity_of) {
            println!(
                "  {:?} {:?} title {:?} {:?} -> {:?}",
                super::cast::words_of(&document, n.tokens.clone()),
                n.kind,
                super::cast::words_of(&document, n.title.clone()),
                n.gender,
                cast.entities.get(*e).map(|e| (&e.name, e.kind, &e.roles))
            );
        }
        println!(
            "{}",
            document
                .tokens
                .iter()
                .map(|t| format!("{}/{}", &text[t.span.clone()], t.tag.as_str()))
                .collect::<Vec<_>>()
                .join(" ")
        );
    }
}
