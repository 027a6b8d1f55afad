//! Searching: the statements that a query matches, counted, ordered and marked.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::collector::{Count, DocSetCollector};
use tantivy::index::SegmentId;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use super::compile::compile;
use super::document::record;
use super::error::IndexError;
use super::fields::Fields;
use super::fingerprint::Fingerprint;
use super::highlight::Highlighter;
use super::open::Index;
use super::people::{Archive, People};
use super::ranked::{Ranked, collapse, put_in_order};
use super::within::DayColumns;
use crate::query::{Collapse, Expr, FlagField, KeyField, Query};
use crate::record::{Span, Statement};
use crate::speaker::identity::Aliases;

/// One or several indexes that are searched as one.
pub struct Library {
    indexes: Vec<Index>,
    archive: Arc<Archive>,
}

/// The aliases file of an index, in its folder.
const ALIASES: &str = "aliases.toml";

/// Reads an aliases file; `None` where there is none.
pub fn read_aliases(path: &Path) -> Result<Option<Aliases>, IndexError> {
    match std::fs::read_to_string(path) {
        Ok(text) => match Aliases::parse(&text) {
            Ok(aliases) => Ok(Some(aliases)),
            Err(message) => Err(IndexError::Aliases { path: path.to_owned(), message }),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(IndexError::Io { path: path.to_owned(), error }),
    }
}

/// Returns what tells the state of the indexes in the folders `paths`, with their aliases files,
/// from all others: whatever changes an answer changes it. Reads only what is small.
pub fn generation(paths: &[PathBuf]) -> String {
    let mut fingerprint = Fingerprint::default();
    for path in paths {
        for file in ["meta.json", ALIASES] {
            fingerprint.eat(&std::fs::read(path.join(file)).unwrap_or_default());
            fingerprint.eat(b"\n");
        }
    }
    format!("{:016x}", fingerprint.finish())
}

/// A statement that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub statement: Statement,
    /// How well it matches; 0 where nothing in the query ranks.
    pub score: f32,
    /// Where the words of the query stand in `statement.text`, in code points.
    pub highlights: Vec<Span>,
    /// How many other statements are put together in this result.
    pub others: usize,
}

impl Hit {
    /// Returns a statement as a result that nothing was asked about.
    pub fn of(statement: Statement) -> Hit {
        Hit { statement, score: 0.0, highlights: Vec::new(), others: 0 }
    }
}

/// The part of a result that was asked for, and how large the whole is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub hits: Vec<Hit>,
    pub total: usize,
}

impl Library {
    /// Opens the indexes in the folders `paths` for reading.
    pub fn open(paths: &[PathBuf]) -> Result<Library, IndexError> {
        Library::open_with(paths, Aliases::default())
    }

    /// Opens the indexes in the folders `paths` for reading, with identities stated by hand beside
    /// those in the aliases files of the indexes.
    pub fn open_with(paths: &[PathBuf], mut aliases: Aliases) -> Result<Library, IndexError> {
        let mut indexes = paths.iter().map(|path| Index::open(path)).collect::<Result<Vec<_>, _>>()?;
        for path in paths {
            aliases.extend(read_aliases(&path.join(ALIASES))?.unwrap_or_default());
        }
        // Who is who is worked out over all indexes together.
        let archive = Arc::new(Archive {
            readers: indexes.iter().map(|index| index.reader.clone()).collect(),
            kept: paths.to_vec(),
            generations: indexes.iter().map(Index::generation).collect(),
            aliases,
            people: OnceLock::new(),
            days: DayColumns::default(),
        });
        indexes.iter_mut().for_each(|index| index.archive = Arc::clone(&archive));
        Ok(Library { indexes, archive })
    }

    /// Returns who is who.
    pub(super) fn people(&self) -> &People {
        self.archive.people()
    }

    /// Returns what `work` returns. Unless it has been done before, who speaks with which voice is
    /// read meanwhile, on another core.
    pub(super) fn while_people_are_read<T>(&self, work: impl FnOnce() -> T) -> T {
        if self.archive.people.get().is_some_and(People::is_prepared) {
            return work();
        }
        let searchers = self.indexes.iter().map(Index::searcher);
        let segments: Vec<SegmentId> = searchers
            .flat_map(|s| s.segment_readers().iter().map(|one| one.segment_id()).collect::<Vec<_>>())
            .collect();
        std::thread::scope(|scope| {
            scope.spawn(|| self.people().prepare(&segments));
            work()
        })
    }

    /// Returns the indexes.
    pub fn indexes(&self) -> &[Index] {
        &self.indexes
    }

    /// Returns the number of statements.
    pub fn statements(&self) -> u64 {
        self.indexes.iter().map(Index::statements).sum()
    }

