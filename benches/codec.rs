//! Encodes and decodes one enrollment event by hand, with this crate and with other libraries.
//!
//! `cargo bench -p annals-benches --bench codec`. All have the same values. Only this crate validates the keys and
//! parses the timestamps; for all others both are texts. benches/peers has the library that the workspace must not
//! depend on.

mod codec {
    pub(crate) mod hand;
    pub(crate) mod messages;
    pub(crate) mod sales;
    pub(crate) mod visits;
}

use annals::Record;
// The path in the lock.
use codec::visits as web;
use codec::{hand, messages};
use openedx_events::learning::CourseEnrollmentCreated;

fn main() {
    let (ours, plain) = (messages::ours(), messages::plain());
    let bytes = ours.to_avro();
    assert_eq!(bytes.len(), 204, "the event that all figures are about");
    assert_eq!(hand::encode(&plain), bytes);
    assert_eq!(hand::decode(&bytes).as_ref(), Some(&plain));
    assert_eq!(CourseEnrollmentCreated::from_avro(&bytes).ok(), Some(ours));
    divan::main();
}

/// The schema in the generated crate.
fn schema() -> &'static str {
    use annals::Event as _;
    CourseEnrollmentCreated::DESCRIPTOR.avro_schema.expect("it goes on a bus")
}

mod encode {
    use annals::Record as _;
    use divan::{Bencher, black_box};
    use prost::Message as _;

    use super::codec::messages::{self, Proto};
    use super::{hand, schema};

    #[divan::bench(sample_size = 1000)]
    fn a_by_hand(bencher: Bencher<'_, '_>) {
        let (event, mut out) = (messages::plain(), Vec::new());
        bencher.bench_local(|| {
            out.clear();
            hand::encode_into(black_box(&event), &mut out);
            black_box(out.len())
        });
    }

    #[divan::bench(sample_size = 1000)]
    fn b_ours(bencher: Bencher<'_, '_>) {
        let (event, mut out) = (messages::ours(), Vec::new());
        bencher.bench_local(|| {
            out.clear();
            black_box(&event).encode_avro(&mut out);
            black_box(out.len())
        });
    }

    #[divan::bench(sample_size = 1000)]
    fn c_prost(bencher: Bencher<'_, '_>) {
        let (event, mut out) = (Proto::from(&messages::plain()), Vec::new());
        bencher.bench_local(|| {
            out.clear();
            black_box(&event).encode(&mut out).expect("a vector takes all");
            black_box(out.len())
        });
    }

    #[divan::bench(sample_size = 1000)]
    fn d_apache_avro(bencher: Bencher<'_, '_>) {
        let schema = apache_avro::Schema::parse_str(schema()).expect("a schema");
        let writer = apache_avro::writer::datum::GenericDatumWriter::builder(&schema).build();
        let writer = writer.expect("a writer");
        let (event, mut out) = (messages::plain(), Vec::new());
        bencher.bench_local(|| {
            out.clear();
            writer.write_ser(&mut out, black_box(&event)).expect("it fits");
            black_box(out.len())
        });
    }
}

mod decode {
    use annals::Record as _;
    use divan::{Bencher, black_box};
    use openedx_events::learning::CourseEnrollmentCreated;
    use prost::Message as _;

    use super::codec::messages::{self, Plain, Proto};
    use super::{hand, schema};

    #[divan::bench(sample_size = 1000)]
    fn a_by_hand(bencher: Bencher<'_, '_>) {
        let bytes = messages::ours().to_avro();
        bencher.bench_local(|| drop(black_box(hand::decode(black_box(&bytes)))));
    }

    #[divan::bench(sample_size = 1000)]
    fn b_ours(bencher: Bencher<'_, '_>) {
        let bytes = messages::ours().to_avro();
        bencher
            .bench_local(|| drop(black_box(CourseEnrollmentCreated::from_avro(black_box(&bytes)))));
    }

    #[divan::bench(sample_size = 1000)]
    fn c_prost(bencher: Bencher<'_, '_>) {
        let bytes = Proto::from(&messages::plain()).encode_to_vec();
        bencher.bench_local(|| drop(black_box(Proto::decode(black_box(bytes.as_slice())))));
    }

    #[divan::bench(sample_size = 1000)]
    fn d_apache_avro(bencher: Bencher<'_, '_>) {
        let schema = apache_avro::Schema::parse_str(schema()).expect("a schema");
        let reader = apache_avro::reader::datum::GenericDatumReader::builder(&schema).build();
        let reader = reader.expect("a reader");
        let bytes = messages::ours().to_avro();
        bencher.bench_local(|| {
            drop(black_box(reader.read_deser::<Plain>(&mut black_box(bytes.as_slice()))))
        });
    }
}

/// What formats and constants cost: both are checked when a record is read, formats also by `validate`. And what fields
/// cost that a record does not list, and a variant.
mod strings {
    use divan::{Bencher, black_box};

    use crate::web::{CaseVisit, ConstantVisit, OpenVisit, PlainVisit, Visit, Visits};

    fn visit<R: Visits>() -> R {
        R::from_json_str(R::TEXT).expect("the text is a visit")
    }

    #[divan::bench(types = [PlainVisit, Visit, ConstantVisit, OpenVisit, CaseVisit], sample_size = 1000)]
    fn encode<R: Visits>(bencher: Bencher<'_, '_>) {
        let (visit, mut out) = (visit::<R>(), Vec::new());
        bencher.bench_local(|| {
            out.clear();
            black_box(&visit).encode_avro(&mut out);
            black_box(out.len())
        });
    }

