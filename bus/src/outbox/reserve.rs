//! Room on disk that is given up when the disk is full, so that entries that were sent can be removed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// The journal of the database, and one batch.
const SIZE: usize = 384 << 10;
const NAME: &str = "reserve";

/// Takes the room, if there is so much. Without it the outbox works too, until the disk is full.
pub(super) fn take(folder: &Path) -> io::Result<()> {
    let path = folder.join(NAME);
    if path.metadata().is_ok_and(|known| known.len() == SIZE as u64) {
        return Ok(());
    }
    let write = File::create(&path).and_then(|mut file| file.write_all(&vec![0; SIZE]));
    match write {
        Err(error) if error.kind() == io::ErrorKind::StorageFull => {
            release(folder);
            Ok(())
        }
        result => result,
    }
}

pub(super) fn release(folder: &Path) {
    let _ = fs::remove_file(folder.join(NAME));
}
