//! Readers of JSON: can the schema of one contract read every value of the schema of another?

use serde_json::{Value, json};

use annals_contract::Primitive;

use crate::contract::{Contract, Event, Field, Record, Type, Variant};
use crate::leaf;
use crate::problem::{Effect, Problem};
use crate::slot::{Shape, Slot, tagged};
use crate::walk::{Pairs, Written, in_list, in_map, one_of_each};

/// A comparison for one event.
pub(crate) struct Json<'c> {
    /// Whether the reader passes over fields that it does not know.
    tolerant: bool,
    pairs: Pairs<'c>,
}

/// A kind of value in JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl<'c> Json<'c> {
    pub(crate) fn new(tolerant: bool) -> Self {
        Self { tolerant, pairs: Pairs::default() }
    }

    /// Why `reader` does not read every payload that `writer` writes.
    pub(crate) fn event(
        &mut self,
        (from, writer): (&'c Contract<'c>, &'c Event<'c>),
        (to, reader): (&'c Contract<'c>, &'c Event<'c>),
    ) -> Vec<Problem> {
        one_of_each(self.fields((from, &writer.data), (to, &reader.data), None))
    }

    fn value(&mut self, writer: &Slot<'c>, reader: &Slot<'c>) -> Vec<Problem> {
        let (shape, wanted) = (writer.shape(), reader.shape());
        let is_json = |shape: Shape<'_>| matches!(shape, Shape::Primitive(Primitive::Json));
        if is_json(wanted) {
            return Vec::new();
        }
        let mut problems = Vec::new();
        let may_be_null = writer.is_nullable() || is_json(shape);
        if may_be_null && !reader.is_nullable() {
            let reason = "null is not allowed";
            problems.push(Problem::new(Effect::Refused, reason, Value::Null).when("null"));
        }
        let (writer, reader) = (&writer.not_null(), &reader.not_null());
        problems.extend(match (shape, wanted) {
            (Shape::Primitive(Primitive::Json), _) => vec![any(reader)],
            (Shape::Variant(own), Shape::Variant(other)) => {
                self.variants((writer, own), (reader, other))
            }
            (Shape::Variant(own), _) if own.entry.tag.is_none() => self.cases(writer, own, reader),
            (_, Shape::Variant(other)) if other.entry.tag.is_none() => {
                self.untagged(writer, reader, other)
            }
            (Shape::Record(own), Shape::Record(other)) => {
                self.records((writer.contract, own), (reader.contract, other))
            }
            (Shape::Record(own), Shape::Map(value)) => {
                self.record_as_map((writer.contract, own), &reader.inner(value))
            }
            (Shape::Map(value), Shape::Record(other)) => {
                self.map_as_record(writer, &writer.inner(value), (reader.contract, other))
            }
            (Shape::List(item), Shape::List(other)) => {
                let item = writer.inner(item);
                let inner = self.value(&item, &reader.inner(other));
                let inner = inner.into_iter().map(|problem| in_list(writer, &item, problem));
                leaf::lengths(writer, reader).into_iter().chain(inner).collect()
            }
            (Shape::Map(value), Shape::Map(other)) => {
                let value = writer.inner(value);
                let inner = self.value(&value, &reader.inner(other));
                let inner = inner.into_iter().map(|problem| in_map(writer, &value, problem));
                leaf::lengths(writer, reader).into_iter().chain(inner).collect()
            }
            (Shape::Variant(_), Shape::Map(_)) => {
                let reason = "whether a map can hold every case is not decided";
                vec![Problem::not_decided(reason, writer.simplest())]
            }
            (Shape::Variant(_), Shape::Record(_)) | (Shape::Record(_), Shape::Variant(_)) => {
                let reason = "whether the tag is a field of the record is not decided";
                vec![Problem::not_decided(reason, writer.simplest())]
            }
            (Shape::Primitive(_) | Shape::Enum(..), Shape::Primitive(_) | Shape::Enum(..))
                if kind(writer) == kind(reader) =>
            {
                leaf::values(writer, reader)
            }
            (
                Shape::Primitive(_)
                | Shape::Enum(..)
                | Shape::Record(_)
                | Shape::Variant(_)
                | Shape::List(_)
                | Shape::Map(_),
                _,
            ) => vec![leaf::mismatch(writer, reader)],
        });
        problems
    }

    fn records(
        &mut self,
        (from, writer): (&'c Contract<'c>, &'c Record<'c>),
        (to, reader): (&'c Contract<'c>, &'c Record<'c>),
    ) -> Vec<Problem> {
        if let Some(problems) = self.pairs.begin(writer.name, reader.name) {
            return problems;
        }
        let problems = one_of_each(self.fields((from, writer), (to, reader), None));
        self.pairs.end(writer.name, reader.name, &problems);
        problems
    }

    /// `tag` is a key that both have for the case that they are.
    fn fields(
        &mut self,
        (from, writer): (&'c Contract<'c>, &'c Record<'c>),
        (to, reader): (&'c Contract<'c>, &'c Record<'c>),
        tag: Option<&str>,
    ) -> Vec<Problem> {
        let written = Written { contract: from, record: writer };
        let named = |record: &'c Record<'c>, name: &str| {
            record.fields.iter().find(|field| field.on_wire() == name)
        };
        let is_tag = |field: &&Field<'_>| Some(field.on_wire()) == tag;
        let mut problems = Vec::new();
        for field in writer.fields.iter().filter(|field| !is_tag(field)) {
            match named(reader, field.on_wire()) {
                Some(other) => problems.extend(self.field(written, field, (to, other))),
                None => problems.extend(self.not_listed(written, field, (to, reader))),
            }
        }
        let others = reader.fields.iter().filter(|field| !is_tag(field));
        for field in others.filter(|field| named(writer, field.on_wire()).is_none()) {
            if field.is_required() {
                let reason =
                    format!("`{}` is required, and the writer does not have it", field.name());
                let problem = Problem::new(Effect::Refused, reason, written.sample().into());
                problems.push(problem.caused_by(reader.name, field.name()));
            } else if let Some(Type::Map(ty)) = writer.extra.as_ref().map(|extra| &extra.ty) {
                let extra = Slot::bare(from, ty);
                let name = field.on_wire();
                let found = self.value(&extra, &Slot::field(to, field));
                problems.extend(found.into_iter().map(|problem| {
                    problem
                        .when(format!("a field that is not listed has the name `{name}`"))
                        .caused_by(reader.name, field.name())
                        .inside(field.name(), |value| written.with(name, value))
                }));
            }
        }
        problems.extend(self.extra(written, (to, reader)));
        if self.tolerant {
            problems.extend(leaf::renamed(
                written,
                reader,
                |field| field.on_wire(),
                |field| field.is_required(),
            ));
        }
        written.spared(problems)
    }

    fn field(
        &mut self,
        written: Written<'c>,
        field: &'c Field<'c>,
        (to, other): (&'c Contract<'c>, &'c Field<'c>),
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        if other.is_required() && !field.is_required() {
            let reason = format!("`{}` is required, and the writer may leave it out", other.name());
            let problem = Problem::new(Effect::Refused, reason, written.without(field));
            problems.push(problem.when("absent").caused_by(written.record.name, field.name()));
        }
        let own = Slot::field(written.contract, field);
        let inner = self.value(&own, &Slot::field(to, other));
        problems.extend(inner.into_iter().map(|problem| written.inside(field, problem)));
        problems
    }

    /// A field that the reader does not list.
    fn not_listed(
        &mut self,
        written: Written<'c>,
        field: &'c Field<'c>,
        (to, reader): (&'c Contract<'c>, &'c Record<'c>),
    ) -> Vec<Problem> {
        if let Some(Type::Map(ty)) = reader.extra.as_ref().map(|extra| &extra.ty) {
            let own = Slot::field(written.contract, field);
            let extra = Slot::bare(to, ty);
            let inner = self.value(&own, &extra);
            return inner.into_iter().map(|problem| written.inside(field, problem)).collect();
        }
        if self.tolerant {
            return Vec::new();
        }
        let reason = format!("`{}` is not a field that the reader knows", field.name());
        let problem = Problem::new(Effect::Refused, reason, written.filled(field))
            .caused_by(written.record.name, field.name());
        vec![if field.is_optional() { problem.when("it is there") } else { problem }]
    }

    /// Fields that the writer keeps without listing them.
    fn extra(
        &mut self,
        written: Written<'c>,
        (to, reader): (&'c Contract<'c>, &'c Record<'c>),
    ) -> Vec<Problem> {
        let own = written.record.extra.as_ref();
        let Some((own, Type::Map(ty))) = own.map(|extra| (extra, &extra.ty)) else {
            return Vec::new();
        };
        let slot = Slot::bare(written.contract, ty);
        let key = "not_listed";
        let condition = "it has fields that are not listed";
        match reader.extra.as_ref().map(|extra| &extra.ty) {
            Some(Type::Map(other)) => {
                let inner = self.value(&slot, &Slot::bare(to, other));
                let wrap = |problem: Problem| {
                    let problem = problem.when(condition).caused_by(reader.name, own.name());
                    problem.inside(key, |value| written.with(key, value))
                };
                inner.into_iter().map(wrap).collect()
            }
            Some(_) | None if self.tolerant => Vec::new(),
            Some(_) | None => {
                let reason = "fields that are not listed are refused, and the writer keeps them";
                let payload = written.with(key, slot.simplest());
                let problem = Problem::new(Effect::Refused, reason, payload).when(condition);
                vec![problem.caused_by(reader.name, own.name())]
            }
        }
    }

    fn record_as_map(
        &mut self,
        (from, writer): (&'c Contract<'c>, &'c Record<'c>),
        value: &Slot<'c>,
    ) -> Vec<Problem> {
        let written = Written { contract: from, record: writer };
        let mut problems = Vec::new();
        for field in writer.fields.iter() {
            let inner = self.value(&Slot::field(from, field), value);
            problems.extend(inner.into_iter().map(|problem| written.inside(field, problem)));
        }
        if let Some(Type::Map(ty)) = writer.extra.as_ref().map(|extra| &extra.ty) {
            let inner = self.value(&Slot::bare(from, ty), value).into_iter();
            problems.extend(inner.map(|problem| {
                problem
                    .when("it has fields that are not listed")
                    .inside("not_listed", |value| written.with("not_listed", value))
            }));
        }
        problems
    }

    fn map_as_record(
        &mut self,
        writer: &Slot<'c>,
        value: &Slot<'c>,
        (to, reader): (&'c Contract<'c>, &'c Record<'c>),
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        let simplest = || {
            let simplest = writer.simplest();
            if writer.lengths().0 > 0 { simplest } else { json!({}) }
        };
        for field in &reader.fields {
            if field.is_required() {
                let reason = format!("`{}` is required, and a map has any keys", field.name());
                let problem = Problem::new(Effect::Refused, reason, simplest());
                problems.push(problem.when("it lacks a key"));
            }
            let inner = self.value(value, &Slot::field(to, field)).into_iter();
            problems.extend(inner.map(|problem| {
                problem
                    .when(format!("it has the key `{}`", field.on_wire()))
                    .inside(field.name(), |value| json!({field.on_wire(): value}))
            }));
        }
        if reader.extra.is_none() && !self.tolerant {
            let reason = "a map has any keys, and the record has only its fields";
            let payload = json!({"not_listed": value.simplest()});
            let problem = Problem::new(Effect::Refused, reason, payload);
            problems.push(problem.when("the map has other keys"));
        }
        problems
    }

    fn variants(
        &mut self,
        writer: (&Slot<'c>, &'c Variant<'c>),
        reader: (&Slot<'c>, &'c Variant<'c>),
    ) -> Vec<Problem> {
        if let Some(problems) = self.pairs.begin(writer.1.name, reader.1.name) {
            return problems;
        }
        let problems = one_of_each(self.each_case(writer, reader));
        self.pairs.end(writer.1.name, reader.1.name, &problems);
        problems
    }

    fn each_case(
        &mut self,
        (writer, own): (&Slot<'c>, &'c Variant<'c>),
        (reader, other): (&Slot<'c>, &'c Variant<'c>),
    ) -> Vec<Problem> {
        if own.entry.tag.is_none() && other.entry.tag.is_none() {
            return self.cases(writer, own, reader);
        }
        if (&own.entry.tag, &own.entry.content) != (&other.entry.tag, &other.entry.content) {
            let reason = "the tag is another key, or at another place";
            if other.entry.open {
                return vec![Problem::not_decided(reason, writer.simplest())];
            }
            return vec![Problem::new(Effect::Refused, reason, writer.simplest())];
        }
        let tag = own.entry.tag.as_deref().unwrap_or_default();
        let mut problems = Vec::new();
        for (index, case) in own.entry.cases.iter().enumerate() {
            let same = other.entry.cases.iter().position(|other| other.tag == case.tag);
            let slot = writer.inner(&own.types[index]);
            let condition = format!("it is the case `{}`", case.tag);
            let found = match same {
                None if other.entry.open => Vec::new(),
                None => {
                    let reason = format!("`{}` is not a case that the reader knows", case.tag);
                    vec![Problem::new(Effect::Refused, reason, slot.simplest())]
                }
                Some(place) => {
                    let wanted = reader.inner(&other.types[place]);
                    match (own.entry.content.is_none(), slot.shape(), wanted.shape()) {
                        (true, Shape::Record(record), Shape::Record(wanted)) => self.fields(
                            (writer.contract, record),
                            (reader.contract, wanted),
                            Some(tag),
                        ),
                        _ => self.value(&slot, &wanted),
                    }
                }
            };
            problems.extend(found.into_iter().map(|problem| {
                let problem = problem.when(&condition).caused_by(own.name, &case.tag);
                problem.inside(&case.tag, |value| tagged(own, index, value))
            }));
        }
        if own.entry.open {
            let required = |ty: &Type<'c>| match reader.inner(ty).shape() {
                Shape::Record(record) => record.fields.iter().any(Field::is_required),
                Shape::Primitive(_) | Shape::Enum(..) | Shape::Variant(_) => true,
                Shape::List(_) | Shape::Map(_) => true,
            };
            let checked = other.entry.cases.iter().zip(&other.types);
            let checked = checked.filter(|(_, ty)| !self.tolerant || required(ty));
            problems.extend(unknown_cases(tag, (own, other), checked.map(|(case, _)| case)));
        }
        problems
    }

    /// Each case by its kind.
    fn cases(
        &mut self,
        writer: &Slot<'c>,
        own: &'c Variant<'c>,
        reader: &Slot<'c>,
    ) -> Vec<Problem> {
        let cases = own.entry.cases.iter().zip(&own.types);
        let found = cases.flat_map(|(case, ty)| {
            let found = self.value(&writer.inner(ty), reader);
            found.into_iter().map(move |problem| {
                let condition = format!("it is the case `{}`", case.tag);
                problem.when(condition).caused_by(own.name, &case.tag)
            })
        });
        found.collect()
    }

    /// The case of a variant without a tag that has the kind of the value.
    fn untagged(
        &mut self,
        writer: &Slot<'c>,
        reader: &Slot<'c>,
        other: &'c Variant<'c>,
    ) -> Vec<Problem> {
        let cases = other.types.iter().map(|ty| reader.inner(ty));
        let cases: Vec<Slot<'c>> = cases.filter(|case| kind(case) == kind(writer)).collect();
        let named = cases.iter().find(|case| *case.ty == *writer.ty);
        match (cases.as_slice(), named) {
            ([], _) => vec![leaf::mismatch(writer, reader)],
            ([case], _) | (_, Some(case)) => self.value(writer, case),
            (_, None) => {
                let reason = "which of several records it is is not decided";
                vec![Problem::not_decided(reason, writer.simplest())]
            }
        }
    }
}

/// A value of another kind, for a writer of any values.
fn any(reader: &Slot<'_>) -> Problem {
    let reason = format!("the reader expects {}", reader.noun());
    let values = [json!(true), json!(7), json!([[true]]), json!("text")];
    let cases: Vec<Option<Kind>> = match reader.shape() {
        Shape::Variant(variant) if variant.entry.tag.is_none() => {
            variant.types.iter().map(|ty| kind(&reader.inner(ty))).collect()
        }
        Shape::Variant(_) => vec![Some(Kind::Object)],
        Shape::Primitive(_) | Shape::Enum(..) | Shape::Record(_) => vec![kind(reader)],
        Shape::List(_) | Shape::Map(_) => vec![kind(reader)],
    };
    let other = values.into_iter().find(|value| !cases.contains(&kind_of(value)));
    let problem = match other {
        Some(value) => Problem::new(Effect::Refused, reason, value),
        None => Problem::not_decided(reason, json!({"a": true})),
    };
    problem.when("it has another kind of value")
}

/// Cases that the writer keeps without listing them.
fn unknown_cases<'a>(
    tag: &str,
    (own, other): (&Variant<'_>, &Variant<'_>),
    checked: impl Iterator<Item = &'a annals_contract::Case>,
) -> Vec<Problem> {
    let condition = "it is a case that is not listed";
    if !other.entry.open {
        let reason = "cases that are not listed are refused, and the writer keeps them";
        let payload = json!({tag: "not-listed"});
        let problem = Problem::new(Effect::Refused, reason, payload).when(condition);
        return vec![problem.caused_by(own.name, tag)];
    }
    let is_new = |tag: &str| own.entry.cases.iter().all(|case| case.tag != tag);
    let new = checked.filter(|case| is_new(&case.tag));
    let problem = |case: &annals_contract::Case| {
        let reason = format!(
            "`{}` is not a case that the writer knows, so its values are not checked",
            case.tag
        );
        // The record may have no required field.
        let payload = json!({tag: case.tag, "not_listed": true});
        Problem::new(Effect::Refused, reason, payload)
            .when(condition)
            .caused_by(own.name, &case.tag)
    };
    new.map(problem).collect()
}

fn kind(slot: &Slot<'_>) -> Option<Kind> {
    Some(match slot.shape() {
        Shape::Primitive(Primitive::Boolean) => Kind::Boolean,
        Shape::Primitive(_) | Shape::Enum(..) if slot.numbers().is_some() => Kind::Number,
        Shape::Primitive(_) | Shape::Enum(..) => slot.texts().map(|_| Kind::String)?,
        Shape::Record(_) | Shape::Map(_) => Kind::Object,
        Shape::Variant(variant) => {
            variant.entry.tag.as_ref()?;
            Kind::Object
        }
        Shape::List(_) => Kind::Array,
    })
}

fn kind_of(value: &Value) -> Option<Kind> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(_) => Kind::Number,
        Value::String(_) => Kind::String,
        Value::Array(_) => Kind::Array,
        Value::Object(_) => Kind::Object,
    })
}
