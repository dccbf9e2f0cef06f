//! Compares a catalog with its releases: only the events that may have changed, and equal contracts once.
//!
//! The texts of both contracts are compared first, entry by entry. Only events with another entry, or that reach one,
//! are parsed and asked for their readers.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use annals_contract::{Digest, EDITION, Entry, Lock, digest, entries, types_in};

use crate::contract::{Contract, UnknownType};
use crate::history::{Fault, History, Released};
use crate::reader::Reader;
use crate::version::Bump;
use crate::{Change, compare};

/// The kinds of entries that events are made of.
const PARTS: [&str; 4] = ["record", "variant", "enum", "scalar"];

/// A contract that is compared with its releases.
pub struct Current<'c> {
    /// The contract.
    pub lock: &'c Lock,
    contract: Contract<'c>,
    entries: Entries<'c>,
    users: OnceCell<Users<'c>>,
}

/// The entries that use each type.
type Users<'c> = HashMap<String, Vec<Entry<'c>>>;

/// What happened since a release.
pub struct Since<'h> {
    /// The release.
    pub release: &'h Released,
    /// The contract of the release, as far as events changed.
    pub lock: Lock,
    /// What happened to its events, by event type; those that did not change are not listed.
    pub changes: Vec<(String, Change)>,
}

impl<'c> Current<'c> {
    /// `text` is the text of `lock`.
    ///
    /// # Errors
    ///
    /// If the lock has a type that it does not define.
    pub fn new(lock: &'c Lock, text: &'c str) -> Result<Self, UnknownType> {
        let (contract, entries) = (Contract::new(lock)?, Entries::of(text));
        Ok(Self { lock, contract, entries, users: OnceCell::new() })
    }

    /// How large the change since a release is, without what readers make of it; nothing if there is none.
    pub(crate) fn bump(&self, release: &Released) -> Option<Bump> {
        let (mut bump, mut met) = (None, 0);
        for old in entries(&release.text) {
            let is_part = old.kind == "avro" || old.kind == "event" || PARTS.contains(&old.kind);
            let own = self.entries.get(old.kind, old.name);
            met += usize::from(is_part && own.is_some());
            if is_part && own.is_none_or(|own| own.text != old.text) {
                bump = bump.max(Some(if old.kind == "event" { Bump::Minor } else { Bump::Patch }));
            }
        }
        let own = self.entries.events.len() + self.entries.parts.len();
        // The entry `avro` is there once more.
        if met < own + 1 { bump.max(Some(Bump::Minor)) } else { bump }
    }

    /// The events of a release that may have changed, and those that are gone.
    fn differing(&self, release: &Released) -> (BTreeSet<&'c str>, Vec<String>) {
        let (mut waiting, mut gone, mut affected) = (Vec::new(), Vec::new(), BTreeSet::new());
        let mut profile = "";
        for old in entries(&release.text) {
            match (old.kind, self.entries.get(old.kind, old.name)) {
                ("avro", _) => profile = old.text,
                ("event", None) => gone.push(old.name.to_owned()),
                (_, Some(own)) if own.text != old.text => waiting.push(own),
                _ => {}
            }
        }
        if profile != self.entries.avro {
            waiting.extend(&self.entries.events);
        }
        let mut seen = HashSet::new();
        while let Some(entry) = waiting.pop() {
            if entry.kind == "event" {
                affected.insert(entry.name);
            } else if PARTS.contains(&entry.kind) && seen.insert(entry.name) {
                let users = self.users.get_or_init(|| self.entries.users());
                waiting.extend(users.get(entry.name).into_iter().flatten());
            }
        }
        (affected, gone)
    }
}

