//! Does the writer change only generated files, atomically, and only inside the output folder?

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::path::PathBuf;

use annals_codegen::output::{ChangeKind, OutputError, Plan, plan};
use annals_codegen::project::Project;
use annals_codegen::{FileSet, Target};
use annals_tests::folder::Folder;

const EVENTS: &str = "generated/src/learning/events.rs";
const AVRO: &str = "generated/schemas/avro/org.example.learning.lesson.started.v1.avsc";
const PAGE: &str = "generated/docs/events/learning/lesson_started.rst";

/// A folder with a catalog, and nothing generated yet.
fn school() -> Folder {
    let folder = Folder::temporary();
    folder.write("catalog.yaml", include_str!("cli/catalog.yaml"));
    folder
}

fn generated() -> Folder {
    let folder = school();
    planned(&folder).unwrap().write().unwrap();
    folder
}

fn file_set(folder: &Folder) -> FileSet {
    let project =
        Project::open(&folder.path("catalog.yaml"), &mut annals_codegen::Run::default()).unwrap();
    let options = project.options(&Target::ALL, &folder.path("generated"));
    annals_codegen::generate(
        project.compiled.model.as_ref().unwrap(),
        &options,
        &mut annals_codegen::Run::default(),
    )
}

/// The plan for the folder.
fn planned(folder: &Folder) -> Result<Plan, OutputError> {
    plan(
        &folder.path("generated"),
        &file_set(folder),
        &Target::ALL,
        &annals_codegen::cache::Cache::default(),
    )
}

fn changes(plan: &Plan) -> Vec<(ChangeKind, &str)> {
    plan.changes.iter().map(|change| (change.kind, change.path.as_str())).collect()
}

#[test]
fn all_files_are_written_and_no_others() {
    let folder = generated();
    let written = folder.snapshot("generated");
    let files = file_set(&folder);
    let on_disk = written.iter().map(|(path, (_, bytes))| (path.as_str(), bytes.as_slice()));
    assert!(on_disk.eq(files.iter()), "{:?}", written.keys());
    assert_eq!(planned(&folder).unwrap().kept, files.len());
}

#[test]
fn only_files_that_differ_are_written() {
    let folder = generated();
    let before = folder.snapshot("generated");
    planned(&folder).unwrap().write().unwrap();
    assert_eq!(before, folder.snapshot("generated"));

    folder.edit(EVENTS, "pub struct", "pub  struct");
    folder.remove(AVRO);
    let plan = planned(&folder).unwrap();
    let short = |path: &'static str| path.strip_prefix("generated/").unwrap();
    assert_eq!(
        changes(&plan),
        [(ChangeKind::Create, short(AVRO)), (ChangeKind::Update, short(EVENTS))]
    );
    plan.write().unwrap();
    let after = folder.snapshot("generated");
    let rewritten: Vec<_> =
        before.keys().filter(|path| before[*path].0 != after[*path].0).collect();
    assert_eq!(rewritten, [short(AVRO), short(EVENTS)]);
    assert!(before.iter().all(|(path, (_, bytes))| after[path].1 == *bytes));
}

#[test]
fn the_lock_is_written_last() {
    let folder = school();
    let plan = planned(&folder).unwrap();
    assert_eq!(changes(&plan).last(), Some(&(ChangeKind::Create, "catalog.lock")));
}

#[test]
fn temporary_files_of_a_killed_run_are_removed() {
    let folder = generated();
    let before = folder.snapshot("generated");
    for path in ["catalog.lock", "src/learning/events.rs", "docs/index.rst", "schemas/avro/x.avsc"]
    {
        let (place, name) = path.rsplit_once('/').unwrap_or((".", path));
        folder.write(&format!("generated/{place}/.{name}.4711.annals-new"), "half a fi");
    }
    let plan = planned(&folder).unwrap();
    assert_eq!(plan.count(ChangeKind::Remove), 4, "{:?}", changes(&plan));
    plan.write().unwrap();
    assert_eq!(before, folder.snapshot("generated"));
}

#[test]
fn a_foreign_file_is_an_error_and_is_kept() {
    for path in [EVENTS, PAGE] {
        let folder = school();
        folder.write(path, "mine\n");
        match planned(&folder) {
            Err(OutputError::Foreign { path: named }) => assert_eq!(named, folder.path(path)),
            other => panic!("{other:?}"),
        }
        let paths: Vec<_> = folder.snapshot("generated").into_keys().collect();
        assert_eq!(paths, [path.strip_prefix("generated/").unwrap()]);
        assert_eq!(folder.read(path), "mine\n");
    }
}

/// Avro schemas cannot have a marker: only those listed in the lock are generated files.
#[test]
fn an_avro_schema_that_is_not_in_the_lock_is_kept() {
    let folder = school();
    folder.write(AVRO, "{}\n");
    match planned(&folder) {
        Err(OutputError::Foreign { path }) => assert_eq!(path, folder.path(AVRO)),
        other => panic!("{other:?}"),
    }
    folder.remove(AVRO);
    planned(&folder).unwrap().write().unwrap();
    let foreign = "generated/schemas/avro/com.example.mine.v1.avsc";
    folder.write(foreign, "{}\n");
    assert_eq!(
        changes(&planned(&folder).unwrap()),
        [],
        "a schema that is not in the lock is not stale"
    );
    folder.edit("catalog.yaml", "lesson.started.v1", "lesson.begun.v1");
    planned(&folder).unwrap().write().unwrap();
    assert!(!folder.has(AVRO), "stale files of the lock are removed");
    assert_eq!(folder.read(foreign), "{}\n");
}

