//! Readers of Avro that know the writer's schema: can they resolve every value to their own?

use annals_contract::{self as contract, Primitive, Unknown};
use serde_json::{Map, Value, json};

use crate::contract::{Contract, Event, Field, Record, Type, Variant};
use crate::exact;
use crate::leaf;
use crate::problem::{Effect, Problem};
use crate::slot::{Shape, Slot, enum_value, tagged};
use crate::walk::{Pairs, Written, in_list, in_map, one_of_each};

/// What such readers do in different ways.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    /// Records and enums of another name are refused.
    pub(crate) names: bool,
    /// A missing field gets the default of the catalog, and not that of the schema.
    pub(crate) catalog: bool,
    /// Values are checked: limits, and the forms of strings and numbers.
    pub(crate) values: bool,
}

/// A comparison for one event.
pub(crate) struct Avro<'c> {
    rules: Rules,
    pairs: Pairs<'c>,
}

/// A type of Avro.
#[derive(Clone, Copy)]
pub(crate) enum Kind<'c> {
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
    Enum(&'c str, &'c contract::Enum),
    Array(&'c Type<'c>),
    Map(&'c Type<'c>),
    Record(&'c Record<'c>),
}

/// A branch of a union, or the only type at a place.
#[derive(Clone)]
pub(crate) struct Branch<'c> {
    pub(crate) kind: Kind<'c>,
    pub(crate) slot: Slot<'c>,
    /// The case of a variant; that after the last one holds the cases that are not listed.
    case: Option<(&'c Variant<'c>, usize)>,
}

/// A place in the schema.
#[derive(Clone)]
pub(crate) struct Place<'c> {
    pub(crate) slot: Slot<'c>,
    pub(crate) branches: Vec<Branch<'c>>,
    pub(crate) is_union: bool,
}

impl<'c> Branch<'c> {
    /// The tag of the case that it is; empty for the cases that are not listed.
    pub(crate) fn tag(&self) -> Option<&'c str> {
        let (variant, index) = self.case?;
        Some(variant.entry.cases.get(index).map_or("", |case| case.tag.as_str()))
    }
}

impl<'c> Place<'c> {
    pub(crate) fn new(slot: Slot<'c>, optional: bool) -> Self {
        let mut branches = Vec::new();
        let null = optional || slot.is_nullable();
        if null {
            branches.push(Branch { kind: Kind::Null, slot: slot.clone(), case: None });
        }
        let inner = slot.not_null();
        let is_union = match inner.shape() {
            Shape::Variant(variant) => {
                branches.extend(cases(&inner, variant));
                true
            }
            shape => {
                branches.push(Branch { kind: kind(shape), slot: inner, case: None });
                null
            }
        };
        Self { slot, branches, is_union }
    }

    pub(crate) fn field(contract: &'c Contract<'c>, field: &'c Field<'c>) -> Self {
        Self::new(Slot::field(contract, field), field.is_optional())
    }
}

fn cases<'c>(slot: &Slot<'c>, variant: &'c Variant<'c>) -> Vec<Branch<'c>> {
    let listed = variant.types.iter().enumerate().map(|(index, ty)| {
        let slot = slot.inner(ty);
        Branch { kind: kind(slot.shape()), slot, case: Some((variant, index)) }
    });
    let unknown = Branch {
        kind: Kind::String,
        slot: slot.clone(),
        case: Some((variant, variant.types.len())),
    };
    listed.chain(variant.entry.open.then_some(unknown)).collect()
}

