//! Does an edit update everything that depends on it? Each edit is made in a catalog with a fresh
//! cache, and the next run must write what a run without a cache writes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annals_codegen::project::Project;
use annals_codegen::{Target, generate};
use annals_contract::Lock;
use annals_tests::folder::Folder;

use crate::{event, files, run};

/// Enough for a cache to be written, beside the items that are edited.
const MORE: usize = 55;

/// A text of the catalog and its replacement; several pairs are one edit.
type Edit = &'static [(&'static str, &'static str)];

const HEADER: &[Edit] = &[
    &[("name: shop-events", "name: store-events")],
    &[("title: Shop", "title: Store")],
    &[("version: 1.2.3", "version: 1.2.4")],
    &[("What happens in a shop.", "What happens in a store.")],
    &[("record: CloudEvent", "record: Payload")],
    &[("doc: An event of the shop.", "doc: One of its events.")],
    &[(", doc: One of its events.", "")],
    &[("avro: { record: Payload }", "avro: { record: Payload, namespace: event }")],
    &[("namespace: event }", "docs: false }")],
    &[("docs: false }", "defaults: false }")],
    &[("defaults: false }", "logical_types: false }")],
    &[("avro: { record: Payload, logical_types: false }", "avro: { profile: open-edx }")],
    &[("profile: open-edx", "profile: standard")],
    // A promise changes no file.
    &[
        ("avro: { profile: standard }\n", "avro: { profile: standard }\njson: { open: true }\n"),
        ("domains:\n", "evolution: { promise: { avro: full } }\ndomains:\n"),
    ],
    &[
        ("promise: { avro: full }", "promise: { avro: full_transitive, json: forward }"),
        ("domains:\n", "properties: { x-owner: { type: string, on: [domain] } }\ndomains:\n"),
        ("title: Bills,", "x-owner: desk, title: Bills,"),
    ],
    &[("x-owner: desk", "x-owner: house")],
    // On each other item too.
    &[("on: [domain] }", "default: all }")],
    &[("default: all", "default: none")],
    &[("default: none", "wire: team, default: none")],
    &[("wire: team,", "wire: crew,")],
    &[("title: Sales", "title: Selling")],
    &[("What is sold.", "What is bought.")],
    &[("title: Bills, description", "title: Paid, description")],
    // The order of domains.
    &[
        ("  shop: { title: Selling, description: What is bought. }\n", ""),
        ("scalars:", "  shop: { title: Selling, description: What is bought. }\nscalars:"),
    ],
    // One more domain, before all others.
    &[
        ("domains:\n", "domains:\n  able: { title: Able, description: Comes first. }\n"),
        (
            "records:\n",
            "records:\n  able:\n    Able:\n      description: Comes first.\n      fields: { id: { type: long, description: Its number. } }\n",
        ),
        (
            "events:\n",
            "events:\n  able:\n    ABLE_SEEN:\n      type: org.example.able.able.seen.v1\n      added: 2024-05-05\n      description: Sent when it is seen.\n      data: { able: Able }\n      repository: example/able\n",
        ),
    ],
    // The same domain under another name, while the type of its event stays.
    &[
        ("  able: { title: Able,", "  last: { title: Able,"),
        ("records:\n  able:\n", "records:\n  last:\n"),
        ("events:\n  able:\n", "events:\n  last:\n"),
        ("A0203: allow,", "A0203: allow, A0202: allow,"),
    ],
    // And without it.
    &[
        ("  last: { title: Able, description: Comes first. }\n", ""),
        (
            "  last:\n    Able:\n      description: Comes first.\n      fields: { id: { type: long, description: Its number. } }\n",
            "",
        ),
        (
            "  last:\n    ABLE_SEEN:\n      type: org.example.able.able.seen.v1\n      added: 2024-05-05\n      description: Sent when it is seen.\n      data: { able: Able }\n      repository: example/able\n",
            "",
        ),
    ],
    &[("A0203: allow, A0202: allow,", "A0203: allow,"), ("version: 1.2.4", "version: 2.0.0")],
];

