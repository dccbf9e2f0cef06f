//! Which entries of an outbox were sent, in a file that has its whole length from the start: noting it needs no room on
//! disk, and no sync. If a note is lost, an entry is sent twice, with the same id.

use std::io;

use super::disk::Bytes;

/// The head is written to two places in turn, so that one of them is whole.
const HEAD: u64 = 4096;
const HEADS: u64 = 2 * HEAD;
/// How many ids are kept.
pub(super) const IDS: u64 = 4096;
const ID: usize = 24;

/// What is known about the entries that were sent.
pub(super) struct Mark {
    file: Box<dyn Bytes>,
    outbox: [u8; 16],
    /// Counts the heads that were written.
    turn: u64,
    /// All entries up to this one were sent.
    sent: u64,
}

impl Mark {
    pub(super) fn open(file: Box<dyn Bytes>, outbox: [u8; 16]) -> io::Result<Self> {
        let length = HEADS + IDS * ID as u64;
        if file.length()? < length {
            // Not `set_len`, which would reserve nothing.
            file.write_at(&vec![0; usize::try_from(length).map_err(io::Error::other)?], 0)?;
            file.sync()?;
        }
        let heads = [0, HEAD].map(|at| read_head(&*file, at));
        let mut mark = Self { file, outbox, turn: 0, sent: 0 };
        // Another outbox has other entries under the same numbers.
        let heads = heads.into_iter().flatten().filter(|head| head.outbox == outbox);
        for head in heads {
            if head.turn > mark.turn {
                (mark.turn, mark.sent) = (head.turn, head.sent);
            }
        }
        Ok(mark)
    }

    pub(super) fn sent(&self) -> u64 {
        self.sent
    }

    /// Notes that entries were sent, and all before them. Each is given with its id in the topic.
    pub(super) fn note(&mut self, sent: &[(u64, (u64, u64))]) -> io::Result<()> {
        for (seq, id) in sent {
            self.note_id(*seq, *id)?;
        }
        let last = sent.iter().map(|(seq, _)| *seq).max().unwrap_or(0);
        self.sent = self.sent.max(last);
        self.turn += 1;
        let mut head = self.outbox.to_vec();
        head.extend(self.turn.to_le_bytes());
        head.extend(self.sent.to_le_bytes());
        head.extend(checksum(&head).to_le_bytes());
        self.file.write_at(&head, (self.turn % 2) * HEAD)
    }

    /// Notes the id that an entry has in its topic.
    pub(super) fn note_id(&self, seq: u64, id: (u64, u64)) -> io::Result<()> {
        let record = [seq, id.0, id.1].map(u64::to_le_bytes).concat();
        self.file.write_at(&record, place(seq))
    }

    /// The id that an entry has in its topic, if it is still known.
    pub(super) fn id(&self, seq: u64) -> Option<(u64, u64)> {
        let mut record = [0; ID];
        self.file.read_at(&mut record, place(seq)).ok()?;
        let numbers: Vec<u64> = numbers(&record).collect();
        (numbers[0] == seq).then_some((numbers[1], numbers[2]))
    }
}

fn place(seq: u64) -> u64 {
    HEADS + (seq % IDS) * ID as u64
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u64> {
    bytes.as_chunks::<8>().0.iter().map(|chunk| u64::from_le_bytes(*chunk))
}

struct Head {
    outbox: [u8; 16],
    turn: u64,
    sent: u64,
}

fn read_head(file: &dyn Bytes, at: u64) -> Option<Head> {
    let mut bytes = [0; 40];
    file.read_at(&mut bytes, at).ok()?;
    let (known, sum) = bytes.split_at(32);
    let (outbox, counts) = known.split_first_chunk::<16>()?;
    let (turn, sent) = counts.split_at(8);
    let number = |bytes: &[u8]| numbers(bytes).next();
    (number(sum)? == checksum(known)).then_some(Head {
        outbox: *outbox,
        turn: number(turn)?,
        sent: number(sent)?,
    })
}

/// FNV-1a, which finds a head that was written in part. That no one has changed it is not promised.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
