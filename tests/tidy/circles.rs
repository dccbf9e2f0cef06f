//! Do the modules of a crate use each other in one direction only?
//!
//! A file uses another when its code names something that is defined there: `crate::a::Name`,
//! `super::Name`, or `a::name()` of an imported `a`. What counts is where a thing is defined, not
//! where it is re-exported, and `mod a;` or `pub use a::Name;` alone is not a use.
//!
//! A module may use whatever contains it: `a/b.rs` is a part of `a.rs`, and Rust lets it see even
//! what is private there. So an `a.rs` that calls `b::run` and an `a/b.rs` that takes
//! `super::Options` are not a circle; it takes a sibling or another module to close one. Unit tests
//! do not count.

use std::collections::{BTreeMap, BTreeSet};

use super::edges::folders;
use super::modules::{Modules, Uses};
use super::{File, all_files, assert_none};

const RECURSIVE: &str = "recursive types: a value has a shape, which may be a record of values";
const CODEC: &str = "the traits of values and records have their encodings as methods";
const CHANNEL: &str = "an event names its channel, and a channel calls receivers of its event";

/// Uses that may close a circle, with the reason. There must be no circle without them, and one that
/// no longer closes any must be removed from the list.
const ALLOWED: [(&str, &str, &str); 12] = [
    ("runtime/src/shape.rs", "runtime/src/record.rs", RECURSIVE),
    ("runtime/src/shape.rs", "runtime/src/variant.rs", RECURSIVE),
    ("runtime/src/value.rs", "runtime/src/layout.rs", RECURSIVE),
    ("runtime/src/value.rs", "runtime/src/shape.rs", RECURSIVE),
    ("runtime/src/value.rs", "runtime/src/variant.rs", RECURSIVE),
    ("runtime/src/value.rs", "runtime/src/avro/codec.rs", CODEC),
    ("runtime/src/record.rs", "runtime/src/json.rs", CODEC),
    ("runtime/src/record.rs", "runtime/src/layout.rs", CODEC),
    ("runtime/src/record.rs", "runtime/src/sample.rs", CODEC),
    ("runtime/src/event.rs", "runtime/src/signal/channel.rs", CHANNEL),
    ("runtime/src/event/any.rs", "runtime/src/signal/channel.rs", CHANNEL),
    ("runtime/src/signal/channel.rs", "runtime/src/signal/linked.rs", CHANNEL),
];

/// The files that `from` leads to in one step or more.
fn reached<'a>(uses: &'a Uses, from: &'a str) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(file) = waiting.pop() {
        let next = uses.keys().filter(|(user, _)| user == file).map(|(_, used)| used.as_str());
        waiting.extend(next.filter(|used| seen.insert(*used)));
    }
    seen
}

/// The groups of files of which each leads to each other.
fn circles(uses: &Uses) -> BTreeSet<BTreeSet<&str>> {
    let users: BTreeSet<&str> = uses.keys().map(|(user, _)| user.as_str()).collect();
    let reached: BTreeMap<&str, _> =
        users.iter().map(|user| (*user, reached(uses, user))).collect();
    let leads = |from: &str, to: &str| reached.get(from).is_some_and(|files| files.contains(to));
    let circle = |file: &str| -> BTreeSet<&str> {
        reached[file].iter().copied().filter(|other| leads(other, file)).collect()
    };
    users.iter().map(|file| circle(file)).filter(|circle| !circle.is_empty()).collect()
}

fn shown(circle: &BTreeSet<&str>, uses: &Uses) -> String {
    let is_inside = |file: &String| circle.contains(file.as_str());
    let inside = uses.iter().filter(|((user, used), _)| is_inside(user) && is_inside(used));
    let lines = inside.map(|((user, used), names)| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        format!("  {user} uses {used}: {}\n", names.join(", "))
    });
    format!("{} files:\n{}", circle.len(), lines.collect::<String>())
}

