//! An outbox in a folder of the file system.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;

use super::OutboxError;
use super::disk::{Bytes, Disk, Lock, Rows};
use super::reserve;
use super::store::Store;

/// A folder of the file system.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// The folder, which is made if it is not there.
    pub(super) fn open(path: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    fn database(&self) -> PathBuf {
        self.0.join("outbox.db")
    }

    fn lock_file(&self) -> io::Result<File> {
        let path = self.0.join("relay.lock");
        OpenOptions::new().create(true).truncate(false).write(true).open(path)
    }
}

impl Disk for Folder {
    fn to_write(&self) -> Result<Box<dyn Rows>, OutboxError> {
        Ok(Box::new(Store::open(&self.database())?))
    }

    fn to_send(&self) -> Result<Box<dyn Rows>, OutboxError> {
        Ok(Box::new(Store::open_to_send(&self.database())?))
    }

    fn notes(&self) -> io::Result<Box<dyn Bytes>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        Ok(Box::new(options.open(self.0.join("sent"))?))
    }

    fn has_notes(&self) -> bool {
        self.0.join("sent").exists()
    }

    fn prepare_lock(&self) -> io::Result<()> {
        self.lock_file().map(drop)
    }

    fn lock(&self) -> io::Result<Option<Box<dyn Lock>>> {
        let file = self.lock_file()?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn reserve(&self) -> io::Result<()> {
        reserve::take(&self.0)
    }

    fn release(&self) {
        reserve::release(&self.0);
    }
}

impl Bytes for File {
    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        self.read_exact_at(bytes, at)
    }

    fn write_at(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        self.write_all_at(bytes, at)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_all()
    }
}

impl Lock for File {}
