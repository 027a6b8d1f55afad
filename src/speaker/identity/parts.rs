//! The parts of a name: what is compared of it.

use super::super::spelling::folded;
use super::Voice;
use super::fit::{close_sound, wide_sound};
use crate::lexicon::{given_name, given_name_variants, is_body, is_known_body, is_one_of, is_title};
use crate::speaker::SpeakerKind;

/// Longer runs of words are no names of people.
const LONGEST: usize = 5;

/// A name, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parts {
    /// Folded, given names first, without particles and hyphens: "Luis de Guindos" is `luis
    /// guindos`.
    pub words: Vec<String>,
    /// `jr`, `sr`, `ii`, ...
    pub suffix: Option<String>,
    /// The name as it is shown: without what stuck to its front, and not in capitals.
    pub shown: String,
    /// Whether something was taken off its front.
    pub cut: bool,
    /// Whether a word of the role was put to its front.
    pub by_role: bool,
}

impl Parts {
    pub(super) fn of(voice: &Voice) -> Parts {
        let person = voice.kind != Some(SpeakerKind::Organization);
        let name = voice.name.trim_end_matches("'s").trim_end_matches("’s");
        let mut tokens: Vec<&str> = name.split_whitespace().collect();
        let mut cut = false;
        while person && tokens.len() > 1 {
            let lead = lead(&tokens);
            if lead == 0 {
                break;
            }
            tokens.drain(..lead);
            cut = true;
        }
        let mut shown = tokens.join(" ");
        if shown.chars().filter(|c| c.is_alphabetic()).count() > 4 && !shown.contains(char::is_lowercase) && person {
            shown = tokens.iter().map(|token| capitalised(token)).collect::<Vec<_>>().join(" ");
        }
        let mut words = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            if is_initials(token) {
                words.extend(token.chars().filter(|c| c.is_alphabetic()).map(|c| folded(&c.to_string())));
                continue;
            }
            for (n, piece) in token.split('-').enumerate() {
                let word = folded(piece);
                // "Al Gore" begins with a name, "al-Naimi" with an article.
                let particle = is_one_of("particle", &word) && (at > 0 || n > 0 || !is_given(&word));
                if word.chars().any(char::is_alphanumeric) && !particle {
                    words.push(word);
                }
            }
        }
        let mut suffix = None;
        let mut by_role = false;
        while words.len() > 1 && words.last().is_some_and(|w| is_one_of("suffix", w)) {
            let last = words.pop().unwrap_or_default();
            if matches!(last.as_str(), "jr" | "sr" | "ii" | "iii" | "iv") {
                suffix = Some(last);
            }
        }
        // "NPD Group Chief Industry Analyst Marshal" Cohen: the title's last word is his given name.
        if let ([_], Some(role)) = (words.as_slice(), voice.role.as_deref())
            && voice.kind == Some(SpeakerKind::Person)
            && let Some(last) = role.split_whitespace().last()
            && last.starts_with(char::is_uppercase)
            && is_given(&folded(last))
        {
            words.insert(0, folded(last));
            shown = format!("{last} {shown}");
            cut = true;
            by_role = true;
        }
        Parts { words, suffix, shown, cut, by_role }
    }

    /// Returns what the names that this one is compared with have in common.
    pub(super) fn block(&self) -> String {
        self.words.last().map(|word| wide_sound(word)).unwrap_or_default()
    }

    pub(super) fn surname(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    pub(super) fn given(&self) -> &[String] {
        &self.words[..self.words.len().saturating_sub(1)]
    }

    /// Returns whether it may be called by the word alone: "Merkel" of "Angela Merkel", "Hu" of "Hu
    /// Jintao".
    pub(super) fn goes_by(&self, word: &str) -> bool {
        let family_first = || is_one_of("family-first", word) && self.words.first().is_some_and(|first| first == word);
        self.surname() == word || family_first() || word.len() >= 5 && close_sound(self.surname()) == close_sound(word)
    }
}

/// Whether the name looks like a person's, for names whose kind nobody said.
pub(super) fn is_person_name(parts: &Parts) -> bool {
    let [first, .., last] = parts.words.as_slice() else { return false };
    parts.words.len() <= LONGEST
        && (is_given(first) || first.len() == 1 || is_one_of("family-first", first))
        && !parts.words.iter().any(|word| is_body(word) || is_one_of("legal-form", word))
        && !is_known_body(last)
        && !is_known_body(&parts.words.join(" "))
}

/// Whether the word is used as a given name.
pub(super) fn is_given(word: &str) -> bool {
    given_name(word).is_some() || given_name_variants(word).next().is_some()
}

/// "PJ", "J.P.", "H.W.": letters that stand for names.
fn is_initials(token: &str) -> bool {
    let letters = token.chars().filter(|c| c.is_alphabetic()).count();
    let dotted = token.contains('.') && token.chars().all(|c| c == '.' || c.is_uppercase());
    (1..=3).contains(&letters) && dotted
}

/// Returns how many words at the front are no part of the name: "Executive Jamie Dimon", "PM Monti",
/// "However Paulson", "London-based Edwards", "NO URGENCY ON SDR Zhou".
fn lead(tokens: &[&str]) -> usize {
    let [first, ..] = tokens else { return 0 };
    // A heading in capitals that ran into the name.
    let heading = tokens.iter().take_while(|token| !token.contains(char::is_lowercase)).count();
    let shouted = |token: &&str| token.chars().filter(|c| c.is_uppercase()).count() >= 3 && !is_initials(token);
    if heading < tokens.len() && tokens[..heading].iter().any(shouted) {
        return heading;
    }
    let word = folded(first);
    let single = is_one_of("name-lead", &word)
        || is_one_of("honorific", &word)
        || first.ends_with("-based")
        || is_title(&word) && !is_given(&word);
    usize::from(single)
}

fn capitalised(token: &str) -> String {
    let mut first = true;
    token
        .chars()
        .map(|c| {
            let kept = if first { c } else { c.to_lowercase().next().unwrap_or(c) };
            first = !c.is_alphabetic();
            kept
        })
        .collect()
}
