//! Was this said? The nearest statements to a quotation, and what differs.

mod align;
mod nearest;
mod sense;
mod verdict;

pub use align::{Difference, DifferenceKind};
pub use nearest::{Relation, Similar};
pub use verdict::{Finding, Verdict};
