//! Includes that lead somewhere else, or never end.

use std::os::unix::fs::symlink;

use annals_tests::folder::Folder;

use super::files::guarded;
use crate::{HEAD, REST, codes, folder, run};

const SECRET: &str = "root:$6$hash:19000:0:99999:7:::\n";

/// A catalog with a pattern, a folder `parts` with one file, and a folder elsewhere with a secret.
fn including(pattern: &str) -> (Folder, Folder) {
    let (folder, outside) =
        (folder(format!("{HEAD}{REST}include: [\"{pattern}\"]\n")), Folder::temporary());
    folder.write("parts/a.yaml", "domains: { e: {} }\n");
    outside.write("secret.yaml", SECRET);
    (folder, outside)
}

fn refused(folder: &Folder, words: &[&str]) {
    for arguments in [&["check"][..], &["generate"], &["fmt", "--check"], &["list"]] {
        let run = run(folder, arguments);
        run.ends(1);
        assert!(!format!("{run}").contains("$6$"), "a secret was printed\n{run}");
    }
    guarded(folder).ends(1).says(&["error[A0016]", "--> catalog.yaml:"]).says(words);
}

#[test]
fn links_do_not_lead_out_of_the_folder() {
    let patterns = ["parts/b.yaml", "parts/*.yaml", "parts/**/*.yaml", "parts/b.*"];
    for pattern in patterns {
        let (folder, outside) = including(pattern);
        symlink(outside.path("secret.yaml"), folder.path("parts/b.yaml")).unwrap();
        refused(&folder, &["`parts/b.yaml`", "leads out of the catalog's folder"]);
    }
    for pattern in ["more/secret.yaml", "more/*.yaml", "more/**/*.yaml", "./more/s*"] {
        let (folder, outside) = including(pattern);
        symlink(outside.root(), folder.path("more")).unwrap();
        refused(&folder, &["`more`", "leads out of the catalog's folder"]);
    }
    for pattern in ["parts/*/secret.yaml", "parts/**/secret.yaml", "parts/**/more/*.yaml"] {
        let (folder, outside) = including(pattern);
        symlink(outside.root(), folder.path("parts/more")).unwrap();
        refused(&folder, &["`parts/more`", "a link to a folder"]);
    }
    // A file behind a chain of links, each within the folder except the last.
    let (folder, outside) = including("parts/c.yaml");
    symlink("b.yaml", folder.path("parts/c.yaml")).unwrap();
    symlink(outside.path("secret.yaml"), folder.path("parts/b.yaml")).unwrap();
    refused(&folder, &["`parts/c.yaml`", "leads out of the catalog's folder"]);
}

#[test]
fn files_of_git_are_not_included() {
    for pattern in [".git/config", ".git/*", "parts/b.yaml"] {
        let (folder, _) = including(pattern);
        folder.write(".git/config", format!("extraheader = AUTHORIZATION: {SECRET}"));
        symlink("../.git/config", folder.path("parts/b.yaml")).unwrap();
        refused(&folder, &["git's own files"]);
    }
    let (folder, _) = including("parts/**/*.yaml");
    folder.write("parts/module/.git/x.yaml", SECRET);
    run(&folder, ["check", "--no-files"]).ends(0);
}

#[test]
fn links_within_the_folder_are_read() {
    let (folder, _) = including("parts/*.yaml");
    folder.write("common/b.yaml", "domains: { f: {} }\n");
    symlink("../common/b.yaml", folder.path("parts/b.yaml")).unwrap();
    run(&folder, ["generate"]).ends(0);
    assert!(folder.read("generated/catalog.lock").contains("source ../parts/b.yaml "));
    // A folder too, if the pattern names it.
    let (folder, _) = including("more/*.yaml");
    symlink("parts", folder.path("more")).unwrap();
    run(&folder, ["generate"]).ends(0);
    assert!(folder.read("generated/catalog.lock").contains("source ../more/a.yaml "));
}

/// Two links to the folder that they are in: every path through them can be made longer.
#[test]
fn links_in_a_circle_end() {
    for pattern in ["parts/**/*.yaml", "parts/**/x/**/*.yaml", "parts/*/*/*.yaml", "parts/**"] {
        let (folder, _) = including(pattern);
        for name in ["x", "y"] {
            symlink(".", folder.path(&format!("parts/{name}"))).unwrap();
        }
        refused(&folder, &["a link to a folder"]);
    }
}

/// Each `**` may stand for any number of the folders, so the ways through them are without number.
#[test]
fn many_wildcards_end() {
    let pattern = format!("parts/{}*.yaml", "**/x/".repeat(30));
    let (folder, _) = including(&pattern);
    folder.write(&format!("parts/{}b.yaml", "x/".repeat(60)), "domains: { f: {} }\n");
    guarded(&folder).ends(1).says_nothing_of("A0016").says(&["A0303"]);
}

#[test]
fn patterns_that_name_no_file_are_reported() {
    for pattern in [".", "./.", "parts", "parts/**", "a.yaml/b.yaml", "parts/a.yaml/*"] {
        let (folder, _) = including(pattern);
        assert_eq!(codes(&folder), ["A0016"], "{pattern}");
    }
}
