//! The open index, renewed when somebody commits.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock, RwLock};
use std::time::Duration;

use crate::index::{Facet, IndexError, Library, SpeakerLine, generation};
use crate::query::{Expr, FlagField, Query};
use crate::speaker::identity::Aliases;

/// How often the folders are looked at.
const EVERY: Duration = Duration::from_millis(400);

/// The indexes as they are now, and as each request that has begun sees them to its end.
pub struct Shelf {
    folders: Vec<PathBuf>,
    aliases: Aliases,
    open: RwLock<Arc<Opened>>,
}

/// One state of the indexes.
pub struct Opened {
    pub library: Library,
    /// Tells this state from all others.
    pub generation: String,
    speakers: OnceLock<Vec<SpeakerLine>>,
    topics: OnceLock<Vec<(String, u64)>>,
}

impl Shelf {
    pub fn open(folders: Vec<PathBuf>, aliases: Aliases) -> Result<Shelf, IndexError> {
        let opened = Opened::open(&folders, &aliases)?;
        Ok(Shelf { folders, aliases, open: RwLock::new(Arc::new(opened)) })
    }

    /// Returns the indexes as they are now.
    pub fn now(&self) -> Arc<Opened> {
        Arc::clone(&self.open.read().unwrap_or_else(|poisoned| poisoned.into_inner()))
    }

    /// Looks at the folders until the program ends, and opens them anew after each commit. An index
    /// that cannot be opened (it is being made anew) leaves the old one in place.
    pub fn watch(&self) {
        self.now().warm();
        let mut failed = String::new();
        loop {
            std::thread::sleep(EVERY);
            let current = generation(&self.folders);
            if current == self.now().generation || current == failed {
                continue;
            }
            match Opened::open(&self.folders, &self.aliases) {
                Ok(opened) => {
                    opened.warm();
                    *self.open.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = Arc::new(opened);
                }
                Err(_) => failed = current,
            }
        }
    }
}

impl Opened {
    fn open(folders: &[PathBuf], aliases: &Aliases) -> Result<Opened, IndexError> {
        // Taken first: a commit in between is seen as a new one.
        let generation = generation(folders);
        let library = Library::open_with(folders, aliases.clone())?;
        Ok(Opened { library, generation, speakers: OnceLock::new(), topics: OnceLock::new() })
    }

    /// Works out what suggestions need, so that nobody waits for it.
    fn warm(&self) {
        self.speakers();
        self.topics();
    }

    /// Returns all speakers, the most frequent first.
    pub fn speakers(&self) -> &[SpeakerLine] {
        self.speakers.get_or_init(|| self.library.speakers(&everything()).unwrap_or_default())
    }

    /// Returns all topics with their statements, the most frequent first.
    pub fn topics(&self) -> &[(String, u64)] {
        self.topics.get_or_init(|| {
            let buckets = self.library.facet(&everything(), Facet::Topic).unwrap_or_default();
            buckets.into_iter().map(|bucket| (bucket.value, bucket.count)).collect()
        })
    }
}

/// Returns the query for every statement, also those that were not made.
pub fn everything() -> Query {
    Query::new(Expr::Flag { field: FlagField::Negated, wanted: None })
}
