//! The queue loses no event, whatever happens to its files.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use annals::Uuid;
use annals_webhook::queue::Limits;
use annals_webhook::{Queue, QueueError};

const LIMITS: Limits = Limits { events: 1000, bytes: 1 << 20, segment_bytes: 200 };

fn open(folder: &Path) -> Queue {
    Queue::open(folder, LIMITS).unwrap_or_else(|error| panic!("{error}"))
}

fn push(queue: &Queue, numbers: impl IntoIterator<Item = u128>) {
    for number in numbers {
        queue.push(Uuid::from_u128(number), format!("body {number}").as_bytes()).unwrap();
    }
}

/// Takes and acknowledges up to `most` events.
fn take(queue: &Queue, most: usize) -> Vec<u128> {
    let mut taken = Vec::new();
    while taken.len() < most {
        let Some(entry) = queue.front().unwrap() else { break };
        assert_eq!(entry.body, format!("body {}", entry.id.as_u128()).into_bytes());
        queue.acknowledge(entry.sequence).unwrap();
        taken.push(entry.id.as_u128());
    }
    taken
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|it| it == extension)).collect();
    files.sort();
    files
}

#[test]
fn events_keep_their_order_across_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let (mut sent, mut taken) = (0, Vec::new());
    for round in 0..20 {
        let queue = open(folder.path());
        push(&queue, sent..sent + 7);
        sent += 7;
        taken.extend(take(&queue, round % 11));
    }
    let queue = open(folder.path());
    assert_eq!(queue.len(), 140 - taken.len());
    taken.extend(take(&queue, usize::MAX));
    assert_eq!(taken, (0..140).collect::<Vec<_>>());
    assert!(queue.is_empty());
    assert_eq!(
        files(folder.path(), "segment").len(),
        1,
        "segments without waiting events are deleted"
    );
}

#[test]
fn events_that_are_not_acknowledged_are_returned_again() {
    let folder = tempfile::tempdir().unwrap();
    let queue = open(folder.path());
    push(&queue, 1..4);
    let first = queue.front().unwrap();
    assert_eq!(queue.front().unwrap(), first);
    drop(queue);
    assert_eq!(open(folder.path()).front().unwrap(), first);
}

#[test]
fn an_incomplete_record_is_moved_aside() {
    let whole = tempfile::tempdir().unwrap();
    let queue = Queue::open(whole.path(), Limits { segment_bytes: 1 << 20, ..LIMITS }).unwrap();
    push(&queue, 0..3);
    drop(queue);
    let segment = files(whole.path(), "segment").remove(0);
    let name = segment.file_name().unwrap().to_owned();
    let bytes = fs::read(&segment).unwrap();
    for length in 0..bytes.len() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join(&name);
        fs::copy(&segment, &copy).unwrap();
        OpenOptions::new().write(true).open(&copy).unwrap().set_len(length as u64).unwrap();
        let queue = open(folder.path());
        let left = queue.len() as u128;
        assert!(left < 3, "{length}");
        // New events follow the complete records, and the next start finds all of them.
        push(&queue, left..left + 2);
        drop(queue);
        let queue = open(folder.path());
        assert_eq!(take(&queue, usize::MAX), (0..left + 2).collect::<Vec<_>>(), "{length}");
        let aside: u64 =
            files(folder.path(), "torn").iter().map(|it| it.metadata().unwrap().len()).sum();
        assert!(aside < 50, "{length}: {aside}");
    }
}

