//! The lexicon: linguistic knowledge as data, parsed from the files under lexicon/, compiled in.
