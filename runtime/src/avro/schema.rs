//! Parses Avro schemas and resolves the names in them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::Json;
use crate::shape::Unit;

/// The schema that bytes were written with, if it differs from the reader's.
///
/// Reading follows Avro's rules for schema resolution:
///
/// - Fields are matched by name, in any order. A field that the reader does not know is skipped. A field that the
///   writer did not know gets the catalog's default.
/// - `int` converts to `long`, `float` and `double`; `long` to `float` and `double`; `float` to `double`.
/// - `string` and `bytes` convert to each other.
/// - A date, time or decimal with a precision converts to one with another precision if nothing is lost, and a string to
///   either.
/// - A value converts to a nullable value, and a value of a union to any type that its branch converts to.
///
/// Unlike Avro's rules, names are not compared, except of records and enums that are cases of a variant, and an `enum`
/// converts to a string.
///
/// ```
/// # use annals::WriterSchema;
/// let schema = WriterSchema::parse(r#"{"type": "array", "items": "int"}"#)?;
/// assert_eq!(schema.read::<Vec<Option<f64>>>(&[4, 2, 1, 0])?, [Some(1.0), Some(-1.0)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct WriterSchema {
    types: Vec<Type>,
    logical: BTreeMap<TypeId, Logical>,
    pub(super) root: TypeId,
}

/// An index into [`WriterSchema::types`].
pub(super) type TypeId = usize;

/// What the numbers of a type count, from its logical type.
#[derive(Debug, Clone, Copy)]
pub(super) enum Logical {
    /// Milliseconds or microseconds.
    Moment(Unit),
    /// Units of the digit at this place after the point.
    Decimal(u32),
}

#[derive(Debug, Clone)]
pub(super) enum Type {
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
    Fixed(usize),
    /// The full name, and the symbols.
    Enum(String, Vec<String>),
    Array(TypeId),
    Map(TypeId),
    Union(Vec<TypeId>),
    /// The full name, and the fields.
    Record(String, Vec<(String, TypeId)>),
}

/// Why a text is not a valid Avro schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError(String);

impl fmt::Display for SchemaError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a valid Avro schema: {}", self.0)
    }
}

impl std::error::Error for SchemaError {}

impl WriterSchema {
    /// Parses the JSON text of a schema. Aliases and defaults are ignored: reading does not need them.
    ///
    /// # Errors
    ///
    /// If the text is not a valid Avro schema.
    pub fn parse(text: &str) -> Result<Self, SchemaError> {
        let json = serde_json::from_str(text).map_err(|error| SchemaError(error.to_string()))?;
        let mut parser = Parser::default();
        let root = parser.ty(&json, "")?;
        Ok(Self { types: parser.types, logical: parser.logical, root })
    }

    pub(super) fn logical(&self, id: TypeId) -> Option<Logical> {
        self.logical.get(&id).copied()
    }

    pub(super) fn ty(&self, id: TypeId) -> &Type {
        &self.types[id]
    }
}

impl Type {
    /// Its name in messages.
    pub(super) fn noun(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Int => "an int",
            Self::Long => "a long",
            Self::Float => "a float",
            Self::Double => "a double",
            Self::Bytes => "bytes",
            Self::String => "text",
            Self::Fixed(_) => "bytes of a fixed length",
            Self::Enum(..) => "an enum",
            Self::Array(_) => "a list",
            Self::Map(_) => "a map",
            Self::Union(_) => "a union",
            Self::Record(..) => "a record",
        }
    }
}

#[derive(Default)]
struct Parser {
    types: Vec<Type>,
    logical: BTreeMap<TypeId, Logical>,
    /// By full name.
    named: BTreeMap<String, TypeId>,
}

impl Parser {
    fn add(&mut self, ty: Type) -> TypeId {
        self.types.push(ty);
        self.types.len() - 1
    }

    fn ty(&mut self, json: &Json, namespace: &str) -> Result<TypeId, SchemaError> {
        match json {
            Json::String(name) => self.name(name, namespace),
            Json::Array(branches) => {
                let branches = branches.iter().map(|branch| self.ty(branch, namespace));
                let union = Type::Union(branches.collect::<Result<_, _>>()?);
                Ok(self.add(union))
            }
            Json::Object(_) => match &json["type"] {
                Json::String(kind) => {
                    let id = self.complex(kind, json, namespace)?;
                    self.logical.extend(logical(json).map(|logical| (id, logical)));
                    Ok(id)
                }
                nested @ (Json::Object(_) | Json::Array(_)) => self.ty(nested, namespace),
                _ => Err(SchemaError("a type has no `type`".to_owned())),
            },
            _ => Err(SchemaError("a type must be a string, a list or an object".to_owned())),
        }
    }

