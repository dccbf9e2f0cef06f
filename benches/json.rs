//! Reads and writes the JSON of five events with this crate and with serde_json.
//!
//! `cargo bench -p annals-benches --bench json`. The peers are plain structs with serde's derives, to which keys and
//! timestamps are texts; only this crate checks them, and the limits.

mod json {
    pub(crate) mod cases;
}

use annals::{Json, Record, serde_json};
use divan::{Bencher, black_box};
use json::cases::{Case, Enrollment, Forum, Grade, Skills, Topics};

fn main() {
    check::<Skills>();
    check::<Enrollment>();
    check::<Grade>();
    check::<Topics>();
    check::<Forum>();
    divan::main();
}

/// Both must write what they read.
fn check<C: Case>() {
    let text: Json = serde_json::from_str(C::TEXT).expect("the text is JSON");
    let theirs = serde_json::to_value(peer::<C>());
    assert_eq!(theirs.ok().as_ref(), Some(&text));
    assert_eq!(event::<C>().to_json_value().as_ref(), Ok(&text));
}

fn event<C: Case>() -> C::Event {
    C::Event::from_json_str(C::TEXT).expect("the text is an event")
}

fn peer<C: Case>() -> C::Peer {
    serde_json::from_str(C::TEXT).expect("the text is an event")
}

/// Without white space, as writers write it.
fn text<C: Case>() -> String {
    serde_json::to_string(&peer::<C>()).expect("it has a JSON form")
}

#[divan::bench(types = [Skills, Enrollment, Grade, Topics, Forum], sample_size = 1000)]
fn read_a_serde_json<C: Case>(bencher: Bencher<'_, '_>) {
    let text = text::<C>();
    bencher.bench_local(|| drop(black_box(serde_json::from_str::<C::Peer>(black_box(&text)))));
}

#[divan::bench(types = [Skills, Enrollment, Grade, Topics, Forum], sample_size = 1000)]
fn read_b_ours<C: Case>(bencher: Bencher<'_, '_>) {
    let text = text::<C>();
    bencher.bench_local(|| drop(black_box(C::Event::from_json_str(black_box(&text)))));
}

#[divan::bench(types = [Skills, Enrollment, Grade, Topics, Forum], sample_size = 1000)]
fn write_a_serde_json<C: Case>(bencher: Bencher<'_, '_>) {
    let peer = peer::<C>();
    bencher.bench_local(|| drop(black_box(serde_json::to_string(black_box(&peer)))));
}

#[divan::bench(types = [Skills, Enrollment, Grade, Topics, Forum], sample_size = 1000)]
fn write_b_ours<C: Case>(bencher: Bencher<'_, '_>) {
    let event = event::<C>();
    bencher.bench_local(|| drop(black_box(black_box(&event).to_json())));
}
