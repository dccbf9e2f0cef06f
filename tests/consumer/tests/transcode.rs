//! Does the example `transcode` turn JSON into Avro and back in a shell, and say clearly what is wrong?

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use annals::Record;
use annals_tests::process::Run;
use annals_tests::workspace::{cargo, repository};
use openedx_events::learning::{CourseEnrollmentCreated, StudentRegistrationCompleted};

const ENROLLED: &str = "org.openedx.learning.course.enrollment.created.v1";

/// The example, built by cargo in a target folder that all such tests share.
static EXAMPLE: LazyLock<PathBuf> = LazyLock::new(|| {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scratch-target");
    let arguments = ["build", "--package=openedx-events", "--example=transcode"];
    Run::of(cargo(repository(), &target).args(arguments)).ends(0);
    let program = format!("transcode{}", std::env::consts::EXE_SUFFIX);
    target.join("debug/examples").join(program)
});

fn transcode(arguments: &[&str], input: &str) -> Run {
    Run::with_input(Command::new(&*EXAMPLE).args(arguments), input.as_bytes())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn both_ways() {
    let event = CourseEnrollmentCreated::sample();
    let (json, avro) = (event.to_json().unwrap(), hex(&event.to_avro()));
    let run = transcode(&["json-to-avro", ENROLLED], &json);
    assert_eq!(run.ends(0).stdout, format!("{avro}\n"), "{run}");
    let run = transcode(&["avro-to-json", ENROLLED], &run.stdout);
    assert_eq!(run.ends(0).stdout, format!("{json}\n"), "{run}");

    let spaced = format!("\n {}\n\n", json.replace(',', " ,\n"));
    assert_eq!(transcode(&["json-to-avro", ENROLLED], &spaced).ends(0).stdout.trim(), avro);
    let upper = format!(" {}\n\n", avro.to_uppercase());
    assert_eq!(transcode(&["avro-to-json", ENROLLED], &upper).ends(0).stdout.trim(), json);
}

/// A run that fails with these words, prints nothing, does not panic and keeps secrets.
fn assert_refused(arguments: &[&str], input: &str, words: &[&str]) {
    let run = transcode(arguments, input);
    run.ends(2).says(words).says_nothing_of("panicked").says_nothing_of("maya");
    assert!(run.stdout.is_empty(), "{run}");
}

#[test]
fn bad_json_is_refused_with_its_place() {
    let json = CourseEnrollmentCreated::sample().to_json().unwrap();
    let refused = |input: &str, words: &[&str]| {
        assert_refused(&["json-to-avro", ENROLLED], input, words);
    };
    refused(&json.replacen("\"id\":", "\"id\":\"maya\",\"x\":", 1), &["enrollment.user"]);
    refused(&json.replacen("course-v1:", "course v1:", 1), &["enrollment.course.course_key"]);
    refused(&json[..json.len() - 2], &["EOF"]);
    refused("", &["EOF"]);
    refused(&StudentRegistrationCompleted::sample().to_json().unwrap(), &["user"]);
}

#[test]
fn bad_avro_is_refused_with_its_place() {
    let avro = hex(&CourseEnrollmentCreated::sample().to_avro());
    let refused = |input: &str, words: &[&str]| {
        assert_refused(&["avro-to-json", ENROLLED], input, words);
    };
    refused(&avro[..avro.len() / 2 / 2 * 2], &["enrollment."]);
    refused("", &["enrollment.user"]);
    refused(&format!("{avro}00"), &["byte"]);
    refused(&avro[1..], &["hex"]);
    refused("zz", &["hex"]);
    refused("é0", &["hex"]);
}

#[test]
fn wrong_arguments_are_refused() {
    let known = ["json-to-avro", "avro-to-json"];
    assert_refused(&[], "{}", &known);
    assert_refused(&["json-to-avro"], "{}", &known);
    assert_refused(&["json-to-yaml", ENROLLED], "{}", &known);
    assert_refused(&["json-to-avro", ENROLLED, "more"], "{}", &known);
    assert_refused(&["json-to-avro", "org.openedx.no.such.v1"], "{}", &["org.openedx.no.such.v1"]);
    let local = "org.openedx.learning.external_grader.score.submitted.v1";
    assert_refused(&["json-to-avro", local], "{}", &[local, "is never sent over a bus"]);
    assert_refused(&["avro-to-json", local], "", &[local, "is never sent over a bus"]);
}
