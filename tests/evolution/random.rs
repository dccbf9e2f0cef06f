//! Random catalogs, and random changes to them.

use std::rc::Rc;

use super::bindings::Texts;
use super::jobs::{Profile, Side, Sides};

/// A seeded sequence of numbers.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def1)
    }

    /// A number below `count`.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count.max(1)
    }

    fn one_of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}

/// A catalog as its definitions, each in YAML without its name.
#[derive(Clone)]
struct Catalog {
    /// Records, the first of which is the data of the event.
    records: Vec<Record>,
    scalar: String,
    open: String,
    closed: String,
    numbers: String,
    place: String,
    proof: String,
    answer: String,
}

#[derive(Clone)]
struct Record {
    name: &'static str,
    open: &'static str,
    fields: Vec<(String, String)>,
}

/// A random change; `None` if one of the two catalogs is not valid.
pub(crate) fn change(seed: u64, profile: Profile) -> Option<Sides> {
    let Texts { before, after, .. } = texts(seed, profile);
    Sides::try_new(before, after)
}

/// Both catalogs, which may not be valid.
pub(crate) fn texts(seed: u64, profile: Profile) -> Texts {
    let mut random = Random::new(seed);
    let before = Catalog::new(&mut random);
    let mut after = before.clone();
    for _ in 0..=random.below(2) {
        after.change(&mut random);
    }
    let name = format!("change {seed}");
    Texts { name, before: before.text(profile), after: after.text(profile) }
}

/// A change of one type to another, for every pair of types.
pub(crate) fn pairs(profile: Profile) -> impl Iterator<Item = (String, Sides)> {
    let mut catalog = Catalog::new(&mut Random::new(1));
    let types = TYPES.into_iter().filter(|(_, limits)| limits.is_empty());
    let sides: Vec<_> = types
        .map(|(ty, _)| {
            catalog.records[0].fields = vec![("a".to_owned(), format!("{{ {ty} }}"))];
            let side = Side::new(catalog.text(profile));
            (ty, Rc::new(side.unwrap_or_else(|mistakes| panic!("{mistakes}"))))
        })
        .collect();
    let others = sides.clone();
    let all = sides.into_iter().flat_map(move |(old, before)| {
        others.clone().into_iter().map(move |(new, after)| {
            (format!("{old} to {new}"), Sides { before: Rc::clone(&before), after })
        })
    });
    all.filter(|(_, sides)| !Rc::ptr_eq(&sides.before, &sides.after))
}

/// Types, and limits that they may have.
const TYPES: [(&str, &str); 46] = [
    ("type: boolean", ""),
    ("type: int", ""),
    ("type: long", ""),
    ("type: float", ""),
    ("type: double", ""),
    ("type: string", ""),
    ("type: bytes", ""),
    ("type: date", ""),
    ("type: datetime", ""),
    ("type: uuid", ""),
    ("type: json", ""),
    ("type: datetime, precision: millis", ""),
    ("type: datetime, precision: micros", ""),
    ("type: local_datetime, precision: millis", ""),
    ("type: local_time, precision: millis", ""),
    ("type: local_time, precision: micros", ""),
    ("type: decimal, precision: 8, scale: 2", ""),
    ("type: decimal, precision: 9, scale: 2", ""),
    ("type: decimal, precision: 9, scale: 3", ""),
    ("type: Open", ""),
    ("type: Closed", ""),
    ("type: Numbers", ""),
    ("type: amount", ""),
    ("type: Part", ""),
    ("type: Other", ""),
    ("type: Place", ""),
    ("type: Proof", ""),
    ("type: Answer", ""),
    ("type: list<int>", ""),
    ("type: list<long>", ""),
    ("type: list<Part>", ""),
    ("type: map<string>", ""),
    ("type: map<long?>", ""),
    ("type: list<Place>", ""),
    ("type: int", "min: 0"),
    ("type: int", "min: 5, max: 9"),
    ("type: long", "multiple_of: 5"),
    ("type: long", "min: 0, max: 100"),
    ("type: double", "min: 0.5, multiple_of: 0.25"),
    ("type: string", "min_length: 2"),
    ("type: string", "max_length: 4"),
    ("type: string", "pattern: '^[a-c]+$'"),
    ("type: string", "pattern: '^[a-f]+$', max_length: 3"),
    ("type: string", "format: hostname"),
    ("type: bytes", "max_length: 5"),
    ("type: list<string>", "min_length: 1, max_length: 3"),
];

