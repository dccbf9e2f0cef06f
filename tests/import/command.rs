//! Does `annals import` behave as documented: options, files, exit codes, JSON?

use annals_tests::folder::Folder;
use serde_json::Value;

use crate::{DAY, run};

/// A schema that can be imported without a loss.
fn schema(namespace: &str, record: &str, field: &str) -> String {
    format!(
        r#"{{"type": "record", "name": "Event", "namespace": "{namespace}", "fields": [
            {{"name": "thing", "type": {{"type": "record", "name": "{record}", "fields": [
                {{"name": "{field}", "type": "string"}}]}}}}]}}"#
    )
}

fn shop() -> Folder {
    let folder = Folder::temporary();
    folder.write("a.avsc", schema("org.x.shop.order.placed.v1", "OrderData", "id"));
    folder
}

pub(crate) fn options_say_what_schemas_do_not() {
    let folder = shop();
    let options = [
        "import",
        "avsc",
        "a.avsc",
        "--name",
        "my-events",
        "--title",
        "My: events",
        "--namespace",
        "org.x",
        "--domain",
        "selling",
        "--event-type",
        "org.x.selling.{file}.sent.v2",
        "--repository",
        "me/shop",
        "--added",
        "2024-02-29",
    ];
    let made = run(&folder, options).ends(0).stdout.clone();
    for line in [
        "  name: my-events",
        "  title: \"My: events\"",
        "  namespace: org.x",
        "  selling:",
        "    A_SENT_V2:",
        "      type: org.x.selling.a.sent.v2",
        "      added: 2024-02-29",
        "      repository: me/shop",
    ] {
        assert!(made.lines().any(|made| made == line), "no line `{line}`:\n{made}");
    }
    folder.write("catalog.yaml", made);
    run(&folder, ["generate"]).ends(0);
    run(&folder, ["check"]).ends(0);
}

pub(crate) fn a_file_is_not_overwritten() {
    let folder = shop();
    folder.write("catalog.yaml", "mine");
    let import = |more: &[&'static str]| {
        let options = ["import", "avsc", "a.avsc", "--out", "catalog.yaml"];
        run(&folder, options.into_iter().chain(DAY).chain(more.iter().copied()))
    };
    import(&[]).ends(3).says(&["catalog.yaml", "--force"]);
    assert_eq!(folder.read("catalog.yaml"), "mine");
    import(&["--force"]).ends(0);
    assert!(folder.read("catalog.yaml").starts_with("annals: 1\n"));
    run(&folder, ["import", "avsc", "a.avsc", "--out", "absent/catalog.yaml"]).ends(3);
}

pub(crate) fn json_is_stable() {
    let folder = shop();
    folder.write("b.avsc", schema("org.x.shop.order.sent.v1", "Order_Data", "id"));
    let options =
        ["import", "avsc", "a.avsc", "b.avsc", "--out", "catalog.yaml", "--format", "json"];
    let run_made = run(&folder, options.into_iter().chain(DAY));
    let made: Value = serde_json::from_str(&run_made.ends(1).stdout).unwrap();
    let expected = serde_json::json!({
        "version": 1, "events": 2, "records": 1, "scalars": 0, "enums": 0, "variants": 0,
        "schemas": [
            { "file": "a.avsc", "pointer": "", "type": "org.x.shop.order.placed.v1" },
            { "file": "b.avsc", "pointer": "", "type": "org.x.shop.order.sent.v1" },
        ],
        "notes": [{
            "loss": true, "kind": "name", "file": "b.avsc", "pointer": "/fields/0/type/name",
            "found": "the record Order_Data", "made": "`OrderData`",
        }],
        "broken": [],
    });
    assert_eq!(made, expected);

    folder.write("c.avsc", "{");
    let options = ["import", "avsc", "c.avsc", "--out", "x.yaml", "--format", "json"];
    let made: Value = serde_json::from_str(&run(&folder, options).ends(3).stdout).unwrap();
    assert_eq!(made["broken"][0]["file"], "c.avsc");
    assert!(made["error"].is_string() && !folder.has("x.yaml"));
}

