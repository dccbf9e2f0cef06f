//! Disks and folders that cannot be written to.

use annals_tests::folder::Folder;

use super::Question;
use super::school::{assert_recovers, expected, generated, run, school, tree, write};
use super::tools::{Immutable, Tool, private, shell};

pub(crate) const QUESTIONS: &[Question] = &[
    ("a_full_disk", Some(Tool::Mount), a_full_disk),
    ("a_limit_on_files", Some(Tool::Limit), a_limit_on_files),
    ("a_read_only_disk", Some(Tool::Mount), a_read_only_disk),
    ("an_immutable_file", Some(Tool::Immutable), an_immutable_file),
    ("an_immutable_folder", Some(Tool::Immutable), an_immutable_folder),
    ("a_file_for_a_folder", None, a_file_for_a_folder),
    ("a_folder_for_a_file", None, a_folder_for_a_file),
    ("a_link_to_itself", None, a_link_to_itself),
    ("an_empty_file", None, an_empty_file),
];

/// The tree is copied to a disk with little more room than it needs; after the command has failed, it
/// is copied back.
fn a_full_disk() {
    let folder = generated();
    let old = tree(&folder);
    write(&folder, 20, &"is ".repeat(200));
    let new = expected(&folder);
    let script = "mkdir disk && mount -t tmpfs -o size=800k,nr_inodes=0 none disk \
        && cp -r catalog.yaml generated disk && cd disk && \
        { \\$ANNALS generate; code=\\$?; rm -r ../generated; cp -r generated ..; exit \\$code; }";
    let run = shell(&folder, &private(script));
    run.ends(3).says(&["error: cannot write `generated/", "No space left on device"]);
    assert_recovers(&folder, &old, &new);
}

fn a_limit_on_files() {
    let folder = generated();
    let old = tree(&folder);
    write(&folder, 20, &"is ".repeat(200));
    let new = expected(&folder);
    let run = shell(&folder, "trap '' XFSZ; ulimit -f 4; exec \"$ANNALS\" generate");
    run.ends(3).says(&["error: cannot write `generated/", "File too large"]);
    assert_recovers(&folder, &old, &new);
}

fn a_read_only_disk() {
    let folder = generated();
    let old = tree(&folder);
    write(&folder, 20, "is");
    let script = "mount --bind generated generated && mount -o remount,bind,ro generated && \
        \\$ANNALS generate";
    let run = shell(&folder, &private(script));
    run.ends(3).says(&["error: cannot write `generated/", "Read-only file system"]);
    assert_eq!(tree(&folder), old);
}

fn an_immutable_file() {
    let page = "generated/docs/events/learning/lesson30_started.rst";
    for place in ["generated/catalog.lock", "generated/src/learning/records.rs", page] {
        let folder = generated();
        let old = tree(&folder);
        write(&folder, 20, "is");
        let new = expected(&folder);
        let path = folder.path(place);
        {
            let _immutable = Immutable::new(&path);
            run(&folder, ["generate"]).ends(3).says(&[&format!("error: cannot write `{place}`")]);
        }
        assert_recovers(&folder, &old, &new);
    }
}

fn an_immutable_folder() {
    let folder = generated();
    let old = tree(&folder);
    write(&folder, 20, "is");
    let new = expected(&folder);
    let path = folder.path("generated/schemas/avro");
    {
        let _immutable = Immutable::new(&path);
        let run = run(&folder, ["generate"]);
        run.ends(3).says(&["error: cannot write `generated/schemas/avro/"]);
    }
    assert_recovers(&folder, &old, &new);
}

fn a_file_for_a_folder() {
    for place in ["generated", "generated/src", "generated/docs/events"] {
        let folder = school();
        folder.write(place, "mine\n");
        let run = run(&folder, ["generate"]);
        run.ends(3).says(&["error: cannot ", &format!("`{place}")]);
        assert_eq!(folder.read(place), "mine\n");
        assert!(!folder.has("generated/catalog.lock"));
    }
}

fn a_folder_for_a_file() {
    for place in ["catalog.lock", "src/catalog.rs", "docs/index.rst"] {
        let folder = school();
        folder.write(&format!("generated/{place}/mine.txt"), "mine\n");
        let run = run(&folder, ["generate"]);
        run.ends(3).says(&[&format!("error: cannot read `generated/{place}`")]);
        assert_eq!(tree(&folder).len(), 1, "nothing was written");
    }
}

#[cfg(unix)]
fn a_link_to_itself() {
    for place in
        ["generated", "generated/src", "generated/src/catalog.rs", "generated/catalog.lock"]
    {
        let folder = school();
        folder.write("generated/mine.txt", "mine\n");
        if place == "generated" {
            std::fs::remove_dir_all(folder.path(place)).unwrap();
        }
        let path = folder.path(place);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(path.file_name().unwrap(), &path).unwrap();
        let run = run(&folder, ["generate"]);
        run.ends(3).says(&["error: cannot read `generated", "symbolic links"]);
    }
}

#[cfg(not(unix))]
fn a_link_to_itself() {}

/// A loss of power may leave empty files beside an old lock.
fn an_empty_file() {
    let folder = generated();
    write(&folder, 20, "is");
    let new = expected(&folder);
    let made = new.keys().filter(|path| *path != "catalog.lock");
    made.for_each(|path| folder.write(&format!("generated/{path}"), ""));
    run(&folder, ["generate"]).ends(0);
    assert_eq!(tree(&folder), new);

    let folder: Folder = school();
    folder.write("generated/src/mine.rs", "");
    run(&folder, ["generate"]).ends(0);
    assert!(folder.has("generated/src/mine.rs"), "an empty file that is not ours is kept");
}
