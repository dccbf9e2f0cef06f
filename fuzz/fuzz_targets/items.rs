//! Any text as a catalog: the result is the same if it is read item by item, as a whole, or with items kept
//! from another text.

#![no_main]

use annals_catalog::source::{NoIncludes, Source};
use annals_catalog::{Compiled, Kept, compile, compile_again};
use libfuzzer_sys::fuzz_target;

fn source(text: &str) -> Source {
    Source { path: "catalog.yaml".into(), text: text.to_owned() }
}

/// The result of a run as text.
fn result(compiled: &Compiled) -> String {
    let Compiled { model, diagnostics, .. } = compiled;
    format!("{model:?}\n{diagnostics:?}")
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = str::from_utf8(data) else { return };
    let once = result(&compile(source(text), &NoIncludes));
    let mut kept = Kept::default();
    let other = without_some_lines(text, data.len() % 7);
    for (text, is_other) in [(other.as_str(), true), (text, false), (text, false)] {
        let again = compile_again(source(text), &NoIncludes, &mut kept, &mut |_| {});
        assert!(is_other || result(&again) == once, "read again: {}", result(&again));
    }
    // Text with a lone `\r` is never read item by item, and its places stay the same. Texts with a YAML
    // error are skipped, since the error shows the indentation, which depends on `\n` alone.
    let [apart, whole] =
        ["#\n", "#\r"].map(|begin| compile(source(&(begin.to_owned() + text)), &NoIncludes));
    if apart.diagnostics.iter().all(|report| report.rule.code != "A0001") {
        assert_eq!(result(&apart), result(&whole));
    }
});

/// Removes every seventh line, so that items move and differ.
fn without_some_lines(text: &str, first: usize) -> String {
    let lines = text.split_inclusive('\n').enumerate();
    lines.filter(|(number, _)| number % 7 != first).map(|(_, line)| line).collect()
}
