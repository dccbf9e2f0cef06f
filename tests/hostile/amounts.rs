//! Too much of everything, made here because such files are too large to commit.

use std::fmt::Write as _;

use crate::{HEAD, REST, codes, errors, folder, run};

/// `part` for each number below `count`.
fn repeated(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        write!(text, "{}", part(number)).unwrap();
        text
    })
}

fn refused(catalog: String, code: &str, words: &str) {
    let found = errors(&folder(catalog));
    let expected = |(found, message): &(String, String)| found == code && message.contains(words);
    assert!(found.iter().any(expected), "no {code} with `{words}`: {:.2000}", format!("{found:?}"));
}

#[test]
fn files_over_64_mib_are_refused() {
    let comments = "# a line of comment, and some more of it\n".repeat(2_500_000);
    refused(format!("{HEAD}{comments}"), "A0007", "more than 64 MiB");
}

#[test]
fn a_line_of_two_megabytes_is_accepted() {
    let text = "word ".repeat(400_000);
    let head = HEAD.replace("title: D", &format!("title: D, description: '{text}'"));
    let folder = folder(head + REST);
    run(&folder, ["generate", "--only", "rust"]).ends(0);
    assert!(folder.read("generated/src/d/mod.rs").contains(text.trim_end()));
}

#[test]
fn deep_nesting_is_refused() {
    let nested = |open: &str, close: &str| open.repeat(10_000) + &close.repeat(10_000);
    refused(format!("{HEAD}lint: {}", nested("[", "]")), "A0006", "64 levels");
    refused(format!("{HEAD}lint: {}", nested("{a: ", "}")), "A0006", "64 levels");
    refused(repeated(3_000, |depth| " ".repeat(depth) + "a:\n"), "A0006", "64 levels");
    let ty = nested("list<", ">");
    let field = format!("{HEAD}records: {{ d: {{ R: {{ fields: {{ a: '{ty}' }} }} }} }}\n");
    refused(field, "A0122", "16 levels");
}

#[test]
fn inputs_that_expand_without_bound_are_refused() {
    let aliases = |number| format!("a{}: &a{number} [{}]\n", number, "*b, ".repeat(9));
    refused(format!("b: &b [x]\n{}", repeated(1_000, aliases)), "A0003", "anchor");
    let heirs = repeated(5_000, |number| format!("    R{number}: {{ extends: B }}\n"));
    let fields = repeated(1_000, |number| format!("f{number}: int, "));
    let base = format!("records:\n  d:\n    B: {{ fields: {{ {fields} }} }}\n");
    refused(format!("{HEAD}{base}{heirs}"), "A0007", "inherit");
    let record = base.replace("B:", "R:").replace("int", "{ type: int, description: Some words. }");
    let events = repeated(4_000, |number| {
        format!(
            "    D{number}_STARTED: {{ type: org.example.d.d{number}.started.v1, added: 2025-01-01, \
             repository: a/b, data: {{ r: R }} }}\n"
        )
    });
    refused(format!("{HEAD}{record}events:\n  d:\n{events}"), "A0007", "repeat");
    for pattern in ["(((a{1000}){1000}){1000})", &"(".repeat(10_000), &"a|".repeat(100_000)] {
        let scalar = format!("scalars: {{ s: {{ base: string, pattern: '{pattern}' }} }}\n");
        refused(format!("{HEAD}{scalar}"), "A0138", "regular expression");
    }
}

/// The report of one value must not list all values of the enum.
#[test]
fn eight_thousand_wrong_values_are_reported() {
    let values = repeated(8_000, |number| format!("v{number}, "));
    let numbers = "1, ".repeat(8_000);
    let catalog = format!(
        "{HEAD}enums: {{ E: {{ values: [{values}] }} }}\n\
         records: {{ d: {{ R: {{ fields: {{ a: {{ type: list<E>, default: [{numbers}] }} }} }} }} }}\n"
    );
    assert_eq!(codes(&folder(catalog)), vec!["A0132"; 8_000]);
}

/// A key that is too long for YAML is not copied for each item below it.
#[test]
fn a_name_of_a_million_letters_is_refused() {
    let items = repeated(4_000, |number| format!("    R{number}: x\n"));
    let domain = "a".repeat(1_000_000);
    refused(format!("{HEAD}records:\n  {domain}:\n{items}"), "A0001", "");
}

#[test]
fn ten_thousand_errors_are_reported() {
    let records = repeated(10_000, |number| {
        format!("    R{number}: {{ fields: {{ a: nothing{number} }} }}\n")
    });
    let lines = format!("{HEAD}records:\n  d:\n{records}");
    assert_eq!(codes(&folder(&lines)), vec!["A0123"; 10_000]);
    let records = records.replace('\n', ", ");
    let line = format!("{HEAD}records: {{ d: {{ {records} }} }}\n");
    assert_eq!(codes(&folder(line)), vec!["A0123"; 10_000]);
}

#[test]
fn unknown_and_repeated_keys_are_reported() {
    let keys = repeated(20_000, |number| format!("key{number}: {number}\n"));
    assert_eq!(codes(&folder(format!("{HEAD}{keys}"))), vec!["A0010"; 20_000]);
    let keys = "key: 1\n".repeat(20_000);
    let found = codes(&folder(format!("{HEAD}{keys}")));
    assert_eq!(found.iter().filter(|code| *code == "A0002").count(), 19_999);
}
