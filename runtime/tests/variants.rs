//! Is every value of a variant dropped exactly once, whatever is read?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]

#[macro_use]
mod common;

use annals::{Record, UnknownCase, json};
use common::counted::{ALIVE, Counted};

/// The step between the values of a byte. Miri is slow.
const STEP: usize = if cfg!(miri) { 127 } else { 1 };

record! { Leaf "test.Leaf" {
    number: Counted = ("number", "") {},
    text: String = ("text", "") {},
} }

record! { Node "test.Node" {
    left: Tree = ("left", "") {},
    right: Option<Tree> = ("right", "") {},
    either: Either = ("either", "") {},
} }

#[derive(Clone, PartialEq)]
pub enum Tree {
    Leaf(Leaf),
    Node(Box<Node>),
    Unknown(UnknownCase<Self>),
}

annals::__variant!(Tree, "test.Tree", Inside("is"), [
    Leaf: [Leaf] Itself (0, "leaf", "test.Leaf"),
    Node: [Box<Node>] InBox (1, "node", "test.Node"),
], [Unknown]);

#[derive(Clone, PartialEq)]
pub enum Either {
    Number(Counted),
    Texts(Vec<String>),
    Leaf(Leaf),
}

annals::__variant!(Either, "test.Either", Kind(), [
    Number: [Counted] Itself (0, "number", "long"),
    Texts: [Vec<String>] Itself (1, "texts", "list<string>"),
    Leaf: [Leaf] Itself (2, "leaf", "test.Leaf"),
], []);

#[derive(Clone, PartialEq)]
pub enum Beside {
    Tree(Leaf),
    Number(Counted),
}

annals::__variant!(Beside, "test.Beside", Beside("t", "v"), [
    Tree: [Leaf] Itself (0, "tree", "test.Leaf"),
    Number: [Counted] Itself (1, "number", "long"),
], []);

record! { All "test.All" {
    tree: Tree = ("tree", "") {},
    eithers: Vec<Either> = ("eithers", "") {},
    beside: Vec<Beside> = ("beside", "") {},
    last: Counted = ("last", "") {},
} }

const TEXT: &str = r#"{"tree":{"is":"node","left":{"number":1,"is":"leaf","text":"a"},"right":{"is":"new","a":[1,{}]},"either":2},"eithers":[3,["b"],{"number":4,"text":""}],"beside":[{"t":"tree","v":{"number":5,"text":"c"}},{"v":6,"t":"number"}],"last":7}"#;

fn all() -> All {
    All::from_json_str(TEXT).expect("it is one")
}

#[test]
fn values_read_from_avro_are_dropped_once() {
    let bytes = all().to_avro();
    let whole = All::from_avro(&bytes).expect("it was written by this crate");
    assert_eq!((ALIVE.get(), whole.to_avro()), (7, bytes.clone()));
    drop(whole);
    let (mut read, mut refused) = (0, 0);
    for index in 0..bytes.len() {
        let changes = (0..=u8::MAX).step_by(STEP).map(|byte| {
            let mut changed = bytes.clone();
            changed[index] = byte;
            changed
        });
        for bytes in changes.chain([bytes[..index].to_vec()]) {
            match All::from_avro(&bytes) {
                Ok(_) => read += 1,
                Err(_) => refused += 1,
            }
            assert_eq!(ALIVE.get(), 0, "after {bytes:?}");
        }
    }
    assert!(read > 1_000 / STEP && refused > 5_000 / STEP, "{read} read, {refused} errors");
}

#[test]
fn values_read_from_json_are_dropped_once() {
    let (mut read, mut refused) = (0, 0);
    let mut attempt = |text: &[u8]| {
        match All::from_json_slice(text) {
            Ok(_) => read += 1,
            Err(_) => refused += 1,
        }
        assert_eq!(ALIVE.get(), 0, "after {}", String::from_utf8_lossy(text));
    };
    for index in (0..TEXT.len()).step_by(if cfg!(miri) { 7 } else { 1 }) {
        attempt(&TEXT.as_bytes()[..index]);
        for byte in (0..=u8::MAX).step_by(STEP) {
            let mut changed = TEXT.as_bytes().to_vec();
            changed[index] = byte;
            attempt(&changed);
        }
        // Another type, a tag that was read before, and another one.
        for part in ["null", "\"is\":\"leaf\",", "\"t\":\"tree\","] {
            let (before, after) = TEXT.as_bytes().split_at(index);
            attempt(&[before, part.as_bytes(), after].concat());
        }
    }
    assert!(read > 1_000 / STEP && refused > 5_000 / STEP, "{read} read, {refused} errors");
}

#[test]
fn clones_and_views_are_of_the_same_value() {
    let whole = all();
    let clone = whole.clone();
    assert_eq!((ALIVE.get(), &clone), (14, &whole));
    drop(whole);
    assert_eq!(clone.to_avro(), all().to_avro());
    let text = clone.to_json().expect("it has a JSON form");
    assert_eq!(All::from_json_str(&text).as_ref(), Ok(&clone));
    assert_eq!(
        clone.to_json_value().and_then(|json| All::from_json_value(&json)).as_ref(),
        Ok(&clone)
    );
    clone.validate().expect("it has no limits");
    drop(clone);
    assert_eq!(ALIVE.get(), 0);
}

#[test]
fn a_tag_is_of_the_next_object_only() {
    let read =
        |text: &str| json::from_str::<Tree>(text).map(|_| ()).map_err(|error| error.to_string());
    assert_eq!(read(r#"{"is":"leaf","number":1,"text":"a"}"#), Ok(()));
    let inner = r#"{"is":"node","left":{"is":"leaf","number":1,"text":"a"},"either":{"is":"leaf","number":1,"text":""}}"#;
    assert_eq!(read(inner), Err("either: `test.Leaf` has no field \"is\"".to_owned()));
    let either = json::from_str::<Either>(r#"{"is":"leaf","number":1,"text":""}"#);
    assert!(either.is_err());
}
