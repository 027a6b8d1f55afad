//! The lexicon: linguistic knowledge as data, parsed from the files under `lexicon/`, compiled in.
//!
//! Each file is parsed once, when first asked for. A file that does not parse is a mistake in the
//! program, found by the tests.

mod acts;
mod words;

pub use acts::{WordClass, act, acts};
pub use words::is_one_of;
