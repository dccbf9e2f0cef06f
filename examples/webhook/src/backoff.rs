//! The pause before the next attempt.

use std::time::Duration;

use crate::config::RetryConfig;

/// The limit for `Retry-After`.
const LONGEST_ASKED: Duration = Duration::from_secs(3600);

/// The pause after `failed` attempts. It doubles with each attempt up to the longest, and its upper half is random, so
/// that many plugins do not retry at the same moment. `asked` is the value of `Retry-After`.
pub(crate) fn pause(retry: &RetryConfig, failed: u32, asked: Option<Duration>) -> Duration {
    let doubled =
        retry.first.saturating_mul(1_u32.checked_shl(failed.saturating_sub(1)).unwrap_or(u32::MAX));
    let whole = doubled.min(retry.longest);
    let random = whole / 2 + (whole / 2).mul_f64(fastrand::f64());
    random.max(asked.unwrap_or_default().min(LONGEST_ASKED))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::pause;
    use crate::config::RetryConfig;

    const RETRY: RetryConfig = RetryConfig {
        first: Duration::from_millis(100),
        longest: Duration::from_secs(1),
        attempts: None,
    };

    #[test]
    fn pauses_double_up_to_the_longest() {
        for (failed, whole) in
            [(1, 100), (2, 200), (3, 400), (4, 800), (5, 1000), (33, 1000), (u32::MAX, 1000)]
        {
            let whole = Duration::from_millis(whole);
            for _ in 0..100 {
                let pause = pause(&RETRY, failed, None);
                assert!(pause >= whole / 2 && pause <= whole, "{failed}: {pause:?}");
            }
        }
    }

    #[test]
    fn retry_after_is_limited() {
        let asked = |seconds| pause(&RETRY, 1, Some(Duration::from_secs(seconds))).as_secs();
        assert_eq!(asked(7), 7);
        assert_eq!(asked(u64::MAX), 3600);
    }
}
