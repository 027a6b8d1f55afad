//! Pronouns: "he", "she", "they", "it", "who", "we", "I".

use std::ops::Range;

use super::mention::person_like;
use super::name::{NameKind, lower};
use super::sieve::{Answer, Resolver, Said};
use super::{Speaker, SpeakerKind};
use crate::lexicon::{Gender, is_body, is_one_of, is_title};
use crate::text::Tag;

/// How many sentences back a person may have been named.
const REACH: usize = 12;

/// Returns whom a pronoun stands for; `None` for words that are no pronoun.
pub fn resolve(resolver: &Resolver<'_>, word: &str, token: usize, content: &[Range<usize>]) -> Option<Answer> {
    match word {
        "he" | "him" | "himself" => Some(person(resolver, token, Gender::Male, content)),
        "she" | "her" | "herself" => Some(person(resolver, token, Gender::Female, content)),
        "who" | "which" | "that" | "whom" => Some(antecedent(resolver, token)),
        "they" | "them" | "both" | "many" | "some" | "others" | "all" | "those" | "several" | "most" => {
            Some(several(resolver, word, token))
        }
        "it" => Some(body(resolver, token)),
        "one" => Some(one_of_several(resolver, token)),
        // "Let's hope".
        "'s" | "’s" => Some((None, None, "pronoun: everybody")),
        "i" | "we" | "us" | "me" | "you" => Some(first_person(resolver, token)),
        _ => None,
    }
}

/// The least score of a named person that "he" means rather than an unnamed one who spoke last, where
/// the person is named before or after that one spoke.
const NAMED_BEFORE: f32 = 0.9;
const NAMED_SINCE: f32 = 0.4;

fn from_history(said: &Said, sieve: &'static str) -> Answer {
    (said.entity, Some(said.speaker.clone()), sieve)
}

/// "he", "she": of the people named before, by gender, nearness, and who spoke last.
fn person(resolver: &Resolver<'_>, token: usize, gender: Gender, content: &[Range<usize>]) -> Answer {
    let sentence = resolver.document.sentence_of(token);
    let cast = resolver.cast;
    let last = resolver
        .said_before()
        .find(|said| said.single && resolver.document.sentence_of(said.token) + REACH >= sentence);
    // "Roe said she hoped": what somebody says of himself.
    let of_self = resolver.history.last().filter(|said| {
        let that = said.content + 1 == token && lower(resolver.document, said.content) == "that";
        let opens = said.content == token || that;
        let other =
            said.entity.and_then(|entity| cast.entities.get(entity)?.gender).is_some_and(|known| known != gender);
        opens && said.single && !other
    });
    if let Some(said) = of_self {
        return from_history(said, "pronoun: who says it");
    }
    let inside: Vec<usize> = content
        .iter()
        .flat_map(|span| cast.names_in(&resolver.document.tokens_of(span)))
        .map(|n| cast.entity_of[n])
        .collect();
    let mut best: Option<(f32, usize)> = None;
    let mut nearest = 0;
    for at in resolver.names_before(token) {
        let name = &cast.names[at];
        if name.sentence + REACH < sentence {
            break;
        }
        let entity = cast.entity_of[at];
        let Some(known) = cast.entities.get(entity) else { continue };
        let wrong = known.gender.is_some_and(|g| g != gender);
        if known.kind == NameKind::Body || wrong {
            continue;
        }
        // Who is named inside what is quoted or reported here is seldom the speaker.
        let quoted = inside.contains(&entity);
        let distance = (sentence - name.sentence) as f32;
        let mut score = -0.55 * distance;
        score += if name.first { 0.5 } else { 0.0 };
        score += if known.gender == Some(gender) { 0.9 } else { 0.0 };
        score += match known.kind {
            NameKind::Person => 0.6,
            NameKind::Unknown if known.words.len() == 1 => -3.0,
            _ => 0.0,
        };
        score += if last.is_some_and(|said| said.entity == Some(entity)) { 1.0 } else { 0.0 };
        score -= if quoted { 1.5 } else { 0.0 };
        // "Ford's", "of Ford": an owner or a complement is seldom meant.
        let owner = resolver.document.tokens.get(name.tokens.end).is_some_and(|t| t.tag == Tag::Pos);
        score -= if owner { 0.8 } else { 0.0 };
        // "in Streatham High Road", "speaking to Martin Smith": a place, or who listens.
        let start = name.title.start.min(name.tokens.start);
        let preposition = |t: usize| matches!(resolver.document.tokens[t].tag, Tag::In | Tag::To);
        let placed = start > 0 && preposition(start - 1) && name.title.is_empty();
        score -= if placed { 0.8 } else { 0.0 };
        // "Speaking to Martin Smith, he said".
        let listens = start > 1
            && lower(resolver.document, start - 1) == "to"
            && is_one_of("speaking-to", lower(resolver.document, start - 2));
        score -= if listens { 3.0 } else { 0.0 };
        if best.is_none_or(|(top, _)| score > top) {
            best = Some((score, entity));
            nearest = name.tokens.start;
        }
    }
    // Somebody without a name who spoke just before: "a spokesman … he said".
    if let Some(said) =
        last.filter(|said| said.entity.is_none() && resolver.document.sentence_of(said.token) + 2 >= sentence)
        && best.is_none_or(|(top, _)| top < if nearest > said.token { NAMED_SINCE } else { NAMED_BEFORE })
    {
        return from_history(said, "pronoun: unnamed speaker before");
    }
    match best {
        Some((_, entity)) => (Some(entity), Some(resolver.named(entity)), "pronoun: person before"),
        None => last.map_or((None, None, "pronoun: nobody before"), |said| from_history(said, "pronoun: last speaker")),
    }
}

