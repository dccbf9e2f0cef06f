//! Keeps the claims on what is in hand, however long it is worked on or waits.

use std::time::Duration;

use super::shared::Shared;
use crate::transport::Position;
use crate::world;

pub(super) fn run<E>(shared: &Shared<'_, E>) {
    let each = shared.settings.claim_after / 3;
    let each = each.clamp(Duration::from_millis(20), Duration::from_secs(20));
    loop {
        let begun = world::now();
        while world::since(begun) < each {
            if shared.has_ended() {
                return;
            }
            shared.wait(each.saturating_sub(world::since(begun)));
        }
        let held: Vec<(Position, Option<u32>)> = shared
            .lanes(|lanes| lanes.held())
            .into_iter()
            .map(|position| (position, None))
            .collect();
        if held.is_empty() {
            continue;
        }
        // If it fails, the reader notices too, and the claims may last until the next time.
        let Ok(kept) = shared.member.keep(&held) else { continue };
        let others: Vec<Position> = held
            .iter()
            .zip(kept)
            .filter(|(_, kept)| !kept)
            .map(|((position, _), _)| *position)
            .collect();
        if !others.is_empty() {
            shared.lanes(|lanes| others.iter().for_each(|position| lanes.forget(*position)));
        }
    }
}
