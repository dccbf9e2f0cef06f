//! Finds what a name that is not defined was meant to be.

use super::{Binder, did_you_mean};
use crate::diagnostic::{About, Diagnostics, Unused};
use crate::model::{Primitive, Type};
use crate::resolve::index::Index;
use crate::resolve::shape::{is_record_name, is_scalar_name};
use crate::rule::Rule;
use crate::source::Span;
use crate::suggest::Near;

/// What is wrong with the name of a record or type.
#[derive(Clone)]
pub(super) struct Unknown {
    message: String,
    hint: String,
    fix: Option<String>,
    about: Option<Box<About>>,
}

impl Unknown {
    /// Reports it; `written` is the string at `span`.
    pub(super) fn report(
        self,
        diagnostics: &mut Diagnostics,
        rule: &'static Rule,
        span: Span,
        written: &str,
    ) {
        let Unknown { message, hint, fix, about } = self;
        diagnostics.report(rule, span, message).hint(hint).fix(written, fix).about = about;
    }
}

impl<'a> Binder<'_, 'a> {
    /// `None` if the name that is meant is reported where it is defined.
    pub(super) fn unknown_type(&self, domain: &str, name: &str) -> Option<Unknown> {
        let key = (domain.to_owned(), name.to_owned());
        if let Some(known) = self.unknown.borrow().get(&key) {
            return known.clone();
        }
        let unknown = self.search_type(domain, name);
        self.unknown.borrow_mut().insert(key, unknown.clone());
        unknown
    }

    fn search_type(&self, domain: &str, name: &str) -> Option<Unknown> {
        let message = format!("there is no type `{name}`");
        if self.has_invalid(domain, name) {
            return None;
        }
        if let Some(meant) = alias(name) {
            let hint = format!("the type is called `{}` in a catalog", meant.word);
            return Some(Unknown { message, hint, fix: meant.fix(), about: None });
        }
        if let Some((elsewhere, only)) = self.elsewhere(name) {
            let hint = format!("write the record of the other domain as `{elsewhere}`");
            let fix = only.then_some(elsewhere);
            return Some(Unknown { message, hint, fix, about: None });
        }
        let types = Primitive::ALL.iter().map(|primitive| primitive.name());
        let types = types.chain(self.index.scalars.keys().copied());
        let types = types.chain(self.index.enums.keys().copied());
        let types = types.chain(self.variants_of(domain));
        let near = self.nearest(name, types.chain(self.records_of(domain)));
        if near.is_some_and(|near| self.is_invalid(domain, near.word)) {
            return None;
        }
        let fallback = "define it in `scalars`, `enums` or `records`";
        let (hint, fix) = (did_you_mean(near, fallback), near.and_then(Near::fix));
        let about = self.about(name, near, |near| self.definition(domain, near));
        Some(Unknown { message, hint, fix, about })
    }

    /// What is known of a name without a definition, unless one that is used must be meant.
    pub(crate) fn about(
        &self,
        name: &str,
        near: Option<Near<'_>>,
        definition: impl Fn(&str) -> Option<Span>,
    ) -> Option<Box<About>> {
        let unused = |near: Near<'_>| {
            let span = definition(near.word).filter(|_| !self.is_used(near.word))?;
            let certain = near.fix().is_some();
            Some(Unused { name: near.word.to_owned(), span, certain })
        };
        let near = match near {
            Some(near) => Some(unused(near)?),
            None => None,
        };
        Some(Box::new(About { name: name.to_owned(), near }))
    }

    /// True if a type, an `extends` or the key of an event has this name in it.
    fn is_used(&self, name: &str) -> bool {
        self.used.get_or_init(|| self.index.used_names()).contains(name)
    }

    /// Where a type is defined.
    fn definition(&self, domain: &str, name: &str) -> Option<Span> {
        let Index { scalars, enums, records, variants, .. } = self.index;
        let name = match self.simple(domain, name)? {
            Type::Scalar(id) => &scalars.items[id.0 as usize].name,
            Type::Enum(id) => &enums.items[id.0 as usize].name,
            Type::Record(id) => &records.items[id.0 as usize].name,
            Type::Variant(id) => &variants.items[id.0 as usize].name,
            Type::Primitive(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) => return None,
        };
        Some(name.span)
    }

    /// True for the name of a scalar, enum or record that is not valid for that.
    fn is_invalid(&self, domain: &str, name: &str) -> bool {
        if self.index.scalar(name).is_some() {
            return !is_scalar_name(name);
        }
        let is_defined =
            self.index.enumeration(name).is_some() || self.index.record(domain, name).is_some();
        is_defined && !is_record_name(name)
    }

    /// True if a type whose name is not valid may be meant: it is like this name, or the only one.
    fn has_invalid(&self, domain: &str, name: &str) -> bool {
        let Index { scalars, enums, .. } = self.index;
        let invalid: Vec<&str> = match is_record_name(name) {
            true => {
                let names = enums.keys().copied().chain(self.records_of(domain));
                names.chain(self.variants_of(domain)).filter(|name| !is_record_name(name)).collect()
            }
            false => scalars.keys().copied().filter(|name| !is_scalar_name(name)).collect(),
        };
        let is_only = invalid.len() == 1 && alias(name).is_none();
        is_only || invalid.iter().any(|other| other.eq_ignore_ascii_case(name))
    }

    /// `qualified` if the domain is written before the name.
    pub(super) fn unknown_in(&self, domain: &str, name: &str, qualified: bool) -> Option<Unknown> {
        if self.has_invalid(domain, name) {
            return None;
        }
        let message = format!("there is no record `{name}` in the domain `{domain}`");
        if let Some((elsewhere, only)) = self.elsewhere(name) {
            let hint = format!("there is a record with this name in another domain: `{elsewhere}`");
            // If the domain is written, the record may be what is wrong.
            let fix = (only && !qualified).then_some(elsewhere);
            return Some(Unknown { message, hint, fix, about: None });
        }
        let near = self.nearest(name, self.records_of(domain));
        let fallback = format!("define it in `records.{domain}`");
        let fix = near.and_then(Near::fix);
        let fix = fix.map(|near| if qualified { format!("{domain}.{near}") } else { near });
        let about = self.about(name, near, |near| self.definition(domain, near));
        Some(Unknown { message, hint: did_you_mean(near, &fallback), fix, about })
    }

    /// The qualified name of a record of any domain, and whether only one domain has it.
    fn elsewhere(&self, name: &str) -> Option<(String, bool)> {
        self.may_search().then_some(())?;
        let domains = self.index.domains.keys();
        let mut found = domains.filter_map(|domain| self.index.record(domain, name));
        let first = found.next()?;
        Some((self.index.qualified(first), found.next().is_none()))
    }

    fn variants_of<'c>(&'c self, domain: &'c str) -> impl Iterator<Item = &'a str> + 'c {
        let variants = self.index.variants.keys();
        variants.filter(move |(of, _)| *of == domain).map(|(_, name)| *name)
    }

    fn records_of<'c>(&'c self, domain: &'c str) -> impl Iterator<Item = &'a str> + 'c {
        let records = self.index.records.keys();
        records.filter(move |(of, _)| *of == domain).map(|(_, name)| *name)
    }
}

/// Names of primitives in other languages; certain if only one of ours can be meant.
pub(crate) fn alias(name: &str) -> Option<Near<'static>> {
    let certain = matches!(
        name,
        "bool"
            | "int32"
            | "i32"
            | "int64"
            | "i64"
            | "bigint"
            | "f32"
            | "float32"
            | "f64"
            | "float64"
            | "str"
            | "text"
            | "varchar"
            | "binary"
            | "blob"
            | "date_time"
            | "guid"
    );
    let word = match name.to_ascii_lowercase().as_str() {
        "bool" => "boolean",
        "integer" | "int32" | "i32" => "int",
        "int64" | "i64" | "bigint" => "long",
        "f32" | "float32" => "float",
        "f64" | "float64" | "number" => "double",
        "str" | "text" | "varchar" => "string",
        "binary" | "blob" => "bytes",
        "timestamp" | "date_time" | "instant" => "datetime",
        "guid" => "uuid",
        "numeric" | "money" | "bigdecimal" => "decimal",
        "localdatetime" | "local_date_time" | "timestamp_ntz" => "local_datetime",
        "time" | "localtime" => "local_time",
        "any" | "object" | "dict" => "json",
        _ => return None,
    };
    Some(Near::new(word, certain))
}
