//! `onrecord explain`

use std::io::Write;
use std::path::Path;

use super::global::Global;
use super::similar::one_statement;
use super::{FAILED, FOUND, NOTHING};
use crate::article::{self, Article};
use crate::pipeline;

/// Show why statements were found as they were, or not at all
#[derive(clap::Args)]
#[command(after_help = "Shows every passage that may hold a statement: its words with tags and heads, the words
that may report something, what each of them may report with how likely it is and what
speaks for it, and what was kept or rejected; then the statements with their speakers.

Examples:
  onrecord explain article.txt              everything that was seen in an article
  onrecord explain 05adffc7fdfdb1c5         the passages of one statement of the index
  echo 'Rain is likely, she said.' | onrecord explain -")]
pub struct Explain {
    /// A file, - for a text from the standard input, or the id of a statement
    #[arg(value_name = "FILE|ID")]
    what: String,
}

impl Explain {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let path = Path::new(&self.what);
        if self.what != "-" && !path.exists() {
            return self.statement(global, out, talk);
        }
        let (mut explained, mut skipped) = (Vec::new(), 0);
        let mut sink = |result: Result<Article, article::Skipped>| match result {
            Ok(article) => explained.push(pipeline::explain(&article, None)),
            Err(reason) => {
                skipped += 1;
                let _ = writeln!(talk, "skipped {}: {}", reason.path, reason.reason);
            }
        };
        if self.what == "-" {
            article::read_stream(std::io::stdin().lock(), "-", &mut sink);
        } else {
            article::read_file(path, &self.what, &mut sink);
        }
        for text in &explained {
            out.write_all(text.as_bytes())?;
        }
        Ok(match (explained.len(), skipped) {
            (0, 0) => NOTHING,
            (0, _) => FAILED,
            _ => FOUND,
        })
    }

    /// Explains the passages of a statement of the index.
    fn statement(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let index = global.open()?;
        let Some(statement) = one_statement(&index, &self.what)? else {
            writeln!(talk, "no file and no statement is called '{}'; search prints the ids", self.what)?;
            return Ok(NOTHING);
        };
        let Some(text) = index.article_text(&statement.article.id)? else {
            writeln!(talk, "the index does not hold the article of '{}'; run index again", self.what)?;
            return Ok(NOTHING);
        };
        let bytes = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(at, _)| at);
        let spans = statement.spans.iter().chain(statement.cue.iter().map(|cue| &cue.span));
        let (from, to) = spans.fold((usize::MAX, 0), |(from, to), [start, end]| (from.min(*start), to.max(*end)));
        let range = bytes(from)..bytes(to);
        let article = Article {
            id: statement.article.id.clone(),
            path: statement.article.path.clone(),
            title: statement.article.title.clone(),
            body_span: (0, text.len()),
            text,
            ..Article::default()
        };
        out.write_all(pipeline::explain(&article, Some(range)).as_bytes())?;
        Ok(FOUND)
    }
}
