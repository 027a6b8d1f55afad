//! What the statements that a query matches have: facets, and how they lie in time.

use super::compile::compile;
use super::count::{Bucket, CountBy, Counts, Facet, by_day, by_value, most_frequent};
use super::error::IndexError;
use super::search::Library;
use super::steps::{Unit, without_gaps};
use crate::query::Query;

/// A period is shown in the shortest steps of which it has no more than this.
const MOST_STEPS: usize = 40;

impl Library {
    /// Counts the statements that the query matches by a facet, in order.
    pub fn facet(&self, query: &Query, facet: Facet) -> Result<Vec<Bucket>, IndexError> {
        Ok(self.facets(query, &[facet])?.pop().unwrap_or_default())
    }

    /// Counts the statements that the query matches by several facets at once, each in order: times
    /// as they follow each other, others from the most frequent, equal ones by name.
    pub fn facets(&self, query: &Query, facets: &[Facet]) -> Result<Vec<Vec<Bucket>>, IndexError> {
        self.top_facets(query, facets, usize::MAX)
    }

    /// Does the same with no more than the `most` first values of each facet, but all times. This
    /// takes less time where there are many more.
    pub fn top_facets(&self, query: &Query, facets: &[Facet], most: usize) -> Result<Vec<Vec<Bucket>>, IndexError> {
        let counted = match facets.contains(&Facet::Speaker) {
            true => self.while_people_are_read(|| self.counted(query, facets)),
            false => self.counted(query, facets),
        }?;
        let buckets = facets.iter().zip(counted).map(|(facet, counts)| match facet {
            Facet::Time(unit) => unit.buckets(&by_day(&counts)),
            Facet::Speaker => self.people().most_heard(&counts, most),
            _ => most_frequent(by_value(&counts), most, |value| value),
        });
        Ok(buckets.collect())
    }

    /// Counts the statements that the query matches over time, in steps of `unit`, or in the
    /// shortest of which there are not too many.
    pub fn timeline(&self, query: &Query, unit: Option<Unit>) -> Result<(Unit, Vec<Bucket>), IndexError> {
        let counted = self.counted(query, &[Facet::Time(Unit::Day)])?.pop();
        let days = by_day(&counted.unwrap_or_default());
        let few = || Unit::ALL.into_iter().find(|unit| unit.steps(&days) <= MOST_STEPS);
        let unit = unit.or_else(few).unwrap_or(Unit::Year);
        Ok((unit, without_gaps(unit, unit.buckets(&days))))
    }

    /// Returns the counts of each facet, one for each segment that has statements.
    fn counted(&self, query: &Query, facets: &[Facet]) -> Result<Vec<Vec<Counts>>, IndexError> {
        let mut all: Vec<Vec<Counts>> = facets.iter().map(|_| Vec::new()).collect();
        for index in self.indexes() {
            let compiled = compile(query, &index.fields, &index.archive);
            let found = index.searcher().search(&compiled, &CountBy(facets));
            let found = found.map_err(|error| index.error(error))?;
            all.iter_mut().zip(found).for_each(|(all, counts)| all.extend(counts));
        }
        Ok(all)
    }
}
