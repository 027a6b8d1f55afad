//! `onrecord speakers`

use std::io::Write;

use super::global::{Global, width};
use super::suggestion::{explain_nothing, tell_taken};
use super::tally::Tally;
use super::{FOUND, NOTHING};
use crate::index::{Library, SpeakerLine};
use crate::output::{Cell, Format, write_table};
use crate::query::{self, Expr, Query};
use crate::speaker::identity::{Suggestion, kind_word};

/// List who is quoted, and how often
///
/// One speaker goes by several names: "Volodymyr Zelensky", "Zelenskiy", "President Zelenskyy".
/// They are counted as one where the index shows that they are one. An aliases file states by hand
/// what it does not show: aliases.toml in the folder of the index, or the file that --aliases
/// names.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord speakers --topic economy --since 2025-01
  onrecord speakers --same zelensky            which spellings are one speaker, and why
  onrecord speakers --suggest >> aliases.toml  pairs that may be one; keep what is right

An aliases file:
  [[join]]                          # one speaker
  name = \"Volodymyr Zelensky\"
  names = [\"Vladimir Zelensky\"]

  [[split]]                         # another one of the same name
  name = \"Scott Brown\"
  role = \"economist\"                # words of the role; without it, this spelling alone
  as = \"Scott Brown (economist)\"")]
pub struct Speakers {
    /// Show which names were taken for one speaker, and why
    #[arg(long, value_name = "NAME", conflicts_with = "suggest")]
    same: Option<String>,
    /// Print pairs of speakers that may be one, as an aliases file
    #[arg(long)]
    suggest: bool,
    #[command(flatten)]
    tally: Tally,
}

/// How many roles are named where all are data.
const ROLES: usize = 3;

impl Speakers {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let index = global.open()?;
        if let Some(name) = &self.same {
            return self.write_same(&index, name, out, talk);
        }
        if self.suggest {
            return self.write_suggestions(&index, out, talk);
        }
        let query = self.tally.filters.query()?;
        tell_taken(&index, &query, talk)?;
        let most = if self.tally.count { 0 } else { self.tally.offset.saturating_add(self.tally.most()) };
        let (speakers, all) = index.top_speakers(&query, most)?;
        if self.tally.count {
            writeln!(out, "{all}")?;
        }
        if all == 0 {
            match index.count(&query)? {
                0 => explain_nothing(&index, &query, talk)?,
                count => writeln!(talk, "{count} statements match, and none has a known speaker")?,
            }
            return Ok(NOTHING);
        }
        if !self.tally.count {
            let shown = speakers.into_iter().skip(self.tally.offset);
            let rows: Vec<Vec<Cell>> = shown.map(|speaker| self.row(speaker)).collect();
            write_table(out, self.tally.format, &["count", "speaker", "first", "last", "roles"], &rows, width())?;
        }
        Ok(FOUND)
    }

    fn row(&self, speaker: SpeakerLine) -> Vec<Cell> {
        let roles = if self.tally.format == Format::Text { 1 } else { ROLES };
        let mut roles: Vec<String> = speaker.roles.into_iter().take(roles).collect();
        if roles.is_empty() {
            roles.extend(speaker.kind.map(kind_word).map(|kind| format!("({kind})")));
        }
        vec![
            Cell::Number(speaker.count),
            Cell::Text(speaker.name),
            Cell::Text(speaker.first.unwrap_or_default()),
            Cell::Text(speaker.last.unwrap_or_default()),
            Cell::Text(roles.join("; ")),
        ]
    }

    fn write_same(&self, index: &Library, name: &str, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let leaf = query::filter("speaker", name, jiff::Zoned::now().date())
            .map_err(|error| anyhow::anyhow!("--same: {error}"))?;
        let spellings = match &leaf {
            Expr::Match { pattern, .. } => index.spellings(pattern),
            _ => Vec::new(),
        };
        if spellings.is_empty() {
            explain_nothing(index, &Query::new(leaf), talk)?;
            return Ok(NOTHING);
        }
        let shown = spellings.into_iter().skip(self.tally.offset).take(self.tally.most());
        let rows: Vec<Vec<Cell>> = shown
            .map(|spelling| {
                vec![
                    Cell::Text(spelling.speaker),
                    Cell::Number(spelling.count),
                    Cell::Text(spelling.name),
                    Cell::Text(spelling.role.unwrap_or_default()),
                    Cell::Text(spelling.why),
                ]
            })
            .collect();
        write_table(out, self.tally.format, &["speaker", "count", "spelling", "role", "why"], &rows, width())?;
        Ok(FOUND)
    }

    fn write_suggestions(&self, index: &Library, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let suggestions = index.suggestions();
        if suggestions.is_empty() {
            writeln!(talk, "no two speakers look like one")?;
            return Ok(NOTHING);
        }
        for suggestion in suggestions.into_iter().skip(self.tally.offset).take(self.tally.most()) {
            write_suggestion(out, &suggestion)?;
        }
        Ok(FOUND)
    }
}

fn write_suggestion(out: &mut dyn Write, suggestion: &Suggestion) -> std::io::Result<()> {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let role = |at: usize| match suggestion.roles[at].as_deref() {
        Some(role) => format!("{}, {} statements", role.replace(['\n', '\r'], " "), suggestion.statements[at]),
        None => format!("{} statements", suggestion.statements[at]),
    };
    writeln!(out, "# {}", suggestion.why)?;
    writeln!(out, "[[join]]")?;
    writeln!(out, "name = {}  # {}", quoted(&suggestion.name), role(0))?;
    writeln!(out, "names = [{}]  # {}\n", quoted(&suggestion.other), role(1))
}
