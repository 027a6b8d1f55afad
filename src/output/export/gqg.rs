//! The Global Quotation Graph of GDELT: one article a line, with the text before and after each
//! quotation. Statements without quotation marks have no place in it.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Export, Text};
use crate::record::{Kind, Statement};

pub(super) struct QuotationGraph;

impl Export for QuotationGraph {
    fn needs_text(&self) -> bool {
        true
    }

    fn article(&mut self, out: &mut dyn Write, statements: &[Statement], text: Option<&str>) -> io::Result<()> {
        let Some(article) = statements.first().map(|statement| &statement.article) else {
            return Ok(());
        };
        let text = text.map(Text::new);
        let quotes: Vec<Value> = statements
            .iter()
            .filter(|statement| statement.kind != Kind::Indirect)
            .map(|statement| quote(statement, text.as_ref()))
            .collect();
        if quotes.is_empty() {
            return Ok(());
        }
        let line = json!({
            "date": article.published,
            "url": article.url,
            "title": article.title,
            "lang": article.language.as_deref().unwrap_or("en"),
            "quotes": quotes,
        });
        writeln!(out, "{line}")
    }
}

fn quote(statement: &Statement, text: Option<&Text<'_>>) -> Value {
    let first = statement.spans.first().copied().unwrap_or_default();
    let last = statement.spans.last().copied().unwrap_or_default();
    let pre = text.map_or("", |text| text.around(first).0);
    let post = text.map_or("", |text| text.around(last).2);
    json!({ "pre": pre.trim_start(), "quote": statement.text, "post": post.trim_end() })
}
