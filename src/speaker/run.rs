//! Runs of capitalised words: where a name may begin and how far it goes.

use std::ops::Range;

use rustc_hash::FxHashSet as HashSet;

use super::name::{form, lower};
use crate::lexicon::{given_name, is_body, is_one_of, is_title};
use crate::text::{Document, Tag, capitals};

/// How many bytes a headline has at most.
const HEADLINE: usize = 200;
/// How many words of a name behind "and" letters in brackets may stand for.
const ACRONYM: usize = 5;
/// How many words behind "and" the given name of a person with a title is looked for.
const TITLED: usize = 6;
/// How many words a dateline may have, with its agency.
const DATELINE: usize = 16;

/// Returns how many words before the sentence proper are no part of it: "FRANKFURT, Jan 15 (Reuters) -
/// A top executive", "POWERFUL WEAPON Sharp, which".
pub(super) fn lead(document: &Document, sentence: Range<usize>) -> usize {
    let dash = |t: usize| matches!(form(document, t), "-" | "--" | "–" | "—");
    let dateline = (sentence.start + 1..sentence.end.min(sentence.start + DATELINE))
        .find(|&t| dash(t) && document.tokens[t - 1].tag == Tag::CloseBracket);
    if let Some(at) = dateline {
        return at + 1 - sentence.start;
    }
    let shouted = |t: usize| is_shouted(form(document, t));
    let mark = |t: usize| t < sentence.end && document.tokens[t].tag.is_mark();
    let opened = usize::from(mark(sentence.start));
    let begin = sentence.start + opened;
    // "TEST DRIVES, NO OPEL DECISION", "A FRANK TALK".
    let small = |t: usize| matches!(form(document, t), "," | "A") && t + 1 < sentence.end && shouted(t + 1);
    let count = (begin..sentence.end).take_while(|&t| shouted(t) || small(t)).count();
    let next = begin + count;
    // "UNESCO Director" and "US NATO Ambassador" are no headings.
    let long = count > 1 && (begin..next).any(|t| form(document, t).chars().count() > 4);
    // “SECRET MEETING” Newspaper Le Midi: a heading in quotation marks.
    let proper = next + usize::from(opened > 0 && mark(next));
    let goes_on = proper + 2 < sentence.end && capital(document, proper) && !mark(proper);
    if long && goes_on {
        proper - sentence.start
    } else if long
        && count > 2
        && opened == 0
        && is_acronym(form(document, next - 1))
        && next < sentence.end
        && !mark(next)
    {
        // "NO OPEL DECISION GM said", "NO OPEL DECISION GM's board": letters after the heading.
        count - 1
    } else if long && (next..sentence.end).all(mark) && (count > 3 || heads(document, &sentence)) {
        // "WHAT IS THE PLAN TO RESTRUCTURE JAL?", "LIMITED OPTIONS": all of it.
        sentence.len()
    } else {
        0
    }
}

/// Whether a sentence stands in front of another one in the same paragraph, without a full stop.
fn heads(document: &Document, sentence: &Range<usize>) -> bool {
    let behind = document.sentences.get(document.sentence_of(sentence.start)..).unwrap_or_default();
    let same = matches!(behind, [here, next, ..] if here.paragraph == next.paragraph);
    same && document.tokens[sentence.end - 1].tag != Tag::Stop
}

/// Whether a form has two capitals or more, and no small letter.
pub(super) fn is_shouted(form: &str) -> bool {
    capitals(form) > 1
}

pub(super) fn capital(document: &Document, token: usize) -> bool {
    let form = form(document, token);
    match form.as_bytes() {
        // "al-Maliki", "el-Sisi".
        [b'a' | b'e', b'l', b'-', ..] => form[3..].starts_with(char::is_uppercase),
        [first, ..] if first.is_ascii() => first.is_ascii_uppercase(),
        _ => form.starts_with(char::is_uppercase),
    }
}

/// Returns the words that have a capital where no sentence begins: elsewhere they are names too.
pub(super) fn inner_capitals<'a>(document: &Document<'a>) -> HashSet<&'a str> {
    let mut found = HashSet::default();
    for sentence in &document.sentences {
        let mut first = true;
        for token in sentence.tokens.clone() {
            if !first && document.tokens[token].tag.is_name() && capital(document, token) {
                found.insert(form(document, token));
            }
            first = first && document.tokens[token].tag.is_mark();
        }
    }
    found
}

/// Returns whether a name may begin with a token of the sentence proper, behind what leads to it.
pub(super) fn begins(document: &Document, token: usize, proper: &Range<usize>, inner: &HashSet<&str>) -> bool {
    let tag = document.tokens[token].tag;
    if is_acronym(form(document, token)) {
        return true;
    }
    if !capital(document, token)
        || tag.is_mark()
        || matches!(
            tag,
            Tag::Prp
                | Tag::PrpS
                | Tag::Dt
                | Tag::Cc
                | Tag::In
                | Tag::Wp
                | Tag::Wrb
                | Tag::Wdt
                | Tag::Md
                | Tag::Ex
                | Tag::To
        )
    {
        return false;
    }
    let word = lower(document, token);
    if is_one_of("determiner", word) || is_one_of("calendar", word) {
        return false;
    }
    // "Former Trump adviser Sebastian Gorka": the word before the name is none of its own.
    // "New York" is named so, "New Chief Executive Ann Roe" is new.
    let place = word == "new" && capital(document, token + 1) && !is_title(lower(document, token + 1));
    if is_one_of("premodifier", word) && !place {
        return false;
    }
    // "Miami-based Lennar", "the No. 2 aircraft maker".
    if word.ends_with("-based") || word == "no" && document.tokens.get(token + 1).is_some_and(|t| t.tag == Tag::Cd) {
        return false;
    }
    let opens = (proper.start..token).all(|t| document.tokens[t].tag.is_mark());
    // "Later Roe said".
    if opens && (is_one_of("other-time", word) || is_one_of("time-modifier", word)) {
        return false;
    }
    // "Said Ellis: …", "Brokerage Nordhavn Securities": a verb, a trade before the name.
    if opens
        && capital(document, token + 1)
        && (is_one_of("inverted-verb", word) || is_one_of("trade", word) && !inner.contains(form(document, token)))
    {
        return false;
    }
    // The first word of a sentence has a capital anyway; "Bank of America" is a name all the same.
    let named_after = is_body(word) && lower(document, token + 1) == "of" && capital(document, token + 2);
    !opens
        || named_after
        || inner.contains(form(document, token))
        || tag.is_name()
        || given_name(word).is_some()
        || (is_title(word) && capital(document, token + 1))
        || (capital(document, token + 1) && token + 1 < proper.end && document.tokens[token + 1].tag.is_name())
}