const TYPES: &[Edit] = &[
    &[("^o-[0-9]+$", "^o-[0-9]*$")],
    &[("max_length: 40", "max_length: 41")],
    &[("max_length: 41", "max_length: 41, format: uri-reference")],
    &[("format: uri-reference", "format: hostname")],
    &[("example: o-42", "example: o-43")],
    &[("Names an order.", "Tells orders apart.")],
    &[("min: 0, max: 9.5", "min: 0.25, max: 9.5")],
    &[("max: 9.5", "max: 9.25")],
    &[("max: 9.25", "max: 9.25, multiple_of: 0.5")],
    &[("multiple_of: 0.5", "multiple_of: 0.25")],
    &[("example: 3.5", "example: 2.5")],
    &[("base: double", "base: float")],
    &[("  unused: { base: int, description: Not used by anything. }\n", "")],
    &[("The way it came in.", "How it came in.")],
    &[("From the web shop.", "From the shop.")],
    &[("On paper.", "On a sheet.")],
    &[("replacement: web, note", "note")],
    &[("Nobody has one.", "Few have one.")],
    &[(", deprecated: { since: 2025-01-01, note: Few have one. }", "")],
    &[("      web: From the shop.", "      mail: By mail.\n      web: From the shop.")],
    &[("mail: By mail.", "post: By mail.")],
    &[("      post: By mail.\n", "")],
    &[
        (
            "      web: From the shop.",
            "      web: { description: From the shop., deprecated: { since: 2025-05-05, note: Closed. } }",
        ),
        ("      fax: {", "      mail: By mail.\n      fax: {"),
    ],
    &[("      fax: {", "      fax: { wire: w, aliases: [o],")],
    &[("wire: w, aliases: [o],", "wire: w, aliases: [p],")],
    &[("wire: w,", "wire: v,")],
    &[("  Channel:\n", "  Channel:\n    open: false\n")],
    &[("  Channel:\n", "  Channel:\n    avro_name: com.old.Channel\n")],
    &[("com.old.Channel", "com.older.Channel")],
    &[("    avro_name: com.older.Channel\n", "")],
    &[("    open: false\n", "    open: false\n    default: fax\n")],
    &[("An event of the shop. }", "An event of the shop., enums: false }")],
    // Names.
    &[("  order_key:", "  thing_key:"), ("type: order_key", "type: thing_key")],
    &[("  Channel:", "  Way:"), ("Channel?", "Way?")],
    // One more before all others, whose numbers change.
    &[("scalars:\n", "scalars:\n  able: { base: int, description: Comes first. }\n")],
    &[("enums:\n", "enums:\n  Before: { description: Comes first., values: { a: An a. } }\n")],
];

/// One after the other: a variant and its cases.
const VARIANTS: &[Edit] = &[
    &[
        (
            "records:\n",
            "variants:\n  shop:\n    Way: { description: How it goes., cases: { number: long, text: string } }\nrecords:\n",
        ),
        (
            "word: { type: string,",
            "way: { type: Way, description: How. }\n        word: { type: string,",
        ),
    ],
    &[("How it goes.", "How it is sent.")],
    &[("number: long, text: string", "number: long, text: { type: string, description: A word. }")],
    &[("number: long, text", "truth: boolean, text")],
    &[("truth: boolean, text", "right: boolean, text")],
    &[("sent., cases", "sent., tag: { name: kind, content: data }, cases")],
    &[("content: data", "content: value")],
    &[("text: { type: string, description: A word. }", "text: { type: string, wire: words }")],
    &[("wire: words }", "wire: words }, item: shop.Idle")],
    &[
        ("right: boolean, text: { type: string, wire: words }, item", "item"),
        ("tag: { name: kind, content: value }", "tag: kind, open: true"),
    ],
    &[("tag: kind, open: true", "tag: sort, open: false")],
    &[("    Way:", "    Manner:"), ("type: Way,", "type: Manner,")],
    &[(
        "variants:\n  shop:\n",
        "variants:\n  shop:\n    Able: { description: Comes first., cases: { number: long } }\n",
    )],
];

