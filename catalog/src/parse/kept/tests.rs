//! Reading a catalog again comes to the same as reading it for the first time.

use super::Kept;
use crate::parse::random::Random;
use crate::source::{LoadError, Loader, NoIncludes, Source};
use crate::{Compiled, compile, compile_again};

const CATALOG: &str = include_str!("../../../tests/robustness.yaml");

/// A sound catalog of some domains, each with some records and events.
fn catalog() -> String {
    let mut text = String::from(
        "annals: 1\ncatalog: { name: a-b, title: T, namespace: org.x, version: 1.0.0 }\n\
        domains: { a: {}, b: {}, c: {} }\n",
    );
    let domains = ["a", "b", "c"];
    text.push_str("records:\n");
    for domain in domains {
        text += &format!("  {domain}:\n");
        for number in 0..4 {
            text += &format!(
                "    R{number}:\n      fields:\n        x: int?\n        y: list<string>\n"
            );
        }
    }
    text.push_str("events:\n");
    for domain in domains {
        text += &format!("  {domain}:\n");
        for number in 0..4 {
            let name = format!("{}{number}", domain.to_uppercase());
            text += &format!(
                "    {name}_SENT:\n      type: org.x.{domain}.r{number}.sent.v1\n      \
                added: 2024-01-01\n      description: Sent.\n      data:\n        x: R{number}\n"
            );
        }
    }
    text
}

fn source(text: &str) -> Source {
    Source { path: "catalog.yaml".into(), text: text.into() }
}

/// All there is to know of a run.
fn told(compiled: &Compiled) -> String {
    let reports = compiled.diagnostics.iter().map(|report| report.to_text(&compiled.sources));
    format!("{:#?}\n{}", compiled.model, reports.collect::<String>())
}

fn again(kept: &mut Kept, text: &str) -> String {
    told(&compile_again(source(text), &NoIncludes, kept, &mut |_| {}))
}

fn kept_items(kept: &Kept) -> usize {
    kept.files.values().map(|file| file.items.len()).sum()
}

#[test]
fn whatever_was_read_before() {
    let mut random = Random(5);
    let catalog = catalog();
    let lines: Vec<&str> = catalog.split_inclusive('\n').collect();
    let mut kept = Kept::default();
    let mut most = 0;
    for _ in 0..400 {
        let mut lines = lines.clone();
        // Lines move, go, come twice or change, so items move and change with them.
        for _ in 0..random.below(3) {
            let (from, to) = (random.below(lines.len()), random.below(lines.len()));
            match random.below(4) {
                0 => lines.swap(from, to),
                1 => drop(lines.remove(from)),
                2 => lines.insert(to, "# A comment: it moves what follows.\n"),
                _ => lines.insert(to, "      description: A text.\n"),
            }
        }
        let text = lines.concat();
        assert_eq!(again(&mut kept, &text), told(&compile(source(&text), &NoIncludes)), "{text}");
        most = most.max(kept_items(&kept));
    }
    assert_eq!(most, 24, "all items of the sound catalog are kept");
}

#[test]
fn what_is_kept_is_not_read_again() {
    let mut kept = Kept::default();
    again(&mut kept, CATALOG);
    // Whoever read the items again would find what stands there now.
    for file in kept.files.values_mut() {
        for item in &mut file.items {
            if let Some(super::Parsed::Event(event)) = &mut item.parsed {
                event.description = None;
            }
        }
    }
    let compiled = compile_again(source(CATALOG), &NoIncludes, &mut kept, &mut |_| {});
    let fresh = compile(source(CATALOG), &NoIncludes);
    let described = |compiled: &Compiled| {
        let events = compiled.model.iter().flat_map(|model| &model.events);
        events.filter(|event| !event.description.is_empty()).count()
    };
    assert!(described(&fresh) > 0);
    assert_eq!(described(&compiled), 0);
}

#[test]
fn a_mistake_makes_nothing_forgotten() {
    let mut kept = Kept::default();
    let catalog = catalog();
    again(&mut kept, &catalog);
    assert_eq!(kept_items(&kept), 24);
    // Not even YAML; twice the same key; no catalog any more.
    let twice = catalog.replacen("    R1:\n", "    R0:\n", 1);
    for text in [catalog.replacen("int?", "[", 1), twice, String::new()] {
        assert_eq!(again(&mut kept, &text), told(&compile(source(&text), &NoIncludes)));
        assert_eq!(kept_items(&kept), 24, "{text}");
    }
    assert_eq!(again(&mut kept, &catalog), told(&compile(source(&catalog), &NoIncludes)));
}

#[test]
fn what_stands_behind_many_changes_is_read_again() {
    let text = |names: std::ops::Range<usize>| {
        let items = names.map(|number| format!("    R{number}: {{ fields: {{ x: int }} }}\n"));
        format!("{HEAD}records:\n  a:\n{}", items.collect::<String>())
    };
    let (before, after) = (text(0..200), text(100..300));
    let mut kept = Kept::default();
    again(&mut kept, &before);
    assert_eq!(again(&mut kept, &after), told(&compile(source(&after), &NoIncludes)));
    assert_eq!(kept_items(&kept), 200);
}

/// What a catalog of two domains begins with.
const HEAD: &str = "annals: 1\ncatalog: { name: a-b, title: T, namespace: org.x, version: 1.0.0 }\n\
    domains: { a: {}, b: {} }\n";

#[test]
fn items_move_to_other_files_places_and_domains() {
    const HEAD: &str = "annals: 1\ncatalog: { name: a-b, title: T, namespace: org.x, version: 1.0.0 }\n\
        include: [parts/*.yaml]\ndomains:\n  a: {}\n  b: {}\n";
    struct Parts(Vec<&'static str>);
    impl Loader for Parts {
        fn load(&self, _: &str) -> Result<Vec<Source>, LoadError> {
            let part = |(number, text): (usize, &&str)| Source {
                path: format!("parts/{number}.yaml"),
                text: (*text).into(),
            };
            Ok(self.0.iter().enumerate().map(part).collect())
        }
    }
    let one =
        "records:\n  a:\n    One: { fields: { x: int } }\n    Two: { fields: { y: nothing } }\n";
    let other = "records:\n  # Now here.\n  b:\n    One: { fields: { x: int } }\n";
    let event = "events:\n  b:\n    SENT: { type: org.x.b.s.sent.v1, added: 2024-01-01, data: { x: b.One } }\n";
    let runs = [vec![one], vec![one, event], vec![other, event], vec![event, other], vec![other]];
    let mut kept = Kept::default();
    for parts in runs {
        let parts = Parts(parts);
        let compiled = compile_again(source(HEAD), &parts, &mut kept, &mut |_| {});
        assert_eq!(told(&compiled), told(&compile(source(HEAD), &parts)));
    }
}
