//! Is a valid catalog resolved to the right model?

use annals_catalog::compile;
use annals_catalog::model::{Model, Number, Primitive, Record, Type, Value};
use annals_catalog::source::{NoIncludes, Source};

const HEADER: &str = "annals: 1
catalog: { name: shop, title: Shop, namespace: org.shop, version: 1.2.3 }
domains: { sales: { title: Sales } }
";

fn model(text: &str) -> Model {
    let text = format!("{HEADER}{text}");
    let compiled = compile(Source { path: "catalog.yaml".into(), text }, &NoIncludes, &mut |_| {});
    compiled.model.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics))
}

fn record<'m>(model: &'m Model, name: &str) -> &'m Record {
    model.records.iter().find(|record| record.name == name).expect(name)
}

fn names(record: &Record) -> Vec<&str> {
    record.fields.iter().map(|field| field.name.as_str()).collect()
}

fn default<'m>(model: &'m Model, field: &str) -> Option<&'m Value> {
    let fields = &record(model, "Order").fields;
    fields.iter().find(|of| of.name == field).expect(field).presence.default()
}

#[test]
fn heirs_have_inherited_fields_first_and_redefined_ones_where_they_are_redefined() {
    let model = model(
        "records:
  sales:
    Grand: { extends: Heir, fields: { e: long, d: string } }
    Heir: { extends: Base, fields: { d: long, b: string } }
    Base: { fields: { a: long, b: long, c: long } }
",
    );
    let (heir, grand) = (record(&model, "Heir"), record(&model, "Grand"));
    assert_eq!(names(heir), ["a", "c", "d", "b"]);
    assert_eq!(names(grand), ["a", "c", "b", "e", "d"]);
    assert_eq!(heir.fields[3].ty, Type::Primitive(Primitive::String));
    let from = |field: usize| grand.fields[field].inherited_from.map(|id| model[id].name.as_str());
    assert_eq!([from(0), from(2), from(4)], [Some("Base"), Some("Heir"), None]);
}

#[test]
fn boxes_are_where_a_record_holds_itself_and_nowhere_else() {
    let model = model(
        "records:
  sales:
    Tree: { fields: { parent: Tree?, children: list<Tree>, by_name: map<Tree?>, leaf: Leaf?, root: Root } }
    Root: { fields: { tree: Tree? } }
    Leaf: { fields: { id: long } }
    Copse: { fields: { tree: Tree? } }
",
    );
    let boxed: Vec<String> = model
        .records
        .iter()
        .flat_map(|record| {
            let boxed = record.fields.iter().filter(|field| field.boxed);
            boxed.map(move |field| format!("{}.{}", record.name, field.name))
        })
        .collect();
    assert_eq!(boxed, ["Tree.parent", "Root.tree"]);
}

