//! Links, pipes and devices that wait where a command writes or reads.

use std::os::unix::fs::symlink;
use std::process::Command;

use annals_tests::folder::Folder;
use annals_tests::process::Run;

use crate::{ANNALS, HEAD, REST, folder, run};

/// What only its owner may read, and nobody may write.
const SECRET: &str = "root:$6$hash:19000:0:99999:7:::\n";

/// A folder that is none of the command's business, with a secret.
fn outside() -> Folder {
    let outside = Folder::temporary();
    outside.write("secret", SECRET);
    outside
}

fn unharmed(outside: &Folder) {
    assert_eq!(outside.read("secret"), SECRET);
    assert_eq!(outside.snapshot("").len(), 1, "nothing else was written there");
}

/// Runs a script, in which `$ANNALS` is the command, with a limit far above the time it needs.
fn guarded(folder: &Folder, script: &str) -> Run {
    let mut command = Command::new("timeout");
    command.args(["60", "sh", "-c", script]).current_dir(folder.root());
    Run::of(command.env("ANNALS", ANNALS).env_remove("ANNALS_CHECK"))
}

fn generated() -> Folder {
    let folder = folder(format!("{HEAD}{REST}"));
    run(&folder, ["generate"]).ends(0);
    folder
}

/// The name of a temporary file was once made of the file's name and the number of the process,
/// which is known in advance: `exec` keeps it.
#[test]
fn temporary_files_are_never_opened_through_links() {
    let wrong = HEAD.replace("annals: 1", "annals:   1");
    let schema = r#"{"type": "record", "name": "R", "fields": [{"name": "a", "type": "int"}]}"#;
    let import = "import avsc --name x --namespace org.x --domain d --out catalog.yaml";
    let commands = [
        ("generated/catalog.lock", "generate".to_owned()),
        ("generated/src/catalog.rs", "generate".to_owned()),
        ("generated/docs/index.rst", "generate".to_owned()),
        ("catalog.yaml", "fmt".to_owned()),
        ("parts/more.yaml", "fmt".to_owned()),
        ("parts/more.yaml", "check --fix".to_owned()),
        ("catalog.yaml", "new record M --domain d --field b=int".to_owned()),
        ("new.yaml", format!("{} r.avsc", import.replace("catalog.yaml", "new.yaml"))),
        ("catalog.yaml", format!("{import} --force r.avsc")),
        ("shop/catalog.yaml", "init shop".to_owned()),
    ];
    for (file, command) in commands {
        let (folder, outside) = (Folder::temporary(), outside());
        folder.write("catalog.yaml", format!("{wrong}{REST}include: [parts/*.yaml]\n"));
        folder.write("parts/more.yaml", "records:\n  d: { S: { fields:   { b: str } } }\n");
        if command == "generate" {
            folder.edit("parts/more.yaml", "str", "string");
        }
        folder.write("r.avsc", schema);
        let (place, name) = file.rsplit_once('/').unwrap_or((".", file));
        let link = format!(
            "mkdir -p {place} && ln -s {}/secret {place}/.{name}.$$.annals-new",
            outside.root().display()
        );
        let run = guarded(&folder, &format!("{link} && exec \"$ANNALS\" {command}"));
        assert_ne!(run.code, Some(2), "{command} is a command\n{run}");
        unharmed(&outside);
    }
}

#[test]
fn generated_files_are_not_read_or_written_through_links() {
    let folder = generated();
    let files: Vec<_> = folder.snapshot("generated").into_keys().collect();
    assert!(files.len() > 8, "{files:?}");
    for file in files {
        let (folder, outside) = (generated(), outside());
        let place = folder.path(&format!("generated/{file}"));
        std::fs::remove_file(&place).unwrap();
        symlink(outside.path("secret"), &place).unwrap();
        for arguments in [&["check"][..], &["generate", "--check"], &["generate"]] {
            let run = run(&folder, arguments);
            run.ends(3).says(&[&format!("`generated/{file}`"), "symbolic link"]);
            assert!(!format!("{run}").contains("$6$"), "a secret was printed\n{run}");
        }
        unharmed(&outside);
        assert!(place.is_symlink(), "{file}");
    }
}

