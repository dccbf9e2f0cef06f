//! Does `annals watch` notice every save, show every error, and stop when asked to?

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use annals_tests::folder::Folder;
use annals_tests::process::annals;

use crate::{ANNALS, CATALOG, run, school};

/// Far longer than anything here takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `annals watch`; it is killed when it is dropped.
struct Watching {
    child: Child,
    said: Arc<Mutex<String>>,
    /// How much of `said` was waited for.
    heard: usize,
}

impl Watching {
    fn start(folder: &Folder, arguments: &[&str]) -> Self {
        let mut command = annals(ANNALS, folder.root(), [&["watch"], arguments].concat());
        let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let said = Arc::new(Mutex::new(String::new()));
        let heard = Arc::clone(&said);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                *heard.lock().unwrap() += &(line + "\n");
            }
        });
        let mut watching = Self { child, said, heard: 0 };
        watching.until("watching `catalog.yaml`; Ctrl-C ends\n");
        watching
    }

    /// Waits until it prints `words` after what was waited for before.
    fn until(&mut self, words: &str) {
        let start = Instant::now();
        loop {
            let said = self.said.lock().unwrap().clone();
            if let Some(place) = said[self.heard..].find(words) {
                self.heard += place + words.len();
                return;
            }
            assert!(start.elapsed() < PATIENCE, "`{words}` was not printed:\n{said}");
            assert!(self.child.try_wait().unwrap().is_none(), "it ended:\n{said}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const RECORDS: &str = "generated/src/learning/records.rs";

#[test]
fn a_save_is_generated_and_an_error_shown_until_it_is_fixed() {
    let folder = school();
    let mut watching = Watching::start(&folder, &[]);
    assert!(folder.read(RECORDS).contains("pub title: "));
    folder.edit("catalog.yaml", "        title:", "        heading:");
    watching.until("wrote ");
    assert!(folder.read(RECORDS).contains("pub heading: "));
    folder.edit("catalog.yaml", "{ type: string", "{ type: strin");
    watching.until("error[A0123]: there is no type `strin`\n");
    watching.until("1 error\n");
    folder.edit("catalog.yaml", "{ type: strin", "{ type: long");
    watching.until("wrote ");
    assert!(folder.read(RECORDS).contains("pub heading: i64"));
    run(&folder, ["check"]).ends(0);
    let said = watching.said.lock().unwrap().clone();
    assert!(!said.contains('\u{1b}'), "a pipe is not cleared: {said}");
}

#[test]
fn timings_are_printed_on_request() {
    let folder = school();
    let mut watching = Watching::start(&folder, &["--timings"]);
    for name in ["one", "two"] {
        folder.write("catalog.yaml", CATALOG.replace("    title:", &format!("    {name}:")));
        watching.until("wrote ");
        for stage in ["stage", "start", "read", "parse", "docs", "compare", "write", "total"] {
            watching.until(&format!("\n{stage} "));
        }
    }
}

/// Most editors write another file and rename it; git removes the file and writes it again.
#[test]
fn replaced_and_recreated_files_are_noticed() {
    let folder = school();
    let mut watching = Watching::start(&folder, &[]);
    for name in ["one", "two", "three"] {
        folder.write("catalog.yaml.new", CATALOG.replace("    title:", &format!("    {name}:")));
        std::fs::rename(folder.path("catalog.yaml.new"), folder.path("catalog.yaml")).unwrap();
        watching.until("wrote ");
        assert!(folder.read(RECORDS).contains(&format!("pub {name}: ")));
    }
    folder.remove("catalog.yaml");
    watching.until("error: cannot read `catalog.yaml`");
    folder.write("catalog.yaml", CATALOG);
    watching.until("wrote ");
    run(&folder, ["check"]).ends(0);
}

/// The manifest of a crate with the module `learning`, in a workspace with another one.
#[test]
fn the_manifests_of_several_crates_are_watched() {
    let folder = school();
    folder.write("Cargo.toml", "[workspace]\nmembers = [\"generated\", \"rooms\"]\n");
    let part = |name: &str| {
        format!("[package]\nname = \"{name}\"\n[package.metadata.annals]\nmodules = [\"{name}\"]\n")
    };
    folder.write("generated/Cargo.toml", part("lerning"));
    folder.edit("catalog.yaml", "domains:", "lint: { A0241: allow }\ninclude: [parts/*.yaml]\ndomains:\n  rooms: { title: Rooms, description: Rooms. }");
    folder.write("parts/rooms.yaml", ROOMS.replace("  learning:", "  rooms:"));
    let mut watching = Watching::start(&folder, &[]);
    assert!(
        watching.said.lock().unwrap().contains("no domain `lerning`; did you mean `learning`?")
    );
    folder.write("generated/Cargo.toml", part("learning"));
    watching.until("no crate of the workspace has the module `rooms`");
    folder.write("rooms/Cargo.toml", part("rooms"));
    // The new crate is not a reason to look again, an included file is.
    folder.edit("parts/rooms.yaml", "A room.", "A place.");
    watching.until("wrote ");
    assert!(folder.has(RECORDS) && !folder.has("generated/src/rooms/records.rs"));
    run(&folder, ["generate", "--out", "rooms"]).ends(0);
    folder.edit("generated/Cargo.toml", "[\"learning\"]", "[\"learning\", \"rooms\"]");
    watching.until("`rooms` has the module `rooms` too");
    folder.edit("rooms/Cargo.toml", "modules = [\"rooms\"]", "modules = []");
    watching.until("wrote ");
    assert!(folder.has("generated/src/rooms/records.rs"));
}

const ROOMS: &str = "records:\n  learning:\n    Room:\n      description: A room.\n      fields: { name: string }\n";

#[test]
fn included_files_and_their_folders_are_watched() {
    let folder = school();
    folder.edit(
        "catalog.yaml",
        "domains:",
        "lint: { A0241: allow }\ninclude: [parts/deep/*.yaml]\ndomains:",
    );
    let mut watching = Watching::start(&folder, &[]);
    folder.write("parts/deep/rooms.yaml", ROOMS);
    watching.until("wrote ");
    assert!(folder.read(RECORDS).contains("pub struct Room "));
    folder.edit("parts/deep/rooms.yaml", "{ name:", "{ number:");
    watching.until("wrote ");
    folder.write("parts/deep/halls.yaml", ROOMS.replace("Room", "Hall"));
    watching.until("wrote ");
    assert!(folder.read(RECORDS).contains("pub struct Hall "));
    std::fs::remove_dir_all(folder.path("parts")).unwrap();
    watching.until("error[A0016]");
    folder.write("parts/deep/rooms.yaml", ROOMS);
    watching.until("wrote ");
    folder.edit("parts/deep/rooms.yaml", "{ name:", "{ wing:");
    watching.until("wrote ");
    assert!(folder.read(RECORDS).contains("pub wing: "));
}

#[test]
fn files_beside_the_catalog_can_be_included() {
    let folder = school();
    folder.write("rooms.yaml", ROOMS);
    let include = "lint: { A0241: allow }\ninclude: [rooms.yaml]\ndomains:";
    folder.edit("catalog.yaml", "domains:", include);
    let mut watching = Watching::start(&folder, &[]);
    folder.edit("rooms.yaml", "{ name:", "{ number:");
    watching.until("wrote ");
    assert!(folder.read(RECORDS).contains("pub number: "));
    folder.edit("catalog.yaml", "[rooms.yaml]", "[\"*.yaml\"]");
    watching.until("error[A0016]");
    folder.edit("catalog.yaml", "[\"*.yaml\"]", "[rooms.yaml]");
    folder.edit("rooms.yaml", "{ number:", "{ wing:");
    watching.until("wrote ");
}

#[test]
fn templates_are_watched() {
    let folder = school();
    folder.write("templates/title.txt.j2", "{{ catalog.title }}\n");
    run(&folder, ["generate", "--templates", "templates"]).ends(0);
    let mut watching = Watching::start(&folder, &[]);
    // A partial template counts too.
    let save = |path: &str, text: &str| {
        folder.write("draft", text);
        std::fs::create_dir_all(folder.path(path).parent().unwrap()).unwrap();
        std::fs::rename(folder.path("draft"), folder.path(path)).unwrap();
    };
    save("templates/title.txt.j2", "Title: {{ catalog.title }}\n");
    watching.until("wrote 2, ");
    assert!(folder.read("generated/title.txt").starts_with("Title: "));
    save("templates/title.txt.j2", "Title: {{ catalog.titel }}\n");
    watching.until("did you mean `title`?");
    save("templates/title.txt.j2", "Name: {{ catalog.name }}\n");
    watching.until("wrote 2, ");
    save("templates/new/{event.name}.txt.j2", "{{ event.type }}\n");
    watching.until("wrote ");
    assert!(folder.has("generated/new/LESSON_STARTED.txt"));
    std::fs::remove_dir_all(folder.path("templates/new")).unwrap();
    watching.until("removed 1 ");
    run(&folder, ["check"]).ends(0);
}

/// However fast saves follow each other, the output is that of the last one.
#[test]
fn no_save_is_missed() {
    let folder = school();
    let mut watching = Watching::start(&folder, &[]);
    for round in 0..40 {
        folder.write("catalog.yaml", CATALOG.replace("    title:", &format!("    field_{round}:")));
        std::thread::sleep(Duration::from_millis(round % 7 * 3));
    }
    let start = Instant::now();
    while !folder.read(RECORDS).contains("pub field_39: ") {
        assert!(start.elapsed() < PATIENCE, "the last save is missing");
        std::thread::sleep(Duration::from_millis(5));
    }
    watching.until("wrote ");
}

#[cfg(unix)]
#[test]
fn a_linked_catalog_is_watched_at_its_target() {
    let folder = school();
    folder.write("elsewhere/real.yaml", CATALOG);
    folder.remove("catalog.yaml");
    std::os::unix::fs::symlink("elsewhere/real.yaml", folder.path("catalog.yaml")).unwrap();
    let mut watching = Watching::start(&folder, &[]);
    folder.edit("elsewhere/real.yaml", "    title:", "    heading:");
    watching.until("wrote ");
    assert!(folder.read(RECORDS).contains("pub heading: "));
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_without_an_error() {
    for signal in ["-INT", "-TERM"] {
        let folder = school();
        let mut watching = Watching::start(&folder, &[]);
        let pid = watching.child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
        assert_eq!(watching.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}

#[test]
fn an_unreadable_catalog_exits_with_3() {
    let folder = Folder::temporary();
    run(&folder, ["watch"]).ends(3).says(&["could not find `catalog.yaml` here"]);
    run(&folder, ["watch", "-C", "none.yaml"]).ends(3).says(&["cannot read `none.yaml`"]);
}
