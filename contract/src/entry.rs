//! Parses the words of one line of a lock.

use crate::digest::Digest;
use crate::error::LockCause;
use crate::lock::{
    Avro, Case, Dates, Deprecation, Enum, EnumValue, Event, Field, Limits, Line, Presence, Record,
    Release, Scalar, Unknown, Variant,
};
use crate::word::{WordOption, Words};

/// Names a digest in errors.
pub(crate) const DIGEST: &str = "a digest of 32 hexadecimal digits";

/// The entry that the next indented lines belong to.
#[derive(Default)]
pub(crate) enum Open {
    #[default]
    None,
    Enum(String, Enum),
    Variant(String, Variant),
    Record(String, Record, Digest),
    Event(String, Event, Digest),
}

impl Open {
    /// The line of the entry; 0 if there is none.
    pub(crate) fn line(&self) -> Line {
        match self {
            Self::None => Line(0),
            Self::Enum(_, item) => item.line,
            Self::Variant(_, item) => item.line,
            Self::Record(_, record, _) => record.line,
            Self::Event(_, event, _) => event.line,
        }
    }
}

/// The next word, owned.
pub(crate) fn text(words: &mut Words<'_>, expected: &'static str) -> Result<String, LockCause> {
    words.word(expected).map(|word| word.into_owned())
}

/// The rest of the `avro` line.
pub(crate) fn avro(words: &mut Words<'_>) -> Result<Avro, LockCause> {
    let mut avro = Avro::default();
    while let Some(option) = words.option()? {
        match option.key {
            "record" => option.set(&mut avro.record, "a name")?,
            "defaults" => option.flag(&mut avro.defaults)?,
            "logical_types" => option.flag(&mut avro.logical_types)?,
            _ => return Err(option.unknown()),
        }
    }
    Ok(avro)
}

/// The rest of a `release` line.
pub(crate) fn release(words: &mut Words<'_>) -> Result<Release, LockCause> {
    let (date, digest) = (text(words, "a date")?, words.parse(DIGEST)?);
    let (mut after, mut chain) = (None, None);
    while let Some(option) = words.option()? {
        match option.key {
            "after" => option.set(&mut after, "a version")?,
            "chain" => option.set(&mut chain, DIGEST)?,
            _ => return Err(option.unknown()),
        }
    }
    match (after, chain) {
        (None, None) => Ok(Release { date, digest, after: None }),
        (Some(version), Some(chain)) => Ok(Release { date, digest, after: Some((version, chain)) }),
        (Some(_), None) => Err(LockCause::MissingWord("`chain=`")),
        (None, Some(_)) => Err(LockCause::MissingWord("`after=`")),
    }
}

/// The rest of a `scalar` line.
pub(crate) fn scalar(words: &mut Words<'_>, line: Line) -> Result<Scalar, LockCause> {
    let (path, base) = (text(words, "a Rust path")?, words.parse("a primitive type")?);
    let (mut limits, mut properties) = (Limits::default(), Vec::new());
    while let Some(option) = words.option()? {
        match option.key {
            key if is_property(key) => properties.push(property(option)?),
            _ => limit(option, &mut limits)?,
        }
    }
    let scalar = Scalar { path, base, limits, properties, line };
    Ok(scalar)
}

/// An `enum`, `variant`, `record` or `event` line. `promise` is set to the part of it that its fingerprint covers.
pub(crate) fn open(line: &str, promise: &mut String, number: Line) -> Result<Open, LockCause> {
    let (entry, mut words) = Words::split_first(line);
    let name = text(&mut words, "a name")?;
    let path = text(&mut words, "a Rust path")?;
    match entry {
        "enum" => {
            let mut item = Enum { path, line: number, ..Enum::default() };
            enum_options(&mut words, &mut item)?;
            Ok(Open::Enum(name, item))
        }
        "variant" => {
            let mut item = Variant { path, line: number, ..Variant::default() };
            while let Some(option) = words.option()? {
                match option.key {
                    "tag" => option.set(&mut item.tag, "a key")?,
                    "content" => option.set(&mut item.content, "a key")?,
                    "open" => option.flag(&mut item.open)?,
                    key if is_property(key) => item.properties.push(property(option)?),
                    _ => return Err(option.unknown()),
                }
            }
            Ok(Open::Variant(name, item))
        }
        "record" => {
            let fingerprint = fingerprint(&mut words, line, promise)?;
            let mut record = Record { path, line: number, ..Record::default() };
            while let Some(option) = words.option()? {
                match option.key {
                    "avro" => option.set(&mut record.avro, "a name")?,
                    "deprecated" => option.flag(&mut record.deprecated)?,
                    "added" | "since" | "removal" => date(option, &mut record.dates)?,
                    key if is_property(key) => record.properties.push(property(option)?),
                    _ => return Err(option.unknown()),
                }
            }
            Ok(Open::Record(name, record, fingerprint))
        }
        _ => {
            let mut event = Event { path, line: number, ..Event::default() };
            event.name = text(&mut words, "a name")?;
            event.domain = text(&mut words, "a domain")?;
            let fingerprint = fingerprint(&mut words, line, promise)?;
            event_options(&mut words, &mut event)?;
            Ok(Open::Event(name, event, fingerprint))
        }
    }
}

