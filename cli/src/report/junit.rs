//! Prints findings as JUnit XML, for the test tab of a CI system.
//!
//! ```text
//! testsuites > testsuite (a source, or the output folder) > testcase (a finding) > failure
//! ```
//!
//! A suite without findings has one test that passed, so that the report of a clean run is not
//! empty. A warning is a test that passed with output.

use std::collections::BTreeMap;

use annals_catalog::diagnostic::{Diagnostic, Severity};
use annals_codegen::freshness::Finding;
use annals_codegen::report::{Report, Sources, plain, shown};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

struct Suite {
    name: String,
    cases: Vec<Case>,
}

struct Case {
    name: String,
    outcome: Outcome,
}

enum Outcome {
    Passed,
    /// Passed, with this output.
    Warned(String),
    Failed(Failure),
    /// The run failed before it could check anything.
    Broken(Failure),
}

struct Failure {
    kind: String,
    message: String,
    text: String,
}

/// The document of a report.
pub(super) fn report(report: &Report<'_>) -> String {
    let mut suites: BTreeMap<_, Suite> = BTreeMap::new();
    for (file, _) in report.sources.map.iter() {
        suites.insert(file, Suite { name: report.sources.path(file), cases: Vec::new() });
    }
    let cases = report.each(|item| diagnostic(item, report.sources));
    for (item, case) in report.diagnostics.iter().zip(cases) {
        if let Some(suite) = suites.get_mut(&item.span.file) {
            suite.cases.push(case);
        }
    }
    let mut suites: Vec<Suite> = suites.into_values().collect();
    if report.looked_at_files {
        let cases = report.files.iter().map(|item| file(item, report.output)).collect();
        suites.push(Suite { name: report.output.to_owned(), cases });
    }
    for suite in &mut suites {
        if suite.cases.is_empty() {
            suite.cases.push(Case { name: suite.name.clone(), outcome: Outcome::Passed });
        }
    }
    print(&suites)
}

/// The document of a run that could not read or write something.
pub(super) fn failure(message: &str) -> String {
    let failure = Failure {
        kind: "annals".to_owned(),
        message: message.to_owned(),
        text: message.to_owned(),
    };
    let case = Case { name: "annals".to_owned(), outcome: Outcome::Broken(failure) };
    print(&[Suite { name: "annals".to_owned(), cases: vec![case] }])
}

fn diagnostic(item: &Diagnostic, sources: Sources<'_>) -> Case {
    let start = sources.map.position(item.span.file, item.span.start);
    let (code, path) = (item.rule.code, sources.path(item.span.file));
    let text = plain(item, sources);
    let failure =
        || Failure { kind: code.to_owned(), message: item.message.clone(), text: text.clone() };
    let outcome = match item.severity {
        Severity::Error => Outcome::Failed(failure()),
        Severity::Warning => Outcome::Warned(text),
    };
    Case { name: format!("{path}:{}:{} {code}", start.line, start.column), outcome }
}

fn file(item: &Finding, output: &str) -> Case {
    let path = shown(output, item);
    let failure = Failure {
        kind: item.state.code().to_owned(),
        message: item.message().into_owned(),
        text: format!("{path}:{}\n{}", item.line, item.diff),
    };
    Case { name: format!("{path} {}", item.state.code()), outcome: Outcome::Failed(failure) }
}

fn print(suites: &[Suite]) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    let written = document(&mut writer, suites);
    written.expect("writing to memory cannot fail");
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("only strings were written")
}

type Written = std::io::Result<()>;

fn document(writer: &mut Writer<Vec<u8>>, suites: &[Suite]) -> Written {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut root = BytesStart::new("testsuites");
    root.push_attribute(("name", "annals"));
    count(&mut root, suites.iter().flat_map(|suite| &suite.cases));
    writer.write_event(Event::Start(root))?;
    suites.iter().try_for_each(|suite| write_suite(writer, suite))?;
    writer.write_event(Event::End(BytesEnd::new("testsuites")))
}

fn count<'c>(element: &mut BytesStart<'_>, cases: impl Iterator<Item = &'c Case> + Clone) {
    let failures = cases.clone().filter(|case| matches!(case.outcome, Outcome::Failed(_))).count();
    let errors = cases.clone().filter(|case| matches!(case.outcome, Outcome::Broken(_))).count();
    for (name, number) in [("tests", cases.count()), ("failures", failures), ("errors", errors)] {
        element.push_attribute((name, number.to_string().as_str()));
    }
}

fn write_suite(writer: &mut Writer<Vec<u8>>, suite: &Suite) -> Written {
    let mut element = BytesStart::new("testsuite");
    element.push_attribute(("name", clean(&suite.name).as_str()));
    count(&mut element, suite.cases.iter());
    writer.write_event(Event::Start(element))?;
    suite.cases.iter().try_for_each(|case| write_case(writer, suite, case))?;
    writer.write_event(Event::End(BytesEnd::new("testsuite")))
}

fn write_case(writer: &mut Writer<Vec<u8>>, suite: &Suite, case: &Case) -> Written {
    let mut element = BytesStart::new("testcase");
    element.push_attribute(("classname", clean(&suite.name).as_str()));
    element.push_attribute(("name", clean(&case.name).as_str()));
    let (inner, words) = match &case.outcome {
        Outcome::Passed => return writer.write_event(Event::Empty(element)),
        Outcome::Warned(words) => (BytesStart::new("system-out"), words),
        Outcome::Failed(failure) => (described("failure", failure), &failure.text),
        Outcome::Broken(failure) => (described("error", failure), &failure.text),
    };
    let end = inner.to_end().into_owned();
    writer.write_event(Event::Start(element))?;
    writer.write_event(Event::Start(inner))?;
    writer.write_event(Event::Text(BytesText::new(&clean(words))))?;
    writer.write_event(Event::End(end))?;
    writer.write_event(Event::End(BytesEnd::new("testcase")))
}

fn described(name: &'static str, failure: &Failure) -> BytesStart<'static> {
    let mut element = BytesStart::new(name);
    element.push_attribute(("type", clean(&failure.kind).as_str()));
    element.push_attribute(("message", clean(&failure.message).as_str()));
    element
}

/// Escapes control characters as in Rust: XML 1.0 cannot contain most of them.
fn clean(text: &str) -> String {
    let is_allowed = |letter: char| match letter {
        '\t' | '\n' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        letter => !letter.is_control(),
    };
    let shown = |letter: char| match is_allowed(letter) {
        true => letter.to_string(),
        false => letter.escape_default().to_string(),
    };
    match text.chars().all(is_allowed) {
        true => text.to_owned(),
        false => text.chars().map(shown).collect(),
    }
}
