//! Is every value that was read dropped exactly once, even if reading the rest fails?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]

#[macro_use]
mod common;

use annals::{Limits, Number, Record};
use common::counted::{ALIVE, Counted};

/// The step between the values of a byte. Miri is slow.
const STEP: usize = if cfg!(miri) { 127 } else { 1 };

const SMALL: Limits = Limits { max: Some(Number::Int(100)), ..Limits::NONE };

record! { Inner "test.Inner" {
    small: Counted = ("small", "") { .within(&SMALL) },
    text: String = ("text", "") {},
} }

record! { Outer "test.Outer" {
    first: Counted = ("first", "") {},
    flag: bool = ("flag", "") {},
    inner: Inner = ("inner", "") {},
    list: Vec<Inner> = ("list", "") {},
    lists: Vec<Vec<Counted>> = ("lists", "") {},
    maybe: Option<Inner> = ("maybe", "") {},
    boxed: Box<Counted> as Boxed = ("boxed", "") {},
    last: Counted = ("last", "") { .within(&SMALL) },
} }

fn inner(number: i64) -> Inner {
    Inner { small: Counted::new(number), text: "a text".to_owned() }
}

fn outer() -> Outer {
    Outer {
        first: Counted::new(1),
        flag: true,
        inner: inner(2),
        list: (3..12).map(inner).collect(),
        lists: (0..5).map(|count| (0..count).map(Counted::new).collect()).collect(),
        maybe: Some(inner(13)),
        boxed: Box::new(Counted::new(14)),
        last: Counted::new(15),
    }
}

#[test]
fn values_read_from_avro_are_dropped_once() {
    let bytes = outer().to_avro();
    assert_eq!(ALIVE.get(), 0);
    let whole = Outer::from_avro(&bytes).expect("it was written by this crate");
    assert_eq!((ALIVE.get(), whole.to_avro()), (24, bytes.clone()));
    drop(whole);
    let (mut read, mut refused) = (0, 0);
    let mut attempt = |bytes: &[u8]| {
        match Outer::from_avro(bytes) {
            Ok(_) => read += 1,
            Err(_) => refused += 1,
        }
        assert_eq!(ALIVE.get(), 0, "after {bytes:?}");
    };
    for index in 0..bytes.len() {
        attempt(&bytes[..index]);
        for byte in (0..=u8::MAX).step_by(STEP) {
            let mut changed = bytes.clone();
            changed[index] = byte;
            attempt(&changed);
        }
    }
    assert!(read > 1_000 / STEP && refused > 10_000 / STEP, "{read} read, {refused} errors");
}

#[test]
fn values_read_from_json_are_dropped_once() {
    let json = outer().to_json_value().expect("it has a JSON form");
    let whole = Outer::from_json_value(&json).expect("it was written by this crate");
    assert_eq!((ALIVE.get(), whole.to_json_value().ok()), (24, Some(json)));
    let text = whole.to_json().expect("it has a JSON form");
    drop(whole);
    assert_eq!(ALIVE.get(), 0);
    let (mut read, mut refused) = (0, 0);
    let mut attempt = |text: &[u8]| {
        match Outer::from_json_slice(text) {
            Ok(_) => read += 1,
            Err(_) => refused += 1,
        }
        assert_eq!(ALIVE.get(), 0, "after {}", String::from_utf8_lossy(text));
    };
    for index in (0..text.len()).step_by(if cfg!(miri) { 7 } else { 1 }) {
        attempt(&text.as_bytes()[..index]);
        for byte in (0..=u8::MAX).step_by(STEP) {
            let mut changed = text.clone().into_bytes();
            changed[index] = byte;
            attempt(&changed);
        }
        // A field outside its limits, a field of another type, and a field that was read before.
        for part in ["1234567", "null", "\"first\":1,"] {
            attempt(
                &[&text.as_bytes()[..index], part.as_bytes(), &text.as_bytes()[index..]].concat(),
            );
        }
    }
    assert!(read > 5_000 / STEP && refused > 10_000 / STEP, "{read} read, {refused} errors");
}

#[test]
fn clones_are_equal_and_dropped_once() {
    let whole = outer();
    let clone = whole.clone();
    assert_eq!((ALIVE.get(), &clone), (48, &whole));
    drop(whole);
    assert_eq!((ALIVE.get(), clone.to_avro()), (24, clone.clone().to_avro()));
    let changes: [fn(&mut Outer); 9] = [
        |outer| outer.first = Counted::new(0),
        |outer| outer.flag = false,
        |outer| outer.inner.text.push('.'),
        |outer| outer.list[8].small = Counted::new(0),
        |outer| outer.list.truncate(8),
        |outer| outer.lists[4][3] = Counted::new(0),
        |outer| outer.maybe = None,
        |outer| *outer.boxed = Counted::new(0),
        |outer| outer.last = Counted::new(0),
    ];
    for change in changes {
        let mut changed = clone.clone();
        change(&mut changed);
        assert_ne!(changed, clone);
    }
    drop(clone);
    assert_eq!(ALIVE.get(), 0);
}