const DEFAULTS: [(&str, &str); 8] = [
    ("type: boolean", "true"),
    ("type: int", "7"),
    ("type: long", "9"),
    ("type: double", "1.5"),
    ("type: string", "abc"),
    ("type: list<int>", "[]"),
    ("type: map<string>", "{}"),
    ("type: bytes", "AAA="),
];

const OPEN_ENUMS: [&str; 3] = ["{ values: [x, y] }", "{ values: [x, y, z] }", "{ values: [y] }"];
const CLOSED_ENUMS: [&str; 5] = [
    "{ open: false, values: [x, y] }",
    "{ open: false, values: [y, x, z] }",
    "{ open: false, default: x, values: [x] }",
    "{ open: false, values: { x: {}, y: { wire: y-y, aliases: [z] } } }",
    "{ values: [x, y] }",
];
const NUMBER_ENUMS: [&str; 3] = [
    "{ values: { a: { wire: 1 }, b: { wire: 2 } } }",
    "{ open: false, values: { a: { wire: 1 }, b: { wire: 2 } } }",
    "{ open: false, values: { a: { wire: 1 }, c: { wire: 3, aliases: [4] } } }",
];
const SCALARS: [&str; 4] = [
    "{ base: long }",
    "{ base: long, min: 1 }",
    "{ base: int, min: 1, max: 5 }",
    "{ base: string, pattern: '^[a-c]' }",
];
const PLACES: [&str; 5] = [
    "{ tag: kind, cases: { one: One, two: Two } }",
    "{ tag: kind, cases: { two: Two, one: One } }",
    "{ tag: kind, cases: { one: One } }",
    "{ tag: kind, open: true, cases: { one: One } }",
    "{ tag: sort, cases: { one: One, two: Two } }",
];
const PROOFS: [&str; 4] = [
    "{ tag: { name: kind, content: data }, cases: { card: int, note: string } }",
    "{ tag: { name: kind, content: data }, cases: { card: long, note: string } }",
    "{ tag: { name: kind, content: data }, cases: { card: long, one: One } }",
    "{ tag: { name: kind, content: value }, cases: { card: long } }",
];
const ANSWERS: [&str; 4] = [
    "{ cases: { number: long } }",
    "{ cases: { number: long, text: string } }",
    "{ cases: { flag: boolean, choices: list<string> } }",
    "{ cases: { number: int, one: One } }",
];
const OPENS: [&str; 4] = ["false", "false", "true", "long"];

impl Catalog {
    fn new(random: &mut Random) -> Self {
        let records = ["Value", "Part", "Other", "One", "Two"].map(|name| {
            let open = random.one_of(&OPENS);
            let fields =
                (0..=random.below(3)).map(|index| (format!("f{index}"), field(random, name)));
            Record { name, open, fields: fields.collect() }
        });
        Self {
            records: records.into(),
            scalar: random.one_of(&SCALARS).to_owned(),
            open: random.one_of(&OPEN_ENUMS).to_owned(),
            closed: random.one_of(&CLOSED_ENUMS).to_owned(),
            numbers: random.one_of(&NUMBER_ENUMS).to_owned(),
            place: random.one_of(&PLACES).to_owned(),
            proof: random.one_of(&PROOFS).to_owned(),
            answer: random.one_of(&ANSWERS).to_owned(),
        }
    }

