//! Measures what a history adds to a check: a catalog with one edit against its releases, without the disk.

use annals_catalog::model::{Model, Promise};
use annals_catalog::source::{NoIncludes, Source, SourceMap};
use annals_codegen::contract;
use annals_codegen::history::current;
use annals_contract::{Field, Lock, Presence, Release};
use annals_evolution::{Catalog, History, judge};
use divan::Bencher;

fn main() {
    divan::main();
}

/// A catalog that promises everything, and its files.
fn compiled(events: usize) -> (Model, SourceMap) {
    let text = annals_benches::catalog(events);
    let source = Source { path: "catalog.yaml".to_owned(), text };
    let compiled = annals_catalog::compile(source, &NoIncludes, &mut |_| {});
    let mut model = compiled.model.expect("the synthetic catalog has no mistake");
    for reader in ["avro", "json-tolerant"] {
        let promise = Promise { reader, backward: true, forward: true, transitive: true };
        model.evolution.promises.push(promise);
    }
    (model, compiled.sources)
}

/// The releases of a catalog: each lacks a field that the next one has, of another record.
fn releases(lock: &Lock, count: usize) -> Vec<(String, String)> {
    let records: Vec<String> = lock.records.keys().cloned().collect();
    let (mut files, mut after) = (Vec::new(), None);
    let mut lock = lock.clone();
    for number in 0..count {
        let record = &records[number * records.len() / count];
        let fields = &mut lock.records.get_mut(record).expect("it is a record").fields;
        fields.push(Field {
            name: "more".to_owned(),
            ty: "string?".to_owned(),
            rust: "A".to_owned(),
            presence: Presence::Default("null".to_owned()),
            ..Field::default()
        });
        lock.catalog.version = format!("1.{number}.0");
        let text = lock.released("2026-01-01".to_owned(), after.take());
        let release = Release::read(&text).expect("it was just released");
        after = Some((lock.catalog.version.clone(), release.digest));
        files.push((format!("history/1.{number}.0.lock"), text));
    }
    files
}

/// 10,000 events against the last release, and against all of several.
#[divan::bench(args = [1, 10, 50])]
fn check(bencher: Bencher<'_, '_>, count: usize) {
    let (model, sources) = compiled(10_000);
    let files = releases(&contract(&model), count);
    bencher.with_inputs(|| files.clone()).bench_local_values(|files| {
        let history = History::read(files).expect("the releases are a chain");
        let lock = contract(&model);
        let text = lock.to_text();
        let current = current(&lock, &text);
        let judgement =
            judge(Catalog { model: &model, sources: &sources, current: &current }, &history);
        judgement.expect("the releases are locks").diagnostics.into_sorted()
    });
}
