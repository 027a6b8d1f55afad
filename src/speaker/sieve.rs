//! The sieves: what a source mention says about who it is, the most precise reading first.

use std::collections::HashMap;
use std::ops::Range;

use super::cast::{Cast, words_of};
use super::name::{NameKind, form, lower};
use super::{Speaker, SpeakerKind, pronoun};
use crate::article::Article;
use crate::lexicon::{is_body, is_known_body, is_one_of, is_title};
use crate::statement::Attribution;
use crate::text::{Document, Tag};

/// Who said an earlier statement, for the pronouns that follow.
#[derive(Debug, Clone)]
pub struct Said {
    /// Token at which the statement's source or content begins.
    pub token: usize,
    pub entity: Option<usize>,
    pub speaker: Speaker,
    /// Whether the source may be one person, whatever its name.
    pub single: bool,
}

/// Resolves the attributions of an article one after the other.
pub struct Resolver<'a> {
    pub document: &'a Document<'a>,
    pub article: &'a Article,
    pub cast: &'a Cast,
    pub history: Vec<Said>,
    speakers: Vec<Option<Speaker>>,
    sieves: Vec<&'static str>,
    entities: Vec<Option<usize>>,
}

type Answer = (Option<usize>, Option<Speaker>, &'static str);

impl<'a> Resolver<'a> {
    pub fn new(document: &'a Document<'a>, article: &'a Article, cast: &'a Cast) -> Self {
        Self {
            document,
            article,
            cast,
            history: Vec::new(),
            speakers: Vec::new(),
            sieves: Vec::new(),
            entities: Vec::new(),
        }
    }

    pub fn finish(self) -> (Vec<Option<Speaker>>, Vec<&'static str>) {
        (self.speakers, self.sieves)
    }

    /// Resolves the next attribution.
    pub fn next(&mut self, attribution: &Attribution) {
        let place =
            attribution.source.as_ref().or(attribution.cue.as_ref().map(|c| &c.span)).or(attribution.content.first());
        let token = place.map_or(0, |span| self.token_at(span.start));
        let (entity, speaker, sieve) = match (&attribution.source, attribution.continues) {
            (Some(source), _) => self.source(&self.tokens_of(source), attribution),
            (None, Some(earlier)) => {
                let speaker = self.speakers.get(earlier).cloned().flatten();
                (self.entities.get(earlier).copied().flatten(), speaker, "continued")
            }
            (None, None) => self.without_source(attribution, token),
        };
        if let Some(speaker) = &speaker {
            let single = matches!(speaker.kind, SpeakerKind::Person | SpeakerKind::Unnamed);
            self.history.push(Said { token, entity, speaker: speaker.clone(), single });
        }
        self.speakers.push(speaker);
        self.entities.push(entity);
        self.sieves.push(sieve);
    }

    /// Returns the tokens that lie in a span of bytes.
    fn tokens_of(&self, span: &Range<usize>) -> Range<usize> {
        let first = self.document.tokens.partition_point(|t| t.span.end <= span.start);
        let last = self.document.tokens.partition_point(|t| t.span.start < span.end);
        first..last.max(first)
    }

    fn token_at(&self, byte: usize) -> usize {
        self.document.tokens.partition_point(|t| t.span.end <= byte)
    }

    /// Returns an entity as a speaker.
    pub fn named(&self, entity: usize) -> Speaker {
        let known = &self.cast.entities[entity];
        let kind = match known.kind {
            NameKind::Person => SpeakerKind::Person,
            NameKind::Body => SpeakerKind::Organization,
            NameKind::Unknown if known.words.len() > 1 || known.gender.is_some() => SpeakerKind::Person,
            NameKind::Unknown => SpeakerKind::Organization,
        };
        let name = if kind == SpeakerKind::Organization {
            known.name.trim_start_matches("The ").trim_start_matches("the ").to_owned()
        } else {
            known.name.clone()
        };
        Speaker { name, kind, role: known.roles.first().cloned().filter(|_| kind == SpeakerKind::Person) }
    }

    fn answer(&self, entity: usize, sieve: &'static str) -> Answer {
        (Some(entity), Some(self.named(entity)), sieve)
    }

    fn source(&self, tokens: &Range<usize>, attribution: &Attribution) -> Answer {
        let tokens = self.without_tail(tokens.clone());
        if tokens.is_empty() {
            return (None, None, "empty");
        }
        let first = &self.document.tokens[tokens.start];
        let shouted = form(self.document, tokens.start).chars().filter(|c| c.is_uppercase()).count() > 1;
        if (tokens.len() == 1 || matches!(first.tag, Tag::Prp)) && !shouted {
            let word = lower(self.document, tokens.start);
            if let Some(answer) = pronoun::resolve(self, &word, tokens.start, attribution) {
                return answer;
            }
        }
        // "his lawyer", "her": a possessive alone stands for its owner.
        if tokens.len() == 1 && first.tag == Tag::PrpS {
            let word = match lower(self.document, tokens.start).as_str() {
                "his" => "he",
                "her" => "she",
                "its" => "it",
                _ => "they",
            };
            if let Some(answer) = pronoun::resolve(self, word, tokens.start, attribution) {
                return answer;
            }
        }
        self.by_name(&tokens).unwrap_or_else(|| self.by_description(&tokens))
    }

    /// Leaves out a relative clause and marks at the end.
    fn without_tail(&self, tokens: Range<usize>) -> Range<usize> {
        let mut tokens = tokens;
        // "by the ministry": the preposition is no part of the name.
        while tokens.len() > 1 && matches!(self.document.tokens[tokens.start].tag, Tag::In | Tag::Comma) {
            tokens.start += 1;
        }
        let mut end = tokens.end;
        if let Some(at) = (tokens.start + 1..tokens.end).find(|&t| {
            matches!(self.document.tokens[t].tag, Tag::Wp | Tag::Wdt | Tag::WpS | Tag::Wrb)
                && !form(self.document, t).starts_with(char::is_uppercase)
        }) {
            end = at;
        }
        while end > tokens.start + 1 && self.document.tokens[end - 1].tag.is_mark() {
            end -= 1;
        }
        tokens.start..end
    }

    /// A name in the mention: "Houthi spokesperson Yahya Sarea", "Smith and Jones", "the Fed".
    fn by_name(&self, tokens: &Range<usize>) -> Option<Answer> {
        let document = self.document;
        let inside: Vec<usize> = self.cast.names_in(tokens).filter(|&n| self.cast.entity_of[n] != usize::MAX).collect();
        let person = |n: usize| self.cast.entities[self.cast.entity_of[n]].kind != NameKind::Body;
        let mut heads: Vec<usize> = Vec::new();
        let mut last_behind = None;
        for &n in &inside {
            let name = &self.cast.names[n];
            let start = name.title.start.min(name.tokens.start).max(tokens.start);
            // "Ford's spokesman": the name only owns who speaks.
            let owns = document.tokens.get(name.tokens.end).is_some_and(|t| t.tag == Tag::Pos)
                && name.tokens.end + 1 < tokens.end;
            // "a spokesman for Ford": the name stands behind a preposition.
            let mut before = start;
            while before > tokens.start
                && matches!(document.tokens[before - 1].tag, Tag::Dt | Tag::Jj | Tag::PrpS | Tag::Nn)
                && !form(document, before - 1).starts_with(char::is_uppercase)
            {
                before -= 1;
            }
            let coordinated = last_behind.is_some_and(|end: usize| {
                end < start && (end..start).all(|t| matches!(document.tokens[t].tag, Tag::Cc | Tag::Dt))
            });
            let behind = coordinated
                || before > tokens.start
                    && matches!(document.tokens[before - 1].tag, Tag::In | Tag::To)
                    && !matches!(lower(document, before - 1).as_str(), "than");
            // "Fed officials", "the Trump administration": a common noun follows and carries the mention.
            let noun_after = document.tokens.get(name.tokens.end).filter(|_| name.tokens.end < tokens.end);
            let modifies = noun_after.is_some_and(|t| {
                let carries = is_body(&lower(document, name.tokens.end)) || t.tag == Tag::Nns;
                matches!(t.tag, Tag::Nn | Tag::Nns | Tag::Jj | Tag::Hyph) && (carries || !person_like(self, n))
            });
            // "World Health Organization (WHO)": the short form says nothing new.
            let bracketed = start > tokens.start && document.tokens[start - 1].tag == Tag::OpenBracket;
            if bracketed {
                continue;
            }
            if behind {
                last_behind = Some(name.tokens.end);
            }
            if !owns && !behind && !modifies {
                heads.push(n);
            }
        }
        // A person in apposition wins over the body or place before it: "the mayor of London, Sadiq Khan".
        let people: Vec<usize> = heads.iter().copied().filter(|&n| person(n)).collect();
        let joined = |a: usize, b: usize| {
            let between =
                self.cast.names[a].tokens.end..self.cast.names[b].title.start.min(self.cast.names[b].tokens.start);
            between.clone().any(|t| document.tokens[t].tag == Tag::Cc) && between.len() <= 4
                || between.len() == 1 && heads.len() > 2
        };
        if let [first, rest @ ..] = heads.as_slice()
            && !rest.is_empty()
            && heads.windows(2).all(|pair| joined(pair[0], pair[1]))
        {
            // "Smith and Jones", "the United States and Ukraine".
            let names: Vec<String> = heads.iter().map(|&n| self.named(self.cast.entity_of[n]).name).collect();
            let _ = first;
            return Some((
                None,
                Some(Speaker { name: names.join(" and "), kind: SpeakerKind::Group, role: None }),
                "joint",
            ));
        }
        let described = |n: usize| self.cast.names[n].kind == NameKind::Person;
        if let Some(&n) = people.iter().find(|&&n| described(n)).or_else(|| people.first()) {
            // A plural noun before it carries the mention: "analysts at Smith Barney".
            return Some(self.answer(self.cast.entity_of[n], "name"));
        }
        let n = *heads.first()?;
        Some(self.answer(self.cast.entity_of[n], "name"))
    }

    /// No name: "the senator", "the company", "the statement", "one European official".
    fn by_description(&self, tokens: &Range<usize>) -> Answer {
        let document = self.document;
        let first = lower(document, tokens.start);
        let head = self.head_noun(tokens);
        let noun = lower(document, head);
        let singular = noun.strip_suffix('s').unwrap_or(&noun);
        let plural = document.tokens[head].tag == Tag::Nns || document.tokens[head].tag == Tag::Nnps;
        let definite = matches!(first.as_str(), "the" | "this" | "that");
        if is_one_of("document", &noun) {
            // "A joint statement issued by the United States and Ukraine": the body behind it.
            let issuer = (head + 1..tokens.end).find(|&t| matches!(lower(document, t).as_str(), "by" | "from" | "of"));
            if let Some(by) = issuer.filter(|by| by + 1 < tokens.end) {
                let rest = by + 1..tokens.end;
                let time = rest.clone().any(|t| is_one_of("calendar", &lower(document, t)));
                let of = lower(document, by) == "of";
                if let Some(answer) = self.by_name(&rest).or_else(|| (!of && !time).then(|| self.by_description(&rest)))
                {
                    return answer;
                }
            }
            // "The ministry's report", "the Treasury statement".
            if let Some(n) =
                self.cast.names_in(&(tokens.start..head)).next_back().filter(|&n| self.cast.entity_of[n] != usize::MAX)
            {
                return self.answer(self.cast.entity_of[n], "document of a name");
            }
            if (definite || first == "its" || first == "their")
                && let Some(answer) = self.issuer_before(&noun, tokens.start)
            {
                return answer;
            }
        }
        if definite && !plural {
            if let Some(entity) = self.by_role(&noun, tokens) {
                return self.answer(entity, "role");
            }
            let said_words: Vec<String> = (tokens.start + 1..tokens.end).map(|t| lower(document, t)).collect();
            // "the official" after "one European official".
            if let Some(said) = self.history.iter().rev().find(|said| {
                let name = said.speaker.name.to_lowercase();
                said_words.iter().all(|word| name.split(' ').any(|w| w == word || (*word == noun && w == singular)))
            }) {
                return (said.entity, Some(said.speaker.clone()), "described before");
            }
            if is_body(&noun)
                && tokens.len() <= 2
                && let Some(entity) = self.body_before(&noun, tokens.start)
            {
                return self.answer(entity, "body");
            }
        }
        // "police" where the article names "Thames Valley Police".
        if is_body(&noun) && tokens.len() <= 2 {
            let named =
                self.cast.entities.iter().position(|e| e.words.len() > 1 && e.words.last().is_some_and(|w| *w == noun));
            if let Some(entity) = named {
                return self.answer(entity, "body by its noun");
            }
        }
        let mut name = self.described(tokens);
        // "his lawyers": whose they are is part of who they are.
        if document.tokens[tokens.start].tag == Tag::PrpS
            && let Some(owner) = self.owner(&first, tokens.start)
        {
            let (_, rest) = name.split_once(' ').unwrap_or(("", ""));
            name = format!("{owner}'s {rest}");
        } else if !name.contains(' ')
            && let Some(fuller) = self.fuller(&noun, tokens.start)
        {
            name = fuller;
        }
        let kind = if plural {
            SpeakerKind::Group
        } else if is_body(&noun)
            || is_one_of("document", &noun)
            || self.cast.names_in(tokens).len() == 1 && !is_title(&noun)
        {
            SpeakerKind::Organization
        } else {
            SpeakerKind::Unnamed
        };
        (None, Some(Speaker { name, kind, role: None }), "description")
    }

    /// Returns the name of whoever a possessive pronoun stands for.
    fn owner(&self, possessive: &str, token: usize) -> Option<String> {
        let word = match possessive {
            "his" => "he",
            "her" => "she",
            "its" => "it",
            "their" => "they",
            _ => return None,
        };
        let nothing = Attribution {
            content: Vec::new(),
            kind: crate::statement::Kind::Indirect,
            cue: None,
            source: None,
            addressee: None,
            continues: None,
            negated: false,
            headline: false,
            rule: "",
            confidence: 0.0,
        };
        pronoun::resolve(self, word, token, &nothing).and_then(|(_, speaker, _)| speaker).map(|speaker| speaker.name)
    }

    /// "the researchers" after "researchers from the University of Oslo": the fuller description.
    fn fuller(&self, noun: &str, token: usize) -> Option<String> {
        let document = self.document;
        let said = self.history.iter().find(|said| {
            said.speaker.kind == SpeakerKind::Group
                && said.speaker.name.contains(' ')
                && said.speaker.name.to_lowercase().split(' ').any(|w| w == noun)
        });
        if let Some(said) = said {
            return Some(said.speaker.name.clone());
        }
        let at = (0..token.min(document.tokens.len())).find(|&t| {
            lower(document, t) == noun
                && matches!(lower(document, t + 1).as_str(), "from" | "at" | "of")
                && (t + 2..t + 5).any(|n| document.tokens.get(n).is_some_and(|n| n.tag.is_name()))
        })?;
        let end = (at + 2..document.tokens.len().min(at + 16))
            .find(|&t| {
                document.tokens[t].tag.is_verb()
                    || matches!(
                        document.tokens[t].tag,
                        Tag::Comma | Tag::Stop | Tag::Wp | Tag::Wdt | Tag::Md | Tag::OpenBracket | Tag::Colon
                    )
            })
            .unwrap_or(at + 1);
        Some(words_of(document, at..end))
    }

    /// Returns the noun that carries the mention: the last one before a preposition or mark.
    fn head_noun(&self, tokens: &Range<usize>) -> usize {
        let tags = |t: usize| self.document.tokens[t].tag;
        let stop = (tokens.start + 1..tokens.end)
            .find(|&t| {
                matches!(tags(t), Tag::In | Tag::Comma | Tag::To | Tag::Vbg | Tag::Vbn | Tag::OpenBracket | Tag::Colon)
                    && (tokens.start..t).any(|n| tags(n).is_noun())
            })
            .unwrap_or(tokens.end);
        (tokens.start..stop).rev().find(|&t| tags(t).is_noun()).unwrap_or(stop.max(tokens.start + 1) - 1)
    }

    /// Returns a description without determiner and without what follows a comma.
    fn described(&self, tokens: &Range<usize>) -> String {
        let tags = |t: usize| self.document.tokens[t].tag;
        let mut start = tokens.start;
        while start + 1 < tokens.end
            && (is_one_of("determiner", &lower(self.document, start)) || tags(start).is_mark())
            && tags(start) != Tag::PrpS
        {
            start += 1;
        }
        let end = (start + 1..tokens.end)
            .find(|&t| matches!(tags(t), Tag::Comma | Tag::Colon | Tag::OpenBracket))
            .unwrap_or(tokens.end);
        words_of(self.document, start..end)
    }

    /// The person whose role names the noun: "the senator" after "Senator Thom Tillis".
    fn by_role(&self, noun: &str, tokens: &Range<usize>) -> Option<usize> {
        let words: Vec<String> = (tokens.start..tokens.end)
            .map(|t| lower(self.document, t))
            .filter(|w| !is_one_of("determiner", w))
            .collect();
        let fits = |role: &str, all: bool| {
            let role: Vec<String> =
                role.to_lowercase().split(|c: char| !c.is_alphanumeric() && c != '-').map(str::to_owned).collect();
            if all {
                words.iter().all(|w| role.contains(w))
            } else {
                role.iter().any(|w| w == noun || same_office(w, noun))
            }
        };
        let last_before = |entity: usize| {
            self.cast
                .names
                .iter()
                .zip(&self.cast.entity_of)
                .take_while(|(n, _)| n.tokens.start < tokens.start)
                .filter(|(_, e)| **e == entity)
                .map(|(n, _)| n.tokens.start)
                .last()
        };
        for all in [true, false] {
            let found = (0..self.cast.entities.len())
                .filter(|&e| {
                    self.cast.entities[e].kind != NameKind::Body
                        && self.cast.entities[e].roles.iter().any(|role| fits(role, all))
                })
                .filter_map(|e| last_before(e).map(|at| (at, e)))
                .max();
            if let Some((_, entity)) = found {
                return Some(entity);
            }
        }
        None
    }

    /// The body named last before a token whose name has the noun; for "the company" any body.
    fn body_before(&self, noun: &str, token: usize) -> Option<usize> {
        let before = self.cast.names.partition_point(|n| n.tokens.start < token);
        let earlier = || (0..before).rev().map(|n| self.cast.entity_of[n]).filter(|&e| e != usize::MAX);
        let by_word = earlier().find(|&e| self.cast.entities[e].words.iter().any(|w| w == noun));
        if by_word.is_some() {
            return by_word;
        }
        // "the company": the body that the article is about, the most often named so far.
        let body = |e: usize| {
            let known = &self.cast.entities[e];
            let person = known.kind == NameKind::Person || known.gender.is_some() || !known.roles.is_empty();
            !person && !is_known_body(&known.words.join(" ")) && !known.name.contains('.')
        };
        let last = self
            .history
            .iter()
            .rev()
            .find_map(|said| said.entity.filter(|&e| said.speaker.kind == SpeakerKind::Organization && body(e)));
        let mut counts: HashMap<usize, (usize, std::cmp::Reverse<usize>)> = HashMap::new();
        for (order, entity) in
            (0..before).map(|n| self.cast.entity_of[n]).enumerate().filter(|&(_, e)| e != usize::MAX && body(e))
        {
            counts.entry(entity).or_insert((0, std::cmp::Reverse(order))).0 += 1;
        }
        let most = counts.into_iter().max_by_key(|(_, rank)| *rank);
        match (most, last) {
            (Some((entity, (count, _))), _) if count > 1 => Some(entity),
            (_, Some(entity)) => Some(entity),
            (most, None) => most.map(|(entity, _)| entity),
        }
    }

    /// "the statement": who issued the one mentioned before.
    fn issuer_before(&self, noun: &str, token: usize) -> Option<Answer> {
        let near = token.saturating_sub(120);
        // "a joint statement issued by X … The statement added".
        let mention = (near..token).rev().find(|&t| lower(self.document, t) == noun);
        if let Some(at) = mention {
            let said = self.history.iter().rev().find(|said| said.token <= at + 1 && said.token + 12 > at);
            if let Some(said) = said {
                return Some((said.entity, Some(said.speaker.clone()), "issuer before"));
            }
            let after = at + 1..(at + 8).min(token);
            if after.clone().any(|t| matches!(lower(self.document, t).as_str(), "by" | "from"))
                && let Some(n) = self.cast.names_in(&after).find(|&n| self.cast.entity_of[n] != usize::MAX)
            {
                return Some(self.answer(self.cast.entity_of[n], "issuer before"));
            }
        }
        self.history
            .iter()
            .rev()
            .find(|said| said.speaker.kind == SpeakerKind::Organization && said.token >= near)
            .map(|said| (said.entity, Some(said.speaker.clone()), "body before"))
    }

    /// A quotation without cue goes on with the last speaker; other statements without source have none.
    fn without_source(&self, attribution: &Attribution, token: usize) -> Answer {
        if attribution.rule == "hearsay" {
            return (None, None, "nobody named");
        }
        let paragraph = |t: usize| self.document.sentences.partition_point(|s| s.tokens.end <= t);
        let sentence = paragraph(token);
        let place = |s: usize| self.document.sentences.get(s).map_or(0, |s| s.paragraph);
        let last = self.history.last().filter(|said| place(paragraph(said.token)) + 1 >= place(sentence));
        match &attribution.cue {
            // "…, saying that": the subject of the sentence.
            Some(cue) => {
                let range = self.document.sentences.get(sentence).map_or(token..token, |s| s.tokens.clone());
                let active = self.document.tokens.get(cue.token).is_some_and(|t| t.tag != Tag::Vbn);
                let said = self.history.last().filter(|said| range.contains(&said.token) && said.token < token);
                if let Some(said) = said.filter(|_| active) {
                    return (said.entity, Some(said.speaker.clone()), "same sentence");
                }
                // "…, Maranhão recalls": a name of the sentence outside what was said, the nearest before the cue.
                let free = |n: &usize| {
                    let start = self.document.tokens[self.cast.names[*n].tokens.start].span.start;
                    self.cast.entity_of[*n] != usize::MAX
                        && !attribution.content.iter().any(|span| span.contains(&start))
                };
                let before =
                    self.cast.names_in(&(range.start..cue.token.clamp(range.start, range.end))).rev().find(free);
                let participle = self.document.tokens.get(cue.token).is_some_and(|t| t.tag == Tag::Vbg);
                let found = before.filter(|&n| participle || person_like(self, n)).or_else(|| {
                    let after = self.cast.names_in(&(cue.token + 1..(cue.token + 8).min(range.end))).find(free);
                    after.filter(|&n| person_like(self, n))
                });
                match found.filter(|_| active) {
                    Some(n) => self.answer(self.cast.entity_of[n], "same sentence"),
                    None => (None, None, "nobody named"),
                }
            }
            None => match last {
                Some(said) => (said.entity, Some(said.speaker.clone()), "last speaker"),
                None => {
                    let before =
                        self.document.sentences.get(sentence).map_or(0, |s| s.tokens.start).saturating_sub(60)..token;
                    let name = self
                        .cast
                        .names_in(&before)
                        .rev()
                        .find(|&n| self.cast.entity_of[n] != usize::MAX && person_like(self, n));
                    name.map_or((None, None, "nobody named"), |n| self.answer(self.cast.entity_of[n], "name before"))
                }
            },
        }
    }
}

/// Returns whether a name is, as far as the article tells, a person's.
pub fn person_like(resolver: &Resolver<'_>, name: usize) -> bool {
    let entity = &resolver.cast.entities[resolver.cast.entity_of[name]];
    entity.kind == NameKind::Person
        || (entity.kind == NameKind::Unknown && (entity.words.len() > 1 || !entity.roles.is_empty()))
}

/// "the Foreign Secretary" for the Secretary of State, "the congresswoman" for a representative.
fn same_office(a: &str, b: &str) -> bool {
    let office = |w: &str| match w {
        "sen" => "senator".to_owned(),
        "rep" | "congressman" | "congresswoman" | "lawmaker" => "representative".to_owned(),
        "gov" => "governor".to_owned(),
        "prof" => "professor".to_owned(),
        "gen" => "general".to_owned(),
        "spokesman" | "spokeswoman" => "spokesperson".to_owned(),
        "chairman" | "chairwoman" | "chairperson" => "chair".to_owned(),
        other => other.to_owned(),
    };
    office(a) == office(b)
}
