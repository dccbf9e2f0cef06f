//! Does docs/diagnostics.md show what the command prints? The page has a catalog, then for each error a
//! diff that introduces it and the report.

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};
use annals_tests::workspace::repository;

const ANNALS: &str = env!("CARGO_BIN_EXE_annals-under-test");
const PAGE: &str = "docs/diagnostics.md";

/// The text of the first block of this kind, and its position.
fn block<'t>(text: &'t str, kind: &str) -> Option<(usize, &'t str)> {
    let opening = format!("```{kind}\n");
    let start = text.find(&opening)? + opening.len();
    let length = text[start..].find("```")?;
    Some((start, &text[start..start + length]))
}

/// The catalog after a diff of one hunk without a header.
fn changed(catalog: &str, diff: &str) -> String {
    let side = |other: char| {
        let lines = diff.lines().filter(|line| !line.starts_with(other));
        lines.map(|line| format!("{}\n", line.get(1..).unwrap_or_default())).collect::<String>()
    };
    let (before, after) = (side('+'), side('-'));
    assert_eq!(catalog.matches(&before).count(), 1, "the catalog has this once:\n{before}");
    catalog.replacen(&before, &after, 1)
}

fn report(catalog: &str, code: i32) -> String {
    let folder = Folder::temporary();
    folder.write("catalog.yaml", catalog);
    // Nothing was generated, so the files are not checked.
    let only = ["check", "--only", "avro"];
    Run::of(&mut annals(ANNALS, folder.root(), only)).ends(code).stderr.clone()
}

#[test]
fn the_page_shows_the_printed_reports() {
    let page = std::fs::read_to_string(repository().join(PAGE)).unwrap_or_default();
    let (head, sections) = page.split_once("\n## ").unwrap_or_default();
    let (_, catalog) = block(head, "yaml").unwrap_or_default();
    let mut current = head.to_owned();
    let mut count = 0;
    for section in sections.split("\n## ") {
        let mut section = section.to_owned();
        if let Some((_, diff)) = block(&section, "diff") {
            let printed = report(&changed(catalog, diff), 1);
            let place = block(&section, "text").map(|(start, text)| start..start + text.len());
            section.replace_range(place.unwrap_or_default(), &printed);
            count += 1;
        }
        current.push_str("\n## ");
        current.push_str(&section);
    }
    assert_eq!(count, 12, "twelve mistakes");
    let clean = report(catalog, 1);
    assert!(clean.contains("A0303") && !clean.contains("-->  catalog.yaml"), "{clean}");
    if std::env::var_os("ANNALS_ACCEPT").is_some() {
        return accept(&current);
    }
    let diff = similar::TextDiff::from_lines(&page, &current);
    let diff = diff.unified_diff().header(PAGE, "as printed").to_string();
    let command = "ANNALS_ACCEPT=1 cargo test -p annals-tests --test pages";
    assert!(diff.is_empty(), "{diff}\nif this is right: {command}");
}

#[expect(clippy::disallowed_methods, reason = "the command that accepts a page writes it")]
fn accept(page: &str) {
    std::fs::write(repository().join(PAGE), page).expect("the page can be written");
}
