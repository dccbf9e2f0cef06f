//! Locks round-trip through their text, and errors name the line.

use annals_contract::{
    Artifact, ArtifactKind, Avro, Case, Catalog, Dates, Deprecation, Digest, Enum, EnumValue,
    Event, Field, File, Format, Limits, Line, Lock, LockCause, Presence, Primitive, Record, Scalar,
    Source, Unknown, Variant, digest,
};

/// Words that are hard to quote.
const WORDS: &[&str] = &[
    "plain",
    "",
    " ",
    "two words",
    "a=b",
    "=",
    "\"",
    "\\",
    "\\\"",
    "#",
    "line\nbreak",
    "\r",
    "tab\t",
    "\0\u{1f}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "žluť",
    "🦀",
    "list<map<string>>",
    "^[a-z]+ \"=\\d{2}$",
    "  ",
    "null",
    "{\"a\": [1]}",
];

const TYPES: &[&str] =
    &["i64", "::std::vec::Vec<crate::types::Mode>", "BTreeMap<String, r#type::A_1>"];

/// A lock with every kind of entry and option; `seed` rotates the words.
fn sample(seed: usize) -> Lock {
    let word = |index: usize| WORDS[(seed + index) % WORDS.len()].to_owned();
    let maybe = |index: usize| ((seed >> (index % 4)) & 1 == 1).then(|| word(index));
    let flag = |index: usize| (seed >> (index % 5)) & 1 == 0;
    let limits = |index: usize| limits(seed, index);
    let field = |index: usize| Field {
        name: format!("field{index}"),
        ty: word(index),
        rust: TYPES[(seed + index) % TYPES.len()].to_owned(),
        wire: maybe(index + 2),
        pii: flag(index),
        boxed: flag(index + 1),
        deprecated: flag(index + 2),
        dates: dates(seed + index),
        presence: match maybe(index + 3) {
            Some(default) => Presence::Default(default),
            None if flag(index + 3) => Presence::Optional,
            None if flag(index + 4) => Presence::Constant(word(index)),
            None if flag(index + 1) => Presence::Extra,
            None => Presence::Required,
        },
        no_avro_default: flag(index + 3),
        limits: limits(index),
        properties: properties(index),
        line: Line::default(),
    };
    let artifact = |kind, index| Artifact {
        kind,
        path: word(index),
        digest: Digest(seed as u128),
        line: Line(0),
    };
    let deprecation =
        Deprecation { since: word(1), removal: maybe(0), replacement: maybe(1), note: word(seed) };
    let event = |index: usize| Event {
        example: (index == 0).then(|| r#"{"a b": "\n", "=": []}"#.to_owned()),
        path: word(index),
        name: word(index + 1),
        avro: maybe(index + 1),
        domain: word(index + 2),
        added: word(index + 3),
        minor_version: seed as u32 % 3,
        key: maybe(index),
        pii: flag(index),
        local_only: flag(index + 1),
        deprecated: flag(index + 2).then(|| deprecation.clone()),
        artifacts: vec![artifact(ArtifactKind::Avro, 1), artifact(ArtifactKind::Json, 2)],
        fields: (0..index).map(field).collect(),
        properties: properties(index),
        line: Line(0),
    };
    let record = |index: usize| Record {
        example: (index == 1).then(|| "{}".to_owned()),
        path: word(index),
        avro: maybe(index + 1),
        deprecated: flag(index),
        dates: dates(seed + index),
        artifacts: vec![artifact(ArtifactKind::Page, index)],
        fields: (0..index).map(field).collect(),
        properties: properties(index),
        line: Line(0),
    };
    Lock {
        release: None,
        catalog: Catalog { name: format!("n{seed}"), version: word(0), source: word(1) },
        avro: Avro { record: maybe(2), defaults: flag(1), logical_types: flag(2) },
        sources: vec![Source { path: word(3), digest: digest(b"a"), line: Line(0) }],
        scalars: [(word(4), scalar(seed, word(5), limits(0)))].into(),
        enums: [(word(7), enumeration(seed))].into(),
        variants: [(word(6), variant(seed))].into(),
        records: (0..3).map(|index| (word(index), record(index))).collect(),
        events: (0..3).map(|index| (word(index), event(index))).collect(),
        files: [(word(9), File { digest: Digest(u128::MAX), line: Line(0) })].into(),
    }
}

/// Some of the limits.
fn limits(seed: usize, index: usize) -> Limits {
    let flag = |index: usize| (seed >> (index % 5)) & 1 == 0;
    Limits {
        min: flag(index).then(|| format!("-{seed}.5e1")),
        max: flag(index + 1).then(|| seed.to_string()),
        multiple_of: flag(index + 2).then(|| format!("{seed}.25")),
        min_length: flag(index).then_some(seed as u64),
        max_length: flag(index + 1).then_some(u64::MAX),
        format: flag(index + 2).then_some(Format::ALL[seed % Format::ALL.len()]),
        pattern: flag(index + 1).then(|| WORDS[(seed + index) % WORDS.len()].to_owned()),
    }
}

/// Some of the dates.
fn dates(seed: usize) -> Dates {
    let date = |bit: usize| ((seed >> bit) & 1 == 1).then(|| WORDS[seed % WORDS.len()].to_owned());
    Dates { added: date(0), since: date(1), removal: date(2) }
}

fn scalar(seed: usize, path: String, limits: Limits) -> Scalar {
    let base = Primitive::ALL[seed % Primitive::ALL.len()];
    Scalar { path, base, limits, properties: properties(1), line: Line(0) }
}

fn properties(count: usize) -> Vec<(String, String)> {
    (0..count).map(|index| (format!("x-p{index}"), r#"{"a b":["\n","="]}"#.to_owned())).collect()
}

/// An enum with every kind of option; `seed` rotates the words.
fn enumeration(seed: usize) -> Enum {
    let word = |index: usize| WORDS[(seed + index) % WORDS.len()].to_owned();
    let flag = |index: usize| (seed >> (index % 5)) & 1 == 0;
    let value = |index| EnumValue {
        value: word(index),
        variant: word(index + 1),
        aliases: (0..index).map(word).collect(),
        deprecated: flag(index),
        line: Line(0),
    };
    let unknown = match seed % 3 {
        0 => Unknown::Kept,
        1 => Unknown::Refused,
        _ => Unknown::Default(word(9)),
    };
    Enum {
        path: word(8),
        numbers: flag(2),
        symbols: flag(3),
        avro: flag(1).then(|| word(4)),
        unknown,
        values: (0..3).map(value).collect(),
        properties: properties(seed % 3),
        line: Line(0),
    }
}

/// A variant with every kind of option; `seed` rotates the words.
fn variant(seed: usize) -> Variant {
    let word = |index: usize| WORDS[(seed + index) % WORDS.len()].to_owned();
    let maybe = |index: usize| ((seed >> (index % 4)) & 1 == 1).then(|| word(index));
    let case = |index| Case {
        tag: word(index),
        ty: word(index + 1),
        rust: TYPES[(seed + index) % TYPES.len()].to_owned(),
        variant: word(index + 3),
        boxed: index == seed % 3,
        line: Line(0),
    };
    Variant {
        path: word(2),
        tag: maybe(0),
        content: maybe(1),
        open: seed.is_multiple_of(2),
        properties: properties(seed % 3),
        cases: (0..3).map(case).collect(),
        line: Line(0),
    }
}

#[test]
fn printed_locks_parse() {
    for seed in 0..1024 {
        let lock = sample(seed);
        let text = lock.to_text();
        let parsed =
            Lock::parse(&text).unwrap_or_else(|error| panic!("seed {seed}: {error}\n{text}"));
        assert_eq!(parsed, lock, "seed {seed}\n{text}");
        assert_eq!(parsed.to_text(), text);
    }
}

const HEAD: &str = "# c\nannals-lock 1\ncatalog c 1.0.0 c\n";

/// The error of [`HEAD`] followed by `body`.
fn failure(body: &str) -> (u32, LockCause) {
    let error = Lock::parse(&format!("{HEAD}{body}")).expect_err("the lock is invalid");
    (error.line, error.cause)
}

#[test]
fn entries_have_their_lines() {
    let lock = Lock::parse(&format!(
        "{HEAD}\nenum Mode types::Mode\n  value a A\n  value b B deprecated\n"
    ))
    .unwrap();
    let item = &lock.enums["Mode"];
    assert_eq!((item.line.0, item.values[1].line.0), (5, 7));
}

#[test]
fn other_texts_are_not_locks() {
    let cause =
        |text: &str| Lock::parse(text).map_err(|error| (error.line, error.cause)).unwrap_err();
    assert_eq!(cause(""), (1, LockCause::NotALock));
    assert_eq!(cause("catalog a 1"), (1, LockCause::NotALock));
    assert_eq!(cause("annals-lock 0"), (1, LockCause::Edition("0".into())));
    assert_eq!(cause("#\nannals-lock 2\ngibberish"), (2, LockCause::Edition("2".into())));
    assert_eq!(cause("annals-lock 1\n"), (1, LockCause::NoCatalog));
    assert_eq!(cause("annals-lock 1\ncatalog a 1.0.0"), (2, LockCause::MissingWord("a source")));
}

#[test]
fn invalid_lines_are_reported() {
    let text = |text: &str| text.to_owned();
    assert_eq!(failure("<<<<<<< ours"), (4, LockCause::UnknownEntry(text("<<<<<<<"))));
    assert_eq!(failure("  field a long i64"), (4, LockCause::Misplaced(text("field"))));
    assert_eq!(failure("enum A a\n  field a long i64"), (5, LockCause::Misplaced(text("field"))));
    assert_eq!(failure("enum A"), (4, LockCause::MissingWord("a Rust path")));
    assert_eq!(failure("enum A  a"), (4, LockCause::EmptyWord));
    assert_eq!(failure("enum A a "), (4, LockCause::EmptyWord));
    assert_eq!(failure("enum A a pii"), (4, LockCause::UnknownOption(text("pii"))));
    assert_eq!(failure("enum \"A a"), (4, LockCause::BadQuotes));
    assert_eq!(failure("enum \"A\\x\" a"), (4, LockCause::BadQuotes));
    assert_eq!(failure("enum \"A\"a"), (4, LockCause::MissingWord("a Rust path")));
    // The derives emit the types, so they must not contain code.
    for rust in ["F<{line!()}>", "[u8;2]", "m!()", "*const", "fn()->u8", "&u8", "é"] {
        let cause = LockCause::BadWord { expected: "a Rust type", found: text(rust) };
        let body = format!("record A a {:032}\n  field a long {rust}", 0);
        assert_eq!(failure(&body), (5, cause));
    }
    assert_eq!(failure("enum A a\nenum A a"), (5, LockCause::Repeated(text("A"))));
    assert_eq!(
        failure("scalar a b string min=1 min=2"),
        (4, LockCause::RepeatedOption(text("min")))
    );
    assert!(matches!(failure("scalar a b int min=low"), (4, LockCause::BadWord { .. })));
    assert_eq!(
        failure("scalar a b text"),
        (4, LockCause::BadWord { expected: "a primitive type", found: text("text") })
    );
    assert!(matches!(failure("file a 12"), (4, LockCause::BadWord { .. })));
    assert!(matches!(
        failure("file a ABCDEF00000000000000000000000000"),
        (4, LockCause::BadWord { .. })
    ));
}

#[test]
fn edited_lines_are_detected() {
    let lock = sample(3);
    let text = lock.to_text();
    let edited = text.replacen("  field field0", "  field other", 1);
    assert_ne!(text, edited);
    let error = Lock::parse(&edited).expect_err("the fingerprint no longer fits");
    assert!(matches!(error.cause, LockCause::Fingerprint { .. }), "{error}");
    assert!(edited.lines().nth(error.line as usize - 1).unwrap().starts_with("record "), "{error}");
}

/// A parser that is quadratic in the number of entries would take minutes.
#[test]
fn large_locks_are_parsed() {
    let mut lock = sample(5);
    let event = lock.events.pop_last().unwrap().1;
    for index in 0..30_000 {
        lock.events.insert(format!("org.example.subject{index}.created.v1"), event.clone());
    }
    assert_eq!(Lock::parse(&lock.to_text()).unwrap().events.len(), lock.events.len());
}
