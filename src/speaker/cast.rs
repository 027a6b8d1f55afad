//! The cast: the people and bodies of one article, with every mention of their names.

use rustc_hash::FxHashMap as HashMap;
use smallvec::{SmallVec, smallvec};

use super::name::{Name, NameKind, form, is_ticker, lower, names};
use super::spelling::{compared, folded, initials, spelled};
use crate::lexicon::{Gender, is_body, is_known_body, is_one_of, is_title};
use crate::text::{Document, Tag};

/// Among how many people a misspelt surname is looked for.
const NEAR: usize = 100;

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
                let whole = cast.names[at].tokens.len() > 1 || cast.names[at].surname.is_some();
                if whole == round {
                    cast.place(document, at, &mut index);
                }
            }
        }
        for (entity, uses) in cast.entities.iter_mut().zip(&index.uses) {
            entity.name = uses.fullest().unwrap_or_default().to_owned();
        }
        cast.keep_marks(document);
        for at in 0..cast.names.len() {
            cast.describe(document, at);
        }
        cast
    }

    /// "Moody's", "Barron's": a name that never stands without its mark, and once with nothing to own.
    fn keep_marks(&mut self, document: &Document) {
        let tag = |t: usize| document.tokens.get(t).map_or(Tag::Stop, |token| token.tag);
        let mut marked: Vec<(bool, Option<usize>)> = vec![(true, None); self.entities.len()];
        for (name, &entity) in self.names.iter().zip(&self.entity_of).filter(|(_, entity)| **entity != usize::MAX) {
            let end = name.tokens.end;
            let (always, owner) = &mut marked[entity];
            *always &= tag(end) == Tag::Pos;
            let verb = tag(end + 1).is_finite() || tag(end + 1).is_mark();
            if tag(end) == Tag::Pos && verb {
                *owner = Some(end);
            }
        }
        for (entity, (always, mark)) in self.entities.iter_mut().zip(marked) {
            if let Some(mark) = mark.filter(|_| always && entity.kind != NameKind::Person)
                && !entity.words.last().is_some_and(|word| is_one_of("legal-form", word))
            {
                entity.name.push_str(form(document, mark));
            }
        }
    }

    /// Returns the indices of the names that lie within the tokens `range`.
    pub fn names_in(&self, range: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        let first = self.names.partition_point(|n| n.tokens.start < range.start);
        let last = self.names.partition_point(|n| n.tokens.start < range.end);
        first..last.max(first)
    }

    fn place(&mut self, document: &Document, at: usize, index: &mut Index) {
        let name = self.names[at].clone();
        let single = name.tokens.len() == 1 && name.surname.is_none();
        let words = compared(document, &name);
        // "Robert Downey Jr." goes by Downey.
        let Some(last) = words.iter().rfind(|w| !is_one_of("suffix", w)).or(words.last()) else { return };
        let found = if words.len() > 1 {
            self.same_full(&name, &words, last, index)
        } else {
            self.same_single(document, &name, last, index).or_else(|| self.misspelt(&name, last, index))
        };
        let entity = found.unwrap_or_else(|| {
            self.entities.push(Entity {
                name: String::new(),
                words: Vec::new(),
                kind: name.kind,
                gender: None,
                roles: Vec::new(),
            });
            index.uses.push(Uses::default());
            self.entities.len() - 1
        });
        self.entity_of[at] = entity;
        let spelling = spelled(document, &name);
        index.note(document, &name, entity, &words, last, &spelling);
        let joined = words.iter().any(|w| w == "&");
        let known = &mut self.entities[entity];
        let whole = words.len() >= known.words.len();
        if words.len() > known.words.len() {
            known.words = words;
        }
        // "Paris" for Valeska Paris makes her no city.
        if known.kind == NameKind::Unknown && (whole || name.kind == NameKind::Person) {
            known.kind = name.kind;
        }
        known.gender = known.gender.or(name.gender);
        // "World Health Organization (WHO)", "MAN ( MANG.DE )"; but not "PORT KESTREL (Meridian) - The harbour".
        let (open, short) = (name.tokens.end, name.tokens.end + 1);
        let dateline = matches!(form(document, short + 2), "-" | "--" | "–" | "—");
        let bracketed = form(document, open) == "(" && form(document, short + 1) == ")" && !dateline;
        if bracketed && (!single || is_ticker(form(document, short))) {
            index.by_alias.insert(folded(form(document, short)), entity);
        }
        if single {
            index.uses[entity].alone += 1;
            return;
        }
        // "S&P" is Standard & Poor's, with what belongs to its name.
        let cut = document.tokens.get(name.tokens.end).is_some_and(|t| t.tag == Tag::Pos);
        if cut && joined {
            return;
        }
        // "TFQ" is Tomás Ferreira-Quist.
        list(&mut index.by_initials, &initials(spelling.split([' ', '-'])), entity);
        list(&mut index.by_initials, &initials(name.tokens.clone().map(|t| form(document, t))), entity);
    }

    /// A name of several words: the same words, or the same person or body with more or fewer of them.
    fn same_full(&self, name: &Name, words: &[String], last: &str, index: &Index) -> Option<usize> {
        let listed = |list: Option<&Entities>, fits: &dyn Fn(&Entity) -> bool| {
            list.and_then(|list| list.iter().rev().copied().find(|&e| fits(&self.entities[e])))
        };
        let person = |known: &Entity| known.kind != NameKind::Body && name.kind != NameKind::Body;
        listed(index.by_last.get(last), &|known| known.words == words)
            .or_else(|| {
                listed(index.by_last.get(last), &|known| {
                    let (Some(a), Some(b)) = (known.words.first(), words.first()) else { return false };
                    person(known)
                        && known.words.len() > 1
                        && (a == b
                            || (a.len() == 1 || b.len() == 1) && a.chars().next() == b.chars().next()
                            || (known.words.ends_with(words) || words.ends_with(&known.words))
                            || (nearly(a, b) && known.words.len() == words.len()))
                })
            })
            // "Pedro Pierluisi" and "Pedro R. Pierluisi Urrutia": two surnames, one of them left out.
            .or_else(|| {
                listed(index.by_word.get(&words[0]), &|known| {
                    person(known)
                        && known.words.len() > 1
                        && known.words[0] == words[0]
                        && (known.words.iter().any(|w| w == last)
                            || known.words.last().is_some_and(|w| words[1..].contains(w)))
                })
            })
            .or_else(|| {
                let body = |known: &Entity| known.kind == NameKind::Body && name.kind == NameKind::Body;
                listed(index.by_word.get(&words[0]), &|known| body(known) && is_part(&known.words, words))
                    .or_else(|| listed(index.by_last.get(last), &|known| body(known) && is_part(&known.words, words)))
                    .or_else(|| {
                        let office = words.iter().find(|w| is_one_of("office-of", w))?;
                        listed(index.by_word.get(office), &|known| {
                            body(known) && is_turned(&known.words, words, office)
                        })
                    })
            })
    }

    /// "Saree" for "Yahya Sarea": a surname that is spelt in another way.
    fn misspelt(&self, name: &Name, word: &str, index: &Index) -> Option<usize> {
        if name.kind == NameKind::Body || name.gender.is_some() && name.title.is_empty() {
            return None;
        }
        let letter = word.chars().next()?;
        let mut near = index.by_letter.get(&letter)?.iter().copied().filter(|&e| {
            let known = &self.entities[e];
            known.kind == NameKind::Person && known.words.last().is_some_and(|last| nearly(last, word))
        });
        near.next().filter(|found| near.all(|other| other == *found))
    }

    /// A single word: a surname, a given name, an acronym, or a part of a body's name.
    fn same_single(&self, document: &Document, name: &Name, word: &str, index: &Index) -> Option<usize> {
        let gender = name.gender.filter(|_| !name.title.is_empty());
        let title = name.title.clone().next_back().map(|t| lower(document, t));
        // Of several with one surname, the one with the title; else the one who was named most often
        // so far: relatives of whom the article is about are seldom called by the surname alone.
        let best = |list: Option<&Entities>, wanted: &dyn Fn(&Entity) -> bool| -> Option<usize> {
            let mut fitting: Vec<usize> = list?.iter().copied().filter(|&e| wanted(&self.entities[e])).collect();
            fitting.sort_unstable();
            fitting.dedup();
            fitting.retain(|&e| gender.is_none() || self.entities[e].gender.is_none_or(|g| Some(g) == gender));
            fitting.into_iter().max_by_key(|&e| {
                let uses = &index.uses[e];
                let before = uses.full.partition_point(|&token| token < name.tokens.start);
                let titled = title.as_ref().is_some_and(|t| uses.titles.iter().any(|known| known == t));
                (titled, before > 0, before + uses.alone, std::cmp::Reverse(uses.full.first().copied()))
            })
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
            // "GM" is no George Magliano; a person goes by three letters, once he was named.
            .or_else(|| {
                let shouted = form(document, name.tokens.start).chars().filter(|c| c.is_uppercase()).count() > 1;
                let fitting =
                    index.by_initials.get(&word.replace('&', "")).filter(|_| shouted).into_iter().flatten().copied();
                let before = |e: usize| index.uses[e].full.first().is_some_and(|&token| token < name.tokens.start);
                let fits = |e: &usize| self.entities[*e].kind != NameKind::Person || word.len() > 2 && before(*e);
                best(Some(&fitting.filter(fits).collect()), &|_| true)
            })
            .or_else(|| {
                best(index.by_word.get(word), &|e: &Entity| {
                    e.kind == NameKind::Person && e.words.first().is_some_and(|w| w == word)
                })
            })
            .or_else(|| {
                // "Traders at the market" begin a sentence, and are no Traders' Union.
                let start = name.tokens.start;
                let opens = document.sentences.get(name.sentence).is_some_and(|s| s.tokens.start == start);
                let single = word.strip_suffix('s').unwrap_or(word);
                let common = opens && single != word && (is_one_of("people", word) || is_title(single));
                best(
                    index
                        .by_word
                        .get(word)
                        .filter(|_| !common && word.len() > 3 && (!is_body(word) || is_one_of("newspaper", word))),
                    &|e: &Entity| {
                        e.kind == NameKind::Body
                            && e.words.len() <= 4
                            && !is_known_body(word)
                            && (e.words.last().is_some_and(|w| w == word)
                                || e.words.first().is_some_and(|w| w == word)
                                    && e.words.last().is_some_and(|w| is_body(w)))
                    },
                )
            })
    }
}

