//! Paragraphs, sentences and tokens.
//!
//! Words are split as the Universal Dependencies English treebanks split them ("did" + "n't",
//! "Rubio" + "'s", "10" + "%"), except that hyphenated words stay whole. Linear in the length of
//! the text.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap as HashMap;
use smallvec::SmallVec;

use super::{dateline, subhead};

/// Whether a sentence may end with an abbreviation.
static ABBREVIATIONS: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    include_str!("../../lexicon/abbreviations.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.strip_suffix('*').map_or((line, false), |word| (word, true)))
        .collect()
});

/// A sentence longer than this many tokens is cut, so that nothing grows with its length.
const LONGEST: usize = 300;

/// Returns the paragraphs of `body`: lines with something in them. Lines that were broken at a
/// column, as e-mails and old archives have them, are joined again.
pub fn paragraphs(text: &str, body: Range<usize>) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut at = body.start;
    let mut blank = true;
    for line in lines_of(&text[body.clone()]) {
        let trimmed = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        if trimmed.is_empty() {
            blank = blank || line.ends_with('\n');
        } else {
            lines.push((start..start + trimmed.len(), blank));
            blank = false;
        }
        at += line.len();
    }
    let wrapped = is_wrapped(text, &lines);
    let mut found: Vec<Range<usize>> = Vec::with_capacity(lines.len());
    for (line, after_blank) in lines {
        match found.last_mut() {
            Some(last) if wrapped && !after_blank => last.end = line.end,
            _ => found.push(line),
        }
    }
    found
}

/// Returns the lines of a text, each with what ends it: a line feed, a carriage return, U+2028 or U+2029.
fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let bytes = rest.as_bytes();
        let end = |at: usize| match bytes[at..] {
            [b'\n' | b'\r', ..] => Some(at + 1),
            [0xe2, 0x80, 0xa8 | 0xa9, ..] => Some(at + 3),
            _ => None,
        };
        let line = memchr::memchr3_iter(b'\n', b'\r', 0xe2, bytes).find_map(end).unwrap_or(rest.len());
        let (line, after) = rest.split_at(line);
        rest = after;
        (!line.is_empty()).then_some(line)
    })
}

/// Returns where in `text` the next white space begins and ends, if there is any.
fn white_space(text: &str) -> Option<Range<usize>> {
    text.bytes().enumerate().find_map(|(at, byte)| {
        let width = match byte {
            b' ' | b'\t'..=b'\r' => 1,
            // The first byte of a character outside ASCII.
            0xc0.. => text[at..].chars().next().filter(|c| c.is_whitespace())?.len_utf8(),
            _ => return None,
        };
        Some(at..at + width)
    })
}

/// Returns whether lines were broken at a column: most are of middling length and most break off
/// inside a sentence.
fn is_wrapped(text: &str, lines: &[(Range<usize>, bool)]) -> bool {
    let inner: Vec<&Range<usize>> = lines.windows(2).filter(|pair| !pair[1].1).map(|pair| &pair[0].0).collect();
    if inner.len() < 4 {
        return false;
    }
    let short = inner.iter().filter(|line| (40..=100).contains(&line.len())).count();
    let open =
        inner.iter().filter(|line| !text[(**line).clone()].ends_with(['.', '!', '?', '"', '”', ':', '’', ')'])).count();
    short * 10 >= inner.len() * 8 && open * 10 >= inner.len() * 6
}

/// Appends the token spans of a paragraph to `tokens` and calls `sentence` with the end of each
/// sentence, as a number of tokens.
pub fn tokens(text: &str, paragraph: Range<usize>, tokens: &mut Vec<Range<usize>>, mut sentence: impl FnMut(usize)) {
    let first = tokens.len();
    let mut at = paragraph.start;
    while at < paragraph.end {
        let rest = &text[at..paragraph.end];
        let white = white_space(rest).unwrap_or(rest.len()..rest.len());
        let word = &rest[..white.start];
        if !word.is_empty() {
            let span = at..at + word.len();
            if !is_plain(word) {
                chunk_tokens(text, span, tokens);
            } else if is_cannot(word) {
                word_tokens(text, span, tokens);
            } else {
                // Most words: letters alone, which no mark and no clitic divides.
                tokens.push(span);
            }
        }
        at += white.end;
    }
    let dateline = dateline::length(text, &tokens[first..]);
    let mut begin = first + dateline;
    if dateline > 0 && begin < tokens.len() {
        sentence(begin);
    }
    let after_dateline = begin;
    let mut subhead = subhead::length(text, tokens, begin);
    for index in after_dateline..tokens.len() {
        let headed = index + 1 - begin == subhead;
        if headed || ends_sentence(text, tokens, index) || index + 1 - begin >= LONGEST {
            begin = index + 1;
            sentence(begin);
            // Behind a subhead none follows.
            subhead = if headed { 0 } else { subhead::length(text, tokens, begin) };
        }
    }
    if begin < tokens.len() {
        sentence(tokens.len());
    }
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '“' | '"'
            | '„'
            | '«'
            | '‘'
            | '('
            | '['
            | '{'
            | '\''
            | '`'
            | '$'
            | '£'
            | '€'
            | '¥'
            | '—'
            | '–'
            | '*'
            | '#'
            | '<'
            | '¿'
            | '¡'
            | '”'
    )
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        '”' | '"'
            | '»'
            | '’'
            | '\''
            | ')'
            | ']'
            | '}'
            | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '…'
            | '%'
            | '—'
            | '–'
            | '“'
            | '*'
            | '>'
    )
}

