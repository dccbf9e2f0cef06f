//! Segments: files of records, each with a length and a checksum.
//!
//! ```text
//! file   = "ANNALSQ1" record*
//! record = length: u32, crc32(id body): u32, id: 16 bytes, body       (numbers little-endian)
//! ```
//!
//! The name of a file is the number of its first event, in 20 digits.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use annals::Uuid;

const MAGIC: &[u8; 8] = b"ANNALSQ1";
const HEAD: usize = 8;
const ID: usize = 16;

/// The start of a new file.
pub(super) const HEADER: &[u8] = MAGIC;

/// The location of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The number of the first event in the file.
    pub(super) segment: u64,
    pub(super) offset: u64,
    /// The size of the record, including length and checksum.
    pub(super) length: u64,
}

/// What is in a file.
pub(super) struct Scan {
    pub(super) places: Vec<Place>,
    /// Bytes up to the end of the last good record.
    pub(super) good: u64,
}

pub(super) fn path(folder: &Path, segment: u64) -> PathBuf {
    folder.join(format!("{segment:020}.segment"))
}

/// The number in the name of a segment.
pub(super) fn number(path: &Path) -> Option<u64> {
    let is_segment = path.extension()? == "segment";
    path.file_stem()?.to_str()?.parse().ok().filter(|_| is_segment)
}

/// The size of the record of a body.
pub(super) fn length(body: &[u8]) -> u64 {
    (HEAD + ID + body.len()) as u64
}

/// The bytes of a record; `None` if the body is too long.
pub(super) fn record(id: Uuid, body: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(ID + body.len()).ok()?;
    let mut bytes = Vec::with_capacity(HEAD + ID + body.len());
    bytes.extend(length.to_le_bytes());
    bytes.extend([0; 4]);
    bytes.extend(id.as_bytes());
    bytes.extend(body);
    let checksum = crc32fast::hash(&bytes[HEAD..]);
    bytes[4..HEAD].copy_from_slice(&checksum.to_le_bytes());
    Some(bytes)
}

/// Finds the records of a file; `None` if it is not a segment. One that was only just begun counts as empty.
pub(super) fn scan(segment: u64, bytes: &[u8]) -> Option<Scan> {
    let begun = &bytes[..bytes.len().min(MAGIC.len())];
    // A file that has grown but was not written before the power went is zeros.
    if begun != &MAGIC[..begun.len()] && bytes.iter().any(|byte| *byte != 0) {
        return None;
    }
    let mut scan = Scan { places: Vec::new(), good: 0 };
    if begun != MAGIC {
        return Some(scan);
    }
    scan.good = MAGIC.len() as u64;
    let mut rest = &bytes[MAGIC.len()..];
    while let Some((_, after)) = split(rest) {
        let length = (rest.len() - after.len()) as u64;
        scan.places.push(Place { segment, offset: scan.good, length });
        scan.good += length;
        rest = after;
    }
    Some(scan)
}

/// Reads the record at a place; `None` if the record is damaged.
pub(super) fn read(folder: &Path, place: Place) -> io::Result<Option<(Uuid, Vec<u8>)>> {
    let mut file = File::open(path(folder, place.segment))?;
    file.seek(SeekFrom::Start(place.offset))?;
    let mut bytes = Vec::new();
    file.take(place.length).read_to_end(&mut bytes)?;
    Ok(split(&bytes).and_then(|(payload, _)| {
        let (id, body) = payload.split_at_checked(ID)?;
        Some((Uuid::from_slice(id).ok()?, body.to_vec()))
    }))
}

/// The payload of the record at the beginning, and what follows it; `None` if the record is not whole.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (checksum, rest) = rest.split_first_chunk::<4>()?;
    let (payload, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let whole = payload.len() >= ID && crc32fast::hash(payload) == u32::from_le_bytes(*checksum);
    whole.then_some((payload, rest))
}
