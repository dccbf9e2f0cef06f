//! Many items in, what a function makes of each out; the work is done on all cores.
//!
//! Neither results nor reports tell how many cores there were: both come in the order of the items.

use rayon::prelude::*;

use crate::diagnostic::Diagnostics;

/// Fewer items than this are not worth waking another core.
const FEW: usize = 512;

/// Calls `each` for every item. Reports that rest on one another must not be made here: each part
/// of the items has reports of its own until the end.
pub(crate) fn map<T: Send, U: Send>(
    diagnostics: &mut Diagnostics,
    items: Vec<T>,
    each: impl Fn(&mut Diagnostics, T) -> U + Sync,
) -> Vec<U> {
    if items.len() < FEW {
        return items.into_iter().map(|item| each(diagnostics, item)).collect();
    }
    let parts: Vec<(Diagnostics, Vec<U>)> = parts(items)
        .into_par_iter()
        .map(|part| {
            let mut diagnostics = Diagnostics::default();
            let made = part.into_iter().map(|item| each(&mut diagnostics, item)).collect();
            (diagnostics, made)
        })
        .collect();
    let mut all = Vec::with_capacity(parts.iter().map(|(_, made)| made.len()).sum());
    for (found, made) in parts {
        diagnostics.absorb(found);
        all.extend(made);
    }
    all
}

/// Calls `each` for every item, provided that nothing is to be reported: `None` if something is,
/// and then nothing has been reported yet. The caller does the work again, one item after the
/// other, so that reports which rest on one another come out as ever.
pub(crate) fn map_sound<'t, T: Sync, U: Send>(
    items: &'t [T],
    each: impl Fn(&mut Diagnostics, &'t T) -> U + Sync,
) -> Option<Vec<U>> {
    if items.len() < FEW {
        return None;
    }
    let parts: Option<Vec<Vec<U>>> = items
        .par_chunks(FEW)
        .map(|part| {
            let mut diagnostics = Diagnostics::default();
            let made = part.iter().map(|item| each(&mut diagnostics, item)).collect();
            diagnostics.discard().then_some(made)
        })
        .collect();
    Some(parts?.into_iter().flatten().collect())
}

/// Drops a large tree on whatever core is free: taking it apart takes a while, and nobody has to
/// wait for that.
pub(crate) fn discard<T: Send + 'static>(tree: T) {
    rayon::spawn(move || drop(tree));
}

/// The items in parts, in their order.
fn parts<T>(items: Vec<T>) -> Vec<Vec<T>> {
    let mut parts = Vec::with_capacity(items.len() / FEW + 1);
    let mut items = items.into_iter().peekable();
    while items.peek().is_some() {
        parts.push(items.by_ref().take(FEW).collect());
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{map, map_sound};
    use crate::diagnostic::Diagnostics;
    use crate::rule::syntax::EMPTY;
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
        let doubled = map_sound(&numbers, |_, number| number * 2);
        assert!(doubled.is_some_and(|doubled| doubled[4_999] == 9_998));
        let reported = map_sound(&numbers, |diagnostics, number| {
            if *number == 4_000 {
                report(diagnostics, *number);
            }
        });
        assert!(reported.is_none());
    }
}