/// "WHO", "NATO": capitals alone, whatever the tagger takes it for.
pub(super) fn is_acronym(form: &str) -> bool {
    (2..=6).contains(&capitals(form)) && form.starts_with(char::is_alphabetic)
}

pub(super) fn run_end(document: &Document, start: usize, limit: usize) -> usize {
    let mut at = start + 1;
    let mut body = names_body(lower(document, start)) || is_title(lower(document, start));
    while at < limit {
        let token = &document.tokens[at];
        let word = lower(document, at);
        let next_capital =
            at + 1 < limit && capital(document, at + 1) && !is_one_of("calendar", lower(document, at + 1));
        let continues = if token.tag.is_mark() || matches!(token.tag, Tag::Pos | Tag::Prp) {
            false
        } else if capital(document, at) {
            // "Theresa May": some names of months are surnames.
            // "Zadie Moon QUITS tour" in a headline.
            let title = document.paragraphs.first().filter(|p| p.len() <= HEADLINE).map_or(0, |p| p.end);
            let shouted = document.tokens[start].span.start < title
                && word.len() > 3
                && !form(document, at).chars().any(char::is_lowercase)
                && form(document, at - 1).chars().any(char::is_lowercase);
            !shouted && !is_one_of("calendar", word)
                || is_one_of("calendar-surname", word) && given_name(lower(document, at - 1)).is_some()
        } else if is_one_of("particle", word) {
            // "Ursula von der Leyen": more particles may follow.
            (at + 1..limit.min(at + 4))
                .find(|&t| !is_one_of("particle", lower(document, t)))
                .is_some_and(|t| capital(document, t))
        } else if word == "&" {
            next_capital
        } else if is_one_of("connector", word) {
            // "Secretary of State", "Department of Health and Human Services", "Bank of the West";
            // but "President Hassan Rouhani of Iran" ends with the name.
            let the = word != "the" && lower(document, at + 1) == "the" && capital(document, at + 2) && at + 2 < limit;
            let before = lower(document, at - 1);
            // "Centers for Disease Control", "Islamic State of Iraq".
            let carries = is_title(before) || names_body(before);
            let of = (start..at).any(|t| matches!(lower(document, t), "of" | "for"));
            // "Pacific Gas and Electric Company": a word for a body comes after it.
            let body_after = || {
                (at + 1..limit.min(at + 4)).take_while(|&t| capital(document, t)).any(|t| is_body(lower(document, t)))
            };
            let fits = match word {
                "and" => {
                    of && (start..at).any(|t| names_body(lower(document, t)))
                    // but "the Secret Service and US Park Police", "AP and NBC News" are two.
                    || body_after() && !is_body(before) && !is_acronym(form(document, at - 1))
                    || spells_out(document, start, at, limit)
                }
                "the" => matches!(before, "of" | "for" | "on" | "to" | "and"),
                "from" => is_one_of("carries-of", before),
                _ => carries,
            };
            // "the University of Miami and Chris Fallows", "Speaker Ann Poe and Senate Majority Leader Harry Roe":
            // a person follows.
            let named = |t: usize| {
                let titled = t == at + 1 || (at + 1..t).any(|before| is_title(lower(document, before)));
                titled && given_name(lower(document, t)).is_some() && t + 1 < limit && capital(document, t + 1)
            };
            let person =
                word == "and" && (at + 1..limit.min(at + TITLED)).take_while(|&t| capital(document, t)).any(named);
            (body || body_after() || spells_out(document, start, at, limit)) && fits && !person && (next_capital || the)
        } else if token.tag == Tag::Cd {
            next_capital
        } else {
            false
        };
        if !continues {
            break;
        }
        body = body || names_body(word) || is_title(word);
        at += 1;
    }
    at
}

/// "Northern Gas and Electric (NG&E)": the letters in brackets are those of the words on both sides of "and".
fn spells_out(document: &Document, start: usize, and: usize, limit: usize) -> bool {
    let end = (and + 1..limit.min(and + ACRONYM)).take_while(|&t| capital(document, t)).last().map_or(and, |t| t + 1);
    if end == and || form(document, end) != "(" || form(document, end + 2) != ")" {
        return false;
    }
    let letters: String = form(document, end + 1).chars().filter(|c| c.is_alphabetic()).collect();
    let first = |t: usize| form(document, t).chars().next();
    let behind: String = (and + 1..end).filter_map(first).collect();
    let whole: String = (start..end).filter(|&t| capital(document, t)).filter_map(first).collect();
    is_acronym(&letters) && letters.len() > behind.len() && whole.ends_with(&letters)
}

/// Returns whether the name of a body may go on with "of" after this word.
pub(super) fn names_body(word: &str) -> bool {
    is_body(word) || is_one_of("carries-of", word) || word.strip_suffix('s').is_some_and(is_body)
}
