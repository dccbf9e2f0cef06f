//! Generates texts within limits, and the texts of dates, times and UUIDs.

use uuid::Uuid;

use super::{Source, walk};
use crate::limits::{Format, Limits};
use crate::shape::{Clock, DecimalShape, MomentShape};
use crate::timestamp::RANGE;
use crate::{decimal, moment};

/// Characters of one to four bytes, and some that need escaping.
const LETTERS: [char; 16] =
    ['a', 'B', '7', ' ', '-', '"', '\\', '\n', '\0', '<', '&', 'é', 'ß', '✓', '🎓', '\u{202e}'];

/// Number of texts to try until one matches the pattern and has a valid length.
const TRIES: usize = 64;

/// A text within all limits, if one is found.
pub(super) fn text(source: &mut Source<'_>, limits: &[&Limits]) -> Option<String> {
    let of_limits = |limits: &&Limits| {
        let own = limits.pattern.map(|pattern| pattern());
        own.into_iter().chain(limits.format.into_iter().flat_map(Format::patterns))
    };
    let patterns: Vec<_> = limits.iter().flat_map(of_limits).collect();
    if patterns.is_empty() {
        let length = length(source, limits, 12);
        return Some((0..length).map(|_| source.one_of(&LETTERS)).collect());
    }
    let fits = |text: &String| {
        let view = crate::View::Str(text);
        limits.iter().all(|limits| limits.check(view).is_ok())
    };
    let least = limits.iter().filter_map(|limits| limits.min_length).max().unwrap_or(0);
    let mut found = None;
    for attempt in 0..TRIES {
        let wanted = usize::try_from(least).unwrap_or(0) + attempt / 2;
        // One that is made for the narrowest pattern may match the others.
        let pattern = patterns[attempt % patterns.len()];
        found = pattern.table().and_then(|table| walk::text(table, source, wanted));
        if found.as_ref().is_some_and(fits) {
            break;
        }
    }
    found
}

/// A length within the limits, at most `spread` above the minimum.
pub(super) fn length(source: &mut Source<'_>, limits: &[&Limits], spread: usize) -> usize {
    let least = limits.iter().filter_map(|limits| limits.min_length).max().unwrap_or(0);
    let most = limits.iter().filter_map(|limits| limits.max_length).min().unwrap_or(u64::MAX);
    let room = usize::try_from(most.saturating_sub(least)).unwrap_or(spread).min(spread);
    usize::try_from(least).unwrap_or(0) + source.below(room + 1)
}

pub(super) fn date(source: &mut Source<'_>) -> String {
    let year = 1 + (1999 + source.below(8192)) % 9999;
    format!("{year:04}-{:02}-{:02}", 1 + source.below(12), 1 + source.below(28))
}

pub(super) fn datetime(source: &mut Source<'_>) -> String {
    let date = date(source);
    let [hour, minute, second] = [24, 60, 60].map(|limit| source.below(limit));
    let fraction = match source.below(3) {
        0 => String::new(),
        1 => format!(".{:06}", source.below(65_536)),
        _ => ".999999".to_owned(),
    };
    let offset = source.one_of(&["+00:00", "", "+05:30", "-11:00", "+23:59:59"]);
    format!("{date}T{hour:02}:{minute:02}:{second:02}{fraction}{offset}")
}

pub(super) fn moment(source: &mut Source<'_>, shape: MomentShape) -> String {
    let micros = match shape.clock {
        Clock::Utc | Clock::Local => {
            RANGE.0 + (source.word() % RANGE.1.abs_diff(RANGE.0)).cast_signed()
        }
        Clock::Day => (source.word() % 86_400_000_000).cast_signed(),
    };
    // Most times have no fraction.
    let micros = if source.below(3) == 0 { micros } else { micros - micros.rem_euclid(1_000_000) };
    moment::Shown(shape, shape.truncate(micros)).to_string()
}

pub(super) fn decimal(source: &mut Source<'_>, shape: DecimalShape) -> String {
    let bound = 10_i128.checked_pow(shape.precision.into()).unwrap_or(i128::MAX);
    let number = match source.below(3) {
        0 => i128::from(source.byte()) - 128,
        1 => i128::from(source.word().cast_signed()) * i128::from(source.word().cast_signed()),
        _ => source.one_of(&[bound - 1, 1 - bound, 0]),
    };
    decimal::Shown(shape, number % bound).to_string()
}

pub(super) fn uuid(source: &mut Source<'_>) -> String {
    Uuid::from_u64_pair(source.word(), source.word()).to_string()
}
