//! Is text read as serde_json reads it, whatever the order of keys, white space and escapes?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]

#[macro_use]
mod common;

use annals::json::{from_slice, from_str};
use annals::{Json, Record, serde_json};
use common::{Everything, User, everything};

/// The step between the places where a text is changed. Miri is slow.
const STEP: usize = if cfg!(miri) { 211 } else { 3 };

/// What is put in place of each byte of a text, and before it.
const PARTS: [&[u8]; 34] = [
    b"",
    b"\"",
    b"\\",
    b"\\u00e9",
    b"\\ud83c\\udf93",
    b"\\ud83c",
    b"\\u00",
    b"\\x",
    b"{",
    b"}",
    b"[",
    b"]",
    b"[]",
    b"{}",
    b",",
    b":",
    b" ",
    b"\n",
    b"\0",
    b"\x0b",
    b"\x1f",
    b"\x7f",
    b"\xff",
    b"\xc3",
    "\u{e9}".as_bytes(),
    b"0",
    b"-",
    b".5",
    b"e2",
    b"E+9",
    b"e999",
    b"null",
    b"true",
    b"\"a\":1,",
];

/// Checks that the text is read as what serde_json reads from it. Returns true if it is accepted.
fn same(text: &[u8]) -> bool {
    let shown = String::from_utf8_lossy(text);
    let ours = Everything::from_json_slice(text);
    let Some(tree) = tree(text) else {
        assert!(ours.is_err(), "{shown}");
        return false;
    };
    let theirs = Everything::from_json_value(&tree);
    assert_eq!(ours.as_ref().ok(), theirs.as_ref().ok(), "{shown}");
    ours.is_ok()
}

/// Any value without duplicate keys.
fn tree(text: &[u8]) -> Option<Json> {
    let shown = String::from_utf8_lossy(text);
    match (from_slice::<Json>(text), serde_json::from_slice::<Json>(text)) {
        (Ok(ours), theirs) => {
            assert_eq!(theirs.ok().as_ref(), Some(&ours), "{shown}");
            Some(ours)
        }
        // serde_json's tree has the last of several values of a key.
        (Err(error), Ok(_)) => {
            assert!(error.reason().starts_with("duplicate key"), "{shown}: {error}");
            None
        }
        (Err(ours), Err(theirs)) => {
            assert_eq!(ours.to_string(), theirs.to_string(), "{shown}");
            None
        }
    }
}

#[test]
fn changed_texts_are_read_as_serde_json_reads_them() {
    let tree = everything().to_json_value().unwrap();
    let (mut read, mut refused) = (0, 0);
    for seed in [everything().to_json().unwrap(), serde_json::to_string_pretty(&tree).unwrap()] {
        assert!(same(seed.as_bytes()));
        for at in (0..seed.len()).step_by(STEP) {
            same(&seed.as_bytes()[..at]);
            for part in PARTS {
                for end in [at, at + 1] {
                    let mut text = seed.clone().into_bytes();
                    text.splice(at..end, part.iter().copied());
                    *(if same(&text) { &mut read } else { &mut refused }) += 1;
                }
            }
        }
    }
    assert!(read > 9_000 / STEP && refused > 30_000 / STEP, "{read} read, {refused} errors");
}

