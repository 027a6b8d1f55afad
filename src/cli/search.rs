//! `onrecord search`

use std::io::{IsTerminal, Write};

use anyhow::bail;

use super::filters::Filters;
use super::global::Global;
use super::look::Look;
use super::suggestion::{explain_nothing, tell_rest, tell_taken};
use super::tally::{parse_facets, write_facets};
use super::{FOUND, NOTHING};
use crate::output::Format;
use crate::query::{Collapse, Sort};
use crate::record::SCHEMA;

/// Search statements by words, speaker, topic, date and more
///
/// All words must occur, in any inflection: in the statement, its context, the article's title or
/// the speaker's name. Without words, the newest statements come first.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord search ceasefire talks --speaker 'von der leyen' --since 2025-11
  onrecord search '\"red line\" OR ultimatum' --kind direct --sort newest
  onrecord search 'infla* -forecast role:minister said:6m..'
  onrecord search --speaker rubio --format csv --fields said_on,text,url --limit 0
  onrecord search sanctions --facets speaker,month --limit 5

Query language:
  word         in any inflection      \"a phrase\"        words side by side
  =word        in this form only      \"near words\"~3    at most 3 places apart
  pref*        words that begin so    \"a phras*\"        a phrase that begins so
  fuzy~        words nearly so        -word, NOT word   without it
  a OR b, ( )  either; grouping
  speaker: role: topic: about: outlet: kind: act: title: text: article: id:
  said:2025-11-20..2025-11-24   said:>=2025-11   said:2w..   published:2025
  negated:yes|no|any   headline:yes|no|any")]
pub struct Search {
    #[command(flatten)]
    filters: Filters,
    /// The order of the results [default: relevance]
    #[arg(long, value_name = "ORDER")]
    sort: Option<Order>,
    /// How many statements to show; 0 shows all [default: 10]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// How many statements to leave out at the beginning
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Print only how many there are
    #[arg(long)]
    count: bool,
    /// Show statements with the same words once, as they were published first
    #[arg(long, conflicts_with = "group_by")]
    unique: bool,
    /// Show the best statement of each speaker, article or story
    #[arg(long, value_name = "WHAT")]
    group_by: Option<GroupBy>,
    /// Print how the query and its filters were read, and search nothing
    #[arg(long)]
    explain_query: bool,
    /// Count the results by speaker, topic, outlet, act, kind, article, day, week, month, year,
    /// in place of them; with --limit N, below the first N of them
    #[arg(long, value_name = "LIST")]
    facets: Option<String>,
    #[command(flatten)]
    look: Look,
}

/// What results are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum GroupBy {
    Speaker,
    Article,
    /// Articles that are nearly the same, as copies of a wire story are
    Story,
}

/// An order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Order {
    /// Best match first
    Relevance,
    Newest,
    Oldest,
    /// Best match first, recent ones preferred
    Fresh,
}

impl Search {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        let mut query = self.filters.query()?;
        query.sort = match self.sort.or(global.config.sort).unwrap_or(Order::Relevance) {
            Order::Relevance => Sort::Relevance,
            Order::Newest => Sort::Newest,
            Order::Oldest => Sort::Oldest,
            Order::Fresh => Sort::Fresh(jiff::Zoned::now().date()),
        };
        query.limit = match self.limit.or(global.config.limit).unwrap_or(10) {
            0 => usize::MAX,
            limit => limit,
        };
        query.offset = self.offset;
        query.collapse = match (self.unique, self.group_by) {
            (true, _) => Some(Collapse::SameWords),
            (_, Some(GroupBy::Speaker)) => Some(Collapse::Speaker),
            (_, Some(GroupBy::Article)) => Some(Collapse::Article),
            (_, Some(GroupBy::Story)) => Some(Collapse::Story),
            _ => None,
        };
        if self.explain_query {
            writeln!(out, "{query}")?;
            return Ok(FOUND);
        }
        let mut writer = self.look.writer(global)?;
        let facets = parse_facets(self.facets.as_deref())?;
        let index = global.open()?;
        tell_taken(&index, &query, talk)?;
        if self.count {
            let count = index.count(&query)?;
            writeln!(out, "{count}")?;
            return Ok(if count > 0 { FOUND } else { NOTHING });
        }
        let format = self.look.format(global);
        if !facets.is_empty() && self.limit.is_none() {
            return write_facets(&index, &query, &facets, format, out);
        }
        let whole = !facets.is_empty() && format == Format::Json;
        if !facets.is_empty() && matches!(format, Format::Csv | Format::Tsv) {
            bail!("--facets with --limit makes two tables; leave --limit out, or use --format json");
        }
        let found = index.search(&query)?;
        if whole {
            write!(out, "{{\"schema\":{SCHEMA},\"total\":{},\"statements\":", found.total)?;
        }
        for hit in &found.hits {
            writer.hit(out, hit)?;
        }
        writer.end(out)?;
        if !facets.is_empty() {
            match format {
                Format::Text | Format::Md if !found.hits.is_empty() => writeln!(out)?,
                Format::Json => write!(out, ",\"facets\":")?,
                _ => {}
            }
            write_facets(&index, &query, &facets, format, out)?;
            if whole {
                writeln!(out, "}}")?;
            }
        }
        out.flush()?;
        if found.total == 0 {
            explain_nothing(&index, &query, talk)?;
        } else if self.look.for_reading(global) && std::io::stdout().is_terminal() {
            tell_rest(talk, found.hits.len(), self.offset, found.total)?;
        }
        Ok(if found.total > 0 { FOUND } else { NOTHING })
    }
}
