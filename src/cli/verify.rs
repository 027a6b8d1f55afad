//! `onrecord verify`

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::global::{Global, paper, width};
use super::{FOUND, NOTHING};
use crate::index::{DifferenceKind, Finding};
use crate::output::wrap::{Piece, wrap};
use crate::output::{finding_json as to_json, style};
use crate::query::{self, Expr};

/// Tell whether something was said, by whom, and what was changed
///
/// Finds the statement nearest to a quotation, also when words were changed, left out or joined.
/// In the comparison, [-words-] stand only in the quotation and {+words+} only in the statement.
/// The exit code is 0 when it was said, in whole or in part, and 1 when it was not, or by
/// somebody else.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord verify 'we will not close the port' --speaker quill
  onrecord verify --file claims.txt > verdicts.jsonl")]
pub struct Verify {
    /// The words
    #[arg(value_name = "QUOTATION", required_unless_present = "file")]
    quotation: Vec<String>,
    /// Who is supposed to have said it: a name or a part of it
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// Said on this day or later
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Said on this day or before
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Verify each line of a file (- for the standard input) and print the findings as JSON lines
    #[arg(long, value_name = "FILE", conflicts_with = "quotation")]
    file: Option<PathBuf>,
    /// Print the finding as JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub fn run(&self, global: &Global, out: &mut dyn Write) -> anyhow::Result<u8> {
        let today = jiff::Zoned::now().date();
        let filter = |name: &str, value: &Option<String>| -> anyhow::Result<Expr> {
            match value {
                Some(value) => query::filter(name, value, today).map_err(|error| anyhow::anyhow!("--{name}: {error}")),
                None => Ok(Expr::All),
            }
        };
        let speaker = match filter("speaker", &self.speaker)? {
            Expr::All => None,
            speaker => Some(speaker),
        };
        let filter = Expr::and([filter("since", &self.since)?, filter("until", &self.until)?]);
        let library = global.open()?;
        let verify = |quotation: &str| library.verify(quotation, speaker.as_ref(), &filter);
        if let Some(file) = &self.file {
            return verify_file(file, &verify, out);
        }
        let quotation = self.quotation.join(" ");
        let finding = verify(&quotation)?;
        if self.json {
            writeln!(out, "{}", to_json(&quotation, &finding))?;
        } else {
            write_finding(out, &finding, width())?;
        }
        Ok(if finding.verdict.was_said() { FOUND } else { NOTHING })
    }
}

fn verify_file(
    file: &Path,
    verify: &dyn Fn(&str) -> Result<Finding, crate::index::IndexError>,
    out: &mut dyn Write,
) -> anyhow::Result<u8> {
    let input: Box<dyn BufRead> = if file.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        let opened = std::fs::File::open(file).with_context(|| file.display().to_string())?;
        Box::new(std::io::BufReader::new(opened))
    };
    let mut claims = 0;
    let mut said = 0;
    for line in input.split(b'\n') {
        let line = line.with_context(|| file.display().to_string())?;
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() {
            continue;
        }
        let finding = verify(line.trim())?;
        claims += 1;
        said += usize::from(finding.verdict.was_said());
        writeln!(out, "{}", to_json(line.trim(), &finding))?;
    }
    if claims == 0 {
        bail!("{}: there is no line with a quotation in it", file.display());
    }
    Ok(if said > 0 { FOUND } else { NOTHING })
}

fn write_finding(out: &mut dyn Write, finding: &Finding, columns: usize) -> std::io::Result<()> {
    let verdict_style = if finding.verdict.was_said() { style::CUE } else { style::FLAG };
    let verdict = finding.verdict.as_str();
    writeln!(out, "{verdict_style}{verdict}{verdict_style:#}: {}", finding.reasons.join("; "))?;
    let Some(statement) = &finding.statement else {
        return Ok(());
    };
    writeln!(out)?;
    let hit = crate::index::Hit::of(statement.clone());
    crate::output::write_hit(out, &hit, paper())?;
    let same = finding.differences.iter().all(|d| d.kind == DifferenceKind::Same);
    if !same {
        let marked: Vec<(String, anstyle::Style)> = finding
            .differences
            .iter()
            .map(|difference| match difference.kind {
                DifferenceKind::Same => (difference.text.clone(), anstyle::Style::new()),
                DifferenceKind::Added => (format!("[-{}-]", difference.text), style::FLAG),
                DifferenceKind::Missing => (format!("{{+{}+}}", difference.text), style::CUE),
            })
            .collect();
        let mut pieces = Vec::new();
        for (text, style) in &marked {
            pieces.push(Piece { text, style: *style });
            pieces.push(Piece { text: " ", style: anstyle::Style::new() });
        }
        writeln!(out)?;
        for line in wrap(&pieces, columns.clamp(20, 100) - 2) {
            writeln!(out, "  {line}")?;
        }
    }
    writeln!(out)?;
    if let Some(first) = &finding.first {
        let day = first.article.published.as_deref().and_then(|p| p.get(..10));
        let outlet = first.article.outlet.as_deref().unwrap_or(&first.article.path);
        writeln!(out, "first:    {outlet}{}", day.map(|day| format!(", {day}")).unwrap_or_default())?;
    }
    writeln!(out, "articles: {}", finding.articles)?;
    if !finding.outlets.is_empty() {
        writeln!(out, "outlets:  {} ({})", finding.outlets.len(), finding.outlets.join(", "))?;
    }
    for id in &finding.joined_with {
        writeln!(out, "and from: {id}")?;
    }
    Ok(())
}
