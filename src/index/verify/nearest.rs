//! The statements whose words are nearest to a text.

use std::collections::HashSet;

use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query as Compiled, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::align::{Alignment, Words, align};
use crate::index::compile::compile;
use crate::index::error::IndexError;
use crate::index::search::Library;
use crate::index::words::Analyzers;
use crate::query::{Expr, FlagField, KeyField, Query};
use crate::record::Statement;

/// The words of a text that are rare enough to find its like: so many of them.
const RAREST: usize = 12;
/// Even the most frequent word counts a little.
const LEAST_WEIGHT: f64 = 0.2;
/// How many statements are compared word by word.
const COMPARED: usize = 60;

/// A text to compare, with the weight of its words.
pub(super) struct Model {
    pub words: Words,
    /// The rarer a word is, the more it tells.
    pub weights: Vec<f64>,
    /// The rarest words in the form in which they are indexed.
    rarest: Vec<String>,
}

/// A statement that is near to a text.
#[derive(Debug, Clone)]
pub(super) struct Near {
    pub statement: Statement,
    pub words: Words,
    pub alignment: Alignment,
    /// The part of the text that it has, between 0 and 1: of its words, and of their weight.
    pub coverage: f64,
    /// The part of both that is the same, between 0 and 1.
    pub similarity: f64,
}

impl Library {
    /// Weighs the words of a text.
    pub(super) fn model(&self, text: &str) -> Result<Model, IndexError> {
        let mut analyzers = Analyzers::new();
        let words = analyzers.words(text, false);
        let stems = analyzers.words(text, true);
        let statements = self.statements() as f64;
        let mut weights: Vec<Option<f64>> = Vec::with_capacity(words.len());
        let mut rare: Vec<(f64, String)> = Vec::new();
        for (stem, _) in &stems {
            let mut frequency = 0;
            for index in self.indexes() {
                let term = Term::from_field_text(index.fields.text, stem);
                frequency += index.searcher().doc_freq(&term).map_err(|error| index.error(error))?;
            }
            let weight = ((statements + 1.0) / (frequency as f64 + 0.5)).ln().max(LEAST_WEIGHT);
            weights.push((frequency > 0).then_some(weight));
            if frequency > 0 {
                rare.push((weight, stem.clone()));
            }
        }
        // A word that stands nowhere, such as a misspelt one, counts like the others.
        let usual = rare.iter().map(|(weight, _)| weight).sum::<f64>() / rare.len().max(1) as f64;
        let weights = weights.into_iter().map(|weight| weight.unwrap_or(usual)).collect();
        rare.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        rare.dedup_by(|a, b| a.1 == b.1);
        let rarest = rare.into_iter().take(RAREST).map(|(_, stem)| stem).collect();
        Ok(Model { words, weights, rarest })
    }

    /// Returns the statements that `filter` matches and that are nearest to the text, the nearest
    /// first.
    pub(super) fn near(&self, model: &Model, filter: &Expr) -> Result<Vec<Near>, IndexError> {
        let mut near = Vec::new();
        let mut analyzers = Analyzers::new();
        for index in self.indexes() {
            let words = model.rarest.iter().map(|stem| {
                let term = Term::from_field_text(index.fields.text, stem);
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Compiled>
            });
            let words: Box<dyn Compiled> = Box::new(BooleanQuery::union(words.collect()));
            let query = match filter {
                Expr::All => words,
                filter => {
                    let any = Expr::Flag { field: FlagField::Negated, wanted: None };
                    let filter = Query::new(Expr::and([filter.clone(), any]));
                    let filter = compile(&filter, &index.fields, &index.archive);
                    let must = vec![(Occur::Must, words), (Occur::Must, filter)];
                    Box::new(BooleanQuery::new(must))
                }
            };
            let top = TopDocs::with_limit(COMPARED).order_by_score();
            let found = index.searcher().search(&query, &top).map_err(|error| index.error(error))?;
            for (_, address) in found {
                if let Some(statement) = index.statement(address)? {
                    near.push(compare(model, statement, &mut analyzers));
                }
            }
        }
        near.sort_by(|a, b| b.nearness().total_cmp(&a.nearness()).then_with(|| a.statement.id.cmp(&b.statement.id)));
        Ok(near)
    }
}