const RECORDS: &[Edit] = &[
    // A record in a list of a record in a list of a record.
    &[("A word to find it by.", "A word for it.")],
    &[("^[a-z]+$", "^[a-z]*$")],
    &[("^[a-z]*$\"", "^[a-z]*$\", format: hostname")],
    &[("format: hostname, example: blue", "format: uri-reference, example: blue")],
    &[("example: blue", "example: red")],
    &[("description: The word.", "description: A word.")],
    &[("default: 0.5", "default: 0.75")],
    &[("type: level, default: 0.75", "type: double, default: 0.75")],
    &[("mode: { type: \"Channel?\"", "mode: { type: \"string?\"")],
    &[("word: { type: string", "term: { type: string")],
    &[(
        "fields:\n        term",
        "fields:\n        more: { type: long, default: 7, description: One more. }\n        term",
    )],
    &[("fields:\n        more:", "open: true\n      fields:\n        more:")],
    &[("open: true", "open: list<long>")],
    &[("open: list<long>", "open: false")],
    &[("added: 2024-02-02", "added: 2024-02-03")],
    &[("      added: 2024-02-03\n", "")],
    &[("How many.", "How many of it.")],
    &[("min: 1, max: 99", "min: 0, max: 99")],
    &[("max: 99", "max: 98")],
    &[("min_length: 1", "min_length: 2")],
    &[("min_length: 2", "max_length: 2")],
    &[("default: [a, b]", "default: [a]")],
    &[("default: [a]", "example: [c]")],
    &[("Never filled.", "Seldom filled.")],
    &[("since: 2025-02-02, replacement: sku", "since: 2025-02-02, replacement: count")],
    &[("since: 2025-02-02", "since: 2025-02-03, removal: 2099-02-03")],
    &[("since: 2025-02-03, removal: 2099-02-03, ", "")],
    &[("hint: { type: \"string?\"", "hint: { type: \"string?\", added: 2025-01-01")],
    &[("hint: { type: \"string?\"", "hint: { type: \"string?\", required: false")],
    &[("hint: { type: \"string?\"", "hint: { type: \"string?\", wire: x-hint")],
    &[("required: false", "required: true")],
    &[("required: true", "required: true, default: none")],
    // A field between two others.
    &[(
        "        count: { type: int",
        "        sku2: { type: long, description: Two. }\n        count: { type: int",
    )],
    &[("sku2: { type: long", "sku2: { type: long, const: 2")],
    &[("const: 2", "const: 3")],
    &[("sku2: { type: long, const: 3", "sku2: { type: datetime, precision: millis")],
    &[("precision: millis", "precision: micros")],
    &[("sku2: { type: datetime, precision: micros", "sku2: { type: decimal, precision: 9")],
    &[("precision: 9", "precision: 9, scale: 2")],
    &[("scale: 2", "scale: 3, default: \"1.5\"")],
    &[("default: \"1.5\"", "default: \"2.5\"")],
    &[(
        "sku2: { type: decimal, precision: 9, scale: 3, default: \"2.5\"",
        "sku2: { type: local_time",
    )],
    &[("        codes:", "        odes:")],
    // The base of a record, and the record that extends it.
    &[("What every order has.", "What all orders have.")],
    &[("description: What it is called. }\n    Order:", "description: Its name. }\n    Order:")],
    &[(
        "name: { type: string, description: Its name.",
        "name: { type: \"string?\", description: Its name.",
    )],
    &[
        ("      extends: Base\n", ""),
        ("        items:", "        id: { type: long, description: Its number. }\n        items:"),
    ],
    &[(
        "      fields:\n        id: { type: long, description: Its number. }\n        items:",
        "      extends: Base\n      fields:\n        items:",
    )],
    // Personal data: a field alone, the record but none of its fields, and a field again.
    &[("pii: false, description", "description")],
    &[("description: The number of a card", "pii: false, description: The number of a card")],
    &[("      pii: true\n", ""), ("example: Maya", "pii: true, example: Maya")],
    &[("example: Maya", "example: Ana")],
    &[("pii: false, description", "pii: true, description")],
    // Deprecation of a record.
    &[("It had no items.", "It was empty.")],
    &[("replacement: Order, note", "replacement: Base, note")],
    &[("since: 2025-03-03, removal: 2099-03-03, ", "since: 2025-03-04, ")],
    // The same with another container.
    &[("type: map<Item>", "type: list<Item>")],
    // A record that no longer contains itself, and then does again.
    &[("next: { type: \"Node?\"", "next: { type: \"Idle?\"")],
    &[("next: { type: \"Idle?\"", "next: { type: list<Node>")],
    &[("exact: { type: double, example: 1.5", "exact: { type: double, example: -0.0")],
    &[("exact: { type: double, example: -0.0", "exact: { type: double, example: 0.0")],
    &[("any: { type: json", "any: { type: json, default: { a: 1, b: [2] }")],
    &[("default: { a: 1, b: [2] }", "default: []")],
    &[("default: []", "default: {}")],
    &[("default: {}", "default: { a: 1, b: [3] }")],
    // Names of records that others use.
    &[("    Tag:", "    Mark:"), ("list<Tag>", "list<Mark>")],
    &[
        ("    Base:", "    Root:"),
        ("extends: Base", "extends: Root"),
        ("replacement: Base", "replacement: Root"),
    ],
    // A record is used by another domain, and moves to a third one.
    &[
        (", idle: Idle", ""),
        (
            "        sum: {",
            "        idle: { type: shop.Idle, description: Another. }\n        sum: {",
        ),
    ],
    &[
        (
            "    Idle:\n      description: Holds nothing of others.\n",
            "    Gone:\n      description: Takes its place.\n",
        ),
        (
            "  bills:\n    Bill:",
            "  more:\n    Idle:\n      description: Holds nothing of others.\n      fields: { any: json, exact: double }\n  bills:\n    Bill:",
        ),
        ("shop.Idle", "more.Idle"),
    ],
    // A record that no event reaches contains another one.
    &[("        exact: {", "        mark: { type: Mark, description: A word. }\n        exact: {")],
    // One more user of a record.
    &[(
        "        label: { type: \"string?\"",
        "        item: { type: Item, description: Another. }\n        label: { type: \"string?\"",
    )],
    // A record before all others.
    &[
        (
            "records:\n  shop:\n",
            "records:\n  shop:\n    Able: { description: Comes first., fields: { id: { type: long, description: Its number. } } }\n",
        ),
        ("data: { node: Node }", "data: { node: Node, able: Able }"),
    ],
    // Its base gives it no field.
    &[("    OldOrder:\n", "    OldOrder:\n      extends: Able\n")],
    // A field is inherited from further up, through the same base.
    &[(
        "      description: What all orders have.\n      fields:\n        id: { type: long, description: Its number. }\n",
        "      description: What all orders have.\n      extends: Able\n      fields:\n",
    )],
    &[("order: { type: shop.Order,", "order: { type: \"shop.Order?\",")],
    // Two records have each other's names.
    &[("    Mark:", "    Other:"), ("    Node:", "    Mark:"), ("    Other:", "    Node:")],
    // A record of another domain refers back to this one, so a field needs a box.
    &[(
        "        card: {",
        "        bill: { type: \"bills.Bill?\", description: What is owed. }\n        card: {",
    )],
];

