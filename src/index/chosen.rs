//! A filter by many values of a field, such as all names of a speaker, that keeps the documents of a
//! segment once a search has asked for them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// The documents that have one of several values.
#[derive(Debug, Clone)]
pub struct Chosen {
    field: Field,
    values: Arc<[String]>,
    /// Ascending, by segment.
    known: Arc<Mutex<HashMap<SegmentId, Arc<[DocId]>>>>,
}

impl Chosen {
    /// Returns the filter for documents that have one of `values` in `field`.
    pub fn new(field: Field, values: Vec<String>) -> Chosen {
        Chosen { field, values: values.into(), known: Arc::default() }
    }

    fn documents(&self, segment: &SegmentReader) -> tantivy::Result<Arc<[DocId]>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(documents) = known.get(&segment.segment_id()) {
            return Ok(Arc::clone(documents));
        }
        let index = segment.inverted_index(self.field)?;
        let mut documents: Vec<DocId> = Vec::new();
        for value in self.values.iter() {
            let term = Term::from_field_text(self.field, value);
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            while postings.doc() != TERMINATED {
                documents.push(postings.doc());
                postings.advance();
            }
        }
        documents.sort_unstable();
        documents.dedup();
        let documents: Arc<[DocId]> = documents.into();
        known.insert(segment.segment_id(), Arc::clone(&documents));
        Ok(documents)
    }
}

impl Query for Chosen {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Chosen {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let documents = Listed { documents: self.documents(segment)?, at: 0 };
        Ok(Box::new(ConstScorer::new(documents, boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("one of several values", 1.0))
    }
}

/// A list of documents, at one of them.
struct Listed {
    documents: Arc<[DocId]>,
    at: usize,
}

impl DocSet for Listed {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.documents.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|document| *document < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.documents.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.documents.len() as u32
    }
}
