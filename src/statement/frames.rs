//! Frames: how often each word reports something in each of its constructions, counted over news.
//!
//! `model/frames.tsv` holds, for a word and a frame, how often it stood there and how often it
//! reported a statement. Counts make a rare word as safe as a frequent one that behaves alike.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::argument::Via;
use super::cue::Class;
use super::weights;
use crate::text::Relation;

/// How often a word was seen in a frame, and how often it reported a statement there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub reported: u32,
    pub seen: u32,
}

static COUNTS: LazyLock<HashMap<&'static str, Count>> = LazyLock::new(|| {
    let compiled = include_str!("../../model/frames.tsv");
    let text: &'static str = match weights::model("frames.tsv", compiled.as_bytes()) {
        Cow::Owned(bytes) => String::leak(String::from_utf8_lossy(&bytes).into_owned()),
        Cow::Borrowed(_) => compiled,
    };
    text.lines()
        .filter_map(|line| {
            let (key, counts) = line.rsplit_once('\t').and_then(|(rest, seen)| {
                let (key, reported) = rest.rsplit_once('\t')?;
                Some((key, Count { reported: reported.parse().ok()?, seen: seen.parse().ok()? }))
            })?;
            Some((key, counts))
        })
        .collect()
});

/// Returns the name of the construction in which an argument stands to its cue.
pub fn frame(via: Via, relation: Relation, form: &str, case: &str, side: &str) -> String {
    match via {
        Via::Child | Via::Cousin => match relation {
            Relation::Obl | Relation::Nmod | Relation::Advcl | Relation::Acl => {
                format!("{}:{}:{case}", via.as_str(), form)
            }
            _ => format!("{}:{}:{}", via.as_str(), relation.as_str(), form),
        },
        _ => format!("{}:{}:{side}", via.as_str(), form),
    }
}

/// Returns the key under which a word's counts are kept.
pub fn key(class: Class, lemma: &str, frame: Option<&str>) -> String {
    format!("{}\t{lemma}\t{}", class.as_str(), frame.unwrap_or("*"))
}

/// Returns how often a word was seen, and how often it reported something.
pub fn count(class: Class, lemma: &str) -> Count {
    COUNTS.get(key(class, lemma, None).as_str()).copied().unwrap_or_default()
}

/// Returns in which range the share of reports lies, with how sure the counts make it.
pub fn bucket(class: Class, lemma: &str, frame: Option<&str>) -> &'static str {
    let Some(count) = COUNTS.get(key(class, lemma, frame).as_str()) else { return "unseen" };
    let share = (f64::from(count.reported) + 0.4) / (f64::from(count.seen) + 1.6);
    let often = count.seen >= 8;
    match (share, often) {
        (s, true) if s >= 0.9 => "9+",
        (s, true) if s >= 0.8 => "8+",
        (s, true) if s >= 0.65 => "6+",
        (s, true) if s >= 0.5 => "5+",
        (s, true) if s >= 0.35 => "3+",
        (s, true) if s >= 0.2 => "2+",
        (s, true) if s >= 0.1 => "1+",
        (s, true) if s >= 0.04 => "04+",
        (_, true) => "0+",
        (s, false) if s >= 0.7 => "7",
        (s, false) if s >= 0.5 => "5",
        (s, false) if s >= 0.3 => "3",
        (s, false) if s >= 0.15 => "1",
        _ => "0",
    }
}
