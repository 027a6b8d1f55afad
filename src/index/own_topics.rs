//! Own topics: names for queries, put on the statements that the queries match.
//!
//! They stand among a statement's topics, so that filters, counts and records know them like those
//! of the taxonomy. What is stored is enough to put them on and to take them off again: no article
//! is read for it, and only statements whose topics change are written.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument};

use super::count::Facet;
use super::document::{Maker, record};
use super::error::IndexError;
use super::search::Library;
use super::words::Analyzers;
use super::writer::Writer;
use crate::query::{Expr, FlagField, KeyField, Query};
use crate::topic;

/// What putting own topics on statements did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnTopics {
    /// How many statements each topic has, by its name.
    pub statements: BTreeMap<String, usize>,
    /// How many statements were written anew.
    pub changed: usize,
}

/// Puts own topics on the statements of the index in the folder `path`, and takes off those that
/// are stated no more. With `wait`, waits until no other process writes the index.
pub fn apply_own_topics(path: &Path, own: &[(String, Expr)], wait: bool) -> Result<OwnTopics, IndexError> {
    let library = Library::open(&[path.to_owned()])?;
    let mut wanted: HashMap<DocAddress, BTreeSet<&str>> = HashMap::new();
    let mut result = OwnTopics::default();
    let [index] = library.indexes() else { return Ok(result) };
    let any = Expr::Flag { field: FlagField::Negated, wanted: None };
    for (name, expr) in own {
        let query = Query::new(Expr::and([expr.clone(), any.clone()]));
        let found = index.addresses(&query)?;
        result.statements.insert(name.clone(), found.len());
        for address in found {
            wanted.entry(address).or_default().insert(name);
        }
    }
    // Those that have a topic which the taxonomy does not know.
    let everything = Query::new(any.clone());
    for bucket in library.facet(&everything, Facet::Topic)? {
        if !is_built_in(&bucket.value) {
            let has = Expr::Is { field: KeyField::Topic, value: bucket.value };
            for address in index.addresses(&Query::new(Expr::and([has, any.clone()])))? {
                wanted.entry(address).or_default();
            }
        }
    }
    let mut writer = None;
    let mut maker = Maker { fields: &index.fields, analyzers: Analyzers::new() };
    let mut addresses: Vec<DocAddress> = wanted.keys().copied().collect();
    addresses.sort_unstable();
    for address in addresses {
        let document: TantivyDocument = index.searcher().doc(address).map_err(|error| index.error(error))?;
        let Some(mut statement) = record(&index.fields, &document) else { continue };
        let kept = statement.topics.iter().filter(|topic| is_built_in(topic)).cloned();
        let topics: Vec<String> = kept.chain(wanted[&address].iter().map(|&name| name.to_owned())).collect();
        if topics == statement.topics {
            continue;
        }
        statement.topics = topics;
        let text = document.get_first(index.fields.article_text);
        let text = text.as_ref().and_then(|text| text.as_str());
        let writer = match &mut writer {
            Some(writer) => writer,
            None => writer.insert(Writer::open(path, wait)?),
        };
        writer.replace_statement(&statement.id, maker.document(&statement, text))?;
        result.changed += 1;
    }
    if let Some(mut writer) = writer {
        writer.commit()?;
        writer.close()?;
    }
    Ok(result)
}

/// Returns whether the taxonomy has the topic, or one below it.
pub fn is_built_in(topic: &str) -> bool {
    topic::topics().binary_search_by(|known| known.path.cmp(topic)).is_ok()
}
