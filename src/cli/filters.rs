//! The query and its filters, as all commands that look something up take them.

use clap::ArgAction;
use clap_complete::engine::ArgValueCompleter;
use serde::{Deserialize, Serialize};

use super::names;
use crate::query::{self, Asked, Expr, Query};

/// What to look for
#[derive(Debug, Clone, Default, Serialize, Deserialize, clap::Args)]
#[serde(default)]
pub struct Filters {
    /// Words that must all occur, "phrases", -not, OR, prefix*, fuzzy~, field:value
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Said by: a name or a part of it; given twice, either
    #[arg(long, value_name = "NAME", help_heading = "Filters", add = ArgValueCompleter::new(names::speakers))]
    speaker: Vec<String>,
    /// Said by somebody who is described like this: senator
    #[arg(long, value_name = "WORDS", help_heading = "Filters")]
    role: Vec<String>,
    /// On this topic or one below it: politics, diplomacy
    #[arg(long, value_name = "TOPIC", help_heading = "Filters", add = ArgValueCompleter::new(names::topics))]
    topic: Vec<String>,
    /// The statement mentions this
    #[arg(long, value_name = "WORDS", help_heading = "Filters")]
    about: Vec<String>,
    /// Published by
    #[arg(long, value_name = "NAME", help_heading = "Filters", add = ArgValueCompleter::new(names::outlets))]
    outlet: Vec<String>,
    /// direct (all in quotation marks), mixed (partly) or indirect
    #[arg(long, value_name = "KIND", help_heading = "Filters")]
    kind: Vec<String>,
    /// What the speaker did with the words: deny, promise, warn, ask
    #[arg(long, value_name = "ACT", help_heading = "Filters", add = ArgValueCompleter::new(names::acts))]
    act: Vec<String>,
    /// Words in the title of the article
    #[arg(long, value_name = "WORDS", help_heading = "Filters")]
    title: Vec<String>,
    /// In the article with this id
    #[arg(long, value_name = "ID", help_heading = "Filters")]
    article: Vec<String>,
    /// Said on this day or later: 2025-11-23, 2025-11, 2w (ago), yesterday
    #[arg(long, value_name = "DATE", help_heading = "Filters")]
    since: Option<String>,
    /// Said on this day or before
    #[arg(long, value_name = "DATE", help_heading = "Filters")]
    until: Option<String>,
    /// Said on this day, or in this month or year
    #[arg(long, value_name = "DATE", help_heading = "Filters", conflicts_with_all = ["since", "until"])]
    on: Option<String>,
    /// Take "in November" for any day of November
    #[arg(long, help_heading = "Filters")]
    loose: bool,
    /// Only what was not said: "declined to say ..."
    #[arg(long, help_heading = "Filters", conflicts_with = "with_negated")]
    negated: bool,
    /// Also what was not said
    #[arg(long, help_heading = "Filters")]
    with_negated: bool,
    /// Only statements in headlines
    #[arg(long, help_heading = "Filters", conflicts_with = "without_headlines", action = ArgAction::SetTrue)]
    headline: bool,
    /// No statements in headlines
    #[arg(long, help_heading = "Filters")]
    without_headlines: bool,
    /// Words match only in the form typed, not in other inflections
    #[arg(long, help_heading = "Filters")]
    exact: bool,
}

impl Filters {
    /// Parses a query that stands alone.
    pub(super) fn parse(query: &str) -> anyhow::Result<Expr> {
        query::parse(query, jiff::Zoned::now().date()).map_err(|error| anyhow::anyhow!("{error}"))
    }

    /// Returns the query that the words and the filters make together.
    pub fn query(&self) -> anyhow::Result<Query> {
        let mut filters = Vec::new();
        let lists = [
            ("speaker", &self.speaker),
            ("role", &self.role),
            ("topic", &self.topic),
            ("about", &self.about),
            ("outlet", &self.outlet),
            ("kind", &self.kind),
            ("act", &self.act),
            ("title", &self.title),
            ("article", &self.article),
        ];
        for (name, values) in lists {
            filters.extend(values.iter().map(|value| (name, value.clone())));
        }
        for (name, value) in [("since", &self.since), ("until", &self.until), ("on", &self.on)] {
            filters.extend(value.iter().map(|value| (name, value.clone())));
        }
        let asked = Asked {
            words: self.query.join(" "),
            filters,
            loose: self.loose,
            negated: self.negated,
            with_negated: self.with_negated,
            headline: self.headline,
            without_headlines: self.without_headlines,
            exact: self.exact,
        };
        asked.query(jiff::Zoned::now().date()).map_err(|error| anyhow::anyhow!("{error}"))
    }
}
