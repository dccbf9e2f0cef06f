//! Writes an example payload as a Rust expression.
//!
//! ```text
//! use openedx_events::{learning, types};
//!
//! let event = learning::CourseEnrollmentCreated {
//!     enrollment: learning::CourseEnrollmentData {
//!         course: "course-v1:edX+DemoX+Demo_Course".parse()?,
//!         mode: types::Mode::Honor,
//!     },
//! };
//! ```
//!
//! This is a fragment for readers, on the page of every event. So it is written directly: to build
//! and format tokens takes more time than the rest of the page.

mod case;

use std::collections::BTreeSet;

use annals_catalog::model::{
    EnumId, Event, Field, Model, Presence, Primitive, RecordId, Type, Value, VariantId,
};
use annals_catalog::names;
use annals_catalog::text::base64_bytes;

use crate::lower::pages::parts::crate_name;
use crate::render::json::compact;

/// The expression with its imports; `None` if the value does not fit the event.
pub(crate) fn literal(model: &Model, event: &Event, value: &Value) -> Option<String> {
    let mut writer =
        Writer { model, body: String::new(), depth: 0, modules: BTreeSet::new(), has_map: false };
    let module = names::module(&model[event.domain].name);
    writer.fields(&module, &names::event_struct(&event.name), &event.data, value)?;
    let mut text = String::with_capacity(writer.body.len() + 128);
    if writer.has_map {
        text.push_str("use std::collections::BTreeMap;\n\n");
    }
    let modules: Vec<&str> = writer.modules.iter().map(String::as_str).collect();
    match modules.as_slice() {
        [module] => text.push_str(&format!("use {}::{module};\n\n", crate_name(model))),
        modules => {
            text.push_str(&format!("use {}::{{{}}};\n\n", crate_name(model), modules.join(", ")))
        }
    }
    text.push_str("let event = ");
    text.push_str(&writer.body);
    text.push(';');
    Some(text)
}

struct Writer<'a> {
    model: &'a Model,
    body: String,
    depth: usize,
    /// Modules of the generated crate that the expression names.
    modules: BTreeSet<String>,
    has_map: bool,
}

