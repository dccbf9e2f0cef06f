//! Records, a scalar and an enum written out as the derives write them, so that the runtime is tested without them.

#![allow(clippy::unwrap_used, reason = "the values are the test's own")]

use std::collections::BTreeMap;
use std::fmt;
use std::mem::offset_of;

use annals::__private::{
    Filled, Layout, Place, Slot, debug_record, decode_record, decode_record_to, record_from_json,
    view_field,
};
use annals::avro::{Codec, Decoder};
use annals::{
    Bytes, Date, DecodeError, FieldDescription, Json, JsonError, Limits, Number, Path, Pattern,
    Record, RecordDescription, RecordView, Shape, Timestamp, UnknownValue, Uuid, Value, View,
};

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CourseKey(String);

annals::__scalar!(
    CourseKey,
    "course_key",
    "string",
    ::std::string::String,
    Limits {
        max_length: Some(40),
        pattern: Some(|| {
            static PATTERN: Pattern = Pattern::new(r"^course-v1:[^+]+\+[^+]+\+[^+]+$");
            &PATTERN
        }),
        ..Limits::NONE
    }
);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i64);

annals::__scalar!(
    Points,
    "points",
    "long",
    i64,
    Limits { min: Some(Number::Int(0)), ..Limits::NONE }
);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(Timestamp);

annals::__scalar!(Moment, "moment", "datetime", Timestamp, Limits::NONE);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    Honor,
    Audit,
    Unknown(UnknownValue<Self>),
}

annals::__enumeration!(Mode, "Mode", [Honor "honor", Audit "audit"]);

/// A description of a field, in one line.
const fn field<T: Value>(name: &'static str, ty: &'static str) -> FieldDescription {
    let shape = annals::__private::shape::<T>;
    FieldDescription { name, ty, shape, pii: false, default: None, limits: None }
}

const fn pii(field: FieldDescription) -> FieldDescription {
    FieldDescription { pii: true, ..field }
}

const fn or(field: FieldDescription, default: &'static str) -> FieldDescription {
    FieldDescription { default: Some(default), ..field }
}

const fn within(field: FieldDescription, limits: &'static Limits) -> FieldDescription {
    FieldDescription { limits: Some(limits), ..field }
}

macro_rules! record {
    ($name:ident $wire:literal { $($field:ident: $ty:ty = $description:expr,)* }) => {
        #[derive(Clone, PartialEq)]
        pub struct $name {
            $(pub $field: $ty,)*
        }

        impl Codec for $name {
            fn encode(&self, out: &mut Vec<u8>) {
                $(self.$field.encode(out);)*
            }

            fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                decode_record(decoder)
            }

            fn decode_to<'a>(
                decoder: &mut Decoder<'_>,
                slot: Slot<'a, Self>,
            ) -> Result<Filled<'a, Self>, DecodeError> {
                decode_record_to(decoder, slot)
            }
        }

        impl Value for $name {
            const SHAPE: Shape = Shape::Record(Self::DESCRIPTION);

            fn view(&self) -> View<'_> {
                View::Record(self)
            }

            fn from_json(json: &Json, path: &Path<'_>) -> Result<Self, JsonError> {
                record_from_json(json, path)
            }
        }

        impl RecordView for $name {
            fn description(&self) -> &'static RecordDescription {
                Self::DESCRIPTION
            }

            fn field(&self, index: usize) -> View<'_> {
                view_field(self, index)
            }
        }

        // SAFETY: these are all fields.
        unsafe impl Record for $name {
            const DESCRIPTION: &'static RecordDescription = &RecordDescription {
                name: $wire,
                fields: &[$($description),*],
                example: None,
                layout: unsafe {
                    Layout::new::<Self>(&[$(Place::of::<$ty>(offset_of!(Self, $field))),*])
                },
            };
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                debug_record(formatter, stringify!($name), self)
            }
        }

        annals::__impl_serde!($name);
    };
}

record! { Person "learning.Person" {
    username: String = pii(within(field::<String>("username", "string"), &Limits { min_length: Some(1), ..Limits::NONE })),
    name: String = pii(or(field::<String>("name", "string"), "\"\"")),
    contacts: BTreeMap<String, i32> = pii(or(field::<BTreeMap<String, i32>>("contacts", "map<int>"), "{}")),
} }

record! { User "learning.User" {
    id: i64 = within(field::<i64>("id", "long"), &Limits { min: Some(Number::Int(1)), ..Limits::NONE }),
    is_active: bool = or(field::<bool>("is_active", "boolean"), "true"),
    pii: Person = pii(field::<Person>("pii", "learning.Person")),
} }

record! { Everything "test.Everything" {
    course: CourseKey = field::<CourseKey>("course", "course_key"),
    mode: Mode = or(field::<Mode>("mode", "Mode"), "\"honor\""),
    points: Option<Points> = or(field::<Option<Points>>("points", "points?"), "null"),
    small: i32 = field::<i32>("small", "int"),
    single: f32 = field::<f32>("single", "float"),
    double: f64 = field::<f64>("double", "double"),
    blob: Bytes = field::<Bytes>("blob", "bytes"),
    day: Date = field::<Date>("day", "date"),
    at: Option<Timestamp> = or(field::<Option<Timestamp>>("at", "datetime?"), "null"),
    id: Uuid = field::<Uuid>("id", "uuid"),
    any: Json = field::<Json>("any", "json"),
    people: Vec<Person> = or(field::<Vec<Person>>("people", "list<learning.Person>"), "[]"),
    by_team: BTreeMap<String, Vec<Person>> = or(field::<BTreeMap<String, Vec<Person>>>("by_team", "map<list<learning.Person>>"), "{}"),
} }

pub fn person(username: &str) -> Person {
    Person {
        username: username.to_owned(),
        name: "Ada".to_owned(),
        contacts: [("ada@x.org".to_owned(), 1)].into(),
    }
}

pub fn everything() -> Everything {
    Everything {
        course: CourseKey::new("course-v1:edX+DemoX+Demo").unwrap(),
        mode: Mode::Audit,
        points: Some(Points::new(7).unwrap()),
        small: -3,
        single: 0.1,
        double: 1e300,
        blob: Bytes::from(vec![255, 0]),
        day: "2024-02-29".parse().unwrap(),
        at: Some("2024-02-29T12:00:00.001000+05:30".parse().unwrap()),
        id: Uuid::from_u128(0xab),
        any: annals::serde_json::json!({"deep": [1, null]}),
        people: vec![person("ada"), person("bob")],
        by_team: [("blue".to_owned(), vec![person("cy")])].into(),
    }
}