#[test]
fn keys_may_be_in_any_order_and_escaped() {
    let user = User::from_json_str(r#"{"id": 1, "pii": {"username": "ada"}}"#).unwrap();
    for text in [
        r#"{"pii":{"username":"ada"},"id":1}"#,
        r#"{"pii":{"username":"ada"},"is_active":true,"id":1}"#,
        r#"{"\u0069d" : 1 , "pii" :{ "user\u006eame"	:"\u0061da","contacts":{}}}"#,
        " {\n\"id\"\r:\t1,\"pii\" : {\"contacts\":{} , \"username\": \"ada\" } } \n",
    ] {
        assert_eq!(User::from_json_str(text).as_ref(), Ok(&user), "{text}");
    }
}

#[test]
fn text_that_is_not_json_is_reported_before_other_mistakes() {
    let error = |text| User::from_json_str(text).unwrap_err().to_string();
    assert_eq!(error(r#"{"id": "1", "pii": ]}"#), "expected value at line 1 column 20");
    assert_eq!(error(r#"{"other": 1, "id": 1"#), "EOF while parsing an object at line 1 column 20");
    assert_eq!(error(r#"{"id": true, "pii": 1e999}"#), "number out of range at line 1 column 25");
    assert_eq!(
        error(r#"{"id": true, "pii": [1, 2]}"#),
        "id: expected a 64-bit integer, found a boolean"
    );
    assert_eq!(error(r#"{"pii": 1, "other": true}"#), "pii: expected an object, found a number");
}

#[test]
fn lists_and_objects_are_nested_as_deep_as_in_serde_json() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |depth| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        assert!(from_str::<Json>(&nested(127)).is_ok());
        let deep = nested(128);
        let theirs = serde_json::from_str::<Json>(&deep).unwrap_err().to_string();
        assert_eq!(from_str::<Json>(&deep).unwrap_err().to_string(), theirs);
        // In a field, the record counts.
        let within = |depth| {
            let text = everything().to_json().unwrap();
            Everything::from_json_str(&text.replace(r#"{"deep":[1,null]}"#, &nested(depth)))
        };
        assert!(within(126).is_ok());
        assert!(within(127).unwrap_err().reason().starts_with("recursion limit exceeded"));
    }
}

macro_rules! wide {
    ($($name:ident $wire:literal)*) => {
        record! { Wide "test.Wide" {
            $($name: String = ($wire, "string") { .or("\"default\"") },)*
        } }

        const NAMES: &[&str] = &[$($wire),*];
    };
}

wide! {
    a0 "a0" a1 "a1" a2 "a2" a3 "a3" a4 "a4" a5 "a5" a6 "a6" a7 "a7" a8 "a8" a9 "a9" b0 "b0" b1 "b1" b2 "b2"
    b3 "b3" b4 "b4" b5 "b5" b6 "b6" b7 "b7" b8 "b8" b9 "b9" c0 "c0" c1 "c1" c2 "c2" c3 "c3" c4 "c4" c5 "c5"
    c6 "c6" c7 "c7" c8 "c8" c9 "c9" d0 "d0" d1 "d1" d2 "d2" d3 "d3" d4 "d4" d5 "d5" d6 "d6" d7 "d7" d8 "d8"
    d9 "d9" e0 "e0" e1 "e1" e2 "e2" e3 "e3" e4 "e4" e5 "e5" e6 "e6" e7 "e7" e8 "e8" e9 "e9" f0 "f0" f1 "f1"
    f2 "f2" f3 "f3" f4 "f4" f5 "f5" f6 "f6" f7 "f7" f8 "f8" f9 "f9" g0 "g0" g1 "g1" g2 "g2" g3 "g3" g4 "g4"
    g5 "g5" g6 "g6" g7 "g7" g8 "g8" g9 "g9" h0 "h0" h1 "h1" h2 "h2" h3 "h3" h4 "h4" h5 "h5" h6 "h6" h7 "h7"
    h8 "h8" h9 "h9" i0 "i0" i1 "i1" i2 "i2" i3 "i3" i4 "i4" i5 "i5" i6 "i6" i7 "i7" i8 "i8" i9 "i9" j0 "j0"
    j1 "j1" j2 "j2" j3 "j3" j4 "j4" j5 "j5" j6 "j6" j7 "j7" j8 "j8" j9 "j9" k0 "k0" k1 "k1" k2 "k2" k3 "k3"
    k4 "k4" k5 "k5" k6 "k6" k7 "k7" k8 "k8" k9 "k9" l0 "l0" l1 "l1" l2 "l2" l3 "l3" l4 "l4" l5 "l5" l6 "l6"
    l7 "l7" l8 "l8" l9 "l9" m0 "m0" m1 "m1" m2 "m2" m3 "m3" m4 "m4" m5 "m5" m6 "m6" m7 "m7" m8 "m8" m9 "m9"
}

/// More fields than a word has bits, each of them left out, given twice, or last.
#[test]
fn a_record_may_have_many_fields() {
    let entry = |name: &str| (name.to_owned(), Json::from(format!("the text of {name}")));
    for index in (0..NAMES.len()).step_by(STEP) {
        let rest = NAMES.iter().enumerate().filter(|&(other, _)| other != index);
        let tree: Json =
            rest.map(|(_, name)| entry(name)).collect::<serde_json::Map<_, _>>().into();
        let text = tree.to_string();
        let read = Wide::from_json_str(&text).unwrap().to_json_value().unwrap();
        assert_eq!(read[NAMES[index]], "default");
        let with = |name| format!("{},\"{name}\":\"last\"}}", &text[..text.len() - 1]);
        let read = Wide::from_json_str(&with(NAMES[index])).unwrap().to_json_value().unwrap();
        assert_eq!(read[NAMES[index]], "last");
        let other = NAMES[(index + 1) % NAMES.len()];
        let error = Wide::from_json_str(&with(other)).unwrap_err();
        assert_eq!(error.to_string(), format!("duplicate key {other:?}"));
    }
}
