//! Reads and writes fields that have another name on the wire.

use annals::json::{from_str, to_string};
use annals::{Record as _, WriterSchema};
use wire_names::spans::{Link, Span, SpanEnded, required};

fn span() -> Span {
    required::Span { trace_id: "a".to_owned(), http_status: 200, plain: 7 }.into()
}

const WIRE: &str = r#"{"traceId":"a","http.response.status_code":200,"@type":"span","User-Agent":null,"span_kind":2,"same":1,"plain":7}"#;

#[test]
fn json_has_the_names_on_the_wire() {
    assert_eq!(to_string(&span()).expect("it is JSON"), WIRE);
    assert!(from_str::<Span>(WIRE).expect("it was written") == span());
    let other = r#"{"plain":7,"span_kind":2,"\u0040type":"span","http.response.status_code":200,"traceId":"a"}"#;
    assert!(from_str::<Span>(other).expect("in any order, and escaped") == span());
}

#[test]
fn errors_and_debug_have_the_names_in_the_catalog() {
    let error = |text: &str| from_str::<Span>(text).err().map(|error| error.to_string());
    let read = |from: &str, to: &str| error(&WIRE.replacen(from, to, 1));
    assert_eq!(read(":200", ":\"x\""), Some("http_status: expected a 32-bit integer, found text".to_owned()));
    assert_eq!(read("\"traceId\":\"a\",", ""), Some("trace_id: missing".to_owned()));
    assert_eq!(read("\"plain\"", "\"same\""), Some("duplicate key \"same\"".to_owned()));
    assert_eq!(read("traceId", "trace_id"), Some("`spans.Span` has no field \"trace_id\"".to_owned()));
    assert!(format!("{:?}", span()).starts_with("Span { trace_id: \"a\", http_status: 200, type: "));
}

#[test]
fn avro_has_those_that_it_allows() {
    let schema = SpanEnded::DESCRIPTION;
    assert_eq!(schema.fields[0].wire, "the.span");
    let names = |fields: &str| format!(r#"{{"type":"record","name":"S","fields":[{fields}]}}"#);
    let schema = names(
        r#"{"name":"plain","type":"int"},{"name":"traceId","type":"string"},
        {"name":"http_status","type":"int"},{"name":"span_kind","type":"long"}"#,
    );
    let schema = WriterSchema::parse(&schema).expect("a schema");
    let read = Span::from_avro_with(&schema, &[14, 2, b'a', 144, 3, 4]).expect("it has what is required");
    assert!(read == span());
    let unknown = names(r#"{"name":"trace_id","type":"string"}"#);
    let unknown = WriterSchema::parse(&unknown).expect("a schema");
    let error = Span::from_avro_with(&unknown, &[2, b'a']).expect_err("that is not its name in Avro");
    assert!(error.to_string().contains("trace_id"), "{error}");
}

#[test]
fn two_names_may_be_swapped() {
    let text = r#"{"traceId":"a","http.response.status_code":200,"two":"first","one":"second","x-plain":1}"#;
    let link: Link = from_str(text).expect("it has what is required");
    assert_eq!((link.one.as_str(), link.two.as_str(), link.links.len()), ("first", "second", 1));
    assert_eq!(link.links[0].plain, 1);
}
