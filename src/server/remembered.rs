//! Answers that were given before: the same address has the same answer until the index, the program
//! or the day changes, so that what many look at is worked out once.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use axum::body::Bytes;
use axum::http::HeaderValue;
use lru::LruCache;

/// How many answers are kept, the last ones asked for.
const ANSWERS: NonZeroUsize = NonZeroUsize::new(512).unwrap();
/// The longest answer that is kept, in bytes.
pub const LONGEST: usize = 64 << 10;
/// The longest address that is kept, in bytes.
const ADDRESS: usize = 512;

/// An answer with its content type.
pub type Answer = (HeaderValue, Bytes);

/// The last answers, all of one state of the index.
pub struct Remembered(Mutex<(String, LruCache<String, Answer>)>);

impl Remembered {
    pub fn new() -> Remembered {
        Remembered(Mutex::new((String::new(), LruCache::new(ANSWERS))))
    }

    /// Returns the answer to `address` in the state that `tag` names.
    pub fn get(&self, tag: &str, address: &str) -> Option<Answer> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 == tag { kept.1.get(address).cloned() } else { None }
    }

    /// Keeps the answer to `address` in the state that `tag` names, and forgets those of others.
    pub fn keep(&self, tag: &str, address: &str, answer: Answer) {
        if answer.1.len() > LONGEST || address.len() > ADDRESS {
            return;
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != tag {
            kept.0 = tag.to_owned();
            kept.1.clear();
        }
        kept.1.put(address.to_owned(), answer);
    }
}
