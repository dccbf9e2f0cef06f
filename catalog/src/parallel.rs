//! Runs a function over many items on all cores.
//!
//! Results and reports are in the order of the items, whatever the number of cores.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::diagnostic::Diagnostics;

/// Fewer items are not worth waking another core.
const FEW: usize = 256;

/// At most this number of items is not divided further. With more, one core would be idle while
/// another does the last ones.
const PART: usize = 32;

/// Calls `each` for every item. Each item has reports of its own until the end, so a report must
/// not depend on those of other items.
pub(crate) fn map<T: Send, U: Send>(
    diagnostics: &mut Diagnostics,
    items: Vec<T>,
    each: impl Fn(&mut Diagnostics, T) -> U + Sync,
) -> Vec<U> {
    if items.len() < FEW {
        return items.into_iter().map(|item| each(diagnostics, item)).collect();
    }
    apart(diagnostics, items, PART, each)
}

/// Does every part of the work on this number of items. Each part has reports of its own until the
/// end.
pub(crate) fn parts<T: Send, U: Send>(
    diagnostics: &mut Diagnostics,
    items: usize,
    parts: Vec<T>,
    each: impl Fn(&mut Diagnostics, T) -> U + Sync,
) -> Vec<U> {
    if items < FEW {
        return parts.into_iter().map(|part| each(diagnostics, part)).collect();
    }
    apart(diagnostics, parts, 1, each)
}

fn apart<T: Send, U: Send>(
    diagnostics: &mut Diagnostics,
    items: Vec<T>,
    least: usize,
    each: impl Fn(&mut Diagnostics, T) -> U + Sync,
) -> Vec<U> {
    let (mut all, mut reports) = (Vec::new(), Vec::new());
    let apart = items.into_par_iter().with_min_len(least).map(|item| {
        let mut diagnostics = Diagnostics::default();
        let made = each(&mut diagnostics, item);
        (made, diagnostics)
    });
    apart.unzip_into_vecs(&mut all, &mut reports);
    reports.into_iter().for_each(|found| diagnostics.absorb(found));
    all
}

/// Calls `each` for every item if there is nothing to report. Otherwise reports nothing and returns
/// `None`: the caller does the work again, one item after the other, since reports may depend on
/// each other.
///
/// Neighbouring items share what `begin` returns. Also `None` if a catalog of `all` items, of which
/// these are some, is not worth the attempt.
pub(crate) fn map_sound<'t, T: Sync, S, U: Send>(
    all: usize,
    items: &'t [T],
    begin: impl Fn() -> S + Sync + Send,
    each: impl Fn(&mut Diagnostics, &mut S, &'t T) -> U + Sync + Send,
) -> Option<Vec<U>> {
    if all < FEW {
        return None;
    }
    let sound = AtomicBool::new(true);
    let each = |state: &mut S, item| {
        if !sound.load(Ordering::Relaxed) {
            return None;
        }
        let mut diagnostics = Diagnostics::default();
        let made = each(&mut diagnostics, state, item);
        let silent = diagnostics.discard();
        sound.fetch_and(silent, Ordering::Relaxed);
        silent.then_some(made)
    };
    let made: Vec<Option<U>> = items.par_iter().with_min_len(PART).map_init(begin, each).collect();
    made.into_iter().collect()
}

/// Does both, at the same time if that is worth it. The reports of the first come first.
pub(crate) fn both<A: Send, B: Send>(
    diagnostics: &mut Diagnostics,
    items: usize,
    one: impl FnOnce(&mut Diagnostics) -> A + Send,
    other: impl FnOnce(&mut Diagnostics) -> B + Send,
) -> (A, B) {
    if items < FEW {
        return (one(diagnostics), other(diagnostics));
    }
    let mut found = Diagnostics::default();
    let made = rayon::join(|| one(diagnostics), || other(&mut found));
    diagnostics.absorb(found);
    made
}

/// Runs work that has many parallel parts on a core of the pool, so that the first part does not
/// wait for another core to wake up.
pub(crate) fn inside<T: Send>(items: usize, whole: impl FnOnce() -> T + Send) -> T {
    if items < FEW { whole() } else { rayon::scope(|_| whole()) }
}

/// Drops a large tree on another core: that takes a while, and nothing waits for it.
pub(crate) fn discard<T: Send + 'static>(tree: T) {
    rayon::spawn(move || drop(tree));
}

#[cfg(test)]
mod tests {
    use super::{map, map_sound};
    use crate::diagnostic::Diagnostics;
    use crate::rule::shape::EMPTY;
    use crate::source::{FileId, Span};

    fn report(diagnostics: &mut Diagnostics, number: u32) {
        let span = Span { file: FileId(0), start: number, end: number };
        diagnostics.report(&EMPTY, span, number.to_string());
    }

    #[test]
    fn results_and_reports_keep_their_order() {
        let mut diagnostics = Diagnostics::default();
        let made = map(&mut diagnostics, (0..5_000).collect(), |diagnostics, number| {
            if number % 7 == 0 {
                report(diagnostics, number);
            }
            number * 2
        });
        assert!(made.iter().copied().eq((0..5_000).map(|number| number * 2)));
        assert_eq!(diagnostics.error_count(), 715);
        let reports = diagnostics.into_sorted().into_iter().map(|report| report.message);
        assert!(reports.eq((0..5_000).step_by(7).map(|number| number.to_string())));
    }

    #[test]
    fn one_report_and_the_work_is_to_be_done_again() {
        let numbers: Vec<u32> = (0..5_000).collect();
        let doubled = map_sound(numbers.len(), &numbers, || (), |_, (), number| number * 2);
        assert!(doubled.is_some_and(|doubled| doubled[4_999] == 9_998));
        let reported = map_sound(
            numbers.len(),
            &numbers,
            || (),
            |diagnostics, (), number| {
                if *number == 4_000 {
                    report(diagnostics, *number);
                }
            },
        );
        assert!(reported.is_none());
    }
}
