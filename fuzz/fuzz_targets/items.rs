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
    let once = told(&compile(source(text), &NoIncludes, &mut |_| {}));
    let mut kept = Kept::default();
    let other = without_some_lines(text, data.len() % 7);
    for (text, is_other) in [(other.as_str(), true), (text, false), (text, false)] {
        let again = compile_again(source(text), &NoIncludes, &mut kept, &mut |_| {});
        assert!(is_other || told(&again) == once, "read again: {}", told(&again));
    }
    // What has a lone `\r` in it is never read item by item. Places stay the same. A mistake in the
    // YAML is shown with the indentation of its line, which is told by `\n` alone.
    let [apart, whole] =
        ["#\n", "#\r"].map(|begin| compile(source(&(begin.to_owned() + text)), &NoIncludes, &mut |_| {}));
    if apart.diagnostics.iter().all(|report| report.rule.code != "A0001") {
        assert_eq!(told(&apart), told(&whole));
    }
});

/// Leaves every seventh line out, so that items move and differ.
fn without_some_lines(text: &str, first: usize) -> String {
    let lines = text.split_inclusive('\n').enumerate();
    lines.filter(|(number, _)| number % 7 != first).map(|(_, line)| line).collect()
}
