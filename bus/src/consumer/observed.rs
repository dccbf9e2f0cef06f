//! Decides when another member's entries may be taken over.
//!
//! The engine says how long an entry was left alone, by its own wall clock. If that clock is set back, it says 0 for as
//! long as the clock is behind. So an entry is also taken over when it was watched for long enough, by the clock of this
//! process, and its idle time never fell: its owner resets it when it keeps its claim.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::transport::{Pending, Position};

#[derive(Default)]
pub(super) struct Observed(BTreeMap<Position, Watched>);

struct Watched {
    owner: String,
    idle: Duration,
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
            let since = match before {
                Some(watched) if watched.owner == pending.owner && watched.idle <= pending.idle => {
                    watched.since
                }
                _ => now,
            };
            if pending.idle >= claim_after || now.duration_since(since) >= claim_after {
                ripe.push(pending);
            }
            let watched = Watched { owner: pending.owner.clone(), idle: pending.idle, since };
            next.insert(pending.position, watched);
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
    fn an_owner_that_keeps_its_claim_keeps_the_entry() {
        let (mut observed, start) = (Observed::default(), Instant::now());
        for at in 0..50 {
            assert!(!ripe(&mut observed, start, at * 10, (at * 10) % 20));
        }
    }
}
