//! All generated files at once, after the derives: what `verify!` expands to.
//!
//! ```text
//! first derive ─► the lock, its sources, ROOT (which ends with `verify!()`)
//! each derive  ─► its type, its schemas          ┐ seen
//! verify!      ─► all other files, once, and none of which a derive has said what is wrong
//! ```
//!
//! rustc expands in the order of the source, so the derives in the modules above come first.

use std::path::PathBuf;

use annals_contract::{Artifact, ArtifactKind, Digest, Line, Lock, ROOT};
use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::fault::{Fault, fault};
use crate::lockfile::LockFile;
use crate::report::{EDIT, Errors, REPAIR};
use crate::seen::MANY;

/// A file that the lock names.
struct Promised<'a> {
    path: &'a str,
    digest: Digest,
    line: u32,
}

/// Holds the files of the crate to its lock, and names them to rustc, so that it looks again when one changes.
pub(crate) fn whole(input: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    if !input.is_empty() {
        errors.add(Span::call_site(), "`verify!()` takes nothing");
    }
    let file = LockFile::find();
    if file.speaks("verify!") {
        file.speak(&mut errors);
    }
    let Ok(lock) = &file.lock else { return errors.with(TokenStream::new()) };
    if !file.at_home {
        // A packaged crate has no docs, and nobody edits it.
        return errors.with(TokenStream::new());
    }
    let promised = promised(&file, lock);
    let faults: Vec<_> = promised
        .iter()
        .filter_map(|one| Some((one, fault(&file.resolve(one.path), one.digest)?)))
        .filter(|(one, _)| !file.seen.is_explained(one.path))
        .collect();
    report(&mut errors, &file, lock, &faults);
    let sound = faults.is_empty();
    let paths = promised.iter().filter(|_| sound).map(|one| file.resolve(one.path));
    errors.with(track(paths))
}

/// Every file but those that a derive has looked at.
fn promised<'a>(file: &LockFile, lock: &'a Lock) -> Vec<Promised<'a>> {
    let records = lock.records.iter().map(|(name, one)| ("record", name, &one.artifacts));
    let events = lock.events.iter().map(|(name, one)| ("event", name, &one.artifacts));
    let mut promised = Vec::new();
    for (noun, name, artifacts) in records.chain(events) {
        let seen = file.seen.has(noun, name);
        let open = artifacts.iter().filter(|one| one.kind == ArtifactKind::Page || !seen);
        promised.extend(open.map(|Artifact { path, digest, line: Line(line), .. }| Promised {
            path,
            digest: *digest,
            line: *line,
        }));
    }
    let others = lock.files.iter().filter(|(path, _)| *path != ROOT);
    promised.extend(others.map(|(path, one)| Promised {
        path,
        digest: one.digest,
        line: one.line.0,
    }));
    promised
}

fn report(errors: &mut Errors, file: &LockFile, lock: &Lock, faults: &[(&Promised<'_>, Fault)]) {
    let span = Span::call_site();
    let withheld = file.seen.withheld();
    let count = faults.len() + withheld;
    if count > MANY || withheld > 0 {
        errors.add_beside(span, many(faults, withheld));
        return;
    }
    for (Promised { path, line, .. }, fault) in faults {
        let is_rust = path.ends_with(".rs");
        let lost = if is_rust { lost(file, lock, path) } else { String::new() };
        let repair = if is_rust { EDIT } else { REPAIR };
        errors
            .add_beside(span, format_args!("{path} {fault} (catalog.lock:{line}){lost}; {repair}"));
    }
}

/// One message for all, since one thing has happened to them.
fn many(faults: &[(&Promised<'_>, Fault)], withheld: usize) -> String {
    let missing = faults.iter().all(|(_, fault)| matches!(fault, Fault::Missing));
    let first = faults.first().map(|(Promised { path, line, .. }, _)| {
        format!(", {path} (catalog.lock:{line}) among them")
    });
    let what = match (faults.len() + withheld, withheld) {
        (1, _) => "1 more generated file is missing or not as it was generated".to_owned(),
        (count, 0) if missing => format!("{count} generated files are missing"),
        (count, 0) => format!("{count} generated files are missing or not as they were generated"),
        (count, _) => {
            format!("{count} more generated files are missing or not as they were generated")
        }
    };
    format!("{what}{}; {REPAIR}", first.unwrap_or_default())
}

/// The types that should stand in the file at `place`, and do not: `: PersonJoined is gone`.
fn lost(file: &LockFile, lock: &Lock, place: &str) -> String {
    if !file.seen.was_at(place) {
        return String::new();
    }
    let domain = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
    let records = lock
        .records
        .iter()
        .map(|(name, one)| ("record", name, &one.path, format!("src/{}/records.rs", domain(name))));
    let events = lock
        .events
        .iter()
        .map(|(name, one)| ("event", name, &one.path, format!("src/{}/events.rs", one.domain)));
    let types = || "src/types.rs".to_owned();
    let scalars = lock.scalars.iter().map(|(name, one)| ("scalar", name, &one.path, types()));
    let enums = lock.enums.iter().map(|(name, one)| ("enum", name, &one.path, types()));
    let lost: Vec<_> = records
        .chain(events)
        .chain(scalars)
        .chain(enums)
        .filter(|(noun, name, _, home)| home == place && !file.seen.has(noun, name))
        .map(|(_, _, path, _)| format!("`{}`", path.rsplit("::").next().unwrap_or(path)))
        .collect();
    match lost.as_slice() {
        [] => String::new(),
        [one] => format!(": {one} is gone"),
        [one, .., last] if lost.len() <= MANY => {
            let middle = &lost[1..lost.len() - 1];
            let first = [std::slice::from_ref(one), middle].concat().join(", ");
            format!(": {first} and {last} are gone")
        }
        [one, ..] => format!(": {one} and {} more are gone", lost.len() - 1),
    }
}

/// ```text
/// const _: () = { const _: &[u8] = ::core::include_bytes!("/…/docs/index.rst"); … };
/// ```
fn track(paths: impl Iterator<Item = PathBuf>) -> TokenStream {
    let paths = paths.map(|path| path.to_string_lossy().into_owned());
    quote! {
        const _: () = {
            #(const _: &[u8] = ::core::include_bytes!(#paths);)*
        };
    }
}