/// The uses within every crate of the workspace.
fn all_uses() -> Uses {
    let files = all_files();
    let files = files.iter().filter(|file| file.is_source());
    let files: BTreeMap<&str, &File> = files.map(|file| (file.path.as_str(), file)).collect();
    let read = |path: &str| files.get(path).map(|file| file.text.clone());
    let (mut uses, mut unread) = (Uses::new(), Vec::new());
    for source in folders().iter().map(|folder| format!("{folder}/src/")) {
        let roots = ["lib.rs", "main.rs"].map(|name| format!("{source}{name}"));
        let roots = roots.iter().filter(|root| files.contains_key(root.as_str()));
        let crates: Vec<Modules> = roots.map(|root| Modules::read(root, &read)).collect();
        uses.extend(crates.iter().flat_map(Modules::uses));
        let seen: BTreeSet<&str> = crates.iter().flat_map(Modules::files).collect();
        let own = files.values().filter(|file| file.is_product() && file.path.starts_with(&source));
        unread.extend(own.map(|file| file.path.clone()).filter(|path| !seen.contains(&**path)));
    }
    assert_none(&unread, "files that were not found as modules");
    uses
}

#[test]
fn modules_do_not_use_each_other_in_a_circle() {
    let mut uses = all_uses();
    assert!(uses.len() > 500, "only {} uses were found", uses.len());
    let allowed = ALLOWED.map(|(user, used, _)| (user.to_owned(), used.to_owned()));
    let accepted: Vec<_> = allowed.iter().map(|edge| (edge, uses.remove(edge).is_some())).collect();
    let new: Vec<_> = circles(&uses).iter().map(|circle| shown(circle, &uses)).collect();
    assert_none(&new, "modules that use each other in a circle");
    let closes = |(user, used): &(String, String)| reached(&uses, used).contains(user.as_str());
    let stale = accepted.iter().filter(|(edge, existed)| !existed || !closes(edge));
    let stale: Vec<_> = stale.map(|((user, used), _)| format!("{user} uses {used}")).collect();
    assert_none(&stale, "ALLOWED has uses that close no circle");
}

/// The circles in a crate of these files; the first is its root.
fn circles_of(files: &[(&str, &str)]) -> Vec<String> {
    let read = |path: &str| {
        let file = files.iter().find(|(known, _)| *known == path);
        file.map(|(_, text)| (*text).to_owned())
    };
    let uses = Modules::read(files[0].0, &read).uses();
    let circles = circles(&uses);
    circles.iter().map(|circle| circle.iter().copied().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn circles_are_found_in_every_form_of_a_path() {
    let uses_a = [
        "use crate::a::A;",
        "use super::a::A as Other;",
        "use crate::{c::C, a::{self, A}};",
        "use crate::a; fn b() { a::run(); }",
        "fn b() { crate::a::run(); }",
        "fn b() { println!(\"{}\", super::a::run()); }",
        "struct B(Box<super::a::A>);",
        "mod inner { use super::super::a::A; }",
        "use crate::c::Again;",
        "use crate::A;",
    ];
    for text in uses_a {
        let files = [
            ("src/lib.rs", "mod a; mod b; mod c; pub use a::A;"),
            ("src/a.rs", "use crate::b::B; pub struct A; pub fn run() {}"),
            ("src/b.rs", text),
            ("src/c.rs", "pub struct C; pub use crate::a::A as Again;"),
        ];
        assert_eq!(circles_of(&files), ["src/a.rs src/b.rs"], "{text}");
    }
}

#[test]
fn only_uses_close_a_circle() {
    let uses_nothing = [
        "use std::a::A;",
        "fn b() { ::a::run(); }",
        "pub use crate::a::A;",
        "pub use crate::a;",
        "#[cfg(test)] mod tests { use crate::a::A; }",
        "#[cfg(all(test, unix))] use crate::a::A;",
        "/// See [`crate::a::A`].\nstruct B;",
    ];
    for text in uses_nothing {
        let files = [
            ("src/lib.rs", "mod a; mod b;"),
            ("src/a.rs", "use crate::b::B; pub struct A; pub fn run() {}"),
            ("src/b.rs", text),
        ];
        assert_eq!(circles_of(&files), [""; 0], "{text}");
    }
}

#[test]
fn a_module_may_use_what_contains_it() {
    let mut files = [
        ("src/lib.rs", "mod a; mod c;"),
        ("src/a.rs", "mod b; pub struct Options; fn run() { b::run(Options) }"),
        ("src/a/b.rs", "use super::Options; use crate::c; pub fn run(_: Options) { c::run() }"),
        ("src/c.rs", "pub fn run() {}"),
    ];
    assert_eq!(circles_of(&files), [""; 0]);
    files[3].1 = "pub fn run() { let _ = crate::a::Options; }";
    assert_eq!(circles_of(&files), ["src/a.rs src/a/b.rs src/c.rs"], "one that others close");
}
