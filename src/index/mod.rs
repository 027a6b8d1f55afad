//! The index: the only user of tantivy.
