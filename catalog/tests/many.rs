//! Is a catalog with many items, which is read on all cores, read like one with few?

use annals_catalog::source::{NoIncludes, Source};
use annals_catalog::{Compiled, compile};

const HEADER: &str = "annals: 1
catalog: { name: shop, title: Shop, namespace: org.shop, version: 1.2.3 }
domains: { sales: { title: Sales } }
lint: { A0241: allow, A0261: allow }
records:
  sales:
";

/// Enough items to use every core.
const MANY: usize = 600;

fn compiled(first: &str, record: impl Fn(usize) -> String) -> Compiled {
    let records: String = (0..MANY).map(|number| format!("    {}\n", record(number))).collect();
    let text = format!("{HEADER}    {first}\n{records}");
    compile(Source { path: "catalog.yaml".into(), text }, &NoIncludes, &mut |_| {})
}

fn codes(compiled: &Compiled) -> Vec<&str> {
    compiled.diagnostics.iter().map(|item| item.rule.code).collect()
}

#[test]
fn fields_are_built_where_they_are_written_and_inherited() {
    let compiled = compiled("Base: { pii: true, fields: { id: long, name: string } }", |number| {
        format!(
            "R{number}: {{ extends: Base, fields: {{ a: {{ type: R{number}?, pii: false }} }} }}"
        )
    });
    let model = compiled.model.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics));
    assert_eq!(model.records.len(), MANY + 1);
    for (number, record) in model.records[1..].iter().enumerate() {
        assert_eq!(record.name, format!("R{number}"));
        let fields = record.fields.iter().map(|field| {
            (field.name.as_str(), field.pii, field.boxed, field.inherited_from.is_some())
        });
        let expected =
            [("id", true, false, true), ("name", true, false, true), ("a", false, true, false)];
        assert!(fields.eq(expected), "{record:#?}");
    }
}

#[test]
fn a_mistake_in_one_of_many_is_reported_once() {
    let compiled = compiled("Base: { fields: { id: long } }", |number| match number {
        3 | 400 => format!("R{number}: {{ fields: {{ a: {{ type: int, default: x }} }} }}"),
        _ => format!("R{number}: {{ fields: {{ a: Base }} }}"),
    });
    assert_eq!(codes(&compiled), ["A0132", "A0132"]);
}

/// No part of the records fills in too many values, but all of them together do.
#[test]
fn what_defaults_fill_in_is_counted_over_all_records() {
    let filled = |values: usize| {
        let values = vec!["0"; values].join(", ");
        let base =
            format!("Base: {{ fields: {{ a: {{ type: list<int>, default: [{values}] }} }} }}");
        compiled(&base, |number| {
            format!("R{number}: {{ fields: {{ b: {{ type: Base, default: {{}} }} }} }}")
        })
    };
    assert_eq!(codes(&filled(100)), [""; 0]);
    assert_eq!(codes(&filled(200)), ["A0135"]);
}
