//! Headlines In Title Case, where a capital says nothing about a word.

use std::cell::OnceCell;

use rustc_hash::FxHashSet as HashSet;

use super::lemma;
use super::tag::Tag;
use super::token::Token;
use crate::lexicon::{self, WordClass, is_one_of};

/// The longest headline, in tokens.
const LONGEST: usize = 32;
/// Words shorter than this often keep their small letter in title case.
const SHORT: usize = 4;

/// What the text writes with a small letter somewhere.
pub struct SmallLetters<'a> {
    text: &'a str,
    /// The words that begin with one, once somebody has asked for them: few texts have a line in title case.
    words: OnceCell<HashSet<&'a str>>,
}

impl<'a> SmallLetters<'a> {
    /// Returns those of `text`.
    pub fn new(text: &'a str) -> Self {
        Self { text, words: OnceCell::new() }
    }

    /// Returns whether one of `tokens`, which are all of the text's, is `word`, which begins with a small letter.
    fn has(&self, tokens: &[Token], word: &str) -> bool {
        let collected = || {
            let words = tokens.iter().map(|token| &self.text[token.span.clone()]);
            words.filter(|word| word.starts_with(char::is_lowercase)).collect()
        };
        self.words.get_or_init(collected).contains(word)
    }

    /// Returns the forms that tell more about a sentence's words than those printed: in title case,
    /// small letters where the text or the lexicon has the word with one; else nothing.
    pub fn forms(&self, tokens: &[Token], printed: &[&str]) -> Option<Vec<String>> {
        if printed.len() > LONGEST {
            return None;
        }
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        let (mut long, mut capitals) = (0, 0);
        for word in printed.iter().filter(|word| word.len() >= SHORT && is_word(word)) {
            if word.chars().count() >= SHORT {
                long += 1;
                capitals += usize::from(capital(word));
            }
        }
        if long < 3 || capitals * 5 < long * 4 {
            return None;
        }
        let lowered = |word: &&str| {
            let small = word.to_lowercase();
            // "Kurdistan Workers' Party" is a name all through; "Obama Hints He Will" has a verb in it.
            let known = self.has(tokens, &small) || is_one_of("starter", &small) || reports(&small);
            if capital(word) && known { small } else { (*word).to_owned() }
        };
        let forms: Vec<String> = printed.iter().map(lowered).collect();
        let changed = forms.iter().zip(printed).skip(1).any(|(form, word)| form != word);
        changed.then_some(forms)
    }
}

/// Returns the word of a headline that reports something, with its tag, where the tagger took all words
/// for nouns: "Norland and Kessel report progress", "Harrow vows a fight".
pub fn verb(forms: &[&str], tags: &[Tag]) -> Option<(usize, Tag)> {
    let whole = tags.last().is_none_or(|last| *last == Tag::Stop) || tags.len() > LONGEST;
    if whole || tags.iter().any(|tag| tag.is_verb() || *tag == Tag::Md) {
        return None;
    }
    (1..tags.len() - 1).find_map(|at| {
        let two = at > 2 && tags[at - 1].is_name() && tags[at - 2] == Tag::Cc && tags[at - 3].is_name();
        let several = two || matches!(tags[at - 1], Tag::Nns | Tag::Nnps);
        let object = tags[at + 1].is_noun()
            || matches!(tags[at + 1], Tag::Dt | Tag::Jj | Tag::PrpS | Tag::To | Tag::OpenQuote)
            || forms[at + 1] == "that";
        let form = forms[at].to_lowercase();
        let tag = match tags[at] {
            Tag::Nn if several => Tag::Vbp,
            Tag::Nns if tags[at - 1] == Tag::Nnp && !two => Tag::Vbz,
            _ => return None,
        };
        let known = lexicon::act(WordClass::Verb, &lemma(&form, tag)).is_some();
        (object && known).then_some((at, tag))
    })
}

fn is_word(token: &str) -> bool {
    token.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\''))
}

/// "Says", "hints": a form of a verb that reports.
fn reports(small: &str) -> bool {
    [Tag::Vbz, Tag::Vbd].iter().any(|&tag| {
        let lemma = lemma(small, tag);
        lemma != small && lexicon::act(WordClass::Verb, &lemma).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_has_a_verb_that_reports() {
        let tags = [Tag::Nnp, Tag::Cc, Tag::Nnp, Tag::Nn, Tag::Nn];
        assert_eq!(verb(&["Norland", "and", "Kessel", "report", "progress"], &tags), Some((3, Tag::Vbp)));
        assert_eq!(verb(&["Police", "report", "on", "crime"], &[Tag::Nns, Tag::Nn, Tag::In, Tag::Nn]), None);
    }

    fn forms(text: &str, headline: &str) -> Option<String> {
        let document = crate::text::Document::split(text, 0..text.len());
        let words: Vec<&str> = headline.split_whitespace().collect();
        SmallLetters::new(text).forms(&document.tokens, &words).map(|forms| forms.join(" "))
    }

    #[test]
    fn words_of_a_title_lose_capitals_that_the_text_does_not_give_them() {
        let text = "Obama said that he would veto the bill next week";
        assert_eq!(
            forms(text, "Obama Says He Would Veto Senate Bill").as_deref(),
            Some("Obama says he would veto Senate bill")
        );
    }

    #[test]
    fn other_sentences_stay_as_they_are() {
        assert_eq!(forms("the bill", "He said that Senator Bill Frist would veto it"), None);
    }
}
