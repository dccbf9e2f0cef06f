//! Binds the names in type expressions.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use crate::ast::Text;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lookalike;
use crate::model::{Primitive, RecordId, Type};
use crate::resolve::index::Index;
use crate::resolve::shape::{is_record_name, is_scalar_name};
use crate::resolve::text::within;
use crate::rule::Rule;
use crate::rule::meaning::{TYPE_SYNTAX, UNKNOWN_DOMAIN, UNKNOWN_TYPE};
use crate::source::Span;
use crate::suggest::{Near, closest};
use crate::types::{self, Expression, Malformed};

/// A search for the nearest name compares all names, so there are at most this many searches per
/// run: a catalog with many unknown names is still read in linear time.
const SEARCHES: u32 = 200;

/// Binds type expressions and names of records for one run.
pub(crate) struct Binder<'i, 'a> {
    pub(crate) index: &'i Index<'a>,
    searches: Cell<u32>,
    /// Unknown types by domain and name, since a mistake is often repeated.
    unknown: RefCell<HashMap<(String, String), Option<Unknown>>>,
}

/// What is wrong with the name of a record or type.
#[derive(Clone)]
struct Unknown {
    message: String,
    hint: String,
    fix: Option<String>,
}

impl Unknown {
    /// Reports it; `written` is the string at `span`.
    fn report(self, diagnostics: &mut Diagnostics, rule: &'static Rule, span: Span, written: &str) {
        let Unknown { message, hint, fix } = self;
        diagnostics.report(rule, span, message).hint(hint).fix(written, fix);
    }
}

impl<'i, 'a> Binder<'i, 'a> {
    pub(crate) fn new(index: &'i Index<'a>) -> Self {
        Binder { index, searches: Cell::new(SEARCHES), unknown: RefCell::default() }
    }

    /// The type that `text` means in `domain`; `None` if a report says why not.
    pub(crate) fn bind(
        &self,
        diagnostics: &mut Diagnostics,
        domain: &str,
        text: &Text,
    ) -> Option<Type> {
        // Most types are one name.
        if let Some(primitive) = Primitive::from_name(&text.value) {
            return Some(Type::Primitive(primitive));
        }
        match types::parse(&text.value) {
            Ok(expression) => self.expression(diagnostics, domain, text, &expression),
            Err(malformed) => {
                report_malformed(diagnostics, text, malformed);
                None
            }
        }
    }

