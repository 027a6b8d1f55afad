//! The query language: from what a person typed to one [Query] value. Knows nothing of tantivy.
