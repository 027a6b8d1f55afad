//! A [`Query`] as a query of tantivy.
//!
//! A bare word is looked for in the statement, its context, the article's title and the speaker's
//! name, and counts most in the statement. Filters choose and never rank.

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur, PhrasePrefixQuery,
    PhraseQuery, Query as Compiled, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, Term};

use super::document::{act_key, day_number, topic_key};
use super::fields::{Fields, column};
use super::people::Archive;
use super::within::Within;
use super::words::Analyzers;
use crate::query::{DateField, Expr, FlagField, KeyField, Pattern, Period, Query, TextField};

/// What a match in each place counts.
const IN_TEXT: f32 = 3.0;
const IN_CONTEXT: f32 = 1.0;
const IN_TITLE: f32 = 1.0;
const IN_SPEAKER: f32 = 2.0;
/// What it counts that the words stand near each other in the statement, and how near.
const TOGETHER: f32 = 2.0;
const NEAR: u32 = 4;

/// Returns the compiled query.
pub(super) fn compile(query: &Query, fields: &Fields, archive: &Archive) -> Box<dyn Compiled> {
    let mut compiler = Compiler { fields, archive, analyzers: Analyzers::new(), loose: query.loose, known: Vec::new() };
    let mut clauses = Vec::new();
    match &query.expr {
        Expr::And(parts) => compiler.conjunction(parts, &mut clauses),
        other => compiler.conjunction(std::slice::from_ref(other), &mut clauses),
    }
    if query.hides_negated() {
        clauses.push((Occur::MustNot, key(fields.flag, "negated")));
    }
    if let Some(together) = compiler.together(&query.expr) {
        clauses.push((Occur::Should, together));
    }
    boolean(clauses)
}

struct Compiler<'a> {
    fields: &'a Fields,
    archive: &'a Archive,
    analyzers: Analyzers,
    loose: bool,
    /// Texts that were split, whether into stems, and their words: each is looked for in several fields.
    known: Vec<(String, bool, Vec<String>)>,
}

/// A field of words: in any inflection, and as they stand.
type Words = (Field, Field);

