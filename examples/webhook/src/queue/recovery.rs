//! Recovery: a folder as the last process left it in, an open queue out.

use std::collections::VecDeque;
use std::fs;
use std::io::{self, Write as _};
use std::ops::Range;
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

/// Adds the events of a segment from `position` on. `after` is the number of the next segment.
fn read(
    state: &mut State,
    number: u64,
    after: Option<u64>,
    position: u64,
) -> Result<(), QueueError> {
    let path = segment::path(&state.folder, number);
    let bytes = fs::read(&path)?;
    let found = segment::scan(number, &bytes);
    let mut scan = found.ok_or_else(|| QueueError::NotASegment(path.clone()))?;
    if !scan.damaged.is_empty() {
        report(&path, &scan, position.max(number), after);
        let repaired = repair(state, &path, &bytes, &scan)?;
        scan = segment::scan(number, &repaired).unwrap_or_default();
    }
    state.next = state.next.max(number);
    for (sequence, place) in scan.records {
        // If the next segment has an event with this number, writing it here failed.
        let is_of_here = after.is_none_or(|after| sequence < after);
        if is_of_here && sequence >= position {
            state.add(sequence, place);
        }
    }
    Ok(())
}

/// Logs how many waiting events are lost: those that are missing between `from` and the next segment. In the last
/// segment, an event at the end may be missing too, but it may also be incomplete because its `push` did not return.
fn report(path: &Path, scan: &Scan, from: u64, after: Option<u64>) {
    let last = scan.records.last().map_or(from, |(sequence, _)| sequence.saturating_add(1));
    let expected = from..after.unwrap_or(last);
    let present = scan.records.iter().filter(|(sequence, _)| expected.contains(sequence)).count();
    let lost = expected.end.saturating_sub(expected.start).saturating_sub(present as u64);
    let (file, bytes) = (path.display(), scan.damaged.iter().map(Range::len).sum::<usize>());
    if lost > 0 {
        tracing::error!(%file, lost, bytes, "events are lost: a segment is damaged");
    } else {
        tracing::warn!(%file, bytes, "a segment has an incomplete or damaged record");
    }
}

/// Moves the damaged bytes of a segment aside. Returns the bytes that it has then.
fn repair(state: &State, path: &Path, bytes: &[u8], scan: &Scan) -> io::Result<Vec<u8>> {
    let mut damaged = Vec::new();
    let mut whole = segment::HEADER.to_vec();
    scan.damaged.iter().for_each(|range| damaged.extend(&bytes[range.clone()]));
    for (_, place) in &scan.records {
        let start = usize::try_from(place.offset).unwrap_or(usize::MAX);
        let record = bytes.get(start..).unwrap_or_default();
        whole.extend(&record[..record.len().min(usize::try_from(place.length).unwrap_or(0))]);
    }
    state.put_aside(&damaged)?;
    let new = path.with_extension("new");
    let mut file = files::private().create(true).truncate(true).write(true).open(&new)?;
    file.write_all(&whole)?;
    file.sync_all()?;
    fs::rename(new, path)?;
    files::sync_folder(&state.folder)?;
    Ok(whole)
}
