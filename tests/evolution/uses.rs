//! What people write who use the bindings: literals, constructors, updates, patterns, matches and methods.

use std::collections::BTreeSet;

use annals_catalog::names;
use annals_contract::{Enum, Field, Lock, Presence, Scalar, Unknown, Variant};
use annals_evolution::Promise;

/// A use of a type.
pub(crate) struct Use {
    /// The least promise that allows it.
    pub(crate) promise: Promise,
    /// A function that takes the bindings as the module `bindings`.
    pub(crate) code: String,
}

/// The uses of the types that the event of a domain reaches.
pub(crate) fn uses(lock: &Lock, domain: &str) -> Vec<Use> {
    let mut uses = Vec::new();
    for event in lock.events.values().filter(|event| event.domain == domain) {
        uses.extend(structs(&event.path, &event.fields));
        uses.push(constructors(signal(&event.path, &event.name)));
        for name in reached(lock, &event.fields) {
            let record = lock.records.get(&name);
            uses.extend(record.into_iter().flat_map(|item| structs(&item.path, &item.fields)));
            let codes = lock.variants.get(&name).map(variants).into_iter();
            let codes = codes.chain(lock.enums.get(&name).map(enums));
            let codes = codes.chain(lock.scalars.get(&name).map(scalars));
            uses.extend(codes.flatten().map(constructors));
        }
    }
    uses
}

/// The names in the types of fields, and in those of what they name.
fn reached(lock: &Lock, fields: &[Field]) -> BTreeSet<String> {
    let has_value = |field: &&Field| !matches!(field.presence, Presence::Constant(_));
    let types = |fields: &[Field]| -> Vec<String> {
        fields.iter().filter(has_value).map(|field| field.ty.clone()).collect()
    };
    let mut found = BTreeSet::new();
    let mut waiting = types(fields);
    while let Some(ty) = waiting.pop() {
        for name in ty.split(['<', '>', '?']).filter(|name| !name.is_empty()) {
            if found.insert(name.to_owned()) {
                waiting.extend(
                    lock.records.get(name).into_iter().flat_map(|item| types(&item.fields)),
                );
                let cases = lock.variants.get(name).into_iter().flat_map(|item| &item.cases);
                waiting.extend(cases.map(|case| case.ty.clone()));
            }
        }
    }
    found
}

fn constructors(code: String) -> Use {
    Use { promise: Promise::Constructors, code }
}

fn literals(code: String) -> Use {
    Use { promise: Promise::Literals, code }
}

fn rust(ty: &str) -> String {
    ty.replace("crate::", "bindings::")
}

fn structs(path: &str, fields: &[Field]) -> Vec<Use> {
    let fields: Vec<(String, String, bool)> = fields
        .iter()
        .filter(|field| !matches!(field.presence, Presence::Constant(_)))
        .map(|field| {
            let is_required = field.presence == Presence::Required;
            (names::field(&field.name), rust(&field.rust), is_required)
        })
        .collect();
    let required: Vec<_> = fields.iter().filter(|(_, _, required)| *required).cloned().collect();
    let optional = fields.iter().filter(|(_, _, required)| !required);
    let typed = |fields: &[(String, String, bool)]| -> String {
        fields.iter().map(|(name, ty, _)| format!("{name}: {ty}, ")).collect()
    };
    let listed = |fields: &[(String, String, bool)]| -> String {
        fields.iter().map(|(name, ..)| format!("{name}, ")).collect()
    };
    let (module, name) = path.rsplit_once("::").expect("a type is in a module");
    let made = if required.is_empty() {
        format!("<bindings::{path} as Default>::default()")
    } else {
        let fields = listed(&required);
        format!("bindings::{path}::from(bindings::{module}::required::{name} {{ {fields} }})")
    };
    let (all, all_typed, some_typed) = (listed(&fields), typed(&fields), typed(&required));
    let mut uses = vec![
        literals(format!(
            "fn literal({all_typed}) -> bindings::{path} {{ bindings::{path} {{ {all} }} }}"
        )),
        literals(format!(
            "fn pattern(value: bindings::{path}) {{ let bindings::{path} {{ {all} }} = value; }}"
        )),
        constructors(format!("fn construct({some_typed}) -> bindings::{path} {{ {made} }}")),
        constructors(format!(
            "fn method(value: &bindings::{path}) -> bool {{ let _ = format!(\"{{value:?}}\"); value.clone() == *value }}"
        )),
    ];
    for (field, ty, _) in optional {
        uses.push(constructors(format!(
            "fn update({field}: {ty}, {some_typed}) -> bindings::{path} {{ bindings::{path} {{ {field}, ..{made} }} }}"
        )));
    }
    for (field, ty, _) in &fields {
        uses.push(constructors(format!(
            "fn read(value: bindings::{path}) -> {ty} {{ value.{field} }}"
        )));
        uses.push(constructors(format!(
            "fn open_pattern(value: bindings::{path}) -> {ty} {{ let bindings::{path} {{ {field}, .. }} = value; {field} }}"
        )));
    }
    uses
}

