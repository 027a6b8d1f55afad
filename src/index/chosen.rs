//! A filter whose documents are known: those of a speaker, worked out once for all searches.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, IndexReader, Score, SegmentReader, TERMINATED, Term};

/// The documents of every segment, ascending. A segment without any is left out.
#[derive(Debug, Clone)]
pub struct Chosen(Arc<HashMap<SegmentId, Arc<[DocId]>>>);

impl Chosen {
    /// Returns the documents that have one of `values` in `field`.
    pub fn with_any(readers: &[IndexReader], field: Field, values: &[String]) -> tantivy::Result<Chosen> {
        let mut chosen = HashMap::new();
        for segment in readers.iter().flat_map(|reader| reader.searcher().segment_readers().to_vec()) {
            let index = segment.inverted_index(field)?;
            let mut docs: Vec<DocId> = Vec::new();
            for value in values {
                let term = Term::from_field_text(field, value);
                let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
                while postings.doc() != TERMINATED {
                    docs.push(postings.doc());
                    postings.advance();
                }
            }
            docs.sort_unstable();
            docs.dedup();
            if !docs.is_empty() {
                chosen.insert(segment.segment_id(), Arc::from(docs));
            }
        }
        Ok(Chosen(Arc::new(chosen)))
    }
}

impl Query for Chosen {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Chosen {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.0.get(&segment.segment_id()) {
            Some(docs) => Box::new(ConstScorer::new(Listed { docs: Arc::clone(docs), at: 0 }, boost)),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("one of the documents of a speaker", 1.0))
    }
}

/// A list of documents, at one of them.
struct Listed {
    docs: Arc<[DocId]>,
    at: usize,
}

impl DocSet for Listed {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.docs.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|doc| *doc < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.docs.len() as u32
    }
}
