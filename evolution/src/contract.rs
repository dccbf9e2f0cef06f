//! A lock with its types parsed.

use std::collections::BTreeMap;
use std::fmt;

use annals_catalog::names;
use annals_contract::{self as contract, Limits, Lock, Presence, Primitive};

/// A type of a lock that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownType {
    /// The record, variant or event type with it.
    pub owner: String,
    /// The type as the lock writes it.
    pub ty: String,
}

impl fmt::Display for UnknownType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "`{}` has the type `{}`, which the lock does not define",
            self.owner, self.ty
        )
    }
}

impl std::error::Error for UnknownType {}

/// What all events of a catalog promise.
#[derive(Debug)]
pub struct Contract<'a> {
    pub(crate) lock: &'a Lock,
    records: BTreeMap<&'a str, Record<'a>>,
    variants: BTreeMap<&'a str, Variant<'a>>,
    /// The data of events by event type.
    pub(crate) events: BTreeMap<&'a str, Event<'a>>,
}

#[derive(Debug)]
pub(crate) struct Event<'a> {
    pub(crate) entry: &'a contract::Event,
    pub(crate) data: Record<'a>,
}

/// The fields of a record, or the data of an event.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    /// The qualified name of the record, or the event type.
    pub(crate) name: &'a str,
    /// The name in Avro.
    pub(crate) in_avro: String,
    /// The listed fields.
    pub(crate) fields: Vec<Field<'a>>,
    /// The field of those that are not listed, if the record is open.
    pub(crate) extra: Option<Field<'a>>,
}

#[derive(Debug)]
pub(crate) struct Field<'a> {
    pub(crate) entry: &'a contract::Field,
    pub(crate) ty: Type<'a>,
}

