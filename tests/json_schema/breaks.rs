//! Lists the ways to break a valid payload, one place at a time.

use annals_catalog::model::{
    self as catalog, Clock, Enum, Field, Limits, Model, Number, Primitive, Tag, Type, Unknown,
    Variant,
};
use serde_json::{Value, json};

use crate::cases::case_of;

/// One change to a payload.
#[derive(Debug)]
pub(crate) struct Break {
    /// JSON pointer to the value, or to the object that contains it.
    pointer: String,
    change: Change,
}

#[derive(Debug)]
enum Change {
    Replace(Value),
    Remove(String),
    Add(String),
}

impl Break {
    /// The changed payload.
    pub(crate) fn apply(&self, payload: &Value) -> Value {
        let mut payload = payload.clone();
        let place =
            payload.pointer_mut(&self.pointer).expect("the pointer was made for this payload");
        match &self.change {
            Change::Replace(value) => *place = value.clone(),
            Change::Remove(name) => {
                let removed = place.as_object_mut().and_then(|object| object.remove(name));
                assert!(removed.is_some(), "{self:?}: nothing to remove");
            }
            Change::Add(name) => place[name] = json!(1),
        }
        payload
    }
}

/// Collects changes on a walk through the payload of an event.
pub(crate) struct Breaks<'a> {
    model: &'a Model,
    /// Changes that a schema must refuse.
    pub(crate) bad: Vec<Break>,
    /// Changes that a schema must accept: fields that are not required left out, nullable fields set to null.
    pub(crate) good: Vec<Break>,
}

impl<'a> Breaks<'a> {
    pub(crate) fn new(model: &'a Model, data: &[Field], payload: &Value) -> Self {
        let mut breaks = Self { model, bad: Vec::new(), good: Vec::new() };
        breaks.object("", data, payload);
        breaks
    }

    fn object(&mut self, pointer: &str, fields: &[Field], payload: &Value) {
        let at = |change| Break { pointer: pointer.to_owned(), change };
        let extra = fields.iter().find(|field| field.presence.is_extra());
        let takes_more = extra.is_some_and(|field| self.takes_one(&field.ty));
        let changes = if takes_more { &mut self.good } else { &mut self.bad };
        changes.push(at(Change::Add("not_a_field".to_owned())));
        for wrong in [json!(null), json!("text"), json!([payload])] {
            self.bad.push(at(Change::Replace(wrong)));
        }
        for field in fields.iter().filter(|field| !field.presence.is_extra()) {
            let Some(value) = payload.get(field.on_wire()) else {
                assert!(field.presence.is_optional(), "{pointer}/{} is missing", field.name);
                continue;
            };
            let removal = at(Change::Remove(field.on_wire().to_owned()));
            let changes = if field.presence.is_required() { &mut self.bad } else { &mut self.good };
            changes.push(removal);
            let place = format!("{pointer}/{}", field.on_wire());
            let good = self.good.len();
            self.value(&place, &field.ty, &field.limits, value);
            if field.presence.constant().is_some() {
                self.good.truncate(good);
                let other = match value {
                    Value::Bool(truth) => json!(!truth),
                    Value::Number(number) => json!(number.as_i64().map(|number| number ^ 1)),
                    other => json!(format!("{}x", other.as_str().expect("a constant"))),
                };
                self.bad.push(Break { pointer: place, change: Change::Replace(other) });
            }
        }
    }

    /// True if 1 is a value of a map of this type.
    fn takes_one(&self, ty: &Type) -> bool {
        let Type::Map(ty) = ty else { panic!("{ty:?} is not a map") };
        let primitive = match &**ty {
            Type::Primitive(primitive) => *primitive,
            Type::Scalar(id) => self.model[*id].base,
            _ => return false,
        };
        matches!(primitive, Primitive::Long | Primitive::Json)
    }

