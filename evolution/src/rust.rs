//! Code that uses the bindings in Rust: does what was written for those of one contract compile with those of another?
//!
//! The types that an event reaches are compared one by one, by their paths. The payload of a problem is a function that
//! compiles with the bindings of the first contract only; it takes them as the module `bindings`.

mod code;
mod items;

use std::collections::BTreeSet;

use annals_contract::{self as contract, Presence, Unknown};
use serde_json::Value;

use crate::contract::Contract;
use crate::problem::{Effect, Problem};
use code::Struct;
pub(crate) use items::{Item, Items};

/// What code that uses the bindings may contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Promise {
    /// Records and events are made from their required fields, and their patterns end in `..`.
    Constructors,
    /// Literals and patterns of structs may also name all fields.
    Literals,
}

/// Why code for the bindings of an event does not compile with others.
pub(crate) fn problems<'c>(
    promise: Promise,
    (from, event_type): (&'c Contract<'c>, &'c str),
    bindings: &Items<'c>,
) -> Vec<Problem> {
    let reached = items::reached(from, event_type);
    reached.into_iter().flat_map(|item| one(promise, item, bindings.get(item.path()))).collect()
}

fn one(promise: Promise, own: Item<'_>, other: Option<&Item<'_>>) -> Vec<Problem> {
    let Some(other) = other else {
        let reason = format!("there is no `{}`", own.path());
        return vec![problem(own, None, reason, code::named(own.path()))];
    };
    match (own, *other) {
        (Item::Event(_, old), Item::Event(_, new)) => {
            structs(promise, own, &old.fields, &new.fields)
        }
        (Item::Record(_, old), Item::Record(_, new)) => {
            structs(promise, own, &old.fields, &new.fields)
        }
        (Item::Enum(_, old), Item::Enum(_, new)) => enums(own, old, new),
        (Item::Variant(_, old), Item::Variant(_, new)) => variants(own, old, new),
        (Item::Scalar(old), Item::Scalar(new)) if old.base.rust() == new.base.rust() => Vec::new(),
        (Item::Scalar(old), Item::Scalar(new)) => {
            let reason = format!("`{}` contains `{}`", old.path, code::short(&new.base.rust()));
            vec![problem(own, None, reason, code::inner(&old.path, &old.base.rust()))]
        }
        (Item::Event(..) | Item::Record(..) | Item::Enum(..) | Item::Variant(..), _)
        | (Item::Scalar(_), _) => {
            let reason = format!("`{}` is another kind of type", own.path());
            vec![problem(own, None, reason, own.kind_code())]
        }
    }
}

fn problem(item: Item<'_>, field: Option<&str>, reason: String, code: String) -> Problem {
    Problem {
        owner: item.owner().to_owned(),
        field: field.map(str::to_owned),
        ..Problem::new(Effect::Refused, reason, Value::String(code))
    }
}

fn structs(
    promise: Promise,
    item: Item<'_>,
    old: &[contract::Field],
    new: &[contract::Field],
) -> Vec<Problem> {
    let (own, other) = (Struct::new(item.path(), old), Struct::new(item.path(), new));
    let mut problems = Vec::new();
    for field in &own.fields {
        let (name, code) = (&field.name, code::read(&own, field));
        let reason = match other.field(name) {
            None => format!("there is no field `{name}`"),
            Some(found) if found.rust != field.rust => {
                format!("the type of `{name}` is `{}`", code::short(&found.rust))
            }
            Some(found) if is_required(field) && !is_required(found) => {
                let reason = format!("`{name}` is not one of the required fields");
                problems.push(problem(item, Some(name), reason, code::make(&own)));
                continue;
            }
            Some(_) => continue,
        };
        problems.push(problem(item, Some(name), reason, code));
    }
    for field in &other.fields {
        let name = &field.name;
        let (reason, code) = match own.field(name) {
            Some(old) if is_required(old) || !is_required(field) => continue,
            None | Some(_) if is_required(field) => {
                (format!("`{name}` is required"), code::make(&own))
            }
            None if promise == Promise::Literals => {
                (format!("literals lack the field `{name}`"), code::literal(&own))
            }
            None | Some(_) => continue,
        };
        problems.push(problem(item, Some(name), reason, code));
    }
    problems
}