fn kind(shape: Shape<'_>) -> Kind<'_> {
    match shape {
        Shape::Primitive(primitive) => match primitive.avro() {
            "boolean" => Kind::Boolean,
            "int" => Kind::Int,
            "long" => Kind::Long,
            "float" => Kind::Float,
            "double" => Kind::Double,
            "bytes" => Kind::Bytes,
            _ => Kind::String,
        },
        Shape::Enum(_, item) if item.numbers => Kind::Long,
        Shape::Enum(name, item) if item.symbols => {
            Kind::Enum(item.avro.as_deref().unwrap_or(name), item)
        }
        Shape::Enum(..) => Kind::String,
        Shape::Record(record) => Kind::Record(record),
        Shape::List(item) => Kind::Array(item),
        Shape::Map(value) => Kind::Map(value),
        // A case is never a variant itself, and places list the cases of others.
        Shape::Variant(_) => Kind::Null,
    }
}

impl<'c> Avro<'c> {
    pub(crate) fn new(rules: Rules) -> Self {
        Self { rules, pairs: Pairs::default() }
    }

    /// Why `reader` does not read every payload that `writer` writes.
    pub(crate) fn event(
        &mut self,
        (from, writer): (&'c Contract<'c>, &'c Event<'c>),
        (to, reader): (&'c Contract<'c>, &'c Event<'c>),
    ) -> Vec<Problem> {
        one_of_each(self.fields((from, &writer.data), (to, &reader.data)))
    }

    fn place(&mut self, writer: &Place<'c>, reader: &Place<'c>) -> Vec<Problem> {
        let found = writer.branches.iter().map(|branch| match self.branch(branch, reader) {
            Some(other) => self.pair(branch, other),
            None => vec![mismatch(branch, reader)],
        });
        let found: Vec<Vec<Problem>> = found.collect();
        if !writer.is_union {
            return found.into_iter().flatten().collect();
        }
        // If all branches are refused, there is no condition.
        let all = found.iter().all(|problems| problems.iter().any(Problem::is_of_all));
        let wrap = |(branch, problems): (&Branch<'c>, Vec<Problem>)| {
            let wrap = |problem: Problem| {
                let is_of_all = all && problem.is_of_all() && !matches!(branch.kind, Kind::Null);
                let problem = in_union(branch, problem);
                if is_of_all { Problem { when: None, ..problem } } else { problem }
            };
            problems.into_iter().map(wrap).collect::<Vec<_>>()
        };
        writer.branches.iter().zip(found).flat_map(wrap).collect()
    }

    /// The branch of the reader that takes a value.
    fn branch<'p>(&self, writer: &Branch<'c>, reader: &'p Place<'c>) -> Option<&'p Branch<'c>> {
        let mut branches = reader.branches.iter();
        if self.rules.values {
            let exact = reader.branches.iter().find(|other| self.is_exact(writer, other));
            return exact.or_else(|| branches.find(|other| self.fits(writer, other)));
        }
        branches.find(|other| self.fits(writer, other))
    }

    fn is_exact(&self, writer: &Branch<'c>, reader: &Branch<'c>) -> bool {
        std::mem::discriminant(&writer.kind) == std::mem::discriminant(&reader.kind)
            && self.fits(writer, reader)
    }

    /// True if the type of the writer is that of the reader, or is converted to it.
    fn fits(&self, writer: &Branch<'c>, reader: &Branch<'c>) -> bool {
        let is_text = |kind: Kind<'_>| matches!(kind, Kind::String | Kind::Bytes);
        if self.rules.values {
            match reader.slot.not_null().shape() {
                Shape::Primitive(Primitive::Moment(_)) if !matches!(reader.kind, Kind::Null) => {
                    let number = matches!(writer.kind, Kind::Int | Kind::Long);
                    return number || is_text(writer.kind);
                }
                Shape::Primitive(Primitive::Decimal(_)) if !matches!(reader.kind, Kind::Null) => {
                    return is_text(writer.kind);
                }
                Shape::Primitive(_) | Shape::Enum(..) | Shape::Record(_) => {}
                Shape::Variant(_) | Shape::List(_) | Shape::Map(_) => {}
            }
        }
        // In a union, the name says which record it is.
        let names = self.rules.names || reader.case.is_some();
        match (writer.kind, reader.kind) {
            (Kind::Null, Kind::Null) | (Kind::Boolean, Kind::Boolean) => true,
            (Kind::Int, Kind::Int | Kind::Long | Kind::Float | Kind::Double) => true,
            (Kind::Long, Kind::Long | Kind::Float | Kind::Double) => true,
            (Kind::Float, Kind::Float | Kind::Double) | (Kind::Double, Kind::Double) => true,
            (Kind::String | Kind::Bytes, Kind::String | Kind::Bytes) => true,
            (Kind::Enum(own, _), Kind::Enum(other, _)) => !self.rules.names || own == other,
            (Kind::Enum(..), Kind::String) | (Kind::String | Kind::Bytes, Kind::Enum(..)) => {
                self.rules.values
            }
            (Kind::Array(_), Kind::Array(_)) | (Kind::Map(_), Kind::Map(_)) => true,
            (Kind::Record(own), Kind::Record(other)) => !names || own.in_avro == other.in_avro,
            (Kind::Null | Kind::Boolean | Kind::Int | Kind::Long | Kind::Float, _) => false,
            (Kind::Double | Kind::Bytes | Kind::String | Kind::Enum(..), _) => false,
            (Kind::Array(_) | Kind::Map(_) | Kind::Record(_), _) => false,
        }
    }

    /// The values of a branch that fits another.
    fn pair(&mut self, writer: &Branch<'c>, reader: &Branch<'c>) -> Vec<Problem> {
        let (own, other) = (&writer.slot.not_null(), &reader.slot.not_null());
        if let Some((variant, index)) = reader.case {
            let is_unknown = |case: Option<(&Variant<'_>, usize)>| {
                case.is_some_and(|(variant, index)| index == variant.types.len())
            };
            match (index == variant.types.len(), is_unknown(writer.case)) {
                (true, true) => return Vec::new(),
                (true, false) => {
                    let reason = "a string is read as the JSON of a case that is not listed";
                    return vec![Problem::new(Effect::Misread, reason, own.simplest())];
                }
                (false, _) => {}
            }
        }
        let is_unknown = writer.case.is_some_and(|(variant, index)| index == variant.types.len());
        if is_unknown {
            let reason = "the JSON of a case that is not listed is read as a string";
            return vec![Problem::new(Effect::Misread, reason, Value::Null)];
        }
        match (writer.kind, reader.kind) {
            (Kind::Null, _) => Vec::new(),
            (Kind::Array(item), Kind::Array(wanted)) => {
                let item = own.inner(item);
                let wanted = Place::new(other.inner(wanted), false);
                let inner = self.place(&Place::new(item.clone(), false), &wanted).into_iter();
                let inner = inner
                    .map(|problem| self.by_type(&problem, in_list(own, &item, problem.clone())));
                self.lengths(own, other).into_iter().chain(inner).collect()
            }
            (Kind::Map(value), Kind::Map(wanted)) => {
                let value = own.inner(value);
                let wanted = Place::new(other.inner(wanted), false);
                let inner = self.place(&Place::new(value.clone(), false), &wanted).into_iter();
                let inner = inner
                    .map(|problem| self.by_type(&problem, in_map(own, &value, problem.clone())));
                self.lengths(own, other).into_iter().chain(inner).collect()
            }
            (Kind::Record(record), Kind::Record(wanted)) => {
                self.records((own.contract, record), (other.contract, wanted))
            }
            (Kind::Enum(_, item), Kind::Enum(_, wanted)) => symbols(item, wanted),
            (Kind::Boolean | Kind::Int | Kind::Long | Kind::Float | Kind::Double, _)
            | (Kind::Bytes | Kind::String | Kind::Enum(..), _)
            | (Kind::Array(_) | Kind::Map(_) | Kind::Record(_), _) => {
                self.leaf(writer, reader, own, other)
            }
        }
    }

    /// A problem of an item of another type is one of all lists, for libraries that compare the types first.
    fn by_type(&self, item: &Problem, problem: Problem) -> Problem {
        let by_type = self.rules.names && item.is_of_all() && item.path.is_empty();
        if by_type { Problem { when: None, ..problem } } else { problem }
    }

    fn lengths(&self, writer: &Slot<'c>, reader: &Slot<'c>) -> Vec<Problem> {
        if self.rules.values { leaf::lengths(writer, reader) } else { Vec::new() }
    }

    fn leaf(
        &self,
        from: &Branch<'c>,
        to: &Branch<'c>,
        writer: &Slot<'c>,
        reader: &Slot<'c>,
    ) -> Vec<Problem> {
        let text = matches!(from.kind, Kind::String | Kind::Bytes | Kind::Enum(..));
        let spelled =
            (text && !self.rules.values).then(|| exact::spelling(writer, reader)).flatten();
        let bytes = |kind| matches!(kind, Kind::Bytes);
        let is_bytes = bytes(from.kind) && bytes(to.kind);
        let changed = exact::meaning(writer, reader, self.rules.values)
            .or(spelled.filter(|_| !is_bytes))
            .or_else(|| digits(from.kind, to.kind, writer));
        if let Some(problem) = changed {
            return vec![problem];
        }
        let is_text = matches!(to.kind, Kind::String | Kind::Enum(..));
        if bytes(from.kind) && is_text && !exact::is_decimal(reader) {
            return not_utf8(writer).into_iter().collect();
        }
        if self.rules.values { exact::values(writer, reader) } else { Vec::new() }
    }

    fn records(
        &mut self,
        (from, writer): (&'c Contract<'c>, &'c Record<'c>),
        (to, reader): (&'c Contract<'c>, &'c Record<'c>),
    ) -> Vec<Problem> {
        if let Some(problems) = self.pairs.begin(writer.name, reader.name) {
            return problems;
        }
        let problems = one_of_each(self.fields((from, writer), (to, reader)));
        self.pairs.end(writer.name, reader.name, &problems);
        problems
    }

    fn fields(
        &mut self,
        (from, writer): (&'c Contract<'c>, &'c Record<'c>),
        (to, reader): (&'c Contract<'c>, &'c Record<'c>),
    ) -> Vec<Problem> {
        let written = Written { contract: from, record: writer };
        if self.rules.names && writer.in_avro != reader.in_avro {
            let reason = format!(
                "the writer's record is `{}`, and the reader's is `{}`",
                writer.in_avro, reader.in_avro
            );
            let problem = Problem::new(Effect::Refused, reason, written.sample().into());
            return vec![Problem { owner: writer.name.to_owned(), ..problem }];
        }
        let named =
            |record: &'c Record<'c>, name: &str| all(record).find(|field| field.in_avro() == name);
        let mut problems = Vec::new();
        for field in all(writer) {
            let Some(other) = named(reader, field.in_avro()) else { continue };
            let found = self.place(&Place::field(from, field), &Place::field(to, other));
            problems.extend(found.into_iter().map(|problem| in_field(written, field, problem)));
        }
        for field in all(reader).filter(|field| named(writer, field.in_avro()).is_none()) {
            problems.extend(self.missing(written, reader, field));
        }
        let required = |field: &Field<'_>| self.is_required(field);
        problems.extend(leaf::renamed(written, reader, |field| field.in_avro(), required));
        written.spared(problems)
    }

    /// True if the reader needs a field from the writer.
    fn is_required(&self, field: &Field<'_>) -> bool {
        if self.rules.catalog { field.is_required() } else { field.is_required_in_avro() }
    }

    /// A field that the writer does not have.
    fn missing(
        &self,
        written: Written<'c>,
        reader: &'c Record<'c>,
        field: &'c Field<'c>,
    ) -> Option<Problem> {
        let reason = if !self.is_required(field) {
            return None;
        } else if field.is_required() {
            format!("`{}` is required, and the writer does not have it", field.name())
        } else {
            format!("`{}` has no default in Avro, and the writer does not have it", field.name())
        };
        let problem = Problem::new(Effect::Refused, reason, written.sample().into());
        Some(problem.caused_by(reader.name, field.name()))
    }
}

