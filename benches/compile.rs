//! Measures the stages of the compiler in one process, on synthetic catalogs.

use annals_catalog::source::{NoIncludes, Source};
use annals_cli::import::{Format, Input, Settings, import};
use annals_codegen::{Options, Target};
use divan::Bencher;

const SIZES: [usize; 2] = [75, 1000];

fn main() {
    divan::main();
}

fn source(events: usize) -> Source {
    Source { path: "catalog.yaml".to_owned(), text: annals_benches::catalog(events) }
}

/// Text to checked model.
#[divan::bench(args = SIZES)]
fn front_end(bencher: Bencher<'_, '_>, events: usize) {
    bencher
        .with_inputs(|| source(events))
        .bench_values(|source| annals_catalog::compile(source, &NoIncludes, &mut |_| {}));
}

/// Model to files in memory, one target at a time.
#[divan::bench(args = SIZES, consts = [0, 1, 2, 3])]
fn back_end<const TARGET: usize>(bencher: Bencher<'_, '_>, events: usize) {
    let compiled = annals_catalog::compile(source(events), &NoIncludes, &mut |_| {});
    let model = compiled.model.expect("the synthetic catalog has no mistake");
    let options = Options { targets: vec![Target::ALL[TARGET]], sources: Vec::new() };
    bencher.bench_local(|| {
        annals_codegen::generate(&model, &options, &mut annals_codegen::Run::default())
    });
}

/// A JSON Schema to the text of a catalog: properties that are required, optional or an enum each.
#[divan::bench(args = [10_000, 20_000, 40_000])]
fn schema(bencher: Bencher<'_, '_>, properties: usize) {
    let property = |number: usize| match number % 3 {
        0 => format!(r#""field_{number}": {{ "type": "string", "minLength": 1 }}"#),
        1 => format!(r#""field_{number}": {{ "type": "integer", "minimum": {number} }}"#),
        _ => format!(r#""field_{number}": {{ "enum": ["a", "b{number}"] }}"#),
    };
    let required = (0..properties).step_by(2).map(|number| format!(r#""field_{number}""#));
    let bytes = format!(
        r#"{{ "properties": {{ {} }}, "required": [{}] }}"#,
        (0..properties).map(property).collect::<Vec<_>>().join(", "),
        required.collect::<Vec<_>>().join(", ")
    );
    let inputs = [Input { file: "event.json".to_owned(), bytes: bytes.into_bytes() }];
    let settings = Settings { added: "2024-01-01".to_owned(), ..Settings::default() };
    bencher.bench_local(|| import(Format::JsonSchema, &inputs, &settings));
}
