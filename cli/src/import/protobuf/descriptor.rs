//! The parts of a `FileDescriptorSet` that a catalog can say, decoded.

use std::collections::BTreeMap;

use super::wire::{Fields, Malformed, packed};

/// A `.proto` file.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) package: String,
    /// `proto3` or `editions`; empty for `proto2`.
    syntax: String,
    /// All messages, also those in others, with full names.
    pub(super) messages: Vec<Message>,
    pub(super) enums: Vec<Enum>,
    pub(super) services: Vec<Service>,
    /// The full names of fields that extend messages.
    pub(super) extensions: Vec<String>,
    pub(super) name: String,
    /// True if it has options, which are about the code in other languages.
    pub(super) has_options: bool,
}

impl File {
    /// True for the types that Protobuf itself has, and options of it.
    pub(super) fn is_google(&self) -> bool {
        self.package == "google.protobuf"
    }
}

#[derive(Debug, Default)]
pub(super) struct Message {
    /// With the package and the messages around it.
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) fields: Vec<Field>,
    pub(super) oneofs: Vec<String>,
    pub(super) is_map_entry: bool,
    pub(super) is_deprecated: bool,
    /// True if it says something that only its own tools can read.
    pub(super) has_options: bool,
    /// True if others may add fields.
    pub(super) has_ranges: bool,
    /// True if some names or numbers must not be used.
    pub(super) has_reserved: bool,
    /// True if the file is of `proto3`, in which most fields have a value if they are absent.
    pub(super) is_proto3: bool,
}

#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) json_name: String,
    pub(super) number: u64,
    /// 1 for optional, 2 for required, 3 for repeated.
    pub(super) label: u64,
    pub(super) kind: u64,
    /// The full name of its message or enum.
    pub(super) of: String,
    pub(super) default: Option<String>,
    pub(super) oneof: Option<usize>,
    /// Whether proto3 tells apart that it is absent.
    pub(super) is_optional: bool,
    pub(super) description: Option<String>,
    pub(super) is_deprecated: bool,
    pub(super) has_options: bool,
}

#[derive(Debug, Default)]
pub(super) struct Enum {
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) values: Vec<Value>,
    /// True if it or a value says something that only its own tools can read.
    pub(super) has_options: bool,
}

#[derive(Debug, Default)]
pub(super) struct Value {
    pub(super) name: String,
    pub(super) number: i64,
    pub(super) description: Option<String>,
    pub(super) is_deprecated: bool,
}

#[derive(Debug)]
pub(super) struct Service {
    pub(super) name: String,
    /// Its requests and responses.
    messages: Vec<String>,
}

impl Service {
    pub(super) fn messages(&self) -> impl Iterator<Item = &str> {
        self.messages.iter().map(String::as_str)
    }
}

/// The comments of a file by the path to what they are about.
type Comments = BTreeMap<Vec<u64>, String>;

/// At most this many messages are in each other.
const DEEPEST: usize = 32;

/// The files of a set.
pub(super) fn files(bytes: &[u8]) -> Result<Vec<File>, Malformed> {
    Fields::of(bytes)?.all(1).map(|file| Reader::file(&Fields::of(file)?)).collect()
}

struct Reader {
    comments: Comments,
    file: File,
}

impl Reader {
    fn file(fields: &Fields<'_>) -> Result<File, Malformed> {
        let file = File { package: fields.text(2)?, syntax: fields.text(12)?, ..File::default() };
        let mut reader = Self { comments: comments(&fields.message(9)?)?, file };
        let package = reader.file.package.clone();
        for (index, message) in (0..).zip(fields.all(4)) {
            reader.message(&Fields::of(message)?, &package, &[4, index])?;
        }
        for (index, item) in (0..).zip(fields.all(5)) {
            reader.enumeration(&Fields::of(item)?, &package, &[5, index])?;
        }
        for service in fields.all(6) {
            let service = Fields::of(service)?;
            let mut messages = Vec::new();
            for method in service.all(2) {
                let method = Fields::of(method)?;
                messages.extend([full(&method.text(2)?), full(&method.text(3)?)]);
            }
            let name = within(&package, &service.text(1)?);
            reader.file.services.push(Service { name, messages });
        }
        for extension in fields.all(7) {
            let name = within(&package, &Fields::of(extension)?.text(1)?);
            reader.file.extensions.push(name);
        }
        Ok(reader.file)
    }

