//! Stories: articles that are nearly the same, as twenty papers print one wire report.
//!
//! Found from the sketches in the index when somebody asks, in time linear in the number of
//! articles: each is compared only with the first that has a band in common with it. What is a
//! story thus does not depend on the order in which articles came.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use tantivy::DocAddress;

use super::error::IndexError;
use super::fields::column;
use super::fingerprint::fingerprint;
use super::open::Index;
use super::search::Library;
use super::sketch::{PARTS, bands, likeness};
use crate::record::ArticleRef;

/// Articles with at least this share of their runs of words in common are copies.
const ALIKE: f64 = 0.6;

/// Which articles are copies of which.
#[derive(Debug, Default)]
pub struct Stories {
    /// The key of the story of an article, by the fingerprint of its id; only where it has copies.
    keys: HashMap<u64, u64>,
}

/// A story that was printed more than once.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// What was published first, first.
    pub copies: Vec<Copy>,
}

/// One article of a story.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    pub article: ArticleRef,
    /// The share of its runs of words that it has in common with the first, as estimated.
    pub likeness: f64,
}

impl Stories {
    /// Returns the key of the story that an article belongs to.
    pub(super) fn of(&self, article: u64) -> u64 {
        self.keys.get(&article).copied().unwrap_or(article)
    }
}

/// An article with its sketch.
struct Sketched {
    article: u64,
    index: usize,
    address: DocAddress,
    sketch: [u64; PARTS],
}

impl Library {
    /// Returns which articles are copies of which.
    pub fn stories(&self) -> Result<Stories, IndexError> {
        let articles = self.sketched()?;
        let mut keys = HashMap::new();
        for group in groups(&articles) {
            // The smallest, so that the key depends on the articles alone.
            let key = group.iter().map(|n| articles[*n].article).min().unwrap_or(0);
            keys.extend(group.iter().map(|n| (articles[*n].article, key)));
        }
        Ok(Stories { keys })
    }

    /// Returns the stories that were printed more than once, those with the most copies first.
    pub fn copied(&self) -> Result<Vec<Story>, IndexError> {
        let articles = self.sketched()?;
        let mut stories = Vec::new();
        for group in groups(&articles) {
            let mut copies = Vec::new();
            for n in group {
                let one = &articles[n];
                if let Some(statement) = self.indexes()[one.index].statement(one.address)? {
                    copies.push((statement.article, n));
                }
            }
            let day = |article: &ArticleRef| article.published.clone().unwrap_or_else(|| "9999".to_owned());
            copies.sort_by(|(a, _), (b, _)| (day(a), &a.id).cmp(&(day(b), &b.id)));
            let first = copies.first().map(|(_, n)| articles[*n].sketch);
            let alike = |n: usize| first.map_or(0.0, |first| likeness(&first, &articles[n].sketch));
            let copies = copies.into_iter().map(|(article, n)| Copy { article, likeness: alike(n) });
            stories.push(Story { copies: copies.collect() });
        }
        let first = |story: &Story| story.copies.first().map(|copy| copy.article.id.clone());
        stories.sort_by_key(|story| (std::cmp::Reverse(story.copies.len()), first(story)));
        Ok(stories)
    }

    /// All articles that have a sketch, by the fingerprints of their ids.
    fn sketched(&self) -> Result<Vec<Sketched>, IndexError> {
        let mut articles = Vec::new();
        for (n, index) in self.indexes().iter().enumerate() {
            index.add_sketched(n, &mut articles).map_err(|error| index.error(error))?;
        }
        articles.sort_by_key(|one: &Sketched| (one.article, one.index));
        // The same article in two indexes is one.
        articles.dedup_by_key(|one| one.article);
        Ok(articles)
    }
}

impl Index {
    fn add_sketched(&self, index: usize, articles: &mut Vec<Sketched>) -> tantivy::Result<()> {
        for (ord, segment) in self.searcher().segment_readers().iter().enumerate() {
            let sketches = segment.fast_fields().u64(column::SKETCH)?;
            let Some(names) = segment.fast_fields().str(column::ARTICLE)? else { continue };
            let mut name = String::new();
            for doc in segment.doc_ids_alive() {
                let mut sketch = [0; PARTS];
                let mut parts = 0;
                for (to, part) in sketch.iter_mut().zip(sketches.values_for_doc(doc)) {
                    *to = part;
                    parts += 1;
                }
                let Some(article) = names.term_ords(doc).next().filter(|_| parts == PARTS) else { continue };
                name.clear();
                names.ord_to_str(article, &mut name)?;
                let article = fingerprint(name.as_bytes());
                articles.push(Sketched { article, index, address: DocAddress::new(ord as u32, doc), sketch });
            }
        }
        Ok(())
    }
}

/// The hash of a number that is one already.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// Returns the groups of articles that are copies of each other, as places in `articles`.
fn groups(articles: &[Sketched]) -> Vec<Vec<usize>> {
    let mut first_with: HashMap<u64, usize, BuildHasherDefault<Spread>> = HashMap::default();
    let mut parents: Vec<usize> = (0..articles.len()).collect();
    for (n, one) in articles.iter().enumerate() {
        for band in bands(&one.sketch) {
            let first = *first_with.entry(band).or_insert(n);
            if first != n && likeness(&articles[first].sketch, &one.sketch) >= ALIKE {
                let (a, b) = (root(&mut parents, first), root(&mut parents, n));
                parents[a.max(b)] = a.min(b);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for n in 0..articles.len() {
        groups.entry(root(&mut parents, n)).or_default().push(n);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// The first of a group, to which all that were passed are tied on the way.
fn root(parents: &mut [usize], mut n: usize) -> usize {
    while parents[n] != n {
        parents[n] = parents[parents[n]];
        n = parents[n];
    }
    n
}
