//! Limits how much of a catalog is repeated in the output.
//!
//! A record repeats the fields that it inherits, and the schemas of an event repeat all records
//! that it reaches. So a few thousand lines could use all memory.

use crate::diagnostic::Diagnostics;
use crate::resolve::Held;
use crate::resolve::data::Data;
use crate::resolve::fields::Field;
use crate::resolve::index::Index;
use crate::resolve::records::Records;
use crate::rule::yaml::FILE_SIZE;
use crate::source::Span;

/// The greatest number of bytes of fields in the output.
const LIMIT: usize = 256 * 1024 * 1024;

/// The size of a record or field without a description.
const LEAST: usize = 64;

/// `None` if there is too much of it, which was reported.
pub(crate) fn sizes(
    diagnostics: &mut Diagnostics,
    index: &Index<'_>,
    records: &Records<'_>,
    held: &Held<'_, '_>,
    data: &[Data<'_>],
) -> Option<()> {
    let mut total = Total { diagnostics, size: 0 };
    let mut sizes = Vec::with_capacity(records.0.len());
    for id in records.ids() {
        let size = records.fields(id).map(size).fold(LEAST, usize::saturating_add);
        total.add(size, records.get(id).ast.name.span)?;
        sizes.push(size);
    }
    // The last event that reached each record, so that an event counts a record once.
    let mut seen = vec![usize::MAX; sizes.len()];
    for (number, (event, data)) in index.events.items.iter().zip(data).enumerate() {
        for field in &data.fields[..data.inherited] {
            total.add(size(field), event.name.span)?;
        }
        let mut next: Vec<usize> = held.starts(data).collect();
        while let Some(id) = next.pop() {
            if std::mem::replace(&mut seen[id], number) != number {
                total.add(sizes[id], event.name.span)?;
                next.extend(&held.edges[id]);
            }
        }
    }
    Some(())
}

struct Total<'d> {
    diagnostics: &'d mut Diagnostics,
    size: usize,
}

impl Total<'_> {
    fn add(&mut self, size: usize, span: Span) -> Option<()> {
        self.size = self.size.saturating_add(size);
        if self.size <= LIMIT {
            return Some(());
        }
        let message = "the records and events up to here repeat more than 256 MiB of fields";
        self.diagnostics.report(&FILE_SIZE, span, message).hint(
            "use the largest records in fewer events, or shorten the descriptions of their fields",
        );
        None
    }
}

/// The approximate size of a field in the output.
fn size(field: &Field<'_>) -> usize {
    let ast = field.ast;
    let pattern = ast.limits.as_ref().and_then(|limits| limits.pattern.as_ref());
    let texts = ast.description.iter().chain(pattern).chain([&ast.name]);
    let values = ast.default.iter().chain(&ast.constant).chain(&ast.example);
    let values = values.map(|value| (value.span.end - value.span.start) as usize);
    texts.map(|text| text.value.len()).chain(values).fold(LEAST, usize::saturating_add)
}