#[test]
fn damaged_events_are_not_returned() {
    let folder = tempfile::tempdir().unwrap();
    let queue = open(folder.path());
    push(&queue, 0..3);
    let segment = files(folder.path(), "segment").remove(0);
    let mut bytes = fs::read(&segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let mut file = fs::File::create(&segment).unwrap();
    std::io::Write::write_all(&mut file, &bytes).unwrap();
    assert_eq!(take(&queue, 1), [0]);
    assert!(matches!(queue.front(), Err(QueueError::Damaged(1))));
    drop(queue);
    let queue = open(folder.path());
    let aside = fs::read(files(folder.path(), "torn").remove(0)).unwrap();
    assert_eq!(aside, bytes[46..84], "the damaged record is kept");
    push(&queue, 5..6);
    assert_eq!(take(&queue, 9), [2, 5]);
}

#[test]
fn a_flipped_bit_loses_at_most_one_event() {
    let whole = tempfile::tempdir().unwrap();
    let queue = Queue::open(whole.path(), Limits { segment_bytes: 1 << 20, ..LIMITS }).unwrap();
    push(&queue, 0..4);
    drop(queue);
    let segment = files(whole.path(), "segment").remove(0);
    let name = segment.file_name().unwrap().to_owned();
    let bytes = fs::read(&segment).unwrap();
    // The header, then the parts of a record: length, checksum, number, id and body.
    let places = [0, 46, 50, 54, 62, 83, 84, 159];
    for (byte, done) in places.into_iter().flat_map(|byte| [(byte, 0), (byte, 2)]) {
        let folder = tempfile::tempdir().unwrap();
        fs::copy(&segment, folder.path().join(&name)).unwrap();
        let queue = open(folder.path());
        assert_eq!(take(&queue, done).len(), done);
        drop(queue);
        let mut damaged = bytes.clone();
        damaged[byte] ^= 1;
        let mut file = fs::File::create(folder.path().join(&name)).unwrap();
        std::io::Write::write_all(&mut file, &damaged).unwrap();

        let queue = open(folder.path());
        push(&queue, 10..12);
        drop(queue);
        let taken = take(&open(folder.path()), 9);
        // The header has 8 bytes, and each record 38.
        let lost = byte.checked_sub(8).map(|byte| (byte / 38) as u128);
        let left = (done as u128..4).filter(|number| Some(*number) != lost);
        assert_eq!(taken, left.chain(10..12).collect::<Vec<_>>(), "byte {byte} after {done}");
    }
}

#[test]
fn damaged_bytes_are_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits { events: 1000, bytes: 100, segment_bytes: 1 << 20 };
    for _ in 0..10 {
        let queue = Queue::open(folder.path(), limits).unwrap();
        push(&queue, 0..2);
        drop(queue);
        for segment in files(folder.path(), "segment") {
            let mut bytes = fs::read(&segment).unwrap();
            bytes.iter_mut().skip(8).for_each(|byte| *byte ^= 1);
            let mut file = fs::File::create(&segment).unwrap();
            std::io::Write::write_all(&mut file, &bytes).unwrap();
        }
    }
    let aside = files(folder.path(), "torn");
    let sizes: Vec<_> = aside.iter().map(|it| it.metadata().unwrap().len()).collect();
    assert_eq!(sizes, [76, 76], "{aside:?}");
}

#[test]
fn a_damaged_event_can_be_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let queue = open(folder.path());
    push(&queue, 0..3);
    let segment = files(folder.path(), "segment").remove(0);
    let mut bytes = fs::read(&segment).unwrap();
    bytes[50] ^= 1;
    let mut file = fs::File::create(&segment).unwrap();
    std::io::Write::write_all(&mut file, &bytes).unwrap();
    assert_eq!(take(&queue, 1), [0]);
    queue.skip_damaged(0).unwrap();
    queue.skip_damaged(2).unwrap();
    assert!(matches!(queue.front(), Err(QueueError::Damaged(1))));
    queue.skip_damaged(1).unwrap();
    assert_eq!(take(&queue, 9), [2]);
    let aside = fs::read(files(folder.path(), "torn").remove(0)).unwrap();
    assert_eq!(aside, bytes[46..84]);
}

#[test]
fn a_lost_position_loses_no_event() {
    let folder = tempfile::tempdir().unwrap();
    let queue = open(folder.path());
    push(&queue, 0..3);
    take(&queue, 1);
    drop(queue);
    fs::remove_file(folder.path().join("position")).unwrap();
    let queue = open(folder.path());
    assert_eq!(take(&queue, 9), [0, 1, 2]);
}

#[test]
fn limits_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits { events: 2, bytes: 100, segment_bytes: 200 };
    let queue = Queue::open(folder.path(), limits).unwrap();
    let long = queue.push(Uuid::from_u128(0), &[0; 90]);
    assert!(matches!(long, Err(QueueError::Full(_))));
    push(&queue, 0..2);
    assert!(matches!(queue.push(Uuid::from_u128(3), b""), Err(QueueError::Full(_))));
    take(&queue, 1);
    push(&queue, 2..3);
    drop(queue);
    let queue = Queue::open(folder.path(), limits).unwrap();
    assert!(matches!(queue.push(Uuid::from_u128(3), b""), Err(QueueError::Full(_))));
    assert_eq!(take(&queue, 9), [1, 2]);
}

#[test]
fn only_one_process_can_open_a_queue() {
    let folder = tempfile::tempdir().unwrap();
    let queue = open(folder.path());
    assert!(matches!(Queue::open(folder.path(), LIMITS), Err(QueueError::InUse(_))));
    push(&queue, 0..1);
    assert_eq!(queue.close(), 1);
    assert!(matches!(queue.push(Uuid::from_u128(1), b""), Err(QueueError::Closed)));
    assert_eq!(open(folder.path()).len(), 1);
}

#[test]
fn files_of_other_programs_are_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("00000000000000000000.segment");
    crate::setup::write(&path, "ANNALSQ9 and so on");
    assert!(matches!(Queue::open(folder.path(), LIMITS), Err(QueueError::NotASegment(_))));
    assert_eq!(fs::read_to_string(&path).unwrap(), "ANNALSQ9 and so on");
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("queue");
    let queue = open(&folder);
    push(&queue, 0..2);
    take(&queue, 1);
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o077, 0, "{path:?}");
    }
    assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o077, 0);
}
