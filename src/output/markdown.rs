//! Markdown: a list of quotations with their sources, or a table of the fields asked for.

use std::io::{self, Write};

use super::Hits;
use super::fields::{Column, to_json};
use crate::index::Hit;
use crate::record::Kind;

pub(super) struct Markdown {
    pub columns: Option<Vec<Column>>,
    pub begun: bool,
}

impl Hits for Markdown {
    fn hit(&mut self, out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
        let begun = std::mem::replace(&mut self.begun, true);
        if let Some(columns) = &self.columns {
            if !begun {
                let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
                write_row(out, names.iter().map(|name| (*name).to_owned()))?;
                write_row(out, names.iter().map(|_| "---".to_owned()))?;
            }
            let record = to_json(hit);
            return write_row(out, columns.iter().map(|column| column.text(&record)));
        }
        if begun {
            writeln!(out)?;
        }
        let statement = &hit.statement;
        let text = escape(&statement.text);
        match statement.kind {
            Kind::Direct => writeln!(out, "> “{text}”")?,
            _ => writeln!(out, "> {text}")?,
        }
        let speaker = statement.speaker.as_ref();
        write!(out, ">\n> — **{}**", speaker.map_or("unknown".into(), |s| escape(&s.name)))?;
        if let Some(role) = speaker.and_then(|speaker| speaker.role.as_deref()) {
            write!(out, ", {}", escape(role))?;
        }
        if let Some(said) = &statement.said_on {
            write!(out, ", {}", said.date)?;
        }
        let article = &statement.article;
        let title = escape(article.title.as_deref().unwrap_or("article"));
        match &article.url {
            Some(url) => write!(out, ". [{title}](<{}>)", url.replace(['<', '>'], ""))?,
            None => write!(out, ". {title}")?,
        }
        if let Some(outlet) = &article.outlet {
            write!(out, ", {}", escape(outlet))?;
        }
        writeln!(out, " `{}`", statement.id)
    }
}

/// Writes one row of a table.
pub(super) fn write_row(out: &mut dyn Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    let cells: Vec<String> = cells.map(|cell| cell.replace('|', "\\|").replace(['\n', '\r'], " ")).collect();
    writeln!(out, "| {} |", cells.join(" | "))
}

/// Takes from a text what Markdown would read as more than text.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => escaped.push(' '),
            '*' | '_' | '[' | ']' | '`' | '<' | '\\' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}
