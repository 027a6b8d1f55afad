//! Datelines: where and by whom a report was written, in front of its first sentence.

use std::ops::Range;

use super::token::capitals;

/// The most tokens before the bracket or the dash, and inside the bracket.
const PLACE: usize = 12;
const AGENCY: usize = 6;

/// Returns how many tokens at the beginning of a paragraph are a dateline, with its dash; 0 if it
/// has none.
pub fn length(text: &str, tokens: &[Range<usize>]) -> usize {
    let word = |at: usize| tokens.get(at).map_or("", |token| &text[token.clone()]);
    let place = (0..tokens.len().min(PLACE)).take_while(|&at| is_of_place(word(at))).count();
    let bracketed = word(place) == "(" && starts_upper(word(place + 1));
    let end = if bracketed {
        // "NEW YORK (Reuters) - Stocks fell", "WASHINGTON, Nov 23 (AP) — The", "(CNN) — The"
        match (place + 2..=place + 1 + AGENCY).find(|&at| word(at) == ")") {
            Some(close) => close + 1,
            None => return 0,
        }
    } else if place > 0 && (is_shouted(word(0)) || ends_in_state(text, &tokens[..place])) {
        // "GENEVA, Nov. 23 — Talks began", "New York, NY – Talks"; but not "IBM — whose shares fell — said"
        place
    } else {
        return 0;
    };
    let after = word(end + 1);
    let begins = starts_upper(after) || after.starts_with(|c: char| !c.is_alphabetic());
    if is_dash(word(end)) && begins && !after.is_empty() && !is_dash(after) { end + 1 } else { 0 }
}

/// "New York, NY".
fn ends_in_state(text: &str, place: &[Range<usize>]) -> bool {
    let [.., comma, state] = place else { return false };
    let state = &text[state.clone()];
    place.len() > 2 && &text[comma.clone()] == "," && state.len() == 2 && state.bytes().all(|b| b.is_ascii_uppercase())
}

/// "Kyiv", "NEW", ",", "/", "23", "Nov."
fn is_of_place(word: &str) -> bool {
    matches!(word, "," | "/" | "." | "and") || word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

fn is_shouted(word: &str) -> bool {
    capitals(word) > 2
}

fn starts_upper(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "--" | "–" | "—" | "―")
}

#[cfg(test)]
mod tests {
    use super::super::split;

    /// The dateline of a paragraph, its tokens apart.
    fn dateline(text: &str) -> String {
        let mut tokens = Vec::new();
        split::tokens(text, 0..text.len(), &mut tokens, |_| {});
        let length = super::length(text, &tokens);
        tokens[..length].iter().map(|token| &text[token.clone()]).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn datelines_stand_alone() {
        let cases = [
            ("PORT KESTREL  (Meridian) - The harbour opened.", "PORT KESTREL ( Meridian ) -"),
            ("KELMAR, March 12 (Meridian News) — Floods killed 14.", "KELMAR , March 12 ( Meridian News ) —"),
            ("Port Kestrel (MNN) -- Talks began.", "Port Kestrel ( MNN ) --"),
            ("(Meridian) - Talks began.", "( Meridian ) -"),
            ("KELMAR — Talks began.", "KELMAR —"),
            ("KELMAR (Meridian) - \"We begin,\" she said.", "KELMAR ( Meridian ) -"),
            ("Port Kestrel, PK – Talks began.", "Port Kestrel , PK –"),
            ("MNN — whose shares fell — said so.", ""),
            ("Mara Quill (right) - the minister - said so.", ""),
            ("The harbour (Port Kestrel) opened.", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(dateline(text), expected, "{text}");
        }
    }
}
