//! Watching: taking new and changed files into the index as they come.
//!
//! The system tells which files were written, and a moment later these alone are indexed, each
//! time as by a run of its own: another process may write the index between two of them, and a
//! kill costs nothing. Where the system cannot tell, everything is looked at again and again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{EventKind, ModifyKind};
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::error::IndexError;
use super::ingest::{Ingest, Progress, Summary, key_of};
use crate::article;

/// Files are taken when nothing was written for so long,
const QUIET: Duration = Duration::from_millis(200);
/// or when they wait for so long.
const LONGEST: Duration = Duration::from_millis(1000);
/// How often it is looked whether a folder that went away is there again.
const PATIENCE: Duration = Duration::from_millis(1000);

type Events = Receiver<notify::Result<Event>>;

impl Ingest {
    /// Indexes the paths, and then what is written below them, until `report` returns false. It
    /// is called after every run that found something to do.
    pub fn watch(
        &self,
        index: &Path,
        progress: &dyn Progress,
        report: &mut dyn FnMut(&Summary) -> bool,
    ) -> Result<(), IndexError> {
        let (send, events) = channel();
        // Begun before the first run, so that nothing is missed between the two.
        let mut watcher = RecommendedWatcher::new(send, Config::default().with_follow_symlinks(false)).ok();
        let mut lost: Vec<&PathBuf> = Vec::new();
        if let Some(open) = &mut watcher {
            lost = self.paths.iter().filter(|path| !path.exists()).collect();
            let there = self.paths.iter().filter(|path| path.exists());
            let watched = there.map(|path| watch(open, path)).collect::<notify::Result<Vec<()>>>();
            if watched.is_err() {
                watcher = None;
            }
        }
        let all = Ingest { roots: self.paths.clone(), ..self.clone() };
        let later = Ingest { again: false, wait: true, ..all.clone() };
        if !report(&all.run(index, progress)?) {
            return Ok(());
        }
        let Some(mut watcher) = watcher else {
            loop {
                std::thread::sleep(PATIENCE);
                let summary = later.run(index, progress)?;
                if summary.did_something() && !report(&summary) {
                    return Ok(());
                }
            }
        };
        let folder = key_of(index);
        loop {
            let (touched, everything) = self.touched(&events, &folder);
            let mut paths: Vec<PathBuf> = if everything { self.paths.clone() } else { touched };
            lost.retain(|root| {
                let back = root.exists() && watch(&mut watcher, root).is_ok();
                if back {
                    paths.push((*root).clone());
                }
                !back
            });
            lost.extend(self.paths.iter().filter(|root| !root.exists()));
            lost.sort();
            lost.dedup();
            if paths.is_empty() {
                continue;
            }
            let summary = Ingest { paths, ..later.clone() }.run(index, progress)?;
            if summary.did_something() && !report(&summary) {
                return Ok(());
            }
        }
    }

    /// Waits for files that are written, and returns them when it is quiet; or that everything is
    /// to be looked at, since the system lost track.
    fn touched(&self, events: &Events, index: &str) -> (Vec<PathBuf>, bool) {
        let mut touched = BTreeSet::new();
        let mut everything = false;
        let mut first: Option<Instant> = None;
        loop {
            let wait = match first {
                None => PATIENCE,
                Some(first) => QUIET.min(LONGEST.saturating_sub(first.elapsed())),
            };
            match events.recv_timeout(wait) {
                Ok(Ok(event)) => {
                    everything |= event.need_rescan();
                    let before = touched.len();
                    if tells_of_content(&event.kind) {
                        touched.extend(event.paths.iter().filter_map(|path| self.wanted(path, index)));
                    }
                    if touched.len() > before || everything {
                        first.get_or_insert_with(Instant::now);
                    }
                }
                Ok(Err(_)) => everything = true,
                Err(RecvTimeoutError::Timeout) => return (touched.into_iter().collect(), everything),
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(PATIENCE);
                    return (Vec::new(), true);
                }
            }
        }
    }

    /// Returns the path below the given ones that may be or have been an article's.
    fn wanted(&self, path: &Path, index: &str) -> Option<PathBuf> {
        if Path::new(&key_of(path)).starts_with(index) || path.is_symlink() {
            return None;
        }
        self.paths.iter().find_map(|root| {
            // Some systems tell the true path of a root that was given through a link.
            let inside = match path.strip_prefix(root) {
                Ok(inside) => inside.to_owned(),
                Err(_) => path.strip_prefix(root.canonicalize().ok()?).ok()?.to_owned(),
            };
            if inside.as_os_str().is_empty() {
                return Some(root.clone());
            }
            (!article::is_left_out(&inside) && !leads_out(root, &inside)).then(|| root.join(inside))
        })
    }
}

/// Returns whether a link stands on the way from a folder to what is inside: links are never followed.
fn leads_out(root: &Path, inside: &Path) -> bool {
    inside.ancestors().filter(|part| !part.as_os_str().is_empty()).any(|part| root.join(part).is_symlink())
}

fn watch(watcher: &mut impl Watcher, path: &Path) -> notify::Result<()> {
    if path.is_dir() {
        // A folder that is given as a link is meant all the same.
        let folder = if path.is_symlink() { path.canonicalize()? } else { path.to_owned() };
        return watcher.watch(&folder, RecursiveMode::Recursive);
    }
    // A file that is written anew is often another file of the same name.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    watcher.watch(folder, RecursiveMode::NonRecursive)
}

fn tells_of_content(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => false,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => true,
    }
}