/// "who", "which": the noun right before.
pub fn antecedent(resolver: &Resolver<'_>, token: usize) -> Answer {
    let document = resolver.document;
    let cast = resolver.cast;
    let mut end = token;
    while end > 0 && document.tokens[end - 1].tag == Tag::Comma {
        end -= 1;
    }
    // "the blog on Monday, which said".
    if end > 2 && document.tokens[end - 2].tag == Tag::In && is_one_of("calendar", lower(document, end - 1)) {
        end -= 2;
    }
    let at = cast.names.partition_point(|n| n.tokens.start < end);
    let near = at
        .checked_sub(1)
        .filter(|&n| end.saturating_sub(cast.names[n].tokens.end) <= 1 && cast.entity_of[n] != usize::MAX);
    if let Some(n) = near {
        // "Mark Hay, a professor at GT, who said": a body is no "who".
        let who = lower(document, token) == "who" && cast.names[n].kind == NameKind::Body;
        let sentence = document.sentences.get(cast.names[n].sentence).map_or(0, |s| s.tokens.start);
        let behind =
            |n: usize| cast.names[n].tokens.start > 0 && document.tokens[cast.names[n].tokens.start - 1].tag == Tag::In;
        let person = (who && behind(n))
            .then(|| cast.names_in(&(sentence..cast.names[n].tokens.start)).rev().find(|&n| person_like(resolver, n)))
            .flatten();
        let n = person.unwrap_or(n);
        let entity = cast.entity_of[n];
        return (Some(entity), Some(resolver.named(entity)), "relative: name before");
    }
    // "a woman who said": the noun phrase before it.
    let mut start = end;
    while start > 0
        && end - start < 8
        && (document.tokens[start - 1].tag.is_noun()
            || matches!(document.tokens[start - 1].tag, Tag::Jj | Tag::Cd | Tag::Pos))
    {
        start -= 1;
    }
    if start == end {
        return (None, None, "relative: nothing before");
    }
    // "They released a statement which said".
    if is_one_of("document", lower(document, end - 1)) {
        let determiner = usize::from(start > 0 && document.tokens[start - 1].tag == Tag::Dt);
        return resolver.by_description(&(start - determiner..end));
    }
    noun_phrase(resolver, start..end, "relative: noun before")
}

fn noun_phrase(resolver: &Resolver<'_>, tokens: std::ops::Range<usize>, sieve: &'static str) -> Answer {
    let plural = resolver.document.tokens[tokens.end - 1].tag == Tag::Nns;
    let kind = if plural { SpeakerKind::Group } else { SpeakerKind::Unnamed };
    let name = super::spelling::words_of(resolver.document, tokens);
    (None, Some(Speaker { name, kind, role: None }), sieve)
}

