//! The query language: from what a person typed to one [`Query`] value. Knows nothing of tantivy.
//!
//! ```text
//! peace talks                all of the words, in the statement, its context, title or speaker
//! "red line"  ="red lines"   a phrase in any inflection; exactly these words
//! "aid ukraine"~3            the words at most three places apart
//! infla*  zelensky~          words that begin so; words that are nearly so
//! "oil pric*"                a phrase whose last word begins so
//! -tariff  NOT tariff        without it
//! tariff OR duty  ( )        either; grouping
//! speaker:rubio              a filter; see [`Field`] for all of them
//! said:2025-11..2026-01-15   a period; also >=2025-11, 2w.., ..yesterday
//! ```
//!
//! Nothing that is typed makes the parser panic, and nothing is left out in silence: what cannot
//! be understood is a [`QueryError`] that points at the place. The command line's flags and the
//! page's parameters build the same value through [`filter`], so they cannot drift apart.

mod asked;
mod error;
mod expr;
mod field;
mod lex;
mod parse;
mod period;
mod suggest;

pub use asked::{Asked, AskedError, FILTERS};
pub use error::QueryError;
pub use expr::{Expr, Pattern};
pub use field::{DateField, Field, FlagField, KeyField, TextField};
pub use parse::{filter, parse};
pub use period::Period;
pub use suggest::nearest;

use std::fmt;

use jiff::civil::Date;

/// A search: what is asked for, in which order, and which part of the result.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    pub expr: Expr,
    pub sort: Sort,
    /// A statement dated "in November" counts as said on any day of that month.
    pub loose: bool,
    /// What counts as one result, if not each statement.
    pub collapse: Option<Collapse>,
    pub offset: usize,
    pub limit: usize,
}

/// The order of the results. Ties are always broken by the statement's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best match first, or the newest where nothing in the query can be ranked.
    #[default]
    Relevance,
    Newest,
    Oldest,
    /// Best match first, statements made shortly before this day ahead of old ones.
    Fresh(Date),
}

/// What counts as one result: the best statement of a group stands for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Collapse {
    /// Statements with the same words.
    SameWords,
    /// Statements of one speaker.
    Speaker,
    /// Statements in one article.
    Article,
    /// Statements in articles that are nearly the same, as copies of a wire story are.
    Story,
}

impl Collapse {
    /// Returns whether the statement that was published first stands for its group, rather than
    /// the best.
    pub fn shows_first_published(self) -> bool {
        self == Collapse::SameWords
    }
}

impl Query {
    /// Returns a query for everything that `expr` matches, best first, ten at a time.
    pub fn new(expr: Expr) -> Query {
        Query { expr, sort: Sort::default(), loose: false, collapse: None, offset: 0, limit: 10 }
    }

    /// Returns whether negated statements ("declined to say ...") are left out, which they are
    /// unless the query says something about them or asks for one statement by its id.
    pub fn hides_negated(&self) -> bool {
        !self.expr.any_leaf(&mut |leaf| {
            matches!(leaf, Expr::Flag { field: FlagField::Negated, .. })
                || matches!(leaf, Expr::Is { field: KeyField::Id, .. })
        })
    }
}

/// The expression in canonical syntax: parsing it again gives the same expression.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expr.fmt(f)
    }
}
