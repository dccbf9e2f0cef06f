//! Does `--version` say which commit the program was built from? The build script is run on
//! repositories of its own.

use std::path::Path;
use std::process::Command;

use annals_tests::folder::Folder;
use annals_tests::process::{Run, output_of};
use annals_tests::workspace::repository;

use crate::run;

#[test]
fn the_short_version_is_that_of_the_workspace_and_the_long_one_begins_with_it() {
    let folder = Folder::temporary();
    let short = run(&folder, ["-V"]).ends(0).stdout.clone();
    assert_eq!(short, concat!("annals ", env!("CARGO_PKG_VERSION"), "\n"));
    let long = run(&folder, ["--version"]).ends(0).stdout.clone();
    assert!(long.starts_with(&format!("{} (", short.trim_end())), "{long}");
}

/// The build script, compiled, in a folder where `cli` is the package.
struct Script(Folder);

impl Script {
    fn new() -> Self {
        let folder = Folder::temporary();
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let mut rustc = Command::new(rustc);
        rustc.arg(repository().join("cli/build.rs")).args(["--edition=2024", "-o"]);
        Run::of(rustc.arg(folder.path("script"))).ends(0);
        folder.write("cli/Cargo.toml", "");
        Self(folder)
    }

    /// What it prints for a profile, without the line about itself.
    fn prints(&self, profile: &str) -> Vec<String> {
        let mut command = Command::new(self.0.path("script"));
        command.env("CARGO_MANIFEST_DIR", self.0.path("cli"));
        let run = Run::of(command.env("CARGO_PKG_VERSION", "9.8.7").env("PROFILE", profile));
        let lines = run.ends(0).stdout.lines().map(str::to_owned);
        lines.filter(|line| line != "cargo::rerun-if-changed=build.rs").collect()
    }

    fn git(&self, arguments: &[&str]) -> String {
        let mut git = Command::new("git");
        git.arg("-C").arg(self.0.root()).args(["-c", "user.name=T", "-c", "user.email=t@t"]);
        git.envs([("GIT_AUTHOR_DATE", DATE), ("GIT_COMMITTER_DATE", DATE)]);
        output_of(git.args(arguments)).unwrap().trim().to_owned()
    }
}

const DATE: &str = "2026-03-04T05:06:07Z";

#[test]
fn a_package_without_git_has_only_its_version() {
    let script = Script::new();
    assert_eq!(script.prints("release"), ["cargo::rustc-env=ANNALS_VERSION=9.8.7"]);
}

/// Cargo writes the file into packages; it has no date.
#[test]
fn a_package_has_the_commit_that_it_was_made_from() {
    let script = Script::new();
    let info = |rest: &str| {
        let commit = "0123456789abcdef0123456789abcdef01234567";
        let text = format!(
            "{{\n  \"git\": {{\n    \"sha1\": \"{commit}\"{rest}\n  }},\n  \"path_in_vcs\": \"cli\"\n}}"
        );
        script.0.write("cli/.cargo_vcs_info.json", text);
        script.prints("release")
    };
    assert_eq!(info(""), ["cargo::rustc-env=ANNALS_VERSION=9.8.7 (012345678)"]);
    assert_eq!(info(",\n    \"dirty\": true"), ["cargo::rustc-env=ANNALS_VERSION=9.8.7"]);
}

#[test]
fn a_release_has_the_commit_and_its_date_and_waits_for_the_next_commit() {
    let script = Script::new();
    script.git(&["init", "--quiet"]);
    script.git(&["commit", "--quiet", "--allow-empty", "--message=First"]);
    let commit = script.git(&["rev-parse", "--short=9", "HEAD"]);
    let lines = script.prints("release");
    let version = format!("cargo::rustc-env=ANNALS_VERSION=9.8.7 ({commit} 2026-03-04)");
    assert_eq!(lines.last(), Some(&version));
    // Cargo runs a script again at every build if a file that it watches does not exist.
    let watched: Vec<&str> =
        lines.iter().filter_map(|line| line.strip_prefix("cargo::rerun-if-changed=")).collect();
    assert!(
        watched.len() == 1 && watched.iter().all(|path| Path::new(path).is_file()),
        "{lines:?}"
    );
    assert_eq!(script.prints("debug"), ["cargo::rustc-env=ANNALS_VERSION=9.8.7 (debug build)"]);
}
