//! Finds the files of a catalog that a part of its bindings rests on.

use std::collections::{BTreeSet, HashSet};

use annals_catalog::model::{Core, Field, Model, RecordId, TYPES, Type, VariantId};
use annals_catalog::source::{FileId, SourceMap, Span};

/// The paths of the main file, and of all files with an item of this crate or one that it leads to.
pub(super) fn files(model: &Model, sources: &SourceMap) -> BTreeSet<String> {
    let (files, records, variants) = (BTreeSet::new(), HashSet::new(), HashSet::new());
    let mut basis = Basis { model, files, records, variants };
    for domain in model.domains.iter().filter(|domain| model.home(&domain.name).is_none()) {
        basis.add(domain.span);
    }
    if model.home(TYPES).is_none() {
        model.scalars.iter().for_each(|scalar| basis.add(scalar.span));
        model.enums.iter().for_each(|item| basis.add(item.span));
    }
    for event in model.events.iter().filter(|event| model.is_here(event.domain)) {
        basis.add(event.span);
        basis.fields(&event.data);
    }
    for (id, record) in (0..).map(RecordId).zip(&model.records) {
        if model.is_here(record.domain) {
            basis.record(id);
        }
    }
    for (id, variant) in (0..).map(VariantId).zip(&model.variants) {
        if model.is_here(variant.domain) {
            basis.variant(id);
        }
    }
    let main = sources.iter().next().map(|(file, _)| file);
    basis.files.into_iter().chain(main).map(|file| sources.get(file).path.clone()).collect()
}

struct Basis<'a> {
    model: &'a Model,
    files: BTreeSet<FileId>,
    records: HashSet<RecordId>,
    variants: HashSet<VariantId>,
}

impl Basis<'_> {
    fn add(&mut self, span: Span) {
        self.files.insert(span.file);
    }

    /// The record, and what its fields lead to; the front end limits how deep that is.
    fn record(&mut self, id: RecordId) {
        let model = self.model;
        if self.records.insert(id) {
            self.add(model[id].span);
            self.fields(&model[id].fields);
        }
    }

    fn fields(&mut self, fields: &[Field]) {
        for field in fields {
            // An inherited field is written where its record is.
            self.add(field.span);
            self.ty(&field.ty);
        }
    }

    fn ty(&mut self, ty: &Type) {
        match ty.core() {
            Core::Primitive(_) => {}
            Core::Scalar(id) => self.add(self.model[id].span),
            Core::Enum(id) => self.add(self.model[id].span),
            Core::Record(id) => self.record(id),
            Core::Variant(id) => self.variant(id),
        }
    }

    fn variant(&mut self, id: VariantId) {
        let model = self.model;
        if !self.variants.insert(id) {
            return;
        }
        self.add(model[id].span);
        for case in &model[id].cases {
            self.ty(&case.ty);
        }
    }
}
