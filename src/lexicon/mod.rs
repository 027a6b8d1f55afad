//! The lexicon: linguistic knowledge as data, parsed from the files under `lexicon/`, compiled in.
//!
//! Each file is parsed once, when first asked for. A file that does not parse is a mistake in the
//! program, found by the tests.

mod acts;
mod fetch;
mod identity;
mod listed;
mod people;
mod words;

pub use acts::{WordClass, act, acts};
pub use fetch::fetch;
pub use identity::{
    SoundPlace, SoundRule, SoundRules, are_classes_apart, country, given_name_variants, is_role_class_word,
    is_same_given_name, role_classes, sound_rules,
};
pub use listed::Listed;
pub use people::{Gender, given_name, is_body, is_known_body, is_title, long_form};
pub use words::{ends_in, glance, is_one_of, is_time, lower, push_lower, single_spaced};
