//! Any text as a catalog: it is rejected, or every generated file is valid and stays in its folder.

#![no_main]

use annals_catalog::source::{LoadError, Loader, Source};
use annals_catalog::{Compiled, compile};
use annals_codegen::{FileSet, Options, Run, generate};
use annals_contract::Lock;
use libfuzzer_sys::fuzz_target;

/// The included files.
struct Parts<'a>(Vec<&'a str>);

impl Loader for Parts<'_> {
    fn load(&self, _pattern: &str) -> Result<Vec<Source>, LoadError> {
        let part = |(index, text): (usize, &&str)| Source {
            path: format!("parts/{index}.yaml"),
            text: (*text).to_owned(),
        };
        Ok(self.0.iter().enumerate().map(part).collect())
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = str::from_utf8(data) else { return };
    let mut parts = text.split('\0');
    let main = parts.next().unwrap_or_default().to_owned();
    let source = Source { path: "catalog.yaml".into(), text: main };
    let Compiled { sources, model, diagnostics, .. } = compile(source, &Parts(parts.collect()), &mut |_| {});
    for report in &diagnostics {
        assert!(!report.hint.is_empty(), "{}", report.to_text(&sources));
        assert!(report.to_text(&sources).contains(report.rule.code));
    }
    if let Some(model) = model {
        check(&generate(&model, &Options::all(Vec::new()), &mut Run::default()));
    }
});

fn check(files: &FileSet) {
    let mut folded: Vec<String> = files.iter().map(|(path, _)| path.to_lowercase()).collect();
    folded.sort();
    assert!(
        folded.windows(2).all(|pair| pair[0] != pair[1]),
        "two files with the same name: {folded:?}"
    );
    for (path, bytes) in files.iter() {
        assert!(is_inside(path), "{path}");
        let text = str::from_utf8(bytes).expect("every file is text");
        assert!(!text.contains(['\0', '\r', '\u{1b}']), "{path} has control characters:\n{text}");
        match path.rsplit_once('.').map_or("", |(_, end)| end) {
            "rs" => drop(
                syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}")),
            ),
            "json" | "avsc" => {
                let value = serde_json::from_str::<serde_json::Value>(text);
                drop(value.unwrap_or_else(|error| panic!("{path}: {error}\n{text}")));
            }
            "lock" => {
                let lock =
                    Lock::parse(text).unwrap_or_else(|error| panic!("{path}: {error:?}\n{text}"));
                assert_eq!(lock.to_string(), text);
            }
            _ => {}
        }
    }
}

/// Whether the path is below its root on every operating system.
fn is_inside(path: &str) -> bool {
    let fits = |part: &str| {
        let odd = |letter: char| letter.is_control() || "<>:\"\\|?*".contains(letter);
        !part.is_empty() && !part.ends_with(['.', ' ']) && !part.contains(odd) && part.len() <= 255
    };
    path.split('/').all(fits)
}
