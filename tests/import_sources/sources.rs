//! The packages with schemas, and where the schemas are in them.

use std::path::{Path, PathBuf};

use annals_tests::node::Packages;
use annals_tests::python;
use annals_tests::workspace::repository;

use crate::imported::Imported;
use crate::payloads::Payloads;
use crate::programs::Programs;
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
    /// The valid payloads of the package.
    pub(crate) payloads: Payloads,
    catalog: String,
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
    let roots = roots(python);
    let mut figures: Vec<Figures> = roots.iter().map(|(source, root)| one(source, root)).collect();
    let mut with_payloads: Vec<&mut Figures> =
        figures.iter_mut().filter(|figures| !figures.payloads.all.is_empty()).collect();
    let catalogs = with_payloads.iter().map(|figures| figures.catalog.as_str());
    let programs = Programs::new("import-payloads", &catalogs.collect::<Vec<_>>());
    for (index, figures) in with_payloads.iter_mut().enumerate() {
        figures.payloads.read_by(&programs, index);
    }
    figures
}

/// The sources, and the folders with their schemas.
pub(crate) fn folders(python: &Path) -> Vec<(&'static Source, PathBuf)> {
    let roots = roots(python).into_iter();
    roots.map(|(source, root)| (source, root.join(source.folder))).collect()
}

/// The sources, and the folders with their packages; those whose name has the text in `ANNALS_SOURCE`, if it is set.
fn roots(python: &Path) -> Vec<(&'static Source, PathBuf)> {
    let here = repository().join("tests/import_sources");
    let tmp = env!("CARGO_TARGET_TMPDIR");
    let pypi = python::unpacked(python, tmp, &here.join("requirements.txt")).unwrap();
    let npm = Packages::new(tmp, "import-sources", &here.join("package.json")).unwrap();
    let only = std::env::var("ANNALS_SOURCE").unwrap_or_default();
    let wanted = SOURCES.iter().filter(|source| source.package.contains(&only));
    let root = |source: &'static Source| {
        (source, if source.package.starts_with('@') { npm.modules() } else { pypi.clone() })
    };
    wanted.map(root).collect()
}

fn one(source: &'static Source, root: &Path) -> Figures {
    let imported = Imported::new(source, &[root.join(source.folder)]);
    let schemas = match source.kind {
        Kind::Avro => avro::compare(&imported),
        Kind::JsonSchema => json_schema::compare(&imported),
    };
    let examples: Option<PathBuf> = source.examples.map(|examples| root.join(examples));
    let payloads = examples.map(|examples| Payloads::new(&imported, &examples)).unwrap_or_default();
    let Imported { files, broken, catalog, .. } = imported;
    Figures { source, files, broken, schemas, payloads, catalog }
}
