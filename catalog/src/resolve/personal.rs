//! Finds the records from which personal data can be reached.

use crate::model::{RecordId, Type};
use crate::resolve::fields::Field;
use crate::resolve::graph::{reached, reversed};
use crate::resolve::records::Records;
use crate::resolve::variants::Variants;

/// Which records are marked as personal data, and which lead to some.
pub(crate) struct Personal<'s, 'a> {
    variants: &'s Variants<'a>,
    leads: Vec<bool>,
}

impl Personal<'_, '_> {
    /// True if a field of this type leads to personal data.
    pub(crate) fn leads(&self, field: &Field<'_>) -> bool {
        let leads = |id: RecordId| self.leads[id.0 as usize];
        let held = |ty: &Type| self.variants.records_in(ty).any(leads);
        is_marked(field) || field.ty.as_ref().is_some_and(held)
    }
}

/// Finds the records that lead to marked fields.
pub(crate) fn personal<'s, 'a>(
    records: &Records<'_>,
    variants: &'s Variants<'a>,
    edges: &[Vec<usize>],
) -> Personal<'s, 'a> {
    let marked = records
        .ids()
        .filter(|id| is_marked_record(records, *id) || records.fields(*id).any(is_marked));
    let marked = marked.map(|id| id.0 as usize);
    Personal { variants, leads: reached(&reversed(edges), marked) }
}

/// The records that each record refers to.
pub(crate) fn edges(records: &Records<'_>, variants: &Variants<'_>) -> Vec<Vec<usize>> {
    let targets = |id: RecordId| {
        let types = records.fields(id).filter_map(|field| field.ty.as_ref());
        types.flat_map(|ty| variants.records_in(ty)).map(|id| id.0 as usize).collect()
    };
    records.ids().map(targets).collect()
}

/// True if the record as a whole is marked.
pub(crate) fn is_marked_record(records: &Records<'_>, id: RecordId) -> bool {
    records.get(id).ast.pii.as_ref().is_some_and(|pii| pii.value)
}

/// True if the field itself is marked.
pub(crate) fn is_marked(field: &Field<'_>) -> bool {
    field.ast.pii.as_ref().is_some_and(|pii| pii.value)
}
