//! Reading columns: the values of many documents at once, which is far faster than one by one.

use tantivy::DocId;
use tantivy::columnar::{Column, ColumnIndex};

/// Room for the values of a block of documents, to be used again for the next one.
#[derive(Debug, Default)]
pub(super) struct Block<T> {
    docs: Vec<DocId>,
    rows: Vec<u32>,
    values: Vec<T>,
}

impl<T: Copy + Default + PartialOrd + std::fmt::Debug + Send + Sync + 'static> Block<T> {
    /// Calls `each` with every value that one of `docs`, which ascend, has in a column.
    pub(super) fn each_value(&mut self, column: &Column<T>, docs: &[DocId], mut each: impl FnMut(T)) {
        let rows = match &column.index {
            ColumnIndex::Full => docs,
            index => {
                self.docs.clear();
                self.rows.clear();
                index.docids_to_rowids(docs, &mut self.docs, &mut self.rows);
                &self.rows
            }
        };
        self.values.resize(rows.len(), T::default());
        column.values.get_vals(rows, &mut self.values);
        self.values.iter().copied().for_each(&mut each);
    }
}
