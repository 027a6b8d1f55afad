//! Annotated articles: one JSON object a line, spans in code points, or a folder of marked texts.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::ops::Range;
use std::path::PathBuf;

use anyhow::Context;
use serde::Deserialize;

#[path = "marked.rs"]
mod marked;

#[derive(Deserialize)]
struct Line {
    text: String,
    quotes: Vec<LineQuote>,
}

#[derive(Deserialize)]
struct LineQuote {
    spans: Vec<[usize; 2]>,
    cue: Option<Vec<[usize; 2]>>,
    source: Option<Vec<[usize; 2]>>,
}

/// An annotated article, spans in bytes.
#[derive(Clone)]
pub struct Article {
    pub text: String,
    pub statements: Vec<Statement>,
}

/// An annotated statement.
#[derive(Clone)]
pub struct Statement {
    pub content: Vec<Range<usize>>,
    pub cue: Vec<Range<usize>>,
    pub source: Vec<Range<usize>>,
}

/// Returns the articles of all files.
pub fn read(paths: &[PathBuf]) -> anyhow::Result<Vec<Article>> {
    let mut articles = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut files: Vec<PathBuf> = std::fs::read_dir(path)?.flatten().map(|entry| entry.path()).collect();
            files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
            files.sort();
            for file in files {
                let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
                articles.push(marked::read(&text).with_context(|| file.display().to_string())?);
            }
            continue;
        }
        let file = File::open(path).with_context(|| path.display().to_string())?;
        let reader: Box<dyn Read> = match path.extension() {
            Some(extension) if extension == "gz" => Box::new(flate2::read::MultiGzDecoder::new(file)),
            _ => Box::new(file),
        };
        for line in BufReader::new(reader).lines() {
            let line: Line = serde_json::from_str(&line?).with_context(|| path.display().to_string())?;
            let bytes: Vec<usize> = line.text.char_indices().map(|(at, _)| at).chain([line.text.len()]).collect();
            let ranges = |spans: &[[usize; 2]]| spans.iter().map(|s| bytes[s[0]]..bytes[s[1]]).collect::<Vec<_>>();
            let statements = line
                .quotes
                .iter()
                .map(|q| Statement {
                    content: ranges(&q.spans),
                    cue: ranges(q.cue.as_deref().unwrap_or_default()),
                    source: ranges(q.source.as_deref().unwrap_or_default()),
                })
                .collect();
            articles.push(Article { text: line.text, statements });
        }
    }
    Ok(articles)
}
