//! Binds the names in type expressions.

mod unknown;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{HashMap, HashSet};

use crate::ast::Text;
use crate::diagnostic::{About, Diagnostic, Diagnostics};
use crate::lookalike;
use crate::model::{Primitive, RecordId, Type};
use crate::resolve::index::Index;
use crate::resolve::shape::is_record_name;
use crate::resolve::text::within;
use crate::rule::Rule;
use crate::rule::meaning::{TYPE_SYNTAX, UNKNOWN_DOMAIN, UNKNOWN_TYPE};
use crate::source::Span;
use crate::suggest::{Near, closest};
use crate::types::{self, Expression, Malformed};
use unknown::Unknown;
pub(crate) use unknown::alias;

/// A search for the nearest name compares all names, so there are at most this many searches per
/// run: a catalog with many unknown names is still read in linear time.
const SEARCHES: u32 = 200;

/// Binds type expressions and names of records for one run.
pub(crate) struct Binder<'i, 'a> {
    pub(crate) index: &'i Index<'a>,
    searches: Cell<u32>,
    /// Unknown types by domain and name, since a mistake is often repeated.
    unknown: RefCell<HashMap<(String, String), Option<Unknown>>>,
    used: OnceCell<HashSet<&'a str>>,
}

impl<'i, 'a> Binder<'i, 'a> {
    pub(crate) fn new(index: &'i Index<'a>) -> Self {
        let (unknown, used) = (RefCell::default(), OnceCell::new());
        Binder { index, searches: Cell::new(SEARCHES), unknown, used }
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
                    match self.unknown_in(domain, name, true) {
                        Some(unknown) => unknown.report(diagnostics, &UNKNOWN_TYPE, span, written),
                        None => diagnostics.meet_reported(),
                    }
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
            match self.unknown_in(domain, name, qualifies.is_some()) {
                Some(unknown) => unknown.report(diagnostics, rule, text.span, &text.value),
                None => diagnostics.meet_reported(),
            }
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
        report.about = About::without_near(name, near);
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
