//! Do the scripts of a release pack a program that the action can install, and only if it is intact?

use std::path::Path;
use std::process::Command;

use annals_tests::folder::Folder;
use annals_tests::process::{Run, output_of};
use annals_tests::workspace::repository;

use crate::ANNALS;

const NAME: &str = "annals-x86_64-unknown-linux-musl";

/// A script of `.ci`, with a cargo that takes the program of these tests for the one that it would build.
fn script(folder: &Folder, name: &str) -> Command {
    let built = "$CARGO_TARGET_DIR/x86_64-unknown-linux-musl/dist";
    let cargo = format!("#!/bin/sh\nmkdir -p \"{built}\"\ncp '{ANNALS}' \"{built}/annals\"\n");
    folder.write("bin/cargo", cargo);
    Run::of(Command::new("chmod").arg("+x").arg(folder.path("bin/cargo"))).ends(0);
    let path = std::env::var("PATH").unwrap();
    let mut command = Command::new("bash");
    command.arg(repository().join(".ci").join(name));
    command.env("PATH", format!("{}:{path}", folder.path("bin").display()));
    command.env("CARGO_TARGET_DIR", folder.path("target"));
    command.env("RUNNER_TEMP", folder.path("temporary"));
    let releases = folder.path("releases");
    command.env("ANNALS_RELEASES", format!("file://{}", releases.display()));
    command
}

#[test]
fn a_release_is_packed_and_installed() {
    let folder = Folder::temporary();
    Run::of(script(&folder, "archive").arg("x86_64-unknown-linux-musl")).ends(0);
    for file in
        ["annals", "LICENSE-MIT", "man/annals.1", "man/annals-check.1", "completions/annals.zsh"]
    {
        assert!(folder.has(&format!("target/release-files/{NAME}/{file}")), "{file} is missing");
    }
    for end in ["tar.gz", "tar.gz.sha256"] {
        let bytes = Folder::read_path(&folder.path(&format!("target/release-files/{NAME}.{end}")));
        folder.write(&format!("releases/v9.8.7/{NAME}.{end}"), bytes);
    }

    let installed = Run::of(script(&folder, "install").arg("v9.8.7"));
    let place = installed.ends(0).stdout.trim().to_owned();
    let version = output_of(Command::new(Path::new(&place).join("annals")).arg("-V")).unwrap();
    assert_eq!(version, concat!("annals ", env!("CARGO_PKG_VERSION"), "\n"));

    let archive = format!("releases/v9.8.7/{NAME}.tar.gz");
    let mut bytes = Folder::read_path(&folder.path(&archive));
    bytes.push(0);
    folder.write(&archive, bytes);
    Run::of(script(&folder, "install").arg("v9.8.7")).fails();
}
