//! Headlines that name who speaks before a colon: "Harrow: ‘I will not resign’".

use std::ops::Range;

use super::attribution::kind;
use super::{Attribution, CueMention};
use crate::lexicon::is_one_of;
use crate::text::{Document, Quotation};

/// How many words a label has at most.
const WORDS: usize = 5;

/// "Obama on climate change", "Clinton to party members": what stands before about what, to whom or where.
fn who(label: &str) -> &str {
    let words: Vec<&str> = label.split(' ').collect();
    let aside = |at: &usize| is_one_of("label-aside", &words[*at].to_lowercase());
    let before = (1..words.len() - 1).find(aside).map_or(&words[..], |at| &words[..at]);
    label[..before.iter().map(|word| word.len() + 1).sum::<usize>() - 1].trim_end()
}

/// Returns the statement of a headline with a label; `found` are the statements of the article: who
/// is named in the label must speak in one of them, or be a poll, a report or the like.
pub fn labelled(
    document: &Document,
    quotations: &[Quotation],
    title: &Range<usize>,
    found: &[Attribution],
) -> Option<Attribution> {
    let text = document.text.get(title.clone())?;
    let colon = text.find(": ")?;
    let (label, rest) = (who(text[..colon].trim_end()), &text[colon + 1..]);
    let source = title.start..title.start + label.len();
    let words: Vec<&str> = label.split_whitespace().collect();
    let last = words.last()?.to_lowercase();
    let small = |word: &&str| word.starts_with(char::is_lowercase) && !is_one_of("connector", word);
    let kicker = is_one_of("kicker", &label.to_lowercase()) || is_one_of("kicker", &words[0].to_lowercase());
    if words.len() > WORDS || words.iter().any(small) || kicker || last.contains(|c: char| !c.is_alphabetic()) {
        return None;
    }
    let named = |attribution: &Attribution| {
        let source = attribution.source.as_ref().map(|span| document.text[span.clone()].to_lowercase());
        source.is_some_and(|source| source.split(|c: char| !c.is_alphanumeric()).any(|word| word == last))
    };
    if !is_one_of("label", &last) && !found.iter().any(named) {
        return None;
    }
    let start = title.start + colon + 1 + (rest.len() - rest.trim_start().len());
    let end = title.start + colon + 1 + rest.trim_end().trim_end_matches('.').len();
    let content = Vec::from([Range { start, end }]);
    (start < end).then(|| Attribution {
        kind: kind(document.text, quotations, &content),
        content,
        cue: Some(CueMention::of_mark(
            ":",
            title.start + colon..title.start + colon + 1,
            document.token_at(title.start + colon),
        )),
        source: Some(source),
        addressee: None,
        continues: None,
        negated: false,
        headline: true,
        rule: "headline-label",
        confidence: 0.85,
    })
}