/// The entities that a word may stand for; of most there are few.
type Entities = SmallVec<[usize; 4]>;

#[derive(Default)]
struct Index {
    by_last: HashMap<String, Entities>,
    by_word: HashMap<String, Entities>,
    by_initials: HashMap<String, Entities>,
    /// People with several names by the first letter of the last, no more than [`NEAR`] a letter.
    by_letter: HashMap<char, Vec<usize>>,
    /// What stands in brackets behind a name.
    by_alias: HashMap<String, usize>,
    /// How each entity is named.
    uses: Vec<Uses>,
}

/// How an entity is named in the article.
#[derive(Default)]
struct Uses {
    /// Where the name stands in several words, first tokens in order.
    full: Vec<usize>,
    /// How often one word of the name stands alone, as far as the text was read.
    alone: usize,
    /// The last words of the titles before the full name.
    titles: Vec<String>,
    /// Every spelling with the number of its words and how often it stands there, in order.
    spellings: Vec<(String, usize, usize)>,
}

impl Index {
    fn note(&mut self, document: &Document, name: &Name, entity: usize, words: &[String], last: &str, spelling: &str) {
        words.iter().for_each(|word| list(&mut self.by_word, word, entity));
        list(&mut self.by_last, last, entity);
        if let Some(letter) = last.chars().next().filter(|_| words.len() > 1) {
            let list = self.by_letter.entry(letter).or_default();
            if list.len() < NEAR && list.last() != Some(&entity) {
                list.push(entity);
            }
        }
        let uses = &mut self.uses[entity];
        if name.tokens.len() > 1 {
            uses.full.push(name.tokens.start);
        }
        if let Some(title) = name.title.clone().next_back() {
            uses.titles.push(lower(document, title).to_owned());
        }
        match uses.spellings.iter_mut().find(|(known, ..)| known == spelling) {
            Some((.., count)) => *count += 1,
            None => uses.spellings.push((spelling.to_owned(), name.tokens.len(), 1)),
        }
    }
}

