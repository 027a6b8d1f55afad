//! The cast: the people and bodies of one article, with every mention of their names.

use std::collections::HashMap;

use super::name::{Name, NameKind, form, lower, names};
use crate::lexicon::{Gender, is_body, is_known_body, is_one_of, is_title};
use crate::text::{Document, Tag};
use unicode_normalization::UnicodeNormalization;

/// Somebody, or a body, whom the article names.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// The fullest name in the article.
    pub name: String,
    /// The words of that name, folded.
    pub words: Vec<String>,
    pub kind: NameKind,
    pub gender: Option<Gender>,
    /// Titles and appositions as they stand, the first first.
    pub roles: Vec<String>,
}

/// The people and bodies of an article.
#[derive(Debug, Default)]
pub struct Cast {
    pub entities: Vec<Entity>,
    /// Every name in text order.
    pub names: Vec<Name>,
    /// The entity of each name.
    pub entity_of: Vec<usize>,
}

impl Cast {
    /// Returns the cast of a document.
    pub fn new(document: &Document) -> Self {
        let names = names(document);
        let mut cast = Cast { entities: Vec::new(), entity_of: vec![usize::MAX; names.len()], names };
        let mut index = Index::default();
        // Names of several words first: a single word is understood by them.
        for round in [true, false] {
            for at in 0..cast.names.len() {
                if (cast.names[at].tokens.len() > 1) == round {
                    cast.place(document, at, &mut index);
                }
            }
        }
        for at in 0..cast.names.len() {
            cast.describe(document, at);
        }
        cast
    }

    /// Returns the indices of the names that lie within the tokens `range`.
    pub fn names_in(&self, range: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        let first = self.names.partition_point(|n| n.tokens.start < range.start);
        let last = self.names.partition_point(|n| n.tokens.start < range.end);
        first..last.max(first)
    }

    fn place(&mut self, document: &Document, at: usize, index: &mut Index) {
        let name = self.names[at].clone();
        let words: Vec<String> =
            name.tokens.clone().map(|t| folded(form(document, t))).filter(|w| !w.is_empty()).collect();
        // "Robert Downey Jr." goes by Downey.
        let core = words.iter().rposition(|w| !is_one_of("suffix", w)).map_or(&words[..], |at| &words[..=at]).to_vec();
        let Some(last) = core.last().cloned() else { return };
        let found = if words.len() > 1 {
            self.same_full(&name, &words, index)
        } else {
            self.same_single(document, &name, &last, index)
        };
        let entity = found.unwrap_or_else(|| {
            self.entities.push(Entity {
                name: String::new(),
                words: Vec::new(),
                kind: name.kind,
                gender: None,
                roles: Vec::new(),
            });
            self.entities.len() - 1
        });
        self.entity_of[at] = entity;
        let known = &mut self.entities[entity];
        if words.len() > known.words.len() {
            known.name = spelled(document, &name);
            known.words.clone_from(&words);
        }
        if known.kind == NameKind::Unknown {
            known.kind = name.kind;
        }
        known.gender = known.gender.or(name.gender);
        for word in &words {
            index.by_word.entry(word.clone()).or_default().push(entity);
        }
        index.by_last.entry(last).or_default().push(entity);
        if words.len() > 1 {
            // "TFQ" is Tomás Ferreira-Quist.
            let full = spelled(document, &name);
            let spoken: String =
                full.split([' ', '-']).filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect();
            index.by_initials.entry(spoken.to_lowercase()).or_default().push(entity);
            let initials: String = name
                .tokens
                .clone()
                .filter_map(|t| form(document, t).chars().next())
                .filter(|c| c.is_uppercase())
                .collect();
            index.by_initials.entry(initials.to_lowercase()).or_default().push(entity);
            // "World Health Organization (WHO)".
            let (open, short) = (name.tokens.end, name.tokens.end + 1);
            if form(document, open) == "(" && form(document, short + 1) == ")" {
                index.by_alias.insert(folded(form(document, short)), entity);
            }
        }
    }

    /// A name of several words: the same words, or the same person with more or fewer of them.
    fn same_full(&self, name: &Name, words: &[String], index: &Index) -> Option<usize> {
        let last = words.last()?;
        let candidates = index.by_last.get(last)?;
        candidates.iter().rev().copied().find(|&e| {
            let known = &self.entities[e];
            if known.words == words {
                return true;
            }
            let person = known.kind != NameKind::Body && name.kind != NameKind::Body;
            if !person || known.words.len() < 2 {
                return false;
            }
            let (a, b) = (&known.words[0], &words[0]);
            a == b
                || (a.len() == 1 || b.len() == 1) && a.chars().next() == b.chars().next()
                || (known.words.ends_with(words) || words.ends_with(&known.words))
        })
    }

