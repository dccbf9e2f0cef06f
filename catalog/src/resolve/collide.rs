//! Reports names of the catalog from which a target derives the same name.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::ast::Text;
use crate::diagnostic::Diagnostics;
use crate::names::{self, EXTRA_FIELDS};
use crate::resolve::data::Data;
use crate::resolve::fields::Field;
use crate::resolve::index::Index;
use crate::resolve::records::{FieldRef, Records};
use crate::resolve::shape::{is_event_name, is_record_name};
use crate::rule::Rule;
use crate::rule::meaning::{DUPLICATE_NAME, FILE_COLLISION, RUST_COLLISION};

/// The derived names of one scope, each with the name of the catalog.
struct Taken<'a> {
    rule: &'static Rule,
    /// Where the derived name is used.
    place: &'static str,
    by_derived: HashMap<String, &'a Text>,
}

impl<'a> Taken<'a> {
    fn rust() -> Self {
        Taken { rule: &RUST_COLLISION, place: "in Rust", by_derived: HashMap::new() }
    }

    fn files() -> Self {
        let place = "on a file system that ignores case";
        Taken { rule: &FILE_COLLISION, place, by_derived: HashMap::new() }
    }

    /// Takes the derived name for `name`, or reports the name that has taken it.
    fn take(&mut self, diagnostics: &mut Diagnostics, name: &'a Text, derived: String) {
        self.take_as(diagnostics, name, derived, str::to_owned);
    }

    /// The same with a key that only equal derived names share; `derived` makes the derived name
    /// from it.
    fn take_as(
        &mut self,
        diagnostics: &mut Diagnostics,
        name: &'a Text,
        key: String,
        derived: impl FnOnce(&str) -> String,
    ) {
        let taken = match self.by_derived.entry(key) {
            Entry::Occupied(taken) => taken,
            Entry::Vacant(free) => {
                free.insert(name);
                return;
            }
        };
        let (derived, first) = (derived(taken.key()), taken.get());
        let message = format!("`{}` and `{}` collide", name.value, first.value);
        diagnostics
            .report(self.rule, name.span, message)
            .label(format!("both become `{derived}` {}", self.place))
            .related(first.span, "the other name")
            .hint("rename one of the two");
    }
}

/// Checks all names except those of fields.
pub(crate) fn collisions(diagnostics: &mut Diagnostics, index: &Index<'_>) {
    let mut types = Taken::rust();
    for scalar in &index.scalars.items {
        types.take(diagnostics, &scalar.name, names::scalar_type(&scalar.name.value));
    }
    for enumeration in &index.enums.items {
        types.take(diagnostics, &enumeration.name, names::enum_type(&enumeration.name.value));
        variants(diagnostics, enumeration.values.iter().map(|value| &value.value));
    }
    for variant in &index.variants.items {
        variants(diagnostics, variant.cases.iter().map(|case| &case.name));
    }
    modules(diagnostics, index);
    files(diagnostics, index);
}

/// The variants in Rust of the values of an enum, or of the cases of a variant.
fn variants<'a>(diagnostics: &mut Diagnostics, names: impl Iterator<Item = &'a Text>) {
    let mut variants = Taken::rust();
    let mut seen = HashSet::new();
    for name in names {
        let variant = names::enum_variant(&name.value);
        // Names without a variant and duplicate names are reported elsewhere.
        if !variant.is_empty() && seen.insert(&name.value) {
            variants.take(diagnostics, name, variant);
        }
    }
}

/// The types of records, variants and events are in the module of their domain.
fn modules(diagnostics: &mut Diagnostics, index: &Index<'_>) {
    let mut modules: HashMap<&str, Taken<'_>> = HashMap::new();
    for record in &index.records.items {
        if is_record_name(&record.name.value) {
            let module = modules.entry(&record.domain.value).or_insert_with(Taken::rust);
            module.take(diagnostics, &record.name, names::record_struct(&record.name.value));
        }
    }
    for variant in &index.variants.items {
        // One with the name of a record is reported elsewhere.
        let is_record = index.record(&variant.domain.value, &variant.name.value).is_some();
        if is_record_name(&variant.name.value) && !is_record {
            let module = modules.entry(&variant.domain.value).or_insert_with(Taken::rust);
            module.take(diagnostics, &variant.name, names::variant_type(&variant.name.value));
        }
    }
    for event in &index.events.items {
        if is_event_name(&event.name.value) {
            let module = modules.entry(&event.domain.value).or_insert_with(Taken::rust);
            module.take(diagnostics, &event.name, names::event_struct(&event.name.value));
        }
    }
}