    fn message(
        &mut self,
        fields: &Fields<'_>,
        around: &str,
        path: &[u64],
    ) -> Result<(), Malformed> {
        if path.len() > 2 * DEEPEST {
            return Err(Malformed);
        }
        let name = within(around, &fields.text(1)?);
        let options = fields.message(7)?;
        let mut message = Message {
            description: self.comments.get(path).cloned(),
            is_map_entry: options.number(7) == Some(1),
            is_deprecated: options.number(3) == Some(1),
            has_options: is_extended(&options),
            has_ranges: fields.all(5).next().is_some(),
            has_reserved: fields.all(9).chain(fields.all(10)).next().is_some(),
            is_proto3: self.file.syntax == "proto3",
            name: name.clone(),
            ..Message::default()
        };
        for (index, field) in (0..).zip(fields.all(2)) {
            message.fields.push(self.field(&Fields::of(field)?, &joined(path, [2, index]))?);
        }
        for oneof in fields.all(8) {
            message.oneofs.push(Fields::of(oneof)?.text(1)?);
        }
        self.file.messages.push(message);
        for (index, nested) in (0..).zip(fields.all(3)) {
            self.message(&Fields::of(nested)?, &name, &joined(path, [3, index]))?;
        }
        for (index, nested) in (0..).zip(fields.all(4)) {
            self.enumeration(&Fields::of(nested)?, &name, &joined(path, [4, index]))?;
        }
        for extension in fields.all(6) {
            let name = within(&name, &Fields::of(extension)?.text(1)?);
            self.file.extensions.push(name);
        }
        Ok(())
    }

    fn field(&self, fields: &Fields<'_>, path: &[u64]) -> Result<Field, Malformed> {
        let options = fields.message(8)?;
        let has_default = fields.all(7).next().is_some();
        Ok(Field {
            name: fields.text(1)?,
            json_name: fields.text(10)?,
            number: fields.number(3).unwrap_or_default(),
            label: fields.number(4).unwrap_or(1),
            kind: fields.number(5).unwrap_or_default(),
            of: full(&fields.text(6)?),
            default: if has_default { Some(fields.text(7)?) } else { None },
            oneof: fields.number(9).and_then(|index| usize::try_from(index).ok()),
            is_optional: fields.number(17) == Some(1),
            description: self.comments.get(path).cloned(),
            is_deprecated: options.number(3) == Some(1),
            has_options: is_extended(&options),
        })
    }

    fn enumeration(
        &mut self,
        fields: &Fields<'_>,
        around: &str,
        path: &[u64],
    ) -> Result<(), Malformed> {
        let mut values = Vec::new();
        let mut has_options = is_extended(&fields.message(3)?);
        for (index, value) in (0..).zip(fields.all(2)) {
            let value = Fields::of(value)?;
            has_options |= is_extended(&value.message(3)?);
            values.push(Value {
                name: value.text(1)?,
                number: value.number(2).unwrap_or_default().cast_signed(),
                description: self.comments.get(&joined(path, [2, index])).cloned(),
                is_deprecated: value.message(3)?.number(1) == Some(1),
            });
        }
        let name = within(around, &fields.text(1)?);
        let description = self.comments.get(path).cloned();
        self.file.enums.push(Enum { name, description, values, has_options });
        Ok(())
    }
}

/// The comments before or after each part of a file.
fn comments(info: &Fields<'_>) -> Result<Comments, Malformed> {
    let mut comments = Comments::new();
    for location in info.all(1) {
        let location = Fields::of(location)?;
        let path = location.all(1).next().map(packed).transpose()?.unwrap_or_default();
        let texts = [location.text(3)?, location.text(4)?];
        let lines = |text: &str| {
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            lines.join("\n").trim().to_owned()
        };
        let texts: Vec<String> =
            texts.iter().map(|it| lines(it)).filter(|it| !it.is_empty()).collect();
        if !texts.is_empty() {
            comments.insert(path, texts.join("\n\n"));
        }
    }
    Ok(comments)
}

/// True if options of others are among these.
fn is_extended(options: &Fields<'_>) -> bool {
    options.numbers().any(|number| number >= 1000)
}

fn joined(path: &[u64], more: [u64; 2]) -> Vec<u64> {
    [path, &more].concat()
}

/// A name without the dot that says that it is a full one.
fn full(name: &str) -> String {
    name.trim_start_matches('.').to_owned()
}

fn within(around: &str, name: &str) -> String {
    if around.is_empty() { name.to_owned() } else { format!("{around}.{name}") }
}