    /// A single word: a surname, a given name, an acronym, or a part of a body's name.
    fn same_single(&self, document: &Document, name: &Name, word: &str, index: &Index) -> Option<usize> {
        let best = |list: Option<&Vec<usize>>, wanted: &dyn Fn(&Entity) -> bool| -> Option<usize> {
            let mut fitting: Vec<usize> = list?.iter().copied().filter(|&e| wanted(&self.entities[e])).collect();
            fitting.dedup();
            // Of two people with one surname, the one named last before this place.
            let before = |e: usize| {
                self.names
                    .iter()
                    .zip(&self.entity_of)
                    .filter(|(n, of)| **of == e && n.tokens.start < name.tokens.start)
                    .map(|(n, _)| n.tokens.start)
                    .next_back()
            };
            fitting.into_iter().max_by_key(|&e| before(e).map_or(-1, |at| at as i64))
        };
        if let Some(&entity) = index.by_alias.get(word) {
            return Some(entity);
        }
        if name.gender.is_some() && name.title.is_empty() && name.kind == NameKind::Unknown {
            // A given name alone.
            if let Some(found) = best(index.by_word.get(word), &|e: &Entity| e.kind == NameKind::Person) {
                return Some(found);
            }
        }
        best(index.by_last.get(word), &|e: &Entity| e.kind != NameKind::Body && e.words.len() > 1)
            .or_else(|| best(index.by_last.get(word), &|e: &Entity| e.words.len() == 1))
            // "Rosselló" of "Ricardo Rosselló Nevares".
            .or_else(|| {
                best(index.by_word.get(word), &|e: &Entity| {
                    e.kind == NameKind::Person && e.words.len() > 2 && e.words[1..].iter().any(|w| w == word)
                })
            })
            .or_else(|| {
                best(
                    index
                        .by_initials
                        .get(word)
                        .filter(|_| form(document, name.tokens.start).chars().filter(|c| c.is_uppercase()).count() > 1),
                    &|_| true,
                )
            })
            .or_else(|| {
                best(index.by_word.get(word), &|e: &Entity| {
                    e.kind == NameKind::Person && e.words.first().is_some_and(|w| w == word)
                })
            })
            .or_else(|| {
                best(index.by_word.get(word).filter(|_| word.len() > 3 && !is_body(word)), &|e: &Entity| {
                    e.kind == NameKind::Body
                        && e.words.len() <= 4
                        && (e.words.last().is_some_and(|w| w == word)
                            || e.words.first().is_some_and(|w| w == word)
                                && e.words.last().is_some_and(|w| is_body(w))
                                && !is_known_body(word))
                })
            })
    }

    /// Notes the title before a name and the apposition after it.
    fn describe(&mut self, document: &Document, at: usize) {
        let entity = self.entity_of[at];
        let Some(known) = self.entities.get_mut(entity) else { return };
        let name = &self.names[at];
        if !name.title.is_empty() {
            let text = words_of(document, name.title.clone());
            let office =
                name.title.clone().any(|t| is_title(&lower(document, t)) || lower(document, t).ends_with("ist"));
            if office && !text.split(' ').all(|w| is_one_of("honorific", &w.to_lowercase())) {
                known.roles.push(text);
            }
        }
        // "The Foreign Minister, Bastian Kroll, told journalists".
        let begin = name.title.start.min(name.tokens.start);
        if begin > 1
            && form(document, begin - 1) == ","
            && document.sentences.get(name.sentence).is_some_and(|s| s.tokens.start + 1 < begin)
        {
            let last = begin - 2;
            let sentence = document.sentences[name.sentence].tokens.start;
            let mut start = last;
            while start > sentence
                && (document.tokens[start - 1].tag.is_noun()
                    || matches!(document.tokens[start - 1].tag, Tag::Jj | Tag::Pos))
            {
                start -= 1;
            }
            let after_comma = matches!(form(document, name.tokens.end), "," | "." | "”" | "—" | "–");
            if is_title(&lower(document, last)) && after_comma {
                known.roles.push(words_of(document, start..last + 1));
                if known.kind == NameKind::Unknown {
                    known.kind = NameKind::Person;
                }
            }
        }
        // "Marco Rubio, the US Secretary of State," and "Ursula von der Leyen, President of the …".
        let after = name.tokens.end;
        if form(document, after) == "," {
            let mut start = after + 1;
            if is_one_of("determiner", &lower(document, start)) {
                start += 1;
            }
            let end = (start..document.tokens.len().min(start + 14)).find(|&t| {
                matches!(
                    document.tokens[t].tag,
                    Tag::Comma | Tag::Stop | Tag::Colon | Tag::Wp | Tag::Wdt | Tag::CloseQuote | Tag::OpenQuote
                ) || document.tokens[t].tag.is_verb()
            });
            let end = end.unwrap_or(start);
            let role = (start..end).any(|t| is_title(&lower(document, t)) || lower(document, t).ends_with("ist"));
            if start < end && role && document.sentences.get(name.sentence).is_some_and(|s| end <= s.tokens.end) {
                known.roles.push(words_of(document, start..end));
                if known.kind == NameKind::Unknown {
                    known.kind = NameKind::Person;
                }
                known.gender = known.gender.or_else(|| {
                    (start..end).find_map(|t| {
                        let word = lower(document, t);
                        if is_one_of("female", &word) {
                            Some(Gender::Female)
                        } else if is_one_of("male", &word) {
                            Some(Gender::Male)
                        } else {
                            None
                        }
                    })
                });
            }
        }
    }
}

#[derive(Default)]
struct Index {
    by_last: HashMap<String, Vec<usize>>,
    by_word: HashMap<String, Vec<usize>>,
    by_initials: HashMap<String, Vec<usize>>,
    /// What stands in brackets behind a name.
    by_alias: HashMap<String, usize>,
}

/// Returns a word as names are compared: lower case, without accents, full stops and apostrophes.
pub fn folded(word: &str) -> String {
    word.nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c) && !matches!(c, '.' | '’' | '\''))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ı' => 'i',
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            other => other,
        })
        .collect()
}

/// Returns the text of tokens with single spaces, as it stands.
pub fn words_of(document: &Document, tokens: std::ops::Range<usize>) -> String {
    let (Some(first), Some(last)) =
        (document.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|t| document.tokens.get(t)))
    else {
        return String::new();
    };
    document.text[first.span.start..last.span.end.max(first.span.start)]
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn spelled(document: &Document, name: &Name) -> String {
    words_of(document, name.tokens.clone())
}
