//! Segments: files of records, each with a length, a checksum and the number of its event.
//!
//! ```text
//! file   = "ANNALSQ2" record*
//! record = length: u32, checksum: u32, sequence: u64, id: 16 bytes, body      (numbers little-endian)
//! ```
//!
//! The checksum is the CRC-32 of everything after it, and the length the size of that. The name of a file is the number
//! of its first event, in 20 digits.
//!
//! A record is recognized by its checksum alone, so that the records after a damaged one are found. They have their
//! numbers in them, since damage can hide how many records are lost.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

use annals::Uuid;

const MAGIC: &[u8; 8] = b"ANNALSQ2";
/// Bytes before the checked ones.
const HEAD: usize = 8;
/// Bytes of number and id.
const PREFIX: usize = 8 + 16;

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
#[derive(Default)]
pub(super) struct Scan {
    /// The numbers and places of all whole records, in order.
    pub(super) records: Vec<(u64, Place)>,
    /// The bytes that belong to no whole record.
    pub(super) damaged: Vec<Range<usize>>,
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
    (HEAD + PREFIX + body.len()) as u64
}

/// The bytes of a record; `None` if the body is too long.
pub(super) fn record(sequence: u64, id: Uuid, body: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(PREFIX + body.len()).ok()?;
    let mut bytes = Vec::with_capacity(HEAD + PREFIX + body.len());
    bytes.extend(length.to_le_bytes());
    bytes.extend([0; 4]);
    bytes.extend(sequence.to_le_bytes());
    bytes.extend(id.as_bytes());
    bytes.extend(body);
    let checksum = crc32fast::hash(&bytes[HEAD..]);
    bytes[4..HEAD].copy_from_slice(&checksum.to_le_bytes());
    Some(bytes)
}

/// Finds the records of a file; `None` if it is not a segment.
pub(super) fn scan(segment: u64, bytes: &[u8]) -> Option<Scan> {
    let mut scan = Scan::default();
    let mut offset = if bytes.starts_with(MAGIC) { MAGIC.len() } else { 0 };
    let mut next = segment;
    while offset < bytes.len() {
        match split(&bytes[offset..]).filter(|record| record.sequence >= next) {
            Some(record) => {
                let length = length(record.body);
                let place = Place { segment, offset: offset as u64, length };
                scan.records.push((record.sequence, place));
                next = record.sequence.saturating_add(1);
                offset += HEAD + PREFIX + record.body.len();
            }
            None => {
                match scan.damaged.last_mut() {
                    Some(range) if range.end == offset => range.end += 1,
                    _ => scan.damaged.push(offset..offset + 1),
                }
                offset += 1;
            }
        }
    }
    // After a power failure, a new file can have a part of its header, or zeros instead.
    let begun = &bytes[..bytes.len().min(MAGIC.len())];
    let is_new = begun == &MAGIC[..begun.len()] || bytes.iter().all(|byte| *byte == 0);
    (is_new || !scan.records.is_empty()).then_some(scan)
}

/// Reads the event at a place; `None` if its record is damaged.
pub(super) fn read(
    folder: &Path,
    sequence: u64,
    place: Place,
) -> io::Result<Option<(Uuid, Vec<u8>)>> {
    let bytes = read_bytes(folder, place)?;
    let record = split(&bytes).filter(|record| record.sequence == sequence);
    Ok(record.map(|record| (record.id, record.body.to_vec())))
}

/// Reads the bytes at a place.
pub(super) fn read_bytes(folder: &Path, place: Place) -> io::Result<Vec<u8>> {
    let mut file = File::open(path(folder, place.segment))?;
    file.seek(SeekFrom::Start(place.offset))?;
    let mut bytes = Vec::new();
    file.take(place.length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

struct Record<'a> {
    sequence: u64,
    id: Uuid,
    body: &'a [u8],
}

/// The record at the start of `bytes`; `None` if there is no whole one.
fn split(bytes: &[u8]) -> Option<Record<'_>> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (checksum, rest) = rest.split_first_chunk::<4>()?;
    let checked = rest.get(..u32::from_le_bytes(*length) as usize)?;
    let (sequence, rest) = checked.split_first_chunk::<8>()?;
    let (id, body) = rest.split_first_chunk::<16>()?;
    let whole = crc32fast::hash(checked) == u32::from_le_bytes(*checksum);
    whole.then_some(Record {
        sequence: u64::from_le_bytes(*sequence),
        id: Uuid::from_bytes(*id),
        body,
    })
}

#[cfg(test)]
mod tests {
    use annals::Uuid;

    use super::{HEADER, record, scan};

    fn numbers(bytes: &[u8]) -> Vec<u64> {
        let scan = scan(7, bytes).expect("it is a segment");
        scan.records.iter().map(|(sequence, _)| *sequence).collect()
    }

    #[test]
    fn a_flipped_bit_damages_at_most_one_record() {
        let mut bytes = HEADER.to_vec();
        let mut owner = vec![None; HEADER.len()];
        for sequence in 7..12 {
            let body = format!("{{\"number\": {sequence}}}");
            bytes.extend(record(sequence, Uuid::from_u128(1), body.as_bytes()).unwrap());
            owner.resize(bytes.len(), Some(sequence));
        }
        for bit in 0..bytes.len() * 8 {
            let mut damaged = bytes.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            let whole = (7..12).filter(|sequence| Some(*sequence) != owner[bit / 8]);
            assert_eq!(numbers(&damaged), whole.collect::<Vec<_>>(), "bit {bit}");
        }
    }

    #[test]
    fn records_out_of_order_are_damaged() {
        let mut bytes = HEADER.to_vec();
        for sequence in [7, 9, 8, 6, 10] {
            bytes.extend(record(sequence, Uuid::from_u128(1), b"{}").unwrap());
        }
        assert_eq!(numbers(&bytes), [7, 9, 10]);
    }
}
