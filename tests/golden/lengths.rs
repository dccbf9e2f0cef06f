//! Does the JSON Schema of bytes allow exactly the numbers of bytes that the catalog allows?

use annals_codegen::project::Project;
use annals_codegen::{FileSet, Options};
use annals_tests::folder::Folder;
use serde_json::{Value, json};

/// More bytes than any limit here.
const TRIED: usize = 12;

/// The texts of 0 to [`TRIED`] zero bytes in base64.
fn texts() -> Vec<String> {
    let text = |bytes: usize| match bytes % 3 {
        0 => "AAAA".repeat(bytes / 3),
        1 => "AAAA".repeat(bytes / 3) + "AA==",
        _ => "AAAA".repeat(bytes / 3) + "AAA=",
    };
    (0..=TRIED).map(text).collect()
}

/// Minimum and maximum: every pair up to nine, and each alone.
fn limits() -> Vec<(Option<usize>, Option<usize>)> {
    let pair = |most: usize| (0..=most).map(move |least| (Some(least), Some(most)));
    let alone = (0..=9).flat_map(|one| [(None, Some(one)), (Some(one), None)]);
    (0..=9).flat_map(pair).chain(alone).collect()
}

fn generated(limits: &[(Option<usize>, Option<usize>)]) -> FileSet {
    let head = "annals: 1
catalog: { name: lengths, title: Lengths, namespace: org.example, version: 1.0.0 }
avro: { record: Payload }
domains:
  bytes: { title: Bytes, description: Of some length. }
records:
  bytes:
    Lengths:
      description: A field for each pair of limits.
      fields:
";
    let tail = "events:
  bytes:
    BYTES_SENT:
      type: org.example.bytes.bytes.sent.v1
      added: 2025-01-01
      description: Somebody sent bytes.
      repository: example/bytes
      data: { lengths: Lengths }
";
    let limit = |name: &str, limit: &Option<usize>| {
        limit.map(|limit| format!(", {name}: {limit}")).unwrap_or_default()
    };
    let field = |(index, (least, most)): (usize, &(Option<usize>, Option<usize>))| {
        let (least, most) = (limit("min_length", least), limit("max_length", most));
        format!("        f{index}: {{ type: bytes?{least}{most}, description: Bytes. }}\n")
    };
    let fields: String = limits.iter().enumerate().map(field).collect();
    let folder = Folder::temporary();
    folder.write("catalog.yaml", format!("{head}{fields}{tail}"));
    let compiled = Project::open(&folder.path("catalog.yaml"), &mut annals_codegen::Run::default())
        .unwrap()
        .compiled;
    let reports = compiled.diagnostics.iter().map(|item| item.to_text(&compiled.sources));
    assert_eq!(reports.collect::<String>(), "");
    annals_codegen::generate(
        &compiled.model.unwrap(),
        &Options::all(Vec::new()),
        &mut annals_codegen::Run::default(),
    )
}

#[test]
fn schemas_limit_the_number_of_bytes() {
    let limits = limits();
    let files = generated(&limits);
    let path = "schemas/json/org.example.bytes.bytes.sent.v1.schema.json";
    let schema: Value = serde_json::from_slice(files.get(path).unwrap()).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let mut wrong = Vec::new();
    for (index, (least, most)) in limits.iter().enumerate() {
        for (bytes, text) in texts().iter().enumerate() {
            let expected = least.unwrap_or(0) <= bytes && bytes <= most.unwrap_or(TRIED);
            let payload = json!({ "lengths": { format!("f{index}"): text } });
            if schema.is_valid(&payload) != expected {
                wrong.push(format!("{bytes} bytes, limits {least:?} to {most:?}: not {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
