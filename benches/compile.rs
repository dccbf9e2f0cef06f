//! Measures the stages of the compiler in one process, on synthetic catalogs.

use annals_catalog::source::{NoIncludes, Source};
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