pub(crate) fn losses_end_in_1() {
    let folder = Folder::temporary();
    folder.write("a.avsc", schema("org.x.shop.order.placed.v1", "order_data", "id"));
    let lossy = run(&folder, ["import", "avsc", "a.avsc"]);
    lossy.ends(1).says(&["changed[name]", "a.avsc#/fields/0/type/name", "could not be expressed"]);
    assert!(lossy.stdout.starts_with("annals: 1\n"), "the catalog is printed nevertheless");
    run(&folder, ["import", "avsc", "a.avsc", "--lossy"]).ends(0).says(&["changed[name]"]);
    run(&folder, ["import", "avsc", "a.avsc", "--lossy", "--quiet"])
        .ends(0)
        .says_nothing_of("name");
}

pub(crate) fn usage_is_2() {
    let folder = shop();
    let wrong: [&[&str]; 5] = [
        &["import"],
        &["import", "avsc"],
        &["import", "thrift", "a.avsc"],
        &["import", "avsc", "a.avsc", "--force"],
        &["import", "avsc", "a.avsc", "--added", "yesterday"],
    ];
    for arguments in wrong {
        run(&folder, arguments).ends(2);
    }
    run(&folder, ["import", "avsc", "absent.avsc"])
        .ends(3)
        .says(&["cannot read this file", "absent.avsc"]);
    run(&folder, ["import", "json-schema", "."]).ends(3).says(&["ends in `.json`"]);
}

pub(crate) fn records_are_shared_or_told_apart() {
    let folder = Folder::temporary();
    for (file, event, field) in [
        ("a", "org.x.shop.order.placed.v1", "id"),
        ("b", "org.x.shop.order.paid.v1", "id"),
        ("c", "org.x.stock.order.packed.v1", "weight"),
        ("d", "org.x.shop.order.sent.v1", "weight"),
        ("e", "org.x.shop.order.lost.v1", "place"),
    ] {
        folder.write(&format!("in/{file}.avsc"), schema(event, "OrderData", field));
    }
    let import = ["import", "avsc", "in", "--out", "catalog.yaml"].into_iter().chain(DAY);
    run(&folder, import)
        .ends(0)
        .says(&["two different records are called `OrderData`", "`shop_2.OrderData`"]);
    run(&folder, ["generate", "--only", "avro"]).ends(0);
    let catalog = folder.read("catalog.yaml");
    assert_eq!(catalog.matches("    OrderData:\n").count(), 3, "{catalog}");
    for (file, event) in
        [("a", "shop.order.placed"), ("d", "shop.order.sent"), ("e", "shop.order.lost")]
    {
        let read = |path: String| serde_json::from_str::<Value>(&folder.read(&path)).unwrap();
        let [before, after] =
            [format!("in/{file}.avsc"), format!("generated/schemas/avro/org.x.{event}.v1.avsc")]
                .map(read);
        assert_eq!(before, after, "{event}");
    }
    folder.write("in/again.avsc", schema("org.x.shop.order.placed.v1", "OrderData", "id"));
    let again =
        ["already has a schema in `in/a.avsc`", "in/again.avsc", "1 schema could not be read"];
    run(&folder, ["import", "avsc", "in"]).ends(1).says(&again);
    run(&folder, ["import", "avsc", "in", "--strict"]).ends(3).says(&again[..2]);
}

pub(crate) fn event_types_come_from_where_they_are() {
    let object = r#"{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": false"#;
    let cases = [
        ("x.avsc", schema("org.x.shop.order.placed.v1", "R", "a"), "org.x.shop.order.placed.v1"),
        (
            "org+x+role+deleted_schema.avsc",
            schema("org.x.role.deleted", "R", "a"),
            "org.x.role.deleted",
        ),
        ("y.avsc", schema("com.shop.orders", "R", "a"), "com.shop.orders.event.changed.v1"),
        (
            "z.json",
            format!(r#"{object}, "$id": "https://x.org/org.x.shop.a.b.v3.json"}}"#),
            "org.x.shop.a.b.v3",
        ),
        ("org.x.shop.c.d.v2.schema.json", format!("{object}}}"), "org.x.shop.c.d.v2"),
        (
            "w.json",
            format!(r#"{object}, "title": "Order Placed"}}"#),
            "com.example.events.order.placed.v1",
        ),
    ];
    for (file, text, event_type) in cases {
        let folder = Folder::temporary();
        folder.write(file, text);
        let kind = if file.ends_with(".avsc") { "avsc" } else { "json-schema" };
        let made = run(&folder, ["import", kind, file]).ends(0).stdout.clone();
        assert!(made.contains(&format!("      type: {event_type}\n")), "{file}:\n{made}");
    }
}