fn files(diagnostics: &mut Diagnostics, index: &Index<'_>) {
    let mut pages = Taken::files();
    for record in &index.records.items {
        if is_record_name(&record.name.value) {
            let (domain, name) = (&record.domain.value, &record.name.value);
            let mut key = [domain, "/", name].concat();
            key.make_ascii_lowercase();
            let page = |_: &str| names::record_page(domain, name).to_ascii_lowercase();
            pages.take_as(diagnostics, &record.name, key, page);
        }
    }
    let mut schemas = Taken::files();
    let mut seen = HashSet::new();
    let types = index.events.items.iter().filter_map(|event| event.event_type.as_ref());
    for event_type in types.filter(|event_type| seen.insert(&event_type.value)) {
        let key = event_type.value.to_ascii_lowercase();
        schemas.take_as(diagnostics, event_type, key, names::json_schema_file);
    }
}

/// Checks the fields of each record, inherited ones too, and the data of each event.
pub(crate) fn field_collisions(
    diagnostics: &mut Diagnostics,
    records: &Records<'_>,
    data: &[Data<'_>],
) {
    wires(diagnostics, records, data);
    // The names of the fields differ, so only a derived name can be equal to another.
    let is_other = |name: &Text| names::is_keyword(&name.value);
    for id in records.ids() {
        if !records.fields(id).any(|field| is_other(&field.ast.name)) {
            continue;
        }
        let mut fields = Taken::rust();
        let listed = |place: &&FieldRef| records.field(**place).is_listed();
        for place in records.get(id).flat.iter().filter(listed) {
            let name = &records.field(*place).ast.name;
            let derived = names::field(&name.value);
            // Two inherited fields are reported where they are defined.
            if place.record == id || !fields.by_derived.contains_key(&derived) {
                fields.take(diagnostics, name, derived);
            }
        }
    }
    for data in data {
        if !data.own().iter().any(|field| is_other(&field.ast.name)) && data.inherited == 0 {
            continue;
        }
        let mut fields = Taken::rust();
        for (position, field) in data.fields.iter().filter(|field| field.is_listed()).enumerate() {
            let name = &field.ast.name;
            let derived = names::field(&name.value);
            if position >= data.inherited || !fields.by_derived.contains_key(&derived) {
                fields.take(diagnostics, name, derived);
            }
        }
    }
}

/// Checks the names on the wire where one differs from that in the catalog.
fn wires(diagnostics: &mut Diagnostics, records: &Records<'_>, data: &[Data<'_>]) {
    for id in records.ids() {
        let inherited = records.get(id).flat.iter().filter(|place| place.record != id).count();
        if records.fields(id).any(may_clash) {
            unique(diagnostics, records.fields(id).enumerate(), inherited);
        }
    }
    for data in data.iter().filter(|data| data.fields.iter().any(may_clash)) {
        unique(diagnostics, data.fields.iter().enumerate(), data.inherited);
    }
}

/// True for a field whose name on the wire can be that of another field of its record.
fn may_clash(field: &Field<'_>) -> bool {
    field.ast.wire.is_some() || !field.is_listed()
}

/// Reports two fields with one name in JSON or in Avro; two inherited ones are reported where they are defined.
fn unique<'f, 'a: 'f>(
    diagnostics: &mut Diagnostics,
    fields: impl Iterator<Item = (usize, &'f Field<'a>)>,
    inherited: usize,
) {
    let mut taken: HashMap<(&str, &str), &Text> = HashMap::new();
    for (position, field) in fields {
        let (name, wire) = (&field.ast.name, field.ast.wire.as_ref());
        let avro = names::in_avro(&name.value, wire.map(|wire| wire.value.as_str()));
        for (format, written) in [("JSON", field.on_wire()), ("Avro", avro)] {
            let Some(first) = taken.insert((format, written), name) else { continue };
            if position < inherited {
                continue;
            }
            if !field.is_listed() {
                report_extra(diagnostics, name, first);
                break;
            }
            let span = wire.unwrap_or(name).span;
            let message =
                format!("`{}` and `{}` are both `{written}` in {format}", first.value, name.value);
            diagnostics
                .report(&DUPLICATE_NAME, span, message)
                .related(first.span, "the other field")
                .hint("change `wire` of one of the two");
            break;
        }
    }
}

/// Reports an open record with a field that has the name of the one for fields that are not listed.
fn report_extra(diagnostics: &mut Diagnostics, open: &Text, field: &Text) {
    let message = format!("an open record must not have a field `{EXTRA_FIELDS}`");
    diagnostics
        .report(&DUPLICATE_NAME, open.span, message)
        .label("it holds the fields that are not listed")
        .related(field.span, "the field")
        .hint("give the field another name");
}