const EVENTS: &[Edit] = &[
    &[("is placed. It may", "is taken. It may")],
    &[("It may change later.", "It may change.")],
    &[("Sent twice at times.", "Sent twice.")],
    &[("      warning: Sent twice.\n", "")],
    &[("minor_version: 1", "minor_version: 2")],
    &[("added: 2024-05-01", "added: 2023-05-01")],
    &[("key: order.id", "key: order.name")],
    &[("      key: order.name\n", "")],
    &[("description: The order.", "description: What was ordered.")],
    &[("type: Order, description", "type: Base, description")],
    &[("https://example.org/placed", "https://example.org/put")],
    &[(
        "[https://example.org/one, https://example.org/two]",
        "[https://example.org/two, https://example.org/one]",
    )],
    &[("[https://example.org/two, https://example.org/one]", "[https://example.org/two]")],
    &[("[example/shop, example/desk]", "[example/desk]")],
    &[("Ask for the other.", "Take the other.")],
    &[("removal: 2099-04-04", "removal: 2099-04-05")],
    &[("since: 2025-04-04", "since: 2025-04-05")],
    &[("replacement: ORDER_PLACED", "replacement: NODE_MOVED")],
    &[("Nobody else asks.", "Nobody asks.")],
    // An event that goes on a bus gets a schema, and the other way round.
    &[("      local_only: Nobody asks.\n", "")],
    &[("      added: 2024-05-04\n", "      added: 2024-05-04\n      local_only: Stays here.\n")],
    // Items that others refer to are renamed, and items that files are named after.
    &[
        ("    NODE_MOVED:", "    NODE_CARRIED:"),
        ("replacement: NODE_MOVED", "replacement: NODE_CARRIED"),
    ],
    &[("shop.node.moved.v1", "shop.node.carried.v1")],
    // The same event in another domain, and then back in the first.
    &[
        (
            "  bills:\n    BILL_PAID:",
            "  bills:\n    NODE_CARRIED:\n      type: org.example.shop.node.carried.v1\n      added: 2024-05-03\n      description: Sent when a node is moved.\n      data: { bill: Bill }\n      repository: example/shop\n    BILL_PAID:",
        ),
        (
            "    NODE_CARRIED:\n      type: org.example.shop.node.carried.v1\n      added: 2024-05-03\n      description: Sent when a node is moved.\n      data: { node: Node",
            "    NODE_SENT:\n      type: org.example.shop.node.sent.v1\n      added: 2024-05-03\n      description: Sent when a node is moved.\n      data: { node: Node",
        ),
    ],
    &[("data: { node: Node, idle: Idle }", "data: { idle: Idle, node: Node }")],
    &[("data: { idle: Idle, node: Node }", "data: { idle: Idle, nodes: Node }")],
    // An event extends a record, which then changes; without it; and instead of data.
    &[("      data: { bill: Bill }", "      extends: shop.Base\n      data: { bill: Bill }")],
    &[("description: Its number. }\n        name:", "description: A number. }\n        name:")],
    &[(
        "        name: { type: string, description: What",
        "        name: { type: \"string?\", description: What",
    )],
    &[("      extends: shop.Base\n      data: { bill: Bill }", "      data: { bill: Bill }")],
    &[("      data: { bill: Bill }", "      extends: shop.Base")],
    &[("      extends: shop.Base", "      data: {}")],
    &[("      data: {}", "      data: { bill: Bill }")],
    // One more event, one before all others, one less, and two that are swapped.
    &[(
        "    BILL_PAID:",
        "    BILL_SENT:\n      type: org.example.bills.bill.sent.v1\n      added: 2024-05-04\n      description: Sent with a bill.\n      data: { bill: Bill }\n      repository: example/bills\n    BILL_PAID:",
    )],
    &[(
        "events:\n  shop:\n",
        "events:\n  shop:\n    ABLE_SEEN:\n      type: org.example.shop.able.seen.v1\n      added: 2024-05-04\n      description: Comes first.\n      data: { item: Item }\n      repository: example/able\n",
    )],
    &[(
        "    ABLE_SEEN:\n      type: org.example.shop.able.seen.v1\n      added: 2024-05-04\n      description: Comes first.\n      data: { item: Item }\n      repository: example/able\n",
        "",
    )],
    &[
        (
            "    BILL_SENT:\n      type: org.example.bills.bill.sent.v1",
            "    BILL_TAKEN:\n      type: org.example.bills.bill.taken.v1",
        ),
        (
            "    BILL_PAID:\n      type: org.example.bills.bill.paid.v1",
            "    BILL_SENT:\n      type: org.example.bills.bill.sent.v1",
        ),
        (
            "    BILL_TAKEN:\n      type: org.example.bills.bill.taken.v1",
            "    BILL_PAID:\n      type: org.example.bills.bill.paid.v1",
        ),
    ],
];

