//! Subheads: a few words in capitals above a part of an article, which stand in front of its first
//! sentence where the break between the lines was lost: "LIMITED OPTIONS Moody's cut its rating".

use std::ops::{Range, RangeInclusive};

use super::token::capitals;

/// The fewest and the most words of a subhead.
const WORDS: RangeInclusive<usize> = 2..=12;
/// How many letters its longest word has at least: "BP PLC" is a name.
const LONG: usize = 4;
/// How many bytes around it are searched for its words.
const NEAR: usize = 8192;

/// Returns how many of the tokens from `begin` on, with which a sentence begins, are a subhead; 0 if there
/// is none.
pub fn length(text: &str, tokens: &[Range<usize>], begin: usize) -> usize {
    let word = |at: usize| tokens.get(at).map_or("", |token| &text[token.clone()]);
    let count = (begin..tokens.len()).take(WORDS.end() + 1).take_while(|&at| is_shouted(word(at))).count();
    if count < *WORDS.start() {
        return 0;
    }
    let mut end = begin + count;
    let next = word(end);
    if matches!(word(end - 1), "A" | "I") {
        // "NO STRINGS ATTACHED A “no strings” policy".
        end -= 1;
    } else if next.starts_with(char::is_lowercase) {
        // "ABUSES FEARED FINRA said": what the sentence is about stands elsewhere, too.
        end -= 1;
        if !stands_elsewhere(text, tokens[end].start, word(end)) {
            return 0;
        }
    } else if !(is_sentence_case(next) || next.starts_with(['“', '"'])) {
        return 0;
    }
    if !WORDS.contains(&(end - begin)) || !word(begin).starts_with(char::is_alphabetic) {
        return 0;
    }
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    let longest = (begin..end).map(word).max_by_key(|word| letters(word)).unwrap_or("");
    // "NASDAQ OMX Group": names are written so again and again.
    if letters(longest) < LONG || stands_elsewhere(text, tokens[begin].start, longest) { 0 } else { end - begin }
}

/// Returns whether a word stands twice around a byte of `text`.
fn stands_elsewhere(text: &str, at: usize, word: &str) -> bool {
    let whole = |at: usize| (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    text[whole(at.saturating_sub(NEAR))..whole(at + NEAR)].matches(word).nth(1).is_some()
}

/// "BROAD-BASED", "’S", "2010".
fn is_shouted(word: &str) -> bool {
    capitals(word) > 0 && !word.contains('.') || word.chars().all(|c| c.is_ascii_digit()) && !word.is_empty()
}

/// "Moody".
fn is_sentence_case(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::super::split;

    /// The first sentence of a paragraph.
    fn first(text: &str) -> String {
        let (mut tokens, mut ends) = (Vec::new(), Vec::new());
        split::tokens(text, 0..text.len(), &mut tokens, |end| ends.push(end));
        tokens[..ends[0]].iter().map(|token| &text[token.clone()]).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn subheads_stand_alone() {
        let cases = [
            ("LIMITED OPTIONS Brenk’s cut its rating.", "LIMITED OPTIONS"),
            ("BROAD-BASED DEMAND “We sold more,” Oram said.", "BROAD-BASED DEMAND"),
            ("NO STRINGS ATTACHED A loan was offered.", "NO STRINGS ATTACHED"),
            ("ABUSES FEARED HARA said the bank broke a rule. HARA fined it.", "ABUSES FEARED"),
            ("KELMAR OMB Group said it lost money. KELMAR OMB fell.", "KELMAR OMB Group said it lost money ."),
            ("ANN POE, ANALYST, KELMAR: “It is fine.”", "ANN POE , ANALYST , KELMAR : “ It is fine . ”"),
            ("BP PLC Chief Executive Ann Poe left.", "BP PLC Chief Executive Ann Poe left ."),
            ("IT WAS ALL IN CAPITALS.", "IT WAS ALL IN CAPITALS ."),
        ];
        for (text, expected) in cases {
            assert_eq!(first(text), expected, "{text}");
        }
    }
}
