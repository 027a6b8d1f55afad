//! Names: runs of capitalised words, split into title and name.

use std::ops::Range;

use rustc_hash::FxHashSet as HashSet;

use super::headline;
use super::run::{begins, inner_capitals, is_acronym, is_shouted, lead, names_body, run_end};
use crate::lexicon::{Gender, country, given_name, is_body, is_known_body, is_one_of, is_title};
use crate::text::{Document, Tag, without_stop};

/// What a name looks like it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    Person,
    Body,
    Unknown,
}

/// A name as it stands in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// Tokens of the name proper.
    pub tokens: Range<usize>,
    /// Tokens of the title before it: "US Secretary of State".
    pub title: Range<usize>,
    pub kind: NameKind,
    pub gender: Option<Gender>,
    /// Index of the sentence.
    pub sentence: usize,
    /// Whether it is the first name of its sentence.
    pub first: bool,
    /// The token of the surname that it shares with the name after it: "Cherie and Sean O'Donnell".
    pub surname: Option<usize>,
}

/// Returns the names of a document, in order.
pub fn names(document: &Document) -> Vec<Name> {
    let inner = inner_capitals(document);
    let mut found = Vec::new();
    let mut headlines = Vec::new();
    for (sentence, range) in document.sentences.iter().map(|s| s.tokens.clone()).enumerate() {
        let start = range.start + lead(document, range.clone());
        if headline::is_title_case(document, start..range.end) {
            headlines.push((sentence, range));
            continue;
        }
        let before = found.len();
        let mut at = start;
        while at < range.end {
            if !begins(document, at, &(start..range.end), &inner) {
                at += 1;
                continue;
            }
            let end = run_end(document, at, range.end);
            if let Some(mut name) = split(document, at..end, range.clone(), sentence) {
                // "Bank of America spokesman Jane Roe": the title begins with a whole name.
                if let Some(employer) = found.last().filter(|before: &&Name| before.tokens.contains(&name.title.start))
                {
                    name.title.start = employer.tokens.start;
                }
                found.push(name);
            }
            at = end;
        }
        if let Some(first) = found.get_mut(before) {
            first.first = true;
        }
    }
    if !headlines.is_empty() {
        headline::add(document, &headlines, &mut found);
    }
    share_surnames(document, &mut found);
    found
}

/// "Cherie and Sean O'Donnell": gives given names the surname that follows the next one.
fn share_surnames(document: &Document, names: &mut [Name]) {
    let whole: HashSet<&str> =
        names.iter().filter(|n| n.tokens.len() > 1).map(|n| lower(document, n.tokens.start)).collect();
    for at in 1..names.len() {
        let (one, other) = (&names[at - 1], &names[at]);
        let given = lower(document, one.tokens.start);
        let pair = one.tokens.len() == 1 && one.title.is_empty() && other.tokens.len() == 2 && other.title.is_empty();
        let joined = one.tokens.end + 1 == other.tokens.start
            && matches!(lower(document, one.tokens.end), "and" | "&")
            && one.sentence == other.sentence;
        let people = other.kind == NameKind::Person
            && given_name(given).is_some()
            && given_name(lower(document, other.tokens.start)).is_some()
            && country(given).is_none()
            // "The Bernie and Sid Show".
            && !is_one_of("thing", lower(document, other.tokens.end - 1))
            && (one.tokens.start == 0 || lower(document, one.tokens.start - 1) != "the");
        // "Sean Miller" was named before: this Sean is no O'Donnell.
        if pair && joined && people && !whole.contains(given) {
            let surname = other.tokens.end - 1;
            names[at - 1] = Name {
                surname: Some(surname),
                kind: NameKind::Person,
                gender: given_name(given).flatten(),
                ..names[at - 1].clone()
            };
        }
    }
}

/// Returns whether shares are named behind a name: "General Electric Co ( GE.N )", "Foods <TALF.HG>".
fn has_ticker(document: &Document, end: usize) -> bool {
    form(document, end).starts_with('<') || form(document, end) == "(" && is_ticker(form(document, end + 1))
}

/// "York-based", "UAW-represented", "London-listed".
fn is_participle(form: &str) -> bool {
    form.rsplit_once('-').is_some_and(|(name, end)| {
        !name.is_empty() && end.len() > 2 && end.ends_with("ed") && end.starts_with(char::is_lowercase)
    })
}

