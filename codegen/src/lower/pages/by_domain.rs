//! Groups items by domain.

use annals_catalog::model::{Domain, DomainId, Model};

/// Groups items by domain, both in file order; domains without any are included.
pub(super) fn by_domain<T>(
    model: &Model,
    items: impl Iterator<Item = (DomainId, T)>,
) -> Vec<(&Domain, Vec<T>)> {
    let mut domains: Vec<_> = model.domains.iter().map(|domain| (domain, Vec::new())).collect();
    for (DomainId(domain), item) in items {
        domains[domain as usize].1.push(item);
    }
    domains
}
