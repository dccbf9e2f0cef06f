//! The defaults and constants of fields, each read once when first needed.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostics;
use crate::model::{Presence, Value};
use crate::resolve::fields::Absence;
use crate::resolve::records::FieldRef;
use crate::resolve::value::Reader;
use crate::rule::meaning::ENDLESS_VALUE;

/// The greatest number of values that defaults fill in for others in a catalog: a few lines of
/// defaults in defaults could use all memory.
pub(crate) const FILL_LIMIT: usize = 100_000;

/// The defaults read so far.
#[derive(Default)]
pub(super) struct Defaults {
    states: BTreeMap<FieldRef, State>,
    filled: usize,
}

enum State {
    Reading,
    Read(Option<Value>),
}

impl Reader<'_, '_> {
    /// The presence of a field, with its default; `None` if a report says why it has none.
    pub(crate) fn presence(
        &mut self,
        diagnostics: &mut Diagnostics,
        field: FieldRef,
    ) -> Option<Presence> {
        match self.records.field(field).absence() {
            Absence::Default(_) => self.written(diagnostics, field, 0).map(Presence::Default),
            Absence::Initial(_) => self.written(diagnostics, field, 0).map(Presence::Initial),
            Absence::Null => Some(Presence::Default(Value::Null)),
            Absence::Stays => Some(Presence::Optional),
            Absence::Extra => Some(Presence::Extra),
            Absence::Constant(_) => self.written(diagnostics, field, 0).map(Presence::Constant),
            Absence::Error => Some(Presence::Required),
        }
    }

    /// The number of values that defaults have filled in for others so far.
    pub(crate) fn filled(&self) -> usize {
        self.defaults.filled
    }

    /// The default or constant of a field that fills in a value in another one.
    pub(super) fn default_of(
        &mut self,
        diagnostics: &mut Diagnostics,
        field: FieldRef,
        depth: usize,
    ) -> Option<Value> {
        let value = self.written(diagnostics, field, depth)?;
        let before = self.defaults.filled;
        self.defaults.filled += size(&value);
        if self.defaults.filled <= FILL_LIMIT {
            return Some(value);
        }
        if before <= FILL_LIMIT {
            let ast = self.records.field(field).ast;
            let span = ast.default.as_ref().map_or(ast.name.span, |default| default.span);
            diagnostics
                .report(&ENDLESS_VALUE, span, "defaults in defaults are too large")
                .hint(format!("they fill in more than {FILL_LIMIT} values: remove some of them"));
        }
        None
    }

    fn written(
        &mut self,
        diagnostics: &mut Diagnostics,
        field: FieldRef,
        depth: usize,
    ) -> Option<Value> {
        let bound = self.records.field(field);
        let default = bound.ast.constant.as_ref().or(bound.ast.default.as_ref())?;
        match self.defaults.states.get(&field) {
            Some(State::Read(value)) => return value.clone(),
            None => {}
            Some(State::Reading) => {
                let name = &bound.ast.name.value;
                let record = self.binder.index.qualified(field.record);
                let message = format!("the default of `{record}.{name}` contains itself");
                diagnostics
                    .report(&ENDLESS_VALUE, default.span, message)
                    .hint("use null, an empty list or an empty map inside it");
                return None;
            }
        }
        self.defaults.states.insert(field, State::Reading);
        let ty = bound.ty.as_ref();
        let checked = bound.checked.as_deref();
        let value = ty.and_then(|ty| self.value(diagnostics, ty, checked, default, depth));
        self.defaults.states.insert(field, State::Read(value.clone()));
        value
    }
}

fn size(value: &Value) -> usize {
    1 + match value {
        Value::List(items) => items.iter().map(size).sum(),
        Value::Map(entries) => entries.iter().map(|(_, item)| size(item)).sum(),
        _ => 0,
    }
}
