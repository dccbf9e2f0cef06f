//! Tests of the example `transcode`: conversions and errors.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use annals::Record;
use annals_tests::process::Run;
use annals_tests::workspace::{cargo, repository};
use openedx_events::learning::{CourseEnrollmentCreated, StudentRegistrationCompleted};

const ENROLLED: &str = "org.openedx.learning.course.enrollment.created.v1";

/// The example, built in a target folder shared by all such tests.
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
fn json_and_avro_convert_both_ways() {
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

/// Asserts that a run fails with these words on stderr, without output, panic or personal data.
fn assert_rejected(arguments: &[&str], input: &str, words: &[&str]) {
    let run = transcode(arguments, input);
    run.ends(2).says(words).says_nothing_of("panicked").says_nothing_of("maya");
    assert!(run.stdout.is_empty(), "{run}");
}

#[test]
fn errors_name_the_place_in_json() {
    let json = CourseEnrollmentCreated::sample().to_json().unwrap();
    let rejected = |input: &str, words: &[&str]| {
        assert_rejected(&["json-to-avro", ENROLLED], input, words);
    };
    rejected(&json.replacen("\"id\":", "\"id\":\"maya\",\"x\":", 1), &["enrollment.user"]);
    rejected(&json.replacen("course-v1:", "course v1:", 1), &["enrollment.course.course_key"]);
    rejected(&json[..json.len() - 2], &["EOF"]);
    rejected("", &["EOF"]);
    rejected(&StudentRegistrationCompleted::sample().to_json().unwrap(), &["user"]);
}

#[test]
fn errors_name_the_place_in_avro() {
    let avro = hex(&CourseEnrollmentCreated::sample().to_avro());
    let rejected = |input: &str, words: &[&str]| {
        assert_rejected(&["avro-to-json", ENROLLED], input, words);
    };
    rejected(&avro[..avro.len() / 2 / 2 * 2], &["enrollment."]);
    rejected("", &["enrollment.user"]);
    rejected(&format!("{avro}00"), &["byte"]);
    rejected(&avro[1..], &["hex"]);
    rejected("zz", &["hex"]);
    rejected("é0", &["hex"]);
}

#[test]
fn invalid_arguments_are_rejected() {
    let known = ["json-to-avro", "avro-to-json"];
    assert_rejected(&[], "{}", &known);
    assert_rejected(&["json-to-avro"], "{}", &known);
    assert_rejected(&["json-to-yaml", ENROLLED], "{}", &known);
    assert_rejected(&["json-to-avro", ENROLLED, "more"], "{}", &known);
    assert_rejected(&["json-to-avro", "org.openedx.no.such.v1"], "{}", &["org.openedx.no.such.v1"]);
    let local = "org.openedx.content_authoring.course.certificate_config.changed.v1";
    assert_rejected(&["json-to-avro", local], "{}", &[local, "is never sent over a bus"]);
    assert_rejected(&["avro-to-json", local], "", &[local, "is never sent over a bus"]);
}