/// Splits what stands between two white spaces.
fn chunk_tokens(text: &str, mut chunk: Range<usize>, tokens: &mut Vec<Range<usize>>) {
    while let Some(c) = text[chunk.clone()].chars().next() {
        let doubled = matches!(c, '\'' | '`') && text[chunk.clone()].chars().nth(1) == Some(c);
        let width = if doubled { 2 * c.len_utf8() } else { c.len_utf8() };
        // "'s" and "’90s" on their own are clitics or years, not marks.
        let clitic = matches!(c, '\'' | '’') && !doubled && chunk.len() > width && is_clitic(&text[chunk.clone()]);
        if !(is_opening(c) || doubled) || clitic || chunk.len() == width {
            break;
        }
        tokens.push(chunk.start..chunk.start + width);
        chunk.start += width;
    }
    let mut closing: SmallVec<[Range<usize>; 4]> = SmallVec::new();
    while let Some(c) = text[chunk.clone()].chars().next_back() {
        let width = c.len_utf8();
        if chunk.len() == width {
            break;
        }
        let before = &text[chunk.start..chunk.end - width];
        let doubled = c == '\'' && before.ends_with('\'') && before.len() > 1;
        if doubled {
            closing.push(chunk.end - 2..chunk.end);
            chunk.end -= 2;
            continue;
        }
        if c == '.' {
            let dots = text[chunk.clone()].len() - text[chunk.clone()].trim_end_matches('.').len();
            if dots > 1 && dots < chunk.len() {
                closing.push(chunk.end - dots..chunk.end);
                chunk.end -= dots;
                continue;
            }
            if dots > 1 || keeps_stop(&text[chunk.clone()]) {
                break;
            }
        } else if !is_closing(c) {
            break;
        }
        closing.push(chunk.end - width..chunk.end);
        chunk.end -= width;
    }
    word_tokens(text, chunk, tokens);
    tokens.extend(closing.into_iter().rev());
}

fn is_clitic(word: &str) -> bool {
    let lower = word.to_lowercase().replace('’', "'");
    matches!(lower.as_str(), "'s" | "'re" | "'ve" | "'ll" | "'d" | "'m")
        || lower.trim_start_matches('\'').starts_with(|c: char| c.is_ascii_digit())
}

/// Returns whether a full stop belongs to the word: "Mr.", "U.S.", "J.".
fn keeps_stop(word: &str) -> bool {
    if ABBREVIATIONS.contains_key(word) {
        return true;
    }
    let stem = &word[..word.len() - 1];
    let mut chars = stem.chars();
    match (chars.next(), chars.next()) {
        // An initial.
        (Some(c), None) => c.is_uppercase(),
        // "U.S.A.", "p.m.": letters and stops in turn.
        (Some(_), Some('.')) => {
            stem.split('.').all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic))
        }
        _ => false,
    }
}

/// Splits a word without marks at its ends: clitics, dashes and dots inside.
fn word_tokens(text: &str, word: Range<usize>, tokens: &mut Vec<Range<usize>>) {
    let slice = &text[word.clone()];
    if slice.is_empty() {
        return;
    }
    // Most words are letters alone, in which no mark divides.
    let plain = is_plain(slice);
    if !plain && is_address(slice) {
        tokens.push(word);
        return;
    }
    if let Some(mark) = (!plain).then(|| inner_mark(slice)).flatten() {
        let mark = word.start + mark.start..word.start + mark.end;
        word_tokens(text, word.start..mark.start, tokens);
        tokens.push(mark.clone());
        chunk_tokens(text, mark.end..word.end, tokens);
        return;
    }
    if let Some(at) = clitic_start(slice) {
        word_tokens(text, word.start..word.start + at, tokens);
        tokens.push(word.start + at..word.end);
        return;
    }
    tokens.push(word);
}

/// Returns whether a word is the only one that two make without a mark between them.
fn is_cannot(word: &str) -> bool {
    word.eq_ignore_ascii_case("cannot")
}

/// Returns whether a word has no marks in it.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Returns whether a word is the address of a page or a mailbox.
fn is_address(slice: &str) -> bool {
    slice.contains("://") || slice.starts_with("www.") || (slice.contains('@') && slice.contains('.'))
}

