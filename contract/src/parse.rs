//! Parses the text of `catalog.lock`, up to the first error.

use std::collections::BTreeMap;

use crate::digest::digest;
use crate::entry::{DIGEST, Open, avro, case, field, open, release, scalar, text, value};
use crate::error::{LockCause, LockError};
use crate::lock::{
    Artifact, ArtifactKind, Catalog, EDITION, Event, File, Line, Lock, Record, Source,
};
use crate::word::Words;

impl Lock {
    /// Parses the text of a lock.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let mut parser = Parser::default();
        let mut number = 0;
        for line in text.lines() {
            number += 1;
            if !line.starts_with("  ") {
                parser.close()?;
            }
            if !line.is_empty() && !line.starts_with('#') {
                parser
                    .line(line, Line(number))
                    .map_err(|cause| LockError { line: number, cause })?;
            }
        }
        parser.close()?;
        match parser {
            Parser { edition: false, .. } => Err(LockError { line: 1, cause: LockCause::NotALock }),
            Parser { lock, .. } if lock.catalog == Catalog::default() => {
                Err(LockError { line: number, cause: LockCause::NoCatalog })
            }
            Parser { lock, .. } => Ok(lock),
        }
    }
}

#[derive(Default)]
struct Parser {
    lock: Lock,
    edition: bool,
    open: Open,
    /// The lines of the open entry that its fingerprint covers.
    promise: String,
}

impl Parser {
    fn line(&mut self, line: &str, number: Line) -> Result<(), LockCause> {
        if line.starts_with("  ") {
            return self.child(line, number);
        }
        let (entry, mut words) = Words::split_first(line);
        if !self.edition {
            return self.edition(entry, words);
        }
        match entry {
            "catalog" => {
                let (name, version) = (text(&mut words, "a name")?, text(&mut words, "a version")?);
                let source = text(&mut words, "a source")?;
                self.lock.catalog = Catalog { name, version, source };
                words.end()
            }
            "release" if self.lock.release.is_none() => {
                self.lock.release = Some(release(&mut words)?);
                Ok(())
            }
            "avro" => {
                self.lock.avro = avro(&mut words)?;
                Ok(())
            }
            "source" => {
                let path = text(&mut words, "a path")?;
                self.lock.sources.push(Source { path, digest: words.parse(DIGEST)?, line: number });
                words.end()
            }
            "scalar" => insert(
                &mut self.lock.scalars,
                text(&mut words, "a name")?,
                scalar(&mut words, number)?,
            ),
            "file" => {
                let path = text(&mut words, "a path")?;
                let digest = words.parse(DIGEST)?;
                words.end()?;
                insert(&mut self.lock.files, path, File { digest, line: number })
            }
            "enum" | "variant" | "record" | "event" => {
                self.open = open(line, &mut self.promise, number)?;
                Ok(())
            }
            _ => Err(LockCause::UnknownEntry(entry.to_owned())),
        }
    }

    fn edition(&mut self, entry: &str, mut words: Words<'_>) -> Result<(), LockCause> {
        if entry != "annals-lock" {
            return Err(LockCause::NotALock);
        }
        let edition = words.word("an edition")?;
        if edition != EDITION.to_string() {
            return Err(LockCause::Edition(edition.into_owned()));
        }
        self.edition = true;
        words.end()
    }

    /// A line that belongs to the open entry.
    fn child(&mut self, text: &str, line: Line) -> Result<(), LockCause> {
        let (entry, mut words) = Words::split_first(&text[2..]);
        match (entry, &mut self.open) {
            ("value", Open::Enum(_, item)) => item.values.push(value(&mut words, line)?),
            ("case", Open::Variant(_, item)) => item.cases.push(case(&mut words, line)?),
            (
                "field",
                Open::Record(_, Record { fields, .. }, _) | Open::Event(_, Event { fields, .. }, _),
            ) => {
                let field = field(&mut words, line)?;
                if fields.iter().any(|other| other.name == field.name) {
                    return Err(LockCause::Repeated(field.name));
                }
                fields.push(field);
                self.promise.extend([text, "\n"]);
            }
            (
                "example",
                Open::Record(_, Record { example, .. }, _)
                | Open::Event(_, Event { example, .. }, _),
            ) => {
                if example.replace(self::text(&mut words, "a JSON value")?).is_some() {
                    return Err(LockCause::Repeated(entry.to_owned()));
                }
                words.end()?;
            }
            (
                "artifact",
                Open::Record(_, Record { artifacts, .. }, _)
                | Open::Event(_, Event { artifacts, .. }, _),
            ) => {
                let kind = words.parse(ArtifactKind::EXPECTED)?;
                let path = words.word("a path")?.into_owned();
                artifacts.push(Artifact { kind, path, digest: words.parse(DIGEST)?, line });
                words.end()?;
            }
            _ => return Err(LockCause::Misplaced(entry.to_owned())),
        }
        Ok(())
    }

    /// Adds the open entry to the lock. An error about the whole entry is reported on its first line.
    fn close(&mut self) -> Result<(), LockError> {
        let line = self.open.line().0;
        self.insert_open().map_err(|cause| LockError { line, cause })
    }

    fn insert_open(&mut self) -> Result<(), LockCause> {
        let open = std::mem::take(&mut self.open);
        let actual = digest(self.promise.as_bytes());
        match open {
            Open::None => Ok(()),
            Open::Enum(name, item) => insert(&mut self.lock.enums, name, item),
            Open::Variant(name, item) => insert(&mut self.lock.variants, name, item),
            Open::Record(name, _, fingerprint) | Open::Event(name, _, fingerprint)
                if actual != fingerprint =>
            {
                Err(LockCause::Fingerprint { name, actual })
            }
            Open::Record(name, record, _) => insert(&mut self.lock.records, name, record),
            Open::Event(name, event, _) => insert(&mut self.lock.events, name, event),
        }
    }
}

fn insert<T>(entries: &mut BTreeMap<String, T>, name: String, entry: T) -> Result<(), LockCause> {
    if entries.contains_key(&name) {
        return Err(LockCause::Repeated(name));
    }
    entries.insert(name, entry);
    Ok(())
}
