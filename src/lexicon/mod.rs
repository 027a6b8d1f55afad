//! The lexicon: linguistic knowledge as data, parsed from the files under `lexicon/`, compiled in.
//!
//! Each file is parsed once, when first asked for. A file that does not parse is a mistake in the
//! program, found by the tests.

mod acts;
mod people;
mod words;

pub use acts::{WordClass, act, acts};
pub use people::{Gender, given_name, is_body, is_known_body, is_title, long_form};
pub use words::is_one_of;
