//! Groups what a page lists by domain.

use annals_catalog::model::{Domain, DomainId, Model};

/// A domain, and what a page shows of each item in it.
#[derive(Debug, Hash)]
pub(super) struct InDomain<'a, T> {
    pub(super) name: &'a str,
    pub(super) title: &'a str,
    pub(super) items: Vec<T>,
}

/// Groups items by domain, both in file order; empty domains are included.
pub(super) fn by_domain<T>(
    model: &Model,
    items: impl Iterator<Item = (DomainId, T)>,
) -> Vec<InDomain<'_, T>> {
    let domains = model.domains.iter();
    let mut domains: Vec<_> = domains
        .map(|Domain { name, title, .. }| InDomain { name, title, items: Vec::new() })
        .collect();
    for (DomainId(domain), item) in items {
        domains[domain as usize].items.push(item);
    }
    domains
}
