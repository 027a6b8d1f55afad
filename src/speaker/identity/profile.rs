//! What the roles of a speaker say about who it is.

use std::collections::BTreeSet;

use super::super::spelling::folded;
use super::Heard;
use crate::lexicon::{are_classes_apart, country, is_one_of, is_role_class_word, is_title, role_classes};

/// What is known of a speaker from roles.
#[derive(Debug, Clone, Default)]
pub(super) struct Profile {
    /// The words that tell something.
    pub words: BTreeSet<String>,
    pub classes: BTreeSet<&'static str>,
    countries: BTreeSet<&'static str>,
    /// Whether a role says where or for whom.
    affiliated: bool,
    /// Statements with and without a role.
    with: u64,
    without: u64,
    /// Days since 1970-01-01.
    first: Option<i64>,
    last: Option<i64>,
}

/// Roles of one person may lie this many days apart from a surname alone.
const NEAR: i64 = 730;

impl Profile {
    pub(super) fn of(heard: &Heard) -> Profile {
        let mut profile = Profile { first: heard.first, last: heard.last, ..Profile::default() };
        let Some(role) = heard.voice.role.as_deref() else {
            profile.without = heard.weight();
            return profile;
        };
        profile.with = heard.weight();
        let tokens: Vec<&str> = role.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '&'))).collect();
        let words: Vec<String> = tokens.iter().map(|token| folded(token)).filter(|word| !word.is_empty()).collect();
        if words.iter().any(|word| is_one_of("bygone", word)) {
            // "former Federal Reserve chairman" tells who it is, not what he does.
            profile.words = words.into_iter().filter(|word| !is_one_of("role-filler", word)).collect();
            return profile;
        }
        profile.classes = role_classes(&words);
        profile.countries = words.iter().filter_map(|word| country(word)).collect();
        profile.affiliated = profile.classes.contains("office")
            || profile.classes.contains("sport")
            || tokens.iter().any(|token| {
                let word = folded(token);
                token.starts_with(char::is_uppercase)
                    && !is_title(&word)
                    && !is_role_class_word(&word)
                    && !is_one_of("role-filler", &word)
            });
        profile.words = words.into_iter().filter(|word| !is_one_of("role-filler", word)).collect();
        profile
    }

    pub(super) fn add(&mut self, other: &Profile) {
        self.words.extend(other.words.iter().cloned());
        self.classes.extend(&other.classes);
        self.countries.extend(&other.countries);
        self.affiliated |= other.affiliated;
        self.with += other.with;
        self.without += other.without;
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.last = [self.last, other.last].into_iter().flatten().max();
    }

    /// Returns how many words the roles have in common.
    pub(super) fn shared(&self, other: &Profile) -> usize {
        self.words.intersection(&other.words).count()
    }

    pub(super) fn same_class(&self, other: &Profile) -> bool {
        self.classes.intersection(&other.classes).next().is_some()
    }

    /// "French President" and "U.S. President" are two people.
    fn other_country(&self, other: &Profile) -> bool {
        let envoy = |p: &Profile| p.words.iter().any(|word| is_one_of("envoy", word));
        !self.countries.is_empty()
            && !other.countries.is_empty()
            && self.countries.is_disjoint(&other.countries)
            && self.same_class(other)
            && !envoy(self)
            && !envoy(other)
    }

    /// Returns whether the roles are those of two people: a senator and a company's analyst.
    pub(super) fn clashes(&self, other: &Profile) -> bool {
        if self.classes.contains("office") && other.classes.contains("office") && self.other_country(other) {
            return true;
        }
        self.affiliated
            && other.affiliated
            && !self.same_class(other)
            && self.shared(other) == 0
            && self.classes.iter().any(|one| other.classes.iter().any(|two| are_classes_apart(one, two)))
    }

    /// Returns whether nothing in the roles is common, though both say much.
    pub(super) fn strangers(&self, other: &Profile) -> bool {
        let says = |p: &Profile| !p.words.is_empty() && p.with >= 3 * p.without;
        says(self) && says(other) && self.shared(other) == 0 && !self.same_class(other)
    }

    /// Returns whether a single word with these roles cannot stand for somebody with those.
    pub(super) fn excludes(&self, full: &Profile) -> bool {
        let known = !self.classes.is_empty() && !full.classes.is_empty();
        known && !self.same_class(full) && self.shared(full) == 0 || self.other_country(full) || self.far(full)
    }

    /// Whether they were heard years apart.
    fn far(&self, other: &Profile) -> bool {
        match (self.first, self.last, other.first, other.last) {
            (Some(first), Some(last), Some(from), Some(to)) => first > to + NEAR || last < from - NEAR,
            _ => false,
        }
    }

    /// Returns whether both were heard in one stretch of time, as far as is known.
    pub(super) fn at_one_time(&self, other: &Profile) -> bool {
        match (self.first, self.last, other.first, other.last) {
            (Some(first), Some(last), Some(from), Some(to)) => first <= to && from <= last,
            _ => true,
        }
    }
}
