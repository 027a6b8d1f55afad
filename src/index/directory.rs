//! The folder of an index: also one that may only be read, or that others read.
//!
//! tantivy takes a lock file even to read, and makes its files readable by their owner alone.
//! Here a folder that cannot be written is read without the lock, and every file can be read by
//! whoever may read the folder.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// A folder on disk, mapped into memory.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    mapped: MmapDirectory,
    path: PathBuf,
}

impl Folder {
    pub(super) fn open(path: &Path) -> Result<Folder, tantivy::TantivyError> {
        Ok(Folder { mapped: MmapDirectory::open(path)?, path: path.to_owned() })
    }
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.mapped.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.mapped.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.mapped.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.mapped.atomic_write(path, data)?;
        share(&self.path, &self.path.join(path));
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.mapped.acquire_lock(lock) {
            // Nobody can write where we cannot write a lock, or it is read without one.
            Err(LockError::IoError(_)) if lock.filepath == META_LOCK.filepath => Ok(DirectoryLock::from(Box::new(()))),
            result => result,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(callback)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.mapped.sync_directory()
    }
}

/// Lets those who may enter the folder read the file. A failure only means that fewer can.
#[cfg(unix)]
fn share(folder: &Path, file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    if let Ok(folder) = std::fs::metadata(folder) {
        let readers = folder.permissions().mode() & 0o044;
        let _ = std::fs::set_permissions(file, PermissionsExt::from_mode(0o600 | readers));
    }
}

#[cfg(not(unix))]
fn share(_folder: &Path, _file: &Path) {}
