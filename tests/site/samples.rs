//! Gives what the site offers to other programs to them: samples to Python and to rustc, the inventory to Sphinx.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use annals_tests::folder::Folder;
use annals_tests::process::Run;
use annals_tests::python::{self, Environment};
use annals_tests::workspace::{cargo, repository};

use crate::files::pages;
use crate::{Site, home};

pub(crate) static PYTHON: LazyLock<Option<PathBuf>> = LazyLock::new(|| python::find(12));

fn environment(requirements: &str) -> Environment {
    let python = PYTHON.as_deref().unwrap();
    Environment::new(python, env!("CARGO_TARGET_TMPDIR"), &home().join(requirements)).unwrap()
}

/// The code of a sample on a page: `send-python`.
fn sample(text: &str, id: &str) -> String {
    let pane = text.split(&format!("id=\"{id}\"")).nth(1).unwrap_or_default();
    let code =
        pane.split("<code").nth(1).and_then(|code| code.split_once('>')).unwrap_or_default().1;
    let code = code.split("</code>").next().unwrap_or_default();
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
        .iter()
        .fold(code.to_owned(), |code, (from, to)| code.replace(from, to))
}

fn samples(site: &Site, ids: [&str; 2]) -> BTreeMap<String, [String; 2]> {
    let events = pages(site).into_iter().filter(|path| path.starts_with("events/"));
    let read = |path: String| {
        let text = site.folder.read(&path);
        (path, ids.map(|id| sample(&text, id)))
    };
    events.map(read).collect()
}

/// The samples in Python that do not run with the real library.
pub(crate) fn python(site: &Site) -> Vec<String> {
    let samples = samples(site, ["send-python", "receive-python"]);
    assert_eq!(samples.len(), 75);
    let folder = Folder::temporary();
    folder.write("samples.json", serde_json::to_string(&samples).unwrap());
    let upstream = environment("python/upstream.txt");
    let said = upstream.run(&home().join("site/samples.py"), [folder.path("samples.json")]);
    said.unwrap().lines().map(str::to_owned).collect()
}

/// The errors of rustc in the samples in Rust.
pub(crate) fn rust(site: &Site) -> Vec<String> {
    let mut code = "#![allow(dead_code, deprecated)]\n".to_owned();
    let samples = samples(site, ["send-rust", "receive-rust"]);
    for (index, sample) in samples.into_values().flatten().enumerate() {
        code.push_str(&format!("mod sample{index} {{\n{sample}\n}}\n"));
    }
    let folder = Folder::empty(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("site-samples"));
    let path = |folder: &str| repository().join(folder).display().to_string();
    folder.write("Cargo.lock", Folder::read_path(&repository().join("Cargo.lock")));
    folder.write("src/lib.rs", code);
    folder.write(
        "Cargo.toml",
        format!(
            "[package]\nname = \"samples\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
             annals = {{ path = {:?} }}\nopenedx-events = {{ path = {:?} }}\n",
            path("runtime"),
            path("generated")
        ),
    );
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scratch-target");
    let run = Run::of(cargo(folder.root(), &target).args(["check", "--quiet"]));
    if run.code == Some(0) { Vec::new() } else { vec![run.stderr] }
}

/// The warnings of a Sphinx project that links to the site, and links that lead elsewhere.
pub(crate) fn inventory(site: &Site) -> Vec<String> {
    let folder = Folder::temporary();
    let inventory = site.folder.path("objects.inv");
    folder.write(
        "conf.py",
        format!(
            "extensions = ['sphinx.ext.intersphinx']\nnitpicky = True\n\
             intersphinx_mapping = {{'events': ('https://events.example.org/', {:?})}}\n",
            inventory.display().to_string()
        ),
    );
    let links = [
        ("COURSE_ENROLLMENT_CREATED", "events/learning/course_enrollment_created.html"),
        (
            "org.openedx.learning.course.enrollment.created.v1",
            "events/learning/course_enrollment_created.html",
        ),
        ("learning.UserData", "records/learning/UserData.html"),
        ("scalar-course_key", "types/scalar-course_key.html"),
        ("primitive-datetime", "types/primitive-datetime.html"),
        ("domain-learning", "domains/learning.html"),
    ];
    let lines = links.map(|(label, _)| format!("- :external+events:ref:`{label}`\n"));
    folder.write("index.rst", format!("Links\n=====\n\n{}", lines.concat()));
    let out = folder.path("out");
    let sphinx = environment("docs/sphinx.txt");
    let script = home().join("site/sphinx.py");
    let said = sphinx.run(&script, [folder.root().to_owned(), out.clone()]).unwrap();
    let mut faults: Vec<String> = said.lines().map(str::to_owned).collect();
    let page = String::from_utf8(Folder::read_path(&out.join("index.html"))).unwrap();
    let lost = links
        .into_iter()
        .filter(|(_, path)| !page.contains(&format!("href=\"https://events.example.org/{path}\"")));
    faults.extend(lost.map(|(label, path)| format!("{label} does not lead to {path}")));
    faults
}
