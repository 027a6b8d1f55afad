//! How two full names fit each other.

use super::parts::Parts;
use crate::lexicon::{SoundPlace, SoundRule, given_name_variants, is_same_given_name, sound_rules};

/// How two names of several words fit; the surest way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// "George Bush" and "George W. Bush".
    Middle,
    /// "Bill Clinton" and "William Clinton".
    Nickname,
    /// "Nicolas Sarkozy" and "Nicholas Sarkozy", "Zelensky" and "Zelenskiy".
    Sound,
    /// "J. Smith" and "John Smith".
    Initial,
    /// "Manuel Barroso" and "Jose Manuel Barroso".
    Skipped,
    /// "Sheila Bair" and "Shelia Bair".
    Slip,
    /// "Gaddafi" and "Qadhafi".
    Far,
}

impl Fit {
    /// Returns whether names that fit so are one person's only if something else speaks for it.
    pub(super) fn is_weak(self) -> bool {
        matches!(self, Fit::Slip | Fit::Far)
    }

    /// Returns why two names are one person's.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Fit::Middle => "with or without a middle name",
            Fit::Nickname => "another form of the given name",
            Fit::Sound => "another spelling",
            Fit::Initial => "an initial for the given name",
            Fit::Skipped => "without the first given name",
            Fit::Slip => "a slip in the spelling, and the roles agree",
            Fit::Far => "another transliteration, and the roles agree",
        }
    }
}

/// Returns how two full names fit, or `None` where they cannot be one person's.
pub(super) fn fit(one: &Parts, other: &Parts) -> Option<Fit> {
    if one.suffix != other.suffix {
        return None;
    }
    let (a, b) = (one.surname(), other.surname());
    let surname = if a == b {
        None
    } else if close_sound(a) == close_sound(b) {
        Some(Fit::Sound)
    } else if wide_sound(a) == wide_sound(b) {
        Some(Fit::Far)
    } else {
        return None;
    };
    Some(given_fit(one.given(), other.given())?.max(surname.unwrap_or(Fit::Middle)))
}

fn given_fit(a: &[String], b: &[String]) -> Option<Fit> {
    let ((first, rest), (other, others)) = (a.split_first()?, b.split_first()?);
    let Some(begin) = word_fit(first, other) else {
        // "Tayyip Erdogan" and "Recep Tayyip Erdogan".
        let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
        let skipped = long.len() > short.len() && long.ends_with(short) && short.iter().all(|word| word.len() > 1);
        return skipped.then_some(Fit::Skipped);
    };
    // "J. Christopher Cox" goes by his second name, and is no James Cox.
    let second_name = |one: &str, rest: &[String]| one.len() == 1 && rest.first().is_some_and(|word| word.len() > 1);
    if begin == Fit::Initial
        && (second_name(first, rest) && others.is_empty() || second_name(other, others) && rest.is_empty())
    {
        return None;
    }
    // "George W." and "George H. W.": where both say something, it must be the same.
    let mut worst = begin;
    for (middle, other) in rest.iter().zip(others) {
        worst = worst.max(word_fit(middle, other).map(|fit| if fit == Fit::Initial { Fit::Middle } else { fit })?);
    }
    Some(worst)
}

fn word_fit(a: &str, b: &str) -> Option<Fit> {
    if a == b {
        return Some(Fit::Middle);
    }
    if is_same_given_name(a, b) {
        return Some(Fit::Nickname);
    }
    if a.len() == 1 || b.len() == 1 {
        let (initial, name) = if a.len() == 1 { (a, b) } else { (b, a) };
        // "R. Iger" is Bob Iger.
        let fits = name.starts_with(initial)
            || name.len() > 1 && given_name_variants(name).any(|variant| variant.starts_with(initial));
        return fits.then_some(Fit::Initial);
    }
    if close_sound(a) == close_sound(b) {
        return Some(Fit::Sound);
    }
    let long = a.len().min(b.len()) >= 5;
    if long && strsim::osa_distance(a, b) <= 1 {
        return Some(Fit::Slip);
    }
    (long && wide_sound(a) == wide_sound(b)).then_some(Fit::Far)
}

/// Returns a word as it sounds, by the rules under which spellings are one name.
pub(super) fn close_sound(word: &str) -> String {
    single(&applied(word, &sound_rules().close))
}

/// Returns a word as it sounds from afar: what names that may be one have in common.
pub(super) fn wide_sound(word: &str) -> String {
    let sound = single(&applied(&close_sound(word), &sound_rules().wide));
    sound.trim_end_matches('a').to_owned()
}

fn applied(word: &str, rules: &[SoundRule]) -> String {
    let mut word = word.to_owned();
    for SoundRule { written, taken_for, place } in rules {
        match place {
            SoundPlace::Any if word.contains(written) => word = word.replace(written, taken_for),
            SoundPlace::Start if word.starts_with(written) => word.replace_range(..written.len(), taken_for),
            SoundPlace::End if word.ends_with(written) => {
                word.truncate(word.len() - written.len());
                word.push_str(taken_for);
            }
            _ => {}
        }
    }
    word
}

/// A letter twice is a letter once.
fn single(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}
