//! The variants in a value, for readers that know only the schemas.

use annals_catalog::model::{Field, Model, Tag, Type, Variant, VariantId};
use serde_json::{Map, Value, json};

use crate::cases::case_of;

/// Comes before each step of a path; no key of a value contains it.
const STEP: char = '\u{1}';

/// Where the data of an event have a record or an enum as the case of a variant, or the value of a case beside its tag:
/// the name of that type in Avro, the key of the tag that is not in Avro, and the key of the value.
pub(crate) fn in_data(model: &Model, fields: &[Field], payload: &Value) -> Value {
    let mut finder = Finder { model, found: Map::new() };
    finder.fields("", fields, payload);
    Value::Object(finder.found)
}

struct Finder<'m> {
    model: &'m Model,
    found: Map<String, Value>,
}

impl Finder<'_> {
    fn fields(&mut self, path: &str, fields: &[Field], payload: &Value) {
        let extra = fields.iter().find(|field| field.presence.is_extra());
        for (key, json) in payload.as_object().expect("an object") {
            let listed = |field: &&Field| field.on_wire() == key && !field.presence.is_extra();
            let field = fields.iter().find(listed).or(extra).expect("a field");
            let ty = match &field.ty {
                Type::Map(value) if field.presence.is_extra() => value,
                ty => ty,
            };
            self.value(&format!("{path}{STEP}{key}"), ty, json);
        }
    }

    fn value(&mut self, path: &str, ty: &Type, json: &Value) {
        match ty {
            Type::Nullable(_) if json.is_null() => {}
            Type::Nullable(inner) => self.value(path, inner, json),
            Type::List(item) => {
                for (index, json) in json.as_array().expect("a list").iter().enumerate() {
                    self.value(&format!("{path}{STEP}{index}"), item, json);
                }
            }
            Type::Map(value) => {
                for (key, json) in json.as_object().expect("a map") {
                    self.value(&format!("{path}{STEP}{key}"), value, json);
                }
            }
            Type::Record(id) => self.fields(path, &self.model[*id].fields, json),
            Type::Variant(id) => self.variant(path, *id, json),
            Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) => {}
        }
    }

    fn variant(&mut self, path: &str, id: VariantId, json: &Value) {
        let model = self.model;
        let variant: &Variant = &model[id];
        // One that is not listed is a string in Avro, which is its JSON.
        let Some((_, case, value)) = case_of(model, variant, json) else { return };
        let name = match &case.ty {
            Type::Record(record) => {
                Some(format!("{}.{}", model.namespace, model.qualified(*record)))
            }
            Type::Enum(item) if model.avro.has_symbols(&model[*item]) => {
                Some(format!("{}.{}", model.namespace, model[*item].name))
            }
            _ => None,
        };
        let content = match &variant.tag {
            Tag::Beside { content, .. } => Some(content),
            Tag::None | Tag::Inside(_) => None,
        };
        let tag = variant.tag_beside(model, case);
        self.found.insert(path.to_owned(), json!([name, tag, content]));
        match content {
            Some(content) => self.value(&format!("{path}{STEP}{content}"), &case.ty, &value),
            None => self.value(path, &case.ty, &value),
        }
    }
}
