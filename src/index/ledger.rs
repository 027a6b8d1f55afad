//! The half of filling an index that decides what becomes of each article, one after the other:
//! new, changed, moved, known, or left out, since another file holds it.
//!
//! It writes to a [`Store`]: the index, or for a dry run nothing.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::mpsc::Receiver;

use tantivy::TantivyDocument;

use super::error::IndexError;
use super::fingerprint::fingerprint;
use super::ingest::{Progress, SkippedFile, Summary, path_of};
use super::intake::{Job, Look, Part, Reading, STREAM, Taken};
use super::manifest::{ArticleEntry, FileEntry, Manifest};
use super::owners::{Owner, Owners};
use crate::article::Skipped;

/// Where articles go.
pub(super) trait Store {
    fn manifest(&mut self) -> &mut Manifest;
    /// Adds the statements of an article, in place of those of the article `old`.
    fn replace(&mut self, old: Option<&str>, documents: Vec<TantivyDocument>) -> Result<(), IndexError>;
    /// Notes that an article stands elsewhere now.
    fn relocate(&mut self, id: &str, path: &str) -> Result<(), IndexError>;
    /// Returns the statements of an article under another id.
    fn rename(&mut self, documents: Vec<TantivyDocument>, id: &str) -> Vec<TantivyDocument>;
    /// Returns whether it is time to make visible what there is so far.
    fn is_due(&self) -> bool;
    /// Makes everything visible, if there is anything new.
    fn finish(&mut self) -> Result<(), IndexError>;
}

/// Nothing is written; only the manifest tells what would be there.
pub(super) struct Rehearsal {
    pub manifest: Manifest,
}

impl Store for Rehearsal {
    fn manifest(&mut self) -> &mut Manifest {
        &mut self.manifest
    }

    fn replace(&mut self, _: Option<&str>, _: Vec<TantivyDocument>) -> Result<(), IndexError> {
        Ok(())
    }

    fn relocate(&mut self, _: &str, _: &str) -> Result<(), IndexError> {
        Ok(())
    }

    fn rename(&mut self, documents: Vec<TantivyDocument>, _: &str) -> Vec<TantivyDocument> {
        documents
    }

    fn is_due(&self) -> bool {
        false
    }

    fn finish(&mut self) -> Result<(), IndexError> {
        Ok(())
    }
}

/// What is known of the index while it is filled.
pub(super) struct Ledger<'a> {
    pub store: &'a mut dyn Store,
    pub owners: &'a Owners,
    /// The files that were found in this run, by the fingerprints of their paths.
    pub seen: HashSet<u64>,
    /// Files that the index knows and that are gone.
    pub gone: HashMap<u64, String>,
    /// Those that were not looked for: whether they are there is told when somebody asks.
    pub others: Option<HashMap<u64, String>>,
    /// Whether a file gave up an article, so that another that holds it, too, may have it.
    pub freed: bool,
    /// Whether what did not change is written again.
    pub again: bool,
    pub summary: &'a mut Summary,
    pub progress: &'a dyn Progress,
    /// What the file that is being read holds so far.
    pub current: Current,
}

/// What a file holds, as far as it was read.
#[derive(Default)]
pub(super) struct Current {
    articles: BTreeMap<String, ArticleEntry>,
    duplicates: Vec<String>,
    failures: usize,
    /// Articles that were counted as new.
    new: usize,
}