    /// Returns the statements that the query matches.
    pub fn search(&self, query: &Query) -> Result<Found, IndexError> {
        if query.limit == 0 {
            return Ok(Found { hits: Vec::new(), total: self.count(query)? });
        }
        let most = query.offset.saturating_add(query.limit);
        let stories = if query.collapse == Some(Collapse::Story) { Arc::new(self.stories()?) } else { Arc::default() };
        let mut all: Vec<Ranked> = Vec::new();
        let mut total = 0;
        for (n, index) in self.indexes.iter().enumerate() {
            let (ranked, matches) = index.ranked(query, most, &stories)?;
            all.extend(ranked.into_iter().map(|one| Ranked { index: n, ..one }));
            total += matches;
        }
        put_in_order(&mut all);
        if let Some(by) = query.collapse {
            all = collapse(all, by);
            total = all.len();
        }
        let mut highlighter = Highlighter::new(&query.expr);
        let mut hits = Vec::new();
        for one in all.into_iter().skip(query.offset).take(query.limit) {
            if let Some(statement) = self.indexes[one.index].statement(one.address)? {
                let highlights = highlighter.spans(&statement.text);
                hits.push(Hit { statement, score: one.score, highlights, others: one.others });
            }
        }
        Ok(Found { hits, total })
    }

    /// Returns the statements that the query matches and that are not among `seen`, in order, and
    /// the keys of all that it matches, to be told the next time.
    pub fn unseen(&self, query: &Query, seen: &HashSet<u64>) -> Result<(Vec<Hit>, Vec<u64>), IndexError> {
        let mut all: Vec<Ranked> = Vec::new();
        for (n, index) in self.indexes.iter().enumerate() {
            let (ranked, _) = index.ranked(query, usize::MAX, &Arc::default())?;
            all.extend(ranked.into_iter().map(|one| Ranked { index: n, ..one }));
        }
        put_in_order(&mut all);
        let keys = all.iter().map(|one| one.tie).collect();
        let mut highlighter = Highlighter::new(&query.expr);
        let mut hits = Vec::new();
        for one in all.into_iter().filter(|one| !seen.contains(&one.tie)) {
            if let Some(statement) = self.indexes[one.index].statement(one.address)? {
                let highlights = highlighter.spans(&statement.text);
                hits.push(Hit { statement, score: one.score, highlights, others: 0 });
            }
        }
        Ok((hits, keys))
    }

    /// Returns how many statements the query matches.
    pub fn count(&self, query: &Query) -> Result<usize, IndexError> {
        if query.collapse.is_some() {
            let query = Query { limit: 1, offset: 0, ..query.clone() };
            return Ok(self.search(&query)?.total);
        }
        self.indexes.iter().map(|index| index.count(query)).sum()
    }

    /// Calls `visit` with every statement that the query matches, in the order in which they are
    /// stored, until it returns false.
    pub fn each(&self, query: &Query, visit: &mut dyn FnMut(Statement) -> bool) -> Result<(), IndexError> {
        for index in &self.indexes {
            for address in index.addresses(query)? {
                if let Some(statement) = index.statement(address)?
                    && !visit(statement)
                {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Returns the text of the article with that id, if a statement of it is stored.
    pub fn article_text(&self, id: &str) -> Result<Option<String>, IndexError> {
        let query = Query::new(Expr::and([
            Expr::Is { field: KeyField::Article, value: id.to_owned() },
            Expr::Flag { field: FlagField::Negated, wanted: None },
        ]));
        for index in &self.indexes {
            for address in index.addresses(&query)? {
                if let Some(text) = index.text_beside(address)? {
                    return Ok(Some(text));
                }
            }
        }
        Ok(None)
    }
}

/// Returns the statements of an article, in the order in which they are stored, and its text.
pub(super) fn article_of(
    searcher: &Searcher,
    fields: &Fields,
    id: &str,
) -> tantivy::Result<(Vec<Statement>, Option<String>)> {
    let query = TermQuery::new(Term::from_field_text(fields.article, id), IndexRecordOption::Basic);
    let mut addresses: Vec<DocAddress> = searcher.search(&query, &DocSetCollector)?.into_iter().collect();
    addresses.sort_unstable();
    let mut statements = Vec::new();
    let mut text = None;
    for address in addresses {
        let document: TantivyDocument = searcher.doc(address)?;
        statements.extend(record(fields, &document));
        text = text.or_else(|| text_in(fields, &document).map(str::to_owned));
    }
    Ok((statements, text))
}

/// Returns the article's text, where it is stored with this statement.
pub(super) fn text_in<'a>(fields: &Fields, document: &'a TantivyDocument) -> Option<&'a str> {
    document.get_first(fields.article_text)?.as_str()
}

impl Index {
    pub(super) fn statement(&self, address: DocAddress) -> Result<Option<Statement>, IndexError> {
        let document: TantivyDocument = self.searcher().doc(address).map_err(|error| self.error(error))?;
        Ok(record(&self.fields, &document))
    }

    /// The article's text, where it is stored with this statement.
    fn text_beside(&self, address: DocAddress) -> Result<Option<String>, IndexError> {
        let document: TantivyDocument = self.searcher().doc(address).map_err(|error| self.error(error))?;
        Ok(text_in(&self.fields, &document).map(str::to_owned))
    }

    pub(super) fn addresses(&self, query: &Query) -> Result<Vec<DocAddress>, IndexError> {
        let compiled = compile(query, &self.fields, &self.archive);
        let found = self.searcher().search(&compiled, &DocSetCollector).map_err(|error| self.error(error))?;
        let mut addresses: Vec<DocAddress> = found.into_iter().collect();
        addresses.sort_unstable();
        Ok(addresses)
    }

    fn count(&self, query: &Query) -> Result<usize, IndexError> {
        let compiled = compile(query, &self.fields, &self.archive);
        self.searcher().search(&compiled, &Count).map_err(|error| self.error(error))
    }
}
