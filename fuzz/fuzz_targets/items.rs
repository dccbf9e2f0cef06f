//! Any text as a catalog: the result is the same if it is read item by item or as a whole.

#![no_main]

use annals_catalog::source::{NoIncludes, Source};
use annals_catalog::{Compiled, compile};
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
    // Text with a lone `\r` is never read item by item, and its places stay the same. Texts with a YAML
    // error are skipped, since the error shows the indentation, which depends on `\n` alone.
    let [apart, whole] =
        ["#\n", "#\r"].map(|begin| compile(source(&(begin.to_owned() + text)), &NoIncludes, &mut |_| {}));
    if apart.diagnostics.iter().all(|report| report.rule.code != "A0001") {
        assert_eq!(result(&apart), result(&whole));
    }
});
