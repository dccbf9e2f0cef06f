//! How long to wait between two tries.

use std::time::Duration;

/// The wait after a number of failures, from 1.
pub(super) fn after(failures: u32, min: Duration, max: Duration) -> Duration {
    let doubled = 2_u32.saturating_pow(failures.saturating_sub(1).min(30));
    min.saturating_mul(doubled).min(max.max(min))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_doubles_up_to_the_longest() {
        let [min, max] = [100, 1_000].map(Duration::from_millis);
        let waits = [1, 2, 3, 4, 5, u32::MAX].map(|failures| after(failures, min, max).as_millis());
        assert_eq!(waits, [100, 200, 400, 800, 1_000, 1_000]);
    }
}
