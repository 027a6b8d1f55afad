//! What somebody asks for, before it is one [`Query`]: words and filters by name, as options of the
//! command line and parameters of an address give them.

use std::fmt;

use jiff::civil::Date;

use super::{Expr, FlagField, Query, QueryError, filter, parse};

/// The filters that have a value, in the order in which help lists them. Values of one filter are
/// alternatives.
pub const FILTERS: [&str; 12] =
    ["speaker", "role", "topic", "about", "outlet", "kind", "act", "title", "article", "since", "until", "on"];

/// Words and filters as they were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    pub words: String,
    /// Name and value, the name one of [`FILTERS`].
    pub filters: Vec<(&'static str, String)>,
    /// Take "in November" for any day of November.
    pub loose: bool,
    /// Only what was not said.
    pub negated: bool,
    /// Also what was not said.
    pub with_negated: bool,
    /// Only statements in headlines.
    pub headline: bool,
    pub without_headlines: bool,
    /// Words match only in the form typed.
    pub exact: bool,
}

/// What is wrong with one part of what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedError {
    /// The filter; `None` for the words.
    pub filter: Option<&'static str>,
    pub error: QueryError,
}

impl fmt::Display for AskedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.filter {
            Some(name) => write!(f, "--{name}: {}", self.error),
            None => self.error.fmt(f),
        }
    }
}

impl std::error::Error for AskedError {}

impl Asked {
    /// Returns the query that the words and the filters make together.
    pub fn query(&self, today: Date) -> Result<Query, AskedError> {
        let words = parse(&self.words, today).map_err(|error| AskedError { filter: None, error })?;
        let mut parts = vec![if self.exact { words.into_exact() } else { words }];
        for name in FILTERS {
            let mut either = Vec::new();
            for (_, value) in self.filters.iter().filter(|(given, _)| *given == name) {
                either.push(filter(name, value, today).map_err(|error| AskedError { filter: Some(name), error })?);
            }
            parts.push(Expr::or(either));
        }
        let flag = |field, wanted| Expr::Flag { field, wanted };
        if self.negated {
            parts.push(flag(FlagField::Negated, Some(true)));
        }
        if self.with_negated {
            parts.push(flag(FlagField::Negated, None));
        }
        if self.headline {
            parts.push(flag(FlagField::Headline, Some(true)));
        }
        if self.without_headlines {
            parts.push(flag(FlagField::Headline, Some(false)));
        }
        Ok(Query { loose: self.loose, ..Query::new(Expr::and(parts)) })
    }

    /// Returns the values of a filter.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.filters.iter().filter(move |(given, _)| *given == name).map(|(_, value)| value.as_str())
    }
}