/// The fields in Avro.
fn all<'c>(record: &'c Record<'c>) -> impl Iterator<Item = &'c Field<'c>> {
    record.fields.iter().chain(&record.extra)
}

fn mismatch(writer: &Branch<'_>, reader: &Place<'_>) -> Problem {
    match writer.kind {
        Kind::Null => Problem::new(Effect::Refused, "null is not allowed", Value::Null),
        Kind::Record(record) if matches!(reader.slot.not_null().shape(), Shape::Record(_)) => {
            let reason = format!(
                "the writer's record is `{}`, and the reader's is another one",
                record.in_avro
            );
            Problem::new(Effect::Refused, reason, writer.slot.simplest())
        }
        Kind::Boolean | Kind::Int | Kind::Long | Kind::Float | Kind::Double | Kind::Bytes => {
            leaf::mismatch(&writer.slot, &reader.slot)
        }
        Kind::String | Kind::Enum(..) | Kind::Array(_) | Kind::Map(_) | Kind::Record(_) => {
            leaf::mismatch(&writer.slot, &reader.slot)
        }
    }
}

/// A problem of one branch of the writer's union.
pub(crate) fn in_union(branch: &Branch<'_>, problem: Problem) -> Problem {
    match (branch.kind, branch.case) {
        (Kind::Null, _) => problem.when("null"),
        (_, None) => problem.when("not null"),
        (_, Some((variant, index))) => match variant.entry.cases.get(index) {
            Some(case) => problem
                .when(format!("it is the case `{}`", case.tag))
                .caused_by(variant.name, &case.tag)
                .inside(&case.tag, |value| tagged(variant, index, value)),
            None => {
                let tag = variant.entry.tag.clone().unwrap_or_default();
                let problem = problem.when("it is a case that is not listed");
                problem.caused_by(variant.name, &tag).inside("", |_| json!({tag: "not-listed"}))
            }
        },
    }
}

