//! Which file holds which article, as far as the run has come.
//!
//! The half of a run that reads looks here before it extracts anything, and the half that writes
//! keeps it true. What the reading half sees may be late, never wrong: an article that it leaves
//! alone and that turns out to be missing is read again at the end of the run.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::fingerprint::fingerprint;
use super::manifest::{ArticleEntry, Manifest};

/// An article that is in the index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owner {
    /// Its file, by the fingerprint of the path.
    pub file: u64,
    /// Of its content.
    pub fingerprint: u64,
    pub statements: u32,
    /// Of where it stands in the file.
    pub place: u64,
    /// Whether the file is still there.
    pub standing: bool,
}

/// All articles that are in the index, by the fingerprints of their ids.
#[derive(Debug, Default)]
pub(super) struct Owners(RwLock<HashMap<u64, Owner>>);

impl Owners {
    /// Returns the owners of what the index holds.
    pub(super) fn new(manifest: &Manifest, standing: &dyn Fn(&str) -> bool) -> Owners {
        let mut owners = HashMap::new();
        for (path, file) in manifest.files() {
            let standing = standing(path);
            let file_key = fingerprint(path.as_bytes());
            for article in &file.articles {
                owners.insert(fingerprint(article.id.as_bytes()), Owner::of(article, file_key, standing));
            }
        }
        Owners(RwLock::new(owners))
    }

    pub(super) fn get(&self, id: &str) -> Option<Owner> {
        self.read().get(&fingerprint(id.as_bytes())).copied()
    }

    pub(super) fn set(&self, id: &str, owner: Owner) {
        self.write().insert(fingerprint(id.as_bytes()), owner);
    }

    pub(super) fn remove(&self, id: &str) {
        self.write().remove(&fingerprint(id.as_bytes()));
    }

    // A thread that failed while it held the lock left no half of an entry behind.
    fn read(&self) -> RwLockReadGuard<'_, HashMap<u64, Owner>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<u64, Owner>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Owner {
    pub(super) fn of(article: &ArticleEntry, file: u64, standing: bool) -> Owner {
        Owner {
            file,
            fingerprint: article.fingerprint,
            statements: article.statements,
            place: fingerprint(article.place.as_bytes()),
            standing,
        }
    }
}
