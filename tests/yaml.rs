//! Do other tools read the YAML that we write? PyYAML and yamllint read what `init`, `new`, `fmt` and
//! `import` write, and the examples of the docs; actionlint and shellcheck read the workflows.
//!
//! Needs Python 3.12 or later, and Node.js 18 or later. Where one is missing, its tests are reported as
//! ignored; in CI (`CI=true`) they fail.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

#[path = "yaml/workflows.rs"]
mod workflows;

use std::fs;
use std::path::{Path, PathBuf};

use annals_catalog::format::format;
use annals_catalog::source::Source;
use annals_tests::folder::Folder;
use annals_tests::node;
use annals_tests::process::{Run, annals};
use annals_tests::python::{self, Environment};
use annals_tests::workspace::repository;
use libtest_mimic::{Arguments, Trial};

const ANNALS: &str = env!("CARGO_BIN_EXE_annals-under-test");

/// Values and keys without quotes that YAML 1.1 and 1.2 might read differently.
const SPELLINGS: [&str; 40] = [
    "string?",
    "list<string>?",
    "map<list<A?>>",
    "a?b",
    "?a",
    "x ?y",
    "a:?",
    "a:b",
    ":a",
    "::a",
    "a:",
    "http://x/y?z=1",
    "a#b",
    "a b",
    "=",
    "=a",
    "<a",
    "-a",
    "a -",
    "a - b",
    "a!",
    "a&b",
    "a*b",
    "~a",
    "a|b",
    "a>b",
    "%",
    "a%",
    "0:30",
    "12:30:45",
    ".a",
    "/a",
    "\\a",
    "^a$",
    "a\"b",
    "a'b",
    "a\u{85}b",
    "a\u{2028}b",
    "\u{2029}a",
    "é😀",
];

/// Where they are written.
const PLACES: [&str; 8] = [
    "k: @\n",
    "@: v\n",
    "k: { k: @ }\n",
    "k: { k: @, l: m }\n",
    "k: { @: v }\n",
    "k: [@]\n",
    "k: [@, a]\n",
    "- @\n",
];

/// What a linter finds.
type Lint = fn() -> Result<String, String>;

fn main() {
    let no_python = python::find(12).is_none() && !python::is_required();
    let no_node = !node::is_there(18) && !python::is_required();
    let lints: [(&str, bool, Lint); 3] = [
        ("yamllint_finds_no_error", no_python, yamllint),
        ("actionlint_finds_nothing", no_node, workflows::actionlint),
        ("shellcheck_finds_nothing", no_python, workflows::shellcheck),
    ];
    let trial = |(name, ignored, lint): (&str, bool, Lint)| {
        let ask = move || {
            let found = lint()?;
            if found.is_empty() { Ok(()) } else { Err(found.into()) }
        };
        Trial::test(name, ask).with_ignored_flag(ignored)
    };
    libtest_mimic::run(&Arguments::from_args(), lints.map(trial).into()).exit();
}

fn yamllint() -> Result<String, String> {
    let folder = Folder::temporary();
    write(&folder);
    printed("lint.py", &folder)
}

/// What one of our Python scripts prints for the files of a folder.
fn printed(script: &str, folder: &Folder) -> Result<String, String> {
    let python = python::find(12).ok_or("found no Python 3.12 or later")?;
    let requirements = scripts().join("linters.txt");
    let environment = Environment::new(&python, env!("CARGO_TARGET_TMPDIR"), &requirements);
    let run = |environment: Environment| environment.run(&scripts().join(script), [folder.root()]);
    environment.and_then(run).map_err(|error| error.to_string())
}

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("yaml")
}

/// Writes a file for everything that is linted.
fn write(folder: &Folder) {
    commands(folder);
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(folder, "repository.yaml", &repository().join("catalog.yaml"));
    copy(folder, "mistakes.yaml", &tests.join("mistakes/catalog.yaml"));
    for (name, file) in [("fmt", "expected.yaml"), ("import/cases", "catalog.yaml")] {
        for case in entries(&tests.join(name)) {
            let target = format!("{}-{}", name.replace('/', "-"), file_name(&case));
            copy(folder, &(target + ".yaml"), &case.join(file));
        }
    }
    for (number, spelling) in SPELLINGS.iter().enumerate() {
        for (place, template) in PLACES.iter().enumerate() {
            let text = template.replace('@', spelling);
            if let Ok(text) = format(Source { path: String::new(), text }) {
                folder.write(&format!("fmt-{number}-{place}.yaml"), text);
            }
        }
    }
    for place in ["docs", "docs/for", "catalog/rules", "examples/webhook", "."] {
        for page in entries(&repository().join(place)) {
            examples(folder, &page);
        }
    }
    copy(folder, "action.yaml", &repository().join("action.yml"));
    copy(folder, "hooks.yaml", &repository().join(".pre-commit-hooks.yaml"));
    workflows::write(folder);
}

/// What commands write.
fn commands(folder: &Folder) {
    let project = Folder::temporary();
    let run = |place: &Path, arguments: &[&str]| {
        Run::of(&mut annals(ANNALS, place, arguments)).ends(0);
    };
    let clone = repository().display().to_string();
    run(project.root(), &["init", "shop", "--path", &clone]);
    let new = ["new", "event", "ORDER_CANCELLED", "--domain", "orders", "--record", "OrderData"];
    run(&project.path("shop"), &new);
    copy(folder, "init.yaml", &project.path("shop/catalog.yaml"));
    copy(folder, "init-hooks.yaml", &project.path("shop/.pre-commit-config.yaml"));
}

/// The examples on a page; of a page about a rule, those that are right.
fn examples(folder: &Folder, page: &Path) {
    if page.extension().is_none_or(|extension| extension != "md") {
        return;
    }
    let text = fs::read_to_string(page).unwrap();
    let text = text.split_once("## Right").map_or(text.as_str(), |(_, right)| right);
    let blocks = text.split("\n```yaml").skip(1).filter_map(|rest| rest.split("\n```").next());
    for (number, block) in blocks.enumerate() {
        let (_, yaml) = block.split_once('\n').unwrap();
        folder.write(&format!("{}-{number}.yaml", file_name(page)), yaml.to_owned() + "\n");
    }
}

fn copy(folder: &Folder, name: &str, from: &Path) {
    if let Ok(text) = fs::read(from) {
        folder.write(name, text);
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}