#[test]
fn folders_of_the_output_are_not_entered_through_links() {
    for linked in ["src", "docs", "schemas", "schemas/json", "schemas/avro", "docs/events/d"] {
        let (folder, outside) = (generated(), outside());
        let place = folder.path(&format!("generated/{linked}"));
        // The files are the generated ones, so only the link is wrong.
        std::fs::rename(&place, outside.path("moved")).unwrap();
        symlink(outside.path("moved"), &place).unwrap();
        let before = outside.snapshot("");
        folder.edit("catalog.yaml", "{ a: int }", "{ a: long }");
        for arguments in [&["check"][..], &["generate"]] {
            let run = run(&folder, arguments);
            run.ends(3).says(&[&format!("`generated/{linked}`"), "symbolic link"]);
        }
        assert!(outside.snapshot("") == before, "{linked}: a file outside has changed");
    }
}

/// Files of another target would be left over in the folder that the link leads to.
#[test]
fn nothing_is_removed_through_a_link_within_the_output() {
    for target in ["src", ".", "../generated", "schemas/avro"] {
        let folder = generated();
        std::fs::remove_dir_all(folder.path("generated/docs")).unwrap();
        symlink(target, folder.path("generated/docs")).unwrap();
        let before = folder.snapshot("generated");
        run(&folder, ["generate"]).ends(3).says(&["`generated/docs`", "symbolic link"]);
        assert!(folder.snapshot("generated") == before, "{target}");
    }
}

#[test]
fn a_default_output_folder_stays_beside_the_catalog() {
    let (folder, outside) = (folder(format!("{HEAD}{REST}")), outside());
    symlink(outside.root(), folder.path("generated")).unwrap();
    for arguments in [&["generate"][..], &["check"], &["generate", "--dry-run"]] {
        run(&folder, arguments).ends(3).says(&["`generated`", "link", "--out"]);
    }
    unharmed(&outside);
    run(&folder, ["generate", "--out", "generated"]).ends(0);
    assert!(outside.has("catalog.lock"), "a folder that was named may be a link");
}

#[test]
fn a_catalog_found_by_search_stays_in_its_folder() {
    let (folder, outside) = (Folder::temporary(), outside());
    symlink(outside.path("secret"), folder.path("catalog.yaml")).unwrap();
    for arguments in [&["check"][..], &["generate"], &["fmt"], &["list"]] {
        let run = run(&folder, arguments);
        run.ends(3).says(&["`catalog.yaml`", "link", "--catalog"]);
        assert!(!format!("{run}").contains("$6$"), "a secret was printed\n{run}");
    }
    run(&folder, ["check", "-C", "catalog.yaml"]).ends(1);
    unharmed(&outside);
}

#[test]
fn templates_are_regular_files() {
    for make in ["mkfifo templates/x.j2", "mkdir templates/y && mkfifo templates/y/_x.j2"] {
        let folder = generated();
        guarded(&folder, &format!("mkdir templates && {make}")).ends(0);
        let run = guarded(&folder, "exec \"$ANNALS\" generate --templates templates");
        run.ends(3).says(&["x.j2", "not a regular file"]);
    }
}

/// Reading a pipe could block without end, and a device may never end.
#[test]
fn pipes_and_devices_are_not_read() {
    for file in ["catalog.lock", "templates.lock", "src/catalog.rs", "docs/index.rst", "Cargo.toml"]
    {
        for make in ["mkfifo", "ln -s /dev/zero"] {
            let folder = generated();
            let script = format!("rm -f generated/{file} && {make} generated/{file}");
            guarded(&folder, &script).ends(0);
            for command in ["check", "generate"] {
                let run = guarded(&folder, &format!("exec \"$ANNALS\" {command}"));
                run.ends(3).says(&[&format!("`generated/{file}`")]);
            }
        }
    }
}
