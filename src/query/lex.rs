//! What was typed, as tokens with their places.

use std::ops::Range;

use super::error::QueryError;

/// One token and its place in bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token<'a> {
    pub kind: Kind<'a>,
    pub span: Range<usize>,
    /// Whether it follows the token before it without a space.
    pub glued: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind<'a> {
    Open,
    Close,
    /// The sign that excludes what follows.
    Minus,
    Or,
    And,
    Not,
    /// `=` before a phrase.
    Equals,
    /// A name and its colon.
    Field(&'a str),
    /// The text between quotation marks.
    Quoted(&'a str),
    /// A run of anything else.
    Bare(&'a str),
}

/// The quotation mark that ends what `open` begins.
fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '"' => Some(&['"']),
        '“' | '„' | '”' => Some(&['”', '“', '"']),
        '«' => Some(&['»']),
        '»' => Some(&['«']),
        _ => None,
    }
}

fn ends_bare(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')') || closing(c).is_some()
}

/// Splits `input` into tokens.
pub(super) fn tokens(input: &str) -> Result<Vec<Token<'_>>, QueryError> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(c) = input[at..].chars().next() {
        if c.is_whitespace() || c == '\0' {
            at += c.len_utf8();
            continue;
        }
        let glued = tokens.last().is_some_and(|last| last.span.end == at);
        // A word may hold a minus ("follow-up"), so only one at the beginning excludes.
        let begins =
            !glued || matches!(tokens.last().map(|last| last.kind), Some(Kind::Open | Kind::Minus | Kind::Field(_)));
        let (kind, end) = match c {
            '(' => (Kind::Open, at + 1),
            ')' => (Kind::Close, at + 1),
            // Shells and phones turn a minus into a dash.
            '-' | '−' | '–' if begins => (Kind::Minus, at + c.len_utf8()),
            '=' if input[at + 1..].starts_with(|next| closing(next).is_some()) => (Kind::Equals, at + 1),
            _ if closing(c).is_some() => quoted(input, at, c)?,
            _ => bare(input, at, begins),
        };
        tokens.push(Token { kind, span: at..end, glued });
        at = end;
    }
    Ok(tokens)
}

fn quoted(input: &str, at: usize, open: char) -> Result<(Kind<'_>, usize), QueryError> {
    let start = at + open.len_utf8();
    let ends = closing(open).unwrap_or(&['"']);
    let rest = &input[start..];
    // `"a phrase”`: the closing mark was turned into a typographic one.
    let end = rest.find(ends).or_else(|| rest.find('”'));
    let Some(length) = end else {
        return Err(QueryError::new(input, at..start, "this quotation mark is not closed")
            .hint("put another one at the end of the phrase, or leave this one out"));
    };
    let mark = rest[length..].chars().next().map_or(0, char::len_utf8);
    Ok((Kind::Quoted(&rest[..length]), start + length + mark))
}

fn bare(input: &str, at: usize, begins: bool) -> (Kind<'_>, usize) {
    let rest = &input[at..];
    let word = &rest[..rest.find(ends_bare).unwrap_or(rest.len())];
    if begins
        && let Some(colon) = word.find(':')
        && colon > 0
        && word[..colon].bytes().all(|b| b.is_ascii_alphabetic() || b == b'_')
        && !word[colon + 1..].starts_with("//")
    {
        return (Kind::Field(&word[..colon]), at + colon + 1);
    }
    let kind = match word {
        "OR" | "|" | "||" => Kind::Or,
        "AND" | "&&" => Kind::And,
        "NOT" => Kind::Not,
        _ => Kind::Bare(word),
    };
    (kind, at + word.len())
}
