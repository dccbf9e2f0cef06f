//! Questions about a model that more than one target asks.

use annals_catalog::compile;
use annals_catalog::model::{Model, Reach, Stop};
use annals_catalog::source::{NoIncludes, Source};

const CATALOG: &str = "annals: 1
catalog: { name: shop, title: Shop, namespace: org.shop, version: 1.2.3 }
domains: { sales: { title: Sales } }
scalars: { key: { base: string } }
enums: { Mode: { values: [web, phone] } }
records:
  sales:
    Order: { fields: { buyer: Person?, lines: list<Line>, by_key: map<list<Line?>>, id: key } }
    Person: { fields: { mode: Mode } }
    Line: { fields: { of: Order?, note: json? } }
events:
  sales:
    PLACED: { type: org.shop.sales.order.placed.v1, added: 2025-01-01, data: { order: Order } }
";

const FAR: Reach = Reach { fields: 1_000, depth: 32, elements: true };

fn model() -> Model {
    let source = Source { path: "catalog.yaml".into(), text: CATALOG.into() };
    let compiled = compile(source, &NoIncludes, &mut |_| {});
    compiled.model.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics))
}

fn walked(reach: Reach) -> Vec<(String, usize, bool, Option<Stop>)> {
    let model = model();
    let steps = model.walk(&model.events[0].data, reach);
    steps.map(|step| (step.path, step.depth, step.nullable, step.stop)).collect()
}

#[test]
fn types_are_spelled_as_they_are_written() {
    let model = model();
    let fields = model.records.iter().flat_map(|record| &record.fields);
    let spelled: Vec<String> = fields.map(|field| model.spelling(&field.ty)).collect();
    let written = ["sales.Person?", "list<sales.Line>", "map<list<sales.Line?>>", "key", "Mode"];
    assert_eq!(spelled[..5], written);
    assert_eq!(spelled[5..], ["sales.Order?", "json?"]);
}

#[test]
fn a_walk_enters_each_record_that_is_not_open() {
    let steps = walked(FAR);
    let expected = [
        ("order", 0, false, None),
        ("order.buyer", 1, false, None),
        ("order.buyer.mode", 2, true, None),
        ("order.lines", 1, false, None),
        ("order.lines[].of", 2, false, Some(Stop::Recursive)),
        ("order.lines[].note", 2, false, None),
        ("order.by_key", 1, false, None),
        ("order.by_key.*[].of", 2, true, Some(Stop::Recursive)),
        ("order.by_key.*[].note", 2, true, None),
        ("order.id", 1, false, None),
    ];
    assert_eq!(steps, expected.map(|(path, depth, null, stop)| (path.into(), depth, null, stop)));
}

#[test]
fn a_walk_does_not_exceed_its_reach() {
    let stops = |reach| {
        let stopped = |(path, .., stop): (String, _, _, Option<Stop>)| Some((path, stop?));
        walked(reach).into_iter().filter_map(stopped).collect::<Vec<_>>()
    };
    assert_eq!(stops(Reach { fields: 4, ..FAR }), [("order".to_owned(), Stop::TooFar)]);
    let few = stops(Reach { fields: 7, ..FAR });
    assert_eq!(
        few.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(),
        ["order.lines[].of", "order.by_key"]
    );
    let shallow = stops(Reach { depth: 1, elements: false, ..FAR });
    assert_eq!(shallow, [("order.buyer".to_owned(), Stop::TooFar)]);
}

#[test]
fn users_of_a_record_are_listed_with_the_first_paths_to_it() {
    let model = model();
    let usage = model.usage();
    let line = &usage[2];
    let paths = ["order.lines[]", "order.by_key.*[]"].map(str::to_owned).to_vec();
    assert_eq!(line.events.iter().map(|(_, paths)| paths.clone()).collect::<Vec<_>>(), [paths]);
    assert_eq!(line.records.len(), 1);
    assert_eq!(line.records[0].1, ["lines[]", "by_key.*[]"]);
    assert!(line.extended_by.is_empty());
}