#[test]
fn edits_of_the_header_and_domains() {
    assert_all_detected(HEADER);
}

#[test]
fn edits_of_scalars_and_enums() {
    assert_all_detected(TYPES);
}

#[test]
fn edits_of_records_and_fields() {
    assert_all_detected(RECORDS);
}

#[test]
fn edits_of_variants() {
    assert_all_detected(VARIANTS);
}

#[test]
fn edits_of_events() {
    assert_all_detected(EVENTS);
}

/// Makes the edits one after another.
fn assert_all_detected(edits: &[Edit]) {
    let folder = shop();
    let mut before = generated(&folder);
    assert!(files(&folder) == before, "the first run");
    for edit in edits {
        for (from, to) in *edit {
            folder.edit("catalog.yaml", from, to);
        }
        let told = run(&folder, ["generate"]).ends(0).stderr.clone();
        assert!(
            told.starts_with("wrote "),
            "{edit:?} must have no findings, or it is not cached: {told}"
        );
        let expected = generated(&folder);
        let lock = folder.read("generated/catalog.lock");
        assert_eq!(Lock::parse(&lock).unwrap().to_text(), lock, "{edit:?}");
        let found = files(&folder);
        let differs = |path: &&String| found.get(*path) != expected.get(*path);
        let differing: Vec<_> = found.keys().chain(expected.keys()).filter(differs).collect();
        assert!(differing.is_empty(), "{edit:?}: {differing:?}");
        let changed = |(path, bytes): (&String, &Vec<u8>)| {
            path != "catalog.lock" && before.get(path) != Some(bytes)
        };
        assert!(expected.iter().any(changed), "{edit:?} changes nothing");
        before = expected;
    }
}

/// A catalog that uses every construct, fully generated.
fn shop() -> Folder {
    let folder = Folder::temporary();
    folder.write("catalog.yaml", include_str!("catalog.yaml"));
    let mut more = String::from("annals: 1\nrecords:\n  more:\n");
    let fields = "{ id: { type: long, description: Its number. } }";
    for number in 0..MORE {
        writeln!(more, "    Order{number}Data: {{ description: An order., fields: {fields} }}")
            .unwrap();
    }
    more.push_str("events:\n  more:\n");
    for number in 0..MORE {
        more.push_str(&event(number).replace("org.example.shop.", "org.example.more."));
    }
    folder.write("more/orders.yaml", more);
    run(&folder, ["generate"]).ends(0);
    folder
}

/// What a run without a cache generates.
fn generated(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let project =
        Project::open(&folder.path("catalog.yaml"), &mut annals_codegen::Run::default()).unwrap();
    let options = project.options(&Target::ALL, &folder.path("generated"));
    let files = generate(
        project.compiled.model.as_ref().unwrap(),
        &options,
        &mut annals_codegen::Run::default(),
    );
    files.iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
}
