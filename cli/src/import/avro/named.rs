//! Reads the named types of Avro: records, enums and fixed.

use annals_catalog::count::counted;
use annals_catalog::model::Primitive;

use super::super::avro_names::{full_name, qualify};
use super::super::draft::{Deprecation, Enum, EnumValue, Limits, Record, Scalar, Ty, Values};
use super::super::names;
use super::super::node::Node;
use super::super::note::Fault;
use super::Reader;
use annals_codegen::json::{Json, step};

impl Reader<'_, '_> {
    pub(super) fn record(&mut self, node: &Node<'_>, outer: &str) -> Result<Ty, Fault> {
        self.is_error(node);
        let (namespace, written) = self.define(node, outer)?;
        let name = self.taken.numbered(names::camel(&written), "");
        let id = self.unit.records.len();
        self.unit.records.push(Record {
            written: (written != name).then(|| written.clone()),
            name,
            description: node.words("doc"),
            deprecated: deprecation(node),
            namespace: Some(namespace.clone()),
            file: self.notes.file.clone(),
            pointer: node.pointer.clone(),
            ..Record::default()
        });
        self.named.insert(qualify(&written, &namespace), Ty::Record(id));
        self.open.push((id, false));
        let fields = self.fields(node, &namespace);
        self.open.pop();
        self.unit.records[id].fields = fields?;
        self.unit.records[id].properties = node.custom();
        node.finish(self.notes);
        if self.unit.records[id].fields.is_empty() {
            return Ok(self.empty(id, node, qualify(&written, &namespace)));
        }
        Ok(Ty::Record(id))
    }

    /// The catalog has no empty records.
    fn empty(&mut self, id: usize, node: &Node<'_>, full: String) -> Ty {
        for record in self.unit.records.drain(id..) {
            self.taken.remove(&record.name);
        }
        let ty = Ty::Primitive(Primitive::String).map();
        self.named.insert(full, ty.clone());
        self.notes.loss("empty", &node.pointer, "a record without fields", "`map<string>`");
        ty
    }

    pub(super) fn enumeration(&mut self, node: &Node<'_>, outer: &str) -> Result<Ty, Fault> {
        let (namespace, written) = self.define(node, outer)?;
        let symbols = node.get("symbols").and_then(Json::as_array);
        let symbols = symbols.ok_or_else(|| node.fault("an enum has no list `symbols`"))?;
        let (mut values, mut taken) = (Vec::new(), Values::default());
        for (index, symbol) in symbols.iter().enumerate() {
            if symbol.as_str().is_none() {
                let place = step(&node.place("symbols"), index);
                return Err((place, "a symbol must be a text".to_owned()));
            }
            values.push(EnumValue::of(symbol, &mut taken));
        }
        if values.is_empty() {
            return Err(node.fault("an enum has no symbols"));
        }
        let full = qualify(&written, &namespace);
        let default = node.get("default").and_then(|default| {
            let value = values.iter().find(|value| value.is(default))?;
            Some(value.value.clone())
        });
        let name = names::camel(&written);
        let id = self.unit.enums.len();
        self.unit.enums.push(Enum {
            written: (written != name).then(|| written.clone()),
            namespace: Some(namespace),
            open: false,
            default,
            properties: node.custom(),
            description: node.words("doc"),
            ..Enum::new(name, values, &self.notes.file, &node.pointer)
        });
        node.finish(self.notes);
        self.named.insert(full, Ty::Enum(id));
        Ok(Ty::Enum(id))
    }

    pub(super) fn fixed(&mut self, node: &Node<'_>, outer: &str) -> Result<Ty, Fault> {
        let (namespace, written) = self.define(node, outer)?;
        let size = match node.get("size") {
            Some(Json::Number(size)) => size.as_u64(),
            _ => None,
        };
        let size = size.ok_or_else(|| node.fault("a fixed has no number `size`"))?;
        let name = names::scalar(&written);
        let id = self.unit.scalars.len();
        let decimal = node.peek("logicalType").and_then(Json::as_str);
        let decimal = decimal.filter(|logical| *logical == "decimal");
        let decimal = decimal.and_then(|logical| super::types::exact(node, logical));
        let limits = match decimal {
            Some(_) => Limits::default(),
            None => Limits { min_length: Some(size), max_length: Some(size), ..Limits::default() },
        };
        let made = match decimal {
            Some(_) => format!("the scalar `{name}`, which is `bytes` in Avro"),
            None => {
                let bytes = counted(size, "byte");
                format!("the scalar `{name}` of {bytes}, which is `bytes` in Avro")
            }
        };
        self.notes.loss("fixed", &node.pointer, format!("the fixed {written}"), made);
        self.unit.scalars.push(Scalar {
            name,
            short: None,
            base: decimal.unwrap_or(Primitive::Bytes),
            limits,
            example: None,
            properties: node.custom(),
            description: node.words("doc"),
            file: self.notes.file.clone(),
            pointer: node.pointer.clone(),
        });
        let ty = match decimal {
            Some(_) => Ty::Scalar(id),
            None => self.logical(node, Ty::Scalar(id)),
        };
        node.skip(&["logicalType"]);
        node.finish(self.notes);
        self.named.insert(qualify(&written, &namespace), ty.clone());
        Ok(ty)
    }

    /// Reads the namespace and name of a type that is defined here.
    fn define(&mut self, node: &Node<'_>, outer: &str) -> Result<(String, String), Fault> {
        let (namespace, name) = full_name(node, outer)?;
        node.skip(&["type"]);
        let full = qualify(&name, &namespace);
        if self.named.contains_key(&full) {
            return Err(node.fault(format!("the type `{full}` is defined twice")));
        }
        Ok((namespace, name))
    }
}

/// The attribute `deprecated` of a record or field: a note, or true. Any other value does not count as read.
pub(super) fn deprecation(node: &Node<'_>) -> Option<Deprecation> {
    let note = match node.peek("deprecated")? {
        Json::Bool(true) => None,
        Json::String(_) => node.words("deprecated"),
        Json::Bool(false) | Json::Null | Json::Number(_) | Json::Array(_) | Json::Object(_) => {
            return None;
        }
    };
    node.skip(&["deprecated"]);
    Some(Deprecation { note, ..Deprecation::default() })
}
