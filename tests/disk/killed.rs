//! Runs that are killed half-way, and concurrent runs.

use std::process::Stdio;
use std::thread;
use std::time::Duration;

use annals_tests::folder::Folder;

use super::Question;
use super::school::{
    Tree, assert_recovers, assert_whole, command, expected, generated, is_temporary, run, tree,
    write,
};

/// How often a run is killed, each time a little later.
const KILLS: u32 = 40;

pub(crate) const QUESTIONS: &[Question] = &[
    ("killed_half_way", None, killed_half_way),
    ("killed_and_then_the_catalog_is_edited", None, killed_and_then_the_catalog_is_edited),
    ("two_concurrent_runs", None, two_concurrent_runs),
];

fn killed_half_way() {
    let folder = generated();
    let mut caught = 0;
    for kill in 0..KILLS {
        let old = tree(&folder);
        write(&folder, 1 + 10 * (kill as usize % 2), &format!("is {kill} times"));
        let new = expected(&folder);
        kill_after(&folder, Duration::from_micros(400) * kill);
        caught += u32::from(is_half_way(&tree(&folder), &new));
        assert_recovers(&folder, &old, &new);
    }
    assert!(caught > 0, "no run was caught while it wrote");
}

/// Files of a killed run that no lock lists do not stop the next run, and do not stay.
fn killed_and_then_the_catalog_is_edited() {
    let folder = generated();
    for kill in 0..KILLS / 4 {
        let old = tree(&folder);
        write(&folder, 1000 * (kill as usize + 1), "is");
        let half = expected(&folder);
        kill_after(&folder, Duration::from_millis(1) * kill);
        assert_whole(&tree(&folder), &old, &half);
        write(&folder, 1000 * (kill as usize + 1) + 20, "will be");
        let new = expected(&folder);
        run(&folder, ["generate"]).ends(0);
        assert_eq!(tree(&folder), new);
    }
}

/// Kills `annals generate` this long after it has begun to write.
fn kill_after(folder: &Folder, time: Duration) {
    let mut child = command(folder, ["generate"]).stderr(Stdio::null()).spawn().unwrap();
    let began = || {
        let entries = std::fs::read_dir(folder.path("generated")).unwrap();
        let mut names = entries.map(|entry| entry.unwrap().file_name());
        names.any(|name| is_temporary(&name.to_string_lossy()))
    };
    while child.try_wait().unwrap().is_none() && !began() {
        thread::yield_now();
    }
    thread::sleep(time);
    // The process may have ended by itself.
    let _ = child.kill();
    child.wait().unwrap();
}

fn is_half_way(found: &Tree, new: &Tree) -> bool {
    found.get("catalog.lock") != new.get("catalog.lock")
        && found.iter().any(|(path, bytes)| is_temporary(path) || new.get(path) == Some(bytes))
}

fn two_concurrent_runs() {
    let folder = generated();
    for turn in 0..10 {
        write(&folder, 1 + 10 * (turn % 2), &format!("is {turn} times"));
        let new = expected(&folder);
        thread::scope(|threads| {
            for _ in 0..2 {
                threads.spawn(|| run(&folder, ["generate"]).ends(0).code);
            }
        });
        let left = tree(&folder);
        let left: Vec<_> = left.iter().filter(|(path, _)| !is_temporary(path)).collect();
        assert_eq!(left, new.iter().collect::<Vec<_>>());
        assert_recovers(&folder, &new, &new);
    }
}