/// Reads a fingerprint, and starts `promise` with the rest of the line, before and after it.
fn fingerprint(
    words: &mut Words<'_>,
    line: &str,
    promise: &mut String,
) -> Result<Digest, LockCause> {
    let before = line.len() - words.rest().len();
    let fingerprint = words.parse(DIGEST)?;
    promise.clear();
    promise.extend([&line[..before], words.rest(), "\n"]);
    Ok(fingerprint)
}

fn event_options(words: &mut Words<'_>, event: &mut Event) -> Result<(), LockCause> {
    let (mut added, mut minor) = (None, None);
    let (mut since, mut removal, mut replacement, mut note) = (None, None, None, None);
    while let Some(option) = words.option()? {
        match option.key {
            "avro" => option.set(&mut event.avro, "a name")?,
            "added" => option.set(&mut added, "a date")?,
            "minor" => option.set(&mut minor, "a whole number")?,
            "key" => option.set(&mut event.key, "a path")?,
            "pii" => option.flag(&mut event.pii)?,
            "local_only" => option.flag(&mut event.local_only)?,
            "deprecated" => option.set(&mut since, "a date")?,
            "removal" => option.set(&mut removal, "a date")?,
            "replacement" => option.set(&mut replacement, "a name")?,
            "note" => option.set(&mut note, "a text")?,
            key if is_property(key) => event.properties.push(property(option)?),
            _ => return Err(option.unknown()),
        }
    }
    event.added = added.ok_or(LockCause::MissingWord("`added=`"))?;
    event.minor_version = minor.unwrap_or_default();
    event.deprecated = since.map(|since| Deprecation {
        since,
        removal,
        replacement,
        note: note.unwrap_or_default(),
    });
    Ok(())
}

fn enum_options(words: &mut Words<'_>, item: &mut Enum) -> Result<(), LockCause> {
    let (mut closed, mut default) = (false, None);
    while let Some(option) = words.option()? {
        match option.key {
            "numbers" => option.flag(&mut item.numbers)?,
            "symbols" => option.flag(&mut item.symbols)?,
            "avro" => option.set(&mut item.avro, "a name")?,
            "closed" => option.flag(&mut closed)?,
            "default" => option.set(&mut default, "a Rust variant")?,
            key if is_property(key) => item.properties.push(property(option)?),
            _ => return Err(option.unknown()),
        }
    }
    item.unknown = match (closed, default) {
        (false, None) => Unknown::Kept,
        (true, None) => Unknown::Refused,
        (false, Some(variant)) => Unknown::Default(variant),
        (true, Some(_)) => return Err(LockCause::UnknownOption("closed".to_owned())),
    };
    Ok(())
}

/// The rest of a `value` line.
pub(crate) fn value(words: &mut Words<'_>, line: Line) -> Result<EnumValue, LockCause> {
    let (value, variant) = (text(words, "a value")?, text(words, "a Rust variant")?);
    let mut value = EnumValue { value, variant, line, ..EnumValue::default() };
    while let Some(option) = words.option()? {
        match option.key {
            "alias" => {
                let mut alias = None;
                option.set(&mut alias, "a value")?;
                value.aliases.extend(alias);
            }
            "deprecated" => option.flag(&mut value.deprecated)?,
            _ => return Err(option.unknown()),
        }
    }
    Ok(value)
}