/// "GE.N", "TALF.HG": what shares go by.
pub(super) fn is_ticker(form: &str) -> bool {
    let (shares, market) = form.rsplit_once('.').unwrap_or_default();
    !shares.is_empty()
        && (1..=3).contains(&market.len())
        && form.len() > 3
        && !form.chars().any(char::is_lowercase)
        && !shares.contains('.')
}

/// Returns a token's text.
pub fn form<'a>(document: &Document<'a>, token: usize) -> &'a str {
    document.tokens.get(token).map_or("", |t| &document.text[t.span.clone()])
}

/// Returns a token's text in lower case, without a final full stop.
pub fn lower<'d>(document: &'d Document, token: usize) -> &'d str {
    without_stop(document.lower(token))
}

/// Splits a run of capitalised words into title and name.
pub(super) fn split(document: &Document, run: Range<usize>, sentence: Range<usize>, number: usize) -> Option<Name> {
    let words: Vec<&str> = run.clone().map(|t| lower(document, t)).collect();
    // "Harriet Onslow QC": letters behind a name are no part of it.
    let mut words = words;
    let mut run = run;
    while words.len() > 1 && words.last().is_some_and(|w| is_one_of("post-nominal", w)) {
        words.pop();
        run.end -= 1;
    }
    // "British Airways BAY.L": shares.
    let shares = run.len() > 1 && is_ticker(form(document, run.end - 1));
    if shares {
        words.pop();
        run.end -= 1;
    }
    // "Los Angeles-based KB Home", "the U.S.-led coalition": a word that tells something of the name.
    if let Some(at) = run.clone().rposition(|t| is_participle(form(document, t))) {
        if at + 1 == words.len() {
            return None;
        }
        words.drain(..=at);
        run.start += at + 1;
    }
    // "founder and CEO": an office in capitals is no name.
    let initials = words.len() == 1 && is_acronym(form(document, run.start)) && !is_title(words[0]);
    let given = |at: usize| given_name(words[at]);
    // "San Francisco Fed": no Francisco.
    let placed = |at: usize| at > 0 && is_one_of("place-lead", words[at - 1]);
    let mut start = 0;
    let mut titled = false;
    // A title inside the run: the name is what comes after it.
    let follows = |at: usize| words.get(at + 1).is_some_and(|w| given_name(w).is_some());
    // "Mr. King", "Larry King", "Governor Mervyn King": a surname that is also a title.
    let surname = |at: usize| {
        let titled = || words[..at - 1].iter().any(|w| is_title(w) && !is_one_of("weak-title", w));
        let weak = is_one_of("weak-title", words[at]);
        at + 1 == words.len()
            && at > 0
            && (is_one_of("honorific", words[at - 1]) || given(at - 1).is_some() || weak && titled())
    };
    if let Some(at) = (0..words.len()).rev().find(|&at| {
        !initials
            && !surname(at)
            && is_title(words[at])
            && (at > 0 || !is_one_of("weak-title", words[at]) || follows(at))
    }) {
        let after = at + 1;
        if after < words.len() && matches!(words[after], "of" | "for" | "to") {
            // "Secretary of State Marco Rubio": a given name begins the name; else the last words.
            let the = usize::from(words.get(after + 1).is_some_and(|w| *w == "the"));
            let rest = after + 1 + the..words.len();
            // "Ambassador to the United States Hamdullah Mohib": what follows the name of a body.
            let body =
                (rest.start + 1..words.len()).rev().find(|&end| is_known_body(&words[rest.start..end].join(" ")));
            match rest.clone().find(|&i| given(i).is_some() && i + 1 < words.len() && i > after + 1) {
                Some(i) => (start, titled) = (i, true),
                None if body.is_some() => (start, titled) = (body.unwrap_or(start), true),
                None if rest.len() >= 3 && !words[rest.clone()].iter().any(|w| is_one_of("connector", w)) => {
                    (start, titled) = (words.len() - 2, true)
                }
                None if rest.len() == 2 && words[after + 1] == "state" => (start, titled) = (words.len() - 1, true),
                // "Secretary of State" alone is a role.
                None => return None,
            }
        } else if after < words.len() {
            (start, titled) = (after, true);
        } else {
            return None;
        }
    } else if let Some(at) = (1..words.len()).find(|&i| given(i).is_some() && !placed(i) && i + 1 < words.len())
        && !words.iter().any(|w| is_body(w) || is_one_of("connector", w))
        && given(0).is_none()
        && at + 1 < words.len()
        && words.len() - at <= 3
        && words.len() > 2
    {
        // "BBC Jonathan Marcus": what stands before the given name is no part of the name.
        start = at;
    }
    // "Senate Minority Whip Dick Durbin": a given name and a surname end the run, whatever stands before.
    if start == 0 && words.len() > 2 {
        let at = words.len() - 2;
        let tail = given(at).is_some()
            && !placed(at)
            && given(0).is_none()
            && !is_body(words[at + 1])
            && !is_one_of("connector", words[at - 1]);
        if tail {
            (start, titled) = (at, true);
        }
    }
    let tokens = run.start + start..run.end;
    // "ophthalmologist Li Wenliang", "spokeswoman Jane Roe": a trade in lower case before the name.
    let trade = start == 0 && run.start > sentence.start && {
        let before = lower(document, run.start - 1);
        document.tokens[run.start - 1].tag == Tag::Nn
            && (is_title(before) || before.ends_with("ist") || before.ends_with("woman") || before.ends_with("man"))
    };
    let title = if trade {
        phrase_start(document, run.start - 1, sentence.start)..run.start
    } else {
        run.start..run.start + start
    };
    let title_words: Vec<&str> = title.clone().map(|t| lower(document, t)).collect();
    let rest = &words[start..];
    let honorific = start == 0 && rest.len() > 1 && is_one_of("honorific", rest[0]);
    let tokens = if honorific { tokens.start + 1..tokens.end } else { tokens };
    let rest = if honorific { &rest[1..] } else { rest };
    let acronym = rest.len() == 1 && is_shouted(form(document, tokens.start));
    // "Police said": the noun alone is no name.
    if rest.len() == 1 && is_body(rest[0]) && !acronym && !is_paper(document, tokens.start, rest[0]) {
        return None;
    }
    let known = is_known_body(&rest.join(" "));
    // "Doris Day Show", "Romare Bearden Park": things named after people.
    let person = titled || honorific || rest.len() == 2 && given_name(rest[0]).is_some();
    let is_thing = rest.len() > 1 && !person && is_one_of("thing", rest[rest.len() - 1]);
    let kind = if known && !honorific
        || rest.iter().any(|w| is_body(w)) && !(titled && given_name(rest[0]).is_some())
        || is_thing
        || rest.windows(2).any(|pair| names_body(pair[0]) && is_one_of("connector", pair[1]))
        || acronym
        || rest.iter().any(|w| w.contains('&'))
        // "Tallis Foods <TALF.HG>": shares; "the Living Banks": people go without an article.
        || shares
        || has_ticker(document, tokens.end)
        || rest.len() > 1 && !titled && is_one_of("legal-form", rest[rest.len() - 1])
        || !titled && !trade && !honorific && rest.len() > 1 && given_name(rest[0]).is_none()
            && tokens.start > sentence.start && lower(document, tokens.start - 1) == "the"
    {
        NameKind::Body
    } else if titled || trade || honorific || (given_name(rest[0]).is_some() && rest.len() > 1) {
        NameKind::Person
    } else {
        NameKind::Unknown
    };
    let by_title = title_words.iter().chain(honorific.then_some(&words[start])).find_map(|w| {
        let female = is_one_of("female", w) || is_one_of("honorific-female", w);
        let male = is_one_of("male", w) || is_one_of("honorific-male", w);
        if female {
            Some(Gender::Female)
        } else if male {
            Some(Gender::Male)
        } else {
            None
        }
    });
    let gender = by_title.or_else(|| {
        rest.first().filter(|_| rest.len() > 1 || kind == NameKind::Person).and_then(|w| given_name(w)).flatten()
    });
    Some(Name { tokens, title, kind, gender, sentence: number, first: false, surname: None })
}

/// "The Times reported": papers go by one word, with a capital and an article before it.
fn is_paper(document: &Document, token: usize, word: &str) -> bool {
    is_one_of("newspaper", word) && token > 0 && lower(document, token - 1) == "the"
}

/// Returns where the noun phrase that ends with the token `last` begins.
fn phrase_start(document: &Document, last: usize, limit: usize) -> usize {
    let mut start = last;
    while start > limit
        && matches!(
            document.tokens[start - 1].tag,
            Tag::Nn | Tag::Nns | Tag::Jj | Tag::Nnp | Tag::Nnps | Tag::Pos | Tag::Hyph | Tag::Jjs | Tag::Vbg
        )
    {
        start -= 1;
    }
    while start < last && matches!(document.tokens[start].tag, Tag::Pos) {
        start += 1;
    }
    start
}
