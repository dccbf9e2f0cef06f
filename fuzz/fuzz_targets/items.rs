//! Any text as a catalog: whether it is read item by item, as a whole, or after another text of which
//! items are kept, it comes to the same.

#![no_main]

use annals_catalog::source::{NoIncludes, Source};
use annals_catalog::{Compiled, Kept, compile, compile_again};
use libfuzzer_sys::fuzz_target;

fn source(text: &str) -> Source {
    Source { path: "catalog.yaml".into(), text: text.to_owned() }
}

/// All there is to know of a run.
fn told(compiled: &Compiled) -> String {
    let Compiled { model, diagnostics, .. } = compiled;
    format!("{model:?}\n{diagnostics:?}")
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = str::from_utf8(data) else { return };
    let compiled = compile(source(text), &NoIncludes);
    let once = told(&compiled);
    let mut kept = Kept::default();
    let other = without_some_lines(text, data.len() % 7);
    for text in [other.as_str(), text, text] {
        let again = compile_again(source(text), &NoIncludes, &mut kept, &mut |_| {});
        if text.len() == data.len() {
            assert_eq!(told(&again), once);
        }
    }
    // An empty line that ends with a lone `\r` is never outlined; it says nothing, unless the text
    // before it goes on to its end.
    let is_scanned = compiled.diagnostics.iter().all(|report| report.rule.code != "A0001");
    if is_scanned && text.ends_with('\n') && !text.contains('+') {
        let whole = compile(source(&format!("{text}\r")), &NoIncludes);
        assert_eq!(told(&whole), once);
    }
});

/// Leaves every seventh line out, so that items move and differ.
fn without_some_lines(text: &str, first: usize) -> String {
    let lines = text.split_inclusive('\n').enumerate();
    lines.filter(|(number, _)| number % 7 != first).map(|(_, line)| line).collect()
}