impl Ledger<'_> {
    /// Takes what comes from the half that reads. A failure ends the run; the reading half then
    /// finds that nobody listens.
    pub(super) fn take_all(&mut self, jobs: &[Job], receive: Receiver<Vec<Part>>) -> Result<(), IndexError> {
        for part in receive.into_iter().flatten() {
            match part {
                Part::Articles { file, articles, skipped } => {
                    for skipped in skipped {
                        self.current.failures += 1;
                        self.skip(skipped);
                    }
                    for taken in articles {
                        match taken {
                            Taken::Read(reading) => self.take(&jobs[file].key, reading)?,
                            Taken::Failed(skipped) => {
                                self.current.failures += 1;
                                self.skip(skipped);
                            }
                        }
                    }
                    if self.store.is_due() {
                        self.note_unfinished(&jobs[file].key);
                        self.store.finish()?;
                    }
                }
                Part::Done { file, look } => {
                    let job = &jobs[file];
                    self.finish_file(&job.key, &look)?;
                    self.progress.advance(job.bytes);
                    if self.store.is_due() {
                        self.store.finish()?;
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn skip(&mut self, skipped: Skipped) {
        self.progress.skipped(&skipped.path, &skipped.reason);
        self.summary.skipped.push(SkippedFile { path: skipped.path, reason: skipped.reason });
    }

    /// Takes an article of the file `key`.
    fn take(&mut self, key: &str, mut reading: Reading) -> Result<(), IndexError> {
        let file = fingerprint(key.as_bytes());
        let mut owner = self.owners.get(&reading.id);
        let here = self.current.articles.get(&reading.id).map(|article| article.fingerprint);
        let elsewhere = owner.filter(|owner| owner.file != file && self.is_there(owner)).map(|owner| owner.fingerprint);
        if let Some(other) = here.or(elsewhere) {
            if other == reading.fingerprint || made_from_content(&reading.id) {
                self.leave_out(reading.id);
                return Ok(());
            }
            // Two feeds that count their articles from 1, or two states of one article: both stay.
            reading.id = format!("{}-{:08x}", reading.id, reading.fingerprint >> 32);
            owner = self.owners.get(&reading.id);
            if self.current.articles.contains_key(&reading.id)
                || owner.is_some_and(|owner| owner.file != file && self.is_there(&owner))
            {
                self.leave_out(reading.id);
                return Ok(());
            }
            reading.documents = reading.documents.map(|documents| self.store.rename(documents, &reading.id));
            if !self.again && owner.is_some_and(|owner| owner.fingerprint == reading.fingerprint) {
                reading.documents = None;
            }
        }
        let place = fingerprint(reading.place.as_bytes());
        let statements = match (owner, reading.documents) {
            (Some(owner), None) if owner.fingerprint == reading.fingerprint => {
                if owner.file != file {
                    self.summary.moved += 1;
                    self.take_over(&reading.id, owner);
                } else {
                    self.summary.unchanged += 1;
                }
                if owner.file != file || owner.place != place {
                    self.store.relocate(&reading.id, &reading.path)?;
                }
                owner.statements
            }
            // It was elsewhere when it was read, and is there no more.
            (_, None) => {
                self.current.duplicates.push(reading.id);
                self.freed = true;
                return Ok(());
            }
            (owner, Some(documents)) => {
                match owner {
                    Some(owner) => {
                        self.summary.changed += 1;
                        if owner.file != file {
                            self.take_over(&reading.id, owner);
                        }
                    }
                    None => {
                        self.summary.new += 1;
                        self.current.new += 1;
                    }
                }
                self.summary.statements += documents.len();
                let statements = u32::try_from(documents.len()).unwrap_or(u32::MAX);
                self.store.replace(owner.map(|_| reading.id.as_str()), documents)?;
                statements
            }
        };
        let Reading { id, fingerprint, place, .. } = reading;
        let entry = ArticleEntry { id: id.clone(), fingerprint, statements, place };
        self.owners.set(&id, Owner::of(&entry, file, true));
        self.current.articles.insert(id, entry);
        Ok(())
    }

    fn leave_out(&mut self, id: String) {
        self.summary.duplicates += 1;
        self.current.duplicates.push(id);
    }

    /// Returns whether the file that holds an article is still there.
    fn is_there(&mut self, owner: &Owner) -> bool {
        if !owner.standing || self.gone.contains_key(&owner.file) {
            return false;
        }
        if self.seen.contains(&owner.file) {
            return true;
        }
        let others = self.others.get_or_insert_with(|| {
            let known = self.store.manifest().files();
            known.map(|(path, _)| (fingerprint(path.as_bytes()), path.to_owned())).collect()
        });
        match others.get(&owner.file) {
            Some(path) if path != STREAM && is_gone(path) => {
                self.gone.insert(owner.file, path.clone());
                false
            }
            _ => true,
        }
    }

    /// Takes an article from the file that held it and is gone.
    fn take_over(&mut self, id: &str, owner: Owner) {
        let Some(path) = self.gone.get(&owner.file) else { return };
        let manifest = self.store.manifest();
        manifest.change(path, |file| file.articles.retain(|article| article.id != id));
        if manifest.get(path).is_some_and(|file| file.articles.is_empty()) {
            manifest.remove(path);
        }
    }

    /// Records what a file holds so far, so that what is committed before it is done is not lost.
    fn note_unfinished(&mut self, key: &str) {
        let current = &self.current;
        if current.articles.is_empty() {
            return;
        }
        self.store.manifest().change(key, |file| {
            file.stamp = file.stamp.unsure();
            file.content = None;
            file.articles.retain(|article| !current.articles.contains_key(&article.id));
            file.articles.extend(current.articles.values().cloned());
            file.duplicates.clone_from(&current.duplicates);
        });
    }

    /// Records what a file holds, and removes what it holds no more.
    fn finish_file(&mut self, key: &str, look: &Look) -> Result<(), IndexError> {
        let current = std::mem::take(&mut self.current);
        let before = self.store.manifest().get(key).cloned();
        if look.same {
            if let Some(before) = before {
                self.summary.unchanged += before.articles.len();
                self.store.manifest().set(key, FileEntry { stamp: look.stamp(), ..before });
            }
            return Ok(());
        }
        // A file that cannot be read any more says nothing about what it held.
        if current.failures > 0 && current.articles.is_empty() && current.duplicates.is_empty() {
            return Ok(());
        }
        let mut articles = current.articles;
        let mut removed = 0;
        for old in before.into_iter().flat_map(|file| file.articles) {
            if articles.contains_key(&old.id) {
                continue;
            }
            if key == STREAM || current.failures > 0 {
                // A stream only adds; and what stands in the broken part of a file stays.
                articles.insert(old.id.clone(), old);
            } else {
                self.remove_article(&old.id)?;
                removed += 1;
            }
        }
        // An article whose id comes from its content has another id when it is changed.
        let replaced = removed.min(current.new);
        self.summary.new -= replaced;
        self.summary.changed += replaced;
        self.summary.removed += removed - replaced;
        let entry = FileEntry {
            stamp: look.stamp(),
            content: look.content,
            articles: articles.into_values().collect(),
            duplicates: current.duplicates,
        };
        self.store.manifest().set(key, entry);
        Ok(())
    }

    /// Removes all that came from a file.
    pub(super) fn remove_file(&mut self, key: &str) -> Result<(), IndexError> {
        let Some(file) = self.store.manifest().remove(key) else { return Ok(()) };
        for article in &file.articles {
            self.remove_article(&article.id)?;
            self.summary.removed += 1;
        }
        Ok(())
    }

    fn remove_article(&mut self, id: &str) -> Result<(), IndexError> {
        self.owners.remove(id);
        self.freed = true;
        self.store.replace(Some(id), Vec::new())
    }
}

/// Returns whether there is nothing at a path any more, rather than something that cannot be read.
pub(super) fn is_gone(path: &str) -> bool {
    std::fs::symlink_metadata(path_of(path)).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

/// Whether an id is one that the reading of articles made from what they say.
fn made_from_content(id: &str) -> bool {
    id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}