/// What happened to events since the last release, or since `all` releases, the newest first. `readers` says for whom;
/// it is given whether the release is the last one.
///
/// An event whose contract is that of a newer release is left out. Events that are gone are listed for the last release
/// alone.
///
/// # Errors
///
/// If a release cannot be read.
pub fn since<'h>(
    history: &'h History,
    current: &Current<'_>,
    all: bool,
    readers: &dyn Fn(bool) -> Vec<Reader>,
) -> Result<Vec<Since<'h>>, Fault> {
    let mut seen: HashSet<(&str, Digest)> = HashSet::new();
    let mut found = Vec::new();
    let newest = history.releases().iter().rev().take(if all { usize::MAX } else { 1 });
    for (index, release) in newest.enumerate() {
        let is_last = index == 0;
        let (affected, gone) = current.differing(release);
        let gone = if is_last { gone } else { Vec::new() };
        if affected.is_empty() && gone.is_empty() {
            continue;
        }
        let old = Entries::of(&release.text);
        let mut parts = BTreeSet::new();
        for event in affected {
            let closure = old.closure(event);
            let texts: String = closure.iter().copied().chain([old.avro]).collect();
            if !closure.is_empty() && seen.insert((event, digest(texts.as_bytes()))) {
                parts.extend(closure);
            }
        }
        gone.iter().for_each(|event| parts.extend(old.closure(event)));
        let lock = Lock::parse(&old.subset(&parts));
        let lock = lock.map_err(|error| release.fault(error.cause.to_string()))?;
        let changes = changes(&lock, current, &readers(is_last));
        let changes = changes.map_err(|error| release.fault(error.to_string()))?;
        found.push(Since { release, lock, changes });
    }
    Ok(found)
}

fn changes(
    old: &Lock,
    current: &Current<'_>,
    readers: &[Reader],
) -> Result<Vec<(String, Change)>, UnknownType> {
    let old = Contract::new(old)?;
    let changes = compare(&old, &current.contract, readers).into_iter();
    let is_listed = |change: &Change| matches!(change, Change::Removed | Change::Changed(_));
    let changes = changes.filter(|(_, change)| is_listed(change));
    Ok(changes.map(|(event, change)| (event.to_owned(), change)).collect())
}

/// The entries of a contract.
struct Entries<'t> {
    /// The one that says how Avro schemas are written, which is a part of every event.
    avro: &'t str,
    /// The one that names the catalog.
    catalog: &'t str,
    events: Vec<Entry<'t>>,
    parts: Vec<Entry<'t>>,
    by_name: HashMap<(&'t str, &'t str), Entry<'t>>,
}

impl<'t> Entries<'t> {
    fn of(text: &'t str) -> Self {
        let (events, parts, by_name) = (Vec::new(), Vec::new(), HashMap::new());
        let mut all = Self { avro: "", catalog: "", events, parts, by_name };
        for entry in entries(text) {
            match entry.kind {
                "avro" => all.avro = entry.text,
                "catalog" => all.catalog = entry.text,
                "event" => all.events.push(entry),
                kind if PARTS.contains(&kind) => all.parts.push(entry),
                _ => continue,
            }
            all.by_name.insert((entry.kind, entry.name), entry);
        }
        all
    }

    fn get(&self, kind: &str, name: &str) -> Option<Entry<'t>> {
        self.by_name.get(&(kind, name)).copied()
    }

    fn users(&self) -> Users<'t> {
        let mut users = Users::new();
        for entry in self.events.iter().chain(&self.parts) {
            for ty in types_in(entry.text) {
                users.entry(ty).or_default().push(*entry);
            }
        }
        users
    }

    /// The entries that an event consists of; none if there is no such event.
    fn closure(&self, event: &str) -> BTreeSet<&'t str> {
        let mut found = BTreeSet::new();
        let mut waiting: Vec<Entry<'t>> = self.get("event", event).into_iter().collect();
        while let Some(entry) = waiting.pop() {
            if found.insert(entry.text) {
                for ty in types_in(entry.text) {
                    waiting.extend(PARTS.iter().filter_map(|kind| self.get(kind, &ty)));
                }
            }
        }
        found
    }

    /// A lock of some of the entries.
    fn subset(&self, parts: &BTreeSet<&str>) -> String {
        let edition = format!("annals-lock {EDITION}\n");
        let head = [edition.as_str(), self.catalog, self.avro];
        head.into_iter().chain(parts.iter().copied()).collect()
    }
}
