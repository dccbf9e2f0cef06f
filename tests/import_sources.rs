//! How much of the schemas that other people publish comes back from an import?
//!
//! The packages are installed from their registries into `target/`, so the tests need Python, Node.js and, the first
//! time, the network. Without Python or Node.js they are ignored; in CI (`CI=true`) they fail.
//!
//! What differs in each file is in `target/import-sources`, and the figures are in docs/import.md, which
//! `ANNALS_ACCEPT=1` updates.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

#[path = "import_sources/avro.rs"]
mod avro;
#[path = "import_sources/imported.rs"]
mod imported;
#[path = "import_sources/json_schema.rs"]
mod json_schema;
#[path = "import_sources/payloads.rs"]
mod payloads;
#[path = "import_sources/programs.rs"]
mod programs;
#[path = "import_sources/shape.rs"]
mod shape;
#[path = "import_sources/sources.rs"]
mod sources;
#[path = "import_sources/table.rs"]
mod table;
#[path = "import_sources/truth.rs"]
mod truth;
#[path = "import_sources/wire.rs"]
mod wire;

use std::path::Path;

use annals_tests::{node, python};
use libtest_mimic::{Arguments, Trial};

fn main() {
    let python = python::find(10).filter(|_| node::is_there(18));
    let ignored = python.is_none() && !python::is_required();
    let trial = |name: &str, test: fn(&Path) -> Result<(), String>| {
        let python = python.clone();
        let trial = Trial::test(name, move || {
            let python = python.as_deref().ok_or("found no Python 3.10 or Node.js 18")?;
            test(python).map_err(Into::into)
        });
        trial.with_ignored_flag(ignored)
    };
    let trials = vec![
        trial("most_schemas_come_back", |python| table::hold(&sources::measure(python))),
        trial("bytes_of_fastavro_come_back", wire::hold),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
