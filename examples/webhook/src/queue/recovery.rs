//! Recovery: a folder as the last process left it in, an open queue out.

use std::collections::VecDeque;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use fs4::FileExt;

use crate::files;
use crate::queue::error::QueueError;
use crate::queue::segment::{self, Scan};
use crate::queue::state::State;
use crate::queue::{Limits, position};

/// Opens the folder, unless somebody else has.
pub(super) fn open(folder: &Path, limits: Limits) -> Result<State, QueueError> {
    files::make_folder(folder)?;
    let lock = folder.join("lock");
    let lock = files::private().create(true).truncate(false).write(true).open(lock)?;
    // Not the method of `File`, which is newer than the compilers that this must work with.
    match FileExt::try_lock(&lock) {
        Ok(()) => {}
        Err(fs4::TryLockError::WouldBlock) => return Err(QueueError::InUse(folder.to_owned())),
        Err(fs4::TryLockError::Error(error)) => return Err(error.into()),
    }
    let segments = segments(folder)?;
    // Without a position everything that is there is sent, again perhaps.
    let position = position::read(folder)?.unwrap_or_default();
    let mut state = State {
        folder: folder.to_owned(),
        limits,
        _lock: lock,
        waiting: VecDeque::new(),
        next: position,
        bytes: 0,
        segments: segments.iter().copied().collect(),
        active: None,
    };
    for (index, number) in segments.iter().enumerate() {
        read(&mut state, *number, segments.get(index + 1).copied(), position)?;
    }
    state.remove_done();
    Ok(state)
}

/// Numbers of the segments in a folder, in order.
fn segments(folder: &Path) -> io::Result<Vec<u64>> {
    let entries = fs::read_dir(folder)?;
    let numbers = entries.map(|entry| Ok(segment::number(&entry?.path())));
    let mut numbers: Vec<u64> = numbers.filter_map(Result::transpose).collect::<io::Result<_>>()?;
    numbers.sort_unstable();
    Ok(numbers)
}

/// Adds the events of a segment from `position` on; `after` is the number of the next segment.
fn read(
    state: &mut State,
    number: u64,
    after: Option<u64>,
    position: u64,
) -> Result<(), QueueError> {
    let path = segment::path(&state.folder, number);
    let bytes = fs::read(&path)?;
    let Some(Scan { places, good }) = segment::scan(number, &bytes) else {
        return Err(QueueError::NotASegment(path));
    };
    if good < bytes.len() as u64 {
        put_aside(&path, &bytes, good)?;
    }
    state.next = state.next.max(number);
    for (sequence, place) in (number..).zip(places) {
        // What a later segment has too was refused when it was written here.
        let is_of_here = after.is_none_or(|after| sequence < after);
        if is_of_here && sequence >= position {
            state.add(sequence, place);
        }
    }
    Ok(())
}

/// Cuts off what follows the last good record, and keeps it in a file of its own.
fn put_aside(path: &Path, bytes: &[u8], good: u64) -> io::Result<()> {
    let tail = &bytes[usize::try_from(good).unwrap_or_default()..];
    let aside = path.with_extension("torn");
    let mut file = files::private().create(true).append(true).open(&aside)?;
    file.write_all(tail)?;
    file.sync_all()?;
    let segment = fs::OpenOptions::new().write(true).open(path)?;
    segment.set_len(good)?;
    segment.sync_all()?;
    let (file, bytes) = (aside.display(), tail.len());
    tracing::warn!(%file, bytes, "the end of a segment was not whole, and was put aside");
    Ok(())
}