impl Compiler<'_> {
    fn expr(&mut self, expr: &Expr) -> Box<dyn Compiled> {
        match expr {
            Expr::All => all(),
            Expr::Match { field, pattern } => self.words(*field, pattern),
            Expr::Is { field, value } => filter(self.whole_value(*field, value)),
            Expr::When { field, period } => filter(self.period(*field, period)),
            Expr::Flag { field, wanted } => self.flag(*field, *wanted),
            Expr::Not(_) => {
                let mut clauses = Vec::new();
                self.conjunction(std::slice::from_ref(expr), &mut clauses);
                boolean(clauses)
            }
            Expr::And(parts) => {
                let mut clauses = Vec::new();
                self.conjunction(parts, &mut clauses);
                boolean(clauses)
            }
            Expr::Or(parts) => Box::new(BooleanQuery::union(parts.iter().map(|part| self.expr(part)).collect())),
        }
    }

    fn conjunction(&mut self, parts: &[Expr], clauses: &mut Vec<(Occur, Box<dyn Compiled>)>) {
        for part in parts {
            match part {
                Expr::All => {}
                Expr::Flag { wanted: None, .. } => {}
                Expr::Not(inner) => {
                    let inner = self.expr(inner);
                    clauses.push((Occur::MustNot, inner));
                }
                other => {
                    let other = self.expr(other);
                    clauses.push((Occur::Must, other));
                }
            }
        }
    }

    fn words(&mut self, field: TextField, pattern: &Pattern) -> Box<dyn Compiled> {
        let f = self.fields;
        match field {
            TextField::Any => {
                let text = self.pattern((f.text, f.text_plain), pattern);
                let context = self.pattern((f.context, f.context_plain), pattern);
                let title = self.pattern((f.title, f.title_plain), pattern);
                let speaker = self.pattern((f.speaker, f.speaker), pattern);
                union([(text, IN_TEXT), (context, IN_CONTEXT), (title, IN_TITLE), (speaker, IN_SPEAKER)])
            }
            TextField::Text => self.pattern((f.text, f.text_plain), pattern),
            TextField::Title => self.pattern((f.title, f.title_plain), pattern),
            TextField::About => {
                let text = self.pattern((f.text, f.text_plain), pattern);
                let mentions = self.pattern((f.mentions, f.mentions), pattern);
                let people = self.archive.people();
                let found = people.typed(pattern, &mut self.analyzers);
                let named = filter(Box::new(people.mentioning(&found, f.mention)));
                union([(text, 1.0), (mentions, 1.0), (named, 1.0)])
            }
            TextField::Speaker => {
                let people = self.archive.people();
                let found = people.typed(pattern, &mut self.analyzers);
                filter(Box::new(people.said_by(&found, f.voice)))
            }
            TextField::Outlet => self.name((f.outlet, f.outlet), Some(f.outlet_key), pattern),
            TextField::Role => self.name((f.role, f.role_plain), None, pattern),
        }
    }

    /// Words in running text.
    fn pattern(&mut self, (stemmed, plain): Words, pattern: &Pattern) -> Box<dyn Compiled> {
        // Names have no inflections, so their one field is the plain one.
        let stems = stemmed != plain;
        let (field, stem, slop) = match pattern {
            Pattern::Word { exact, .. } => (if *exact { plain } else { stemmed }, !exact, 0),
            Pattern::Phrase { exact, slop, .. } => (if *exact { plain } else { stemmed }, !exact, *slop),
            Pattern::Prefix { text } => return self.prefix(plain, text),
            Pattern::Fuzzy { text, distance } => return self.fuzzy(plain, text, *distance),
        };
        let terms = self.terms(field, pattern.text(), stem && stems);
        phrase(terms, slop)
    }

    /// Words of a name, in any order; the whole name where it is asked for exactly.
    fn name(&mut self, (stemmed, plain): Words, whole: Option<Field>, pattern: &Pattern) -> Box<dyn Compiled> {
        let exact = matches!(pattern, Pattern::Word { exact: true, .. } | Pattern::Phrase { exact: true, .. });
        let compiled = match (pattern, whole) {
            (_, Some(whole)) if exact => {
                let folded = self.analyzers.folded(pattern.text());
                key(whole, &folded)
            }
            (Pattern::Prefix { text }, _) => self.prefix(plain, text),
            (Pattern::Fuzzy { text, distance }, _) => self.fuzzy(plain, text, *distance),
            _ => {
                let terms = self.terms(stemmed, pattern.text(), stemmed != plain);
                intersection(terms.into_iter().map(term).collect())
            }
        };
        filter(compiled)
    }

    fn prefix(&mut self, field: Field, text: &str) -> Box<dyn Compiled> {
        let mut terms = self.terms(field, text, false);
        match terms.len() {
            0 => Box::new(EmptyQuery),
            1 => {
                let prefix = terms.swap_remove(0);
                Box::new(RangeQuery::new(
                    Bound::Included(prefix.clone()),
                    after_prefix(&prefix).map_or(Bound::Unbounded, Bound::Excluded),
                ))
            }
            // "follow-up*": the last of several words is the one that goes on.
            _ => {
                let most = terms.last().map_or(0, |prefix| self.terms_that_begin(prefix));
                let mut query = PhrasePrefixQuery::new(terms);
                query.set_max_expansions(most);
                Box::new(query)
            }
        }
    }

    /// Returns how many terms of a segment begin so, at most: tantivy sets room aside for as many as
    /// it may find, and leaves out those that it has no room for.
    fn terms_that_begin(&self, prefix: &Term) -> u32 {
        let after = after_prefix(prefix);
        let count = |segment: &SegmentReader| -> Option<u32> {
            let inverted = segment.inverted_index(prefix.field()).ok()?;
            let mut range = inverted.terms().range().ge(prefix.serialized_value_bytes());
            if let Some(after) = &after {
                range = range.lt(after.serialized_value_bytes());
            }
            let mut terms = range.into_stream().ok()?;
            let mut count = 0;
            while terms.advance() {
                count += 1;
            }
            Some(count)
        };
        let searchers = self.archive.readers.iter().map(|reader| reader.searcher());
        let most = searchers.filter_map(|searcher| searcher.segment_readers().iter().filter_map(count).max());
        most.max().unwrap_or(0).max(1)
    }

    fn fuzzy(&mut self, field: Field, text: &str, distance: Option<u8>) -> Box<dyn Compiled> {
        let words = self.analyzers.words(text, false);
        let queries = words.into_iter().map(|(word, _)| {
            let distance = distance.unwrap_or_else(|| fuzzy_distance(&word));
            let term = Term::from_field_text(field, &word);
            Box::new(FuzzyTermQuery::new(term, distance, true)) as Box<dyn Compiled>
        });
        intersection(queries.collect())
    }

    fn whole_value(&mut self, field: KeyField, value: &str) -> Box<dyn Compiled> {
        let f = self.fields;
        match field {
            KeyField::Topic => key(f.topic_key, &topic_key(value)),
            KeyField::Kind => key(f.kind_key, value),
            KeyField::Act => key(f.act_key, &act_key(&mut self.analyzers, value)),
            KeyField::Article => key(f.article, value),
            KeyField::Id => {
                let prefix = Term::from_field_text(f.id, value);
                Box::new(RangeQuery::new(
                    Bound::Included(prefix.clone()),
                    after_prefix(&prefix).map_or(Bound::Unbounded, Bound::Excluded),
                ))
            }
        }
    }

    fn period(&self, field: DateField, period: &Period) -> Box<dyn Compiled> {
        let (from, to) = match field {
            DateField::Published => (column::PUBLISHED, column::PUBLISHED),
            // Said on one of several days: all of them must lie inside, or loosely, one.
            DateField::Said if self.loose => (column::SAID_LAST, column::SAID_FIRST),
            DateField::Said => (column::SAID_FIRST, column::SAID_LAST),
        };
        let within = |column, days| Box::new(Within::new(self.archive.days.clone(), column, days)) as Box<dyn Compiled>;
        let (first, last) = (period.first.map(day_number), period.last.map(day_number));
        if from == to
            && let (Some(first), Some(last)) = (first, last)
        {
            return within(from, first..=last);
        }
        let first = first.map(|first| within(from, first..=i64::MAX));
        let last = last.map(|last| within(to, i64::MIN..=last));
        let parts: Vec<Box<dyn Compiled>> = first.into_iter().chain(last).collect();
        intersection(parts)
    }

    fn flag(&self, field: FlagField, wanted: Option<bool>) -> Box<dyn Compiled> {
        let name = match field {
            FlagField::Negated => "negated",
            FlagField::Headline => "headline",
        };
        let set = key(self.fields.flag, name);
        match wanted {
            None => all(),
            Some(true) => filter(set),
            Some(false) => boolean(vec![(Occur::MustNot, set)]),
        }
    }

    /// The words of the query side by side in the statement, which ranks it higher.
    fn together(&mut self, expr: &Expr) -> Option<Box<dyn Compiled>> {
        let Expr::And(parts) = expr else { return None };
        let words: Vec<&str> = parts
            .iter()
            .filter_map(|part| match part {
                Expr::Match { field: TextField::Any, pattern: Pattern::Word { text, .. } } => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let terms = self.terms(self.fields.text, &words.join(" "), true);
        if words.len() < 2 || terms.len() < 2 {
            return None;
        }
        let mut near = PhraseQuery::new(terms);
        near.set_slop(NEAR);
        Some(Box::new(BoostQuery::new(Box::new(near), TOGETHER)))
    }

    fn terms(&mut self, field: Field, text: &str, stem: bool) -> Vec<Term> {
        let known = self.known.iter().position(|(split, stemmed, _)| split == text && *stemmed == stem);
        let known = known.unwrap_or_else(|| {
            let words = self.analyzers.words(text, stem).into_iter().map(|(word, _)| word);
            self.known.push((text.to_owned(), stem, words.collect()));
            self.known.len() - 1
        });
        self.known[known].2.iter().map(|word| Term::from_field_text(field, word)).collect()
    }
}

/// How many letters may differ, unless the query says.
pub(super) fn fuzzy_distance(word: &str) -> u8 {
    match word.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

fn term(term: Term) -> Box<dyn Compiled> {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn key(field: Field, value: &str) -> Box<dyn Compiled> {
    Box::new(TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic))
}

fn phrase(mut terms: Vec<Term>, slop: u32) -> Box<dyn Compiled> {
    match terms.len() {
        0 => Box::new(EmptyQuery),
        1 => term(terms.swap_remove(0)),
        _ => {
            let mut query = PhraseQuery::new(terms);
            query.set_slop(slop);
            Box::new(query)
        }
    }
}

fn all() -> Box<dyn Compiled> {
    filter(Box::new(AllQuery))
}

fn filter(query: Box<dyn Compiled>) -> Box<dyn Compiled> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn union<const N: usize>(parts: [(Box<dyn Compiled>, f32); N]) -> Box<dyn Compiled> {
    let boosted = parts.map(|(query, boost)| Box::new(BoostQuery::new(query, boost)) as Box<dyn Compiled>);
    Box::new(BooleanQuery::union(boosted.into()))
}

fn intersection(mut parts: Vec<Box<dyn Compiled>>) -> Box<dyn Compiled> {
    match parts.len() {
        0 => Box::new(EmptyQuery),
        1 => parts.swap_remove(0),
        _ => Box::new(BooleanQuery::intersection(parts)),
    }
}

/// A boolean query that matches everything where nothing is required.
fn boolean(mut clauses: Vec<(Occur, Box<dyn Compiled>)>) -> Box<dyn Compiled> {
    if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
        clauses.push((Occur::Must, all()));
    }
    if clauses.len() == 1 {
        return clauses.swap_remove(0).1;
    }
    Box::new(BooleanQuery::new(clauses))
}

/// The first term behind all terms that begin with this one.
fn after_prefix(prefix: &Term) -> Option<Term> {
    let mut bytes = prefix.serialized_value_bytes().to_vec();
    while let Some(last) = bytes.pop() {
        if last < u8::MAX {
            bytes.push(last + 1);
            let mut after = prefix.clone();
            after.truncate_value_bytes(0);
            after.append_bytes(&bytes);
            return Some(after);
        }
    }
    None
}