fn is_required(field: &contract::Field) -> bool {
    match field.presence {
        Presence::Required => true,
        Presence::Default(_) | Presence::Optional | Presence::Extra | Presence::Constant(_) => {
            false
        }
    }
}

fn enums(item: Item<'_>, old: &contract::Enum, new: &contract::Enum) -> Vec<Problem> {
    let variants = |item: &contract::Enum| -> Vec<(String, bool)> {
        let listed = item.values.iter().map(|value| (value.variant.clone(), false));
        let unknown = (item.unknown == Unknown::Kept).then(|| ("Unknown".to_owned(), true));
        listed.chain(unknown).collect()
    };
    let mut problems = arms(item, &variants(old), &variants(new));
    let is_total = |item: &contract::Enum| item.unknown != Unknown::Refused;
    if (old.numbers, is_total(old)) != (new.numbers, is_total(new)) {
        let from = if new.numbers { "a number" } else { "a string" };
        let how = if is_total(new) { "any" } else { "not any" };
        let reason = format!("it is made from {from}, and {how} one is a value");
        let code = code::convert(&old.path, old.numbers, is_total(old));
        problems.push(problem(item, None, reason, code));
    }
    if old.unknown != Unknown::Kept && new.unknown == Unknown::Kept {
        problems.push(problem(item, None, "it is not `Copy`".to_owned(), code::copy(&old.path)));
    }
    problems.extend(reordered(item, old, new));
    problems
}

/// The first pair of values whose order is another one.
fn reordered(item: Item<'_>, old: &contract::Enum, new: &contract::Enum) -> Option<Problem> {
    let place = |value: &contract::EnumValue| {
        new.values.iter().position(|other| other.variant == value.variant)
    };
    let kept = old.values.iter().filter(|value| place(value).is_some()).collect::<Vec<_>>();
    let pair = kept.windows(2).find(|pair| place(pair[0]) > place(pair[1]))?;
    let (first, second) = (&pair[0].variant, &pair[1].variant);
    let reason = format!("`{first}` is not less than `{second}`");
    let code = code::less(&old.path, first, second);
    Some(Problem { effect: Effect::Misread, ..problem(item, None, reason, code) })
}

fn variants(item: Item<'_>, old: &contract::Variant, new: &contract::Variant) -> Vec<Problem> {
    let arms_of = |item: &contract::Variant| -> Vec<(String, bool)> {
        let listed = item.cases.iter().map(|case| (case.variant.clone(), true));
        listed.chain(item.open.then(|| ("Unknown".to_owned(), true))).collect()
    };
    let mut problems = arms(item, &arms_of(old), &arms_of(new));
    for case in &old.cases {
        let found = new.cases.iter().find(|other| other.variant == case.variant);
        let ty = |case: &contract::Case| {
            let ty = &case.rust;
            if case.boxed { format!("::std::boxed::Box<{ty}>") } else { ty.clone() }
        };
        if let Some(found) = found.filter(|found| ty(found) != ty(case)) {
            let reason = format!("`{}` contains `{}`", case.variant, code::short(&ty(found)));
            let code = code::case(&old.path, &case.variant, &ty(case));
            problems.push(problem(item, Some(&case.tag), reason, code));
        }
    }
    problems
}

/// The arms of a match: names, and whether they contain a value.
fn arms(item: Item<'_>, old: &[(String, bool)], new: &[(String, bool)]) -> Vec<Problem> {
    let has =
        |arms: &[(String, bool)], wanted: &String| arms.iter().any(|(name, _)| name == wanted);
    let all = || code::matches(item.path(), old);
    let gone = old.iter().filter(|(name, _)| !has(new, name));
    let gone = gone.map(|(name, _)| (name, format!("there is no `{name}`")));
    let added = new.iter().filter(|(name, _)| !has(old, name));
    let added = added.map(|(name, _)| (name, format!("a match lacks `{name}`")));
    let changes: BTreeSet<_> = gone.chain(added).collect();
    changes.into_iter().map(|(_, reason)| problem(item, None, reason, all())).collect()
}
