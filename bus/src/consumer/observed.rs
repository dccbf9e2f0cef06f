//! Decides when another member's entries may be taken over.
//!
//! The engine says how long an entry was left alone, by its own wall clock. If that clock is set back, it says 0 for as
//! long as the clock is behind. So an entry is also taken over when its idle time was watched for long enough, by the clock
//! of this process, and was 0 each time. Any other time that does not grow is that of an owner that keeps its claim.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::transport::{Pending, Position};

#[derive(Default)]
pub(super) struct Observed(BTreeMap<Position, Watched>);

/// An entry whose idle time is 0.
struct Watched {
    owner: String,
    since: Instant,
}

impl Observed {
    /// Those of the entries that may be taken over. Entries that are not pending any more are forgotten.
    pub(super) fn ripe<'a>(
        &mut self,
        others: &[&'a Pending],
        claim_after: Duration,
        now: Instant,
    ) -> Vec<&'a Pending> {
        let mut next = BTreeMap::new();
        let mut ripe = Vec::new();
        for &pending in others {
            let before = self.0.remove(&pending.position);
            let before = before.filter(|watched| watched.owner == pending.owner);
            let since = before.map_or(now, |watched| watched.since);
            let is_zero = pending.idle.is_zero();
            if pending.idle >= claim_after || is_zero && now.duration_since(since) >= claim_after {
                ripe.push(pending);
            }
            if is_zero {
                next.insert(pending.position, Watched { owner: pending.owner.clone(), since });
            }
        }
        self.0 = next;
        ripe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AFTER: Duration = Duration::from_secs(60);

    fn ripe(observed: &mut Observed, start: Instant, at: u64, idle: u64) -> bool {
        let pending = Pending {
            position: Position { replayed: false, major: 1, minor: 0 },
            own: false,
            owner: "other".to_owned(),
            idle: Duration::from_secs(idle),
        };
        !observed.ripe(&[&pending], AFTER, start + Duration::from_secs(at)).is_empty()
    }

    #[test]
    fn what_the_engine_says_is_enough() {
        let (mut observed, start) = (Observed::default(), Instant::now());
        assert!(!ripe(&mut observed, start, 0, 59));
        assert!(ripe(&mut observed, start, 1, 60));
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_keep_an_entry() {
        let (mut observed, start) = (Observed::default(), Instant::now());
        assert!(!ripe(&mut observed, start, 0, 0));
        assert!(!ripe(&mut observed, start, 59, 0));
        assert!(ripe(&mut observed, start, 60, 0));
    }

    #[test]
    fn an_owner_that_keeps_its_claim_as_often_as_one_looks_keeps_the_entry() {
        let (mut observed, start) = (Observed::default(), Instant::now());
        for at in 0..50 {
            assert!(!ripe(&mut observed, start, at * 20, 5));
        }
    }

    #[test]
    fn an_owner_that_keeps_its_claim_keeps_the_entry() {
        let (mut observed, start) = (Observed::default(), Instant::now());
        for at in 0..50 {
            assert!(!ripe(&mut observed, start, at * 10, (at * 10) % 20));
        }
    }
}
