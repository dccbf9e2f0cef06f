//! The packages with schemas, and where the schemas are in them.

use std::path::{Path, PathBuf};

use annals_tests::node::Packages;
use annals_tests::python;
use annals_tests::workspace::repository;

use crate::imported::Imported;
use crate::{avro, json_schema};

/// Schemas of one package.
pub(crate) struct Source {
    pub(crate) package: &'static str,
    pub(crate) kind: Kind,
    /// Its folder with the schemas.
    folder: &'static str,
    /// Its folder with valid payloads.
    examples: Option<&'static str>,
    /// The options that say how its events are called.
    pub(crate) options: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Avro,
    JsonSchema,
}

const SOURCES: [Source; 10] = [
    avro(
        "acryl-datahub",
        "datahub/metadata/schemas",
        &["--namespace", "com.linkedin.pegasus2avro"],
    ),
    avro("lsst-alert-packet", "lsst/alert/packet/schema", &[]),
    avro("transaction-metadata", "transaction_metadata", &[]),
    avro("fabric-message-bus", "fabric_mb", &[]),
    avro("igwn-gwalert-schema", "igwn_gwalert_schema", &[]),
    Source {
        examples: Some("@octokit/webhooks-examples/api.github.com/index.json"),
        ..json("@octokit/webhooks-schemas", "@octokit/webhooks-schemas/schema.json", &[])
    },
    json(
        "eiffellib",
        "eiffellib/schemas",
        &["--event-type", "com.ericsson.eiffel.{folder}.v{version}"],
    ),
    json("knot0-event-schemas", "knot0_event_schemas/events", &[]),
    json("ocpp", "ocpp", &["--event-type", "org.openchargealliance.{parent}.{file}"]),
    Source {
        examples: Some("sentry_kafka_schemas/examples"),
        ..json("sentry-kafka-schemas", "sentry_kafka_schemas/schemas", &[])
    },
];

const fn avro(
    package: &'static str,
    folder: &'static str,
    options: &'static [&'static str],
) -> Source {
    Source { package, kind: Kind::Avro, folder, examples: None, options }
}

const fn json(
    package: &'static str,
    folder: &'static str,
    options: &'static [&'static str],
) -> Source {
    Source { kind: Kind::JsonSchema, ..avro(package, folder, options) }
}

/// What became of the files of a source.
pub(crate) struct Figures {
    pub(crate) source: &'static Source,
    /// The number of files.
    pub(crate) files: usize,
    /// What cannot be read: the file, and why.
    pub(crate) broken: Vec<(String, String)>,
    pub(crate) schemas: Vec<Figure>,
    /// The number of valid payloads, and those that our schemas refuse: where, and why.
    pub(crate) payloads: usize,
    pub(crate) refused: Vec<String>,
}

/// What became of one schema.
pub(crate) struct Figure {
    /// The file, with a pointer if it holds several.
    pub(crate) name: String,
    /// Whether the schema that comes back means the same.
    pub(crate) equal: bool,
    /// The notes that say otherwise.
    pub(crate) notes: Vec<String>,
    /// What differs, place by place.
    pub(crate) losses: Vec<String>,
}

/// Imports all sources.
pub(crate) fn measure(python: &Path) -> Vec<Figures> {
    let here = repository().join("tests/import_sources");
    let tmp = env!("CARGO_TARGET_TMPDIR");
    let pypi = python::unpacked(python, tmp, &here.join("requirements.txt")).unwrap();
    let npm = Packages::new(tmp, "import-sources", &here.join("package.json")).unwrap();
    let only = std::env::var("ANNALS_SOURCE").unwrap_or_default();
    let wanted = SOURCES.iter().filter(|source| source.package.contains(&only));
    wanted
        .map(|source| {
            let root = if source.package.starts_with('@') { npm.modules() } else { pypi.clone() };
            one(source, &root)
        })
        .collect()
}

fn one(source: &'static Source, root: &Path) -> Figures {
    let folder = root.join(source.folder);
    let imported = Imported::new(source, &folder);
    let schemas = match source.kind {
        Kind::Avro => avro::compare(&imported),
        Kind::JsonSchema => json_schema::compare(&imported),
    };
    let examples: Option<PathBuf> = source.examples.map(|examples| root.join(examples));
    let (payloads, refused) =
        examples.map_or((0, Vec::new()), |examples| json_schema::payloads(&imported, &examples));
    let files = imported.files;
    Figures { source, files, broken: imported.broken, schemas, payloads, refused }
}
