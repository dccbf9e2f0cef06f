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
#[path = "import_sources/shape.rs"]
mod shape;
#[path = "import_sources/sources.rs"]
mod sources;
#[path = "import_sources/table.rs"]
mod table;

use annals_tests::{node, python};
use libtest_mimic::{Arguments, Trial};

fn main() {
    let python = python::find(10).filter(|_| node::is_there(18));
    let ignored = python.is_none() && !python::is_required();
    let trial = Trial::test("most_schemas_come_back", move || {
        let python = python.as_deref().ok_or("found no Python 3.10 or Node.js 18")?;
        table::hold(&sources::measure(python)).map_err(Into::into)
    });
    let trials = vec![trial.with_ignored_flag(ignored)];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
