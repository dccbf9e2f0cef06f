//! Any text as a file of a catalog: it is rejected, or formatting it is idempotent.

#![no_main]

use annals_catalog::format::{FormatError, format};
use annals_catalog::source::{NoIncludes, Source};
use annals_catalog::{Compiled, compile};
use libfuzzer_sys::fuzz_target;

fn source(text: &str) -> Source {
    Source { path: "catalog.yaml".into(), text: text.to_owned() }
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = str::from_utf8(data) else { return };
    let once = match format(source(text)) {
        Ok(once) => once,
        Err(FormatError::Mistakes { diagnostics, .. }) => {
            assert!(!diagnostics.is_empty(), "it is rejected without an error");
            return;
        }
        Err(error) => panic!("{error}: {text:?}"),
    };
    let twice = format(source(&once)).expect("formatted text can be formatted");
    assert_eq!(once, twice);
    // The formatter compares trees itself. The compiler must find the same mistakes, too. Blanks at the
    // end, which the scanner may reject, are removed first.
    let (before, after) = (codes(text.trim_end_matches([' ', '\t'])), codes(&once));
    // Where a line was meant to be is a guess from the lines around it, which formatting moves.
    let is_guess = |codes: &[&str]| codes.contains(&"A0018");
    if !is_guess(&before) && !is_guess(&after) {
        assert_eq!(before, after);
    }
});

/// The codes of the compiler's findings, sorted.
fn codes(text: &str) -> Vec<&'static str> {
    let Compiled { diagnostics, .. } = compile(source(text), &NoIncludes, &mut |_| {});
    let mut codes: Vec<_> = diagnostics.iter().map(|report| report.rule.code).collect();
    codes.sort_unstable();
    codes
}
