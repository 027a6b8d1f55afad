//! Searching: the statements that a query matches, counted, ordered and marked.

use std::collections::HashMap;

use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Count, TopDocs};
use tantivy::schema::Value;
use tantivy::{DocAddress, Order, TantivyDocument};

use super::compile::compile;
use super::count::{Bucket, CountBy, Facet, ordered};
use super::document::record;
use super::error::IndexError;
use super::fields::column;
use super::highlight::Highlighter;
use super::open::Index;
use crate::query::{Expr, KeyField, Query, Sort};
use crate::record::{Span, Statement};

/// A statement that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub statement: Statement,
    /// How well it matches; 0 where nothing in the query ranks.
    pub score: f32,
    /// Where the words of the query stand in `statement.text`, in code points.
    pub highlights: Vec<Span>,
    /// The key of the order, to merge the hits of several indexes: higher comes first.
    pub(super) rank: f64,
}

/// The part of a result that was asked for, and how large the whole is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub hits: Vec<Hit>,
    pub total: usize,
}

impl Index {
    /// Returns the statements that the query matches.
    pub fn search(&self, query: &Query) -> Result<Found, IndexError> {
        let searcher = self.searcher();
        let compiled = compile(query, &self.fields);
        if query.limit == 0 {
            return Ok(Found {
                hits: Vec::new(),
                total: self.count(query)?,
            });
        }
        let most = (searcher.num_docs() as usize).max(1);
        let top = TopDocs::with_limit(query.limit.min(most)).and_offset(query.offset.min(most));
        let tie = || {
            (
                SortByStaticFastValue::<u64>::for_field(column::TIE),
                Order::Asc,
            )
        };
        let by_day = |order| {
            (
                SortByStaticFastValue::<i64>::for_field(column::SAID_FIRST),
                order,
            )
        };
        let sort = match query.sort {
            Sort::Relevance | Sort::Fresh if !query.expr.ranks() => Sort::Newest,
            sort => sort,
        };
        let dated = |(keys, address): ((Option<i64>, Option<u64>), DocAddress), sign: f64| {
            (
                keys.0.map_or(f64::NEG_INFINITY, |day| day as f64 * sign),
                0.0,
                address,
            )
        };
        let (ranked, total): (Vec<(f64, f32, DocAddress)>, usize) = match sort {
            Sort::Relevance | Sort::Fresh => {
                let top = top.order_by((SortBySimilarityScore, tie()));
                let (hits, total) = searcher
                    .search(&compiled, &(top, Count))
                    .map_err(|e| self.error(e))?;
                let hits = hits.into_iter();
                (
                    hits.map(|((score, _), at)| (f64::from(score), score, at))
                        .collect(),
                    total,
                )
            }
            Sort::Newest | Sort::Oldest => {
                let (order, sign) = match sort {
                    Sort::Newest => (Order::Desc, 1.0),
                    _ => (Order::Asc, -1.0),
                };
                let top = top.order_by((by_day(order), tie()));
                let (hits, total) = searcher
                    .search(&compiled, &(top, Count))
                    .map_err(|e| self.error(e))?;
                (
                    hits.into_iter().map(|hit| dated(hit, sign)).collect(),
                    total,
                )
            }
        };
        let mut highlighter = Highlighter::new(&query.expr);
        let mut hits = Vec::with_capacity(ranked.len());
        for (rank, score, address) in ranked {
            let document: TantivyDocument =
                searcher.doc(address).map_err(|error| self.error(error))?;
            if let Some(statement) = record(&self.fields, &document) {
                let highlights = highlighter.spans(&statement.text);
                hits.push(Hit {
                    statement,
                    score,
                    highlights,
                    rank,
                });
            }
        }
        Ok(Found { hits, total })
    }

    /// Returns how many statements the query matches.
    pub fn count(&self, query: &Query) -> Result<usize, IndexError> {
        let compiled = compile(query, &self.fields);
        self.searcher()
            .search(&compiled, &Count)
            .map_err(|error| self.error(error))
    }

    /// Counts the statements that the query matches by a facet, in order.
    pub fn facet(&self, query: &Query, facet: Facet) -> Result<Vec<Bucket>, IndexError> {
        Ok(ordered(facet, self.facet_counts(query, facet)?))
    }

    pub(super) fn facet_counts(
        &self,
        query: &Query,
        facet: Facet,
    ) -> Result<HashMap<String, u64>, IndexError> {
        let compiled = compile(query, &self.fields);
        self.searcher()
            .search(&compiled, &CountBy(facet))
            .map_err(|error| self.error(error))
    }

    /// Returns the text of the article with that id, if a statement of it is in the index.
    pub fn article_text(&self, id: &str) -> Result<Option<String>, IndexError> {
        let searcher = self.searcher();
        let mut query = Query::new(Expr::and([
            Expr::Is {
                field: KeyField::Article,
                value: id.to_owned(),
            },
            Expr::Flag {
                field: crate::query::FlagField::Negated,
                wanted: None,
            },
        ]));
        query.limit = usize::MAX;
        let compiled = compile(&query, &self.fields);
        let places = searcher
            .search(&compiled, &tantivy::collector::DocSetCollector)
            .map_err(|error| self.error(error))?;
        for address in places {
            let document: TantivyDocument =
                searcher.doc(address).map_err(|error| self.error(error))?;
            let text = document.get_first(self.fields.article_text);
            if let Some(text) = text.as_ref().and_then(|text| text.as_bytes()) {
                return Ok(Some(String::from_utf8_lossy(text).into_owned()));
            }
        }
        Ok(None)
    }
}