    fn value(&mut self, pointer: &str, ty: &Type, limits: &Limits, payload: &Value) {
        let model = self.model;
        match ty {
            Type::Nullable(inner) => self.nullable(pointer, inner, limits, payload),
            Type::Record(record) => self.object(pointer, &model[*record].fields, payload),
            Type::List(item) => {
                self.container(pointer, limits, payload, &json!({}));
                for (index, element) in payload.as_array().expect("a list").iter().enumerate() {
                    self.value(&format!("{pointer}/{index}"), item, &Limits::default(), element);
                }
            }
            Type::Map(value) => {
                self.container(pointer, limits, payload, &json!([]));
                for (key, element) in payload.as_object().expect("a map") {
                    self.value(&format!("{pointer}/{key}"), value, &Limits::default(), element);
                }
            }
            Type::Scalar(scalar) => {
                let scalar = &model[*scalar];
                self.primitive(pointer, scalar.base, &scalar.limits);
                self.beyond(pointer, scalar.base, limits);
            }
            Type::Enum(id) => self.enumeration(pointer, &model[*id]),
            Type::Variant(id) => self.variant(pointer, &model[*id], payload),
            Type::Primitive(primitive) => self.primitive(pointer, *primitive, limits),
        }
    }

    fn variant(&mut self, pointer: &str, variant: &Variant, payload: &Value) {
        let (_, case, value) = case_of(self.model, variant, payload).expect("a listed case");
        self.bad.push(replace(pointer, json!(null)));
        let tag = match (&variant.tag, &case.ty) {
            (Tag::Inside(key), Type::Record(record)) => {
                self.object(pointer, &self.model[*record].fields, payload);
                key
            }
            (Tag::Beside { name, content }, ty) => {
                for other in [json!("text"), json!([payload])] {
                    self.bad.push(replace(pointer, other));
                }
                let change = Change::Add("not_a_field".to_owned());
                self.bad.push(Break { pointer: pointer.to_owned(), change });
                let change = Change::Remove(content.clone());
                self.bad.push(Break { pointer: pointer.to_owned(), change });
                self.value(&format!("{pointer}/{content}"), ty, &Limits::default(), &value);
                name
            }
            (Tag::None, Type::Record(record)) if has_records(variant) => {
                self.object(pointer, &self.model[*record].fields, payload);
                self.bad.push(replace(pointer, json!({})));
                return;
            }
            // A value that is not one of the case can be one of another case.
            (Tag::None | Tag::Inside(_), _) => return,
        };
        let change = Change::Remove(tag.clone());
        self.bad.push(Break { pointer: pointer.to_owned(), change });
        let others = if variant.open { &mut self.good } else { &mut self.bad };
        others.push(replace(&format!("{pointer}/{tag}"), json!("a case of tomorrow")));
        self.bad.push(replace(&format!("{pointer}/{tag}"), json!(1)));
    }

    fn enumeration(&mut self, pointer: &str, enumeration: &Enum) {
        let (other, wrong) = match enumeration.primitive() {
            Primitive::Long => (json!(77_777), [json!(null), json!("1"), json!(1.5)]),
            _ => (json!("a value of tomorrow"), [json!(null), json!(1), json!([])]),
        };
        self.bad.extend(wrong.map(|wrong| replace(pointer, wrong)));
        let open = enumeration.unknown == Unknown::Kept;
        let others = if open { &mut self.good } else { &mut self.bad };
        others.push(replace(pointer, other));
        let read =
            enumeration.values.iter().flat_map(|value| value.aliases.iter().chain([&value.wire]));
        self.good.extend(read.map(|wire| {
            let wire = match wire {
                catalog::Value::Int(number) => json!(number),
                catalog::Value::String(text) => json!(text),
                other => panic!("{other:?} is on the wire"),
            };
            replace(pointer, wire)
        }));
    }

    fn primitive(&mut self, pointer: &str, primitive: Primitive, limits: &Limits) {
        self.bad.extend(wrong(primitive).into_iter().map(|wrong| replace(pointer, wrong)));
        let unusual = unusual(primitive, limits).into_iter();
        self.good.extend(unusual.map(|value| replace(pointer, value)));
        self.beyond(pointer, primitive, limits);
    }

