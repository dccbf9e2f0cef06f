//! Accepting events, compared with appending their bytes to a file with one sync for as many.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use annals_bus::{Entry, Outbox};
use tempfile::TempDir;

use crate::{entry, median};

const ROUNDS: usize = 9;
/// How long one side is measured in a round.
const TIME: Duration = Duration::from_millis(700);

pub(crate) fn run() {
    // Not in /tmp, which is memory on some machines.
    let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let entry = entry();
    for senders in [1, 64] {
        let mut rounds = Vec::new();
        for round in 0..ROUNDS {
            let file = append(folder.path(), &entry, senders);
            let outbox = accept(&folder.path().join(format!("{senders}.{round}")), &entry, senders);
            rounds.push((outbox / file, outbox, file));
        }
        let (ratio, outbox, file) = median(&rounds);
        println!(
            "  {senders:2} senders: outbox {outbox:8.0} a second, append and fdatasync {file:8.0}: {ratio:.2} of it"
        );
    }
}

/// Events a second that some senders hand in, each waiting for the one before.
fn accept(folder: &Path, entry: &Entry, senders: usize) -> f64 {
    let outbox = Outbox::open(folder).unwrap();
    let topic: Arc<str> = Arc::from("topic");
    let begun = Instant::now();
    let count: u32 = thread::scope(|scope| {
        let send = || {
            let mut count = 0;
            while begun.elapsed() < TIME {
                outbox.accept(&topic, 0, entry.clone()).wait().unwrap();
                count += 1;
            }
            count
        };
        let threads: Vec<_> = (0..senders).map(|_| scope.spawn(send)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    f64::from(count) / begun.elapsed().as_secs_f64()
}

/// Events a second that one thread writes to a file, with one sync for `batch`.
fn append(folder: &Path, entry: &Entry, batch: usize) -> f64 {
    let mut file = File::create(folder.join("file")).unwrap();
    let bytes: Vec<u8> =
        entry.fields.iter().flat_map(|(name, value)| [&name[..], value].concat()).collect();
    let bytes = bytes.repeat(batch);
    let (begun, mut count) = (Instant::now(), 0_usize);
    while begun.elapsed() < TIME {
        file.write_all(&bytes).unwrap();
        file.sync_data().unwrap();
        count += batch;
    }
    f64::from(u32::try_from(count).unwrap()) / begun.elapsed().as_secs_f64()
}
