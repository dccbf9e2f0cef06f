//! New ids, unique and ascending within the process, without a lock.

use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::Uuid;
use crate::metadata::IdVersion;

/// From the start of the Gregorian calendar to 1970, in units of 100 nanoseconds.
const GREGORIAN: u64 = 0x01B2_1DD2_1381_4000;

/// The variant of RFC 9562: the first two bits of the second half.
const VARIANT: u64 = 1 << 63;

/// Nanoseconds since 1970.
pub(super) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// A new id, made at `now`.
pub(super) fn fresh(version: IdVersion, now: u64) -> Uuid {
    match version {
        IdVersion::V1 => v1(now),
        IdVersion::V7 => v7(now),
    }
}

/// The time, and in the second half 14 bits of clock sequence and 48 bits of node, which are random for each process.
fn v1(now: u64) -> Uuid {
    static LAST: AtomicU64 = AtomicU64::new(0);
    /// Marks the node as random, not the address of a network card.
    const MULTICAST: u64 = 1 << 40;
    static PROCESS: OnceLock<u64> = OnceLock::new();

    let time = later(&LAST, (now / 100).wrapping_add(GREGORIAN) & (u64::MAX >> 4));
    let process = *PROCESS.get_or_init(|| VARIANT | MULTICAST | random() >> 2);
    let high = time << 32 | (time >> 32 & 0xFFFF) << 16 | 0x1000 | time >> 48 & 0x0FFF;
    Uuid::from_u64_pair(high, process)
}

/// Milliseconds, 12 bits of a fraction of a millisecond, and 62 random bits.
fn v7(now: u64) -> Uuid {
    static LAST: AtomicU64 = AtomicU64::new(0);

    let fraction = now % 1_000_000 * 4096 / 1_000_000;
    let time = later(&LAST, (now / 1_000_000) << 12 | fraction);
    let high = time >> 12 << 16 | 0x7000 | time & 0x0FFF;
    Uuid::from_u64_pair(high, VARIANT | random() >> 2)
}

/// Returns `time`, or one unit after the last result if `time` is not later: two calls in one unit, or a clock that
/// was set back.
fn later(last: &AtomicU64, time: u64) -> u64 {
    let mut before = last.load(Ordering::Relaxed);
    loop {
        let next = time.max(before + 1);
        match last.compare_exchange_weak(before, next, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => return next,
            Err(other) => before = other,
        }
    }
}

/// Differs between processes, but can be predicted: an id is not a secret. The mixing function is SplitMix64.
fn random() -> u64 {
    static SEED: OnceLock<u64> = OnceLock::new();
    static STEP: AtomicU64 = AtomicU64::new(0);

    let seed = *SEED.get_or_init(|| RandomState::new().hash_one(std::process::id()));
    let step = STEP.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
    let mixed = seed.wrapping_add(step);
    let mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ mixed >> 31
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::thread;

    use super::{fresh, now};
    use crate::metadata::IdVersion;

    #[test]
    fn ids_have_their_version_and_the_time() {
        // Later than the ids of the other tests, which would advance it.
        let time = now() + 3_600_000_000_000;
        for (version, number, precision) in [(IdVersion::V1, 1, 100), (IdVersion::V7, 7, 1_000_000)]
        {
            let id = fresh(version, time);
            assert_eq!(id.get_version_num(), number);
            assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
            let (seconds, nanoseconds) = id.get_timestamp().unwrap().to_unix();
            let found = seconds * 1_000_000_000 + u64::from(nanoseconds);
            assert_eq!(found / precision, time / precision, "{version:?}");
        }
    }

    #[test]
    fn ids_of_many_threads_are_unique_and_ascend_in_each() {
        for version in [IdVersion::V1, IdVersion::V7] {
            let threads: Vec<_> = (0..8)
                .map(|_| {
                    thread::spawn(move || {
                        (0..2_000).map(|_| fresh(version, now())).collect::<Vec<_>>()
                    })
                })
                .collect();
            let mut all = BTreeSet::new();
            for thread in threads {
                let ids = thread.join().unwrap();
                let times = ids.iter().map(|id| id.get_timestamp().unwrap().to_unix());
                assert!(times.is_sorted());
                all.extend(ids);
            }
            assert_eq!(all.len(), 16_000);
        }
    }

    #[test]
    fn ids_are_unique_when_the_clock_is_set_back() {
        let time = now();
        let ids: BTreeSet<_> =
            [time, time, time - 5_000_000_000].map(|time| fresh(IdVersion::V1, time)).into();
        assert_eq!(ids.len(), 3);
    }
}
