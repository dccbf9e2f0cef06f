//! Do the workflows use exact versions of actions, and scripts that exist?

use std::collections::{BTreeMap, BTreeSet};

use annals_tests::workspace::repository;

use super::{File, all_files, assert_none};

fn workflows() -> Vec<File> {
    let mut files = all_files();
    let others = ["action.yml", "cli/templates/init/workflow.yml.j2"];
    files.retain(|file| {
        file.path.starts_with(".github/workflows/") || others.contains(&&*file.path)
    });
    assert!(files.len() >= 6, "the workflows were found");
    files
}

/// A tag can be moved to another commit, with the permissions of the workflow.
#[test]
fn actions_are_pinned_to_commits_and_say_their_version() {
    let mut found = Vec::new();
    for file in workflows() {
        for (line, text) in file.text.lines().enumerate() {
            let Some((_, action)) = text.split_once("uses: ") else { continue };
            let (action, version) = action.split_once(" # ").unwrap_or((action, ""));
            let commit = action.split_once('@').map_or("", |(_, commit)| commit);
            let is_commit = commit.len() == 40 && commit.chars().all(|it| it.is_ascii_hexdigit());
            if !is_commit || !version.starts_with('v') {
                found.push(format!("{}:{}: {action}", file.path, line + 1));
            }
        }
    }
    assert_none(&found, "actions without a commit or a version");
}

/// An update of one place that forgets another leaves an old version there.
#[test]
fn an_action_has_one_version() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in workflows() {
        for line in file.text.lines() {
            let action = line.split_once("uses: ").and_then(|(_, action)| action.split_once('@'));
            let Some((action, version)) = action else { continue };
            versions.entry(action.to_owned()).or_default().insert(version.to_owned());
        }
    }
    versions.retain(|_, versions| versions.len() > 1);
    assert!(versions.is_empty(), "actions with several versions: {versions:#?}");
}

/// The docs of a new project are built by the Sphinx that ours are tested with.
#[test]
fn the_workflow_of_a_new_project_has_the_tested_sphinx() {
    let files = all_files();
    let text = |path: &str| &files.iter().find(|file| file.path == path).unwrap().text;
    let tested = text("tests/docs/sphinx.txt").lines().find(|line| line.starts_with("Sphinx=="));
    let tested = tested.unwrap().to_lowercase();
    assert!(text("cli/templates/init/workflow.yml.j2").contains(&format!("install {tested}\n")));
}

#[test]
fn the_scripts_of_the_workflows_exist() {
    let mut seen = 0;
    for file in workflows() {
        for (_, rest) in file.text.match_indices(".ci/").map(|(at, _)| file.text.split_at(at)) {
            let path: String = rest
                .chars()
                .take_while(|it| it.is_ascii_alphanumeric() || "./".contains(*it))
                .collect();
            let path = path.trim_end_matches('.');
            seen += 1;
            assert!(repository().join(path).is_file(), "{} uses {path}", file.path);
        }
    }
    assert!(seen >= 5, "only {seen} scripts are used");
}

/// What a job needs beyond this, it says itself.
#[test]
fn workflows_may_only_read() {
    let mut files = workflows();
    files.retain(|file| file.path.starts_with(".github/"));
    files.retain(|file| !file.text.contains("\npermissions:\n  contents: read\n"));
    let found: Vec<_> = files.into_iter().map(|file| file.path).collect();
    assert_none(&found, "workflows that may do more than read");
}

/// Otherwise CI could build other versions than those that were reviewed.
#[test]
fn scripts_build_what_the_lock_names() {
    const BUILDS: [&str; 9] =
        ["bench", "build", "check", "clippy", "doc", "install", "publish", "run", "test"];
    let mut files = all_files();
    files.retain(|file| {
        file.path.starts_with(".ci/") || file.path.starts_with(".github/workflows/")
    });
    let (mut seen, mut found) = (0, Vec::new());
    for file in files {
        let text = file.text.replace("\\\n", " ");
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            let mut words = line.split([' ', '`']).skip_while(|word| *word != "cargo").skip(1);
            let builds = words.find(|word| BUILDS.contains(word)).is_some();
            seen += usize::from(builds);
            if builds && !words.any(|word| word == "--locked") {
                found.push(format!("{}: {}", file.path, line.trim()));
            }
        }
    }
    assert!(seen >= 10, "only {seen} commands build something");
    assert_none(&found, "commands without `--locked`");
}
