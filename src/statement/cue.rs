//! Cue candidates: the words of a passage that may report what somebody said or thought.

use super::passage::{Passage, QUOTATION, Unit};
use crate::lexicon::{self, WordClass, is_one_of};
use crate::text::{Relation, Tag};

/// A word that may be the main word of a cue.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Index of the main word into the passage's units.
    pub unit: usize,
    pub class: Class,
    pub act: &'static str,
    /// Whether the lexicon lists the word; others count only beside a quotation.
    pub listed: bool,
}

/// What kind of cue it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// "said", "has warned", "wants".
    Verb,
    /// "his claim that", "a warning that".
    Noun,
    /// "is confident that".
    Adjective,
    /// "according to", "per".
    According,
    /// "reportedly".
    Hearsay,
}

impl From<WordClass> for Class {
    fn from(class: WordClass) -> Self {
        match class {
            WordClass::Verb => Class::Verb,
            WordClass::Noun => Class::Noun,
            WordClass::Adjective => Class::Adjective,
        }
    }
}

impl Class {
    pub const ALL: [Class; 5] = [Class::Verb, Class::Noun, Class::Adjective, Class::According, Class::Hearsay];

    pub const fn as_str(self) -> &'static str {
        match self {
            Class::Verb => "verb",
            Class::Noun => "noun",
            Class::Adjective => "adjective",
            Class::According => "according",
            Class::Hearsay => "hearsay",
        }
    }
}

/// Returns the words of a passage that may be the main word of a cue, in order.
pub fn candidates(passage: &Passage) -> Vec<Candidate> {
    let units = &passage.units;
    let mut found = Vec::new();
    for (index, unit) in units.iter().enumerate() {
        if unit.quotation.is_some() {
            continue;
        }
        // "a think tank" thinks nothing.
        let compound = || {
            let next = units.get(index + 1).map_or("", |next| next.lower);
            is_one_of("compound", &format!("{} {next}", unit.lower))
        };
        // "according to the police", "per the report".
        let according = (unit.lower == "according" && units.get(index + 1).is_some_and(|next| next.lower == "to"))
            || (unit.lower == "per"
                && units.get(index + 1).is_some_and(|next| next.tag.is_name() || next.tag == Tag::Dt));
        if according {
            found.push(Candidate { unit: index, class: Class::According, act: "state", listed: true });
        } else if is_one_of("hearsay", unit.lower) {
            found.push(Candidate { unit: index, class: Class::Hearsay, act: "state", listed: true });
        } else if unit.tag.is_verb() {
            if helps(unit) {
                continue;
            }
            match lexicon::act(WordClass::Verb, &unit.lemma) {
                Some(_) if compound() => {}
                Some(act) => found.push(Candidate { unit: index, class: Class::Verb, act, listed: true }),
                // "“Never,” he deadpanned."
                None if beside_quotation(passage, index) => {
                    found.push(Candidate { unit: index, class: Class::Verb, act: "state", listed: false });
                }
                None => {}
            }
        } else if matches!(unit.tag, Tag::Nn | Tag::Nns) {
            if let Some(act) = lexicon::act(WordClass::Noun, &unit.lemma)
                && unit.relation != Relation::Compound
            {
                found.push(Candidate { unit: index, class: Class::Noun, act, listed: true });
            }
        } else if unit.tag == Tag::Jj
            && let Some(act) = lexicon::act(WordClass::Adjective, &unit.lemma)
            && passage.child(index, &[Relation::Ccomp, Relation::Xcomp, Relation::Obl, Relation::Advcl]).is_some()
        {
            found.push(Candidate { unit: index, class: Class::Adjective, act, listed: true });
        }
    }
    found
}

/// Returns whether a verb only helps another word: "was" said, the "announced" deal. A finite one that
/// the parser takes for that does not: "Gutmann *said* the plan was bearing fruit".
fn helps(unit: &Unit) -> bool {
    match unit.relation {
        Relation::Aux | Relation::AuxPass | Relation::Cop => {
            !unit.tag.is_tensed() || is_one_of("auxiliary", &unit.lemma)
        }
        Relation::Amod | Relation::Compound => unit.tag != Tag::Vbd,
        _ => false,
    }
}

/// Returns whether a quotation hangs on the unit, or the unit on it.
fn beside_quotation(passage: &Passage, unit: usize) -> bool {
    // "he linked the two to what he called “a rigged system”".
    let units = &passage.units;
    let holds_words =
        |c: usize| units[c].reach.start > unit && units[units[c].reach.clone()].iter().any(|u| u.within.is_some());
    if units[unit].within.is_none() && passage.children[unit].iter().any(|&c| holds_words(c)) {
        return true;
    }
    let is_quotation = |u: usize| passage.units[u].lemma == QUOTATION;
    passage.children[unit].iter().any(|&c| is_quotation(c)) || passage.units[unit].head.is_some_and(is_quotation)
}