fn signal(path: &str, name: &str) -> String {
    let (module, _) = path.rsplit_once("::").expect("a type is in a module");
    format!(
        "fn signal() -> &'static annals::Signal<bindings::{path}> {{ &bindings::{module}::{name} }}"
    )
}

fn variants(item: &Variant) -> Vec<String> {
    let path = &item.path;
    let unknown = item.open.then_some("Unknown");
    let names = item.cases.iter().map(|case| case.variant.as_str()).chain(unknown);
    let arms: String = names.map(|name| format!("bindings::{path}::{name}(_) => 1, ")).collect();
    let mut uses =
        vec![format!("fn all(value: bindings::{path}) -> u8 {{ match value {{ {arms} }} }}")];
    for case in &item.cases {
        let ty = rust(&case.rust);
        let ty = if case.boxed { format!("Box<{ty}>") } else { ty };
        let name = &case.variant;
        uses.push(format!(
            "fn one(value: {ty}) -> bindings::{path} {{ bindings::{path}::{name}(value) }}"
        ));
        uses.push(format!(
            "fn some(value: bindings::{path}) -> Option<{ty}> \
             {{ if let bindings::{path}::{name}(value) = value {{ Some(value) }} else {{ None }} }}"
        ));
        if !case.boxed {
            uses.push(format!("fn into(value: {ty}) -> bindings::{path} {{ value.into() }}"));
        }
    }
    uses
}

fn enums(item: &Enum) -> Vec<String> {
    let path = &item.path;
    let is_open = item.unknown == Unknown::Kept;
    let arms =
        item.values.iter().map(|value| format!("bindings::{path}::{} => 1, ", value.variant));
    let unknown = is_open.then(|| format!("bindings::{path}::Unknown(_) => 2, "));
    let arms: String = arms.chain(unknown).collect();
    let mut uses = vec![
        format!("fn all(value: bindings::{path}) -> u8 {{ match value {{ {arms} }} }}"),
        format!("fn text(value: &bindings::{path}) -> &str {{ value.as_str() }}"),
        format!(
            "fn least(values: Vec<bindings::{path}>) -> Option<bindings::{path}> {{ values.into_iter().min() }}"
        ),
    ];
    let total = item.unknown != Unknown::Refused;
    uses.push(match (item.numbers, total) {
        (false, true) => format!("fn made(text: &str) -> bindings::{path} {{ text.into() }}"),
        (true, true) => format!("fn made(number: i64) -> bindings::{path} {{ number.into() }}"),
        (false, false) => format!(
            "fn made(text: &str) -> Result<bindings::{path}, annals::enumeration::NotListed> {{ text.parse() }}"
        ),
        (true, false) => format!(
            "fn made(number: i64) -> Result<bindings::{path}, annals::enumeration::NotListed> {{ number.try_into() }}"
        ),
    });
    if item.numbers {
        uses.push(format!("fn number(value: bindings::{path}) -> i64 {{ value.number() }}"));
    }
    for value in &item.values {
        let name = &value.variant;
        uses.push(format!("fn one() -> bindings::{path} {{ bindings::{path}::{name} }}"));
    }
    if !is_open {
        uses.push(format!(
            "fn twice(value: bindings::{path}) -> [bindings::{path}; 2] {{ [value, value] }}"
        ));
        // What `Ord` compares, as far as it is known without running anything.
        for pair in item.values.windows(2) {
            let (first, second) = (&pair[0].variant, &pair[1].variant);
            uses.push(format!(
                "const _: () = assert!((bindings::{path}::{first} as isize) < (bindings::{path}::{second} as isize));"
            ));
        }
    }
    uses
}

fn scalars(item: &Scalar) -> Vec<String> {
    let (path, base) = (&item.path, rust(&item.base.rust()));
    vec![
        format!("fn inner(value: bindings::{path}) -> {base} {{ value.into_inner() }}"),
        format!(
            "fn new(value: {base}) -> Option<bindings::{path}> {{ bindings::{path}::new(value).ok() }}"
        ),
        format!("fn compare(value: &bindings::{path}) -> bool {{ value.clone() <= *value }}"),
    ]
}
