//! Maps Avro types to types of the catalog.

use annals_catalog::count::counted;
use annals_catalog::model::{Decimal, Moment, Primitive};

use super::super::avro_names::{primitive, qualify};
use super::super::cases::{are_cases, named};
use super::super::draft::{JSON, Ty, Variant};
use super::super::names;
use super::super::node::{Node, shortened};
use super::super::note::Fault;
use super::Reader;
use annals_codegen::json::{Json, step};

/// The catalog nests at most this many lists and maps.
pub(in crate::import) const DEEPEST: usize = 16;

impl Reader<'_, '_> {
    pub(super) fn ty(
        &mut self,
        schema: &Json,
        pointer: &str,
        namespace: &str,
    ) -> Result<Ty, Fault> {
        match schema {
            Json::String(name) => self.name(name, pointer, namespace),
            Json::Array(branches) => self.union(branches, pointer, namespace),
            Json::Object(object) => self.complex(&Node::new(object, pointer), namespace),
            other => Err((
                pointer.to_owned(),
                format!("`{}` is not a type", shortened(&other.compact())),
            )),
        }
    }

    fn name(&mut self, name: &str, pointer: &str, namespace: &str) -> Result<Ty, Fault> {
        if let Some(primitive) = primitive(name) {
            return Ok(Ty::Primitive(primitive));
        }
        if name == "null" {
            self.notes.loss("null", pointer, "a type that is only null", "`json?`");
            return Ok(JSON.nullable());
        }
        let full = qualify(name, namespace);
        let found = self.named.get(&full).or_else(|| self.named.get(name)).cloned();
        let found = match found {
            Some(known) => Some(known),
            None => self.elsewhere(&full)?,
        };
        let ty = found.ok_or_else(|| {
            let message =
                format!("no type `{name}` is defined before this place or in another file");
            (pointer.to_owned(), message)
        })?;
        if let Ty::Record(id) = ty
            && self.needs_itself(id)
        {
            let found = format!("a `{name}` that always contains another");
            self.notes.loss(
                "recursion",
                pointer,
                found,
                "`json`, because no value of it would be finite",
            );
            return Ok(JSON);
        }
        Ok(ty)
    }

    /// The type that another file defines.
    fn elsewhere(&mut self, full: &str) -> Result<Option<Ty>, Fault> {
        let Some((document, pointer)) = self.documents.named(full) else { return Ok(None) };
        let document = &self.documents.all[document];
        let Some(schema) = document.schema.at(pointer) else { return Ok(None) };
        let outer = std::mem::replace(&mut self.notes.file, document.file.clone());
        let ty = self.ty(schema, pointer, "")?;
        self.notes.file = outer;
        Ok(Some(ty))
    }

    /// True inside a record if none of its values can lack the current type.
    fn needs_itself(&self, record: usize) -> bool {
        let place = self.open.iter().rposition(|(open, _)| *open == record);
        place.is_some_and(|place| !self.open[place..].iter().any(|(_, may_end)| *may_end))
    }

    fn union(&mut self, branches: &[Json], pointer: &str, namespace: &str) -> Result<Ty, Fault> {
        let null = |branch: &Json| branch.as_str() == Some("null");
        let others: Vec<usize> = (0..branches.len()).filter(|at| !null(&branches[*at])).collect();
        let nullable = others.len() < branches.len();
        match others[..] {
            [only] if nullable => {
                if only == 0 {
                    let made = "null comes first in Avro schemas of the catalog";
                    self.notes.loss(
                        "union-order",
                        pointer,
                        "a union whose last branch is null",
                        made,
                    );
                }
                let place = step(pointer, only);
                let ty = self.behind(|reader| reader.ty(&branches[only], &place, namespace))?;
                Ok(ty.nullable())
            }
            [only] => {
                self.notes.loss("union", pointer, "a union of one type", "that type");
                self.ty(&branches[only], &step(pointer, only), namespace)
            }
            _ => {
                let name = std::mem::take(&mut self.hint);
                let mut types = Vec::with_capacity(others.len());
                for index in others {
                    let place = step(pointer, index);
                    self.hint = format!("{name}{}", index + 1);
                    types.push(
                        self.behind(|reader| reader.ty(&branches[index], &place, namespace))?,
                    );
                }
                if are_cases(&self.unit, &types) {
                    if nullable && !branches.first().is_some_and(null) {
                        let found = "a union whose first branch is not null";
                        let made = "null comes first in Avro schemas of the catalog";
                        self.notes.loss("union-order", pointer, found, made);
                    }
                    let ty = self.variant(&name, types, pointer);
                    return Ok(if nullable { ty.nullable() } else { ty });
                }
                let made = if nullable { "`json?`" } else { "`json`" };
                let found = format!("a union of {}", counted(branches.len(), "type"));
                self.notes.loss("union", pointer, found, made);
                Ok(if nullable { JSON.nullable() } else { JSON })
            }
        }
    }