    #[divan::bench(types = [PlainVisit, Visit, ConstantVisit, OpenVisit, CaseVisit], sample_size = 1000)]
    fn decode<R: Visits>(bencher: Bencher<'_, '_>) {
        let bytes = visit::<R>().to_avro();
        bencher.bench_local(|| drop(black_box(R::from_avro(black_box(&bytes)))));
    }

    #[divan::bench(types = [PlainVisit, Visit, ConstantVisit, OpenVisit, CaseVisit], sample_size = 1000)]
    fn write_json<R: Visits>(bencher: Bencher<'_, '_>) {
        let visit = visit::<R>();
        bencher.bench_local(|| drop(black_box(black_box(&visit).to_json())));
    }

    #[divan::bench(types = [PlainVisit, Visit, ConstantVisit, OpenVisit, CaseVisit], sample_size = 1000)]
    fn read_json<R: Visits>(bencher: Bencher<'_, '_>) {
        bencher.bench_local(|| drop(black_box(R::from_json_str(black_box(R::TEXT)))));
    }

    #[divan::bench(types = [PlainVisit, Visit, ConstantVisit, OpenVisit, CaseVisit], sample_size = 1000)]
    fn validate<R: Visits>(bencher: Bencher<'_, '_>) {
        let visit = visit::<R>();
        bencher.bench_local(|| black_box(black_box(&visit).validate().is_ok()));
    }
}

/// What a decimal, times and multiples cost, against strings and timestamps.
mod exact {
    use annals::Record;
    use divan::{Bencher, black_box};

    use super::codec::sales::{PlainSale, Sale, TEXT};

    fn sale<R: Record>() -> R {
        R::from_json_str(TEXT).expect("the text is a sale")
    }

    #[divan::bench(types = [PlainSale, Sale], sample_size = 1000)]
    fn encode<R: Record>(bencher: Bencher<'_, '_>) {
        let (sale, mut out) = (sale::<R>(), Vec::new());
        bencher.bench_local(|| {
            out.clear();
            black_box(&sale).encode_avro(&mut out);
            black_box(out.len())
        });
    }

    #[divan::bench(types = [PlainSale, Sale], sample_size = 1000)]
    fn decode<R: Record>(bencher: Bencher<'_, '_>) {
        let bytes = sale::<R>().to_avro();
        bencher.bench_local(|| drop(black_box(R::from_avro(black_box(&bytes)))));
    }

    #[divan::bench(types = [PlainSale, Sale], sample_size = 1000)]
    fn write_json<R: Record>(bencher: Bencher<'_, '_>) {
        let sale = sale::<R>();
        bencher.bench_local(|| drop(black_box(black_box(&sale).to_json())));
    }

    #[divan::bench(types = [PlainSale, Sale], sample_size = 1000)]
    fn read_json<R: Record>(bencher: Bencher<'_, '_>) {
        bencher.bench_local(|| drop(black_box(R::from_json_str(black_box(TEXT)))));
    }

    #[divan::bench(types = [PlainSale, Sale], sample_size = 1000)]
    fn validate<R: Record>(bencher: Bencher<'_, '_>) {
        let sale = sale::<R>();
        bencher.bench_local(|| black_box(black_box(&sale).validate().is_ok()));
    }
}

/// What must take time in proportion to the input: twice the size, twice the time.
mod growth {
    use annals::{Record as _, WriterSchema};
    use divan::{Bencher, black_box};
    use openedx_events::content_authoring::ContentObjectChangedData;

    const SIZES: [usize; 3] = [20_000, 40_000, 80_000];

    /// A writer's schema with this number of fields.
    #[divan::bench(args = SIZES)]
    fn writer_schema(bencher: Bencher<'_, '_>, fields: usize) {
        let field = |number| format!(r#"{{"name": "field_{number}", "type": ["null", "string"]}}"#);
        let fields: Vec<_> = (0..fields).map(field).collect();
        let text =
            format!(r#"{{"type": "record", "name": "R", "fields": [{}]}}"#, fields.join(", "));
        bencher.bench_local(|| WriterSchema::parse(black_box(&text)).expect("a schema"));
    }

    /// A list whose items come in a block each, which does not say how many there will be.
    #[divan::bench(args = SIZES)]
    fn blocks_of_one_item(bencher: Bencher<'_, '_>, items: usize) {
        // An empty text, blocks of one empty text, and the end of the list.
        let bytes = [&[0][..], &[2, 0].repeat(items), &[0]].concat();
        bencher.bench_local(|| {
            ContentObjectChangedData::from_avro(black_box(&bytes)).expect("a record")
        });
    }
}

mod parts {
    use divan::{Bencher, black_box};

    use annals::Timestamp;
    use openedx_events::types::CourseKey;

    const KEY: &str = "course-v1:edX+DemoX+Demo_Course";
    const TIME: &str = "2026-02-03T09:30:00.123456+00:00";

    #[divan::bench(sample_size = 1000)]
    fn key_checked(bencher: Bencher<'_, '_>) {
        use annals::Scalar as _;
        let view = annals::View::Str(black_box(KEY));
        bencher.bench_local(|| black_box(CourseKey::DESCRIPTION.check(black_box(view))));
    }

    #[divan::bench(sample_size = 1000)]
    fn timestamp_read(bencher: Bencher<'_, '_>) {
        bencher.bench_local(|| black_box(black_box(TIME).parse::<Timestamp>()));
    }

    #[divan::bench(sample_size = 1000)]
    fn timestamp_written(bencher: Bencher<'_, '_>) {
        let time: Timestamp = TIME.parse().expect("a timestamp");
        let mut out = Vec::new();
        bencher.bench_local(|| {
            out.clear();
            annals::avro::Codec::encode(black_box(&time), &mut out);
            black_box(out.len())
        });
    }
}