/// "they": a group that spoke just before; else one person without a name, a body, or the people of
/// the last plural noun.
fn several(resolver: &Resolver<'_>, word: &str, token: usize) -> Answer {
    let sentence = resolver.document.sentence_of(token);
    let mut best: Option<(f32, Answer)> = None;
    let mut offer = |score: f32, answer: Answer| {
        if best.as_ref().is_none_or(|(top, _)| score > *top) {
            best = Some((score, answer));
        }
    };
    if matches!(word, "they" | "them" | "both") {
        for said in resolver.said_before() {
            let distance = sentence.saturating_sub(resolver.document.sentence_of(said.token));
            if distance > 6 {
                break;
            }
            let kind = match said.speaker.kind {
                SpeakerKind::Group => 2.0,
                SpeakerKind::Unnamed => 0.9,
                SpeakerKind::Organization => 0.9,
                // "the player, Alex Roe … they said".
                SpeakerKind::Person => -1.0,
            };
            offer(kind - 0.5 * distance as f32, from_history(said, "pronoun: last speakers"));
        }
    }
    if word == "they"
        && let Some(entity) = resolver.body_that_opens(sentence)
    {
        offer(1.4, resolver.body_answer(entity, "pronoun: body before"));
    }
    // People under a plural noun, first of its sentence if there are several.
    let document = resolver.document;
    for back in 0..4 {
        let Some(range) = sentence
            .checked_sub(back)
            .and_then(|s| document.sentences.get(s))
            .map(|s| s.tokens.start..s.tokens.end.min(token))
        else {
            break;
        };
        let people = |t: usize| {
            let noun = lower(document, t);
            let singular = noun.strip_suffix('s').unwrap_or(noun).to_owned();
            let plural = document.tokens[t].tag == Tag::Nns;
            let body = is_body(noun) && plural && !is_one_of("document", noun);
            document.tokens[t].tag.is_noun()
                && (is_title(&singular) || is_one_of("researcher", noun) || is_one_of("people", noun) || body)
        };
        let plural = |t: usize| document.tokens[t].tag == Tag::Nns;
        let found = range
            .clone()
            .find(|&t| people(t))
            .map(|t| (t, 0.7))
            .or_else(|| range.clone().find(|&t| plural(t)).map(|t| (t, -0.6)));
        if let Some((noun, score)) = found {
            let mut start = noun;
            while start > range.start
                && (document.tokens[start - 1].tag.is_noun()
                    || matches!(document.tokens[start - 1].tag, Tag::Jj | Tag::Pos | Tag::Hyph))
            {
                start -= 1;
            }
            let subject = if noun <= range.start + 4 { 0.4 } else { 0.0 };
            let answer = group_noun(resolver, start..noun + 1);
            offer(score + subject - 0.5 * back as f32, answer);
        }
    }
    best.map_or((None, None, "pronoun: nobody before"), |(_, answer)| answer)
}

/// "Western diplomats doubt it. … said one": one of the last group.
fn one_of_several(resolver: &Resolver<'_>, token: usize) -> Answer {
    match several(resolver, "they", token) {
        (_, Some(group), _) if group.kind == SpeakerKind::Group => {
            // "diplomats from Oslo": the noun stands before the preposition.
            let (head, rest) = match group.name.find(" from ").or_else(|| group.name.find(" of ")) {
                Some(at) => group.name.split_at(at),
                None => (group.name.as_str(), ""),
            };
            let name = format!("{}{rest}", head.strip_suffix('s').unwrap_or(head));
            (None, Some(Speaker { name, kind: SpeakerKind::Unnamed, role: None }), "pronoun: one of several")
        }
        _ => (None, None, "pronoun: nobody before"),
    }
}

