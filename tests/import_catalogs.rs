//! Do the catalogs of other people, which are no schemas, become catalogs with the same events?
//!
//! The packages with them are installed from their registries into `target/`, and read with other libraries too. So the
//! tests need Python and, the first time, the network. Without Python they are ignored; in CI (`CI=true`) they fail.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

#[path = "import_catalogs/asyncapi.rs"]
mod asyncapi;
#[path = "import_catalogs/cloudevents.rs"]
mod cloudevents;
#[path = "import_catalogs/expected.rs"]
mod expected;
#[path = "import_catalogs/glean.rs"]
mod glean;
#[path = "import_catalogs/imported.rs"]
mod imported;
#[path = "import_catalogs/otel.rs"]
mod otel;
#[path = "import_catalogs/protobuf.rs"]
mod protobuf;

use std::path::Path;

use annals_tests::{node, python};
use libtest_mimic::{Arguments, Trial};

type Question = fn(&Path) -> Result<(), String>;

const QUESTIONS: [(&str, Question); 6] = [
    ("asyncapi::events_are_the_same", asyncapi::events_are_the_same),
    ("asyncapi::ours_comes_back", asyncapi::ours_comes_back),
    ("cloudevents::events_are_the_same", cloudevents::events_are_the_same),
    ("glean::events_are_the_same", glean::events_are_the_same),
    ("otel::events_are_the_same", otel::events_are_the_same),
    ("protobuf::events_are_the_same", protobuf::events_are_the_same),
];

fn main() {
    let python = python::find(10).filter(|_| node::is_there(18));
    let ignored = python.is_none() && !python::is_required();
    let trial = |(name, question): (&str, Question)| {
        let python = python.clone();
        let trial = Trial::test(name, move || {
            let python = python.as_deref().ok_or("found no Python 3.10 or Node.js 18")?;
            question(python).map_err(Into::into)
        });
        trial.with_ignored_flag(ignored)
    };
    let trials = QUESTIONS.into_iter().map(trial).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
