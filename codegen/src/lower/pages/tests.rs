//! The pages of catalogs whose records contain each other stay short.

use std::fmt::Write as _;

use annals_catalog::model::Model;
use annals_catalog::source::{NoIncludes, Source};

use super::{Lowered, pages};
use crate::lower::example::Samples;
use crate::render::template::Templates;

/// A catalog with one event, `SEEN`, whose data is `first`.
fn model(records: &str) -> Model {
    let text = format!(
        "annals: 1\n\
         catalog: {{ name: a, title: A, namespace: org.a, version: 1.0.0 }}\n\
         avro: {{ record: R }}\n\
         domains: {{ x: {{}} }}\n\
         records:\n  x:\n{records}\
         events: {{ x: {{ SEEN: {{ type: org.a.x.it.seen.v1, added: 2025-01-01, data: {{ first: R0 }} }} }} }}\n"
    );
    let source = Source { path: "catalog.yaml".to_owned(), text };
    let compiled = annals_catalog::compile(source, &NoIncludes, &mut |_| {});
    compiled.model.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics))
}

/// The pages by their paths.
fn lower(model: &Model) -> Vec<(String, Lowered)> {
    let (samples, usage) = (Samples::of(model), model.usage());
    let pages = pages(model).into_iter();
    pages.map(|page| (page.path(model), page.lower(model, &samples, &usage))).collect()
}

fn rendered(pages: &[(String, Lowered)], path: &str) -> String {
    let page = pages.iter().find(|(other, _)| other == path);
    let (_, page) = page.unwrap_or_else(|| panic!("{path} is missing"));
    Templates::new().render(page).unwrap_or_else(|error| panic!("{error}"))
}

/// Every record holds the next one twice: there are 2²⁰ ways to the last.
#[test]
fn tables_that_would_grow_exponentially_are_cut_off() {
    let mut records = String::new();
    for level in 0..20 {
        let next = level + 1;
        let _ = writeln!(records, "    R{level}: {{ fields: {{ a: R{next}, b: R{next} }} }}");
    }
    records.push_str("    R20: { fields: { end: long } }\n");
    let model = model(&records);
    let pages = lower(&model);
    let event = rendered(&pages, "docs/events/x/seen.rst");
    assert!(event.lines().count() < 3_000, "{} lines", event.lines().count());
    assert!(event.contains("The page of the record lists its fields."));
    let last = &model.usage()[20];
    assert_eq!(last.events.len(), 1);
    assert_eq!(last.events[0].1.len(), 2, "one path for each field that holds it");
    assert_eq!(last.records[0].1, ["a", "b"]);
}

#[test]
fn recursive_records_are_entered_once() {
    let records = "    R0: { fields: { next: R0?, all: list<R0>, by_name: map<R0> } }\n";
    let pages = lower(&model(records));
    let event = rendered(&pages, "docs/events/x/seen.rst");
    for path in ["``first.next``", "``first.all``", "``first.by_name``"] {
        assert_eq!(event.matches(path).count(), 1, "{path}");
    }
    assert_eq!(event.matches("The record contains itself here").count(), 3);
    let record = rendered(&pages, "docs/records/x/R0.rst");
    assert!(record.contains("``first``, ``first.next``, ``first.all[]``, ``first.by_name.*``"));
}
