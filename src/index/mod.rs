//! The index: the only user of tantivy.
//!
//! One document is one statement. The whole record is stored in it, so that nothing an article
//! gave is ever lost, and the first statement of an article carries the article's text as well.
//! Which files were read, and which articles they held, stands in a [`Manifest`] beside the
//! segments; a commit names the manifest that belongs to it, so that both change in one step and
//! an index that was killed at any moment is whole.

mod block;
mod chosen;
mod compile;
mod count;
mod directory;
mod document;
mod error;
mod facets;
mod fields;
mod fingerprint;
mod highlight;
mod ingest;
mod intake;
mod kept;
mod ledger;
mod manifest;
mod open;
mod own_topics;
mod owners;
mod people;
mod ranked;
mod roll;
mod search;
mod sketch;
mod speakers;
mod stamp;
mod steps;
mod stories;
mod tally;
mod verify;
mod voice;
mod watch;
mod within;
mod words;
mod writer;

pub use count::{Bucket, Facet};
pub use error::IndexError;
pub use fingerprint::fingerprint;
pub use ingest::{Ingest, Progress, Summary};
pub use intake::extract;
pub use manifest::{ArticleEntry, FileEntry, Manifest};
pub use open::{FORMAT, Index};
pub use own_topics::{OwnTopics, apply_own_topics, is_built_in};
pub use people::Taken;
pub use search::{Found, Hit, Library, generation, read_aliases};
pub use speakers::{SpeakerLine, Spelling};
pub use stamp::Stamp;
pub use steps::{Unit, without_gaps};
pub use stories::{Copy, Stories, Story};
pub use verify::{Difference, DifferenceKind, Finding, Relation, Similar, Verdict};
pub use words::Analyzers;
pub use writer::{Holder, Writer};
