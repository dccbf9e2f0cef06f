//! Encodes and decodes the event of the benchmark `codec` with serde_avro_fast, whose dependencies have licences that
//! the workspace does not accept, and for comparison by hand and with this crate.
//!
//! `cargo bench --manifest-path benches/peers/Cargo.toml --bench codec`.

#[path = "../../codec/hand.rs"]
mod hand;
#[allow(dead_code, reason = "the benchmark `codec` uses more of it")]
#[path = "../../codec/messages.rs"]
mod messages;

use annals::{Event, Record};
use divan::{Bencher, black_box};
use messages::Plain;
use openedx_events::learning::CourseEnrollmentCreated;
use serde_avro_fast::Schema;
use serde_avro_fast::ser::SerializerConfig;

fn main() {
    let (ours, plain, schema) = (messages::ours(), messages::plain(), schema());
    let bytes = ours.to_avro();
    let mut config = SerializerConfig::new(&schema);
    assert_eq!(hand::encode(&plain), bytes);
    assert_eq!(serde_avro_fast::to_datum_vec(&plain, &mut config).ok(), Some(bytes));
    divan::main();
}

/// The schema in the generated crate.
fn schema() -> Schema {
    let text = CourseEnrollmentCreated::DESCRIPTOR.avro_schema.expect("it goes on a bus");
    text.parse().expect("a schema")
}

#[divan::bench(sample_size = 1000)]
fn encode_by_hand(bencher: Bencher<'_, '_>) {
    let (event, mut out) = (messages::plain(), Vec::new());
    bencher.bench_local(|| {
        out.clear();
        hand::encode_into(black_box(&event), &mut out);
        black_box(out.len())
    });
}

#[divan::bench(sample_size = 1000)]
fn encode_ours(bencher: Bencher<'_, '_>) {
    let (event, mut out) = (messages::ours(), Vec::new());
    bencher.bench_local(|| {
        out.clear();
        black_box(&event).encode_avro(&mut out);
        black_box(out.len())
    });
}

#[divan::bench(sample_size = 1000)]
fn encode_serde_avro_fast(bencher: Bencher<'_, '_>) {
    let schema = schema();
    let mut config = SerializerConfig::new(&schema);
    let (event, mut out) = (messages::plain(), Vec::new());
    bencher.bench_local(|| {
        out.clear();
        serde_avro_fast::to_datum(black_box(&event), &mut out, &mut config).expect("it fits");
        black_box(out.len())
    });
}

#[divan::bench(sample_size = 1000)]
fn decode_by_hand(bencher: Bencher<'_, '_>) {
    let bytes = messages::ours().to_avro();
    bencher.bench_local(|| drop(black_box(hand::decode(black_box(&bytes)))));
}

#[divan::bench(sample_size = 1000)]
fn decode_ours(bencher: Bencher<'_, '_>) {
    let bytes = messages::ours().to_avro();
    bencher.bench_local(|| drop(black_box(CourseEnrollmentCreated::from_avro(black_box(&bytes)))));
}

#[divan::bench(sample_size = 1000)]
fn decode_serde_avro_fast(bencher: Bencher<'_, '_>) {
    let (bytes, schema) = (messages::ours().to_avro(), schema());
    bencher.bench_local(|| {
        drop(black_box(serde_avro_fast::from_datum_slice::<Plain>(black_box(&bytes), &schema)))
    });
}
