//! Does any file quickly give a clear error or a valid catalog?

use annals_tests::folder::Folder;
use annals_tests::process::Run;

use crate::run;

fn import(kind: &str, bytes: impl AsRef<[u8]>) -> (Folder, Run) {
    let folder = Folder::temporary();
    let file = if kind == "otel" { "in.yaml" } else { "in.json" };
    folder.write(file, bytes);
    let run = run(&folder, ["import", kind, file, "--out", "catalog.yaml"]);
    (folder, run)
}

pub(crate) fn no_json() {
    let texts: [(&[u8], &str); 8] = [
        (b"", "line 1 column 0"),
        (b"{", "line 1"),
        (b"{\"type\": \"record\"\n\"name\": 1}", "line 2"),
        (b"{\"a\": \xff}", "byte 6 is not UTF-8"),
        (b"{\"a\": \0}", "line 1 column 7"),
        (b"{} {}", "trailing characters"),
        (b"{\"a\": 1, \"a\": 2}", "duplicate key `a`"),
        (b"{\"a\": 1e999}", "number out of range"),
    ];
    for (text, words) in texts {
        for kind in ["avsc", "json-schema"] {
            let (folder, run) = import(kind, text);
            run.ends(3).says(&["in.json", words]);
            assert!(!folder.has("catalog.yaml"));
        }
    }
}

pub(crate) fn no_schema() {
    let avro = [
        ("[]", "must be a record"),
        (r#""string""#, "must be a record"),
        (r#"{"type": "record"}"#, "has no text `name`"),
        (r#"{"type": "record", "name": "A"}"#, "no list `fields`"),
        (r#"{"type": "record", "name": "A", "fields": [1]}"#, "a field must be an object"),
        (r#"{"type": "record", "name": "A", "fields": [{"name": "a"}]}"#, "no `type`"),
        (
            r#"{"type": "record", "name": "A", "fields": [{"name": "a", "type": "B"}]}"#,
            "no type `B`",
        ),
    ];
    let json = [
        ("1", "must be an object"),
        ("{}", "must be an object"),
        (r#"{"properties": {"a": 1}}"#, "`1` is not a schema"),
        (r#"{"properties": {"a": {"type": "text"}}}"#, "`text` is not a type of JSON Schema"),
        (r##"{"properties": {"a": {"$ref": "#/$defs/A"}}}"##, "leads nowhere"),
    ];
    let avro = avro.map(|(text, words)| ("avsc", text, words));
    let json = json.map(|(text, words)| ("json-schema", text, words));
    for (kind, text, words) in avro.into_iter().chain(json) {
        let (folder, run) = import(kind, text);
        run.ends(3).says(&["in.json", words]);
        assert!(!folder.has("catalog.yaml"));
    }
}

pub(crate) fn deep_and_endless() {
    let (_, run) = import("json-schema", r#"{"a":"#.repeat(100_000));
    run.ends(3).says(&["recursion limit"]);
    // Twenty thousand nested definitions would overflow the stack.
    let mut chain = String::new();
    for number in 0..20_000 {
        let next = number + 1;
        chain +=
            &format!(r##""D{number}": {{"properties": {{"n": {{"$ref": "#/$defs/D{next}"}}}}}},"##);
    }
    let schema = format!(
        r##"{{"properties": {{"a": {{"$ref": "#/$defs/D0"}}}}, "$defs": {{{chain} "D20000": {{"type": "string"}}}}}}"##
    );
    import("json-schema", schema).1.ends(3).says(&["in a row"]);
    // As many choices and parts of others.
    for word in ["oneOf", "allOf"] {
        let link = |number: usize| {
            let next = number + 1;
            format!(
                r##""D{number}": {{"{word}": [{{"$ref": "#/$defs/D{next}"}}, {{"$ref": "#/$defs/E"}}]}},"##
            )
        };
        let chain: String = (0..20_000).map(link).collect();
        let schema = format!(
            r##"{{"{word}": [{{"$ref": "#/$defs/D0"}}, {{"$ref": "#/$defs/E"}}], "$defs": {{{chain}
            "D20000": {{"type": "object"}}, "E": {{"type": "object"}}}}}}"##
        );
        assert_ne!(import("json-schema", schema).1.code, None, "{word}");
    }
    let deep = format!("a: {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    import("json-schema", deep).1.ends(3);
    // Definitions that refer to themselves.
    let endless = r##"{"properties": {"a": {"$ref": "#/$defs/A"}, "b": {"$ref": "#/$defs/B"}}, "$defs": {
        "A": {"$ref": "#/$defs/A"}, "B": {"allOf": [{"$ref": "#/$defs/B"}, {"$ref": "#/$defs/B"}]}}}"##;
    import("json-schema", endless).1.ends(1);
    let endless = r#"{"type": "record", "name": "A", "fields": [
        {"name": "a", "type": {"type": "record", "name": "B", "fields": [{"name": "b", "type": "B"}]}}]}"#;
    import("avsc", endless).1.ends(1).says(&["changed[recursion]"]);
}

/// The same of the catalogs of other tools.
pub(crate) fn deep_and_endless_catalogs() {
    let group = |number: usize| {
        let (next, after) = (number + 1, number + 2);
        format!(
            "- {{id: g{number}, type: attribute_group, extends: g{next}, attributes: [{{ref_group: g{after}}}]}}\n"
        )
    };
    let chain: String = (0..20_000).map(group).collect();
    let event = "- {id: event.a, type: event, name: a.b, extends: g0}\n";
    let endless = "- {id: g20000, type: attribute_group, extends: g0}\n";
    import("otel", format!("groups:\n{event}{chain}{endless}"))
        .1
        .ends(1)
        .says(&["behind too many others"]);

    let message = r##"{"asyncapi": "3.0.0", "info": {"title": "a"}, "components": {"messages": {
        "a": {"$ref": "#/components/messages/a"}, "b": {"traits": [{"$ref": "#/components/messages/b/traits/0"}]}}}}"##;
    import("asyncapi", message).1.ends(1).says(&["changed[reference]"]);

    let base = r##"{"messagegroups": {"g": {"messages": {
        "a": {"basemessage": "#/messagegroups/g/messages/b"}, "b": {"basemessage": "#/messagegroups/g/messages/a"}}}}}"##;
    import("cloudevents", base).1.ends(0);

    // A message in a message, twenty thousand times.
    let text = |field: u8, text: &[u8]| {
        let length = u8::try_from(text.len()).unwrap();
        [&[field << 3 | 2, length], text].concat()
    };
    let message = |number: usize| {
        let of = format!(".M{}", number + 1);
        // An optional message with the number 1.
        let field = [text(1, b"m"), vec![0x18, 1, 0x20, 1, 0x28, 11], text(6, of.as_bytes())];
        let fields = text(2, &field.concat());
        text(4, &[text(1, format!("M{number}").as_bytes()), fields].concat())
    };
    let file: Vec<u8> = (0..20_000).flat_map(message).collect();
    let mut set = vec![0x0a];
    let mut length = file.len();
    while length > 0x7f {
        set.push(u8::try_from(length & 0x7f).unwrap() | 0x80);
        length >>= 7;
    }
    set.push(u8::try_from(length).unwrap());
    set.extend(file);
    import("protobuf", set).1.ends(1).says(&["messages in each other"]);
    for bytes in [&b"\xff\xff"[..], b"", b"syntax = \"proto3\";"] {
        import("protobuf", bytes).1.ends(3).says(&["FileDescriptorSet"]);
    }
}

