//! Runs that are killed half-way, and runs at the same time.

use std::process::Stdio;
use std::thread;
use std::time::Duration;

use annals_tests::folder::Folder;

use super::Question;
use super::school::{
    Tree, assert_mendable, assert_whole, command, expected, generated, is_temporary, run, tree,
    write,
};

/// How often a run is killed, each time a little later.
const KILLS: u32 = 40;

pub(crate) const QUESTIONS: &[Question] = &[
    ("killed_half_way", None, killed_half_way),
    ("killed_and_then_the_catalog_is_edited", None, killed_and_then_the_catalog_is_edited),
    ("two_at_the_same_time", None, two_at_the_same_time),
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
        assert_mendable(&folder, &old, &new);
    }
    assert!(caught > 0, "no run was caught while it wrote");
}

/// What the killed run made and no lock knows is neither in the way of the next run nor left over.
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

/// Kills `annals generate` so long after it has begun to write.
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
    // It may have ended by itself.
    let _ = child.kill();
    child.wait().unwrap();
}

fn is_half_way(found: &Tree, new: &Tree) -> bool {
    found.get("catalog.lock") != new.get("catalog.lock")
        && found.iter().any(|(path, bytes)| is_temporary(path) || new.get(path) == Some(bytes))
}

fn two_at_the_same_time() {
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
        assert_mendable(&folder, &new, &new);
    }
}
