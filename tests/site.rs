//! Does the published site answer its readers' questions, in a browser, and is every page of it in order?
//!
//! What a browser does needs Node.js 18 or later and Chromium, samples and the inventory need Python 3.12 or later.
//! Without them, these tests are ignored; in CI (`CI=true`) they fail.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

#[path = "site/browser.rs"]
mod browser;
#[path = "site/files.rs"]
mod files;
#[path = "site/samples.rs"]
mod samples;
#[path = "site/truth.rs"]
mod truth;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};
use annals_tests::{hostile, node, python};
use libtest_mimic::{Arguments, Trial};

const ANNALS: &str = env!("CARGO_BIN_EXE_annals-under-test");

/// The folder of these tests.
fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A site, and the catalog that it is made from.
struct Site {
    catalog: PathBuf,
    folder: Folder,
}

impl Site {
    /// Builds the site of a catalog in a folder of its own.
    fn build(name: &str, catalog: &Path) -> Self {
        let folder = Folder::empty(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("site").join(name));
        let site = Self { catalog: catalog.to_owned(), folder };
        site.rebuild().ends(0);
        site
    }

    fn rebuild(&self) -> Run {
        let out = self.folder.root().to_string_lossy().into_owned();
        let catalog = self.catalog.to_string_lossy().into_owned();
        Run::of(&mut annals(ANNALS, home(), ["docs", "-C", &catalog, "--out", &out]))
    }

    /// The answer of a command about the catalog.
    fn asks(&self, arguments: &[&str]) -> serde_json::Value {
        let catalog = self.catalog.to_string_lossy().into_owned();
        let all = [arguments, &["--format", "json", "-C", &catalog]].concat();
        serde_json::from_str(&Run::of(&mut annals(ANNALS, home(), all)).ends(0).stdout).unwrap()
    }
}

static REAL: LazyLock<Site> =
    LazyLock::new(|| Site::build("real", &home().join("../catalog.yaml")));
static NASTY: LazyLock<Site> =
    LazyLock::new(|| Site::build("nasty", &home().join("docs/nasty/catalog.yaml")));
static TYPES: LazyLock<Site> =
    LazyLock::new(|| Site::build("types", &home().join("support/every_type.yaml")));
static GITHUB: LazyLock<Site> =
    LazyLock::new(|| Site::build("github", &home().join("catalogs/github/catalog.yaml")));
static HOSTILE: LazyLock<Site> = LazyLock::new(|| {
    let folder = Folder::empty(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("site-hostile"));
    folder.write("catalog.yaml", hostile::catalog());
    Site::build("hostile", &folder.path("catalog.yaml"))
});

/// Returns the faults.
type Question = fn(&Site) -> Vec<String>;

fn main() {
    let is_there = node::is_there(18) && browser::chromium().is_some();
    let no_browser = !is_there && !python::is_required();
    let sites = [
        ("real", &REAL),
        ("nasty", &NASTY),
        ("types", &TYPES),
        ("github", &GITHUB),
        ("hostile", &HOSTILE),
    ];
    let questions: [(&str, bool, Question); 5] = [
        ("links_lead_somewhere", false, files::broken_links),
        ("the_same_catalog_gives_the_same_bytes", false, files::differences),
        ("facts_are_those_of_show", false, files::other_facts),
        ("pages_are_light", false, files::heavy_pages),
        ("pages_are_in_order", true, browser::quality),
    ];
    let mut trials = Vec::new();
    let mut trial =
        |name: String, in_browser: bool, site: &'static LazyLock<Site>, ask: Question| {
            let run = move || {
                let faults = ask(site);
                if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
            };
            trials.push(Trial::test(name, run).with_ignored_flag(in_browser && no_browser));
        };
    for (name, site) in sites {
        for (question, in_browser, ask) in questions {
            // Those of GitHub have payloads of hundreds of fields.
            if name != "real" && question == "pages_are_light" {
                continue;
            }
            trial(format!("{name}::{question}"), in_browser, site, ask);
        }
    }
    trial("readers_find_what_they_look_for".to_owned(), true, &REAL, browser::accept);
    trial("samples_in_rust_compile".to_owned(), false, &REAL, samples::rust);
    let no_python = samples::PYTHON.is_none() && !python::is_required();
    let in_python: [(&str, Question); 2] = [
        ("samples_in_python_run", samples::python),
        ("sphinx_projects_link_to_pages", samples::inventory),
    ];
    for (name, ask) in in_python {
        let trial = Trial::test(name, move || {
            let faults = ask(&REAL);
            if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
        });
        trials.push(trial.with_ignored_flag(no_python));
    }
    for (name, test) in files::TESTS {
        trials.push(Trial::test(name, move || {
            test();
            Ok(())
        }));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
