//! Reads records from JSON text.

use crate::json::JsonError;
use crate::json::parser::{Container, Parser};
use crate::record::{FieldDescription, Presence, RecordDescription};

/// Reads a record into `record`, which is initialized if the result is `Ok`.
///
/// # Safety
///
/// `record` must be valid for writes of a record with this layout, and aligned for it.
pub(super) unsafe fn read(
    description: &'static RecordDescription,
    parser: &mut Parser<'_>,
    record: *mut u8,
) -> Result<(), JsonError> {
    let mut filled = Set::below(description.fields.len());
    // SAFETY: the caller guarantees what `fields` requires.
    let read = unsafe { fields(description, parser, record, &mut filled) };
    if read.is_err() {
        for (index, FieldDescription { place, .. }) in description.fields.iter().enumerate() {
            if filled.contains(index) {
                // SAFETY: the field was initialized by `fields`, and nothing uses it afterwards.
                unsafe { place.access.drop(record.add(place.offset)) };
            }
        }
    }
    read
}

/// Reads the fields of a record. `filled` is the set of those that are initialized, which is all if the result is `Ok`.
///
/// # Safety
///
/// As for [`read`].
unsafe fn fields(
    description: &'static RecordDescription,
    parser: &mut Parser<'_>,
    record: *mut u8,
    filled: &mut Set,
) -> Result<(), JsonError> {
    let (tag, mut has_tag) = (parser.take_tag(), false);
    parser.enter(Container::Object)?;
    let (listed, mut others) = (description.listed(), Others::default());
    let (mut first, mut next) = (true, 0);
    while parser.next(Container::Object, first)? {
        // Most writers keep the order of the fields.
        let (index, field) = match listed.get(next) {
            Some(field) if parser.key_is(field.wire) => (next, field),
            Some(_) | None => {
                let key = parser.key()?;
                match description.in_json(&key) {
                    Some(found) => found,
                    None if tag.is_some_and(|tag| tag == key) => {
                        if std::mem::replace(&mut has_tag, true) {
                            return Err(JsonError::duplicate(&key));
                        }
                        parser.skip()?;
                        first = false;
                        continue;
                    }
                    None if listed.len() < description.fields.len() => {
                        others.add(&key, parser)?;
                        first = false;
                        continue;
                    }
                    None => return Err(unknown(description, &key)),
                }
            }
        };
        if filled.contains(index) {
            return Err(JsonError::duplicate(field.wire));
        }
        // SAFETY: the caller guarantees that `record` has this layout.
        match unsafe { value(field, parser, record) } {
            Ok(()) => filled.insert(index),
            Err(error) => return Err(error.in_field(field.name, field.pii)),
        }
        (first, next) = (false, index + 1);
    }
    // Not in the loop below, since missing fields are reported after everything else.
    if let (Some(text), Some(field)) = (others.object(), description.fields.get(listed.len())) {
        // SAFETY: the caller guarantees that `record` has this layout.
        match unsafe { value(field, &mut Parser::new(&text), record) } {
            Ok(()) => filled.insert(listed.len()),
            Err(error) => return Err(error.in_field(field.name, field.pii)),
        }
    }
    for (index, field) in description.fields.iter().enumerate() {
        if !filled.contains(index) {
            if field.is_required() {
                return Err(JsonError::new("missing").in_field(field.name, field.pii));
            }
            // SAFETY: the caller guarantees that `record` has this layout.
            match unsafe { default(field, record) } {
                Ok(()) => filled.insert(index),
                Err(error) => return Err(error.in_field(field.name, field.pii)),
            }
        }
    }
    Ok(())
}

#[cold]
fn unknown(description: &'static RecordDescription, name: &str) -> JsonError {
    JsonError::new(format_args!("`{}` has no field {name:?}", description.name))
}

/// The fields of an object that an open record does not list, as JSON text: an object without its last bracket.
#[derive(Default)]
struct Others(String);

impl Others {
    /// Adds a field, whose value is next.
    fn add(&mut self, key: &str, parser: &mut Parser<'_>) -> Result<(), JsonError> {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.0.push_str(&serde_json::to_string(key).map_err(JsonError::new)?);
        self.0.push(':');
        self.0.push_str(crate::json::text(parser)?);
        Ok(())
    }

    /// All of them, if there are some.
    fn object(self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0 + "}")
    }
}

/// Reads the value of a field, which is initialized if the result is `Ok`.
///
/// # Safety
///
/// As for [`read`]. The record must have this field.
unsafe fn value(
    field: &FieldDescription,
    parser: &mut Parser<'_>,
    record: *mut u8,
) -> Result<(), JsonError> {
    let access = field.place.access;
    // SAFETY: the caller guarantees that the field is inside `record`, writable and aligned.
    let place = unsafe { record.add(field.place.offset) };
    // SAFETY: `place` has the type of the field.
    unsafe { access.read_json(parser, place) }?;
    // SAFETY: the field was initialized above, and the view is dropped before anything else uses it.
    if let Some(limits) = field.limits
        && let Err(breach) = limits.check(unsafe { access.view(place) })
    {
        // SAFETY: the field was initialized above, and nothing uses it afterwards.
        unsafe { access.drop(place) };
        return Err(JsonError::new(breach));
    }
    Ok(())
}

/// Reads the default of a field, which is initialized if the result is `Ok`.
///
/// # Safety
///
/// As for [`value`].
pub(super) unsafe fn default(field: &FieldDescription, record: *mut u8) -> Result<(), JsonError> {
    let json = match field.presence {
        Presence::Required | Presence::Constant(_) => return Err(JsonError::new("missing")),
        Presence::Default(json) | Presence::Initial(json) => json,
        // What `Optional` reads as absent.
        Presence::Optional => "",
        Presence::Extra => "{}",
    };
    // SAFETY: the caller guarantees what `value` requires.
    unsafe { value(field, &mut Parser::new(json), record) }
}

/// A set of indices.
struct Set {
    /// Those below 64, so that most records need no allocation.
    low: u64,
    high: Vec<u64>,
}

impl Set {
    /// An empty set of indices below `bound`.
    fn below(bound: usize) -> Self {
        Self { low: 0, high: vec![0; bound.saturating_sub(1) / 64] }
    }

    fn contains(&self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => self.low,
            Some(word) => self.high[word],
        };
        word & 1 << (index % 64) != 0
    }

    fn insert(&mut self, index: usize) {
        let word = match (index / 64).checked_sub(1) {
            None => &mut self.low,
            Some(word) => &mut self.high[word],
        };
        *word |= 1 << (index % 64);
    }
}