    fn change(&mut self, random: &mut Random) {
        let definitions: [(&mut String, &[&str]); 7] = [
            (&mut self.scalar, &SCALARS),
            (&mut self.open, &OPEN_ENUMS),
            (&mut self.closed, &CLOSED_ENUMS),
            (&mut self.numbers, &NUMBER_ENUMS),
            (&mut self.place, &PLACES),
            (&mut self.proof, &PROOFS),
            (&mut self.answer, &ANSWERS),
        ];
        if random.below(4) == 0 {
            let count = definitions.len();
            let (text, others) =
                definitions.into_iter().nth(random.below(count)).expect("it is one of them");
            return random.one_of(others).clone_into(text);
        }
        let count = self.records.len();
        let record = &mut self.records[random.below(2) * random.below(count)];
        let place = random.below(record.fields.len());
        match random.below(8) {
            0 => record.fields.insert(place, ("added".to_owned(), field(random, record.name))),
            1 => record.fields.push(("added".to_owned(), field(random, record.name))),
            2 if record.fields.len() > 1 => drop(record.fields.remove(place)),
            2 | 3 => "renamed".clone_into(&mut record.fields[place].0),
            4 => record.fields.reverse(),
            5 => record.open = random.one_of(&OPENS),
            _ => record.fields[place].1 = field(random, record.name),
        }
    }

    fn text(&self, profile: Profile) -> String {
        let records = self.records.iter().map(|Record { name, open, fields }| {
            let fields: Vec<String> =
                fields.iter().map(|(name, field)| format!("{name}: {field}")).collect();
            format!("    {name}: {{ open: {open}, fields: {{ {} }} }}\n", fields.join(", "))
        });
        format!(
            "annals: 1\n\
             catalog: {{ name: random, title: Random, namespace: org.example, version: 1.0.0 }}\n\
             avro: {{ profile: {} }}\n\
             domains: {{ d: {{}} }}\n\
             scalars: {{ amount: {} }}\n\
             enums: {{ Open: {}, Closed: {}, Numbers: {} }}\n\
             variants:\n  d:\n    Place: {}\n    Proof: {}\n    Answer: {}\n\
             records:\n  d:\n{}\
             events:\n  d:\n    THING_CHANGED: {{ type: org.example.d.thing.changed.v1, added: 2024-01-01, data: {{ value: Value }} }}\n",
            profile.name(),
            self.scalar,
            self.open,
            self.closed,
            self.numbers,
            self.place,
            self.proof,
            self.answer,
            records.collect::<String>(),
        )
    }
}

fn field(random: &mut Random, record: &str) -> String {
    // The cases of variants contain simple values only, so that no record contains itself without end.
    let is_case = record == "One" || record == "Two";
    let (ty, limits) = loop {
        let (ty, limits) = TYPES[random.below(TYPES.len())];
        let named =
            ["Place", "Proof", "Answer", "Part", "Other"].iter().any(|name| ty.contains(name));
        if !is_case && (record == "Value" || !named || ty.contains("list<")) || !named {
            break (ty, limits);
        }
    };
    if limits.is_empty()
        && random.below(4) == 0
        && let Some((_, value)) = DEFAULTS.iter().find(|(other, _)| *other == ty)
    {
        return format!("{{ {ty}, default: {value} }}");
    }
    let (kind, rest) = ty.split_once(',').unwrap_or((ty, ""));
    let null = if random.below(4) == 0 { "?" } else { "" };
    let mut keys = vec![format!("type: '{}{null}'", kind.trim_start_matches("type: "))];
    keys.extend([rest, limits].into_iter().filter(|key| !key.is_empty()).map(str::to_owned));
    match random.below(8) {
        0 => keys.push("required: false".to_owned()),
        1 if null == "?" => keys.push("required: true".to_owned()),
        2 if ty == "type: string" && null.is_empty() => {
            keys.push(format!("const: {}", random.one_of(&["x", "y"])));
        }
        _ => {}
    }
    format!("{{ {} }}", keys.join(", "))
}