impl Writer<'_> {
    fn fields(&mut self, module: &str, name: &str, fields: &[Field], value: &Value) -> Option<()> {
        let Value::Map(entries) = value else { return None };
        self.modules.insert(module.to_owned());
        self.push(&format!("{module}::{name} {{"));
        self.depth += 1;
        for (index, field) in fields.iter().enumerate() {
            // Values of records have their fields in order, without absent ones.
            let at_index = entries.get(index).filter(|(name, _)| name == field.on_wire());
            let found =
                at_index.or_else(|| entries.iter().find(|(name, _)| name == field.on_wire()));
            // The struct has no field for it.
            if field.presence.constant().is_some() {
                continue;
            }
            self.line(&format!("{}: ", names::field(&field.name)));
            match (&field.presence, found) {
                (Presence::Optional, None) => self.push("None"),
                (Presence::Extra, _) => self.map(&field.ty, &Value::Map(Vec::new()))?,
                (Presence::Optional, Some((_, value))) => {
                    self.push("Some(");
                    self.boxed(field, value)?;
                    self.push(")");
                }
                (Presence::Required | Presence::Constant(_), found)
                | (Presence::Default(_) | Presence::Initial(_), found) => {
                    self.boxed(field, &found?.1)?;
                }
            }
            self.push(",");
        }
        self.close("}", fields.iter().all(|field| field.presence.constant().is_some()));
        Some(())
    }

    /// A field's value, boxed if its record contains itself.
    fn boxed(&mut self, field: &Field, value: &Value) -> Option<()> {
        match (&field.ty, value) {
            (Type::Nullable(_), Value::Null) => self.push("None"),
            (Type::Nullable(inner), value) if field.boxed => {
                self.push("Some(Box::new(");
                self.value(inner, value)?;
                self.push("))");
            }
            (ty, value) if field.boxed => {
                self.push("Box::new(");
                self.value(ty, value)?;
                self.push(")");
            }
            (ty, value) => self.value(ty, value)?,
        }
        Some(())
    }

    fn value(&mut self, ty: &Type, value: &Value) -> Option<()> {
        match ty {
            Type::Primitive(primitive) => self.push(&literal_of(*primitive, value)?),
            Type::List(inner) => self.list(inner, value)?,
            Type::Map(inner) => self.map(inner, value)?,
            Type::Nullable(_) if matches!(value, Value::Null) => self.push("None"),
            Type::Nullable(inner) => {
                self.push("Some(");
                self.value(inner, value)?;
                self.push(")");
            }
            Type::Scalar(_) => match value {
                Value::String(text) => self.push(&parsed(text)),
                value => self.push(&parsed(&compact(value))),
            },
            Type::Enum(id) => self.variant(*id, value)?,
            Type::Record(id) => self.record(*id, value)?,
            Type::Variant(id) => self.case(*id, value)?,
        }
        Some(())
    }

    fn record(&mut self, id: RecordId, value: &Value) -> Option<()> {
        let model = self.model;
        let record = &model[id];
        let module = names::module(&model[record.domain].name);
        self.fields(&module, &names::record_struct(&record.name), &record.fields, value)
    }

    fn case(&mut self, id: VariantId, value: &Value) -> Option<()> {
        let model = self.model;
        let variant = &model[id];
        let (case, value) = case::of(model, variant, value)?;
        let module = names::module(&model[variant.domain].name);
        self.modules.insert(module.clone());
        let (name, case_name) =
            (names::variant_type(&variant.name), names::enum_variant(&case.name));
        self.push(&format!("{module}::{name}::{case_name}("));
        if case.boxed {
            self.push("Box::new(");
        }
        self.value(&case.ty, value)?;
        self.push(if case.boxed { "))" } else { ")" });
        Some(())
    }

    fn list(&mut self, inner: &Type, value: &Value) -> Option<()> {
        let Value::List(items) = value else { return None };
        self.push("vec![");
        self.depth += 1;
        for item in items {
            self.line("");
            self.value(inner, item)?;
            self.push(",");
        }
        self.close("]", items.is_empty());
        Some(())
    }

    fn map(&mut self, inner: &Type, value: &Value) -> Option<()> {
        let Value::Map(entries) = value else { return None };
        self.has_map = true;
        self.push("BTreeMap::from([");
        self.depth += 1;
        for (key, value) in entries {
            self.line(&format!("({key:?}.to_owned(), "));
            self.value(inner, value)?;
            self.push("),");
        }
        self.close("])", entries.is_empty());
        Some(())
    }

    /// A value of an enum, which the front end allows only if it is known.
    fn variant(&mut self, id: EnumId, value: &Value) -> Option<()> {
        let enumeration = &self.model[id];
        let variant = names::enum_variant(&enumeration.on_wire(value)?.value);
        self.modules.insert("types".to_owned());
        self.push(&format!("types::{}::{variant}", names::enum_type(&enumeration.name)));
        Some(())
    }

    fn push(&mut self, code: &str) {
        self.body.push_str(code);
    }

    fn line(&mut self, code: &str) {
        self.body.push('\n');
        self.body.extend(std::iter::repeat_n("    ", self.depth));
        self.body.push_str(code);
    }

    fn close(&mut self, bracket: &str, is_empty: bool) {
        self.depth -= 1;
        if is_empty { self.push(bracket) } else { self.line(bracket) }
    }
}

/// A primitive; `None` if the value has another type.
fn literal_of(primitive: Primitive, value: &Value) -> Option<String> {
    Some(match primitive {
        Primitive::Boolean => match value {
            Value::Bool(value) => value.to_string(),
            _ => return None,
        },
        Primitive::Int | Primitive::Long => match value {
            Value::Int(number) => number.to_string(),
            _ => return None,
        },
        Primitive::Float | Primitive::Double => match value {
            Value::Int(number) => format!("{number}.0"),
            Value::Float(number) => format!("{number:?}"),
            _ => return None,
        },
        Primitive::String => format!("{:?}.to_owned()", text(value)?),
        Primitive::Bytes => {
            format!("b\"{}\".to_vec().into()", base64_bytes(text(value)?)?.escape_ascii())
        }
        Primitive::Date | Primitive::Datetime | Primitive::Uuid => parsed(text(value)?),
        Primitive::Moment(_) | Primitive::Decimal(_) => parsed(text(value)?),
        Primitive::Json => parsed(&compact(value)),
    })
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

fn parsed(text: &str) -> String {
    format!("{text:?}.parse()?")
}
