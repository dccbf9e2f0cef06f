//! The file with the number of the first event that is not acknowledged.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use crate::files;

const FILE: &str = "position";

/// Reads the number; `None` if the file is missing or damaged. Then events are delivered again, but none is lost.
pub(super) fn read(folder: &Path) -> io::Result<Option<u64>> {
    match fs::read_to_string(folder.join(FILE)) {
        Ok(text) => Ok(parse(&text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(None),
        Err(error) => Err(error),
    }
}

/// Replaces the file atomically.
pub(super) fn write(folder: &Path, sequence: u64) -> io::Result<()> {
    let new = folder.join("position.new");
    let mut file = files::private().create(true).truncate(true).write(true).open(&new)?;
    file.write_all(print(sequence).as_bytes())?;
    file.sync_all()?;
    fs::rename(new, folder.join(FILE))
}

/// The number and its checksum: `17 3f8a52c1`.
fn print(sequence: u64) -> String {
    format!("{sequence} {:08x}\n", crc32fast::hash(&sequence.to_le_bytes()))
}

fn parse(text: &str) -> Option<u64> {
    let sequence = text.split(' ').next()?.parse().ok()?;
    (text == print(sequence)).then_some(sequence)
}

#[cfg(test)]
mod tests {
    use super::{parse, print};

    #[test]
    fn a_damaged_position_is_none() {
        for sequence in [0, 17, u64::MAX] {
            assert_eq!(parse(&print(sequence)), Some(sequence));
        }
        for text in ["", "17", "17 00000000\n", "\0\0\0\0"] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