#[derive(Debug)]
pub(crate) struct Variant<'a> {
    pub(crate) name: &'a str,
    pub(crate) entry: &'a contract::Variant,
    /// The types of the cases.
    pub(crate) types: Vec<Type<'a>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Type<'a> {
    Primitive(Primitive),
    Scalar(&'a contract::Scalar, Primitive),
    Enum(&'a str, &'a contract::Enum),
    Record(&'a str),
    Variant(&'a str),
    List(Box<Type<'a>>),
    Map(Box<Type<'a>>),
    Nullable(Box<Type<'a>>),
}

impl<'a> Contract<'a> {
    /// Reads the types of a lock.
    ///
    /// # Errors
    ///
    /// If the lock has a type that it does not define, which the generator never writes.
    pub fn new(lock: &'a Lock) -> Result<Self, UnknownType> {
        let record = |(name, entry): (&'a String, &'a contract::Record)| {
            let short = name.rsplit('.').next().unwrap_or(name);
            let in_avro = entry.avro.as_deref().unwrap_or(short).to_owned();
            Ok((name.as_str(), record(lock, name, in_avro, &entry.fields)?))
        };
        let variant = |(name, entry): (&'a String, &'a contract::Variant)| {
            let types = entry.cases.iter().map(|case| read(lock, name, &case.ty));
            let types = types.collect::<Result<_, _>>()?;
            Ok((name.as_str(), Variant { name, entry, types }))
        };
        let event = |(name, entry): (&'a String, &'a contract::Event)| {
            let own = || entry.path.rsplit("::").next().unwrap_or_default().to_owned();
            let top = entry.avro.clone().or_else(|| lock.avro.record.clone());
            let top = top.unwrap_or_else(own);
            let data = self::record(lock, name, top, &entry.fields)?;
            Ok((name.as_str(), Event { entry, data }))
        };
        Ok(Self {
            lock,
            records: lock.records.iter().map(record).collect::<Result<_, _>>()?,
            variants: lock.variants.iter().map(variant).collect::<Result<_, _>>()?,
            events: lock.events.iter().map(event).collect::<Result<_, _>>()?,
        })
    }

    /// A record of the lock, whose types name only what it has.
    pub(crate) fn record(&self, name: &str) -> &Record<'a> {
        &self.records[name]
    }

    pub(crate) fn variant(&self, name: &str) -> &Variant<'a> {
        &self.variants[name]
    }
}

impl Field<'_> {
    /// Its name in the catalog.
    pub(crate) fn name(&self) -> &str {
        &self.entry.name
    }

    /// Its name in JSON.
    pub(crate) fn on_wire(&self) -> &str {
        self.entry.wire.as_deref().unwrap_or(&self.entry.name)
    }

    /// Its name in Avro.
    pub(crate) fn in_avro(&self) -> &str {
        names::in_avro(&self.entry.name, self.entry.wire.as_deref())
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.entry.limits
    }

    /// True if every payload must have it.
    pub(crate) fn is_required(&self) -> bool {
        match self.entry.presence {
            Presence::Required | Presence::Constant(_) => true,
            Presence::Default(_) | Presence::Optional | Presence::Extra => false,
        }
    }

    pub(crate) fn is_optional(&self) -> bool {
        self.entry.presence == Presence::Optional
    }

    /// True if readers of its Avro schema need it from the writer.
    pub(crate) fn is_required_in_avro(&self) -> bool {
        self.entry.presence == Presence::Required || self.entry.no_avro_default
    }
}

fn record<'a>(
    lock: &'a Lock,
    name: &'a str,
    in_avro: String,
    fields: &'a [contract::Field],
) -> Result<Record<'a>, UnknownType> {
    let field = |entry: &'a contract::Field| Ok(Field { entry, ty: read(lock, name, &entry.ty)? });
    let mut fields = fields.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    let extra = fields.pop_if(|field| field.entry.presence == Presence::Extra);
    Ok(Record { name, in_avro, fields, extra })
}

/// Lists and maps in a type, at most; the language allows fewer.
const MAX_NESTING: usize = 64;

fn read<'a>(lock: &'a Lock, owner: &str, text: &'a str) -> Result<Type<'a>, UnknownType> {
    let unknown = |()| UnknownType { owner: owner.to_owned(), ty: text.to_owned() };
    if text.matches(['<', '?']).count() > 2 * MAX_NESTING {
        return Err(unknown(()));
    }
    let inner = |text: &'a str| read(lock, owner, text).map(Box::new);
    let within = |before: &str, after: &str| text.strip_prefix(before)?.strip_suffix(after);
    if let Some(text) = text.strip_suffix('?') {
        return Ok(Type::Nullable(inner(text)?));
    }
    if let Some(text) = within("list<", ">") {
        return Ok(Type::List(inner(text)?));
    }
    if let Some(text) = within("map<", ">") {
        return Ok(Type::Map(inner(text)?));
    }
    if lock.records.contains_key(text) {
        return Ok(Type::Record(text));
    }
    if lock.variants.contains_key(text) {
        return Ok(Type::Variant(text));
    }
    if let Some(scalar) = lock.scalars.get(text) {
        return Ok(Type::Scalar(scalar, scalar.base));
    }
    if let Some(item) = lock.enums.get(text) {
        return Ok(Type::Enum(text, item));
    }
    text.parse().map(|primitive| Type::Primitive(in_form(primitive, lock))).map_err(unknown)
}

/// A primitive of a field: its type does not say whether it is a string in Avro.
fn in_form(primitive: Primitive, lock: &Lock) -> Primitive {
    let text = !lock.avro.logical_types;
    match primitive {
        Primitive::Moment(moment) => Primitive::Moment(contract::Moment { text, ..moment }),
        Primitive::Decimal(decimal) => Primitive::Decimal(contract::Decimal { text, ..decimal }),
        Primitive::Boolean | Primitive::Int | Primitive::Long | Primitive::Float => primitive,
        Primitive::Double | Primitive::String | Primitive::Bytes | Primitive::Date => primitive,
        Primitive::Datetime | Primitive::Uuid | Primitive::Json => primitive,
    }
}

#[cfg(test)]
mod tests {
    use annals_contract::{Field, Lock, Record};

    use super::Contract;

    fn with_type(ty: String) -> Lock {
        let fields = vec![Field { name: "a".to_owned(), ty, ..Field::default() }];
        let record = Record { fields, ..Record::default() };
        Lock { records: [("d.Value".to_owned(), record)].into(), ..Lock::default() }
    }

    #[test]
    fn types_that_the_lock_does_not_define_are_errors() {
        for ty in ["list<d.Value?>", "map<list<long>>", "decimal(4,2)", "d.Value"] {
            assert!(Contract::new(&with_type(ty.to_owned())).is_ok(), "{ty}");
        }
        for ty in ["d.Other", "list<long", "long>", "", "list<>"] {
            let lock = with_type(ty.to_owned());
            assert_eq!(Contract::new(&lock).unwrap_err().owner, "d.Value", "{ty}");
        }
    }

    #[test]
    fn a_type_that_is_nested_without_end_is_an_error() {
        let deep = "list<".repeat(1_000_000) + "long" + &">".repeat(1_000_000);
        assert!(Contract::new(&with_type(deep)).is_err());
    }
}
