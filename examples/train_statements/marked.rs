//! Annotated articles of the project's own: plain text with marks for who said what.
//!
//! ```text
//! Title: Mayor ⟦c1 vows⟧ ⟦q1 to rebuild bridge⟧
//! Date: 2019-10-08
//!
//! ⟦s2 The mayor⟧ ⟦c2 said⟧ on Tuesday ⟦q2 that ⟦s3 engineers⟧ ⟦c3 expected⟧ ⟦q3 no delay⟧⟧.
//! ```
//!
//! `q` marks a fragment of the content, `c` the cue and `s` the source of the statement whose
//! number follows; marks nest.

use std::collections::BTreeMap;

use anyhow::{Context, bail};

use super::{Article, Statement};

/// Returns the article that `marked` stands for: its title, an empty line and its body.
pub fn read(marked: &str) -> anyhow::Result<Article> {
    let (title, rest) = marked.strip_prefix("Title: ").and_then(|m| m.split_once('\n')).context("no title first")?;
    let (_, body) = rest.split_once("\n\n").context("no empty line after the header")?;
    let marked = format!("{title}\n\n{body}");
    let mut text = String::new();
    let mut open: Vec<(char, u32, usize)> = Vec::new();
    let mut statements: BTreeMap<u32, Statement> = BTreeMap::new();
    let mut rest = marked.as_str();
    while let Some(at) = rest.find(['⟦', '⟧']) {
        text.push_str(&rest[..at]);
        let closes = rest[at..].starts_with('⟧');
        rest = &rest[at + '⟦'.len_utf8()..];
        if closes {
            let Some((kind, number, start)) = open.pop() else { bail!("a mark is closed twice: {:.40}", rest) };
            let statement = statements.entry(number).or_insert_with(|| Statement {
                content: Vec::new(),
                cue: Vec::new(),
                source: Vec::new(),
            });
            match kind {
                'q' => statement.content.push(start..text.len()),
                'c' => statement.cue.push(start..text.len()),
                _ => statement.source.push(start..text.len()),
            }
        } else {
            let (name, after) = rest.split_once(' ').context("a mark without a name")?;
            let kind = name.chars().next().filter(|k| "qcs".contains(*k)).context("a mark is q, c or s")?;
            let number = name[1..].parse().with_context(|| format!("a mark is a letter and a number, not {name}"))?;
            open.push((kind, number, text.len()));
            rest = after;
        }
    }
    text.push_str(rest);
    if let Some((kind, number, _)) = open.pop() {
        bail!("{kind}{number} is never closed");
    }
    let mut statements: Vec<Statement> = statements.into_values().filter(|s| !s.content.is_empty()).collect();
    for statement in &mut statements {
        statement.content.sort_by_key(|span| span.start);
    }
    Ok(Article { text, statements })
}