/// With file names, keywords, markup or ends of comments as names, the catalog and its output are valid.
pub(crate) fn names() {
    let names = [
        "../../x", "con", "r#fn", "fn", "self", "Self", "null", "true", "1st", "", " ", "é", "a b",
        "a-b", "a_b", "*/", "{{ x }}", "`|", "<b>", "\\u0000", "\\u202e", "a: b", "- a", "# a",
        "'", "\\\"",
    ];
    let properties =
        names.map(|name| format!(r#""{name}": {{"type": "string", "description": "{name}"}}"#));
    let record = format!(
        r#"{{"type": "object", "title": "*/ {{{{ x }}}}", "properties": {{{}}}}}"#,
        properties.join(",")
    );
    let schema = format!(
        r##"{{"title": "../../x", "properties": {{"data": {{"$ref": "#/$defs/..~1..%7E1x"}}, "m": {{"$ref": "#/$defs/M"}}}},
            "$defs": {{"../../x": {record}, "M": {{"enum": ["", "*/", "é", "a", "A", "no", "1"]}}}}}}"##
    );
    let (folder, run_made) = import("json-schema", schema);
    run_made.ends(1);
    run(&folder, ["generate"]).ends(0);
    run(&folder, ["check"]).ends(0);
    assert!(folder.has("generated/catalog.lock"));
}

/// Names that differ only in what the catalog does not allow, or in their namespace, and are as long as
/// it allows.
pub(crate) fn equal_names() {
    let long = format!("T{}", "t".repeat(99));
    let records = (0..150).map(|number| {
        let fields = r#"[{"name": "a", "type": "int"}]"#;
        format!(
            r#"{{"name": "f{number}", "type": {{"type": "record", "namespace": "n{number}", "name": "{long}", "fields": {fields}}}}},
            {{"name": "e{number}", "type": {{"type": "enum", "namespace": "n{number}", "name": "E{long}", "symbols": ["S{number}"]}}}},
            {{"name": "x{number}", "type": {{"type": "fixed", "namespace": "n{number}", "name": "X{long}", "size": {number}}}}}"#
        )
    });
    let records: Vec<_> = records.collect();
    let avro = format!(r#"{{"type": "record", "name": "A", "fields": [{}]}}"#, records.join(","));
    let definitions: Vec<_> = (0..150)
        .flat_map(|number| {
            let (name, field) = (format!("{long}{}", "-".repeat(number)), format!("f{number}"));
            let record =
                format!(r#""{name}": {{"properties": {{"{field}": {{"type": "string"}}}}}}"#);
            let scalar =
                format!(r#""s {name}": {{"type": "string", "maxLength": {}}}"#, number + 1);
            let item = format!(r#""e {name}": {{"enum": ["a", "b{number}"]}}"#);
            [record, scalar, item]
        })
        .collect();
    let uses: Vec<_> = (0..150)
        .flat_map(|number| {
            let dashes = "-".repeat(number);
            let property = |kind: &str| {
                let key = kind.trim().to_owned() + &dashes;
                format!(r##""f{key}": {{"$ref": "#/$defs/{kind}{long}{dashes}"}}"##)
            };
            ["", "s ", "e "].map(property)
        })
        .collect();
    let json = format!(
        r#"{{"properties": {{{}}}, "$defs": {{{}}}}}"#,
        uses.join(","),
        definitions.join(",")
    );
    for (kind, schema) in [("avsc", avro), ("json-schema", json)] {
        let (folder, run_made) = import(kind, schema);
        // In JSON Schema the name of a definition means nothing.
        run_made.ends(i32::from(kind == "avsc"));
        run(&folder, ["check", "--no-files"]).ends(0);
    }
}
