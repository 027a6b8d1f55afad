//! Speakers: from source mentions to the people and bodies they stand for, within one article.
//!
//! The [`cast`] is worked out once; then each source goes through sieves, the most precise first
//! (as in Stanford's deterministic coreference system, Lee et al. 2013): a name in the mention, a
//! pronoun, a description of somebody named, the description itself.

mod body;
mod cast;
mod description;
mod document;
mod headline;
pub mod identity;
mod label;
mod mention;
pub mod name;
mod office;
mod pronoun;
mod role;
mod run;
mod sieve;
mod sourceless;
mod span;
mod spelling;
#[cfg(test)]
mod tests;

pub use cast::{Cast, Entity};

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::statement::Attribution;
use crate::text::Document;

/// Whom a source stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Speaker {
    /// The fullest name in the article without titles, or an unnamed source's fullest description.
    pub name: String,
    pub kind: SpeakerKind,
    pub role: Option<String>,
}

/// What kind of speaker it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerKind {
    Person,
    /// A body, also for documents and statements that it issued.
    Organization,
    /// A collective: "Ukrainian officials", "critics".
    Group,
    /// One person whom the article does not name.
    Unnamed,
}

/// The speakers of an article's attributions, in their order, and its cast.
#[derive(Debug)]
pub struct Resolution {
    pub speakers: Vec<Option<Speaker>>,
    /// Which sieve decided, for each.
    pub sieves: Vec<&'static str>,
    cast: Cast,
    /// Where each name begins and ends, in bytes, with its entity.
    places: Vec<(Range<usize>, usize)>,
}

/// Returns who is behind each of the attributions, which are in text order.
pub fn resolve(document: &Document, article: &Article, attributions: &[Attribution]) -> Resolution {
    let cast = Cast::new(document);
    let mut resolver = sieve::Resolver::new(document, article, &cast);
    for attribution in attributions {
        resolver.next(attribution);
    }
    let (speakers, sieves) = resolver.finish();
    let places = cast
        .names
        .iter()
        .zip(&cast.entity_of)
        .filter(|(_, entity)| **entity != usize::MAX)
        .map(|(name, &entity)| {
            (document.tokens[name.tokens.start].span.start..document.tokens[name.tokens.end - 1].span.end, entity)
        })
        .collect();
    Resolution { speakers, sieves, cast, places }
}

/// Returns the names that the content talks about, each in its fullest form, in order.
pub fn mentions(resolution: &Resolution, content: &[Range<usize>]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for span in content {
        let first = resolution.places.partition_point(|(place, _)| place.end <= span.start);
        for (place, entity) in &resolution.places[first..] {
            if place.start >= span.end {
                break;
            }
            let name = &resolution.cast.entities[*entity].name;
            if place.start >= span.start && !found.contains(name) {
                found.push(name.clone());
            }
        }
    }
    found
}
