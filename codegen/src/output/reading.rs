//! Reads files of an output folder, and their stamps.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use super::error::OutputError;
use crate::cache::Stamp;

/// Maximum size of a file to read as a whole: a sparse file of a terabyte takes no room on the disk.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// The bytes of a file, or `None` if there is none.
///
/// # Errors
/// If it cannot be read, is a link, or is not a regular file.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, OutputError> {
    Ok(read_stamped(path)?.map(|(bytes, _)| bytes))
}

/// The bytes of a file, and its stamp from just before they were read.
pub(super) fn read_stamped(path: &Path) -> Result<Option<(Vec<u8>, Stamp)>, OutputError> {
    if is_regular(path)? { read_regular(path) } else { Ok(None) }
}

/// The same, for a file that is known to be a regular one.
pub(super) fn read_regular(path: &Path) -> Result<Option<(Vec<u8>, Stamp)>, OutputError> {
    let Some((mut file, metadata)) = open_regular(path)? else { return Ok(None) };
    if metadata.len() > LARGEST {
        let cause = io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 1 GiB");
        return Err(OutputError::read(path, cause));
    }
    let bytes = read_expected(&mut file, metadata.len());
    let bytes = bytes.map_err(|error| OutputError::read(path, error))?;
    Ok(Some((bytes, stamp_of(&metadata))))
}

/// The first `length` bytes of a file, or all if it has fewer; empty if there is none.
pub(super) fn read_head(path: &Path, length: usize) -> Result<Vec<u8>, OutputError> {
    let mut head = Vec::new();
    if let Some((file, _)) = open(path)? {
        let read = file.take(length as u64).read_to_end(&mut head);
        read.map_err(|error| OutputError::read(path, error))?;
    }
    Ok(head)
}

/// Opens a file, and says what it is now; `None` if there is none.
pub(super) fn open(path: &Path) -> Result<Option<(fs::File, fs::Metadata)>, OutputError> {
    if is_regular(path)? { open_regular(path) } else { Ok(None) }
}

fn open_regular(path: &Path) -> Result<Option<(fs::File, fs::Metadata)>, OutputError> {
    let open = || {
        let file = fs::File::open(path)?;
        let metadata = file.metadata()?;
        Ok((file, metadata))
    };
    found(open(), || path.to_owned())
}

/// False if there is no file, and an error if there is something else.
fn is_regular(path: &Path) -> Result<bool, OutputError> {
    let Some(kind) = found(path.symlink_metadata(), || path.to_owned())? else { return Ok(false) };
    if kind.is_symlink() {
        return Err(OutputError::Outside { path: path.to_owned() });
    }
    if !kind.is_file() {
        // Opening a pipe could block forever, and a device may never end.
        return Err(OutputError::read(path, io::Error::other("it is not a regular file")));
    }
    Ok(true)
}

/// The bytes of a file whose length was `length` a moment ago. With room for one more byte, one call
/// reads them and one finds the end; for a small file, asking for the length again would double the
/// work.
pub(super) fn read_expected(file: &mut impl io::Read, length: u64) -> io::Result<Vec<u8>> {
    let length = usize::try_from(length).unwrap_or_default();
    let mut bytes = vec![0; length.saturating_add(1)];
    let mut filled = 0;
    loop {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if filled == length {
            break;
        }
        if filled == bytes.len() {
            bytes.resize(filled * 2, 0);
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

/// The stamp of a file, or of a link; `None` if there is none.
pub(crate) fn stamp(path: &Path) -> Result<Option<Stamp>, OutputError> {
    let metadata = found(path.symlink_metadata(), || path.to_owned())?;
    Ok(metadata.as_ref().map(stamp_of))
}

/// Must be taken before the content is read, or from the open file that was written, so that a later
/// change by somebody else is not missed.
pub(super) fn stamp_of(metadata: &fs::Metadata) -> Stamp {
    #[cfg(unix)]
    let (changed, inode) = {
        use std::os::unix::fs::MetadataExt as _;
        let seconds = u64::try_from(metadata.ctime()).unwrap_or_default();
        let nanoseconds = u32::try_from(metadata.ctime_nsec()).unwrap_or_default();
        (Duration::new(seconds, nanoseconds), metadata.ino())
    };
    #[cfg(not(unix))]
    let (changed, inode) = (Duration::ZERO, 0);
    let modified = metadata.modified().ok();
    let modified = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = modified.unwrap_or_default();
    Stamp { length: metadata.len(), modified, changed, inode }
}

/// The result of reading `path`; `None` if it does not exist.
pub(super) fn found<T>(
    read: io::Result<T>,
    path: impl FnOnce() -> PathBuf,
) -> Result<Option<T>, OutputError> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(OutputError::read(&path(), error)),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use super::read_expected;

    /// Gives a few bytes at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(buffer.len()).min(self.0.len());
            let (now, later) = self.0.split_at(count);
            buffer[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }

    #[test]
    fn files_shorter_or_longer_than_expected_are_read_to_their_end() {
        let text = b"0123456789";
        for length in [0, 1, 2, 10, 11, 100] {
            let read = read_expected(&mut &text[..], length).unwrap();
            assert_eq!(read, text, "{length} were expected");
        }
        assert_eq!(read_expected(&mut Slow(text, 3), 10).unwrap(), text);
        assert_eq!(read_expected(&mut Slow(text, 3), 100).unwrap(), text);
        assert_eq!(read_expected(&mut io::empty(), 5).unwrap(), b"");
    }
}