    fn nullable(&mut self, pointer: &str, inner: &Type, limits: &Limits, payload: &Value) {
        self.good.push(replace(pointer, json!(null)));
        if payload.is_null() {
            return;
        }
        let before = self.bad.len();
        self.value(pointer, inner, limits, payload);
        // Null is valid here, but not for the type inside.
        let null = |item: &Break| {
            item.pointer == pointer && matches!(&item.change, Change::Replace(Value::Null))
        };
        let inner = self.bad.split_off(before);
        self.bad.extend(inner.into_iter().filter(|item| !null(item)));
    }

    fn container(&mut self, pointer: &str, limits: &Limits, payload: &Value, other: &Value) {
        for wrong in [json!(null), json!("text"), other.clone()] {
            self.bad.push(replace(pointer, wrong));
        }
        if limits.min_length.unwrap_or(0) > 0 {
            let empty = if payload.is_array() { json!([]) } else { json!({}) };
            self.bad.push(replace(pointer, empty));
        }
        if let (Some(most), Some(first)) = (limits.max_length, payload.get(0)) {
            let many = vec![first.clone(); usize::try_from(most).expect("a small limit") + 1];
            self.bad.push(replace(pointer, json!(many)));
        }
    }

    /// Values on the wrong side of a limit.
    fn beyond(&mut self, pointer: &str, ty: Primitive, limits: &Limits) {
        let whole = |limit: Option<Number>, step: i64| match limit {
            Some(Number::Int(limit)) => limit.checked_add(step).map(|value| json!(value)),
            _ => None,
        };
        let long = limits.max_length.filter(|_| ty == Primitive::String);
        let long =
            long.map(|most| json!("x".repeat(usize::try_from(most).expect("a small limit") + 1)));
        let short = limits
            .min_length
            .filter(|least| ty == Primitive::String && *least > 0)
            .map(|_| json!(""));
        // Patterns here are whole keys, which have no control characters.
        let strange = limits.pattern.as_ref().map(|_| json!("\u{1} no such key"));
        let between = limits.multiple_of.map(|unit| match unit {
            Number::Int(unit) => json!(unit as f64 / 2.0),
            Number::Float(unit) => json!(unit / 2.0),
        });
        let beyond = [whole(limits.min, -1), whole(limits.max, 1), between, long, short, strange];
        self.bad.extend(beyond.into_iter().flatten().map(|wrong| replace(pointer, wrong)));
    }
}

fn replace(pointer: &str, value: Value) -> Break {
    Break { pointer: pointer.to_owned(), change: Change::Replace(value) }
}

/// Values that are not of the type.
fn wrong(ty: Primitive) -> Vec<Value> {
    let mut wrong = match ty {
        Primitive::Json => return Vec::new(),
        Primitive::Boolean => vec![json!("true"), json!(1)],
        Primitive::Int => {
            vec![json!("1"), json!(1.5), json!(2_147_483_648_i64), json!(-2_147_483_649_i64)]
        }
        Primitive::Long => {
            vec![json!("1"), json!(1.5), json!(9_223_372_036_854_775_808_u64), json!(1e19)]
        }
        Primitive::Float => vec![json!("1"), json!(3.5e38), json!(-3.5e38)],
        Primitive::Double => vec![json!("1")],
        Primitive::String
        | Primitive::Bytes
        | Primitive::Date
        | Primitive::Datetime
        | Primitive::Moment(_)
        | Primitive::Decimal(_)
        | Primitive::Uuid => {
            let mut wrong = texts(wrong_texts(ty));
            wrong.push(json!(1));
            wrong
        }
    };
    let own = if ty == Primitive::Boolean { json!(0) } else { json!(true) };
    wrong.extend([own, json!(null), json!({}), json!([])]);
    wrong
}

