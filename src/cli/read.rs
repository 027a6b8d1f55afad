//! `onrecord read`: articles as they are read.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::{FAILED, FOUND, NOTHING};
use crate::article::{self, Article, FieldMap, Reader, Skipped};

/// Print articles as they are read, as JSON lines
#[derive(Args)]
#[command(after_help = "Examples:
  onrecord read fixtures                     every article with its title, date and text
  onrecord read news.jsonl | jq -r .title    the titles of a file of many
  onrecord read saved-pages.zip              the articles of web pages in an archive
  onrecord read news.csv --map title=Kop,text=Inhoud
  cat article.txt | onrecord read -          one text from standard input")]
pub struct Read {
    /// Folders and files, or - for standard input
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Which fields of records and columns of tables hold what, as title=headline,text=content
    #[arg(long, value_name = "FIELD=NAME,...")]
    map: Option<FieldMap>,
}

/// An article on the wire.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    path: &'a str,
    title: Option<&'a str>,
    authors: &'a [String],
    outlet: Option<&'a str>,
    url: Option<&'a str>,
    /// ISO 8601.
    published: Option<String>,
    /// Where the date was found.
    published_from: Option<&'a str>,
    language: Option<&'a str>,
    section: Option<&'a str>,
    keywords: &'a [String],
    text: &'a str,
}

impl Read {
    /// Prints the articles; returns 1 when there are none, 2 when none of the files could be read.
    pub fn run(&self, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let (mut articles, mut skipped) = (0u64, 0u64);
        let mut failure: Option<io::Error> = None;
        let mut sink = |result: Result<Article, Skipped>| match result {
            Ok(_) if failure.is_some() => {}
            Ok(article) => {
                articles += 1;
                failure = print(out, &article).err();
            }
            Err(reason) => {
                skipped += 1;
                let _ = writeln!(talk, "skipped {}: {}", reason.path, reason.reason);
            }
        };
        let reader = Reader { map: self.map.clone().unwrap_or_default() };
        for path in &self.paths {
            if path.as_os_str() == "-" {
                reader.stream(io::stdin().lock(), "-", &mut sink);
                continue;
            }
            let walk = article::walk(std::slice::from_ref(path));
            walk.skipped.into_iter().for_each(|reason| sink(Err(reason)));
            for file in walk.files {
                reader.file(&file.path, &file.path.to_string_lossy(), &mut sink);
            }
        }
        match failure {
            Some(error) => Err(error.into()),
            None if articles > 0 => Ok(FOUND),
            None if skipped > 0 => Ok(FAILED),
            None => Ok(NOTHING),
        }
    }
}

fn print(out: &mut dyn Write, article: &Article) -> io::Result<()> {
    let line = Line {
        id: &article.id,
        path: &article.path,
        title: article.title.as_deref(),
        authors: &article.authors,
        outlet: article.outlet.as_deref(),
        url: article.url.as_deref(),
        published: article.published.as_ref().map(ToString::to_string),
        published_from: article.published.as_ref().map(|p| p.from.as_str()),
        language: article.language.as_deref(),
        section: article.section.as_deref(),
        keywords: &article.keywords,
        text: &article.text,
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}