/// Returns the first mark inside a word that divides it: "talks—which", "end.The", "said:“Yes",
/// "word...word", "yes,”he".
fn inner_mark(slice: &str) -> Option<Range<usize>> {
    let mut previous: Option<char> = None;
    let mut letters = 0;
    for (offset, c) in slice.char_indices() {
        let rest = &slice[offset + c.len_utf8()..];
        let next = rest.chars().next();
        let dash = matches!(c, '—' | '–' | '―')
            && !(c == '–' && previous.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric));
        let double_dash = c == '-' && next == Some('-');
        let quote = matches!(c, '“' | '”' | '"' | '«' | '»' | '„' | '…');
        let bracket = matches!(c, '(' | ')' | '[' | ']') && letters > 0 && !slice.contains("](");
        let stop = matches!(c, '.' | '!' | '?')
            && letters > 2
            && previous.is_some_and(char::is_lowercase)
            && next.is_some_and(char::is_uppercase)
            && rest.chars().nth(1).is_some_and(|d| d.is_lowercase() || d.is_whitespace());
        let comma = matches!(c, ',' | ';' | ':')
            && next.is_some_and(char::is_alphabetic)
            && previous.is_some_and(char::is_alphanumeric);
        if offset > 0 && (dash || double_dash || quote || stop || comma || (bracket && slice.len() < 200)) {
            let width = if double_dash {
                slice[offset..].len() - slice[offset..].trim_start_matches('-').len()
            } else {
                c.len_utf8()
            };
            return Some(offset..offset + width);
        }
        if c.is_alphabetic() {
            letters += 1;
        }
        previous = Some(c);
    }
    None
}

/// Returns where the clitic of a word begins: "do|n't", "Rubio|'s".
fn clitic_start(word: &str) -> Option<usize> {
    if is_cannot(word) {
        return Some(3);
    }
    if is_plain(word) || !word.contains(['\'', '’']) {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    for ending in ["n't", "n’t"] {
        if lower.ends_with(ending) && lower.len() > ending.len() {
            return Some(lower.len() - ending.len());
        }
    }
    for ending in ["'s", "’s", "'re", "’re", "'ve", "’ve", "'ll", "’ll", "'d", "’d", "'m", "’m"] {
        if lower.ends_with(ending) && lower.len() > ending.len() {
            return Some(lower.len() - ending.len());
        }
    }
    None
}

/// Returns whether a sentence ends after the token `index`.
fn ends_sentence(text: &str, tokens: &[Range<usize>], index: usize) -> bool {
    let word = |i: usize| tokens.get(i).map(|t| &text[t.clone()]);
    let Some(token) = word(index) else { return false };
    let Some(next) = word(index + 1) else { return true };
    // What ends in a letter ends no sentence.
    if token.bytes().next_back().is_some_and(|last| last.is_ascii_alphanumeric()) {
        return false;
    }
    let closes = |w: &str| matches!(w, "”" | "\"" | "»" | "’" | "'" | "''" | ")" | "]" | "“");
    // A closing mark takes the end over from the stop before it, if it touches it.
    let mut stop = index;
    while stop > 0 && stop + 6 > index && word(stop).is_some_and(closes) && tokens[stop - 1].end == tokens[stop].start {
        stop -= 1;
    }
    if stop < index && word(index + 1).is_some_and(closes) && tokens[index].end == tokens[index + 1].start {
        return false;
    }
    let Some(mark) = word(stop) else { return false };
    let capital = |w: &str| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let opens = |w: &str| {
        matches!(
            w,
            "“" | "\"" | "«" | "„" | "‘" | "'" | "(" | "[" | "''" | "``" | "”" | "*" | "#" | "•" | "$" | "£" | "€"
        )
    };
    let touching = tokens[index].end == tokens[index + 1].start;
    let mut after = index + 1;
    while word(after).is_some_and(&opens) && after < index + 4 {
        after += 1;
    }
    let following = word(after).unwrap_or(next);
    let starts = capital(following);
    match mark {
        "." => {
            if stop == index && touching && closes(next) {
                return false;
            }
            starts
                || opens(next)
                || !following.starts_with(char::is_alphabetic)
                    && !matches!(following, "," | ";" | ":" | "—" | "–" | "-")
        }
        "!" | "?" | "…" | "..." | "...." | "?!" | "!!" => {
            if stop == index && touching && closes(next) {
                return false;
            }
            // “Who knows?” she said.
            starts && !(stop < index && mark.starts_with(['!', '?']) && is_attribution_start(text, tokens, after))
        }
        _ if stop == index && token.ends_with('.') && token.len() > 1 => {
            // "in the U.S. The president": an abbreviation that may end a sentence.
            let may_end = ABBREVIATIONS.get(token).copied().unwrap_or(token.len() > 3);
            may_end && starts && following.len() > 1 && is_starter(following)
        }
        _ => false,
    }
}

/// “Who knows?” Smith said: the capital begins no new sentence when a verb of speech follows soon.
fn is_attribution_start(text: &str, tokens: &[Range<usize>], at: usize) -> bool {
    tokens.get(at..tokens.len().min(at + 5)).is_some_and(|window| {
        window.iter().skip(1).take_while(|t| &text[(*t).clone()] != ".").any(|t| {
            matches!(
                &text[t.clone()],
                "said" | "says" | "asked" | "added" | "wrote" | "told" | "tweeted" | "asks" | "replied"
            )
        })
    })
}

/// Words with a capital that mostly begin a sentence after an abbreviation.
fn is_starter(word: &str) -> bool {
    crate::lexicon::is_one_of("starter", &word.to_lowercase())
}