/// A problem of the value of a field; the null of an absent field is its absence.
pub(crate) fn in_field<'c>(
    written: Written<'c>,
    field: &'c Field<'c>,
    problem: Problem,
) -> Problem {
    let nullable = Slot::field(written.contract, field).is_nullable();
    if problem.payload.is_null() && field.is_optional() && !nullable {
        let problem = problem.caused_by(written.record.name, field.name());
        return problem.inside(field.name(), |_| written.without(field));
    }
    if written.record.extra.as_ref().is_some_and(|extra| std::ptr::eq(extra, field)) {
        let problem = problem.caused_by(written.record.name, field.name());
        return problem.inside(field.name(), |value| {
            let mut object = written.sample();
            object.extend(if let Value::Object(others) = value { others } else { Map::new() });
            Value::Object(object)
        });
    }
    let problem = problem.caused_by(written.record.name, field.name());
    problem.inside(field.name(), |value| written.with(field.on_wire(), value))
}

/// Symbols that the reader does not list.
fn symbols(writer: &contract::Enum, reader: &contract::Enum) -> Vec<Problem> {
    if matches!(reader.unknown, Unknown::Default(_)) {
        return Vec::new();
    }
    let listed = |text: &str| reader.values.iter().any(|value| value.value == text);
    let missing = writer.values.iter().filter(|value| !listed(&value.value));
    let problem = |value: &contract::EnumValue| {
        let reason = format!("`{}` is not a value that the reader knows", value.value);
        let payload = enum_value(writer, &value.value);
        Problem::new(Effect::Refused, reason, payload).when(format!("it is `{}`", value.value))
    };
    missing.map(problem).collect()
}

/// Whole numbers that a floating point number does not hold.
fn digits(from: Kind<'_>, to: Kind<'_>, writer: &Slot<'_>) -> Option<Problem> {
    let first: i64 = match (from, to) {
        (Kind::Int | Kind::Long, Kind::Float) => 16_777_217,
        (Kind::Long, Kind::Double) => 9_007_199_254_740_993,
        _ => return None,
    };
    let numbers = writer.numbers()?;
    let lost = exact::whole_from(&numbers, first.into())?;
    let reason = "the number loses its last digits";
    Some(Problem::new(Effect::Misread, reason, lost.json()).when("it has that many digits"))
}

/// Bytes that are no text.
pub(crate) fn not_utf8(writer: &Slot<'_>) -> Option<Problem> {
    let payload = if exact::is_decimal(writer) {
        exact::negative(writer)?
    } else {
        let (least, most) = writer.lengths();
        let length = usize::try_from(least.max(1)).ok().filter(|_| most != Some(0))?;
        let rest = ["", "/w==", "//8="][length % 3];
        Value::String("////".repeat(length / 3) + rest)
    };
    let reason = "the bytes are not UTF-8";
    Some(Problem::new(Effect::Refused, reason, payload).when("the bytes are not UTF-8"))
}