/// The rest of a `case` line.
pub(crate) fn case(words: &mut Words<'_>, line: Line) -> Result<Case, LockCause> {
    let (tag, ty) = (text(words, "a tag")?, text(words, "a type")?);
    let (rust, variant) = (rust_type(words)?, text(words, "a Rust variant")?);
    let mut case = Case { tag, ty, rust, variant, boxed: false, line };
    while let Some(option) = words.option()? {
        match option.key {
            "boxed" => option.flag(&mut case.boxed)?,
            _ => return Err(option.unknown()),
        }
    }
    Ok(case)
}

/// The rest of a `field` line.
pub(crate) fn field(words: &mut Words<'_>, line: Line) -> Result<Field, LockCause> {
    let (name, ty, rust) = (text(words, "a name")?, text(words, "a type")?, rust_type(words)?);
    let mut field = Field { name, ty, rust, line, ..Field::default() };
    let (mut default, mut optional, mut constant, mut extra) = (None, false, None, false);
    while let Some(option) = words.option()? {
        match option.key {
            "wire" => option.set(&mut field.wire, "a name")?,
            "pii" => option.flag(&mut field.pii)?,
            "boxed" => option.flag(&mut field.boxed)?,
            "deprecated" => option.flag(&mut field.deprecated)?,
            "added" | "since" | "removal" => date(option, &mut field.dates)?,
            "default" => option.set(&mut default, "a JSON value")?,
            "optional" => option.flag(&mut optional)?,
            "const" => option.set(&mut constant, "a JSON value")?,
            "extra" => option.flag(&mut extra)?,
            "no_avro_default" => option.flag(&mut field.no_avro_default)?,
            key if is_property(key) => field.properties.push(property(option)?),
            _ => limit(option, &mut field.limits)?,
        }
    }
    field.presence = match (default, optional, constant, extra) {
        (None, false, None, false) => Presence::Required,
        (Some(value), false, None, false) => Presence::Default(value),
        (None, true, None, false) => Presence::Optional,
        (None, false, Some(value), false) => Presence::Constant(value),
        (None, false, None, true) => Presence::Extra,
        (_, _, _, true) => return Err(LockCause::UnknownOption("extra".to_owned())),
        (_, true, _, false) => return Err(LockCause::UnknownOption("optional".to_owned())),
        (Some(_), false, Some(_), false) => {
            return Err(LockCause::UnknownOption("const".to_owned()));
        }
    };
    Ok(field)
}

fn date(option: WordOption<'_>, dates: &mut Dates) -> Result<(), LockCause> {
    let slot = match option.key {
        "added" => &mut dates.added,
        "since" => &mut dates.since,
        _ => &mut dates.removal,
    };
    option.set(slot, "a date")
}

fn is_property(key: &str) -> bool {
    key.starts_with("x-")
}

/// A custom property, whose key is its name.
fn property(option: WordOption<'_>) -> Result<(String, String), LockCause> {
    let (name, mut json) = (option.key.to_owned(), None);
    option.set(&mut json, "a JSON value")?;
    Ok((name, json.unwrap_or_default()))
}

/// A Rust type as the generator writes it: paths with arguments. The derives emit it, so it must not contain code, which
/// could be `unsafe` where the crate forbids that.
fn rust_type(words: &mut Words<'_>) -> Result<String, LockCause> {
    let expected = "a Rust type";
    let found = text(words, expected)?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_:<>, #".contains(&byte);
    if found.bytes().all(is_plain) {
        Ok(found)
    } else {
        Err(LockCause::BadWord { expected, found })
    }
}

fn limit(option: WordOption<'_>, limits: &mut Limits) -> Result<(), LockCause> {
    match option.key {
        "min" => number(option, &mut limits.min),
        "max" => number(option, &mut limits.max),
        "multiple_of" => number(option, &mut limits.multiple_of),
        "min_length" => option.set(&mut limits.min_length, "a whole number"),
        "max_length" => option.set(&mut limits.max_length, "a whole number"),
        "format" => option.set(&mut limits.format, "a format"),
        "pattern" => option.set(&mut limits.pattern, "a regular expression"),
        _ => Err(option.unknown()),
    }
}

/// Keeps the text, so that no digit is lost.
fn number(option: WordOption<'_>, slot: &mut Option<String>) -> Result<(), LockCause> {
    let expected = "a number";
    option.set(slot, expected)?;
    match slot.as_deref() {
        Some(text) if text.parse().is_ok_and(f64::is_finite) && !text.starts_with('+') => Ok(()),
        text => Err(LockCause::BadWord { expected, found: text.unwrap_or_default().to_owned() }),
    }
}
