//! Brings the records of the draft into the order that the files have.

use crate::import::draft::{Catalog, Record, Ty};

/// Brings the records into the order of the files, if that is known.
pub(super) fn records(catalog: &mut Catalog) {
    let place = |record: &Record| {
        let domain = record.domain.clone().unwrap_or_default();
        catalog.about.records.get(&(domain, record.name.clone())).copied()
    };
    let mut order: Vec<usize> = (0..catalog.records.len()).collect();
    order.sort_by_key(|id| place(&catalog.records[*id]));
    let mut places = vec![0; order.len()];
    for (place, id) in order.iter().enumerate() {
        places[*id] = place;
    }
    let mut records: Vec<Option<Record>> = catalog.records.drain(..).map(Some).collect();
    catalog.records = order.iter().filter_map(|id| records[*id].take()).collect();
    let fields = catalog.records.iter_mut().flat_map(|record| &mut record.fields);
    let data = catalog.events.iter_mut().flat_map(|event| &mut event.data);
    let cases = catalog.variants.iter_mut().flat_map(|variant| &mut variant.cases);
    let types = fields.chain(data).map(|field| &mut field.ty);
    for ty in types.chain(cases.map(|case| &mut case.ty)) {
        if let Ty::Record(id) = ty.leaf_mut() {
            *id = places[*id];
        }
    }
    for id in catalog.events.iter_mut().filter_map(|event| event.extends.as_mut()) {
        *id = places[*id];
    }
}