fn wrong_texts(ty: Primitive) -> &'static [&'static str] {
    match ty {
        Primitive::Bytes => &["YW5", "YW5 ", "YQ=a", "_-__", "YR=="],
        Primitive::Date => &[
            "2025-02-29",
            "1900-02-29",
            "2025-04-31",
            "0000-01-01",
            "2025-13-01",
            "2025-00-10",
            "2025-1-1",
            "2025-01-01T00:00:00",
        ],
        Primitive::Datetime => &[
            "2025-02-29T00:00:00",
            "2025-02-30T00:00:00Z",
            "2025-13-01T00:00:00",
            "2025-01-01T24:00:00",
            "2025-01-01T00:60:00+00:00",
            "2025-01-01",
            "2025-01-01 00:00:00",
            "2025-01-01T00:00:00+0000",
            "2025-01-01T00:00:00.",
            "2025-01-01T00:00:00.1234567",
            "0000-02-29T00:00:00",
            "yesterday",
            "",
        ],
        Primitive::Uuid => &[
            "0b5cb1a49d4e4f5a8c3b2f1e6d7a8b90",
            "0b5cb1a4-9d4e-4f5a-8c3b-2f1e6d7a8b9",
            "0b5cb1a4-9d4e-4f5a-8c3b-2f1e6d7a8b9g",
        ],
        Primitive::Moment(_) => {
            &["2025-02-29T00:00:00Z", "24:00:00", "08:30:00+01:00", "08:30:00.", ""]
        }
        Primitive::Decimal(_) => {
            &["1e3", ".5", "5.", "01", "+1", "0.1234567890123456789", "", "NaN"]
        }
        Primitive::Boolean | Primitive::Int | Primitive::Long | Primitive::Float => &[],
        Primitive::Double | Primitive::String | Primitive::Json => &[],
    }
}

/// Values that are of the type, though a careless schema refuses them.
fn unusual(ty: Primitive, limits: &Limits) -> Vec<Value> {
    match ty {
        Primitive::Long if *limits == Limits::default() => vec![json!(i64::MIN), json!(i64::MAX)],
        Primitive::Int if *limits == Limits::default() => vec![json!(i32::MIN), json!(i32::MAX)],
        Primitive::Float => vec![json!(f32::MAX), json!(f32::MIN)],
        Primitive::String if *limits == Limits::default() => texts(&["", "\u{0}\n\"", "学習"]),
        Primitive::Bytes => texts(&["", "YQ==", "YW4=", "+/+/"]),
        Primitive::Date => texts(&["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"]),
        Primitive::Datetime => texts(&[
            "2024-02-29T12:30:45.123456+00:00",
            "2024-02-29T12:00:00",
            "1999-12-31T23:59:59.999999-05:00",
            "2024-02-29T12:00:00.001000+05:30",
            "2024-01-01T00:00:00Z",
            "2024-01-01T00:00:00.123456000+05:30:15",
            "2024-01-01t00:00:00z",
            "0001-01-01T00:00:00",
        ]),
        Primitive::Moment(moment) => texts(match moment.clock {
            Clock::Utc => &["2024-02-29t12:00:00.120z", "0001-01-01T00:00:00+00:00"],
            Clock::Local => &["2024-02-29t12:00:00.120", "0001-01-01T00:00:00"],
            Clock::Day => &["00:00:00.000000000", "23:59:59.999"],
        }),
        Primitive::Decimal(decimal) => {
            let digits = "9".repeat(usize::from(decimal.precision - decimal.scale));
            texts(&["0", "-0", if digits.is_empty() { "0" } else { &digits }])
        }
        Primitive::Int | Primitive::Long | Primitive::String => Vec::new(),
        Primitive::Boolean | Primitive::Double | Primitive::Uuid | Primitive::Json => Vec::new(),
    }
}

fn texts(texts: &[&str]) -> Vec<Value> {
    texts.iter().map(|text| json!(text)).collect()
}

/// True if several cases are records.
fn has_records(variant: &Variant) -> bool {
    variant.cases.iter().filter(|case| matches!(case.ty, Type::Record(_))).nth(1).is_some()
}