#[test]
fn personal_data_is_followed_to_the_event() {
    let model = model(
        "records:
  sales:
    Person: { pii: true, fields: { email: string, id: { type: long, pii: false } } }
    Heir: { extends: Person, fields: { colour: string } }
    Order: { fields: { persons: list<Person>, id: long } }
    Receipt: { fields: { order: 'Order?' } }
    Shelf: { fields: { id: long } }
events:
  sales:
    RECEIPT_SENT: { type: org.shop.sales.receipt.sent.v1, added: 2024-01-01, data: { receipt: Receipt } }
    SHELF_BUILT: { type: org.shop.sales.shelf.built.v1, added: 2024-01-01, data: { shelf: Shelf } }
",
    );
    let marks = |name| {
        let fields = &record(&model, name).fields;
        fields.iter().map(|field| field.pii).collect::<Vec<_>>()
    };
    assert_eq!(marks("Person"), [true, false]);
    assert_eq!(marks("Heir"), [true, false, false]);
    assert_eq!(marks("Order"), [true, false]);
    assert_eq!(marks("Receipt"), [false], "its record is not personal data as a whole");
    assert_eq!(model.events.iter().map(|event| event.pii).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn defaults_are_complete_and_canonical() {
    let model = model(
        "scalars: { sku: { base: uuid } }
records:
  sales:
    Order:
      fields:
        required: long
        nothing: string?
        something: { type: 'string?', default: x }
        time: { type: datetime, default: '2024-01-31 12:00:00.5Z' }
        sku: { type: sku, default: 0F0E0D0C-0000-1000-8000-00000000000A }
        share: { type: double, default: 1 }
        map: { type: map<long>, default: { b: 2, a: 1, B: 3 } }
        line: { type: Line, default: { count: 2 } }
        json: { type: json, default: { z: [null, 1.5], a: x } }
    Line: { fields: { note: string?, count: long, tags: { type: list<string>, default: [] } } }
",
    );
    let text = |text: &str| Value::String(text.into());
    let map = |entries: &[(&str, Value)]| {
        Value::Map(entries.iter().map(|(key, value)| ((*key).into(), value.clone())).collect())
    };
    let table = [
        ("required", None),
        ("nothing", Some(Value::Null)),
        ("something", Some(text("x"))),
        ("time", Some(text("2024-01-31T12:00:00.500000+00:00"))),
        ("sku", Some(text("0f0e0d0c-0000-1000-8000-00000000000a"))),
        ("share", Some(Value::Float(1.0))),
        ("map", Some(map(&[("B", Value::Int(3)), ("a", Value::Int(1)), ("b", Value::Int(2))]))),
        (
            "line",
            Some(map(&[
                ("note", Value::Null),
                ("count", Value::Int(2)),
                ("tags", Value::List(Vec::new())),
            ])),
        ),
        (
            "json",
            Some(map(&[
                ("a", text("x")),
                ("z", Value::List(vec![Value::Null, Value::Float(1.5)])),
            ])),
        ),
    ];
    for (field, expected) in table {
        assert_eq!(default(&model, field), expected.as_ref(), "{field}");
    }
}

#[test]
fn key_paths_are_indices() {
    let model = model(
        "records:
  sales:
    Base: { fields: { a: long, b: long } }
    Order: { extends: Base, fields: { line: Line, a: string } }
    Line: { fields: { x: long, y: uuid } }
events:
  sales:
    ORDER_PLACED:
      type: org.shop.sales.order.placed.v1
      added: 2024-01-01
      key: order.line.y
      data: { first: Line, order: Order }
",
    );
    let key = model.events[0].key.as_ref().unwrap();
    assert_eq!((key.path.as_str(), key.steps.as_slice()), ("order.line.y", &[1, 1, 1][..]));
    assert_eq!(key.ty, Type::Primitive(Primitive::Uuid));
}

#[test]
fn what_is_left_out_has_a_value() {
    let model = model("");
    assert_eq!((model.version, model.description.as_str()), ([1, 2, 3], ""));
    assert_eq!((&model.avro.record, &model.avro.doc), (&None, &None));
    assert_eq!(model.avro.top_record("ORDER_PLACED"), "OrderPlaced");
}

#[test]
fn numbers_of_a_float_are_rounded_to_32_bits() {
    let model = model(
        "scalars:
  share: { base: float, max: 0.1, example: 0.1 }
records:
  sales:
    Order:
      fields:
        a: { type: float, default: 16777217, max: 16777217 }
        b: { type: float, default: 0.123456789 }
        c: { type: share, default: 0.1 }
        d: { type: double, default: 0.123456789, max: 16777217 }
        e: { type: json, default: 0.123456789 }
",
    );
    assert_eq!(default(&model, "a"), Some(&Value::Float(16_777_216.0)));
    assert_eq!(default(&model, "b"), Some(&Value::Float(0.123_456_79)));
    assert_eq!(default(&model, "c"), Some(&Value::Float(0.1)));
    assert_eq!(default(&model, "d"), Some(&Value::Float(0.123_456_789)));
    assert_eq!(default(&model, "e"), Some(&Value::Float(0.123_456_789)));
    let max = |field: usize| record(&model, "Order").fields[field].limits.max;
    assert_eq!(max(0), Some(Number::Float(16_777_216.0)));
    assert_eq!(max(3), Some(Number::Int(16_777_217)));
    assert_eq!(model.scalars[0].limits.max, Some(Number::Float(0.1)));
    assert_eq!(model.scalars[0].example, Some(Value::Float(0.1)));
}
