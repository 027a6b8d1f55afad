//! Transcripts and interviews: paragraphs that begin with who speaks, "WALLACE: Good evening.",
//! "((JR)) It will hold.", "A: It will hold."

use std::ops::Range;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::Kind;
use super::{Attribution, CueMention};
use crate::lexicon::{is_one_of, lower};
use crate::text::{Document, Token};

/// The longest label, in bytes, and how many words it has at most.
const LABEL: usize = 40;
const WORDS: usize = 4;
/// How many paragraphs a turn has at most.
const PARAGRAPHS: usize = 4;

/// A label at the beginning of a paragraph.
struct Label {
    paragraph: usize,
    /// The name alone, and where what is said begins.
    name: Range<usize>,
    spoken: usize,
    look: Look,
    /// Whether it is somebody without a name who asks.
    asks: bool,
}

/// What a label looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// "WALLACE:", "((JR))".
    Plain,
    /// "Q:", "A:".
    Letter,
    /// "Jane Roe:", which may be something else.
    Name,
}

/// Returns the turns of a transcript; nothing unless its paragraphs begin with labels often enough to
/// be one. What an interviewer without a name asks is left out.
pub fn turns(document: &Document) -> Vec<Attribution> {
    let text = document.text;
    let paragraphs = &document.paragraphs;
    let mut labels: Vec<Label> =
        (0..paragraphs.len()).filter_map(|index| label(text, &paragraphs[index], index)).collect();
    if labels.len() < 2 {
        return Vec::new();
    }
    let mut often: HashMap<&str, usize> = HashMap::default();
    for label in &labels {
        *often.entry(&text[label.name.clone()]).or_default() += 1;
    }
    let count = |look: Look| labels.iter().filter(|label| label.look == look).count();
    // Two who speak in turn, one of whom at least the article names elsewhere.
    let names: Vec<&str> = often.iter().filter(|(_, count)| **count > 1).map(|(name, _)| *name).collect();
    let in_turn = labels.windows(2).filter(|pair| text[pair[0].name.clone()] != text[pair[1].name.clone()]).count();
    let told = told(document);
    let told = |name: &str| told.contains(name.rsplit(' ').next().unwrap_or(name));
    let conversation = names.len() > 1 && names.iter().any(|name| told(name)) && 2 * in_turn >= labels.len();
    let letters = ["Q", "A"].iter().all(|letter| often.contains_key(letter)) && count(Look::Letter) > 2;
    let plain = count(Look::Plain) > 1;
    labels.retain(|label| match label.look {
        Look::Plain => plain,
        Look::Letter => letters,
        Look::Name => {
            let name = &text[label.name.clone()];
            (conversation || plain || letters) && (label.asks || often[name] > 1 || told(name))
        }
    });
    let mut turns = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        if label.asks {
            continue;
        }
        let mut content = Vec::from([trimmed(text, label.spoken..paragraphs[label.paragraph].end)]);
        // An answer goes on up to the next label, if one comes soon.
        let next = labels.get(at + 1).map(|next| next.paragraph).filter(|next| next - label.paragraph <= PARAGRAPHS);
        let more = label.paragraph + 1..next.unwrap_or(label.paragraph + 1);
        content.extend(more.map(|paragraph| trimmed(text, paragraphs[paragraph].clone())));
        // "(CROSSTALK.)"
        let aside = |spoken: &str| {
            let spoken = spoken.trim_matches(['"', '“', '”']);
            spoken.starts_with(['(', '[']) && spoken.ends_with([')', ']'])
        };
        content.retain(|span| span.start < span.end && !aside(&text[span.clone()]));
        if content.is_empty() {
            continue;
        }
        turns.push(Attribution {
            content,
            kind: Kind::Direct,
            cue: Some(CueMention::of_mark(":", label.name.end..label.spoken, 0)),
            source: Some(label.name.clone()),
            addressee: None,
            continues: None,
            negated: false,
            headline: false,
            rule: "speaker-label",
            confidence: 0.9,
        });
    }
    turns
}

/// Returns the label at the start of a paragraph.
fn label(text: &str, paragraph: &Range<usize>, index: usize) -> Option<Label> {
    let slice = &text[paragraph.clone()];
    let lead = slice.len() - slice.trim_start_matches([' ', '"', '“', '\u{a0}', '*']).len();
    let start = paragraph.start + lead;
    let slice = &slice[lead..];
    let found = |name: Range<usize>, spoken: usize, look: Look| {
        let asks = is_one_of("interviewer", &lower(&slice[name.clone()]));
        let name = start + name.start..start + name.end;
        Label { paragraph: index, name, spoken: start + spoken, look, asks }
    };
    if let Some(inner) = slice.strip_prefix("((") {
        let end = inner.find("))").filter(|&at| at > 0 && at <= LABEL)?;
        // A note on a language: "((it))".
        let named = inner[..end].chars().any(char::is_uppercase);
        return named.then(|| found(2..2 + end, end + 4, Look::Plain));
    }
    if slice.starts_with(['Q', 'A']) && slice[1..].starts_with([':', '.']) {
        return Some(found(0..1, 2, Look::Letter));
    }
    let colon = slice.find(':').filter(|&at| at <= LABEL)?;
    let name = &slice[..colon];
    let written =
        |letter: fn(char) -> bool| name.chars().all(|c| letter(c) || matches!(c, ' ' | '.' | '-' | '\'' | '’'));
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    if letters >= 2 && written(char::is_uppercase) {
        return Some(found(0..colon, colon + 1, Look::Plain));
    }
    // "Pence: Flowers will not come" is a headline.
    if index == 0 {
        return None;
    }
    let words: Vec<&str> = name.split(' ').collect();
    let capital = |word: &&str| word.starts_with(char::is_uppercase) || is_one_of("connector", word);
    let plain = words.len() <= WORDS && words.iter().all(capital) && !is_one_of("kicker", &lower(name));
    (plain && written(char::is_alphabetic)).then(|| found(0..colon, colon + 1, Look::Name))
}

/// Returns the words that stand in another place than before a colon.
fn told<'a>(document: &Document<'a>) -> HashSet<&'a str> {
    let form = |token: &Token| &document.text[token.span.clone()];
    let next = document.tokens.iter().skip(1).map(form).chain([""]);
    document.tokens.iter().map(form).zip(next).filter(|(_, next)| *next != ":").map(|(word, _)| word).collect()
}

/// Leaves out white space and what marks a label bold at both ends.
fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let slice = &text[span.clone()];
    let lead = slice.len() - slice.trim_start_matches([' ', '\n', '\r', '\t', '\u{a0}', '*']).len();
    let rest = slice[lead..].trim_end();
    span.start + lead..span.start + lead + rest.len()
}
