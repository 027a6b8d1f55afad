//! How text becomes the words that are indexed and searched.
//!
//! - A word is a run of letters and digits. Upper and lower case, accents and typographic marks
//!   make no difference: "Zelenskyy’s" is `zelenskyy`, "Erdoğan" is `erdogan`.
//! - An apostrophe inside a word is dropped with what it adds: "can't" is `cant`, "O’Brien" is
//!   `obrien`, "Rubio's" is `rubio`.
//! - Letters with full stops between them are one word: "U.S." is `us`.
//! - A number keeps its decimal point and loses the commas of its thousands: "1,250.5" is
//!   `1250.5`.

use std::ops::Range;

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, RawTokenizer, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager,
};
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The name of the analyzer of words in any inflection.
pub(super) const STEMMED: &str = "stemmed";
/// The name of the analyzer of words as they stand.
pub(super) const PLAIN: &str = "plain";

/// Returns the analyzers by name.
pub(super) fn manager() -> TokenizerManager {
    // With tantivy's own ones: it asks for "default" even for fields that are never split.
    let manager = TokenizerManager::default();
    manager.register(STEMMED, analyzer(true));
    manager.register(PLAIN, analyzer(false));
    manager
}

fn analyzer(stem: bool) -> TextAnalyzer {
    let plain = TextAnalyzer::builder(Words).filter(AsciiFoldingFilter);
    if stem { plain.filter(Stemmer::new(Language::English)).build() } else { plain.build() }
}

/// Splits texts into the words that are indexed: those of a query, and of a text to mark.
pub struct Analyzers {
    stemmed: TextAnalyzer,
    /// For one word that is not of ASCII letters alone.
    folding: TextAnalyzer,
}

impl Default for Analyzers {
    fn default() -> Analyzers {
        let folding = TextAnalyzer::builder(RawTokenizer::default()).filter(AsciiFoldingFilter).build();
        Analyzers { stemmed: analyzer(true), folding }
    }
}

impl Analyzers {
    pub fn new() -> Analyzers {
        Analyzers::default()
    }

    /// Returns the words of `text` with their places in bytes.
    pub fn words(&mut self, text: &str, stem: bool) -> Vec<(String, Range<usize>)> {
        let mut words = Vec::new();
        if !stem {
            self.each(text, |word, place| words.push((word.to_owned(), place)));
            return words;
        }
        self.stemmed.token_stream(text).process(&mut |token| {
            words.push((token.text.clone(), token.offset_from..token.offset_to));
        });
        words
    }

    /// Calls `visit` with every word of `text` as it stands, and its place in bytes.
    pub(super) fn each(&mut self, text: &str, mut visit: impl FnMut(&str, Range<usize>)) {
        let mut splitter = Words;
        let mut words = splitter.token_stream(text);
        while words.advance() {
            let Token { text: word, offset_from, offset_to, .. } = words.token();
            if word.is_ascii() {
                visit(word, *offset_from..*offset_to);
            } else {
                self.folding.token_stream(word).process(&mut |token| visit(&token.text, *offset_from..*offset_to));
            }
        }
    }

    /// Returns the words of `text`, as they stand, joined by spaces: the form in which two texts
    /// are the same.
    pub fn folded(&mut self, text: &str) -> String {
        let words = self.words(text, false);
        words.into_iter().map(|(word, _)| word).collect::<Vec<_>>().join(" ")
    }
}

/// Initials are looked at again at every stop, so they must not be without end.
const LONGEST_INITIALS: usize = 24;

/// Splits text into words, in lower case and without accents.
#[derive(Clone, Copy)]
struct Words;

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream { text, at: 0, token: Token::default() }
    }
}

struct WordStream<'a> {
    text: &'a str,
    at: usize,
    token: Token,
}

#[inline]
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

#[inline]
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '′' | '＇')
}

