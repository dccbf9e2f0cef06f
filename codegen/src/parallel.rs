//! Runs a function over many items on all cores.

use std::sync::OnceLock;

use rayon::prelude::*;

/// Calls `each` for every item. The results are in the order of the items.
pub(crate) fn map<T: Sync, U: Send + Sync>(items: &[T], each: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let made: Vec<OnceLock<U>> = items.iter().map(|_| OnceLock::new()).collect();
    every(items.len(), &|at| {
        made[at].get_or_init(|| each(&items[at]));
    });
    made.into_iter().filter_map(OnceLock::into_inner).collect()
}

/// Not generic, since Rayon's part of it takes long to compile for each function anew.
fn every(count: usize, one: &(dyn Fn(usize) + Sync)) {
    (0..count).into_par_iter().for_each(one);
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_are_in_the_order_of_the_items() {
        let numbers: Vec<u32> = (0..5_000).collect();
        let doubled = super::map(&numbers, |number| number * 2);
        assert!(doubled.iter().copied().eq((0..5_000).map(|number| number * 2)));
    }
}