/// Lists an entity under a word, once in a row.
fn list(lists: &mut HashMap<String, Entities>, word: &str, entity: usize) {
    match lists.get_mut(word) {
        Some(list) if list.last() == Some(&entity) => {}
        Some(list) => list.push(entity),
        None => {
            lists.insert(word.to_owned(), smallvec![entity]);
        }
    }
}

impl Uses {
    /// Returns the fullest spelling; of several the most frequent, then the first.
    fn fullest(&self) -> Option<&str> {
        let mut best: Option<&(String, usize, usize)> = None;
        for spelling in &self.spellings {
            if best.is_none_or(|b| (spelling.1, spelling.2) > (b.1, b.2)) {
                best = Some(spelling);
            }
        }
        best.map(|(spelling, ..)| spelling.as_str())
    }
}

/// Returns whether one of two names of bodies is the other one cut short: "Supreme Court" of
/// "Supreme Court of Puerto Rico", "Civil Defense Authority" of "Saudi Civil Defense Authority"; but
/// not "New York" of "New York Times".
fn is_part(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if short.len() < 2 || short.len() == long.len() {
        return false;
    }
    let place = is_known_body(&short.join(" "));
    let begins = long.starts_with(short)
        && (!place || short.last().is_some_and(|w| is_body(w)))
        && is_one_of("connector", &long[short.len()]);
    let ends = long.ends_with(short)
        && short.last().is_some_and(|w| is_body(w))
        && !is_one_of("connector", &long[long.len() - short.len() - 1]);
    begins || ends
}

/// Returns whether "State Department" and "United States Department of State" are the same.
fn is_turned(a: &[String], b: &[String], office: &str) -> bool {
    let (short, long) = if a.last().is_some_and(|w| w == office) { (a, b) } else { (b, a) };
    let Some(at) = long.iter().position(|w| w == office) else { return false };
    let of = long.get(at + 1).is_some_and(|w| w == "of");
    short.last().is_some_and(|w| w == office) && of && short.len() > 1 && short.iter().all(|w| long.contains(w))
}

/// Returns whether two longer given names differ in one letter: "Kristen", "Kristin".
fn nearly(a: &str, b: &str) -> bool {
    let alike = a.chars().next() == b.chars().next() && a.len().abs_diff(b.len()) <= 4;
    alike && a.chars().count() >= 5 && strsim::osa_distance(a, b) <= 1
}