    fn expression(
        &self,
        diagnostics: &mut Diagnostics,
        domain: &str,
        text: &Text,
        expression: &Expression<'_>,
    ) -> Option<Type> {
        let mut inner = |inner: &Expression<'_>| {
            self.expression(diagnostics, domain, text, inner).map(Box::new)
        };
        match expression {
            Expression::List(of) => inner(of).map(Type::List),
            Expression::Map(of) => inner(of).map(Type::Map),
            Expression::Nullable(of) => inner(of).map(Type::Nullable),
            Expression::Name { domain: None, name, range } => {
                let found = self.simple(domain, name);
                if found.is_none() && !self.is_astray(domain, name) {
                    let span = within(text, range.clone());
                    match self.unknown_type(domain, name) {
                        Some(unknown) => unknown.report(diagnostics, &UNKNOWN_TYPE, span, name),
                        None => diagnostics.meet_reported(),
                    }
                }
                found
            }
            Expression::Name { domain: Some(domain), name, range } => {
                let span = within(text, range.clone());
                let found = self.of_domain(domain, name);
                if found.is_none() && self.domain(diagnostics, domain, Some(name), span) {
                    let written = &text.value[range.clone()];
                    let unknown = self.unknown_in(domain, name, true);
                    unknown.report(diagnostics, &UNKNOWN_TYPE, span, written);
                }
                found
            }
        }
    }

    /// True for a record in an undefined domain, which is reported itself.
    fn is_astray(&self, domain: &str, name: &str) -> bool {
        let undefined = &self.index.undefined_domains;
        let is_there = |other: &&str| self.index.record(other, name).is_some();
        let is_elsewhere = || self.may_search() && undefined.iter().any(is_there);
        is_record_name(name) && (undefined.contains(domain) || is_elsewhere())
    }

    fn simple(&self, domain: &str, name: &str) -> Option<Type> {
        Primitive::from_name(name)
            .map(Type::Primitive)
            .or_else(|| self.index.scalar(name).map(Type::Scalar))
            .or_else(|| self.index.enumeration(name).map(Type::Enum))
            .or_else(|| self.of_domain(domain, name))
    }

    /// The record or variant of a domain.
    fn of_domain(&self, domain: &str, name: &str) -> Option<Type> {
        let record = self.index.record(domain, name).map(Type::Record);
        record.or_else(|| self.index.variant(domain, name).map(Type::Variant))
    }

    /// The record that an `extends` or a `replacement` names.
    pub(crate) fn record(
        &self,
        diagnostics: &mut Diagnostics,
        rule: &'static Rule,
        domain: &str,
        text: &Text,
    ) -> Option<RecordId> {
        let split = text.value.split_once('.');
        let (domain, name) = split.unwrap_or((domain, &text.value));
        let found = self.index.record(domain, name);
        let qualifies = split.map(|(_, name)| name);
        if found.is_none() && self.is_astray(domain, name) {
            diagnostics.meet_reported();
        } else if found.is_none() && self.domain(diagnostics, domain, qualifies, text.span) {
            let unknown = self.unknown_in(domain, name, qualifies.is_some());
            unknown.report(diagnostics, rule, text.span, &text.value);
        }
        found
    }

    /// True if the domain is defined. An undefined one that has a block is reported there. `record`
    /// is the name after the domain at `span`, if any.
    pub(crate) fn domain(
        &self,
        diagnostics: &mut Diagnostics,
        name: &str,
        record: Option<&str>,
        span: Span,
    ) -> bool {
        if self.index.domain(name).is_some() {
            return true;
        }
        if self.index.undefined_domains.contains(name) {
            return false;
        }
        let near = self.nearest(name, self.index.domains.keys().copied());
        let report = unknown_domain(diagnostics, name, span, near);
        let whole = |domain: &str| {
            record.map_or_else(|| domain.to_owned(), |record| format!("{domain}.{record}"))
        };
        report.fix(&whole(name), near.and_then(Near::fix).map(|domain| whole(&domain)));
        false
    }

    /// True if another search is allowed.
    pub(crate) fn may_search(&self) -> bool {
        let left = self.searches.get().checked_sub(1);
        self.searches.set(left.unwrap_or_default());
        left.is_some()
    }

    pub(crate) fn nearest<'c>(
        &self,
        word: &str,
        known: impl IntoIterator<Item = &'c str>,
    ) -> Option<Near<'c>> {
        self.may_search().then(|| closest(word, known)).flatten()
    }

    /// `None` if the name that is meant is reported where it is defined.
    fn unknown_type(&self, domain: &str, name: &str) -> Option<Unknown> {
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
        if let Some(meant) = alias(name) {
            let hint = format!("the type is called `{}` in a catalog", meant.word);
            return Some(Unknown { message, hint, fix: meant.fix() });
        }
        if let Some((elsewhere, only)) = self.elsewhere(name) {
            let hint = format!("write the record of the other domain as `{elsewhere}`");
            return Some(Unknown { message, hint, fix: only.then_some(elsewhere) });
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
        Some(Unknown { message, hint: did_you_mean(near, fallback), fix: near.and_then(Near::fix) })
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

    /// `qualified` if the domain is written before the name.
    fn unknown_in(&self, domain: &str, name: &str, qualified: bool) -> Unknown {
        let message = format!("there is no record `{name}` in the domain `{domain}`");
        if let Some((elsewhere, only)) = self.elsewhere(name) {
            let hint = format!("there is a record with this name in another domain: `{elsewhere}`");
            // If the domain is written, the record may be what is wrong.
            return Unknown { message, hint, fix: (only && !qualified).then_some(elsewhere) };
        }
        let near = self.nearest(name, self.records_of(domain));
        let fallback = format!("define it in `records.{domain}`");
        let fix = near.and_then(Near::fix);
        let fix = fix.map(|near| if qualified { format!("{domain}.{near}") } else { near });
        Unknown { message, hint: did_you_mean(near, &fallback), fix }
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

/// Reports a domain that is not defined.
pub(crate) fn unknown_domain<'d>(
    diagnostics: &'d mut Diagnostics,
    name: &str,
    span: Span,
    near: Option<Near<'_>>,
) -> &'d mut Diagnostic {
    diagnostics
        .report(&UNKNOWN_DOMAIN, span, format!("there is no domain `{name}`"))
        .hint(did_you_mean(near, "define it in `domains`"))
}

/// Reports a string that is not a type.
fn report_malformed(diagnostics: &mut Diagnostics, text: &Text, malformed: Malformed) {
    let written = &text.value;
    let is_type = |word: &String| types::parse(word.trim_matches(['"', '\''])).is_ok();
    if let Some(word) = lookalike::word(written).map(|(_, word)| word).filter(is_type) {
        let message = format!("`{written}` is not a valid type");
        let report = diagnostics.report(&TYPE_SYNTAX, text.span, message);
        report.hint(format!("did you mean `{word}`?")).fix(written, Some(word));
        return;
    }
    let span = within(text, malformed.range.clone());
    let written = written.get(malformed.range).unwrap_or_default();
    diagnostics
        .report(&TYPE_SYNTAX, span, malformed.message)
        .hint(malformed.hint)
        .fix(written, malformed.fix.map(str::to_owned));
}

/// The hint for an unknown word.
pub(crate) fn did_you_mean(near: Option<Near<'_>>, fallback: &str) -> String {
    near.map_or_else(|| fallback.to_owned(), |near| format!("did you mean `{}`?", near.word))
}
