//! What a file system says about a file: enough to tell that it was not written since.
//!
//! A time stamp alone cannot tell: `cp -p`, `rsync -t` and `touch -r` set it back. The time of the
//! last change of the file's entry can be set by nobody, so size and both times together are
//! trusted, and where any of them differs the content decides. As in git's index, a file that was
//! written just before it was read is not trusted either, since clocks of file systems tick slowly.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::fingerprint::Fingerprint;

/// The slowest clock of a file system in use, in nanoseconds (FAT counts two seconds).
const TICK: i64 = 2_000_000_000;

/// Size and times of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub bytes: u64,
    /// When its content was last written, in nanoseconds since 1970. Absent where the file system
    /// does not tell, or where it may be written again without a trace.
    pub modified: Option<i64>,
    /// When anything about it was last changed, in nanoseconds since 1970.
    pub changed: Option<i64>,
}

impl Stamp {
    /// Returns the stamp of a file.
    pub(super) fn of(path: &Path) -> io::Result<Stamp> {
        let data = std::fs::metadata(path)?;
        let modified = data.modified().ok().and_then(nanoseconds);
        Ok(Stamp { bytes: data.len(), modified, changed: changed(&data) })
    }

    /// Returns whether a file with this stamp is as it was when it had the stamp `before`.
    pub(super) fn proves(&self, before: &Stamp) -> bool {
        self == before && self.modified.is_some()
    }

    /// Returns a stamp that proves nothing.
    pub(super) fn unsure(self) -> Stamp {
        Stamp { modified: None, changed: None, ..self }
    }

    /// Returns the stamp of a file that was read at the time `read`: one that proves nothing if
    /// the file could be written again before its clock ticks.
    pub(super) fn settled(self, read: SystemTime) -> Stamp {
        let last = self.modified.max(self.changed);
        let settled = matches!((last, nanoseconds(read)), (Some(last), Some(read)) if last < read.saturating_sub(TICK));
        if settled { self } else { self.unsure() }
    }
}

fn nanoseconds(time: SystemTime) -> Option<i64> {
    i64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_nanos()).ok()
}

#[cfg(unix)]
fn changed(data: &Metadata) -> Option<i64> {
    use std::os::unix::fs::MetadataExt;
    data.ctime().checked_mul(1_000_000_000)?.checked_add(data.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_data: &Metadata) -> Option<i64> {
    None
}

/// Returns the fingerprint of what is in a file; absent where it cannot be read.
pub(super) fn content_of(path: &Path) -> Option<u64> {
    let mut file = File::open(path).ok()?;
    let mut buffer = vec![0; 64 * 1024];
    let mut fingerprint = Fingerprint::default();
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Some(fingerprint.finish()),
            Ok(read) => fingerprint.eat(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_file_that_was_just_written_is_looked_at_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "one").expect("written");
        let stamp = Stamp::of(&path).expect("a stamp");
        assert!(!stamp.proves(&stamp.settled(SystemTime::now())));
        assert!(stamp.proves(&stamp.settled(SystemTime::now() + Duration::from_secs(3))));
    }

    #[test]
    fn content_is_told_by_its_bytes() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "one").expect("written");
        assert_eq!(content_of(&path), Some(super::super::fingerprint(b"one")));
        assert_eq!(content_of(&folder.path().join("none")), None);
    }
}