    fn name(&mut self, name: &str, namespace: &str) -> Result<TypeId, SchemaError> {
        let primitive = match name {
            "null" => Type::Null,
            "boolean" => Type::Boolean,
            "int" => Type::Int,
            "long" => Type::Long,
            "float" => Type::Float,
            "double" => Type::Double,
            "bytes" => Type::Bytes,
            "string" => Type::String,
            _ => {
                let known = self.named.get(&full_name(name, namespace));
                return known
                    .copied()
                    .ok_or_else(|| SchemaError(format!("there is no type `{name}`")));
            }
        };
        Ok(self.add(primitive))
    }

    fn complex(&mut self, kind: &str, json: &Json, namespace: &str) -> Result<TypeId, SchemaError> {
        let ty = match kind {
            "array" => Type::Array(self.ty(&json["items"], namespace)?),
            "map" => Type::Map(self.ty(&json["values"], namespace)?),
            "record" | "error" => return self.record(json, namespace),
            "enum" => {
                let symbols = json["symbols"].as_array().into_iter().flatten();
                let symbols = symbols.map(|symbol| symbol.as_str().map(str::to_owned));
                let symbols = symbols.collect::<Option<_>>().ok_or_else(|| missing("symbols"))?;
                let id = self.types.len();
                let full = self.declare(json, namespace, id)?;
                return Ok(self.add(Type::Enum(full, symbols)));
            }
            "fixed" => {
                let size = json["size"].as_u64().and_then(|size| usize::try_from(size).ok());
                Type::Fixed(size.ok_or_else(|| missing("size"))?)
            }
            name => return self.name(name, namespace),
        };
        let id = self.add(ty);
        if kind == "fixed" {
            self.declare(json, namespace, id)?;
        }
        Ok(id)
    }

    /// Declares the record before its fields are parsed, because they may refer to it.
    fn record(&mut self, json: &Json, namespace: &str) -> Result<TypeId, SchemaError> {
        let id = self.add(Type::Null);
        let full = self.declare(json, namespace, id)?;
        let namespace = full.rsplit_once('.').map_or("", |(namespace, _)| namespace);
        let mut fields: Vec<(String, TypeId)> = Vec::new();
        let mut names = BTreeSet::new();
        for field in json["fields"].as_array().ok_or_else(|| missing("fields"))? {
            let name = field["name"].as_str().ok_or_else(|| missing("name"))?;
            if !names.insert(name) {
                return Err(SchemaError(format!("duplicate field `{name}` in a record")));
            }
            fields.push((name.to_owned(), self.ty(&field["type"], namespace)?));
        }
        self.types[id] = Type::Record(full, fields);
        Ok(id)
    }

    /// Declares the name of a type, and returns its full name.
    fn declare(&mut self, json: &Json, outer: &str, id: TypeId) -> Result<String, SchemaError> {
        let name = json["name"].as_str().ok_or_else(|| missing("name"))?;
        let full = full_name(name, json["namespace"].as_str().unwrap_or(outer));
        match self.named.insert(full.clone(), id) {
            None => Ok(full),
            Some(_) => Err(SchemaError(format!("duplicate type `{name}`"))),
        }
    }
}

fn logical(json: &Json) -> Option<Logical> {
    let name = json["logicalType"].as_str()?;
    if name == "decimal" {
        let scale = json["scale"].as_u64().unwrap_or(0);
        return u32::try_from(scale).ok().map(Logical::Decimal);
    }
    match name.rsplit_once('-')? {
        ("timestamp" | "local-timestamp" | "time", "millis") => Some(Logical::Moment(Unit::Millis)),
        ("timestamp" | "local-timestamp" | "time", "micros") => Some(Logical::Moment(Unit::Micros)),
        _ => None,
    }
}

fn full_name(name: &str, namespace: &str) -> String {
    if namespace.is_empty() || name.contains('.') {
        name.to_owned()
    } else {
        format!("{namespace}.{name}")
    }
}

fn missing(key: &str) -> SchemaError {
    SchemaError(format!("a type or field has no `{key}`"))
}
