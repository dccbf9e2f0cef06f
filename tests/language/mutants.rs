//! Makes single changes to a valid catalog and compares the verdicts of the schema and the compiler.

use annals_cli::language::Part;
use serde_json::{Value, json};

use crate::{accepts, codes, compiled, developed, is_of_shape, parsed, validators};

/// A JSON pointer and what to put there; `None` removes it.
type Mutant = (String, Option<Value>);

/// Every value is removed, replaced by each kind of value, and joined by an unknown key.
fn mutants(pointer: &str, value: &Value, out: &mut Vec<Mutant>) {
    if !pointer.is_empty() {
        out.push((pointer.to_owned(), None));
        for other in [
            json!(null),
            json!(""),
            json!("some words"),
            json!(7),
            json!(true),
            json!([]),
            json!({}),
        ] {
            out.push((pointer.to_owned(), Some(other)));
        }
    }
    let key = |key: &str| format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
    if let Some(object) = value.as_object() {
        out.push((key("unheard_of"), Some(json!("some words"))));
        object.iter().for_each(|(name, value)| mutants(&key(name), value, out));
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        mutants(&key(&index.to_string()), item, out);
    }
}

fn apply(catalog: &Value, (pointer, change): &Mutant) -> Value {
    let mut catalog = catalog.clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    match (catalog.pointer_mut(parent).unwrap(), change) {
        (Value::Object(object), Some(value)) => drop(object.insert(key, value.clone())),
        (Value::Object(object), None) => drop(object.remove(&key)),
        (Value::Array(items), Some(value)) => items[key.parse::<usize>().unwrap()] = value.clone(),
        (Value::Array(items), None) => drop(items.remove(key.parse().unwrap())),
        _ => panic!("{pointer} leads nowhere"),
    }
    catalog
}

/// Counts of the mutants that were checked.
#[derive(Default)]
struct Seen {
    shapes: usize,
    refusals: usize,
    disagreements: Vec<String>,
}

fn look(catalog: &Value, included: &str, mutants: &[Mutant]) -> Seen {
    let validators = validators(Part::Main);
    let mut seen = Seen::default();
    for mutant in mutants {
        let changed = apply(catalog, mutant);
        let found = codes(&compiled(&serde_yaml::to_string(&changed).unwrap(), included));
        let refused = !accepts(&validators, &changed);
        let of_shape = found.iter().any(|code| is_of_shape(code));
        seen.shapes += usize::from(of_shape);
        seen.refusals += usize::from(refused);
        if of_shape && !refused || refused && found.is_empty() {
            seen.disagreements
                .push(format!("{mutant:?}: {found:?}, refused by the schema: {refused}"));
        }
    }
    seen
}

/// In both directions: the schema refuses structural errors, and the compiler reports whatever the
/// schema refuses.
#[test]
fn the_schema_and_the_compiler_agree_on_mutants() {
    let [main, included] = developed();
    let catalog = parsed(&main).unwrap();
    let mut all = Vec::new();
    mutants("", &catalog, &mut all);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let seen: Vec<Seen> = std::thread::scope(|scope| {
        let parts = all.chunks(all.len().div_ceil(threads));
        let (catalog, included) = (&catalog, included.as_str());
        let look = |part| scope.spawn(move || look(catalog, included, part));
        let running: Vec<_> = parts.map(look).collect();
        running.into_iter().map(|part| part.join().unwrap()).collect()
    });
    let disagreements: Vec<_> = seen.iter().flat_map(|seen| seen.disagreements.clone()).collect();
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
    let count = |of: fn(&Seen) -> usize| seen.iter().map(of).sum::<usize>();
    let (shapes, refusals) = (count(|seen| seen.shapes), count(|seen| seen.refusals));
    assert!(shapes > 500 && refusals > shapes, "{shapes} mistakes of shape, {refusals} refused");
}