/// A lock with a merge conflict cannot be read, but generating must fix it.
#[test]
fn a_lock_with_a_merge_conflict_still_lists_generated_files() {
    let folder = generated();
    let lock = folder.read("generated/catalog.lock");
    folder
        .write("generated/catalog.lock", format!("<<<<<<< ours\n{lock}=======\n>>>>>>> theirs\n"));
    folder.edit("catalog.yaml", "type: string", "type: long");
    let foreign = "generated/schemas/avro/com.example.mine.v1.avsc";
    folder.write(foreign, "{}\n");
    planned(&folder).unwrap().write().unwrap();
    assert!(folder.read(AVRO).contains("\"long\""));
    assert!(folder.has(foreign));
    assert_eq!(changes(&planned(&folder).unwrap()), []);
}

#[test]
fn hand_written_files_are_kept() {
    let folder = school();
    let foreign = [
        "generated/Cargo.toml",
        "generated/src/lib.rs",
        "generated/src/learning/extra.rs",
        "generated/docs/tutorial.rst",
        "generated/docs/_static/logo.svg",
        "generated/schemas/avro/README",
    ];
    for path in foreign {
        folder.write(path, "mine\n");
    }
    planned(&folder).unwrap().write().unwrap();
    folder.edit("catalog.yaml", "LESSON_STARTED", "LESSON_BEGUN");
    planned(&folder).unwrap().write().unwrap();
    assert_eq!(foreign.map(|path| folder.read(path)), ["mine\n"; 6]);
    assert!(!folder.has(PAGE), "stale files are removed");
}

#[test]
fn empty_folders_are_removed() {
    let folder = generated();
    for (from, to) in [
        ("domains:\n  learning:", "domains:\n  teaching:"),
        ("records:\n  learning:", "records:\n  teaching:"),
        ("events:\n  learning:", "events:\n  teaching:"),
        ("org.example.learning.", "org.example.teaching."),
    ] {
        folder.edit("catalog.yaml", from, to);
    }
    planned(&folder).unwrap().write().unwrap();
    assert!(folder.has("generated/src/teaching"));
    for path in ["src/learning", "docs/events/learning", "docs/records/learning"] {
        assert!(!folder.has(&format!("generated/{path}")), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused() {
    use std::os::unix::fs::symlink;
    for linked in ["generated/src", "generated/docs/events", "generated/schemas"] {
        let (folder, outside) = (school(), Folder::temporary());
        outside.write("kept.txt", "mine\n");
        folder.write("generated/docs/index.md", "");
        symlink(outside.root(), folder.path(linked)).unwrap();
        match planned(&folder).and_then(|plan| plan.write()) {
            Err(OutputError::Outside { path }) => assert_eq!(path, folder.path(linked)),
            other => panic!("{linked}: {other:?}"),
        }
        let there: Vec<_> = outside.snapshot("").into_keys().collect();
        assert_eq!(there, ["kept.txt"], "{linked}");
        assert!(!folder.has("generated/catalog.lock"), "the lock is not written");
    }
}

/// The target of a link is not a generated file.
#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_linked_file() {
    let (folder, outside) = (generated(), Folder::temporary());
    outside.write("target.rs", "mine\n");
    folder.remove(EVENTS);
    std::os::unix::fs::symlink(outside.path("target.rs"), folder.path(EVENTS)).unwrap();
    let _ = planned(&folder).and_then(|plan| plan.write());
    assert_eq!(outside.read("target.rs"), "mine\n");
}

/// Not even root can write a file where there is a folder.
#[test]
fn an_unwritable_file_is_named_and_the_others_are_whole() {
    let folder = generated();
    let before = folder.snapshot("generated");
    folder.remove(AVRO);
    folder.write(&format!("{AVRO}/in_the_way"), "");
    folder.edit("catalog.yaml", "type: string", "type: long");
    let error = planned(&folder).and_then(|plan| plan.write()).unwrap_err();
    let place: PathBuf = folder.path(AVRO);
    match &error {
        OutputError::Read { path, .. } | OutputError::Write { path, .. } => {
            assert_eq!(*path, place)
        }
        other => panic!("{other:?}"),
    }
    let after = folder.snapshot("generated");
    for (path, file) in before.iter().filter(|(path, _)| !AVRO.ends_with(path.as_str())) {
        assert_eq!(after[path], *file, "{path}");
    }
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_named_and_its_files_are_whole() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt as _;
    let folder = generated();
    let place = folder.path("generated/src/learning");
    set_permissions(&place, Permissions::from_mode(0o555)).unwrap();
    if std::fs::File::create(place.join("probe")).is_ok() {
        println!("skipped: this user can write everywhere");
        return;
    }
    let before = folder.read(EVENTS);
    folder.edit("catalog.yaml", "LESSON_STARTED", "LESSON_BEGUN");
    let error = planned(&folder).unwrap().write().unwrap_err();
    assert_eq!(folder.read(EVENTS), before);
    assert!(matches!(error, OutputError::Write { .. }), "{error:?}");
    set_permissions(&place, Permissions::from_mode(0o755)).unwrap();
}
