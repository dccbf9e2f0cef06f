//! Replacing one hand-written file, as the commands that edit a catalog do.

use annals_codegen::output::replace;
use annals_tests::folder::Folder;

use super::Question;
use super::tools::{Immutable, Tool};

pub(crate) const QUESTIONS: &[Question] = &[
    ("replaced_files_keep_their_permissions", None, keeps_permissions),
    ("replaced_links_stay_links", None, links_stay),
    ("read_only_files_are_not_replaced", None, read_only_files),
    ("immutable_files_are_not_replaced", Some(Tool::Immutable), immutable_files),
    ("files_in_immutable_folders_are_not_replaced", Some(Tool::Immutable), immutable_folders),
    ("only_files_are_replaced", None, no_files),
];

fn catalog() -> Folder {
    let folder = Folder::temporary();
    folder.write("catalog.yaml", "old\n");
    folder
}

/// Asserts that replacing the file fails, changes nothing and leaves no other file.
fn refused(folder: &Folder, path: &str) {
    let place = folder.path(path);
    let error = replace(&place, b"new\n").unwrap_err().to_string();
    assert!(error.contains(&format!("`{}`", place.display())), "{error}");
    assert_eq!(folder.read("catalog.yaml"), "old\n");
    let names: Vec<_> = folder.snapshot("").into_keys().collect();
    assert_eq!(names, ["catalog.yaml"]);
}

#[cfg(unix)]
fn set_mode(folder: &Folder, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    let permissions = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(folder.path("catalog.yaml"), permissions).unwrap();
}

#[cfg(unix)]
fn keeps_permissions() {
    use std::os::unix::fs::PermissionsExt as _;
    for mode in [0o600, 0o664, 0o755] {
        let folder = catalog();
        set_mode(&folder, mode);
        replace(&folder.path("catalog.yaml"), b"new\n").unwrap();
        assert_eq!(folder.read("catalog.yaml"), "new\n");
        let found = folder.path("catalog.yaml").metadata().unwrap().permissions().mode();
        assert_eq!(found & 0o777, mode);
        assert_eq!(folder.snapshot("").len(), 1, "nothing is left beside it");
    }
}

#[cfg(unix)]
fn links_stay() {
    let folder = catalog();
    folder.write("elsewhere/kept.txt", "");
    std::os::unix::fs::symlink("../catalog.yaml", folder.path("elsewhere/link.yaml")).unwrap();
    replace(&folder.path("elsewhere/link.yaml"), b"new\n").unwrap();
    assert_eq!(folder.read("catalog.yaml"), "new\n");
    assert!(folder.path("elsewhere/link.yaml").is_symlink());
}

#[cfg(unix)]
fn read_only_files() {
    let folder = catalog();
    set_mode(&folder, 0o444);
    refused(&folder, "catalog.yaml");
}

#[cfg(not(unix))]
fn keeps_permissions() {}
#[cfg(not(unix))]
fn links_stay() {}
#[cfg(not(unix))]
fn read_only_files() {}

fn immutable_files() {
    let folder = catalog();
    let path = folder.path("catalog.yaml");
    let _immutable = Immutable::new(&path);
    refused(&folder, "catalog.yaml");
}

fn immutable_folders() {
    let folder = catalog();
    let _immutable = Immutable::new(folder.root());
    refused(&folder, "catalog.yaml");
}

fn no_files() {
    let folder = catalog();
    refused(&folder, "absent.yaml");
    std::fs::create_dir(folder.path("folder.yaml")).unwrap();
    refused(&folder, "folder.yaml");
}