    /// The variant of these types; it gets its tag when all records are known.
    fn variant(&mut self, name: &str, types: Vec<Ty>, pointer: &str) -> Ty {
        let name = self.taken.numbered(names::camel(name), "");
        let cases = named(&mut self.unit, types, pointer);
        let (file, pointer) = (self.notes.file.clone(), pointer.to_owned());
        self.unit.variants.push(Variant { name, cases, file, pointer, ..Variant::default() });
        Ty::Variant(self.unit.variants.len() - 1)
    }

    /// Reads a type that values of the record can lack.
    fn behind<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.open.last_mut().map(|(_, may_end)| std::mem::replace(may_end, true));
        let read = read(self);
        if let (Some(last), Some(outer)) = (self.open.last_mut(), outer) {
            last.1 = outer;
        }
        read
    }

    fn complex(&mut self, node: &Node<'_>, namespace: &str) -> Result<Ty, Fault> {
        let kind = node.get("type").ok_or_else(|| node.fault("a type has no `type`"))?;
        let ty = match kind.as_str() {
            Some("array") => self.container(node, "items", namespace)?.list(),
            Some("map") => self.container(node, "values", namespace)?.map(),
            Some("record" | "error") => return self.record(node, namespace),
            Some("enum") => return self.enumeration(node, namespace),
            Some("fixed") => return self.fixed(node, namespace),
            _ => {
                let ty = self.ty(kind, &node.place("type"), namespace)?;
                self.logical(node, ty)
            }
        };
        node.finish(self.notes);
        if ty.depth() > DEEPEST {
            let found = format!("{} nested lists and maps", ty.depth());
            self.notes.loss("depth", &node.pointer, found, "`json`");
            return Ok(JSON);
        }
        Ok(ty)
    }

    fn container(&mut self, node: &Node<'_>, key: &str, namespace: &str) -> Result<Ty, Fault> {
        let inner =
            node.get(key).ok_or_else(|| node.fault(format!("a container has no `{key}`")))?;
        self.behind(|reader| reader.ty(inner, &node.place(key), namespace))
    }

    /// A logical type becomes the primitive for it, or else the type it has on the wire.
    pub(super) fn logical(&mut self, node: &Node<'_>, ty: Ty) -> Ty {
        let Some(logical) = node.text("logicalType") else { return ty };
        let place = node.place("logicalType");
        let found = format!("logical type {logical}");
        if let Some(primitive) = exact(node, logical)
            && matches!(ty, Ty::Primitive(base) if base.name() == primitive.avro())
        {
            return Ty::Primitive(primitive);
        }
        node.skip(&["precision", "scale"]);
        if logical == "uuid" && ty == Ty::Primitive(Primitive::String) {
            return Ty::Primitive(Primitive::Uuid);
        }
        self.notes.loss("logical-type", &place, found, "left out; the type it annotates is kept");
        ty
    }
}

/// The primitive with a precision that is this logical type.
pub(super) fn exact(node: &Node<'_>, logical: &str) -> Option<Primitive> {
    if logical != "decimal" {
        return Moment::from_logical(logical).map(Primitive::Moment);
    }
    let number = |key| match node.get(key) {
        Some(Json::Number(number)) => number.as_u64().and_then(|number| u8::try_from(number).ok()),
        Some(_) => None,
        None => Some(0),
    };
    let (precision, scale) = (number("precision")?, number("scale")?);
    let fits = (1..=Decimal::LARGEST).contains(&precision) && scale <= precision;
    fits.then_some(Primitive::Decimal(Decimal { precision, scale, text: false }))
}