impl WordStream<'_> {
    /// Reads one word that starts at the current place.
    #[inline]
    fn read_word(&mut self) {
        let rest = &self.text[self.at..];
        let word = &mut self.token.text;
        word.clear();
        // Most words are nothing but such letters.
        let run = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        word.push_str(&rest[..run]);
        word.make_ascii_lowercase();
        let mut end = run;
        let mut length = run;
        // The length of `word` before an apostrophe and one letter, to take "'s" off again.
        let mut before_apostrophe = None;
        let behind = if rest.as_bytes().get(run) == Some(&b' ') { "" } else { &rest[run..] };
        for (at, c) in behind.char_indices() {
            let at = run + at;
            if is_word(c) {
                length = at + c.len_utf8();
                fold(c, word);
                end = length;
                continue;
            }
            let next = rest[at + c.len_utf8()..].chars().next();
            let follows = next.is_some_and(char::is_alphanumeric);
            if is_apostrophe(c) && follows {
                before_apostrophe = Some((word.len(), at + c.len_utf8()));
                continue;
            }
            let so_far = &rest[..at];
            // "U.S.", "u.n", "D.C.": one letter before each stop, and one after it.
            if c == '.' && so_far.len() <= LONGEST_INITIALS && is_initials(so_far) {
                let after = &rest[at + 1..];
                if follows && after.chars().nth(1).is_none_or(|second| !second.is_alphanumeric()) {
                    continue;
                }
                if so_far.contains('.') {
                    end = at + 1;
                }
                break;
            }
            let digit_before = so_far.ends_with(|d: char| d.is_ascii_digit());
            let digits_after = rest[at + c.len_utf8()..].bytes().take_while(u8::is_ascii_digit).count();
            if c == ',' && digit_before && digits_after == 3 {
                continue;
            }
            if c == '.' && digit_before && digits_after > 0 {
                word.push('.');
                continue;
            }
            break;
        }
        // "Rubio's", "Kyiv’s": the possessive ending is no part of the word.
        if let Some((kept, tail)) = before_apostrophe
            && rest[tail..length].eq_ignore_ascii_case("s")
        {
            word.truncate(kept);
        }
        self.token.offset_from = self.at;
        self.token.offset_to = self.at + end.max(length);
        self.at += end.max(length).max(1);
    }
}

/// Whether it is single letters with stops between them.
fn is_initials(text: &str) -> bool {
    let mut letter = false;
    for c in text.chars() {
        letter = match (letter, c) {
            (false, c) if c.is_alphabetic() => true,
            (true, '.') => false,
            _ => return false,
        };
    }
    letter
}

/// Appends the letter in lower case and without accents.
fn fold(c: char, word: &mut String) {
    if c.is_ascii() {
        word.push(c.to_ascii_lowercase());
        return;
    }
    for lower in c.to_lowercase() {
        decompose_canonical(lower, |part| {
            if !is_combining_mark(part) {
                word.push(part);
            }
        });
    }
}

impl TokenStream for WordStream<'_> {
    #[inline]
    fn advance(&mut self) -> bool {
        loop {
            let rest = &self.text[self.at..];
            let between = rest.bytes().take_while(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric()).count();
            let Some(start) = rest[between..].find(char::is_alphanumeric).map(|start| between + start) else {
                self.at = self.text.len();
                return false;
            };
            self.at += start;
            self.read_word();
            if !self.token.text.is_empty() {
                self.token.position = self.token.position.wrapping_add(1);
                return true;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Analyzers::new().words(text, false).into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn folds_what_makes_no_difference() {
        assert_eq!(words("Erdoğan’s Łódź naïve CAFE\u{301}"), ["erdogan", "lodz", "naive", "cafe"]);
        assert_eq!(words("can't O’Brien it's"), ["cant", "obrien", "it"]);
        assert_eq!(words("U.S. troops in the U.N., i.e. D.C"), ["us", "troops", "in", "the", "un", "ie", "dc"]);
        assert_eq!(words("1,250.5 and 3,00 or 2.5%."), ["1250.5", "and", "3", "00", "or", "2.5"]);
        assert_eq!(words("28-point follow–up"), ["28", "point", "follow", "up"]);
        assert_eq!(words("I. Then a.b.c.d"), ["i", "then", "abcd"]);
        assert_eq!(words("— \u{301} ’s"), ["s"]);
    }

    #[test]
    fn words_are_those_that_are_indexed() {
        for text in ["Straße Łódź ½ cup", "Zelenskyy’s U.S. 1,250.5 naïve Æsop", " O’Brien's  ﬁne\u{301}"]
        {
            let mut indexed = Vec::new();
            analyzer(false).token_stream(text).process(&mut |token| {
                indexed.push((token.text.clone(), token.offset_from..token.offset_to));
            });
            assert_eq!(Analyzers::new().words(text, false), indexed);
        }
    }

    #[test]
    fn places_slice_the_text() {
        let text = "“Zelenskyy’s” U.S. 1,000 \u{301}é";
        for (_, place) in Analyzers::new().words(text, true) {
            assert!(text.get(place).is_some_and(|word| !word.is_empty()));
        }
    }
}
