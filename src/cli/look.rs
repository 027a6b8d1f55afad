//! How results are shown, as the commands that print statements take it.

use anyhow::bail;

use super::global::{Global, paper};
use crate::output::{self, Ending, Format, Hits};

/// How to show results
#[derive(clap::Args)]
pub struct Look {
    /// The format of the results [default: text]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<Format>,
    /// The fields to print: speaker,said_on,text,url
    #[arg(long, value_name = "LIST", help_heading = "Output", conflicts_with = "template")]
    fields: Option<String>,
    /// Print each result by a template: '{{ speaker.name }}: {{ text }}'
    #[arg(long, value_name = "TEMPLATE", help_heading = "Output", conflicts_with = "format")]
    template: Option<String>,
    /// End each line of text, jsonl or a template with NUL, for xargs -0
    #[arg(short = '0', long, help_heading = "Output")]
    null: bool,
}

impl Look {
    pub(super) fn format(&self, global: &Global) -> Format {
        self.format.or(global.config.format).unwrap_or_default()
    }

    /// Returns whether results are shown as paragraphs, for reading.
    pub(super) fn for_reading(&self, global: &Global) -> bool {
        self.format(global) == Format::Text && self.fields.is_none() && self.template.is_none()
    }

    /// Returns the writer of results.
    pub(super) fn writer(&self, global: &Global) -> anyhow::Result<Box<dyn Hits>> {
        let columns = match self.fields.as_deref().map(output::columns).transpose() {
            Ok(columns) => columns,
            Err(error) => bail!("--fields: {error}"),
        };
        let look = output::Look {
            format: self.format(global),
            columns,
            template: self.template.clone(),
            ending: if self.null { Ending::Zero } else { Ending::LineBreak },
            paper: paper(),
        };
        output::hits(look).map_err(|error| anyhow::anyhow!("--template: {error}"))
    }
}
