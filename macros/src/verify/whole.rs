//! Expands `verify!`: checks all generated files that no derive has checked.
//!
//! ```text
//! first derive ─► the lock, its sources, ROOT (which ends with `verify!()`)
//! each derive  ─► its type, its schemas
//! verify!      ─► all other files, except those for which a derive has reported an error
//! ```
//!
//! rustc expands macros in source order, so the derives in the modules above come first.

use std::path::PathBuf;

use annals_contract::{Artifact, ArtifactKind, Digest, Line, Lock, ROOT};
use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::fault::{Fault, fault};
use crate::lockfile::LockFile;
use crate::report::{Errors, FIX, FIX_EDIT};
use crate::seen::MANY;

/// A file in the lock.
struct Listed<'a> {
    path: &'a str,
    digest: Digest,
    line: u32,
}

/// Checks the files of the crate against its lock, and tells rustc to compile again when one changes.
pub(crate) fn whole(input: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    if !input.is_empty() {
        errors.add(Span::call_site(), "`verify!()` takes no arguments");
    }
    let file = LockFile::find();
    if file.is_reporter("verify!") {
        file.report(&mut errors);
    }
    let Ok(lock) = &file.lock else { return errors.with(TokenStream::new()) };
    if !file.in_repository {
        // A packaged crate has no docs, and is not edited.
        return errors.with(TokenStream::new());
    }
    let unchecked = unchecked(&file, lock);
    let faults: Vec<_> = unchecked
        .iter()
        .filter_map(|one| Some((one, fault(&file.resolve(one.path), one.digest)?)))
        .filter(|(one, _)| !file.seen.is_explained(one.path))
        .collect();
    report(&mut errors, &file, lock, &faults);
    let valid = faults.is_empty();
    let paths = unchecked.iter().filter(|_| valid).map(|one| file.resolve(one.path));
    errors.with(track(paths))
}

/// All files except those that a derive has checked.
fn unchecked<'a>(file: &LockFile, lock: &'a Lock) -> Vec<Listed<'a>> {
    let records = lock.records.iter().map(|(name, one)| ("record", name, &one.artifacts));
    let events = lock.events.iter().map(|(name, one)| ("event", name, &one.artifacts));
    let mut unchecked = Vec::new();
    for (noun, name, artifacts) in records.chain(events) {
        let seen = file.seen.has(noun, name);
        let open = artifacts.iter().filter(|one| one.kind == ArtifactKind::Page || !seen);
        unchecked.extend(open.map(|Artifact { path, digest, line: Line(line), .. }| Listed {
            path,
            digest: *digest,
            line: *line,
        }));
    }
    let others = lock.files.iter().filter(|(path, _)| *path != ROOT);
    unchecked.extend(others.map(|(path, one)| Listed {
        path,
        digest: one.digest,
        line: one.line.0,
    }));
    unchecked
}

fn report(errors: &mut Errors, file: &LockFile, lock: &Lock, faults: &[(&Listed<'_>, Fault)]) {
    let span = Span::call_site();
    let withheld = file.seen.withheld();
    let count = faults.len() + withheld;
    if count > MANY || withheld > 0 {
        errors.add_for_file(span, many(faults, withheld));
        return;
    }
    for (Listed { path, line, .. }, fault) in faults {
        let is_rust = path.ends_with(".rs");
        let missing = if is_rust { missing_types(file, lock, path) } else { String::new() };
        let fix = if is_rust { FIX_EDIT } else { FIX };
        errors.add_for_file(
            span,
            format_args!("{path} {fault} (catalog.lock:{line}){missing}; {fix}"),
        );
    }
}

/// One error for many files, which probably have one cause.
fn many(faults: &[(&Listed<'_>, Fault)], withheld: usize) -> String {
    let missing = faults.iter().all(|(_, fault)| matches!(fault, Fault::Missing));
    let first = faults.first().map(|(Listed { path, line, .. }, _)| {
        format!(", for example {path} (catalog.lock:{line})")
    });
    let what = match (faults.len() + withheld, withheld) {
        (1, _) => "1 more generated file is missing or was changed".to_owned(),
        (count, 0) if missing => format!("{count} generated files are missing"),
        (count, 0) => format!("{count} generated files are missing or were changed"),
        (count, _) => {
            format!("{count} more generated files are missing or were changed")
        }
    };
    format!("{what}{}; {FIX}", first.unwrap_or_default())
}

/// The types that are missing in the file `place`: `: PersonJoined is missing`.
fn missing_types(file: &LockFile, lock: &Lock, place: &str) -> String {
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
    let variants = lock.variants.iter().map(|(name, one)| {
        ("variant", name, &one.path, format!("src/{}/variants.rs", domain(name)))
    });
    let types = || "src/types.rs".to_owned();
    let scalars = lock.scalars.iter().map(|(name, one)| ("scalar", name, &one.path, types()));
    let enums = lock.enums.iter().map(|(name, one)| ("enum", name, &one.path, types()));
    let missing: Vec<_> = records
        .chain(events)
        .chain(variants)
        .chain(scalars)
        .chain(enums)
        .filter(|(noun, name, _, home)| home == place && !file.seen.has(noun, name))
        .map(|(_, _, path, _)| format!("`{}`", path.rsplit("::").next().unwrap_or(path)))
        .collect();
    match missing.as_slice() {
        [] => String::new(),
        [one] => format!(": {one} is missing"),
        [one, .., last] if missing.len() <= MANY => {
            let middle = &missing[1..missing.len() - 1];
            let first = [std::slice::from_ref(one), middle].concat().join(", ");
            format!(": {first} and {last} are missing")
        }
        [one, ..] => format!(": {one} and {} more are missing", missing.len() - 1),
    }
}

/// ```text
/// const _: () = { fn tracked() { let _ = ::core::include_bytes!("/…/docs/index.rst"); … } };
/// ```
///
/// In a function that nothing calls, since the value of a constant is stored in the crate's metadata.
fn track(paths: impl Iterator<Item = PathBuf>) -> TokenStream {
    let paths = paths.map(|path| path.to_string_lossy().into_owned());
    quote! {
        const _: () = {
            #[allow(dead_code)]
            fn tracked() {
                #(let _ = ::core::include_bytes!(#paths);)*
            }
        };
    }
}