impl Resolver<'_> {
    /// "The NBA did not name the player. They said": the body that the sentence before begins with.
    fn body_that_opens(&self, sentence: usize) -> Option<usize> {
        let before = self.document.sentences.get(sentence.checked_sub(1)?)?;
        let same = self.document.sentences.get(sentence).is_some_and(|s| s.paragraph == before.paragraph);
        let start = before.tokens.start;
        let n = self.cast.names_in(&(start..start + 2)).next()?;
        let (name, entity) = (&self.cast.names[n], self.cast.entity_of[n]);
        let verb = self.document.tokens.get(name.tokens.end).is_some_and(|t| t.tag.is_verb() || t.tag == Tag::Md);
        let body = self.cast.entities.get(entity).is_some_and(|known| known.kind == NameKind::Body);
        (same && verb && body).then_some(entity)
    }
}

/// The people under a plural noun, as fully as they were described.
fn group_noun(resolver: &Resolver<'_>, tokens: Range<usize>) -> Answer {
    let noun = tokens.end - 1;
    let (entity, speaker, _) = resolver.by_description(&tokens);
    let full = resolver.with_complement(noun);
    let complement = matches!(lower(resolver.document, noun + 1), "from" | "of");
    let sieve = "pronoun: plural before";
    match speaker {
        Some(speaker) if entity.is_none() && complement && speaker.name.ends_with(&lower(resolver.document, noun)) => {
            let name = super::spelling::words_of(resolver.document, tokens.start..noun);
            let name = format!("{name} {full}");
            (None, Some(Speaker { name: name.trim().to_owned(), ..speaker }), sieve)
        }
        speaker => (entity, speaker, sieve),
    }
}

/// "it": the body that spoke or was named last.
fn body(resolver: &Resolver<'_>, token: usize) -> Answer {
    let sentence = resolver.document.sentence_of(token);
    let last = resolver.said_before().find(|said| {
        said.speaker.kind == SpeakerKind::Organization && resolver.document.sentence_of(said.token) + 3 >= sentence
    });
    if let Some(said) = last {
        return from_history(said, "pronoun: last body");
    }
    if let Some(answer) = subject_before(resolver, sentence, token) {
        return answer;
    }
    let cast = resolver.cast;
    // "a warehouse in Vestby": a place.
    let placed = |n: &usize| {
        let start = cast.names[*n].tokens.start;
        start > 0 && resolver.document.tokens[start - 1].tag == Tag::In
    };
    let named = resolver
        .names_before(token)
        .take_while(|&n| cast.names[n].sentence + 3 >= sentence)
        .filter(|n| !placed(n))
        .map(|n| cast.entity_of[n])
        .find(|&e| {
            cast.entities.get(e).is_some_and(|known| {
                known.kind == NameKind::Body || (known.kind == NameKind::Unknown && known.words.len() == 1)
            })
        });
    match named {
        Some(entity) => resolver.body_answer(entity, "pronoun: body before"),
        None => (None, None, "pronoun: nobody before"),
    }
}

/// "I", "we": inside a quotation its speaker; in a column the author.
fn first_person(resolver: &Resolver<'_>, token: usize) -> Answer {
    if let Some(said) = resolver
        .history
        .last()
        .filter(|said| resolver.document.sentence_of(said.token) + 3 >= resolver.document.sentence_of(token))
    {
        return from_history(said, "first person: last speaker");
    }
    match resolver.article.authors.first() {
        Some(author) if lower(resolver.document, token) == "i" => (
            None,
            Some(Speaker { name: author.clone(), kind: SpeakerKind::Person, role: None }),
            "first person: author",
        ),
        _ => (None, None, "first person"),
    }
}

/// "The team analysed DNA from 62 bees. It concluded": the body that the sentence before begins with.
fn subject_before(resolver: &Resolver<'_>, sentence: usize, token: usize) -> Option<Answer> {
    let document = resolver.document;
    let before = document.sentences.get(sentence.checked_sub(1)?)?.tokens.clone();
    let verb = (before.start..before.end.min(token)).find(|&t| {
        document.tokens[t].tag.is_verb() || matches!(document.tokens[t].tag, Tag::Md | Tag::Comma | Tag::In)
    })?;
    let opens = matches!(lower(document, before.start), "the" | "a" | "an");
    let named = resolver.cast.names_in(&(before.start..verb)).next().is_some();
    let noun = (before.start..verb).next_back().map(|t| lower(document, t))?;
    (opens && !named && is_body(noun)).then(|| resolver.by_description(&(before.start..verb)))
}