impl Near {
    fn nearness(&self) -> f64 {
        self.coverage + self.similarity
    }
}

fn compare(model: &Model, statement: Statement, analyzers: &mut Analyzers) -> Near {
    let words = analyzers.words(&statement.text, false);
    let alignment = align(&model.words, &words);
    let all: f64 = model.weights.iter().sum();
    let pairs = alignment.matches.iter().zip(&model.weights);
    let same: f64 = pairs.filter(|(place, _)| place.is_some()).map(|(_, weight)| weight).sum();
    let lengths = model.words.len() + alignment.window.len();
    let similarity = 2.0 * alignment.same() as f64 / lengths.max(1) as f64;
    let weighted = if all > 0.0 { same / all } else { 0.0 };
    let plain = alignment.same() as f64 / model.words.len().max(1) as f64;
    let coverage = (weighted + plain) / 2.0;
    Near { statement, words, alignment, coverage, similarity }
}

/// How a statement relates to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// With nearly the same words.
    Same,
    /// With many of the same words.
    Similar,
    /// With many of the same words, and one of the two denies.
    Opposite,
}

/// A statement that is like another one.
#[derive(Debug, Clone)]
pub struct Similar {
    pub statement: Statement,
    pub relation: Relation,
    /// The part of the other's words that it has, the rare ones counting more, between 0 and 1.
    pub similarity: f64,
}

/// From here on, two statements have nearly the same words, or something in common.
const NEARLY_SAME: f64 = 0.8;
const IN_COMMON: f64 = 0.25;

impl Library {
    /// Returns the statements that `filter` matches and that are most like this one, without it.
    pub fn similar(&self, statement: &Statement, filter: &Expr, limit: usize) -> Result<Vec<Similar>, IndexError> {
        let model = self.model(&statement.text)?;
        let mut analyzers = Analyzers::new();
        let mut stems =
            |text: &str| -> HashSet<String> { analyzers.words(text, true).into_iter().map(|(word, _)| word).collect() };
        let own = stems(&statement.text);
        let weight_of: Vec<(String, f64)> = {
            let mut analyzers = Analyzers::new();
            let words = analyzers.words(&statement.text, true).into_iter().map(|(word, _)| word);
            words.zip(model.weights.iter().copied()).collect()
        };
        let all: f64 = weight_of.iter().map(|(_, weight)| weight).sum();
        let mut similar = Vec::new();
        for near in self.near(&model, filter)? {
            if near.statement.id == statement.id {
                continue;
            }
            let other = stems(&near.statement.text);
            let shared: f64 = weight_of.iter().filter(|(word, _)| other.contains(word)).map(|(_, w)| w).sum();
            let similarity = if all > 0.0 { shared / all } else { 0.0 };
            if similarity < IN_COMMON {
                continue;
            }
            let denies = denies(statement, &own) != denies(&near.statement, &other);
            let relation = match similarity {
                _ if denies => Relation::Opposite,
                s if s >= NEARLY_SAME => Relation::Same,
                _ => Relation::Similar,
            };
            similar.push(Similar { statement: near.statement, relation, similarity });
        }
        similar.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then_with(|| a.statement.id.cmp(&b.statement.id)));
        similar.truncate(limit);
        Ok(similar)
    }

    /// Returns the statement with that id.
    pub fn statement(&self, id: &str) -> Result<Option<Statement>, IndexError> {
        let query = Query::new(Expr::Is { field: KeyField::Id, value: id.to_owned() });
        let hits = self.search(&query)?.hits.into_iter();
        Ok(hits.map(|hit| hit.statement).find(|statement| statement.id == id))
    }
}

/// Whether a statement says that something is not so. "We will not close the port", "he denied
/// that the port would close"; one that does both denies nothing.
fn denies(statement: &Statement, stems: &HashSet<String>) -> bool {
    let listed = |section: &str, word: &str| {
        let lines = include_str!("../../../lexicon/denials.txt").lines();
        let mut inside = false;
        lines.map(str::trim).any(|line| {
            if let Some(name) = line.strip_prefix('[') {
                inside = name.trim_end_matches(']') == section;
            }
            inside && line == word
        })
    };
    let act = listed("acts", &statement.act);
    let word = stems.iter().any(|stem| listed("words", stem));
    act != word
}
