//! `onrecord topics`

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;

use super::global::{Global, width};
use super::own_topics;
use super::similar::one_statement;
use super::tally::Tally;
use super::{FOUND, NOTHING};
use crate::index::{Facet, Library, apply_own_topics};
use crate::output::{Cell, write_table};
use crate::topic::{ArticleTopics, TopicHit, topics};

/// List what statements are about, and how often
///
/// Topics are those of a taxonomy keyed to IPTC Media Topics, and own ones: topics.toml in the
/// folder of the index names queries. New articles get them when they are indexed; --apply puts
/// them on all statements without reading an article again.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord topics --speaker rubio
  onrecord topics --why 05adffc7fdfdb1c5       the words that speak for each topic
  onrecord topics --apply                      after a change in topics.toml

A file of own topics:
  [topics]
  \"ours/harbour\" = '(port OR harbour) -airport'
  \"ours/denials\" = 'act:deny topic:politics'")]
pub struct Topics {
    /// Show which words made the topics of a statement
    #[arg(long, value_name = "ID", conflicts_with = "apply")]
    why: Option<String>,
    /// Put the own topics on all statements
    #[arg(long)]
    apply: bool,
    /// The file of own topics, in place of topics.toml in the folder of the index
    #[arg(long, value_name = "FILE", requires = "apply")]
    own: Option<PathBuf>,
    /// Wait while another process writes the index
    #[arg(long, requires = "apply")]
    wait: bool,
    #[command(flatten)]
    tally: Tally,
}

impl Topics {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        if self.apply {
            return self.write_applied(global, out, talk);
        }
        match &self.why {
            Some(id) => self.write_evidence(&global.open()?, id, out, talk),
            None => self.tally.run(Facet::Topic, global, out, talk),
        }
    }

    fn write_applied(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let folder = global.folder()?;
        let Some(own) = own_topics::stated(global, &folder, self.own.as_deref())? else {
            bail!("{}: there is no topics.toml; write one, or name a file with --own", folder.display());
        };
        let applied = apply_own_topics(&folder, &own, self.wait)?;
        let rows: Vec<Vec<Cell>> = applied
            .statements
            .into_iter()
            .map(|(name, count)| vec![Cell::Number(count as u64), Cell::Text(name)])
            .collect();
        write_table(out, self.tally.format, &["count", "topic"], &rows, width())?;
        writeln!(talk, "{} statements changed", applied.changed)?;
        Ok(FOUND)
    }

    fn write_evidence(
        &self,
        index: &Library,
        id: &str,
        out: &mut dyn Write,
        talk: &mut dyn Write,
    ) -> anyhow::Result<u8> {
        let Some(statement) = one_statement(index, id)? else {
            writeln!(talk, "no statement with the id '{id}'; search prints the ids")?;
            return Ok(NOTHING);
        };
        let text = index.article_text(&statement.article.id)?.unwrap_or_default();
        let around = ArticleTopics::new(statement.article.title.as_deref(), None, &[], &text);
        let found = around.assign(&statement.text, &statement.context);
        let rows: Vec<Vec<Cell>> = statement
            .topics
            .iter()
            .map(|topic| {
                let code = topics().iter().find(|known| known.path == topic).map(|known| known.code);
                let hit = found.iter().find(|hit| hit.path == topic);
                vec![
                    Cell::Text(topic.clone()),
                    Cell::Text(code.unwrap_or("").to_owned()),
                    Cell::Text(evidence(code, hit)),
                ]
            })
            .collect();
        if rows.is_empty() {
            writeln!(talk, "the statement has no topic: too few words speak for any")?;
            return Ok(NOTHING);
        }
        write_table(out, self.tally.format, &["topic", "code", "why"], &rows, width())?;
        Ok(FOUND)
    }
}

fn evidence(code: Option<&str>, hit: Option<&TopicHit>) -> String {
    match (code, hit) {
        (None, _) => "an own topic: its query matches".to_owned(),
        (_, Some(hit)) => hit.evidence.join(", "),
        // A section or keywords of the article are not kept in the index.
        (_, None) => "the section or the keywords of the article".to_owned(),
    }
}
